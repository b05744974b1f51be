/** How a host came to be judged dead: the events that led there, as points on an axis. Pure. */
import type { LabEvent } from '../../../../src-main/contract/events.ts'
import { lastWhere, type EventLog } from '../../../stores/event-log.ts'

export interface JudgementStep {
  readonly event: LabEvent
  readonly kind: 'fault' | 'heartbeatLost' | 'datastore' | 'unreachable' | 'declared'
  readonly afterMs: number
}

/** The host that the axis is about: the selected one if it failed, else the one that failed last. */
export function judgedHost(log: EventLog, shownEnd: number, selected: string | null): string | null {
  const ofSelected = selected === null ? null : lastWhere(log.ofType('host.failed'), shownEnd, (event) => event['host'] === selected)
  const failed = ofSelected ?? lastWhere(log.ofType('host.failed'), shownEnd, () => true)
  return failed === null ? null : String(failed['host'])
}

export function judgementOf(log: EventLog, host: string, shownEnd: number): JudgementStep[] {
  const fault = lastWhere(log.ofType('host.failed'), shownEnd, (event) => event['host'] === host)
  if (fault === null) return []
  const since = (event: LabEvent): boolean => event['host'] === host && event.seq > fault.seq && event.seq < shownEnd
  const first = (type: LabEvent['type'], also: (event: LabEvent) => boolean = () => true): LabEvent | undefined =>
    log.ofType(type).find((event) => since(event) && also(event))
  const found: readonly (readonly [JudgementStep['kind'], LabEvent | undefined])[] = [
    ['fault', fault],
    ['heartbeatLost', first('ha.heartbeatLost')],
    ['unreachable', first('ha.hostUnreachable')],
    ['datastore', first('ha.datastoreHeartbeat', (event) => event['alive'] === false)],
    ['declared', first('ha.hostStateChanged', (event) => event['to'] === 'failed')],
  ]
  return found
    .flatMap(([kind, event]) => (event === undefined ? [] : [{ kind, event, afterMs: event.t - fault.t }]))
    .sort((a, b) => a.afterMs - b.afterMs)
}
