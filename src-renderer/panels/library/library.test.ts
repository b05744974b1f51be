import { describe, expect, it } from 'vitest'
import { manyProjects } from '../../testing/fake-library.ts'
import { arrangeProjects, cardAt } from './arrange.ts'
import { boxHeight, boxWidth, drawThumbnail, type Thumbnail } from './thumbnail.ts'

const now = 1_800_000_000_000
const projects = manyProjects(now)
const names = (list: readonly { readonly name: string }[]): string[] => list.map((project) => project.name)

describe('what is shown, in what order', () => {
  it('puts what was opened last first', () => {
    const opened = arrangeProjects(projects, '', 'opened').map((project) => project.openedAt)
    expect(opened).toHaveLength(projects.length)
    expect(opened).toEqual([...opened].sort((a, b) => b - a))
    expect(names(arrangeProjects(projects, '', 'opened'))[0]).toBe("The article's cluster")
  })

  it('sorts by name as people do, by size and by when it was made', () => {
    expect(names(arrangeProjects(projects, '', 'name')).slice(0, 3)).toEqual(['16 hosts with traces', '24 small sites', '64 hosts, a day of load'])
    expect(arrangeProjects(projects, '', 'size').map((project) => project.hosts)).toEqual([96, 64, 48, 16, 12, 8, 5, 3])
    expect(arrangeProjects(projects, '', 'created')[0]?.id).toBe(1)
  })

  it('finds all words in any order and case, in name and description', () => {
    expect(names(arrangeProjects(projects, 'STRETCHED two', 'name'))).toEqual(['Two sites, stretched'])
    const described = projects.map((project) => ({ ...project, description: project.id === 3 ? 'Replays a Monday' : '' }))
    expect(names(arrangeProjects(described, 'monday', 'name'))).toEqual(['16 hosts with traces'])
    expect(arrangeProjects(projects, 'nothing like it', 'name')).toEqual([])
  })
})

it.each([
  ['ArrowRight', 0, 1],
  ['ArrowLeft', 0, 0],
  ['ArrowDown', 1, 5],
  ['ArrowDown', 3, 6],
  ['ArrowDown', 5, 5],
  ['ArrowUp', 6, 2],
  ['ArrowUp', 2, 2],
  ['End', 1, 6],
  ['Home', 6, 0],
])('%s from card %i of seven in rows of four leads to %i', (key, from, to) => expect(cardAt(key, from, 7, 4)).toBe(to))

/** Every point that a path starts or ends a stroke at. */
function points(path: string): (readonly [number, number])[] {
  return [...path.matchAll(/M(-?[\d.]+) (-?[\d.]+)/g)].map((match) => [Number(match[1]), Number(match[2])])
}

describe('the small drawing', () => {
  const hosts = (count: number, vms: number, racks: number): Thumbnail['hosts'] =>
    Array.from({ length: count }, (_, at) => ({ domain: racks === 0 ? null : `r${String(at % racks)}`, vms }))

  it.each([
    ['three hosts', { hosts: hosts(3, 2, 2), datastores: 2 }, 6],
    ['a host without VMs', { hosts: hosts(1, 0, 0), datastores: 1 }, 0],
    ['sixteen hosts', { hosts: hosts(16, 20, 4), datastores: 6 }, 320],
  ])('shows each VM of %s', (_, thumbnail, dots) => expect(points(drawThumbnail(thumbnail).dots)).toHaveLength(dots))

  it.each([
    [1, 1, 0, 1],
    [3, 2, 2, 2],
    [16, 20, 4, 6],
    [64, 31, 4, 24],
    [96, 84, 4, 40],
    [96, 84, 96, 40],
    [96, 1, 12, 256],
  ])('keeps %i hosts with %i VMs each in %i racks within its box', (count, vms, racks, datastores) => {
    const drawing = drawThumbnail({ hosts: hosts(count, vms, racks), datastores })
    expect(points(drawing.hosts)).toHaveLength(count)
    const all = [drawing.frames, drawing.hosts, drawing.dots, drawing.discs, drawing.bus].flatMap(points)
    for (const [x, y] of all) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(boxWidth)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(boxHeight)
    }
  })

  it('caps the dots of the largest cluster, and shows who has more', () => {
    const large = drawThumbnail({ hosts: [...hosts(95, 40, 4), { domain: 'r0', vms: 200 }], datastores: 2 })
    const dots = points(large.dots).length
    expect(dots).toBeGreaterThanOrEqual(96)
    expect(dots).toBeLessThan(2500)
    const [few, many] = [hosts(96, 10, 4), hosts(96, 10, 4).map((host, at) => (at === 0 ? { ...host, vms: 1000 } : host))]
    expect(points(drawThumbnail({ hosts: many, datastores: 1 }).dots).length).toBeLessThan(
      points(drawThumbnail({ hosts: few, datastores: 1 }).dots).length,
    )
  })

  it('says how many datastores it leaves out', () => {
    expect(drawThumbnail({ hosts: hosts(4, 1, 0), datastores: 9 }).more).toBeNull()
    expect(drawThumbnail({ hosts: hosts(4, 1, 0), datastores: 40 }).more?.count).toBe(31)
  })

  it('draws a lab without hosts', () => {
    expect(drawThumbnail({ hosts: [], datastores: 0 })).toMatchObject({ hosts: '', bus: '', wires: '', dots: '' })
  })
})
