/** What goes between the application and the thread of an import. */
import type { ImportPreview, ImportPushes } from '../contract/api-import.ts'
import type { Phrase } from '../contract/texts/language.ts'
import type { ImportChoice, MadeLab } from '../inventory/import-session.ts'
import type { HandedFile } from '../inventory/read/read-source.ts'

export interface ImportCalls {
  read: { readonly input: { readonly files: readonly HandedFile[] }; readonly output: null }
  preview: { readonly input: { readonly choice: ImportChoice }; readonly output: ImportPreview }
  labs: { readonly input: { readonly choice: ImportChoice; readonly labs: readonly string[] }; readonly output: readonly MadeLab[] }
}

export type ImportWorkerRequest = {
  [M in keyof ImportCalls]: { readonly id: number; readonly method: M } & ImportCalls[M]['input']
}[keyof ImportCalls]

export type ImportWorkerMessage =
  | ({ readonly kind: 'progress' } & Omit<ImportPushes['import.progress'], 'ticket'>)
  | { readonly kind: 'reply'; readonly id: number; readonly output: unknown }
  /** null: a fault of ours. */
  | { readonly kind: 'refused'; readonly id: number; readonly lines: readonly Phrase[] | null }
