/** The way from something practised to its run. */
import { until as waitUntil } from '@vueuse/core'
import { QUESTION_LABS } from '../../src-main/contract/texts/titles.ts'
import { usePageStore } from './page.ts'
import { useRunStore } from './run.ts'

/** What is shown at an instant has arrived by then. */
const SHOWN_WITHIN_MS = 4_000

export interface PracticeLab {
  readonly fileName: string
  readonly text: string
  readonly momentMs: number
}

/** Opens the lab in the workbench at its instant. `opened` is told the run's id before it is shown. Null: it did not open. */
export async function showPracticeRun({ fileName, text, momentMs }: PracticeLab, opened: (runId: string) => void): Promise<string | null> {
  const run = useRunStore()
  if (!(await run.openPractice(fileName, text, QUESTION_LABS))) return null
  const runId = run.status?.runId ?? ''
  opened(runId)
  usePageStore().show('workbench')
  await run.seek(momentMs)
  await waitUntil(() => run.t).toMatch((t) => t >= Math.min(momentMs, run.until), { timeout: SHOWN_WITHIN_MS })
  return runId
}
