import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { classifiedHosts } from './f12-classified-hosts.ts'

const esx = (...numbers: readonly number[]) => numbers.map((number) => `esx-0${number}`)

describe('failed, isolated or partitioned, worked by hand', () => {
  audit(classifiedHosts, [
    {
      worked:
        'rows 6 of HA-064: 1 (no power) and 2 (network and datastores lost) give no sign; 3 is isolated, 4 partitioned, 5 answers pings, 6 has its network',
      parameters: { asks: 'failed', hosts: ['powerOff', 'cutAll', 'isolated', 'reaches', 'agent', 'storage'] },
      answer: esx(1, 2),
      mistakes: { M1: esx(1, 2, 3, 4), M2: esx(1, 2, 5), M4: esx(1, 2, 6) },
    },
    {
      worked: 'row 2: datastore heartbeats, no ping, bit set: 2 and 3; 1 reaches its isolation address; 4 gives no sign',
      parameters: { asks: 'networkIsolated', hosts: ['reaches', 'isolated', 'isolated', 'powerOff'] },
      answer: esx(2, 3),
      mistakes: { M1: esx(1, 2, 3), M3: esx(2, 3, 4) },
    },
    {
      worked: 'row 3: datastore heartbeats, no ping, bit 0: 1 and 3; 2 has the bit set; 4 has lost its storage too; 5 its storage alone',
      parameters: { asks: 'networkPartitioned', hosts: ['reaches', 'isolated', 'reaches', 'cutAll', 'storage'] },
      answer: esx(1, 3),
      mistakes: { M1: esx(1, 2, 3), M3: esx(1, 3, 4), M4: esx(1, 3, 5) },
    },
    {
      worked: 'row 5: neither heartbeat and an answer to pings: 1 and 4; 2 and 3 have no power, 5 is isolated',
      parameters: { asks: 'agentUnreachable', hosts: ['agent', 'powerOff', 'powerOff', 'agent', 'isolated'] },
      answer: esx(1, 4),
      mistakes: { M1: esx(1, 4, 5), M3: esx(1, 2, 3, 4) },
    },
    {
      worked: 'row 6: 1, 3 and 5 give no sign; 2 and 4 answer pings with a dead agent',
      parameters: { asks: 'failed', hosts: ['powerOff', 'agent', 'cutAll', 'agent', 'powerOff'] },
      answer: esx(1, 3, 5),
      mistakes: { M2: esx(1, 2, 3, 4, 5) },
    },
  ])
})
