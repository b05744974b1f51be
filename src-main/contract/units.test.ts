import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration, roundHalfUp } from './units.ts'

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['90s', 90_000],
    ['2m30s', 150_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
    ['1d2h3m4s5ms', 93_784_005],
    ['1.5h', 5_400_000],
    ['0s', 0],
    [60, 60_000],
    [0.3, 300],
    [0, 0],
  ])('reads %j as %d ms', (written, ms) => {
    expect(parseDuration(written)).toBe(ms)
  })

  it.each(['', '60', 's', '1x', '-5s', '30s2m', '1h 30m', '5M', '1s1s', '401d', '0.5ms', -1, Number.NaN, Number.POSITIVE_INFINITY, 0.0001])(
    'refuses %j',
    (written) => {
      expect(parseDuration(written)).toBeNull()
    },
  )

  it('reads back what formatDuration writes', () => {
    for (const ms of [0, 1, 999, 1_000, 61_001, 150_000, 86_400_000, 93_784_005]) expect(parseDuration(formatDuration(ms))).toBe(ms)
    expect(formatDuration(150_000)).toBe('2m30s')
  })
})

it('rounds half up', () => {
  expect([0.5, 1.4, 1.5, 2.5].map(roundHalfUp)).toEqual([1, 1, 2, 3])
})
