/** The dialog of an operation on a VM that shows what it will cost: opened from tabs, menus and the palette, shown once. */
import { shallowRef } from 'vue'
import { costCommands, type CostCommand } from '../../../src-main/contract/operation-cost.ts'

export interface OpenOperation {
  readonly command: CostCommand
  readonly vm: string
  /** Of a revert or delete: the snapshot to begin with; null: the current one. */
  readonly snapshot: string | null
  readonly children: boolean
}

export const openOperation = shallowRef<OpenOperation | null>(null)

export function askOperation(command: CostCommand, vm: string, snapshot: string | null = null, children = false): void {
  openOperation.value = { command, vm, snapshot, children }
}

export function hasCost(command: string): command is CostCommand {
  return costCommands.some((known) => known === command)
}
