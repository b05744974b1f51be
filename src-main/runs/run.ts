import type { ApiInput, ProjectRef, RunOpened, RunStatus, Speed, StoreProblem } from '../contract/api.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { Simulation } from '../engine/index.ts'
import type { Branch, RunCommand } from './branch.ts'
import type { BranchTree } from './branch-tree.ts'
import { aboutObject } from './about-object.ts'
import { Known } from './known.ts'
import { summarize } from './lab-summary.ts'
import { Playing, type Hold } from './playing.ts'
import { RunCourse, type BranchPoint } from './run-course.ts'
import { RunError, whilePredicted } from './run-error.ts'
import { RunGuard } from './run-guard.ts'
import type { ParsedCommand, RunOptions, RunPorts } from './run-options.ts'
import { RunReads } from './run-reads.ts'
import { RunView } from './run-view.ts'
import { RunningAhead } from './running-ahead.ts'
import type { Trial } from './small-run.ts'
import { Telling } from './telling.ts'

/** A seek may take this long at once; one that runs the engine far ahead goes on in slices. */
const SEEK_AT_ONCE_MS = 40
/** While it plays, what happened is kept at most so long after it did. */
const KEEP_INTERVAL_MS = 250

/** One lab, being run for a person: plays, steps, goes to any instant, takes commands, branches. */
export class Run {
  readonly id: string
  readonly lab: Lab
  readonly guided: string | null
  readonly #ports: RunPorts
  readonly #project: ProjectRef | null
  readonly #problem: StoreProblem | null
  readonly #tree: BranchTree
  readonly #view: RunView
  /** What windows and reports are told: all of it reads from here. */
  readonly known: Known
  /** What is asked of it. */
  readonly reads: RunReads
  readonly #telling: Telling
  readonly #guard: RunGuard
  readonly #ahead: RunningAhead
  readonly #playing: Playing
  readonly #course: RunCourse
  #keptAt = -Infinity

