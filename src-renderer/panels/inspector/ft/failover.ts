/** The last failover of a VM, and its way back to protection, as points on time axes. From the log alone. Pure. */
import type { LabEvent } from '../../../../src-main/contract/events.ts'
import type { MessageKey, Translate } from '../../../i18n/index.ts'
import { lastWhere, type EventLog } from '../../../stores/event-log.ts'
import type { TrackPoint } from '../ha/clock-tracks.ts'

export interface FailoverTracks {
  readonly failover: LabEvent
  /** The guest stood still so long, ms. */
  readonly outageMs: number
  readonly takeover: readonly TrackPoint[]
  /** From the failover to the next protection, as far as it has come. */
  readonly back: readonly TrackPoint[]
}

interface Where {
  readonly log: EventLog
  readonly shownEnd: number
}

const inputOf = (event: LabEvent, name: string): number | null => {
  const value = (event.why?.inputs as { readonly [input: string]: unknown } | undefined)?.[name]
  return typeof value === 'number' ? value : null
}

export function lastFailover({ log, shownEnd }: Where, vm: string, t: Translate): FailoverTracks | null {
  const failover = lastWhere(log.ofType('ft.failover'), shownEnd, (event) => event['vm'] === vm)
  if (failover === null) return null
  const outageMs = inputOf(failover, 'outageMs') ?? 0
  const start = failover.t - outageMs
  const point = (key: string, at: number, event: LabEvent | null, main = false): TrackPoint => ({
    key,
    at,
    label: t(`ft.step.${key}` as MessageKey),
    event,
    main,
  })
  const detectMs = inputOf(failover, 'detectMs')
  const arbitrationMs = inputOf(failover, 'arbitrationMs')
  const cause = failover.causedBy === null ? null : log.bySeq(failover.causedBy)
  const next = (type: 'network.rarp' | 'ft.secondaryStarted' | 'ft.protected' | 'ha.hostStateChanged', matches: (event: LabEvent) => boolean) =>
    log.ofType(type).find((event) => event.seq > failover.seq && event.seq < shownEnd && matches(event)) ?? null
  const rarp = next('network.rarp', (event) => event['vm'] === vm)
  const again = log.ofType('ft.failover').find((event) => event.seq > failover.seq && event['vm'] === vm)
  const isOwn = (event: LabEvent): boolean => event['vm'] === vm && (again === undefined || event.seq < again.seq)
  const declared = next('ha.hostStateChanged', (event) => event['host'] === failover['from'] && event['to'] === 'failed')
  const started = next('ft.secondaryStarted', isOwn)
  const covered = next('ft.protected', isOwn)
  return {
    failover,
    outageMs,
    takeover: [
      point('gone', start, cause),
      ...(detectMs === null ? [] : [point('silent', start + detectMs, null)]),
      ...(detectMs === null || arbitrationMs === null ? [] : [point('lockWon', start + detectMs + arbitrationMs, null)]),
      point('live', failover.t, failover, true),
      ...(rarp === null || rarp.t > failover.t + 1000 ? [] : [point('rarp', rarp.t, rarp)]),
    ],
    back: [
      point('live', failover.t, failover),
      ...(declared === null || (started !== null && declared.seq > started.seq) ? [] : [point('declared', declared.t, declared)]),
      ...(started === null ? [] : [point('copying', started.t, started)]),
      ...(covered === null ? [] : [point('protected', covered.t, covered, true)]),
    ],
  }
}
