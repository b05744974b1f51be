import type { LabEvent } from '../contract/events.ts'
import type { BranchInfo } from '../contract/api.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { LabProblem } from '../contract/lab/problems.ts'
import type { Keyframe, Simulation } from '../engine/index.ts'
import type { KeyframeIndex } from './keyframe-index.ts'
import type { Engine } from './ports.ts'
import type { Recorder } from './recorder.ts'

/** A command of a person. With the lab and its seed, the list of them is the run: everything else is derived. */
export interface RunCommand {
  /** Turns taken before it. */
  readonly turn: number
  readonly t: number
  readonly command: string
  readonly args: Readonly<Record<string, unknown>>
}

/** A simulation that follows the command log of a branch. */
export class Track {
  readonly simulation: Simulation
  readonly #commands: readonly RunCommand[]
  #next: number

  constructor(simulation: Simulation, commands: readonly RunCommand[]) {
    this.simulation = simulation
    this.#commands = commands
    const next = commands.findIndex(({ turn }) => turn >= simulation.turn)
    this.#next = next === -1 ? commands.length : next
  }

  /** Takes the next turn, be it an entry of the queue or a logged command, if it comes at or before `limit`. */
  takeTurn(limit: number): boolean {
    const { simulation } = this
    const command = this.#commands[this.#next]
    if (command !== undefined && command.turn === simulation.turn) {
      if (command.t > limit) return false
      // Nothing lies between: else the command would have had a later turn. Inside an instant the clock stands there already.
      if (simulation.now < command.t) simulation.runUntil(command.t)
      this.#next++
      simulation.command(command.command, command.args)
      return true
    }
    const at = simulation.nextAt()
    return at !== null && at <= limit && simulation.step()
  }

  /** Counts a command that was just carried out and logged. */
  skipLogged(): void {
    this.#next = this.#commands.length
  }
}

export interface BranchStart {
  readonly id: number
  readonly parent: number | null
  readonly forkAt: number
  /** Turns taken before it left its parent; commands from there on are its own. */
  readonly forkTurn: number
  readonly label: string
  readonly until: number
  /** What carries it on; for one that was recorded by another engine, what plays the recording. */
  readonly engine: Engine
  readonly simulation: Simulation
  readonly commands: RunCommand[]
  readonly keyframes: KeyframeIndex
  /** Null where nothing is kept. */
  readonly recorder: Recorder | null
  /** The engine that recorded it, where it is played back and takes no commands. */
  readonly recordedBy: number | null
  /** The command for which it is played back; null: there is none. */
  readonly flaw?: LabProblem | null
}

/** One course of a run: its command log, the furthest point reached, and keyframes on the way. */
export class Branch {
  readonly id: number
  readonly parent: number | null
  readonly forkAt: number
  readonly forkTurn: number
  /** May be changed: `BranchTree.rename`. */
  label: string
  readonly recordedBy: number | null
  readonly flaw: LabProblem | null
  readonly commands: RunCommand[]
  readonly keyframes: KeyframeIndex
  readonly recorder: Recorder | null
  readonly #engine: Engine
  /** The furthest point. */
  readonly head: Track
  until: number
  #digest: { readonly turn: number; readonly hex: string } | null = null

