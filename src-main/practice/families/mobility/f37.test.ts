import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { faultToleranceAllowed } from './f37-fault-tolerance.ts'

const host = (name: string, kind: 'fits' | 'ftVms' | 'ftVcpus' | 'memory' | 'noFtNic', freeGiB: number) => ({ name, kind, freeGiB })
const pair = (primary: string, secondary: string, vcpus = 1) => ({ primary, secondary, vcpus })
/** esx-02 at 4 FT VMs, esx-03 near 8 vCPUs, esx-04 with just enough left, esx-05 as given. */
const full = [pair('esx-02', 'esx-01'), pair('esx-01', 'esx-02'), pair('esx-02', 'esx-01'), pair('esx-02', 'esx-03'), pair('esx-03', 'esx-04', 6)]
const hosts = (fifth: ReturnType<typeof host>) => [host('esx-02', 'ftVms', 40), host('esx-03', 'ftVcpus', 30), host('esx-04', 'fits', 18), fifth]

describe('Fault Tolerance: allowed and where, worked by hand', () => {
  audit(faultToleranceAllowed, [
    {
      worked:
        '2 vCPUs, 16 GiB: esx-02 has 4 VMs (+ 1 = 5 > 4), esx-03 1 + 6 + 2 = 9 > 8 vCPUs, esx-05 10 < 16 GiB; esx-04 has 1 VM, 6 + 2 = 8 vCPUs, 18 GiB: fits. ' +
        'Were 8 too many (7 allowed) it would be nowhere',
      parameters: { vcpus: 2, memoryGiB: 16, hasSnapshot: false, pairs: full, candidates: hosts(host('esx-05', 'memory', 10)) },
      answer: 'esx-04',
      mistakes: { M1: 'esx-02', M2: 'esx-03', M3: 'esx-05', M6: 'refused' },
    },
    {
      worked: 'the same with esx-05 (50 GiB) without an FT logging network: still esx-04; whoever forgets it takes esx-05',
      parameters: { vcpus: 2, memoryGiB: 16, hasSnapshot: false, pairs: full, candidates: hosts(host('esx-05', 'noFtNic', 50)) },
      answer: 'esx-04',
      mistakes: { M1: 'esx-02', M2: 'esx-03', M4: 'esx-05' },
    },
    {
      worked: 'with a snapshot it is refused wherever there is room; without it esx-04',
      parameters: { vcpus: 2, memoryGiB: 16, hasSnapshot: true, pairs: full, candidates: hosts(host('esx-05', 'memory', 10)) },
      answer: 'refused',
      mistakes: { M5: 'esx-04', M1: 'esx-02', M6: 'refused' },
    },
    {
      worked:
        'no host is at 4 VMs: esx-02 has 1 + 4 vCPUs, + 4 = 9 > 8; esx-03 4 + 4 = 8 and 21 GiB fit; esx-04 19 < 20 GiB; esx-05 has no FT network',
      parameters: {
        vcpus: 4,
        memoryGiB: 20,
        hasSnapshot: false,
        pairs: [pair('esx-02', 'esx-03', 4), pair('esx-01', 'esx-02')],
        candidates: [host('esx-02', 'ftVcpus', 60), host('esx-03', 'fits', 21), host('esx-04', 'memory', 19), host('esx-05', 'noFtNic', 30)],
      },
      answer: 'esx-03',
      mistakes: { M2: 'esx-02', M3: 'esx-04', M4: 'esx-05', M6: 'refused' },
    },
    {
      worked:
        'no host is near 8 vCPUs: esx-04 has 1 VM with 1 vCPU (1 + 3 ≤ 8) and 9 GiB for 8; esx-01 has 3 VMs, the fourth is allowed: with 3 as the limit it is refused',
      parameters: {
        vcpus: 3,
        memoryGiB: 8,
        hasSnapshot: false,
        pairs: [pair('esx-02', 'esx-01'), pair('esx-01', 'esx-02'), pair('esx-02', 'esx-01'), pair('esx-02', 'esx-04')],
        candidates: [host('esx-02', 'ftVms', 40), host('esx-03', 'memory', 3), host('esx-04', 'fits', 9), host('esx-05', 'noFtNic', 30)],
      },
      answer: 'esx-04',
      mistakes: { M1: 'esx-02', M3: 'esx-03', M4: 'esx-05', M6: 'refused' },
    },
  ])
})
