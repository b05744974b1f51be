/** What is kept from one pass to the next against a view that is made anew, through random runs. */
import { expect, it } from 'vitest'
import { parseLab } from '../../../contract/lab/index.ts'
import type { WhatIf, WhatIfVm } from '../../models/what-if.ts'
import { productEngine, startRun } from '../../testing/drive.ts'
import { lifeOf } from '../../testing/lives.ts'
import { moveVm } from '../../models/what-if.ts'
import { viewOf } from './view.ts'
import { VmViews } from './vm-views.ts'

const SEEDS = 12
const LONG_MS = 120_000

const fieldsOf = ({ hosts, vms, host, poolsLimitCpu }: WhatIf) => ({
  poolsLimitCpu,
  names: [...host.keys()],
  hosts: hosts.map((each) => {
    const { name, order, cpuMHz, memoryMiB, coreMHz, cores, coresPerNode, memoryPerNodeMiB, vmotion, uplinkMbps, takesVms, counts } = each
    const { cpuDemandMHz, memoryDemandMiB, cpuEntitlementMHz, memoryEntitlementMiB, netMbps } = each
    const fixed = { name, order, cpuMHz, memoryMiB, coreMHz, cores, coresPerNode, memoryPerNodeMiB, vmotion, uplinkMbps, takesVms, counts }
    const sums = { cpuDemandMHz, memoryDemandMiB, cpuEntitlementMHz, memoryEntitlementMiB, netMbps }
    const lots = each.vms.lots.map((lot) => lot.map((vm) => vm.name))
    const { list, kinds, reserved } = each.vms
    expect(list).toEqual([...each.vms])
    expect(kinds && [...kinds]).toEqual(list.some(({ kind }) => kind < 0) ? null : list.map(({ kind }) => kind))
    return { ...fixed, ...sums, room: { ...each.room }, vms: list.map((vm) => vm.name), lots, reserved: { ...reserved } }
  }),
  vms: vms.map((vm) => {
    const { name, order, isOn, cpuDemandMHz, memoryDemandMiB, copyMiB, memoryFactor, netMbps, automation, stuck, moved } = vm
    return { name, order, isOn, host: vm.host.name, cpuDemandMHz, memoryDemandMiB, copyMiB, memoryFactor, netMbps, automation, stuck, moved }
  }),
})

/** What a score or its cost follows from. */
const sizeOf = ({ vcpus, memoryMiB, cpuLimitMHz, isOn, cpuDemandMHz, memoryDemandMiB, copyMiB, memoryFactor, netMbps }: WhatIfVm) => ({
  vcpus,
  memoryMiB,
  cpuLimitMHz,
  isOn,
  cpuDemandMHz,
  memoryDemandMiB,
  copyMiB,
  memoryFactor,
  netMbps,
})

/** VMs of one kind are like each other. How many share a kind with one before them. */
function expectLikeness({ vms, kinds }: WhatIf): number {
  const first = new Map<number, WhatIfVm>()
  let count = 0
  for (const vm of vms) {
    expect(vm.kind).toBeLessThan(kinds.size)
    const other = first.get(vm.kind)
    if (vm.kind < 0) continue
    if (other === undefined) first.set(vm.kind, vm)
    else {
      expect(sizeOf(vm)).toEqual(sizeOf(other))
      count++
    }
  }
  return count
}

it('a view that goes on from the one before is the one that would be made anew', { timeout: LONG_MS }, () => {
  let looked = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { lab, commands } = lifeOf(seed)
    const kernel = startRun(lab, productEngine)
    const kept = new VmViews(kernel, true)
    for (const command of commands) {
      kernel.runUntil(command.at)
      kernel.command(command.do, command.args)
      const view = viewOf(kernel, kept)
      expect(fieldsOf(view), `seed ${seed} at ${kernel.now}`).toEqual(fieldsOf(viewOf(kernel, new VmViews(kernel, true))))
      expectLikeness(view)
      // What a pass has in mind is forgotten by the next one.
      const [vm] = view.vms
      const to = view.hosts.at(-1)
      if (vm !== undefined && to !== undefined) moveVm(vm, to)
      looked++
    }
  }
  expect(looked).toBeGreaterThan(100)
})

