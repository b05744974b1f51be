import { expect, it } from 'vitest'
import type { LabEvent } from '../../../src-main/contract/events.ts'
import { differenceRows } from './difference.ts'

const pass = (fields: { readonly [field: string]: unknown }): LabEvent =>
  ({ t: 60_000, seq: 12, type: 'drs.pass', causedBy: null, algorithm: 'score', ...fields }) as unknown as LabEvent

function rowsOf(recorded: LabEvent | null, now: LabEvent | null): { readonly [field: string]: readonly [string, string, boolean] } {
  return Object.fromEntries(differenceRows(recorded, now, 'en').map((row) => [row.field, [row.recorded, row.now, row.differs]]))
}

it('marks what differs, not what says nothing on either side', () => {
  const rows = rowsOf(pass({ rejected: [], moveLimit: 4, imbalance: 0.123_456 }), pass({ rejected: null, moveLimit: 5, imbalance: 0.123_457 }))
  expect(rows).toMatchObject({
    rejected: ['–', '–', false],
    target: ['–', '–', false],
    algorithm: ['score', 'score', false],
    moveLimit: ['4', '5', true],
  })
  // Too small a difference to be read, and one all the same.
  expect(rows['imbalance']?.[2]).toBe(true)
  expect(rowsOf(pass({ rejected: [] }), pass({ rejected: [{ vm: 'a', reason: 'cost' }] }))['rejected']?.[2]).toBe(true)
})

it('has nothing on the side that has no such event', () => {
  expect(rowsOf(null, pass({ moveLimit: 5 }))['moveLimit']).toEqual(['', '5', true])
})
