import { describe, expect, it } from 'vitest'
import { WorldMirror } from '../stores/world-mirror.ts'
import { articleFrame, articleLab } from '../testing/article-run.ts'
import { bigFrame, bigLab } from '../testing/big-run.ts'
import { beatLinks, beatsShown, unheard } from './beats.ts'
import { hostsWithin, isInside, partAnchor, tearOf, topAbove } from './draw-partitions.ts'
import { markPoint } from './draw-wires.ts'
import { nodesOf } from './elements.ts'
import { layoutTopology } from './layout.ts'
import { cardBox, type Scene, type View } from './scene.ts'

function sceneOf(mirror: WorldMirror): Scene {
  const lab = mirror.lab ?? articleLab
  const layout = layoutTopology({
    hosts: lab.hosts.map((host) => ({ ...host, vms: 2 })),
    vmCount: lab.vms.length,
    datastores: [],
    networks: lab.networks,
  })
  const centres = new Map(nodesOf(layout).map((node) => [node.id, { x: node.x, y: node.y }] as const))
  return { layout, mirror, centres } as unknown as Scene
}

function torn(groups: readonly (readonly string[])[], primaries: readonly string[], disconnectedHosts: readonly string[] = []): WorldMirror {
  const mirror = new WorldMirror()
  mirror.reset(articleLab, articleFrame(0, 1))
  mirror.networks.set('management', { up: true, groups, disconnectedHosts, addressesDown: [] })
  if (mirror.ha !== null) mirror.ha = { ...mirror.ha, primaries }
  return mirror
}

describe('a torn network', () => {
  it('has parts with their primaries', () => {
    const tear = tearOf(sceneOf(torn([['Host A'], ['Host B', 'Host C']], ['Host A', 'Host C'])))
    expect(tear?.network).toBe('management')
    expect(tear?.parts.map((part) => [part.part, part.primaries])).toEqual([
      [0, ['Host A']],
      [1, ['Host C']],
    ])
    expect(tearOf(sceneOf(torn([['Host A', 'Host B', 'Host C']], ['Host C'])))).toBeNull()
  })

  it('has the label of a part above its first host', () => {
    const scene = sceneOf(torn([['Host A'], ['Host B', 'Host C']], []))
    const at = partAnchor(scene, ['Host C', 'Host B'])
    expect(at?.x).toBeLessThan(cardBox(scene, 'Host B').x)
    expect(at?.y).toBeLessThan(cardBox(scene, 'Host B').y)
    expect(partAnchor(scene, ['gone'])).toBeNull()
  })
})

describe('the label of a part', () => {
  const label = { x: 100, y: 100, w: 200, h: 22 }
  const vcenter = { x: 250, y: 84, w: 80, h: 20 }

  it('stays where nothing is', () => {
    expect(topAbove(label, [{ ...vcenter, x: 320 }])).toBe(100)
  })

  it('stands above vCenter Server and above the labels of other parts', () => {
    const first = topAbove(label, [vcenter])
    expect(first + label.h).toBeLessThan(vcenter.y)
    const second = topAbove({ ...label, x: 180 }, [vcenter, { ...label, y: first }])
    expect(second + label.h).toBeLessThan(first)
  })
})

describe('the mark of a way that is cut', () => {
  const way = [
    [100, 50],
    [100, 120],
  ] as const

  it('stands in the middle, and above what the host says of itself', () => {
    expect(markPoint(way, null)).toEqual([100, 85])
    const pill = { x: 40, y: 86, w: 120, h: 38 }
    expect(markPoint(way, pill)[1] + 9).toBeLessThanOrEqual(pill.y)
  })

  it('stands above the bend beside a card in a lower row', () => {
    expect(markPoint([[60, 50], [60, 300], [80, 300]], null)).toEqual([60, 290]) // prettier-ignore
  })
})

describe('a line around hosts', () => {
  const square = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 0, y: 10 },
  ]
  it('has an inside', () => {
    expect(isInside(square, { x: 5, y: 5 })).toBe(true)
    expect(isInside(square, { x: 15, y: 5 })).toBe(false)
    expect(isInside(square, { x: -1, y: 5 })).toBe(false)
  })
  it('takes those whose middle it goes around', () => {
    const scene = sceneOf(torn([], []))
    const a = cardBox(scene, 'Host A')
    const around = [
      { x: a.x - 5, y: a.y - 5 },
      { x: a.x + a.w + 5, y: a.y - 5 },
      { x: a.x + a.w + 5, y: a.y + a.h + 5 },
      { x: a.x - 5, y: a.y + a.h + 5 },
    ]
    expect(hostsWithin(scene, around)).toEqual(['Host A'])
    expect(hostsWithin(scene, around.slice(0, 2))).toEqual([])
  })
})

describe('heartbeats', () => {
  it('go from each secondary to the primary of its own part, and back', () => {
    const mirror = torn([['Host A', 'Host C'], ['Host B']], ['Host C'])
    expect(beatLinks(sceneOf(mirror), 'management')).toEqual([{ host: 'Host A', primary: 'Host C' }])
    expect(beatLinks(sceneOf(torn([['Host A', 'Host B', 'Host C']], ['Host C'], ['Host A'])), 'management').map((link) => link.host)).toEqual([
      'Host B',
    ])
  })

  it('are missed where the primary has heard nothing for more than a beat', () => {
    const mirror = torn([], ['Host C'])
    expect(unheard(mirror).size).toBe(0)
    const host = mirror.hosts.get('Host A')
    if (host?.heartbeat) mirror.hosts.set('Host A', { ...host, heartbeat: { ...host.heartbeat, networkAgeMs: 2500 } })
    expect([...unheard(mirror)]).toEqual(['Host A'])
    if (host?.heartbeat) mirror.hosts.set('Host A', { ...host, power: 'off', heartbeat: { ...host.heartbeat, networkAgeMs: 2500 } })
    expect(unheard(mirror).size).toBe(0)
  })

  it('do not move in a picture of very many hosts', () => {
    const big = new WorldMirror()
    big.reset(bigLab(96, 8000), bigFrame(96, 8000)(0, 1))
    const scene = sceneOf(big)
    const view = (zoom: number): View => ({ width: 1200, height: 700, dpr: 1, panX: 0, panY: 0, zoom })
    expect(beatsShown(scene, view(0.1))).toBe(false)
    expect(beatsShown(scene, view(1))).toBe(true)
    expect(beatsShown(sceneOf(torn([], [])), view(0.1))).toBe(true)
  })
})

it('vSAN has a line of its own, below the management networks', () => {
  const layout = layoutTopology({
    hosts: [{ name: 'a', faultDomain: null, vms: 1 }],
    vmCount: 1,
    datastores: [],
    networks: [
      { name: 'vsan', kind: 'vsan' },
      { name: 'management', kind: 'management' },
      { name: 'vm', kind: 'vm' },
    ],
  })
  expect(layout.buses.map((bus) => bus.kind)).toEqual(['management', 'vsan'])
  expect([...layout.networks.keys()]).toEqual(['vm'])
})
