/** The forms that are judged on the finished log: event, never, order. Each returns what happened instead, or null when it holds. */
import type { LabEvent } from '../contract/events.ts'
import type { LabExpectation } from '../contract/lab/index.ts'
import { formatDuration } from '../contract/units.ts'
import {
  compilePattern, eventText, isOfType, matchesFields, nearMisses, overlap, patternText, spanOf, spanText, starFields, within,
  type CompiledPattern, type Span,
} from './pattern.ts' // prettier-ignore

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

const NAMES_SHOWN_MAX = 5

function missingNames(compiled: CompiledPattern, matches: readonly LabEvent[], names: Names): string | null {
  for (const field of starFields(compiled)) {
    const seen = new Set(matches.map((event) => event[field]))
    const missing = names[field].filter((name) => !seen.has(name))
    if (missing.length > 0) {
      const shownNames = missing.slice(0, NAMES_SHOWN_MAX).map((name) => JSON.stringify(name))
      const more = missing.length > NAMES_SHOWN_MAX ? ` and ${missing.length - NAMES_SHOWN_MAX} more` : ''
      return `none for ${shownNames.join(', ')}${more} (of ${names[field].length} ${field}s)`
    }
  }
  return null
}

function countText(count: NonNullable<EventExpectation['count']>): string {
  if (count.min === count.max) return `exactly ${count.min}`
  if (count.max === null) return `at least ${count.min ?? 0}`
  return count.min === null ? `at most ${count.max}` : `${count.min} to ${count.max}`
}

const EVENTS_SHOWN_MAX = 4

function listed(matches: readonly LabEvent[], compiled: CompiledPattern): string {
  const more = matches.length > EVENTS_SHOWN_MAX ? ` · and ${matches.length - EVENTS_SHOWN_MAX} more` : ''
  return matches.slice(0, EVENTS_SHOWN_MAX).map((event) => eventText(event, compiled)).join(' · ') + more // prettier-ignore
}

export function judgeEvent(expectation: EventExpectation, log: LogIndex, names: Names, zero: number): string | null {
  const compiled = compilePattern(expectation.pattern)
  const span = spanOf(expectation.pattern.window, zero)
  const matches = log.matches(compiled, span)
  const { count } = expectation
  if (count !== null) {
    if (matches.length >= (count.min ?? 0) && matches.length <= (count.max ?? Number.POSITIVE_INFINITY)) return null
    const times = matches.length === 1 ? 'once' : `${matches.length} times`
    const detail = matches.length === 0 ? nearMisses(log.events, compiled, span) : listed(matches, compiled)
    return `${times} ${spanText(span)}, wanted ${countText(count)}: ${detail}`
  }
  if (starFields(compiled).length > 0) {
    const missing = missingNames(compiled, matches, names)
    return missing === null ? null : `${spanText(span)}: ${missing}`
  }
  return matches.length > 0 ? null : `none ${spanText(span)}: ${nearMisses(log.events, compiled, span)}`
}

export function judgeNever(expectation: NeverExpectation, log: LogIndex, zero: number): string | null {
  const compiled = compilePattern(expectation.pattern)
  const matches = log.matches(compiled, spanOf(expectation.pattern.window, zero))
  return matches.length === 0 ? null : `happened ${matches.length === 1 ? 'once' : `${matches.length} times`}: ${listed(matches, compiled)}`
}

export function judgeOrder(expectation: OrderExpectation, log: LogIndex, zero: number): string | null {
  const whole = spanOf(expectation.window, zero)
  let before: { readonly event: LabEvent; readonly place: number } | null = null
  for (const [i, pattern] of expectation.order.entries()) {
    const compiled = compilePattern(pattern)
    const span = overlap(whole, spanOf(pattern.window, zero))
    const first = log.matches(compiled, span)[0]
    if (first === undefined) return `entry ${i + 1}, ${patternText(compiled)}: none ${spanText(span)}: ${nearMisses(log.events, compiled, span)}`
    if (before !== null && first.seq <= before.event.seq) {
      const same = first.seq === before.event.seq ? 'is the same event as' : 'comes before'
      return (
        `entry ${i + 1}, first at ${formatDuration(first.t)} (seq ${first.seq}), ${same} entry ${before.place}, ` +
        `first at ${formatDuration(before.event.t)} (seq ${before.event.seq})`
      )
    }
    before = { event: first, place: i + 1 }
  }
  return null
}
