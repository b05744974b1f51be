/** Migrations, snapshots, Fault Tolerance and what clients see of it: the tables of their modules. As in `records.ts`. */
import type { Json, Rejected } from '../../contract/events.ts'
import type { EvcMode, LabDisk, LabVm } from '../../contract/lab/index.ts'
import type { FtReason, FtState, GuestState, MigrationKind, MigrationPhase, SnapshotConsistency } from '../../contract/state.ts'
import type { Chain, LabelledWrite, SnapshotNode } from '../models/snapshot-chain.ts'

/** Files on a datastore that a host reads or writes. `vm`: those that this VM has there already, of a vSAN object as much as the host needs (HA-176). */
export interface CopiedFiles {
  readonly name: string
  readonly host: string
  readonly vm?: string
}

/**
 * Bytes under way that share links and datastores with others (VM-037, VM-062). One that has nothing to send still takes its share of the
 * links: a migration is there from the end of its set-up until it ends. Key: id. Owner: transfer.
 */
export interface TransferRecord {
  readonly id: string
  /** The order in which they joined. */
  readonly order: number
  /** Hosts whose vMotion links it uses, source and destination; null: none. */
  readonly hosts: readonly [string, string] | null
  /** What it copies from and to; the same datastore twice halves its rate; empty: nothing. */
  readonly datastores: readonly CopiedFiles[]
  /** VM whose guest writes while it copies, and what they cost it; null: nothing. */
  readonly writes: { readonly vm: string; readonly cost: WriteCost } | null
  /** Left to send at `since`. */
  readonly bytesLeft: number
  /** Instant that `bytesLeft` counts from, ms, not rounded. */
  readonly since: number
  /** Bytes per second since then; 0 while the link or a datastore is gone. */
  readonly rate: number
  /** It has something to do and no way to do it: the link or a datastore is gone. One that only waits for a switch-over (VM-037) is not cut. */
  readonly cut: boolean
  /** Its share of the links does not fall: a switch-over (VM-037). */
  readonly pinned: boolean
  /** Fires when the last byte has arrived; null: nothing to send, or no rate. */
  readonly timer: number | null
  /** Fires when the guest begins to write at another rate by itself; null: it does not. */
  readonly writesTimer: number | null
}

/** What guest writes of w take from a copy: `mirror` w/2 (VM-062), `merge` w, at most half of the copy's own rate (SN-025). */
export type WriteCost = 'mirror' | 'merge'

/** A migration that waits or runs; of an FT pair also that of the secondary, and FT's first copy. Key: the VM, `VM>secondary` for that of a secondary. Owner: migration. */
export interface MigrationRecord {
  readonly vm: string
  readonly role: 'primary' | 'secondary' | null
  /** `ft`: the first copy of a secondary (FT-014): no switch-over, no `vmotion.*` events. */
  readonly kind: MigrationKind | 'ft'
  readonly from: string
  readonly to: string
  /** Where its files go; null: they stay. */
  readonly datastore: string | null
  /** First come, first served (VM-061). */
  readonly order: number
  /** The command that asked for it, for its task; null: no command. */
  readonly command: string | null
  /** What it costs where, and how much there is to spend (VM-060). */
  readonly costs: readonly MigrationCost[]
  /** What it waits for, one of its costs; null: it runs. */
  readonly waitsFor: MigrationCost | null
  readonly startedAt: number | null
  readonly phase: MigrationPhase | null
  /** Disks under way: bytes of the groups that are done, and those still to copy, by source datastore. */
  readonly disks: { readonly doneBytes: number; readonly left: readonly { readonly from: string; readonly bytes: number }[] } | null
  readonly preCopy: PreCopyProgress | null
  /** Since when the VM is stunned for it; ms, not rounded. */
  readonly stunnedAt: number | null
  /** Since when it cannot send, and when it fails for it (VM-054, VM-055, VM-064). */
  readonly cutAt: number | null
  readonly failsAt: number | null
  readonly cutTimer: number | null
  /** The next step, and the instant that it stands for, ms, not rounded. */
  readonly timer: number | null
  readonly dueAt: number | null
  /** `seq` of `vmotion.started`, or of what asked for it. */
  readonly causeSeq: number | null
}

