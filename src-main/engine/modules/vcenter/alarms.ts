/**
 * Alarms: what vCenter, as long as it runs, finds worth a colour. Each source says which of its alarms are on now; what changed is logged.
 * The severities are those of vSphere's default alarms; no fact gives them (docs/contract-additions.md).
 */
import type { AlarmName, AlarmSeverity } from '../../../contract/events.ts'
import { derived } from '../../core/derived.ts'
import type { ConnectionRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { admissionNow } from '../../reads/admission.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { keyed, none, worldOf } from './alarm-source.ts'
import type { Alarm, Alarms, AlarmSource } from './alarm-source.ts'
import { datastores, ftStates, lookAtAges, snapshots } from './vm-alarms.ts'

const isSilent = ({ state }: ConnectionRecord): boolean => state === 'notResponding'

const connections: AlarmSource = {
  alarms: ['hostConnection'],
  now: derived(['connections', 'hosts'], worldOf, ({ world }) => {
    if (!world.connections.any(isSilent)) return none
    const silent = [...world.hosts.values()].filter(
      ({ name, power, standbyChange }) =>
        power !== 'standby' && standbyChange !== 'exiting' && world.connections.get(name)?.state === 'notResponding',
    )
    return keyed(silent.map(({ name }) => ({ alarm: 'hostConnection', severity: 'red', entity: name, kind: 'host' })))
  }),
}

/**
 * What the primary that vCenter talks to has to restart, and what of it finds no room (HA-099); that admission control has too little to
 * hold back is another reason to say that resources are insufficient.
 */
const failovers: AlarmSource = {
  alarms: ['haFailoverInProgress', 'haInsufficientResources'],
  now: (turn) => (admissionNow(turn)?.ok === false ? whileShort(turn) : whileEnough(turn)),
}
const whileEnough = failoversWhile(false)
const whileShort = failoversWhile(true)

function failoversWhile(isShort: boolean): AlarmSource['now'] {
  return derived(['ha', 'restarts'], worldOf, ({ world, lab }) => {
    const ha = world.ha.get('ha')
    if (ha === undefined) return none
    if (ha.vcenterPrimary === null) return null
    const restarts = [...world.restarts.values()].filter(({ by }) => by === ha.vcenterPrimary)
    const on: Alarm[] = []
    const say = (alarm: AlarmName, severity: AlarmSeverity): void => void on.push({ alarm, severity, entity: lab.cluster.name, kind: 'cluster' })
    if (restarts.length > 0) say('haFailoverInProgress', 'yellow')
    const noRoom = restarts.some(({ state, waitsFor }) => state === 'pending' && waitsFor === 'insufficientResources')
    if (isShort || noRoom) say('haInsufficientResources', 'red')
    return keyed(on)
  })
}

/** A module whose alarms come later adds its source here, and a signal after which it is asked. */
const sources: readonly AlarmSource[] = [connections, failovers, snapshots, ftStates, datastores]

/** Compares what is on with what was, and logs the difference. `cause`: `seq` of the event that may have changed something. */
export function refreshAlarms(turn: Turn, cause: number | null = turn.cause): void {
  if (!vcenterRuns(turn.world)) return
  lookAtAges(turn)
  for (const source of sources) {
    const now = source.now(turn)
    if (now !== null && (now.size > 0 || turn.world.alarms.size > 0)) compare(turn, source.alarms, now, cause)
  }
}

/** Alarms that a settled start finds on: nothing is logged. */
export function settleAlarms(turn: Turn): void {
  for (const source of sources) for (const [key, alarm] of source.now(turn) ?? none) turn.world.alarms.set(key, { ...alarm, sinceAt: turn.now })
}

function compare(turn: Turn, names: readonly AlarmName[], now: Alarms, causedBy: number | null): void {
  for (const [key, on] of [...turn.world.alarms.entries()]) {
    if (!names.includes(on.alarm) || now.get(key)?.severity === on.severity) continue
    const { sinceAt: _, ...alarm } = on
    turn.world.alarms.remove(key)
    turn.emit('alarm.cleared', alarm, { causedBy })
  }
  for (const [key, alarm] of now) {
    if (turn.world.alarms.has(key)) continue
    turn.world.alarms.set(key, { ...alarm, sinceAt: turn.now })
    turn.emit('alarm.triggered', { ...alarm }, { causedBy })
  }
}

/** While vCenter runs, the alarms that are on are those that should be. */
export function alarmTrouble(turn: Turn): string | null {
  if (!vcenterRuns(turn.world)) return null
  for (const source of sources) {
    const now = source.now(turn)
    if (now === null) continue
    for (const key of now.keys()) if (!turn.world.alarms.has(key)) return `the alarm ${key} is not on`
    for (const [key, { alarm }] of turn.world.alarms.entries())
      if (source.alarms.includes(alarm) && !now.has(key)) return `the alarm ${key} is on for nothing`
  }
  return null
}
