// Goal: the swarm's checks are worth something. Each rule of the engine is broken by itself, and some seed has to show it.
import { describe, expect, it } from 'vitest'
import { noticeable, noticedBy, unnoticed } from './breaking.ts'
import known from './known-seeds.json' with { type: 'json' }

/** Seeds that are known to show it soon: `tools/swarm-seeds.mjs` finds them anew when the swarm draws other things. */
const knownSeeds: Readonly<Record<string, number>> = known
const SEEDS_MAX = 400
/** On a machine that is busy with other things. */
const LONG_MS = 120_000

describe('the swarm notices', () => {
  it.each(noticeable())(
    '$name',
    (broken) => {
      const seed = knownSeeds[broken.name]
      const noticed = (seed === undefined ? null : noticedBy(broken, seed, 1)) ?? noticedBy(broken, 1, SEEDS_MAX)
      expect(noticed).not.toBeNull()
    },
    LONG_MS,
  )
})

describe('the swarm cannot notice', () => {
  // One short life each, and not of the same seed: that a list is kept honest needs no more.
  it.each(unnoticed.map((entry, i) => ({ ...entry, seed: 1 + (i % 4) })))('$broken.name: $because', ({ broken, seed }) => {
    expect(noticedBy(broken, seed, 1, { turns: 250, checkDeterminism: false })).toBeNull()
  })
})
