import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { dedicatedFailoverHost } from './f08-dedicated-failover-host.ts'

const host = (name: string, cores: number, memoryMiB: number) => ({ name, cores, mhz: 2000, memoryMiB })
const vms = (count: number, cpuReservationMHz: number, memoryReservationMiB: number) => ({
  name: 'app',
  count,
  vcpus: Math.max(1, Math.ceil(cpuReservationMHz / 2000)),
  memoryMiB: 16_384,
  cpuReservationMHz,
  memoryReservationMiB,
  overheadMiB: 100,
})
const hosts = [host('h1', 20, 100_000), host('h2', 20, 100_000), host('h3', 10, 25_000)]

describe('a dedicated failover host, worked by hand', () => {
  audit(dedicatedFailoverHost, [
    {
      worked: 'h3: 20000 / 1000 = 20, 25000 / 10000 = 2.5: 2 of 5, the others on h2; with a third held back 16666 / 10000 = 1.7: 1; in standby none',
      parameters: { asks: 'restart', hosts, vms: vms(5, 1000, 9900) },
      answer: 2,
      mistakes: { M2: 1, M3: 0, M4: 5 },
    },
    {
      worked: 'h3: 20000 / 6000 = 3.3, 25000 / 5000 = 5: 3 of 4; with a third held back 13333 / 6000 = 2.2, 16666 / 5000 = 3.3: 2',
      parameters: { asks: 'restart', hosts, vms: vms(4, 6000, 4900) },
      answer: 3,
      mistakes: { M2: 2, M3: 0, M4: 4 },
    },
    {
      worked:
        'h1 and h2: min(40000 / 9000 = 4.4, 100000 / 16000 = 6.25) = 4 each: 8; with h3 min(2.2, 1.6) = 1 more: 9; half of them held back 40000 / 9000 = 4.4: 4; 80000 / 9000 = 8.9: 8',
      parameters: { asks: 'powerOn', hosts, vms: vms(1, 9000, 15_900) },
      answer: 8,
      mistakes: { M1: 9, M2: 4, M5: 8 },
    },
    {
      worked:
        'h1 and h2: min(40000 / 3000 = 13.3, 100000 / 15000 = 6.7) = 6 each: 12; with h3 1 more: 13; half held back 100000 / 15000 = 6.7: 6; at once 200000 / 15000 = 13.3: 13',
      parameters: { asks: 'powerOn', hosts, vms: vms(1, 3000, 14_900) },
      answer: 12,
      mistakes: { M1: 13, M2: 6, M5: 13 },
    },
    {
      worked: 'one fits: h3 25000 / 16000 = 1.6: 1 of 3; with a third held back 16666 / 16000 = 1.04: 1',
      parameters: { asks: 'restart', hosts, vms: vms(3, 500, 15_900) },
      answer: 1,
      mistakes: { M2: 1, M3: 0, M4: 3 },
    },
  ])
})
