import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { whoBecomesPrimary } from './f09-who-becomes-primary.ts'

const host = (name: string, moid: number, datastores: number, memoryGiB = 256) => ({ name, moid: `host-${moid}`, datastores, memoryGiB })

describe('who becomes primary, worked by hand', () => {
  audit(whoBecomesPrimary, [
    {
      worked: 'all see 4: "host-99" > "host-100" as text, so esx-b; as numbers 100 wins: esx-a; lowest id esx-b too',
      parameters: { hosts: [host('esx-a', 100, 4), host('esx-b', 99, 4)] },
      answer: 'esx-b',
      mistakes: { M1: 'esx-a', M3: 'esx-a', M4: 'esx-b' },
    },
    {
      worked: 'esx-c alone sees 5 datastores: it wins with the lowest id of all and the least memory',
      parameters: { hosts: [host('esx-a', 99, 4, 512), host('esx-b', 101, 4), host('esx-c', 95, 5, 128)] },
      answer: 'esx-c',
      mistakes: { M1: 'esx-c', M2: 'esx-a', M3: 'esx-a', M4: 'esx-c' },
    },
    {
      worked: 'esx-b and esx-c see 5: "host-98" > "host-110"; esx-a has the highest id as text and sees too few',
      parameters: { hosts: [host('esx-a', 99, 4), host('esx-b', 110, 5), host('esx-c', 98, 5)] },
      answer: 'esx-c',
      mistakes: { M1: 'esx-b', M3: 'esx-a', M4: 'esx-c' },
    },
    {
      worked: 'all above 100: text and number agree, 107 wins; the lowest id is 101',
      parameters: { hosts: [host('esx-a', 101, 3), host('esx-b', 107, 3, 128), host('esx-c', 104, 3, 1024)] },
      answer: 'esx-b',
      mistakes: { M1: 'esx-b', M2: 'esx-c', M4: 'esx-a' },
    },
    {
      worked: '"host-97" > "host-96" > "host-102": esx-c; by number esx-a',
      parameters: { hosts: [host('esx-a', 102, 5), host('esx-b', 96, 5), host('esx-c', 97, 5)] },
      answer: 'esx-c',
      mistakes: { M1: 'esx-a', M3: 'esx-a', M4: 'esx-b' },
    },
  ])
})
