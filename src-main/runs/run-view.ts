import type { LabEvent } from '../contract/events.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { Keyframe, Simulation } from '../engine/index.ts'
import type { Branch, Track } from './branch.ts'
import type { WallClock } from './ports.ts'

/** Which branch of a run is shown, at which instant and event of it. */
export class RunView {
  readonly #lab: Lab
  readonly #clock: WallClock
  #branch: Branch
  /** The head of the branch, or a simulation of its own in the past. */
  #track: Track
  /** The last of those of the branch: it is used again, since most of what it knows of the records holds at other instants too. */
  #past: Simulation | undefined = undefined
  #shown: number
  /** Where the furthest point stood before the turn that it takes, or broke on; null: it takes none. */
  #ahead: { readonly turn: number; readonly now: number } | null = null

  /** Shows the branch at `t`, or where it has got to. */
  constructor({ lab, clock, branch, t }: { readonly lab: Lab; readonly clock: WallClock; readonly branch: Branch; readonly t: number }) {
    this.#lab = lab
    this.#clock = clock
    this.#branch = branch
    this.#track = branch.head
    this.#shown = branch.events.length
    if (t < branch.reached) this.show(branch, t)
  }

  get branch(): Branch {
    return this.#branch
  }

  get simulation(): Simulation {
    return this.#track.simulation
  }

  /** The simulation that is shown, for whoever changes it from now on. */
  handOver(): Simulation {
    this.#past = undefined
    return this.simulation
  }

  /** Events that have happened in what is shown: all up to the instant, or fewer while single-stepping inside it. */
  get shown(): number {
    return this.#shown
  }

  get t(): number {
    return this.#track.simulation.now
  }

  /** True when the furthest point of the branch is shown, its clock and its last turn. */
  get atHead(): boolean {
    const { simulation } = this.#branch.head
    if (this.simulation === simulation) return true
    return this.simulation.turn === simulation.turn && this.simulation.now === simulation.now
  }

  /** A branch, at an instant that it has got to. */
  show(branch: Branch, t: number): void {
    this.#enter(branch)
    this.seek(t, Infinity)
  }

  /** What follows from the simulation that is shown: what was made of a keyframe from the store may break on being read. */
  read<T>(from: (simulation: Simulation) => T): T {
    return this.#tried(() => from(this.simulation))
  }

