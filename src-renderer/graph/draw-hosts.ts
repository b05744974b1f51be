/** Host cards with their VMs as chips or tiles. */
import type { HostView } from '../../src-main/contract/api.ts'
import { hostLook, vmLooks, type HostLook, type VmLook } from '../stores/world-mirror.ts'
import { heatOf, heatStep, poolColour } from './tints.ts'
import type { Tokens } from '../styles/tokens.ts'
import { crown, dot, fitName, fitText, fitted, font, glyph, pill, pillHeight, roundBox, sheet, sizeInRoom, textWidth, type Ink } from './draw-kit.ts'
import { drawTiles } from './draw-tiles.ts'
import type { KeptTiles } from './kept-tiles.ts'
import { cardHead, cardPadding, slotBox, type Box } from './layout.ts'
import { hostShape, softOf, vmShape } from './shapes.ts'
import { cardBox, inSight, labelScale, labelZoomMin, leastSize, legibleMin, legibleSize, type Scene, type Sight, type View } from './scene.ts'

export function drawCards(ink: Ink, view: View, scene: Scene, sight: Sight, kept: KeptTiles | null): void {
  const seen: number[] = []
  scene.mirror.hostNames.forEach((name, host) => {
    if (scene.layout.hosts.has(name) && inSight(sight, cardBox(scene, name))) seen.push(host)
  })
  for (const host of seen) drawCard(ink, view, scene, host)
  if (scene.layout.mode === 'tiles') drawTiles(ink, view, scene, seen, kept)
  else for (const host of seen) drawChips(ink, view, scene, host)
}

/** What isolated hosts wait for, on the upper edges of their cards. Above all else: the ring of a selection would cross them. */
export function drawIslands(ink: Ink, view: View, scene: Scene): void {
  const { amberSoft: fill, amber: line } = scene.colours
  for (const { text, size, box } of isolatedPills(ink, view, scene))
    pill(ink, text, box.x + box.w / 2, box.y + box.h / 2, { fill, line, text: line }, size)
}

export function isolatedPills(
  ink: Ink,
  view: View,
  scene: Scene,
): readonly { readonly host: string; readonly text: string; readonly size: number; readonly box: Box }[] {
  if (view.zoom <= labelZoomMin || !scene.layers.labels) return []
  const size = 11 * labelScale(view)
  const h = pillHeight(size)
  return [...scene.islands].flatMap(([name, text]) => {
    if (!scene.layout.hosts.has(name)) return []
    const card = cardBox(scene, name)
    const w = textWidth(ink, text, size, 500) + 20
    // It grows upwards: below stands the head of the card.
    return [{ host: name, text, size, box: { x: card.x + (card.w - w) / 2, y: card.y + 4 - h, w, h } }]
  })
}

function drawCard(ink: Ink, view: View, scene: Scene, host: number): void {
  const { colours, mirror } = scene
  const name = mirror.hostNames[host] ?? ''
  const state = mirror.hosts.get(name)
  const look = state === undefined ? 'off' : hostLook(state)
  const box = cardBox(scene, name)
  const dead = look === 'failed'
  roundBox(ink, box.x + 1, box.y + 2.5, box.w, box.h, 9)
  ink.fillStyle = colours.shadow
  ink.fill()
  roundBox(ink, box.x, box.y, box.w, box.h, 8)
  const heat = scene.layers.heatMemory && state !== undefined ? memoryHeat(colours, state) : null
  ink.fillStyle = dead ? colours.redSoft : dim.has(look) ? colours.inset : (heat ?? colours.surface)
  ink.fill()
  outlineCard(ink, colours, box, look)
  if (view.zoom < namesZoom) return
  drawHead(ink, view, scene, box, name, look)
  if (view.zoom < barsZoom) return
  if (dead || dim.has(look)) drawNotes(ink, view, scene, box, scene.notes.get(name) ?? [])
  else if (state !== undefined) drawMeters(ink, view, scene, box, state)
}

