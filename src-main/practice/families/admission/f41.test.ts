import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { anyHostsFail } from './f41-any-hosts-fail.ts'

const host = (name: string, cores: number, memoryMiB: number) => ({ name, cores, mhz: 2000, memoryMiB })
const equal = ['h1', 'h2', 'h3', 'h4'].map((name) => host(name, 10, 50_000))
const uneven = [host('h1', 20, 100_000), host('h2', 10, 50_000), host('h3', 10, 50_000)]
const vm = (memoryReservationMiB: number) => ({
  name: 'app',
  count: 1,
  vcpus: 1,
  memoryMiB: 16_384,
  cpuReservationMHz: 1000,
  memoryReservationMiB,
  overheadMiB: 100,
})

describe('any hosts fail, worked by hand', () => {
  audit(anyHostsFail, [
    {
      worked:
        '50000 / 10000 = 5 each: h1 loses 4, room 2 + 2; h2 or h3 loses 3, room 1 + 2: none stays down; by 16484 MiB 3 each, h2 and h3 are full',
      parameters: { hosts: equal.slice(0, 3), running: [4, 3, 3], vm: vm(9900), failing: 1 },
      answer: 0,
      mistakes: { M1: 0, M2: 0, M3: 0, M4: 0, M5: 4, M6: 4, M7: 2 },
    },
    {
      worked: 'h1 loses 5, room 2 + 1: 2 stay down; h2 loses 3, room 0 + 1: 2; h3 loses 4, room 0 + 2: 2; CPU has room for 20 each',
      parameters: { hosts: equal.slice(0, 3), running: [5, 3, 4], vm: vm(9900), failing: 1 },
      answer: 2,
      mistakes: { M1: 2, M2: 2, M3: 0, M4: 2, M5: 5, M7: 3 },
    },
    {
      worked:
        '50000 / 13000 = 3.8: 3 each: h1 loses 3, room 1 + 1: 1 stays down; all that is left together is 100000 - 4 × 13000 = 48000: 3 would fit',
      parameters: { hosts: equal.slice(0, 3), running: [3, 2, 2], vm: vm(12_900), failing: 1 },
      answer: 1,
      mistakes: { M1: 1, M2: 1, M3: 0, M4: 0, M5: 3, M7: 2 },
    },
    {
      worked:
        '10, 5, 5: h1 loses 6, room 2 + 3: 1 stays down; h2 loses 3, room 4 + 3: none. Average 66666: 6 each, h1 loses 6, room 3 + 4; by 16484 MiB 3 each, room 0 + 1',
      parameters: { hosts: uneven, running: [6, 3, 2], vm: vm(9900), failing: 1 },
      answer: 1,
      mistakes: { M1: 0, M2: 0, M3: 0, M4: 1, M5: 6, M6: 5, M7: 3 },
    },
    {
      worked: 'two of four, 5 each: 15 run, two hosts hold 10: 5 stay down, whichever two fail; h1 and h2 lose 8, room 2 + 1',
      parameters: { hosts: equal, running: [4, 4, 3, 4], vm: vm(9900), failing: 2 },
      answer: 5,
      mistakes: { M1: 5, M2: 5, M3: 0, M4: 5, M5: 8, M7: 6 },
    },
  ])
})
