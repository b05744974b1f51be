import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { lastVmUp } from './f16-last-vm-up.ts'

const level = (name: string, count: number, bootSeconds = 60, isSilent = false) => ({ level: name, count, bootSeconds, isSilent })
const settings = (levels: readonly object[], more: object = {}) => ({
  levels,
  condition: 'guestHeartbeats',
  delaySeconds: 0,
  timeoutSeconds: 600,
  perHost: null,
  survivors: 2,
  ...more,
})

describe('time until the last VM is up, worked by hand', () => {
  audit(lastVmUp, [
    {
      worked:
        'issued at 18, on at 28, heartbeats 28 + 40 = 68, next on at 78; all at once 28; without the 18 s of detection 60; one by one 18, 28 → 38 + 40 = 78 → 88',
      parameters: settings([level('highest', 2, 40), level('low', 1)]),
      answer: 78,
      mistakes: { M1: 88, M2: 28, M4: 60 },
    },
    {
      worked:
        'two hosts, one each at a time: 4 VMs need 18..28..38, + 30 s = 68 → 78; without the limit 28 + 30 = 58 → 68; without the delay 38 → 48; one by one 18 + 40 + 30 = 88 → 98',
      parameters: settings([level('high', 4), level('low', 1)], { condition: 'poweredOn', delaySeconds: 30, perHost: 1 }),
      answer: 78,
      mistakes: { M1: 98, M2: 28, M4: 60, M5: 68, M6: 48 },
    },
    {
      worked: 'no Tools: 18 + timeout 300 = 318 → 328; without a timeout never; all at once 28; one by one 318 → 328 → 338',
      parameters: settings([level('highest', 1, 60, true), level('medium', 2)], { delaySeconds: 20, timeoutSeconds: 300 }),
      answer: 328,
      mistakes: { M1: 338, M2: 28, M3: null, M4: 310 },
    },
    {
      worked: 'resources allocated: five VMs, two at a time: 18, 28, 38 → 48; without the limit 28; one by one 18 + 50 = 68; less 18 = 30',
      parameters: settings([level('high', 3), level('low', 2)], { condition: 'resourcesAllocated', perHost: 1 }),
      answer: 48,
      mistakes: { M1: 68, M4: 30, M5: 28 },
    },
    {
      worked:
        '28 + 20 + 15 = 63 → 73 + 50 + 15 = 138 → 148; without delays 28 + 20 = 48 → 58 + 50 = 108 → 118; one by one 63, 73 → 83 + 65 = 148, + 30 = 178',
      parameters: settings([level('highest', 1, 20), level('high', 2, 50), level('lowest', 3)], { delaySeconds: 15, survivors: 3 }),
      answer: 148,
      mistakes: { M1: 178, M2: 28, M4: 130, M6: 118 },
    },
  ])
})
