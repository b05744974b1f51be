import { describe, expect, it } from 'vitest'
import type { RunFrame, VmView } from '../../src-main/contract/api.ts'
import { WorldMirror } from '../stores/world-mirror.ts'
import { tokens } from '../styles/tokens.ts'
import { bigFrame, bigLab } from '../testing/big-run.ts'
import { drawTiles } from './draw-tiles.ts'
import type { Ink } from './draw-kit.ts'
import { KeptTiles } from './kept-tiles.ts'
import { layoutTopology } from './layout.ts'
import { enterWorld, gridsOf, type Layers, type Point, type Scene, type View } from './scene.ts'
import { SlotBook } from './slots.ts'

const [hosts, vms] = [6, 520]
const still: View = { width: 240, height: 130, dpr: 1, panX: 4, panY: 3, zoom: 0.2 }

/** What is below shines through the edges of what is painted over it; the order of two fills next to each other does not matter. */
const mixed = (below: string | undefined, colour: string): string => [...new Set([...(below?.split(' + ') ?? []), colour])].sort().join(' + ')

/** A canvas with as much of a raster as tiles need: what touches a pixel, and in which colours. */
class PixelCanvas {
  height = 0
  /** Rectangles that were filled. */
  filled = 0
  readonly pixels = new Map<number, string>()

  /** A canvas that is given a size is empty. */
  set width(_width: number) {
    this.pixels.clear()
  }

  getContext(): Ink & { readonly canvas: PixelCanvas } {
    const { pixels } = this
    let [scale, dx, dy] = [1, 0, 0]
    let [rect, clip] = [new Set<number>(), null as ReadonlySet<number> | null]
    // All pixels that it touches, as an edge within a pixel colours it.
    const each = (x: number, y: number, w: number, h: number, at: (key: number) => void): void => {
      for (let py = Math.floor(y * scale + dy); py < Math.ceil((y + h) * scale + dy); py++)
        for (let px = Math.floor(x * scale + dx); px < Math.ceil((x + w) * scale + dx); px++) {
          const key = py * 10_000 + px
          if (clip?.has(key) !== false) at(key)
        }
    }
    type Way = { boxes: number[][]; points: number[][] }
    const ink = {
      canvas: this,
      fillStyle: '',
      strokeStyle: '',
      globalAlpha: 1,
      setTransform: (a: number, _b: number, _c: number, _d: number, e: number, f: number) => void ([scale, dx, dy] = [a, e, f]),
      setLineDash: () => undefined,
      save: () => undefined,
      restore: () => void (clip = null),
      beginPath: () => void (rect = new Set()),
      rect: (x: number, y: number, w: number, h: number) => each(x, y, w, h, (key) => rect.add(key)),
      clip: () => void (clip = rect),
      fillText: () => undefined,
      measureText: (text: string) => ({ width: text.length }),
      newPath: () => {
        const way: Way = { boxes: [], points: [] }
        const point = (x: number, y: number): void => void way.points.push([x, y])
        return { ...way, rect: (...box: number[]) => void way.boxes.push(box), moveTo: point, lineTo: point }
      },
      fill: ({ boxes }: Way) => {
        this.filled += boxes.length
        for (const [x = 0, y = 0, w = 0, h = 0] of boxes)
          each(x, y, w, h, (key) => pixels.set(key, mixed(pixels.get(key), `${ink.fillStyle} ${String(ink.globalAlpha)}`)))
      },
      stroke: ({ boxes, points }: Way) => {
        for (const [x = 0, y = 0, w = 0, h = 0] of boxes) each(x, y, w, h, (key) => pixels.set(key, `box ${ink.strokeStyle}`))
        for (const [x = 0, y = 0] of points) each(x, y, 1e-9, 1e-9, (key) => pixels.set(key, `mark ${ink.strokeStyle}`))
      },
      clearRect: (x: number, y: number, w: number, h: number) => each(x, y, w, h, (key) => pixels.delete(key)),
      drawImage: (from: PixelCanvas) => from.pixels.forEach((colour, key) => pixels.set(key, colour)),
    }
    return ink as unknown as Ink & { readonly canvas: PixelCanvas }
  }
}

function world() {
  const mirror = new WorldMirror()
  const model = bigFrame(hosts, vms)(0, 0)
  const lab = bigLab(hosts, vms)
  mirror.reset(lab, model)
  const layout = layoutTopology({
    hosts: lab.hosts.map(({ name }) => ({ name, faultDomain: null, vms: mirror.vmsOn(name).length })),
    vmCount: vms,
    datastores: [],
    networks: [],
  })
  const slots = new SlotBook(false)
  const placement = () => ({ vmHost: mirror.vmHost, vmHome: mirror.vmHome, vmCount: vms, hostCount: hosts })
  slots.reset(placement())
  const centres = new Map<string, Point>([...layout.hosts].map(([name, { x, y, w, h }]) => [`host:${name}`, { x: x + w / 2, y: y + h / 2 }]))
  let n = 0
  return {
    mirror,
    centres,
    change(changed: RunFrame['vms'], vmCpuPercent: readonly number[] | null = null): void {
      mirror.apply({ ...model, n: ++n, hosts: {}, vms: changed, vmCpuPercent })
      slots.update(placement())
    },
    scene: (more: Partial<Scene> = {}): Scene =>
      ({
        colours: tokens.light,
        layout,
        mirror,
        slots,
        grids: gridsOf(layout, slots, hosts),
        layers: {} as Layers,
        marked: new Set<string>(),
        tints: { scores: null, pools: null },
        centres,
        ...more,
      }) as Scene,
  }
}

