/** Where the secondary of an FT VM goes (FT-005, FT-006, FT-011, FT-012, FT-029). Data in, a host or the reasons out. */
import type { Rejected } from '../../../../contract/events.ts'
import type { FactId } from '../../../../contract/fact-id.ts'
import { fallsShort } from '../../../models/maths.ts'

export interface SecondaryOption {
  readonly host: string
  readonly order: number
  /** Why the host takes no VM at all, and the code of a refusal; null: it may. */
  readonly excluded: { readonly reason: string; readonly code: string } | null
  /** The primary runs there. */
  readonly isPartner: boolean
  readonly reachesDatastores: boolean
  readonly hasNetworks: boolean
  readonly cpuCompatible: boolean
  readonly hasVmotionNic: boolean
  readonly hasFtNic: boolean
  /** The FT network carries traffic between it and the primary's host now. */
  readonly ftLinked: boolean
  readonly mustRulesAllow: boolean
  readonly metroAllows: boolean
  readonly shouldRulesBroken: number
  readonly newestShouldBroken: number
  /** FT VMs and vCPUs that are there, primaries and secondaries. */
  readonly ftVms: number
  readonly ftVcpus: number
  readonly cpuUnreservedMHz: number
  readonly memoryUnreservedMiB: number
  readonly isFailoverHost: boolean
}

export interface SecondaryNeed {
  readonly vcpus: number
  readonly cpuMHz: number
  /** Full memory plus overhead. */
  readonly memoryMiB: number
}

export interface SecondaryRules {
  /** 0: no limit. */
  readonly ftVmsPerHost: number
  readonly ftVcpusPerHost: number
  readonly partnerHostExcluded: boolean
  readonly ftNicNeeded: boolean
  /** HA uses dedicated failover hosts first (HA-162), vCenter never. */
  readonly failoverHosts: 'first' | 'never'
}

/** What stands against a host: the key of the reason, the code of a refusal, and the resource that is short. */
export interface Obstacle {
  readonly reason: string
  readonly code: string
  readonly fact: FactId
  readonly resource?: 'cpu' | 'memory'
}

export type SecondaryPlacement =
  | { readonly host: SecondaryOption; readonly rejected: readonly Rejected[] }
  | {
      readonly host: null
      readonly rejected: readonly Rejected[]
      /** Of the host that came nearest; null: there is no other host. */
      readonly nearest: (Obstacle & { readonly host: string }) | null
    }

/** Rejected hosts that a why lists. */
const REJECTED_MAX = 8

type Check = (option: SecondaryOption, need: SecondaryNeed, rules: SecondaryRules) => Obstacle | null

