/** Caps that settings of DRS put on hosts: VMs per host (DRS-056), and vCPUs per core (DRS-066). They hold while DRS is on. Pure reads over the world. */
import type { FactId } from '../../contract/fact-id.ts'
import { productAtLeast } from '../../contract/lab/product.ts'
import type { LabHost } from '../../contract/lab/index.ts'
import { derivedOfWorld } from '../core/derived.ts'
import { round9 } from '../models/maths.ts'
import type { HostRoom } from './capacity.ts'
import { drsOption, drsSettings } from './drs.ts'
import type { At } from './drs.ts'

type Asker = Pick<At, 'world' | 'lab' | 'constants'>

const coresOf = ({ cpu }: Pick<LabHost, 'cpu'>): number => cpu.sockets * cpu.coresPerSocket

/** Cores of the hosts that run, and vCPUs of VMs that run or start. */
const clusterTotals = derivedOfWorld(['hosts', 'vms'], (world) => {
  let cores = 0
  let vcpus = 0
  for (const { power, maintenance, cfg } of world.hosts.values()) if (!cfg.standalone && power === 'on' && maintenance === 'no') cores += coresOf(cfg)
  for (const { power, powerOn, host, cfg } of world.vms.values()) {
    const at = powerOn?.host ?? (power === 'on' ? host : null)
    if (at !== null && world.hosts.get(at)?.cfg.standalone !== true) vcpus += cfg.vcpus
  }
  return { cores, vcpus }
})

/**
 * vCPUs that may still be started on the host under the caps; Infinity: there is none. `coming`: vCPUs that come into the cluster besides, and
 * are not counted yet; null: the VM runs in the cluster, whose own cap does not ask.
 */
export function vcpusLeft(at: Asker, host: Pick<LabHost, 'cpu' | 'standalone'>, room: Pick<HostRoom, 'vcpus'>, coming: number | null): number {
  const cfg = drsSettings(at.world)
  if (cfg === null || host.standalone || !at.constants['DRS-066'].capHolds) return Infinity
  const isPerHost = productAtLeast(at.lab.product, '6.7')
  const perCore = drsOption(cfg, 'MaxVcpusPerCore', isPerHost ? (cfg.cpuOverCommitPercent ?? 0) / 100 : 0)
  const ofCluster = drsOption(cfg, 'MaxVcpusPerClusterPct', isPerHost ? 0 : (cfg.cpuOverCommitPercent ?? 0))
  const onHost = perCore > 0 ? round9(perCore * coresOf(host)) - room.vcpus : Infinity
  if (ofCluster <= 0 || coming === null) return onHost
  const { cores, vcpus } = clusterTotals(at.world)
  return Math.min(onHost, round9((ofCluster / 100) * cores) - vcpus - coming)
}

/** What keeps a VM from a host besides room; null: nothing. HA looks at the vCPUs only. */
export function capTrouble(
  at: Asker,
  host: Pick<LabHost, 'cpu' | 'standalone'>,
  room: HostRoom,
  vm: { readonly vcpus: number },
  comes: boolean,
): { readonly reason: 'vmsPerHostLimit' | 'vcpusPerCoreLimit'; readonly facts: readonly [FactId] } | null {
  const cfg = drsSettings(at.world)
  if (cfg === null || host.standalone) return null
  const most = drsOption(cfg, 'LimitVMsPerESXHost', 0)
  if (most > 0 && room.vms >= most && at.constants['DRS-056'].limitHolds) return { reason: 'vmsPerHostLimit', facts: ['DRS-056'] }
  return vm.vcpus > vcpusLeft(at, host, room, comes ? 0 : null) ? { reason: 'vcpusPerCoreLimit', facts: ['DRS-066'] } : null
}
