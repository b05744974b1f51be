/** One sourced statement about how the product behaves. The texts are data: nothing computes with them. */
import type { FactId } from '../contract/fact-id.ts'

export type FactArea = 'ha' | 'drs' | 'vmotion' | 'snapshots' | 'ft'

/**
 * How sure a fact is; the strongest doubt in it wins.
 * - `sourced`: a text says so
 * - `derived`: follows from sourced facts
 * - `recalled`: general product knowledge, no text was found
 * - `choice`: sources are silent or disagree, the engine had to decide
 * - `model`: the vendor publishes no such number, the formula is ours
 */
export type Standing = 'sourced' | 'derived' | 'recalled' | 'choice' | 'model'

export interface Fact {
  readonly id: FactId
  readonly area: FactArea
  /** Headline of at most 70 characters. */
  readonly title: string
  /** English; lines of a table have their cells separated by ` | `. */
  readonly statement: string
  readonly standing: Standing
  /** Codes of sources.ts; empty where only general knowledge or our own model stands behind it. */
  readonly sources: readonly string[]
}
