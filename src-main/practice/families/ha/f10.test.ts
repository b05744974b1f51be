import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { primaryFails } from './f10-primary-fails.ts'

describe('the primary fails, worked by hand', () => {
  audit(primaryFails, [
    {
      worked:
        'election 60 + 10, elected 70 + 15 = 85; of a secondary with heartbeat datastores 60 + 18; no election 70; + 30 = 115; restart 95; no detection 75',
      parameters: { asks: 'elected', hosts: 4, primary: 3, heartbeatDatastores: true, how: 'host.powerOff', atS: 60 },
      answer: 85,
      mistakes: { M1: 78, M2: 70, M3: 115, M4: 95, M5: 75 },
    },
    {
      worked: 'restart 100 + 10 + 15 + 10 = 135; of a secondary without heartbeat datastores 100 + 15; no election 120; + 30 = 165; elected 125',
      parameters: { asks: 'restarted', hosts: 3, primary: 0, heartbeatDatastores: false, how: 'host.powerOff', atS: 100 },
      answer: 135,
      mistakes: { M1: 115, M2: 120, M3: 165, M4: 125, M5: 125 },
    },
    {
      worked: 'elected 30 + 25 = 55, heartbeat datastores or not; of a secondary 45; no election 40',
      parameters: { asks: 'elected', hosts: 5, primary: 2, heartbeatDatastores: false, how: 'host.crash', atS: 30 },
      answer: 55,
      mistakes: { M1: 45, M2: 40, M3: 85, M4: 65, M5: 45 },
    },
    {
      worked: 'a purple screen is a failure too: 200 + 35 = 235; of a secondary 218',
      parameters: { asks: 'restarted', hosts: 6, primary: 1, heartbeatDatastores: true, how: 'host.crash', atS: 200 },
      answer: 235,
      mistakes: { M1: 218, M2: 220, M3: 265, M4: 225, M5: 225 },
    },
    {
      worked: 'eight hosts elect no slower: 12 + 25 = 37; of a secondary 30',
      parameters: { asks: 'elected', hosts: 8, primary: 7, heartbeatDatastores: true, how: 'host.powerOff', atS: 12 },
      answer: 37,
      mistakes: { M1: 30, M2: 22, M3: 67, M4: 47, M5: 27 },
    },
  ])
})
