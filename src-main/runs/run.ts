import type { ApiInput, ApiPushes, ExplainStep, ProjectRef, RunOpened, RunStatus, Speed, StoreProblem } from '../contract/api.ts'
import type { Json, LabEvent } from '../contract/events.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { Keyframe, Simulation } from '../engine/index.ts'
import type { Branch, Track } from './branch.ts'
import { AFTER_COMMAND_MS, type BranchTree } from './branch-tree.ts'
import { aboutObject } from './about-object.ts'
import { crashReport, type CrashReport } from './crash-report.ts'
import { FrameTracker } from './frames.ts'
import { summarize, targetOf } from './lab-summary.ts'
import { Pacer } from './pacer.ts'
import type { Engine, WallClock } from './ports.ts'
import { RunError } from './run-error.ts'
import { namesNow } from './run-names.ts'
import { StoreError } from './store-port.ts'

/** The engine works at most so long at a time, so that messages are served in between. */
const SLICE_MS = 12
/** A seek may take this long at once; one that runs the engine far ahead goes on in slices. */
const SEEK_AT_ONCE_MS = 40
/** Just under 15 frames a second; a timer may fire a millisecond early. */
const FRAME_INTERVAL_MS = 68
/** What changes with time alone is sent 4 times a second. */
const HEAVY_INTERVAL_MS = 250
/** While it plays, what happened is kept at most so long after it did. */
const KEEP_INTERVAL_MS = 250

export interface RunPorts {
  readonly engine: Engine
  readonly clock: WallClock
  readonly pushFrame: (payload: ApiPushes['run.frame']) => void
  /** A broken assumption of ours: the run stands still from then on. */
  readonly onCrash: (report: CrashReport) => void
}

interface Seeking {
  readonly to: number
  readonly arrived: () => void
}

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
}

/** One lab, being run for a person: plays, steps, goes to any instant, takes commands, branches. */
export class Run {
  readonly id: string
  readonly lab: Lab
  readonly #ports: RunPorts
  readonly #project: ProjectRef | null
  readonly #problem: StoreProblem | null
  readonly #pacer: Pacer
  readonly #tracker: FrameTracker
  readonly #tree: BranchTree
  #branch: Branch
  /** What is shown: the head of the branch, or a simulation of its own in the past. */
  #view: Track
  /** Events that have happened in what is shown. */
  #shown = 0
  #playing = false
  #seeking: Seeking | null = null
  #cancelTick: (() => void) | null = null
  /** What the windows have of the log. */
  #sent: { readonly branch: Branch; readonly events: number }
  #sentAt = -Infinity
  #heavySentAt = -Infinity
  #keptAt = -Infinity
  #crash: CrashReport | null = null
  /** Branches that undo left, last one on top. */
  #undone: { readonly branch: number; readonly t: number; readonly label: string }[] = []

