import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { snapshotSpace } from './f35-snapshot-space.ts'

const vm = (diskGiB: number, memoryGiB: number, writeMBps: number, overwritePercent: number) => ({ diskGiB, memoryGiB, writeMBps, overwritePercent })
const used = { asked: 'usedGiB', capacityGiB: 0 } as const

describe('size of a snapshot chain, worked by hand', () => {
  audit(snapshotSpace, [
    {
      worked:
        '2 MB/s × 3600 s = 7200 MB = 6.7055 GiB an hour. 8 h: 53.6, cut to 40; 2 h: 13.41. 40 + 40 + 13.41 + 2 × 8 = 109.4 GiB. Copies: 40 + 2 × 48 = 136; ' +
        'without the bound 40 + 53.64 + 13.41 + 16 = 123.1; without memory 93.4',
      parameters: { ...used, ...vm(40, 8, 2, 0), hours: [8, 2], withMemory: true },
      answer: 109.4,
      mistakes: { M1: 136, M2: 123.1, M3: 93.4 },
    },
    {
      worked:
        '4 MB/s × 0.5 = 6.7055 GiB an hour: 67.1 cut to 60, 26.82, 20.12. 60 + 60 + 26.82 + 20.12 = 166.9 GiB. Copies 4 × 60 = 240; without the bound 174.0; ' +
        'with all writes new (13.411 an hour) 60 + 60 + 53.64 + 40.23 = 213.9',
      parameters: { ...used, ...vm(60, 16, 4, 50), hours: [10, 4, 3], withMemory: false },
      answer: 166.9,
      mistakes: { M1: 240, M2: 174, M4: 213.9 },
    },
    {
      worked:
        '13.411 GiB an hour. 115 − 40 = 75 GiB of room; the first snapshot: 8 + 40 (full after 3 h); the second at 5 h: 8; 19 GiB left: 19/13.411 = 1.417 h: 6.4 h. ' +
        'Copies of 48: 40 + 2 × 48 > 115 at the second: 5 h. Without the bound: 8 + 67 GiB would be full at 4.996 h = 5 h; without memory 35/13.411 = 2.61 h: 7.6 h',
      parameters: { asked: 'hoursToFull', capacityGiB: 115, ...vm(40, 8, 4, 0), hours: [5, 2], withMemory: true },
      answer: 6.4,
      mistakes: { M1: 5, M2: 5, M3: 7.6 },
    },
    {
      worked:
        '1.5 × 0.8 = 1.2 MB/s = 4.0233 GiB an hour. Room 210 − 90 = 120: 90 by the first delta (full after 22.4 h), 30 by the second: 30/4.0233 = 7.46 h after 43 h: 50.5 h. ' +
        'Copies: 90 + 2 × 90 > 210 at 43 h; without the bound 120/4.0233 = 29.8 h; all writes new: 30/5.0291 = 5.97 h: 49.0 h',
      parameters: { asked: 'hoursToFull', capacityGiB: 210, ...vm(90, 16, 1.5, 20), hours: [43, 14], withMemory: false },
      answer: 50.5,
      mistakes: { M1: 43, M2: 29.8, M4: 49 },
    },
    {
      worked:
        '9 × 0.7 = 6.3 MB/s = 21.122 GiB an hour: 63.4 cut to 30, then 3 × 21.122. 30 + 30 + 63.37 + 4 × 16 = 187.4 GiB. Copies 30 + 4 × 46 = 214; ' +
        'without the bound 30 + 6 × 21.122 + 64 = 220.7; without memory 123.4; all new: 30.17 an hour is cut to 30 four times: 30 + 120 + 64 = 214',
      parameters: { ...used, ...vm(30, 16, 9, 30), hours: [3, 1, 1, 1], withMemory: true },
      answer: 187.4,
      mistakes: { M1: 214, M2: 220.7, M3: 123.4, M4: 214 },
    },
  ])
})
