import { describe, expect, it } from 'vitest'
import { firstHosts } from '../stores/event-log.ts'
import { WorldMirror } from '../stores/world-mirror.ts'
import { articleEvents, articleFrame, articleLab } from '../testing/article-run.ts'
import { bigFrame, bigLab } from '../testing/big-run.ts'
import { diffElements } from './diff.ts'
import { nodesOf, pathsOf, type ElementSpec } from './elements.ts'
import { chipArea, chipGrid, layoutTopology, slotAt, slotBox, type Box, type LayoutInput } from './layout.ts'
import { lockGroups } from './scene.ts'
import { SlotBook } from './slots.ts'

function input(hosts: number, vms: number, domains = 0, vmNetworks: readonly string[] = ['vm']): LayoutInput {
  return {
    hosts: Array.from({ length: hosts }, (_, at) => ({
      name: `h${String(at)}`,
      faultDomain: domains === 0 ? null : `rack-${String(at % domains)}`,
      vms: Math.ceil(vms / hosts),
    })),
    vmCount: vms,
    datastores: ['a', 'b', 'c'],
    networks: [{ name: 'management', kind: 'management' }, ...vmNetworks.map((name) => ({ name, kind: 'vm' }))],
  }
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}

describe('layoutTopology', () => {
  it.each([
    [3, 6, 0],
    [16, 200, 2],
    [96, 8000, 4],
    [1, 0, 0],
    [33, 500, 3],
  ])('%i hosts, %i VMs, %i fault domains: nothing lies on anything else', (hosts, vms, domains) => {
    const layout = layoutTopology(input(hosts, vms, domains))
    const boxes = [...layout.hosts.values(), ...layout.datastores.values(), ...layout.networks.values(), layout.vcenter]
    expect(layout.hosts.size).toBe(hosts)
    boxes.forEach((box, at) => boxes.slice(at + 1).forEach((other) => expect(overlaps(box, other)).toBe(false)))
    for (const box of boxes) {
      expect(box.x).toBeGreaterThanOrEqual(layout.bounds.x - 1)
      expect(box.x + box.w).toBeLessThanOrEqual(layout.bounds.x + layout.bounds.w + 1)
      expect(box.y + box.h).toBeLessThanOrEqual(layout.bounds.y + layout.bounds.h)
    }
  })

  it.each([
    [2, ['vmotion', 'ft', 'vm-net']],
    [3, ['vMotion', 'FT Logging', 'Production network', 'Test network', 'Backup network']],
  ])('%i hosts: networks beside vCenter Server, not under it', (hosts, names) => {
    const layout = layoutTopology(input(hosts, 6, 0, names))
    const boxes = [...layout.networks.values(), layout.vcenter]
    boxes.forEach((box, at) => boxes.slice(at + 1).forEach((other) => expect(overlaps(box, other)).toBe(false)))
    expect(layout.networks.size).toBe(names.length)
    expect(layout.vcenter.x + layout.vcenter.w).toBeLessThan(layout.bounds.x + layout.bounds.w)
  })

  it('shows names up to 500 VMs and tiles beyond', () => {
    expect(layoutTopology(input(16, 500)).mode).toBe('chips')
    expect(layoutTopology(input(16, 501)).mode).toBe('tiles')
  })

  it('keeps hosts of a fault domain together', () => {
    const layout = layoutTopology(input(8, 40, 2))
    expect(layout.regions.map((region) => region.hosts.length)).toEqual([4, 4])
    const right = Math.max(...layout.regions[0]!.hosts.map((name) => (layout.hosts.get(name)?.x ?? 0) + layout.card.w))
    expect(Math.min(...layout.regions[1]!.hosts.map((name) => layout.hosts.get(name)?.x ?? 0))).toBeGreaterThan(right)
  })
})

describe('chipGrid', () => {
  it.each([1, 2, 6, 7, 20, 60, 200, 600])('%i chips fit into the card', (count) => {
    const area = chipArea({ w: 300, h: 300 })
    const grid = chipGrid(count, area.w, area.h)
    const last = slotBox(grid, count - 1, 0, 0)
    expect(last.x + last.w).toBeLessThanOrEqual(300)
    expect(last.y + last.h).toBeLessThanOrEqual(301)
  })

  it('finds the slot under a point again', () => {
    const grid = chipGrid(20, 200, 150)
    for (let slot = 0; slot < 20; slot++) {
      const box = slotBox(grid, slot, 0, 0)
      expect(slotAt(grid, box.x + box.w / 2, box.y + box.h / 2)).toBe(slot)
    }
    expect(slotAt(grid, 2, 2)).toBe(-1)
  })
})

