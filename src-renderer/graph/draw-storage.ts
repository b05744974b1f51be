/** Datastores as cylinders, the paths to them, and who holds the locks of which VMs. */
import { formatNumber } from '../../src-main/contract/texts/format.ts'
import { fitName, fitText, font, glyph, heart, padlock, roundBox, sizeInRoom, textWidth, type Ink, pathFor } from './draw-kit.ts'
import { placeForms } from './labels.ts'
import type { Box } from './layout.ts'
import { bend, pointOn, traceBend, type Bend } from './bends.ts'
import { obstaclesOf } from './obstacles.ts'
import { troubledPaths, drawTroubledPath, drawAccessLabels } from './draw-access.ts'
import {
  boxOf,
  cardBox,
  inSight,
  isSameView,
  labelScale,
  labelZoomMin,
  leastSize,
  legibleSize,
  type LockGroup,
  type Scene,
  type Sight,
  type View,
} from './scene.ts'

/** Up to here all paths are drawn faintly; in larger labs only those of what is selected. */
export const allPathsMax = 24
/** Up to here locks are drawn for all; beyond, only those of marked objects. */
const allLocksMax = 16

/** What leads to the datastores. Cards come after it: a way from an upper row passes behind those below. */
export function drawStorageWays(ink: Ink, scene: Scene): void {
  drawPaths(ink, scene)
  const locks = scene.layers.locks ? shownLocks(scene) : []
  for (const lock of locks) drawLockLine(ink, scene, lock)
  for (const path of troubledPaths(scene)) drawTroubledPath(ink, scene, path)
  if (scene.layers.datastoreHeartbeats) drawDatastoreBeats(ink, scene)
}

/** Datastores and the labels of the ways to them. */
export function drawStorage(ink: Ink, view: View, scene: Scene, sight: Sight): void {
  for (const [name, size] of scene.layout.datastores) {
    const box = boxOf(scene, `datastore:${name}`, size)
    if (inSight(sight, box)) drawCylinder(ink, view, scene, name, box)
  }
  if (view.zoom <= labelZoomMin) return
  const labels = lockLabels(ink, view, scene)
  for (const { box, text, stale } of labels) drawLockLabel(ink, scene, box, text, stale)
  if (scene.layers.labels)
    drawAccessLabels(ink, view, scene, troubledPaths(scene), [...labels.map(({ box }) => box), ...obstaclesOf(ink, view, scene)])
}

function drawPaths(ink: Ink, scene: Scene): void {
  const { mirror, layout } = scene
  if (layout.hosts.size * layout.datastores.size > allPathsMax) return
  const fine = pathFor(ink)
  const dead = pathFor(ink)
  const chosen = pathFor(ink)
  for (const [name, datastore] of mirror.datastores) {
    for (const [host, access] of Object.entries(datastore.hosts)) {
      if (!layout.hosts.has(host) || !layout.datastores.has(name)) continue
      if (access !== 'ok') continue
      const whole = mirror.hosts.get(host)?.power === 'on'
      curve(whole ? fine : dead, scene, host, name, 0)
      if (whole && (scene.marked.has(`host:${host}`) || scene.marked.has(`datastore:${name}`))) curve(chosen, scene, host, name, 0)
    }
  }
  ink.lineWidth = 1.2
  ink.setLineDash([])
  ink.strokeStyle = scene.colours.lineStrong
  ink.globalAlpha = 0.8
  ink.stroke(fine)
  ink.setLineDash([3, 5])
  ink.strokeStyle = scene.colours.red
  ink.globalAlpha = 0.55
  ink.stroke(dead)
  ink.globalAlpha = 1
  ink.setLineDash([])
  ink.lineWidth = 2.2
  ink.strokeStyle = scene.colours.blue
  ink.stroke(chosen)
}

function curve(path: Path2D, scene: Scene, host: string, datastore: string, lift: number): void {
  const b = bend(scene, host, datastore, lift)
  if (b !== null) traceBend(path, b)
}

export const beatLift = 0.22

export interface DatastoreBeat {
  readonly way: Bend
  /** The host writes it: it runs and reaches the datastore. */
  readonly alive: boolean
}

/** Which hosts keep a heartbeat on which datastores; in large labs of what is selected only. */
export function datastoreBeats(scene: Scene): readonly DatastoreBeat[] {
  const { mirror, layout, marked } = scene
  const all = layout.hosts.size * 2 <= allPathsMax
  const beats: DatastoreBeat[] = []
  for (const [host, state] of mirror.hosts) {
    for (const name of state.heartbeatDatastores) {
      if (!all && !marked.has(`host:${host}`) && !marked.has(`datastore:${name}`)) continue
      const way = bend(scene, host, name, beatLift)
      if (way !== null) beats.push({ way, alive: state.power === 'on' && mirror.datastores.get(name)?.hosts[host] === 'ok' })
    }
  }
  return beats
}

