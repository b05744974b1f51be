import { describe, expect, it } from 'vitest'
import { floor9 } from './maths.ts'
import { automaticPercent, percentagePlan, type PercentageOptions } from './percentage.ts'
import type { HostCapacity, VmReservation } from './reservations.ts'

const host = (ghz: number, gib: number): HostCapacity => ({ cpuMHz: ghz * 1000, memoryMiB: gib * 1024 })
const vm = (ghz: number, gib: number): VmReservation => ({ cpuMHz: ghz * 1000, memoryMiB: gib * 1024 })
const labEHosts = [host(9, 9), host(9, 6), host(6, 6)]
const labEVms = [vm(2, 1), vm(2, 1), vm(1, 2), vm(1, 1), vm(1, 1)]
const manual = (percent: number): PercentageOptions => ({ hostFailuresToTolerate: 1, cpuPercent: percent, memoryPercent: percent })
const automatic: PercentageOptions = { hostFailuresToTolerate: 1, cpuPercent: null, memoryPercent: null }

describe('cluster resource percentage', () => {
  it('HA-154 refused when one resource is below its percentage', () => {
    const hosts = [host(10, 10), host(10, 10)]
    expect(percentagePlan(hosts, [vm(15, 1)], manual(25)).ok).toBe(true)
    expect(percentagePlan(hosts, [vm(15.001, 1)], manual(25)).ok).toBe(false)
    expect(percentagePlan(hosts, [vm(1, 15.001)], manual(25)).ok).toBe(false)
    expect(percentagePlan(hosts, [vm(0, 0), vm(0, 0)], manual(25)).cpu.reserved).toBe(64)
    expect(percentagePlan(hosts, [vm(0, 0)], { ...manual(25), minCpuMHz: 500 }).cpu.reserved).toBe(500)
  })

  it('HA-155 four equal hosts 25 %, a fifth makes it 20 %', () => {
    const required = (count: number): number[] => {
      const plan = percentagePlan(
        Array.from({ length: count }, () => host(10, 64)),
        [],
        automatic,
      )
      return [plan.cpu.requiredPercent, plan.memory.requiredPercent]
    }
    expect([required(4), required(5)]).toEqual([
      [25, 25],
      [20, 20],
    ])
    // the largest host, per resource
    expect(automaticPercent([9, 9, 6], 1)).toBe(37.5)
    expect(automaticPercent([9, 9, 6], 2)).toBe(75)
    expect(automaticPercent([], 1)).toBe(0)
  })

  it('HA-156 exact fractions are compared: a third is enough for a third', () => {
    const hosts = [host(1, 1), host(1, 1), host(1, 1)]
    const plan = percentagePlan(hosts, [vm(2, 2)], automatic)
    expect([plan.ok, floor9(plan.cpu.freePercent), floor9(plan.cpu.requiredPercent)]).toEqual([true, 33, 33])
    expect(percentagePlan(hosts, [{ cpuMHz: 2001, memoryMiB: 2048 }], automatic).ok).toBe(false)
  })

  it('HA-157 two enabled hosts at least', () => {
    expect(percentagePlan([host(9, 9)], [], manual(0)).ok).toBe(false)
    const two = [host(9, 9), host(9, 9)]
    expect([percentagePlan(two, [], manual(25)).ok, percentagePlan(two, [], { ...manual(25), enabledHosts: 1 }).ok]).toEqual([true, false])
  })

  it('HA-158 Lab E at 25 %', () => {
    const plan = percentagePlan(labEHosts, labEVms, manual(25))
    expect([plan.cpu.freePercent, plan.memory.freePercent, plan.cpu.availablePercent, plan.memory.availablePercent].map(floor9)).toEqual([
      70, 71, 45, 46,
    ])
    expect([plan.cpu.total, plan.cpu.reserved, plan.cpu.failover, plan.memory.total, plan.memory.reserved]).toEqual([
      24_000, 7000, 6000, 21_504, 6144,
    ])
    expect([plan.ok, plan.hostFailuresTolerated]).toEqual([true, 1])
  })

  it('HA-158 down to exactly 25 % is allowed, one VM more is refused', () => {
    const more = [...labEVms, vm(6, 1), vm(5, 1)]
    const full = percentagePlan(labEHosts, more, manual(25))
    expect([full.cpu.freePercent, full.ok, full.cpu.availablePercent]).toEqual([25, true, 0])
    const over = percentagePlan(labEHosts, [...more, vm(0, 0)], manual(25))
    expect([over.cpu.freePercent.toFixed(1), over.ok]).toEqual(['24.9', false])
  })

  it('HA-159 the formula, not the printed figures', () => {
    const vms = [
      { cpuMHz: 2000, memoryMiB: 1.1 * 1024 },
      { cpuMHz: 1000, memoryMiB: 114 },
      { cpuMHz: 0, memoryMiB: 626 },
      { cpuMHz: 4000, memoryMiB: 3.2 * 1024 },
    ]
    const plan = percentagePlan([host(12, 48), host(12, 48)], vms, manual(25))
    expect([plan.cpu.freePercent, plan.memory.freePercent].map(floor9)).toEqual([70, 94])
    expect([plan.cpu.freePercent.toFixed(1), plan.memory.freePercent.toFixed(1)]).toEqual(['70.7', '94.8'])
  })

  it('HA-160 eight hosts of 70 GB at 20 %', () => {
    const hosts = Array.from({ length: 8 }, () => host(20, 70))
    const { memory } = percentagePlan(hosts, [], manual(20))
    expect([(memory.total - memory.failover) / 1024, memory.failover / 1024]).toEqual([448, 112])
    expect(percentagePlan(hosts, [], automatic).memory.requiredPercent).toBe(12.5)
  })

  it('the capacity in hosts counts the scarcer resource', () => {
    const hosts = [host(10, 100), host(10, 100), host(10, 100)]
    const tolerated = (ghz: number, gib: number): number => percentagePlan(hosts, [vm(ghz, gib)], automatic).hostFailuresTolerated
    expect([tolerated(5, 5), tolerated(15, 5), tolerated(5, 150), tolerated(25, 5), tolerated(10, 100)]).toEqual([2, 1, 1, 0, 2])
  })
})
