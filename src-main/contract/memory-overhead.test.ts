import { expect, it } from 'vitest'
import { memoryOverheadMiB } from './memory-overhead.ts'

it('DRS-044: takes the table where it has a cell, the fit elsewhere', () => {
  expect(memoryOverheadMiB(4096, 2)).toBe(52.72)
  expect(memoryOverheadMiB(16_384, 8)).toBe(168.6)
  expect(memoryOverheadMiB(8192, 4)).toBeCloseTo(91.3, 0)
  expect(memoryOverheadMiB(4096, 3)).toBeCloseTo(14.45 + 3 * 4.02 + 0.00742 * 4096, 9)
})
