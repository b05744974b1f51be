/** What VMs are entitled to (DRS-029, DRS-030) and what hosts give them (DRS-046). Pure reads over the world. */
import type { LabVm } from '../../contract/lab/index.ts'
import { productAtLeast } from '../../contract/lab/product.ts'
import { derivedAtInstant } from '../core/derived.ts'
import type { VmRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { divvy, divvyTree, reservationParts, vmClaim } from '../models/divvy.ts'
import type { DivvyNode, DivvyVm, PartClaim } from '../models/divvy.ts'
import { drsCpuDemand, drsMemoryDemand } from './drs-demand.ts'
import { demandOf, rowOf } from './demand.ts'
import { demandAt } from '../models/demand.ts'
import type { At } from './drs.ts'
import { hostCounts, poolOf, poolTables, poolTree, sharesOf } from './pools.ts'
import type { Member, PoolNode, PoolTree } from './pools.ts'

export interface Entitlement {
  readonly cpuMHz: number
  readonly memoryMiB: number
  /** What DRS takes its demand to be, from which that follows (DRS-024 to DRS-028). */
  readonly cpuDemandMHz: number
  readonly memoryDemandMiB: number
}

/** What the cluster is divided into at an instant, by the positions of `tree.members`. */
export interface Entitlements {
  readonly tree: PoolTree
  readonly cpu: ArrayLike<number>
  readonly memory: ArrayLike<number>
  /** Of pools, by name. */
  readonly poolCpu: ReadonlyMap<string, number>
  readonly poolMemory: ReadonlyMap<string, number>
  readonly cpuDemand: ArrayLike<number>
  readonly memoryDemand: ArrayLike<number>
  /** What each VM would take, if it were alone: min(limit, configured, demand) of CPU. */
  readonly cpuWish: ArrayLike<number>
}

const worldOf = ({ world }: At): ReadonlyTables => world
const none: ReadonlyMap<string, number> = new Map()
/** What the demand of DRS is read from, and the tree. */
const entitlementTables = [...poolTables, 'demands', 'ftPairs', 'cluster'] as const

/** Of a VM, over the whole cluster; of one that is outside or out of reach, what it would take alone. */
export function entitlementOf(at: At, vm: VmRecord): Entitlement {
  const { tree, cpu, memory, cpuDemand, memoryDemand } = entitlements(at)
  const i = tree.indexOf.get(vm.name)
  if (i !== undefined)
    return {
      cpuMHz: cpu[i] as number,
      memoryMiB: memory[i] as number,
      cpuDemandMHz: cpuDemand[i] as number,
      memoryDemandMiB: memoryDemand[i] as number,
    }
  const cpuDemandMHz = drsCpuDemand(at, vm)
  const memoryDemandMiB = drsMemoryDemand(at, vm)
  const host = vm.power === 'on' && vm.host !== null ? at.world.hosts.get(vm.host) : undefined
  if (host === undefined) return { cpuMHz: 0, memoryMiB: 0, cpuDemandMHz, memoryDemandMiB }
  return {
    cpuMHz: cpuWishOf(at, vm.cfg, host.cfg.cpu.mhz, cpuDemandMHz),
    memoryMiB: memoryWishOf(at, vm, memoryDemandMiB),
    cpuDemandMHz,
    memoryDemandMiB,
  }
}

/** One computation for all VMs of an instant. */
export const entitlements = derivedAtInstant(entitlementTables, worldOf, (at: At): Entitlements => {
  const tree = poolTree(at)
  const { length } = tree.members
  const cpuDemand = new Float64Array(length)
  const memoryDemand = new Float64Array(length)
  const cpuWish = new Float64Array(length)
  const memoryWish = new Float64Array(length)
  for (let i = 0; i < length; i++) {
    const { vm, coreMHz } = tree.members[i] as Member
    cpuDemand[i] = drsCpuDemand(at, vm)
    memoryDemand[i] = drsMemoryDemand(at, vm)
    cpuWish[i] = cpuWishOf(at, vm.cfg, coreMHz, cpuDemand[i] as number)
    memoryWish[i] = memoryWishOf(at, vm, memoryDemand[i] as number)
  }
  const asked = { tree, cpuDemand, memoryDemand, cpuWish }
  const cpuClaims = () => tree.members.map((member, i) => cpuClaim(at, member, cpuDemand[i] as number))
  const memoryClaims = () => tree.members.map((member, i) => memoryClaim(at, member, memoryDemand[i] as number))
  const rules = at.constants['DRS-030']
  if (tree.root.pools.length === 0) {
    const flat = (capacity: number, wishes: Float64Array, claims: () => readonly DivvyVm[]): ArrayLike<number> =>
      sumOf(wishes) <= capacity ? wishes : divvy(capacity, claims().map(vmClaim), rules)
    const cpu = flat(tree.capacity.cpu, cpuWish, cpuClaims)
    return { ...asked, cpu, memory: flat(tree.capacity.memory, memoryWish, memoryClaims), poolCpu: none, poolMemory: none }
  }
  const memory = memoryClaims()
  const parts = partsOfReservations(at, tree, memory)
  const withParts = parts.size === 0 ? memory : memory.map((claim, i) => ({ ...claim, part: parts.get(i) ?? 0 }))
  const ofCpu = divvyTree(tree.capacity.cpu, nodesOf(at, tree.root, 'cpu', cpuClaims()), rules)
  const ofMemory = divvyTree(tree.capacity.memory, nodesOf(at, tree.root, 'memory', withParts), rules)
  const inOrder = (given: ReadonlyMap<string, number>): number[] => tree.members.map(({ id }) => given.get(id) ?? 0)
  const ofPools = (given: ReadonlyMap<string, number>) => new Map([...tree.byName].map(([name, { id }]) => [name, given.get(id) ?? 0]))
  return { ...asked, cpu: inOrder(ofCpu), memory: inOrder(ofMemory), poolCpu: ofPools(ofCpu), poolMemory: ofPools(ofMemory) }
})

function sumOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] as number
  return sum
}

