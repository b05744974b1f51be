/** What can be done with what is selected, by its key in the menu. */
import { reactive } from 'vue'
import type { MessageKey } from '../../i18n/en.ts'

export const designActions = [
  'rename', 'duplicate', 'copies', 'move', 'keepTogether', 'separate', 'vmGroup', 'hostGroup', 'copy', 'paste', 'remove',
] as const // prettier-ignore
export type DesignAction = (typeof designActions)[number]

export const designActionText: { readonly [action in DesignAction]: { readonly label: MessageKey; readonly keys?: string } } = {
  rename: { label: 'design.rename', keys: 'F2' },
  duplicate: { label: 'design.duplicate', keys: 'Ctrl+D' },
  copies: { label: 'design.copies' },
  move: { label: 'design.moveTo', keys: 'M' },
  keepTogether: { label: 'design.newTogether' },
  separate: { label: 'design.newSeparate' },
  vmGroup: { label: 'design.newGroup' },
  hostGroup: { label: 'design.newGroup' },
  copy: { label: 'design.copyYaml', keys: 'Ctrl+C' },
  paste: { label: 'design.pasteYaml', keys: 'Ctrl+V' },
  remove: { label: 'design.remove', keys: 'Del' },
}

/** Menu and dialogs of the page: one at a time. */
export const designDialogs = reactive<{
  menu: { readonly x: number; readonly y: number } | null
  dialog: 'vms' | 'copies' | 'move' | null
}>({ menu: null, dialog: null })
