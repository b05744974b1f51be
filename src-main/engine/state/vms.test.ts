import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseLab } from '../../contract/lab/index.ts'
import { createSimulation } from '../index.ts'

function automations(drs: object | null): (string | null | undefined)[] {
  const host = { cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65_536 }
  const vm = { host: 'a', vcpus: 1, memoryMiB: 1024 }
  const parsed = parseLab(
    JSON.stringify({
      ...{ hostdown: 1, name: 'Automation levels', cluster: drs === null ? {} : { drs }, until: '1m' },
      hosts: [{ name: 'a', ...host }],
      vms: [
        { name: 'pinned', ...vm, drs: { automation: 'disabled' } },
        { name: 'plain', ...vm },
      ],
    }),
  )
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'))
  const simulation = createSimulation(parsed.lab)
  return ['pinned', 'plain'].map((name) => simulation.vmState(name)?.drsAutomation)
}

describe('the automation level that holds for a VM (DRS-002, DRS-003)', () => {
  it('is its own before that of the cluster', () => {
    expect(automations({ automation: 'manual' })).toEqual(['disabled', 'manual'])
  })
  it('is that of the cluster where overrides are off', () => {
    expect(automations({ automation: 'manual', enableVmBehaviorOverrides: false })).toEqual(['manual', 'manual'])
  })
  it('is none while DRS is off', () => {
    expect(automations(null)).toEqual([null, null])
  })
})

describe('snapshots that are being removed', () => {
  const parsed = parseLab(readFileSync(new URL('../../../resources/samples/snapshots.lab.yaml', import.meta.url), 'utf8'))
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'))
  const simulation = createSimulation(parsed.lab)
  simulation.runUntil(4_255_000)
  const shown = simulation.vmsSince(null)
  simulation.runUntil(4_320_000)

  it('still lie on their datastore', () => {
    const state = simulation.vmState('Files')
    expect(state).toMatchObject({ snapshots: [], chainDepth: 2 })
    expect(state?.snapshotBytes).toBe(simulation.datastoreState('Small')?.deltaBytes)
    expect(state?.snapshotBytes).toBeGreaterThan(state?.deltaBytes ?? Infinity)
  })

  it('have a task that excludes others, and its end is seen too', () => {
    expect(simulation.vmView('Files')?.taskInProgress).toBe(true)
    expect(simulation.vmView('Neighbour')).not.toHaveProperty('taskInProgress')
    const { names, mark } = simulation.vmsSince(shown.mark)
    expect(names).toContain('Files')
    simulation.runUntil(4_560_000)
    expect(simulation.vmsSince(mark).names).toContain('Files')
    expect(simulation.vmView('Files')).not.toHaveProperty('taskInProgress')
    expect(simulation.vmState('Files')?.snapshotBytes).toBe(0)
  })
})
