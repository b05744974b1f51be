import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { partition } from './f14-partition.ts'

const split = (more: object = {}) => ({ sizes: [2, 2], vcenter: 0, primary: 3, host: 0, datastore: 'all', event: 'hostFails', ...more })

describe('who restarts what in a partition, worked by hand', () => {
  audit(partition, [
    {
      worked:
        'A = esx-01, esx-02; B = esx-03, esx-04 with the primary of before, which keeps the lock of the datastore: it restarts the VM of esx-01 in B. vCenter is in A, the VM ran in A',
      parameters: split(),
      answer: 'B',
      mistakes: { M1: 'A B', M2: 'none', M3: 'A', M4: 'A', M6: 'B' },
    },
    {
      worked:
        'only esx-01 and esx-02 have the datastore: the primary of B loses it, the primary of A (esx-02) takes the lock and restarts the VM on esx-02',
      parameters: split({ datastore: 'part', vcenter: 1 }),
      answer: 'A',
      mistakes: { M1: 'A B', M2: 'none', M3: 'B', M4: 'A', M6: 'B' },
    },
    {
      worked: 'nothing fails: datastore heartbeats go on, all VMs run: no restart. As a failed host it would be B, with the primary of before',
      parameters: split({ event: 'nothing' }),
      answer: 'none',
      mistakes: { M2: 'none', M4: 'A', M5: 'B', M6: 'B' },
    },
    {
      worked:
        'the process of the VM dies in C (esx-05), the lock is with esx-01 in A, which reads it in the poweron file and restarts it in A; vCenter is in B',
      parameters: split({ sizes: [2, 2, 1], vcenter: 1, primary: 0, host: 4, event: 'vmFails' }),
      answer: 'A',
      mistakes: { M1: 'A C', M3: 'B', M4: 'C', M6: 'A' },
    },
    {
      worked: 'esx-01 is alone in A and alone has the datastore: nobody is left who could start the VM',
      parameters: split({ sizes: [1, 3], vcenter: 1, primary: 2, host: 0, datastore: 'part' }),
      answer: 'none',
      mistakes: { M1: 'A B', M3: 'B', M4: 'A', M6: 'B' },
    },
  ])
})
