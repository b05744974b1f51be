/** The small drawing of a project: hosts by fault domain, VMs as dots, datastores below. Pure: shapes as SVG path data in a box of fixed size. */
import type { ProjectCard } from '../../../src-main/contract/api.ts'

export type Thumbnail = ProjectCard['thumbnail']

export const boxWidth = 240
export const boxHeight = 126

const margin = 10
const busY = 10
const top = 18
const discHeight = 15
const wireRoom = 13
const framePad = 4
const groupGap = 8
const rowsMax = 12
const cardWidthMax = 50
const cardHeightMax = 42
/** More regions than these would be frames and nothing else. */
const framesMax = 12
const discsMax = 9
/** Diameters of a dot, the largest first that leaves room for all VMs of every host. */
const dotSizes = [6, 5, 4, 3.2, 2.6, 2, 1.5] as const
const dotPitch = 1.5
/** Single curves to the datastores up to this many; beyond it one line that all hang from. */
const curvesMax = 8

interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

interface Group {
  readonly framed: boolean
  readonly vms: readonly number[]
}

interface Grid {
  readonly rows: number
  readonly w: number
  readonly h: number
  readonly gap: number
}

export interface Drawing {
  readonly frames: string
  readonly hosts: string
  /** Where the names of larger cards would stand. */
  readonly titles: string
  readonly dots: string
  readonly dotSize: number
  readonly bus: string
  readonly wires: string
  readonly discs: string
  /** Datastores that are not drawn one by one, and where their number stands. */
  readonly more: { readonly count: number; readonly x: number; readonly y: number } | null
}

const fixed = (value: number): string => String(Math.round(value * 10) / 10)

function rounded({ x, y, w, h }: Box, radius: number): string {
  const r = Math.min(radius, w / 2, h / 2)
  const arc = (dx: number, dy: number): string => `a${fixed(r)} ${fixed(r)} 0 0 1 ${fixed(dx)} ${fixed(dy)}`
  return (
    `M${fixed(x + r)} ${fixed(y)}h${fixed(w - 2 * r)}${arc(r, r)}v${fixed(h - 2 * r)}${arc(-r, r)}` +
    `h${fixed(2 * r - w)}${arc(-r, -r)}v${fixed(2 * r - h)}${arc(r, -r)}z`
  )
}

function groupsOf(hosts: Thumbnail['hosts']): readonly Group[] {
  const domains = new Map<string | null, number[]>()
  for (const { domain, vms } of hosts) {
    const known = domains.get(domain)
    if (known === undefined) domains.set(domain, [vms])
    else known.push(vms)
  }
  if (domains.size > framesMax) return [{ framed: false, vms: hosts.map((host) => host.vms) }]
  return [...domains].map(([domain, vms]) => ({ framed: domain !== null, vms }))
}

const columnsOf = (group: Group, rows: number): number => Math.ceil(group.vms.length / rows)
const padOf = (group: Group): number => (group.framed ? framePad : 0)

/** Rows of hosts that give the largest cards. */
function bestGrid(groups: readonly Group[], room: { readonly w: number; readonly h: number }): Grid {
  const hosts = groups.reduce((sum, group) => sum + group.vms.length, 0)
  const gap = hosts > 24 ? 2 : hosts > 8 ? 3 : 6
  const pads = groups.reduce((sum, group) => sum + 2 * padOf(group), 0) + groupGap * (groups.length - 1)
  const padding = groups.some((group) => group.framed) ? 2 * framePad : 0
  let best: Grid = { rows: 1, w: 0, h: 0, gap }
  for (let rows = 1; rows <= rowsMax; rows++) {
    const columns = groups.reduce((sum, group) => sum + columnsOf(group, rows), 0)
    const gaps = gap * groups.reduce((sum, group) => sum + columnsOf(group, rows) - 1, 0)
    const w = Math.min(cardWidthMax, (room.w - pads - gaps) / columns)
    const h = Math.min(cardHeightMax, (room.h - padding - gap * (rows - 1)) / rows, w * 1.25)
    const card = { rows, w: Math.min(w, h * 1.6), h, gap }
    if (card.w > 0 && h > 0 && card.w * h > best.w * best.h * 1.02) best = card
  }
  return best
}

