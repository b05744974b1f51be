import type { SweepOutcome } from '../contract/api-sweep.ts'

/** So many worst cases are named. */
const WORST_MAX = 10

/** Places of the outcomes that cost most: VMs that stay down, VMs of no use, then downtime; of equals the one with fewer failures, then the first. */
export function worstOf(outcomes: readonly SweepOutcome[]): readonly number[] {
  const places = outcomes.map((_, place) => place).filter((place) => costs(outcomes[place] as SweepOutcome))
  const by = (figure: (outcome: SweepOutcome) => number) => (a: number, b: number) =>
    figure(outcomes[b] as SweepOutcome) - figure(outcomes[a] as SweepOutcome)
  const most = [by((one) => one.notRestarted), by((one) => one.stranded), by((one) => one.downtimeMs), by((one) => -one.failed.length)]
  return places.sort((a, b) => most.reduce((sign, compare) => (sign === 0 ? compare(a, b) : sign), 0) || a - b).slice(0, WORST_MAX)
}

function costs({ notRestarted, stranded, restarted, tookOver }: SweepOutcome): boolean {
  return notRestarted + stranded + restarted + tookOver > 0
}
