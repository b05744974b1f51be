/** Where HA restarts a VM: HA-092, HA-100 to HA-102, HA-169, HA-170. The primary ranks the hosts itself and never asks DRS. */
import type { Rejected } from '../../../../contract/events.ts'
import type { FactId } from '../../../../contract/fact-id.ts'
import { fallsShort } from '../../../models/maths.ts'

export interface HostOption {
  readonly host: string
  readonly order: number
  /** Why the host takes no VM at all; null: it may. */
  readonly excluded: string | null
  readonly reachesDatastores: boolean
  readonly hasNetworks: boolean
  /** It offers the EVC mode that the VM has of its own (VM-009). */
  readonly offersCpu: boolean
  /** It has as many logical CPUs as the VM has virtual ones, or the VM ran without. */
  readonly hasCpus: boolean
  readonly cpuUnreservedMHz: number
  readonly memoryUnreservedMiB: number
  readonly vms: number
  readonly vcpus: number
  /** vCPUs that may still be started there under the cap of DRS's settings (DRS-066); Infinity: there is none. */
  readonly vcpusLeft: number
  /** Power-ons under way there. */
  readonly powerOns: number
  /** Its agent VMs run, or it is one that is to be placed. */
  readonly agentVmsRun: boolean
  readonly mustRulesAllow: boolean
  /** No VM is there that must be kept apart from it. */
  readonly keepsApart: boolean
  /** How many should rules do not want it there, and the order of the newest of them. */
  readonly shouldRulesBroken: number
  readonly newestShouldBroken: number
  /** VMs of a higher priority are still being powered on there, and have to be through first (HA-092). */
  readonly earlierPriority: boolean
  /** As many FT VMs as may be are there, and it is one (FT-005). */
  readonly ftLimitReached: boolean
  /** Dedicated by admission control (HA-162). */
  readonly isFailoverHost: boolean
}

export interface PlacementRules {
  readonly powerOnsPerHost: number
  readonly vmsPerHost: number
  readonly vcpusPerHost: number
  readonly spread: boolean
  readonly datastoreNeeded: boolean
  readonly networkNeeded: boolean
  readonly agentVmsNeeded: boolean
  readonly reservationMustFit: boolean
  /** HA-162: dedicated failover hosts before any other; HA-164: then any other. */
  readonly triedFirst: boolean
  readonly thenAnyOther: boolean
}

export interface PlacementNeed {
  readonly cpuMHz: number
  /** Reservation plus overhead. */
  readonly memoryMiB: number
  readonly vcpus: number
}

export type Placement =
  | { readonly host: HostOption; readonly rejected: readonly Rejected[] }
  | {
      readonly host: null
      readonly rejected: readonly Rejected[]
      /** What kept out the hosts that came nearest to taking it; `turn`: other power-ons there come first. */
      readonly lacking: (typeof obstacles)[number]
    }

/** From the first that is looked at to the last. */
const obstacles = ['host', 'mustRule', 'antiAffinity', 'room', 'turn'] as const

/** Rejected hosts that a why lists. */
const REJECTED_MAX = 8

export function place(options: readonly HostOption[], need: PlacementNeed, rules: PlacementRules): Placement {
  const rejected: Rejected[] = []
  const fitting: HostOption[] = []
  let nearest = 0
  const onlyDedicated = asksOnlyDedicated(options, rules)
  for (const option of options) {
    const refused = refusalOf(option, need, rules, onlyDedicated)
    if (refused === null) fitting.push(option)
    else {
      nearest = Math.max(nearest, obstacles.indexOf(refused.obstacle))
      if (rejected.length < REJECTED_MAX) rejected.push({ option: option.host, reason: refused.reason, facts: [refused.fact] })
    }
  }
  const first = fitting[0]
  if (first === undefined) return { host: null, rejected, lacking: obstacles[nearest] ?? 'host' }
  const best = fitting.reduce((a, b) => (behind(a, b, rules) !== null ? b : a), first)
  for (const option of fitting) {
    const reason = behind(option, best, rules)
    if (reason !== null && rejected.length < REJECTED_MAX) rejected.push({ option: option.host, reason, facts: [factBehind[reason] ?? 'HA-101'] })
  }
  return { host: best, rejected }
}

