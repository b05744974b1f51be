/** Which host reaches which datastore, and who holds what: pure reads over the world. */
import type { LabVm } from '../../contract/lab/index.ts'
import type { DatastoreAccess } from '../../contract/state.ts'
import type { DatastoreRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'

/** Access of a host that runs; a datastore that a network carries is lost with the link. */
export function accessOf(world: ReadonlyTables, datastore: DatastoreRecord, host: string): DatastoreAccess {
  if (datastore.cfg.hosts !== null && !datastore.cfg.hosts.includes(host)) return 'unmounted'
  const fault = datastore.faults[host]
  if (fault !== undefined) return fault
  const network = datastore.cfg.network === null ? undefined : world.networks.get(datastore.cfg.network)
  if (network !== undefined) {
    const cfg = world.hosts.get(host)?.cfg
    const hasAdapter = cfg !== undefined && cfg.networks.includes(network.name)
    if (!hasAdapter || !network.up || network.disconnected[host] !== undefined) return 'apd'
  }
  return 'ok'
}

/** The host runs and reads and writes there. */
export function reaches(world: ReadonlyTables, host: string, datastore: string): boolean {
  const record = world.datastores.get(datastore)
  return record !== undefined && world.hosts.get(host)?.power === 'on' && accessOf(world, record, host) === 'ok'
}

/** HA-009: every datastore that the host can access, local ones included. */
export function datastoreCount(world: ReadonlyTables, host: string): number {
  let n = 0
  for (const datastore of world.datastores.keys()) if (reaches(world, host, datastore)) n++
  return n
}

/** Datastores of the VM's configuration file and disks, each once. */
export function datastoresOf(cfg: Pick<LabVm, 'datastore' | 'disks'>): string[] {
  return [...new Set([cfg.datastore, ...cfg.disks.map((disk) => disk.datastore)])]
}

/** HA-190: some datastore is mounted there, whether it can be reached or not. */
export function hasMounted(world: ReadonlyTables, host: string): boolean {
  for (const { cfg, faults } of world.datastores.values()) {
    if ((cfg.hosts === null || cfg.hosts.includes(host)) && faults[host] !== 'unmounted') return true
  }
  return false
}
