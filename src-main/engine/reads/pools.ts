/** The tree of resource pools with what runs in it (DRS-017, DRS-018, DRS-041). Pure reads over the world. */
import type { LabPool, LabVm } from '../../contract/lab/index.ts'
import { productAtLeast } from '../../contract/lab/product.ts'
import { derived, derivedOfWorld } from '../core/derived.ts'
import type { HostRecord, VmRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { levelsOf, poolShares, vmShares } from '../models/shares.ts'
import type { Shares } from '../models/shares.ts'
import type { At } from './drs.ts'
import { isMember } from './ha.ts'
import { vmColumns } from './vm-columns.ts'
import type { VmColumns } from './vm-columns.ts'

/** Tables that decide the tree. */
export const poolTables = ['vms', 'hosts', 'connections', 'pools', 'detached', 'drs'] as const

export const pooledResources = ['cpu', 'memory'] as const
export type PooledResource = (typeof pooledResources)[number]
/** MHz and MiB. */
export type Amounts = { readonly [R in PooledResource]: number }

/** A VM that runs on a host which counts. */
export interface Member {
  readonly vm: VmRecord
  /** As the id of a claim. */
  readonly id: string
  readonly shares: Shares
  /** Of a core of its host, MHz. */
  readonly coreMHz: number
}

export interface PoolNode {
  /** Null: the root. */
  readonly cfg: LabPool | null
  readonly id: string
  readonly parent: PoolNode | null
  readonly pools: readonly PoolNode[]
  /** Positions in `members`. */
  readonly vms: readonly number[]
  /** What its settings say, and what counts among its siblings. */
  readonly own: Shares
  readonly shares: Shares
  /** What shares inside it count times, where its shares scale (DRS-041); null: they do not. */
  readonly times: Shares | null
}

export interface PoolTree {
  readonly root: PoolNode
  readonly byName: ReadonlyMap<string, PoolNode>
  /** VMs that run on hosts which count, in the order of the inventory: their places in it (`VmColumns`), and MHz of a core of the host of each. */
  readonly places: Int32Array
  readonly coreMHz: Float64Array
  /** The same with all that is known of each, asked for by few. */
  readonly members: readonly Member[]
  readonly indexOf: ReadonlyMap<string, number>
  readonly capacity: Amounts
  /** A pool limits CPU: there is something to divide without contention too. */
  readonly limitsCpu: boolean
}

const worldOf = ({ world }: At): ReadonlyTables => world

/** It is connected, and in neither maintenance nor standby mode. */
export function hostCounts(world: ReadonlyTables, host: HostRecord): boolean {
  return isMember(host) && world.connections.get(host.name)?.state === 'connected'
}

/** Of the hosts that count. */
export const clusterCapacity = derivedOfWorld(['hosts', 'connections'], (world): Amounts => {
  const counting = [...world.hosts.values()].filter((host) => hostCounts(world, host)).map(({ cfg }) => cfg.vmCapacity)
  return {
    cpu: counting.reduce((sum, { cpuMHz }) => sum + cpuMHz, 0),
    memory: counting.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0),
  }
})

/** The pool in which a VM competes: none while HA's restart left it at the root (DRS-108). */
export function poolOf(world: ReadonlyTables, vm: VmRecord): string | null {
  return vm.cfg.resourcePool !== null && world.pools.has(vm.cfg.resourcePool) && !world.detached.has(vm.name) ? vm.cfg.resourcePool : null
}

/** Settings are replaced when they change, so they are a safe key. */
const known = new WeakMap<LabVm, { readonly constants: At['constants']; readonly shares: Shares }>()

/** Those of a VM that HA restarted are flattened until DRS puts it back (HA-105). */
export function sharesOf({ world, constants }: Pick<At, 'world' | 'constants'>, vm: VmRecord): Shares {
  const flat = world.detached.size === 0 ? undefined : world.detached.get(vm.name)
  if (flat !== undefined) return { cpu: flat.cpuShares, memory: flat.memoryShares }
  let kept = known.get(vm.cfg)
  if (kept?.constants !== constants) {
    kept = { constants, shares: vmShares(vm.cfg, constants) }
    known.set(vm.cfg, kept)
  }
  return kept.shares
}

export function poolsInOrder(world: ReadonlyTables): LabPool[] {
  return [...world.pools.values()].sort((a, b) => a.order - b.order).map(({ cfg }) => cfg)
}

export const poolTree = derived(poolTables, worldOf, (at: At): PoolTree => {
  const { world, constants } = at
  const columns = vmColumns(world)
  const { places, coreMHz } = membersOf(world, columns)
  const { records } = columns
  const hasPools = world.pools.size > 0 && constants['DRS-017'].siblingsOnly
  let members: Member[] | null = null
  let indexOf: Map<string, number> | null = null
  const memberAt = (place: number, i: number): Member => {
    const vm = records[place] as VmRecord
    return { vm, id: hasPools ? `vm ${vm.name}` : vm.name, shares: sharesOf(at, vm), coreMHz: coreMHz[i]! }
  }
  const allMembers = (): Member[] => (members ??= Array.from(places, memberAt))
  const inPool = new Map<string | null, number[]>()
  if (hasPools)
    for (let i = 0; i < places.length; i++) {
      const pool = poolOf(world, records[places[i]!] as VmRecord)
      const list = inPool.get(pool)
      if (list === undefined) inPool.set(pool, [i])
      else list.push(i)
    }
  const pools = hasPools ? poolsInOrder(world) : []
  const { root, byName } = grown(at, pools, inPool, allMembers)
  return {
    root,
    byName,
    places,
    coreMHz,
    get members() {
      return allMembers()
    },
    get indexOf() {
      return (indexOf ??= new Map(allMembers().map(({ vm }, i) => [vm.name, i])))
    },
    capacity: clusterCapacity(world),
    limitsCpu: pools.some(({ cpuLimitMHz }) => cpuLimitMHz !== null),
  }
})

