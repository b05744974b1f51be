import type { ApiInput, ApiPushes, ExplainStep, ProjectRef, RunOpened, RunStatus, Speed, StoreProblem } from '../contract/api.ts'
import type { SettingsKind } from '../contract/api-guided.ts'
import type { Json, LabEvent } from '../contract/events.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { Simulation } from '../engine/index.ts'
import type { MigrationPrediction, MigrationTarget } from '../contract/prediction.ts'
import type { Branch, RunCommand } from './branch.ts'
import { AFTER_COMMAND_MS, type BranchTree } from './branch-tree.ts'
import { aboutObject } from './about-object.ts'
import { crashReport, type CrashReport } from './crash-report.ts'
import { FrameTracker } from './frames.ts'
import { Known } from './known.ts'
import { summarize, targetOf } from './lab-summary.ts'
import { Pacer } from './pacer.ts'
import type { Engine, WallClock } from './ports.ts'
import { RunError } from './run-error.ts'
import { namesNow } from './run-names.ts'
import { RunView } from './run-view.ts'
import { settingsNow } from './settings-now.ts'
import type { Trial } from './small-run.ts'
import { StoreError } from './store-port.ts'

/** The engine works at most so long at a time, so that messages are served in between. */
const SLICE_MS = 12
/** A seek may take this long at once; one that runs the engine far ahead goes on in slices. */
const SEEK_AT_ONCE_MS = 40
/** Just under 15 frames a second; a timer may fire a millisecond early. */
const FRAME_INTERVAL_MS = 68
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

/** Where a run that plays has to stop, whoever plays it. */
export interface Hold {
  /** Instant; the run does not play beyond it. */
  readonly at: number
  /** Called when it has played that far: whether it goes on, to another hold that was set meanwhile. */
  readonly goesOn: () => boolean
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
  /** The guided lab whose course it is; default: none. */
  readonly guided?: string | null
}

/** The branch that is shown, as far as it may be told. */
export interface RunAccount extends Pick<Branch, 'label' | 'recordedBy'>, Pick<Known, 'events' | 'reached' | 'commands' | 'digest' | 'simulation'> {
  readonly lab: Lab
  /** Of the project, else of the lab. */
  readonly title: string
}

/** One lab, being run for a person: plays, steps, goes to any instant, takes commands, branches. */
export class Run {
  readonly id: string
  readonly lab: Lab
  readonly guided: string | null
  readonly #ports: RunPorts
  readonly #project: ProjectRef | null
  readonly #problem: StoreProblem | null
  readonly #pacer: Pacer
  readonly #tracker: FrameTracker
  readonly #tree: BranchTree
  readonly #view: RunView
  /** What windows and reports are told: all of it reads from here. */
  readonly known: Known
  #playing = false
  #seeking: Seeking | null = null
  #cancelTick: (() => void) | null = null
  /** What the windows have of the log. */
  #sent: { readonly branch: Branch; readonly events: number }
  #sentAt = -Infinity
  #heavySentAt = -Infinity
  #keptAt = -Infinity
  #crash: CrashReport | null = null
  #hold: Hold | null = null
  /** Branches that undo made, by branch and turn of the command that they lack. */
  readonly #without = new Map<string, number>()
  /** Branches that undo left, last one on top. */
  #undone: { readonly branch: number; readonly t: number; readonly label: string }[] = []

