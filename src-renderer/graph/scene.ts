/** What the topology canvas shows, gathered from the mirror. No Vue, no Cytoscape. */
import type { DatastoreAccess } from '../../src-main/contract/state.ts'
import type { HostLook, VmLook, WorldMirror } from '../stores/world-mirror.ts'
import type { Tokens } from '../styles/tokens.ts'
import type { Ink } from './draw-kit.ts'
import { chipArea, chipGrid, slotAt, slotBox, tileSizeFrom, type Box, type ChipGrid, type TopologyLayout } from './layout.ts'
import type { RuleSights } from './rules.ts'
import type { SlotBook } from './slots.ts'
import type { Tints } from './tints.ts'

export interface View {
  readonly width: number
  readonly height: number
  readonly dpr: number
  readonly panX: number
  readonly panY: number
  readonly zoom: number
}

export function isSameView(a: View, b: View | null): boolean {
  return b !== null && a.panX === b.panX && a.panY === b.panY && a.zoom === b.zoom && a.width === b.width && a.height === b.height && a.dpr === b.dpr
}

export const layerNames = [
  'network',
  'heartbeats',
  'datastoreHeartbeats',
  'locks',
  'restarts',
  'migrations',
  'ftPairs',
  'rules',
  'domains',
  'labels',
  'heat',
  'heatMemory',
  'heatScore',
  'pools',
  'minimap',
] as const
export type LayerName = (typeof layerNames)[number]
export type Layers = { readonly [name in LayerName]: boolean }

/** Below this zoom labels on lines could not be read. */
export const labelZoomMin = 0.4

/** As large as words are to be, px on the screen, and the least that can be read. */
const legible = 10.5
export const legibleMin = 7

/** Size of words in the world: larger than `plain`, up to `most`, in a picture that was made small; null where even so nobody could read them. */
export function legibleSize({ zoom }: View, plain: number, most: number, least = legibleMin): number | null {
  // Of few sizes, as each is a font of its own.
  const size = Math.floor(2 * Math.max(plain, Math.min(most, legible / zoom))) / 2
  return size * zoom < least ? null : size
}

/** The smallest size of such words, where they have little room. */
export function leastSize({ zoom }: View, plain: number, least = legibleMin): number {
  return Math.max(plain, least / zoom)
}

/** By how much labels on lines are larger in the world, so that they can be read in a picture that was made small. */
export function labelScale(view: View): number {
  return Math.min(2, Math.max(1, 0.95 / view.zoom))
}

/** How a picture moves that is drawn over the scene. */
export interface Motion {
  readonly nowMs: number
  /** Dots move and travellers run; false: what is shown stands still. */
  readonly moving: boolean
  readonly heartbeats: boolean
  readonly speed: number
}

/** Words on the canvas, in the language of the window. */
export interface SceneTexts {
  readonly cpu: string
  readonly memory: string
  readonly vcenter: string
  readonly vcenterDown: string
  /** A host's name as its card has it. */
  readonly hostName: (name: string) => string
  readonly badge: (name: string, look: HostLook) => string
  readonly vmNote: (look: VmLook, name: string) => string
  readonly datastore: (name: string) => string
  readonly bus: (name: string) => string
  readonly lockStale: (vms: string) => string
  /** What a host has of a datastore that it does not reach as it should. */
  readonly access: (host: string, datastore: string, access: DatastoreAccess) => string
}

/** Locks of one host on one datastore. `stale`: the holder does not run any more, so nothing renews them. */
export interface LockGroup {
  readonly host: string
  readonly datastore: string
  readonly vms: readonly string[]
  readonly stale: boolean
}

