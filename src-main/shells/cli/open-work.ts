/** What is still under way when a run ends: a person who reads its result should know. */
import type { LabEvent } from '../../contract/events.ts'
import type { Simulation } from '../../engine/index.ts'

const NAMES_SHOWN_MAX = 5

function listed(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return []
  const more = names.length > NAMES_SHOWN_MAX ? ` and ${names.length - NAMES_SHOWN_MAX} more` : ''
  return [`${names.length} ${what}${names.length === 1 ? '' : 's'} (${names.slice(0, NAMES_SHOWN_MAX).join(', ')}${more})`]
}

/** Keys that were opened by one type of event and not closed by another. Reads the log, since the whole state is dear on a large lab. */
function unclosed(
  log: readonly LabEvent[],
  opens: ReadonlySet<string>,
  closes: ReadonlySet<string>,
  keyOf: (event: LabEvent) => string,
): readonly LabEvent[] {
  const open = new Map<string, LabEvent>()
  for (const event of log) {
    if (opens.has(event.type)) open.set(keyOf(event), event)
    else if (closes.has(event.type)) open.delete(keyOf(event))
  }
  return [...open.values()]
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '?')

/** `2 HA restarts (vm-1, vm-2)`, `1 task (vm.migrate)`; empty when nothing is open. */
export function openWork(simulation: Simulation): readonly string[] {
  const restarts = simulation.haState()?.restartQueue.map(({ vm, state }) => `${vm}: ${state}`) ?? []
  const tasks = unclosed(simulation.log, new Set(['task.started']), new Set(['task.finished']), (event) => text(event['task']))
  const migrations = unclosed(
    simulation.log,
    new Set(['vmotion.queued', 'vmotion.started']),
    new Set(['vmotion.completed', 'vmotion.failed']),
    (event) => `${text(event['vm'])}/${String(event['role'])}`,
  )
  return [
    ...listed('HA restart', restarts),
    ...listed('task', tasks.map((event) => text(event['name']))),
    ...listed('migration', migrations.map((event) => text(event['vm']))),
  ] // prettier-ignore
}