const all = Array.from({ length: hosts }, (_, at) => at)

/** The pixels that differ. */
function difference(a: ReadonlyMap<number, string>, b: ReadonlyMap<number, string>): number {
  let count = 0
  for (const key of new Set([...a.keys(), ...b.keys()])) if (a.get(key) !== b.get(key)) count++
  return count
}

function picture(scene: Scene, view: View, kept: KeptTiles | null): ReadonlyMap<number, string> {
  const ink = new PixelCanvas().getContext()
  enterWorld(ink, view)
  drawTiles(ink, view, scene, all, kept)
  return ink.canvas.pixels
}

/** The same numbers on each run. */
function drawn(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}

describe('tiles that are kept', () => {
  it('are those that would be painted anew, whatever happens between two pictures', () => {
    const { mirror, centres, change, scene } = world()
    const below = drawn(11)
    const kept = new KeptTiles(() => new PixelCanvas() as unknown as HTMLCanvasElement)
    let [view, colours, heat, marked] = [still, tokens.light, false, new Set<string>()]
    for (let step = 0; step < 60; step++) {
      const changed: Record<string, VmView | null> = {}
      for (let at = below(4) === 0 ? 0 : below(12); at > 0; at--) {
        const [name, vm] = [...mirror.vms][below(mirror.vms.size)] ?? []
        if (name === undefined || vm === undefined) continue
        const host = mirror.hostNames[below(hosts)] ?? null
        changed[name] = [
          { ...vm, host },
          { ...vm, power: below(2) === 0 ? 'on' : 'off' } as const,
          { ...vm, guest: below(2) === 0 ? 'hung' : 'booting' } as const,
          below(9) === 0 ? null : vm,
        ][below(4)]!
      }
      change(changed, below(5) === 0 ? Array.from({ length: vms }, () => below(100)) : null)
      if (below(12) === 0) view = { ...view, panX: below(30), zoom: 0.1 + below(20) / 100 }
      if (below(15) === 0) colours = colours === tokens.light ? tokens.dark : tokens.light
      if (below(15) === 0) heat = !heat
      if (below(15) === 0) marked = new Set([`vm:${mirror.vmNames[below(vms)] ?? ''}`])
      // A card that is dragged, sometimes onto another.
      const [id, centre] = [...centres][below(hosts)] ?? []
      if (below(10) === 0 && id !== undefined && centre !== undefined)
        centres.set(id, { x: centre.x + below(500) - 250, y: centre.y + below(200) - 100 })
      const shown = scene({ colours, marked, layers: { heat } as unknown as Layers })
      const [held, anew] = [picture(shown, view, kept), picture(shown, view, null)]
      expect(held.size).toBeGreaterThan(1000)
      expect(difference(held, anew), `step ${String(step)}`).toBe(0)
    }
  })

  it('are painted once a view has stayed, and then only where something changed', () => {
    const { mirror, change, scene } = world()
    const layer = new PixelCanvas()
    const kept = new KeptTiles(() => layer as unknown as HTMLCanvasElement)
    picture(scene(), still, kept)
    expect(layer.filled).toBe(0)
    picture(scene(), still, kept)
    expect(layer.filled).toBe(mirror.vms.size)
    picture(scene(), still, kept)
    expect(layer.filled).toBe(mirror.vms.size)
    const [name, vm] = [...mirror.vms][0]!
    change({ [name]: { ...vm, power: 'off', haProtected: true } })
    picture(scene(), still, kept)
    // The first in the corner, with three neighbours that may share pixels with it.
    expect(layer.filled).toBe(mirror.vms.size + 4)
  })

  it.each([
    ['cards that lie upon each other', still, true],
    ['tiles of which several share a pixel', { ...still, zoom: 0.02 }, false],
  ])('are those that would be painted anew: %s', (_, view, isUpon) => {
    const { mirror, centres, change, scene } = world()
    const kept = new KeptTiles(() => new PixelCanvas() as unknown as HTMLCanvasElement)
    const [below, above] = [...centres.keys()]
    const centre = centres.get(below ?? '') ?? { x: 0, y: 0 }
    if (isUpon) centres.set(above ?? '', { x: centre.x + 70, y: centre.y + 20 })
    picture(scene(), view, kept)
    picture(scene(), view, kept)
    for (const name of mirror.vmNames.filter((_name, at) => at % 40 === 0)) {
      change({ [name]: { ...mirror.vms.get(name)!, power: 'off', haProtected: true } })
      expect(difference(picture(scene(), view, kept), picture(scene(), view, null)), name).toBe(0)
    }
  })

  it('are all painted anew for another view, other colours and another layer', () => {
    const { mirror, scene } = world()
    const layer = new PixelCanvas()
    const kept = new KeptTiles(() => layer as unknown as HTMLCanvasElement)
    const twice = (shown: Scene, view: View): number => {
      const before = layer.filled
      picture(shown, view, kept)
      picture(shown, view, kept)
      return layer.filled - before
    }
    expect(twice(scene(), still)).toBe(mirror.vms.size)
    expect(twice(scene(), { ...still, panX: 9 })).toBe(mirror.vms.size)
    expect(twice(scene({ colours: tokens.dark }), { ...still, panX: 9 })).toBe(mirror.vms.size)
    expect(twice(scene({ layers: { heat: true } as unknown as Layers }), { ...still, panX: 9 })).toBe(mirror.vms.size)
  })
})
