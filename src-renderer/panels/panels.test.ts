import { describe, expect, it } from 'vitest'
import { EventLog } from '../stores/event-log.ts'
import { objectKey, objectsOf } from '../stores/selection.ts'
import { WorldMirror } from '../stores/world-mirror.ts'
import { articleEvents, articleFrame, articleLab } from '../testing/article-run.ts'
import { textsIn } from '../i18n/texts.ts'
import { cursorOf, everything, FilteredEvents, type EventFilter } from './events/event-filter.ts'
import { judgedHost, judgementOf } from '../composables/judgement.ts'
import { treeRows } from './inventory/tree-rows.ts'
import { following, firstWindow, ticksOf, zoomed } from './timeline/scale.ts'
import { restartArcs } from './topology/derive.ts'

const log = new EventLog()
log.replace(articleEvents)
const texts = { describe: textsIn('en').event, objectsOf: (event: (typeof articleEvents)[number]) => objectsOf(event).map(objectKey) }

function mirrorAt(t: number): WorldMirror {
  const mirror = new WorldMirror()
  mirror.reset(articleLab, articleFrame(t, 1))
  return mirror
}

function typesOf(filter: Partial<EventFilter>): string[] {
  return new FilteredEvents().update(log, 1, { ...everything, ...filter }, texts).map((at) => log.events[at]?.type ?? '')
}

describe('event filter', () => {
  it('shows all by default', () => expect(typesOf({})).toHaveLength(articleEvents.length))
  it('by lane', () => expect(new Set(typesOf({ lanes: new Set(['storage']) }))).toEqual(new Set(['lock.expired', 'lock.acquired'])))
  it('by severity', () => expect(typesOf({ least: 3 })).toEqual(['host.failed', 'vm.poweredOff', 'vm.poweredOff', 'ha.hostStateChanged']))
  it('by text, of the type or the sentence', () => {
    expect(typesOf({ search: 'guestReady' })).toHaveLength(2)
    expect(typesOf({ search: 'HOST A LOSES' })).toEqual(['host.failed'])
  })
  it('by objects', () => expect(typesOf({ objects: new Set(['vm:VM2']) }).every((type) => /^(vm|lock|ha\.restart)/.test(type))).toBe(true))

  it('leaves out passes of DRS from which nothing followed, where that is asked', () => {
    const event = (seq: number, t: number, type: string, causedBy: number | null) => ({ seq, t, type, causedBy }) as (typeof articleEvents)[number]
    const passes = new EventLog()
    passes.append([event(0, 60_000, 'drs.pass', null), event(1, 120_000, 'drs.pass', null), event(2, 120_000, 'alarm.cleared', null)])
    passes.append([event(3, 120_000, 'drs.recommendation', 1), event(4, 180_000, 'drs.pass', 3)])
    const shown = (withoutQuietPasses: boolean) => new FilteredEvents().update(passes, 1, { ...everything, withoutQuietPasses }, texts)
    expect(shown(true)).toEqual([1, 2, 3])
    expect(shown(false)).toEqual([0, 1, 2, 3, 4])
  })

  it('reads only what was added, and starts over for another filter or log', () => {
    const growing = new EventLog()
    growing.append(articleEvents.slice(0, 5))
    const filtered = new FilteredEvents()
    let described = 0
    const counting = { ...texts, describe: (event: (typeof articleEvents)[number]) => (described++, texts.describe(event)) }
    const search = { ...everything, search: 'no such words' }
    filtered.update(growing, 1, search, counting)
    growing.append(articleEvents.slice(5))
    filtered.update(growing, 1, search, counting)
    expect(described).toBe(articleEvents.length)
    expect(filtered.update(growing, 1, everything, counting)).toHaveLength(articleEvents.length)
    growing.replace(articleEvents.slice(0, 2))
    expect(filtered.update(growing, 2, everything, counting)).toHaveLength(2)
  })

  it('knows the last one that has happened', () => {
    expect(cursorOf([0, 3, 7, 9], 8)).toBe(2)
    expect(cursorOf([0, 3], 0)).toBe(-1)
  })
})

