/** Cluster resource percentage policy of HA admission control (HA-154…160). Percentages are exact; the state shows their floor (HA-156). */
import { constants as product, type Constants } from '../../knowledge/constants.ts'
import { round9 } from './maths.ts'
import { sumOfLargest, sumsOfLargest, type HostCapacity, type VmReservation } from './reservations.ts'

export interface PercentageOptions {
  readonly hostFailuresToTolerate: number
  /** Manual values; null: computed from the hosts (HA-155). */
  readonly cpuPercent: number | null
  readonly memoryPercent: number | null
  /** das.vmcpuminmhz; null: its default. */
  readonly minCpuMHz?: number | null
  /** HA-enabled hosts that do not enter maintenance mode; left out: all hosts (HA-157). */
  readonly enabledHosts?: number
}

/** One resource, MHz or MiB. */
export interface ResourcePercentage {
  readonly total: number
  readonly reserved: number
  /** Held back for failures. */
  readonly failover: number
  /** Current failover capacity (HA-154). */
  readonly freePercent: number
  readonly requiredPercent: number
  /** What is left of `freePercent` above `requiredPercent`, never below 0. */
  readonly availablePercent: number
  readonly ok: boolean
}

export interface PercentagePlan {
  readonly cpu: ResourcePercentage
  readonly memory: ResourcePercentage
  readonly enoughHosts: boolean
  /** Hosts, the largest first, whose loss leaves room for all reservations. */
  readonly hostFailuresTolerated: number
  readonly ok: boolean
}

/** Share of the m largest hosts of the total, in percent (HA-155). */
export const automaticPercent = (capacities: readonly number[], hostFailuresToTolerate: number): number => {
  const total = sumOfLargest(capacities, capacities.length)
  return total > 0 ? (100 * sumOfLargest(capacities, hostFailuresToTolerate)) / total : 0
}

const resource = (total: number, reserved: number, requiredPercent: number): ResourcePercentage => {
  const freePercent = total > 0 ? (100 * (total - reserved)) / total : 0
  return {
    total,
    reserved,
    failover: (total * requiredPercent) / 100,
    freePercent,
    requiredPercent,
    availablePercent: Math.max(0, freePercent - requiredPercent),
    ok: round9(freePercent) >= round9(requiredPercent),
  }
}

/** The whole of the policy for hosts that count (HA-143) and powered-on VMs, those that wait for a restart included. */
export const percentagePlan = (
  hosts: readonly HostCapacity[],
  vms: readonly VmReservation[],
  options: PercentageOptions,
  facts: Pick<Constants, 'HA-144' | 'HA-157'> = product,
): PercentagePlan => {
  const cpus = hosts.map((host) => host.cpuMHz)
  const memories = hosts.map((host) => host.memoryMiB)
  const minCpuMHz = options.minCpuMHz ?? facts['HA-144'].minCpuMHz
  const failures = options.hostFailuresToTolerate
  const cpu = resource(
    sumOfLargest(cpus, cpus.length),
    vms.reduce((sum, vm) => sum + Math.max(vm.cpuMHz, minCpuMHz), 0),
    options.cpuPercent ?? automaticPercent(cpus, failures),
  )
  const memory = resource(
    sumOfLargest(memories, memories.length),
    vms.reduce((sum, vm) => sum + vm.memoryMiB, 0),
    options.memoryPercent ?? automaticPercent(memories, failures),
  )
  const lostCpu = sumsOfLargest(cpus)
  const lostMemory = sumsOfLargest(memories)
  const leaves = (n: number): boolean =>
    round9(cpu.total - lostCpu[n]!) >= round9(cpu.reserved) && round9(memory.total - lostMemory[n]!) >= round9(memory.reserved)
  let hostFailuresTolerated = 0
  while (hostFailuresTolerated < hosts.length && leaves(hostFailuresTolerated + 1)) hostFailuresTolerated += 1
  const enoughHosts = (options.enabledHosts ?? hosts.length) >= facts['HA-157'].minHosts
  return { cpu, memory, enoughHosts, hostFailuresTolerated, ok: enoughHosts && cpu.ok && memory.ok }
}
