/** A network that is torn: its parts as regions behind the hosts, and a partition that somebody is drawing. */
import type { Tokens } from '../styles/tokens.ts'
import { dot, font, roundBox, type Ink, pathFor } from './draw-kit.ts'
import type { Box } from './layout.ts'
import { cardBox, inSight, type Point, type Scene, type Sight, type View } from './scene.ts'

/** Colours of the parts, in their order; beyond, they begin anew and the number tells them apart. */
export const partHues = ['blue', 'violet', 'amber', 'green'] as const
export type PartHue = (typeof partHues)[number]

export function partHue(part: number): PartHue {
  return partHues[part % partHues.length] ?? 'blue'
}

const soft: { readonly [hue in PartHue]: keyof Tokens } = { blue: 'blueSoft', violet: 'violetSoft', amber: 'amberSoft', green: 'greenSoft' }
const dashes: readonly (readonly number[])[] = [[], [10, 5], [2, 5], [12, 4, 2, 4]]

/** How far a region reaches beyond its cards: neighbours become one. */
export const reach = 16
/** What the label of a part takes on the screen, px: number, primary and button. */
export const partLabel = { w: 220, h: 22 } as const

export interface NetworkPart {
  /** From 0. */
  readonly part: number
  readonly hosts: readonly string[]
  /** Primaries among them; none while they elect one. */
  readonly primaries: readonly string[]
}

export interface Tear {
  readonly network: string
  readonly parts: readonly NetworkPart[]
}

/** The network over which agents talk that is torn, and its parts; null: none is. */
export function tearOf(scene: Pick<Scene, 'layout' | 'mirror'>): Tear | null {
  const { layout, mirror } = scene
  const primaries = new Set(mirror.ha?.primaries)
  for (const bus of layout.buses) {
    const network = mirror.networks.get(bus.name)
    if (network === undefined || !network.up || network.groups.length < 2) continue
    const parts = network.groups.map((hosts, part) => ({ part, hosts, primaries: hosts.filter((host) => primaries.has(host)) }))
    return { network: bus.name, parts }
  }
  return null
}

export function drawTear(ink: Ink, scene: Scene, tear: Tear | null, sight: Sight): void {
  if (tear === null) return
  for (const { part, hosts } of tear.parts) {
    const hue = partHue(part)
    const region = pathFor(ink)
    const boxes = hosts.flatMap((host) => (scene.layout.hosts.has(host) ? [grown(cardBox(scene, host), reach)] : []))
    const seen = boxes.filter((box) => inSight(sight, box))
    for (const box of seen) region.roundRect(box.x, box.y, box.w, box.h, 14)
    bridge(region, seen)
    // The outline first: the filling covers what of it lies inside.
    ink.lineWidth = 4
    ink.setLineDash([...(dashes[part % dashes.length] ?? [])])
    ink.lineCap = 'butt'
    ink.strokeStyle = scene.colours[hue]
    ink.stroke(region)
    ink.setLineDash([])
    ink.fillStyle = scene.colours[soft[hue]]
    ink.fill(region)
  }
}

/** Neighbours in a row become one region without notches. */
function bridge(region: Path2D, boxes: readonly Box[]): void {
  const rows = new Map<number, Box[]>()
  for (const box of boxes) rows.set(Math.round(box.y), [...(rows.get(Math.round(box.y)) ?? []), box])
  for (const row of rows.values()) {
    row.sort((a, b) => a.x - b.x)
    row.forEach((box, at) => {
      const next = row[at + 1]
      if (next !== undefined && next.x <= box.x + box.w) region.rect(box.x + box.w / 2, box.y, next.x - box.x, box.h)
    })
  }
}

function grown(box: Box, by: number): Box {
  return { x: box.x - by, y: box.y - by, w: box.w + by * 2, h: box.h + by * 2 }
}

