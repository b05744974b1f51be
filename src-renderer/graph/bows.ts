/** The way of a VM between two hosts, and what of it is seen: it passes behind what has to stay readable. Pure. */
import type { Box } from './layout.ts'
import type { Point } from './scene.ts'

/** A cubic Bézier curve. */
export interface Bow {
  readonly from: Point
  readonly c1: Point
  readonly c2: Point
  readonly to: Point
}

const between = (a: Point, b: Point, t: number): Point => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t })

export function pointOnBow({ from, c1, c2, to }: Bow, t: number): Point {
  const u = 1 - t
  const mix = (p: number, q: number, r: number, s: number): number => u * u * u * p + 3 * u * u * t * q + 3 * u * t * t * r + t * t * t * s
  return { x: mix(from.x, c1.x, c2.x, to.x), y: mix(from.y, c1.y, c2.y, to.y) }
}

/** The end of it from `t` on. */
function after({ from, c1, c2, to }: Bow, t: number): Bow {
  const [ab, bc, cd] = [between(from, c1, t), between(c1, c2, t), between(c2, to, t)]
  const [abc, bcd] = [between(ab, bc, t), between(bc, cd, t)]
  return { from: between(abc, bcd, t), c1: bcd, c2: cd, to }
}

const reversed = ({ from, c1, c2, to }: Bow): Bow => ({ from: to, c1: c2, c2: c1, to: from })

function partOf(bow: Bow, start: number, end: number): Bow {
  const rest = after(bow, start)
  return reversed(after(reversed(rest), end >= 1 ? 0 : (1 - end) / (1 - start)))
}

/** How finely a bow is looked at: some px between two looks in any picture that can be read. */
const steps = 96

const isIn = (box: Box, { x, y }: Point): boolean => x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h

/** The pieces that are in none of the boxes, from its beginning to its end. */
export function piecesOutside(bow: Bow, boxes: readonly Box[]): readonly Bow[] {
  const { from, c1, c2, to } = bow
  const xs = [from.x, c1.x, c2.x, to.x]
  const ys = [from.y, c1.y, c2.y, to.y]
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const near = boxes.filter(({ x, y, w, h }) => x < right && x + w > left && y < bottom && y + h > top)
  if (near.length === 0) return [bow]
  const pieces: Bow[] = []
  let start: number | null = null
  for (let step = 0; step <= steps; step++) {
    const t = step / steps
    const at = pointOnBow(bow, t)
    const isHidden = near.some((box) => isIn(box, at))
    if (!isHidden) start ??= t
    if (start !== null && (isHidden || step === steps)) {
      // Where it is hidden the piece ends with the last look that was free.
      const end = isHidden ? t - 1 / steps : 1
      if (end > start) pieces.push(partOf(bow, start, end))
      start = null
    }
  }
  return pieces
}
