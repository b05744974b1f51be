/** vMotion links between hosts, and what moves over them: pure reads over the world. */
import type { ProductLevel } from '../../contract/lab/index.ts'
import { linkRate, reservedCores } from '../models/vmotion-link.ts'
import { derivedOfWorld } from '../core/derived.ts'
import type { MigrationRecord, NetworkRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'
import type { Turn } from '../core/turn.ts'
import { connected, isAttached } from './network.ts'

export interface VmotionPath {
  /** Of the adapters that the two use, bytes per second at the source and at the destination; 0 while the link is gone. */
  readonly fromBytesPerSecond: number
  readonly toBytesPerSecond: number
  readonly streams: number
  readonly rttMs: number
  /** Speed of one NIC, of the slowest network that is used. */
  readonly gbps: number
  /** The two have no vMotion network in common: theirs are taken to be routed to each other (VM-017). */
  readonly isRouted: boolean
}

/** Networks of kind vmotion that the host has an adapter on, whether or not they work. */
export function vmotionNetworksOf(world: ReadonlyTables, host: string): NetworkRecord[] {
  const names = world.hosts.get(host)?.cfg.networks ?? []
  return [...world.networks.values()].filter(({ name, cfg }) => cfg.kind === 'vmotion' && names.includes(name))
}

const pathsByPair = derivedOfWorld(['networks', 'hosts'], () => new Map<string, Map<string, VmotionPath | null>>())

/** How memory gets from one host to another; null: one of them has no adapter for vMotion (VM-003). */
export function vmotionPath(turn: Turn, from: string, to: string): VmotionPath | null {
  const all = pathsByPair(turn.world)
  let known = all.get(from)
  if (known === undefined) all.set(from, (known = new Map()))
  let path = known.get(to)
  if (path === undefined) known.set(to, (path = pathNow(turn, from, to)))
  return path
}

function pathNow(turn: Turn, from: string, to: string): VmotionPath | null {
  const { world, lab } = turn
  const mine = vmotionNetworksOf(world, from)
  const theirs = vmotionNetworksOf(world, to)
  if (mine.length === 0 || theirs.length === 0) return null
  const common = mine.filter((network) => theirs.includes(network))
  const product = olderOf(lab.product, world.hosts.get(from)?.cfg.product, world.hosts.get(to)?.cfg.product)
  const isRouted = common.length === 0
  const [near, far] = isRouted
    ? [mine.filter((network) => isAttached(world, network, from)), theirs.filter((network) => isAttached(world, network, to))]
    : [common.filter((network) => connected(world, network, from, to)), common.filter((network) => connected(world, network, from, to))]
  const all = isRouted ? [...mine, ...theirs] : common
  const rates = (networks: readonly NetworkRecord[]) => networks.map(({ cfg }) => linkRate(cfg, product, turn.constants))
  const sum = (networks: readonly NetworkRecord[]): number => rates(networks).reduce((total, { bytesPerSecond }) => total + bytesPerSecond, 0)
  return {
    fromBytesPerSecond: near.length > 0 && far.length > 0 ? sum(near) : 0,
    toBytesPerSecond: near.length > 0 && far.length > 0 ? sum(far) : 0,
    streams: rates(isRouted ? mine : common).reduce((total, { streams }) => total + streams, 0),
    rttMs: Math.max(...all.map(({ cfg }) => cfg.rttMs)),
    gbps: Math.min(...all.map(({ cfg }) => cfg.gbps)),
    isRouted,
  }
}

const order: readonly ProductLevel[] = ['5.0', '5.1', '5.5', '6.0', '6.5', '6.7', '7.0', '8.0', '9.0']

function olderOf(...levels: readonly (ProductLevel | null | undefined)[]): ProductLevel {
  const places = levels.flatMap((level) => (level === null || level === undefined ? [] : [order.indexOf(level)]))
  return order[Math.min(...places)] as ProductLevel
}

/** What the rate of a transfer is now, bytes per second; 0: none, cut off, or nothing to send. */
export function transferRate(world: ReadonlyTables, id: string): number {
  return world.transfers.get(id)?.rate ?? 0
}

/** Key of the migration of a VM, or of its FT secondary. */
export function migrationKey(vm: string, role: MigrationRecord['role'] = null): string {
  return role === 'secondary' ? `${vm}>secondary` : vm
}

/** What the migrations that run take of a budget (VM-060). */
export function costInUse(world: ReadonlyTables, key: string): number {
  return world.migrationBudgets.get(key)?.inUse ?? 0
}

/** The migration that a VM waits for or is in; not that of its secondary. */
export function migrationOf(world: ReadonlyTables, vm: string): MigrationRecord | undefined {
  return world.migrations.size === 0 ? undefined : world.migrations.get(vm)
}

/** VM-040: MHz that ESXi reserves on the host while memory of VMs is on its way from or to it, however many they are. */
export function cpuReservedForVmotion({ world, constants }: Pick<Turn, 'constants'> & { readonly world: ReadonlyTables }, host: string): number {
  if (costInUse(world, `network/${host}`) === 0) return 0
  const links = vmotionNetworksOf(world, host).map(({ cfg }) => cfg)
  return reservedCores(links, constants) * world.hosts.need(host).cfg.cpu.mhz
}
