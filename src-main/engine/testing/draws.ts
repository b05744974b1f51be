/** Draws that the generators of the swarm share. */
import type { Rng } from '../core/rng.ts'

export function percent(rng: Rng, n: number): boolean {
  return rng.chance(n, 100)
}

/** Whether this lab has a feature that so many percent of them have; noted for the table of coverage. */
export type Having = (feature: string, percent: number) => boolean

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

/** By the weights of the items, whole numbers that sum up to `sum`, which is not 0. */
export function weighted<T>(rng: Rng, items: readonly T[], weights: readonly number[], sum: number): T {
  let ticket = rng.between(1, sum)
  for (let i = 0; i < items.length; i++) {
    ticket -= weights[i] as number
    if (ticket <= 0) return items[i] as T
  }
  throw new Error('nothing has a weight')
}