/** What a VM takes where there is enough: DRS-029. The same as of its claim, without making one. */
function cpuWishOf({ constants }: At, cfg: LabVm, coreMHz: number, demandMHz: number): number {
  const asked = constants['DRS-020'].unusedCpuIsLent ? demandMHz : Math.max(demandMHz, cfg.cpuReservationMHz)
  const most = constants['DRS-029'].configuredIsCeiling ? Math.min(asked, cfg.vcpus * coreMHz) : asked
  return cfg.cpuLimitMHz === null || !constants['DRS-019'].limitHolds ? most : Math.min(most, cfg.cpuLimitMHz)
}

function memoryWishOf(at: At, { cfg, name }: VmRecord, demandMiB: number): number {
  const { constants } = at
  const asked = Math.max(demandMiB, Math.min(cfg.memoryReservationMiB, touchedOf(at, cfg, name)))
  const most = constants['DRS-029'].configuredIsCeiling ? Math.min(asked, cfg.memoryMiB) : asked
  return cfg.memoryLimitMiB === null || !constants['DRS-019'].limitHolds ? most : Math.min(most, cfg.memoryLimitMiB)
}

/** Asked for only where there is a reservation that keeps it (DRS-020), MiB. */
function touchedOf({ constants, world, now }: At, cfg: LabVm, vm: string): number {
  return cfg.memoryReservationMiB > 0 && constants['DRS-020'].touchedIsKept ? demandOf(world, vm, 'touchedMiB', now) : 0
}

function cpuClaim(at: At, { vm, id, shares, coreMHz }: Member, demandMHz: number): DivvyVm {
  const { cfg } = vm
  const { constants } = at
  return {
    id,
    shares: shares.cpu,
    reservation: cfg.cpuReservationMHz,
    limit: constants['DRS-019'].limitHolds ? cfg.cpuLimitMHz : null,
    configured: constants['DRS-029'].configuredIsCeiling ? cfg.vcpus * coreMHz : Infinity,
    demand: constants['DRS-020'].unusedCpuIsLent ? demandMHz : Math.max(demandMHz, cfg.cpuReservationMHz),
  }
}

function memoryClaim(at: At, { vm, id, shares }: Member, demandMiB: number): DivvyVm {
  const { cfg } = vm
  const { constants } = at
  return {
    id,
    shares: shares.memory,
    reservation: cfg.memoryReservationMiB,
    limit: constants['DRS-019'].limitHolds ? cfg.memoryLimitMiB : null,
    configured: constants['DRS-029'].configuredIsCeiling ? cfg.memoryMiB : Infinity,
    demand: demandMiB,
    touched: touchedOf(at, cfg, vm.name),
  }
}

/** The children of a pool as claims; what has nothing that runs inside claims nothing. */
function nodesOf(at: At, { pools, vms }: PoolNode, resource: 'cpu' | 'memory', claims: readonly DivvyVm[]): DivvyNode[] {
  const limitHolds = at.constants['DRS-019'].limitHolds
  return [
    ...pools.map((pool): DivvyNode => {
      const { cfg } = pool
      const limit = resource === 'cpu' ? cfg?.cpuLimitMHz : cfg?.memoryLimitMiB
      const reservation = resource === 'cpu' ? cfg?.cpuReservationMHz : cfg?.memoryReservationMiB
      const children = nodesOf(at, pool, resource, claims)
      return { id: pool.id, shares: pool.shares[resource], reservation: reservation ?? 0, limit: limitHolds ? (limit ?? null) : null, children }
    }),
    ...vms.map((i) => claims[i] as DivvyVm),
  ]
}

