import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { faultToleranceFailures } from './f38-ft-failures.ts'

const pair = { primary: 'esx-01', secondary: 'esx-02', third: 'esx-03' as string | null, thirdHasFt: true, vcpus: 2, memoryGiB: 4, diskGiB: 10 }

describe('Fault Tolerance after a failure, worked by hand', () => {
  audit(faultToleranceFailures, [
    {
      worked:
        'esx-01 dies: esx-02 takes over after 1.0 + 0.2 + 0.3 s without a boot; after the declaration a secondary is started on esx-03, the only host left',
      parameters: { ...pair, failure: 'primaryHost' },
      answer: ['esx-02', 'tookOver', 'esx-03'],
      mistakes: { M1: ['esx-02', 'restarted', 'esx-03'], M2: ['esx-02', 'tookOver', null], M5: ['', 'down', null] },
    },
    {
      worked: 'esx-02 dies: the primary goes on; esx-03 has no FT network, so nobody stands by',
      parameters: { ...pair, failure: 'secondaryHost', thirdHasFt: false },
      answer: ['esx-01', 'unaffected', null],
      mistakes: { M1: ['esx-01', 'restarted', null], M3: ['esx-01', 'unaffected', 'esx-03'], M4: ['esx-03', 'tookOver', null] },
    },
    {
      worked: 'both die: HA restarts the VM on esx-03 like any other; a secondary would need one more host',
      parameters: { ...pair, failure: 'bothHosts' },
      answer: ['esx-03', 'restarted', null],
      mistakes: { M3: ['esx-03', 'restarted', 'esx-02'], M4: ['esx-03', 'tookOver', null], M5: ['', 'down', null] },
    },
    {
      worked: 'a guest crash is copied: no failover, VM Monitoring resets it where it is, the secondary stays on esx-02',
      parameters: { ...pair, failure: 'guestCrash', third: null, thirdHasFt: false },
      answer: ['esx-01', 'reset', 'esx-02'],
      mistakes: { M4: ['esx-02', 'tookOver', 'esx-01'], M1: ['esx-01', 'restarted', 'esx-02'], M6: ['esx-01', 'reset', null] },
    },
    {
      worked: 'the process alone dies: failover to esx-02; esx-01 is alive and takes the new secondary 10 s later, esx-03 cannot',
      parameters: { ...pair, failure: 'primaryProcess', thirdHasFt: false },
      answer: ['esx-02', 'tookOver', 'esx-01'],
      mistakes: { M2: ['esx-02', 'tookOver', null], M5: ['', 'down', null] },
    },
    {
      worked: 'the VM network is no trigger: nothing moves',
      parameters: { ...pair, failure: 'vmNetwork' },
      answer: ['esx-01', 'unaffected', 'esx-02'],
      mistakes: { M4: ['esx-02', 'tookOver', 'esx-03'], M1: ['esx-01', 'restarted', 'esx-02'], M6: ['esx-01', 'unaffected', null] },
    },
  ])
})
