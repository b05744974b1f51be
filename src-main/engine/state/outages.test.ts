import { describe, expect, it } from 'vitest'
import { parseLab } from '../../contract/lab/index.ts'
import { createSimulation } from '../index.ts'

function start(more: object, vms: readonly object[]) {
  const host = { cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 32_768, vmCapacity: { cpuMHz: 20_000, memoryMiB: 32_000 } }
  const parsed = parseLab(
    JSON.stringify({
      ...{ hostdown: 1, name: 'Outages', until: '10m', cluster: { ha: {} }, datastores: [{ name: 'ds-1' }, { name: 'ds-2' }] },
      networks: [
        { name: 'management', kind: 'management', isolationAddresses: ['10.0.0.1'] },
        { name: 'front', kind: 'vm' },
      ],
      hosts: ['a', 'b', 'c'].map((name) => ({ name, ...host })),
      vms: vms.map((vm) => ({ vcpus: 1, memoryMiB: 65_536, datastore: 'ds-1', nics: [{ network: 'front' }], ...vm })),
      ...more,
    }),
  )
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return createSimulation(parsed.lab)
}
const cut = (host: string, at = '60s') => ({ at, do: 'host.powerOff', host })

describe('VMs without service', () => {
  it('are those whose clients get no answer: since when, what stands between, and what each waits for', () => {
    const simulation = start({ timeline: [cut('a')] }, [
      { name: 'calm', host: 'b' },
      { name: 'large', host: 'a', memoryReservationMiB: 30_000 },
      { name: 'room', host: 'b', memoryReservationMiB: 20_000 },
      { name: 'more', host: 'c', memoryReservationMiB: 20_000 },
      { name: 'left', host: 'a', ha: { restartPriority: 'disabled' } },
      { name: 'plain', host: 'a' },
      { name: 'off', host: 'a', power: 'off' },
    ])
    expect(simulation.outages()).toEqual([])
    simulation.runUntil(62_000)
    expect(simulation.outages()).toMatchObject([
      { vm: 'large', host: 'a', kind: 'off', sinceMs: 60_000, restart: null, reason: 'notNoticed' },
      { vm: 'left', kind: 'off', reason: 'notNoticed' },
      { vm: 'plain', kind: 'off', reason: 'notNoticed' },
    ])
    simulation.runUntil(79_000)
    const [large, left, plain, ...others] = simulation.outages() ?? []
    expect(large).toMatchObject({ vm: 'large', restart: { state: 'pending', waitsFor: 'insufficientResources', attempt: 0 }, reason: null })
    expect(left).toMatchObject({ vm: 'left', kind: 'off', restart: null, reason: 'restartDisabled' })
    expect(plain).toMatchObject({ vm: 'plain', host: 'c', kind: 'poweringOn', sinceMs: 60_000, restart: { state: 'attempted' } })
    expect(others).toEqual([])
    simulation.runUntil(100_000)
    expect(simulation.outages()?.[2]).toMatchObject({ vm: 'plain', kind: 'booting', sinceMs: 60_000, restart: null, reason: null })
    simulation.runUntil(240_000)
    expect(simulation.outages()?.map(({ vm }) => vm)).toEqual(['large', 'left'])
  })

  it('says why vSphere HA starts nothing, and names guests, uplinks and storage', () => {
    const timeline = [
      cut('a'),
      { at: '60s', do: 'vm.guestCrash', vm: 'blue' },
      { at: '61s', do: 'network.disconnect', network: 'front', host: 'b' },
      { at: '62s', do: 'datastore.apd', datastore: 'ds-2', hosts: ['c'] },
    ]
    const simulation = start({ cluster: {}, timeline }, [
      { name: 'dead', host: 'a' },
      { name: 'blue', host: 'c' },
      { name: 'cut', host: 'b' },
      { name: 'files', host: 'c', datastore: 'ds-2' },
    ])
    simulation.runUntil(70_000)
    expect(simulation.outages()).toEqual([
      { vm: 'dead', host: 'a', kind: 'off', sinceMs: 60_000, restart: null, reason: 'haDisabled' },
      { vm: 'blue', host: 'c', kind: 'crashed', sinceMs: 60_000, restart: null, reason: null },
      { vm: 'cut', host: 'b', kind: 'network', sinceMs: 61_000, restart: null, reason: null },
      { vm: 'files', host: 'c', kind: 'storage', sinceMs: 62_000, restart: null, reason: null },
    ])
  })
})

describe('where a VM that is off would find room', () => {
  it('is told with what it needs and what each host has, as vSphere HA looks at it (HA-101, HA-102)', () => {
    const simulation = start({ timeline: [cut('a')] }, [
      { name: 'large', host: 'a', memoryReservationMiB: 30_000, overheadMiB: 100.25 },
      { name: 'room', host: 'b', memoryReservationMiB: 8000, overheadMiB: 50 },
      { name: 'more', host: 'c', memoryReservationMiB: 2000, overheadMiB: 50 },
    ])
    expect(simulation.powerOnRoom('large')).toBeNull()
    expect(simulation.powerOnRoom('nobody')).toBeNull()
    simulation.runUntil(79_000)
    const room = simulation.powerOnRoom('large')
    expect(room).toMatchObject({
      by: 'ha',
      needed: { cpuMHz: 0, memoryMiB: 30_100.3, memoryReservationMiB: 30_000, memoryOverheadMiB: 100.3 },
    })
    const capacities = { cpuCapacityMHz: 20_000, cpuUnreservedMHz: 20_000, cpuShortMHz: null, memoryCapacityMiB: 32_000 }
    const short = { reason: 'notEnoughMemory', facts: ['HA-102'], resource: null }
    expect(room?.hosts).toEqual([
      {
        host: 'a',
        ...capacities,
        memoryUnreservedMiB: 32_000,
        memoryShortMiB: null,
        refused: { reason: 'failedHost', facts: ['HA-002'], resource: null },
      },
      { host: 'b', ...capacities, memoryUnreservedMiB: 23_950, memoryShortMiB: 6150.3, refused: short },
      { host: 'c', ...capacities, memoryUnreservedMiB: 29_950, memoryShortMiB: 150.3, refused: short },
    ])
  })

  it('is as vCenter looks at a power-on where no restart waits (DRS-045)', () => {
    const simulation = start({}, [
      { name: 'idle', host: 'a', power: 'off', memoryReservationMiB: 30_000 },
      { name: 'room', host: 'b', memoryReservationMiB: 20_000 },
    ])
    const room = simulation.powerOnRoom('idle')
    expect(room?.by).toBe('vcenter')
    expect(room?.hosts.map(({ host, refused }) => [host, refused])).toEqual([
      ['a', null],
      ['b', { reason: 'insufficientResources', facts: ['DRS-045'], resource: 'memory' }],
      ['c', null],
    ])
  })
})
