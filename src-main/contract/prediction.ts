/**
 * What a migration would be like, asked before anything is moved. Times in ms and bytes are those of the pre-copy model (VM-030), not rounded; a
 * model, not VMware's figures.
 */
import type { FactId } from './fact-id.ts'
import type { MigrationKind } from './state.ts'

/** What is left out is as it is now: of the VM, or of the link between the two hosts. */
export interface MigrationQuestion {
  readonly vm: string
  /** Destination; left out: any host with the same link as the source. */
  readonly to?: string | undefined
  /** Where its disks go; left out: they stay. */
  readonly datastore?: string | undefined
  readonly memoryMiB?: number | undefined
  readonly dirtyMBps?: number | undefined
  /** null: all memory. */
  readonly workingSetMiB?: number | null | undefined
  /** Of one NIC, and how many. */
  readonly gbps?: number | undefined
  readonly nics?: number | undefined
  readonly sdps?: boolean | undefined
}

export interface PredictedRound {
  readonly bytes: number
  readonly ms: number
  /** Unique pages dirtied meanwhile. */
  readonly dirtyBytes: number
}

/** As if the VM ran, and those that share its link and datastores now did so all the while. */
export interface MigrationPrediction {
  readonly kind: Exclude<MigrationKind, 'cold'>
  readonly from: string | null
  readonly to: string | null
  /** What it was computed with. */
  readonly memoryMiB: number
  readonly dirtyMBps: number
  readonly workingSetMiB: number
  readonly sdps: boolean
  /** Null: the hosts have no vMotion link that works. */
  readonly link: {
    readonly gbps: number
    readonly nics: number
    /** B of VM-030: its share (VM-037). */
    readonly bytesPerSecond: number
    readonly streams: number
    readonly rttMs: number
  } | null
  /** Other migrations that share the links of the two hosts now (VM-037). */
  readonly othersNow: number
  /** Null: without a link, or a datastore that both ends reach, nothing can be said. */
  readonly course: MigrationCourse | null
}

export interface MigrationCourse {
  readonly setupMs: number
  /** Of the disks, 0 where they stay. */
  readonly diskBytes: number
  readonly diskMs: number
  /** Live rounds, from round 0; empty where memory stays. */
  readonly rounds: readonly PredictedRound[]
  /** Sent during the stun. */
  readonly lastBytes: number
  /** Of disks and memory. */
  readonly bytes: number
  /** 0 where it fails. */
  readonly stunMs: number
  readonly totalMs: number
  /** First round that runs slowed; null: SDPS never engages (VM-033). */
  readonly sdpsFromRound: number | null
  readonly slowdownPercent: number
  readonly failed: 'noConvergence' | null
  /** VM-082. */
  readonly clientOutageMs: number
  /** Pings that an outside client loses: between `least` and `most`, by when they are sent. */
  readonly pings: { readonly intervalMs: number; readonly least: number; readonly most: number }
}

/** A host as the destination of a VM. */
export interface MigrationTarget {
  readonly host: string
  /** The VM is there. */
  readonly isCurrent: boolean
  /** Why vCenter would refuse it; null: it would not. */
  readonly refused: TargetTrouble | null
  readonly warnings: readonly TargetTrouble[]
}

export interface TargetTrouble {
  readonly code: string
  readonly facts: readonly FactId[]
  /** cpu or memory, of `insufficientResources`. */
  readonly resource: string | null
}