describe('SlotBook', () => {
  const placement = (vmHost: number[], vmHome = [0, 0, 1, 1]) => ({
    vmHost: Int32Array.from(vmHost),
    vmHome: Int32Array.from(vmHome),
    vmCount: 4,
    hostCount: 2,
  })

  it('keeps the place of a VM at home, and puts guests behind', () => {
    const book = new SlotBook(true)
    book.reset(placement([0, 0, 1, 1]))
    book.update(placement([1, 0, 1, 1]))
    expect([...book.slotOfVm]).toEqual([2, 1, 0, 1])
    expect(book.ghostsOf(0)).toEqual([{ vm: 0, slot: 0 }])
    book.update(placement([1, 1, 1, 1]))
    expect([...book.slotOfVm]).toEqual([2, 3, 0, 1])
    book.update(placement([0, 1, 1, 1]))
    expect([...book.slotOfVm]).toEqual([0, 3, 0, 1])
  })

  it('tells which place comes next', () => {
    const book = new SlotBook(true)
    book.reset(placement([0, 0, 1, 1]))
    expect([book.freeSlot(1, 0), book.freeSlot(1, 1)]).toEqual([2, 3])
    book.update(placement([1, 0, 1, 1]))
    expect(book.freeSlot(1, 0)).toBe(3)
  })

  it('leaves a VM without a host nowhere', () => {
    const book = new SlotBook(false)
    book.reset(placement([0, -1, 1, 1]))
    expect(book.slotOfVm[1]).toBe(-1)
    expect(book.vmAt(0, 0)).toBe(0)
    expect(book.slotsOf(0)).toBe(1)
  })

  it('fills gaps of those who left', () => {
    const book = new SlotBook(false)
    book.reset(placement([0, 0, 0, 1]))
    book.update(placement([1, 0, 0, 1]))
    book.update(placement([1, 0, 0, 0]))
    expect([...book.slotOfVm]).toEqual([1, 1, 2, 0])
  })

  it('places 8,000 VMs quickly', () => {
    const mirror = new WorldMirror()
    mirror.reset(bigLab(96, 8000), bigFrame(96, 8000)(0, 1))
    const book = new SlotBook(false)
    const started = performance.now()
    book.reset({ vmHost: mirror.vmHost, vmHome: mirror.vmHome, vmCount: 8000, hostCount: 96 })
    expect(performance.now() - started).toBeLessThan(200)
    expect(book.slotsOf(0)).toBe(84)
  })
})

describe('elements and their differences', () => {
  const nodes = nodesOf(layoutTopology(input(3, 6)))
  const shown = new Map<string, ElementSpec>(nodes.map((node) => [node.id, node]))

  it('has a node for each host, datastore, network and vCenter', () => {
    expect(nodes.map((node) => node.id).sort()).toEqual([
      'datastore:a',
      'datastore:b',
      'datastore:c',
      'host:h0',
      'host:h1',
      'host:h2',
      'network:management',
      'network:vm',
      'vcenter:vcenter',
    ])
  })

  it('patches nothing when nothing changed', () => {
    expect(diffElements(shown, nodes)).toEqual({ add: [], remove: [], update: [] })
  })

  it('adds, removes and updates', () => {
    const moved = { ...nodes[0]!, x: 999 }
    const edge: ElementSpec = { group: 'edges', id: 'path:h0|a', source: 'host:h0', target: 'datastore:a', state: 'ok' }
    const patch = diffElements(shown, [moved, ...nodes.slice(2), edge])
    expect(patch.add).toEqual([edge])
    expect(patch.remove).toEqual([nodes[1]!.id])
    expect(patch.update).toEqual([moved])
  })

  it('shows paths of what is in focus only, and says where a host is off', () => {
    const mirror = new WorldMirror()
    mirror.reset(articleLab, articleFrame(70_000, 1))
    const isOn = (host: string): boolean => mirror.hosts.get(host)?.power === 'on'
    expect(pathsOf(mirror.datastores, new Set(), isOn)).toEqual([])
    const paths = pathsOf(mirror.datastores, new Set(['host:Host A']), isOn)
    expect(paths.map((path) => [path.id, path.state])).toEqual([
      ['path:Host A|ds-01', 'off'],
      ['path:Host A|ds-02', 'off'],
    ])
  })
})

describe('lockGroups', () => {
  it('groups by holder and datastore, and knows whose holder is gone', () => {
    const mirror = new WorldMirror()
    mirror.reset(articleLab, articleFrame(70_000, 1), firstHosts(articleEvents))
    expect(lockGroups(mirror)).toContainEqual({ host: 'Host A', datastore: 'ds-01', vms: ['VM1', 'VM2'], stale: true })
    expect(lockGroups(mirror)).toContainEqual({ host: 'Host C', datastore: 'ds-01', vms: ['VM5', 'VM6'], stale: false })
  })
})
