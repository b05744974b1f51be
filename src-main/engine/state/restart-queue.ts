import type { RestartQueueEntry } from '../../contract/ha-state.ts'
import type { RestartRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { levelWord } from '../modules/ha/policy/levels.ts'
import { levelAhead, levelEndsAt } from '../modules/ha/readiness.ts'

/** What HA has to restart, in the order in which it looks at it. */
export function restartQueue(world: ReadonlyTables): RestartQueueEntry[] {
  const ends = new Map<string, number | null>()
  const endOf = (failure: number, level: number): number | null => {
    const key = `${failure}>${level}`
    const known = ends.get(key)
    if (known !== undefined) return known
    const at = levelEndsAt(world, failure, level)
    ends.set(key, at)
    return at
  }
  return [...world.restarts.values()].map((entry) => ({
    vm: entry.vm,
    priority: entry.priority,
    state: entry.state,
    attempt: entry.attempt,
    ...waitOf(world, entry, endOf),
    rejected: entry.rejected.map(({ option: host, reason }) => ({ host, reason })),
  }))
}

function waitOf(
  world: ReadonlyTables,
  entry: RestartRecord,
  endOf: (failure: number, level: number) => number | null,
): Pick<RestartQueueEntry, 'waitsFor' | 'nextAtMs'> {
  const ahead = entry.state === 'waiting' ? levelAhead(world, entry) : null
  if (ahead !== null) return { waitsFor: levelWord(ahead.level), nextAtMs: endOf(entry.failure, ahead.level) }
  const needed = entry.state === 'waiting' && entry.waitsFor?.startsWith('vm:') === true ? entry.waitsFor.slice(3) : null
  return { waitsFor: entry.waitsFor, nextAtMs: needed === null ? entry.nextAt : (world.readiness.get(needed)?.readyAt ?? null) }
}
