import type { Invariant } from '../../core/module.ts'
import type { VmRecord } from '../../core/records.ts'
import { overheadOf } from '../../reads/claims.ts'
import { heldElsewhere } from '../../reads/held.ts'

/** A process runs only on a host that is powered on. */
const instancesOnRunningHosts: Invariant = {
  name: 'instancesOnRunningHosts',
  reads: ['vms', 'hosts'],
  check(world) {
    for (const vm of world.vms.values()) {
      for (const { host } of vm.instances) if (world.hosts.get(host)?.power !== 'on') return `${vm.name} runs on ${host}, which is not powered on`
      if (vm.powerOn !== null && world.hosts.get(vm.powerOn.host)?.power !== 'on')
        return `${vm.name} is powered on at ${vm.powerOn.host}, which is not powered on`
    }
    return null
  },
}

/** At most one instance holds the lock, and the storage agrees who that is. */
const oneLockHolder: Invariant = {
  name: 'oneLockHolder',
  reads: ['vms', 'locks'],
  check(world) {
    for (const vm of world.vms.values()) {
      const holders = vm.instances.filter((instance) => instance.hasLock)
      if (holders.length > 1) return `${vm.name} has two instances with the lock`
      const holder = holders[0]
      if (holder !== undefined && world.locks.get(vm.name)?.holder !== holder.host)
        return `${vm.name} on ${holder.host} claims a lock that it does not hold`
    }
    return null
  },
}

/** Power, instances and power-ons say the same. */
const powerAgrees: Invariant = {
  name: 'powerAgrees',
  reads: ['vms', 'hosts'],
  check(world) {
    for (const vm of world.vms.values()) {
      if (vm.power === 'off' && (vm.instances.length > 0 || vm.powerOn !== null)) return `${vm.name} is off and yet runs somewhere`
      if (vm.power === 'on' && vm.instances.length === 0 && !vm.awaitsTakeover) return `${vm.name} is on and runs nowhere`
      if (vm.awaitsTakeover && (vm.power !== 'on' || vm.instances.length > 0)) return `${vm.name} waits for a takeover that it does not need`
      if (vm.placing !== null && vm.power !== 'off') return `${vm.name} is ${vm.power} and yet waits for a place`
      if (vm.stunned && vm.downSince === null) return `${vm.name} is stunned and executes guest code`
      if (vm.power === 'poweringOn' && vm.powerOn === null) return `${vm.name} waits for a power-on that nobody does`
      if (vm.host !== null && !world.hosts.has(vm.host)) return `${vm.name} is registered on ${vm.host}, which does not exist`
    }
    return null
  },
}

/** DRS-045: reservations and overhead of what runs fit the host. */
const reservationsFit: Invariant = {
  name: 'reservationsFit',
  reads: ['vms', 'hosts', 'migrations', 'leftovers', 'ftPairs'],
  check(world) {
    const cpu = new Map<string, number>()
    const memory = new Map<string, number>()
    const add = (vm: VmRecord, host: string, memoryMiB: number): void => {
      cpu.set(host, (cpu.get(host) ?? 0) + vm.cfg.cpuReservationMHz)
      memory.set(host, (memory.get(host) ?? 0) + memoryMiB)
    }
    for (const vm of world.vms.values()) {
      const memoryMiB = vm.cfg.memoryReservationMiB + overheadOf(vm.cfg)
      for (const { host } of vm.instances) add(vm, host, memoryMiB)
      const target = vm.powerOn?.host
      if (target !== undefined && !vm.instances.some(({ host }) => host === target)) add(vm, target, memoryMiB)
    }
    for (const { vm, host } of heldElsewhere(world))
      add(world.vms.need(vm), host, world.vms.need(vm).cfg.memoryReservationMiB + overheadOf(world.vms.need(vm).cfg))
    for (const host of world.hosts.values()) {
      // What VMs can use may be less than it was when they were let in (DRS-013), never more than there is.
      const { cpu: cpus, memoryMiB, vmCapacity } = host.cfg
      const mostCpu = Math.max(vmCapacity.cpuMHz, cpus.sockets * cpus.coresPerSocket * cpus.mhz)
      if ((cpu.get(host.name) ?? 0) > mostCpu) return `CPU reservations on ${host.name} exceed its capacity`
      if ((memory.get(host.name) ?? 0) > Math.max(vmCapacity.memoryMiB, memoryMiB) + 1e-6)
        return `memory reservations on ${host.name} exceed its capacity`
    }
    return null
  },
}

export const computeInvariants = [instancesOnRunningHosts, oneLockHolder, powerAgrees, reservationsFit]
