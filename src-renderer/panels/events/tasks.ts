/** Tasks and alarms as the log tells them, up to the instant shown. Pure. */
import type { LabEvent } from '../../../src-main/contract/events.ts'
import type { EventLog } from '../../stores/event-log.ts'
import type { ObjectRef } from '../../stores/selection.ts'

export interface TaskRow {
  readonly key: string
  /** The command. */
  readonly name: string
  readonly entity: ObjectRef | null
  readonly started: LabEvent
  /** Null: under way at the instant shown. */
  readonly finished: LabEvent | null
}

export interface AlarmRow {
  readonly key: string
  readonly alarm: string
  readonly severity: 'yellow' | 'red'
  readonly entity: ObjectRef | null
  readonly event: LabEvent
}

const kinds = new Set<string>(['host', 'vm', 'datastore', 'network', 'cluster', 'vcenter'])

export function entityOf(event: LabEvent): ObjectRef | null {
  const { entity, kind } = event
  return typeof entity === 'string' && typeof kind === 'string' && kinds.has(kind) ? { kind: kind as ObjectRef['kind'], name: entity } : null
}

/** The newest tasks first, at most `max`. Tasks that have ended in what is shown are looked up by their number, so a task may be named again. */
export function recentTasks(log: EventLog, shownEnd: number, max: number): TaskRow[] {
  const started = log.ofType('task.started')
  const ends = new Map<unknown, LabEvent>()
  for (const event of log.ofType('task.finished')) ends.set(event['task'], event)
  const rows: TaskRow[] = []
  for (let at = started.length - 1; at >= 0 && rows.length < max; at--) {
    const event = started[at]
    if (event === undefined || event.seq >= shownEnd) continue
    const end = ends.get(event['task']) ?? null
    rows.push({
      key: String(event['task'] ?? event.seq),
      name: String(event['name'] ?? ''),
      entity: entityOf(event),
      started: event,
      finished: end !== null && end.seq < shownEnd ? end : null,
    })
  }
  return rows
}

/** Alarms that are on at the instant shown: red before yellow, then the newest first. */
export function triggeredAlarms(log: EventLog, end: number): AlarmRow[] {
  const key = (event: LabEvent): string => `${String(event['alarm'])} ${String(event['kind'])} ${String(event['entity'])}`
  const events = [...log.ofType('alarm.triggered'), ...log.ofType('alarm.cleared')].filter((event) => event.seq < end).sort((a, b) => a.seq - b.seq)
  const on = new Map<string, LabEvent>()
  for (const event of events) {
    // Another severity of the same alarm takes the place of the one before.
    on.delete(key(event))
    if (event.type === 'alarm.triggered') on.set(key(event), event)
  }
  const rank = (event: LabEvent): number => (event['severity'] === 'red' ? 0 : 1)
  return [...on]
    .sort(([, a], [, b]) => rank(a) - rank(b) || b.seq - a.seq)
    .map(([id, event]) => ({
      key: id,
      alarm: String(event['alarm']),
      severity: event['severity'] === 'red' ? 'red' : 'yellow',
      entity: entityOf(event),
      event,
    }))
}
