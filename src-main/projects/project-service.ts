import { isAbsolute } from 'node:path'
import type { ComparedSource } from '../comparisons/comparison.ts'
import type { Compared } from '../contract/api-compare.ts'
import type { ApiInput, ApiOutput, OpenedOrProblems, ProjectCard, ProjectRef, ProjectRun, StoreProblem } from '../contract/api.ts'
import { fileNameOf } from '../contract/file-name.ts'
import { freeName } from '../contract/free-name.ts'
import { formatProblems, type Lab } from '../contract/lab/index.ts'
import { BranchTree } from '../runs/branch-tree.ts'
import type { GuidedOpening, OpenInput, ShelfInput } from '../runs/protocol.ts'
import { Run } from '../runs/run.ts'
import { noProject, nothingKept, notStored, RunError, whilePredicted } from '../runs/run-error.ts'
import type { RunService } from '../runs/run-service.ts'
import { ProjectFileError, type StoredBranch, type StoredProject, type StoredRevision } from '../runs/store-port.ts'
import { exportWithoutNames, NAMELESS } from './export-without-names.ts'
import { cardOf, outlineOf } from './outline.ts'
import type { DataFolder, ProjectPorts } from './ports.ts'
import { firstDifference, follow } from './rerun.ts'

/** What of the store an open run belongs to. */
interface Place {
  readonly lab: Lab
  readonly project: ProjectRef | null
  /** Id of the revision in the store. */
  readonly revision: number | null
  /** The guided lab that it is the project of. */
  readonly guided?: string | null
}

/** Where the one project of practice questions is found again; no file that a window hands over is called so. */
const practicePlace = { file: 'practice:' } as const
/** Where the project of a guided lab is found again. */
const GUIDED = 'guided:'
const guidedPlace = (id: string): { readonly file: string } => ({ file: `${GUIDED}${id}` })
const guidedOf = (file: string | null): string | null => (file?.startsWith(GUIDED) === true ? file.slice(GUIDED.length) : null)

/** Projects: what the Library does, and how a run comes to be open. */
export class ProjectService {
  readonly #ports: ProjectPorts
  readonly #runs: RunService
  readonly #folder: DataFolder | null
  readonly #problem: StoreProblem | null
  #place: Place | null = null
  #opened = 0

  /** `folder` null: nothing can be kept, and `problem` says why. */
  constructor(ports: ProjectPorts, runs: RunService, folder: DataFolder | null, problem: StoreProblem | null) {
    this.#ports = ports
    this.#runs = runs
    this.#folder = folder
    this.#problem = problem
  }

