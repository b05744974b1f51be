/** Judges the `expect:` block of a lab in one run of it. */
import type { LabExpectation } from '../contract/lab/index.ts'
import { judgeEvent, judgeNever, judgeOrder, LogIndex, type Names } from './judge-events.ts'
import { compileMatcher, differences } from './match.ts'
import type { ComputeFunctions, ExpectationResult, Judged, JudgedLab, RunPort } from './port.ts'
import { shortfallText } from './shortfall-text.ts'
import { originOf, Watch, type Origin } from './watch.ts'

/**
 * Runs the lab through `port` (fresh, at its start) to the end and says for each expectation whether it holds.
 * Errors that the run throws pass through.
 */
export function evaluate(lab: JudgedLab, port: RunPort, compute: ComputeFunctions): readonly ExpectationResult[] {
  const origins = lab.expect.map(originOf)
  const watches = lab.expect.map((expectation, i) => (expectation.form === 'state' ? new Watch(expectation, origins[i] ?? null) : null))
  const names: Names = { host: [...port.hostNames()], vm: [...port.vmNames()] }
  new Run(port, lab.until, watches, origins).toTheEnd()
  // A state may be asked for after the end of the run; events after it do not count.
  const events = port.now > lab.until ? port.log.filter((event) => event.t <= lab.until) : port.log
  const log = new LogIndex(events)
  return lab.expect.map((expectation, i) => {
    const watch = watches[i] ?? null
    const { shortfall, seen } = watch?.done === true ? watch.judged : judge(expectation, log, names, origins[i] ?? null, compute)
    return {
      index: expectation.index,
      form: expectation.form,
      text: expectationText(expectation),
      facts: expectation.facts,
      held: shortfall === null,
      happened: shortfall === null ? null : shortfallText(shortfall),
      shortfall,
      seen,
    }
  })
}

function judge(expectation: LabExpectation, log: LogIndex, names: Names, origin: Origin | null, compute: ComputeFunctions): Judged {
  if (origin !== null && origin.t === null) return { shortfall: origin.missing(log.events), seen: null }
  const zero = origin?.t ?? 0
  switch (expectation.form) {
    case 'event':
      return judgeEvent(expectation, log, names, zero)
    case 'never':
      return judgeNever(expectation, log, zero)
    case 'order':
      return judgeOrder(expectation, log, zero)
    case 'compute':
      return judgeCompute(expectation, compute)
    case 'state':
      return { shortfall: { code: 'unreached' }, seen: null }
  }
}

function judgeCompute(expectation: Extract<LabExpectation, { form: 'compute' }>, compute: ComputeFunctions): Judged {
  const name = expectation.compute
  const pure = Object.hasOwn(compute, name) ? compute[name] : undefined
  if (pure === undefined) return { shortfall: { code: 'noFunction', name }, seen: null }
  let got: unknown
  try {
    got = pure(expectation.with)
  } catch (error) {
    return { shortfall: { code: 'threw', message: error instanceof Error ? error.message : String(error) }, seen: null }
  }
  const held = compileMatcher(expectation.is)(got)
  return { shortfall: held ? null : { code: 'compute', differences: differences(expectation.is, got) }, seen: null }
}

/** The expectation as the file has it, in flow style, without the fact and the source. */
export function expectationText(expectation: LabExpectation): string {
  const entries = Object.entries(expectation.written).filter(([key]) => key !== 'fact' && key !== 'source')
  return entries.map(([key, value]) => `${key}: ${flow(value)}`).join(', ')
}

const plainWord = /^[\w.*-]+$/

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (value !== null && typeof value === 'object') {
    return `{ ${Object.entries(value).map(([key, member]) => `${key}: ${flow(member)}`).join(', ')} }` // prettier-ignore
  }
  return typeof value === 'string' ? (plainWord.test(value) ? value : JSON.stringify(value)) : String(value)
}

/** Drives the port from one instant that somebody wants to look at to the next. */
class Run {
  private readonly port: RunPort
  private readonly until: number
  private readonly origins: readonly Origin[]
  private readonly watches: readonly Watch[]
  /** Events of the log that have been read. */
  private seen = 0
  /** Whether anything has been looked at: the start itself is an instant like any other. */
  private started = false

  constructor(port: RunPort, until: number, watches: readonly (Watch | null)[], origins: readonly (Origin | null)[]) {
    this.port = port
    this.until = until
    this.origins = origins.filter((origin) => origin !== null)
    this.watches = watches.filter((watch) => watch !== null)
  }

  toTheEnd(): void {
    for (;;) {
      const due = this.nextDue()
      if (due === null) break
      this.port.runUntil(due)
      this.readLog()
      this.lookAround()
    }
    if (this.port.now < this.until) this.port.runUntil(this.until)
    this.readLog()
  }

  /**
   * The next instant to stop at: where a look is due, at each thing that happens while a `during` is open or an event to
   * count from is awaited, and just before such a thing, since ages and loads grow between events.
   */
  private nextDue(): number | null {
    const { now } = this.port
    let due: number | null = null
    let closely = false
    for (const watch of this.watches) {
      if (watch.done) continue
      const span = watch.span()
      if (span === null) {
        closely = true
        continue
      }
      if (this.started && now >= span.from) closely = true
      const at = this.started && now >= span.from ? span.to : span.from
      if (due === null || at < due) due = at
    }
    if (due === null && !closely) return null
    if (!closely) return due
    const next = this.port.nextAt()
    const limit = due ?? this.until
    if (next === null || next > limit) return due ?? (now < limit ? limit : null)
    // Looked at already up to the instant before `next`? Then the thing itself.
    return next - 1 > now ? next - 1 : next
  }

  private readLog(): void {
    const { log } = this.port
    if (this.origins.length === 0) return
    for (; this.seen < log.length; this.seen++) {
      const event = log[this.seen]
      if (event !== undefined && event.t <= this.until) for (const origin of this.origins) origin.see(event)
    }
  }

  private lookAround(): void {
    this.started = true
    const { now } = this.port
    for (const watch of this.watches) {
      const span = watch.done ? null : watch.span()
      if (span === null || now < span.from) continue
      watch.look(this.port)
      if (now >= span.to) watch.done = true
    }
  }
}
