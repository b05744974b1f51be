/** The article's story with tasks and alarms among its events, and a past: recorded by another engine, of an older revision. */
import type { EventType, Json, LabEvent } from '../../src-main/contract/events.ts'
import { articleEvents } from './article-run.ts'
import type { FakeHistoryOptions } from './fake-history.ts'

type Draft = readonly [t: number, type: EventType, fields: { readonly [field: string]: Json }]

const vcenter: readonly Draft[] = [
  [20_000, 'task.started', { task: 'task-1', name: 'vm.powerOn', entity: 'VM6', kind: 'vm' }],
  [26_000, 'task.finished', { task: 'task-1', name: 'vm.powerOn', entity: 'VM6', kind: 'vm', result: 'success' }],
  [40_000, 'task.started', { task: 'task-2', name: 'vm.migrate', entity: 'VM3', kind: 'vm' }],
  [40_000, 'task.finished', { task: 'task-2', name: 'vm.migrate', entity: 'VM3', kind: 'vm', result: 'insufficientResources' }],
  [70_000, 'task.started', { task: 'task-3', name: 'host.enterMaintenance', entity: 'Host B', kind: 'host' }],
  [78_000, 'alarm.triggered', { alarm: 'hostConnection', severity: 'red', entity: 'Host A', kind: 'host' }],
  [78_000, 'alarm.triggered', { alarm: 'haFailoverInProgress', severity: 'yellow', entity: 'Cluster-01', kind: 'cluster' }],
  [85_500, 'alarm.cleared', { alarm: 'haFailoverInProgress', severity: 'yellow', entity: 'Cluster-01', kind: 'cluster' }],
  [95_000, 'task.finished', { task: 'task-3', name: 'host.enterMaintenance', entity: 'Host B', kind: 'host', result: 'requestCanceled' }],
  [905_000, 'alarm.cleared', { alarm: 'hostConnection', severity: 'red', entity: 'Host A', kind: 'host' }],
]

/** Numbered anew in the order of time; causes keep pointing at the event that they meant. */
function merged(): LabEvent[] {
  const own = articleEvents.map((event) => ({ event, was: event.seq as number | null }))
  const added = vcenter.map(([t, type, fields]) => ({ event: { t, seq: 0, type, causedBy: null, ...fields } as LabEvent, was: null }))
  const all = [...own, ...added].sort((a, b) => a.event.t - b.event.t)
  const renumbered = new Map(all.map(({ was }, seq) => [was, seq]))
  return all.map(({ event }, seq) => ({ ...event, seq, causedBy: event.causedBy === null ? null : (renumbered.get(event.causedBy) ?? null) }))
}

export const historyEvents: readonly LabEvent[] = merged()

const recorded = articleEvents.find((event) => event.type === 'ha.restartAttempted') ?? null

export const historyPast: FakeHistoryOptions = {
  recordedBy: 1,
  newestRevision: 3,
  difference: recorded === null ? { seq: 0, recorded: null, now: null } : { seq: recorded.seq, recorded, now: { ...recorded, host: 'Host C' } },
}
