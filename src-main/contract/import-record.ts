/** What an import read of an export, assumed for a lab and left out of it: kept with the project that it made, and in the project's file. */
import { z } from 'zod'

const whole = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const text = z.string().max(100_000)
const phrase = z.tuple([text, text]).readonly()
/** More says nothing new to a person. */
export const IMPORT_LINES_MAX = 20_000

export const importRecordSchema = z.strictObject({
  /** Milliseconds since 1970. */
  importedAt: whole,
  /** Name of the workbook or of the folder. */
  source: text,
  /** Of RVTools. */
  release: text.nullable(),
  /** As the export says it. */
  exportedAt: text.nullable(),
  server: text.nullable(),
  namesReplaced: z.boolean(),
  read: z.array(z.strictObject({ tab: text, rows: whole })).max(1000),
  /** `stated`: by a person, before the project was made. */
  assumed: z
    .array(
      z.strictObject({
        where: text,
        field: text,
        value: z.union([text, z.number(), z.boolean(), z.null()]),
        reason: phrase,
        stated: z.boolean(),
      }),
    )
    .max(IMPORT_LINES_MAX),
  skipped: z.array(z.strictObject({ what: text, name: text, reason: phrase })).max(IMPORT_LINES_MAX),
})
export type ImportRecord = z.infer<typeof importRecordSchema>
/** Before it is kept. */
export type Imported = Omit<ImportRecord, 'importedAt'>
