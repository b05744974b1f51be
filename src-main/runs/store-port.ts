/**
 * What runs keep, and ask for again. `src-main/store` implements it over SQLite; all calls are synchronous and done on return (committed, and
 * on the disk). They throw a StoreError. A branch is a run of its own in the store: its id is what `hostdown replay --run` knows.
 */
import type { StoreProblem } from '../contract/api.ts'
import type { DesignStep } from '../contract/api-design.ts'
import type { Imported, ImportRecord } from '../contract/import-record.ts'
import type { Phrase } from '../contract/texts/language.ts'
import type { RunCommand } from './branch.ts'

export type { RunCommand } from './branch.ts'

/** It could not be kept or read. Nothing of the call was done. */
export class StoreError extends Error {
  readonly problem: StoreProblem

  constructor(problem: StoreProblem) {
    super(problem.text)
    this.name = 'StoreError'
    this.problem = problem
  }
}

export interface StoredBranch {
  readonly id: number
  readonly project: number
  /** Revision of the lab that it runs. */
  readonly revision: number
  /** First branch of the run; its own id for the first. */
  readonly root: number
  readonly parent: number | null
  /** Turns taken, events logged and instant (ms) where it left its parent; 0 for the first. */
  readonly forkTurn: number
  readonly forkSeq: number
  readonly forkAt: number
  /** Command that made it, or empty. */
  readonly label: string
  readonly seed: number
  readonly engineVersion: number
  /** How far its turns are recorded. */
  readonly reachedTurn: number
  readonly reachedSeq: number
  readonly reachedAt: number
  /** Instant that was shown last, ms. */
  readonly shownAt: number
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly openedAt: number
}

/** Consecutive turns of one branch. No batch lies across a keyframe. */
export interface TurnBatch {
  /** First turn and last one, counted from 1. */
  readonly firstTurn: number
  readonly lastTurn: number
  /** `seq` of its first event, and how many there are. */
  readonly firstSeq: number
  readonly events: number
  /** Instants of the first and the last turn, ms. */
  readonly from: number
  readonly to: number
  /** One event a line, as `event-text.ts` writes them; empty without events. */
  readonly eventText: string
  /** One view a line, as `view-text.ts` writes them: what the windows show at an instant, as changes since the view before. */
  readonly viewText: string
}

export interface KeyframeEntry {
  readonly turn: number
  readonly at: number
  readonly logLength: number
  /** SHA-256 (hex) of the event lines of its own branch since the keyframe before, or since the fork. */
  readonly digest: string
}

export interface StoredKeyframe extends KeyframeEntry {
  /** As `keyframe-text.ts` writes it. */
  readonly text: string
}

/** What a branch has got to; written in one transaction. */
export interface BranchProgress {
  readonly turns: readonly TurnBatch[]
  readonly keyframes: readonly StoredKeyframe[]
  /** Instant up to which it was run, ms; may lie after its last turn. */
  readonly reachedAt: number
}

export interface StoredBookmark {
  readonly id: number
  readonly branch: number
  readonly t: number
  readonly note: string
}

export interface RunStore {
  /** Stores the first branch of a run; gives its id. */
  begin(run: { readonly revision: number; readonly seed: number; readonly engineVersion: number }): number
  fork(branch: { readonly parent: number; readonly turn: number; readonly seq: number; readonly at: number; readonly label: string }): number
  /** Before the command is carried out. */
  appendCommand(branch: number, command: RunCommand): void
  /** Turns that are recorded already are left as they are. */
  append(branch: number, progress: BranchProgress): void
  setShown(branch: number, t: number): void
  setLabel(branch: number, label: string): void
  /** With its bookmarks, and all that leaves it. */
  removeBranch(branch: number): void

  addBookmark(branch: number, t: number, note: string): number
  setNote(id: number, note: string): void
  removeBookmark(id: number): void
  /** Of all branches of a run, by branch and instant. */
  bookmarks(root: number): readonly StoredBookmark[]

  /** Null where there is none. */
  branch(id: number): StoredBranch | null
  /** All branches of a run, in the order of their ids. */
  branches(root: number): readonly StoredBranch[]
  /** Of the branch and, before the forks, of those it came from; oldest first. The same for what follows. */
  commands(branch: number): readonly RunCommand[]
  turns(branch: number): Iterable<TurnBatch>
  keyframes(branch: number): readonly KeyframeEntry[]
  /** The keyframe after that turn, of the branch or of one it came from; null where there is none that can be read. */
  keyframe(branch: number, turn: number): StoredKeyframe | null
}

