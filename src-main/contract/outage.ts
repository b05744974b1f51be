/** VMs whose clients get no answer, and where a VM that is off would find room. Instants in ms. */
import type { LossReason } from './api-sweep.ts'
import type { FactId } from './fact-id.ts'
import type { RestartQueueEntry } from './ha-state.ts'

/**
 * What stands between a VM and its clients. `placing`: DRS has no host for its power-on yet; `stunned`: it runs and executes nothing; `network`: its host
 * has no link into the network of its first vNIC; `settling`: switches do not send it its frames yet; `storage`: its host does not reach its files.
 */
export const outageKinds = [
  'off', 'placing', 'poweringOn', 'question', 'stunned', 'booting', 'hung', 'crashed', 'network', 'settling', 'storage',
] as const // prettier-ignore
export type OutageKind = (typeof outageKinds)[number]

export interface VmOutage {
  readonly vm: string
  /** Where it runs or starts, else where it is registered. */
  readonly host: string | null
  readonly kind: OutageKind
  readonly sinceMs: number
  /** Its place in the restart queue of vSphere HA; null: it is not in there. */
  readonly restart: Pick<RestartQueueEntry, 'state' | 'waitsFor' | 'attempt' | 'nextAtMs'> | null
  /** Of one that is off and that nobody starts: why vSphere HA does not. */
  readonly reason: LossReason | null
}

/** All of them are counted, the first of them listed. */
export interface Outages {
  readonly total: number
  /** VMs that are off first, then the longest outage; else in the order of the inventory. */
  readonly vms: readonly VmOutage[]
}
export const OUTAGES_LISTED_MAX = 500

/** Where a VM that is off would find room now, host by host in the order of the inventory. */
export interface PowerOnRoom {
  /** Who would choose the host: vSphere HA as for the restart that is waiting, or vCenter as for a power-on. */
  readonly by: 'ha' | 'vcenter'
  /** What has to be unreserved: reservation, and for memory the overhead too (DRS-044, DRS-045). */
  readonly needed: { readonly cpuMHz: number; readonly memoryMiB: number; readonly memoryReservationMiB: number; readonly memoryOverheadMiB: number }
  readonly hosts: readonly HostRoomState[]
}

export interface HostRoomState {
  readonly host: string
  readonly cpuCapacityMHz: number
  readonly cpuUnreservedMHz: number
  readonly memoryCapacityMiB: number
  readonly memoryUnreservedMiB: number
  /** What it has too little of; null: there is enough, or the VM asks for none. */
  readonly cpuShortMHz: number | null
  readonly memoryShortMiB: number | null
  /** Why it would not be started there; null: it would. The words of a decision's rejected options, of vCenter those of a refusal. */
  readonly refused: { readonly reason: string; readonly facts: readonly FactId[]; readonly resource: string | null } | null
}
