/** What a run keeps besides its events, without an engine: commands that can be undone, branches that stay empty of them, bookmarks. */
import { namedLabel } from '../../src-main/contract/texts/command-text.ts'
import type { ApiInput, Bookmark, BranchInfo, ProjectRef, ProjectRun, RunDifference, RunStatus } from '../../src-main/contract/api.ts'

export type FakePast = Pick<RunStatus, 'branch' | 'branches' | 'bookmarks' | 'undo' | 'redo' | 'saved' | 'problem' | 'recordedBy'>

export interface FakeHistoryOptions {
  readonly recordedBy?: number
  readonly flaw?: RunStatus['flaw']
  readonly difference?: RunDifference
  readonly saved?: RunStatus['saved']
  readonly problem?: RunStatus['problem']
  /** Revision that the run was started from, where the project has a newer one. */
  readonly newestRevision?: number
}

interface Sent {
  readonly label: string
  readonly from: number
  readonly to: number
}

export class FakeHistory {
  private readonly options: FakeHistoryOptions
  private branch = 0
  private branches: BranchInfo[] = [{ id: 0, parent: null, forkAt: 0, label: '', reached: 0, stored: 1 }]
  private bookmarks: Bookmark[] = []
  private undone: Sent[] = []
  private done: Sent[] = []
  private recordedBy: number | null
  private runs = 1
  private earlier: ProjectRun[] = []
  private nextId = 1

  constructor(options: FakeHistoryOptions = {}) {
    this.options = options
    this.recordedBy = options.recordedBy ?? null
  }

  get runId(): string {
    return `fake-${String(this.runs)}`
  }

  status(reached: number): FakePast {
    return {
      branch: this.branch,
      branches: this.branches.map((branch) => (branch.id === this.branch ? { ...branch, reached: Math.max(branch.reached, reached) } : branch)),
      bookmarks: this.bookmarks,
      undo: this.done.at(-1)?.label ?? null,
      redo: this.undone.at(-1)?.label ?? null,
      saved: this.options.saved ?? 'saved',
      problem: this.options.problem ?? null,
      recordedBy: this.recordedBy,
      ...(this.options.flaw !== undefined && { flaw: this.options.flaw }),
    }
  }

  revisions(): Pick<ProjectRef, 'revision' | 'newestRevision'> {
    return { revision: 1, newestRevision: this.options.newestRevision ?? 1 }
  }

  command(input: ApiInput<'run.command'>, t: number, reached: number): void {
    const names = Object.values(input.arguments).filter((value) => typeof value === 'string')
    const label = [input.command, ...names].join(' ')
    const from = this.branch
    if (t < reached) {
      this.branches = [
        ...this.branches.map((branch) => (branch.id === from ? { ...branch, reached } : branch)),
        { id: this.branches.length, parent: from, forkAt: t, label, reached: t, stored: null },
      ]
      this.branch = this.branches.length - 1
    }
    this.done.push({ label, from, to: this.branch })
    this.undone = []
  }

  undo(): void {
    const last = this.done.pop()
    if (last === undefined) return
    this.undone.push(last)
    this.branch = last.from
  }

  redo(): void {
    const last = this.undone.pop()
    if (last === undefined) return
    this.done.push(last)
    this.branch = last.to
  }

  rename({ id, name }: ApiInput<'run.branchName'>): void {
    this.branches = this.branches.map((branch) => (branch.id === id ? { ...branch, label: namedLabel(name, branch.label) } : branch))
  }

  remove({ id }: ApiInput<'run.branchRemove'>): void {
    this.branches = this.branches.filter((branch) => branch.id !== id)
  }

  choose(id: number): void {
    this.branch = id
  }

  /** All runs, the one that is open first. */
  list(reached: number): readonly ProjectRun[] {
    const now = Date.now()
    const { branches, bookmarks } = this
    const open = { branch: branches[0]?.stored ?? 0, branches: branches.length, bookmarks: bookmarks.length, revision: 1, reached }
    return [{ ...open, engineVersion: this.recordedBy ?? 2, createdAt: now - 3_600_000, openedAt: now }, ...this.earlier]
  }

  /** Another run of the list; it stands at its beginning again. */
  open(stored: number, reached: number): void {
    this.begin(reached)
    this.branches = this.branches.map((branch) => ({ ...branch, stored }))
    this.earlier = this.earlier.filter(({ branch }) => branch !== stored)
  }

  begin(reached: number): void {
    this.earlier = [...this.list(reached)]
    this.runs++
    this.branch = 0
    this.branches = [{ id: 0, parent: null, forkAt: 0, label: '', reached: 0, stored: this.runs * 100 }]
    this.bookmarks = []
    this.done = []
    this.undone = []
  }

  rerun(reached: number): RunDifference | null {
    this.begin(reached)
    this.recordedBy = null
    return this.options.difference ?? null
  }

  mark(input: ApiInput<'run.bookmark'>, t: number): void {
    this.bookmarks = [...this.bookmarks, { id: this.nextId++, branch: this.branch, t: input.t ?? t, note: input.note }]
  }

  note(input: ApiInput<'run.bookmarkNote'>): void {
    this.bookmarks = this.bookmarks.map((bookmark) => (bookmark.id === input.id ? { ...bookmark, note: input.note } : bookmark))
  }

  unmark(input: ApiInput<'run.bookmarkRemove'>): void {
    this.bookmarks = this.bookmarks.filter((bookmark) => bookmark.id !== input.id)
  }
}
