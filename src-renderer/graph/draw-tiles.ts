/** VMs as tiles, by the thousand. One path for each colour: all of them cost a handful of fills. */
import { vmLooks } from '../stores/world-mirror.ts'
import { fitName, font, pathFor, type Ink } from './draw-kit.ts'
import { wholeCards, type KeptTiles, type TileCard, type TilePart } from './kept-tiles.ts'
import { slotBox, type Box } from './layout.ts'
import { cardBox, vmBox, type Scene, type View } from './scene.ts'
import { vmShape } from './shapes.ts'
import { heatHues, heatStepOf } from './tints.ts'

/** Code of a slot in which nothing stands. */
const free = 255
const looksBits = 3
const codeOf = (colour: number, look: number): number => (colour << looksBits) | look
const running = vmLooks.indexOf('running')

/** True where the colours of tiles are those of a layer, not of their states. */
function isHeated({ layers, tints }: Pick<Scene, 'layers' | 'tints'>): boolean {
  return layers.heat || (layers.heatScore && tints.scores !== null)
}

function tileCard(scene: Scene, host: number, isHot: boolean): TileCard | null {
  const { mirror, slots, layout } = scene
  const grid = scene.grids[host]
  const name = mirror.hostNames[host]
  if (grid === undefined || name === undefined) return null
  const count = slots.slotsOf(host)
  const codes = new Uint8Array(count)
  for (let slot = 0; slot < count; slot++) {
    const vm = slots.vmAt(host, slot)
    const look = mirror.vmLook[vm] ?? 0
    codes[slot] = vm < 0 ? free : codeOf(isHot ? heatStepOf(scene, vm) : look, look)
  }
  const { x, y } = cardBox(scene, name)
  return { host, x, y, grid, room: Math.max(layout.card.slots, count), codes }
}

export function drawTiles(ink: Ink, view: View, scene: Scene, hosts: readonly number[], kept: KeptTiles | null): void {
  const isHot = isHeated(scene)
  const cards = hosts.map((host) => tileCard(scene, host, isHot)).filter((card) => card !== null)
  const paint = (onto: Ink, parts: readonly TilePart[]): void => paintTiles(onto, scene, parts, isHot)
  if (kept === null) paint(ink, wholeCards(cards))
  else kept.draw(ink, view, { colours: scene.colours, isHot, cards }, paint)
  markTiles(ink, scene, hosts)
  const legible = cards.filter(({ grid }) => grid.w * view.zoom >= 42)
  nameTiles(ink, scene, legible)
}

function paintTiles(ink: Ink, { colours }: Pick<Scene, 'colours'>, parts: readonly TilePart[], isHot: boolean): void {
  const fills = new Map<number, Path2D>()
  let marks: Path2D | null = null
  for (const { card, slots } of parts) {
    const { codes, grid, x, y } = card
    for (let at = 0; at < (slots?.length ?? codes.length); at++) {
      const slot = slots?.[at] ?? at
      const code = codes[slot] ?? free
      if (code === free) continue
      const box = slotBox(grid, slot, x, y)
      let fill = fills.get(code >> looksBits)
      if (fill === undefined) fills.set(code >> looksBits, (fill = pathFor(ink)))
      fill.rect(box.x, box.y, box.w, box.h)
      const look = code & ((1 << looksBits) - 1)
      if (look !== running) addTileMark((marks ??= pathFor(ink)), look, box)
    }
  }
  ink.globalAlpha = isHot ? 1 : 0.85
  for (const [colour, path] of fills) {
    const look = vmLooks[colour] ?? 'off'
    ink.fillStyle = colours[isHot ? (heatHues[colour] ?? 'track') : look === 'off' ? 'inset' : vmShape[look].hue]
    ink.fill(path)
  }
  ink.globalAlpha = 1
  if (marks === null) return
  ink.setLineDash([])
  ink.lineWidth = 1
  ink.strokeStyle = colours.text
  ink.stroke(marks)
}

/** Off: hollow; booting: lower half; anything that is wrong: a cross. Colour alone would not do. */
function addTileMark(path: Path2D, look: number, box: Box): void {
  const word = vmLooks[look]
  if (word === 'down' || word === 'crashed') {
    path.moveTo(box.x + 2, box.y + 2)
    path.lineTo(box.x + box.w - 2, box.y + box.h - 2)
    path.moveTo(box.x + box.w - 2, box.y + 2)
    path.lineTo(box.x + 2, box.y + box.h - 2)
  } else if (word === 'off') path.rect(box.x + 0.5, box.y + 0.5, box.w - 1, box.h - 1)
  else {
    path.moveTo(box.x + 1, box.y + box.h / 2)
    path.lineTo(box.x + box.w - 1, box.y + box.h / 2)
  }
}

/** From so many on nobody could tell them from all others. */
const markedMax = 200

function markTiles(ink: Ink, scene: Scene, hosts: readonly number[]): void {
  const { marked, mirror } = scene
  if (marked.size === 0 || marked.size >= markedMax) return
  const path = pathFor(ink)
  for (const id of marked) {
    const vm = id.startsWith('vm:') ? (mirror.vmIndex.get(id.slice(3)) ?? -1) : -1
    const box = hosts.includes(mirror.vmHost[vm] ?? -1) ? vmBox(scene, vm) : null
    if (box !== null) path.rect(box.x - 1.5, box.y - 1.5, box.w + 3, box.h + 3)
  }
  ink.lineWidth = 2.4
  ink.strokeStyle = scene.colours.blue
  ink.stroke(path)
}

function nameTiles(ink: Ink, scene: Scene, cards: readonly TileCard[]): void {
  const { colours, layers, mirror, slots } = scene
  ink.textAlign = 'center'
  ink.textBaseline = 'middle'
  for (const { host, codes, grid, x, y } of cards) {
    for (let slot = 0; slot < codes.length; slot++) {
      const vm = slots.vmAt(host, slot)
      if (vm < 0) continue
      const box = slotBox(grid, slot, x, y)
      const name = mirror.vmNames[vm] ?? ''
      // Smaller rather than cut: whoever comes so close wants to read it.
      ink.font = font(Math.max(1.8, Math.min(5, box.h * 0.5, (box.w - 2) / (name.length * 0.62))), 600)
      ink.fillStyle = vmLooks[mirror.vmLook[vm] ?? 0] === 'off' || layers.heat || layers.heatScore ? colours.text : colours.surface
      ink.fillText(fitName(ink, name, box.w - 1.5), box.x + box.w / 2, box.y + box.h / 2)
    }
  }
}
