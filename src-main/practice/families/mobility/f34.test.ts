import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { batchOfMigrations } from './f34-batch.ts'

describe('simultaneous migrations, worked by hand', () => {
  audit(batchOfMigrations, [
    {
      worked:
        '16 GiB = 17179.9 MB over 1125 MB/s: 15.271 s alone. 8 at once: 2 + 8 × 15.271 + 0.1 = 124.3 s. All 10: 2.1 + 152.71 = 154.8 s; ' +
        '8 − 2 = 6 of them: 2.1 + 91.63 = 93.7 s; 4: 63.2 s; each with the whole link: 2.1 + 15.271 = 17.4 s',
      parameters: { asked: 'first', gbps: 10, memoryGiB: 16, vms: 10, others: 2 },
      answer: 124.3,
      mistakes: { M1: 154.8, M2: 93.7, M3: 63.2, M4: 17.4 },
    },
    {
      worked:
        'the same to the end: 124.27 s for 8, then 2.1 + 2 × 15.271 = 32.64 s for 2: 156.9 s. All at once 154.8 s; waves of 4, 4, 2: 3 × 2.1 + 152.71 = 159.0 s; ' +
        'two waves with the whole link each: 2 × 17.371 = 34.7 s',
      parameters: { asked: 'last', gbps: 10, memoryGiB: 16, vms: 10, others: 2 },
      answer: 156.9,
      mistakes: { M1: 154.8, M3: 159, M4: 34.7 },
    },
    {
      worked:
        '4 GiB = 4294.97 MB over 112.5 MB/s: 38.177 s. 4 at once: 2.1 + 152.71 = 154.8 s; all 6: 231.2 s (8 allowed: the same 6); 4 − 1 = 3: 116.6 s; alone 40.3 s',
      parameters: { asked: 'first', gbps: 1, memoryGiB: 4, vms: 6, others: 1 },
      answer: 154.8,
      mistakes: { M1: 231.2, M2: 116.6, M3: 231.2, M4: 40.3 },
    },
    {
      worked: 'waves of 4, 4, 1: 3 × 2.1 + 9 × 38.177 = 349.9 s; in one wave 345.7 s; waves of 8 and 1: 347.8 s; 3 × (2.1 + 38.177) = 120.8 s',
      parameters: { asked: 'last', gbps: 1, memoryGiB: 4, vms: 9, others: 3 },
      answer: 349.9,
      mistakes: { M1: 345.7, M3: 347.8, M4: 120.8 },
    },
    {
      worked:
        '25 GbE counts as 8: 64 GiB = 68719.5 MB over 2812.5 MB/s: 24.434 s. 2.1 + 8 × 24.434 = 197.6 s; all 12: 295.3 s; 8 − 3 = 5: 124.3 s; 4: 99.8 s; alone 26.5 s',
      parameters: { asked: 'first', gbps: 25, memoryGiB: 64, vms: 12, others: 3 },
      answer: 197.6,
      mistakes: { M1: 295.3, M2: 124.3, M3: 99.8, M4: 26.5 },
    },
  ])
})
