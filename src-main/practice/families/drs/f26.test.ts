import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { maintenanceMode } from './f26-maintenance.ts'

const GIB = 1024
const vm = (name: string, trait: string, memoryGiB = 1, reservationGiB = 0) => ({
  name,
  trait,
  memoryMiB: memoryGiB * GIB,
  reservationMiB: reservationGiB * GIB,
})

describe('can the host be emptied, worked by hand', () => {
  audit(maintenanceMode, [
    {
      worked: 'a must rule and an anti-affinity to everybody else keep a and b; a should rule and an ISO file do not',
      parameters: { free: [8 * GIB, 16 * GIB], vms: [vm('a', 'mustRule'), vm('b', 'separated'), vm('c', 'shouldRule'), vm('d', 'isoCdrom')] },
      answer: ['a', 'b'],
      mistakes: { M1: ['b'], M2: ['a'], M9: ['a', 'b', 'c'], M10: ['a', 'b', 'd'] },
    },
    {
      worked: 'local disks and a passthrough device keep a and b; c, which has such a device too, is off',
      parameters: { free: [8 * GIB], vms: [vm('a', 'localDisk'), vm('b', 'passthrough'), vm('c', 'poweredOff'), vm('d', 'shouldRule')] },
      answer: ['a', 'b'],
      mistakes: { M3: ['b'], M4: ['a'], M11: ['a', 'b', 'c'] },
    },
    {
      worked: '20 GiB > 16: a stays; DRS is off for b; 12 GiB fit on the host with 16, not on that with 8; 24 GiB configured reserve nothing',
      parameters: {
        free: [8 * GIB, 16 * GIB],
        vms: [vm('a', 'tooLarge', 20, 20), vm('b', 'drsDisabled'), vm('c', 'fitsOne', 12, 12), vm('d', 'largeUnreserved', 24)],
      },
      answer: ['a', 'b'],
      mistakes: { M5: ['b'], M6: ['a'], M12: ['a', 'b', 'd'], M13: ['a', 'b', 'c'] },
    },
    {
      worked: 'two hosts: the secondary VM runs on the only other one, so a stays; a drive of the host keeps b; an ISO file keeps nobody',
      parameters: { free: [12 * GIB], vms: [vm('a', 'ftPair'), vm('b', 'hostCdrom'), vm('c', 'isoCdrom'), vm('d', 'poweredOff')] },
      answer: ['a', 'b'],
      mistakes: { M7: ['b'], M8: ['a'], M10: ['a', 'b', 'c'], M11: ['a', 'b', 'd'] },
    },
    {
      worked: 'three obstacles: must rule, local disks, DRS disabled; 16 GiB of which nothing is reserved leave',
      parameters: { free: [10 * GIB], vms: [vm('a', 'largeUnreserved', 16), vm('b', 'drsDisabled'), vm('c', 'localDisk'), vm('d', 'mustRule')] },
      answer: ['b', 'c', 'd'],
      mistakes: { M1: ['b', 'c'], M3: ['b', 'd'], M6: ['c', 'd'], M12: ['a', 'b', 'c', 'd'] },
    },
  ])
})