function drawDatastoreBeats(ink: Ink, scene: Scene): void {
  const { colours } = scene
  const fine = pathFor(ink)
  const lost = pathFor(ink)
  const beats = datastoreBeats(scene)
  for (const { way, alive } of beats) traceBend(alive ? fine : lost, way)
  ink.lineWidth = 1.6
  ink.setLineDash([2, 4])
  ink.strokeStyle = colours.blue
  ink.stroke(fine)
  ink.strokeStyle = colours.red
  ink.stroke(lost)
  ink.setLineDash([])
  for (const { way, alive } of beats) {
    const at = pointOn(way, 0.86)
    heart(ink, at.x, at.y, 9, alive ? colours.blue : colours.red)
  }
}

function shownLocks(scene: Scene): readonly LockGroup[] {
  const { marked } = scene
  if (scene.locks.length <= allLocksMax) return scene.locks
  return scene.locks
    .filter(
      (lock) =>
        lock.stale || marked.has(`host:${lock.host}`) || marked.has(`datastore:${lock.datastore}`) || lock.vms.some((vm) => marked.has(`vm:${vm}`)),
    )
    .slice(0, allLocksMax * 2)
}

function drawLockLine(ink: Ink, scene: Scene, lock: LockGroup): void {
  const path = pathFor(ink)
  curve(path, scene, lock.host, lock.datastore, 0)
  ink.lineWidth = 2
  ink.strokeStyle = lock.stale ? scene.colours.red : scene.colours.green
  ink.setLineDash(lock.stale ? [3, 4] : [])
  ink.stroke(path)
  ink.setLineDash([])
}

/** Longer ones lose their middle: names of one kind differ at their ends. */
const NAME_MAX = 20

const shortName = (name: string): string => (name.length <= NAME_MAX ? name : `${name.slice(0, 9)}…${name.slice(-10)}`)

function namesOf(vms: readonly string[]): string {
  const shown = vms
    .slice(0, vms.length <= 3 ? 3 : 2)
    .map(shortName)
    .join(', ')
  return vms.length <= 3 ? shown : `${shown} +${formatNumber(vms.length - 2)}`
}

const labelSpots = [0.42, 0.34, 0.5, 0.26, 0.58, 0.66, 0.18, 0.74, 0.82] as const

export interface LockLabel {
  readonly box: Box
  readonly host: string
  readonly text: string
  readonly stale: boolean
}

/** Those of the last picture: what moves above it keeps off them many times a second. */
let last: { readonly scene: Scene; readonly view: View; readonly labels: readonly LockLabel[] } | null = null

/** Labels sit on their curves, or below their hosts, each where nothing else is; where there is little room they are brief. */
export function lockLabels(ink: Ink, view: View, scene: Scene): readonly LockLabel[] {
  if (last?.scene !== scene || !isSameView(view, last.view)) last = { scene, view, labels: placeLockLabels(ink, view, scene) }
  return last.labels
}

function placeLockLabels(ink: Ink, view: View, scene: Scene): readonly LockLabel[] {
  if (!scene.layers.locks || !scene.layers.labels) return []
  const size = 11 * labelScale(view)
  const isMarked = ({ host, datastore }: LockGroup): boolean => scene.marked.has(`host:${host}`) || scene.marked.has(`datastore:${datastore}`)
  // Whoever comes first has the choice.
  const rank = (lock: LockGroup): number => (isMarked(lock) ? 0 : lock.stale ? 1 : 2)
  const drafts = [...shownLocks(scene)]
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((lock) => {
      const way = bend(scene, lock.host, lock.datastore, 0)
      if (way === null) return []
      return [[...new Set(lockTexts(scene, lock))].map((text) => lockDraft(ink, lock, way, text, size))]
    })
  if (drafts.length === 0) return []
  return placeForms(drafts, [...obstaclesOf(ink, view, scene), ...cardSides(scene), belowDatastores(scene)]).flatMap((placed) =>
    placed === null ? [] : [{ ...placed.wish, box: placed.box }],
  )
}

/** The fullest first; the last is how many VMs there are. */
function lockTexts({ texts }: Scene, { vms, stale }: LockGroup): readonly string[] {
  const first = shortName(vms[0] ?? '')
  const names = [namesOf(vms), vms.length > 1 ? `${first} +${formatNumber(vms.length - 1)}` : first]
  return [...(stale ? names.map((text) => texts.lockStale(text)) : names), formatNumber(vms.length)]
}

