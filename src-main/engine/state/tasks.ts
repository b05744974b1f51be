import type { LabState } from '../../contract/state.ts'
import type { TaskRecord } from '../core/records.ts'
import type { Kernel } from '../core/simulation.ts'
import { migrationPercent } from '../modules/migration/shown.ts'
import { percentOf } from '../modules/vcenter/tasks.ts'

export function tasksState(kernel: Kernel): LabState['tasks'] {
  return [...kernel.world.tasks.values()].map((task) => ({
    task: task.id,
    name: task.name,
    entity: task.entity,
    kind: task.kind,
    startedMs: task.startedAt,
    percent: progressOf(kernel, task),
  }))
}

/** A migration and FT's first copy know how far they are; what waits for them is at 0. */
function progressOf(kernel: Kernel, task: TaskRecord): number | null {
  const { world, now } = kernel
  const moves = task.name === 'vm.migrate' || task.name === 'ft.enable' || task.name === 'ft.resume'
  if (!moves) return percentOf(world, task, now)
  const migration = world.migrations.get(task.entity)
  return migration === undefined ? 0 : Math.min(99, migrationPercent(kernel, migration) ?? 0)
}
