/** VMs that HA restarts land at the root of their host with flattened shares, until DRS puts them back (HA-105, DRS-108). */
import type { Requests, Signals } from '../../core/messages.ts'
import type { VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { poolTree, sharesOf } from '../../reads/pools.ts'
import type { PoolNode } from '../../reads/pools.ts'
import { vmShares } from '../../models/shares.ts'
import type { Shares } from '../../models/shares.ts'

export function landsInRoot(turn: Turn, { vm: name, cause }: Signals['vmPoweredOn']): void {
  const { world, constants } = turn
  const vm = world.vms.get(name)
  if (cause !== 'ha' || vm === undefined || world.detached.has(name) || !constants['HA-105'].landsInRoot) return
  const pool = vm.cfg.resourcePool === null ? undefined : poolTree(turn).byName.get(vm.cfg.resourcePool)
  if (pool === undefined) return
  const { cpu, memory } = flattened(turn, pool, sharesOf(turn, vm))
  world.detached.set(name, { vm: name, cpuShares: cpu, memoryShares: memory })
}

/** What its part of its pool, and of the pools above, comes to among the children of the root. */
function flattened(turn: Turn, pool: PoolNode, own: Shares): Shares {
  let shares = own
  for (let at: PoolNode | null = pool; at !== null && at.cfg !== null; at = at.parent) {
    if (at.times !== null) {
      shares = { cpu: shares.cpu * at.times.cpu, memory: shares.memory * at.times.memory }
      continue
    }
    const all = siblings(turn, at)
    shares = {
      cpu: all.cpu > 0 ? (at.shares.cpu * shares.cpu) / all.cpu : 0,
      memory: all.memory > 0 ? (at.shares.memory * shares.memory) / all.memory : 0,
    }
  }
  return shares
}

/** Shares of the children of a pool that run, or are to run again: those that went down with the host are still to come. */
function siblings(turn: Turn, { cfg, pools }: PoolNode): Shares {
  const sum = { cpu: 0, memory: 0 }
  const add = ({ cpu, memory }: Shares): void => {
    sum.cpu += cpu
    sum.memory += memory
  }
  for (const vm of turn.world.vms.values())
    if (vm.cfg.resourcePool === cfg?.name && isWanted(turn, vm)) add(vmShares(vm.cfg, turn.constants))
  for (const pool of pools) if (isActive(turn, pool)) add(pool.shares)
  return sum
}

function isWanted({ world }: Turn, vm: VmRecord): boolean {
  return vm.power !== 'off' || vm.downSince !== null || world.restarts.has(vm.name)
}

function isActive(turn: Turn, { cfg, pools }: PoolNode): boolean {
  return [...turn.world.vms.values()].some((vm) => vm.cfg.resourcePool === cfg?.name && isWanted(turn, vm)) || pools.some((pool) => isActive(turn, pool))
}

/** DRS does that with each pass. */
export function attachAll(turn: Turn): void {
  for (const vm of [...turn.world.detached.keys()]) turn.world.detached.remove(vm)
}

/** A person puts it into a pool. */
export function attach(turn: Turn, { vm }: Requests['resources.place']): void {
  turn.world.detached.remove(vm)
  turn.signal('poolsChanged', {})
}

export function forget(turn: Turn, { vm }: Signals['vmRemoved']): void {
  turn.world.detached.remove(vm)
}
