import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { slotSize } from './f01-slot-size.ts'

const vm = (name: string, reservations: readonly [cpuMHz: number, memoryMiB: number], more: object = {}) => ({
  name,
  isOn: true,
  vcpus: 2,
  memoryMiB: 4096,
  cpuReservationMHz: reservations[0],
  memoryReservationMiB: reservations[1],
  overheadMiB: 60,
  ...more,
})

describe('slot size, worked by hand', () => {
  audit(slotSize, [
    {
      worked: 'CPU: of 500, 300 and (off) 900 MHz the largest that runs is 500; the average (500 + 300) / 2 = 400; configured 2 × 2600 = 5200',
      parameters: { resource: 'cpu', minimum: null, vms: [vm('a', [500, 0]), vm('b', [300, 0]), vm('c', [900, 0], { isOn: false })] },
      answer: 500,
      mistakes: { M1: 5200, M3: 900, M4: 400 },
    },
    {
      worked:
        'memory: 1024 + 60 = 1084 and 512 + 100 = 612: 1084; without overhead 1024; configured 4096 + 100 = 4196; average (1084 + 612) / 2 = 848',
      parameters: { resource: 'memory', minimum: null, vms: [vm('a', [0, 1024]), vm('b', [0, 512], { overheadMiB: 100 })] },
      answer: 1084,
      mistakes: { M1: 4196, M2: 1024, M3: 1084, M4: 848 },
    },
    {
      worked: 'memory: a large overhead decides: 256 + 180 = 436 against 384 + 40 = 424; without overhead 384',
      parameters: { resource: 'memory', minimum: null, vms: [vm('a', [0, 256], { overheadMiB: 180 }), vm('b', [0, 384], { overheadMiB: 40 })] },
      answer: 436,
      mistakes: { M2: 384, M4: 430 },
    },
    {
      worked: 'CPU: nobody reserves, das.vmcpuminmhz = 128 is the slot; the one that is off reserves 700',
      parameters: { resource: 'cpu', minimum: 128, vms: [vm('a', [0, 0]), vm('b', [0, 0], { vcpus: 4 }), vm('c', [700, 0], { isOn: false })] },
      answer: 128,
      mistakes: { M1: 10400, M3: 700, M4: 0 },
    },
    {
      worked: 'CPU: 100 MHz is below das.vmcpuminmhz = 256, which is the slot; the average (100 + 0) / 2 = 50',
      parameters: { resource: 'cpu', minimum: 256, vms: [vm('a', [100, 0]), vm('b', [0, 0])] },
      answer: 256,
      mistakes: { M1: 5200, M4: 50 },
    },
  ])
})
