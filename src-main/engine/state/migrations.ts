import type { LabState } from '../../contract/state.ts'
import type { Kernel } from '../core/simulation.ts'

/** Nothing moves: the same answer each time, for cheap diffs. */
const none: LabState['migrations'] = { running: [], queued: [] }

export function migrationsState(_kernel: Kernel): LabState['migrations'] {
  return none
}
