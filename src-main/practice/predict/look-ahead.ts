/** Looks ahead in a copy of a run for what decides something next, and makes of it what is asked. */
import type { AskedPrediction } from '../../contract/api-predict.ts'
import type { LabEvent } from '../../contract/events.ts'
import { hashOf, rngOfSeed, type Simulation } from '../../engine/index.ts'
import { shuffled } from '../kit/draw.ts'
import { nameIn, type Outcome } from './outcome.ts'
import { poses, type Posing } from './poses.ts'

/** A copy of the run from the instant that is shown, with the commands that are still to come. */
export interface Ahead {
  readonly simulation: Simulation
  /** Takes the next turn if it comes at or before `limit`. */
  takeTurn(limit: number): boolean
}

export interface Posed {
  readonly asked: AskedPrediction
  /** Id of the choice that comes true. */
  readonly right: string
  readonly event: LabEvent
}

export interface Found {
  /** All that is asked of one instant, in the order of the log; empty: nothing is asked up to `at`. */
  readonly posed: readonly Posed[]
  readonly at: number
}

export interface LookOptions {
  readonly until: number
  /** Of the run: choices stand in an order that is drawn with it. */
  readonly seed: number
}

/** At most so many turns are taken in one look. */
const LOOK_TURNS = 1_000
const POSED_MOST = 3
const CHOICES_MOST = 4
/** Of one kind at most so many within that time are asked about; the rest repeat the first. */
const ALIKE_MOST = 2
const ALIKE_WITHIN_MS = 600_000

/**
 * Gives nothing after each turn, so that whoever looks may do it in pieces. `start` gives a copy that stands where the run does; it is called twice
 * where something may be asked.
 */
export function* lookAhead(start: () => Ahead, { until, seed }: LookOptions): Generator<undefined, Found> {
  const ahead = start()
  const { simulation } = ahead
  const from = simulation.now
  let behind: Ahead | null = null
  let seen = simulation.log.length
  const alike = new AlikeBefore(simulation.log, seen)
  // An instant is looked at as a whole.
  for (let turns = 0; turns < LOOK_TURNS || simulation.now - 1 <= from; turns++) {
    if (!ahead.takeTurn(until)) return { posed: [], at: until }
    yield
    const first = firstPosable(simulation.log, seen, from)
    if (first !== null) {
      while (ahead.takeTurn(first.t)) yield
      const instant = simulation.log.slice(seen).filter(({ t }) => t === first.t)
      const posable = instant.filter((event) => poses[event.type] !== undefined && alike.count(simulation.log, event) < ALIKE_MOST)
      if (posable.length > 0) {
        behind ??= start()
        while (behind.takeTurn(first.t - 1)) yield
        behind.simulation.runUntil(first.t - 1)
        const posed = posedOf(posable, instant, behind.simulation, seed)
        if (posed.length > 0) return { posed, at: first.t }
      }
    }
    seen = simulation.log.length
  }
  return { posed: [], at: simulation.now - 1 }
}

function firstPosable(log: readonly LabEvent[], seen: number, from: number): LabEvent | null {
  for (let at = seen; at < log.length; at++) {
    const event = log[at]
    if (event !== undefined && event.t > from && poses[event.type] !== undefined) return event
  }
  return null
}

/** `posable`: those of an instant that may be asked about. */
function posedOf(posable: readonly LabEvent[], instant: readonly LabEvent[], before: Simulation, seed: number): readonly Posed[] {
  const posed: Posed[] = []
  const asked = new Set<string>()
  for (const event of posable) {
    if (posed.length === POSED_MOST) break
    if (asked.has(event.type)) continue
    const posing = poses[event.type]?.(event, before) ?? null
    const one = posing === null ? null : posedFrom(posing, event, instant, seed)
    if (one === null) continue
    asked.add(event.type)
    posed.push(one)
  }
  return posed
}

/** Null: nothing else could have come. */
function posedFrom({ stem, right, others }: Posing, event: LabEvent, instant: readonly LabEvent[], seed: number): Posed | null {
  const rng = rngOfSeed(hashOf(`${seed}:${event.type}:${event.seq}`))
  const isFalse = ({ cameTrue }: Outcome): boolean => !instant.some(cameTrue)
  const texts: Posing['right'][] = [right]
  for (const { text } of shuffled(rng, others.filter(isFalse)))
    if (texts.length < CHOICES_MOST && texts.every(([en, ko]) => en !== text[0] && ko !== text[1])) texts.push(text)
  if (texts.length < 2) return null
  const choices = shuffled(rng, texts).map((text, at) => ({ id: String.fromCharCode(97 + at), text }))
  const answer = choices.find(({ text }) => text === right)?.id
  if (answer === undefined) return null
  return { asked: { seq: event.seq, at: event.t - 1, stem, choices }, right: answer, event }
}

/** What a host makes of others is told with every change of a state: only the same conclusion is alike. */
const kindOf = (event: LabEvent): string => (event.type === 'ha.hostStateChanged' ? `${event.type} ${nameIn(event, 'to')}` : event.type)

/** How many events of a kind came shortly before one; asked for in the order of the log, of which each event is looked at once. */
class AlikeBefore {
  readonly #counts = new Map<string, number>()
  /** Events that are counted: from the first, up to and without the second. */
  #first: number
  #end: number

  /** Nothing before the event at `from` will be asked about. */
  constructor(log: readonly LabEvent[], from: number) {
    this.#first = from
    const earliest = (log[from - 1]?.t ?? 0) - ALIKE_WITHIN_MS
    while (this.#first > 0 && (log[this.#first - 1] as LabEvent).t > earliest) this.#first--
    this.#end = this.#first
  }

  count(log: readonly LabEvent[], event: LabEvent): number {
    for (let next = log[this.#end]; next !== undefined && next.t < event.t; next = log[++this.#end]) this.#add(next, 1)
    for (let old = log[this.#first]; old !== undefined && old.t <= event.t - ALIKE_WITHIN_MS; old = log[++this.#first]) this.#add(old, -1)
    return this.#counts.get(kindOf(event)) ?? 0
  }

  #add(event: LabEvent, by: 1 | -1): void {
    if (poses[event.type] === undefined) return
    const kind = kindOf(event)
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + by)
  }
}
