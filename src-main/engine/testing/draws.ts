/** Draws that the generators of the swarm share. */
import type { Rng } from '../core/rng.ts'

export function percent(rng: Rng, n: number): boolean {
  return rng.chance(n, 100)
}

/** Between `min` and `max` members, in the order of the list. */
export function sample<T>(rng: Rng, items: readonly T[], min: number, max: number): T[] {
  const wanted = rng.between(Math.min(min, items.length), Math.min(max, items.length))
  const left = items.map((_, i) => i)
  const chosen: number[] = []
  while (chosen.length < wanted) {
    const at = rng.between(0, left.length - 1)
    chosen.push(left[at] as number)
    left.splice(at, 1)
  }
  return chosen.sort((a, b) => a - b).map((i) => items[i] as T)
}

/** Weights are whole numbers; at least one is not 0. */
export function weighted<T>(rng: Rng, items: readonly T[], weightOf: (item: T) => number): T {
  let sum = 0
  for (const item of items) sum += weightOf(item)
  let ticket = rng.between(1, sum)
  for (const item of items) {
    ticket -= weightOf(item)
    if (ticket <= 0) return item
  }
  throw new Error('nothing has a weight')
}
