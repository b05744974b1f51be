/** The agents of the cluster's own services (DRS-096, HA-183): where they can run, and what DRS does without them. Pure reads over the world. */
import { productAtLeast } from '../../contract/lab/product.ts'
import type { HostRecord } from '../core/records.ts'
import type { Turn } from '../core/turn.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { roomOfHost } from './capacity.ts'
import { freeBytes } from './space.ts'

export type VclsHealth = 'healthy' | 'degraded' | 'unhealthy'

type At = Pick<Turn, 'lab' | 'constants'> & { readonly world: ReadonlyTables }

const GIB = 1024 * 1024 * 1024

function hostsOf(world: ReadonlyTables): HostRecord[] {
  return [...world.hosts.values()].filter((host) => !host.cfg.standalone)
}

/** Null: the product has none. */
export function vclsHealth({ world, lab }: At): VclsHealth | null {
  if (!productAtLeast(lab.product, '7.0')) return null
  if (world.cluster.need('cluster').retreatMode) return 'unhealthy'
  const { agents, ranWithout } = world.vcls.need('vcls')
  if (agents.length > 0 || hostsOf(world).length === 0) return 'healthy'
  return ranWithout ? 'unhealthy' : 'degraded'
}

/** An agent may run there: the host is on, in the cluster and not in maintenance mode. */
function isUsable(host: HostRecord): boolean {
  return host.power === 'on' && host.maintenance !== 'yes' && !host.disconnected
}

/** Hosts where agents are to be, from where they are: one on each, three at most. `canDeploy`: new ones may be placed. */
export function agentPlaces({ world, constants }: At, agents: readonly string[], canDeploy: boolean): readonly string[] {
  if (world.cluster.need('cluster').retreatMode) return []
  const hosts = hostsOf(world)
  const usable = hosts.filter(isUsable)
  const wanted = Math.min(constants['HA-183'].agents, hosts.length)
  const kept = usable.filter(({ name }) => agents.includes(name))
  const more = canDeploy ? usable.filter((host) => !kept.includes(host)).slice(0, wanted - Math.min(wanted, kept.length)) : []
  const places = new Set([...kept.slice(0, wanted), ...more])
  return usable.filter((host) => places.has(host)).map(({ name }) => name)
}

/** DRS-096: a cluster of more than three hosts has to have so much free before agents are deployed. */
export function hasRoomForAgents(turn: Turn): boolean {
  const { world } = turn
  const { cpuMHz, memoryMiB, diskGiB, hostsWithout } = turn.constants['DRS-096']
  const hosts = hostsOf(world)
  if (hosts.length <= hostsWithout) return true
  const rooms = hosts.filter(isUsable).map(({ name }) => roomOfHost(world, name))
  const freeCpu = rooms.reduce((sum, room) => sum + Math.max(0, room.cpuMHz), 0)
  const freeMemory = rooms.reduce((sum, room) => sum + Math.max(0, room.memoryMiB), 0)
  const freeDisk = [...world.datastores.keys()].reduce((sum, datastore) => sum + Math.max(0, freeBytes(turn, datastore)), 0)
  return freeCpu >= cpuMHz && freeMemory >= memoryMiB && freeDisk >= diskGiB * GIB
}
