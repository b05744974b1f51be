/** Where DRS moves a VM that has to leave its host (DRS-082), and the fault where there is no such place (DRS-097). */
import type { Rejected } from '../../../../contract/events.ts'
import type { FactId } from '../../../../contract/fact-id.ts'

export interface Candidate {
  readonly host: string
  readonly order: number
  /** Demand of what runs there and is on its way, as a share of what VMs can use: of CPU or of memory, whichever is scarcer. */
  readonly load: number
  /** Should rules that it would break. */
  readonly shouldRulesBroken: number
}

export interface Obstacle {
  readonly reason: string
  readonly facts: readonly FactId[]
  /** `cpu` or `memory`, where one was short. */
  readonly resource?: string | undefined
}

export type DrsFault = 'noActiveHost' | 'noCompatibleHost' | 'noCompatibleHardAffinityHost' | 'insufficientHostCapacity' | 'ruleViolation'

export type Choice =
  | { readonly host: string; readonly rejected: readonly Rejected[] }
  | { readonly host: null; readonly fault: DrsFault; readonly rejected: readonly Rejected[] }

/** Faults from the farthest to the nearest: the host that came nearest to taking the VM says what is missing. */
const faults: readonly DrsFault[] = ['noActiveHost', 'noCompatibleHost', 'noCompatibleHardAffinityHost', 'insufficientHostCapacity', 'ruleViolation']

const faultOf: { readonly [reason: string]: DrsFault } = {
  invalidState: 'noActiveHost',
  hostInMaintenance: 'noActiveHost',
  mustRuleViolation: 'noCompatibleHardAffinityHost',
  insufficientResources: 'insufficientHostCapacity',
  vmsPerHostLimit: 'insufficientHostCapacity',
  vmRuleViolation: 'ruleViolation',
}

/** Rejected hosts that a why lists. */
const REJECTED_MAX = 8

/** The least loaded of those that nothing stands against; `obstacleOf` is asked in that order, until one may take it. */
export function choose(candidates: readonly Candidate[], obstacleOf: (host: string) => Obstacle | null): Choice {
  const ranked = [...candidates].sort((a, b) => a.shouldRulesBroken - b.shouldRulesBroken || a.load - b.load || a.order - b.order)
  const rejected: Rejected[] = []
  let nearest = 0
  for (const { host } of ranked) {
    const obstacle = obstacleOf(host)
    if (obstacle === null) return { host, rejected }
    nearest = Math.max(nearest, faults.indexOf(faultOf[obstacle.reason] ?? 'noCompatibleHost'))
    if (rejected.length < REJECTED_MAX) rejected.push({ option: host, reason: obstacle.reason, facts: [...obstacle.facts] })
  }
  return { host: null, fault: faults[nearest] ?? 'noActiveHost', rejected }
}
