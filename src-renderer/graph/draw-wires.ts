/** The management network as a bus with a stub to each host, vCenter on it, and the other networks. */
import { dot, fitText, font, glyph, roundBox, sizeInRoom, type Ink, pathFor } from './draw-kit.ts'
import { isolatedPills } from './draw-hosts.ts'
import type { Box } from './layout.ts'
import { drawMissed } from './beats.ts'
import { drawTear, partHues, tearOf } from './draw-partitions.ts'
import { drawRegions } from './draw-regions.ts'
import { boxOf, inSight, isCut, leastSize, legibleSize, stubOf, type Scene, type Sight, type View } from './scene.ts'

export function drawWires(ink: Ink, view: View, scene: Scene, sight: Sight): void {
  if (scene.layers.domains) drawRegions(ink, scene, sight)
  if (scene.layers.network) drawTear(ink, scene, tearOf(scene), sight)
  if (scene.layers.network) for (const bus of scene.layout.buses) drawBus(ink, view, scene, bus, sight)
  if (scene.layers.network && scene.layers.heartbeats) drawMissed(ink, view, scene, sight)
  drawVcenter(ink, view, scene)
  if (scene.layers.network) drawNetworks(ink, view, scene)
}

function trace(ink: Ink, points: readonly (readonly [number, number])[]): void {
  points.forEach(([x, y], at) => (at === 0 ? ink.moveTo(x, y) : ink.lineTo(x, y)))
}

/** How far the colour of a part goes along a torn network from each of its hosts. */
const partReach = 44

function drawBus(
  ink: Ink,
  view: View,
  scene: Scene,
  bus: { readonly name: string; readonly y: number; readonly x1: number; readonly x2: number },
  sight: Sight,
): void {
  const { colours, mirror } = scene
  const network = mirror.networks.get(bus.name)
  const down = network?.up === false
  const span = busSpan(scene, bus)
  ink.lineCap = 'round'
  ink.lineJoin = 'round'
  ink.lineWidth = 3.5
  const groups = network !== undefined && network.groups.length > 1 ? network.groups : []
  // A network that is torn has no colour of its own: its parts have.
  ink.strokeStyle = down ? colours.red : groups.length > 1 ? colours.lineStrong : colours.blue
  ink.globalAlpha = 0.75
  ink.setLineDash(down || groups.length > 1 ? [4, 6] : [])
  ink.beginPath()
  ink.moveTo(span.left, bus.y)
  ink.lineTo(span.right, bus.y)
  ink.stroke()
  ink.globalAlpha = 1
  ink.setLineDash([])
  const { whole, parts, cut, marks } = stubPaths(ink, view, scene, bus, groups, sight)
  ink.lineWidth = 4.5
  partHues.forEach((token, at) => {
    ink.strokeStyle = colours[token]
    ink.stroke(parts[at] ?? cut)
  })
  ink.lineWidth = scene.layout.mode === 'tiles' ? 1.3 : 2
  ink.globalAlpha = 0.8
  partHues.forEach((token, at) => {
    ink.strokeStyle = colours[token]
    ink.stroke(whole[at] ?? cut)
  })
  ink.globalAlpha = 1
  ink.strokeStyle = colours.red
  ink.setLineDash([3, 4])
  ink.stroke(cut)
  ink.setLineDash([])
  for (const [x, y] of marks) drawCutMark(ink, scene, x, y)
  const nameSize = legibleSize(view, 11 * scene.layout.scale, 22 * scene.layout.scale)
  if (nameSize !== null && scene.layers.labels) {
    ink.font = font(nameSize, 500)
    ink.fillStyle = colours.muted
    ink.textAlign = 'right'
    ink.textBaseline = 'alphabetic'
    ink.fillText(scene.texts.bus(bus.name), span.right, bus.y - 9 * scene.layout.scale)
  }
}

interface StubPaths {
  /** By colour of the part that a host is in. */
  readonly whole: readonly Path2D[]
  readonly parts: readonly Path2D[]
  readonly cut: Path2D
  readonly marks: readonly (readonly [number, number])[]
}

/** The ways from the bus to all hosts in sight, gathered by what they look like. */
function stubPaths(
  ink: Ink,
  view: View,
  scene: Scene,
  bus: { readonly name: string; readonly y: number },
  groups: readonly (readonly string[])[],
  sight: Sight,
): StubPaths {
  const whole: Path2D[] = partHues.map(() => pathFor(ink))
  const parts: Path2D[] = partHues.map(() => pathFor(ink))
  const cut = pathFor(ink)
  const pills = new Map(isolatedPills(ink, view, scene).map(({ host, box }) => [host, box]))
  const marks: (readonly [number, number])[] = []
  for (const host of scene.layout.hosts.keys()) {
    const points = stubOf(scene, host, bus.y)
    const first = points[0]
    const last = points.at(-1)
    if (first === undefined || last === undefined) continue
    if (!inSight(sight, { x: Math.min(first[0], last[0]) - 8, y: bus.y - 8, w: 24, h: last[1] - bus.y + 16 })) continue
    const broken = isCut(scene.mirror, host, bus.name)
    const group = Math.max(
      0,
      groups.findIndex((members) => members.includes(host)),
    )
    const path = broken ? cut : (whole[group % partHues.length] ?? cut)
    points.forEach(([x, y], at) => (at === 0 ? path.moveTo(x, y) : path.lineTo(x, y)))
    if (broken) marks.push(markPoint(points, pills.get(host) ?? null))
    else if (groups.length > 1) {
      const part = parts[group % partHues.length]
      part?.moveTo(first[0] - partReach, bus.y)
      part?.lineTo(first[0] + partReach, bus.y)
    }
  }
  return { whole, parts, cut, marks }
}

