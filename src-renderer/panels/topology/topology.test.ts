import { beforeEach, describe, expect, it } from 'vitest'
import { layoutTopology } from '../../graph/layout.ts'
import { nodesOf } from '../../graph/elements.ts'
import { cardBox, gridsOf, objectAt, sceneBounds, vmBox, type Point, type Scene } from '../../graph/scene.ts'
import { SlotBook } from '../../graph/slots.ts'
import { WorldMirror } from '../../stores/world-mirror.ts'
import { articleFrame, articleLab } from '../../testing/article-run.ts'
import { findObjects } from './find.ts'
import { layersWithout, switched } from './layers.ts'
import { loadPositions, savePositions } from './positions.ts'

const mirror = new WorldMirror()
mirror.reset(articleLab, articleFrame(0, 1))
const layout = layoutTopology({
  hosts: articleLab.hosts.map((host) => ({ ...host, vms: 2 })),
  vmCount: 6,
  datastores: articleLab.datastores.map((datastore) => datastore.name),
  networks: articleLab.networks,
})

function sceneAt(moved: ReadonlyMap<string, Point> = new Map()): Scene {
  const slots = new SlotBook(true)
  slots.reset({ vmHost: mirror.vmHost, vmHome: mirror.vmHome, vmCount: 6, hostCount: 3 })
  const centres = new Map([...nodesOf(layout).map((node) => [node.id, { x: node.x, y: node.y }] as const), ...moved])
  return { layout, mirror, slots, centres, grids: gridsOf(layout, slots, 3) } as unknown as Scene
}

describe('what lies under a fault that is dragged', () => {
  const scene = sceneAt()
  const middle = (box: { x: number; y: number; w: number; h: number } | null): Point => ({
    x: (box?.x ?? 0) + (box?.w ?? 0) / 2,
    y: (box?.y ?? 0) + (box?.h ?? 0) / 2,
  })

  it('is the VM for a fault of VMs, else its host', () => {
    const at = middle(vmBox(scene, mirror.vmIndex.get('VM4') ?? -1))
    expect(objectAt(scene, at, true)).toEqual({ kind: 'vm', name: 'VM4' })
    expect(objectAt(scene, at, false)).toEqual({ kind: 'host', name: 'Host B' })
  })

  it('is a datastore, a network, vCenter or nothing', () => {
    expect(objectAt(scene, middle(layout.datastores.get('ds-02') ?? null), false)).toEqual({ kind: 'datastore', name: 'ds-02' })
    expect(objectAt(scene, middle(layout.networks.get('vmotion') ?? null), false)).toEqual({ kind: 'network', name: 'vmotion' })
    expect(objectAt(scene, middle(layout.vcenter), false)?.kind).toBe('vcenter')
    const bus = layout.buses[0]
    expect(objectAt(scene, { x: (bus?.x1 ?? 0) + 5, y: (bus?.y ?? 0) + 4 }, false)).toEqual({ kind: 'network', name: 'management' })
    expect(objectAt(scene, { x: -900, y: -900 }, true)).toBeNull()
  })

  it('is where things were dragged to', () => {
    const moved = sceneAt(new Map([['host:Host A', { x: -600, y: -300 }]]))
    expect(objectAt(moved, { x: -600, y: -300 }, false)).toEqual({ kind: 'host', name: 'Host A' })
    expect(sceneBounds(moved).x).toBeLessThan(cardBox(moved, 'Host A').x)
    expect(sceneBounds(scene)).toEqual(layout.bounds)
  })
})

describe('find', () => {
  it('finds names, those that begin with the text first', () => {
    expect(findObjects(mirror, 'b').map((object) => object.name)).toEqual(['Host B'])
    expect(findObjects(mirror, 'VM').map((object) => object.name)).toEqual(['vmotion', 'vm', 'VM1', 'VM2', 'VM3', 'VM4', 'VM5', 'VM6'])
    expect(findObjects(mirror, 'center')).toEqual([{ kind: 'vcenter', name: 'vcenter' }])
    expect(findObjects(mirror, '  ')).toEqual([])
  })
})

describe('layers', () => {
  it('are all that are not hidden', () => {
    expect(layersWithout(['locks', 'unknown'])).toMatchObject({ locks: false, heartbeats: true })
  })
  it('of heat one at a time', () => {
    expect(switched(['heat', 'heatMemory', 'heatScore'], 'heat')).toEqual(['heatMemory', 'heatScore'])
    expect(switched(['heatMemory', 'heatScore'], 'heatMemory')).toEqual(['heatScore', 'heat'])
    expect(switched([], 'locks')).toEqual(['locks'])
  })
})

describe('positions', () => {
  beforeEach(() => localStorage.clear())
  it('are kept for each project', () => {
    savePositions('7', new Map([['host:Host A', { x: 1, y: 2 }]]))
    expect([...loadPositions('7')]).toEqual([['host:Host A', { x: 1, y: 2 }]])
    expect(loadPositions('8').size).toBe(0)
    savePositions('7', new Map())
    expect(localStorage.length).toBe(0)
  })
  it('are left out where they are damaged', () => {
    localStorage.setItem('hostdown.positions.7', '{"a":{"x":1,"y":2},"b":{"x":"no"},"c":null}')
    expect([...loadPositions('7').keys()]).toEqual(['a'])
    localStorage.setItem('hostdown.positions.7', '{')
    expect(loadPositions('7').size).toBe(0)
  })
})
