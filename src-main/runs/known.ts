import type { LabEvent } from '../contract/events.ts'
import type { Simulation } from '../engine/index.ts'
import type { RunCommand } from './branch.ts'
import type { RunView } from './run-view.ts'

/** What may be told of the branch that is shown: all that has been run, or while the run is held nothing from beyond the instant shown. */
export class Known {
  readonly #view: RunView
  readonly #isHeld: () => boolean

  constructor(view: RunView, isHeld: () => boolean) {
    this.#view = view
    this.#isHeld = isHeld
  }

  /** Whether anything is left out. */
  get isHeld(): boolean {
    return this.#isHeld()
  }

  /** How many events of the log. */
  get told(): number {
    return this.isHeld ? this.#view.shown : this.#view.branch.events.length
  }

  get events(): readonly LabEvent[] {
    const { events } = this.#view.branch
    return this.told === events.length ? events : events.slice(0, this.told)
  }

  /** Those of a person that have been carried out by then. */
  get commands(): readonly RunCommand[] {
    const { commands } = this.#view.branch
    return this.isHeld ? commands.filter(({ turn }) => turn < this.simulation.turn) : commands
  }

  /** Instant, ms. */
  get reached(): number {
    return this.isHeld ? this.#view.t : this.#view.branch.reached
  }

  get ended(): boolean {
    const { branch } = this.#view
    return branch.ended && this.reached === branch.reached && this.told === branch.events.length
  }

  /** Null while it has not ended, or nothing has happened. */
  get digest(): string | null {
    return this.ended ? this.#view.branch.digest() : null
  }

  /** As it stands at `reached`. */
  get simulation(): Simulation {
    return this.isHeld ? this.#view.simulation : this.#view.branch.head.simulation
  }
}
