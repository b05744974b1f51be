import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { powerOnBySlots } from './f04-power-on-by-slots.ts'

const host = (name: string, cores: number, mhz: number, memoryMiB: number) => ({ name, cores, mhz, memoryMiB })
const labE = [host('h1', 9, 1000, 9216), host('h2', 9, 1000, 6144), host('h3', 6, 1000, 6144)]
const uneven = [host('a', 10, 2500, 100_000), host('b', 8, 2000, 60_000), host('c', 16, 2000, 30_000)]
const equal = [host('a', 10, 2000, 50_000), host('b', 10, 2000, 50_000), host('c', 10, 2000, 50_000)]
const vms = (name: string, count: number, cpuReservationMHz: number, memoryReservationMiB: number, overheadMiB = 0) => ({
  name,
  count,
  vcpus: 2,
  memoryMiB: 16_384,
  cpuReservationMHz,
  memoryReservationMiB,
  overheadMiB,
})
const ofLabE = [vms('a', 2, 2000, 1024), vms('b', 1, 1000, 2048)]

describe('a power-on under the slot policy, worked by hand', () => {
  audit(powerOnBySlots, [
    {
      worked: 'HA-150: slot 2000/2048, slots 4, 3, 3: 6 without h1; 5 VMs and this one need 6: allowed. It leaves the slot as it is',
      parameters: { hosts: labE, groups: [...ofLabE, vms('c', 2, 1000, 1024)], newcomer: vms('vm6', 1, 1000, 1024), configured: 1 },
      answer: ['slots', true, 6, 6],
      mistakes: { M1: ['slots', true, 6, 6], M4: ['all', true, 10, 6], M5: ['smallest', true, 7, 6] },
    },
    {
      worked: 'one more: 7 are needed of 6: refused; of all 10 there are enough; without h3 10 - 3 = 7 are enough',
      parameters: { hosts: labE, groups: [...ofLabE, vms('c', 3, 1000, 1024)], newcomer: vms('vm7', 1, 1000, 1024), configured: 1 },
      answer: ['slots', false, 6, 7],
      mistakes: { M4: ['all', true, 10, 7], M5: ['smallest', true, 7, 7] },
    },
    {
      worked:
        'slot 3000/2048: h1 min(3, 4.5) = 3, h2 min(3, 3) = 3, h3 min(2, 3) = 2: 8, without h1 5 < 6: refused; with the old slot 6 >= 6; without h3 8 - 2 = 6',
      parameters: { hosts: labE, groups: [...ofLabE, vms('c', 2, 1000, 1024)], newcomer: vms('big', 1, 3000, 1024), configured: 1 },
      answer: ['slots', false, 5, 6],
      mistakes: { M1: ['slots', true, 6, 6], M4: ['all', true, 8, 6], M5: ['smallest', true, 6, 6] },
    },
    {
      worked:
        'slot 3000 / 6900 + 100: slots 8, 5, 4: without a and b 4 < 5: refused; with the old 3000/1100 8, 5, 10: 5 >= 5; without c and b 17 - 9 = 8',
      parameters: { hosts: uneven, groups: [vms('x', 4, 3000, 1000, 100)], newcomer: vms('big', 1, 500, 6900, 100), configured: 2 },
      answer: ['slots', false, 4, 5],
      mistakes: { M1: ['slots', true, 5, 5], M4: ['all', true, 17, 5], M5: ['smallest', true, 8, 5] },
    },
    {
      worked:
        'slot 32 / 9900 + 100 = 10000: 5 each, 10 without one; 4 needed: allowed. One VM on each host leaves 50000 - 10000 = 40000 MiB; nobody wants CPU: score 100',
      parameters: { hosts: equal, groups: [vms('x', 3, 0, 9900, 100)], newcomer: vms('y', 1, 0, 9900, 100), configured: 1 },
      answer: ['slots', true, 10, 4],
      mistakes: { M1: ['slots', true, 10, 4], M2: ['memory', true, 40_000, 10_000], M3: ['score', true, 100, 0] },
    },
  ])
})
