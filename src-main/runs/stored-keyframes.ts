import type { Keyframe } from '../engine/index.ts'
import { keyframeFromText } from './keyframe-text.ts'
import type { RunStore } from './store-port.ts'

/** Others differ from these, so they are asked for again and again. They share the records that are the same in them. */
const BASES_MAX = 64

/** Reads the keyframes of a branch. */
export class StoredKeyframes {
  readonly #store: Pick<RunStore, 'keyframe'>
  readonly #branch: number
  readonly #first: Keyframe
  /** By turn, the one that was asked for last at the end. */
  readonly #bases = new Map<number, Keyframe>()

  /** `first`: the keyframe with which the run began. */
  constructor(store: Pick<RunStore, 'keyframe'>, branch: number, first: Keyframe) {
    this.#store = store
    this.#branch = branch
    this.#first = first
  }

  /** Null where the store cannot give one that fits: an earlier one serves as well. */
  readonly load = (turn: number): Keyframe | null => {
    const known = this.#bases.get(turn)
    if (known !== undefined) return known
    const stored = this.#store.keyframe(this.#branch, turn)
    if (stored === null) return null
    try {
      return keyframeFromText(stored.text, this.#first, (on) => this.#baseAt(on))
    } catch {
      return null
    }
  }

  #baseAt(turn: number): Keyframe | null {
    const base = this.load(turn)
    if (base === null) return null
    this.#bases.delete(turn)
    this.#bases.set(turn, base)
    for (const oldest of this.#bases.keys()) {
      if (this.#bases.size <= BASES_MAX) break
      this.#bases.delete(oldest)
    }
    return base
  }
}
