import type { FactId } from '../../../../contract/fact-id.ts'

/** What stands against a move. */
export interface Obstacle {
  readonly reason: string
  readonly facts: readonly FactId[]
  /** The rule that stands against it, where one does. */
  readonly rule?: string
  /** `cpu` or `memory`, where one was short. */
  readonly resource?: string | undefined
}

/** As far as a fault tells it. */
export type Against = Pick<Obstacle, 'reason' | 'rule'>
