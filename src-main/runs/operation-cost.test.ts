import { describe, expect, it } from 'vitest'
import { parseCommand, parseLab } from '../contract/lab/index.ts'
import type { CostCommand } from '../contract/operation-cost.ts'
import { createSimulation } from '../engine/index.ts'
import { operationCost } from './operation-cost.ts'
import { thisEngine } from './this-engine.ts'

const host = (name: string) => ({ name, cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 262_144 })
const lab = {
  hostdown: 1,
  name: 'What it costs',
  cluster: { ha: {} },
  hosts: [host('esx-01'), host('esx-02'), host('esx-03')],
  vms: [
    { name: 'db', host: 'esx-01', vcpus: 4, memoryMiB: 8192, demand: { dirtyMBps: 20, writeMBps: 4 } },
    { name: 'off', host: 'esx-02', power: 'off', vcpus: 1, memoryMiB: 1024 },
    {
      name: 'odd',
      host: 'esx-03',
      vcpus: 1,
      memoryMiB: 1024,
      disks: [{ sizeGiB: 10, mode: 'independentPersistent' }],
    },
  ],
  timeline: [
    { at: '10s', do: 'vm.guestWrite', vm: 'db', megabytes: 100, label: 'kept' },
    { at: '20s', do: 'snapshot.create', vm: 'db', name: 'before' },
    { at: '30s', do: 'vm.guestWrite', vm: 'db', megabytes: 500, label: 'later' },
    // Would come in the middle of what is tried out.
    { at: '61s', do: 'host.powerOff', host: 'esx-01' },
  ],
  until: '10m',
}

function at60s() {
  const parsed = parseLab(JSON.stringify(lab))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const simulation = createSimulation(parsed.lab)
  simulation.runUntil(60_000)
  return { engine: thisEngine, lab: parsed.lab, simulation }
}

function costOf(command: CostCommand, args: object) {
  const trial = at60s()
  const before = trial.simulation.digest()
  const read = parseCommand(command, args)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const cost = operationCost(trial, command, read.args as Readonly<Record<string, unknown>>)
  expect([trial.simulation.digest(), trial.simulation.now]).toEqual([before, 60_000])
  return cost
}

describe('what an operation costs', () => {
  it('is what it comes to without the rest of the timeline: a snapshot with and without memory', () => {
    expect(costOf('snapshot.create', { vm: 'db', name: 'x' })).toMatchObject({ refused: null, durationMs: 200, stunMs: 200, bytes: 0 })
    const memory = costOf('snapshot.create', { vm: 'db', name: 'x', memory: true })
    expect(memory).toMatchObject({ refused: null, stunMs: 500, bytes: 8192 * 1_048_576 })
    // SN-018: 8 GiB at 500 MB/s.
    expect(memory?.durationMs).toBeCloseTo(17_180, -2)
    expect([memory?.before.chainDepth, memory?.after?.chainDepth]).toEqual([1, 2])
  })

  it('of a deletion is what is merged, the way it takes, and the space that comes free', () => {
    const cost = costOf('snapshot.deleteAll', { vm: 'db' })
    expect(cost).toMatchObject({ refused: null, stunMs: 200, mode: 'mirror', after: { snapshots: [], chainDepth: 0, content: ['kept', 'later'] } })
    // SN-025: 660 MB at 250 - 4 MB/s, and the stun.
    expect(cost?.durationMs).toBeCloseTo((660 / 246) * 1000 + 200, -2)
    expect(cost?.bytes).toBeCloseTo(660e6, -7)
  })

  it('of a revert is what was written since, and the power', () => {
    const cost = costOf('snapshot.revert', { vm: 'db', name: 'before' })
    expect(cost).toMatchObject({
      refused: null,
      before: { power: 'on', content: ['kept', 'later'] },
      after: { power: 'off', content: ['kept'], deltaBytes: 0 },
    })
    // 40 s of 4 MB/s, and what was written at once.
    expect(cost?.before.deltaBytes).toBeCloseTo(660e6, -7)
  })

  it('is a refusal where vSphere would refuse, with its fact', () => {
    const cost = costOf('snapshot.create', { vm: 'odd', name: 'x', memory: true })
    expect(cost).toMatchObject({ refused: { reason: 'memorySnapshotOnIndependentDisk' }, after: null, durationMs: null })
    expect(cost?.refused?.facts).toContain('SN-021')
    expect(costOf('ft.enable', { vm: 'db' })?.refused?.reason).toBe('hasSnapshots')
  })

  it('of a VM that is off takes no time', () => {
    expect(costOf('snapshot.create', { vm: 'off', name: 'x' })).toMatchObject({ refused: null, durationMs: 0, stunMs: null })
  })

  it('is nothing for a VM that is not there', () => {
    expect(operationCost(at60s(), 'snapshot.deleteAll', { vm: 'nobody' })).toBeNull()
  })
})