describe('tree', () => {
  const options = { view: 'hosts', cluster: 'Cluster-01', toggled: new Set<string>(), search: '' } as const
  const names = (rows: ReturnType<typeof treeRows>): string[] => rows.map((row) => `${' '.repeat(row.level)}${row.object.name}`)

  it('has hosts with their VMs below the cluster', () => {
    expect(names(treeRows(mirrorAt(90_000), options))).toEqual([
      'vcenter',
      ' Cluster-01',
      '  Host A',
      '  Host B',
      '   VM1',
      '   VM3',
      '   VM4',
      '  Host C',
      '   VM2',
      '   VM5',
      '   VM6',
    ])
  })
  it('folds', () => {
    const rows = treeRows(mirrorAt(0), { ...options, toggled: new Set(['hosts/host:Host A']) })
    expect(names(rows).slice(0, 4)).toEqual(['vcenter', ' Cluster-01', '  Host A', '  Host B'])
    expect(names(treeRows(mirrorAt(0), { ...options, toggled: new Set(['cluster']) }))).toEqual(['vcenter', ' Cluster-01'])
  })
  it('searches, keeping the way to what it finds', () => {
    expect(names(treeRows(mirrorAt(0), { ...options, search: 'vm5' }))).toEqual(['vcenter', ' Cluster-01', '  Host C', '   VM5'])
    expect(names(treeRows(mirrorAt(0), { ...options, view: 'vms', search: 'VM' }))).toHaveLength(7)
  })
  it('lists VMs below their datastore, and networks', () => {
    expect(names(treeRows(mirrorAt(0), { ...options, view: 'storage' })).filter((name) => name.startsWith(' '))).toHaveLength(6)
    expect(names(treeRows(mirrorAt(0), { ...options, view: 'networks' }))).toEqual(['management', 'vmotion', 'vm'])
  })
})

describe('how a host was judged', () => {
  it('is told by its events up to the instant shown', () => {
    expect(judgementOf(log, 'Host A', 100).map((step) => [step.kind, step.afterMs])).toEqual([
      ['fault', 0],
      ['heartbeatLost', 3000],
      ['unreachable', 10_000],
      ['datastore', 18_000],
      ['declared', 18_000],
    ])
    expect(judgementOf(log, 'Host A', 6)).toHaveLength(3)
    expect(judgementOf(log, 'Host B', 100)).toEqual([])
  })
  it('is about the selected host if it failed, else the last that did', () => {
    expect(judgedHost(log, 100, 'Host B')).toBe('Host A')
    expect(judgedHost(log, 1, null)).toBeNull()
  })
  it('goes back to what cut it off, where it did not die', () => {
    const cut = new EventLog()
    const event = (seq: number, t: number, type: string, causedBy: number | null, fields: object) => ({
      seq,
      t,
      type,
      causedBy,
      host: 'Host B',
      ...fields,
    })
    cut.replace([
      event(0, 5000, 'host.failed', null, { kind: 'powerOff' }),
      event(1, 8000, 'ha.heartbeatLost', 0, { by: 'Host C' }),
      event(2, 500_000, 'command.received', null, { command: 'network.disconnect', host: undefined }),
      event(3, 503_000, 'ha.heartbeatLost', 2, { by: 'Host C' }),
      event(4, 518_000, 'ha.hostStateChanged', 3, { from: 'secondary', to: 'failed', by: 'vcenter' }),
    ] as unknown as Parameters<typeof cut.replace>[0])
    expect(judgedHost(cut, 100, null)).toBe('Host B')
    expect(judgementOf(cut, 'Host B', 100).map((step) => [step.kind, step.afterMs])).toEqual([
      ['fault', 0],
      ['heartbeatLost', 3000],
      ['declared', 18_000],
    ])
    expect(judgementOf(cut, 'Host B', 2).map((step) => step.event.t)).toEqual([5000, 8000])
  })
  it('is that of the primary whose verdict vCenter shows, where two partitions judged it', () => {
    const torn = new EventLog()
    const event = (seq: number, t: number, type: string, causedBy: number | null, fields: object) => ({
      seq,
      t,
      type,
      causedBy,
      host: 'b2',
      ...fields,
    })
    torn.replace([
      event(0, 0, 'host.failed', null, { kind: 'powerOff' }),
      event(1, 3000, 'ha.heartbeatLost', 0, { by: 'b3' }),
      event(2, 10_000, 'ha.hostUnreachable', 1, { by: 'b3' }),
      event(3, 15_000, 'ha.datastoreHeartbeat', 0, { by: 'a3', alive: false }),
      event(4, 15_000, 'ha.hostStateChanged', 3, { from: 'networkPartitioned', to: 'failed', by: 'a3' }),
      event(5, 18_000, 'ha.datastoreHeartbeat', 2, { by: 'b3', alive: false }),
      event(6, 18_000, 'ha.hostStateChanged', 5, { from: 'secondary', to: 'failed', by: 'vcenter' }),
    ] as unknown as Parameters<typeof torn.replace>[0])
    const told = (end: number) => judgementOf(torn, 'b2', end).map(({ kind, event: { seq } }) => [kind, seq])
    expect(told(100)).toEqual([
      ['fault', 0],
      ['heartbeatLost', 1],
      ['unreachable', 2],
      ['datastore', 5],
      ['declared', 6],
    ])
    // Until vCenter has one the other primary's is all there is.
    expect(told(5)).toEqual([
      ['fault', 0],
      ['datastore', 3],
      ['declared', 4],
    ])
  })
})

