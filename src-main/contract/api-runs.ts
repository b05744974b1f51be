/** Runs as a window has them: what it opens, what changes, and what it is told on request. */
import type { LabEvent } from './events.ts'
import type { DatastoreState, HostState, LabState, NetworkState, VmState } from './state.ts'
import type { FactId } from './fact-id.ts'
import type { LabBookmark } from './lab/bookmark.ts'
import type { LabProblem } from './lab/problems.ts'
import type { StoreProblem, ProjectRef } from './api-projects.ts'
import type { Speed } from './api.ts'

export interface LabSummary {
  readonly name: string
  readonly description: string
  /** Null: as `name` and `description`. */
  readonly nameKo: string | null
  readonly descriptionKo: string | null
  readonly product: string
  readonly cluster: string
  readonly haEnabled: boolean
  readonly drsEnabled: boolean
  readonly startsAt: string | null
  readonly hosts: readonly {
    readonly name: string
    readonly faultDomain: string | null
    readonly cpuCapacityMHz: number
    readonly memoryMiB: number
  }[]
  readonly vms: readonly {
    readonly name: string
    readonly vcpus: number
    readonly memoryMiB: number
    /** A client outside pings it at phase, phase + interval, …; null: nobody does. */
    readonly clientPing: { readonly intervalMs: number; readonly phaseMs: number } | null
  }[]
  /** `addresses`: what answers pings there, the gateway of a management network first. */
  readonly networks: readonly {
    readonly name: string
    readonly kind: string
    readonly addresses: readonly string[]
    readonly gbps: number
    readonly nics: number
  }[]
  readonly datastores: readonly { readonly name: string; readonly type: string; readonly array: string; readonly hosts: readonly string[] }[]
  /** Commands of the file's own timeline. */
  readonly timeline: readonly { readonly t: number; readonly command: string; readonly target: string }[]
  /** Instants that the lab's author marks, by time; a run that plays stops at those that pause. */
  readonly bookmarks: readonly {
    readonly t: number
    readonly note: string
    /** Null: as `note`. */
    readonly noteKo: string | null
    readonly pause: boolean
    /** What is shown there; null: what is shown stays. */
    readonly object: { readonly kind: 'host' | 'vm'; readonly name: string } | null
    readonly tab: LabBookmark['tab']
  }[]
  readonly until: number
  readonly warnings: readonly LabProblem[]
  /** Parts of the lab that no module acts on yet. */
  readonly notModelled: readonly string[]
}

export interface BranchInfo {
  /** Counted from 0 within the run. */
  readonly id: number
  readonly parent: number | null
  /** Instant at which it left its parent. */
  readonly forkAt: number
  /** Command that made it, or empty for the first; a name that somebody gave it stands before that (`contract/texts/command-text.ts`). */
  readonly label: string
  /** How far it has been run. */
  readonly reached: number
  /** Its id in the data folder: what `hostdown replay --run ID` and `project.open` take; null while it is not kept. */
  readonly stored: number | null
}

export interface Bookmark {
  readonly id: number
  readonly branch: number
  readonly t: number
  readonly note: string
}

/** The first event in which a run that was run again differs; null on a side: it has no such event. */
export interface RunDifference {
  readonly seq: number
  readonly recorded: LabEvent | null
  readonly now: LabEvent | null
}

/** Everything that a window needs to show the run anew. */
export interface RunOpened {
  readonly runId: string
  /** Null where nothing can be kept. */
  readonly project: ProjectRef | null
  readonly lab: LabSummary
  readonly status: RunStatus
  readonly frame: RunFrame
  /** All events of the branch up to how far it has run. */
  readonly events: readonly LabEvent[]
  /** The guided lab whose course it is (`L1`); left out: it is none. */
  readonly guided?: string
}