it('a VM that was on its way out of the cluster, and stays, asks for what it asks for now', () => {
  const cpu = { sockets: 1, coresPerSocket: 8, mhz: 2000 }
  const parsed = parseLab(
    JSON.stringify({
      hostdown: 1,
      name: 'Out and back',
      cluster: { drs: { automation: 'manual' } },
      networks: [{ name: 'mgmt', kind: 'management' }, { name: 'moves', kind: 'vmotion', gbps: 1 }],
      datastores: [{ name: 'ds' }],
      hosts: [{ name: 'in-1', cpu, memoryMiB: 65_536 }, { name: 'in-2', cpu, memoryMiB: 65_536 }, { name: 'out', cpu, memoryMiB: 65_536, standalone: true }],
      vms: [{ name: 'vm', host: 'in-1', vcpus: 2, memoryMiB: 16_384, demand: { cpuMHz: 1000, grantedMiB: 16_384 } }],
    }),
  ) // prettier-ignore
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const kernel = startRun(parsed.lab, productEngine)
  const kept = new VmViews(kernel, true)
  const agree = (): number => {
    const view = viewOf(kernel, kept)
    expect(fieldsOf(view)).toEqual(fieldsOf(viewOf(kernel, new VmViews(kernel, true))))
    return view.vms.length
  }
  expect(agree()).toBe(1)
  kernel.command('vm.migrate', { vm: 'vm', host: 'out' })
  kernel.runUntil(20_000)
  kernel.command('vm.setDemand', { vm: 'vm', grantedMiB: 4096, netMbps: 300 })
  expect(agree()).toBe(0)
  kernel.command('host.crash', { host: 'out' })
  kernel.runUntil(40_000)
  expect(agree()).toBe(1)
})

it('VMs that ask for the same are of one kind until one of them asks for something else', () => {
  const host = (name: string) => ({ name, cpu: { sockets: 2, coresPerSocket: 8, mhz: 2000 }, memoryMiB: 262_144 })
  const demand = { shape: 'businessDay', cpuMHz: [200, 1500], grantedMiB: 4096 }
  const parsed = parseLab(
    JSON.stringify({
      hostdown: 1,
      name: 'Much of the same',
      cluster: { drs: { migrationThreshold: 5 } },
      networks: [{ name: 'mgmt', kind: 'management' }, { name: 'moves', kind: 'vmotion', gbps: 10 }],
      datastores: [{ name: 'ds' }],
      hosts: ['h-1', 'h-2', 'h-3'].map(host),
      vms: [
        { name: 'early', count: 12, host: 'h-1', vcpus: 2, memoryMiB: 8192, demand },
        { name: 'late', count: 12, host: 'h-1', vcpus: 2, memoryMiB: 8192, demand: { ...demand, phase: '2h' } },
        { name: 'wave', count: 3, host: 'h-2', vcpus: 2, memoryMiB: 8192, demand: { ...demand, grantedMiB: [1000, 2000] } },
      ],
    }),
  ) // prettier-ignore
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const kernel = startRun(parsed.lab, productEngine)
  const kept = new VmViews(kernel, true)
  const shared: number[] = []
  const commands: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['vm.setDemand', { vm: 'early-03', cpuMHz: 900 }],
    ['vm.configure', { vm: 'late-04', cpuLimitMHz: 1000 }],
    ['vm.migrate', { vm: 'late-05', host: 'h-3' }],
    ['vm.powerOff', { vm: 'early-06' }],
    ['vm.setDemand', { vm: 'late-07', grantedMiB: 2048 }],
    ['host.powerOff', { host: 'h-2' }],
  ]
  for (let hour = 0; hour < 24; hour++) {
    kernel.runUntil(hour * 3_600_000)
    const command = commands[hour - 8]
    for (let repeat = 0; repeat < 3; repeat++) {
      const view = viewOf(kernel, kept)
      shared.push(expectLikeness(view))
      expect(fieldsOf(view), `at ${hour} h`).toEqual(fieldsOf(viewOf(kernel, new VmViews(kernel, true))))
      if (repeat === 0 && command !== undefined) kernel.command(...command)
    }
  }
  expect(shared[0]).toBe(22)
  expect(Math.min(...shared)).toBeLessThan(20)
  expect(kernel.log.some(({ type }) => type === 'vmotion.completed')).toBe(true)
})
