import { describe, expect, it } from 'vitest'
import { placeLabels } from './labels.ts'
import type { Box } from './layout.ts'

function touch(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}

describe('placeLabels', () => {
  const wish = { spots: [{ x: 100, y: 50 }], w: 80, h: 22 }

  it('leaves one label where it wants to be', () => {
    expect(placeLabels([wish])).toEqual([{ x: 60, y: 39, w: 80, h: 22 }])
  })

  it('keeps twelve that all want the same place off each other', () => {
    const boxes = placeLabels(Array.from({ length: 12 }, () => wish))
    boxes.forEach((box, at) => boxes.slice(at + 1).forEach((other) => expect(touch(box, other)).toBe(false)))
  })

  it('takes another of its spots before it steps away, and keeps off what must stay readable', () => {
    const taken = { x: 0, y: 0, w: 200, h: 100 }
    const [box] = placeLabels([{ ...wish, spots: [...wish.spots, { x: 300, y: 50 }] }], [taken])
    expect(box).toEqual({ x: 260, y: 39, w: 80, h: 22 })
    const [stepped] = placeLabels([wish], [taken])
    expect(stepped !== undefined && touch(stepped, taken)).toBe(false)
  })
})
