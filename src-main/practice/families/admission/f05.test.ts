import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { percentageToReserve } from './f05-percentage-to-reserve.ts'

const hosts = (name: string, count: number, cores: number, memoryGiB: number) => ({ name, count, cores, mhz: 2000, memoryMiB: memoryGiB * 1024 })

describe('the percentage to reserve, worked by hand', () => {
  audit(percentageToReserve, [
    {
      worked: 'four equal hosts, one failure (HA-155): 1/4 = 25; of those left 1/3 = 33.33; two failures 50',
      parameters: { kinds: [hosts('a', 4, 16, 128)], failures: 1, resource: 'cpu' },
      answer: 25,
      mistakes: { M1: 33.3, M2: 25, M3: 25, M4: 25, M5: 25, M6: 50 },
    },
    {
      worked: 'eight equal hosts, two failures: 2/8 = 25; 2/6 = 33.33; one 12.5; three 37.5',
      parameters: { kinds: [hosts('a', 8, 16, 128)], failures: 2, resource: 'memory' },
      answer: 25,
      mistakes: { M1: 33.3, M2: 25, M4: 25, M5: 12.5, M6: 37.5 },
    },
    {
      worked:
        'memory 2 × 128 + 2 × 384 = 1024 GiB, the largest 384: 37.5; of those left 384 / 640 = 60; smallest 128: 12.5; CPU 40 / (2 × 20 + 2 × 40) = 33.33; 1 of 4 hosts 25; two 768: 75',
      parameters: { kinds: [hosts('a', 2, 20, 128), hosts('b', 2, 40, 384)], failures: 1, resource: 'memory' },
      answer: 37.5,
      mistakes: { M1: 60, M2: 12.5, M3: 33.3, M4: 25, M5: 37.5, M6: 75 },
    },
    {
      worked:
        'CPU 3 × 16 + 48 = 96 cores; the two largest 48 + 16 = 64: 66.67; smallest 32 / 96 = 33.33; memory 512 / 1024 = 50; 2 of 4 hosts 50; one 50; three 80 / 96 = 83.33',
      parameters: { kinds: [hosts('a', 3, 16, 256), hosts('b', 1, 48, 256)], failures: 2, resource: 'cpu' },
      answer: 66.7,
      mistakes: { M2: 33.3, M3: 50, M4: 50, M5: 50, M6: 83.3 },
    },
    {
      worked:
        'memory 6 × 256 + 3 × 512 + 768 = 3840 GiB, the largest 768 + 512 + 512 = 1792: 46.67; smallest 768: 20; 3 of 10 hosts 30; one 768: 20; four 2304: 60; CPU 10 × 32: 96 / 320 = 30',
      parameters: { kinds: [hosts('a', 6, 32, 256), hosts('b', 3, 32, 512), hosts('c', 1, 32, 768)], failures: 3, resource: 'memory' },
      answer: 46.7,
      mistakes: { M2: 20, M3: 30, M4: 30, M5: 20, M6: 60 },
    },
    {
      worked:
        'memory 7 × 128 + 192 = 1088 GiB, the largest 192: 17.647, which is 17.6 (17.65 first, and then 17.7, would be rounded twice); of those left 192 / 896 = 21.43; smallest 11.76; CPU and hosts 1 of 8: 12.5; two 320: 29.41',
      parameters: { kinds: [hosts('a', 7, 16, 128), hosts('b', 1, 16, 192)], failures: 1, resource: 'memory' },
      answer: 17.6,
      mistakes: { M1: 21.4, M2: 11.8, M3: 12.5, M4: 12.5, M5: 17.6, M6: 29.4 },
    },
  ])
})
