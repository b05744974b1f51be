/** Event patterns of an `expect:` block: type, payload fields, window. */
import type { LabEvent } from '../contract/events.ts'
import type { EventPattern, ExpectationWindow } from '../contract/lab/index.ts'
import { formatDuration } from '../contract/units.ts'
import { compileMatcher, shown, wanted, type Matcher } from './match.ts'

const ANY = '*'
const anything: Matcher = () => true

interface FieldTest {
  readonly field: string
  readonly want: unknown
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

/** `ha.hostStateChanged (host "esx-01", to "failed")`. */
export function patternText(compiled: CompiledPattern): string {
  const fields = compiled.fields.map(({ field, want }) => `${field} ${shown(want)}`)
  return fields.length === 0 ? compiled.pattern.type : `${compiled.pattern.type} (${fields.join(', ')})`
}

export function spanText(span: Span): string {
  if (span.to === Number.POSITIVE_INFINITY) return span.from === 0 ? 'in the whole run' : `from ${formatDuration(span.from)} on`
  return span.from === 0 ? `up to ${formatDuration(span.to)}` : `from ${formatDuration(span.from)} to ${formatDuration(span.to)}`
}

/** An event in a few words: time, type, and the fields that the pattern asks for, or else its whole payload. */
export function eventText(event: LabEvent, compiled?: CompiledPattern): string {
  const asked = compiled?.fields.map(({ field }) => field) ?? []
  const names = asked.length > 0 ? asked : Object.keys(event).filter((key) => !['t', 'seq', 'type', 'causedBy', 'why'].includes(key))
  const fields = names.map((name) => `${name} ${shown(event[name])}`).join(', ')
  return `${formatDuration(event.t)} ${event.type}${fields === '' ? '' : ` (${fields})`}`
}

interface NearMiss {
  readonly event: LabEvent
  readonly faults: readonly string[]
}

function missOf(event: LabEvent, compiled: CompiledPattern, span: Span): NearMiss {
  const faults = compiled.fields
    .filter(({ field, matches }) => !matches(event[field]))
    .map(({ field, want }) => `${field} is ${shown(event[field])}, wanted ${wanted(want)}`)
  if (!within(span, event.t)) faults.push(`${formatDuration(event.t)} is outside the window`)
  return { event, faults }
}

const NEAR_MISSES_MAX = 3

/** The events of that type that came closest, and what was wrong with each. */
export function nearMisses(events: readonly LabEvent[], compiled: CompiledPattern, span: Span): string {
  const misses = events.filter((event) => isOfType(compiled, event)).map((event) => missOf(event, compiled, span))
  if (misses.length === 0) return `no ${compiled.pattern.type} in the whole run`
  const nearest = misses.sort((a, b) => a.faults.length - b.faults.length || a.event.seq - b.event.seq).slice(0, NEAR_MISSES_MAX)
  const lines = nearest.map(({ event, faults }) => `${eventText(event, compiled)}: ${faults.join('; ')}`)
  return `nearest ${lines.length === 1 ? 'is' : `${lines.length} of ${misses.length} are`} ${lines.join(' · ')}`
}
