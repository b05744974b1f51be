import { describe, expect, it } from 'vitest'
import { ceil9, cos, exp, floor9, ln, pow, round9, roundDecimals, roundHalfUp, sin } from './maths.ts'

/** Points spread over [from, to] without any being special. */
const points = (from: number, to: number, count = 20_000): number[] =>
  Array.from({ length: count }, (_, i) => from + (to - from) * ((i * 0.6180339887498949) % 1))
const relativeError = (value: number, reference: number): number =>
  value === reference ? 0 : Math.abs(value - reference) / Math.max(Math.abs(reference), 5e-324)
const worst = (xs: readonly number[], mine: (x: number) => number, reference: (x: number) => number): number =>
  xs.reduce((most, x) => Math.max(most, relativeError(mine(x), reference(x))), 0)

describe('maths', () => {
  it('sin and cos are accurate to 1e-15', () => {
    const xs = [...points(-7, 7), ...points(-50_000, 50_000), 0, 1e-300, Math.PI / 4, -Math.PI / 4, 1e6]
    expect(worst(xs, sin, Math.sin)).toBeLessThan(1e-15)
    expect(worst(xs, cos, Math.cos)).toBeLessThan(1e-15)
    expect(sin(0)).toBe(0)
    expect(cos(0)).toBe(1)
    expect(() => sin(2e6)).toThrow(RangeError)
    expect(() => cos(NaN)).toThrow(RangeError)
  })

  it('exp is accurate to 1e-15 from the smallest to the largest result', () => {
    expect(worst([...points(-708, 709), ...points(-1, 1), ...points(-1e-9, 1e-9)], exp, Math.exp)).toBeLessThan(1e-15)
    expect(exp(0)).toBe(1)
    expect(exp(710)).toBe(Infinity)
    expect(exp(-746)).toBe(0)
    expect(exp(-745)).toBe(5e-324)
    expect(exp(NaN)).toBeNaN()
  })

  it('ln is accurate to 1e-15 over the whole range', () => {
    const xs = [...points(1e-9, 10), ...points(0.99, 1.01), ...points(1, 1e300), ...points(-700, 700).map(Math.exp), 5e-324, 1e-310]
    expect(worst(xs, ln, Math.log)).toBeLessThan(1e-15)
    expect(ln(1)).toBe(0)
    expect(ln(0)).toBe(-Infinity)
    expect(ln(-1)).toBeNaN()
    expect(ln(Infinity)).toBe(Infinity)
  })

  it('pow is accurate to 1e-15, also where y ln x is large', () => {
    for (const y of [2, 7, -3, 0.5, 1 / 3, 63.7, -41.2]) {
      expect(
        worst(
          points(1e-4, 1e4, 5_000),
          (x) => pow(x, y),
          (x) => Math.pow(x, y),
        ),
        `y = ${y}`,
      ).toBeLessThan(1e-15)
    }
    expect(pow(2, 0.5)).toBeCloseTo(Math.SQRT2, 15)
    expect([pow(0, 2), pow(0, -1), pow(5, 0), pow(-2, 3), pow(-2, 2), pow(10, 400), pow(10, -400)]).toEqual([0, Infinity, 1, -8, 4, Infinity, 0])
    expect(pow(-2, 0.5)).toBeNaN()
  })

  it('rounds half up', () => {
    expect([0.5, 1.5, 2.4999, -0.5, -1.5, 0.49999999999999994, 4503599627370497].map(roundHalfUp)).toEqual([1, 2, 2, 0, -1, 0, 4503599627370497])
    expect([66.665, 1.004999].map((x) => roundDecimals(x, 2))).toEqual([66.67, 1])
  })

  it('compares with values rounded to 9 decimals', () => {
    expect(0.8 - 0.6 > 0.2).toBe(true)
    expect(round9(0.8 - 0.6)).toBe(0.2)
    expect(round9(1e15 + 0.3)).toBe(1e15 + 0.3)
    expect(floor9(0.29 * 100)).toBe(29)
    expect(ceil9(0.1 * 3 * 10)).toBe(3)
  })
})
