/** What a primary makes of a secondary that it watches: the decision table of HA-064. */
import type { HaState } from '../../contract/events.ts'

export interface HostSigns {
  /** Network heartbeats arrive. */
  readonly networkHeartbeat: boolean
  /** Datastore heartbeats are seen; null: no heartbeat datastore is configured. */
  readonly datastoreHeartbeat: boolean | null
  /** The management address answers pings. */
  readonly ping: boolean
  /** The isolated bit of the host's poweron file; null: it cannot be read (or was not read yet). */
  readonly isolatedBit: boolean | null
  /** The agent of that host lives; decides row 4 only. */
  readonly agentAlive: boolean
}

/**
 * `watch`: keep watching, restart only what stops (row 2: after an isolation response, row 3: VMs that this primary owns).
 * `restart`: restart all protected VMs.
 */
export type HostStateAction = 'none' | 'watch' | 'restart'

export interface HostVerdict {
  readonly state: Extract<HaState, 'secondary' | 'networkIsolated' | 'networkPartitioned' | 'agentUnreachable' | 'failed'>
  readonly action: HostStateAction
  /** Row of the table, from 1. */
  readonly row: number
}

/**
 * HA-064, all eight rows; HA-052: a bit that was not read yet counts as not set. The table does not list a host that answers pings
 * and has its isolated bit set: the host's own word decides, as in row 2.
 */
export const hostState = (signs: HostSigns): HostVerdict => {
  if (signs.networkHeartbeat) return { state: 'secondary', action: 'none', row: 1 }
  if (signs.datastoreHeartbeat === null) {
    return signs.ping ? { state: 'agentUnreachable', action: 'none', row: 8 } : { state: 'failed', action: 'restart', row: 7 }
  }
  if (!signs.datastoreHeartbeat) {
    return signs.ping ? { state: 'agentUnreachable', action: 'none', row: 5 } : { state: 'failed', action: 'restart', row: 6 }
  }
  if (signs.isolatedBit === true) return { state: 'networkIsolated', action: 'watch', row: 2 }
  if (!signs.ping) return { state: 'networkPartitioned', action: 'watch', row: 3 }
  return { state: signs.agentAlive ? 'networkPartitioned' : 'agentUnreachable', action: 'none', row: 4 }
}
