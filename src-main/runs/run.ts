import type { ApiInput, ApiPushes, ProjectRef, RunOpened, RunStatus, Speed, StoreProblem } from '../contract/api.ts'
import type { LabEvent } from '../contract/events.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { Simulation } from '../engine/index.ts'
import type { Branch, RunCommand } from './branch.ts'
import { AFTER_COMMAND_MS, type BranchTree } from './branch-tree.ts'
import { aboutObject } from './about-object.ts'
import { crashReport, type CrashReport } from './crash-report.ts'
import { FrameTracker, forWindows } from './frames.ts'
import { Known } from './known.ts'
import { summarize } from './lab-summary.ts'
import { FRAME_INTERVAL_MS, Playing, SLICE_MS, type Hold } from './playing.ts'
import type { Engine, WallClock } from './ports.ts'
import { notStored, RunError, whilePredicted } from './run-error.ts'
import { RunReads } from './run-reads.ts'
import { RunView } from './run-view.ts'
import type { Trial } from './small-run.ts'
import { StoreError } from './store-port.ts'
import { labelOf, UndoTrail } from './undo-trail.ts'

/** A seek may take this long at once; one that runs the engine far ahead goes on in slices. */
const SEEK_AT_ONCE_MS = 40
/** What changes with time alone is sent 4 times a second. */
const HEAVY_INTERVAL_MS = 250
/** On the way to where somebody jumps it is sent less often: to add it up takes as long as to get on. */
const HEAVY_SEEKING_INTERVAL_MS = 1000
/** While it plays, what happened is kept at most so long after it did. */
const KEEP_INTERVAL_MS = 250

export interface RunPorts {
  readonly engine: Engine
  readonly clock: WallClock
  readonly pushFrame: (payload: ApiPushes['run.frame']) => void
  /** A broken assumption of ours: the run stands still from then on. */
  readonly onCrash: (report: CrashReport) => void
}

export interface ParsedCommand {
  readonly command: string
  readonly args: RunCommand['args']
}

const LABEL_LENGTH_MAX = 300

export interface RunOptions {
  readonly id: string
  readonly lab: Lab
  readonly tree: BranchTree
  readonly ports: RunPorts
  /** Null where nothing can be kept; `problem` says why. */
  readonly project: ProjectRef | null
  readonly problem?: StoreProblem | null
  /** The branch that is shown first; default: the first. */
  readonly branch?: number
  /** The guided lab whose course it is; default: none. */
  readonly guided?: string | null
}

/** One lab, being run for a person: plays, steps, goes to any instant, takes commands, branches. */
export class Run {
  readonly id: string
  readonly lab: Lab
  readonly guided: string | null
  readonly #ports: RunPorts
  readonly #project: ProjectRef | null
  readonly #problem: StoreProblem | null
  readonly #tracker: FrameTracker
  readonly #tree: BranchTree
  readonly #view: RunView
  /** What windows and reports are told: all of it reads from here. */
  readonly known: Known
  /** What is asked of it. */
  readonly reads: RunReads
  readonly #playing: Playing
  readonly #trail: UndoTrail
  /** What the windows have of the log. */
  #sent: { readonly branch: Branch; readonly events: number; readonly isHeld: boolean }
  #sentAt = -Infinity
  #heavySentAt = -Infinity
  #keptAt = -Infinity
  #crash: CrashReport | null = null
  /** Rises when what runs ahead is to end. */
  #calledOff = 0

  /** Throws a StoreError where the branch cannot be read. */
  constructor({ id, lab, tree, ports, project, problem = null, branch = 0, guided = null }: RunOptions) {
    this.id = id
    this.lab = lab
    this.guided = guided
    this.#ports = ports
    this.#project = project
    this.#problem = problem
    this.#tracker = new FrameTracker(lab, forWindows)
    this.#tree = tree
    this.#view = new RunView({ lab, clock: ports.clock, branch: tree.get(branch), t: tree.shownAt(branch) })
    this.known = new Known(this.#view, () => this.isHeld)
    this.reads = new RunReads({ engine: ports.engine, lab, title: project?.name ?? lab.name, view: this.#view, known: this.known })
    this.#trail = new UndoTrail(lab, tree)
    this.#playing = new Playing({
      lab,
      clock: ports.clock,
      view: this.#view,
      guarded: (work) => this.#guarded(work),
      push: () => this.#push(),
      isPushDue: () => ports.clock.now() - this.#sentAt >= FRAME_INTERVAL_MS - 1,
    })
    this.#sent = { branch: this.#branch, events: this.#branch.events.length, isHeld: false }
    this.#view.read((simulation) => this.#tracker.diff(simulation, { light: false }))
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
      frame: this.#tracker.full(),
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
      undo: this.#trail.undoLabel(branch),
      redo: this.#trail.redoLabel,
      saved: branch.recordedBy !== null ? 'saved' : (branch.recorder?.saved ?? 'unsaved'),
      problem: this.#problem ?? branch.recorder?.problem ?? null,
      recordedBy: branch.recordedBy,
      ...(branch.flaw !== null && { flaw: branch.flaw }),
    }
  }