export interface RunStatus {
  readonly runId: string
  readonly playing: boolean
  readonly speed: Speed
  /** Instant shown. */
  readonly t: number
  /** How many events of the branch have happened in what is shown: all with `t` up to the instant, or fewer while single-stepping inside it. */
  readonly shown: number
  /** Furthest instant that this branch has been run to. */
  readonly reached: number
  readonly until: number
  /** True when nothing is left to happen before `until`, or it is reached. */
  readonly ended: boolean
  readonly branch: number
  readonly branches: readonly BranchInfo[]
  /** Digest of the log up to the end of the branch, once the run has ended; null before, and of a log without an event. */
  readonly digest: string | null
  /** Of all branches, by branch and instant. */
  readonly bookmarks: readonly Bookmark[]
  /** The command that undo would take back, redo bring again: `host.powerOff Host A`; null: none. */
  readonly undo: string | null
  readonly redo: string | null
  /** `saved`: all that has happened is in the data folder; `saving`: the last moments are on their way; `unsaved`: `problem` says why not, or the run has not begun. */
  readonly saved: 'saved' | 'saving' | 'unsaved'
  readonly problem: StoreProblem | null
  /**
   * The engine that recorded it, where that is another than this one, or this one does not repeat it: the run is shown as recorded and takes no commands.
   */
  readonly recordedBy: number | null
  /** The command of the branch that was changed since it was logged, for which the run is shown as recorded; left out: there is none. */
  readonly flaw?: LabProblem
}

/**
 * What changed since the frame before. `n` rises by one; a window that misses one asks for `run.current`.
 * Entity maps hold only what changed (null: removed). VM states that follow from time alone are asked for with `run.state`.
 */
export interface RunFrame<H extends HostView = HostView, A extends HaView = HaView> {
  readonly n: number
  readonly t: number
  readonly hosts: { readonly [name: string]: H | null }
  readonly vms: { readonly [name: string]: VmView | null }
  readonly networks: { readonly [name: string]: NetworkState | null }
  readonly datastores: { readonly [name: string]: DatastoreState | null }
  readonly vcenter: LabState['vcenter'] | null
  /** Null when unchanged, and while vSphere HA is off. */
  readonly ha: A | null
  /** It was switched off since the frame before; left out: it was not. */
  readonly haIsOff?: true
  /** Migrations that run and wait, with their progress; null when unchanged. */
  readonly migrations: LabState['migrations'] | null
  /** CPU demand of each VM as a share of its vCPUs, in percent, in the order of `LabSummary.vms`; null when unchanged. */
  readonly vmCpuPercent: readonly number[] | null
}

/** A host's state without the names of its VMs: each of those says where it is. */
export type HostView = Omit<HostState, 'vms'>

/** The state of vSphere HA without the names of what it protects: each VM says whether it is. */
export type HaView = Omit<NonNullable<LabState['ha']>, 'protected'>

/** The part of a VM's state that changes with events. */
export type VmView = Pick<
  VmState,
  | 'guest'
  | 'host'
  | 'connection'
  | 'instances'
  | 'datastore'
  | 'haProtected'
  | 'lockHolder'
  | 'powerOffRecord'
  | 'question'
  | 'restarts'
  | 'consolidationNeeded'
  | 'ftState'
  | 'ftSecondaryHost'
> & {
  readonly power: VmState['power'] | 'poweringOn'
  readonly snapshotCount: number
  /** VMware Tools; left out: they run whenever the guest is up. */
  readonly tools?: 'notInstalled' | 'stopped'
  /** The application that marks itself active (HA-122); left out: it has none. */
  readonly application?: 'running' | 'failed'
  /** Its power-ons fail (`vm.failPowerOn`); left out: they do not. */
  readonly failsPowerOn?: true
  /** A task has it that excludes all others (VM-056, SN-012); left out: none has. */
  readonly taskInProgress?: true
}

export interface ExplainStep {
  readonly event: LabEvent
  readonly facts: readonly FactId[]
}

export interface FactView {
  readonly id: string
  readonly title: string
  /** Null where no Korean text exists yet. */
  readonly titleKo: string | null
  readonly statement: { readonly en: string; readonly ko: string | null }
  readonly standing: 'sourced' | 'recalled' | 'derived' | 'choice' | 'model'
  readonly sources: readonly { readonly code: string; readonly title: string; readonly url: string | null }[]
}
