import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { initialPlacement } from './f22-placement.ts'

const host = (name: string, cpuPercent: number, vms: number, freeGiB: number) => ({ name, cpuPercent, vms, freeGiB })
const hosts = [host('esx-01', 60, 3, 40), host('esx-02', 70, 1, 80), host('esx-03', 80, 2, 100), host('esx-04', 65, 2, 10)]

describe('initial placement, worked by hand', () => {
  audit(initialPlacement, [
    {
      worked: 'esx-01 (60%) is forbidden, on esx-04 (65%) 10 < 12 GiB: esx-02 (70%) before esx-03 (80%)',
      parameters: { automation: 'fullyAutomated', hosts, forbidden: ['esx-01'], reservationGiB: 12 },
      answer: 'esx-02',
      mistakes: { M1: 'esx-02', M2: 'esx-03', M3: 'esx-01', M4: 'esx-04', M5: 'asks' },
    },
    {
      worked: 'manual: the power-on waits for the user; automated it would be esx-01, the least loaded',
      parameters: { automation: 'manual', hosts, forbidden: [], reservationGiB: 4 },
      answer: 'asks',
      mistakes: { M1: 'esx-02', M2: 'esx-03', M4: 'esx-01', M5: 'esx-01' },
    },
    {
      worked: 'partially automated places by itself: 60% is the least',
      parameters: { automation: 'partiallyAutomated', hosts, forbidden: [], reservationGiB: 4 },
      answer: 'esx-01',
      mistakes: { M1: 'esx-02', M2: 'esx-03', M5: 'asks' },
    },
    {
      worked: 'without esx-01 and esx-04 the least is 70%; without the rule 60%',
      parameters: { automation: 'fullyAutomated', hosts, forbidden: ['esx-01', 'esx-04'], reservationGiB: 4 },
      answer: 'esx-02',
      mistakes: { M2: 'esx-03', M3: 'esx-01', M4: 'esx-02' },
    },
    {
      worked: '14 GiB do not fit on esx-01 (12 left): 65% is the next, and has 20 GiB',
      parameters: {
        automation: 'partiallyAutomated',
        hosts: [host('esx-01', 60, 3, 12), host('esx-02', 70, 1, 80), host('esx-03', 80, 2, 100), host('esx-04', 65, 2, 20)],
        forbidden: [],
        reservationGiB: 14,
      },
      answer: 'esx-04',
      mistakes: { M1: 'esx-02', M2: 'esx-03', M4: 'esx-01', M5: 'asks' },
    },
  ])
})
