/**
 * A project as a file in which pseudonyms stand for all names. Logs are full of names, so the runs are made anew: the same labs, commands and
 * instants with other names. Where names decide (of equal hosts the first by name), a run may take another course than the one that was kept.
 */
import { LabPseudonyms } from '../designs/pseudonyms.ts'
import { EditError } from '../designs/session.ts'
import type { Lab } from '../contract/lab/index.ts'
import { madeBy } from '../contract/texts/command-text.ts'
import { BranchTree } from '../runs/branch-tree.ts'
import type { Branch } from '../runs/branch.ts'
import { noProject, RunError } from '../runs/run-error.ts'
import type { StoredBranch, StoredRevision } from '../runs/store-port.ts'
import { outlineOf } from './outline.ts'
import type { DataFolder, ProjectPorts } from './ports.ts'
import { follow } from './rerun.ts'

interface Renamed {
  readonly lab: Lab
  /** Of the new project. */
  readonly revision: StoredRevision
}

/** What the new project is called, and its file. */
export const NAMELESS = 'Cluster'

export async function exportWithoutNames(ports: ProjectPorts, folder: DataFolder, project: number): Promise<Uint8Array> {
  const scratch = ports.openScratch()
  try {
    const copy = new Copy(ports, folder, scratch, project)
    await copy.runs()
    copy.draft()
    return scratch.projects.exportFile(copy.project)
  } finally {
    scratch.close()
  }
}

class Copy {
  readonly project: number
  readonly #ports: ProjectPorts
  readonly #folder: DataFolder
  readonly #scratch: DataFolder
  readonly #from: number
  readonly #names = new LabPseudonyms()
  readonly #revisions = new Map<number, Renamed>()

  constructor(ports: ProjectPorts, folder: DataFolder, scratch: DataFolder, from: number) {
    this.#ports = ports
    this.#folder = folder
    this.#scratch = scratch
    this.#from = from
    const newest = folder.projects.newestRevision(from)
    const used = [...new Set([...folder.projects.branches(from).map(({ revision }) => revision), newest.id])].sort((a, b) => a - b)
    const labs = used.map((id) => this.#renamed(folder.projects.revision(id)))
    const [first] = labs
    if (first === undefined) throw noProject(from)
    this.project = scratch.projects.create({ name: NAMELESS, sample: null, file: null }, first.revision).id
    labs.forEach(({ lab, revision }, i) => {
      this.#revisions.set(used[i] ?? 0, { lab, revision: scratch.projects.revise(this.project, revision) })
    })
  }

  #renamed({ text, fileName, traces }: StoredRevision) {
    const renamed = this.#names.lab(text, fileName, traces)
    const name = `cluster.lab.${renamed.text.startsWith('{') ? 'json' : 'yaml'}`
    const read = this.#ports.readLab({ fileName: name, text: renamed.text, folder: null }, renamed.traces)
    const first = read.ok ? undefined : read.problems[0]
    if (!read.ok)
      throw new RunError(
        'badInput',
        `With its names replaced the lab can no longer be read: ${first?.message ?? ''}`,
        `이름을 바꾼 랩을 읽을 수 없습니다: ${first?.messageKo ?? first?.message ?? ''}`,
      )
    return { lab: read.lab, revision: { fileName: name, ...renamed, outline: outlineOf(read.lab) } }
  }

  /** Each run with its branches, as far as they got. */
  async runs(): Promise<void> {
    const made = new Map<number, { readonly tree: BranchTree; readonly branch: Branch }>()
    for (const stored of this.#folder.projects.branches(this.#from)) {
      const { lab, revision } = this.#revisions.get(stored.revision) as Renamed
      const seeded = { ...lab, seed: stored.seed }
      const parent = stored.parent === null ? undefined : made.get(stored.parent)
      const begun = parent === undefined ? this.#begun(seeded, revision.id) : { tree: parent.tree, branch: this.#forked(parent, seeded, stored) }
      made.set(stored.id, begun)
      await follow(begun.branch, { commands: this.#commands(stored), reached: stored.reachedAt }, this.#ports.clock)
      const { recorder } = begun.branch
      recorder?.flush()
      if (recorder !== null && recorder.id !== null) this.#scratch.runs.setShown(recorder.id, stored.shownAt)
    }
  }

  #begun(lab: Lab, revision: number): { readonly tree: BranchTree; readonly branch: Branch } {
    const tree = BranchTree.fresh(lab, this.#ports.engine, { store: this.#scratch.runs, revision })
    return { tree, branch: tree.get(0) }
  }

  /** Turns may be others by now: a branch leaves after all that happened at its instant. */
  #forked({ tree, branch }: { readonly tree: BranchTree; readonly branch: Branch }, lab: Lab, stored: StoredBranch): Branch {
    // Commands that made it: their names are no longer what its label says.
    const commands = madeBy(stored.label)
      .split(' + ')
      .map((one) => /^(?:undo )?\S+/.exec(one)?.[0] ?? '')
    return tree.fork(branch, branch.trackAt(lab, stored.forkAt).simulation, commands.join(' + '))
  }

  /** Those that are its own. */
  #commands({ id, parent, forkTurn }: StoredBranch) {
    const own = this.#folder.runs.commands(id).filter(({ turn }) => parent === null || turn >= forkTurn)
    return own.map(({ command, args, ...at }) => ({ ...at, command, args: this.#names.args(command, args) }))
  }

  /** What the design says now; the steps on the way there are left out. */
  draft(): void {
    const draft = this.#folder.drafts.draft(this.#from)
    const revision = draft === null ? undefined : (this.#revisions.get(draft.revision) ?? [...this.#revisions.values()].at(-1))
    if (draft === null || revision === undefined) return
    try {
      const { text } = this.#names.lab(this.#folder.drafts.text(this.#from, draft.cursor), draft.fileName, {})
      this.#scratch.drafts.begin(this.project, { revision: revision.revision.id, fileName: revision.revision.fileName, text })
    } catch (error) {
      // A text that is no lab cannot be told from the names in it.
      if (!(error instanceof EditError)) throw error
    }
  }
}
