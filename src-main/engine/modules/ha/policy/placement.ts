/** Where HA restarts a VM: HA-101, HA-102. The primary ranks the hosts itself and never asks DRS. */
import type { Rejected } from '../../../../contract/events.ts'

export interface HostOption {
  readonly host: string
  readonly order: number
  /** Why the host takes no VM at all; null: it may. */
  readonly excluded: string | null
  readonly reachesDatastores: boolean
  readonly hasNetworks: boolean
  readonly cpuUnreservedMHz: number
  readonly memoryUnreservedMiB: number
  readonly vms: number
  /** Power-ons under way there. */
  readonly powerOns: number
}

export interface PlacementRules {
  readonly powerOnsPerHost: number
  readonly vmsPerHost: number
  readonly spread: boolean
  readonly datastoreNeeded: boolean
  readonly networkNeeded: boolean
  readonly reservationMustFit: boolean
}

export interface PlacementNeed {
  readonly cpuMHz: number
  /** Reservation plus overhead. */
  readonly memoryMiB: number
}

export type Placement =
  | { readonly host: HostOption; readonly rejected: readonly Rejected[] }
  | {
      readonly host: null
      readonly rejected: readonly Rejected[]
      /** Only the limit of power-ons stands in the way. */ readonly onlyLimit: boolean
      readonly lacking: 'room' | 'host'
    }

/** Rejected hosts that a why lists. */
const REJECTED_MAX = 8

export function place(options: readonly HostOption[], need: PlacementNeed, rules: PlacementRules): Placement {
  const rejected: Rejected[] = []
  const fitting: HostOption[] = []
  let atLimit = 0
  let noRoom = 0
  for (const option of options) {
    const reason = refusal(option, need, rules)
    if (reason === null) fitting.push(option)
    else {
      if (reason.reason === 'powerOnLimit') atLimit++
      if (reason.reason === 'notEnoughCpu' || reason.reason === 'notEnoughMemory' || reason.reason === 'vmsPerHostLimit') noRoom++
      if (rejected.length < REJECTED_MAX) rejected.push(reason)
    }
  }
  const first = fitting[0]
  if (first === undefined) return { host: null, rejected, onlyLimit: atLimit > 0, lacking: noRoom > 0 ? 'room' : 'host' }
  const best = fitting.reduce((a, b) => (behind(a, b, rules) !== null ? b : a), first)
  for (const option of fitting) {
    const reason = behind(option, best, rules)
    if (reason !== null && rejected.length < REJECTED_MAX) rejected.push({ option: option.host, reason, facts: ['HA-101'] })
  }
  return { host: best, rejected }
}

function refusal(option: HostOption, need: PlacementNeed, rules: PlacementRules): Rejected | null {
  const because = (reason: string, ...facts: ('HA-100' | 'HA-101' | 'HA-102' | 'HA-002')[]): Rejected => ({ option: option.host, reason, facts })
  if (option.excluded !== null) return because(option.excluded, 'HA-002')
  if (rules.datastoreNeeded && !option.reachesDatastores) return because('noDatastoreAccess', 'HA-101')
  if (rules.networkNeeded && !option.hasNetworks) return because('noNetwork', 'HA-101')
  if (option.vms >= rules.vmsPerHost) return because('vmsPerHostLimit', 'HA-101')
  if (rules.reservationMustFit && option.cpuUnreservedMHz < need.cpuMHz) return because('notEnoughCpu', 'HA-102')
  if (rules.reservationMustFit && option.memoryUnreservedMiB < need.memoryMiB) return because('notEnoughMemory', 'HA-102')
  if (option.powerOns >= rules.powerOnsPerHost) return because('powerOnLimit', 'HA-100')
  return null
}

/** Spread against boot storms first, then the host with more unreserved memory, then host order: why `b` is behind `a`, or null when it is not. */
function behind(b: HostOption, a: HostOption, rules: PlacementRules): 'moreLoaded' | 'lessMemory' | 'moreMemory' | 'laterInOrder' | null {
  if (rules.spread && a.powerOns !== b.powerOns) return b.powerOns > a.powerOns ? 'moreLoaded' : null
  if (a.memoryUnreservedMiB !== b.memoryUnreservedMiB) {
    if (rules.spread) return b.memoryUnreservedMiB < a.memoryUnreservedMiB ? 'lessMemory' : null
    return b.memoryUnreservedMiB > a.memoryUnreservedMiB ? 'moreMemory' : null
  }
  return b.order > a.order ? 'laterInOrder' : null
}
