import type { MonitoringState } from '../../../contract/ha-state.ts'
import type { Turn } from '../../core/turn.ts'
import { appLostAt, heartbeatLostAt } from '../../reads/guests.ts'
import { monitoredAt, sensitivityOf } from './settings.ts'
import { stillCounted } from './watch.ts'

/** What the agent of the host sees of a VM now. */
export function monitoringState(turn: Turn, name: string): MonitoringState | null {
  const vm = turn.world.vms.need(name)
  const monitored = monitoredAt(turn, vm)
  if (monitored === null) return null
  const { yellowMs, redMs } = turn.constants['HA-115']
  const { activeMs } = turn.constants['HA-122']
  const { maxResets, windowMs } = sensitivityOf(turn, vm)
  const record = turn.world.monitors.get(name)
  const resetsAt = stillCounted(turn, vm, record?.resetsAt ?? [])
  const silentMs = turn.now - (heartbeatLostAt(vm) ?? turn.now)
  const appSilentMs = turn.now - (appLostAt(vm) ?? turn.now)
  const hasApp = monitored.level === 'vmAndApplication' && vm.cfg.application
  return {
    level: monitored.level,
    heartbeat: !vm.cfg.tools || vm.readyAt === null ? 'gray' : silentMs >= redMs ? 'red' : silentMs >= yellowMs ? 'yellow' : 'green',
    application: !hasApp || vm.readyAt === null ? 'gray' : appSilentMs >= activeMs ? 'red' : 'green',
    resetAtMs: record?.resetAt ?? null,
    resetsInWindow: resetsAt.length,
    maxResets,
    windowEndsAtMs: windowMs === null || resetsAt[0] === undefined ? null : resetsAt[0] + windowMs,
  }
}
