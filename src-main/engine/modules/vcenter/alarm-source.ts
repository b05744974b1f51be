import type { AlarmName } from '../../../contract/events.ts'
import type { AlarmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import type { ReadonlyTables } from '../../core/world.ts'

export type Alarm = Omit<AlarmRecord, 'sinceAt'>
/** By `alarm>entity`. */
export type Alarms = ReadonlyMap<string, Alarm>

export interface AlarmSource {
  readonly alarms: readonly AlarmName[]
  /** Those that are on; null: vCenter cannot tell, they stay as they are. */
  readonly now: (turn: Turn) => Alarms | null
}

export const keyed = (alarms: readonly Alarm[]): Alarms => new Map(alarms.map((alarm) => [`${alarm.alarm}>${alarm.entity}`, alarm]))
export const none = keyed([])
export const worldOf = (turn: Turn): ReadonlyTables => turn.world
