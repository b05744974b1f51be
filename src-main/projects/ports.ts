/** What projects need from outside; the worker hands it in, tests hand in fakes. */
import type { FactView, LabProblem, StoreBackup, StoreProblem } from '../contract/api.ts'
import type { SweepCommand } from '../contract/api-sweep.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { Keyframe } from '../engine/index.ts'
import type { Engine, WallClock } from '../runs/ports.ts'
import type { LabSource } from '../runs/protocol.ts'
import type { RunServicePorts } from '../runs/run-service.ts'
import type { PracticeStore } from '../practice/attempts/store-port.ts'
import type { DraftStore, ProjectStore, RunStore, SettingsStore } from '../runs/store-port.ts'

/** A data folder that is open. */
export interface DataFolder {
  readonly runs: RunStore
  readonly projects: ProjectStore
  readonly drafts: DraftStore
  readonly settings: SettingsStore
  readonly practice: PracticeStore
  readonly backups: {
    list(): readonly StoreBackup[]
    make(reason: StoreBackup['reason']): StoreBackup | Promise<StoreBackup>
    /** Afterwards the folder has to be opened anew. Throws a StoreError. */
    restore(fileName: string): void | Promise<void>
  }
  /** Of the database and its copies. */
  bytes(): number
  close(): void
}

export type ReadLab =
  | { readonly ok: true; readonly lab: Lab; readonly traces: { readonly [path: string]: string } }
  | { readonly ok: false; readonly problems: readonly LabProblem[] }

/** Trace files that were kept with a revision, by path. */
export type Traces = { readonly [path: string]: string }

export interface ProjectPorts extends RunServicePorts {
  readonly engine: Engine
  readonly clock: WallClock
  /** `traces`: those kept with the revision; else they are read from the folder of the source. */
  readonly readLab: (source: LabSource, traces?: Traces) => ReadLab
  /** Opens the data folder; throws a StoreError. */
  readonly openFolder: () => DataFolder
  /** A data folder for a moment, gone when it is closed. Throws a StoreError. */
  readonly openScratch: () => DataFolder
  readonly folder: string
  /** A run at an instant as a sweep begins from it: bytes that threads share, and what comes before the commands of each failure. */
  readonly warm: (lab: Lab, keyframe: Keyframe) => { readonly packed: SharedArrayBuffer; readonly first: readonly SweepCommand[] }
  /** The copies of a database that cannot be opened, and how one takes its place. Throw a StoreError. */
  readonly closedBackups: { list(): readonly StoreBackup[]; restore(fileName: string): void }
  /** What reports say of the facts that a run cites. */
  readonly factsOf: (ids: readonly string[]) => readonly FactView[]
  readonly log: (text: string) => void
}

export type { StoreProblem }
