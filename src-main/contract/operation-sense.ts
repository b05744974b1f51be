/**
 * Whether a snapshot or Fault Tolerance command makes sense on a VM just now, by what a frame says of the VM. As in `command-sense.ts` the engine is the
 * judge of all the rest. Pure.
 */
import type { VmView } from './api-runs.ts'
import type { CostCommand } from './operation-cost.ts'
import type { FtState } from './state.ts'

export type OperationReason =
  | 'ftForbidsSnapshots'
  | 'ftIsOff'
  | 'ftIsOn'
  | 'ftIsSuspended'
  | 'ftNotProtected'
  | 'ftNotSuspended'
  | 'hasSnapshots'
  | 'noSnapshots'
  | 'nothingToConsolidate'
  | 'taskInProgress'

/** What a frame tells of a VM; a recording of an older engine has less. */
export type OperatedVm = Partial<Pick<VmView, 'snapshotCount' | 'consolidationNeeded' | 'ftState' | 'taskInProgress'>>

type Reason = OperationReason | null

const withoutSnapshots = (vm: OperatedVm): Reason => ((vm.snapshotCount ?? 0) === 0 ? 'noSnapshots' : null)
const ftOf = (vm: OperatedVm): FtState => vm.ftState ?? 'notConfigured'

const byWhatItHas: { readonly [command in CostCommand]: (vm: OperatedVm) => Reason } = {
  'snapshot.create': (vm) => (ftOf(vm) === 'notConfigured' ? null : 'ftForbidsSnapshots'),
  'snapshot.revert': withoutSnapshots,
  'snapshot.delete': withoutSnapshots,
  'snapshot.deleteAll': withoutSnapshots,
  'snapshot.consolidate': (vm) => (vm.consolidationNeeded === true ? null : 'nothingToConsolidate'),
  'ft.enable': (vm) => (ftOf(vm) !== 'notConfigured' ? 'ftIsOn' : (vm.snapshotCount ?? 0) > 0 ? 'hasSnapshots' : null),
  'ft.disable': (vm) => (ftOf(vm) === 'notConfigured' ? 'ftIsOff' : null),
  'ft.suspend': (vm) => (ftOf(vm) === 'notConfigured' ? 'ftIsOff' : ftOf(vm) === 'disabled' ? 'ftIsSuspended' : null),
  'ft.resume': (vm) => (ftOf(vm) === 'notConfigured' ? 'ftIsOff' : ftOf(vm) === 'disabled' ? null : 'ftNotSuspended'),
  'ft.testFailover': (vm) => (ftOf(vm) === 'notConfigured' ? 'ftIsOff' : ftOf(vm) === 'running' ? null : 'ftNotProtected'),
}

/** Why a command makes no sense on a VM; null: it may be tried. */
export function reasonAgainstOperation(command: CostCommand, vm: OperatedVm): Reason {
  return byWhatItHas[command](vm) ?? (vm.taskInProgress === true && !endsCopy(command, vm) ? 'taskInProgress' : null)
}

/** The copy of a secondary is what is under way then, and these give it up (FT-028). */
const endsCopy = (command: CostCommand, vm: OperatedVm): boolean => ftOf(vm) === 'starting' && (command === 'ft.disable' || command === 'ft.suspend')

/** Of commands that exclude each other the one that can be meant. */
export function operationsFor(vm: OperatedVm): readonly CostCommand[] {
  return [
    'snapshot.create',
    'snapshot.revert',
    'snapshot.deleteAll',
    'snapshot.consolidate',
    ftOf(vm) === 'notConfigured' ? 'ft.enable' : 'ft.disable',
    ftOf(vm) === 'disabled' ? 'ft.resume' : 'ft.suspend',
    'ft.testFailover',
  ]
}
