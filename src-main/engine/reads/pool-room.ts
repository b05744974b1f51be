/** What is reserved in the tree of pools, and what would not fit (DRS-021 to DRS-023). Pure reads over the world. */
import type { LabPool, LabVm } from '../../contract/lab/index.ts'
import { derived } from '../core/derived.ts'
import type { VmRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { round9, roundDecimals } from '../models/maths.ts'
import { overheadOf } from './claims.ts'
import type { At } from './drs.ts'
import { clusterCapacity, hostCounts, pooledResources, poolsInOrder } from './pools.ts'
import type { Amounts, PooledResource } from './pools.ts'

export interface PoolUse {
  /** What its children hold of it. */
  readonly used: Amounts
  /** What it holds of its parent. */
  readonly held: Amounts
  /** With what its ancestors can lend. */
  readonly unreserved: Amounts
  /** What its children hold beyond what it may give them; 0: they fit. */
  readonly over: Amounts
}

/** The root has no name: null. */
export interface Reservations {
  readonly pools: ReadonlyMap<string, PoolUse>
  /** What the root's children hold, and what the hosts that count have. */
  readonly held: Amounts
  readonly capacity: Amounts
}

/** What is asked for: other pools, and VMs that are to run too, or with other settings. */
export interface PoolChange {
  readonly pools?: readonly LabPool[]
  /** `times`: 2 with a secondary of Fault Tolerance; left out: as now. */
  readonly vms?: readonly { readonly name: string; readonly cfg: LabVm; readonly times?: number }[]
}

const roomTables = ['vms', 'hosts', 'connections', 'pools', 'ftPairs'] as const
type Asker = Pick<At, 'world' | 'constants'>
const worldOf = ({ world }: Asker): ReadonlyTables => world

/** Where it runs or starts. */
function placeOf(vm: VmRecord): string | null {
  return vm.powerOn?.host ?? (vm.power === 'on' ? vm.host : null)
}

/** DRS-022: the memory overhead counts too. */
function needs({ constants }: Asker, cfg: LabVm): Amounts {
  let known = needed.get(cfg)
  if (known?.constants !== constants) {
    const overhead = constants['DRS-022'].overheadCounts ? overheadOf(cfg) : 0
    known = { constants, amounts: { cpu: cfg.cpuReservationMHz, memory: cfg.memoryReservationMiB + overhead } }
    needed.set(cfg, known)
  }
  return known.amounts
}

/** Settings are replaced when they change, so they are a safe key. */
const needed = new WeakMap<LabVm, { readonly constants: Asker['constants']; readonly amounts: Amounts }>()

interface Counted {
  readonly pool: string | null
  readonly needs: Amounts
  /** 2 with a secondary of Fault Tolerance, which holds as much (FT-010). */
  readonly times: number
}

/** VMs that run or start on hosts that count; the pool is that of vCenter's tree, wherever HA left the VM. */
const countedVms = derived(roomTables, worldOf, (at: Asker): ReadonlyMap<string, Counted> => {
  const { world } = at
  const counted = new Map<string, Counted>()
  for (const vm of world.vms.values()) {
    const place = placeOf(vm)
    const host = place === null ? undefined : world.hosts.get(place)
    if (host === undefined || !hostCounts(world, host)) continue
    const times = (world.ftPairs.get(vm.name)?.secondary ?? null) === null ? 1 : 2
    counted.set(vm.name, { pool: vm.cfg.resourcePool, needs: needs(at, vm.cfg), times })
  }
  return counted
})

/** Of the cluster as it is. */
export const poolReservations = derived(roomTables, worldOf, (at: Asker): Reservations =>
  reservationsOf(at, poolsInOrder(at.world), countedVms(at).values()),
)

/** What would not fit, and into what; null: into the cluster. */
export interface PoolShortage {
  readonly pool: string | null
  readonly resource: PooledResource
  /** By how much: for the why of a refusal. */
  readonly figures: { readonly fullPool: string | null; readonly overMHz?: number; readonly overMiB?: number }
}

function shortage(pool: string | null, resource: PooledResource, over: number): PoolShortage {
  return {
    pool,
    resource,
    figures: { fullPool: pool, ...(resource === 'cpu' ? { overMHz: roundDecimals(over, 2) } : { overMiB: roundDecimals(over, 2) }) },
  }
}

/** What would not fit, or less than it does now; null: nothing. Where the tree is not sound already, what makes it no worse is let through. */
export function poolShortage(at: Asker, { pools, vms = [] }: PoolChange): PoolShortage | null {
  const before = poolReservations(at)
  const counted = new Map(countedVms(at))
  for (const { name, cfg, times } of vms)
    counted.set(name, { pool: cfg.resourcePool, needs: needs(at, cfg), times: times ?? counted.get(name)?.times ?? 1 })
  const after = reservationsOf(at, pools ?? poolsInOrder(at.world), counted.values())
  for (const [pool, { over }] of after.pools)
    for (const resource of pooledResources)
      if (round9(over[resource]) > round9(before.pools.get(pool)?.over[resource] ?? 0)) return shortage(pool, resource, over[resource])
  for (const resource of pooledResources) {
    const beyond = ({ held, capacity }: Reservations): number => round9(Math.max(0, held[resource] - capacity[resource]))
    if (beyond(after) > beyond(before)) return shortage(null, resource, beyond(after))
  }
  return null
}

/** In `pools` of the result, those inside others come first. */
function reservationsOf(at: Asker, pools: readonly LabPool[], vms: Iterable<Counted>): Reservations {
  const names = new Set(pools.map(({ name }) => name))
  const direct = new Map<string | null, { cpu: number; memory: number }>()
  const into = (pool: string | null, amounts: Amounts, times = 1): void => {
    const sum = direct.get(pool) ?? { cpu: 0, memory: 0 }
    sum.cpu += amounts.cpu * times
    sum.memory += amounts.memory * times
    direct.set(pool, sum)
  }
  for (const { pool, needs: amounts, times } of vms) into(pool !== null && names.has(pool) ? pool : null, amounts, times)
  const inOrder = deepestFirst(pools)
  const uses = new Map<string, Omit<PoolUse, 'unreserved'>>()
  for (const pool of inOrder) {
    const used = direct.get(pool.name) ?? { cpu: 0, memory: 0 }
    const held = { cpu: heldBy(at, pool, 'cpu', used.cpu), memory: heldBy(at, pool, 'memory', used.memory) }
    const over = { cpu: overOf(at, pool, 'cpu', used.cpu), memory: overOf(at, pool, 'memory', used.memory) }
    uses.set(pool.name, { used, held, over })
    into(pool.parent !== null && names.has(pool.parent) ? pool.parent : null, held)
  }
  const held = direct.get(null) ?? { cpu: 0, memory: 0 }
  const capacity = clusterCapacity(at.world)
  const unreserved = new Map<string | null, Amounts>([[null, { cpu: capacity.cpu - held.cpu, memory: capacity.memory - held.memory }]])
  for (const pool of [...inOrder].reverse()) {
    const lent = unreserved.get(pool.parent) ?? (unreserved.get(null) as Amounts)
    const used = uses.get(pool.name)?.used ?? { cpu: 0, memory: 0 }
    unreserved.set(pool.name, { cpu: leftOf(at, pool, 'cpu', used.cpu, lent.cpu), memory: leftOf(at, pool, 'memory', used.memory, lent.memory) })
  }
  const whole = inOrder.map(({ name }) => [name, { ...uses.get(name), unreserved: unreserved.get(name) } as PoolUse] as const)
  return { pools: new Map(whole), held, capacity }
}

/** A pool comes after all that are inside it. */
function deepestFirst(pools: readonly LabPool[]): readonly LabPool[] {
  const byName = new Map(pools.map((pool) => [pool.name, pool]))
  const depthOf = (pool: LabPool): number => {
    const seen = new Set<string>()
    for (let at: LabPool | undefined = pool; at !== undefined && !seen.has(at.name); at = at.parent === null ? undefined : byName.get(at.parent))
      seen.add(at.name)
    return seen.size
  }
  const depths = new Map(pools.map((pool) => [pool, depthOf(pool)]))
  return [...pools].sort((a, b) => (depths.get(b) ?? 0) - (depths.get(a) ?? 0))
}

const reservationOf = (pool: LabPool, resource: PooledResource): number => (resource === 'cpu' ? pool.cpuReservationMHz : pool.memoryReservationMiB)
const limitOf = (pool: LabPool, resource: PooledResource): number => (resource === 'cpu' ? pool.cpuLimitMHz : pool.memoryLimitMiB) ?? Infinity
const expands = ({ constants }: Asker, pool: LabPool, resource: PooledResource): boolean =>
  (resource === 'cpu' ? pool.cpuExpandable : pool.memoryExpandable) && constants['DRS-022'].expandableAsksParent

/** DRS-021: at least its reservation, whether or not anything runs in it (DRS-019). */
function heldBy(at: Asker, pool: LabPool, resource: PooledResource, used: number): number {
  return at.constants['DRS-021'].childrenHoldTheirReservation ? Math.max(reservationOf(pool, resource), used) : used
}

/** DRS-022: a fixed pool gives what it has reserved, one that expands what its limit allows. */
function overOf(at: Asker, pool: LabPool, resource: PooledResource, used: number): number {
  const limit = limitOf(pool, resource)
  return Math.max(0, used - (expands(at, pool, resource) ? limit : Math.min(limit, reservationOf(pool, resource))))
}

function leftOf(at: Asker, pool: LabPool, resource: PooledResource, used: number, lent: number): number {
  const own = reservationOf(pool, resource) - used
  if (!expands(at, pool, resource)) return Math.min(own, limitOf(pool, resource) - used)
  return Math.min(Math.max(0, own) + Math.max(0, lent), limitOf(pool, resource) - used)
}

/** DRS-023: what its children hold does not fit into it. */
export function isRed(at: Asker, pool: string): boolean {
  const over = poolReservations(at).pools.get(pool)?.over
  return over !== undefined && at.constants['DRS-023'].redWhereInconsistent && (round9(over.cpu) > 0 || round9(over.memory) > 0)
}

/** DRS-023: red where a pool is, yellow where the hosts have less than is reserved. */
export function reservationStatus(at: Asker): 'green' | 'yellow' | 'red' {
  const { pools, held, capacity } = poolReservations(at)
  for (const pool of pools.keys()) if (isRed(at, pool)) return 'red'
  const isShort = round9(held.cpu) > round9(capacity.cpu) || round9(held.memory) > round9(capacity.memory)
  return isShort && at.constants['DRS-023'].yellowWhereShort ? 'yellow' : 'green'
}