  play(speed?: Speed): RunStatus {
    this.#demandSound()
    this.#playing.endSeek()
    if (speed !== undefined) this.#playing.setSpeed(speed)
    this.#playing.play()
    return this.#changed()
  }

  /** Also calls off a command that is on its way to an instant ahead. */
  pause(): RunStatus {
    this.#calledOff++
    this.#playing.endSeek()
    this.#playing.pause()
    return this.#changed()
  }

  setSpeed(speed: Speed): RunStatus {
    this.#playing.setSpeed(speed)
    return this.#changed()
  }

  step({ by, of }: ApiInput<'run.step'>): RunStatus {
    this.#demandSound()
    this.#playing.endSeek()
    this.#playing.pause()
    this.#guarded(() => {
      if (of === undefined) this.#view.step(by)
      else this.#view.stepTo(by, aboutObject(of))
    })
    return this.#changed()
  }

  /** Goes to the state after everything that happens at `t`, at most the end of the branch. Ahead of what has been run, it runs. */
  async seek(t: number): Promise<RunStatus> {
    this.#demandSound()
    this.#playing.endSeek()
    const to = Math.min(t, this.#branch.until)
    const begun = this.#ports.clock.now()
    const arrived = this.#guarded(() => this.#view.seek(to, SEEK_AT_ONCE_MS))
    if (!arrived) {
      const done = this.#playing.seek(to)
      // The first frame on the way is due when one would have been: a jump that ends sooner shows only where it ends.
      this.#sentAt = begun
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
    this.#demandSound()
    this.#demandEngine()
    this.#playing.endSeek()
    if (at !== undefined && at !== this.#view.t) {
      if (at > this.#branch.reached) await this.#runHeadTo(at)
      return this.#commandElsewhere(command, args, at)
    }
    return this.#carryOut(() => {
      const branch = this.#view.atHead ? this.#branch : this.#tree.fork(this.#branch, this.#view.handOver(), labelOf(command, args))
      this.#act(branch, command, args)
      this.#view.showHead(branch)
    })
  }

  /** The branch that is shown, as it is after all that happens at an instant: ahead of what has been run, it runs. What is shown stays. */
  async pointAt(at: number): Promise<{ readonly branch: Branch; readonly simulation: Simulation }> {
    this.#demandSound()
    this.#demandEngine()
    if (at > this.#branch.reached) {
      this.#playing.endSeek()
      await this.#runHeadTo(at)
      this.#changed()
    }
    const branch = this.#branch
    return { branch, simulation: this.#guarded(() => branch.trackAt(this.lab, at).simulation) }
  }

  /**
   * A new branch from that instant of a branch, where so many turns had been taken, with these commands; it is shown. Throws `notFound` where the
   * branch went another way since.
   */
  fork(point: { readonly branch: number; readonly turn: number; readonly at: number }, commands: readonly ParsedCommand[]): RunOpened {
    this.#demandSound()
    this.#demandEngine()
    this.#playing.endSeek()
    this.#playing.pause()
    const parent = this.#guarded(() => this.#tree.get(point.branch))
    const { simulation } = this.#guarded(() => parent.trackAt(this.lab, point.at))
    if (simulation.turn !== point.turn || parent.recordedBy !== null)
      throw new RunError('notFound', 'That branch went another way since', '그 뒤 해당 분기가 다르게 진행되었습니다')
    const named = commands.filter(({ command }) => command !== 'timeline.clear')
    const label = named.length > 0 ? named.map(({ command, args }) => labelOf(command, args)).join(' + ') : 'timeline.clear'
    this.#guarded(() => {
      const branch = this.#tree.fork(parent, simulation, label.slice(0, LABEL_LENGTH_MAX))
      for (const { command, args } of commands) this.#act(branch, command, args)
      this.#view.showHead(branch)
    })
    this.#changed()
    return this.opened()
  }

  /** Takes back the last command: shows the course without it, at the instant at which it came. Throws `notFound`. */
  undo(): RunOpened {
    this.#demandSound()
    this.#demandEngine()
    const { to, left } = this.#trail.back(this.#branch)
    this.#playing.endSeek()
    this.#playing.pause()
    this.#guarded(() => this.#view.show(to(), Math.min(this.#view.t, left.t)))
    this.#trail.leave(left)
    this.#changed()
    return this.opened()
  }

  /** Shows the course again that undo left. Throws `notFound`. */
  redo(): RunOpened {
    this.#demandSound()
    const left = this.#trail.forth()
    this.#playing.endSeek()
    this.#playing.pause()
    this.#guarded(() => this.#view.show(this.#tree.get(left.branch), Math.min(this.#view.t, left.t)))
    this.#changed()
    return this.opened()
  }

  /** Shows another branch, at the same instant where it has got that far. Throws `notFound`. */
  selectBranch(id: number): RunOpened {
    this.#demandSound()
    const branch = this.#guarded(() => this.#tree.get(id))
    this.#playing.endSeek()
    this.#playing.pause()
    this.#trail.forget()
    this.#guarded(() => this.#view.show(branch, Math.min(this.#view.t, branch.reached)))
    this.#changed()
    return this.opened()
  }

  nameBranch(id: number, name: string): RunStatus {
    this.#guarded(() => this.#tree.rename(id, name))
    return this.#changed()
  }

  /** Deletes a branch that is not shown and that no other leaves. Throws `notFound` or `badInput`. */
  removeBranch(id: number): RunStatus {
    if (id === this.#branch.id) throw new RunError('badInput', 'The branch that is shown stays', '표시 중인 분기는 삭제할 수 없습니다')
    this.#guarded(() => this.#tree.remove(id))
    this.#trail.removed(id)
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
    return this.#guarded(() => this.#tree.get(branch).detached(this.lab))
  }

  /** What its courses are known by in the store; null where nothing is kept. Throws `notStored`. */
  kept(): number | null {
    return this.#guarded(() => this.#tree.root())
  }

  /** As `kept`, and begins nothing for it: null also where nothing is kept yet. */
  keptYet(): number | null {
    return this.#tree.rootYet()
  }

  /** What is shown, for questions about what would be: whoever asks makes small runs of its own from it. */
  trial(): Trial {
    this.#demandSound()
    this.#demandEngine()
    return { engine: this.#ports.engine, lab: this.lab, branch: this.#branch, simulation: this.#view.simulation }
  }

  /** The same for what would be told of what comes. Throws `forbidden` while that is told to nobody. */
  trialAhead(): Trial {
    if (this.isHeld) throw whilePredicted()
    return this.trial()
  }

  /** Keeps what is to be kept. */
  close(): void {
    this.#calledOff++
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

  get #branch(): Branch {
    return this.#view.branch
  }

  /** Where it cannot be kept, a branch that was begun for it goes again. */
  #act(branch: Branch, command: string, args: RunCommand['args']): void {
    try {
      branch.command(command, args, AFTER_COMMAND_MS)
      this.#trail.forget()
    } catch (error) {
      if (error instanceof StoreError && branch !== this.#branch) this.#tree.drop(branch)
      throw error
    }
  }

  /** A command at another instant than the one shown, which the branch has got to. What is shown stays, or goes back to where the course parts. */
  #commandElsewhere(command: string, args: RunCommand['args'], at: number): RunStatus {
    return this.#carryOut(() => {
      const { t } = this.#view
      const isPast = at < this.#branch.reached
      const branch = isPast ? this.#tree.fork(this.#branch, this.#branch.trackAt(this.lab, at).simulation, labelOf(command, args)) : this.#branch
      this.#act(branch, command, args)
      this.#view.show(branch, Math.min(t, at))
    })
  }

  /** Runs the branch ahead, in slices; what is shown stays. Throws `badInput` where that was called off, or another branch was chosen meanwhile. */
  async #runHeadTo(at: number): Promise<void> {
    const branch = this.#branch
    const calledOff = this.#calledOff
    this.#view.leaveHead()
    for (;;) {
      const deadline = this.#ports.clock.now() + SLICE_MS
      const done = this.#guarded(() => {
        while (branch.takeTurn(at)) if (this.#ports.clock.now() >= deadline) return false
        branch.head.simulation.runUntil(at)
        return true
      })
      if (done) return
      // What waits to be kept is held in memory.
      if (this.#ports.clock.now() - this.#keptAt >= KEEP_INTERVAL_MS) this.keep()
      await new Promise<void>((resolve) => void this.#ports.clock.after(0, resolve))
      if (this.#calledOff !== calledOff)
        throw new RunError('badInput', 'It was called off before the command could be carried out', '명령을 실행하기 전에 취소되었습니다')
      if (this.#branch !== branch)
        throw new RunError(
          'badInput',
          'Another branch was chosen before the command could be carried out',
          '명령을 실행하기 전에 다른 분기가 선택되었습니다',
        )
    }
  }

  #carryOut(work: () => void): RunStatus {
    this.#demandSound()
    this.#demandEngine()
    this.#guarded(work)
    return this.#changed()
  }

  #changed(): RunStatus {
    this.#push()
    this.#playing.schedule()
    return this.status()
  }

  // Telling the windows

  #push(): void {
    const branch = this.#branch
    const { told, isHeld } = this.known
    const { isPlaying, isSeeking } = this.#playing
    const isOther = this.#sent.branch !== branch
    const from = isOther ? 0 : Math.min(told, this.#sent.events)
    const events: readonly LabEvent[] = branch.events.slice(from, told)
    const now = this.#ports.clock.now()
    const { recorder } = branch
    const pending = recorder !== null && recorder.saved !== 'saved' && recorder.problem === null
    if (now - this.#keptAt >= KEEP_INTERVAL_MS || (!isPlaying && pending)) this.keep()
    const isWhole = isOther || told < this.#sent.events || isHeld !== this.#sent.isHeld
    const light = !isSeeking
      ? isPlaying && !isWhole && events.length === 0 && now - this.#heavySentAt < HEAVY_INTERVAL_MS
      : !isWhole && now - this.#heavySentAt < HEAVY_SEEKING_INTERVAL_MS
    if (!light) this.#heavySentAt = now
    this.#sentAt = now
    this.#sent = { branch, events: told, isHeld }
    const frame = this.#view.read((simulation) => this.#tracker.diff(simulation, { light, isHeld }))
    this.#ports.pushFrame({ frame, status: this.status(), events, from })
  }

  // Failures

  /** A broken assumption stops the run for good: carrying on would show something wrong. */
  #guarded<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (error instanceof RunError) throw error
      if (error instanceof StoreError) throw notStored(error.problem)
      this.#playing.pause()
      const { turn, now } = this.#view.simulation
      this.#crash = crashReport(error, this.lab, { engineVersion: this.#ports.engine.version, turn, t: now, commands: this.#branch.commands })
      this.#playing.endSeek()
      this.#ports.onCrash(this.#crash)
      throw this.#broken(this.#crash)
    }
  }

  #demandEngine(): void {
    const { recordedBy, flaw } = this.#branch
    if (flaw !== null)
      throw new RunError('badInput', `The run is shown as recorded: ${flaw.message}`, `기록된 그대로 표시하는 실행입니다. ${flaw.messageKo}`)
    if (recordedBy !== null)
      throw new RunError(
        'recorded',
        `Engine ${recordedBy} recorded this run; it is shown as recorded. Run it again to go on from it`,
        `엔진 ${recordedBy}이(가) 기록한 실행이며 기록된 대로 표시됩니다. 이어서 하려면 다시 실행하십시오`,
      )
  }

  #demandSound(): void {
    if (this.#crash !== null) throw this.#broken(this.#crash)
  }

  #broken({ seed, engineVersion, turn, t, commands }: CrashReport): RunError {
    return new RunError(
      'internal',
      `The simulation met a fault of its own (seed ${seed}, engine ${engineVersion}, turn ${turn} at ${t} ms, ${commands.length} commands)`,
      `시뮬레이션에 내부 오류가 발생했습니다(시드 ${seed}, 엔진 ${engineVersion}, ${t}ms의 턴 ${turn}, 명령 ${commands.length}개)`,
    )
  }
}
