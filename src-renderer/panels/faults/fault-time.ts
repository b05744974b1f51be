/** When a fault takes effect: at the instant shown, or at one that the person typed. The choice stays until the window is closed. */
import { reactive } from 'vue'
import { parseRunTime } from '../../../src-main/contract/units.ts'
import { tickText } from '../../i18n/clock.ts'

export const faultTime = reactive({ mode: 'now' as 'now' | 'at', text: '' })

/** As `parseRunTime` reads it. */
export function runTimeText(ms: number): string {
  return tickText(ms, ms % 1000 === 0 ? 1000 : 10)
}

export type FaultTimeProblem = 'faults.timeFormat' | 'faults.timeAfterEnd'

export type ChosenTime = { readonly at: number | null; readonly problem: null } | { readonly at: null; readonly problem: FaultTimeProblem }

/** The instant that was chosen; null: now. */
export function chosenTime(choice: { readonly mode: 'now' | 'at'; readonly text: string }, until: number): ChosenTime {
  if (choice.mode === 'now') return { at: null, problem: null }
  const at = parseRunTime(choice.text)
  if (at === null) return { at: null, problem: 'faults.timeFormat' }
  return at > until ? { at: null, problem: 'faults.timeAfterEnd' } : { at, problem: null }
}
