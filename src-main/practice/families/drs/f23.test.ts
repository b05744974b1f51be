import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { drsRecommendation } from './f23-recommendation.ts'

const vm = (name: string, host: 'esx-01' | 'esx-02', demandMHz: number, memoryGiB: number) => ({ name, host, demandMHz, memoryGiB })
/** 34000 of 40000 MHz = 85 %, and 6000 = 15 %. */
const busy = [
  vm('a', 'esx-01', 9000, 64),
  vm('b', 'esx-01', 8000, 16),
  vm('c', 'esx-01', 10_000, 8),
  vm('d', 'esx-01', 7000, 96),
  vm('e', 'esx-02', 6000, 32),
]
/** 18000 = 45 %, and 4000 = 10 %. */
const calm = [vm('a', 'esx-01', 6000, 128), vm('b', 'esx-01', 5000, 96), vm('c', 'esx-01', 7000, 64), vm('e', 'esx-02', 4000, 32)]

describe('DRS recommendation, worked by hand', () => {
  audit(drsRecommendation, [
    {
      worked:
        'threshold 3: score now 100 − 20 × 0.35/0.5 = 86; all four would have 100 on esx-02 (15 + 25 = 40% at most). Costs 2 × T/60 with T = GiB × 1.024 s: ' +
        'c 0.27, b 0.55, a 2.18, d 3.28: c gains 13.73, priority 3. Without costs a, b, c, d tie: a by name. Hosts level best with c (60 : 40%)',
      parameters: { threshold: 3, gbps: 10, vms: busy },
      answer: 'c',
      mistakes: { M2: 'a', M3: 'c', M4: 'c', M5: 'none', M6: 'c', M7: 'd' },
    },
    {
      worked: 'threshold 2: now 100 − 20 × 0.15/0.3 = 90: at most + 10 − 0.55, below 15: none. The other way round (4): b, see below',
      parameters: { threshold: 2, gbps: 10, vms: busy },
      answer: 'none',
      mistakes: { M1: 'b', M2: 'none', M3: 'c', M4: 'c' },
    },
    {
      worked:
        'threshold 4: now 100 − 20 × 0.55/0.7 = 84.29; on esx-02 a 37.5% 97.86, b 35% 98.57, c 40% 97.14, d 32.5% 99.29; costs 1.09, 0.27, 0.14, 1.64: ' +
        'b 14.01, d 13.36, c 12.72, a 12.48: b. Without costs d. The other way round (2): none',
      parameters: { threshold: 4, gbps: 10, vms: busy },
      answer: 'b',
      mistakes: { M1: 'none', M2: 'd', M3: 'c', M7: 'd' },
    },
    {
      worked: 'threshold 3, 45%: nobody loses points up to 50%, a move gains nothing: none. By host loads a (30 : 25%)',
      parameters: { threshold: 3, gbps: 10, vms: calm },
      answer: 'none',
      mistakes: { M2: 'none', M3: 'a', M4: 'c', M6: 'c', M7: 'b' },
    },
    {
      worked:
        'threshold 5, 1 Gb/s: now 100 − 20 × 0.15/0.7 = 95.71, on esx-02 100. T = GiB × 10.24 s at 0.5 points a minute: c 655 s costs 5.46 > 4.29, the others more: none. ' +
        'Without costs a by name',
      parameters: { threshold: 5, gbps: 1, vms: calm },
      answer: 'none',
      mistakes: { M1: 'none', M2: 'a', M3: 'a' },
    },
    {
      worked: 'the same over 10 Gb/s: c 65.5 s costs 0.55: 4.29 − 0.55 = 3.74, b 3.47, a 3.19: c, priority 4',
      parameters: { threshold: 5, gbps: 10, vms: calm },
      answer: 'c',
      mistakes: { M1: 'none', M2: 'a', M3: 'a', M7: 'b' },
    },
  ])
})
