/** The hosts that a restart may choose from, as `policy/placement.ts` wants them (HA-101). */
import type { VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import type { HostRoom } from '../../reads/capacity.ts'
import { networksMissing } from '../../reads/network.ts'
import { datastoresOf, reaches } from '../../reads/storage.ts'
import type { HostOption } from './policy/placement.ts'

/** VMs on one host (configuration maximum). */
export const VMS_PER_HOST = 1024

export function hostOptions(turn: Turn, vm: VmRecord, partition: readonly string[], rooms: Map<string, HostRoom>): HostOption[] {
  const datastores = datastoresOf(vm.cfg)
  const networks = vm.cfg.nics.map((nic) => nic.network)
  const options: HostOption[] = []
  for (const host of turn.world.hosts.values()) {
    const room = rooms.get(host.name)
    if (room === undefined || host.cfg.standalone) continue
    options.push({
      host: host.name,
      order: host.order,
      excluded: excluded(turn, host.name, partition),
      cpuUnreservedMHz: room.cpuMHz,
      memoryUnreservedMiB: room.memoryMiB,
      vms: room.vms,
      powerOns: room.powerOns,
      reachesDatastores: datastores.every((datastore) => reaches(turn.world, host.name, datastore)),
      hasNetworks: networksMissing(turn.world, networks, host.name) === null,
    })
  }
  return options
}

function excluded(turn: Turn, host: string, partition: readonly string[]): string | null {
  const record = turn.world.hosts.need(host)
  if (record.maintenance !== 'no') return 'inMaintenance'
  if (record.power === 'standby' || record.standbyChange !== null) return 'inStandby'
  if (record.disconnected) return 'disconnected'
  if (partition.includes(host)) return null
  return record.power === 'on' ? 'notInPartition' : 'failedHost'
}