/** Hosts that run no VM, or of which nothing is known. */
const dim: ReadonlySet<HostLook> = new Set(['off', 'standby', 'booting'])

/** Each kind of trouble has a line of its own; one that is isolated stands behind two. */
function outlineCard(ink: Ink, colours: Tokens, box: Box, look: HostLook): void {
  const faint = look === 'off' || look === 'standby' || look === 'disconnected' || look === 'uninitialized'
  ink.lineWidth = look === 'failed' || look === 'isolated' ? 2 : 1.2
  ink.setLineDash(look === 'failed' ? [7, 4] : faint ? [4, 4] : [])
  ink.strokeStyle =
    look === 'failed' || look === 'error' ? colours.red : hostShape[look].hue === 'amber' ? colours.amber : faint ? colours.lineStrong : colours.line
  ink.stroke()
  if (look === 'isolated') {
    roundBox(ink, box.x - 5, box.y - 5, box.w + 10, box.h + 10, 12)
    ink.lineWidth = 1.6
    ink.setLineDash([9, 4, 2, 4])
    ink.stroke()
  }
  ink.setLineDash([])
}

/** A card by how much of the host's memory is used; its bar says the percent. */
function memoryHeat(colours: Tokens, state: HostView): string {
  const share = state.memoryCapacityMiB > 0 ? state.memoryUsedMiB / state.memoryCapacityMiB : 0
  return [colours.surface, colours.greenSoft, colours.greenSoft, colours.amberSoft, colours.redSoft][heatStep(share * 100)] ?? colours.surface
}

/** Below this zoom the words of a badge could not be read, and below the other a card has no bars: its name may be as high as its head. */
const farZoom = 0.6
const namesZoom = 0.15
const barsZoom = 0.3
/** Of the line with the name, units of the world; far away as much as there is room for, up to `farPixels` on the screen. */
const nearHeight = 22
const farPixels = 15
/** Above the words of the meters, above bars without words, and where there is nothing but the name. */
const farHeights = { words: 26, bars: 30, alone: cardHead - 18 } as const

function farHeight(view: View): number {
  const most = view.zoom < barsZoom ? farHeights.alone : meterSize(view) === null ? farHeights.bars : farHeights.words
  return Math.max(nearHeight, Math.min(most, Math.round(farPixels / view.zoom)))
}

const meterSize = (view: View): number | null => legibleSize(view, 11, 17)

function drawHead(ink: Ink, view: View, scene: Scene, box: Box, name: string, look: HostLook): void {
  const { colours, mirror, texts } = scene
  const shape = hostShape[look]
  const badge = texts.badge(name, look)
  // Far away only what can still be read is drawn, and larger.
  const far = view.zoom < farZoom
  const height = far ? farHeight(view) : nearHeight
  const badgeSize = legibleSize(view, 11, 15) ?? 11
  const badgeWidth = far ? height * 0.85 : textWidth(ink, badge, badgeSize, 500) + 26
  const isPrimary = mirror.isPrimary(name)
  const crownWidth = height * 0.6
  const room = box.w - cardPadding * 2 - badgeWidth - (isPrimary ? crownWidth + 13 : 8)
  const most = far ? Math.floor((height * 0.8) / 2) * 2 : (legibleSize(view, 14, 17) ?? 14)
  const size = sizeInRoom(ink, texts.hostName(name), room, far ? 16 : 14, most, 600)
  const fontText = font(size, 600)
  const label = fitted(ink, texts.hostName(name), room, fontText)
  const middle = box.y + (far ? 8 : 10) + height / 2
  ink.font = fontText
  ink.fillStyle = look === 'failed' ? colours.red : colours.text
  ink.textAlign = 'left'
  ink.textBaseline = 'middle'
  ink.fillText(label.text, box.x + cardPadding, middle)
  if (isPrimary) crown(ink, box.x + cardPadding + label.width + 7, middle - crownWidth * 0.46, crownWidth, colours.amber)
  const badgeX = box.x + box.w - 10 - badgeWidth
  const badgeHeight = height * 0.91
  roundBox(ink, badgeX, middle - badgeHeight / 2, badgeWidth, badgeHeight, 4)
  const solid = look === 'failed'
  ink.fillStyle = solid ? colours.redFill : softOf(colours, shape.hue)
  ink.fill()
  const textColour = solid ? colours.onRedFill : colours[shape.hue]
  glyph(ink, shape.glyph, far ? badgeX + badgeWidth / 2 : badgeX + 11, middle, height * 0.165, textColour)
  if (far) return
  ink.font = font(badgeSize, 500)
  ink.fillStyle = textColour
  ink.textAlign = 'left'
  ink.fillText(badge, badgeX + 19, box.y + 21.5)
}

