import type { ApiInput, ApiPushes, BranchInfo, ExplainStep, RunOpened, RunStatus, Speed } from '../contract/api.ts'
import type { Json, LabEvent } from '../contract/events.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { Keyframe, Simulation } from '../engine/index.ts'
import { Branch, type Track } from './branch.ts'
import { crashReport, type CrashReport } from './crash-report.ts'
import { FrameTracker } from './frames.ts'
import { KeyframeIndex } from './keyframe-index.ts'
import { summarize, targetOf } from './lab-summary.ts'
import { Pacer } from './pacer.ts'
import type { Engine, WallClock } from './ports.ts'
import { RunError } from './run-error.ts'
import { namesNow } from './run-names.ts'

/** The engine works at most so long at a time, so that messages are served in between. */
const SLICE_MS = 12
/** A seek may take this long at once; one that runs the engine far ahead goes on in slices. */
const SEEK_AT_ONCE_MS = 40
/** Just under 15 frames a second; a timer may fire a millisecond early. */
const FRAME_INTERVAL_MS = 68
/** What changes with time alone is sent 4 times a second. */
const HEAVY_INTERVAL_MS = 250
/** A command of a person gives the run at least so much time to show what follows. */
const AFTER_COMMAND_MS = 15 * 60_000

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

/** One lab, being run for a person: plays, steps, goes to any instant, takes commands, branches. */
export class Run {
  readonly id: string
  readonly lab: Lab
  readonly #ports: RunPorts
  readonly #pacer: Pacer
  readonly #tracker: FrameTracker
  readonly #branches: Branch[] = []
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
  #crash: CrashReport | null = null

  constructor(id: string, lab: Lab, ports: RunPorts) {
    this.id = id
    this.lab = lab
    this.#ports = ports
    this.#pacer = new Pacer(ports.clock)
    this.#tracker = new FrameTracker(lab)
    const simulation = ports.engine.create(lab)
    simulation.runUntil(0)
    const keyframes = KeyframeIndex.startingWith(simulation.keyframe())
    this.#branch = new Branch({ id: 0, parent: null, forkAt: 0, label: '', until: lab.until, simulation, commands: [], keyframes })
    this.#branches.push(this.#branch)
    this.#view = this.#branch.head
    this.#shown = simulation.log.length
    this.#sent = { branch: this.#branch, events: simulation.log.length }
    this.#tracker.diff(simulation, { light: false })
  }

  /** Sends what the windows have not seen yet, so that `opened` is the same for all of them. */
  flush(): void {
    this.#push()
  }

  /** Everything that a window needs, as of the last frame sent. */
  opened(): RunOpened {
    return {
      runId: this.id,
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
      branches: this.#branches.map(({ info }): BranchInfo => info),
      digest: branch.digest(),
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

  step(by: 1 | -1): RunStatus {
    this.#demandSound()
    this.#endSeek()
    this.#playing = false
    this.#guarded(() => (by === 1 ? this.#stepForward() : this.#stepBack()))
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

  /** Carries out a parsed command at the instant shown. In the past it begins a branch there; what was run stays selectable. */
  command(command: string, args: Readonly<Record<string, unknown>>): RunStatus {
    this.#demandSound()
    this.#endSeek()
    this.#guarded(() => {
      if (!this.#atHead()) this.#fork([command, targetOf(args)].filter(Boolean).join(' '))
      this.#view = this.#branch.head
      this.#branch.command(command, args, AFTER_COMMAND_MS)
      this.#shown = this.#branch.events.length
    })
    return this.#changed()
  }

  /** Shows another branch, at the same instant where it has got that far. Throws `notFound`. */
  selectBranch(id: number): RunOpened {
    this.#demandSound()
    const branch = this.#branches.find((candidate) => candidate.id === id)
    if (branch === undefined) throw new RunError('notFound', `No branch ${id}`)
    this.#endSeek()
    this.#playing = false
    const t = Math.min(this.#simulation.now, branch.reached)
    this.#guarded(() => {
      this.#branch = branch
      this.#view = branch.head
      this.#rewind(t)
      this.#advance(t, Infinity)
    })
    this.#changed()
    return this.opened()
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

  close(): void {
    this.#playing = false
    this.#endSeek()
    this.#cancelTick?.()
    this.#cancelTick = null
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
    this.#view = this.#branch.restore(this.#ports.engine, this.lab, keyframe)
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
    const { first } = this.#branch.keyframes
    const wanted = Math.max(this.#shown - 1, first.logLength)
    // One that ends exactly there may lie long after the event.
    this.#restore(
      wanted === first.logLength ? first : this.#branch.keyframes.lastWhere((keyframe) => keyframe.logLength < wanted || keyframe === first),
    )
    while (this.#simulation.log.length < wanted && this.#view.takeTurn(Infinity));
    this.#shown = wanted
  }

  /** Makes what is shown the head of a new branch. */
  #fork(label: string): void {
    const parent = this.#branch
    const { turn, now } = this.#simulation
    const commands = parent.commands.filter((command) => command.turn < turn)
    const keyframes = parent.keyframes.upTo(turn)
    const branch = new Branch({
      id: this.#branches.length,
      parent: parent.id,
      forkAt: now,
      label,
      until: this.lab.until,
      simulation: this.#simulation,
      commands,
      keyframes,
    })
    this.#branches.push(branch)
    this.#branch = branch
    this.#view = branch.head
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
      this.#playing = false
      const { turn, now } = this.#simulation
      this.#crash = crashReport(error, this.lab, { engineVersion: this.#ports.engine.version, turn, t: now, commands: this.#branch.commands })
      this.#endSeek()
      this.#ports.onCrash(this.#crash)
      throw this.#broken(this.#crash)
    }
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
