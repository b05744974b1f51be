/** The ways between hosts and datastores. */
import { boxOf, cardBox, type Point, type Scene } from './scene.ts'

export interface Bend {
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
  const from = [card.x + card.w / 2, card.y + card.h] as const
  const spread = Math.max(-1, Math.min(1, (from[0] - (store.x + store.w / 2)) / 500))
  const to = [store.x + store.w / 2 + spread * store.w * 0.3, store.y + 10] as const
  const dy = Math.max(40, to[1] - from[1])
  return { from, to, c1: [from[0], from[1] + dy * (0.55 + lift)], c2: [to[0] + spread * 60, to[1] - dy * 0.6] }
}

export function traceBend(path: Path2D, b: Bend): void {
  path.moveTo(b.from[0], b.from[1])
  path.bezierCurveTo(b.c1[0], b.c1[1], b.c2[0], b.c2[1], b.to[0], b.to[1])
}

export function pointOn(b: Bend, t: number): Point {
  const u = 1 - t
  const at = (i: 0 | 1): number => u * u * u * b.from[i] + 3 * u * u * t * b.c1[i] + 3 * u * t * t * b.c2[i] + t * t * t * b.to[i]
  return { x: at(0), y: at(1) }
}
