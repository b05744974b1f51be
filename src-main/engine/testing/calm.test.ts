import { describe, expect, it } from 'vitest'
import { parseLab } from '../../contract/lab/index.ts'
import { unsettled } from './calm.ts'
import { productEngine, startRun } from './drive.ts'
import { TurnChecks } from './turn-checks.ts'

/** esx-1 is asked for more than it has; nobody announces moves, and the guests send nothing. */
const lab = {
  hostdown: 1,
  name: 'Silent guests',
  networks: [
    { name: 'mgmt', kind: 'management' },
    { name: 'vmotion', kind: 'vmotion', gbps: 10 },
    { name: 'lan', kind: 'vm', notifySwitches: false },
  ],
  datastores: [{ name: 'ds', type: 'vmfs', array: 'array-1' }],
  hosts: [
    { name: 'esx-1', cpu: { sockets: 1, coresPerSocket: 4, mhz: 2500 }, memoryMiB: 65536 },
    { name: 'esx-2', cpu: { sockets: 1, coresPerSocket: 4, mhz: 2500 }, memoryMiB: 65536 },
  ],
  vms: [{ name: 'vm', count: 3, host: 'esx-1', vcpus: 2, memoryMiB: 2048, frameInterval: null, demand: { cpuMHz: 4800, dirtyMBps: 1 } }],
}

const manual = { enabled: false }

function after(ms: number, drs: object): ReturnType<typeof unsettled> {
  const parsed = parseLab(JSON.stringify({ ...lab, cluster: { ha: null, drs } }))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const kernel = startRun(parsed.lab, productEngine)
  if (drs === manual) {
    kernel.runUntil(60_000)
    kernel.command('vm.migrate', { vm: 'vm-001', host: 'esx-2' })
  }
  kernel.runUntil(ms)
  expect(kernel.log.filter(({ type }) => type === 'vmotion.completed')).not.toEqual([])
  return unsettled(kernel, new TurnChecks(kernel))
}

describe('the end of the calm', () => {
  it('lets switches look for a guest that DRS has just moved, until they forget it (VM-081)', () => {
    expect(after(120_000, { migrationThreshold: 5 })).toBeNull()
  })

  it('does not let them look for one that a person moved', () => {
    expect(after(120_000, manual)).toMatchObject({ rule: 'calm.clientsSettle' })
  })
})
