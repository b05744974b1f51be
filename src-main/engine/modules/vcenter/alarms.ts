/**
 * Alarms: what vCenter, as long as it runs, finds worth a colour. Each source says which of its alarms are on now; what changed is logged.
 * The severities are those of vSphere's default alarms; no fact gives them (docs/contract-additions.md).
 */
import type { AlarmName } from '../../../contract/events.ts'
import type { Lab } from '../../../contract/lab/index.ts'
import type { AlarmRecord, ConnectionRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import type { ReadonlyTables } from '../../core/world.ts'
import { vcenterRuns } from '../../reads/network.ts'

type Alarm = Omit<AlarmRecord, 'sinceAt'>

interface AlarmSource {
  readonly alarms: readonly AlarmName[]
  /** Those that are on; null: vCenter cannot tell, they stay as they are. */
  readonly now: (world: ReadonlyTables, lab: Lab) => readonly Alarm[] | null
}

const isSilent = ({ state }: ConnectionRecord): boolean => state === 'notResponding'

const connections: AlarmSource = {
  alarms: ['hostConnection'],
  now: (world) => {
    if (!world.connections.any(isSilent)) return []
    const silent = [...world.hosts.values()].filter(
      ({ name, power }) => power !== 'standby' && world.connections.get(name)?.state === 'notResponding',
    )
    return silent.map(({ name }) => ({ alarm: 'hostConnection', severity: 'red', entity: name, kind: 'host' }))
  },
}

/** What the primary that vCenter talks to has to restart, and what of it finds no room (HA-099). */
const failovers: AlarmSource = {
  alarms: ['haFailoverInProgress', 'haInsufficientResources'],
  now: (world, lab) => {
    const ha = world.ha.get('ha')
    if (ha === undefined) return []
    const primary = ha.vcenterPrimary
    if (primary === null) return null
    const entity = lab.cluster.name
    let isOpen = false
    for (const restart of world.restarts.values()) {
      if (restart.by !== primary) continue
      isOpen = true
      if (restart.state !== 'pending' || restart.waitsFor !== 'insufficientResources') continue
      return [
        { alarm: 'haFailoverInProgress', severity: 'yellow', entity, kind: 'cluster' },
        { alarm: 'haInsufficientResources', severity: 'red', entity, kind: 'cluster' },
      ]
    }
    return isOpen ? [{ alarm: 'haFailoverInProgress', severity: 'yellow', entity, kind: 'cluster' }] : []
  },
}

/** A module whose alarms come later adds its source here, and a signal after which it is asked. */
const sources: readonly AlarmSource[] = [connections, failovers]

const keyOf = ({ alarm, entity }: Alarm): string => `${alarm}>${entity}`

/** Compares what is on with what was, and logs the difference. `cause`: `seq` of the event that may have changed something. */
export function refreshAlarms(turn: Turn, cause: number | null = turn.cause): void {
  if (!vcenterRuns(turn.world)) return
  for (const source of sources) {
    const now = source.now(turn.world, turn.lab)
    if (now !== null && (now.length > 0 || turn.world.alarms.size > 0)) compare(turn, source.alarms, now, cause)
  }
}

function compare(turn: Turn, names: readonly AlarmName[], now: readonly Alarm[], causedBy: number | null): void {
  for (const [key, record] of [...turn.world.alarms.entries()]) {
    if (!names.includes(record.alarm) || now.some((alarm) => keyOf(alarm) === key && alarm.severity === record.severity)) continue
    turn.world.alarms.remove(key)
    const { alarm, severity, entity, kind } = record
    turn.emit('alarm.cleared', { alarm, severity, entity, kind }, { causedBy })
  }
  for (const each of now) {
    if (turn.world.alarms.has(keyOf(each))) continue
    turn.world.alarms.set(keyOf(each), { ...each, sinceAt: turn.now })
    const { alarm, severity, entity, kind } = each
    turn.emit('alarm.triggered', { alarm, severity, entity, kind }, { causedBy })
  }
}

/** While vCenter runs, the alarms that are on are those that should be. */
export function alarmTrouble(world: ReadonlyTables, lab: Lab): string | null {
  if (!vcenterRuns(world)) return null
  for (const source of sources) {
    const now = source.now(world, lab)
    if (now === null) continue
    const missing = now.find((alarm) => !world.alarms.has(keyOf(alarm)))
    if (missing !== undefined) return `the alarm ${keyOf(missing)} is not on`
    if (world.alarms.size === 0) continue
    const on = [...world.alarms.values()].filter(({ alarm }) => source.alarms.includes(alarm))
    const stale = on.find((record) => !now.some((alarm) => keyOf(alarm) === keyOf(record)))
    if (stale !== undefined) return `the alarm ${keyOf(stale)} is on for nothing`
  }
  return null
}
