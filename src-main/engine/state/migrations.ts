import type { LabState, MigrationState } from '../../contract/state.ts'
import type { Kernel } from '../core/simulation.ts'
import { migrationState } from '../modules/migration/shown.ts'

/** Nothing moves: the same answer each time, for cheap diffs. */
const none: LabState['migrations'] = { running: [], queued: [] }

export function migrationsState(kernel: Kernel): LabState['migrations'] {
  if (kernel.world.migrations.size === 0) return none
  const records = [...kernel.world.migrations.values()].sort((a, b) => a.order - b.order)
  const shown = (of: typeof records): MigrationState[] => of.map((record) => migrationState(kernel, record)).filter((state) => state !== null)
  return {
    running: shown(records.filter(({ startedAt }) => startedAt !== null)),
    queued: shown(records.filter(({ startedAt }) => startedAt === null)),
  }
}