/** Whole, and smaller where there is little room; left out where they could not be read. */
function drawNotes(ink: Ink, view: View, scene: Scene, box: Box, notes: readonly string[]): void {
  const room = box.w - cardPadding * 2
  const wanted = legibleSize(view, 11, 15)
  if (wanted === null) return
  const widest = Math.max(1, ...notes.slice(0, 2).map((note) => textWidth(ink, note, wanted)))
  const size = Math.max(11, Math.floor(2 * Math.min(wanted, (wanted * room) / widest)) / 2)
  if (size * view.zoom < legibleMin) return
  ink.font = font(size)
  ink.fillStyle = scene.colours.muted
  ink.textAlign = 'left'
  ink.textBaseline = 'middle'
  notes.slice(0, 2).forEach((note, at) => ink.fillText(fitText(ink, note, room), box.x + cardPadding, box.y + 45 + at * 17))
}

/** What is used of CPU and memory. Words and figures are larger in a picture that was made small; where nobody could read them, bars take their place. */
function drawMeters(ink: Ink, view: View, scene: Scene, box: Box, state: HostView): void {
  const size = meterSize(view)
  const { cpu, memory } = scene.texts
  const names = size === null ? 0 : Math.max(34, ...[cpu, memory].map((text) => textWidth(ink, text, size) + 7))
  const figures = size === null ? 0 : Math.max(34, textWidth(ink, '100%', size) + 5)
  const meter = (dy: number, text: string, used: number, capacity: number): void => {
    const share = capacity > 0 ? Math.min(1, used / capacity) : 0
    const y = box.y + dy
    if (size !== null) {
      ink.font = font(size)
      ink.textBaseline = 'middle'
      ink.textAlign = 'left'
      ink.fillStyle = scene.colours.muted
      ink.fillText(text, box.x + cardPadding, y)
      ink.textAlign = 'right'
      ink.fillText(`${String(Math.round(share * 100))}%`, box.x + box.w - cardPadding, y)
    }
    const h = size === null ? 11 : 7
    drawBar(ink, scene, { x: box.x + cardPadding + names, y: y - h / 2, w: box.w - cardPadding * 2 - names - figures, h }, share)
  }
  meter(44, cpu, state.cpuUsedMHz, state.cpuCapacityMHz)
  meter(61, memory, state.memoryUsedMiB, state.memoryCapacityMiB)
}

function drawBar(ink: Ink, { colours }: Scene, { x, y, w, h }: Box, share: number): void {
  roundBox(ink, x, y, w, h, h / 2)
  ink.fillStyle = colours.track
  ink.fill()
  if (share <= 0) return
  roundBox(ink, x, y, Math.max(5, w * share), h, h / 2)
  ink.fillStyle = share >= 0.9 ? colours.red : share >= 0.75 ? colours.amber : colours.blue
  ink.fill()
}

