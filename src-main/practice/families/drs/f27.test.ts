import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { sharesUnderContention } from './f27-shares.ts'
import type { Level } from './pools.ts'

const pool = (name: string, level: Level, reservation = 0) => ({ name, level, reservation })
const vm = (name: string, inPool: string | null, size: number, level: Level = 'normal') => ({ name, pool: inPool, level, reservation: 0, size })
const cpu = (cores: number, mhz: number) => ({ resource: 'cpu', cores, mhz, memoryGiB: 64 }) as const

describe('shares under contention, worked by hand', () => {
  audit(sharesUnderContention, [
    {
      worked:
        '28000 MHz, Data 2000 : Prod 8000: Data 5600. In it 2000 + 16000 + 4000 + 4000 = 26000: 5600 × 4000/26000 = 862. All in one place: 38000 shares, 28000 × 4/38 = 2947; ' +
        'six equal parts: 4667',
      parameters: {
        ...cpu(10, 2800),
        pools: [pool('Data', 'low'), pool('Prod', 'high')],
        vms: [
          vm('vm-1', 'Data', 4, 'low'),
          vm('vm-2', 'Data', 8, 'high'),
          vm('vm-3', 'Data', 8, 'low'),
          vm('vm-4', 'Prod', 8, 'low'),
          vm('vm-5', 'Prod', 8),
          vm('vm-6', 'Data', 8, 'low'),
        ],
        asked: 'vm-3',
      },
      answer: 862,
      mistakes: { M1: 2947, M3: 4667, M4: 5600 },
    },
    {
      worked:
        '20000 MHz, A 2000 : B 4000 would be 6667 for A, which reserves 14000: two VMs 7000 each. Without the reservation 3333; one place: 20000/3 = 6667',
      parameters: {
        ...cpu(10, 2000),
        pools: [pool('A', 'low', 14_000), pool('B', 'normal')],
        vms: [vm('a1', 'A', 8), vm('a2', 'A', 8), vm('b1', 'B', 8)],
        asked: 'a1',
      },
      answer: 7000,
      mistakes: { M1: 6667, M2: 3333, M3: 6667, M4: 14_000 },
    },
    {
      worked:
        '40000 MHz: beside the pools P 4000 and Q 8000 the VM has 8 × 1000 = 8000 of 20000 shares: 16000. In one place: four VMs of 8000 shares, 10000',
      parameters: {
        ...cpu(16, 2500),
        pools: [pool('P', 'normal'), pool('Q', 'high')],
        vms: [vm('p1', 'P', 8), vm('p2', 'P', 8), vm('q1', 'Q', 8), vm('solo', null, 8)],
        asked: 'solo',
      },
      answer: 16_000,
      mistakes: { M1: 10_000, M3: 10_000 },
    },
    {
      worked:
        '64 GiB = 65536 MiB, half for each pool: 32768. t1 32768 × 10 = 327680, t2 32768 × 5 = 163840 shares: t2 gets a third, 10923. ' +
        'One place: 163840 of 1474560 shares, 7282; four equal parts 16384',
      parameters: {
        ...cpu(8, 2000),
        resource: 'memory',
        pools: [pool('Test', 'normal'), pool('Web', 'normal')],
        vms: [vm('t1', 'Test', 32), vm('t2', 'Test', 32, 'low'), vm('w1', 'Web', 64), vm('w2', 'Web', 32)],
        asked: 't2',
      },
      answer: 10_923,
      mistakes: { M1: 7282, M3: 16_384, M4: 32_768 },
    },
    {
      worked:
        '24000 MHz, A 8000 : B 2000 would be 19200 for A, whose VM has 4 × 3000 = 12000: B gets the other 12000, b1 8000 and b2 4000 by 8000 : 4000 shares. ' +
        'One place: 4000 of 16000 shares, 6000; three equal parts 8000',
      parameters: {
        ...cpu(8, 3000),
        pools: [pool('A', 'high'), pool('B', 'low')],
        vms: [vm('a1', 'A', 4), vm('b1', 'B', 8), vm('b2', 'B', 8, 'low')],
        asked: 'b2',
      },
      answer: 4000,
      mistakes: { M1: 6000, M3: 8000, M4: 12_000 },
    },
  ])
})
