/** Which host reaches which datastore, and who holds what: pure reads over the world. */
import type { LabVm, ProductLevel } from '../../contract/lab/index.ts'
import type { DatastoreAccess } from '../../contract/state.ts'
import type { CopiedFiles } from '../core/moving-records.ts'
import type { DatastoreRecord, StorageLossRecord } from '../core/records.ts'
import type { Turn } from '../core/turn.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { connected, networksOfKind } from './network.ts'

/** Access as the paths are now, whatever the clock of an APD says; a datastore that a network carries is lost with the link. */
function pathsOf(world: ReadonlyTables, datastore: DatastoreRecord, host: string): Exclude<DatastoreAccess, 'apdTimeout'> {
  if (datastore.cfg.hosts !== null && !datastore.cfg.hosts.includes(host)) return 'unmounted'
  const fault = datastore.faults[host]
  const network = datastore.cfg.network === null ? undefined : world.networks.get(datastore.cfg.network)
  // Without an adapter there it could never be mounted.
  if (network !== undefined && world.hosts.get(host)?.cfg.networks.includes(network.name) !== true) return 'unmounted'
  if (fault !== undefined) return fault
  return network !== undefined && (!network.up || network.disconnected[host] !== undefined) ? 'apd' : 'ok'
}

/** Access of a host as people see it. */
export function accessOf(world: ReadonlyTables, datastore: DatastoreRecord, host: string): DatastoreAccess {
  const paths = pathsOf(world, datastore, host)
  return paths === 'apd' && (lossOf(world, datastore.name, host)?.timedOutAt ?? null) !== null ? 'apdTimeout' : paths
}

/** The host runs and reads and writes there. */
export function reaches(world: ReadonlyTables, host: string, datastore: string): boolean {
  const record = world.datastores.get(datastore)
  return record !== undefined && world.hosts.get(host)?.power === 'on' && pathsOf(world, record, host) === 'ok'
}

export function lossKey(datastore: string, host: string): string {
  return `${datastore}>${host}`
}

export function lossOf(world: ReadonlyTables, datastore: string, host: string): StorageLossRecord | undefined {
  return world.storageLosses.size === 0 ? undefined : world.storageLosses.get(lossKey(datastore, host))
}

/** HA-125: what a host that runs has lost there. An unmounted datastore is not lost, and vSAN is not covered. */
export function lossKindOf({ world, constants }: Turn, datastore: DatastoreRecord, host: string): 'apd' | 'pdl' | null {
  const leftAlone = datastore.cfg.type === 'vsan' && constants['HA-125'].vsanLeftAlone
  if (leftAlone || world.hosts.get(host)?.power !== 'on') return null
  const paths = pathsOf(world, datastore, host)
  return paths === 'apd' || paths === 'pdl' ? paths : null
}

/** The release of a host. */
export function productOf(turn: Turn, host: string): ProductLevel {
  return turn.world.hosts.get(host)?.cfg.product ?? turn.lab.product
}

type VmFiles = Pick<LabVm, 'datastore' | 'disks' | 'vsanComponents' | 'host'>

/** The host reaches all datastores of the VM, and of its vSAN objects enough. */
export function reachesVm(world: ReadonlyTables, host: string, vm: VmFiles): boolean {
  return datastoresOf(vm).every((datastore) => reachesFiles(world, host, vm, datastore))
}

/** The host reaches the files of the VM that lie on the datastore. */
export function reachesFiles(world: ReadonlyTables, host: string, vm: VmFiles, datastore: string): boolean {
  if (!reaches(world, host, datastore)) return false
  const record = world.datastores.need(datastore)
  return record.cfg.type !== 'vsan' || ownsVsanObject(world, host, vm, record)
}

/** The host of a copy reads and writes there. */
export function reachesCopied({ world, constants }: Turn, { name, host, vm }: CopiedFiles): boolean {
  const cfg = vm === undefined || !constants['HA-176'].majorityNeeded ? undefined : world.vms.get(vm)?.cfg
  return cfg === undefined ? reaches(world, host, name) : reachesFiles(world, host, cfg, name)
}

/** HA-176: more than half of the components are in the vSAN partition of the host. Without a network of kind vsan nobody can be cut off. */
function ownsVsanObject(world: ReadonlyTables, host: string, vm: VmFiles, datastore: DatastoreRecord): boolean {
  const components = componentsOf(world, vm, datastore)
  const networks = networksOfKind(world, 'vsan')
  const there = components.filter(
    (other) =>
      world.hosts.get(other)?.power === 'on' &&
      (other === host || networks.length === 0 || networks.some((network) => connected(world, network, host, other))),
  )
  return components.length === 0 || there.length * 2 > components.length
}

/**
 * Two copies and a witness. Where the lab names no hosts: the host of the VM and those behind it, none that was in standby mode when they were
 * placed; with fewer than three the witness is elsewhere.
 */
const FTT_1_COMPONENTS = 3

function componentsOf(world: ReadonlyTables, vm: VmFiles, datastore: DatastoreRecord): readonly string[] {
  if (vm.vsanComponents !== null) return vm.vsanComponents
  const hosts = [...world.hosts.values()]
    .filter(({ name, cfg }) => !cfg.standalone && !cfg.standby && (datastore.cfg.hosts === null || datastore.cfg.hosts.includes(name)))
    .map(({ name }) => name)
  if (hosts.length < FTT_1_COMPONENTS) return []
  const first = Math.max(0, vm.host === null ? 0 : hosts.indexOf(vm.host))
  return [...hosts.slice(first), ...hosts.slice(0, first)].slice(0, FTT_1_COMPONENTS)
}

/** HA-009: every datastore that the host can access, local ones included. */
export function datastoreCount(world: ReadonlyTables, host: string): number {
  let n = 0
  for (const datastore of world.datastores.keys()) if (reaches(world, host, datastore)) n++
  return n
}

/** Datastores of the VM's configuration file and disks, each once. */
export function datastoresOf(cfg: Pick<LabVm, 'datastore' | 'disks'>): string[] {
  const names = [cfg.datastore]
  for (const { datastore } of cfg.disks) if (!names.includes(datastore)) names.push(datastore)
  return names
}

/** HA-190: some datastore is mounted there, whether it can be reached or not. */
export function hasMounted(world: ReadonlyTables, host: string): boolean {
  for (const { cfg, faults } of world.datastores.values()) {
    if ((cfg.hosts === null || cfg.hosts.includes(host)) && faults[host] !== 'unmounted') return true
  }
  return false
}