  /** Throws a StoreError where the branch cannot be read. */
  constructor({ id, lab, tree, ports, project, problem = null, branch = 0 }: RunOptions) {
    this.id = id
    this.lab = lab
    this.#ports = ports
    this.#project = project
    this.#problem = problem
    this.#pacer = new Pacer(ports.clock)
    this.#tracker = new FrameTracker(lab)
    this.#tree = tree
    this.#branch = tree.get(branch)
    this.#view = this.#branch.head
    const shownAt = tree.shownAt(branch)
    if (shownAt < this.#simulation.now) {
      this.#rewind(shownAt)
      this.#advance(shownAt, Infinity)
    }
    this.#shown = this.#simulation.log.length
    this.#sent = { branch: this.#branch, events: this.#branch.events.length }
    this.#tracker.diff(this.#simulation, { light: false })
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
      events: this.#branch.events,
    }
  }

  status(): RunStatus {
    const branch = this.#branch
    return {
      runId: this.id,
      playing: this.#playing,
      speed: this.#pacer.speed,
      t: this.#simulation.now,
      shown: this.#shown,
      reached: branch.reached,
      until: branch.until,
      ended: branch.ended,
      branch: branch.id,
      branches: this.#tree.infos(),
      digest: branch.digest(),
      bookmarks: this.#tree.bookmarks,
      undo: this.#lastCommand(),
      redo: this.#undone[this.#undone.length - 1]?.label ?? null,
      saved: branch.recordedBy !== null ? 'saved' : (branch.recorder?.saved ?? 'unsaved'),
      problem: this.#problem ?? branch.recorder?.problem ?? null,
      recordedBy: branch.recordedBy,
    }
  }

  play(speed?: Speed): RunStatus {
    this.#demandSound()
    this.#endSeek()
    if (speed !== undefined) this.#pacer.setSpeed(speed)
    this.#playing = this.#simulation.now < this.#branch.until
    this.#pacer.rebase(this.#simulation.now)
    return this.#changed()
  }

  pause(): RunStatus {
    this.#endSeek()
    this.#playing = false
    return this.#changed()
  }

  setSpeed(speed: Speed): RunStatus {
    this.#pacer.setSpeed(speed)
    if (this.#playing) this.#pacer.rebase(this.#simulation.now)
    return this.#changed()
  }

  step({ by, of }: ApiInput<'run.step'>): RunStatus {
    this.#demandSound()
    this.#endSeek()
    this.#playing = false
    this.#guarded(() => {
      if (of === undefined) this.#stepOnce(by)
      else this.#stepTo(by, aboutObject(of))
    })
    return this.#changed()
  }

  /** Goes to the state after everything that happens at `t`, at most the end of the branch. Ahead of what has been run, it runs. */
  async seek(t: number): Promise<RunStatus> {
    this.#demandSound()
    this.#endSeek()
    const to = Math.min(t, this.#branch.until)
    const arrived = this.#guarded(() => {
      this.#rewind(to)
      return this.#advance(to, SEEK_AT_ONCE_MS)
    })
    if (!arrived) {
      const done = new Promise<void>((resolve) => (this.#seeking = { to, arrived: resolve }))
      this.#changed()
      await done
      return this.status()
    }
    this.#pacer.rebase(this.#simulation.now)
    return this.#changed()
  }

  /**
   * Carries out a parsed command at the instant shown, or at `at`. Before the furthest point it begins a branch there; what was run stays
   * selectable. Throws `notStored` where it could not be kept: then it was not carried out.
   */
  async command(command: string, args: Readonly<Record<string, unknown>>, at?: number): Promise<RunStatus> {
    this.#demandSound()
    this.#demandEngine()
    this.#endSeek()
    if (at !== undefined && at !== this.#simulation.now) {
      if (at > this.#branch.reached) await this.#runHeadTo(at)
      return this.#commandElsewhere(command, args, at)
    }
    return this.#carryOut(() => {
      const before = { branch: this.#branch, view: this.#view }
      if (!this.#atHead()) this.#fork(labelOf(command, args))
      this.#view = this.#branch.head
      this.#act(command, args, before)
      this.#shown = this.#branch.events.length
    })
  }

  /** Takes back the last command: shows the course without it, at the instant at which it came. Throws `notFound`. */
  undo(): RunOpened {
    this.#demandSound()
    this.#demandEngine()
    const branch = this.#branch
    const last = branch.commands[branch.commands.length - 1]
    if (last === undefined) throw new RunError('notFound', 'There is no command to take back')
    this.#endSeek()
    this.#playing = false
    const label = labelOf(last.command, last.args)
    const before = this.#undone
    this.#guarded(() => {
      const madeThis = last.turn === branch.forkTurn && branch.parent !== null
      if (madeThis) this.#show(this.#tree.get(branch.parent as number), last.t)
      else {
        const track = branch.restore(
          this.lab,
          branch.keyframes.lastWhere(({ turn, at }) => turn <= last.turn && at <= last.t),
        )
        while (track.simulation.turn < last.turn && track.takeTurn(last.t));
        track.simulation.runUntil(last.t)
        this.#view = track
        this.#fork(`undo ${label}`)
        this.#shown = this.#branch.events.length
      }
    })
    this.#undone = [...before, { branch: branch.id, t: last.t, label }]
    this.#changed()
    return this.opened()
  }

  /** Shows the course again that undo left. Throws `notFound`. */
  redo(): RunOpened {
    this.#demandSound()
    const left = this.#undone.pop()
    if (left === undefined) throw new RunError('notFound', 'There is no command to bring again')
    this.#endSeek()
    this.#playing = false
    this.#guarded(() => this.#show(this.#tree.get(left.branch), left.t))
    this.#changed()
    return this.opened()
  }

  /** Shows another branch, at the same instant where it has got that far. Throws `notFound`. */
  selectBranch(id: number): RunOpened {
    this.#demandSound()
    const branch = this.#guarded(() => this.#tree.get(id))
    this.#endSeek()
    this.#playing = false
    this.#undone = []
    this.#guarded(() => this.#show(branch, Math.min(this.#simulation.now, branch.reached)))
    this.#changed()
    return this.opened()
  }

  bookmark(note: string, t: number = this.#simulation.now): RunStatus {
    return this.#carryOut(() => this.#tree.addBookmark(this.#branch, t, note))
  }

  setNote(id: number, note: string): RunStatus {
    return this.#carryOut(() => this.#tree.setNote(id, note))
  }

  removeBookmark(id: number): RunStatus {
    return this.#carryOut(() => this.#tree.removeBookmark(id))
  }

  /** Commands and log of the branch that is shown, for whoever runs it again. */
  course(): Pick<Branch, 'commands' | 'events' | 'reached' | 'recordedBy'> & { readonly stored: number | null } {
    const { events, reached, recordedBy, recorder } = this.#branch
    return {
      commands: this.#branch.commands,
      events,
      reached,
      recordedBy,
      stored: recorder?.id ?? this.#tree.infos()[this.#branch.id]?.stored ?? null,
    }
  }

  /** What a command may refer to at the instant shown. */
  names(): ReturnType<typeof namesNow> {
    return namesNow(this.lab, this.#simulation, this.#branch.commands)
  }

  /** State at the instant shown. Throws `notFound`. */
  state({ kind, name }: ApiInput<'run.state'>): Json {
    const simulation = this.#simulation
    if (kind === 'lab') return simulation.state() as unknown as Json
    if (name === undefined) throw new RunError('badInput', `Which ${kind}?`)
    const read = { host: 'hostState', vm: 'vmState', datastore: 'datastoreState', network: 'networkState' } as const
    const state = simulation[read[kind]](name)
    if (state === null) throw new RunError('notFound', `No ${kind} of that name`)
    return state as unknown as Json
  }

  /** The causes behind an event, or behind the state of an entity at the instant shown. */
  explain(target: ApiInput<'run.explain'>): readonly ExplainStep[] {
    if ('seq' in target) {
      if (target.seq >= this.#branch.events.length) throw new RunError('notFound', `No event ${target.seq}`)
      return this.#ports.engine.explain(this.#branch.events, target)
    }
    return this.#ports.engine.explain(this.#branch.events.slice(0, this.#shown), { ...target, t: this.#simulation.now })
  }

  /** Keeps what is to be kept. */
  close(): void {
    this.#playing = false
    this.#endSeek()
    this.#cancelTick?.()
    this.#cancelTick = null
    this.keep()
  }

  /** Puts what happened since the last time into the store; a failure is told by the status. */
  keep(): void {
    this.#keptAt = this.#ports.clock.now()
    const { recorder } = this.#branch
    recorder?.flush()
    recorder?.keepShown(this.#simulation.now)
  }

  get #simulation(): Simulation {
    return this.#view.simulation
  }

  /** True when the furthest point of the branch is shown, its clock and its last turn. */
  #atHead(): boolean {
    const { simulation } = this.#branch.head
    if (this.#view.simulation === simulation) return true
    return this.#simulation.turn === simulation.turn && this.#simulation.now === simulation.now
  }

  // Moving what is shown

  /** Goes on to `to`, for at most `budgetMs` of real time; false where that was not enough. */
  #advance(to: number, budgetMs: number): boolean {
    const { clock } = this.#ports
    const deadline = clock.now() + budgetMs
    const { head } = this.#branch
    const late = (): boolean => {
      this.#shown = this.#simulation.log.length
      return clock.now() >= deadline
    }
    if (this.#view !== head) {
      const stop = Math.min(to, head.simulation.now)
      while (this.#simulation.turn < head.simulation.turn && this.#view.takeTurn(stop)) if (late()) return false
      if (to < head.simulation.now) {
        this.#simulation.runUntil(to)
        this.#shown = this.#simulation.log.length
        return true
      }
      this.#view = head
    }
    while (this.#branch.takeTurn(to)) if (late()) return false
    head.simulation.runUntil(to)
    this.#shown = head.simulation.log.length
    return true
  }

  /** Steps back to a keyframe where `to` lies before what is shown, or takes a later keyframe where one helps. */
  #rewind(to: number): void {
    const { head, keyframes } = this.#branch
    if (to >= head.simulation.now) {
      this.#view = head
      return
    }
    const keyframe = keyframes.lastWhere(({ at }) => at <= to)
    const mayGoOn = this.#view !== head && this.#simulation.now <= to && this.#simulation.turn >= keyframe.turn
    if (!mayGoOn) this.#restore(keyframe)
  }

  #restore(keyframe: Keyframe): void {
    this.#view = this.#branch.restore(this.lab, keyframe)
  }

  /** Another branch, at an instant that it has got to. */
  #show(branch: Branch, t: number): void {
    this.#branch = branch
    this.#view = branch.head
    this.#rewind(t)
    this.#advance(t, Infinity)
  }

  #stepOnce(by: 1 | -1): void {
    if (by === 1) this.#stepForward()
    else this.#stepBack()
  }

  /** Steps until the last event shown is one of those; backwards, what is known tells where to go. */
  #stepTo(by: 1 | -1, about: (event: LabEvent) => boolean): void {
    if (by === -1) {
      const index = this.#branch.events.slice(0, Math.max(0, this.#shown - 1)).findLastIndex(about)
      this.#stepToCount(index + 1)
      return
    }
    for (;;) {
      const shown = this.#shown
      this.#stepForward()
      const last = this.#branch.events[this.#shown - 1]
      if (this.#shown === shown || (last !== undefined && about(last))) return
    }
  }

  #stepForward(): void {
    const { head, until } = this.#branch
    if (this.#shown < this.#simulation.log.length) {
      this.#shown++
      return
    }
    const known = this.#shown
    while (this.#simulation.log.length === known) {
      if (this.#view !== head && this.#simulation.turn === head.simulation.turn) this.#view = head
      const taken = this.#view === head ? this.#branch.takeTurn(until) : this.#view.takeTurn(until)
      if (!taken) return
    }
    this.#shown = known + 1
  }

  /** Shows the state after the turn of the event before; the last event shown is that one. */
  #stepBack(): void {
    this.#stepToCount(this.#shown - 1)
  }

  #stepToCount(count: number): void {
    const { first } = this.#branch.keyframes
    const wanted = Math.max(count, first.logLength)
    // One that ends exactly there may lie long after the event.
    this.#restore(
      wanted === first.logLength ? first : this.#branch.keyframes.lastWhere((keyframe) => keyframe.logLength < wanted || keyframe === first),
    )
    while (this.#simulation.log.length < wanted && this.#view.takeTurn(Infinity));
    this.#shown = wanted
  }

  /** Makes what is shown the head of a new branch. */
  #fork(label: string): void {
    this.#branch = this.#tree.fork(this.#branch, this.#simulation, label)
    this.#view = this.#branch.head
  }

  /** Where it cannot be kept, the branch that was begun for it goes again. */
  #act(command: string, args: Readonly<Record<string, unknown>>, before: { readonly branch: Branch; readonly view: Track }): void {
    try {
      this.#branch.command(command, args, AFTER_COMMAND_MS)
      this.#undone = []
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      if (before.branch !== this.#branch) {
        this.#tree.drop(this.#branch)
        this.#branch = before.branch
        this.#view = before.view
      }
      throw error
    }
  }

  /** A command at another instant than the one shown, which the branch has got to. */
  #commandElsewhere(command: string, args: Readonly<Record<string, unknown>>, at: number): RunStatus {
    return this.#carryOut(() => {
      const t = this.#simulation.now
      const before = { branch: this.#branch, view: this.#view }
      if (at < this.#branch.reached) {
        this.#view = this.#branch.trackAt(this.lab, at)
        this.#fork(labelOf(command, args))
      }
      this.#act(command, args, before)
      // What is shown stays, or goes back to where the course parts.
      this.#show(this.#branch, Math.min(t, at))
    })
  }

  /** Runs the branch ahead, in slices; what is shown stays. */
  async #runHeadTo(at: number): Promise<void> {
    const branch = this.#branch
    const t = this.#simulation.now
    if (this.#view === branch.head) this.#view = branch.trackAt(this.lab, t)
    for (;;) {
      const deadline = this.#ports.clock.now() + SLICE_MS
      const done = this.#guarded(() => {
        while (branch.takeTurn(at)) if (this.#ports.clock.now() >= deadline) return false
        branch.head.simulation.runUntil(at)
        return true
      })
      if (done) return
      await new Promise<void>((resolve) => void this.#ports.clock.after(0, resolve))
    }
  }

  #carryOut(work: () => void): RunStatus {
    this.#demandSound()
    this.#demandEngine()
    this.#guarded(work)
    return this.#changed()
  }

  #lastCommand(): string | null {
    const { commands, recordedBy } = this.#branch
    if (recordedBy !== null) return null
    const last = commands[commands.length - 1]
    return last === undefined ? null : labelOf(last.command, last.args)
  }

  // Playing

  #changed(): RunStatus {
    this.#push()
    this.#schedule(0)
    return this.status()
  }

  #schedule(delayMs: number): void {
    this.#cancelTick?.()
    this.#cancelTick = this.#playing || this.#seeking !== null ? this.#ports.clock.after(delayMs, () => this.#tick()) : null
  }

  #tick(): void {
    this.#cancelTick = null
    let kept = false
    try {
      kept = this.#guarded(() => this.#slice())
    } catch {
      // Reported by then; whoever asks next is told.
    }
    if (!this.#playing && this.#seeking === null) {
      this.#push()
      return
    }
    if (this.#ports.clock.now() - this.#sentAt >= FRAME_INTERVAL_MS - 1) this.#push()
    this.#schedule(kept ? FRAME_INTERVAL_MS : 0)
  }

  /** One slice of work; true when it got as far as it should by now. */
  #slice(): boolean {
    if (this.#seeking !== null) {
      const { to } = this.#seeking
      if (!this.#advance(to, SLICE_MS)) return false
      this.#pacer.rebase(this.#simulation.now)
      this.#endSeek()
      return this.#playing
    }
    const { until } = this.#branch
    const arrived = this.#advance(Math.max(this.#simulation.now, Math.min(until, this.#pacer.target())), SLICE_MS)
    // Too slow for this speed: not to be caught up with later in a rush.
    if (!arrived) this.#pacer.rebase(this.#simulation.now)
    if (this.#simulation.now >= until) this.#playing = false
    return arrived
  }

  #endSeek(): void {
    const seeking = this.#seeking
    this.#seeking = null
    seeking?.arrived()
  }

  // Telling the windows

  #push(): void {
    const branch = this.#branch
    const reset = this.#sent.branch !== branch
    const from = reset ? 0 : this.#sent.events
    const events: readonly LabEvent[] = branch.events.slice(from)
    const now = this.#ports.clock.now()
    const { recorder } = branch
    const pending = recorder !== null && recorder.saved !== 'saved' && recorder.problem === null
    if (now - this.#keptAt >= KEEP_INTERVAL_MS || (!this.#playing && pending)) this.keep()
    const light = this.#playing && !reset && events.length === 0 && now - this.#heavySentAt < HEAVY_INTERVAL_MS
    if (!light) this.#heavySentAt = now
    this.#sentAt = now
    this.#sent = { branch, events: branch.events.length }
    this.#ports.pushFrame({ frame: this.#tracker.diff(this.#simulation, { light }), status: this.status(), events, reset })
  }

  // Failures

  /** A broken assumption stops the run for good: carrying on would show something wrong. */
  #guarded<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (error instanceof RunError) throw error
      if (error instanceof StoreError) throw new RunError('notStored', error.problem.text)
      this.#playing = false
      const { turn, now } = this.#simulation
      this.#crash = crashReport(error, this.lab, { engineVersion: this.#ports.engine.version, turn, t: now, commands: this.#branch.commands })
      this.#endSeek()
      this.#ports.onCrash(this.#crash)
      throw this.#broken(this.#crash)
    }
  }

  #demandEngine(): void {
    const { recordedBy } = this.#branch
    if (recordedBy !== null)
      throw new RunError('recorded', `Engine ${recordedBy} recorded this run; it is shown as recorded. Run it again to go on from it`)
  }

  #demandSound(): void {
    if (this.#crash !== null) throw this.#broken(this.#crash)
  }

  #broken({ seed, engineVersion, turn, t, commands }: CrashReport): RunError {
    return new RunError(
      'internal',
      `The simulation met a fault of its own (seed ${seed}, engine ${engineVersion}, turn ${turn} at ${t} ms, ${commands.length} commands)`,
    )
  }
}

const labelOf = (command: string, args: object): string => [command, targetOf(args)].filter(Boolean).join(' ')
