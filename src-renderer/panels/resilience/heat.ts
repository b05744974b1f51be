/** How bad a failure is, for its cell: pure. */
import type { SweepOutcome } from '../../../src-main/contract/api-sweep.ts'
import type { Metric } from '../../stores/resilience.ts'

export const levels = ['none', 'ok', 'few', 'many', 'worst'] as const
export type Level = (typeof levels)[number]

/** One or two VMs that do not run are few. */
const FEW_MAX = 2

/** VMs that nobody has any use of, 15 minutes later. */
export const notServed = ({ notRestarted, stranded }: SweepOutcome): number => notRestarted + stranded
const touched = (outcome: SweepOutcome): boolean => outcome.restarted + outcome.tookOver + notServed(outcome) > 0

export function levelOf(outcome: SweepOutcome, metric: Metric, worst: number): Level {
  if (!touched(outcome)) return 'none'
  const value = valueOf(outcome, metric)
  if (metric === 'vms') return value === 0 ? 'ok' : value <= FEW_MAX ? 'few' : value === worst ? 'worst' : 'many'
  return value * 4 <= worst ? 'ok' : value * 2 <= worst ? 'few' : value < worst ? 'many' : 'worst'
}

export const valueOf = (outcome: SweepOutcome, metric: Metric): number => (metric === 'vms' ? notServed(outcome) : outcome.downtimeMs)

export const worstValue = (outcomes: readonly SweepOutcome[], metric: Metric): number =>
  outcomes.reduce((most, outcome) => Math.max(most, valueOf(outcome, metric)), 0)

/** Minutes in few letters: `<1`, `7`, `2h`. */
export function shortMinutes(ms: number): string {
  const minutes = ms / 60_000
  if (minutes === 0) return '0'
  if (minutes < 1) return '<1'
  return minutes < 100 ? String(Math.round(minutes)) : `${String(Math.round(minutes / 60))}h`
}

export function cellText(outcome: SweepOutcome, metric: Metric): string {
  if (!touched(outcome)) return '·'
  if (metric === 'downtime') return shortMinutes(outcome.downtimeMs)
  const value = notServed(outcome)
  return value === 0 ? '✓' : String(value)
}

/** Place of each failure by its objects, and whether it is one of the matrix: row and column. */
export function gridOf(objects: readonly string[], outcomes: readonly SweepOutcome[]): readonly (readonly (number | null)[])[] {
  const index = new Map(objects.map((name, i) => [name, i]))
  const grid: (number | null)[][] = objects.map(() => objects.map(() => null))
  outcomes.forEach(({ failed: [a, b] }, place) => {
    const row = index.get(a ?? '')
    const column = index.get(b ?? a ?? '')
    if (row !== undefined && column !== undefined) (grid[row] as (number | null)[])[column] = place
  })
  return grid
}

export interface Tally {
  readonly ok: number
  readonly few: number
  readonly more: number
}

export function tallyOf(outcomes: readonly SweepOutcome[]): Tally {
  const counts = outcomes.map(notServed)
  const ok = counts.filter((count) => count === 0).length
  const few = counts.filter((count) => count > 0 && count <= FEW_MAX).length
  return { ok, few, more: counts.length - ok - few }
}
