import type { DrsState, RecommendationState } from '../../contract/drs-state.ts'
import type { DrsSettings, RecommendationRecord } from '../core/records.ts'
import type { Kernel } from '../core/simulation.ts'
import { classicTarget, combinedImbalance } from '../models/drs-classic.ts'
import { roundDecimals, roundHalfUp } from '../models/maths.ts'
import { dpmRange, drsSettings, silentBecause } from '../reads/drs.ts'
import { normalizedEntitlements } from '../reads/entitlement.ts'
import { useOf } from '../modules/drs/dpm.ts'
import { percentOf, viewOfInstant } from '../modules/drs/view.ts'
import { scoresNow } from './scores.ts'

/** Null while DRS is off. */
export function drsState(kernel: Kernel): DrsState | null {
  const { world } = kernel
  const cfg = drsSettings(world)
  if (cfg === null) return null
  const scores = scoresNow(kernel)
  const { low, high } = dpmRange(kernel, cfg)
  return {
    algorithm: cfg.algorithm,
    automation: cfg.automation,
    migrationThreshold: cfg.migrationThreshold,
    score: scores?.cluster ?? null,
    numVmsPerDrsScoreBucket: scores === null ? null : bucketsShown(scores.buckets),
    ...balanceShown(kernel, cfg),
    // API: 5 is the least aggressive.
    vmotionRate: kernel.constants['DRS-006'].inverted - cfg.migrationThreshold,
    nextPassAtMs: world.drsPass.get('pass')?.nextAt ?? null,
    silentBecause: silentBecause(kernel),
    dpm: { lowPercent: low, highPercent: high, usePercent: useShown(kernel, cfg), ...cfg.dpm },
    recommendations: [...world.recommendations.values()].map(recommendationState),
    faults: [...world.drsFaults.values()].map(({ vm, host, rule, reason, sinceAt }) => ({ vm, host, rule, reason, sinceMs: sinceAt })),
  }
}

function useShown(kernel: Kernel, cfg: DrsSettings): DrsState['dpm']['usePercent'] {
  if (cfg.dpm.automation === 'off') return {}
  const { use } = useOf(kernel, cfg)
  const hosts = viewOfInstant(kernel).hosts.filter(({ counts }) => counts)
  return Object.fromEntries(hosts.map((host) => [host.name, percentOf(use.of(host, 'on'))]))
}

function recommendationState({
  order: _,
  sinceAt,
  expiresAt,
  timer: _timer,
  seq: _seq,
  forPlacement: _for,
  places: _places,
  waitsFor: _waits,
  approvedBy: _by,
  ...shown
}: RecommendationRecord): RecommendationState {
  return { ...shown, rating: 6 - shown.priority, sinceMs: sinceAt, expiresAtMs: expiresAt }
}

function bucketsShown(buckets: readonly number[]): DrsState['numVmsPerDrsScoreBucket'] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = buckets
  return { '0-20': a, '21-40': b, '41-60': c, '61-80': d, '81-100': e }
}

/** DRS-009, DRS-048; null under drsScore, the target also at threshold 1. */
function balanceShown(
  kernel: Kernel,
  { algorithm, migrationThreshold }: DrsSettings,
): Pick<DrsState, 'imbalance' | 'target' | 'currentBalance' | 'targetBalance'> {
  if (algorithm !== 'classic') return { imbalance: null, target: null, currentBalance: null, targetBalance: null }
  const loads = [...normalizedEntitlements(kernel).values()]
  const imbalance = combinedImbalance(
    loads.map(({ cpu }) => cpu),
    loads.map(({ memory }) => memory),
    kernel.constants,
  )
  const target = loads.length === 0 ? null : classicTarget(migrationThreshold, loads.length, kernel.constants)
  return {
    imbalance: roundDecimals(imbalance, 4),
    target: target === null ? null : roundDecimals(target, 4),
    currentBalance: roundHalfUp(1000 * imbalance),
    targetBalance: target === null ? null : roundHalfUp(1000 * target),
  }
}