  constructor(start: BranchStart) {
    this.id = start.id
    this.parent = start.parent
    this.forkAt = start.forkAt
    this.forkTurn = start.forkTurn
    this.label = start.label
    this.recordedBy = start.recordedBy
    this.flaw = start.flaw ?? null
    this.until = start.until
    this.commands = start.commands
    this.keyframes = start.keyframes
    this.recorder = start.recorder
    this.#engine = start.engine
    this.head = new Track(start.simulation, this.#toReplay())
  }

  get reached(): number {
    return this.head.simulation.now
  }

  get events(): readonly LabEvent[] {
    return this.head.simulation.log
  }

  /** True when nothing is left to happen before `until`, or it is reached. */
  get ended(): boolean {
    const next = this.head.simulation.nextAt()
    return this.reached >= this.until || next === null || next > this.until
  }

  get info(): Omit<BranchInfo, 'stored'> {
    const { id, parent, forkAt, label, reached } = this
    return { id, parent, forkAt, label, reached }
  }

  /** Of the log up to the end of the branch; null while it has not ended, and of a log without an event. */
  digest(): string | null {
    const { simulation } = this.head
    if (!this.ended || simulation.log.length === 0) return null
    const { turn } = simulation
    const digest = this.#digest?.turn === turn ? this.#digest : { turn, hex: simulation.digest() }
    this.#digest = digest
    return digest.hex
  }

  /** A second simulation of this branch, standing at a keyframe. `used`: one of this branch that nobody needs any more. */
  restore(lab: Lab, keyframe: Keyframe, used?: Simulation): Track {
    return new Track(this.#engine.restore(lab, keyframe, this.events, used), this.#toReplay())
  }

  /** A second simulation that stands just before a command was carried out. */
  trackBefore(lab: Lab, { turn, t }: RunCommand): Track {
    return this.#trackTo(lab, turn, t)
  }

  /** A second simulation that stands after everything that happened at or before `t`, which has been run. */
  trackAt(lab: Lab, t: number): Track {
    return this.#trackTo(lab, this.head.simulation.turn, t)
  }

  /** Comes to the furthest point, as it was after `turn`, from the beginning; in its place, since others hold on to it. */
  rebuild(lab: Lab, { turn, now }: { readonly turn: number; readonly now: number }): void {
    const { simulation } = this.#trackTo(lab, turn, now)
    this.#engine.restore(lab, simulation.keyframe(), simulation.log, this.head.simulation)
  }

  #trackTo(lab: Lab, turn: number, t: number): Track {
    return this.keyframes.tried(() => {
      const keyframe = this.keyframes.lastWhere((place) => place.turn <= turn && place.at <= t)
      const track = this.restore(lab, keyframe)
      while (track.simulation.turn < turn && track.takeTurn(t));
      track.simulation.runUntil(t)
      return track
    })
  }

  /** The same course in a copy of its own: it can be looked at and run on, and nothing of that is kept. */
  detached(lab: Lab): Branch {
    const { id, parent, forkAt, forkTurn, label, until, recordedBy, flaw } = this
    const { simulation } = this.head
    return new Branch({
      ...{ id, parent, forkAt, forkTurn, label, until, recordedBy, flaw },
      engine: this.#engine,
      simulation: this.#engine.restore(lab, simulation.keyframe(), this.events),
      commands: [...this.commands],
      keyframes: this.keyframes.upTo(Number.MAX_SAFE_INTEGER),
      recorder: null,
    })
  }

  /** Takes a turn of the head and a keyframe where one is due. */
  takeTurn(limit: number): boolean {
    if (!this.head.takeTurn(limit)) return false
    this.#tookTurn()
    return true
  }

  /** Keeps a command, carries it out at the head and logs it. Throws a StoreError where it cannot be kept; nothing is done then. */
  command(command: string, args: Readonly<Record<string, unknown>>, extendMs: number): void {
    const { simulation } = this.head
    const logged: RunCommand = { turn: simulation.turn, t: simulation.now, command, args }
    this.recorder?.keepCommand(logged)
    this.commands.push(logged)
    simulation.command(command, args)
    this.head.skipLogged()
    this.#tookTurn()
    this.until = Math.max(this.until, simulation.now + extendMs)
  }

  /** A recording has what followed from its commands already. */
  #toReplay(): readonly RunCommand[] {
    return this.recordedBy === null ? this.commands : []
  }

  #tookTurn(): void {
    // Where nothing is kept, too: a seek starts from one.
    const keyframe = this.keyframes.offer(this.head.simulation, this.recorder?.loadKeyframe ?? null)
    this.recorder?.tookTurn(keyframe)
  }
}
