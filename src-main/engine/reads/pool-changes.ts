/** What resource pools become, asked before it is carried out, and to carry it out. Pure reads over the world. */
import type { FactId } from '../../contract/fact-id.ts'
import { quickly } from '../../contract/lab/entries.ts'
import { REFUSED } from '../../contract/lab/fields.ts'
import type { ClusterPatch, LabPool, LabVm } from '../../contract/lab/index.ts'
import { maximums } from '../../contract/lab/maximums.ts'
import { merged } from '../../contract/lab/patch.ts'
import { poolDepths } from '../../contract/lab/pool-checks.ts'
import { poolSchema } from '../../contract/lab/pool.ts'
import { productAtLeast } from '../../contract/lab/product.ts'
import type { Turn } from '../core/turn.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { poolShortage } from './pool-room.ts'
import type { PoolShortage } from './pool-room.ts'
import { poolsInOrder } from './pools.ts'

type PoolsPatch = ClusterPatch['resourcePools']

export interface PoolsTrouble {
  readonly reason: 'invalidState' | 'notFound' | 'notInProduct' | 'tooManyPools' | 'insufficientResources'
  readonly fact: FactId
  readonly pool?: string | null
  readonly resource?: string
  readonly figures?: PoolShortage['figures']
}

/** All pools as they will be by a `cluster.configure`; null: one of them would not be whole. Taken away as a whole where it is null. */
export function poolsAfter(world: ReadonlyTables, patch: PoolsPatch | null): readonly LabPool[] | null {
  const now = poolsInOrder(world)
  if (patch === undefined) return now
  if (patch === null) return []
  const next = new Map(now.map((pool) => [pool.name, pool]))
  for (const entry of patch) {
    const before = next.get(entry.name)
    const pool = quickly(poolSchema)(merged(before ?? {}, entry as Record<string, unknown>))
    if (pool === REFUSED) return null
    next.set(entry.name, pool as LabPool)
  }
  return [...next.values()]
}

/** VMs whose pool goes: they belong to the next pool above it that stays. */
export function vmsAfter(world: ReadonlyTables, pools: readonly LabPool[]): readonly { readonly name: string; readonly cfg: LabVm }[] {
  const stay = new Set(pools.map(({ name }) => name))
  const moved: { name: string; cfg: LabVm }[] = []
  for (const { name, cfg } of world.vms.values()) {
    let pool = cfg.resourcePool
    const seen = new Set<string>()
    while (pool !== null && !stay.has(pool) && !seen.has(pool)) {
      seen.add(pool)
      pool = world.pools.get(pool)?.cfg.parent ?? null
    }
    if (pool !== cfg.resourcePool) moved.push({ name, cfg: { ...cfg, resourcePool: pool } })
  }
  return moved
}

/** What stands against these pools in place of those that are there; null: nothing. */
export function changeTrouble(turn: Turn, pools: readonly LabPool[]): PoolsTrouble | null {
  const { world, lab } = turn
  const names = new Set(pools.map(({ name }) => name))
  for (const pool of pools) {
    if (world.pools.get(pool.name)?.cfg === pool) continue
    const { name, cpuLimitMHz, memoryLimitMiB } = pool
    if (pool.parent !== null && !names.has(pool.parent)) return { reason: 'notFound', fact: 'DRS-017', pool: pool.parent }
    if (pool.scalableShares && !productAtLeast(lab.product, '7.0')) return { reason: 'notInProduct', fact: 'DRS-041', pool: name }
    if (pool.cpuReservationMHz > (cpuLimitMHz ?? Infinity)) return { reason: 'invalidState', fact: 'DRS-019', pool: name, resource: 'cpu' }
    if (pool.memoryReservationMiB > (memoryLimitMiB ?? Infinity)) return { reason: 'invalidState', fact: 'DRS-019', pool: name, resource: 'memory' }
  }
  const depths = poolDepths(
    pools.map((pool) => ({ pool, path: [] })),
    () => {},
  )
  const round = pools.find(({ name }) => !depths.has(name))
  if (round !== undefined) return { reason: 'invalidState', fact: 'DRS-017', pool: round.name }
  const { poolsPerCluster, poolDepth, childrenPerPool } = maximums[lab.product]
  if (lab.limits === 'vsphere') {
    const children = new Map<string | null, number>()
    for (const { parent } of pools) children.set(parent, (children.get(parent) ?? 0) + 1)
    const isTooDeep = [...depths.values()].some((depth) => depth > poolDepth)
    const isTooWide = [...children.values()].some((count) => count > childrenPerPool)
    if (pools.length > poolsPerCluster || isTooDeep || isTooWide) return { reason: 'tooManyPools', fact: 'DRS-102' }
  }
  const short = poolShortage(turn, { pools, vms: vmsAfter(world, pools) })
  return short === null ? null : { reason: 'insufficientResources', fact: 'DRS-021', ...short }
}