/** DRS-043: the part of each VM in the memory that its pools have reserved, MiB, by its position. */
function partsOfReservations(at: At, tree: PoolTree, claims: readonly DivvyVm[]): ReadonlyMap<number, number> {
  const parts = new Map<number, number>()
  const { twoPassesFrom67, onlyDemandBefore67 } = at.constants['DRS-043']
  if (productAtLeast(at.lab.product, '6.7') ? !twoPassesFrom67 : onlyDemandBefore67) return parts
  const asked = new Map<PoolNode, PartClaim>()
  const ask = (node: PoolNode): PartClaim => {
    const children = childrenOf(node)
    const sum = (of: (child: PartClaim) => number): number => children.reduce((total, child) => total + of(child), 0)
    const configured = Math.min(
      node.cfg?.memoryLimitMiB ?? Infinity,
      sum((child) => child.configured),
    )
    const reservation = Math.min(
      configured,
      Math.max(
        node.cfg?.memoryReservationMiB ?? 0,
        sum((child) => child.floor ?? 0),
      ),
    )
    const claim = {
      shares: node.shares.memory,
      demand: Math.min(
        configured,
        sum((child) => child.demand),
      ),
      configured,
      floor: reservation,
    }
    asked.set(node, claim)
    return claim
  }
  const ofVm = (i: number): PartClaim => {
    const { shares, demand, configured, limit } = claims[i] as DivvyVm
    const most = Math.min(configured, limit ?? Infinity)
    return { shares, demand: Math.min(demand, most), configured: most }
  }
  const childrenOf = (node: PoolNode): readonly PartClaim[] => [...node.pools.map((pool) => asked.get(pool) ?? ask(pool)), ...node.vms.map(ofVm)]
  const hand = (node: PoolNode, amount: number): void => {
    if (amount <= 0) return
    const given = reservationParts(amount, childrenOf(node), at.constants['DRS-030'])
    node.pools.forEach((pool, i) => hand(pool, given[i] ?? 0))
    node.vms.forEach((vm, i) => parts.set(vm, given[node.pools.length + i] ?? 0))
  }
  for (const pool of tree.root.pools) hand(pool, ask(pool).floor ?? 0)
  return parts
}

/** A VM that asks for CPU of a host. */
export interface CpuClaim {
  readonly vm: string
  readonly demandMHz: number
}

/** What each of these VMs would get of a host with so much CPU and cores of that speed, by the part of the pool tree that has them (DRS-046), MHz. */
export function divideCpu(at: At, capacityMHz: number, coreMHz: number, claims: readonly CpuClaim[]): readonly number[] {
  const { world } = at
  const tree = world.pools.size === 0 ? null : poolTree(at)
  if (tree?.limitsCpu !== true) {
    const wishes = claims.map(({ vm, demandMHz }) => cpuWishOf(at, world.vms.need(vm).cfg, coreMHz, demandMHz))
    if (wishes.reduce((sum, wish) => sum + wish, 0) <= capacityMHz) return wishes
  }
  const asked = claims.map(({ vm, demandMHz }): DivvyVm => {
    const record = world.vms.need(vm)
    return cpuClaim(at, { vm: record, id: vm, shares: sharesOf(at, record), coreMHz }, demandMHz)
  })
  const rules = at.constants['DRS-030']
  if (tree === null || tree.root.pools.length === 0) return divvy(capacityMHz, asked.map(vmClaim), rules)
  const given = divvyTree(capacityMHz, nodesOnHost(at, tree, asked), rules)
  return asked.map(({ id }) => given.get(`vm ${id}`) ?? 0)
}

/**
 * The part of the tree that has these VMs. A pool has its shares there, and of its reservation and its limit the part that its VMs there
 * have of what all its VMs ask for.
 */
