/** Reports as text: data in, one file out. */
export { compareReport } from './compare-report.ts'
export { designReport } from './design-report.ts'
export { eventTable } from './event-table.ts'
export { asTheyAre, renaming } from './pseudonyms.ts'
export { runReport } from './run-report.ts'
export type { ReportOptions, ReportedCommand, ReportedVm, RunReportInput } from './run-report.ts'
export { sweepReport } from './sweep-report.ts'
export { seriesTable } from './series-table.ts'
