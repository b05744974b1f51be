/** A small cluster of which something fails, for the families about HA's clocks. */
import { firstEvent, type Evidence, type LabFile } from '../../kit/evidence.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'

export interface SmallCluster {
  readonly hosts: number
  /** Name of the host that is the primary: it has the highest managed object id. */
  readonly primary: string
  /** Two heartbeat datastores, or none. */
  readonly heartbeatDatastores: boolean
  readonly advancedOptions?: { readonly [option: string]: number }
  /** Hosts with a virtual machine each, `vm-` and the host's name. */
  readonly vmsOn?: readonly string[]
}

export const DATASTORES = ['ds-01', 'ds-02'] as const

/** Settled: nothing happens before the first command. */
export function clusterLab(name: string, cluster: SmallCluster, timeline: readonly LabFile[], untilS: number): LabFile {
  const { primary, heartbeatDatastores, advancedOptions = {}, vmsOn = [] } = cluster
  return labFile(name, {
    cluster: { ha: { ...(!heartbeatDatastores && { heartbeatDatastores: { policy: 'only', preferred: [] } }), advancedOptions } },
    networks: [{ name: 'mgmt', kind: 'management', isolationAddresses: ['gateway'] }],
    hosts: Array.from({ length: cluster.hosts }, (_, at) => ({
      ...hostEntry({ name: hostName(at), sockets: 2, cores: 16, mhz: 2600, memoryMiB: 262_144 }),
      ...(hostName(at) === primary && { moid: 'host-99' }),
    })),
    vms: vmsOn.map((host) => ({ name: `vm-${host}`, host, vcpus: 2, memoryMiB: 4096 })),
    timeline,
    until: `${untilS}s`,
  })
}

/** Run time in seconds; null: it never happened. */
export function secondsOf(evidence: Evidence, type: Parameters<typeof firstEvent>[1], fields: Parameters<typeof firstEvent>[2] = {}): number | null {
  const event = firstEvent(evidence.events, type, fields)
  return event === null ? null : event.t / 1000
}
