/** Resilience: what becomes of the VMs when a host, or anything else, fails. What a sweep is asked, and what it answers; times in ms. */
import { z } from 'zod'
import type { RunOpened } from './api.ts'
import type { AdmissionState } from './ha-state.ts'
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
  /** What their clients missed, the boot of the guest included; also of VMs that are stranded. A guest without its storage answers pings: it adds nothing. */
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
  /** Without the agents of vSphere Cluster Services. */
  readonly vmsOn: number
  /** Those agents (`contract/vcls.ts`), which nothing here counts: nobody misses them, and HA restarts none. */
  readonly agents: number
  readonly hosts: number
  readonly admission: (Pick<AdmissionState, 'policy' | 'ok' | 'hostFailuresTolerated'> & { readonly hostFailuresToTolerate: number }) | null
  /** Hosts whose failure it says it can take; null: it says nothing. */
  readonly promisedHosts: number | null
}

export const findingRules = [
  'haDisabled', 'hostMonitoringDisabled', 'reservationFitsNowhere', 'mustRuleLeavesNoHost', 'datastoreOfOneHost', 'networkOfOneHost',
  'reservationHasNoRoom', 'admissionControlShort', 'admissionControlDisabled', 'isolationAddressMissing', 'isolationAddressSilent',
  'heartbeatDatastoresTooFew', 'managementNetworkNotRedundant', 'singleFaultDomain', 'mustRuleInOneFaultDomain', 'separationNeedsAllHosts',
  'restartDisabled', 'storageLossNotAnswered',
] as const // prettier-ignore
export type FindingRule = (typeof findingRules)[number]

/** What a design lacks. */
export interface Finding {
  readonly rule: FindingRule
  readonly severity: 'critical' | 'warning' | 'info'
  /** What the names are. */
  readonly about: 'cluster' | 'host' | 'vm' | 'faultDomain' | 'rule' | 'address'
  readonly names: readonly string[]
  readonly figures: { readonly [name: string]: string | number }
  readonly facts: readonly FactId[]
  /** Shows what comes of it; empty where nothing could be played. */
  readonly play: readonly SweepCommand[]
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
  /** The gravest first. */
  readonly findings: readonly Finding[]
}

/** Where the failures of a sweep leave a run: an instant of one of its branches. */
export interface ForkPoint {
  readonly runId: string
  readonly branch: number
  /** Turns taken up to the instant. */
  readonly turn: number
  readonly at: number
  /** Comes before the commands of each failure: the lab's own timeline has more to come, and does not. */
  readonly first: readonly SweepCommand[]
}

export interface SweepReport extends SweepResult {
  readonly from: ForkPoint
}

const ticket = z.string().min(1).max(100)
const at = z
  .number()
  .int()
  .min(0)
  .max(400 * 86_400_000)
const whole = z.number().int().min(0)

export const sweepInputs = {
  /**
   * Sweeps over the failures of a domain, from an instant of the branch that is shown; where it has not got there yet, it is run that far. The ticket
   * is the caller's: progress and cancelling name it. Another sweep that is under way ends.
   */
  'sweep.start': z.strictObject({ ticket, domain: z.enum(sweepDomains), failures: z.union([z.literal(1), z.literal(2)]), at }),
  'sweep.cancel': z.strictObject({ ticket }),
  /** A new branch of the run that is open, from where a sweep began, with these commands; it is shown. */
  'run.fork': z.strictObject({
    branch: whole,
    turn: whole,
    at,
    commands: z
      .array(z.strictObject({ command: z.string().min(1).max(300), arguments: z.record(z.string(), z.unknown()) }))
      .min(1)
      .max(2000),
  }),
} as const

export interface SweepOutputs {
  /** Null: it was cancelled. */
  'sweep.start': SweepReport | null
  'sweep.cancel': Record<string, never>
  'run.fork': RunOpened
}

export interface SweepPushes {
  'sweep.progress': { readonly ticket: string; readonly done: number; readonly total: number }
}
