import { describe, expect, it } from 'vitest'
import { contrast, over } from '../testing/contrast.ts'
import { twoSitesScene, type TwoSites } from '../testing/two-sites-run.ts'
import type { ThemeName } from '../styles/tokens.ts'
import { bend, pointOn } from './bends.ts'
import { pointOnBow } from './bows.ts'
import { lockLabels } from './draw-storage.ts'
import { drawScene } from './draw-scene.ts'
import { regionNames } from './draw-regions.ts'
import { regionFoot, type Box } from './layout.ts'
import { arcLabels, seenOf, type VmArc } from './overlay.ts'
import { cardBox, labelZoomMin, sceneBounds, vmBox, type Scene, type View } from './scene.ts'
import { svgInk } from './svg-ink.ts'

/** Every letter is 0.58 as wide as its font is high. */
const measure = {
  font: '',
  measureText(text: string) {
    return { width: text.length * 0.58 * Number.parseFloat(measure.font.split(' ')[1] ?? '0') }
  },
} as unknown as CanvasRenderingContext2D
const inkOf = () => svgInk(4000, 3000, measure)

const view = (zoom: number): View => ({ width: 4000, height: 3000, dpr: 1, panX: 40, panY: 60, zoom })

/** As `two-sites-100`, `two-sites-660` and `guided-told-failed` of the walk have it. */
const labs: readonly (readonly [string, Omit<TwoSites, 'theme'>])[] = [
  ['eight hosts, torn', { perSite: 4, failed: [], torn: true }],
  ['eight hosts, a site failed', { perSite: 4, failed: ['b1', 'b2', 'b3', 'b4'], torn: false }],
  ['six hosts, torn, one failed', { perSite: 3, failed: ['b2'], torn: true }],
  ['sixteen hosts, two failed', { perSite: 8, failed: ['a3', 'b7'], torn: false }],
]
const zooms = [labelZoomMin + 0.02, 0.48, 0.6, 0.75, 1, 1.4]
const cases = labs.flatMap(([name, sites]) => zooms.map((zoom) => [name, zoom, twoSitesScene({ ...sites, theme: 'light' })] as const))

function arcsOf(scene: Scene): VmArc[] {
  const moved = scene.mirror.vmNames.filter((_, vm) => scene.mirror.vmHost[vm] !== scene.mirror.vmHome[vm])
  return moved.slice(0, 12).map((vm) => {
    const [from, to] = [vm.split('-')[0] ?? '', scene.mirror.vms.get(vm)?.host ?? '']
    return { kind: 'restart', vm, from, to, open: false, strength: 1, label: `${vm} restarted after 45 s`, brief: `${vm} +45 s` }
  })
}

const meet = (a: Box, b: Box): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

describe('labels between hosts', () => {
  it.each(cases)('%s, zoom %d: lie on no VM, no name, no other host, and not on each other', (_name, zoom, scene) => {
    const { ink } = inkOf()
    const locks = lockLabels(ink, view(zoom), scene).map(({ box, host }) => ({ box, hosts: [host] }))
    const arcs = arcLabels(ink, view(zoom), scene, arcsOf(scene)).map(({ box }) => ({ box, hosts: [...scene.layout.hosts.keys()] }))
    const labels = [...locks, ...arcs]
    const vms = scene.mirror.vmNames.flatMap((_vm, at) => vmBox(scene, at) ?? [])
    const names = regionNames(ink, view(zoom), scene).map(({ box }) => box)
    expect(names).toHaveLength(2)
    const bounds = sceneBounds(scene)
    for (const { box, hosts } of locks)
      for (const card of hosts.map((host) => cardBox(scene, host)))
        expect(!meet(box, card) || (box.x >= card.x && box.x + box.w <= card.x + card.w)).toBe(true)
    labels.forEach(({ box, hosts }, at) => {
      for (const other of [...vms, ...names, ...labels.slice(at + 1).map((label) => label.box)]) expect(meet(box, other)).toBe(false)
      for (const host of scene.layout.hosts.keys()) {
        const card = cardBox(scene, host)
        expect(meet(box, hosts.includes(host) ? { ...card, h: 70 } : card)).toBe(false)
      }
      expect(box.x).toBeGreaterThanOrEqual(bounds.x)
      expect(box.x + box.w).toBeLessThanOrEqual(bounds.x + bounds.w)
    })
  })

  it.each(cases)('%s, zoom %d: arrows pass behind them, behind VMs that are not theirs, and behind what other hosts say', (_name, zoom, scene) => {
    const { ink } = inkOf()
    const locks = lockLabels(ink, view(zoom), scene).map(({ box }) => box)
    const names = regionNames(ink, view(zoom), scene).map(({ box }) => box)
    const seen = seenOf(ink, view(zoom), scene, arcsOf(scene))
    for (const { arc, pieces } of seen) {
      expect(pieces.length).toBeGreaterThan(0)
      const vms = scene.mirror.vmNames.flatMap((vm, at) => (vm === arc.vm ? [] : (vmBox(scene, at) ?? [])))
      const heads = [...scene.layout.hosts.keys()].map((host) => ({ ...cardBox(scene, host), h: 70 }))
      for (const piece of pieces)
        for (let step = 0; step <= 20; step++) {
          const { x, y } = pointOnBow(piece, step / 20)
          const on = [...locks, ...names, ...vms, ...heads].filter((box) =>
            meet({ x, y, w: 0, h: 0 }, { x: box.x + 4, y: box.y + 4, w: box.w - 8, h: box.h - 8 }),
          )
          expect(on).toEqual([])
        }
    }
  })

  it.each(cases)('%s, zoom %d: each host that holds locks says so', (_name, zoom, scene) => {
    const told = new Set(lockLabels(inkOf().ink, view(zoom), scene).map(({ host }) => host))
    const few = scene.locks.length <= 16
    expect(few ? [...told].sort() : []).toEqual(few ? [...new Set(scene.locks.map(({ host }) => host))].sort() : [])
  })

  it('tell of what is selected first and most', () => {
    const scene = twoSitesScene({ perSite: 4, failed: [], torn: false, theme: 'light' })
    const textsOf = (marked: string): readonly string[] =>
      lockLabels(inkOf().ink, view(0.75), { ...scene, marked: new Set([marked]) })
        .filter(({ host }) => `host:${host}` === marked)
        .map(({ text }) => text)
    for (const host of ['a1', 'b3']) expect(textsOf(`host:${host}`)).toEqual([`${host}-db`, `${host}-web-001, ${host}-web-002 +3`])
  })
})

