/** The ways between hosts and datastores. */
import type { Box } from './layout.ts'
import { boxOf, cardBox, type Point, type Scene } from './scene.ts'

export interface Bend {
  /** From the foot of the host to where the bend begins: past the cards that stand below it. Without any: only there. */
  readonly lead: readonly (readonly [number, number])[]
  readonly from: readonly [number, number]
  readonly c1: readonly [number, number]
  readonly c2: readonly [number, number]
  readonly to: readonly [number, number]
}

/** The way from a host to a datastore; `lift` bends it away from others between the same two. */
export function bend(scene: Scene, host: string, datastore: string, lift: number): Bend | null {
  const size = scene.layout.datastores.get(datastore)
  if (size === undefined || !scene.layout.hosts.has(host)) return null
  const card = cardBox(scene, host)
  const store = boxOf(scene, `datastore:${datastore}`, size)
  const foot = [card.x + card.w / 2, card.y + card.h] as const
  const lead = leadOf(scene, host, card, store.y)
  const from = lead.at(-1) ?? foot
  const spread = Math.max(-1, Math.min(1, (from[0] - (store.x + store.w / 2)) / 500))
  const to = [store.x + store.w / 2 + spread * store.w * 0.3, store.y + 10] as const
  const dy = Math.max(40, to[1] - from[1])
  return { lead: [foot, ...lead], from, to, c1: [from[0], from[1] + dy * (0.55 + lift)], c2: [to[0] + spread * 60, to[1] - dy * 0.6] }
}

/** Off the right side of the cards, px: a row further up keeps nearer to them, and the stubs of the network to the left of the next are beyond. */
const aside = 5
const asidePerRow = 4
/** Below the card until it turns. */
const drop = 7

/** Past the cards between a host and the datastores: down beside them. What went behind them would seem to come from them. */
function leadOf(scene: Scene, host: string, card: Box, storeY: number): readonly (readonly [number, number])[] {
  const own = card.y + card.h
  const below = [...scene.layout.hosts.keys()].map((other) => cardBox(scene, other)).filter(({ y, h }) => y >= own && y + h < storeY)
  if (below.length === 0) return []
  const bottom = Math.max(...below.map(({ y, h }) => y + h))
  // In a row that is not full there is nothing below.
  if (!below.some((box) => box.x < card.x + card.w && box.x + box.w > card.x)) return [[card.x + card.w / 2, bottom]]
  const x = card.x + card.w + aside + (scene.layout.hosts.get(host)?.row ?? 0) * asidePerRow
  return [
    [card.x + card.w / 2, own + drop],
    [x, own + drop],
    [x, bottom],
  ]
}

export function traceBend(path: Path2D, b: Bend): void {
  b.lead.forEach(([x, y], at) => (at === 0 ? path.moveTo(x, y) : path.lineTo(x, y)))
  path.bezierCurveTo(b.c1[0], b.c1[1], b.c2[0], b.c2[1], b.to[0], b.to[1])
}

export function pointOn(b: Bend, t: number): Point {
  const u = 1 - t
  const at = (i: 0 | 1): number => u * u * u * b.from[i] + 3 * u * u * t * b.c1[i] + 3 * u * t * t * b.c2[i] + t * t * t * b.to[i]
  return { x: at(0), y: at(1) }
}
