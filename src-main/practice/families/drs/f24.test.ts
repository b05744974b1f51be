import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { whichAutomation } from './f24-which-automation.ts'

const OTHERS = ['manual', 'partiallyAutomated', 'fullyAutomated', 'conservative', 'override', 'off']
const run = (setting: string, more: object = {}) => ({
  setting,
  others: OTHERS,
  hosts: 2,
  busy: 4,
  demandMHz: 6000,
  powerOnSeconds: 10,
  maintenance: null,
  names: ['app', 'db', 'erp', 'mail', 'web'],
  ...more,
})

describe('which automation level, worked by hand', () => {
  audit(whichAutomation, [
    {
      worked:
        'manual: the placement waits, and so do the moves of the pass at 60 s (4 × 6000 of 20000 MHz = 120%); every other setting shows something else',
      parameters: run('manual'),
      answer: 'manual',
      mistakes: { M2: 'partiallyAutomated', M3: 'fullyAutomated', M4: 'conservative', M5: 'override', M6: 'off' },
    },
    {
      worked: 'partially automated: the placement is applied, the moves are recommended; fully automated would apply them, threshold 1 has none',
      parameters: run('partiallyAutomated'),
      answer: 'partiallyAutomated',
      mistakes: { M1: 'manual', M3: 'fullyAutomated', M4: 'conservative' },
    },
    {
      worked: 'threshold 1: placement applied, no balancing at 60 s, esx-02 is emptied all the same at 80 s',
      parameters: run('conservative', { maintenance: { host: 1, seconds: 80 } }),
      answer: 'conservative',
      mistakes: { M1: 'manual', M2: 'partiallyAutomated', M3: 'fullyAutomated', M6: 'off' },
    },
    {
      worked: 'override: web waits for its placement, the moves of the others are made',
      parameters: run('override', { busy: 3, demandMHz: 7500, names: ['app', 'db', 'erp', 'web'] }),
      answer: 'override',
      mistakes: { M1: 'manual', M3: 'fullyAutomated' },
    },
    {
      worked: 'off: web starts where it is registered, no recommendation at all, and the host with VMs waits',
      parameters: run('off', { maintenance: { host: 0, seconds: 90 } }),
      answer: 'off',
      mistakes: { M2: 'partiallyAutomated', M4: 'conservative', M5: 'override' },
    },
  ])
})
