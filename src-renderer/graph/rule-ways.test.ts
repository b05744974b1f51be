import { describe, expect, it } from 'vitest'
import { WorldMirror } from '../stores/world-mirror.ts'
import { articleFrame, articleLab } from '../testing/article-run.ts'
import { cardHead, layoutTopology } from './layout.ts'
import { nodesOf } from './elements.ts'
import { ruleWay } from './rule-ways.ts'
import { ruleSights } from './rules.ts'
import { cardBox, gridsOf, vmBox, type Point, type Scene } from './scene.ts'
import { readBoxes } from './obstacles.ts'
import { SlotBook } from './slots.ts'

/** VM1 and VM2 stand on Host A, VM3 and VM4 on Host B, VM5 and VM6 on Host C. */
function articleScene(): Scene {
  const mirror = new WorldMirror()
  mirror.reset(articleLab, articleFrame(0, 1))
  const hosts = mirror.hostNames.map((name) => ({ name, faultDomain: null, vms: 2 }))
  const layout = layoutTopology({ hosts, vmCount: mirror.vmNames.length, datastores: [...mirror.datastores.keys()], networks: [] })
  const slots = new SlotBook(true)
  slots.reset({ vmHost: mirror.vmHost, vmHome: mirror.vmHome, vmCount: mirror.vmNames.length, hostCount: mirror.hostNames.length })
  const centres = new Map(nodesOf(layout).map(({ id, x, y }) => [id, { x, y }]))
  return { mirror, layout, slots, grids: gridsOf(layout, slots, mirror.hostNames.length), centres } as unknown as Scene
}

const rule = ruleSights({
  apart: { type: 'separate', enabled: true, inCompliance: true, conflictsWith: null, brokenBy: [], vms: [], hosts: [], dependsOn: [] },
}).all[0]!

function wayOf(scene: Scene, a: string, b: string) {
  const [from, to] = [scene.mirror.vmIndex.get(a) ?? -1, scene.mirror.vmIndex.get(b) ?? -1]
  return ruleWay(scene, { rule, a: from, b: to, broken: false }, 0)
}

/** Every point of a way, unit by unit. */
function* along(points: readonly Point[]): Generator<Point> {
  for (const [at, to] of points.slice(1).entries()) {
    const from = points[at]!
    const length = Math.max(1, Math.abs(to.x - from.x) + Math.abs(to.y - from.y))
    for (let step = 0; step <= length; step++) yield { x: from.x + ((to.x - from.x) * step) / length, y: from.y + ((to.y - from.y) * step) / length }
  }
}

describe('the way of a rule', () => {
  const scene = articleScene()

  it.each([
    ['VM1', 'VM2', 'on one host'],
    ['VM1', 'VM3', 'on hosts side by side'],
    ['VM1', 'VM6', 'with a host between'],
    ['VM6', 'VM1', 'the other way round'],
  ])('from %s to %s, %s, crosses neither meters nor VMs', (a, b) => {
    const way = wayOf(scene, a, b)
    expect(way).not.toBeNull()
    const heads = [...scene.layout.hosts.keys()].map((host) => ({ ...cardBox(scene, host), h: cardHead - 1 }))
    const vms = scene.mirror.vmNames.flatMap((_, vm) => vmBox(scene, vm) ?? [])
    for (const { x, y } of along(way!.points))
      for (const box of [...heads, ...vms]) expect(x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h).toBe(false)
  })

  it('has its middle on itself, and none where a VM stands nowhere', () => {
    const way = wayOf(scene, 'VM1', 'VM3')!
    expect([...along(way.points)].some(({ x, y }) => Math.hypot(x - way.middle.x, y - way.middle.y) < 1)).toBe(true)
    expect(wayOf(scene, 'VM1', 'nobody')).toBeNull()
  })

  it('and what has to stay readable ends with the last VM of a card', () => {
    const vm1 = vmBox(scene, scene.mirror.vmIndex.get('VM1') ?? -1)!
    expect(readBoxes(scene)[0]).toMatchObject({ ...cardBox(scene, 'Host A'), h: vm1.y + vm1.h - cardBox(scene, 'Host A').y })
    expect(readBoxes(scene)).toHaveLength(3 * scene.layout.hosts.size + scene.layout.datastores.size)
  })
})
