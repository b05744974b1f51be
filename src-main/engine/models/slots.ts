/** Slot policy of HA admission control (HA-144…153). MHz and MiB; memory of VMs includes their overhead. */
import { constants as product, type Constants } from '../../knowledge/constants.ts'
import { ceil9, floor9 } from './maths.ts'
import { sumOfLargest, type HostCapacity, type VmReservation } from './reservations.ts'

export interface SlotOptions {
  /** das.vmcpuminmhz and das.vmmemoryminmb; null: their defaults (HA-144). */
  readonly minCpuMHz?: number | null
  readonly minMemoryMiB?: number | null
  /** das.slotcpuinmhz and das.slotmeminmb: upper bounds; null: none (HA-145). */
  readonly maxCpuMHz?: number | null
  readonly maxMemoryMiB?: number | null
  /** A fixed slot; null: computed (HA-145). */
  readonly fixedCpuMHz?: number | null
  readonly fixedMemoryMiB?: number | null
}

export interface Slot {
  readonly cpuMHz: number
  readonly memoryMiB: number
}

type SlotFacts = Pick<Constants, 'HA-144' | 'HA-145' | 'HA-147' | 'HA-148'>

const slotPart = (reservations: readonly number[], min: number, max: number | null | undefined, fixed: number | null | undefined): number => {
  if (fixed !== null && fixed !== undefined) return fixed
  const computed = reservations.reduce((most, reservation) => Math.max(most, reservation), min)
  return max !== null && max !== undefined ? Math.min(computed, max) : computed
}

/** Slot of the powered-on VMs (HA-144, HA-145, HA-152). */
export const slotSize = (vms: readonly VmReservation[], options: SlotOptions = {}, facts: SlotFacts = product): Slot => {
  const { minCpuMHz, minMemoryMiB } = facts['HA-144']
  const bounded = facts['HA-145'].optionsBoundSlot
  return {
    cpuMHz: slotPart(
      vms.map((vm) => vm.cpuMHz),
      options.minCpuMHz ?? minCpuMHz,
      bounded ? options.maxCpuMHz : null,
      options.fixedCpuMHz,
    ),
    memoryMiB: slotPart(
      vms.map((vm) => vm.memoryMiB),
      options.minMemoryMiB ?? minMemoryMiB,
      bounded ? options.maxMemoryMiB : null,
      options.fixedMemoryMiB,
    ),
  }
}

/** Slots that a host offers (HA-146). A slot part of 0 limits nothing; where both are 0 a host has none to count. */
export const slotsOfHost = (host: HostCapacity, slot: Slot): number => {
  const byCpu = slot.cpuMHz > 0 ? floor9(host.cpuMHz / slot.cpuMHz) : Infinity
  const byMemory = slot.memoryMiB > 0 ? floor9(host.memoryMiB / slot.memoryMiB) : Infinity
  const slots = Math.min(byCpu, byMemory)
  return slots === Infinity ? 0 : slots
}

/** Slots that a running VM takes, at least one (HA-147). */
export const slotsOfVm = (vm: VmReservation, slot: Slot, facts: SlotFacts = product): number =>
  facts['HA-147'].severalSlots
    ? Math.max(1, slot.cpuMHz > 0 ? ceil9(vm.cpuMHz / slot.cpuMHz) : 0, slot.memoryMiB > 0 ? ceil9(vm.memoryMiB / slot.memoryMiB) : 0)
    : 1

/** Hosts, largest first, that can fail with enough slots left for those in use (HA-148). */
export const slotFailoverCapacity = (hostSlots: readonly number[], usedSlots: number, facts: SlotFacts = product): number => {
  const inOrder = [...hostSlots].sort((a, b) => (facts['HA-148'].largestHostsFirst ? b - a : a - b))
  let left = inOrder.reduce((sum, slots) => sum + slots, 0)
  let failures = 0
  for (const slots of inOrder) {
    left -= slots
    if (left < usedSlots) break
    failures += 1
  }
  return failures
}

export interface SlotPlan {
  readonly slot: Slot
  /** In the order of the hosts, and of the VMs. */
  readonly hostSlots: readonly number[]
  readonly vmSlots: readonly number[]
  readonly totalSlots: number
  readonly usedSlots: number
  /** Slots of the hosts that may fail: what is held back. */
  readonly failoverSlots: number
  readonly availableSlots: number
  readonly hostFailuresTolerated: number
  /** False: the operation that led to these VMs is refused (HA-148). */
  readonly ok: boolean
}

/** The whole of the policy for hosts that count (HA-143) and powered-on VMs, those that wait for a restart included. */
export const slotPlan = (
  hosts: readonly HostCapacity[],
  vms: readonly VmReservation[],
  hostFailuresToTolerate: number,
  options: SlotOptions = {},
  facts: SlotFacts = product,
): SlotPlan => {
  const slot = slotSize(vms, options, facts)
  const hostSlots = hosts.map((host) => slotsOfHost(host, slot))
  const vmSlots = vms.map((vm) => slotsOfVm(vm, slot, facts))
  const totalSlots = hostSlots.reduce((sum, slots) => sum + slots, 0)
  const usedSlots = vmSlots.reduce((sum, slots) => sum + slots, 0)
  const failoverSlots = sumOfLargest(hostSlots, hostFailuresToTolerate)
  const hostFailuresTolerated = slotFailoverCapacity(hostSlots, usedSlots, facts)
  return {
    slot,
    hostSlots,
    vmSlots,
    totalSlots,
    usedSlots,
    failoverSlots,
    availableSlots: Math.max(0, totalSlots - failoverSlots - usedSlots),
    hostFailuresTolerated,
    ok: hostFailuresTolerated >= hostFailuresToTolerate,
  }
}
