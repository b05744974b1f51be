/** Settings of admission control that cannot be meant: refused while the lab runs as they are refused in a file. */
import type { FactId } from '../../../contract/fact-id.ts'
import type { LabHa } from '../../../contract/lab/index.ts'
import type { Turn } from '../../core/turn.ts'

interface Trouble {
  readonly reason: 'invalidState' | 'notFound' | 'hostInMaintenance'
  readonly fact: FactId
  readonly host?: string
}

export function admissionTrouble(turn: Turn, settings: LabHa['admissionControl']): Trouble | null {
  const { policy, hostFailuresToTolerate: failures, cpuPercent, memoryPercent } = settings
  if (policy === 'dedicatedFailoverHosts') return failoverHostTrouble(turn, settings.failoverHosts)
  const isUsed = policy === 'slotPolicy' || (policy === 'clusterResourcePercentage' && (cpuPercent === null || memoryPercent === null))
  let hosts = 0
  for (const { cfg } of turn.world.hosts.values()) if (!cfg.standalone) hosts++
  // HA-153: 1 to hosts − 1.
  return isUsed && (failures < 1 || failures > hosts - 1) ? { reason: 'invalidState', fact: 'HA-153' } : null
}

/** HA-165: a host that is in maintenance mode or standby cannot take over anything. */
function failoverHostTrouble(turn: Turn, names: readonly string[]): Trouble | null {
  if (names.length === 0 || new Set(names).size < names.length) return { reason: 'invalidState', fact: 'HA-162' }
  for (const host of names) {
    const record = turn.world.hosts.get(host)
    if (record === undefined) return { reason: 'notFound', fact: 'HA-162', host }
    if (record.cfg.standalone || record.power === 'standby') return { reason: 'invalidState', fact: 'HA-165', host }
    if (record.maintenance !== 'no') return { reason: 'hostInMaintenance', fact: 'HA-165', host }
  }
  return null
}
