import { describe, expect, it } from 'vitest'
import { costCommands } from '../../../src-main/contract/operation-cost.ts'
import { commandsFor, reasonAgainst, type OperatedVm } from './vm-operations.ts'

const plain: OperatedVm = { power: 'on', snapshotCount: 0, consolidationNeeded: false, ftState: 'notConfigured' }
const possible = (vm: OperatedVm): readonly string[] => costCommands.filter((command) => reasonAgainst(command, vm) === null)

describe('operations on a VM', () => {
  it('make sense by what it has', () => {
    expect(possible(plain)).toEqual(['snapshot.create', 'ft.enable'])
    expect(possible({ ...plain, snapshotCount: 2 })).toEqual(['snapshot.create', 'snapshot.revert', 'snapshot.delete', 'snapshot.deleteAll'])
    expect(possible({ ...plain, consolidationNeeded: true })).toContain('snapshot.consolidate')
    expect(possible({ ...plain, ftState: 'running' })).toEqual(['ft.disable', 'ft.suspend', 'ft.testFailover'])
    expect(possible({ ...plain, ftState: 'needSecondary' })).toEqual(['ft.disable', 'ft.suspend'])
    expect(possible({ ...plain, ftState: 'disabled' })).toEqual(['ft.disable', 'ft.resume'])
  })

  it('wait for the task that has the VM', () => {
    const busy: OperatedVm = { ...plain, snapshotCount: 2, consolidationNeeded: true, taskInProgress: true }
    expect(possible(busy)).toEqual([])
    expect(reasonAgainst('snapshot.create', busy)).toBe('faults.not.taskInProgress')
    expect(possible({ ...plain, ftState: 'running', taskInProgress: true })).toEqual([])
  })

  it('are offered for a recording that tells less of a VM', () => {
    expect(possible({ power: 'on' })).toEqual(['snapshot.create', 'ft.enable'])
  })

  it('offer of two opposites the one that can be meant', () => {
    expect(commandsFor(plain)).toContain('ft.enable')
    expect(commandsFor({ ...plain, ftState: 'disabled' })).toEqual(expect.arrayContaining(['ft.disable', 'ft.resume']))
  })
})
