// Goal: the swarm's checks are worth something. Each rule of the engine is broken by itself, and some seed has to show it.
import { describe, expect, it } from 'vitest'
import { noticeable, noticedBy, unnoticed } from './breaking.ts'

/** Seeds that are known to show what the first ones do not, so that the search is short. */
const knownSeeds: Readonly<Record<string, number>> = {
  'HA-008 {"mostDatastoresWin":false}': 15,
  'HA-054 {"pingEnds":false,"agentEnds":false}': 22,
  'HA-061 {"stepDownMs":10000000}': 38,
  'HA-075 {"vmOverrides":false}': 46,
  'HA-082 {"allMustFail":false}': 14,
  'HA-089 {"levelsWait":false}': 23,
  'HA-090 {"timeoutEnds":false}': 31,
  'HA-093 {"dependentsWait":false}': 49,
  'HA-096 {"attempts":9999}': 101,
  'HA-101 {"agentVmsNeeded":false}': 15,
  'HA-101 {"networkNeeded":false}': 22,
  'HA-102 {"reservationMustFit":false}': 90,
  'HA-113 {"minUptimesMs":[0,0,0]}': 15,
  'HA-122 {"ioIgnored":false}': 27,
  'HA-123 {"priorityIgnored":false}': 72,
  'HA-128 {"eventsOnly":false}': 21,
  'HA-132 {"resetsWhereAsked":false}': 24,
  'HA-140 {"powerOnChecked":false}': 26,
  'HA-170 {"separateRulesHold":false}': 23,
  'HA-187 {"watchdogMs":1000000000}': 16,
  'a forced power-off never comes': 22,
  'component protection does not hear of new settings': 22,
  'component protection does not hear that a datastore is back': 24,
  'nobody asks what to do with an old instance': 103,
  'vCenter looks at no alarm when it is back': 69,
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