function drawChips(ink: Ink, view: View, scene: Scene, host: number): void {
  const grid = scene.grids[host]
  const name = scene.mirror.hostNames[host]
  if (grid === undefined || name === undefined) return
  const card = cardBox(scene, name)
  const state = scene.mirror.hosts.get(name)
  const dead = state === undefined || hostLook(state) === 'failed' || state.power !== 'on'
  if (dead)
    for (const ghost of scene.slots.ghostsOf(host))
      drawGhost(ink, view, scene, slotBox(grid, ghost.slot, card.x, card.y), scene.mirror.vmNames[ghost.vm] ?? '')
  const count = scene.slots.slotsOf(host)
  for (let slot = 0; slot < count; slot++) {
    const vm = scene.slots.vmAt(host, slot)
    if (vm >= 0) drawChip(ink, view, scene, vm, slotBox(grid, slot, card.x, card.y))
  }
}

function drawGhost(ink: Ink, view: View, scene: Scene, box: Box, name: string): void {
  roundBox(ink, box.x, box.y, box.w, box.h, Math.min(5, box.h / 4))
  ink.setLineDash([4, 3])
  ink.lineWidth = 1
  ink.strokeStyle = scene.colours.faint
  ink.globalAlpha = 0.65
  ink.stroke()
  ink.globalAlpha = 1
  ink.setLineDash([])
  const size = chipTextSize(view, box)
  if (size === null || box.w * view.zoom <= 30) return
  // Whole: a name that shines through could not be read on the ground of a failed host.
  ink.font = font(sizeInRoom(ink, name, box.w - 8, leastSize(view, plainChipText(box), chipTextMin), size))
  ink.fillStyle = scene.colours.muted
  ink.textAlign = 'center'
  ink.textBaseline = 'middle'
  ink.fillText(fitName(ink, name, box.w - 8), box.x + box.w / 2, box.y + box.h / 2)
}

/** Below this, px, the name of a VM says nothing any more; above it, little is better than nothing. */
const chipTextMin = 5.5
const plainChipText = ({ h }: Box): number => Math.min(12, h * 0.6)

/** Of the name on a chip with room enough; null where it could not be read. */
function chipTextSize(view: View, box: Box): number | null {
  return legibleSize(view, plainChipText(box), Math.min(18, box.h * 0.74), chipTextMin)
}

function drawChip(ink: Ink, view: View, scene: Scene, vm: number, box: Box): void {
  const { colours, mirror } = scene
  const name = mirror.vmNames[vm] ?? ''
  const look = vmLooks[mirror.vmLook[vm] ?? 0] ?? 'off'
  const shape = vmShape[look]
  const marked = scene.marked.has(`vm:${name}`)
  const heat = look === 'running' ? heatOf(scene, vm) : null
  roundBox(ink, box.x, box.y, box.w, box.h, Math.min(5, box.h / 4))
  ink.fillStyle = heat
    ? ([colours.inset, colours.greenSoft, colours.greenSoft, colours.amberSoft, colours.redSoft][heat.step] ?? colours.inset)
    : softOf(colours, shape.hue)
  ink.fill()
  ink.lineWidth = marked ? 2.4 : vm === scene.hoverVm ? 1.8 : look === 'running' || look === 'off' ? 1 : 1.8
  ink.setLineDash(look === 'down' || look === 'off' ? [4, 3] : [])
  const heatInk = [colours.faint, colours.green, colours.green, colours.amber, colours.red][heat?.step ?? 1] ?? colours.green
  const pending = scene.pending.get(name)
  if (pending !== undefined && !marked) ink.lineWidth = 2
  ink.strokeStyle = marked ? colours.blue : pending !== undefined ? colours[pending.grave ? 'red' : 'amber'] : heat ? heatInk : colours[shape.hue]
  ink.stroke()
  ink.setLineDash([])
  drawPoolEdge(ink, scene, vm, box)
  const note = noteOf(scene, name, look, heat?.text ?? null)
  if (box.w * view.zoom >= 18 && box.h * view.zoom >= 7) drawChipText(ink, view, scene, box, name, look, note)
}

