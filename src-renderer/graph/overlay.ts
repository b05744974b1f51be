/** What moves: heartbeats, VMs on their way from a dead host to their new one, and where a fault that is dragged may be dropped. */
import { pointOnBow, piecesOutside, type Bow } from './bows.ts'
import { drawIslands, isolatedPills } from './draw-hosts.ts'
import { dot, fitName, font, pill, pillHeight, roundBox, textWidth, type Ink } from './draw-kit.ts'
import { pointOn } from './bends.ts'
import { allPathsMax, datastoreBeats, lockLabels } from './draw-storage.ts'
import { placeForms } from './labels.ts'
import type { Box } from './layout.ts'
import { drawHeartbeats } from './beats.ts'
import { obstaclesOf, readOnCard } from './obstacles.ts'
import { regionNames } from './draw-regions.ts'
import { drawDraft, type DraftSight } from './draw-partitions.ts'
import {
  boxOf,
  cardBox,
  enterWorld,
  isSameView,
  labelScale,
  labelZoomMin,
  slotBoxOn,
  vmBox,
  type Motion,
  type Point,
  type Scene,
  type SceneObject,
  type View,
} from './scene.ts'

/** A VM on its way: a restart by HA or a migration that is under way or was just done; or an FT primary with its secondary. */
export interface VmArc {
  readonly kind: 'restart' | 'migration' | 'ft'
  readonly vm: string
  readonly from: string
  readonly to: string
  /** It is not there yet: the attempt is issued, memory is on its way. */
  readonly open: boolean
  /** 1 = fresh, 0 = gone. */
  readonly strength: number
  readonly label: string
  /** For where many are: the VM and the time alone. */
  readonly brief: string
}

/** A fault over the topology. */
export interface DropSight {
  readonly takes: (object: SceneObject) => boolean
  /** VMs lie inside the cards of their hosts, which then stay lit. */
  readonly vms: boolean
  /** What would take it if it were let go now. */
  readonly over: SceneObject | null
}

/** What each kind is drawn in. */
const hues = { restart: 'violet', migration: 'blue', ft: 'green' } as const satisfies { readonly [kind in VmArc['kind']]: keyof Scene['colours'] }

const colourOf = (scene: Scene, { kind }: VmArc): string => scene.colours[hues[kind]]

/** Simulated time between two marks that travel to a datastore, as the eye is shown it. */
const beatPeriodMs = 3000
/** More arcs than this are thin and bare. */
const manyArcs = 12

/** What somebody holds over the picture. */
export interface Held {
  readonly drop: DropSight | null
  readonly draft: DraftSight | null
}

export function drawOverlay(ink: Ink, view: View, scene: Scene, arcs: readonly VmArc[], motion: Motion, { drop, draft }: Held): void {
  ink.setTransform(1, 0, 0, 1, 0, 0)
  ink.clearRect(0, 0, view.width * view.dpr, view.height * view.dpr)
  enterWorld(ink, view)
  drawIslands(ink, view, scene)
  if (motion.heartbeats) {
    if (scene.layers.network && scene.layers.heartbeats) drawHeartbeats(ink, scene, motion)
    if (scene.layers.datastoreHeartbeats) drawDatastoreHeartbeats(ink, scene, motion)
  }
  const many = arcs.length > manyArcs
  const drawn = seenOf(ink, view, scene, arcs)
  for (const curve of drawn) drawArc(ink, view, scene, curve, many, motion)
  if (!many && motion.moving)
    for (const { arc, at } of drawn) {
      if (arc.kind === 'restart' && arc.open) drawTraveller(ink, scene, pointOnBow(at, ease((motion.nowMs / 1500) % 1)), arc.vm)
      if (arc.kind === 'migration' && arc.open) drawPages(ink, scene, at, motion.nowMs)
    }
  if (!many && view.zoom > labelZoomMin && scene.layers.labels) drawLabels(ink, view, scene, drawn)
  ink.globalAlpha = 1
  if (drop !== null) drawDrop(ink, view, scene, drop)
  if (draft !== null) drawDraft(ink, view, scene, draft)
}

function drawDatastoreHeartbeats(ink: Ink, scene: Scene, motion: Motion): void {
  const beats = datastoreBeats(scene)
  if (beats.length > allPathsMax) return
  const periodMs = Math.max(beatPeriodMs / Math.max(motion.speed, 0.5), 900)
  ink.fillStyle = scene.colours.blue
  let offset = 0
  for (const { way, alive } of beats) {
    offset += 0.37
    if (!alive) continue
    const at = pointOn(way, motion.moving ? (motion.nowMs / periodMs + offset) % 1 : 0.5)
    dot(ink, at.x, at.y, 3)
    ink.fill()
  }
}

