/** A snapshot and a vMotion of the same VM, both run in the engine from the instant shown: the article's table with the numbers of one VM. */
import type { LabEvent } from './events.ts'
import type { Refusal } from './operation-cost.ts'

/** What an operation came to. Times in ms, sizes in bytes. */
export interface OperationOutcome {
  /** Null: it was done. Else the code and sentence of its refusal or failure, and the facts behind it. */
  readonly refused: Refusal | null
  readonly durationMs: number | null
  readonly stunMs: number | null
  /** Memory that went over the network or onto the datastore. */
  readonly memoryBytes: number | null
  /** Events of the small run that tell of the VM, in order. */
  readonly events: readonly LabEvent[]
}

export interface SnapshotOutcome extends OperationOutcome {
  readonly datastore: string
  readonly files: readonly string[]
  /** What it has grown to an hour later, and what deleting it then costs. */
  readonly deltaAfterHourBytes: number | null
  readonly removal: { readonly durationMs: number; readonly stunMs: number; readonly bytes: number } | null
}

export interface MoveOutcome extends OperationOutcome {
  readonly to: string
  readonly rounds: number | null
  /** First round that SDPS slows down, and by how much. */
  readonly slowdownPercent: number | null
}

/** A host dies while the operation is half done: what is left of it. */
export interface FailureOutcome {
  readonly during: 'snapshot' | 'vmotion'
  /** `after`: a minute after its end. */
  readonly when: 'during' | 'after'
  readonly failed: 'source' | 'destination'
  readonly host: string
  /** Since the start of the operation. */
  readonly atMs: number
  /** The VM runs again (or still) at the end of the small run, and where. */
  readonly power: 'on' | 'off'
  readonly runsOn: string | null
  readonly restarts: number
  readonly downtimeMs: number
  /** Snapshots of the operation that exist afterwards. */
  readonly newSnapshots: number
  readonly consolidationNeeded: boolean
  /** The memory of the guest was lost: it booted anew. */
  readonly bootedAnew: boolean
}

export interface SideBySide {
  readonly vm: string
  readonly t: number
  readonly host: string
  readonly memoryBytes: number
  readonly diskBytes: number
  readonly diskOnly: SnapshotOutcome
  readonly withMemory: SnapshotOutcome
  /** Null: there is no other host. */
  readonly move: MoveOutcome | null
  readonly failures: readonly FailureOutcome[]
}
