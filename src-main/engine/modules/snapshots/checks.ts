/** What keeps a snapshot from being taken, reverted to or removed. Each check refuses the command and returns null, or what it found. */
import type { FactId } from '../../../contract/fact-id.ts'
import type { CommandArgs } from '../../core/messages.ts'
import type { SnapshotRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { taskInWay } from '../../reads/busy.ts'
import { hasFt } from '../../reads/ft.ts'
import { vcenterManages, vcenterRuns } from '../../reads/network.ts'
import { chainDepthOf, findSnapshot } from '../../reads/snapshots.ts'
import { freeBytes } from '../../reads/space.ts'
import { datastoresOf, productOf, reachesFiles } from '../../reads/storage.ts'

const MIB = 1024 * 1024

/** The VM, if vCenter can have anything done to its snapshots now. */
export function workableVm(turn: Turn, args: CommandArgs): VmRecord | null {
  const vm = turn.world.vms.get(args['vm'] as string)
  const refuse = (reason: string, fact: FactId): null => {
    turn.refuse(reason, [fact])
    return null
  }
  if (!vcenterRuns(turn.world)) return refuse('vcenterDown', 'HA-003')
  if (vm === undefined) return refuse('notFound', 'SN-001')
  if (vm.host !== null && !vcenterManages(turn.world, vm.host)) return refuse('invalidState', 'SN-001')
  if (vm.powerOn !== null || vm.stunned || taskInWay(turn, vm.name) !== null) return refuse('taskInProgress', 'SN-012')
  if (hasFt(turn.world, vm.name)) return refuse('ftEnabled', 'SN-021')
  const { host } = vm
  const lost = host === null ? undefined : datastoresOf(vm.cfg).find((datastore) => !reachesFiles(turn.world, host, vm.cfg, datastore))
  if (lost === undefined || !turn.constants['SN-031'].liesWithItsDisks) return vm
  turn.refuse('datastoreNotAccessible', ['SN-004'], { host: vm.host, datastore: lost })
  return null
}

/** SN-006, SN-021; with memory also room for the image. */
export function mayTake(turn: Turn, vm: VmRecord, memory: boolean): boolean {
  const refuse = (reason: string, fact: FactId, datastore?: string): false => {
    turn.refuse(reason, [fact], datastore === undefined ? {} : { datastore })
    return false
  }
  // A guest that waits for an answer cannot be captured.
  if (vm.question !== null) return refuse('invalidState', 'SN-016')
  const { devicesRefused, independentRefused, onlyMemoryFromProduct } = turn.constants['SN-021']
  if (devicesRefused && isIncompatible(vm)) return refuse('snapshotIncompatibleDevice', 'SN-021')
  const isNew = vm.host === null || Number(productOf(turn, vm.host)) >= onlyMemoryFromProduct
  const isIndependent = vm.power === 'on' && vm.cfg.disks.some(({ mode }) => mode !== 'persistent')
  if (independentRefused && isIndependent && (memory || !isNew)) return refuse('memorySnapshotOnIndependentDisk', 'SN-021')
  if (chainDepthOf(turn.world, vm.name) >= turn.constants['SN-006'].levels) return refuse('tooManySnapshotLevels', 'SN-006')
  if (memory && freeBytes(turn, vm.cfg.datastore) < vm.cfg.memoryMiB * MIB) return refuse('insufficientSpace', 'SN-003', vm.cfg.datastore)
  return true
}

/** SN-021: raw disks in physical mode, shared SCSI buses, DirectPath devices. */
function isIncompatible({ cfg }: VmRecord): boolean {
  return (
    cfg.scsiBusSharing !== 'none' ||
    cfg.disks.some(({ rdm }) => rdm === 'physical') ||
    cfg.devices.some(({ type, connected }) => type === 'passthrough' && connected)
  )
}

/** The snapshot that the command names. */
export function namedSnapshot(turn: Turn, vm: VmRecord, args: CommandArgs): SnapshotRecord | null {
  const found = findSnapshot(turn, vm.name, args['name'] as string)
  if (found === undefined) turn.refuse('notFound', ['SN-007'])
  return found ?? null
}