export interface StoredRevision {
  readonly id: number
  readonly project: number
  /** Counted from 1. */
  readonly number: number
  readonly fileName: string
  /** The lab file as it was written. */
  readonly text: string
  /** Text of each trace file that it names, by path as the lab spells it. */
  readonly traces: { readonly [path: string]: string }
}

/** What the Library shows of a lab without parsing it again. */
export interface LabOutline {
  readonly description: string
  /** Name of the lab and its Korean texts; those who kept it before had none. */
  readonly korean?: { readonly of: string; readonly name: string | null; readonly description: string | null }
  readonly hosts: number
  readonly vms: number
  readonly thumbnail: { readonly hosts: readonly { readonly domain: string | null; readonly vms: number }[]; readonly datastores: number }
}

export interface StoredProject {
  readonly id: number
  readonly name: string
  readonly sample: string | null
  /** Absolute path of the file that it was opened from. */
  readonly file: string | null
  readonly createdAt: number
  readonly openedAt: number
  readonly deletedAt: number | null
  readonly outline: LabOutline
  readonly revisions: number
  readonly runs: number
  readonly bookmarks: number
  /** What an import assumed for it is kept. */
  readonly isImported: boolean
  /** Of its branches: the one opened last. */
  readonly newest: StoredBranch | null
}

export interface ProjectStore {
  /** Those in the list, and those deleted less than 30 days ago. */
  list(): readonly StoredProject[]
  get(id: number): StoredProject | null
  /** The project (not deleted) that came from that sample or file. */
  find(origin: { readonly sample: string } | { readonly file: string }): StoredProject | null
  create(project: { readonly name: string; readonly sample: string | null; readonly file: string | null }, revision: NewRevision): StoredProject
  /** Gives the newest revision where text and traces are the same, else stores another. */
  revise(project: number, revision: NewRevision): StoredRevision
  revision(id: number): StoredRevision
  /** Its number alone, without reading what is in it. */
  revisionNumber(id: number): number
  newestRevision(project: number): StoredRevision
  /** What an import assumed and left out when it made the project; null: none did. */
  importRecord(project: number): ImportRecord | null
  setImportRecord(project: number, imported: Imported): void
  rename(id: number, name: string): void
  /** With revisions, runs, bookmarks and what was imported; named `name`. */
  duplicate(id: number, name: string): StoredProject
  setDeleted(id: number, deleted: boolean): void
  touch(id: number): void
  /** The branches of a project, roots and all, in the order of their ids. */
  branches(project: number): readonly StoredBranch[]
  /** A project as a file, and back. `import` throws a ProjectFileError that lists all that is wrong; nothing is kept then. */
  exportFile(id: number): Uint8Array
  importFile(bytes: Uint8Array): StoredProject
}

export interface NewRevision {
  readonly fileName: string
  readonly text: string
  readonly traces: { readonly [path: string]: string }
  readonly outline: LabOutline
}

/** The draft of a project: the text of its lab file as it was after each step, counted from 0. */
export interface StoredDraft {
  /** Id of the revision that it was begun from, or that was made of it last. */
  readonly revision: number
  readonly fileName: string
  /** Number of the step that is shown. */
  readonly cursor: number
  /** Number of the last step. */
  readonly last: number
}

export interface DraftStore {
  /** Null where it has none. */
  draft(project: number): StoredDraft | null
  /** The first step. */
  begin(project: number, draft: { readonly revision: number; readonly fileName: string; readonly text: string }): void
  /** A step after the one that is shown, which is shown then; those that came after it are gone. */
  append(project: number, step: { readonly label: DesignStep; readonly text: string }): void
  text(project: number, step: number): string
  label(project: number, step: number): DesignStep
  setCursor(project: number, step: number): void
  setRevision(project: number, revision: number): void
}

/** A project file that is no such file, is cut off, or comes from a newer Hostdown: one sentence for each thing that is wrong. */
export class ProjectFileError extends Error {
  readonly problems: readonly string[]
  readonly problemsKo: readonly string[]

  constructor(problems: readonly Phrase[]) {
    super(problems.map(([text]) => text).join('\n'))
    this.name = 'ProjectFileError'
    this.problems = problems.map(([text]) => text)
    this.problemsKo = problems.map(([, textKo]) => textKo)
  }
}

export interface SettingsStore {
  /** Null where nothing was kept under that key. */
  get(key: string): unknown
  set(key: string, value: unknown): void
}
