import { productAtLeast } from '../../contract/lab/product.ts'
import type { LabState } from '../../contract/state.ts'
import type { Kernel } from '../core/simulation.ts'

/**
 * HA-183, DRS-096: agents of the cluster's own services, one for each host, three at most, on different hosts that run VMs. Null below 7.0.
 * Retreat mode takes them away. Without a running agent the cluster is degraded; unhealthy once DRS would have had to run without one.
 */
export function vclsState({ world, lab, constants }: Kernel): LabState['vcls'] {
  if (!productAtLeast(lab.product, '7.0')) return null
  if (world.cluster.need('cluster').retreatMode) return { health: 'unhealthy', agents: [] }
  const hosts = [...world.hosts.values()].filter((host) => !host.cfg.standalone)
  const usable = hosts.filter((host) => host.power === 'on' && host.maintenance !== 'yes' && !host.disconnected)
  const agents = usable.slice(0, Math.min(constants['HA-183'].agents, hosts.length)).map((host) => host.name)
  return { health: agents.length > 0 || hosts.length === 0 ? 'healthy' : 'degraded', agents }
}
