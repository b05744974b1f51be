/** Where everything of the topology stands, from the lab alone: a run never moves a card. World units are CSS pixels at zoom 1. */

export interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export interface LayoutInput {
  readonly hosts: readonly { readonly name: string; readonly faultDomain: string | null; readonly vms: number }[]
  readonly vmCount: number
  readonly datastores: readonly string[]
  readonly networks: readonly { readonly name: string; readonly kind: string }[]
}

export interface Region {
  readonly name: string
  readonly hosts: readonly string[]
}

export interface TopologyLayout {
  /** Chips carry names; tiles are for thousands. */
  readonly mode: 'chips' | 'tiles'
  readonly card: { readonly w: number; readonly h: number; readonly slots: number }
  readonly hosts: ReadonlyMap<string, Box & { readonly row: number }>
  readonly regions: readonly Region[]
  /** One line for each network over which agents can talk: management, and vSAN. */
  readonly buses: readonly { readonly name: string; readonly kind: string; readonly y: number; readonly x1: number; readonly x2: number }[]
  readonly vcenter: Box
  readonly datastores: ReadonlyMap<string, Box>
  readonly networks: ReadonlyMap<string, Box>
  readonly bounds: Box
  /** By how much what stands beside the hosts is larger than in a small lab: it is seen with all of them. */
  readonly scale: number
}

/** Beyond this many VMs they are drawn as tiles. */
export const chipsMax = 500

export const cardPadding = 16
/** Height of a card's head: name, badge, CPU and memory bars. */
export const cardHead = 76
const cardFoot = 14
const busY = 52
/** From one line of agents to the next. */
const lineGap = 14
const hostsTop = 116
const gapX = 30
const gapY = 44
/** What stands beside vCenter Server above the line of the management network: room for the name of the line. */
const lineNameWidth = 130
const vcenterSize = { w: 144, h: 30 }
const regionPadding = 16
const regionGap = 26
/** Below the hosts of a fault domain: what the outline of a partition takes, and the line with the name. */
export const regionFoot = { outline: 19, name: 25 } as const
const wantedAspect = 1.75
/** Up to here the hosts are seen in about half their size in a small window. */
const plainWidth = 1000
const scaleMax = 2.1

function isLine(kind: string): boolean {
  return kind === 'management' || kind === 'vsan'
}

export function layoutTopology(input: LayoutInput): TopologyLayout {
  const mode = input.vmCount > chipsMax ? 'tiles' : 'chips'
  const card = cardSize(mode, input)
  const groups = groupByDomain(input.hosts)
  const rows = chooseRows(groups, card)
  const hosts = new Map<string, Box & { row: number }>()
  const grouped = groups.some((group) => group.name !== null)
  const scale = scaleFor(groups, rows, card)
  // What grows takes some of the empty space that a small lab has.
  const top = busY * scale + hostsTop - busY - 14 * (scale - 1)
  let x = regionPadding
  let bottom = top
  for (const group of groups) {
    const perRow = Math.ceil(group.hosts.length / rows)
    group.hosts.forEach((name, at) => {
      const row = Math.floor(at / perRow)
      const box = { x: x + (at % perRow) * (card.w + gapX), y: top + row * (card.h + gapY), w: card.w, h: card.h, row }
      hosts.set(name, box)
      bottom = Math.max(bottom, box.y + box.h)
    })
    x += perRow * (card.w + gapX) - gapX + (grouped ? regionPadding * 2 + regionGap : gapX)
  }
  const lines = input.networks.filter((network) => isLine(network.kind)).sort((a, b) => Number(a.kind === 'vsan') - Number(b.kind === 'vsan'))
  const lift = (lines.length - 1) * lineGap * scale
  const others = input.networks.filter((network) => !isLine(network.kind)).map((network) => network.name)
  const networks = placeNetworks(others, (busY - 37) * scale - lift, scale)
  const besideNetworks = Math.max(0, ...[...networks.values()].map((box) => box.x + box.w + 8 * scale))
  const vcenter = { w: vcenterSize.w * scale, h: vcenterSize.h * scale }
  const width = Math.max(
    x - (grouped ? regionPadding * 2 + regionGap : gapX) + regionPadding,
    560,
    besideNetworks + vcenter.w + lineNameWidth * scale,
  )
  const foot = grouped ? regionFoot.outline + regionFoot.name * scale : 0
  const storage = placeDatastores(input.datastores, width, bottom + foot + 84 - 20 * (scale - 1), scale)
  const height = Math.max(bottom, ...[...storage.values()].map((box) => box.y + box.h))
  return {
    mode,
    card,
    hosts,
    regions: groups.filter((group) => group.name !== null).map((group) => ({ name: group.name ?? '', hosts: group.hosts })),
    buses: lines.map((network, at) => ({
      name: network.name,
      kind: network.kind,
      y: (busY - at * lineGap) * scale,
      x1: 8,
      x2: width - 8,
    })),
    vcenter: { x: Math.max((width - vcenter.w) / 2, besideNetworks), y: (busY - 40) * scale - lift, ...vcenter },
    datastores: storage,
    networks,
    bounds: { x: 0, y: -8 - lift, w: width, h: height + 24 },
    scale,
  }
}

function scaleFor(groups: readonly Group[], rows: number, card: { readonly w: number }): number {
  const columns = groups.reduce((sum, group) => sum + Math.ceil(group.hosts.length / rows), 0)
  const wanted = (columns * (card.w + gapX)) / plainWidth
  return Math.max(1, Math.min(scaleMax, Math.round(wanted * 10) / 10))
}

