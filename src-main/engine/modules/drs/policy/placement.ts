/** Where DRS starts a VM (DRS-079): the hosts that may take it, the best first, and what stands against each of the others. */
import type { Rejected } from '../../../../contract/events.ts'
import type { FactId } from '../../../../contract/fact-id.ts'
import { clamp, round9 } from '../../../models/maths.ts'
import type { Obstacle } from './choose.ts'

export interface PlaceOption {
  readonly host: string
  readonly order: number
  /** Why it cannot take the VM at all; null: it can. */
  readonly obstacle: Obstacle | null
  /** Its CPU or memory is in full use already. */
  readonly isFull: boolean
  /** VMs that it is to be together with are elsewhere. */
  readonly togetherBroken: number
  /** Should rules that want it elsewhere, and the order of the newest of them (DRS-073). */
  readonly shouldRulesBroken: number
  readonly newestShouldBroken: number
  /** Its uplinks are in use above the limit of DRS-067. */
  readonly isBusyUplink: boolean
  /** Predicted score of the VM there, 0…100; null under classic. */
  readonly score: number | null
  /** Mean of CPU and memory in use with the VM there, as shares of what VMs can use. */
  readonly utilisation: number
}

export interface RatedHost {
  readonly host: string
  /** 1 … 5, the best. */
  readonly rating: number
}

export interface Ranking {
  /** The best first; empty: none may take it. */
  readonly hosts: readonly RatedHost[]
  readonly best: PlaceOption | null
  /** What stood against the hosts that came nearest; null: there is no host. */
  readonly nearest: Obstacle | null
  readonly rejected: readonly Rejected[]
}

/** Rejected hosts that a why lists. */
const REJECTED_MAX = 8
/** From the obstacle that is farthest from a power-on to the nearest. */
const farness: readonly string[] = [
  'invalidState',
  'quarantined',
  'hostInMaintenance',
  'failoverHost',
  'datastoreNotAccessible',
  'networkMismatch',
  'cpuIncompatible',
  'noCompatibleHardAffinityHost',
  'mustRuleViolation',
  'vmRuleViolation',
]

/** Room is what comes nearest, since it can be made (DRS-047). */
const nearness = ({ reason }: Obstacle): number => {
  const place = farness.indexOf(reason)
  return place < 0 ? farness.length : place
}

export function rank(options: readonly PlaceOption[]): Ranking {
  const fitting = options.filter((option) => option.obstacle === null).sort((a, b) => compare(a, b).sign)
  const [best] = fitting
  const rejected: Rejected[] = []
  let nearest: Obstacle | null = null
  for (const { host, obstacle } of options) {
    if (obstacle === null) continue
    if (nearest === null || nearness(obstacle) > nearness(nearest)) nearest = obstacle
    rejected.push({ option: host, reason: obstacle.reason, facts: [...obstacle.facts] })
  }
  if (best !== undefined) for (const option of fitting.slice(1)) rejected.push(behind(best, option))
  return {
    hosts: fitting.map((option) => ({ host: option.host, rating: ratingOf(option) })),
    best: best ?? null,
    nearest,
    rejected: rejected.slice(0, REJECTED_MAX),
  }
}

/** Fifths of the score, or of what is free. */
function ratingOf({ score, utilisation }: PlaceOption): number {
  const share = score === null ? 1 - utilisation : score / 100
  return clamp(Math.ceil(round9(share * 5)), 1, 5)
}

interface Comparison {
  readonly sign: number
  readonly reason: string
  readonly fact: FactId
}

/** Negative: `a` comes first, and why `b` comes after it. */
function compare(a: PlaceOption, b: PlaceOption): Comparison {
  const by = (difference: number, reason: string, fact: FactId): Comparison | null =>
    round9(difference) === 0 ? null : { sign: Math.sign(round9(difference)), reason, fact }
  return (
    by(Number(a.isFull) - Number(b.isFull), 'fullHost', 'DRS-083') ??
    by(a.togetherBroken - b.togetherBroken, 'keepTogether', 'DRS-069') ??
    by(a.shouldRulesBroken - b.shouldRulesBroken, 'shouldRule', 'DRS-075') ??
    by(a.newestShouldBroken - b.newestShouldBroken, 'shouldRule', 'DRS-073') ??
    by(Number(a.isBusyUplink) - Number(b.isBusyUplink), 'busyUplink', 'DRS-067') ??
    by((b.score ?? 0) - (a.score ?? 0), 'lowerScore', 'DRS-079') ??
    by(a.utilisation - b.utilisation, 'higherUtilisation', 'DRS-079') ?? { sign: a.order - b.order, reason: 'laterInOrder', fact: 'DRS-079' }
  )
}

function behind(best: PlaceOption, option: PlaceOption): Rejected {
  const { reason, fact } = compare(best, option)
  return { option: option.host, reason, facts: [fact] }
}
