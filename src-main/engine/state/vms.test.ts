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
