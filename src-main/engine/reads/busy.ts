/** Tasks that exclude others on the same VM (VM-019, VM-056, SN-012). */
import type { FactId } from '../../contract/fact-id.ts'
import type { Turn } from '../core/turn.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { migrationOf } from './vmotion.ts'

/** What the VM is busy with; null: nothing that would exclude another task. One that only waits in the queue of migrations is busy too. */
export function busyWith(world: ReadonlyTables, vm: string): 'migration' | 'snapshot' | null {
  if (migrationOf(world, vm) !== undefined) return 'migration'
  return world.snapshotJobs.size > 0 && world.snapshotJobs.has(vm) ? 'snapshot' : null
}

const factsOf: { readonly [K in 'migration' | 'snapshot']: readonly [FactId, ...FactId[]] } = { migration: ['VM-056'], snapshot: ['SN-012'] }

/** Facts of the refusal `taskInProgress` of whatever else a person asks of the VM, at its host too; null: nothing is in the way. */
export function taskInWay({ world, constants }: Pick<Turn, 'world' | 'constants'>, vm: string): readonly [FactId, ...FactId[]] | null {
  const busy = busyWith(world, vm)
  if (busy === null || (busy === 'migration' && !constants['VM-056'].excludesOthers)) return null
  if (busy === 'snapshot' && !constants['SN-012'].blocksOthers) return null
  return factsOf[busy]
}
