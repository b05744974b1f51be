import { expect, it } from 'vitest'
import type { Ink } from './pan-cache.ts'
import { PanCache } from './pan-cache.ts'
import type { View } from './scene.ts'

const still: View = { width: 800, height: 600, dpr: 1, panX: 10, panY: 20, zoom: 0.5 }

/** Records what would be painted; nobody looks at pixels here. */
function bench() {
  const painted: View[] = []
  const copied: (readonly [number, number])[] = []
  const inkOf = (copies: boolean) =>
    ({ setTransform: () => undefined, drawImage: (_: unknown, x: number, y: number) => void (copies && copied.push([x, y])) }) as unknown as Ink
  const canvas = { width: 0, height: 0, getContext: () => inkOf(false) } as unknown as HTMLCanvasElement
  const cache = new PanCache(() => canvas)
  const draw = (view: View, nowMs: number, changed = false): void =>
    cache.draw(inkOf(true), view, changed, nowMs, (_, shown) => void painted.push(shown))
  return { painted, copied, draw }
}

it('paints once with a margin and then moves the picture', () => {
  const { painted, copied, draw } = bench()
  draw(still, 0, true)
  expect(painted).toEqual([still])
  for (let step = 1; step <= 10; step++) draw({ ...still, panX: 10 + step * 15, panY: 20 - step * 8 }, step * 16)
  expect(painted).toHaveLength(2)
  expect(painted[1]).toMatchObject({ width: 1200, height: 1000, panX: 225, panY: 212 })
  // From the top left corner of the picture to where the pane is now.
  expect(copied.at(-1)).toEqual([160 - 225, -60 - 212])
})

it('paints anew where the picture does not reach, after a change, and at another scale', () => {
  const { painted, copied, draw } = bench()
  draw(still, 0, true)
  draw({ ...still, panX: 20 }, 16)
  draw({ ...still, panX: 20 + 201 }, 32)
  expect(painted).toHaveLength(3)
  draw({ ...still, panX: 230 }, 48, true)
  expect(painted).toHaveLength(4)
  draw({ ...still, panX: 230, zoom: 0.6 }, 64)
  expect(painted.at(-1)).toMatchObject({ zoom: 0.6, width: 800 })
  expect(copied).toHaveLength(3)
})

it('paints straight onto the pane when nothing has moved for a while', () => {
  const { painted, copied, draw } = bench()
  draw(still, 0, true)
  draw({ ...still, panX: 20 }, 16)
  draw({ ...still, panX: 20 }, 2000, true)
  expect(copied).toHaveLength(1)
  expect(painted.at(-1)).toMatchObject({ width: 800, panX: 20 })
})
