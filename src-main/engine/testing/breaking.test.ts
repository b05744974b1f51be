// Goal: the swarm's checks are worth something. Each rule of the engine is broken by itself, and some seed has to show it.
import { describe, expect, it } from 'vitest'
import { noticeable, noticedBy, unnoticed } from './breaking.ts'

/** Seeds that are known to show what the first ones do not, so that the search is short. */
const knownSeeds: Readonly<Record<string, number>> = {
  'HA-075 {"vmOverrides":false}': 52,
  'HA-079 {"disabledPriorityExempt":false}': 53,
  'HA-089 {"levelsWait":false}': 69,
  'HA-090 {"timeoutEnds":false}': 21,
  'HA-096 {"attempts":9999}': 30,
  'HA-101 {"networkNeeded":false}': 20,
  'HA-102 {"reservationMustFit":false}': 32,
  'HA-123 {"priorityIgnored":false}': 63,
  'HA-132 {"resetsWhereAsked":false}': 78,
  'HA-140 {"powerOnChecked":false}': 45,
  'HA-169 {"mustRulesHold":false}': 22,
  'a forced power-off never comes': 55,
  'a migration does not hear that its VM stopped': 13,
  'a new primary never takes over': 41,
  'component protection does not hear that a datastore is back': 78,
  'nobody asks what to do with an old instance': 163,
  'vCenter never hears a host again': 135,
  'who waits in the queue of migrations waits for ever': 27,
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
