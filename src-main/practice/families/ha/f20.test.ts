import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { lostStorage } from './f20-lost-storage.ts'

const loss = (more: object = {}) => ({
  loss: 'apd',
  apdResponse: 'powerOffAndRestartConservative',
  pdlResponse: 'powerOffAndRestart',
  delaySeconds: 180,
  recovery: 'disabled',
  backAfterSeconds: null,
  hostTimeout: null,
  othersHaveIt: true,
  restartPriority: 'medium',
  ...more,
})

describe('APD and PDL, worked by hand', () => {
  audit(lostStorage, [
    {
      worked: 'APD: 140 s timeout + 180 s delay = 320 s; as a PDL at once; the timeout alone 140; the delay alone 180; events only: nothing',
      parameters: loss(),
      answer: ['restarted', 320_000],
      mistakes: { M1: ['restarted', 0], M2: ['restarted', 140_000], M9: ['restarted', 180_000], M10: null },
    },
    {
      worked: 'back after 200 s, between 140 and 320: reset then; without the response for recovery nothing; had they not come back 320 s',
      parameters: loss({ recovery: 'resetVms', backAfterSeconds: 200 }),
      answer: ['reset', 200_000],
      mistakes: { M3: null, M8: ['restarted', 320_000] },
    },
    {
      worked: 'back after 100 s, before the timeout of 140: nothing at all; who thinks that every end resets: 100 s',
      parameters: loss({ recovery: 'resetVms', backAfterSeconds: 100 }),
      answer: null,
      mistakes: { M3: null, M5: ['reset', 100_000], M8: ['restarted', 320_000] },
    },
    {
      worked: 'priority Disabled: events only; else Misc.APDTimeout 60 + delay 90 = 150 s',
      parameters: loss({ hostTimeout: 60, delaySeconds: 90, restartPriority: 'disabled' }),
      answer: null,
      mistakes: { M2: ['restarted', 60_000], M6: ['restarted', 150_000], M9: ['restarted', 90_000] },
    },
    {
      worked: 'PDL: at once; as an APD 140 + 180 = 320 s',
      parameters: loss({ loss: 'pdl' }),
      answer: ['restarted', 0],
      mistakes: { M4: ['restarted', 320_000], M10: null },
    },
    {
      worked: 'no host has the datastore: not even aggressive ends the VM; with the others 140 + 180 = 320 s',
      parameters: loss({ apdResponse: 'powerOffAndRestartAggressive', othersHaveIt: false }),
      answer: null,
      mistakes: { M7: ['restarted', 320_000] },
    },
  ])
})
