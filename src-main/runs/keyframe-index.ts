import type { Keyframe, Simulation } from '../engine/index.ts'

/** A keyframe falls due after so many turns, or after a turn that comes so much simulated time after the one before. */
const TURNS_BETWEEN = 128
const SIMULATED_MS_BETWEEN = 3 * 60_000
/** A keyframe copies every record, so a lab with more than so many of them gets fewer. */
const RECORDS_CHEAP = 4000
/** Records held by all keyframes of a branch, at most; beyond it every second keyframe goes. */
const RECORDS_MAX = 4_000_000

interface Held {
  readonly keyframe: Keyframe
  readonly records: number
}

/** The keyframes of one branch, oldest first. The first is never dropped: everything can be run again from it. */
export class KeyframeIndex {
  #held: Held[]
  #records: number
  #spacing: number

  private constructor(held: Held[], spacing: number) {
    this.#held = held
    this.#records = sumOf(held)
    this.#spacing = spacing
  }

  static startingWith(keyframe: Keyframe): KeyframeIndex {
    const first = hold(keyframe)
    return new KeyframeIndex([first], Math.max(1, first.records / RECORDS_CHEAP))
  }

  get first(): Keyframe {
    return (this.#held[0] as Held).keyframe
  }

  get size(): number {
    return this.#held.length
  }

  /** Takes a keyframe of the furthest point of the branch where one is due. */
  offer(simulation: Simulation): void {
    const last = this.#held[this.#held.length - 1] as Held
    const turns = simulation.turn - last.keyframe.turn
    if (turns <= 0) return
    if (turns < TURNS_BETWEEN * this.#spacing && simulation.now - last.keyframe.at < SIMULATED_MS_BETWEEN * this.#spacing) return
    const held = hold(simulation.keyframe())
    this.#held.push(held)
    this.#records += held.records
    if (this.#records > RECORDS_MAX) this.#thin()
  }

  /** The last keyframe for which `fits` holds; it has to hold for all before that one too. */
  lastWhere(fits: (keyframe: Keyframe) => boolean): Keyframe {
    let low = 0
    let high = this.#held.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (fits((this.#held[middle] as Held).keyframe)) low = middle
      else high = middle - 1
    }
    return (this.#held[low] as Held).keyframe
  }

  /** Those up to a turn, for a branch that leaves there. */
  upTo(turn: number): KeyframeIndex {
    return new KeyframeIndex(
      this.#held.filter(({ keyframe }, index) => index === 0 || keyframe.turn <= turn),
      this.#spacing,
    )
  }

  #thin(): void {
    this.#held = this.#held.filter((_, index) => index % 2 === 0)
    this.#records = sumOf(this.#held)
    this.#spacing *= 2
  }
}

function hold(keyframe: Keyframe): Held {
  let records = keyframe.queue.length
  for (const table of Object.values(keyframe.tables)) records += table.length
  return { keyframe, records }
}

const sumOf = (held: readonly Held[]): number => held.reduce((sum, { records }) => sum + records, 0)
