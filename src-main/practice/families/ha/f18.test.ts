import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { retry } from './f18-retry.ts'

const MIN = 60_000

describe('retry schedule, worked by hand', () => {
  audit(retry, [
    {
      worked: 'attempts at 0, 2, 6, 14, 30 min; gone after 300 s: at 6 min. Every 2 min: 6; from the first attempt 2, 4, 8: 8 min; at once 5 min',
      parameters: { cause: 'powerOnFails', goneAfterSeconds: 300, attemptsMax: null },
      answer: 6 * MIN,
      mistakes: { M1: 6 * MIN, M2: null, M3: 5 * MIN, M4: 8 * MIN },
    },
    {
      worked: 'gone after 480 s = 8 min: the next attempt is at 14 min; every 2 min it would be at 8',
      parameters: { cause: 'powerOnFails', goneAfterSeconds: 500, attemptsMax: null },
      answer: 14 * MIN,
      mistakes: { M1: 10 * MIN, M3: 500_000, M4: 16 * MIN, M7: 14 * MIN },
    },
    {
      worked: 'three attempts only: 0, 2, 6 min; gone after 10 min: never. Without a limit at 14 min',
      parameters: { cause: 'powerOnFails', goneAfterSeconds: 600, attemptsMax: 3 },
      answer: null,
      mistakes: { M2: null, M3: 10 * MIN, M7: 14 * MIN },
    },
    {
      worked: 'no room is no attempt: at once when there is room, after 400 s; as a failed attempt at 14 min',
      parameters: { cause: 'noRoom', goneAfterSeconds: 400, attemptsMax: null },
      answer: 400_000,
      mistakes: { M1: 8 * MIN, M4: 8 * MIN, M5: 14 * MIN, M6: null },
    },
    {
      worked: 'no room for 2000 s, longer than 30 min: it still waits and starts then; as failed attempts HA would have given up',
      parameters: { cause: 'noRoom', goneAfterSeconds: 2000, attemptsMax: null },
      answer: 2_000_000,
      mistakes: { M5: null, M6: null },
    },
  ])
})
