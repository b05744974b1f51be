import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { expandableReservation } from './f28-expandable.ts'

const pool = (reservation: number, running: number, isExpandable = true, limit: number | null = null) => ({
  reservation,
  running,
  isExpandable,
  limit,
})

describe('pool admission with expandable reservation, worked by hand', () => {
  audit(expandableReservation, [
    {
      worked:
        'Kid 3000 − 2500 = 500, 2500 missing; Parent 6000 − 3000 − 1500 = 1500, 1000 missing; the cluster has 11000 − 3000 − 6000 = 2000: 500 + 1500 + 1000. ' +
        'Nothing used: all 3000 by Kid. All lent: 6000 − 2500 − 1500 = 2000 + 1000. Without the 1500 of the parent’s VM: 500 + 2500',
      parameters: { resource: 'cpu', capacity: 11_000, outside: 3000, parent: pool(6000, 1500), kid: pool(3000, 2500), wanted: 3000 },
      answer: [500, 1500, 1000],
      mistakes: { M1: null, M3: [3000, 0, 0], M5: [0, 2000, 1000], M6: [500, 2500, 0] },
    },
    {
      worked:
        'Kid has 1000, 500 missing; Parent 5000 − 2000 − 3000 = 0 and is fixed: refused. Expandable: 500 from the cluster (10000 − 1000 − 5000 = 4000). ' +
        'Without its VMs Parent has 3000',
      parameters: { resource: 'memory', capacity: 10_000, outside: 1000, parent: pool(5000, 3000, false), kid: pool(2000, 1000), wanted: 1500 },
      answer: null,
      mistakes: { M1: null, M3: [1500, 0, 0], M4: [1000, 0, 500], M6: [1000, 500, 0] },
    },
    {
      worked:
        'Kid may not go beyond 3000: 500 + 3000 > 3000, refused. Without the limit 2000 of its own and 1000 of the 6500 − 2500 − 1000 = 3000 of Parent; ' +
        'with nothing used 2500 + 500 reach the limit and are allowed',
      parameters: { resource: 'cpu', capacity: 9000, outside: 1500, parent: pool(6500, 1000), kid: pool(2500, 500, true, 3000), wanted: 3000 },
      answer: null,
      mistakes: { M1: null, M2: [2000, 1000, 0], M3: [2500, 500, 0] },
    },
    {
      worked: 'Kid is fixed with 1000 left of the 2500 wanted: refused; expandable it would get 1500 of the 6000 − 2000 − 2000 = 2000 of Parent',
      parameters: { resource: 'cpu', capacity: 12_000, outside: 2000, parent: pool(6000, 2000), kid: pool(2000, 1000, false), wanted: 2500 },
      answer: null,
      mistakes: { M1: null, M4: [1000, 1500, 0], M6: null },
    },
    {
      worked:
        'Kid 1000, 2500 missing; Parent has 5000 − 2000 − 2000 = 1000 and would hold 2000 + 2500 + 2000 = 6500 > 6000: refused. Without the limit 1500 from the cluster; ' +
        'nothing used: 2000 + 1500; without its own VMs 1000 + 2500 of 3000',
      parameters: { resource: 'cpu', capacity: 12_000, outside: 2000, parent: pool(5000, 2000, true, 6000), kid: pool(2000, 1000), wanted: 3500 },
      answer: null,
      mistakes: { M2: [1000, 1000, 1500], M3: [2000, 1500, 0], M6: [1000, 2500, 0] },
    },
  ])
})
