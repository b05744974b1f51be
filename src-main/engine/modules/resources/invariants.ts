/** What must hold of pools and of what is divided among them. */
import type { LabPool } from '../../../contract/lab/index.ts'
import type { Invariant } from '../../core/module.ts'
import type { ReadonlyTables } from '../../core/world.ts'
import { round9 } from '../../models/maths.ts'
import { overheadOf } from '../../reads/claims.ts'
import { entitlements } from '../../reads/entitlement.ts'
import { isRed, poolReservations } from '../../reads/pool-room.ts'
import { hostCounts } from '../../reads/pools.ts'

export const poolsAreATree: Invariant = {
  name: 'poolsAreATree',
  reads: ['pools', 'vms'],
  check(world) {
    for (const { cfg } of world.pools.values()) {
      const seen = new Set<string>()
      for (let at: LabPool | undefined = cfg; at !== undefined && at.parent !== null; at = world.pools.get(at.parent)?.cfg) {
        if (seen.has(at.name)) return `the parents of ${cfg.name} go round`
        if (!world.pools.has(at.parent)) return `${at.name} is in ${at.parent}, which is not there`
        seen.add(at.name)
      }
    }
    for (const { name, cfg } of world.vms.values())
      if (cfg.resourcePool !== null && !world.pools.has(cfg.resourcePool)) return `${name} is in ${cfg.resourcePool}, which is not there`
    return null
  },
}

export const detachedAreKnown: Invariant = {
  name: 'detachedAreKnown',
  reads: ['detached', 'vms'],
  check(world) {
    for (const vm of world.detached.keys())
      if (!world.vms.has(vm)) return `${vm} was left at the root of its host, and is no VM`
    return null
  },
}

/** What a pool or VM holds of the pool that it is in, MHz or MiB: DRS-021 once more, by the names alone. */
export function heldIn(world: ReadonlyTables, pool: string, resource: 'cpu' | 'memory'): number {
  let sum = 0
  for (const { cfg } of world.pools.values()) {
    if (cfg.parent !== pool) continue
    sum += Math.max(resource === 'cpu' ? cfg.cpuReservationMHz : cfg.memoryReservationMiB, heldIn(world, cfg.name, resource))
  }
  for (const { name, cfg, power, powerOn, host } of world.vms.values()) {
    const at = world.hosts.get(powerOn?.host ?? (power === 'on' ? (host ?? '') : ''))
    if (cfg.resourcePool !== pool || at === undefined || !hostCounts(world, at)) continue
    const processes = (world.ftPairs.get(name)?.secondary ?? null) === null ? 1 : 2
    sum += processes * (resource === 'cpu' ? cfg.cpuReservationMHz : cfg.memoryReservationMiB + overheadOf(cfg))
  }
  return sum
}

/** DRS-021, DRS-023 */
export const greenPoolsFit: Invariant = {
  name: 'greenPoolsFit',
  reads: ['pools', 'vms', 'hosts', 'connections', 'ftPairs'],
  check(world, _now, turn) {
    for (const { cfg } of world.pools.values()) {
      const cpu = round9(heldIn(world, cfg.name, 'cpu'))
      const memory = round9(heldIn(world, cfg.name, 'memory'))
      const used = poolReservations(turn).pools.get(cfg.name)?.used ?? { cpu: NaN, memory: NaN }
      if (round9(used.cpu) !== cpu || round9(used.memory) !== memory)
        return `${cfg.name} is said to hold ${used.cpu} MHz and ${used.memory} MiB for its children, which hold ${cpu} and ${memory}`
      const most = capacityOf(cfg)
      const fits = cpu <= most.cpu && memory <= most.memory
      if (fits === isRed(turn, cfg.name)) return `${cfg.name} is ${fits ? 'red' : 'green'}, and what its children hold ${fits ? 'fits' : 'does not fit'}`
    }
    return null
  },
}

/** What the children of a pool may hold: one that is fixed has its reservation. */
export function capacityOf(pool: LabPool): { readonly cpu: number; readonly memory: number } {
  const cpuLimit = pool.cpuLimitMHz ?? Infinity
  const memoryLimit = pool.memoryLimitMiB ?? Infinity
  return {
    cpu: pool.cpuExpandable ? cpuLimit : Math.min(pool.cpuReservationMHz, cpuLimit),
    memory: pool.memoryExpandable ? memoryLimit : Math.min(pool.memoryReservationMiB, memoryLimit),
  }
}

/** DRS-029, DRS-030: nobody is entitled to more than there is, than its limit, or than it has. */
export const entitlementsFit: Invariant = {
  name: 'entitlementsFit',
  reads: ['pools', 'vms', 'hosts', 'connections', 'detached', 'demands', 'drs'],
  check(_world, _now, turn) {
    const { tree, cpu, memory } = entitlements(turn)
    let cpuMHz = 0
    let memoryMiB = 0
    for (const [i, { vm, coreMHz }] of tree.members.entries()) {
      const { name, cfg } = vm
      cpuMHz += cpu[i] as number
      memoryMiB += memory[i] as number
      if (round9(cpu[i] as number) > Math.min(cfg.vcpus * coreMHz, cfg.cpuLimitMHz ?? Infinity)) return `${name} is entitled to more CPU than it can have`
      if (round9(memory[i] as number) > Math.min(cfg.memoryMiB, cfg.memoryLimitMiB ?? Infinity))
        return `${name} is entitled to more memory than it can have`
    }
    if (!sums(cpuMHz, tree.capacity.cpu) || !sums(memoryMiB, tree.capacity.memory))
      return `VMs are entitled to ${cpuMHz} MHz of ${tree.capacity.cpu} and ${memoryMiB} MiB of ${tree.capacity.memory}`
    return null
  },
}

/** No more than there is, but for what doubles lose. */
const sums = (given: number, capacity: number): boolean => given <= capacity * (1 + 1e-9) + 1e-6
