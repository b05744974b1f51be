import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { poolDilution } from './f29-dilution.ts'
import type { Level } from './pools.ts'

const pool = (name: string, level: Level, running: number, off = 0) => ({ name, level, running, off })
const host = (cores: number, mhz: number, vcpus: number, scalableShares = false) => ({ cores, mhz, vcpus, scalableShares })

describe('pool dilution, worked by hand', () => {
  audit(poolDilution, [
    {
      worked: '64000 MHz by 4000 : 4000: 32000 each; ÷ 2 = 16000, ÷ 6 = 5333. Each VM by itself, or scalable shares 32000 : 96000: 64000/8 = 8000',
      parameters: { ...host(32, 2000, 16), pools: [pool('A', 'normal', 2), pool('B', 'normal', 6)] },
      answer: [16_000, 5333],
      mistakes: { M1: [8000, 8000], M3: [8000, 8000], M4: [5333, 16_000], M5: [32_000, 32_000] },
    },
    {
      worked:
        '48000 by 8000 : 4000: 32000 ÷ 6 = 5333 and 16000 ÷ 2 = 8000; with the two that are off 16000 ÷ 4 = 4000; by itself 48000/8 = 6000; ' +
        'scalable 6 × 8000 × 2 : 2 × 8000 = 6 : 1: 41143 ÷ 6 = 6857, 6857 ÷ 2 = 3429',
      parameters: { ...host(16, 3000, 8), pools: [pool('A', 'high', 6), pool('B', 'normal', 2, 2)] },
      answer: [5333, 8000],
      mistakes: { M1: [6000, 6000], M2: [5333, 4000], M3: [6857, 3429], M4: [8000, 5333] },
    },
    {
      worked:
        'scalable: 4 × 8000 × 2 = 64000 : 2 × 8000 = 16000: of 40000 MHz 32000 ÷ 4 = 8000 and 8000 ÷ 2 = 4000. Not scalable 26667 ÷ 4 and 13333 ÷ 2: 6667 each',
      parameters: { ...host(20, 2000, 8, true), pools: [pool('A', 'high', 4), pool('B', 'normal', 2)] },
      answer: [8000, 4000],
      mistakes: { M1: [6667, 6667], M3: [6667, 6667], M5: [32_000, 8000] },
    },
    {
      worked: '32000: 16000 for the one VM of A, 16000 ÷ 4 = 4000 for those of B; by itself 32000/5 = 6400',
      parameters: { ...host(16, 2000, 8), pools: [pool('A', 'normal', 1), pool('B', 'normal', 4)] },
      answer: [16_000, 4000],
      mistakes: { M1: [6400, 6400], M4: [4000, 16_000] },
    },
    {
      worked: '60000: 30000 ÷ 3 = 10000 and 30000 ÷ 5 = 6000; with the one that is off 30000 ÷ 4 = 7500; by itself 60000/8 = 7500',
      parameters: { ...host(24, 2500, 8), pools: [pool('A', 'normal', 3, 1), pool('B', 'normal', 5)] },
      answer: [10_000, 6000],
      mistakes: { M1: [7500, 7500], M2: [7500, 6000] },
    },
  ])
})