interface ArcEnds {
  readonly from: Point
  readonly to: Point
  /** Where the VM will be, while it is not there yet. */
  readonly place: Box | null
  /** Where it begins and ends, of what lies on cards. */
  readonly own: readonly Box[]
}

function arcEnds(scene: Scene, arc: VmArc, before: number): ArcEnds | null {
  const vm = scene.mirror.vmIndex.get(arc.vm) ?? -1
  const oldHost = scene.mirror.hostIndex.get(arc.from) ?? -1
  const newHost = scene.mirror.hostIndex.get(arc.to) ?? -1
  if (!scene.layout.hosts.has(arc.from) || !scene.layout.hosts.has(arc.to)) return null
  const source = cardBox(scene, arc.from)
  const target = cardBox(scene, arc.to)
  // Whoever migrates or is protected runs where the arc begins.
  const stands = scene.mirror.vmHost[vm] === oldHost ? vmBox(scene, vm) : null
  const reserved = scene.layout.mode === 'chips' && scene.mirror.vmHome[vm] === oldHost ? slotBoxOn(scene, oldHost, scene.slots.homeSlotOf(vm)) : null
  const home = stands ?? reserved
  const settled = scene.mirror.vmHost[vm] === newHost
  const box = settled ? vmBox(scene, vm) : scene.layout.mode === 'chips' ? slotBoxOn(scene, newHost, scene.slots.freeSlot(newHost, before)) : null
  const leftwards = target.x < source.x
  const from = home === null ? { x: source.x + source.w / 2, y: source.y + source.h / 2 } : { x: home.x + home.w / 2, y: home.y + home.h - 2 }
  const to =
    box === null
      ? { x: leftwards ? target.x + target.w : target.x, y: target.y + target.h * 0.7 }
      : { x: box.x + (leftwards ? box.w + 3 : -3), y: box.y + box.h / 2 }
  return { from, to, place: settled ? null : box, own: [home, box].filter((each) => each !== null) }
}

/** The place kept for a VM that is being started: dashed, with its name. */
function drawPlace(ink: Ink, box: Box, name: string, colour: string): void {
  roundBox(ink, box.x, box.y, box.w, box.h, Math.min(5, box.h / 4))
  ink.setLineDash([5, 3])
  ink.lineWidth = 1.6
  ink.strokeStyle = colour
  ink.stroke()
  ink.setLineDash([])
  ink.font = font(Math.min(12, box.h * 0.6), 500)
  ink.fillStyle = colour
  ink.textAlign = 'center'
  ink.textBaseline = 'middle'
  ink.fillText(fitName(ink, name, box.w - 8), box.x + box.w / 2, box.y + box.h / 2)
}

interface Curve {
  readonly arc: VmArc
  readonly at: Bow
  readonly place: Box | null
  readonly own: readonly Box[]
}

interface SeenCurve extends Curve {
  readonly pieces: readonly Bow[]
}

/** Arcs between the same two hosts hang ever deeper, so that each can be followed. */
function curvesOf(scene: Scene, arcs: readonly VmArc[]): Curve[] {
  const arriving = new Map<string, number>()
  const between = new Map<string, number>()
  return [...arcs].reverse().flatMap((arc) => {
    const before = arriving.get(arc.to) ?? 0
    if (arc.open) arriving.set(arc.to, before + 1)
    const ends = arcEnds(scene, arc, before)
    if (ends === null) return []
    const pair = [arc.from, arc.to].sort().join('\n')
    const nth = between.get(pair) ?? 0
    between.set(pair, nth + 1)
    const { from, to } = ends
    const low = Math.max(from.y, to.y) + Math.min(150, 40 + Math.abs(to.x - from.x) * 0.16) + nth * 18
    const at = { from, to, c1: { x: from.x + (to.x - from.x) * 0.2, y: low }, c2: { x: from.x + (to.x - from.x) * 0.75, y: low } }
    return [{ arc, at, place: ends.place, own: ends.own }]
  })
}

