import type { LabState } from '../../contract/state.ts'
import type { PoolState } from '../../contract/drs-state.ts'
import { poolShares } from '../models/shares.ts'
import type { Kernel } from '../core/simulation.ts'
import { roundHalfUp } from '../models/maths.ts'
import { demandOf } from '../reads/demand.ts'
import { drsMemoryDemand } from '../reads/drs-demand.ts'
import { entitlements } from '../reads/entitlement.ts'
import { isRed, poolReservations } from '../reads/pool-room.ts'
import { poolsInOrder } from '../reads/pools.ts'
import type { PoolNode } from '../reads/pools.ts'

interface Asked {
  readonly cpuMHz: number
  readonly memoryMiB: number
}

export function poolsState(kernel: Kernel): LabState['resourcePools'] {
  if (kernel.world.pools.size === 0) return {}
  const { tree, poolCpu, poolMemory } = entitlements(kernel)
  const { pools } = poolReservations(kernel)
  const nothing = { cpu: 0, memory: 0 }
  return Object.fromEntries(
    poolsInOrder(kernel.world).map((cfg): [string, PoolState] => {
      const node = tree.byName.get(cfg.name)
      const own = poolShares(cfg, kernel.constants)
      const effective = node?.shares ?? own
      const { used, unreserved } = pools.get(cfg.name) ?? { used: nothing, unreserved: nothing }
      const asked = node === undefined ? { cpuMHz: 0, memoryMiB: 0 } : askedIn(kernel, node)
      return [
        cfg.name,
        {
          status: isRed(kernel, cfg.name) ? 'red' : 'green',
          parent: cfg.parent,
          cpuShares: own.cpu,
          cpuSharesEffective: roundHalfUp(effective.cpu),
          cpuReservationMHz: cfg.cpuReservationMHz,
          cpuReservationUsedMHz: roundHalfUp(used.cpu),
          cpuUnreservedMHz: roundHalfUp(unreserved.cpu),
          cpuEntitlementMHz: roundHalfUp(poolCpu.get(cfg.name) ?? 0),
          cpuLimitMHz: cfg.cpuLimitMHz,
          cpuExpandable: cfg.cpuExpandable,
          cpuDemandMHz: roundHalfUp(asked.cpuMHz),
          memoryShares: own.memory,
          memorySharesEffective: roundHalfUp(effective.memory),
          memoryReservationMiB: cfg.memoryReservationMiB,
          memoryReservationUsedMiB: roundHalfUp(used.memory),
          memoryUnreservedMiB: roundHalfUp(unreserved.memory),
          memoryEntitlementMiB: roundHalfUp(poolMemory.get(cfg.name) ?? 0),
          memoryLimitMiB: cfg.memoryLimitMiB,
          memoryExpandable: cfg.memoryExpandable,
          memoryDemandMiB: roundHalfUp(asked.memoryMiB),
        },
      ]
    }),
  )
}

/** What the VMs below a pool ask for now: CPU as such, memory as DRS counts it. */
function askedIn(kernel: Kernel, { pools, vms }: PoolNode): Asked {
  const { members } = entitlements(kernel).tree
  let cpuMHz = 0
  let memoryMiB = 0
  for (const i of vms) {
    const vm = members[i]?.vm
    if (vm === undefined) continue
    cpuMHz += demandOf(kernel.world, vm.name, 'cpuMHz', kernel.now)
    memoryMiB += drsMemoryDemand(kernel, vm)
  }
  for (const pool of pools) {
    const inside = askedIn(kernel, pool)
    cpuMHz += inside.cpuMHz
    memoryMiB += inside.memoryMiB
  }
  return { cpuMHz, memoryMiB }
}
