import type { Speed } from '../contract/api.ts'
import type { Lab } from '../contract/lab/index.ts'
import { Pacer } from './pacer.ts'
import type { WallClock } from './ports.ts'
import type { RunView } from './run-view.ts'

/** The engine works at most so long at a time, so that messages are served in between. */
export const SLICE_MS = 12
/** Just under 15 frames a second; a timer may fire a millisecond early. */
export const FRAME_INTERVAL_MS = 68

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

export interface PlayingParts {
  readonly lab: Lab
  readonly clock: WallClock
  readonly view: RunView
  /** Has the engine work; throws where it meets a fault, which is reported by then. */
  readonly guarded: <T>(work: () => T) => T
  /** Shows the windows how far it is. */
  readonly push: () => void
  /** Whether they were shown it so long ago that they should be again. */
  readonly isPushDue: () => boolean
}

/** Takes what is shown on in real time, or as fast as it goes to where somebody jumps: in slices, with everything else in between. */
export class Playing {
  readonly #parts: PlayingParts
  readonly #pacer: Pacer
  #isPlaying = false
  #seeking: Seeking | null = null
  #cancelTick: (() => void) | null = null
  /** Null: nothing holds it. */
  hold: Hold | null = null

  constructor(parts: PlayingParts) {
    this.#parts = parts
    this.#pacer = new Pacer(parts.clock)
  }

  get isPlaying(): boolean {
    return this.#isPlaying
  }

  get isSeeking(): boolean {
    return this.#seeking !== null
  }

  get speed(): Speed {
    return this.#pacer.speed
  }

  /** Goes on from the instant shown; `schedule` sets it going. */
  play(): void {
    const { view } = this.#parts
    this.#isPlaying = view.t < view.branch.until
    this.rebase()
  }

  pause(): void {
    this.#isPlaying = false
  }

  setSpeed(speed: Speed): void {
    this.#pacer.setSpeed(speed)
    if (this.#isPlaying) this.rebase()
  }

  /** Real time counts from the instant shown. */
  rebase(): void {
    this.#pacer.rebase(this.#parts.view.t)
  }

  /** Resolves once it is there, or was called off. */
  seek(to: number): Promise<void> {
    return new Promise<void>((resolve) => (this.#seeking = { to, arrived: resolve }))
  }

  endSeek(): void {
    const seeking = this.#seeking
    this.#seeking = null
    seeking?.arrived()
  }

  schedule(delayMs = 0): void {
    this.#cancelTick?.()
    this.#cancelTick = this.#isPlaying || this.isSeeking ? this.#parts.clock.after(delayMs, () => this.#tick()) : null
  }

  close(): void {
    this.#isPlaying = false
    this.endSeek()
    this.#cancelTick?.()
    this.#cancelTick = null
  }

  #tick(): void {
    const { guarded, push, isPushDue } = this.#parts
    this.#cancelTick = null
    let kept = false
    try {
      kept = guarded(() => this.#slice())
    } catch {
      // Reported by then; whoever asks next is told.
    }
    if (!this.#isPlaying && !this.isSeeking) {
      push()
      // What was told meanwhile may have set it going again.
      this.schedule()
      return
    }
    if (isPushDue()) push()
    this.schedule(kept ? FRAME_INTERVAL_MS : 0)
  }

  /** One slice of work; true when it got as far as it should by now. */
  #slice(): boolean {
    const { view } = this.#parts
    if (this.#seeking !== null) {
      const { to } = this.#seeking
      if (!view.advance(to, SLICE_MS)) return false
      this.rebase()
      this.endSeek()
      return this.#isPlaying
    }
    const stop = this.#nextStop()
    const arrived = view.advance(Math.max(view.t, Math.min(stop, this.#pacer.target())), SLICE_MS)
    // Too slow for this speed: not to be caught up with later in a rush.
    if (!arrived) this.rebase()
    if (view.t >= stop) {
      this.#isPlaying = this.#goesOnAt(stop)
      // However long it stands there, it is not made up for.
      this.rebase()
    }
    return arrived
  }

  /** Whether playing goes on where it was held. */
  #goesOnAt(stop: number): boolean {
    const { lab, view } = this.#parts
    const pauses = lab.bookmarks.some(({ at, pause }) => pause && at === stop)
    return !pauses && stop < view.branch.until && this.hold?.at === stop && this.hold.goesOn()
  }

  /** Where playing ends by itself: where it is held, at the next bookmark of the lab that pauses (one that is shown already was that), or at the end. */
  #nextStop(): number {
    const { lab, view } = this.#parts
    const { until } = view.branch
    const pause = lab.bookmarks.find(({ at, pause }) => pause && at > view.t)
    return Math.min(until, pause?.at ?? until, this.hold?.at ?? until)
  }
}