/** HA-164 does not hold, and there are such hosts. */
export function asksOnlyDedicated(options: readonly HostOption[], rules: PlacementRules): boolean {
  return !rules.thenAnyOther && options.some((option) => option.isFailoverHost)
}

export interface Refusal {
  readonly reason: string
  readonly fact: FactId
  readonly obstacle: (typeof obstacles)[number]
}

const notDedicated: Refusal = { reason: 'noFailoverHost', fact: 'HA-162', obstacle: 'host' }

/** Why the VM is not started there; null: it may be. */
export function refusalOf(option: HostOption, need: PlacementNeed, rules: PlacementRules, onlyDedicated: boolean): Refusal | null {
  return onlyDedicated && !option.isFailoverHost ? notDedicated : refusal(option, need, rules)
}

function refusal(option: HostOption, need: PlacementNeed, rules: PlacementRules): Refusal | null {
  const because = (reason: string, fact: FactId, obstacle: Refusal['obstacle'] = 'host'): Refusal => ({ reason, fact, obstacle })
  if (option.excluded !== null) return because(option.excluded, 'HA-002')
  if (rules.datastoreNeeded && !option.reachesDatastores) return because('noDatastoreAccess', 'HA-101')
  if (rules.networkNeeded && !option.hasNetworks) return because('noNetwork', 'HA-101')
  if (!option.offersCpu) return because('cpuIncompatible', 'VM-009')
  if (!option.hasCpus) return because('notEnoughCpus', 'HA-101')
  if (rules.agentVmsNeeded && !option.agentVmsRun) return because('agentVmMissing', 'HA-101')
  if (!option.mustRulesAllow) return because('mustRule', 'HA-169', 'mustRule')
  if (!option.keepsApart) return because('antiAffinity', 'HA-170', 'antiAffinity')
  if (option.vms >= rules.vmsPerHost) return because('vmsPerHostLimit', 'HA-101', 'room')
  if (option.vcpus + need.vcpus > rules.vcpusPerHost) return because('vcpusPerHostLimit', 'HA-101', 'room')
  if (need.vcpus > option.vcpusLeft) return because('vcpusPerCoreLimit', 'DRS-066', 'room')
  if (option.ftLimitReached) return because('ftVmLimit', 'FT-005', 'room')
  if (rules.reservationMustFit && option.cpuUnreservedMHz < need.cpuMHz) return because('notEnoughCpu', 'HA-102', 'room')
  if (rules.reservationMustFit && fallsShort(option.memoryUnreservedMiB, need.memoryMiB)) return because('notEnoughMemory', 'HA-102', 'room')
  if (option.powerOns >= rules.powerOnsPerHost) return because('powerOnLimit', 'HA-100', 'turn')
  if (option.earlierPriority) return because('earlierPriority', 'HA-092', 'turn')
  return null
}

type BehindReason = 'noFailoverHost' | 'shouldRule' | 'moreLoaded' | 'lessMemory' | 'moreMemory' | 'laterInOrder'

const factBehind: { readonly [R in BehindReason]?: FactId } = { noFailoverHost: 'HA-162', shouldRule: 'HA-169' }

/**
 * Dedicated failover hosts first (HA-162), then should rules (HA-169; of those that cannot all be kept the newest, DRS-073), spread against boot storms, then the host with more
 * unreserved memory, then host order: why `b` is behind `a`, or null when it is not.
 */
function behind(b: HostOption, a: HostOption, rules: PlacementRules): BehindReason | null {
  if (rules.triedFirst && a.isFailoverHost !== b.isFailoverHost) return a.isFailoverHost ? 'noFailoverHost' : null
  if (a.shouldRulesBroken !== b.shouldRulesBroken) return b.shouldRulesBroken > a.shouldRulesBroken ? 'shouldRule' : null
  if (a.newestShouldBroken !== b.newestShouldBroken) return b.newestShouldBroken > a.newestShouldBroken ? 'shouldRule' : null
  if (rules.spread && a.powerOns !== b.powerOns) return b.powerOns > a.powerOns ? 'moreLoaded' : null
  if (a.memoryUnreservedMiB !== b.memoryUnreservedMiB) {
    if (rules.spread) return b.memoryUnreservedMiB < a.memoryUnreservedMiB ? 'lessMemory' : null
    return b.memoryUnreservedMiB > a.memoryUnreservedMiB ? 'moreMemory' : null
  }
  return b.order > a.order ? 'laterInOrder' : null
}
