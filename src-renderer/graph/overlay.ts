/** What moves: heartbeats on the management network, and VMs on their way from a dead host to their new one. */
import { dot, fitText, font, pill, roundBox, type Ink } from './draw-kit.ts'
import type { Box } from './layout.ts'
import { stubOf } from './draw-wires.ts'
import { cardBox, enterWorld, isCut, slotBoxOn, vmBox, type Point, type Scene, type View } from './scene.ts'

/** A restart by HA that is under way or was just done. */
export interface RestartArc {
  readonly vm: string
  readonly from: string
  readonly to: string
  /** Attempt issued, not yet powered on. */
  readonly open: boolean
  /** 1 = fresh, 0 = gone. */
  readonly strength: number
  readonly label: string
}

export interface Motion {
  readonly nowMs: number
  /** Dots move and travellers run; false: what is shown stands still. */
  readonly moving: boolean
  readonly heartbeats: boolean
  readonly speed: number
}

/** More arcs than this are thin and bare. */
const manyArcs = 12

export function drawOverlay(ink: Ink, view: View, scene: Scene, arcs: readonly RestartArc[], motion: Motion): void {
  ink.setTransform(1, 0, 0, 1, 0, 0)
  ink.clearRect(0, 0, view.width * view.dpr, view.height * view.dpr)
  enterWorld(ink, view)
  if (motion.heartbeats) drawHeartbeats(ink, scene, motion)
  const many = arcs.length > manyArcs
  const arriving = new Map<string, number>()
  for (const arc of [...arcs].reverse()) {
    const before = arriving.get(arc.to) ?? 0
    if (arc.open) arriving.set(arc.to, before + 1)
    drawArc(ink, view, scene, arc, { before, many }, motion)
  }
  ink.globalAlpha = 1
}

/** One beat a second of simulated time, but never faster than the eye follows. */
function drawHeartbeats(ink: Ink, scene: Scene, motion: Motion): void {
  const bus = scene.layout.buses[0]
  const primaries = scene.mirror.ha?.primaries ?? []
  if (bus === undefined) return
  const periodMs = Math.max(1000 / Math.max(motion.speed, 0.5), 700)
  ink.fillStyle = scene.colours.blue
  let offset = 0
  for (const host of scene.layout.hosts.keys()) {
    offset += 0.37
    const state = scene.mirror.hosts.get(host)
    if (state?.haState !== 'secondary' || isCut(scene.mirror, host, bus.name)) continue
    const primary = primaries.find((name) => !isCut(scene.mirror, name, bus.name))
    if (primary === undefined) continue
    const way = [...[...stubOf(scene, host, bus.y)].reverse(), ...stubOf(scene, primary, bus.y)]
    const [x, y] = alongWay(way, (motion.nowMs / periodMs + offset) % 1)
    dot(ink, x, y, 4)
    ink.fill()
  }
}

function alongWay(way: readonly (readonly [number, number])[], share: number): readonly [number, number] {
  let total = 0
  for (let at = 1; at < way.length; at++) total += length(way[at - 1], way[at])
  let left = total * share
  for (let at = 1; at < way.length; at++) {
    const part = length(way[at - 1], way[at])
    const [a, b] = [way[at - 1], way[at]]
    if (a !== undefined && b !== undefined && left <= part) {
      const t = part === 0 ? 0 : left / part
      return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
    }
    left -= part
  }
  return way.at(-1) ?? [0, 0]
}

function length(a: readonly [number, number] | undefined, b: readonly [number, number] | undefined): number {
  return a === undefined || b === undefined ? 0 : Math.hypot(a[0] - b[0], a[1] - b[1])
}

interface ArcEnds {
  readonly from: Point
  readonly to: Point
  /** Where the VM will be, while it is not there yet. */
  readonly place: Box | null
}

