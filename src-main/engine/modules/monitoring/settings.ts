/** What monitoring is set to for a VM, and whether anybody does it. */
import { agentUp, option, settingOf, settings } from '../../reads/ha.ts'
import type { VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import type { Sensitivity } from './policy/next-reset.ts'

/** The VM runs, monitoring is on for it, and the agent of its host works; else null. Needs neither vCenter nor a network (HA-110). */
export function monitoredAt(turn: Turn, vm: VmRecord): { readonly host: string; readonly level: 'vm' | 'vmAndApplication' } | null {
  const cfg = settings(turn.world)?.cfg
  if (cfg === undefined || vm.power !== 'on' || vm.host === null) return null
  const level = settingOf(cfg, vm.cfg, 'vmMonitoring')
  if (level === 'disabled' || !agentUp(turn.world, vm.host)) return null
  // HA-123: a VM that HA does not restart is monitored all the same.
  if (!turn.constants['HA-123'].priorityIgnored && settingOf(cfg, vm.cfg, 'restartPriority') === 'disabled') return null
  return { host: vm.host, level }
}

const presets = ['high', 'medium', 'low'] as const

/** HA-112, HA-113; HA-114: what the lab says itself. */
export function sensitivityOf(turn: Turn, vm: VmRecord): Sensitivity {
  const set = settingOf(turn.world.ha.need('ha').cfg, vm.cfg, 'vmMonitoringSensitivity')
  if (typeof set !== 'string')
    return { failureIntervalMs: set.failureInterval, minUptimeMs: set.minUptime, maxResets: set.maxResets, windowMs: set.window }
  const { failureIntervalsMs, windowsMs, maxResets } = turn.constants['HA-112']
  const i = presets.indexOf(set)
  return {
    failureIntervalMs: failureIntervalsMs[i] as number,
    minUptimeMs: turn.constants['HA-113'].minUptimesMs[i] as number,
    maxResets,
    windowMs: windowsMs[i] as number,
  }
}

/** How long there must have been no I/O; 0: it does not count. */
export function ioWindowMs(turn: Turn): number {
  const { ioCounts, ioWindowMs: window } = turn.constants['HA-111']
  if (!ioCounts) return 0
  const seconds = Number(option(turn, 'das.iostatsinterval') ?? Number.NaN)
  return seconds >= 0 ? seconds * 1000 : window
}
