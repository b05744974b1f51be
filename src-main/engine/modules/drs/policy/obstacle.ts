import type { FactId } from '../../../../contract/fact-id.ts'

/** What stands against a move. */
export interface Obstacle {
  readonly reason: string
  readonly facts: readonly FactId[]
  /** `cpu` or `memory`, where one was short. */
  readonly resource?: string | undefined
}
