/** Resilience: what becomes of the VMs when a host, or anything else, fails. What a sweep is asked, and what it answers; times in ms. */
import type { AdmissionState } from './state.ts'
import type { FactId } from './fact-id.ts'

export const sweepDomains = ['host', 'faultDomain', 'datastore', 'network'] as const
export type SweepDomain = (typeof sweepDomains)[number]

/** So long each failure is looked at. */
export const SWEEP_RUN_MS = 15 * 60_000
export const SWEEP_AT_MS = 60_000

/** A command of the contract. */
export interface SweepCommand {
  readonly command: string
  readonly arguments: { readonly [key: string]: unknown }
}

/** One object that fails, or two at the same instant. */
export interface SweepFailure {
  readonly failed: readonly string[]
  /** Hosts that lose power with it. */
  readonly hosts: readonly string[]
  readonly commands: readonly SweepCommand[]
}

/** Why a VM does not run 15 minutes after the failure. */
export const lossReasons = [
  'insufficientResources', 'noCompatibleHost', 'mustRuleViolation', 'antiAffinity', 'dependency', 'fileLocked', 'powerOnFailed', 'hostFailed', 'gaveUp',
  'waiting', 'underWay', 'restartDisabled', 'haDisabled', 'hostMonitoringDisabled', 'notProtected', 'noPrimary', 'notNoticed',
] as const // prettier-ignore
export type LossReason = (typeof lossReasons)[number]

export interface VmLoss {
  readonly vm: string
  readonly reason: LossReason
  /** Hosts that were refused, by the reason, most of them first; the words are those of a decision's rejected options. */
  readonly blockers: readonly { readonly reason: string; readonly hosts: number }[]
  readonly facts: readonly FactId[]
}

/** A VM that runs and is of no use: its host does not reach its datastores, or the network of its first vNIC. */
export interface VmStranded {
  readonly vm: string
  readonly without: 'storage' | 'network'
}

/** What came of one failure, 15 minutes later. Counts are of VMs that ran before it. */
export interface SweepOutcome extends SweepFailure {
  readonly restarted: number
  readonly notRestarted: number
  /** FT: the secondary took over. */
  readonly tookOver: number
  readonly stranded: number
  /** Of the VMs that stopped: all together, and the longest of one. */
  readonly downtimeMs: number
  readonly longestDowntimeMs: number
  readonly longestDowntimeVm: string | null
  /** What their clients missed, the boot of the guest included; also of VMs that are stranded. */
  readonly outageMs: number
  readonly longestOutageMs: number
  readonly lost: readonly VmLoss[]
  readonly strandedVms: readonly VmStranded[]
  /** Admission control held room back for that many hosts; null: it promises nothing about such a failure, or is off. */
  readonly promised: boolean | null
  /** What was promised came true: every VM that stopped runs again. Null where nothing was promised. */
  readonly kept: boolean | null
}

/** Before the failures. */
export interface SweepBefore {
  readonly vmsOn: number
  readonly hosts: number
  readonly admission: (Pick<AdmissionState, 'policy' | 'ok' | 'hostFailuresTolerated'> & { readonly hostFailuresToTolerate: number }) | null
  /** Hosts whose failure it says it can take; null: it says nothing. */
  readonly promisedHosts: number | null
}

export interface SweepResult {
  readonly domain: SweepDomain
  readonly failures: 1 | 2
  /** The instant of the failures, and how long each was looked at. */
  readonly at: number
  readonly runMs: number
  readonly before: SweepBefore
  /** What can fail, in the order of the lab. */
  readonly objects: readonly string[]
  /** What is down already, and so cannot fail. */
  readonly skipped: readonly string[]
  /** Singles in the order of the lab, then pairs. */
  readonly outcomes: readonly SweepOutcome[]
  /** Places in `outcomes`, the worst first; none of those that cost nobody anything. */
  readonly worst: readonly number[]
}
