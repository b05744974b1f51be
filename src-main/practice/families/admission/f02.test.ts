import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { slotsOfHosts } from './f02-slots-of-hosts.ts'

const host = (name: string, cores: number, mhz: number, memoryMiB: number) => ({ name, cores, mhz, memoryMiB })
/** HA-150 */
const labE = [host('h1', 9, 1000, 9216), host('h2', 9, 1000, 6144), host('h3', 6, 1000, 6144)]
const uneven = [host('a', 10, 2500, 100_000), host('b', 8, 2000, 60_000), host('c', 16, 2000, 30_000)]

describe('slots per host and in total, worked by hand', () => {
  audit(slotsOfHosts, [
    {
      worked:
        'h1 min(4.5, 4.5) = 4, h2 min(4.5, 3) = 3, h3 min(3, 3) = 3: 10; at once min(24000/2000, 21504/2048) = min(12, 10.5) = 10; looser 4 + 4 + 3 = 11; up 5 + 3 + 3 = 11',
      parameters: { hosts: labE, slot: { cpuMHz: 2000, memoryMiB: 2048 }, host: null },
      answer: 10,
      mistakes: { M1: 10, M2: 11, M3: 11 },
    },
    {
      worked: 'h2: 9000 / 2000 = 4.5, 6144 / 2048 = 3: 3; the looser is 4; nothing to round up in memory; 10 / 3 = 3.3',
      parameters: { hosts: labE, slot: { cpuMHz: 2000, memoryMiB: 2048 }, host: 'h2' },
      answer: 3,
      mistakes: { M2: 4, M3: 3, M4: 3 },
    },
    {
      worked:
        'a min(8.3, 14.3) = 8, b min(5.3, 8.6) = 5, c min(10.7, 4.3) = 4: 17; at once min(73000/3000 = 24.3, 190000/7000 = 27.1) = 24; looser 14 + 8 + 10 = 32; up 9 + 6 + 5 = 20',
      parameters: { hosts: uneven, slot: { cpuMHz: 3000, memoryMiB: 7000 }, host: null },
      answer: 17,
      mistakes: { M1: 24, M2: 32, M3: 20 },
    },
    {
      worked: 'c: 32000 / 3000 = 10.7, 30000 / 7000 = 4.3: 4; looser 10; up 5; 17 / 3 = 5.7',
      parameters: { hosts: uneven, slot: { cpuMHz: 3000, memoryMiB: 7000 }, host: 'c' },
      answer: 4,
      mistakes: { M2: 10, M3: 5, M4: 5 },
    },
    {
      worked:
        'a min(2.1, 5) = 2, b min(1.3, 3) = 1, c min(2.7, 1.5) = 1: 4; at once min(73000/12000 = 6.1, 190000/20000 = 9.5) = 6; looser 5 + 3 + 2 = 10; up 3 + 2 + 2 = 7',
      parameters: { hosts: uneven, slot: { cpuMHz: 12_000, memoryMiB: 20_000 }, host: null },
      answer: 4,
      mistakes: { M1: 6, M2: 10, M3: 7 },
    },
  ])
})
