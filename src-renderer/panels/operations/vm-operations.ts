/** Snapshots and Fault Tolerance of a VM as menus and the palette offer them, with the reason where one makes no sense just now. */
import type { CostCommand } from '../../../src-main/contract/operation-cost.ts'
import { operationsFor, reasonAgainstOperation, type OperationReason } from '../../../src-main/contract/operation-sense.ts'
import { useT, type MessageKey } from '../../i18n/index.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRunStore } from '../../stores/run.ts'
import { useSelectionStore } from '../../stores/selection.ts'
import { useWorldStore } from '../../stores/world.ts'
import { askOperation } from './open-operation.ts'

export interface VmOperation {
  readonly id: string
  readonly group: 'snapshots' | 'ft'
  readonly label: string
  readonly testid: string
  /** Null: it can be asked for. */
  readonly reason: string | null
  readonly run: () => void
}

const words: { readonly [reason in OperationReason]: MessageKey } = {
  ftForbidsSnapshots: 'ft.noSnapshots',
  ftIsOff: 'ft.isOff',
  ftIsOn: 'ft.isOn',
  ftIsSuspended: 'ft.isSuspended',
  ftNotProtected: 'ft.notProtected',
  ftNotSuspended: 'ft.notSuspended',
  hasSnapshots: 'ft.hasSnapshots',
  noSnapshots: 'snapshots.none',
  nothingToConsolidate: 'snapshots.notNeeded',
  taskInProgress: 'faults.not.taskInProgress',
}

/** Why a command makes no sense on a VM of the run, in words; null: it may be tried. */
export function useReasonAgainst(): (command: CostCommand, vm: string) => string | null {
  const t = useT()
  const world = useWorldStore()
  return (command, name) => {
    void world.revision
    const vm = world.mirror.vms.get(name)
    const reason = vm === undefined ? null : reasonAgainstOperation(command, vm)
    return reason === null ? null : t(words[reason])
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
      const operations = operationsFor(vm).map((command): VmOperation => ({
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
