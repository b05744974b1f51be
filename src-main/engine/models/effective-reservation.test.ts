import { describe, expect, it } from 'vitest'
import { memoryOverheadMiB } from '../../contract/memory-overhead.ts'
import { effectiveReservationMiB, fits } from './effective-reservation.ts'

describe('effective reservation', () => {
  it('DRS-044 cells of the table are exact, other sizes near the fit', () => {
    expect(memoryOverheadMiB(4096, 2)).toBe(52.72)
    expect(memoryOverheadMiB(16_384, 2)).toBe(143.98)
    expect(Math.abs(memoryOverheadMiB(8192, 4) - 91.3)).toBeLessThanOrEqual(0.5)
  })

  it('DRS-045 without a reservation only the overhead is needed', () => {
    const overhead = memoryOverheadMiB(16_384, 2)
    expect(fits(effectiveReservationMiB(0, overhead), 1000)).toBe(true)
    expect(effectiveReservationMiB(1024, overhead)).toBeCloseTo(1167.98, 9)
    expect(fits(effectiveReservationMiB(1024, overhead), 1000)).toBe(false)
  })

  it('what is needed may be all there is', () => {
    expect([fits(0.1 + 0.2, 0.3), fits(0.3001, 0.3)]).toEqual([true, false])
  })
})