function groupBox(group: Group, grid: Grid, x: number, y: number): Box {
  const columns = columnsOf(group, grid.rows)
  const rows = Math.min(grid.rows, Math.ceil(group.vms.length / Math.max(1, columns)))
  const pad = 2 * padOf(group)
  return { x, y, w: columns * (grid.w + grid.gap) - grid.gap + pad, h: rows * (grid.h + grid.gap) - grid.gap + pad }
}

/** Room for dots in a card, and how many VMs each dot stands for where there are too many. */
function dotGrid(card: { readonly w: number; readonly h: number }, vmsMax: number, head: number) {
  const side = Math.min(card.w, card.h)
  const pad = side > 22 ? 5 : side > 12 ? 2.5 : 1.2
  const fit = (size: number) => {
    const pitch = size * dotPitch
    const columns = Math.max(1, Math.floor((card.w - 2 * pad + pitch - size) / pitch))
    const rows = Math.max(1, Math.floor((card.h - head - 2 * pad + pitch - size) / pitch))
    return { size, pitch, columns, capacity: columns * rows, pad }
  }
  const fits = dotSizes.map(fit)
  return fits.find((each) => each.capacity >= vmsMax) ?? fit(dotSizes[dotSizes.length - 1] ?? 1.5)
}

function drawHosts(boxes: readonly (Box & { readonly vms: number })[]) {
  const vmsMax = Math.max(1, ...boxes.map((box) => box.vms))
  const card = boxes[0] ?? { w: 0, h: 0 }
  const head = card.w >= 26 && card.h >= 24 ? 7 : 0
  const grid = dotGrid(card, vmsMax, head)
  const perDot = Math.max(1, vmsMax / grid.capacity)
  // Without a title the dots stand in the middle of their card.
  const rowsShown = Math.ceil(Math.min(grid.capacity, vmsMax / perDot) / grid.columns)
  const middle = (extent: number, count: number): number => (extent - count * grid.pitch + grid.pitch - grid.size) / 2
  const left = head > 0 ? grid.pad : middle(card.w, Math.min(grid.columns, vmsMax / perDot))
  const above = head > 0 ? head + grid.pad : middle(card.h, rowsShown)
  const dots = boxes.flatMap((box) =>
    Array.from({ length: Math.min(grid.capacity, Math.ceil(box.vms / perDot)) }, (_, at) => {
      const x = box.x + left + grid.size / 2 + (at % grid.columns) * grid.pitch
      const y = box.y + above + grid.size / 2 + Math.floor(at / grid.columns) * grid.pitch
      // A line of no length with round ends: one path for thousands of dots.
      return `M${fixed(x)} ${fixed(y)}h0`
    }),
  )
  return {
    hosts: boxes.map((box) => rounded(box, card.w > 20 ? 3 : 1.2)).join(''),
    titles: head === 0 ? '' : boxes.map((box) => `M${fixed(box.x + 5)} ${fixed(box.y + 6)}h${fixed(box.w * 0.42)}`).join(''),
    dots: dots.join(''),
    dotSize: grid.size,
  }
}

