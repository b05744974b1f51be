import { describe, expect, it } from 'vitest'
import type { EventType, Json, LabEvent } from '../../../src-main/contract/events.ts'
import { commandNames } from '../../../src-main/contract/texts/commands.ts'
import { taskCommands, taskFailure, taskName } from '../../i18n/task-names.ts'
import { EventLog } from '../../stores/event-log.ts'
import { recentTasks, triggeredAlarms } from './tasks.ts'

type Draft = readonly [t: number, type: EventType, fields: { readonly [field: string]: Json }]

const drafts: readonly Draft[] = [
  [1000, 'task.started', { task: 'task-1', name: 'vm.powerOn', entity: 'VM1', kind: 'vm' }],
  [2000, 'task.started', { task: 'task-2', name: 'host.enterMaintenance', entity: 'Host A', kind: 'host' }],
  [3000, 'alarm.triggered', { alarm: 'haFailoverInProgress', severity: 'yellow', entity: 'Cluster-01', kind: 'cluster' }],
  [5000, 'task.finished', { task: 'task-1', name: 'vm.powerOn', entity: 'VM1', kind: 'vm', result: 'success' }],
  [6000, 'alarm.triggered', { alarm: 'hostConnection', severity: 'red', entity: 'Host A', kind: 'host' }],
  [7000, 'task.started', { task: 'task-3', name: 'vm.powerOn', entity: 'VM2', kind: 'vm' }],
  [7000, 'task.finished', { task: 'task-3', name: 'vm.powerOn', entity: 'VM2', kind: 'vm', result: 'insufficientResources' }],
  [8000, 'alarm.cleared', { alarm: 'haFailoverInProgress', severity: 'yellow', entity: 'Cluster-01', kind: 'cluster' }],
]
const log = new EventLog()
log.replace(drafts.map(([t, type, fields], seq) => ({ t, seq, type, causedBy: null, ...fields }) as LabEvent))
const at = (t: number) => drafts.filter(([when]) => when <= t).length

describe('recent tasks', () => {
  it('are those up to the instant shown, the newest first', () => {
    expect(recentTasks(log, at(500), 10)).toEqual([])
    expect(recentTasks(log, at(2500), 10).map((row) => row.key)).toEqual(['task-2', 'task-1'])
    expect(recentTasks(log, at(9000), 2).map((row) => row.key)).toEqual(['task-3', 'task-2'])
  })
  it('are under way until their end is shown, whether or not it is known', () => {
    expect(recentTasks(log, at(3000), 10).find((row) => row.key === 'task-1')).toMatchObject({ finished: null })
    expect(recentTasks(log, at(1000), 10)[0]?.finished).toBeNull()
    expect(recentTasks(log, at(5000), 10).find((row) => row.key === 'task-1')).toMatchObject({ finished: { t: 5000 } })
    expect(recentTasks(log, at(9000), 10).find((row) => row.key === 'task-2')).toMatchObject({ finished: null })
  })
  it('know their object', () => expect(recentTasks(log, at(1000), 10)[0]?.entity).toEqual({ kind: 'vm', name: 'VM1' }))
})

describe('triggered alarms', () => {
  it('are those that are on at the instant shown, red ones first', () => {
    const names = (t: number): string[] => triggeredAlarms(log, at(t)).map((row) => row.alarm)
    expect(names(2000)).toEqual([])
    expect(names(3000)).toEqual(['haFailoverInProgress'])
    expect(names(7000)).toEqual(['hostConnection', 'haFailoverInProgress'])
    expect(names(9000)).toEqual(['hostConnection'])
  })
})

describe('names of tasks', () => {
  it('are of commands that exist, in both languages', () => {
    expect(taskCommands.filter((command) => !commandNames.includes(command))).toEqual([])
    expect(taskName('vm.migrate', 'en')).toBe('Relocate virtual machine')
    expect(taskName('vm.powerOn', 'ko')).toBe('가상 시스템 전원 켜기')
  })
  it('say why one failed', () => {
    expect(taskFailure('success', 'en')).toBe('')
    expect(taskFailure('insufficientResources', 'ko')).toMatch(/리소스/)
  })
})
