/** What the steps of a pass come to, before it is told or done. */
import type { FactId } from '../../../contract/fact-id.ts'
import type { Json } from '../../../contract/events.ts'
import type { DrsSettings, RecommendationRecord } from '../../core/records.ts'
import type { Turn, WhyDraft } from '../../core/turn.ts'
import type { WhatIf } from '../../models/what-if.ts'

/** A recommendation that is to be. */
export interface Proposal extends Partial<Pick<RecommendationRecord, 'vm' | 'from' | 'to' | 'host' | 'hosts' | 'group'>> {
  readonly kind: RecommendationRecord['kind']
  readonly priority: number
  readonly reason: string
  readonly gain?: number
  readonly migrationTimeMs?: number
  readonly costMHzSeconds?: number
  readonly benefitMHzSeconds?: number
  /** DRS carries it out itself; else it waits for a person. */
  readonly automatic: boolean
  /** Those that have to be carried out before it. */
  readonly after?: readonly Proposal[]
  readonly why: WhyDraft
}

/** Something that DRS would do and cannot, or must not. */
export interface Fault {
  readonly vm: string | null
  readonly host: string | null
  readonly rule: string | null
  /** A word of DRS-097. */
  readonly reason: string
  readonly facts: readonly [FactId, ...FactId[]]
  readonly inputs?: { readonly [key: string]: Json }
  readonly rejected?: WhyDraft['rejected']
}

/** A move that was looked at and not made: for `drs.pass`. */
export interface PassedOver {
  readonly vm: string
  readonly from: string
  readonly to: string
  readonly reason: 'costBenefit' | 'minGoodness' | 'moveLimit' | 'threshold'
  readonly gain: number
  readonly migrationTimeMs: number
  readonly costMHzSeconds: number
  readonly benefitMHzSeconds: number
}

/** One pass: each step adds to it, in the order of DRS-014. */
export interface Pass {
  readonly turn: Turn
  readonly cfg: DrsSettings
  readonly view: WhatIf
  readonly proposals: Proposal[]
  readonly faults: Fault[]
  readonly rejected: PassedOver[]
  /** Of classic: moves from one host that a pass may make (DRS-055). */
  moveLimit: number | null
  /** Cluster score before anything is moved; null under classic. */
  score: number | null
  /** Imbalance before anything is moved, and its target; null under drsScore. */
  imbalance: number | null
  target: number | null
}
