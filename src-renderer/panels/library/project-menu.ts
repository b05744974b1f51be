/** What can be done with a project, by its key in the menu of a card. */
import type { MessageKey } from '../../i18n/en.ts'

export const projectActions = [
  'open',
  'design',
  'resilience',
  'rename',
  'duplicate',
  'compare',
  'imported',
  'exportLab',
  'exportProject',
  'exportReplaced',
  'delete',
] as const
export type ProjectAction = (typeof projectActions)[number]

export const projectActionText: { readonly [action in ProjectAction]: { readonly label: MessageKey; readonly keys?: string } } = {
  open: { label: 'library.open', keys: 'Enter' },
  resilience: { label: 'resilience.title' },
  design: { label: 'design.menu' },
  rename: { label: 'library.rename', keys: 'F2' },
  duplicate: { label: 'library.duplicate' },
  compare: { label: 'compare.with' },
  imported: { label: 'importRecord.menu' },
  exportLab: { label: 'library.exportLab' },
  exportProject: { label: 'library.exportProject' },
  exportReplaced: { label: 'library.exportReplaced' },
  delete: { label: 'library.delete', keys: 'Del' },
}
