/** Draws that families share. */
import type { rngOfSeed } from '../../engine/index.ts'

export type Rng = ReturnType<typeof rngOfSeed>

/** The same items in a drawn order. */
export function shuffled<T>(rng: Rng, items: readonly T[]): readonly T[] {
  const list = [...items]
  for (let last = list.length - 1; last > 0; last--) {
    const at = rng.between(0, last)
    const [a, b] = [list[at] as T, list[last] as T]
    list[at] = b
    list[last] = a
  }
  return list
}

/** So many of the items, in their own order. */
export function some<T>(rng: Rng, items: readonly T[], count: number): readonly T[] {
  const chosen = new Set(
    shuffled(
      rng,
      items.map((_item, at) => at),
    ).slice(0, count),
  )
  return items.filter((_item, at) => chosen.has(at))
}

/** One of lo, lo + step, …, hi. */
export const stepped = (rng: Rng, lo: number, hi: number, step: number): number => lo + step * rng.between(0, Math.floor((hi - lo) / step))

/** Draws until it is fit: for what would be rejected later at the cost of a run. */
export function drawUntil<T>(draw: () => T, isFit: (drawn: T) => boolean): T {
  for (let tries = 0; tries < 50; tries++) {
    const drawn = draw()
    if (isFit(drawn)) return drawn
  }
  return draw()
}
