import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { failoverCapacityBySlots } from './f03-failover-capacity-by-slots.ts'

const host = (name: string, cores: number, mhz: number, memoryMiB: number) => ({ name, cores, mhz, memoryMiB })
const labE = [host('h1', 9, 1000, 9216), host('h2', 9, 1000, 6144), host('h3', 6, 1000, 6144)]
const uneven = [host('a', 10, 2500, 100_000), host('b', 8, 2000, 60_000), host('c', 16, 2000, 30_000)]
const vms = (name: string, count: number, cpuReservationMHz: number, memoryReservationMiB: number, overheadMiB: number) => ({
  name,
  count,
  vcpus: 2,
  memoryMiB: 16_384,
  cpuReservationMHz,
  memoryReservationMiB,
  overheadMiB,
})

describe('current failover capacity by slots, worked by hand', () => {
  audit(failoverCapacityBySlots, [
    {
      worked:
        'HA-150: slot 2000/2048, slots 4, 3, 3; 5 VMs; without h1 6 >= 5, without h2 too 3 < 5: 1. Smallest first 7, then 4 < 5: 1. Average 8000/7168: 3 slots each, 6, then 3: 1',
      parameters: { hosts: labE, groups: [vms('a', 2, 2000, 1024, 0), vms('b', 1, 1000, 2048, 0), vms('c', 2, 1000, 1024, 0)], configured: 1 },
      answer: 1,
      mistakes: { M1: 1, M2: 1, M3: 2, M4: 1, M5: 2, M6: 0 },
    },
    {
      worked:
        'slot max(3000, 500) = 3000, max(1100, 7000) = 7000: slots 8, 5, 4; 5 VMs; without a 9, without b 4 < 5: 1. Smallest first 13, 8, 0: 2. Average 24333/63333: 8 each, 16, 8, 0: 2',
      parameters: { hosts: uneven, groups: [vms('x', 3, 3000, 1000, 100), vms('y', 2, 500, 6900, 100)], configured: 2 },
      answer: 1,
      mistakes: { M1: 2, M2: 2, M3: 2, M4: 2, M5: 2, M6: 0 },
    },
    {
      worked: 'slot 3000/1100: slots 8, 5, 10; 3 VMs; without c 13, without a 5 >= 3, without b 0: 2; all of three hosts but one: 2; 2 - 1 = 1',
      parameters: { hosts: uneven, groups: [vms('x', 3, 3000, 1000, 100)], configured: 1 },
      answer: 2,
      mistakes: { M1: 2, M2: 2, M3: 3, M4: 1, M5: 2, M6: 1 },
    },
    {
      worked: 'slots 8, 5, 10; 14 VMs; without c 13 < 14: 0. Smallest first 18 >= 14, 10: 1. Average 8 each: 16 >= 14, 8: 1',
      parameters: { hosts: uneven, groups: [vms('x', 14, 3000, 1000, 100)], configured: 1 },
      answer: 0,
      mistakes: { M1: 1, M2: 1, M3: 1, M4: 1, M5: 2, M6: 0 },
    },
    {
      worked:
        'no CPU reserved: slot 32 MHz / 9900 + 100 = 10000 MiB: slots 10, 6, 3; 4 VMs; without a 9, without b 3 < 4: 1. Smallest first 16, 10, 0: 2. Average 63333: 6 each, 12, 6, 0: 2',
      parameters: { hosts: uneven, groups: [vms('x', 4, 0, 9900, 100)], configured: 1 },
      answer: 1,
      mistakes: { M1: 2, M2: 2, M3: 2, M5: 2, M6: 0 },
    },
  ])
})
