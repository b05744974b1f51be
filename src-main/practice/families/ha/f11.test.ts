import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { declaredFailed } from './f11-declared-failed.ts'

const set = (hostTimeoutS: number | null, pingTimeoutS: number | null) => ({ hosts: 4, hostTimeoutS, pingTimeoutS })

describe('when a host is declared failed, worked by hand', () => {
  audit(declaredFailed, [
    {
      worked: 'HA-041: watched from 3 s on for 15 s = 18; the pings have ended at 10 + 5 = 15; without the datastores 15',
      parameters: { how: 'powerOff', heartbeatDatastores: true, ...set(null, null) },
      answer: 18,
      mistakes: { M1: 15, M2: 140, M3: 30, M4: 35, M5: 10, M7: 18, M8: null },
    },
    {
      worked: 'HA-042: no heartbeat datastores: 10 + 5 = 15; with them 18',
      parameters: { how: 'powerOff', heartbeatDatastores: false, ...set(null, null) },
      answer: 15,
      mistakes: { M5: 10, M6: 18, M8: null },
    },
    {
      worked: 'HA-043: 20 + 5 = 25; with datastores the later of 18 and 25; the defaults 15',
      parameters: { how: 'crash', heartbeatDatastores: false, ...set(20, null) },
      answer: 25,
      mistakes: { M5: 20, M6: 25, M7: 15 },
    },
    {
      worked: 'the datastore heartbeats go on: never; without heartbeat datastores 15; a host without power 18',
      parameters: { how: 'cutNetwork', heartbeatDatastores: true, ...set(null, null) },
      answer: null,
      mistakes: { M1: 15, M5: 10, M9: 18 },
    },
    {
      worked: 'network and datastores lost look like no power: pings end at 12 + 9 = 21, later than 18; the defaults 18',
      parameters: { how: 'cutAll', heartbeatDatastores: true, ...set(12, 9) },
      answer: 21,
      mistakes: { M1: 21, M5: 12, M7: 18 },
    },
    {
      worked: 'a dead agent: the host answers the pings, never; a host without power 15',
      parameters: { how: 'agent', heartbeatDatastores: false, ...set(null, null) },
      answer: null,
      mistakes: { M5: 10, M6: 18, M9: 15 },
    },
  ])
})