  /** Throws a StoreError where the branch cannot be read. */
  constructor({ id, lab, tree, ports, project, problem = null, branch = 0, guided = null }: RunOptions) {
    this.id = id
    this.lab = lab
    this.guided = guided
    this.#ports = ports
    this.#project = project
    this.#problem = problem
    this.#pacer = new Pacer(ports.clock)
    this.#tracker = new FrameTracker(lab)
    this.#tree = tree
    this.#view = new RunView({ lab, clock: ports.clock, branch: tree.get(branch), t: tree.shownAt(branch) })
    this.known = new Known(this.#view, () => this.isHeld)
    this.#sent = { branch: this.#branch, events: this.#branch.events.length }
    this.#tracker.diff(this.#view.simulation, { light: false })
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
    this.#hold = hold
    if (wasHeld !== this.isHeld) this.#changed()
  }

  /** Whether what lies beyond the instant shown is told to nobody. */
  get isHeld(): boolean {
    return this.#hold !== null
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
      playing: this.#playing,
      speed: this.#pacer.speed,
      t: this.#view.t,
      shown: this.#view.shown,
      reached,
      until: branch.until,
      ended,
      branch: branch.id,
      branches: this.#tree.infos().map((info) => (info.id === branch.id ? { ...info, reached } : info)),
      digest,
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
    this.#playing = this.#view.t < this.#branch.until
    this.#pacer.rebase(this.#view.t)
    return this.#changed()
  }

  pause(): RunStatus {
    this.#endSeek()
    this.#playing = false
    return this.#changed()
  }

  setSpeed(speed: Speed): RunStatus {
    this.#pacer.setSpeed(speed)
    if (this.#playing) this.#pacer.rebase(this.#view.t)
    return this.#changed()
  }

  step({ by, of }: ApiInput<'run.step'>): RunStatus {
    this.#demandSound()
    this.#endSeek()
    this.#playing = false
    this.#guarded(() => {
      if (of === undefined) this.#view.step(by)
      else this.#view.stepTo(by, aboutObject(of))
    })
    return this.#changed()
  }

