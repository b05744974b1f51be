import { describe, expect, it } from 'vitest'
import { costCommands } from './operation-cost.ts'
import { operationsFor, reasonAgainstOperation, type OperatedVm } from './operation-sense.ts'

const plain: OperatedVm = { snapshotCount: 0, consolidationNeeded: false, ftState: 'notConfigured' }
const possible = (vm: OperatedVm): readonly string[] => costCommands.filter((command) => reasonAgainstOperation(command, vm) === null)

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
    expect(reasonAgainstOperation('snapshot.create', busy)).toBe('taskInProgress')
    expect(possible({ ...plain, ftState: 'running', taskInProgress: true })).toEqual([])
    expect(possible({ ...plain, ftState: 'starting', taskInProgress: true })).toEqual(['ft.disable', 'ft.suspend'])
  })

  it('are offered for a recording that tells less of a VM', () => {
    expect(possible({})).toEqual(['snapshot.create', 'ft.enable'])
  })

  it('offer of two opposites the one that can be meant', () => {
    expect(operationsFor(plain)).toContain('ft.enable')
    expect(operationsFor({ ...plain, ftState: 'disabled' })).toEqual(expect.arrayContaining(['ft.disable', 'ft.resume']))
  })
})