/** Where the label of a part stands: on the upper edge of its uppermost host, of those the leftmost. */
export function partAnchor(scene: Scene, hosts: readonly string[]): Point | null {
  let best: Box | null = null
  for (const host of hosts) {
    if (!scene.layout.hosts.has(host)) continue
    const box = cardBox(scene, host)
    if (best === null || box.y < best.y - 1 || (Math.abs(box.y - best.y) <= 1 && box.x < best.x)) best = box
  }
  return best === null ? null : { x: best.x - reach + 10, y: best.y - reach }
}

/** Between labels of parts on the screen, px. */
const labelGap = 3

/** The upper edge of a label so that it lies on none of the others: above those in its way. Px of the screen. */
export function topAbove({ x, y, w, h }: Box, taken: readonly Box[]): number {
  let top = y
  for (;;) {
    const inWay = taken.filter(
      (other) => x < other.x + other.w && other.x < x + w && top < other.y + other.h + labelGap && other.y < top + h + labelGap,
    )
    if (inWay.length === 0) return top
    top = Math.min(...inWay.map((other) => other.y)) - h - labelGap
  }
}

/** A partition that is being drawn. */
export interface DraftSight {
  readonly parts: ReadonlyMap<string, number>
  /** The part that is being drawn. */
  readonly current: number
  /** The line so far, in the world; empty while nobody draws. */
  readonly line: readonly Point[]
}

export function drawDraft(ink: Ink, view: View, scene: Scene, draft: DraftSight): void {
  const width = 3 / Math.min(1, Math.max(view.zoom, 0.2))
  for (const [host, part] of draft.parts) {
    if (!scene.layout.hosts.has(host)) continue
    const box = grown(cardBox(scene, host), width + 3)
    const colour = scene.colours[partHue(part)]
    roundBox(ink, box.x, box.y, box.w, box.h, 12)
    ink.lineWidth = width
    ink.setLineDash([])
    ink.strokeStyle = colour
    ink.stroke()
    drawNumber(ink, scene, box, part, width, colour)
  }
  drawLine(ink, scene, draft, width)
}

function drawNumber(ink: Ink, scene: Scene, box: Box, part: number, width: number, colour: string): void {
  const r = width * 2.7
  dot(ink, box.x + r * 0.3, box.y + r * 0.3, r)
  ink.fillStyle = colour
  ink.fill()
  ink.font = font(r * 1.3, 700)
  ink.fillStyle = scene.colours.surface
  ink.textAlign = 'center'
  ink.textBaseline = 'middle'
  ink.fillText(String(part + 1), box.x + r * 0.3, box.y + r * 0.34)
}

function drawLine(ink: Ink, scene: Scene, { line, current }: DraftSight, width: number): void {
  if (line.length < 2) return
  ink.beginPath()
  for (const { x, y } of line) ink.lineTo(x, y)
  ink.closePath()
  ink.strokeStyle = scene.colours[partHue(current)]
  ink.fillStyle = ink.strokeStyle
  ink.lineWidth = width * 0.7
  ink.lineJoin = 'round'
  ink.setLineDash([width * 2.4, width * 1.6])
  ink.stroke()
  ink.setLineDash([])
  ink.globalAlpha = 0.12
  ink.fill()
  ink.globalAlpha = 1
}

/** Hosts whose cards a line that is closed goes around: their middle lies inside. */
export function hostsWithin(scene: Scene, line: readonly Point[]): string[] {
  if (line.length < 3) return []
  return [...scene.layout.hosts.keys()].filter((host) => {
    const card = cardBox(scene, host)
    return scene.mirror.hosts.has(host) && isInside(line, { x: card.x + card.w / 2, y: card.y + card.h / 2 })
  })
}

/** Whether a ray to the right crosses the closed line an odd number of times. */
export function isInside(line: readonly Point[], at: Point): boolean {
  let inside = false
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const a = line[i]
    const b = line[j]
    if (a === undefined || b === undefined) continue
    if (a.y > at.y !== b.y > at.y && at.x < ((b.x - a.x) * (at.y - a.y)) / (b.y - a.y) + a.x) inside = !inside
  }
  return inside
}
