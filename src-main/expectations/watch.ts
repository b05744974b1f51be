/** State expectations are judged while the lab runs: each knows when it wants to be looked at. */
import type { LabEvent } from '../contract/events.ts'
import type { LabExpectation } from '../contract/lab/index.ts'
import type { AskedSubject, Seen, Shortfall } from '../contract/shortfall.ts'
import { compileMatcher, differences, valuesAt, type Matcher } from './match.ts'
import { compilePattern, isOfType, matchesFields, noneMatched, spanOf, within, type CompiledPattern, type Span } from './pattern.ts'
import type { Judged, RunPort } from './port.ts'
import { subjectsOf } from './subject.ts'

type StateExpectation = Extract<LabExpectation, { form: 'state' }>

/** What a window or an `at` counts from: the first match of an event, found while the log grows. */
export class Origin {
  readonly compiled: CompiledPattern
  private readonly span: Span
  /** Run time of the first match, in ms; null while there is none. */
  t: number | null = null

  constructor(compiled: CompiledPattern) {
    this.compiled = compiled
    this.span = spanOf(compiled.pattern.window, 0)
  }

  see(event: LabEvent): void {
    if (this.t === null && within(this.span, event.t) && isOfType(this.compiled, event) && matchesFields(this.compiled, event)) this.t = event.t
  }

  missing(log: readonly LabEvent[]): Shortfall {
    return { code: 'origin', none: noneMatched(log, this.compiled, this.span) }
  }
}

export const originOf = (expectation: LabExpectation): Origin | null =>
  expectation.since === null ? null : new Origin(compilePattern(expectation.since))

/** One state expectation in a run. */
export class Watch {
  readonly expectation: StateExpectation
  readonly origin: Origin | null
  /** The first that was found: it is looked at no more then. */
  private shortfall: Shortfall | null = null
  /** What the last look found as it should be: many looks come before the one that counts. */
  private held: { readonly at: number; readonly subjects: ReturnType<typeof subjectsOf> } | null = null
  /** It has been looked at for the last time. */
  done = false
  private readonly matches: Matcher

  constructor(expectation: StateExpectation, origin: Origin | null) {
    this.expectation = expectation
    this.origin = origin
    this.matches = compileMatcher(expectation.is)
  }

  /** First and last instant, in ms; null while that is not known. */
  span(): Span | null {
    const { at, during } = this.expectation
    if (during !== null) return { from: during[0], to: during[1] }
    if (this.origin === null) return { from: at ?? 0, to: at ?? 0 }
    return this.origin.t === null ? null : { from: this.origin.t + (at ?? 0), to: this.origin.t + (at ?? 0) }
  }

  look(port: RunPort): void {
    const subjects = subjectsOf(this.expectation, port)
    const other = subjects.find(({ value }) => !this.matches(value))
    if (other === undefined) {
      if (subjects.length > 0) this.held = { at: port.now, subjects }
      return
    }
    this.held = null
    this.shortfall = stateShortfall(this.expectation.is, other.value, port.now, other.asked)
    this.done = true
  }

  /** What came of the last look. */
  get judged(): Judged {
    return { shortfall: this.shortfall, seen: this.seen() }
  }

  private seen(): Seen | null {
    const { at, subjects } = this.held ?? { at: 0, subjects: [] }
    const [only] = subjects
    if (only === undefined) return null
    if (only.asked !== null && subjects.length > 1) return { code: 'all', at, kind: only.asked.kind, count: subjects.length }
    return stateSeen(this.expectation.is, only.value, at, only.asked)
  }
}

const DIFFERENCES_TOLD_MAX = 40

/** Where a state that does not match departs from what was wanted at that instant. */
export function stateShortfall(want: unknown, got: unknown, at: number, subject: AskedSubject | null): Shortfall {
  if (got === null && want !== null) return { code: 'absent', at, subject }
  const found = differences(want, got)
  return { code: 'state', at, subject, differences: found.slice(0, DIFFERENCES_TOLD_MAX), more: Math.max(0, found.length - DIFFERENCES_TOLD_MAX) }
}

const VALUES_TOLD_MAX = 40

/** What a state has at that instant where `want` looks. */
export function stateSeen(want: unknown, got: unknown, at: number, subject: AskedSubject | null): Seen {
  const values = valuesAt(want, got)
  return { code: 'state', at, subject, values: values.slice(0, VALUES_TOLD_MAX), more: Math.max(0, values.length - VALUES_TOLD_MAX) }
}