/** The resource pool of the VM, as a coloured edge. */
function drawPoolEdge(ink: Ink, { layers, tints, colours }: Scene, vm: number, box: Box): void {
  const colour = layers.pools && tints.pools !== null ? poolColour(colours, tints.pools[vm] ?? -1) : null
  if (colour === null) return
  ink.fillStyle = colour
  ink.fillRect(box.x, box.y + box.h - Math.max(2, box.h * 0.12), box.w, Math.max(2, box.h * 0.12))
}

interface ChipNote {
  readonly text: string
  readonly colour: string
  /** Time is running out: it has a mark also where there is no room for the words. */
  readonly clock: boolean
}

/** The second line of a chip: what is about to be done with the VM comes before all else. */
function noteOf(scene: Scene, name: string, look: VmLook, heatText: string | null): ChipNote {
  const { colours } = scene
  const pending = scene.pending.get(name)
  if (pending !== undefined) return { text: pending.text, colour: colours[pending.grave ? 'red' : 'amber'], clock: true }
  if (heatText !== null) return { text: heatText, colour: colours.muted, clock: false }
  const text = look === 'running' || look === 'off' ? '' : scene.texts.vmNote(look, name)
  return { text, colour: colours[vmShape[look].hue], clock: false }
}

function drawChipText(ink: Ink, view: View, scene: Scene, box: Box, name: string, look: VmLook, note: ChipNote): void {
  const { colours } = scene
  const shape = vmShape[look]
  const r = Math.min(4, box.h * 0.2)
  const twoLines = box.h >= 34 && note.text !== ''
  const line = twoLines ? { ...box, h: box.h / 2 } : box
  const most = chipTextSize(view, line)
  const marks = drawChipMarks(ink, scene, box, name, note.clock && !twoLines ? note.colour : null)
  const y = box.y + box.h / 2 - (twoLines ? 7 : 0)
  glyph(ink, shape.glyph, box.x + 6 + r, y, r, colours[shape.hue])
  const left = box.x + 11 + r * 2
  const width = box.w - (left - box.x) - 5 - marks
  if (most === null || width * view.zoom < 12) return
  const weight = look === 'running' || look === 'off' ? 500 : 600
  ink.font = font(sizeInRoom(ink, name, width, leastSize(view, plainChipText(line), chipTextMin), most, weight), weight)
  ink.fillStyle = look === 'off' ? colours.muted : colours.text
  ink.textAlign = 'left'
  ink.textBaseline = 'middle'
  ink.fillText(fitName(ink, name, width), left, y + 0.5)
  if (!twoLines) return
  // A countdown has to be read also in a picture that was made small: it grows until it meets the name above it or the edge below.
  const wanted = note.clock ? Math.min(10 * labelScale(view), box.h - 20, 16) : 10
  ink.font = font(Math.max(10, Math.min(wanted, (wanted * (box.w - 12)) / Math.max(1, textWidth(ink, note.text, wanted)))))
  ink.fillStyle = note.colour
  ink.fillText(fitText(ink, note.text, box.w - 12), box.x + 6, box.y + box.h / 2 + 9)
}

/** At the right edge: a power-off record, and a clock that runs. Gives the width that they take. */
function drawChipMarks(ink: Ink, scene: Scene, box: Box, name: string, clock: string | null): number {
  const size = Math.min(10, box.h * 0.5)
  const y = box.y + Math.min(box.h / 2, size * 0.5 + 5)
  let taken = 0
  if (scene.mirror.vms.get(name)?.powerOffRecord === true) {
    sheet(ink, box.x + box.w - size * 0.5 - 4, y, size, scene.colours.text)
    taken += size + 3
  }
  if (clock === null) return taken
  const [x, r] = [box.x + box.w - size * 0.5 - 4 - taken, size * 0.48]
  ink.strokeStyle = clock
  ink.lineWidth = 1.3
  dot(ink, x, y, r)
  ink.moveTo(x, y - r * 0.6)
  ink.lineTo(x, y)
  ink.lineTo(x + r * 0.5, y)
  ink.stroke()
  return taken + size + 3
}
