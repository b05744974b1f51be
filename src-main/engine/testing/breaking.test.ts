// Goal: the swarm's checks are worth something. Each rule of the engine is broken by itself, and some seed has to show it.
import { describe, expect, it } from 'vitest'
import { noticeable, noticedBy, unnoticed } from './breaking.ts'

/** Seeds that are known to show what the first ones do not, so that the search is short. */
const knownSeeds: Readonly<Record<string, number>> = {
  'HA-101 {"networkNeeded":false}': 22,
  'HA-122 {"ioIgnored":false}': 24,
  'HA-134 {"needsRestart":false}': 29,
  'a new primary never takes over': 25,
  'a VM that crashed is forgotten': 68,
  'nobody asks what to do with an old instance': 36,
  'vCenter never hears a host again': 169,
  'HA-044 {"resumedHeartbeatCancels":false}': 32,
  'HA-102 {"reservationMustFit":false}': 55,
  'HA-140 {"powerOnChecked":false}': 37,
  'HA-140 {"reservationChecked":false}': 37,
  'a task outlives a vCenter that is switched off': 32,
  'HA-061 {"stepDownMs":10000000}': 43,
  'HA-096 {"attempts":9999}': 30,
  'HA-123 {"priorityIgnored":false}': 106,
  'monitoring does not hear of agents': 22,
}
const SEEDS_MAX = 400
/** On a machine that is busy with other things. */
const LONG_MS = 120_000

describe('the swarm notices', () => {
  it.each(noticeable())(
    '$name',
    (broken) => {
      const known = knownSeeds[broken.name]
      const noticed = (known === undefined ? null : noticedBy(broken, known, 1)) ?? noticedBy(broken, 1, SEEDS_MAX)
      expect(noticed).not.toBeNull()
    },
    LONG_MS,
  )
})

describe('the swarm cannot notice', () => {
  it.each(unnoticed)('$broken.name: $because', ({ broken }) => {
    expect(noticedBy(broken, 1, 4)).toBeNull()
  })
})
