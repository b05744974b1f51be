import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { proactiveHa } from './f21-proactive-ha.ts'

const settings = (traits: readonly string[], more: object = {}) => ({
  severity: 'moderate',
  remediation: 'mixed',
  automation: 'automated',
  drs: 'fullyAutomated',
  traits,
  ...more,
})

describe('Proactive HA, worked by hand', () => {
  audit(proactiveHa, [
    {
      worked: 'mixed, moderate: quarantine; the should rule keeps one of three there: 2 move; maintenance would move all 3, manual none',
      parameters: settings(['shouldRule', 'plain', 'plain']),
      answer: ['quarantine', 2],
      mistakes: { M1: ['quarantine', 2], M3: ['maintenance', 3], M4: ['normal', 0], M5: ['quarantine', 3], M8: ['quarantine', 2] },
    },
    {
      worked: 'mixed, severe: maintenance; a must rule keeps one: 2 of 3 move and the host never gets there',
      parameters: settings(['mustRule', 'plain', 'plain'], { severity: 'severe' }),
      answer: ['enteringMaintenance', 2],
      mistakes: { M1: ['quarantine', 2], M4: ['normal', 0], M5: ['maintenance', 3] },
    },
    {
      worked:
        'maintenance for all: a should rule gives way, all 4 move; as a must rule 3 would and the host waits; mixed: quarantine for moderate, 3 move',
      parameters: settings(['shouldRule', 'plain', 'plain', 'plain'], { remediation: 'maintenance' }),
      answer: ['maintenance', 4],
      mistakes: { M1: ['quarantine', 3], M2: ['quarantine', 3], M8: ['enteringMaintenance', 3] },
    },
    {
      worked: 'manual: recommendations only, the host stays as it is; automated: quarantine, 2 of 3 (32 GiB fit nowhere), with room all 3',
      parameters: settings(['noRoom', 'plain', 'plain'], { automation: 'manual' }),
      answer: ['normal', 0],
      mistakes: { M4: ['quarantine', 2], M7: ['quarantine', 3] },
    },
    {
      worked: 'DRS partially automated, quarantine for all: the mode is set, the moves wait for somebody; fully automated all 3 would move',
      parameters: settings(['plain', 'plain', 'plain'], { remediation: 'quarantine', severity: 'severe', drs: 'partiallyAutomated' }),
      answer: ['quarantine', 0],
      mistakes: { M2: ['enteringMaintenance', 0], M3: ['enteringMaintenance', 0], M6: ['quarantine', 3] },
    },
  ])
})
