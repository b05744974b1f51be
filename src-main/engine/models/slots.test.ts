import { describe, expect, it } from 'vitest'
import { memoryOverheadMiB } from '../../contract/memory-overhead.ts'
import type { HostCapacity, VmReservation } from './reservations.ts'
import { slotPlan, slotSize, slotsOfHost, slotsOfVm } from './slots.ts'

const host = (ghz: number, gib: number): HostCapacity => ({ cpuMHz: ghz * 1000, memoryMiB: gib * 1024 })
const vm = (ghz: number, gib: number): VmReservation => ({ cpuMHz: ghz * 1000, memoryMiB: gib * 1024 })
const labEHosts = [host(9, 9), host(9, 6), host(6, 6)]
const labEVms = [vm(2, 1), vm(2, 1), vm(1, 2), vm(1, 1), vm(1, 1)]

describe('slot policy', () => {
  it('HA-143 the failed host does not count', () => {
    const plan = slotPlan(labEHosts.slice(1), labEVms, 1)
    expect([plan.totalSlots, plan.hostFailuresTolerated, plan.ok]).toEqual([6, 0, false])
  })

  it('HA-144 without reservations the slot is 32 MHz and the largest overhead', () => {
    expect(slotSize([60, 90, 114].map((memoryMiB) => ({ cpuMHz: 0, memoryMiB })))).toEqual({ cpuMHz: 32, memoryMiB: 114 })
    expect(slotSize([])).toEqual({ cpuMHz: 32, memoryMiB: 0 })
    expect(slotSize([], { minCpuMHz: 256, minMemoryMiB: 100 })).toEqual({ cpuMHz: 256, memoryMiB: 100 })
  })

  it('HA-145 options bound the slot, a fixed slot replaces it', () => {
    expect(slotSize([vm(1, 4)], { maxMemoryMiB: 1024 })).toEqual({ cpuMHz: 1000, memoryMiB: 1024 })
    expect(slotSize([vm(1, 1)], { maxMemoryMiB: 4096, maxCpuMHz: 5000 })).toEqual({ cpuMHz: 1000, memoryMiB: 1024 })
    expect(slotSize([vm(1, 4)], { fixedMemoryMiB: 2048, maxMemoryMiB: 512, fixedCpuMHz: 500 })).toEqual({ cpuMHz: 500, memoryMiB: 2048 })
  })

  it('HA-146 a host offers whole slots of the scarcer resource', () => {
    expect(slotsOfHost(host(9, 9), { cpuMHz: 2000, memoryMiB: 2048 })).toBe(4)
    expect(slotsOfHost(host(9, 3), { cpuMHz: 2000, memoryMiB: 2048 })).toBe(1)
    expect(slotsOfHost(host(9, 1), { cpuMHz: 2000, memoryMiB: 0 })).toBe(4)
  })

  it('HA-147 a VM larger than the slot uses several', () => {
    const slot = { cpuMHz: 32, memoryMiB: 1024 }
    expect(slotsOfVm({ cpuMHz: 0, memoryMiB: 4096 }, slot)).toBe(4)
    expect(slotsOfVm({ cpuMHz: 0, memoryMiB: 4097 }, slot)).toBe(5)
    expect(slotsOfVm({ cpuMHz: 100, memoryMiB: 100 }, slot)).toBe(4)
    expect(slotsOfVm({ cpuMHz: 0, memoryMiB: 0 }, slot)).toBe(1)
  })

  it('HA-148 HA-149 HA-150 Lab E', () => {
    expect(slotPlan(labEHosts, labEVms, 1)).toEqual({
      slot: { cpuMHz: 2000, memoryMiB: 2048 },
      hostSlots: [4, 3, 3],
      vmSlots: [1, 1, 1, 1, 1],
      totalSlots: 10,
      usedSlots: 5,
      failoverSlots: 4,
      availableSlots: 1,
      hostFailuresTolerated: 1,
      ok: true,
    })
  })

  it('HA-150 the sixth VM fits, the seventh does not', () => {
    const six = slotPlan(labEHosts, [...labEVms, vm(1, 1)], 1)
    const seven = slotPlan(labEHosts, [...labEVms, vm(1, 1), vm(1, 1)], 1)
    expect([six.ok, six.availableSlots, seven.ok, seven.availableSlots]).toEqual([true, 0, false, 0])
  })

  it('HA-151 three hosts of 16, 16 and 32 GB', () => {
    const hosts = [host(100, 16), host(100, 16), host(100, 32)]
    const usable = (level: number): number => {
      const plan = slotPlan(hosts, [{ cpuMHz: 0, memoryMiB: 1024 }], level)
      expect(plan.hostSlots).toEqual([16, 16, 32])
      return plan.totalSlots - plan.failoverSlots
    }
    expect([usable(1), usable(2)]).toEqual([32, 16])
  })

  it('HA-152 CPU and memory of the slot may come from different VMs', () => {
    expect(slotSize([vm(2, 1), vm(1, 2)])).toEqual({ cpuMHz: 2000, memoryMiB: 2048 })
    const withOverhead = { cpuMHz: 1000, memoryMiB: 2048 + memoryOverheadMiB(4096, 2) }
    expect(slotSize([vm(2, 1), withOverhead]).memoryMiB).toBeCloseTo(2100.72, 9)
  })
})