/** What is seen of each arc: it passes behind labels, names, and what is read on cards, and behind VMs other than its own. */
function arcPieces(ink: Ink, view: View, scene: Scene, curves: readonly Curve[]): readonly (readonly Bow[])[] {
  if (curves.length === 0) return []
  const labels = [
    ...(view.zoom > labelZoomMin ? lockLabels(ink, view, scene) : []),
    ...regionNames(ink, view, scene),
    ...isolatedPills(ink, view, scene),
  ]
  const always = labels.map(({ box }) => box)
  const cards = [...scene.layout.hosts.keys()].map((name) => ({ name, ...readOnCard(scene, name) }))
  return curves.map(({ arc, at, own }) => {
    const hosts = [arc.from, arc.to]
    const boxes = cards.flatMap(({ name, head, vms, used }) =>
      hosts.includes(name) ? [head, ...vms.filter((box) => !own.some(({ x, y }) => x === box.x && y === box.y))] : [used],
    )
    return piecesOutside(at, [...always, ...boxes])
  })
}

/** The arcs of the last picture: what moves along them is drawn many times a second. */
let last: { readonly scene: Scene; readonly view: View; readonly arcs: readonly VmArc[]; readonly seen: readonly SeenCurve[] } | null = null

/** Each arc with what is seen of it. */
export function seenOf(ink: Ink, view: View, scene: Scene, arcs: readonly VmArc[]): readonly SeenCurve[] {
  if (last?.scene === scene && last.arcs === arcs && isSameView(view, last.view)) return last.seen
  const curves = curvesOf(scene, arcs)
  const pieces = arcPieces(ink, view, scene, curves)
  const seen = curves.map((curve, at) => ({ ...curve, pieces: pieces[at] ?? [] }))
  last = { scene, view, arcs, seen }
  return seen
}

function drawArc(ink: Ink, view: View, scene: Scene, { arc, at, place, pieces }: SeenCurve, many: boolean, motion: Motion): void {
  if (place !== null && arc.open) drawPlace(ink, place, arc.vm, colourOf(scene, arc))
  ink.globalAlpha = Math.max(0, Math.min(1, arc.strength)) * (many ? 0.5 : 1)
  ink.strokeStyle = colourOf(scene, arc)
  const scale = (many ? 0.55 : 1) / Math.min(1, Math.max(view.zoom, 0.4))
  ink.lineWidth = 2.2 * scale
  ink.setLineDash(arc.kind === 'ft' ? [2, 4] : arc.open ? [7, 5] : [])
  ink.lineDashOffset = arc.open && arc.kind !== 'ft' && motion.moving ? -(motion.nowMs / 28) % 12 : 0
  ink.beginPath()
  for (const { from, c1, c2, to } of pieces) {
    ink.moveTo(from.x, from.y)
    ink.bezierCurveTo(c1.x, c1.y, c2.x, c2.y, to.x, to.y)
  }
  ink.stroke()
  ink.setLineDash([])
  ink.lineDashOffset = 0
  arrowHead(ink, colourOf(scene, arc), at.c2, at.to, 10 * scale)
}

const labelSpots = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8] as const
/** From so many on labels are brief. */
const briefFrom = 4

export interface ArcLabel {
  readonly text: string
  readonly arc: VmArc
  readonly box: Box
}

/** Each names its VM; none lies on another, on a label of a lock, on what is read or on the place of a VM that is on its way. */
export function arcLabels(ink: Ink, view: View, scene: Scene, arcs: readonly VmArc[]): readonly ArcLabel[] {
  return labelsOf(ink, view, scene, curvesOf(scene, arcs))
}

function labelsOf(ink: Ink, view: View, scene: Scene, curves: readonly Curve[]): readonly ArcLabel[] {
  const shown = curves.filter(({ arc }) => arc.label !== '' && arc.strength > 0.05)
  if (shown.length === 0) return []
  const obstacles = [
    ...lockLabels(ink, view, scene).map(({ box }) => box),
    // An arc passes hosts by: on the free part of their cards its label is still its own.
    ...obstaclesOf(ink, view, scene).filter(({ of }) => of === undefined),
    ...shown.flatMap(({ place }) => (place === null ? [] : [place])),
  ]
  const size = 11 * labelScale(view)
  const wishes = shown.map(({ arc, at }) => {
    const spots = labelSpots.map((share) => pointOnBow(at, share))
    const texts = new Set(shown.length < briefFrom ? [arc.label, arc.brief] : [arc.brief])
    return [...texts].map((text) => ({ text, arc, spots, w: textWidth(ink, text, size, 500) + 20, h: pillHeight(size) }))
  })
  return placeForms(wishes, obstacles).flatMap((placed) => (placed === null ? [] : [{ ...placed.wish, box: placed.box }]))
}

