/** Where DRS moves a VM that has to leave its host (DRS-082), and the fault where there is no such place (DRS-097). */
import type { Rejected } from '../../../../contract/events.ts'
import { faultFor, nearestFault } from './fault-of.ts'
import type { DrsFault } from './fault-of.ts'
import type { Obstacle } from './obstacle.ts'
import { compareShould } from './options.ts'

export type { Obstacle } from './obstacle.ts'

export interface Candidate {
  readonly host: string
  readonly order: number
  /** Demand of what runs there and is on its way, as a share of what VMs can use: of CPU or of memory, whichever is scarcer. */
  readonly load: number
  /** Should rules that it would break: their ages, the newest first. */
  readonly shouldRulesBroken: readonly number[]
}

export type Choice = { readonly host: string; readonly rejected: readonly Rejected[] } | Nowhere

export interface Nowhere {
  readonly host: null
  readonly fault: DrsFault
  /** That keeps it from the hosts that come nearest, where one does. */
  readonly rule: string | null
  readonly rejected: readonly Rejected[]
}

/** Rejected hosts that a why lists. */
const REJECTED_MAX = 8

/** The least loaded of those that nothing stands against; `obstacleOf` is asked in that order, until one may take it. */
export function choose(candidates: readonly Candidate[], obstacleOf: (host: string) => Obstacle | null): Choice {
  const ranked = [...candidates].sort((a, b) => compareShould(a.shouldRulesBroken, b.shouldRulesBroken) || a.load - b.load || a.order - b.order)
  const rejected: Rejected[] = []
  const obstacles: Obstacle[] = []
  for (const { host } of ranked) {
    const obstacle = obstacleOf(host)
    if (obstacle === null) return { host, rejected }
    obstacles.push(obstacle)
    if (rejected.length < REJECTED_MAX) rejected.push({ option: host, reason: obstacle.reason, facts: [...obstacle.facts] })
  }
  const fault = nearestFault(obstacles) ?? 'noActiveHost'
  // Of all hosts none is compatible with it.
  const rule = obstacles.find((obstacle) => obstacle.rule !== undefined && faultFor(obstacle) === fault)?.rule ?? null
  return { host: null, fault: fault === 'vmotionIncompatible' ? 'noCompatibleHost' : fault, rule, rejected }
}
