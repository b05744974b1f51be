import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { howManyMore } from './f07-how-many-more.ts'

const host = (name: string, cores: number, memoryMiB: number) => ({ name, cores, mhz: 2000, memoryMiB })
/** 80000 MHz and 200000 MiB; each a quarter of it. */
const four = ['h1', 'h2', 'h3', 'h4'].map((name) => host(name, 10, 50_000))
const uneven = [host('h1', 20, 100_000), host('h2', 10, 50_000), host('h3', 10, 50_000)]
const vms = (name: string, count: number, cpuReservationMHz: number, memoryReservationMiB: number, memoryMiB = 16_384) => ({
  name,
  count,
  vcpus: Math.max(1, Math.ceil(cpuReservationMHz / 2000)),
  memoryMiB,
  cpuReservationMHz,
  memoryReservationMiB,
  overheadMiB: 100,
})
/** 8000 MHz and 20000 MiB, on two hosts. */
const running = [vms('a', 2, 4000, 9900)]

describe('how many more fit, worked by hand', () => {
  audit(howManyMore, [
    {
      worked:
        'MHz: 80000 - 20000 - 8000 = 52000 / 5000 = 10.4; MiB: 200000 - 50000 - 20000 = 130000 / 10000 = 13: 10. Nothing held back 72000 / 5000 = 14.4; configured 6000 MHz, 16484 MiB: 130000 / 16484 = 7.9; none runs 60000 / 5000 = 12',
      parameters: { hosts: four, groups: running, failures: 1, shape: vms('x', 20, 5000, 9900) },
      answer: 10,
      mistakes: { M1: 14, M2: 13, M3: 11, M4: 10, M5: 7, M6: 12 },
    },
    {
      worked:
        'MiB: 130000 / 15000 = 8.7; MHz 52000 / 2000 = 26: 8. Nothing held back 180000 / 15000 = 12; configured 20580: 6.3; none runs 150000 / 15000 = 10',
      parameters: { hosts: four, groups: running, failures: 1, shape: vms('x', 30, 2000, 14_900, 20_480) },
      answer: 8,
      mistakes: { M1: 12, M2: 26, M3: 9, M4: 8, M5: 6, M6: 10 },
    },
    {
      worked:
        'no CPU reserved: 32 MHz each; MiB 130000 / 10000 = 13; nothing held back 18; configured 12388: 10.5; without overhead 13.1; none runs 15',
      parameters: { hosts: four, groups: running, failures: 1, shape: vms('x', 22, 0, 9900, 12_288) },
      answer: 13,
      mistakes: { M1: 18, M3: 14, M4: 13, M5: 10, M6: 15 },
    },
    {
      worked:
        'two failures: MHz 80000 - 40000 - 8000 = 32000 / 5000 = 6.4; MiB 200000 - 100000 - 20000 = 80000 / 10000 = 8: 6; none runs 40000 / 5000 = 8',
      parameters: { hosts: four, groups: running, failures: 2, shape: vms('x', 20, 5000, 9900) },
      answer: 6,
      mistakes: { M1: 14, M2: 8, M3: 7, M6: 8 },
    },
    {
      worked: 'the largest has half: MHz 80000 - 40000 - 8000 = 32000 / 5000 = 6.4; MiB 8: 6; nothing held back 14.4',
      parameters: { hosts: uneven, groups: running, failures: 1, shape: vms('x', 20, 5000, 9900) },
      answer: 6,
      mistakes: { M1: 14, M2: 8, M3: 7, M6: 8 },
    },
  ])
})
