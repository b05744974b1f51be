/** State expectations are judged while the lab runs: each knows when it wants to be looked at. */
import type { LabEvent } from '../contract/events.ts'
import type { LabExpectation } from '../contract/lab/index.ts'
import { formatDuration } from '../contract/units.ts'
import { compileMatcher, differences, shown, wanted, type Matcher } from './match.ts'
import { compilePattern, isOfType, matchesFields, nearMisses, patternText, spanOf, within, type CompiledPattern, type Span } from './pattern.ts'
import type { RunPort } from './port.ts'
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

  missing(log: readonly LabEvent[]): string {
    return `nothing to count from, ${patternText(this.compiled)} did not happen: ${nearMisses(log, this.compiled, this.span)}`
  }
}

export const originOf = (expectation: LabExpectation): Origin | null =>
  expectation.since === null ? null : new Origin(compilePattern(expectation.since))

const DIFFERENCES_SHOWN_MAX = 4

/** One state expectation in a run. */
export class Watch {
  readonly expectation: StateExpectation
  readonly origin: Origin | null
  /** What happened instead; null while it holds. The first fault is kept, it is looked at no more. */
  fault: string | null = null
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
    for (const subject of subjectsOf(this.expectation, port)) {
      if (this.matches(subject.value)) continue
      this.fault = `at ${formatDuration(port.now)}, ${subject.label}${faultText(this.expectation.is, subject.value)}`
      this.done = true
      return
    }
  }
}

function faultText(want: unknown, got: unknown): string {
  if (got === null && want !== null) return ' does not exist'
  const found = differences(want, got)
  const more = found.length > DIFFERENCES_SHOWN_MAX ? `; and ${found.length - DIFFERENCES_SHOWN_MAX} more` : ''
  const parts = found
    .slice(0, DIFFERENCES_SHOWN_MAX)
    .map((one) => `${one.path === '' ? 'it' : one.path} is ${shown(one.got)}, wanted ${wanted(one.want)}`)
  return `: ${parts.join('; ')}${more}`
}