it('ways to datastores pass beside the cards of lower rows: none seems to come from a host that it is not of', () => {
  const scene = twoSitesScene({ perSite: 8, failed: [], torn: false, theme: 'light' })
  const hosts = [...scene.layout.hosts.keys()]
  expect(new Set([...scene.layout.hosts.values()].map(({ row }) => row)).size).toBeGreaterThan(1)
  for (const host of hosts)
    for (const datastore of scene.layout.datastores.keys()) {
      const way = bend(scene, host, datastore, 0)
      const corners = way?.lead ?? []
      const led = corners.slice(1).flatMap(([x, y], at) => {
        const [fromX = x, fromY = y] = corners[at] ?? []
        return [0.25, 0.5, 0.75, 1].map((share) => ({ x: fromX + (x - fromX) * share, y: fromY + (y - fromY) * share }))
      })
      const bent = way === null ? [] : Array.from({ length: 21 }, (_, at) => pointOn(way, at / 20))
      const others = hosts.filter((other) => other !== host).map((other) => cardBox(scene, other))
      for (const { x, y } of [...led, ...bent]) expect(others.filter((box) => meet({ x, y, w: 0, h: 0 }, box))).toEqual([])
    }
})

it('names of fault domains stand below what a partition draws around the same hosts', () => {
  const scene = twoSitesScene({ perSite: 4, failed: [], torn: true, theme: 'light' })
  const feet = Math.max(...[...scene.layout.hosts.keys()].map((host) => cardBox(scene, host)).map(({ y, h }) => y + h))
  for (const { box } of regionNames(inkOf().ink, view(0.5), scene)) expect(box.y).toBeGreaterThanOrEqual(feet + regionFoot.outline)
})

/** Every text of a drawn picture. */
function textsIn(
  scene: Scene,
  zoom: number,
): readonly { readonly text: string; readonly px: number; readonly fill: string; readonly opacity: number }[] {
  const { ink, text } = inkOf()
  drawScene(ink, view(zoom), scene)
  const drawn = new DOMParser().parseFromString(text(), 'image/svg+xml')
  return [...drawn.querySelectorAll('text')].map((element) => ({
    text: element.textContent ?? '',
    px: Number.parseFloat(element.getAttribute('font-size') ?? '0') * zoom,
    fill: element.getAttribute('fill') ?? '',
    opacity: Number.parseFloat(element.getAttribute('opacity') ?? '1'),
  }))
}

describe('words of a picture that was made small', () => {
  const scene = twoSitesScene({ perSite: 8, failed: ['a3', 'b7'], torn: false, theme: 'light' })

  it.each([0.12, 0.2, 0.28, 0.34, 0.4, 0.48, 0.55, 0.65, 0.8])('can be read at zoom %d, or are left out', (zoom) => {
    const texts = textsIn(scene, zoom)
    const vms = new Set<string>(scene.mirror.vmNames)
    for (const { text, px } of texts) expect([text, px >= (vms.has(text) || text.includes('…') ? 5.5 : 7)]).toEqual([text, true])
  })

  it('are those of meters and datastores as soon as they can be read', () => {
    const said = (zoom: number): readonly string[] => textsIn(scene, zoom).map(({ text }) => text)
    expect(said(0.5)).toEqual(expect.arrayContaining(['CPU', 'Memory', 'stretched-1', 'Site A', 'vCenter Server', 'a1']))
    expect(said(0.35)).toEqual(expect.arrayContaining(['stretched-1', 'a1']))
    expect(said(0.35)).not.toContain('CPU')
  })
})

it.each(['light', 'dark'] satisfies ThemeName[])('names of former VMs can be read on a failed host, %s', (theme) => {
  const scene = twoSitesScene({ perSite: 4, failed: ['b2'], torn: false, theme })
  const ghosts = scene.mirror.vmNames.filter((name) => name.startsWith('b2-'))
  for (const zoom of [0.5, 1]) {
    const texts = textsIn(scene, zoom).filter(({ text, fill }) => ghosts.includes(text) && fill === scene.colours.muted)
    expect(texts.map(({ text }) => text).sort()).toEqual([...ghosts].sort())
    for (const { fill, opacity } of texts) {
      const ground = scene.colours.redSoft
      expect(contrast(over(ground, fill, opacity), ground)).toBeGreaterThanOrEqual(4.5)
    }
  }
})
