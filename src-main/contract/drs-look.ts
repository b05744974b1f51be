/** What a pass of DRS looks at when it balances, beyond what the log has of it: the best moves, and what each lacks. */
import type { DrsState } from './drs-state.ts'

export interface DrsLook {
  /** The instant that is looked at, with all that happens in it done, ms. */
  readonly t: number
  readonly algorithm: DrsState['algorithm']
  /** 1 conservative … 5 aggressive. */
  readonly threshold: number
  /** By score: that of the cluster, percent, and the points that a move has to gain (DRS-062); null: none is looked for at this threshold (DRS-005). */
  readonly score: number | null
  readonly leastGain: number | null
  /** Classic: the deviation of loads, and what is aimed at; null: nothing is (DRS-005). */
  readonly imbalance: number | null
  readonly target: number | null
  /** Best first; points, or by how much the imbalance would fall. */
  readonly moves: readonly DrsLookMove[]
  readonly vmsLookedAt: number
  /** VMs that may not be moved at all, by the reason. */
  readonly stuck: readonly { readonly reason: string; readonly vms: number }[]
}

/**
 * `wanted`: it would be recommended; `threshold`, `costBenefit`: it gains too little, or did before its cost; `minGoodness`: by score, the cluster as a
 * whole would not gain; classic, too small; `moveLimit`: DRS-055; `blocked`: something stands against it, `obstacle`.
 */
export const lookVerdicts = ['wanted', 'threshold', 'costBenefit', 'minGoodness', 'moveLimit', 'blocked'] as const

export interface DrsLookMove {
  readonly vm: string
  readonly from: string
  readonly to: string
  readonly verdict: (typeof lookVerdicts)[number]
  readonly obstacle: string | null
  /** After its cost. */
  readonly gain: number
  /** By score, `threshold` and `costBenefit`: points that it would have to gain more; null: that is not what it lacks, or no number would do. */
  readonly missing: number | null
  /** By score, points; null under classic. */
  readonly cost: number | null
  readonly scoreBefore: number | null
  readonly scoreAfter: number | null
  readonly migrationTimeMs: number
}
