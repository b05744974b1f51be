import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { vclsAgents } from './f39-vcls.ts'

const hosts = (count: number, ...happenings: readonly object[]) => ({ product: '8.0', hosts: count, happenings }) as never
const fails = (count: number) => ({ what: 'fails', hosts: count })
const maintenance = (count: number) => ({ what: 'maintenance', hosts: count })

describe('vCLS agents, worked by hand', () => {
  audit(vclsAgents, [
    {
      worked: '6 hosts, 1 fails: 5 ≥ 3, so three agents on three hosts; one per host 5; majority of 5: 3',
      parameters: hosts(6, fails(1)),
      answer: [3, 3],
      mistakes: { M1: [5, 5], M2: [3, 3], M4: [3, 1], M5: [3, 3], M6: [1, 1] },
    },
    {
      worked: '4 hosts, 2 in maintenance mode: 2 agents; three before it',
      parameters: hosts(4, maintenance(2)),
      answer: [2, 2],
      mistakes: { M1: [2, 2], M2: [3, 2], M3: [3, 3], M4: [2, 1], M5: [2, 2] },
    },
    {
      worked: '3 hosts, 2 fail: one agent on the one that is left',
      parameters: hosts(3, fails(2)),
      answer: [1, 1],
      mistakes: { M1: [1, 1], M2: [3, 1], M3: [3, 3] },
    },
    {
      worked: '5 hosts, 1 in maintenance mode, then retreat mode: none; without it 3 on the 4 that are left',
      parameters: hosts(5, maintenance(1), { what: 'retreat' }),
      answer: [0, 0],
      mistakes: { M1: [4, 4], M3: [3, 3], M5: [3, 3] },
    },
    {
      worked: '2 hosts, 1 fails (1 agent), 2 are added: 3 hosts, three agents',
      parameters: hosts(2, fails(1), { what: 'added', hosts: 2 }),
      answer: [3, 3],
      mistakes: { M1: [3, 3], M3: [1, 1], M4: [3, 1], M5: [2, 2] },
    },
  ])
})
