/** The state of vSphere HA at an instant: `ha` of the state of a lab, and what primaries and VM monitoring see. Times in ms. */
import type { HaState } from './events.ts'

/** A host as a primary sees it. Ages, ms, are null where nothing is known. */
export interface HostHeartbeat {
  /** That primary. */
  readonly by: string
  /** What it makes of the host so far; vCenter shows `haState`, which is what the primary says that it talks to. */
  readonly state: HaState
  readonly networkAgeMs: number | null
  readonly datastoreAgeMs: number | null
  readonly ping: boolean | null
  readonly isolatedBit: boolean | null
  /** The row of HA-064 that it matches; null while that is not known. */
  readonly row: number | null
}

/** Colours of VM monitoring: green while heartbeats come, yellow and red after 30 and 60 s without (HA-115), gray before any came. */
export interface MonitoringState {
  readonly level: 'vm' | 'vmAndApplication'
  readonly heartbeat: 'gray' | 'green' | 'yellow' | 'red'
  readonly application: 'gray' | 'green' | 'red'
  /** When it will be reset if nothing changes. */
  readonly resetAtMs: number | null
  /** Resets that count, the most there may be, and when the oldest of them is forgotten (null: never). */
  readonly resetsInWindow: number
  readonly maxResets: number
  readonly windowEndsAtMs: number | null
}

/** What a clock comes to. `judged`: the primary knows enough for its verdict; `restarts`: a new primary restarts what does not run. */
export const clockSteps = [
  'heartbeatMissed',
  'datastoreSeen',
  'datastoreSilent',
  'pingStarts',
  'pingEnds',
  'fileRead',
  'judged',
  'electionStarts',
  'elected',
  'restarts',
] as const
export type ClockStepName = (typeof clockSteps)[number]

/** A time line of detection or election that is running: what it has passed, and what comes if nothing changes. */
export interface ClockState {
  readonly kind: 'silentHost' | 'election' | 'takeOver'
  /** The silent host; those that wait for a primary; the new primary. */
  readonly hosts: readonly string[]
  /** The primary that watches, or that is missed; null where there was none. */
  readonly by: string | null
  readonly sinceMs: number
  /** In order of time. */
  readonly steps: readonly { readonly step: ClockStepName; readonly atMs: number }[]
  /** Of a silent host: its state when it is judged, if nothing changes. */
  readonly verdict: HaState | null
}

/** A host that finds itself isolated, or is about to, and what it does with its VMs. */
export interface IsolationState {
  readonly host: string
  /** Since when it hears nobody. */
  readonly sinceMs: number
  readonly declaredAtMs: number | null
  /** When it declares itself isolated, or acts on its VMs; null: it does not, or has. */
  readonly nextAtMs: number | null
  readonly vms: readonly {
    readonly vm: string
    readonly response: 'disabled' | 'powerOffAndRestart' | 'shutDownAndRestart'
    readonly state: 'waiting' | 'deferred' | 'shuttingDown' | 'done'
    readonly nextAtMs: number | null
  }[]
}

/** A datastore that a host has lost, and the clock of component protection. */
export interface VmcpState {
  readonly datastore: string
  readonly host: string
  readonly kind: 'apd' | 'pdl'
  readonly sinceMs: number
  /** When the APD time-out passes or passed; null for a PDL. */
  readonly timeoutAtMs: number | null
  readonly vms: readonly {
    readonly vm: string
    readonly response: 'disabled' | 'issueEvents' | 'powerOffAndRestart' | 'powerOffAndRestartConservative' | 'powerOffAndRestartAggressive'
    /** When it is terminated if nothing changes; null: it is not. */
    readonly actsAtMs: number | null
  }[]
}

/** What admission control counts (HA-140 to HA-168). Null where the policy does not use it. */
export interface AdmissionState {
  readonly policy: 'slotPolicy' | 'clusterResourcePercentage' | 'dedicatedFailoverHosts' | 'disabled'
  readonly ok: boolean
  readonly hostFailuresTolerated: number | null
  readonly slot: { readonly cpuMHz: number; readonly memoryMiB: number } | null
  readonly totalSlots: number | null
  readonly usedSlots: number | null
  readonly availableSlots: number | null
  readonly failoverSlots: number | null
  readonly hostSlots: { readonly [host: string]: number } | null
  readonly vmsRequiringMultipleSlots: { readonly [vm: string]: number } | null
  readonly failoverHosts: { readonly [host: string]: 'green' | 'yellow' | 'red' } | null
  readonly cpu: {
    readonly totalMHz: number
    readonly reservedMHz: number
    readonly failoverMHz: number
    readonly freePercent: number
    readonly requiredPercent: number
    readonly availablePercent: number
  } | null
  readonly memory: {
    readonly totalMiB: number
    readonly reservedMiB: number
    readonly failoverMiB: number
    readonly freePercent: number
    readonly requiredPercent: number
    readonly availablePercent: number
  } | null
}

export interface RestartQueueEntry {
  readonly vm: string
  readonly priority: string
  readonly state: 'waiting' | 'pending' | 'attempted' | 'retrying'
  readonly waitsFor: string | null
  readonly attempt: number
  readonly nextAtMs: number | null
  /** Hosts that were looked at last and refused; empty while it is not known. */
  readonly rejected: readonly { readonly host: string; readonly reason: string }[]
}