describe('restart arcs', () => {
  const arcs = (t: number) => {
    const shownEnd = log.endAt(t)
    return restartArcs(mirrorAt(t), log, {
      t,
      shownEnd,
      lingerMs: 20_000,
      label: (ms, done) => `${done ? 'on' : 'try'} ${String(ms)}`,
      brief: (ms, vm) => `${vm} ${String(ms)}`,
      groupLabel: String,
    })
  }

  it('run from the dead host to the new one while it powers on', () => {
    expect(arcs(80_000).map(({ vm, from, to, open, label }) => [vm, from, to, open, label])).toEqual([
      ['VM2', 'Host A', 'Host C', true, 'try 18000'],
      ['VM1', 'Host A', 'Host B', true, 'try 18000'],
    ])
  })
  it('fade after it is on, and go', () => {
    const early = arcs(90_000).find((arc) => arc.vm === 'VM1')
    const later = arcs(100_000).find((arc) => arc.vm === 'VM1')
    expect(early).toMatchObject({ open: false, strength: 1, label: 'on 24000' })
    expect(later?.strength).toBeCloseTo(0.4)
    expect(arcs(120_000)).toEqual([])
  })
  it('are not there before it happened', () => expect(arcs(70_000)).toEqual([]))
})

describe('time scale', () => {
  it('ticks where labels fit', () => {
    const { step, at } = ticksOf({ from: 0, to: 150_000 }, 700)
    expect(step).toBe(30_000)
    expect(at).toEqual([0, 30_000, 60_000, 90_000, 120_000, 150_000])
  })
  it('starts with the first command in view', () => {
    expect(firstWindow(1_500_000, 60_000)).toEqual({ from: 0, to: 150_000 })
    expect(firstWindow(100_000, 60_000)).toEqual({ from: 0, to: 100_000 })
  })
  it('zooms around a point and stays inside the run', () => {
    expect(zoomed({ from: 0, to: 100 * 1000 }, 0.5, 50_000, 1e6)).toEqual({ from: 25_000, to: 75_000 })
    expect(zoomed({ from: 0, to: 100_000 }, 100, 0, 400_000)).toEqual({ from: 0, to: 400_000 })
  })
  it('follows the clock', () => {
    const window = { from: 0, to: 100_000 }
    expect(following(window, 50_000, 1e6, null)).toBe(window)
    const next = following(window, 95_000, 1e6, 1)
    expect(next.from).toBeGreaterThan(0)
    expect(next.from).toBeLessThan(95_000)
    expect(following(window, 700_000, 1e6, null)).toEqual({ from: 650_000, to: 750_000 })
  })
})
