/** How full datastores are, as far as an alarm cares: what is written changes it, and deltas that grow, for which there is a timer. */
import { idleUntilWritten } from '../../core/derived.ts'
import type { Invariant } from '../../core/module.ts'
import type { ChainRecord, SpaceLevelRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { roundHalfUp } from '../../models/maths.ts'
import { dayOf, whenUsed } from '../../reads/filling.ts'
import { capacityBytes, usedSpace } from '../../reads/space.ts'

type Level = SpaceLevelRecord['level']

/** Instants are whole milliseconds: so much is made up for. */
const SLACK_BYTES = 262_144
const isWriting = ({ writing }: ChainRecord): boolean => writing !== null

const watched = ['chains', 'vms', 'migrations', 'ftPairs', 'snapshotJobs', 'datastores', 'spaceLevels'] as const

function levelAt({ constants }: Turn, bytes: number, capacity: number): Level {
  const { redPercent, yellowPercent } = constants['SN-016']
  if (bytes * 100 >= capacity * redPercent) return 'red'
  return bytes * 100 >= capacity * yellowPercent ? 'yellow' : null
}

/** The use at which the next level begins; null: there is none. */
function nextBytes({ constants }: Turn, level: Level, capacity: number): number | null {
  const { redPercent, yellowPercent } = constants['SN-016']
  return level === 'red' ? null : (capacity * (level === null ? yellowPercent : redPercent)) / 100
}

/** Takes note of levels that were passed, and sets timers for those to come. */
export const watchLevels = idleUntilWritten(
  watched,
  (turn) => look(turn, true),
  ({ now }) => dayOf(now),
)

/** Of a lab that begins: nothing is told. */
export function settleLevels(turn: Turn): void {
  look(turn, false)
}

function look(turn: Turn, tells: boolean): void {
  const { world } = turn
  const finite = [...world.datastores.values()].filter(({ cfg }) => cfg.capacityGiB !== null)
  if (finite.length === 0) return
  const used = usedSpace(turn)
  const someWrite = world.chains.any(isWriting)
  for (const { name } of finite) {
    const capacity = capacityBytes(world, name)
    const level = levelAt(turn, (used.get(name) ?? 0) + SLACK_BYTES, capacity)
    const bytes = someWrite ? nextBytes(turn, level, capacity) : null
    const next = bytes === null ? null : whenUsed(turn, name, bytes)
    note(turn, name, level, next === null ? null : Math.max(turn.now + 1, roundHalfUp(next.at)), tells)
  }
}

function note(turn: Turn, datastore: string, level: Level, dueAt: number | null, tells: boolean): void {
  const known = turn.world.spaceLevels.get(datastore)
  const before = known ?? { level: null, dueAt: null, timer: null }
  const isSame = dueAt === null || before.dueAt === null ? dueAt === before.dueAt : Math.abs(dueAt - before.dueAt) <= 1
  if (before.level === level && isSame) return
  if (!isSame) turn.cancel(before.timer)
  if (level === null && dueAt === null) turn.world.spaceLevels.remove(datastore)
  else {
    const timed = isSame ? before : { dueAt, timer: dueAt === null ? null : turn.at(dueAt, 'snapshots.level', { datastore }, null) }
    turn.world.spaceLevels.set(datastore, { datastore, level, dueAt: timed.dueAt, timer: timed.timer })
  }
  if (before.level !== level && tells) turn.signal('spaceLevelChanged', { datastore })
}

/** `snapshots.level`. */
export function levelDue(turn: Turn, { datastore }: { datastore: string }): void {
  turn.world.spaceLevels.patch(datastore, { dueAt: null, timer: null })
  watchLevels(turn)
}

/** What is noted is what is used, but for what is made up for. */
export const levelsAgree: Invariant = {
  name: 'levelsAgree',
  reads: watched,
  check(world, _now, turn) {
    const finite = [...world.datastores.values()].filter(({ cfg }) => cfg.capacityGiB !== null)
    if (finite.length === 0) return null
    const used = usedSpace(turn)
    for (const { name } of finite) {
      const bytes = used.get(name) ?? 0
      const level = world.spaceLevels.get(name)?.level ?? null
      const fits = [-SLACK_BYTES, 2 * SLACK_BYTES].some((slack) => levelAt(turn, bytes + slack, capacityBytes(world, name)) === level)
      if (!fits) return `${bytes} bytes of ${name} are used, and its level is ${String(level)}`
    }
    return null
  },
}
