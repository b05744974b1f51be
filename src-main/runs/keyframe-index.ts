import type { Keyframe, Simulation } from '../engine/index.ts'

/** A keyframe falls due after so many turns, or after a turn that comes so much simulated time after the one before. */
const TURNS_BETWEEN = 20
const SIMULATED_MS_BETWEEN = 3 * 60_000
/** A keyframe copies every record, so a lab with more than so many of them gets fewer. */
const RECORDS_CHEAP = 4000
/** Records held by all keyframes of a branch, at most; beyond it every second keyframe goes. */
const RECORDS_MAX = 4_000_000

export interface KeyframePlace {
  readonly turn: number
  readonly at: number
  readonly logLength: number
}

/** `keyframe` null: not in memory. `load` null: not in the store. */
interface Held {
  readonly place: KeyframePlace
  keyframe: Keyframe | null
  readonly records: number
  readonly load: (() => Keyframe | null) | null
}

/** The keyframes of one branch, oldest first. The first is never dropped: everything can be run again from it. */
export class KeyframeIndex {
  #held: Held[]
  #records: number
  #spacing: number

  private constructor(held: Held[], spacing: number) {
    this.#held = held
    this.#records = sumOf(held)
    this.#spacing = spacing
  }

  static startingWith(keyframe: Keyframe): KeyframeIndex {
    const first = hold(keyframe)
    return new KeyframeIndex([first], Math.max(1, first.records / RECORDS_CHEAP))
  }

  get first(): Keyframe {
    return (this.#held[0] as Held).keyframe as Keyframe
  }

  get size(): number {
    return this.#held.length
  }

  /** Adds one that lies in the store, after all that are there. `load` gives null where it cannot be read. */
  addStored(place: KeyframePlace, load: () => Keyframe | null): void {
    this.#held.push({ place, keyframe: null, records: 0, load })
  }

  /** Takes a keyframe of the furthest point of the branch where one is due, and gives it. */
  offer(simulation: Simulation): Keyframe | null {
    const { place } = this.#held[this.#held.length - 1] as Held
    const turns = simulation.turn - place.turn
    if (turns <= 0) return null
    if (turns < TURNS_BETWEEN * this.#spacing && simulation.now - place.at < SIMULATED_MS_BETWEEN * this.#spacing) return null
    const keyframe = simulation.keyframe()
    const held = hold(keyframe)
    this.#held.push(held)
    this.#records += held.records
    if (this.#records > RECORDS_MAX) this.#thin()
    return keyframe
  }

  /** Turn of the last keyframe at or before an instant. */
  turnBefore(t: number): number {
    return (this.#held[this.#lastIndexWhere(({ at }) => at <= t)] as Held).place.turn
  }

  /** The last keyframe for which `fits` holds; it has to hold for all before that one too. One that cannot be read is passed over. */
  lastWhere(fits: (place: KeyframePlace) => boolean): Keyframe {
    for (let index = this.#lastIndexWhere(fits); index > 0; index--) {
      const { keyframe, load } = this.#held[index] as Held
      const found = keyframe ?? load?.() ?? null
      if (found !== null) return found
    }
    return this.first
  }

  #lastIndexWhere(fits: (place: KeyframePlace) => boolean): number {
    let low = 0
    let high = this.#held.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (fits((this.#held[middle] as Held).place)) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Those up to a turn, for a branch that leaves there. */
  upTo(turn: number): KeyframeIndex {
    return new KeyframeIndex(
      this.#held.filter(({ place }, index) => index === 0 || place.turn <= turn).map((held) => ({ ...held })),
      this.#spacing,
    )
  }

  /** Every second one goes from memory; what the store has stays known. */
  #thin(): void {
    this.#held = this.#held.filter((held, index) => {
      if (index % 2 === 0) return true
      held.keyframe = null
      return held.load !== null
    })
    this.#records = sumOf(this.#held)
    this.#spacing *= 2
  }
}

function hold(keyframe: Keyframe): Held {
  let records = keyframe.queue.length
  for (const table of Object.values(keyframe.tables)) records += table.length
  const { turn, at, logLength } = keyframe
  return { place: { turn, at, logLength }, keyframe, records, load: null }
}

const sumOf = (held: readonly Held[]): number => held.reduce((sum, { keyframe, records }) => sum + (keyframe === null ? 0 : records), 0)
