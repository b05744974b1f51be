import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { preCopyPasses } from './f32-pre-copy.ts'

const vm = (memoryGiB: number, gbps: number, dirtyMBps: number, more: object = {}) => ({
  memoryGiB,
  gbps,
  dirtyMBps,
  nics: 1,
  workingSetGiB: null,
  ...more,
})

describe('pre-copy passes and total time, worked by hand', () => {
  audit(preCopyPasses, [
    {
      worked:
        'B = 0.9 × 10 × 125 = 1125 MB/s, r = 500/1125 = 4/9. 68719.5 → 30542.0 → 13574.2 → 6033.0 → 2681.3 → 1191.7 → 529.6 MB ≤ 562.5: 6 rounds. ' +
        'M1 stops after 1; D = 0 needs 1; at 9000 MB/s 68719.5 × 500/9000 = 3817.7 ≤ 4500: 1; at 1250 MB/s r = 0.4, 68719.5 × 0.4⁶ = 281.5 ≤ 625 and 0.4⁵: 703.7 > 625: 6',
      parameters: { asked: 'rounds', ...vm(64, 10, 500) },
      answer: 6,
      mistakes: { M1: 1, M2: 1, M3: 1, M4: 6 },
    },
    {
      worked:
        'B = 112.5 MB/s, r = 60/112.5 = 8/15. Rounds of 76.355 + 40.723 + 21.719 + 11.583 + 6.178 + 3.295 + 1.757 + 0.937 = 162.547 s, 56.2 MB left: 0.500 s; ' +
        'total 2 + 162.547 + 0.600 = 165.1 s. One pass: 2 + 76.355 + 4581.3/112.5 + 0.1 = 119.2 s; D = 0: 2 + 76.355 + 0.1 = 78.5 s; ' +
        'at 900 MB/s: 2 + 9.544 + 572.7/900 + 38.18/900 + 0.1 = 12.3 s; at 125 MB/s: r = 0.48, 2 + 68.719 × (1 − 0.48⁸)/0.52 + 0.1 = 133.9 s',
      parameters: { asked: 'totalSeconds', ...vm(8, 1, 60) },
      answer: 165.1,
      mistakes: { M1: 119.2, M2: 78.5, M3: 12.3, M4: 133.9 },
    },
    {
      worked:
        '34359.7 MB in 30.542 s; 300 × 30.542 = 9162.6 MB is cut to the working set of 2147.5 MB; then 572.7; then 152.7 MB ≤ 562.5: stun 152.7/1125 + 0.1 = 236 ms. ' +
        'One pass: 2147.5/1125 + 0.1 = 2009 ms; D = 0: 100 ms; at 1250 MB/s: 2147.5 → 515.4 MB ≤ 625: 515.4/1250 + 0.1 = 512 ms. ' +
        'At 9000 MB/s: 34359.7 × 300/9000 = 1145.3 ≤ 4500: 1145.3/9000 + 0.1 = 227 ms, too near to 236 to be shown',
      parameters: { asked: 'stunMs', ...vm(32, 10, 300, { workingSetGiB: 2 }) },
      answer: 236,
      mistakes: { M1: 2009, M2: 100, M4: 512 },
    },
    {
      worked:
        'B = 2812.5 MB/s, r = 0.28444: 97.734 + 27.800 + 7.908 + 2.249 + 0.640 = 136.331 s, 511.8 MB left = 0.182 s: 2 + 136.331 + 0.282 = 138.6 s. ' +
        'One pass: 2 + 97.734 + 78187.5/2812.5 + 0.1 = 127.6 s; D = 0: 99.8 s; at 22500 MB/s: 2 + 12.217 + 9773.4/22500 + 0.1 = 14.8 s; at 3125 MB/s: 120.2 s',
      parameters: { asked: 'totalSeconds', ...vm(256, 25, 800) },
      answer: 138.6,
      mistakes: { M1: 127.6, M2: 99.8, M3: 14.8, M4: 120.2 },
    },
    {
      worked:
        'two NICs: 2250 MB/s, r = 2/9: 30.542 + 6.787 + 1.508 s, then 754.1 MB ≤ 1125: stun 754.1/2250 + 0.1 = 435 ms. One pass: 15271/2250 + 0.1 = 6887 ms; ' +
        'D = 0: 100 ms; at 18000 MB/s: 68719.5 × 500/18000 = 1908.9 ≤ 9000: 206 ms; at 2500 MB/s: 0.2³ × 68719.5 = 549.8 MB: 320 ms',
      parameters: { asked: 'stunMs', ...vm(64, 10, 500, { nics: 2 }) },
      answer: 435,
      mistakes: { M1: 6887, M2: 100, M3: 206, M4: 320 },
    },
  ])
})
