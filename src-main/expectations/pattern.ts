/** Event patterns of an `expect:` block: type, payload fields, window. */
import type { Json, LabEvent } from '../contract/events.ts'
import type { EventPattern, ExpectationWindow } from '../contract/lab/index.ts'
import type { AskedSpan, NearMiss, NoneMatched } from '../contract/shortfall.ts'
import { compileMatcher, differences, type Matcher } from './match.ts'

const ANY = '*'
const anything: Matcher = () => true

interface FieldTest {
  readonly field: string
  readonly want: Json
  readonly matches: Matcher
}

export interface CompiledPattern {
  readonly pattern: EventPattern
  readonly fields: readonly FieldTest[]
  /** `ha.` for the pattern `ha.*`; null for a type. */
  readonly prefix: string | null
}

/** Instants in ms, both included; the run times that a window means once its start is known. */
export interface Span {
  readonly from: number
  readonly to: number
}

export function compilePattern(pattern: EventPattern): CompiledPattern {
  const fields = Object.entries(pattern.fields).map(([field, want]) => ({ field, want, matches: want === ANY ? anything : compileMatcher(want) }))
  return { pattern, fields, prefix: pattern.type.endsWith('.*') ? pattern.type.slice(0, -1) : null }
}

export const isOfType = (compiled: CompiledPattern, event: LabEvent): boolean =>
  compiled.prefix === null ? event.type === compiled.pattern.type : event.type.startsWith(compiled.prefix)

export const matchesFields = (compiled: CompiledPattern, event: LabEvent): boolean =>
  compiled.fields.every(({ field, matches }) => matches(event[field]))

/** A window counted from `zero`. */
export const spanOf = (window: ExpectationWindow, zero: number): Span => ({
  from: zero + (window.from ?? 0),
  to: window.to === null ? Number.POSITIVE_INFINITY : zero + window.to,
})

export const within = (span: Span, t: number): boolean => t >= span.from && t <= span.to

export const overlap = (a: Span, b: Span): Span => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) })

/** Fields with "*" for which every host or VM needs a match of its own. */
export const starFields = (compiled: CompiledPattern): readonly ('host' | 'vm')[] =>
  (['host', 'vm'] as const).filter((field) => compiled.pattern.fields[field] === ANY)

export const askedSpan = ({ from, to }: Span): AskedSpan => ({ from, to: to === Number.POSITIVE_INFINITY ? null : to })

function missOf(event: LabEvent, compiled: CompiledPattern, span: Span): NearMiss {
  const missed = compiled.fields.filter(({ field, matches }) => !matches(event[field]))
  return { event, differences: missed.flatMap(({ field, want }) => differences(want, event[field], [field])), isOutside: !within(span, event.t) }
}

const faults = (miss: NearMiss): number => miss.differences.length + (miss.isOutside ? 1 : 0)

const NEAR_MISSES_MAX = 3

/** That there is none in the span: the events of that type that came closest, and what was wrong with each. */
export function noneMatched(events: readonly LabEvent[], compiled: CompiledPattern, span: Span): NoneMatched {
  const misses = events.filter((event) => isOfType(compiled, event)).map((event) => missOf(event, compiled, span))
  const nearest = misses.sort((a, b) => faults(a) - faults(b) || a.event.seq - b.event.seq).slice(0, NEAR_MISSES_MAX)
  return { pattern: compiled.pattern, span: askedSpan(span), nearest, of: misses.length }
}
