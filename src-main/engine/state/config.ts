/** Settings as they are now: what was set, whatever became of commands that were refused or never came. Pure reads. */
import type { LabHost } from '../../contract/lab/index.ts'
import type { Kernel } from '../core/simulation.ts'
import type { ClusterConfig } from '../core/simulation-types.ts'
import { clusterEvcMode } from '../reads/cpu.ts'
import { poolsInOrder } from '../reads/pools.ts'

/** With the modes that it is in, or on its way to. */
export function hostConfig({ world }: Kernel, name: string): LabHost | null {
  const host = world.hosts.get(name)
  return host === undefined ? null : { ...host.cfg, maintenance: host.maintenance !== 'no', standby: host.power === 'standby' }
}

export function clusterConfig({ world, lab }: Kernel): ClusterConfig {
  const { vsan, retreatMode } = world.cluster.need('cluster')
  const { name, haSettings } = lab.cluster
  return {
    name,
    // What it is switched on with, while it is off.
    ha: world.ha.get('ha')?.cfg ?? (haSettings === null ? null : { ...haSettings, enabled: false }),
    drs: world.drs.get('drs')?.cfg ?? null,
    resourcePools: poolsInOrder(world),
    evcMode: clusterEvcMode(world),
    vsan,
    vcls: { retreatMode },
  }
}