function cardSize(mode: 'chips' | 'tiles', input: LayoutInput): { w: number; h: number; slots: number } {
  const most = Math.max(1, ...input.hosts.map((host) => host.vms))
  const hosts = Math.max(1, input.hosts.length)
  if (mode === 'tiles') {
    const slots = Math.ceil(Math.max(most, input.vmCount / hosts) * 1.08)
    return { w: 240, h: cardHead + Math.max(72, Math.ceil(slots / 13) * 14) + cardFoot, slots }
  }
  // Room for what a failover brings, so that chips rarely have to shrink.
  const slots = hosts <= 4 ? Math.max(6, most * 2) : Math.max(6, Math.ceil(most * 1.34) + 1)
  if (slots <= 6) return { w: 218, h: cardHead + 140 + cardFoot, slots }
  if (slots <= 12) return { w: 232, h: cardHead + 156 + cardFoot, slots }
  return slots <= 32 ? { w: 252, h: cardHead + 176 + cardFoot, slots } : { w: 300, h: cardHead + 210 + cardFoot, slots }
}

interface Group {
  readonly name: string | null
  readonly hosts: string[]
}

function groupByDomain(hosts: LayoutInput['hosts']): Group[] {
  const groups: Group[] = []
  for (const host of hosts) {
    const group = groups.find((candidate) => candidate.name === host.faultDomain)
    if (group === undefined) groups.push({ name: host.faultDomain, hosts: [host.name] })
    else group.hosts.push(host.name)
  }
  return groups
}

/** The number of rows that comes closest to the shape of the pane. */
function chooseRows(groups: readonly Group[], card: { readonly w: number; readonly h: number }): number {
  const largest = Math.max(1, ...groups.map((group) => group.hosts.length))
  let best = 1
  let bestError = Infinity
  for (let rows = 1; rows <= largest; rows++) {
    const columns = groups.reduce((sum, group) => sum + Math.ceil(group.hosts.length / rows), 0)
    const aspect = (columns * (card.w + gapX)) / (rows * (card.h + gapY) + 260)
    const error = Math.abs(Math.log(aspect / wantedAspect))
    if (error < bestError) {
      best = rows
      bestError = error
    }
  }
  return best
}

function placeDatastores(names: readonly string[], width: number, top: number, scale: number): Map<string, Box> {
  // Wide rather than high: a large lab has most room there.
  const box = { w: 108 * (1 + (scale - 1) * 1.6), h: 76 * (1 + (scale - 1) * 0.4) }
  const perRow = Math.max(1, Math.min(names.length, Math.floor(width / (box.w + 28))))
  const boxes = new Map<string, Box>()
  names.forEach((name, at) => {
    const row = Math.floor(at / perRow)
    const inRow = Math.min(perRow, names.length - row * perRow)
    const pitch = Math.min(width / inRow, box.w + 192)
    const x = width / 2 + ((at % perRow) - (inRow - 1) / 2) * pitch
    boxes.set(name, { x: x - box.w / 2, y: top + row * (box.h + 26), ...box })
  })
  return boxes
}

function placeNetworks(names: readonly string[], y: number, scale: number): Map<string, Box> {
  const boxes = new Map<string, Box>()
  let x = 8
  for (const name of names) {
    const w = Math.max(64, name.length * 7.6 + 26) * scale
    boxes.set(name, { x, y, w, h: 24 * scale })
    x += w + 8 * scale
  }
  return boxes
}

export interface ChipGrid {
  readonly columns: number
  readonly w: number
  readonly h: number
  readonly gap: number
}

/** Sizes of a chip from roomy to tiny: least width, height, gap. */
const chipSizes = [
  [84, 40, 10],
  [84, 28, 8],
  [84, 20, 5],
  [58, 26, 6],
  [58, 20, 5],
  [58, 16, 4],
  [44, 20, 5],
  [30, 16, 4],
  [14, 11, 2],
  [10, 8, 2],
  [6, 5, 1],
] as const

/** The largest chips with which `count` of them fit into the space. */
export function chipGrid(count: number, width: number, height: number, from = 0): ChipGrid {
  let grid: ChipGrid = { columns: 1, w: width, h: 4, gap: 1 }
  for (const [leastWidth, h, gap] of chipSizes.slice(from)) {
    const columns = Math.max(1, Math.floor((width + gap) / (leastWidth + gap)))
    grid = { columns, w: (width - (columns - 1) * gap) / columns, h, gap }
    if (Math.ceil(count / columns) * (h + gap) - gap <= height) break
  }
  return grid
}

/** First chip size to try for tiles. */
export const tileSizeFrom = 8

/** Box of a slot inside a card whose upper left corner is at (x, y). */
export function slotBox(grid: ChipGrid, slot: number, x: number, y: number): Box {
  return {
    x: x + cardPadding + (slot % grid.columns) * (grid.w + grid.gap),
    y: y + cardHead + Math.floor(slot / grid.columns) * (grid.h + grid.gap),
    w: grid.w,
    h: grid.h,
  }
}

/** Slot under a point inside a card, or −1 in the gaps and outside. */
export function slotAt(grid: ChipGrid, dx: number, dy: number): number {
  const x = dx - cardPadding
  const y = dy - cardHead
  if (x < 0 || y < 0) return -1
  const column = Math.floor(x / (grid.w + grid.gap))
  const row = Math.floor(y / (grid.h + grid.gap))
  if (column >= grid.columns || x - column * (grid.w + grid.gap) > grid.w || y - row * (grid.h + grid.gap) > grid.h) return -1
  return row * grid.columns + column
}

export function chipArea(card: { readonly w: number; readonly h: number }): { readonly w: number; readonly h: number } {
  return { w: card.w - cardPadding * 2, h: card.h - cardHead - cardFoot }
}
