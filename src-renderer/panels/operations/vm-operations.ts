/** Snapshots and Fault Tolerance of a VM as menus and the palette offer them, with the reason where one makes no sense just now. */
import type { FtState } from '../../../src-main/contract/state.ts'
import type { CostCommand } from '../../../src-main/contract/operation-cost.ts'
import { useT, type MessageKey } from '../../i18n/index.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRunStore } from '../../stores/run.ts'
import { useSelectionStore } from '../../stores/selection.ts'
import { useWorldStore } from '../../stores/world.ts'
import { askOperation } from './open-operation.ts'

/** What a frame tells of a VM; a recording of an older engine has less. */
export interface OperatedVm {
  readonly power: 'on' | 'off' | 'poweringOn'
  readonly snapshotCount?: number
  readonly consolidationNeeded?: boolean
  readonly ftState?: FtState
  readonly taskInProgress?: true
}

export interface VmOperation {
  readonly id: string
  readonly group: 'snapshots' | 'ft'
  readonly label: string
  readonly testid: string
  /** Null: it can be asked for. */
  readonly reason: string | null
  readonly run: () => void
}

const always = (): MessageKey | null => null
const withoutSnapshots = (vm: OperatedVm): MessageKey | null => ((vm.snapshotCount ?? 0) === 0 ? 'snapshots.none' : null)
const ftOf = (vm: OperatedVm): FtState => vm.ftState ?? 'notConfigured'

const reasonsByWhatItHas: { readonly [command in CostCommand]: (vm: OperatedVm) => MessageKey | null } = {
  'snapshot.create': (vm) => (ftOf(vm) === 'notConfigured' ? null : 'ft.noSnapshots'),
  'snapshot.revert': withoutSnapshots,
  'snapshot.delete': withoutSnapshots,
  'snapshot.deleteAll': withoutSnapshots,
  'snapshot.consolidate': (vm) => (vm.consolidationNeeded === true ? null : 'snapshots.notNeeded'),
  'ft.enable': (vm) => (ftOf(vm) !== 'notConfigured' ? 'ft.isOn' : (vm.snapshotCount ?? 0) > 0 ? 'ft.hasSnapshots' : null),
  'ft.disable': (vm) => (ftOf(vm) === 'notConfigured' ? 'ft.isOff' : null),
  'ft.suspend': (vm) => (ftOf(vm) === 'notConfigured' ? 'ft.isOff' : ftOf(vm) === 'disabled' ? 'ft.isSuspended' : null),
  'ft.resume': (vm) => (ftOf(vm) === 'notConfigured' ? 'ft.isOff' : ftOf(vm) === 'disabled' ? null : 'ft.notSuspended'),
  'ft.testFailover': (vm) => (ftOf(vm) === 'notConfigured' ? 'ft.isOff' : ftOf(vm) === 'running' ? null : 'ft.notProtected'),
}

/** Why a command makes no sense; null: it may be tried, the engine is the judge of all the rest. */
export function reasonAgainst(command: CostCommand, vm: OperatedVm): MessageKey | null {
  return (reasonsByWhatItHas[command] ?? always)(vm) ?? (vm.taskInProgress === true ? 'faults.not.taskInProgress' : null)
}

/** Commands of the menu of a VM: of two that exclude each other the one that can be meant. */
export function commandsFor(vm: OperatedVm): readonly CostCommand[] {
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

/** The same of a VM of the run, in words. */
export function useReasonAgainst(): (command: CostCommand, vm: string) => string | null {
  const t = useT()
  const world = useWorldStore()
  return (command, name) => {
    void world.revision
    const vm = world.mirror.vms.get(name)
    const key = vm === undefined ? null : reasonAgainst(command, vm)
    return key === null ? null : t(key)
  }
}

export function useVmOperations(): { readonly of: (vm: string) => readonly VmOperation[] } {
  const t = useT()
  const texts = useTexts()
  const run = useRunStore()
  const world = useWorldStore()
  const selection = useSelectionStore()
  const against = useReasonAgainst()

  function show(vm: string): void {
    selection.select({ kind: 'vm', name: vm }, { keepTab: true })
    selection.tab = 'snapshots'
  }

  return {
    of(name) {
      void world.revision
      const vm = world.mirror.vms.get(name)
      // A run of an older engine takes no commands.
      if (vm === undefined || run.status?.recordedBy !== null) return []
      const operations = commandsFor(vm).map((command): VmOperation => ({
        id: `operation:${command}`,
        group: command.startsWith('ft.') ? 'ft' : 'snapshots',
        label: command === 'snapshot.revert' ? t('operation.revertLatest') : texts.value.command(command),
        testid: `operation-${command}`,
        reason: against(command, name),
        run: () => askOperation(command, name),
      }))
      const manage: VmOperation = {
        id: 'operation:manage',
        group: 'snapshots',
        label: t('operation.manage'),
        testid: 'operation-manage',
        reason: null,
        run: () => show(name),
      }
      return [...operations.slice(0, 1), manage, ...operations.slice(1)]
    },
  }
}
