import { describe, expect, it } from 'vitest'
import { dateOf, numberOf, truthOf } from './cells.ts'

describe('cells', () => {
  it('reads numbers with thousands separators and decimal commas', () => {
    const cases: readonly (readonly [string | number, number | null])[] = [
      ['16,384', 16_384],
      ['1,048,576', 1_048_576],
      ['1.048.576', 1_048_576],
      ['1.234,5', 1234.5],
      ['1,234.5', 1234.5],
      ['0,203125', 0.203125],
      ['0,25', 0.25],
      ['0,125', 0.125],
      ['1.234', 1.234],
      ["16'384", 16_384],
      ['16\u00a0384', 16_384],
      ['-1', -1],
      ['1%', 1],
      [42, 42],
      ['', null],
      ['n/a', null],
      ['1,2,3', null],
      ['12-34', null],
    ]
    expect(cases.map(([cell]) => numberOf(cell))).toEqual(cases.map(([, value]) => value))
    // Where commas are decimal, a dot before three digits divides thousands.
    expect(numberOf('16.384', true)).toBe(16_384)
  })

  it('reads truths without case, and knows when it does not know', () => {
    expect(['True', 'FALSE', 'true', 'enabled', '', 'maybe', true, 0].map((cell) => truthOf(cell))).toEqual([
      true,
      false,
      true,
      true,
      null,
      null,
      true,
      false,
    ])
  })

  it('reads dates of workbooks and of CSV files', () => {
    const cases: readonly (readonly [string | number, string | null])[] = [
      [46083.375, '2026-03-02T09:00:00'],
      [1, '1900-01-01T00:00:00'],
      [61, '1900-03-01T00:00:00'],
      ['2026/03/02 09:00:00', '2026-03-02T09:00:00'],
      ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00'],
      ['02/03/2026', '2026-02-03T00:00:00'],
      ['25/03/2026 9:05', '2026-03-25T09:05:00'],
      ['25.3.2026', '2026-03-25T00:00:00'],
      ['3/2/2026 1:05:06 PM', '2026-03-02T13:05:06'],
      ['30/02/2026', null],
      ['soon', null],
    ]
    expect(cases.map(([cell]) => dateOf(cell))).toEqual(cases.map(([, value]) => value))
    expect(dateOf(44621.375, true)).toBe('2026-03-02T09:00:00')
  })
})