function membersOf(world: ReadonlyTables, { hosts, isOn, registeredOn }: VmColumns): Pick<PoolTree, 'places' | 'coreMHz'> {
  const cores = Float64Array.from(hosts, (name) => {
    const host = world.hosts.need(name)
    return hostCounts(world, host) ? host.cfg.cpu.mhz : NaN
  })
  const places = new Int32Array(isOn.length)
  const coreMHz = new Float64Array(isOn.length)
  let count = 0
  for (let i = 0; i < isOn.length; i++) {
    const core = isOn[i] === 1 ? (cores[registeredOn[i]!] ?? NaN) : NaN
    if (Number.isNaN(core)) continue
    places[count] = i
    coreMHz[count++] = core
  }
  return { places: places.subarray(0, count), coreMHz: coreMHz.subarray(0, count) }
}

type Growing = { -readonly [K in Exclude<keyof PoolNode, 'pools'>]: PoolNode[K] } & { pools: Growing[] }

function grown(at: At, pools: readonly LabPool[], inPool: ReadonlyMap<string | null, number[]>, members: () => readonly Member[]) {
  const none: Shares = { cpu: 0, memory: 0 }
  const root: Growing = { cfg: null, id: '', parent: null, pools: [], vms: inPool.get(null) ?? [], own: none, shares: none, times: null }
  const byName = new Map<string, Growing>()
  for (const cfg of pools) {
    const own = poolShares(cfg, at.constants)
    byName.set(cfg.name, { cfg, id: `pool ${cfg.name}`, parent: root, pools: [], vms: inPool.get(cfg.name) ?? [], own, shares: own, times: null })
  }
  for (const node of byName.values()) {
    const parent = node.cfg?.parent == null ? root : (byName.get(node.cfg.parent) ?? root)
    node.parent = parent
    parent.pools.push(node)
  }
  const idle = idleShares(at)
  if (at.constants['DRS-041'].sharesScale && productAtLeast(at.lab.product, '7.0')) {
    const isAll = at.world.drs.get('drs')?.cfg.scalableShares === true
    if (isAll || pools.some(({ scalableShares }) => scalableShares)) scale(root, isAll, members(), idle, at)
  }
  return { root: root as PoolNode, byName: byName as ReadonlyMap<string, PoolNode> }
}

/** DRS-018: what is off holds no shares, and DRS-041 counts none. Broken, it does. */
function idleShares(at: At): ReadonlyMap<string, Shares> {
  const idle = new Map<string, Shares>()
  if (at.constants['DRS-018'].onlyPoweredOn) return idle
  for (const vm of at.world.vms.values()) {
    const pool = vm.power === 'on' ? null : vm.cfg.resourcePool
    if (pool === null) continue
    const { cpu, memory } = sharesOf(at, vm)
    const sum = idle.get(pool) ?? { cpu: 0, memory: 0 }
    idle.set(pool, { cpu: sum.cpu + cpu, memory: sum.memory + memory })
  }
  return idle
}

/** DRS-041: bottom-up. The switch of the cluster is for every pool, that of a pool for its children. */
function scale(node: Growing, isAll: boolean, members: readonly Member[], idle: ReadonlyMap<string, Shares>, at: At): void {
  for (const pool of node.pools) scale(pool, isAll, members, idle, at)
  if (!(isAll || node.cfg?.scalableShares === true)) return
  const cpu = levelsOf(node.pools.map(({ own }) => own.cpu))
  const memory = levelsOf(node.pools.map(({ own }) => own.memory))
  node.pools.forEach((pool, i) => {
    const inside = sharesInside(pool, members, idle, at)
    const times = { cpu: cpu[i] ?? 0, memory: memory[i] ?? 0 }
    pool.times = times
    pool.shares = { cpu: inside.cpu * times.cpu, memory: inside.memory * times.memory }
  })
}

function sharesInside(pool: Growing, members: readonly Member[], idle: ReadonlyMap<string, Shares>, at: At): Shares {
  const off = idle.get(pool.cfg?.name ?? '')
  const sum = { cpu: off?.cpu ?? 0, memory: off?.memory ?? 0 }
  const add = ({ cpu, memory }: Shares): void => {
    sum.cpu += cpu
    sum.memory += memory
  }
  for (const i of pool.vms) {
    const { vm, shares } = members[i] as Member
    // DRS-042: what is custom counts as it is.
    const isCustom = !at.constants['DRS-042'].customSharesCount
    add(isCustom ? vmShares({ ...vm.cfg, cpuShares: 'normal', memoryShares: 'normal' }, at.constants) : shares)
  }
  for (const child of pool.pools) if (sharesAreActive(child)) add(child.shares)
  return sum
}

/** DRS-018: a pool in which nothing runs holds none. */
function sharesAreActive({ vms, pools }: PoolNode): boolean {
  return vms.length > 0 || pools.some(sharesAreActive)
}