  /** See `KeyframeIndex.tried`. What was shown is come to from the beginning, for work that goes on from there. */
  #tried<T>(work: () => T): T {
    const { turn, now } = this.simulation
    return this.#branch.keyframes.tried(work, () => {
      this.#past = undefined
      if (this.#track === this.#branch.head) {
        this.#branch.rebuild(this.#lab, this.#ahead ?? { turn, now })
        this.#ahead = null
        return true
      }
      this.#restore(this.#branch.keyframes.first)
      while (this.simulation.turn < turn && this.#track.takeTurn(now));
      if ((this.simulation.nextAt() ?? Infinity) > now) this.simulation.runUntil(now)
      return true
    })
  }

  /** The furthest point of a branch. */
  showHead(branch: Branch): void {
    this.#enter(branch)
    this.#shown = branch.events.length
  }

  #enter(branch: Branch): void {
    if (branch !== this.#branch) this.#past = undefined
    this.#branch = branch
    this.#track = branch.head
  }

  /** Goes to the state after everything that happens at `to`, for at most `budgetMs` of real time; false where that was not enough. */
  seek(to: number, budgetMs: number): boolean {
    const go = (): boolean => {
      this.#rewind(to)
      return this.#goOn(to, budgetMs)
    }
    return this.#branch.keyframes.tried(go, () => {
      if (this.#ahead !== null) {
        this.#branch.rebuild(this.#lab, this.#ahead)
        this.#ahead = null
      }
      this.#enter(this.#branch)
      this.#past = undefined
      return true
    })
  }

  /** Goes on to `to`, which is not before what is shown. Ahead of what has been run, it runs. */
  advance(to: number, budgetMs: number): boolean {
    return this.#tried(() => this.#goOn(to, budgetMs))
  }

  #goOn(to: number, budgetMs: number): boolean {
    const deadline = this.#clock.now() + budgetMs
    const { head } = this.#branch
    const late = (): boolean => {
      this.#shown = this.simulation.log.length
      return this.#clock.now() >= deadline
    }
    if (this.#track !== head) {
      const stop = Math.min(to, head.simulation.now)
      while (this.simulation.turn < head.simulation.turn && this.#track.takeTurn(stop)) if (late()) return false
      if (to < head.simulation.now) {
        this.simulation.runUntil(to)
        this.#shown = this.simulation.log.length
        return true
      }
      this.#track = head
    }
    while (this.#takeHeadTurn(to)) if (late()) return false
    head.simulation.runUntil(to)
    this.#shown = head.simulation.log.length
    return true
  }

  /** Lets the branch be run ahead while what is shown stays. */
  leaveHead(): void {
    if (this.#track === this.#branch.head) this.#track = this.#branch.trackAt(this.#lab, this.t)
  }

  step(by: 1 | -1): void {
    if (by === 1) this.#tried(() => this.#stepForward())
    else this.#stepToCount(this.#shown - 1)
  }

  /** Steps until the last event shown is one of those; backwards, what is known tells where to go. */
  stepTo(by: 1 | -1, about: (event: LabEvent) => boolean): void {
    if (by === -1) {
      this.#stepToCount(this.#branch.events.slice(0, Math.max(0, this.#shown - 1)).findLastIndex(about) + 1)
      return
    }
    for (;;) {
      const before = this.#shown
      this.#tried(() => this.#stepForward())
      const last = this.#branch.events[this.#shown - 1]
      if (this.#shown === before || (last !== undefined && about(last))) return
    }
  }

  /** Steps back to a keyframe where `to` lies before what is shown, or takes a later keyframe where one helps. */
  #rewind(to: number): void {
    const { head, keyframes } = this.#branch
    if (to >= head.simulation.now) {
      this.#track = head
      return
    }
    const isPast = this.#track !== head && this.t <= to
    if (isPast && this.simulation.turn >= keyframes.turnBefore(to)) return
    this.#restore(keyframes.lastWhere(({ at }) => at <= to))
  }

  #takeHeadTurn(limit: number): boolean {
    const { turn, now } = this.#branch.head.simulation
    this.#ahead = { turn, now }
    const taken = this.#branch.takeTurn(limit)
    this.#ahead = null
    return taken
  }

  #restore(keyframe: Keyframe): void {
    this.#track = this.#branch.restore(this.#lab, keyframe, this.#past)
    this.#past = this.#track.simulation
  }

  #stepForward(): void {
    const { head, until } = this.#branch
    if (this.#shown < this.simulation.log.length) {
      this.#shown++
      return
    }
    const known = this.#shown
    while (this.simulation.log.length === known) {
      if (this.#track !== head && this.simulation.turn === head.simulation.turn) this.#track = head
      const taken = this.#track === head ? this.#takeHeadTurn(until) : this.#track.takeTurn(until)
      if (!taken) return
    }
    this.#shown = known + 1
  }

  /** Shows the state after the turn of an event; the last event shown is that one. */
  #stepToCount(count: number): void {
    const { keyframes } = this.#branch
    const { first } = keyframes
    const wanted = Math.max(count, first.logLength)
    keyframes.tried(() => {
      // A keyframe that ends exactly there may lie long after the event.
      this.#restore(wanted === first.logLength ? first : keyframes.lastWhere(({ logLength, turn }) => logLength < wanted || turn === first.turn))
      while (this.simulation.log.length < wanted && this.#track.takeTurn(Infinity));
    })
    this.#shown = wanted
  }
}
