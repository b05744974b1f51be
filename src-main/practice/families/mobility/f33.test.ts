import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { convergence } from './f33-convergence.ts'

const vm = (name: string, memoryGiB: number, cpuPercent: number, dirtyMBps: number, more: object = {}) => ({
  name,
  memoryGiB,
  cpuPercent,
  dirtyMBps,
  workingSetMiB: null,
  sdps: true,
  ...more,
})

describe('does it converge, worked by hand', () => {
  audit(convergence, [
    {
      worked:
        'B = 1125 MB/s. vm-1: 200 < 1125 converges; vm-2: 2000 ≥ 1125 without SDPS and with 4 GiB to change fails; vm-3: the same with SDPS is slowed down; ' +
        'vm-4: a working set of 256 MiB = 268.4 MB ≤ 562.5 MB converges. Largest: vm-1; busiest: vm-3; no SDPS anywhere: vm-3 too; no working set: vm-4 too',
      parameters: {
        asked: 'fails',
        gbps: 10,
        vms: [
          vm('vm-1', 128, 30, 200),
          vm('vm-2', 4, 20, 2000, { sdps: false }),
          vm('vm-3', 32, 90, 2000),
          vm('vm-4', 32, 40, 2000, { sdps: false, workingSetMiB: 256 }),
        ],
      },
      answer: 'vm-2',
      mistakes: { M1: 'vm-1', M2: 'vm-3', M3: 'vm-3', M4: 'vm-4' },
    },
    {
      worked:
        'B = 112.5 MB/s. vm-2: 200 ≥ 112.5 with SDPS is slowed down; vm-3 without it fails: SDPS everywhere would slow it down too; vm-1: 20 < 112.5; vm-4: 40 < 112.5',
      parameters: {
        asked: 'slowedDown',
        gbps: 1,
        vms: [vm('vm-1', 16, 30, 20), vm('vm-2', 4, 20, 200), vm('vm-3', 6, 40, 200, { sdps: false }), vm('vm-4', 4, 95, 40)],
      },
      answer: 'vm-2',
      mistakes: { M1: 'vm-1', M2: 'vm-4', M3: 'vm-3' },
    },
    {
      worked:
        'vm-1: 300 < 1125 converges in spite of its size and load; vm-2 (smallest) and vm-3 (idle) change 1500 ≥ 1125 and fail; vm-4 has SDPS to help it',
      parameters: {
        asked: 'byItself',
        gbps: 10,
        vms: [vm('vm-1', 200, 95, 300), vm('vm-2', 8, 40, 1500, { sdps: false }), vm('vm-3', 32, 3, 1500, { sdps: false }), vm('vm-4', 32, 50, 1500)],
      },
      answer: 'vm-1',
      mistakes: { M1: 'vm-2', M2: 'vm-3', M3: 'vm-4', M4: 'vm-1' },
    },
    {
      worked:
        'vm-3 changes 2000 ≥ 1125 but only 128 MiB = 134.2 MB ≤ 562.5 again and again: 1 round; vm-4 changes least (1242 ≥ 1125) in all of its memory: fails',
      parameters: {
        asked: 'byItself',
        gbps: 10,
        vms: [
          vm('vm-1', 8, 40, 1500, { sdps: false }),
          vm('vm-2', 40, 50, 1500),
          vm('vm-3', 96, 90, 2000, { workingSetMiB: 128 }),
          vm('vm-4', 40, 50, 1242, { sdps: false }),
        ],
      },
      answer: 'vm-3',
      mistakes: { M1: 'vm-1', M3: 'vm-2', M4: 'vm-4' },
    },
    {
      worked:
        'B = 2812.5 MB/s. vm-1: 4000 ≥ 2812.5 in all of its memory: slowed down; vm-2: 1024 MiB = 1073.7 MB ≤ 1406.2 MB: 1 round; vm-3: 4000 without SDPS fails; vm-4: 900 < 2812.5',
      parameters: {
        asked: 'slowedDown',
        gbps: 25,
        vms: [
          vm('vm-1', 32, 50, 4000),
          vm('vm-2', 32, 50, 4000, { workingSetMiB: 1024 }),
          vm('vm-3', 32, 50, 4000, { sdps: false }),
          vm('vm-4', 256, 90, 900),
        ],
      },
      answer: 'vm-1',
      mistakes: { M1: 'vm-4', M2: 'vm-4', M3: 'vm-3', M4: 'vm-2' },
    },
  ])
})
