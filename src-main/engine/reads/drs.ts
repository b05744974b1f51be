/** Settings of DRS, and whether it acts: pure reads over the world. */
import type { DrsState } from '../../contract/drs-state.ts'
import type { DrsSettings, VmRecord } from '../core/records.ts'
import type { Turn } from '../core/turn.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { clamp, roundHalfUp } from '../models/maths.ts'
import { vcenterRuns } from './network.ts'
import { vclsHealth } from './vcls.ts'

/** What these questions need of a turn; the state, which is read between turns, has it too. */
export type At = Pick<Turn, 'constants' | 'lab' | 'now'> & { readonly world: ReadonlyTables }

export type DrsAutomation = DrsSettings['automation'] | 'disabled'

/** Its settings while it is on, else null. */
export function drsSettings(world: ReadonlyTables): DrsSettings | null {
  const cfg = world.drs.get('drs')?.cfg
  return cfg?.enabled === true ? cfg : null
}

/**
 * Its settings while it does something: it is vCenter that does it (DRS-109), and from 7.0 on with its own agents (DRS-096): not in retreat mode, and without them once only.
 */
export function drsAtWork(at: Pick<At, 'world' | 'lab' | 'constants'>): DrsSettings | null {
  const cfg = drsSettings(at.world)
  return cfg === null || silentBecause(at) !== null ? null : cfg
}

/** Why it does nothing although it is on; null: it works. */
export function silentBecause({ world, lab, constants }: Pick<At, 'world' | 'lab' | 'constants'>): DrsState['silentBecause'] {
  if (!vcenterRuns(world) && constants['DRS-109'].vcenterNeeded) return 'vcenterDown'
  return constants['DRS-096'].agentsNeeded && vclsHealth({ world, lab, constants }) === 'unhealthy' ? 'noAgents' : null
}

/** DRS-002: the setting of the VM before that of the cluster. */
export function automationOf({ world, constants }: Pick<At, 'world' | 'constants'>, vm: VmRecord): DrsAutomation {
  const cfg = world.drs.get('drs')?.cfg
  const overrides = (cfg?.enableVmBehaviorOverrides ?? true) && constants['DRS-002'].vmBeforeCluster
  return (overrides ? vm.cfg.drs?.automation : undefined) ?? cfg?.automation ?? 'fullyAutomated'
}

/** Value of an advanced option that is a number; `fallback` where it is left out or is none. */
export function drsOption(cfg: Pick<DrsSettings, 'advancedOptions'>, name: string, fallback: number): number {
  const value = cfg.advancedOptions[name.toLowerCase()]
  const number = value === undefined || value === null ? Number.NaN : Number(value)
  return Number.isFinite(number) ? number : fallback
}

/** DRS-010: ms between two passes; those of classic may be set. */
export function passIntervalMs({ constants }: Pick<At, 'constants'>, cfg: DrsSettings): number {
  const { scoreMs, classicMs, leastClassicMs, mostClassicMs } = constants['DRS-010']
  if (cfg.algorithm === 'drsScore') return scoreMs
  return clamp(roundHalfUp(drsOption(cfg, 'pollPeriodSec', classicMs / 1000) * 1000), leastClassicMs, mostClassicMs)
}

/** DRS-086: what DPM keeps the use of hosts within, percent. Options out of their range count as its end. */
export function dpmRange(
  { constants }: Pick<At, 'constants'>,
  cfg: Pick<DrsSettings, 'advancedOptions'>,
): { readonly low: number; readonly target: number; readonly high: number } {
  const { targetPercent, leastTargetPercent, mostTargetPercent, tolerancePercent, leastTolerancePercent, mostTolerancePercent } = constants['DRS-086']
  const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))
  const target = within(drsOption(cfg, 'DemandCapacityRatioTarget', targetPercent), leastTargetPercent, mostTargetPercent)
  const tolerance = within(drsOption(cfg, 'DemandCapacityRatioToleranceHost', tolerancePercent), leastTolerancePercent, mostTolerancePercent)
  return { low: target - tolerance, target, high: target + tolerance }
}
