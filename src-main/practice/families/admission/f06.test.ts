import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { failoverCapacityByPercentage } from './f06-failover-capacity-by-percentage.ts'

const host = (name: string, cores: number, memoryMiB: number) => ({ name, cores, mhz: 1000, memoryMiB })
const labE = [host('h1', 9, 9216), host('h2', 9, 6144), host('h3', 6, 6144)]
const four = ['h1', 'h2', 'h3', 'h4'].map((name) => host(name, 6, 24_576))
type Uses = readonly [cpuDemandMHz: number, activeMiB: number]
const vms = (name: string, count: number, reserves: readonly [number, number, number], [cpuDemandMHz, activeMiB]: Uses, isOn = true) => ({
  name,
  count,
  isOn,
  vcpus: 2,
  memoryMiB: 4096,
  cpuReservationMHz: reserves[0],
  memoryReservationMiB: reserves[1],
  overheadMiB: reserves[2],
  cpuDemandMHz,
  activeMiB,
})
const small = (group: ReturnType<typeof vms>) => ({ ...group, memoryMiB: 2048 })
/** HA-158, and one that is off. */
const ofLabE = [
  vms('a', 2, [2000, 1024, 0], [500, 512]),
  vms('b', 1, [1000, 2048, 0], [300, 1024]),
  vms('c', 2, [1000, 1024, 0], [200, 256]),
  vms('d', 1, [1200, 1024, 0], [0, 0], false),
].map(small)
const ofFour = [
  vms('a', 1, [2000, 1024, 100], [100, 512]),
  vms('b', 1, [1000, 0, 114], [100, 512]),
  vms('c', 1, [0, 512, 114], [100, 512]),
  vms('d', 1, [4000, 3072, 200], [100, 512]),
]

describe('current failover capacity by percentage, worked by hand', () => {
  audit(failoverCapacityByPercentage, [
    {
      worked:
        'HA-158: (24000 - 7000) / 24000 = 70.83; used 2 × 500 + 300 + 2 × 200 = 1700: 92.92; configured 5 × 2000: 58.33; with d 8200: 65.83; less 9/24 = 37.5: 33.33; reserved 29.17',
      parameters: { hosts: labE, groups: ofLabE, resource: 'cpu', minimum: null },
      answer: 70.8,
      mistakes: { M1: 92.9, M2: 58.3, M3: 70.8, M5: 65.8, M6: 33.3, M7: 29.2 },
    },
    {
      worked:
        '(21504 - 6144) / 21504 = 71.43; active 1024 + 1024 + 512 = 2560: 88.1; configured 5 × 2048: 52.38; with d 7168: 66.67; less 9216/21504 = 42.86: 28.57',
      parameters: { hosts: labE, groups: ofLabE, resource: 'memory', minimum: null },
      answer: 71.4,
      mistakes: { M1: 88.1, M2: 52.4, M4: 71.4, M5: 66.7, M6: 28.6, M7: 28.6 },
    },
    {
      worked:
        'HA-159: 2000 + 1000 + 32 + 4000 = 7032 of 24000: 70.7; used 400: 98.33; without the 32 MHz 70.83; less 25: 45.7; configured 8000: 66.67',
      parameters: { hosts: four, groups: ofFour, resource: 'cpu', minimum: null },
      answer: 70.7,
      mistakes: { M1: 98.3, M2: 66.7, M3: 70.8, M5: 70.7, M6: 45.7, M7: 29.3 },
    },
    {
      worked: '(1024 + 100) + 114 + (512 + 114) + (3072 + 200) = 5136 of 98304: 94.78; without overhead 4608: 95.31; less 25: 69.78; reserved 5.22',
      parameters: { hosts: four, groups: ofFour, resource: 'memory', minimum: null },
      answer: 94.8,
      mistakes: { M4: 95.3, M5: 94.8, M6: 69.8, M7: 5.2 },
    },
    {
      worked: 'das.vmcpuminmhz = 300 for c: 7300 of 24000: 69.58; without it 7000: 70.83; less 25: 44.58; reserved 30.42',
      parameters: { hosts: four, groups: ofFour, resource: 'cpu', minimum: 300 },
      answer: 69.6,
      mistakes: { M3: 70.8, M6: 44.6, M7: 30.4 },
    },
  ])
})
