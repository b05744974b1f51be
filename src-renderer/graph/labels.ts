/** Places for labels so that none lies on another, nor on what must stay readable. Pure. */
import type { Box } from './layout.ts'
import type { Point } from './scene.ts'

export interface LabelWish {
  /** Where its centre may be, the best first. */
  readonly spots: readonly Point[]
  readonly w: number
  readonly h: number
  /** What it tells of: of the cards of these hosts only what is read there stands in its way. */
  readonly hosts?: readonly string[]
}

export interface Obstacle extends Box {
  /** In the way of labels that tell nothing of this host only. */
  readonly of?: string
}

const gapX = 8
const gapY = 4
/** How often a label may step up or down from its spots: further off nobody would see what it belongs to. */
const stepsMax = 3

/** One box for each wish, in order: those before have their place. Null: all its places are taken. */
export function placeLabels(wishes: readonly LabelWish[], obstacles: readonly Obstacle[] = []): (Box | null)[] {
  return placeForms(
    wishes.map((wish) => [wish]),
    obstacles,
  ).map((placed) => placed?.box ?? null)
}

/**
 * One place for each label, which has several forms, the fullest first: all have room in their briefest form before any is fuller, and
 * those before are fuller sooner. Null: all places are taken.
 */
export function placeForms<Wish extends LabelWish>(
  labels: readonly (readonly Wish[])[],
  obstacles: readonly Obstacle[] = [],
): ({ readonly wish: Wish; readonly box: Box } | null)[] {
  const placed: ({ readonly wish: Wish; readonly box: Box } | null)[] = labels.map(() => null)
  const place = (at: number, wish: Wish): boolean => {
    const others = placed.flatMap((other, nth) => (other === null || nth === at ? [] : [other.box]))
    const box = freeBox(wish, [...obstacles.filter(({ of }) => of === undefined || wish.hosts?.includes(of) !== true), ...others])
    if (box !== null) placed[at] = { wish, box }
    return box !== null
  }
  labels.forEach((forms, at) => forms.slice(-1).forEach((briefest) => place(at, briefest)))
  labels.forEach((forms, at) => placed[at] !== null && forms.slice(0, -1).some((fuller) => place(at, fuller)))
  return placed
}

function freeBox(wish: LabelWish, taken: readonly Box[]): Box | null {
  for (const shift of shifts(wish.h + gapY + 1)) {
    for (const spot of wish.spots) {
      const box = { x: spot.x - wish.w / 2, y: spot.y - wish.h / 2 + shift, w: wish.w, h: wish.h }
      if (!taken.some((other) => meet(box, other))) return box
    }
  }
  return null
}

function* shifts(step: number): Generator<number> {
  yield 0
  for (let at = 1; at <= stepsMax; at++) {
    yield at * step
    yield -at * step
  }
}

function meet(a: Box, b: Box): boolean {
  return a.x < b.x + b.w + gapX && b.x < a.x + a.w + gapX && a.y < b.y + b.h + gapY && b.y < a.y + a.h + gapY
}