  /** Throws a StoreError where the branch cannot be read. */
  constructor({ id, lab, tree, ports, project, problem = null, branch = 0, guided = null }: RunOptions) {
    this.id = id
    this.lab = lab
    this.guided = guided
    this.#ports = ports
    this.#project = project
    this.#problem = problem
    this.#tree = tree
    this.#view = new RunView({ lab, clock: ports.clock, branch: tree.get(branch), t: tree.shownAt(branch) })
    this.known = new Known(this.#view, () => this.isHeld)
    this.reads = new RunReads({ engine: ports.engine, lab, title: project?.name ?? lab.name, view: this.#view, known: this.known })
    this.#course = new RunCourse({ lab, tree, view: this.#view })
    this.#telling = new Telling({ lab, clock: ports.clock, view: this.#view, known: this.known, pushFrame: ports.pushFrame })
    this.#guard = new RunGuard({
      lab,
      engine: ports.engine,
      view: this.#view,
      stop: () => {
        this.#playing.pause()
        this.#playing.endSeek()
      },
      onCrash: ports.onCrash,
    })
    this.#ahead = new RunningAhead({ clock: ports.clock, view: this.#view, guard: this.#guard, between: () => this.#keepWhenDue() })
    this.#playing = new Playing({
      lab,
      clock: ports.clock,
      view: this.#view,
      guarded: (work) => this.#guard.run(work),
      push: () => this.#push(),
      isPushDue: () => this.#telling.isDue,
    })
  }

  /** Sends what the windows have not seen yet, so that `opened` is the same for all of them. */
  flush(): void {
    this.#push()
  }

  /** Everything that a window needs, as of the last frame sent. */
  opened(): RunOpened {
    return {
      runId: this.id,
      project: this.#project,
      lab: summarize(this.lab, this.#ports.engine.notModelled(this.lab)),
      status: this.status(),
      frame: this.#telling.full(),
      events: this.known.events.slice(),
      ...(this.guided !== null && { guided: this.guided }),
    }
  }

  /**
   * Stops there when it plays, and until that is taken back tells nobody what lies beyond the instant shown, even where the branch has been run
   * further. Null: plays on, and tells all.
   */
  holdAt(hold: Hold | null): void {
    const wasHeld = this.isHeld
    this.#playing.hold = hold
    if (wasHeld !== this.isHeld) this.#changed()
  }

  /** Whether what lies beyond the instant shown is told to nobody: no event, and no state that says what comes at an instant ahead. */
  get isHeld(): boolean {
    return this.#playing.hold !== null
  }

  /** The furthest instant that any branch has got to, ms, told or not. */
  get furthest(): number {
    return Math.max(...this.#tree.infos().map(({ reached }) => reached))
  }

  status(): RunStatus {
    const branch = this.#branch
    const { reached, ended, digest } = this.known
    return {
      runId: this.id,
      playing: this.#playing.isPlaying,
      speed: this.#playing.speed,
      t: this.#view.t,
      shown: this.#view.shown,
      reached,
      until: branch.until,
      ended,
      branch: branch.id,
      branches: this.#tree.infos().map((info) => (info.id === branch.id ? { ...info, reached } : info)),
      digest,
      bookmarks: this.isHeld ? this.#tree.bookmarks.filter(({ t }) => t <= reached) : this.#tree.bookmarks,
      undo: this.#course.undoLabel,
      redo: this.#course.redoLabel,
      saved: branch.recordedBy !== null ? 'saved' : (branch.recorder?.saved ?? 'unsaved'),
      problem: this.#problem ?? branch.recorder?.problem ?? null,
      recordedBy: branch.recordedBy,
      ...(branch.flaw !== null && { flaw: branch.flaw }),
    }
  }

  play(speed?: Speed): RunStatus {
    this.#guard.demandSound()
    this.#playing.endSeek()
    if (speed !== undefined) this.#playing.setSpeed(speed)
    this.#playing.play()
    return this.#changed()
  }

  /** Also calls off a command that is on its way to an instant ahead. */
  pause(): RunStatus {
    this.#ahead.callOff()
    this.#stop()
    return this.#changed()
  }

  setSpeed(speed: Speed): RunStatus {
    this.#playing.setSpeed(speed)
    return this.#changed()
  }

  step({ by, of }: ApiInput<'run.step'>): RunStatus {
    this.#guard.demandSound()
    this.#stop()
    this.#guard.run(() => {
      if (of === undefined) this.#view.step(by)
      else this.#view.stepTo(by, aboutObject(of))
    })
    return this.#changed()
  }

  /** Goes to the state after everything that happens at `t`, at most the end of the branch. Ahead of what has been run, it runs. */
  async seek(t: number): Promise<RunStatus> {
    this.#guard.demandSound()
    this.#playing.endSeek()
    const to = Math.min(t, this.#branch.until)
    const begun = this.#ports.clock.now()
    const arrived = this.#guard.run(() => this.#view.seek(to, SEEK_AT_ONCE_MS))
    if (!arrived) {
      const done = this.#playing.seek(to)
      // The first frame on the way is due when one would have been: a jump that ends sooner shows only where it ends.
      this.#telling.waitFrom(begun)
      this.#playing.schedule()
      await done
      return this.status()
    }
    this.#playing.rebase()
    return this.#changed()
  }

  /**
   * Carries out a parsed command at the instant shown, or at `at`. Before the furthest point it begins a branch there; what was run stays
   * selectable. Throws `notStored` where it could not be kept: then it was not carried out.
   */
  async command(command: string, args: RunCommand['args'], at?: number): Promise<RunStatus> {
    this.#guard.demandSound()
    this.#guard.demandEngine()
    this.#playing.endSeek()
    if (at !== undefined && at !== this.#view.t) {
      if (at > this.#branch.reached) await this.#ahead.to(at)
      return this.#carryOut(() => this.#course.commandAt(at, command, args))
    }
    return this.#carryOut(() => this.#course.command(command, args))
  }

  /** The branch that is shown, as it is after all that happens at an instant: ahead of what has been run, it runs. What is shown stays. */
  async pointAt(at: number): Promise<{ readonly branch: Branch; readonly simulation: Simulation }> {
    this.#guard.demandSound()
    this.#guard.demandEngine()
    if (at > this.#branch.reached) {
      this.#playing.endSeek()
      await this.#ahead.to(at)
      this.#changed()
    }
    const branch = this.#branch
    return { branch, simulation: this.#guard.run(() => branch.trackAt(this.lab, at).simulation) }
  }

  /** A new branch from that instant of a branch, with these commands; it is shown. Throws `notFound` where the branch went another way since. */
  fork(point: BranchPoint, commands: readonly ParsedCommand[]): RunOpened {
    this.#guard.demandSound()
    this.#guard.demandEngine()
    this.#stop()
    this.#guard.run(() => this.#course.fork(point, commands))
    this.#changed()
    return this.opened()
  }

  /** Takes back the last command: shows the course without it, at the instant at which it came. Throws `notFound`. */
  undo(): RunOpened {
    this.#guard.demandSound()
    this.#guard.demandEngine()
    const undo = this.#course.undo()
    this.#stop()
    this.#guard.run(undo)
    this.#changed()
    return this.opened()
  }

  /** Shows the course again that undo left. Throws `notFound`. */
  redo(): RunOpened {
    this.#guard.demandSound()
    const redo = this.#course.redo()
    this.#stop()
    this.#guard.run(redo)
    this.#changed()
    return this.opened()
  }

  /** Shows another branch, at the same instant where it has got that far. Throws `notFound`. */
  selectBranch(id: number): RunOpened {
    this.#guard.demandSound()
    const branch = this.#guard.run(() => this.#tree.get(id))
    this.#stop()
    this.#guard.run(() => this.#course.take(branch))
    this.#changed()
    return this.opened()
  }

  nameBranch(id: number, name: string): RunStatus {
    this.#guard.run(() => this.#tree.rename(id, name))
    return this.#changed()
  }

  /** Deletes a branch that is not shown and that no other leaves. Throws `notFound` or `badInput`. */
  removeBranch(id: number): RunStatus {
    if (id === this.#branch.id) throw new RunError('badInput', 'The branch that is shown stays', '표시 중인 분기는 삭제할 수 없습니다')
    this.#guard.run(() => this.#course.remove(id))
    return this.#changed()
  }

  bookmark(note: string, t: number = this.#view.t): RunStatus {
    return this.#carryOut(() => this.#tree.addBookmark(this.#branch, t, note))
  }

  setNote(id: number, note: string): RunStatus {
    return this.#carryOut(() => this.#tree.setNote(id, note))
  }

  removeBookmark(id: number): RunStatus {
    return this.#carryOut(() => this.#tree.removeBookmark(id))
  }

  /** A branch in a copy of its own. Throws `notFound`. */
  detached(branch: number): Branch {
    return this.#guard.run(() => this.#tree.get(branch).detached(this.lab))
  }

  /** What its courses are known by in the store; null where nothing is kept. Throws `notStored`. */
  kept(): number | null {
    return this.#guard.run(() => this.#tree.root())
  }

  /** As `kept`, and begins nothing for it: null also where nothing is kept yet. */
  keptYet(): number | null {
    return this.#tree.rootYet()
  }

  /** What is shown, for questions about what would be: whoever asks makes small runs of its own from it. */
  trial(): Trial {
    this.#guard.demandSound()
    this.#guard.demandEngine()
    return { engine: this.#ports.engine, lab: this.lab, branch: this.#branch, simulation: this.#view.simulation }
  }

  /** The same for what would be told of what comes. Throws `forbidden` while that is told to nobody. */
  trialAhead(): Trial {
    if (this.isHeld) throw whilePredicted()
    return this.trial()
  }

  /** Keeps what is to be kept. */
  close(): void {
    this.#ahead.callOff()
    this.#playing.close()
    this.keep()
  }

  /** Puts what happened since the last time into the store; a failure is told by the status. */
  keep(): void {
    this.#keptAt = this.#ports.clock.now()
    const { recorder } = this.#branch
    recorder?.flush()
    recorder?.keepShown(this.#view.t)
  }

  /** What played, or was on its way to an instant, stays where it is. */
  #stop(): void {
    this.#playing.endSeek()
    this.#playing.pause()
  }

  #keepWhenDue(): void {
    if (this.#ports.clock.now() - this.#keptAt >= KEEP_INTERVAL_MS) this.keep()
  }

  get #branch(): Branch {
    return this.#view.branch
  }

  #carryOut(work: () => void): RunStatus {
    this.#guard.demandSound()
    this.#guard.demandEngine()
    this.#guard.run(work)
    return this.#changed()
  }

  #changed(): RunStatus {
    this.#push()
    this.#playing.schedule()
    return this.status()
  }

  #push(): void {
    const { recorder } = this.#branch
    const pending = recorder !== null && recorder.saved !== 'saved' && recorder.problem === null
    if (!this.#playing.isPlaying && pending) this.keep()
    else this.#keepWhenDue()
    this.#telling.push(this.#playing, () => this.status())
  }
}
