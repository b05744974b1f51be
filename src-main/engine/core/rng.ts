/**
 * Named random streams: each purpose has its own, keyed by the run's seed, so that a draw added in one place never shifts another.
 * Integers only; the state of a stream is one unsigned 32-bit number and lives in the keyframe.
 */
export interface Rng {
  /** An integer in [lo, hi], both included. */
  between(lo: number, hi: number): number
  /** True n times out of `outOf`. */
  chance(n: number, outOf: number): boolean
  pick<T>(items: readonly T[]): T
}

export class RngStreams {
  private readonly seed: number
  private readonly states: Map<string, number>

  constructor(seed: number, states: Readonly<Record<string, number>> = {}) {
    this.seed = seed
    this.states = new Map(Object.entries(states))
  }

  stream(purpose: string): Rng {
    const next = (): number => {
      const state = ((this.states.get(purpose) ?? hashOf(`${this.seed}:${purpose}`)) + 0x9e3779b9) >>> 0
      this.states.set(purpose, state)
      return mix(state)
    }
    return rngFrom(next)
  }

  save(): Record<string, number> {
    return Object.fromEntries([...this.states].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}

/** A free-standing stream, for generators outside a run. */
export function rngOfSeed(seed: number): Rng {
  let state = hashOf(String(seed))
  return rngFrom(() => {
    state = (state + 0x9e3779b9) >>> 0
    return mix(state)
  })
}

function rngFrom(next: () => number): Rng {
  const between = (lo: number, hi: number): number => lo + Math.floor((next() / 4_294_967_296) * (hi - lo + 1))
  return {
    between,
    chance: (n, outOf) => between(1, outOf) <= n,
    pick: (items) => items[between(0, items.length - 1)] as (typeof items)[number],
  }
}

function mix(state: number): number {
  let x = state
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return (x ^ (x >>> 15)) >>> 0
}

/** FNV-1a over UTF-16 units. */
export function hashOf(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}
