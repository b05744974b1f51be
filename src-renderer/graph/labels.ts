/** Places for labels so that none lies on another, nor on what must stay readable. Pure. */
import type { Box } from './layout.ts'
import type { Point } from './scene.ts'

export interface LabelWish {
  /** Where its centre may be, the best first. */
  readonly spots: readonly Point[]
  readonly w: number
  readonly h: number
}

const gapX = 8
const gapY = 4
/** How often a label may step up or down from its spots. */
const stepsMax = 9

/** One box for each wish, in order: those before have their place. */
export function placeLabels(wishes: readonly LabelWish[], obstacles: readonly Box[] = []): Box[] {
  const taken = [...obstacles]
  return wishes.map((wish) => {
    const box = bestBox(wish, taken)
    taken.push(box)
    return box
  })
}

function bestBox(wish: LabelWish, taken: readonly Box[]): Box {
  let best: Box | null = null
  let leastCover = Infinity
  for (const shift of shifts(wish.h + gapY + 1)) {
    for (const spot of wish.spots) {
      const box = { x: spot.x - wish.w / 2, y: spot.y - wish.h / 2 + shift, w: wish.w, h: wish.h }
      const cover = taken.reduce((sum, other) => sum + overlap(box, other), 0)
      if (cover >= leastCover) continue
      leastCover = cover
      best = box
      if (cover === 0) return box
    }
  }
  return best ?? { x: 0, y: 0, w: wish.w, h: wish.h }
}

function* shifts(step: number): Generator<number> {
  yield 0
  for (let at = 1; at <= stepsMax; at++) {
    yield at * step
    yield -at * step
  }
}

function overlap(a: Box, b: Box): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x) + gapX
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y) + gapY
  return w > 0 && h > 0 ? w * h : 0
}
