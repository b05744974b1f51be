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
  const last = (matches: (event: LabEvent) => boolean): LabEvent | null => {
    const died = lastWhere(log.ofType('host.failed'), shownEnd, matches)
    const declared = lastWhere(log.ofType('ha.hostStateChanged'), shownEnd, (event) => event['to'] === 'failed' && matches(event))
    return died === null || (declared !== null && declared.seq > died.seq) ? declared : died
  }
  const failed = (selected === null ? null : last((event) => event['host'] === selected)) ?? last(() => true)
  return failed === null ? null : String(failed['host'])
}

/** What made the host fall silent: its death, or what its last missing heartbeat goes back to. */
function faultOf(log: EventLog, host: string, shownEnd: number): LabEvent | null {
  const died = lastWhere(log.ofType('host.failed'), shownEnd, (event) => event['host'] === host)
  const missed = lastWhere(log.ofType('ha.heartbeatLost'), shownEnd, (event) => event['host'] === host)
  if (missed === null || (died !== null && isCauseOf(log, died, missed))) return died
  const root = rootOf(log, missed)
  return died !== null && died.seq > root.seq ? died : root
}

function rootOf(log: EventLog, event: LabEvent): LabEvent {
  let root = event
  for (let before: LabEvent | null = event; before !== null; before = before.causedBy === null ? null : log.bySeq(before.causedBy)) root = before
  return root
}

function isCauseOf(log: EventLog, cause: LabEvent, event: LabEvent): boolean {
  for (let before: LabEvent | null = event; before !== null; before = before.causedBy === null ? null : log.bySeq(before.causedBy))
    if (before.seq === cause.seq) return true
  return false
}

export function judgementOf(log: EventLog, host: string, shownEnd: number): JudgementStep[] {
  const fault = faultOf(log, host, shownEnd)
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