/** What is about to be done with a VM: a countdown. */
export interface PendingNote {
  readonly text: string
  readonly grave: boolean
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Scene {
  readonly colours: Tokens
  readonly layout: TopologyLayout
  readonly mirror: WorldMirror
  readonly slots: SlotBook
  /** Grid of each host's card, by host index. */
  readonly grids: readonly ChipGrid[]
  readonly layers: Layers
  readonly marked: ReadonlySet<string>
  readonly texts: SceneTexts
  readonly notes: ReadonlyMap<string, readonly string[]>
  readonly locks: readonly LockGroup[]
  /** VMs that an isolation response or component protection is about to stop. */
  readonly pending: ReadonlyMap<string, PendingNote>
  readonly tints: Tints
  readonly rules: RuleSights
  /** What isolated hosts, or those on the way there, wait for; by name. */
  readonly islands: ReadonlyMap<string, string>
  /** VM under the pointer, −1 for none. */
  readonly hoverVm: number
  /** Centres of the nodes, where they were dragged to. */
  readonly centres: ReadonlyMap<string, Point>
}

export function gridsOf(layout: TopologyLayout, slots: SlotBook, hosts: number): ChipGrid[] {
  const area = chipArea(layout.card)
  return Array.from({ length: hosts }, (_, host) =>
    chipGrid(Math.max(layout.card.slots, slots.slotsOf(host)), area.w, area.h, layout.mode === 'tiles' ? tileSizeFrom : 0),
  )
}

/** Box of a node where it is now. */
export function boxOf(scene: Scene, id: string, size: { readonly w: number; readonly h: number }): Box {
  const centre = scene.centres.get(id)
  return { x: (centre?.x ?? 0) - size.w / 2, y: (centre?.y ?? 0) - size.h / 2, w: size.w, h: size.h }
}

export function cardBox(scene: Scene, host: string): Box {
  return boxOf(scene, `host:${host}`, scene.layout.card)
}

/** Points of the way from the bus to a host's card; cards in lower rows are reached through the gap on their left. */
export function stubOf(scene: Scene, host: string, busY: number): readonly (readonly [number, number])[] {
  const card = cardBox(scene, host)
  const row = scene.layout.hosts.get(host)?.row ?? 0
  const x = card.x + card.w / 2
  if (row === 0)
    return [
      [x, busY],
      [x, card.y],
    ]
  const gutter = card.x - 15
  return [
    [gutter, busY],
    [gutter, card.y + 20],
    [card.x, card.y + 20],
  ]
}

/** Box of a VM on its host, or null without one. */
export function vmBox(scene: Scene, vm: number): Box | null {
  const host = scene.mirror.vmHost[vm] ?? -1
  return slotBoxOn(scene, host, scene.slots.slotOfVm[vm] ?? -1)
}

export function slotBoxOn(scene: Scene, host: number, slot: number): Box | null {
  const name = scene.mirror.hostNames[host]
  const grid = scene.grids[host]
  if (name === undefined || grid === undefined || slot < 0) return null
  const card = cardBox(scene, name)
  return slotBox(grid, slot, card.x, card.y)
}

/** VM under a point of the world on a host's card, −1 for none. */
export function vmAtPoint(scene: Scene, host: string, at: Point): number {
  const index = scene.mirror.hostIndex.get(host) ?? -1
  const grid = scene.grids[index]
  if (grid === undefined) return -1
  const card = cardBox(scene, host)
  const slot = slotAt(grid, at.x - card.x, at.y - card.y)
  return slot < 0 ? -1 : scene.slots.vmAt(index, slot)
}

/** Locks by holder and datastore; only for labs small enough to show them. */
export function lockGroups(mirror: WorldMirror): LockGroup[] {
  const groups = new Map<string, { host: string; datastore: string; vms: string[]; stale: boolean }>()
  for (const [name, vm] of mirror.vms) {
    if (vm.lockHolder === null) continue
    const key = `${vm.lockHolder}\n${vm.datastore}`
    const group = groups.get(key)
    if (group !== undefined) group.vms.push(name)
    else groups.set(key, { host: vm.lockHolder, datastore: vm.datastore, vms: [name], stale: mirror.hosts.get(vm.lockHolder)?.power !== 'on' })
  }
  return [...groups.values()]
}

/** True where the management network does not reach a host: it is off, its cable is out, or the whole network is down. */
export function isCut(mirror: WorldMirror, host: string, bus: string): boolean {
  const state = mirror.hosts.get(host)
  const network = mirror.networks.get(bus)
  return state === undefined || state.power !== 'on' || network?.up === false || (network?.disconnectedHosts.includes(host) ?? false)
}

export interface SceneObject {
  readonly kind: 'host' | 'vm' | 'datastore' | 'network' | 'vcenter'
  readonly name: string
}

/** Where an object is drawn; null where it is not. */
export function boxOfObject(scene: Scene, { kind, name }: { readonly kind: string; readonly name: string }): Box | null {
  const { layout, mirror } = scene
  if (kind === 'vm') return vmBox(scene, mirror.vmIndex.get(name) ?? -1)
  if (kind === 'host') return layout.hosts.has(name) ? cardBox(scene, name) : null
  if (kind === 'vcenter') return boxOf(scene, 'vcenter:vcenter', layout.vcenter)
  const size = (kind === 'datastore' ? layout.datastores : layout.networks).get(name)
  if (size !== undefined) return boxOf(scene, `${kind}:${name}`, size)
  const bus = layout.buses.find((candidate) => kind === 'network' && candidate.name === name)
  return bus === undefined ? null : { x: bus.x1, y: bus.y, w: bus.x2 - bus.x1, h: 1 }
}

function holds(box: Box, at: Point, around = 0): boolean {
  return at.x >= box.x - around && at.x <= box.x + box.w + around && at.y >= box.y - around && at.y <= box.y + box.h + around
}

/** The object under a point of the world; on a card the VM, where `vms`, else the host. */
export function objectAt(scene: Scene, at: Point, vms: boolean): SceneObject | null {
  const { layout } = scene
  for (const name of layout.hosts.keys()) {
    if (!holds(cardBox(scene, name), at)) continue
    const vm = vms ? vmAtPoint(scene, name, at) : -1
    return vm >= 0 ? { kind: 'vm', name: scene.mirror.vmNames[vm] ?? '' } : { kind: 'host', name }
  }
  for (const [name, size] of layout.datastores) if (holds(boxOf(scene, `datastore:${name}`, size), at)) return { kind: 'datastore', name }
  for (const [name, size] of layout.networks) if (holds(boxOf(scene, `network:${name}`, size), at)) return { kind: 'network', name }
  if (holds(boxOf(scene, 'vcenter:vcenter', layout.vcenter), at)) return { kind: 'vcenter', name: 'vcenter' }
  // A line is thin: whoever aims at it may miss it by a little.
  const bus = layout.buses.find((candidate) => Math.abs(candidate.y - at.y) <= 7 && at.x >= candidate.x1 - 20 && at.x <= candidate.x2 + 20)
  return bus === undefined ? null : { kind: 'network', name: bus.name }
}

/** What everything takes, with what was dragged away from its place. */
export function sceneBounds(scene: Pick<Scene, 'layout' | 'centres'>): Box {
  const { layout, centres } = scene
  let { x: left, y: top } = layout.bounds
  let right = left + layout.bounds.w
  let bottom = top + layout.bounds.h
  const sizes: readonly (readonly [string, Iterable<string>, { readonly w: number; readonly h: number }])[] = [
    ['host', layout.hosts.keys(), layout.card],
    ['datastore', layout.datastores.keys(), layout.datastores.values().next().value ?? { w: 0, h: 0 }],
  ]
  for (const [kind, names, size] of sizes) {
    for (const name of names) {
      const centre = centres.get(`${kind}:${name}`)
      if (centre === undefined) continue
      left = Math.min(left, centre.x - size.w / 2 - 16)
      right = Math.max(right, centre.x + size.w / 2 + 16)
      top = Math.min(top, centre.y - size.h / 2 - 16)
      bottom = Math.max(bottom, centre.y + size.h / 2 + 16)
    }
  }
  return { x: left, y: top, w: right - left, h: bottom - top }
}

/** The same down to the lowest host. */
export function hostBounds(scene: Pick<Scene, 'layout' | 'centres'>): Box {
  const all = sceneBounds(scene)
  const { layout, centres } = scene
  const feet = [...layout.hosts.keys()].map((name) => (centres.get(`host:${name}`)?.y ?? all.y) + layout.card.h / 2)
  return feet.length === 0 ? all : { ...all, h: Math.max(...feet) + 12 - all.y }
}

export interface Sight {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The part of the world that is on the screen. */
export function sightOf(view: View): Sight {
  return {
    left: -view.panX / view.zoom,
    top: -view.panY / view.zoom,
    right: (view.width - view.panX) / view.zoom,
    bottom: (view.height - view.panY) / view.zoom,
  }
}

export function inSight(sight: Sight, box: Box): boolean {
  return box.x < sight.right && box.x + box.w > sight.left && box.y < sight.bottom && box.y + box.h > sight.top
}

/** Makes one unit of the canvas one unit of the world. */
export function enterWorld(ink: Ink, view: View): void {
  ink.setTransform(view.dpr * view.zoom, 0, 0, view.dpr * view.zoom, view.panX * view.dpr, view.panY * view.dpr)
}
