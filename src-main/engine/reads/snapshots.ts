/** Snapshots of VMs: pure reads over the world. What a chain is: `models/snapshot-chain.ts`. */
import type { LabDisk } from '../../contract/lab/index.ts'
import type { ChainRecord, SnapshotRecord, VmRecord } from '../core/records.ts'
import type { Turn } from '../core/turn.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { baseChain, chainDepth } from '../models/snapshot-chain.ts'
import { snapshotDisks } from './space.ts'
import { reachesVm } from './storage.ts'

const GIB = 1024 * 1024 * 1024

export function chainOf(world: ReadonlyTables, vm: string): ChainRecord | undefined {
  return world.chains.size === 0 ? undefined : world.chains.get(vm)
}

/** The chain of a VM, or that of one without snapshots; what snapshots cover follows its disks while there are no deltas (SN-022). */
export function chainNow(world: ReadonlyTables, { name, cfg }: Pick<VmRecord, 'name' | 'cfg'>): ChainRecord {
  const diskBytes = bytesOfDisks(snapshotDisks(cfg))
  const chain = chainOf(world, name)
  if (chain === undefined) return { ...baseChain(diskBytes), vm: name, snapshots: [], heldWrite: null }
  return chain.layers.length > 1 ? chain : { ...chain, diskBytes }
}

export function bytesOfDisks(disks: readonly LabDisk[]): number {
  return disks.reduce((sum, { sizeGiB }) => sum + sizeGiB * GIB, 0)
}

/** Its disks have snapshots, or deltas that no snapshot refers to any more. */
export function hasSnapshots(world: ReadonlyTables, vm: string): boolean {
  const chain = chainOf(world, vm)
  return chain !== undefined && (chain.snapshots.length > 0 || chain.layers.length > 1)
}

/** Deltas above the base disks. */
export function chainDepthOf(world: ReadonlyTables, vm: string): number {
  const chain = chainOf(world, vm)
  return chain === undefined ? 0 : chainDepth(chain)
}

/** The snapshot that a command means: an id, or a name, of equal names the newest (SN-007). */
export function findSnapshot({ world, constants }: Pick<Turn, 'world' | 'constants'>, vm: string, idOrName: string): SnapshotRecord | undefined {
  const snapshots = chainOf(world, vm)?.snapshots ?? []
  const byId = snapshots.find(({ id }) => id === idOrName)
  const named = snapshots.filter(({ name }) => name === idOrName)
  return byId ?? (constants['SN-007'].newestOfEqualNames ? named[named.length - 1] : named[0])
}

/** SN-005: format of the deltas of a disk; null: its datastore has one of its own. NFS is as VMFS 5. */
export function deltaFormat({ world, constants }: Pick<Turn, 'world' | 'constants'>, disk: LabDisk): 'vmfsSparse' | 'seSparse' | null {
  const datastore = world.datastores.get(disk.datastore)?.cfg
  if (datastore === undefined || datastore.type === 'vsan' || datastore.type === 'vvol') return null
  const { seSparseOnVmfs, seSparseFromGiB } = constants['SN-005']
  const isNew = datastore.type !== 'nfs' && datastore.vmfsVersion >= seSparseOnVmfs
  return isNew || disk.sizeGiB >= seSparseFromGiB ? 'seSparse' : 'vmfsSparse'
}

/** Its guest executes and reaches its disks: it writes as its demand says. */
export function canWrite(world: ReadonlyTables, name: string): boolean {
  const vm = world.vms.get(name)
  if (vm?.power !== 'on' || vm.host === null || vm.stunned || vm.question !== null || vm.awaitsTakeover) return false
  return (vm.guest === 'ready' || vm.guest === 'booting') && reachesVm(world, vm.host, vm.cfg)
}