function arcEnds(scene: Scene, arc: RestartArc, before: number): ArcEnds | null {
  const vm = scene.mirror.vmIndex.get(arc.vm) ?? -1
  const oldHost = scene.mirror.hostIndex.get(arc.from) ?? -1
  const newHost = scene.mirror.hostIndex.get(arc.to) ?? -1
  if (!scene.layout.hosts.has(arc.from) || !scene.layout.hosts.has(arc.to)) return null
  const source = cardBox(scene, arc.from)
  const target = cardBox(scene, arc.to)
  const home = scene.layout.mode === 'chips' && scene.mirror.vmHome[vm] === oldHost ? slotBoxOn(scene, oldHost, scene.slots.homeSlotOf(vm)) : null
  const settled = scene.mirror.vmHost[vm] === newHost
  const box = settled ? vmBox(scene, vm) : scene.layout.mode === 'chips' ? slotBoxOn(scene, newHost, scene.slots.freeSlot(newHost, before)) : null
  const leftwards = target.x < source.x
  const from = home === null ? { x: source.x + source.w / 2, y: source.y + source.h / 2 } : { x: home.x + home.w / 2, y: home.y + home.h - 2 }
  const to =
    box === null
      ? { x: leftwards ? target.x + target.w : target.x, y: target.y + target.h * 0.7 }
      : { x: box.x + (leftwards ? box.w + 3 : -3), y: box.y + box.h / 2 }
  return { from, to, place: settled ? null : box }
}

/** The place kept for a VM that is being started: dashed, with its name. */
function drawPlace(ink: Ink, scene: Scene, box: Box, name: string): void {
  roundBox(ink, box.x, box.y, box.w, box.h, Math.min(5, box.h / 4))
  ink.setLineDash([5, 3])
  ink.lineWidth = 1.6
  ink.strokeStyle = scene.colours.violet
  ink.stroke()
  ink.setLineDash([])
  ink.font = font(Math.min(12, box.h * 0.6), 500)
  ink.fillStyle = scene.colours.violet
  ink.textAlign = 'center'
  ink.textBaseline = 'middle'
  ink.fillText(fitText(ink, name, box.w - 8), box.x + box.w / 2, box.y + box.h / 2)
}

function drawArc(
  ink: Ink,
  view: View,
  scene: Scene,
  arc: RestartArc,
  among: { readonly before: number; readonly many: boolean },
  motion: Motion,
): void {
  const ends = arcEnds(scene, arc, among.before)
  if (ends === null) return
  const { from, to, place } = ends
  if (place !== null && arc.open) drawPlace(ink, scene, place, arc.vm)
  const sag = Math.min(150, 40 + Math.abs(to.x - from.x) * 0.16)
  const c1 = { x: from.x + (to.x - from.x) * 0.2, y: Math.max(from.y, to.y) + sag }
  const c2 = { x: from.x + (to.x - from.x) * 0.75, y: Math.max(from.y, to.y) + sag }
  ink.globalAlpha = Math.max(0, Math.min(1, arc.strength)) * (among.many ? 0.5 : 1)
  ink.strokeStyle = scene.colours.violet
  const scale = (among.many ? 0.55 : 1) / Math.min(1, Math.max(view.zoom, 0.4))
  ink.lineWidth = 2.2 * scale
  ink.setLineDash(arc.open ? [7, 5] : [])
  ink.lineDashOffset = arc.open && motion.moving ? -(motion.nowMs / 28) % 12 : 0
  ink.beginPath()
  ink.moveTo(from.x, from.y)
  ink.bezierCurveTo(c1.x, c1.y, c2.x, c2.y, to.x, to.y)
  ink.stroke()
  ink.setLineDash([])
  ink.lineDashOffset = 0
  arrowHead(ink, scene, c2, to, 10 * scale)
  const middle = bezier(from, c1, c2, to, 0.5)
  if (arc.open && motion.moving && !among.many) drawTraveller(ink, scene, bezier(from, c1, c2, to, ease((motion.nowMs / 1500) % 1)), arc.vm)
  if (view.zoom > 0.4 && !among.many && arc.label !== '')
    pill(ink, arc.label, middle.x, middle.y, { fill: scene.colours.surface, line: scene.colours.violet, text: scene.colours.violet })
}

function ease(t: number): number {
  return t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2
}

function bezier(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const u = 1 - t
  const mix = (p: number, q: number, r: number, s: number): number => u * u * u * p + 3 * u * u * t * q + 3 * u * t * t * r + t * t * t * s
  return { x: mix(a.x, b.x, c.x, d.x), y: mix(a.y, b.y, c.y, d.y) }
}

function arrowHead(ink: Ink, scene: Scene, before: Point, tip: Point, size: number): void {
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x)
  ink.fillStyle = scene.colours.violet
  ink.beginPath()
  ink.moveTo(tip.x, tip.y)
  ink.lineTo(tip.x - size * Math.cos(angle - 0.45), tip.y - size * Math.sin(angle - 0.45))
  ink.lineTo(tip.x - size * Math.cos(angle + 0.45), tip.y - size * Math.sin(angle + 0.45))
  ink.closePath()
  ink.fill()
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