function nodesOnHost(at: At, tree: PoolTree, claims: readonly DivvyVm[]): DivvyNode[] {
  const { cpuWish, tree: all } = entitlements(at)
  const inPool = new Map<string | null, DivvyVm[]>()
  const wishes = new Map<string, number>()
  for (const claim of claims) {
    const pool = poolOf(at.world, at.world.vms.need(claim.id))
    const list = inPool.get(pool)
    const named = { ...claim, id: `vm ${claim.id}` }
    if (list === undefined) inPool.set(pool, [named])
    else list.push(named)
    wishes.set(named.id, cpuWish[all.indexOf.get(claim.id) ?? -1] ?? vmClaim(claim).hi)
  }
  const limitHolds = at.constants['DRS-019'].limitHolds
  /** Of a pool: the claims there, what those ask for and how many they are, and how many and how much all of its VMs are. */
  interface Copy {
    readonly node: DivvyNode | null
    readonly here: number
    readonly heads: number
    readonly wish: number
    readonly count: number
  }
  const copyOf = (pool: PoolNode): Copy => {
    const copies = pool.pools.map(copyOf)
    const vms = inPool.get(pool.cfg?.name ?? null) ?? []
    const sum = (of: (copy: Copy) => number): number => copies.reduce((total, copy) => total + of(copy), 0)
    const here = sum((copy) => copy.here) + vms.reduce((total, { id }) => total + (wishes.get(id) ?? 0), 0)
    const heads = sum((copy) => copy.heads) + vms.length
    const wish = sum((copy) => copy.wish) + pool.vms.reduce((total, i) => total + (cpuWish[i] ?? 0), 0)
    const count = sum((copy) => copy.count) + pool.vms.length
    const children = [...copies.flatMap(({ node }) => (node === null ? [] : [node])), ...vms]
    if (children.length === 0 || pool.cfg === null) return { node: null, here, heads, wish, count }
    const part = wish > 0 ? Math.min(1, here / wish) : count > 0 ? Math.min(1, heads / count) : 1
    const { cpuLimitMHz, cpuReservationMHz } = pool.cfg
    const limit = cpuLimitMHz === null || !limitHolds ? null : cpuLimitMHz * part
    return { node: { id: pool.id, shares: pool.shares.cpu, reservation: cpuReservationMHz * part, limit, children }, here, heads, wish, count }
  }
  return [...tree.root.pools.flatMap((pool) => copyOf(pool).node ?? []), ...(inPool.get(null) ?? [])]
}

/** Of a host: who asks for its CPU, and what each gets, MHz. */
interface Division {
  readonly asked: readonly CpuClaim[]
  readonly given: readonly number[]
}

/** Of all hosts of an instant on which somebody asks for something, at once. */
const divisions = derivedAtInstant(entitlementTables, worldOf, (at: At): ReadonlyMap<string, Division> => {
  const { world, now, constants } = at
  const claims = new Map<string, CpuClaim[]>()
  for (const vm of world.vms.values()) {
    const { name, instances } = vm
    const demand = instances.length === 0 ? null : rowOf(world, vm).demand
    const demandMHz = demand === null ? 0 : demandAt(demand, 'cpuMHz', now)
    if (demandMHz <= 0) continue
    for (const { host } of instances) {
      const list = claims.get(host)
      if (list === undefined) claims.set(host, [{ vm: name, demandMHz }])
      else list.push({ vm: name, demandMHz })
    }
  }
  const all = new Map<string, Division>()
  for (const [host, asked] of claims) {
    const record = world.hosts.get(host)
    if (record?.power !== 'on') continue
    const given = constants['DRS-046'].hostDivides
      ? divideCpu(at, record.cfg.vmCapacity.cpuMHz, record.cfg.cpu.mhz, asked)
      : asked.map(({ vm }) => entitlementOf(at, world.vms.need(vm)).cpuMHz)
    all.set(host, { asked, given })
  }
  return all
})

/** MHz that a host gives to the VMs that have a process there, by host. */
export const cpuGivenBy = derivedAtInstant(entitlementTables, worldOf, (at: At): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const [host, { given }] of divisions(at)) sums.set(host, sumOf(given))
  return sums
})

/** MHz that a VM gets of its own host, by VM. */
export const cpuGivenTo = derivedAtInstant(entitlementTables, worldOf, (at: At): ReadonlyMap<string, number> => {
  const vms = new Map<string, number>()
  for (const [host, { asked, given }] of divisions(at))
    asked.forEach(({ vm }, i) => {
      if (at.world.vms.get(vm)?.host === host) vms.set(vm, given[i] ?? 0)
    })
  return vms
})

/** DRS-048: what the VMs of a host are entitled to, as a share of its capacity; of the hosts that count. */
export const normalizedEntitlements = derivedAtInstant(
  entitlementTables,
  worldOf,
  (at: At): ReadonlyMap<string, { readonly cpu: number; readonly memory: number }> => {
    const { tree, cpu, memory } = entitlements(at)
    const sums = new Map<string, { cpu: number; memory: number }>()
    for (const host of at.world.hosts.values()) if (hostCounts(at.world, host)) sums.set(host.name, { cpu: 0, memory: 0 })
    tree.members.forEach(({ vm }, i) => {
      const sum = vm.host === null ? undefined : sums.get(vm.host)
      if (sum === undefined) return
      sum.cpu += cpu[i] as number
      sum.memory += memory[i] as number
    })
    for (const [host, sum] of sums) {
      const { cpuMHz, memoryMiB } = at.world.hosts.need(host).cfg.vmCapacity
      sums.set(host, { cpu: cpuMHz > 0 ? sum.cpu / cpuMHz : 0, memory: memoryMiB > 0 ? sum.memory / memoryMiB : 0 })
    }
    return sums
  },
)
