/** RVTools exports become projects: what a window hands over, is shown, may state, and gets. */
import { z } from 'zod'
import type { LabProblem, ProjectCard } from './api.ts'
import type { Phrase } from './texts/language.ts'

/** A window hands a file over in pieces of so many bytes: all that carry the API take them. */
export const IMPORT_PIECE_BYTES = 3_000_000
/** One workbook, or the CSV files of an export. */
export const IMPORT_FILES_MAX = 100
export const IMPORT_BYTES_MAX = 256_000_000

const ticket = z.string().min(1).max(100)
const text = z.string().min(1).max(2000)
const answers = z
  .array(z.strictObject({ where: text, field: text, value: z.union([z.string().max(100_000), z.number(), z.boolean(), z.null()]) }))
  .max(20_000)
const choice = { ticket, replaceNames: z.boolean(), answers }

export const importInputs = {
  /** Begins an import under a ticket of the window's own; another that is under way ends. Then come the pieces, then `import.preview`. */
  'import.begin': z.strictObject({
    ticket,
    files: z
      .array(z.strictObject({ name: z.string().min(1).max(300), bytes: z.number().int().min(0).max(IMPORT_BYTES_MAX) }))
      .min(1)
      .max(IMPORT_FILES_MAX),
  }),
  /** The next piece of the file at that place of the list. */
  'import.piece': z.strictObject({
    ticket,
    file: z
      .number()
      .int()
      .min(0)
      .max(IMPORT_FILES_MAX - 1),
    base64: z.string().max(Math.ceil(IMPORT_PIECE_BYTES / 3) * 4),
  }),
  /** What would become of it: the files are read the first time, later calls only follow what was stated. Null: it was cancelled. */
  'import.preview': z.strictObject(choice),
  /** Makes a project of each lab that is named. */
  'import.create': z.strictObject({ ...choice, labs: z.array(text).min(1).max(1000) }),
  'import.cancel': z.strictObject({ ticket }),
} as const

export type ImportAnswer = z.infer<typeof answers>[number]

/** How a value may be stated; null: it follows from others. */
export type ImportForm =
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly whole: boolean }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  /** Names of hosts with commas between them. */
  | { readonly kind: 'hosts' }

export interface ImportAssumption {
  /** Null: of the export as a whole. */
  readonly lab: string | null
  readonly where: string
  readonly field: string
  readonly value: string | number | boolean | null
  readonly reason: Phrase
  readonly form: ImportForm | null
  readonly stated: boolean
}

export interface ImportSkipped {
  readonly lab: string | null
  readonly what: string
  readonly name: string
  readonly reason: Phrase
}

/** Counts are those of the export. */
export interface ImportLab {
  readonly name: string
  /** A host outside of any cluster. */
  readonly isStandalone: boolean
  readonly hosts: number
  readonly vmsOn: number
  readonly vmsOff: number
  readonly templates: number
  readonly datastores: number
  /** What the lab will have, which may be more: those that only paths of VMs name, and the usual two where the export has none. */
  readonly labDatastores: number
  readonly resourcePools: number
  readonly product: string
  readonly haEnabled: boolean
  readonly drsEnabled: boolean
  readonly hostNames: readonly string[]
  readonly thumbnail: ProjectCard['thumbnail']
}

export interface ImportPreview {
  readonly source: string
  /** Of RVTools. */
  readonly release: string | null
  readonly exportedAt: string | null
  readonly server: string | null
  readonly read: readonly { readonly tab: string; readonly rows: number }[]
  readonly labs: readonly ImportLab[]
  readonly assumed: readonly ImportAssumption[]
  readonly skipped: readonly ImportSkipped[]
}

export type ImportRefused = { readonly ok: false; readonly problems: readonly LabProblem[] }

export interface ImportOutputs {
  'import.begin': Record<string, never>
  'import.piece': Record<string, never>
  'import.preview': { readonly ok: true; readonly preview: ImportPreview } | ImportRefused | null
  'import.create': { readonly ok: true; readonly projects: readonly ProjectCard[] } | ImportRefused | null
  'import.cancel': Record<string, never>
}

export interface ImportPushes {
  /** `tab`: what is being read; empty: texts of all tabs. `share`: 0 … 1 of the step. */
  'import.progress': {
    readonly ticket: string
    readonly step: 'reading' | 'building'
    readonly tab: string
    readonly rows: number
    readonly share: number
  }
}
