import { describe, expect, it } from 'vitest'
import { piecesOutside, pointOnBow, type Bow } from './bows.ts'

const straight: Bow = { from: { x: 0, y: 0 }, c1: { x: 100, y: 0 }, c2: { x: 200, y: 0 }, to: { x: 300, y: 0 } }
const ends = (pieces: readonly Bow[]): readonly number[] => pieces.flatMap(({ from, to }) => [Math.round(from.x), Math.round(to.x)])

describe('what is seen of a bow', () => {
  it('is all of it where nothing is in its way', () => {
    expect(piecesOutside(straight, [{ x: 100, y: 10, w: 50, h: 50 }])).toEqual([straight])
  })

  it('ends before a box and begins again behind it', () => {
    const [a = 0, b = 0, c = 0, d = 0] = ends(piecesOutside(straight, [{ x: 100, y: -10, w: 50, h: 20 }]))
    expect([a, d]).toEqual([0, 300])
    expect(b).toBeGreaterThan(94)
    expect(b).toBeLessThanOrEqual(100)
    expect(c).toBeGreaterThanOrEqual(150)
    expect(c).toBeLessThan(156)
  })

  it('is nothing inside of one', () => {
    expect(piecesOutside(straight, [{ x: -10, y: -10, w: 400, h: 20 }])).toEqual([])
  })

  it('lies on the bow itself', () => {
    const bow: Bow = { from: { x: 0, y: 0 }, c1: { x: 40, y: 200 }, c2: { x: 200, y: 200 }, to: { x: 260, y: 20 } }
    const pieces = piecesOutside(bow, [{ x: 100, y: 100, w: 60, h: 100 }])
    expect(pieces).toHaveLength(2)
    for (const piece of pieces)
      for (const t of [0, 0.3, 0.7, 1]) {
        const { x, y } = pointOnBow(piece, t)
        const off = Math.min(
          ...Array.from({ length: 2001 }, (_, at) => pointOnBow(bow, at / 2000)).map((point) => Math.hypot(point.x - x, point.y - y)),
        )
        expect(off).toBeLessThan(0.2)
      }
  })
})