/** A share of the budget of a host, of its vMotion network, or of a datastore. */
export interface MigrationCost {
  /** Equal for the same budget. */
  readonly key: string
  readonly what: 'host' | 'network' | 'datastore'
  readonly name: string
  readonly cost: number
  readonly budget: number
}

export interface PreCopyProgress {
  /** Live rounds that are over. */
  readonly rounds: number
  /** The round under way, or the last transfer: bytes and its start, ms, not rounded. */
  readonly roundBytes: number
  readonly roundAt: number
  readonly sentBytes: number
  /** Dirtied in this round until `dirtyAt`, and how fast the guest dirties since: unthrottled, bytes per second. */
  readonly dirtyBytes: number
  readonly dirtyAt: number
  readonly dirtyRate: number
  /** What SDPS lets it dirty, bytes per second; null: all. */
  readonly dirtyLimit: number | null
  /** Fires when the guest begins to dirty at another rate by itself; null: it does not. */
  readonly dirtyTimer: number | null
  /** First round that runs throttled; null: SDPS has not engaged. */
  readonly sdpsFromRound: number | null
  readonly slowdownPercent: number
}

/** What the migrations that run take of a budget (VM-060); none: nothing. Key: that of the budget. Owner: migration. */
export interface BudgetRecord {
  readonly key: string
  readonly inUse: number
}

/** Memory that a source keeps for t_clean after a migration left it. Key: `VM>host`. Owner: migration. */
export interface LeftoverRecord {
  readonly vm: string
  readonly host: string
  readonly timer: number
}

export interface SnapshotRecord extends SnapshotNode {
  readonly name: string
  readonly takenAt: number
  /** Bytes of its memory image; null: taken without memory. */
  readonly memoryBytes: number | null
  readonly consistency: SnapshotConsistency
  /** Settings of the VM as they were. */
  readonly cfg: LabVm
  /** The guest as it was, for a revert to a snapshot with memory; null: powered off. */
  readonly guest: CapturedGuest | null
}

/** A guest that a memory image holds (SN-002). */
export interface CapturedGuest {
  readonly state: Exclude<GuestState, 'off'>
  /** Since its start. */
  readonly upMs: number
  readonly toolsStopped: boolean
  readonly appFailed: boolean
  /** CPU features that it was started with (SN-032). */
  readonly cpuMode: EvcMode | null
}

/** Snapshots and layers of a VM; none: it never had either, nor a labelled write. What may be done to it: `models/snapshot-chain.ts`. Key: VM name. Owner: snapshots. */
export interface ChainRecord extends Chain {
  readonly vm: string
  readonly snapshots: readonly SnapshotRecord[]
  /** A `vm.guestWrite` that waits for room (SN-016). */
  readonly heldWrite: LabelledWrite | null
}

/** Layers that are merged (SN-024, SN-025). */
export interface MergeProgress {
  readonly mode: 'mirror' | 'helper'
  /** Who does it. */
  readonly host: string
  /** V: the deltas that were there when it began. */
  readonly bytes: number
  /** Of this pass, by datastore; the first is being copied. */
  readonly left: readonly { readonly datastore: string; readonly bytes: number }[]
  /** Passes that are over while the VM ran. */
  readonly passes: number
  /** Since when the VM is stunned for it, ms, not rounded. */
  readonly stunnedAt: number | null
}

/** What is being done to the snapshots of a VM; it excludes every other task on it (SN-012). Key: VM name. Owner: snapshots. */
export interface SnapshotJobRecord {
  readonly vm: string
  readonly kind: 'create' | 'remove' | 'consolidate'
  /** The command that asked for it, for its task. */
  readonly command: string
  readonly startedAt: number
  readonly phase: 'quiesce' | 'memory' | 'merge' | 'stun'
  readonly data: { readonly [key: string]: string | number | boolean | null | readonly (string | number)[] }
  /** Of `create`: the snapshot that will be there at its end; null until its layer is frozen. */
  readonly pending: SnapshotRecord | null
  /** Of `remove` and `consolidate`. */
  readonly merge: MergeProgress | null
  readonly timer: number | null
  readonly causeSeq: number | null
}

