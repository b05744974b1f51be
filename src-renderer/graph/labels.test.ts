import { describe, expect, it } from 'vitest'
import { placeForms, placeLabels, type LabelWish } from './labels.ts'
import type { Box } from './layout.ts'

function touch(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}

describe('placeLabels', () => {
  const wish = { spots: [{ x: 100, y: 50 }], w: 80, h: 22 }

  it('leaves one label where it wants to be', () => {
    expect(placeLabels([wish])).toEqual([{ x: 60, y: 39, w: 80, h: 22 }])
  })

  it('keeps twelve that all want the same place off each other, and leaves out those that would stand too far off', () => {
    const boxes = placeLabels(Array.from({ length: 12 }, () => wish))
    const placed = boxes.filter((box) => box !== null)
    placed.forEach((box, at) => placed.slice(at + 1).forEach((other) => expect(touch(box, other)).toBe(false)))
    expect(boxes.map((box) => box !== null)).toEqual(Array.from({ length: 12 }, (_, at) => at < 7))
  })

  it('takes another of its spots before it steps away, and keeps off what must stay readable', () => {
    const taken = { x: 0, y: 0, w: 200, h: 60 }
    const [box] = placeLabels([{ ...wish, spots: [...wish.spots, { x: 300, y: 50 }] }], [taken])
    expect(box).toEqual({ x: 260, y: 39, w: 80, h: 22 })
    const [stepped] = placeLabels([wish], [taken])
    expect(stepped).not.toBeNull()
    expect(stepped === null || stepped === undefined || touch(stepped, taken)).toBe(false)
  })

  it('lies on the card of a host only where it tells of that host', () => {
    const card = { x: 0, y: -200, w: 400, h: 600, of: 'a' }
    expect(
      placeLabels(
        [
          { ...wish, hosts: ['b'] },
          { ...wish, hosts: ['a'] },
        ],
        [card],
      ),
    ).toEqual([null, { x: 60, y: 39, w: 80, h: 22 }])
  })
})

describe('placeForms', () => {
  const form = (name: string, w: number): LabelWish & { readonly name: string } => ({ name, spots: [{ x: 100, y: 50 }], w, h: 22 })
  const walls = [
    { x: -500, y: -500, w: 1200, h: 535 },
    { x: -500, y: 65, w: 1200, h: 535 },
  ]

  it('takes the fullest form that has room', () => {
    expect(placeForms([[form('long', 300), form('short', 40)]], walls)[0]?.wish.name).toBe('long')
    const beside = { x: 140, y: 30, w: 40, h: 40 }
    expect(placeForms([[form('long', 300), form('short', 40)]], [...walls, beside])[0]?.wish.name).toBe('short')
  })

  it('lets nobody be long at the cost of another', () => {
    const right = { ...form('short', 40), spots: [{ x: 180, y: 50 }] }
    const names = placeForms([[form('long', 150), form('short', 40)], [right]], walls).map((placed) => placed?.wish.name)
    expect(names).toEqual(['short', 'short'])
  })
})
