// Goal: the swarm's checks are worth something. Each rule of the engine is broken by itself, and some seed has to show it.
import { describe, expect, it } from 'vitest'
import { noticeable, noticedBy, unnoticed } from './breaking.ts'

/** Seeds that are known to show what the first ones do not, so that the search is short. */
const knownSeeds: Readonly<Record<string, number>> = {
  'HA does not hear that a power-on failed': 7,
  'HA-008 {"mostDatastoresWin":false}': 7,
  'HA-011 {"nodeGoodnessOverrides":false}': 6,
  'HA-068 {"liveLockBlocks":false}': 7,
  'HA-073 {"dropDisabled":false}': 9,
  'HA-075 {"vmOverrides":false}': 52,
  'HA-079 {"disabledPriorityExempt":false}': 53,
  'HA-082 {"allMustFail":false}': 9,
  'HA-089 {"levelsWait":false}': 69,
  'HA-090 {"timeoutEnds":false}': 21,
  'HA-096 {"attempts":9999}': 30,
  'HA-096 {"waitsMs":[0,0,0,0]}': 7,
  'HA-101 {"agentVmsNeeded":false}': 6,
  'HA-101 {"networkNeeded":false}': 20,
  'HA-102 {"reservationMustFit":false}': 32,
  'HA-132 {"resetsWhereAsked":false}': 78,
  'HA-140 {"powerOnChecked":false}': 45,
  'HA-162 {"keptFree":false}': 7,
  'HA-169 {"mustRulesHold":false}': 22,
  'HA-170 {"separateRulesHold":false}': 46,
  'a handler counts what no keyframe keeps': 6,
  'a migration does not hear that its VM stopped': 13,
  'a new primary never takes over': 37,
  'a retry is never taken up': 9,
  'a source never frees the memory of what left it': 7,
  'a task outlives a vCenter that is switched off': 7,
  'component protection does not hear of new settings': 6,
  'component protection does not hear that a datastore is back': 14,
  'nobody asks what to do with an old instance': 139,
  'shares are not cut anew when a link goes': 13,
  'vCenter looks at no alarm when it is back': 8,
  'vCenter never hears a host again': 112,
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