/** A datastore that growing deltas will fill (SN-016). Key: datastore. Owner: snapshots. */
export interface FillingRecord {
  readonly datastore: string
  /** When it is full; null: not as far ahead as was looked. */
  readonly fullAt: number | null
  readonly timer: number
}

/** A datastore that is fuller than an alarm allows, or will be. Key: datastore name. Owner: snapshots. */
export interface SpaceLevelRecord {
  readonly datastore: string
  readonly level: 'yellow' | 'red' | null
  /** When to look again: growing deltas have passed the next level, or it is not known yet. */
  readonly dueAt: number | null
  readonly timer: number | null
}

/** A VM under Fault Tolerance; none: it is not configured. Key: VM name. Owner: ft. */
export interface FtRecord {
  readonly vm: string
  readonly state: Exclude<FtState, 'notConfigured'>
  readonly reason: FtReason | null
  /** Host of the secondary that runs or is being copied. */
  readonly secondary: string | null
  /** Its files; null: it has none yet. */
  readonly secondaryFiles: { readonly datastore: string; readonly disks: readonly LabDisk[] } | null
  /** Where the next secondary is wanted; null: chosen. After a failover its files go where those of the old primary were. */
  readonly asked: { readonly host: string | null; readonly datastore: string | null }
  readonly pending: FtPending | null
  /** HA has to declare the failure of this host before it starts a new secondary (FT-017); null: nothing is waited for. */
  readonly awaits: string | null
  /** The command whose work is under way, for its task. */
  readonly command: string | null
  /** Why its host was chosen, until the copy is done. */
  readonly placed: { readonly inputs: { readonly [key: string]: Json }; readonly rejected: readonly Rejected[] } | null
  /** Hosts that were looked at last and refused; empty: none was, or one was found. */
  readonly rejected: readonly Rejected[]
  readonly causeSeq: number | null
}

/**
 * What comes next by the clock. `takeover`: the primary is gone, and the secondary goes live (FT-017, FT-024); `secondaryLost`: it is gone,
 * and that is noticed (FT-018); `race`: the two do not hear each other, and one of them will survive (FT-020); `newSecondary`: one is to be
 * started (FT-022).
 */
export interface FtPending {
  readonly what: 'takeover' | 'secondaryLost' | 'race' | 'newSecondary'
  readonly reason: 'hostFailed' | 'processCrash' | 'networkLost' | 'storageLost' | 'test' | 'copyFailed'
  readonly since: number
  readonly at: number
  readonly timer: number
  readonly causeSeq: number | null
}

/** A vNIC that is not simply where its VM runs, with its network at hand. */
export interface ClientLink {
  /** Host whose uplink the switches send its frames to; null: none. */
  readonly on: string | null
  /** The host that its VM runs on is cut from its network. */
  readonly cut: boolean
  /** When the switches learn that it is on the host of its VM, ms; null: nobody has told them, and nobody can before the uplink is back. */
  readonly learnedAt: number | null
}

/** How an outside client sees a VM; none: it has answered ever since. Key: VM name. Owner: clients. */
export interface ClientRecord {
  readonly vm: string
  /** By MAC, the vNICs that there is something to say about. */
  readonly links: { readonly [mac: string]: ClientLink }
  /** It was powered on and has not been ready yet. */
  readonly isNew: boolean
  /** It is ready after a power-on, and its first frames arrive then (VM-082). */
  readonly answersAt: number | null
  /** Since when it should answer and answers nobody; null: it does. */
  readonly outageSince: number | null
  /** Of outages that are over. */
  readonly outageMs: number
  readonly pingsLost: number
  /** For the first of `learnedAt` and `answersAt`. */
  readonly timer: number | null
}

/** Key: 'cluster'. Owner: evc. */
export interface EvcRecord {
  /** Null: EVC is off. */
  readonly mode: EvcMode | null
}