/** In the order in which they are made: whoever fails a later one came nearer. */
const checks: readonly Check[] = [
  ({ isPartner }, _, { partnerHostExcluded }) =>
    isPartner && partnerHostExcluded ? { reason: 'primaryIsThere', code: 'ftSameHost', fact: 'FT-011' } : null,
  ({ excluded }) => (excluded === null ? null : { ...excluded, fact: 'FT-011' }),
  ({ isFailoverHost }, _, { failoverHosts }) =>
    isFailoverHost && failoverHosts === 'never' ? { reason: 'keptForFailover', code: 'failoverHost', fact: 'HA-162' } : null,
  ({ reachesDatastores }) => (reachesDatastores ? null : { reason: 'noDatastoreAccess', code: 'datastoreNotAccessible', fact: 'FT-013' }),
  ({ hasNetworks }) => (hasNetworks ? null : { reason: 'noNetwork', code: 'networkMismatch', fact: 'FT-011' }),
  ({ cpuCompatible }) => (cpuCompatible ? null : { reason: 'cpuIncompatible', code: 'cpuIncompatible', fact: 'FT-006' }),
  ({ hasVmotionNic }) => (hasVmotionNic ? null : { reason: 'vmotionNotEnabled', code: 'vmotionNotEnabled', fact: 'FT-006' }),
  ({ hasFtNic }, _, { ftNicNeeded }) => (hasFtNic || !ftNicNeeded ? null : { reason: 'noFtNic', code: 'missingFtLoggingNic', fact: 'FT-006' }),
  ({ hasFtNic, ftLinked }) => (ftLinked || !hasFtNic ? null : { reason: 'ftNetworkDown', code: 'missingFtLoggingNic', fact: 'FT-020' }),
  ({ mustRulesAllow }) => (mustRulesAllow ? null : { reason: 'mustRule', code: 'mustRuleViolation', fact: 'FT-012' }),
  ({ metroAllows }) => (metroAllows ? null : { reason: 'sameMetroGroup', code: 'mustRuleViolation', fact: 'FT-029' }),
  ({ ftVms }, _, { ftVmsPerHost }) =>
    ftVmsPerHost > 0 && ftVms + 1 > ftVmsPerHost ? { reason: 'ftVmLimit', code: 'ftHostVmLimit', fact: 'FT-005' } : null,
  ({ ftVcpus }, { vcpus }, { ftVcpusPerHost }) =>
    ftVcpusPerHost > 0 && ftVcpus + vcpus > ftVcpusPerHost ? { reason: 'ftVcpuLimit', code: 'ftHostVcpuLimit', fact: 'FT-005' } : null,
  ({ cpuUnreservedMHz }, { cpuMHz }) =>
    cpuUnreservedMHz < cpuMHz ? { reason: 'notEnoughCpu', code: 'insufficientResources', fact: 'FT-010', resource: 'cpu' } : null,
  ({ memoryUnreservedMiB }, { memoryMiB }) =>
    fallsShort(memoryUnreservedMiB, memoryMiB)
      ? { reason: 'notEnoughMemory', code: 'insufficientResources', fact: 'FT-010', resource: 'memory' }
      : null,
]

export function placeSecondary(
  options: readonly SecondaryOption[],
  need: SecondaryNeed,
  rules: SecondaryRules,
  preferred: string | null,
): SecondaryPlacement {
  const rejected: Rejected[] = []
  const fitting: SecondaryOption[] = []
  let nearest: (Obstacle & { host: string; rank: number }) | null = null
  for (const option of options) {
    const rank = checks.findIndex((check) => check(option, need, rules) !== null)
    const obstacle = checks[rank]?.(option, need, rules) ?? null
    if (obstacle === null) {
      fitting.push(option)
      continue
    }
    if (nearest === null || rank > nearest.rank) nearest = { ...obstacle, host: option.host, rank }
    if (rejected.length < REJECTED_MAX) rejected.push({ option: option.host, reason: obstacle.reason, facts: [obstacle.fact] })
  }
  const [first] = fitting
  if (first === undefined) return { host: null, rejected, nearest }
  const best = fitting.find(({ host }) => host === preferred) ?? fitting.reduce((a, b) => (behind(a, b) === null ? a : b), first)
  for (const option of fitting) {
    const reason = option === best ? null : best.host === preferred ? 'anotherWasAsked' : behind(option, best)
    if (reason !== null && rejected.length < REJECTED_MAX) rejected.push({ option: option.host, reason, facts: ['FT-011'] })
  }
  return { host: best, rejected }
}

type BehindReason = 'noFailoverHost' | 'shouldRule' | 'lessMemory' | 'laterInOrder'

/** Dedicated failover hosts, should rules, more unreserved memory, host order: why `a` is behind `b`, or null when it is not. */
function behind(a: SecondaryOption, b: SecondaryOption): BehindReason | null {
  if (a.isFailoverHost !== b.isFailoverHost) return b.isFailoverHost ? 'noFailoverHost' : null
  if (a.shouldRulesBroken !== b.shouldRulesBroken) return a.shouldRulesBroken > b.shouldRulesBroken ? 'shouldRule' : null
  if (a.newestShouldBroken !== b.newestShouldBroken) return a.newestShouldBroken > b.newestShouldBroken ? 'shouldRule' : null
  if (a.memoryUnreservedMiB !== b.memoryUnreservedMiB) return a.memoryUnreservedMiB < b.memoryUnreservedMiB ? 'lessMemory' : null
  return a.order > b.order ? 'laterInOrder' : null
}
