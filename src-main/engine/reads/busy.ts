/** Tasks that exclude others on the same VM (VM-019, VM-056, SN-012). */
import type { ReadonlyTables } from '../core/world.ts'
import { migrationOf } from './vmotion.ts'

/** What the VM is busy with; null: nothing that would exclude another task. One that only waits in the queue of migrations is busy too. */
export function busyWith(world: ReadonlyTables, vm: string): 'migration' | 'snapshot' | null {
  if (migrationOf(world, vm) !== undefined) return 'migration'
  return world.snapshotJobs.size > 0 && world.snapshotJobs.has(vm) ? 'snapshot' : null
}
