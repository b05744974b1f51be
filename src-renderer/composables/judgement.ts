/** How a host came to be judged dead: the events that led there, for the axis of the HA tab and the note on the host's card. Pure. */
import type { LabEvent } from '../../src-main/contract/events.ts'
import { lastWhere, type EventLog } from '../stores/event-log.ts'

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

/** Of several primaries that judged it the one whose verdict vCenter shows, else the first. */
function verdictOn(log: EventLog, host: string, after: number, shownEnd: number): LabEvent | null {
  const verdict = (event: LabEvent): boolean => event['host'] === host && event['to'] === 'failed' && event.seq > after && event.seq < shownEnd
  const changes = log.ofType('ha.hostStateChanged')
  return lastWhere(changes, shownEnd, (event) => verdict(event) && event['by'] === 'vcenter') ?? changes.find(verdict) ?? null
}

/** The host that found out what a verdict rests on; null: the log does not say. */
function judgeOf(log: EventLog, verdict: LabEvent): string | null {
  for (let event: LabEvent | null = verdict; event !== null; event = event.causedBy === null ? null : log.bySeq(event.causedBy)) {
    const by = event['by']
    if (typeof by === 'string' && by !== 'vcenter') return by
  }
  return null
}

/** In order of time; the first is what made the host fall silent. Empty: nothing is known of that. */
export function judgementOf(log: EventLog, host: string, shownEnd: number): JudgementStep[] {
  const fault = faultOf(log, host, shownEnd)
  if (fault === null) return []
  const declared = verdictOn(log, host, fault.seq, shownEnd)
  const judge = declared === null ? null : judgeOf(log, declared)
  const first = (type: LabEvent['type'], also: (event: LabEvent) => boolean = () => true): LabEvent | null => {
    const since = log.ofType(type).filter((event) => event['host'] === host && event.seq > fault.seq && event.seq < shownEnd && also(event))
    return since.find((event) => judge === null || event['by'] === judge) ?? null
  }
  const found: readonly (readonly [JudgementStep['kind'], LabEvent | null])[] = [
    ['fault', fault],
    ['heartbeatLost', first('ha.heartbeatLost')],
    ['unreachable', first('ha.hostUnreachable')],
    ['datastore', first('ha.datastoreHeartbeat', (event) => event['alive'] === false)],
    ['declared', declared],
  ]
  return found.flatMap(([kind, event]) => (event === null ? [] : [{ kind, event, afterMs: event.t - fault.t }])).sort((a, b) => a.afterMs - b.afterMs)
}