function drawDiscs(count: number): { readonly path: string; readonly tops: readonly number[]; readonly more: Drawing['more'] } {
  const shown = Math.min(count, discsMax)
  const spread = Math.min(46, (boxWidth - 2 * margin - (count > shown ? 30 : 0)) / Math.max(1, shown))
  const left = (boxWidth - spread * shown - (count > shown ? 26 : 0)) / 2
  const y = boxHeight - margin - discHeight
  const tops = Array.from({ length: shown }, (_, at) => left + spread * (at + 0.5))
  const disc = (x: number): string => {
    const [rx, ry, h] = [9, 2.8, discHeight - 5.6]
    return (
      `M${fixed(x - rx)} ${fixed(y + ry)}a${String(rx)} ${String(ry)} 0 0 1 ${String(2 * rx)} 0v${fixed(h)}a${String(rx)} ${String(ry)} 0 0 1 ${String(-2 * rx)} 0z` +
      `M${fixed(x - rx)} ${fixed(y + ry)}a${String(rx)} ${String(ry)} 0 0 0 ${String(2 * rx)} 0`
    )
  }
  const more = count > shown ? { count: count - shown, x: left + spread * shown + 3, y: y + discHeight - 4 } : null
  return { path: tops.map(disc).join(''), tops, more }
}

function drawWires(groups: readonly Box[], discs: readonly number[]): string {
  const to = boxHeight - margin - discHeight
  if (groups.length * discs.length <= curvesMax)
    return groups
      .flatMap((group) =>
        discs.map((x) => {
          const [from, y] = [group.x + group.w / 2, group.y + group.h]
          const middle = fixed((y + to) / 2)
          return `M${fixed(from)} ${fixed(y)}C${fixed(from)} ${middle} ${fixed(x)} ${middle} ${fixed(x)} ${fixed(to)}`
        }),
      )
      .join('')
  const y = to - wireRoom / 2
  const ends = [...groups.map((group) => group.x + group.w / 2), ...discs]
  const stubs = groups.map((group) => `M${fixed(group.x + group.w / 2)} ${fixed(group.y + group.h)}V${fixed(y)}`)
  return `M${fixed(Math.min(...ends))} ${fixed(y)}H${fixed(Math.max(...ends))}${stubs.join('')}${discs.map((x) => `M${fixed(x)} ${fixed(y)}V${fixed(to)}`).join('')}`
}

export function drawThumbnail({ hosts, datastores }: Thumbnail): Drawing {
  const groups = groupsOf(hosts)
  const bottom = boxHeight - margin - (datastores > 0 ? discHeight + wireRoom : 0)
  const room = { w: boxWidth - 2 * margin, h: bottom - top }
  const grid = bestGrid(groups, room)
  const sizes = groups.map((group) => groupBox(group, grid, 0, 0))
  const width = sizes.reduce((sum, size) => sum + size.w, 0) + groupGap * (groups.length - 1)
  let x = (boxWidth - width) / 2
  const placed = groups.map((group, at) => {
    const size = sizes[at] ?? { w: 0, h: 0 }
    const box = groupBox(group, grid, x, top + (room.h - size.h) / 2)
    x += size.w + groupGap
    return { group, box }
  })
  const boxes = placed.flatMap(({ group, box }) => {
    const columns = columnsOf(group, grid.rows)
    const pad = padOf(group)
    return group.vms.map((vms, at) => ({
      x: box.x + pad + (at % columns) * (grid.w + grid.gap),
      y: box.y + pad + Math.floor(at / columns) * (grid.h + grid.gap),
      w: grid.w,
      h: grid.h,
      vms,
    }))
  })
  const discs = drawDiscs(datastores)
  const groupBoxes = placed.map(({ box }) => box)
  const stubs = (hosts.length <= 8 ? boxes : groupBoxes)
    .filter((box) => box.y < top + room.h / 2)
    .map((box) => `M${fixed(box.x + box.w / 2)} ${String(busY)}V${fixed(box.y)}`)
  return {
    ...drawHosts(boxes),
    frames: placed
      .filter(({ group }) => group.framed)
      .map(({ box }) => rounded(box, 4))
      .join(''),
    bus:
      hosts.length === 0
        ? ''
        : `M${fixed(Math.min(...groupBoxes.map((box) => box.x)))} ${String(busY)}H${fixed(Math.max(...groupBoxes.map((box) => box.x + box.w)))}${stubs.join('')}`,
    wires: hosts.length === 0 ? '' : drawWires(groupBoxes, discs.tops),
    discs: discs.path,
    more: discs.more,
  }
}
