// What an input is drawn from: the seed and the number of the input, so that each can be made again alone.
import fc from 'fast-check'
import { hashOf, rngOfSeed } from '../../src-main/engine/index.ts'

export function diceOf(seed, number) {
  const rng = rngOfSeed(hashOf(`${seed}:${number}`))
  const below = (n) => rng.between(0, n - 1)
  return {
    below,
    between: rng.between,
    percent: (n) => rng.chance(n, 100),
    pick: rng.pick,
    bytes: (n) => Buffer.from(Array.from({ length: n }, () => below(256))),
    /** A value of fast-check's. */
    draw: (arbitrary) => fc.sample(arbitrary, { seed: below(2 ** 31), numRuns: 1 })[0],
  }
}
