/** What VMs are entitled to (DRS-029, DRS-030) and what hosts give them (DRS-046). Pure reads over the world. */
import type { LabVm } from '../../contract/lab/index.ts'
import { productAtLeast } from '../../contract/lab/product.ts'
import { derivedAtInstant } from '../core/derived.ts'
import type { VmRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { divvy, divvyTree, reservationParts, vmClaim } from '../models/divvy.ts'
import type { DivvyNode, DivvyVm, PartClaim } from '../models/divvy.ts'
import { drsCpuDemand, drsCpuDemands, drsMemoryDemand, drsMemoryDemands } from './drs-demand.ts'
import { demandOf, rowOf } from './demand.ts'
import { demandAt } from '../models/demand.ts'
import type { At } from './drs.ts'
import { hostCounts, poolOf, poolTables, poolTree, sharesOf } from './pools.ts'
import type { Member, PoolNode, PoolTree } from './pools.ts'
import { SEVERAL, vmColumns } from './vm-columns.ts'

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
  const { places, coreMHz } = tree
  const { length } = places
  const columns = vmColumns(at.world)
  const { vcpus, memoryMiB, cpuReservationMHz, memoryReservationMiB, cpuLimitMHz, memoryLimitMiB, records } = columns
  const [cpuOfAll, memoryOfAll] = [drsCpuDemands(at), drsMemoryDemands(at)]
  const cpuDemand = new Float64Array(length)
  const memoryDemand = new Float64Array(length)
  const cpuWishes = new Float64Array(length)
  const memoryWishes = new Float64Array(length)
  for (let i = 0; i < length; i++) {
    const vm = places[i]!
    cpuDemand[i] = cpuOfAll[vm]!
    memoryDemand[i] = memoryOfAll[vm]!
    cpuWishes[i] = cpuWish(at, vcpus[vm]!, cpuReservationMHz[vm]!, cpuLimitMHz[vm]!, coreMHz[i]!, cpuDemand[i]!)
    const reservedMiB = memoryReservationMiB[vm]!
    const keptMiB = reservedMiB > 0 ? Math.min(reservedMiB, touchedOf(at, records[vm] as VmRecord)) : 0
    memoryWishes[i] = memoryWish(at, memoryMiB[vm]!, keptMiB, memoryLimitMiB[vm]!, memoryDemand[i]!)
  }
  const asked = { tree, cpuDemand, memoryDemand, cpuWish: cpuWishes }
  const cpuClaims = () => tree.members.map((member, i) => cpuClaim(at, member, cpuDemand[i] as number))
  const memoryClaims = () => tree.members.map((member, i) => memoryClaim(at, member, memoryDemand[i] as number))
  const rules = at.constants['DRS-030']
  if (tree.root.pools.length === 0) {
    const flat = (capacity: number, wishes: Float64Array, claims: () => readonly DivvyVm[]): ArrayLike<number> =>
      sumOf(wishes) <= capacity ? wishes : divvy(capacity, claims().map(vmClaim), rules)
    const cpu = flat(tree.capacity.cpu, cpuWishes, cpuClaims)
    return { ...asked, cpu, memory: flat(tree.capacity.memory, memoryWishes, memoryClaims), poolCpu: none, poolMemory: none }
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

/** What a VM takes where there is enough: DRS-029. The same as of its claim, without making one. `limitMHz`: Infinity, there is none. */
function cpuWish({ constants }: At, vcpus: number, reservedMHz: number, limitMHz: number, coreMHz: number, demandMHz: number): number {
  const asked = constants['DRS-020'].unusedCpuIsLent ? demandMHz : Math.max(demandMHz, reservedMHz)
  const most = constants['DRS-029'].configuredIsCeiling ? Math.min(asked, vcpus * coreMHz) : asked
  return constants['DRS-019'].limitHolds ? Math.min(most, limitMHz) : most
}

function cpuWishOf(at: At, { vcpus, cpuReservationMHz, cpuLimitMHz }: LabVm, coreMHz: number, demandMHz: number): number {
  return cpuWish(at, vcpus, cpuReservationMHz, cpuLimitMHz ?? Infinity, coreMHz, demandMHz)
}

/** The same of memory; `keptMiB`: what its reservation keeps of what it has touched (DRS-020). */
function memoryWish({ constants }: At, memoryMiB: number, keptMiB: number, limitMiB: number, demandMiB: number): number {
  const asked = Math.max(demandMiB, keptMiB)
  const most = constants['DRS-029'].configuredIsCeiling ? Math.min(asked, memoryMiB) : asked
  return constants['DRS-019'].limitHolds ? Math.min(most, limitMiB) : most
}

function memoryWishOf(at: At, vm: VmRecord, demandMiB: number): number {
  const { memoryMiB, memoryReservationMiB, memoryLimitMiB } = vm.cfg
  return memoryWish(at, memoryMiB, Math.min(memoryReservationMiB, touchedOf(at, vm)), memoryLimitMiB ?? Infinity, demandMiB)
}

/** Asked for only where there is a reservation that keeps it (DRS-020), MiB. */
function touchedOf({ constants, world, now }: At, { cfg, name }: VmRecord): number {
  return cfg.memoryReservationMiB > 0 && constants['DRS-020'].touchedIsKept ? demandOf(world, name, 'touchedMiB', now) : 0
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
    touched: touchedOf(at, vm),
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
  const sums = wishesOnHosts(at)
  if (sums !== null) return sums
  const given = new Map<string, number>()
  for (const [host, division] of divisions(at)) given.set(host, sumOf(division.given))
  return given
})

/** The same where each host gives all that is wished for; null: one has to divide. */
function wishesOnHosts(at: At): ReadonlyMap<string, number> | null {
  const { world, now, constants } = at
  if (!constants['DRS-046'].hostDivides || (world.pools.size > 0 && poolTree(at).limitsCpu)) return null
  const columns = vmColumns(world)
  const { runsOn, vcpus, cpuReservationMHz, cpuLimitMHz } = columns
  const hosts = columns.hosts.map((name) => world.hosts.need(name))
  const cores = Float64Array.from(hosts, ({ power, cfg }) => (power === 'on' ? cfg.cpu.mhz : NaN))
  const sums = new Float64Array(hosts.length)
  const asks = new Uint8Array(hosts.length)
  const demands = columns.at('cpuMHz', now)
  const add = (vm: number, on: number): void => {
    const coreMHz = cores[on] ?? NaN
    if (Number.isNaN(coreMHz)) return
    asks[on] = 1
    sums[on]! += cpuWish(at, vcpus[vm]!, cpuReservationMHz[vm]!, cpuLimitMHz[vm]!, coreMHz, demands[vm]!)
  }
  for (let vm = 0; vm < runsOn.length; vm++) {
    if (!(demands[vm]! > 0)) continue
    const on = runsOn[vm]!
    if (on === SEVERAL) for (const { host } of (columns.records[vm] as VmRecord).instances) add(vm, columns.hosts.indexOf(host))
    else if (on >= 0) add(vm, on)
  }
  if (hosts.some(({ cfg }, on) => sums[on]! > cfg.vmCapacity.cpuMHz)) return null
  return new Map(columns.hosts.flatMap((name, on): (readonly [string, number])[] => (asks[on] === 1 ? [[name, sums[on]!]] : [])))
}

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
    const { hosts, registeredOn } = vmColumns(at.world)
    const [cpuOn, memoryOn] = [new Float64Array(hosts.length), new Float64Array(hosts.length)]
    for (let i = 0; i < tree.places.length; i++) {
      const host = registeredOn[tree.places[i]!]!
      cpuOn[host]! += cpu[i] as number
      memoryOn[host]! += memory[i] as number
    }
    const shares = new Map<string, { readonly cpu: number; readonly memory: number }>()
    hosts.forEach((name, i) => {
      const host = at.world.hosts.need(name)
      if (!hostCounts(at.world, host)) return
      const { cpuMHz, memoryMiB } = host.cfg.vmCapacity
      shares.set(name, { cpu: cpuMHz > 0 ? cpuOn[i]! / cpuMHz : 0, memory: memoryMiB > 0 ? memoryOn[i]! / memoryMiB : 0 })
    })
    return shares
  },
)