function drawLabels(ink: Ink, view: View, scene: Scene, curves: readonly Curve[]): void {
  for (const { text, arc, box } of labelsOf(ink, view, scene, curves)) {
    ink.globalAlpha = Math.max(0, Math.min(1, arc.strength * 2))
    const colour = colourOf(scene, arc)
    const style = { fill: scene.colours.surface, line: colour, text: colour }
    pill(ink, text, box.x + box.w / 2, box.y + box.h / 2, style, 11 * labelScale(view))
  }
}

/** Dims what cannot take the fault, and marks what would. */
function drawDrop(ink: Ink, view: View, scene: Scene, drop: DropSight): void {
  const { layout, colours } = scene
  ink.fillStyle = colours.bg
  for (const [object, box] of nodeBoxes(scene)) {
    if (drop.takes(object) || (drop.vms && object.kind === 'host')) continue
    ink.globalAlpha = 0.68
    ink.fillRect(box.x - 3, box.y - 3, box.w + 6, box.h + 6)
  }
  ink.globalAlpha = 1
  const { over } = drop
  const box = over === null ? null : over.kind === 'vm' ? vmBox(scene, scene.mirror.vmIndex.get(over.name) ?? -1) : boxOfObject(scene, over)
  if (box === null) return
  const width = 3 / Math.min(1, Math.max(view.zoom, 0.2))
  roundBox(ink, box.x - width, box.y - width, box.w + width * 2, box.h + width * 2, Math.min(10, layout.card.h / 8))
  ink.lineWidth = width
  ink.strokeStyle = colours.blue
  ink.stroke()
}

function boxOfObject(scene: Scene, object: SceneObject): Box | null {
  return nodeBoxes(scene).find(([other]) => other.kind === object.kind && other.name === object.name)?.[1] ?? null
}

function nodeBoxes(scene: Scene): (readonly [SceneObject, Box])[] {
  const { layout } = scene
  return [
    ...[...layout.hosts.keys()].map((name) => [{ kind: 'host', name }, cardBox(scene, name)] as const),
    ...[...layout.datastores].map(([name, size]) => [{ kind: 'datastore', name }, boxOf(scene, `datastore:${name}`, size)] as const),
    ...[...layout.networks].map(([name, size]) => [{ kind: 'network', name }, boxOf(scene, `network:${name}`, size)] as const),
    ...layout.buses.map(
      (bus) =>
        [
          { kind: 'network', name: bus.name },
          { x: bus.x1, y: bus.y - 5, w: bus.x2 - bus.x1, h: 10 },
        ] as const,
    ),
    [{ kind: 'vcenter', name: 'vcenter' }, boxOf(scene, 'vcenter:vcenter', layout.vcenter)] as const,
  ]
}

function ease(t: number): number {
  return t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2
}

function arrowHead(ink: Ink, colour: string, before: Point, tip: Point, size: number): void {
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x)
  ink.fillStyle = colour
  ink.beginPath()
  ink.moveTo(tip.x, tip.y)
  ink.lineTo(tip.x - size * Math.cos(angle - 0.45), tip.y - size * Math.sin(angle - 0.45))
  ink.lineTo(tip.x - size * Math.cos(angle + 0.45), tip.y - size * Math.sin(angle + 0.45))
  ink.closePath()
  ink.fill()
}

/** Memory goes over page by page while the VM stays where it is. */
function drawPages(ink: Ink, scene: Scene, at: Bow, nowMs: number): void {
  ink.fillStyle = scene.colours.blue
  for (let n = 0; n < 5; n++) {
    const { x, y } = pointOnBow(at, (nowMs / 2400 + n / 5) % 1)
    ink.fillRect(x - 3, y - 4, 6, 8)
  }
}

function drawTraveller(ink: Ink, scene: Scene, at: Point, name: string): void {
  ink.font = font(10.5, 600)
  const w = Math.max(34, ink.measureText(name).width + 16)
  roundBox(ink, at.x - w / 2, at.y - 10, w, 20, 5)
  ink.fillStyle = scene.colours.violetSoft
  ink.fill()
  ink.lineWidth = 1.4
  ink.strokeStyle = scene.colours.violet
  ink.stroke()
  ink.fillStyle = scene.colours.violet
  ink.textAlign = 'center'
  ink.textBaseline = 'middle'
  ink.fillText(name, at.x, at.y + 0.5)
}