  /** Goes to the state after everything that happens at `t`, at most the end of the branch. Ahead of what has been run, it runs. */
  async seek(t: number): Promise<RunStatus> {
    this.#demandSound()
    this.#endSeek()
    const to = Math.min(t, this.#branch.until)
    const arrived = this.#guarded(() => this.#view.seek(to, SEEK_AT_ONCE_MS))
    if (!arrived) {
      const done = new Promise<void>((resolve) => (this.#seeking = { to, arrived: resolve }))
      this.#changed()
      await done
      return this.status()
    }
    this.#pacer.rebase(this.#view.t)
    return this.#changed()
  }

  /**
   * Carries out a parsed command at the instant shown, or at `at`. Before the furthest point it begins a branch there; what was run stays
   * selectable. Throws `notStored` where it could not be kept: then it was not carried out.
   */
  async command(command: string, args: RunCommand['args'], at?: number): Promise<RunStatus> {
    this.#demandSound()
    this.#demandEngine()
    this.#endSeek()
    if (at !== undefined && at !== this.#view.t) {
      if (at > this.#branch.reached) await this.#runHeadTo(at)
      return this.#commandElsewhere(command, args, at)
    }
    return this.#carryOut(() => {
      const branch = this.#view.atHead ? this.#branch : this.#tree.fork(this.#branch, this.#view.simulation, labelOf(command, args))
      this.#act(branch, command, args)
      this.#view.showHead(branch)
    })
  }

  /** The branch that is shown, as it is after all that happens at an instant: ahead of what has been run, it runs. What is shown stays. */
  async pointAt(at: number): Promise<{ readonly branch: Branch; readonly simulation: Simulation }> {
    this.#demandSound()
    this.#demandEngine()
    if (at > this.#branch.reached) {
      this.#endSeek()
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
    this.#endSeek()
    this.#playing = false
    const parent = this.#guarded(() => this.#tree.get(point.branch))
    const { simulation } = this.#guarded(() => parent.trackAt(this.lab, point.at))
    if (simulation.turn !== point.turn || parent.recordedBy !== null) throw new RunError('notFound', 'That branch went another way since')
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
    const branch = this.#branch
    const last = branch.commands[branch.commands.length - 1]
    if (last === undefined) throw new RunError('notFound', 'There is no command to take back')
    this.#endSeek()
    this.#playing = false
    const label = labelOf(last.command, last.args)
    this.#guarded(() => this.#view.show(this.#courseWithout(branch, last, label), Math.min(this.#view.t, last.t)))
    this.#undone = [...this.#undone, { branch: branch.id, t: last.t, label }]
    this.#changed()
    return this.opened()
  }

  /** The branch that a command left; else one that leaves before it, which is made once. */
  #courseWithout(branch: Branch, last: RunCommand, label: string): Branch {
    if (last.turn === branch.forkTurn && branch.parent !== null) return this.#tree.get(branch.parent)
    const key = `${branch.id} ${last.turn}`
    const known = this.#without.get(key)
    if (known !== undefined) return this.#tree.get(known)
    const without = this.#tree.fork(branch, branch.trackBefore(this.lab, last).simulation, `undo ${label}`)
    this.#without.set(key, without.id)
    return without
  }

  /** Shows the course again that undo left. Throws `notFound`. */
  redo(): RunOpened {
    this.#demandSound()
    const left = this.#undone.pop()
    if (left === undefined) throw new RunError('notFound', 'There is no command to bring again')
    this.#endSeek()
    this.#playing = false
    this.#guarded(() => this.#view.show(this.#tree.get(left.branch), Math.min(this.#view.t, left.t)))
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
    this.#guarded(() => this.#view.show(branch, Math.min(this.#view.t, branch.reached)))
    this.#changed()
    return this.opened()
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

  /** What a report tells. */
  account(): RunAccount {
    const { label, recordedBy } = this.#branch
    const { events, reached, commands, digest, simulation } = this.known
    return { lab: this.lab, title: this.#project?.name ?? this.lab.name, label, events, reached, commands, digest, recordedBy, simulation }
  }

  /** All commands and the whole log of the branch that is shown, for whoever runs it again: nothing to be told. */
  course(): Pick<Branch, 'commands' | 'events' | 'reached'> {
    return this.#branch
  }

  /** What its courses are known by in the store; null where nothing is kept. Throws `notStored`. */
  kept(): number | null {
    return this.#guarded(() => this.#tree.root())
  }

  /** What a command may refer to at the instant shown. */
  names(): ReturnType<typeof namesNow> {
    return namesNow(this.lab, this.#view.simulation, this.#branch.commands)
  }

  /** State at the instant shown. Throws `notFound`. */
  state({ kind, name }: ApiInput<'run.state'>): Json {
    const simulation = this.#view.simulation
    if (kind === 'lab') return simulation.state() as unknown as Json
    if (kind === 'cluster') return simulation.clusterState() as unknown as Json
    if (kind === 'tints') return simulation.vmTints(this.lab.vms.map((vm) => vm.name)) as unknown as Json
    if (kind === 'rules') return simulation.ruleStates() as unknown as Json
    if (kind === 'admission') return simulation.admissionState(name ?? null) as unknown as Json
    if (name === undefined) throw new RunError('badInput', `Which ${kind}?`)
    const read = { host: 'hostState', vm: 'vmState', datastore: 'datastoreState', network: 'networkState' } as const
    const state = simulation[read[kind]](name)
    if (state === null) throw new RunError('notFound', `No ${kind} of that name`)
    return state as unknown as Json
  }

  /** What is shown, for questions about what would be: whoever asks makes small runs of its own from it. */
  trial(): Trial {
    this.#demandSound()
    this.#demandEngine()
    return { engine: this.#ports.engine, lab: this.lab, branch: this.#branch, simulation: this.#view.simulation }
  }

  /** Null: there is none of that name. */
  settings(kind: SettingsKind, name: string): Readonly<Record<string, unknown>> | null {
    return settingsNow(this.#view.simulation, kind, name)
  }

  predictMigration(question: ApiInput<'run.predictMigration'>): MigrationPrediction {
    const prediction = this.#view.simulation.predictMigration(question)
    if (prediction === null) throw new RunError('notFound', 'No such VM, host or datastore')
    return prediction
  }

  migrationTargets({ vm, datastore }: ApiInput<'run.migrationTargets'>): readonly MigrationTarget[] {
    const targets = this.#view.simulation.migrationTargets(vm, datastore ?? null)
    if (targets === null) throw new RunError('notFound', 'No VM of that name')
    return targets
  }

  /** The causes behind an event, or behind the state of an entity at the instant shown. */
  explain(target: ApiInput<'run.explain'>): readonly ExplainStep[] {
    if ('seq' in target) {
      if (target.seq >= this.known.told) throw new RunError('notFound', `No event ${target.seq}`)
      return this.#ports.engine.explain(this.known.events, target)
    }
    return this.#ports.engine.explain(this.#branch.events.slice(0, this.#view.shown), { ...target, t: this.#view.t })
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
    recorder?.keepShown(this.#view.t)
  }

  get #branch(): Branch {
    return this.#view.branch
  }

  /** Where it cannot be kept, a branch that was begun for it goes again. */
  #act(branch: Branch, command: string, args: RunCommand['args']): void {
    try {
      branch.command(command, args, AFTER_COMMAND_MS)
      this.#undone = []
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

  /** Runs the branch ahead, in slices; what is shown stays. Throws `badInput` where another branch was chosen meanwhile. */
  async #runHeadTo(at: number): Promise<void> {
    const branch = this.#branch
    this.#view.leaveHead()
    for (;;) {
      const deadline = this.#ports.clock.now() + SLICE_MS
      const done = this.#guarded(() => {
        while (branch.takeTurn(at)) if (this.#ports.clock.now() >= deadline) return false
        branch.head.simulation.runUntil(at)
        return true
      })
      if (done) return
      await new Promise<void>((resolve) => void this.#ports.clock.after(0, resolve))
      if (this.#branch !== branch) throw new RunError('badInput', 'Another branch was chosen before the command could be carried out')
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
      if (!this.#view.advance(to, SLICE_MS)) return false
      this.#pacer.rebase(this.#view.t)
      this.#endSeek()
      return this.#playing
    }
    const stop = this.#nextStop()
    const arrived = this.#view.advance(Math.max(this.#view.t, Math.min(stop, this.#pacer.target())), SLICE_MS)
    // Too slow for this speed: not to be caught up with later in a rush.
    if (!arrived) this.#pacer.rebase(this.#view.t)
    if (this.#view.t >= stop) this.#playing = this.#goesOnAt(stop)
    return arrived
  }

  /** Whether playing goes on where it was held. */
  #goesOnAt(stop: number): boolean {
    const pauses = this.lab.bookmarks.some(({ at, pause }) => pause && at === stop)
    return !pauses && stop < this.#branch.until && this.#hold?.at === stop && this.#hold.goesOn()
  }

  /** Where playing ends by itself: where it is held, at the next bookmark of the lab that pauses (one that is shown already was that), or at the end. */
  #nextStop(): number {
    const { until } = this.#branch
    const pause = this.lab.bookmarks.find(({ at, pause }) => pause && at > this.#view.t)
    return Math.min(until, pause?.at ?? until, this.#hold?.at ?? until)
  }

  #endSeek(): void {
    const seeking = this.#seeking
    this.#seeking = null
    seeking?.arrived()
  }

  // Telling the windows

  #push(): void {
    const branch = this.#branch
    const { told } = this.known
    const reset = this.#sent.branch !== branch || told < this.#sent.events
    const from = reset ? 0 : this.#sent.events
    const events: readonly LabEvent[] = branch.events.slice(from, told)
    const now = this.#ports.clock.now()
    const { recorder } = branch
    const pending = recorder !== null && recorder.saved !== 'saved' && recorder.problem === null
    if (now - this.#keptAt >= KEEP_INTERVAL_MS || (!this.#playing && pending)) this.keep()
    const light =
      this.#seeking === null
        ? this.#playing && !reset && events.length === 0 && now - this.#heavySentAt < HEAVY_INTERVAL_MS
        : !reset && now - this.#heavySentAt < HEAVY_SEEKING_INTERVAL_MS
    if (!light) this.#heavySentAt = now
    this.#sentAt = now
    this.#sent = { branch, events: told }
    this.#ports.pushFrame({ frame: this.#tracker.diff(this.#view.simulation, { light }), status: this.status(), events, reset })
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
      const { turn, now } = this.#view.simulation
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
