import type { Speed } from '../contract/api.ts'
import type { WallClock } from './ports.ts'

/** Turns real time into simulated time: so many simulated seconds per real one. */
export class Pacer {
  readonly #clock: WallClock
  /** Until somebody chooses: quick enough to see what a minute brings, slow enough to follow it. */
  #speed: Speed = 10
  #realMs = 0
  #simulatedMs = 0

  constructor(clock: WallClock) {
    this.#clock = clock
  }

  get speed(): Speed {
    return this.#speed
  }

  /** Counts from the simulated instant `t` as of now: at a start, a seek, or when the engine could not keep up. */
  rebase(t: number): void {
    this.#realMs = this.#clock.now()
    this.#simulatedMs = t
  }

  /** Whoever changes it while playing rebases too: else the time that passed counts at the new speed. */
  setSpeed(speed: Speed): void {
    this.#speed = speed
  }

  /** Simulated instant, in whole ms, that should be shown now. */
  target(): number {
    if (this.#speed === 'max') return Infinity
    return Math.floor(this.#simulatedMs + (this.#clock.now() - this.#realMs) * this.#speed)
  }
}
