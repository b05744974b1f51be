/** Why a VM that stopped does not run again: from the last thing that vSphere HA said of it, and where it said nothing from how HA stands. Pure. */
import type { LossReason } from '../../contract/api-sweep.ts'
import type { LabEvent } from '../../contract/events.ts'

/** How HA stands at the instant that is looked at. */
export interface HaStanding {
  readonly enabled: boolean
  readonly hostMonitoring: boolean
  readonly hasPrimary: boolean
}

export interface LostVm {
  /** The last event that `tellsOfRestart`; undefined: none does. */
  readonly event: LabEvent | undefined
  /** Of its entry in the restart queue. */
  readonly waitsFor: string | null
  readonly isProtected: boolean
}

const telling: ReadonlySet<string> = new Set([
  'ha.restartQueued', 'ha.restartPending', 'ha.restartAttempted', 'ha.restartFailed', 'ha.failoverGaveUp',
]) // prettier-ignore

/** HA says in it what becomes of a VM that stopped; HA-104 is all that it says of one that it leaves off. */
export function tellsOfRestart(event: LabEvent): boolean {
  return telling.has(event.type) || (event.type === 'vcenter.eventLogged' && event['name'] === 'VMIsHADisabledRestartEvent')
}

export function lossReasonOf({ event, waitsFor, isProtected }: LostVm, ha: HaStanding): LossReason {
  return event === undefined ? silentReason(isProtected, ha) : saidReason(event, waitsFor)
}

/** HA never said a word about it. */
function silentReason(isProtected: boolean, { enabled, hostMonitoring, hasPrimary }: HaStanding): LossReason {
  if (!enabled) return 'haDisabled'
  if (!hostMonitoring) return 'hostMonitoringDisabled'
  if (!isProtected) return 'notProtected'
  return hasPrimary ? 'notNoticed' : 'noPrimary'
}

function saidReason(event: LabEvent, waitsFor: string | null): LossReason {
  switch (event.type) {
    case 'ha.restartPending':
    case 'ha.restartFailed':
      return event['reason'] as LossReason
    case 'ha.failoverGaveUp':
      return 'gaveUp'
    case 'ha.restartAttempted':
      return 'underWay'
    case 'ha.restartQueued':
      return waitsFor?.startsWith('vm:') === true ? 'dependency' : 'waiting'
    default:
      return 'restartDisabled'
  }
}