  /** A lab that does not parse leaves the run that was open as it is. */
  open(input: OpenInput): OpenedOrProblems {
    const read = this.#ports.readLab(input)
    if (!read.ok) return read
    const { lab, traces } = read
    const guided = 'guided' in input.origin ? input.origin.guided : null
    const place = this.#folder === null ? { lab, project: null, revision: null, guided } : this.#shelve(this.#folder, input, lab, traces)
    return { ok: true, run: this.#begin(place) }
  }

  /** The course of a guided lab where it was left, or a new one. */
  openGuided({ id, fileName, text, anew }: GuidedOpening): OpenedOrProblems {
    const known = anew ? null : (this.#folder?.projects.find(guidedPlace(id)) ?? null)
    if (known !== null) return this.openProject({ id: known.id })
    if (!anew && this.#place?.guided === id && this.#runs.run !== null) return { ok: true, run: this.#runs.run.opened() }
    return this.open({ fileName, text, folder: null, origin: { guided: id } })
  }

  /** Keeps a lab as a project without opening it. */
  shelve({ imported, ...input }: ShelfInput): ApiOutput<'project.import'> {
    const folder = this.#demandFolder()
    const read = this.#ports.readLab(input)
    if (!read.ok) return read
    const { project } = this.#shelve(folder, input, read.lab, read.traces)
    if (project === null) throw new RunError('notStored', ...nothingKept)
    if (imported !== undefined) folder.projects.setImportRecord(project.id, imported)
    return { ok: true, project: cardOf(folder.projects.get(project.id) as StoredProject) }
  }

  /** The run that was open last, or the one with that branch; a project without runs begins one. */
  openProject({ id, branch }: ApiInput<'project.open'>): OpenedOrProblems {
    const found = this.#runOf(id, branch)
    if (!found.ok) return found
    this.#demandFolder().projects.touch(id)
    const { place, stored } = found
    return { ok: true, run: stored === null ? this.#begin(place) : this.#show(place, stored.tree, stored.branch) }
  }

  /**
   * A run in a copy of its own, for a comparison. Throws `notFound`, `badInput` for a lab that no longer parses, and `forbidden` for the run that is
   * open while it is held.
   */
  compared(of: Compared): ComparedSource {
    this.#demandTold('branch' in of ? null : of.project)
    if ('branch' in of) {
      const branch = this.#runs.demand().detached(of.branch)
      return { of, lab: this.#runs.demand().lab, branch, project: this.#demandPlace().project, reached: branch.reached }
    }
    // What happened in the run that is open belongs to it.
    this.#runs.run?.keep()
    const found = this.#runOf(of.project, of.run)
    if (!found.ok) throw new RunError('badInput', ...formatProblems(found.problems))
    const { place, stored } = found
    const tree = stored?.tree ?? BranchTree.fresh(place.lab, this.#ports.engine, null)
    const branch = tree.get(stored?.branch ?? 0).detached(place.lab)
    return { of, lab: place.lab, branch, project: place.project, reached: branch.reached }
  }

  /** The run that was opened last, or the one with that branch; `stored` null: there is none yet. */
  #runOf(id: number, branch: number | undefined) {
    const folder = this.#demandFolder()
    const project = this.#demandProject(id)
    const stored = branch === undefined ? project.newest : this.#demandBranch(branch, id)
    const revision = stored === null ? folder.projects.newestRevision(id) : folder.projects.revision(stored.revision)
    const { fileName, text, traces } = revision
    const read = this.#ports.readLab({ fileName, text, folder: null }, traces)
    if (!read.ok) return read
    // A run of the command line may have had another seed than the file says.
    const lab = stored === null ? read.lab : { ...read.lab, seed: stored.seed }
    const place: Place = { lab, project: this.#refOf(project, revision), revision: revision.id, guided: guidedOf(project.file) }
    if (stored === null) return { ok: true as const, place, stored: null }
    const tree = BranchTree.stored(lab, this.#ports.engine, { store: folder.runs, revision: revision.id }, stored.root)
    return { ok: true as const, place, stored: { tree, branch: tree.localId(stored.id) } }
  }

  /** A run of a revision that was just made. */
  runRevision(lab: Lab, revision: StoredRevision): ReturnType<Run['opened']> {
    const { projects } = this.#demandFolder()
    projects.touch(revision.project)
    this.#ports.push('project.changed', {})
    const project = this.#demandProject(revision.project)
    return this.#begin({ lab, project: this.#refOf(project, revision), revision: revision.id, guided: guidedOf(project.file) })
  }

  /** A run of a lab that belongs to no project. */
  runLab(lab: Lab): ReturnType<Run['opened']> {
    return this.#begin({ lab, project: null, revision: null })
  }

  /** The run anew, from its start. */
  restart({ newest }: ApiInput<'run.restart'>): ApiOutput<'run.restart'> {
    this.#runs.demand()
    const place = this.#demandPlace()
    return this.#begin(newest === true ? this.#newestOf(place) : place)
  }

  /** The same project with its newest revision. */
  #newestOf(place: Place): Place {
    if (place.project === null) return place
    const project = this.#demandProject(place.project.id)
    const revision = this.#demandFolder().projects.newestRevision(project.id)
    const read = this.#ports.readLab({ fileName: revision.fileName, text: revision.text, folder: null }, revision.traces)
    if (!read.ok) throw new RunError('badInput', ...formatProblems(read.problems))
    return { lab: read.lab, project: this.#refOf(project, revision), revision: revision.id, guided: guidedOf(project.file) }
  }

  /** The course of the branch that is shown, with this engine. Throws `badInput` where one of its commands is none. */
  async rerun(): Promise<ApiOutput<'run.rerun'>> {
    const run = this.#runs.demand()
    const { flaw } = run.status()
    if (flaw !== undefined) throw new RunError('badInput', flaw.message, flaw.messageKo)
    const course = run.reads.course()
    const place = this.#demandPlace()
    const tree = this.#freshTree(place)
    const branch = tree.get(0)
    const { events } = course
    await follow(branch, course, this.#ports.clock)
    branch.recorder?.flush()
    return {
      run: this.#show(place, tree, 0),
      difference: firstDifference(events, branch.events),
    }
  }

  /** Each run once, by the branch of it that was opened last. */
  runs({ id }: ApiInput<'project.runs'>): ApiOutput<'project.runs'> {
    this.#demandProject(id)
    const { projects, runs } = this.#demandFolder()
    this.#runs.run?.keep()
    const ofRoot = new Map<number, StoredBranch[]>()
    for (const branch of projects.branches(id)) ofRoot.set(branch.root, [...(ofRoot.get(branch.root) ?? []), branch])
    const list = [...ofRoot].map(([root, branches]): ProjectRun => {
      const latest = branches.reduce((a, b) => (b.openedAt >= a.openedAt ? b : a))
      return {
        branch: latest.id,
        branches: branches.length,
        bookmarks: runs.bookmarks(root).length,
        revision: projects.revisionNumber(latest.revision),
        reached: Math.max(...branches.map(({ reachedAt }) => reachedAt)),
        engineVersion: latest.engineVersion,
        createdAt: Math.min(...branches.map(({ createdAt }) => createdAt)),
        openedAt: latest.openedAt,
      }
    })
    return list.sort((a, b) => b.openedAt - a.openedAt)
  }

  importRecord({ id }: ApiInput<'project.importRecord'>): ApiOutput<'project.importRecord'> {
    this.#demandProject(id)
    return this.#demandFolder().projects.importRecord(id)
  }

  list(): readonly ProjectCard[] {
    return this.#folder === null ? [] : this.#folder.projects.list().map(cardOf)
  }

  rename({ id, name }: ApiInput<'project.rename'>): ProjectCard {
    this.#demandProject(id)
    this.#demandFolder().projects.rename(id, name)
    return this.#changed(id)
  }

  duplicate({ id }: ApiInput<'project.duplicate'>): ProjectCard {
    const { name } = this.#demandProject(id)
    const { projects } = this.#demandFolder()
    // What happened in the run that is open belongs to the copy as well.
    this.#runs.run?.keep()
    return this.#changed(projects.duplicate(id, freeProjectName(name, projects.list())).id)
  }

  delete({ id }: ApiInput<'project.delete'>): ProjectCard {
    this.#demandProject(id)
    this.#demandFolder().projects.setDeleted(id, true)
    return this.#changed(id)
  }

  undelete({ id }: ApiInput<'project.undelete'>): ProjectCard {
    if (this.#demandFolder().projects.get(id) === null) throw noProject(id)
    this.#demandFolder().projects.setDeleted(id, false)
    return this.#changed(id)
  }

  exportLab({ id }: ApiInput<'project.exportLab'>): ApiOutput<'project.exportLab'> {
    const { name } = this.#demandProject(id)
    const { fileName, text } = this.#demandFolder().projects.newestRevision(id)
    return { fileName: `${fileNameOf(name)}.lab.${/\.json$/i.test(fileName) ? 'json' : 'yaml'}`, text }
  }

  async export({ id, replaceNames }: ApiInput<'project.export'>): Promise<ApiOutput<'project.export'>> {
    const name = replaceNames === true ? NAMELESS : this.#demandProject(id).name
    const folder = this.#demandFolder()
    this.#demandProject(id)
    this.#demandTold(id)
    this.#runs.run?.keep()
    const bytes = replaceNames === true ? await exportWithoutNames(this.#ports, folder, id) : folder.projects.exportFile(id)
    return { fileName: `${fileNameOf(name)}.hostdown`, base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') }
  }

  import({ fileName, base64 }: ApiInput<'project.import'>): ApiOutput<'project.import'> {
    try {
      const project = this.#demandFolder().projects.importFile(Buffer.from(base64, 'base64'))
      return { ok: true, project: this.#changed(project.id) }
    } catch (error) {
      if (!(error instanceof ProjectFileError)) throw error
      return {
        ok: false,
        problems: error.problems.map((message, at) => ({ path: fileName, line: null, message, messageKo: error.problemsKo[at] ?? message })),
      }
    }
  }

  #shelve({ projects }: DataFolder, { origin, fileName, text }: OpenInput, lab: Lab, traces: StoredRevision['traces']): Place {
    const revision = { fileName, text, traces, outline: outlineOf(lab) }
    // A file that a window handed over has no place; another lab in a file of that name is another project.
    const place =
      'practice' in origin
        ? practicePlace
        : 'guided' in origin
          ? guidedPlace(origin.guided)
          : 'file' in origin && !isAbsolute(origin.file)
            ? { file: `${origin.file}: ${lab.name}` }
            : origin
    const known = projects.find(place)
    const sample = 'sample' in place ? place.sample : null
    const file = 'file' in place ? place.file : null
    const name = 'practice' in origin ? origin.practice : lab.name
    const project = known ?? projects.create({ name: freeProjectName(name, projects.list()), sample, file }, revision)
    const stored = projects.revise(project.id, revision)
    projects.touch(project.id)
    this.#ports.push('project.changed', {})
    return { lab, project: this.#refOf(project, stored), revision: stored.id, guided: guidedOf(file) }
  }

  #begin(place: Place): ReturnType<Run['opened']> {
    return this.#show(place, this.#freshTree(place), 0)
  }

  #freshTree({ lab, revision }: Place): BranchTree {
    const keeping = this.#folder === null || revision === null ? null : { store: this.#folder.runs, revision }
    return BranchTree.fresh(lab, this.#ports.engine, keeping)
  }

  #show(place: Place, tree: BranchTree, branch: number): ReturnType<Run['opened']> {
    const { engine, clock, push, log } = this.#ports
    const run = new Run({
      id: `run-${++this.#opened}`,
      lab: place.lab,
      tree,
      branch,
      project: place.project,
      guided: place.guided ?? null,
      problem: this.#problem,
      ports: {
        engine,
        clock,
        pushFrame: (payload) => push('run.frame', payload),
        onCrash: (report) => log(`The simulation met a fault of its own: ${JSON.stringify(report)}`),
      },
    })
    this.#place = place
    return this.#runs.show(run)
  }

  #refOf({ id, name, revisions }: StoredProject, revision: StoredRevision): ProjectRef {
    return { id, name, revision: revision.number, newestRevision: Math.max(revisions, revision.number) }
  }

  #changed(id: number): ProjectCard {
    this.#ports.push('project.changed', {})
    return cardOf(this.#demandFolder().projects.get(id) as StoredProject)
  }

  #demandFolder(): DataFolder {
    if (this.#folder === null) throw notStored(this.#problem)
    return this.#folder
  }

  /** What lies ahead in a run that is being predicted is in no copy of it either. `project` null: that of the run. Throws `forbidden`. */
  #demandTold(project: number | null): void {
    if (this.#runs.run?.isHeld !== true || (project !== null && project !== this.#place?.project?.id)) return
    throw whilePredicted()
  }

  #demandPlace(): Place {
    if (this.#place === null) throw new RunError('noRun', 'No lab is open', '열린 랩이 없습니다')
    return this.#place
  }

  #demandProject(id: number): StoredProject {
    const project = this.#demandFolder().projects.get(id)
    if (project === null || project.deletedAt !== null) throw noProject(id)
    return project
  }

  #demandBranch(id: number, project: number): StoredBranch {
    const branch = this.#demandFolder().runs.branch(id)
    if (branch === null || branch.project !== project)
      throw new RunError('notFound', `No run ${id} in this project`, `이 프로젝트에 실행 ${id}이(가) 없습니다`)
    return branch
  }
}

/** The name, with a number where a project has it already. */
export function freeProjectName(name: string, projects: readonly StoredProject[]): string {
  const taken = new Set(projects.filter(({ deletedAt }) => deletedAt === null).map((project) => project.name))
  return freeName(name, (one) => taken.has(one))
}