function lockDraft(ink: Ink, { host, stale }: LockGroup, way: Bend, text: string, size: number) {
  const [w, h] = [textWidth(ink, text, size, 500) + size * 2 + 10, size + 11]
  const [footX, footY] = way.lead[0] ?? way.from
  const [x, y] = [footX, footY + h / 2 + 7]
  const beside = (w + 9) / 2
  const spots = [...labelSpots.map((spot) => pointOn(way, spot)), ...[0, -beside, beside].map((dx) => ({ x: x + dx, y }))]
  return { text, stale, host, hosts: [host], spots, w, h }
}

/** On the border of a card a label would be half the host's and half nobody's. */
function cardSides(scene: Scene): readonly Box[] {
  return [...scene.layout.hosts.keys()].flatMap((name) => {
    const { x, y, w, h } = cardBox(scene, name)
    return [x, x + w].map((side) => ({ x: side, y, w: 0, h }))
  })
}

/** Below the upper edge of the datastores no way leads: a label there would be of none. */
function belowDatastores({ layout, centres }: Scene): Box {
  const tops = [...layout.datastores].map(([name, { h }]) => (centres.get(`datastore:${name}`)?.y ?? 0) - h / 2)
  const far = 1e5
  return { x: -far, y: Math.min(...tops), w: 2 * far, h: far }
}

function drawLockLabel(ink: Ink, scene: Scene, box: Box, text: string, stale: boolean): void {
  const colour = stale ? scene.colours.red : scene.colours.green
  roundBox(ink, box.x, box.y, box.w, box.h, box.h / 2)
  ink.fillStyle = stale ? scene.colours.redSoft : scene.colours.surface
  ink.fill()
  ink.lineWidth = 1
  ink.strokeStyle = colour
  ink.stroke()
  const size = box.h - 11
  padlock(ink, box.x + size + 3, box.y + box.h / 2, size, stale, colour)
  ink.font = font(size, 500)
  ink.fillStyle = colour
  ink.textAlign = 'left'
  ink.textBaseline = 'middle'
  ink.fillText(text, box.x + size * 2, box.y + box.h / 2 + 0.5)
}

function drawCylinder(ink: Ink, view: View, scene: Scene, name: string, box: Box): void {
  const { colours, mirror } = scene
  const state = mirror.datastores.get(name)
  const accesses = state === undefined ? [] : Object.values(state.hosts)
  const bad = accesses.some((access) => access !== 'ok')
  const rx = box.w / 2
  const ry = (box.h * 12) / 76
  const x = box.x + rx
  ink.beginPath()
  ink.moveTo(box.x, box.y + ry)
  ink.lineTo(box.x, box.y + box.h - ry)
  ink.bezierCurveTo(box.x, box.y + box.h + ry / 3, box.x + box.w, box.y + box.h + ry / 3, box.x + box.w, box.y + box.h - ry)
  ink.lineTo(box.x + box.w, box.y + ry)
  ink.fillStyle = bad ? colours.amberSoft : colours.surface
  ink.fill()
  ink.lineWidth = bad ? 1.8 : 1.2
  ink.strokeStyle = bad ? colours.amber : colours.lineStrong
  ink.stroke()
  ink.beginPath()
  ink.ellipse(x, box.y + ry, rx, ry, 0, 0, Math.PI * 2)
  ink.fillStyle = colours.raised
  ink.fill()
  ink.stroke()
  if (bad) glyph(ink, 'bang', x, box.y + ry, ry * 0.42, colours.amber)
  const unit = box.h / 76
  const detailSize = legibleSize(view, 10.5 * unit, 14 * unit)
  const most = legibleSize(view, 12.5 * unit, (detailSize === null ? 40 : 17) * unit)
  if (most === null) return
  const size = sizeInRoom(ink, name, box.w - 8, leastSize(view, 12.5 * unit), most, 600)
  ink.textAlign = 'center'
  ink.textBaseline = 'middle'
  ink.font = font(size, 600)
  ink.fillStyle = colours.text
  ink.fillText(fitName(ink, name, box.w - 8), x, box.y + (detailSize === null ? 48 : 39) * unit)
  if (detailSize === null) return
  const detail = scene.texts.datastore(name)
  ink.font = font(sizeInRoom(ink, detail, box.w - 8, leastSize(view, 10.5 * unit), detailSize))
  ink.fillStyle = colours.muted
  ink.fillText(fitText(ink, detail, box.w - 8), x, box.y + 57 * unit)
}
