/** The forms that are judged on the finished log: event, never, order. */
import type { LabEvent } from '../contract/events.ts'
import type { LabExpectation } from '../contract/lab/index.ts'
import type { OrderedEvent, Seen, Shortfall } from '../contract/shortfall.ts'
import {
  askedSpan, compilePattern, isOfType, matchesFields, noneMatched, overlap, spanOf, starFields, within, type CompiledPattern, type Span,
} from './pattern.ts' // prettier-ignore
import type { Judged } from './port.ts'

type EventExpectation = Extract<LabExpectation, { form: 'event' }>
type NeverExpectation = Extract<LabExpectation, { form: 'never' }>
type OrderExpectation = Extract<LabExpectation, { form: 'order' }>

/** The log by type: a lab with many expectations does not read it whole for each. */
export class LogIndex {
  readonly events: readonly LabEvent[]
  private readonly byType = new Map<string, LabEvent[]>()

  constructor(events: readonly LabEvent[]) {
    this.events = events
    for (const event of events) {
      const list = this.byType.get(event.type)
      if (list === undefined) this.byType.set(event.type, [event])
      else list.push(event)
    }
  }

  /** Events of the pattern's type that match it within the span, by seq. */
  matches(compiled: CompiledPattern, span: Span): readonly LabEvent[] {
    const candidates =
      compiled.prefix === null ? (this.byType.get(compiled.pattern.type) ?? []) : this.events.filter((event) => isOfType(compiled, event))
    return candidates.filter((event) => within(span, event.t) && matchesFields(compiled, event))
  }
}

/** Names that "*" stands for. */
export interface Names {
  readonly host: readonly string[]
  readonly vm: readonly string[]
}

const NAMES_TOLD_MAX = 5

function missingNames(compiled: CompiledPattern, span: Span, matches: readonly LabEvent[], names: Names): Shortfall | null {
  for (const kind of starFields(compiled)) {
    const seen = new Set(matches.map((event) => event[kind]))
    const missing = names[kind].filter((name) => !seen.has(name))
    if (missing.length === 0) continue
    const told = missing.slice(0, NAMES_TOLD_MAX)
    return { code: 'names', span: askedSpan(span), kind, names: told, more: missing.length - told.length, of: names[kind].length }
  }
  return null
}

const EVENTS_TOLD_MAX = 4

const firstOf = (matches: readonly LabEvent[]) => ({
  times: matches.length,
  events: matches.slice(0, EVENTS_TOLD_MAX),
  more: Math.max(0, matches.length - EVENTS_TOLD_MAX),
})

const held = (matches: readonly LabEvent[]): Judged => ({ shortfall: null, seen: matches.length === 0 ? null : eventsSeen(matches) })
const eventsSeen = (matches: readonly LabEvent[]): Seen => ({ code: 'events', ...firstOf(matches) })
const against = (shortfall: Shortfall): Judged => ({ shortfall, seen: null })

export function judgeEvent(expectation: EventExpectation, log: LogIndex, names: Names, zero: number): Judged {
  const compiled = compilePattern(expectation.pattern)
  const span = spanOf(expectation.pattern.window, zero)
  const matches = log.matches(compiled, span)
  const { count } = expectation
  if (count !== null) {
    if (matches.length >= (count.min ?? 0) && matches.length <= (count.max ?? Number.POSITIVE_INFINITY)) return held(matches)
    const none =
      matches.length === 0
        ? noneMatched(log.events, compiled, span)
        : { ...{ pattern: expectation.pattern, span: askedSpan(span) }, nearest: [], of: 0 }
    return against({ code: 'count', ...none, count, ...firstOf(matches) })
  }
  if (starFields(compiled).length > 0) {
    const missing = missingNames(compiled, span, matches, names)
    return missing === null ? held(matches) : against(missing)
  }
  return matches.length > 0 ? held(matches) : against({ code: 'none', ...noneMatched(log.events, compiled, span) })
}

export function judgeNever(expectation: NeverExpectation, log: LogIndex, zero: number): Judged {
  const { pattern } = expectation
  const matches = log.matches(compilePattern(pattern), spanOf(pattern.window, zero))
  return matches.length === 0 ? held([]) : against({ code: 'happened', pattern, ...firstOf(matches) })
}

export function judgeOrder(expectation: OrderExpectation, log: LogIndex, zero: number): Judged {
  const whole = spanOf(expectation.window, zero)
  const found: OrderedEvent[] = []
  for (const [i, pattern] of expectation.order.entries()) {
    const compiled = compilePattern(pattern)
    const span = overlap(whole, spanOf(pattern.window, zero))
    const event = log.matches(compiled, span)[0]
    const entry = i + 1
    if (event === undefined) return against({ code: 'order', entry, none: noneMatched(log.events, compiled, span) })
    const before = found.at(-1)
    if (before !== undefined && event.seq <= before.event.seq) return against({ code: 'outOfOrder', is: { entry, event }, before })
    found.push({ entry, event })
  }
  return held(found.map(({ event }) => event))
}
