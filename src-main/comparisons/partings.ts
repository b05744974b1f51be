/** Where two logs part, and why. Pure. */
import type { Parting, PartingSide } from '../contract/api-compare.ts'
import type { ExplainStep } from '../contract/api.ts'
import { decisionTypes, type LabEvent } from '../contract/events.ts'

const EVENTS_MAX = 20
/** Numbers of events and their causes differ where one side has an event more; reasons are compared by what they led to. */
const outside: ReadonlySet<string> = new Set(['seq', 'causedBy', 'why', 't'])

/** What happened, whatever the numbering. */
function wordOf(event: LabEvent): string {
  return JSON.stringify(Object.entries(event).filter(([field]) => !outside.has(field)))
}

/** They tell numbers that were looked at; what came of them are events of their own. */
const reports: ReadonlySet<string> = new Set(['drs.pass'])

const decisions: ReadonlySet<string> = new Set(decisionTypes)
const isDecision = (event: LabEvent): boolean => event.why !== undefined && decisions.has(event.type)

interface Difference {
  readonly t: number
  readonly a: readonly LabEvent[]
  readonly b: readonly LabEvent[]
}

/** Instants at which the sides do not log the same, in order, up to `until`. */
export function* differences(a: readonly LabEvent[], b: readonly LabEvent[], until: number): Generator<Difference> {
  let [atA, atB] = [0, 0]
  for (;;) {
    const t = Math.min(a[atA]?.t ?? Infinity, b[atB]?.t ?? Infinity)
    if (t > until || t === Infinity) return
    const [fromA, fromB] = [atA, atB]
    while (a[atA]?.t === t) atA++
    while (b[atB]?.t === t) atB++
    const tells = ({ type }: LabEvent): boolean => !reports.has(type)
    const [ofA, ofB] = [a.slice(fromA, atA).filter(tells), b.slice(fromB, atB).filter(tells)]
    if (ofA.length === ofB.length && ofA.every((event, at) => event === ofB[at])) continue
    const [onlyA, onlyB] = [without(ofA, ofB), without(ofB, ofA)]
    if (onlyA.length > 0 || onlyB.length > 0) yield { t, a: onlyA, b: onlyB }
  }
}

/** Those of the first that the second has not as well, each as often as it comes. */
function without(events: readonly LabEvent[], others: readonly LabEvent[]): readonly LabEvent[] {
  if (others.length === 0) return events
  const left = new Map<string, number>()
  for (const event of others) left.set(wordOf(event), (left.get(wordOf(event)) ?? 0) + 1)
  return events.filter((event) => {
    const word = wordOf(event)
    const count = left.get(word) ?? 0
    if (count > 0) left.set(word, count - 1)
    return count === 0
  })
}

export interface Logs {
  readonly a: readonly LabEvent[]
  readonly b: readonly LabEvent[]
  readonly until: number
  /** The chain of causes of an event. */
  readonly explain: (log: readonly LabEvent[], seq: number) => readonly ExplainStep[]
}

/** None where the logs say the same. */
export function partingsOf({ a, b, until, explain }: Logs): readonly Parting[] {
  const side = (log: readonly LabEvent[], events: readonly LabEvent[]): PartingSide => {
    const [first] = events
    return { events: events.slice(0, EVENTS_MAX), count: events.length, chain: first === undefined ? [] : explain(log, first.seq) }
  }
  const parting = (kind: Parting['kind'], t: number, ofA: readonly LabEvent[], ofB: readonly LabEvent[]): Parting => ({
    kind,
    t,
    a: side(a, ofA),
    b: side(b, ofB),
  })
  const found: Parting[] = []
  let decidedA: LabEvent | undefined
  let decidedB: LabEvent | undefined
  for (const { t, a: ofA, b: ofB } of differences(a, b, until)) {
    if (t === 0) found.push(parting('start', t, ofA, ofB))
    else {
      if (!found.some(({ kind }) => kind === 'first')) found.push(parting('first', t, ofA, ofB))
      decidedA ??= ofA.find(isDecision)
      decidedB ??= ofB.find(isDecision)
      if (decidedA !== undefined && decidedB !== undefined) break
    }
  }
  const decided = [decidedA, decidedB].filter((event) => event !== undefined)
  if (decided.length > 0)
    found.push(
      parting('decision', Math.min(...decided.map(({ t }) => t)), decidedA === undefined ? [] : [decidedA], decidedB === undefined ? [] : [decidedB]),
    )
  return found
}
