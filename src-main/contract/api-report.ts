/** Reports: what a person sends to a colleague, as one file. */
import { z } from 'zod'
import { seriesKinds } from './series.ts'

const language = z.enum(['en', 'ko'])
/** Pseudonyms stand for all names of the inventory. */
const replaceNames = z.boolean()

export const reportInputs = {
  /** The branch of the run that is open, as far as it has been run: HTML that needs nothing else. */
  'report.run': z.strictObject({ language, replaceNames }),
  /** The comparison that is open. */
  'compare.report': z.strictObject({ language, replaceNames }),
  /** The sweep that ended last, while its run is open. */
  'sweep.report': z.strictObject({ language, replaceNames }),
  /** The lab of the run that is open. */
  'report.design': z.strictObject({ language, replaceNames }),
  /** The log of the branch that is shown, as CSV. */
  'report.events': z.strictObject({ language, replaceNames }),
  /** The course of load, entitlement and score up to the instant shown, as CSV. */
  'report.series': z.strictObject({ kind: z.enum(seriesKinds), name: z.string().min(1).max(300).optional() }),
} as const

/** A file to be saved. */
export interface ReportFile {
  readonly fileName: string
  readonly text: string
}

export interface ReportOutputs {
  'report.run': ReportFile
  'report.design': ReportFile
  'compare.report': ReportFile
  'sweep.report': ReportFile
  'report.events': ReportFile
  'report.series': ReportFile
}