/** The bus reaches as far as the hosts were dragged. */
export function busSpan(scene: Scene, bus: { readonly x1: number; readonly x2: number }): { readonly left: number; readonly right: number } {
  let left = bus.x1
  let right = bus.x2
  for (const host of scene.layout.hosts.keys()) {
    const centre = scene.centres.get(`host:${host}`)
    if (centre === undefined) continue
    left = Math.min(left, centre.x - scene.layout.card.w / 2 - 15)
    right = Math.max(right, centre.x + scene.layout.card.w / 2)
  }
  return { left, right }
}

/** Where a way is marked as cut: in its middle, or in that of what a label above the card leaves of it; beside a card in a lower row above its bend. */
export function markPoint(points: readonly (readonly [number, number])[], pill: Box | null): readonly [number, number] {
  const [from = [0, 0], to = from] = points
  if (points.length > 2) return [to[0], to[1] - 10]
  return [from[0], (from[1] + Math.min(to[1], pill?.y ?? to[1])) / 2]
}

function drawCutMark(ink: Ink, scene: Scene, x: number, y: number): void {
  dot(ink, x, y, 9)
  ink.fillStyle = scene.colours.bg
  ink.fill()
  glyph(ink, 'cross', x, y, 7.5, scene.colours.red)
}

function drawVcenter(ink: Ink, view: View, scene: Scene): void {
  const { colours, mirror } = scene
  const box = boxOf(scene, 'vcenter:vcenter', scene.layout.vcenter)
  const up = mirror.vcenter === null || (mirror.vcenter.running && mirror.vcenter.connected)
  roundBox(ink, box.x, box.y, box.w, box.h, 5)
  ink.fillStyle = up ? colours.surface : colours.redSoft
  ink.fill()
  ink.lineWidth = up ? 1.2 : 1.6
  ink.setLineDash(up ? [] : [4, 3])
  ink.strokeStyle = up ? colours.lineStrong : colours.red
  ink.stroke()
  ink.setLineDash([])
  const bus = scene.layout.buses[0]
  if (bus !== undefined && scene.layers.network) {
    ink.beginPath()
    trace(ink, [
      [box.x + box.w / 2, box.y + box.h],
      [box.x + box.w / 2, bus.y],
    ])
    ink.lineWidth = 2
    ink.stroke()
  }
  const { scale } = scene.layout
  glyph(ink, up ? 'filled' : 'cross', box.x + 15 * scale, box.y + box.h / 2, 4 * scale, up ? colours.green : colours.red)
  const most = legibleSize(view, 12 * scale, box.h * 0.72)
  if (most === null) return
  const text = up ? scene.texts.vcenter : scene.texts.vcenterDown
  ink.fillStyle = up ? colours.text : colours.red
  ink.font = font(sizeInRoom(ink, text, box.w - 30 * scale, leastSize(view, 12 * scale), most, 500), 500)
  ink.textAlign = 'left'
  ink.textBaseline = 'middle'
  ink.fillText(fitText(ink, text, box.w - 30 * scale), box.x + 25 * scale, box.y + box.h / 2 + 0.5)
}

function drawNetworks(ink: Ink, view: View, scene: Scene): void {
  const { scale } = scene.layout
  const most = legibleSize(view, 11 * scale, 18 * scale)
  // Without their names all are the same.
  if (most === null) return
  for (const [name, known] of scene.layout.networks) {
    const box = boxOf(scene, `network:${name}`, known)
    const up = scene.mirror.networks.get(name)?.up !== false
    const { colours } = scene
    roundBox(ink, box.x, box.y, box.w, box.h, box.h / 2)
    ink.fillStyle = up ? colours.surface : colours.redSoft
    ink.fill()
    ink.lineWidth = 1
    ink.strokeStyle = up ? colours.line : colours.red
    ink.stroke()
    ink.font = font(sizeInRoom(ink, name, box.w - 14, leastSize(view, 11 * scale), most, 500), 500)
    ink.fillStyle = up ? colours.muted : colours.red
    ink.textAlign = 'center'
    ink.textBaseline = 'middle'
    ink.fillText(fitText(ink, name, box.w - 14), box.x + box.w / 2, box.y + box.h / 2 + 0.5)
  }
}
