import type { Keyframe, Simulation } from '../engine/index.ts'
import { RunError } from './run-error.ts'
import { StoreError } from './store-port.ts'

/** A keyframe falls due after so many turns, or after a turn that comes so much simulated time after the one before. */
const TURNS_BETWEEN = 20
const SIMULATED_MS_BETWEEN = 3 * 60_000
/** In a lab of so many records a pass of DRS takes longer to be run again than a keyframe to be read: each pass gets one, at most a minute after the last. */
const RECORDS_OF_LARGE = 8000
const SIMULATED_MS_BETWEEN_LARGE = 30_000
/** A keyframe lists every record, so a lab with more than so many of them gets fewer. */
const RECORDS_CHEAP = { turns: 8000, time: 25_000 } as const
/** Records held by all keyframes of a branch in memory, at most. Beyond it the oldest of those go that the store has, then every second one. */
const RECORDS_MAX = 1_500_000

export interface KeyframePlace {
  readonly turn: number
  readonly at: number
  readonly logLength: number
}

/** `keyframe` null: not in memory. `load` null: not in the store. */
interface Held {
  readonly place: KeyframePlace
  keyframe: Keyframe | null
  readonly records: number
  readonly load: LoadKeyframe | null
  /** Made in another session: nobody saw it being made. */
  readonly isStored: boolean
}

interface Spacing {
  readonly turns: number
  readonly simulatedMs: number
}

/** Reads a keyframe from the store; null where it cannot be read. */
export type LoadKeyframe = (turn: number) => Keyframe | null

/** The keyframes of one branch, oldest first. The first is never dropped: everything can be run again from it. */
export class KeyframeIndex {
  #held: Held[]
  #records: number
  /** How long it is to the next. */
  #spacing: Spacing

  private constructor(held: Held[], spacing: Spacing) {
    this.#held = held
    this.#records = sumOf(held)
    this.#spacing = spacing
  }

  static startingWith(keyframe: Keyframe): KeyframeIndex {
    const first = hold(keyframe)
    const { records } = first
    const spacing = (cheap: number): number => Math.max(1, records / cheap)
    const simulatedMs = records < RECORDS_OF_LARGE ? SIMULATED_MS_BETWEEN : SIMULATED_MS_BETWEEN_LARGE
    return new KeyframeIndex([first], { turns: TURNS_BETWEEN * spacing(RECORDS_CHEAP.turns), simulatedMs: simulatedMs * spacing(RECORDS_CHEAP.time) })
  }

  get first(): Keyframe {
    return (this.#held[0] as Held).keyframe as Keyframe
  }

  get size(): number {
    return this.#held.length
  }

  /** Adds one that lies in the store, after all that are there. */
  addStored(place: KeyframePlace, load: LoadKeyframe): void {
    this.#held.push({ place, keyframe: null, records: 0, load, isStored: true })
  }

  /** Does without those that lay in the store, and what followed from them: something breaks on one. False where there are none. */
  forgetStored(): boolean {
    if (!this.#held.some(({ isStored }) => isStored)) return false
    this.#held.length = 1
    this.#records = sumOf(this.#held)
    return true
  }

  /**
   * Does what begins at a keyframe and may be done again. Where that fails, it is done once more without those that lay in the store: a disk or another
   * hand may have changed one, and all of them only save time. `mayTry`: whether it may be, after what has to be put right first.
   */
  tried<T>(work: () => T, mayTry: () => boolean = () => true): T {
    try {
      return work()
    } catch (error) {
      if (error instanceof StoreError || error instanceof RunError || !this.forgetStored() || !mayTry()) throw error
      return work()
    }
  }

  /** Takes a keyframe of the furthest point of the branch where one is due, and gives it. `load`: whoever keeps it in the store. */
  offer(simulation: Simulation, load: LoadKeyframe | null = null): Keyframe | null {
    const { place } = this.#held[this.#held.length - 1] as Held
    const turns = simulation.turn - place.turn
    if (turns <= 0) return null
    if (turns < this.#spacing.turns && simulation.now - place.at < this.#spacing.simulatedMs) return null
    const keyframe = simulation.keyframe()
    const held = hold(keyframe, load)
    this.#held.push(held)
    this.#records += held.records
    if (this.#records > RECORDS_MAX) this.#thin()
    return keyframe
  }

  /** Turn of the last keyframe at or before an instant. */
  turnBefore(t: number): number {
    return (this.#held[this.#lastIndexWhere(({ at }) => at <= t)] as Held).place.turn
  }

  /** The last keyframe for which `fits` holds; it has to hold for all before that one too. One that cannot be read is passed over. */
  lastWhere(fits: (place: KeyframePlace) => boolean): Keyframe {
    for (let index = this.#lastIndexWhere(fits); index > 0; index--) {
      const { keyframe, load, place } = this.#held[index] as Held
      const found = keyframe ?? load?.(place.turn) ?? null
      if (found !== null) return found
    }
    return this.first
  }

  #lastIndexWhere(fits: (place: KeyframePlace) => boolean): number {
    let low = 0
    let high = this.#held.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (fits((this.#held[middle] as Held).place)) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Those up to a turn, for a branch that leaves there. */
  upTo(turn: number): KeyframeIndex {
    return new KeyframeIndex(
      this.#held.filter(({ place }, index) => index === 0 || place.turn <= turn).map((held) => ({ ...held })),
      this.#spacing,
    )
  }

  #thin(): void {
    for (const held of this.#held.slice(1, -1)) {
      if (this.#records <= RECORDS_MAX / 2) return
      if (held.load === null || held.keyframe === null) continue
      held.keyframe = null
      this.#records -= held.records
    }
    if (this.#records <= RECORDS_MAX) return
    this.#held = this.#held.filter(({ load }, index) => index % 2 === 0 || load !== null)
    this.#records = sumOf(this.#held)
    this.#spacing = { turns: this.#spacing.turns * 2, simulatedMs: this.#spacing.simulatedMs * 2 }
  }
}

function hold(keyframe: Keyframe, load: LoadKeyframe | null = null): Held {
  let records = keyframe.queue.length
  for (const table of Object.values(keyframe.tables)) records += table.length
  const { turn, at, logLength } = keyframe
  return { place: { turn, at, logLength }, keyframe, records, load, isStored: false }
}

const sumOf = (held: readonly Held[]): number => held.reduce((sum, { keyframe, records }) => sum + (keyframe === null ? 0 : records), 0)
