import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { cannotRestart } from './f17-cannot-be-restarted.ts'

const GIB = 1024
const vm = (name: string, trait: string, memoryGiB = 1, reservationGiB = 0) => ({
  name,
  trait,
  memoryMiB: memoryGiB * GIB,
  reservationMiB: reservationGiB * GIB,
})

describe('which VMs cannot be restarted, worked by hand', () => {
  audit(cannotRestart, [
    {
      worked: 'must rule for the failed host: a not; priority Disabled: d not; a should rule and the lowest priority keep nobody off',
      parameters: { free: [8 * GIB, 16 * GIB], vms: [vm('a', 'mustRule'), vm('b', 'shouldRule'), vm('c', 'lowest'), vm('d', 'haDisabled')] },
      answer: ['a', 'd'],
      mistakes: { M1: ['a', 'b', 'd'], M6: ['a', 'c', 'd'], M9: ['d'] },
    },
    {
      worked:
        '20 GiB > 16 free: a not; local disk: d not; 12 GiB fits in 16, 40 GiB configured reserve 0. With 8 free on each, 12 does not fit; with 40 counted, c does not',
      parameters: {
        free: [8 * GIB, 16 * GIB],
        vms: [vm('a', 'tooLarge', 20, 20), vm('b', 'fitsOne', 12, 12), vm('c', 'largeUnreserved', 40), vm('d', 'localDisk')],
      },
      answer: ['a', 'd'],
      mistakes: { M2: ['d'], M3: ['a'], M4: ['a', 'c', 'd'], M5: ['a', 'b', 'd'] },
    },
    {
      worked: 'nobody has the network dmz: a not; a twin on each host: b not; one host has the datastore of c: that is enough',
      parameters: {
        free: [8 * GIB, 16 * GIB],
        vms: [vm('a', 'otherNetwork'), vm('b', 'separated'), vm('c', 'datastoreOfOne'), vm('d', 'shouldRule')],
      },
      answer: ['a', 'b'],
      mistakes: { M1: ['a', 'b', 'd'], M5: ['a', 'b', 'c'], M7: ['b'], M8: ['a'] },
    },
    {
      worked: 'three hosts with 8, 9 and 18 GiB: 19 does not fit, 10 fits on the third; the must rule keeps b off',
      parameters: {
        free: [8 * GIB, 9 * GIB, 18 * GIB],
        vms: [vm('a', 'tooLarge', 20, 19), vm('b', 'mustRule'), vm('c', 'fitsOne', 10, 10), vm('d', 'lowest')],
      },
      answer: ['a', 'b'],
      mistakes: { M2: ['b'], M5: ['a', 'b', 'c'], M6: ['a', 'b', 'd'], M9: ['a'] },
    },
    {
      worked: 'three have something against them: Disabled, a local disk, twins everywhere; 30 GiB configured of which 1 is reserved fit',
      parameters: {
        free: [12 * GIB, 20 * GIB],
        vms: [vm('a', 'haDisabled'), vm('b', 'largeUnreserved', 30, 1), vm('c', 'localDisk'), vm('d', 'separated')],
      },
      answer: ['a', 'c', 'd'],
      mistakes: { M3: ['a', 'd'], M4: ['a', 'b', 'c', 'd'], M8: ['a', 'c'] },
    },
  ])
})
