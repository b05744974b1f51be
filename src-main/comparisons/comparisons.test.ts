import { describe, expect, it } from 'vitest'
import type { ApiPushes } from '../contract/api.ts'
import type { LabEvent } from '../contract/events.ts'
import { parseLab, type Lab } from '../contract/lab/index.ts'
import { BranchTree } from '../runs/branch-tree.ts'
import { FakeClock } from '../runs/testing/fake-engine.ts'
import { thisEngine } from '../runs/this-engine.ts'
import type { ComparedSource } from './comparison.ts'
import { ComparisonService } from './comparison-service.ts'
import { designDifferences } from './design-diff.ts'
import { differences } from './partings.ts'

const MINUTE = 60_000
const host = (name: string, more: object = {}) => ({ name, cpu: { sockets: 2, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65_536, ...more })
const vm = (name: string, at: string, more: object = {}) => ({ name, host: at, vcpus: 2, memoryMiB: 4096, clientPing: { interval: '1s' }, ...more })
const base = {
  hostdown: 1,
  name: 'Base',
  cluster: { ha: {}, drs: null as object | null, resourcePools: [] as object[] },
  networks: [
    { name: 'mgmt', kind: 'management' },
    { name: 'vmotion', kind: 'vmotion' },
  ],
  datastores: [{ name: 'ds-01' }, { name: 'ds-02' }],
  hosts: [host('esx-01'), host('esx-02'), host('esx-03')],
  vms: [vm('web-1', 'esx-01'), vm('web-2', 'esx-01'), vm('db', 'esx-02')],
  timeline: [{ at: '5m', do: 'host.powerOff', host: 'esx-01' }] as object[],
}

function labOf(file: object): Lab {
  const parsed = parseLab(JSON.stringify(file))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.lab
}

function source(lab: Lab, t: number, act: (branch: ReturnType<BranchTree['get']>) => void = () => undefined): ComparedSource {
  const branch = BranchTree.fresh(lab, thisEngine, null).get(0)
  while (branch.takeTurn(t));
  branch.head.simulation.runUntil(t)
  act(branch)
  return { of: { branch: 0 }, lab, branch: branch.detached(lab), project: null, reached: branch.reached }
}

function service(a: ComparedSource, b: ComparedSource) {
  const clock = new FakeClock()
  const pushed: ApiPushes['compare.progress'][] = []
  const made = new ComparisonService({
    engine: thisEngine,
    clock,
    push: (push, payload) => void (push === 'compare.progress' && pushed.push(payload as ApiPushes['compare.progress'])),
    take: (of) => ('branch' in of && of.branch === 0 ? a : b),
  })
  return { made, clock, pushed, open: (to?: 'end') => made.open({ a: { branch: 0 }, b: { branch: 1 }, ...(to !== undefined && { to }) }) }
}

describe('differences in design', () => {
  it('are none between a lab and itself', () => {
    expect(designDifferences(labOf(base), labOf({ ...base, name: 'Other', description: 'x', timeline: [] }))).toEqual([])
  })

  it('name what one side alone has, and settings with both values; equal differences are one', () => {
    const other = {
      ...base,
      cluster: {
        ha: { admissionControl: { policy: 'slotPolicy', hostFailuresToTolerate: 2 }, advancedOptions: { 'das.isolationAddress0': '10.0.0.1' } },
        drs: { migrationThreshold: 5, rules: [{ name: 'apart', type: 'separate', vms: ['web-1', 'web-2'] }] },
        resourcePools: [{ name: 'gold', cpuShares: 'high' }],
      },
      datastores: [{ name: 'ds-01', capacityGiB: 500 }],
      hosts: [host('esx-01'), host('esx-02', { faultDomain: 'B' }), host('esx-04')],
      vms: [
        vm('web-1', 'esx-01', { memoryMiB: 8192 }),
        vm('web-2', 'esx-01', { memoryMiB: 8192 }),
        vm('db', 'esx-02', { ha: { restartPriority: 'high' } }),
      ],
    }
    const found = designDifferences(labOf(base), labOf(other))
    const of = (area: string) => found.filter((difference) => difference.area === area)
    expect(of('ha')[0]?.settings).toEqual([
      { path: 'admissionControl.policy', a: 'disabled', b: 'slotPolicy' },
      { path: 'admissionControl.hostFailuresToTolerate', a: 1, b: 2 },
      { path: 'advancedOptions.das.isolationaddress0', a: null, b: '10.0.0.1' },
    ])
    // DRS has no block on one side: it is off there, and that is all.
    expect(of('drs')).toEqual([{ area: 'drs', names: [], change: 'changed', settings: [{ path: 'enabled', a: false, b: true }] }])
    expect(of('rule')).toMatchObject([{ names: ['apart'], change: 'added' }])
    expect(of('pool')).toMatchObject([{ names: ['gold'], change: 'added' }])
    expect(of('datastore')).toMatchObject([
      { names: ['ds-01'], change: 'changed', settings: [{ path: 'capacityGiB', a: null, b: 500 }] },
      { names: ['ds-02'], change: 'removed' },
    ])
    expect(of('host')).toMatchObject([
      { names: ['esx-02'], change: 'changed', settings: [{ path: 'faultDomain', a: null, b: 'B' }] },
      { names: ['esx-03'], change: 'removed', settings: [{ path: 'cpu.sockets', a: 2, b: null }, {}, {}, {}] },
      { names: ['esx-04'], change: 'added' },
    ])
    expect(of('vm')).toMatchObject([
      { names: ['web-1', 'web-2'], settings: expect.arrayContaining([{ path: 'memoryMiB', a: 4096, b: 8192 }]) as unknown },
      { names: ['db'], settings: [{ path: 'ha.restartPriority', a: null, b: 'high' }] },
    ])
  })
})

describe('where logs part', () => {
  const event = (t: number, seq: number, type: string, name: string): LabEvent => ({ t, seq, type, causedBy: null, vm: name }) as unknown as LabEvent

  it('looks at what happened at an instant, whatever the order and the numbers', () => {
    const a = [event(0, 0, 'vm.poweredOn', 'x'), event(0, 1, 'vm.poweredOn', 'y'), event(5, 2, 'vm.poweredOff', 'x')]
    const b = [event(0, 0, 'vm.poweredOn', 'y'), event(0, 1, 'vm.poweredOn', 'x'), event(3, 2, 'vm.reset', 'x'), event(5, 3, 'vm.poweredOff', 'x')]
    expect([...differences(a, b, 10)]).toMatchObject([{ t: 3, a: [], b: [{ seq: 2 }] }])
    expect([...differences(a, b, 2)]).toEqual([])
    expect([...differences([...a, event(5, 3, 'vm.poweredOff', 'x')], a, 10)]).toMatchObject([{ t: 5, a: [{ seq: 3 }], b: [] }])
  })
})

describe('a comparison', () => {
  it('finds the command at which branches part, the first decision that differs, and what became of the VMs', async () => {
    const lab = labOf(base)
    const a = source(lab, 20 * MINUTE)
    const b = source(lab, 2 * MINUTE, (branch) => {
      branch.command('vm.migrate', { vm: 'web-2', host: 'esx-03' }, 0)
      while (branch.takeTurn(20 * MINUTE));
      branch.head.simulation.runUntil(20 * MINUTE)
    })
    const comparison = await service(a, b).open()
    expect(comparison).toMatchObject({
      design: [],
      until: 20 * MINUTE,
      commands: { a: [], b: [{ t: 2 * MINUTE, command: 'vm.migrate', timeline: false }] },
    })
    const [first, decision] = comparison.partings
    expect(first).toMatchObject({ kind: 'first', t: 2 * MINUTE, a: { events: [], count: 0, chain: [] } })
    expect(first?.b.events[0]).toMatchObject({ type: 'command.received' })
    expect(decision).toMatchObject({ kind: 'decision' })
    expect(decision?.a.chain.at(-1)?.event).toBe(decision?.a.events[0])
    expect(decision?.a.events[0]).toMatchObject({ type: 'ha.restartQueued', vm: 'web-2' })
    expect(comparison.shown.t).toBe(2 * MINUTE)
    const { outcome } = comparison
    expect(outcome.sums.a).toMatchObject({ down: 0, restarts: 2, moves: 0 })
    expect(outcome.sums.b).toMatchObject({ down: 0, restarts: 1, moves: 1 })
    const moved = outcome.vms.find((row) => row.vm === 'web-2')
    expect(moved).toMatchObject({ a: { restarts: 1, moves: 0 }, b: { restarts: 0, moves: 1, host: 'esx-03', down: false } })
    expect(moved?.a?.downtimeMs).toBe(a.branch.head.simulation.vmState('web-2')?.downtimeMs)
    expect(moved?.a?.pingsLost).toBe(a.branch.head.simulation.vmState('web-2')?.pingsLost)
    expect(outcome.differing).toBe(outcome.vms.length)
    expect(outcome.vms.filter((row) => JSON.stringify(row.a) === JSON.stringify(row.b))).toEqual([])
    const { outcome: twice } = await service(a, a).open()
    expect([twice.differing, twice.vms, twice.alikeCount]).toEqual([0, [], 2])
    expect(twice.alike.map(({ b: of }) => of?.restarts)).toEqual([1, 1])
  })

  it('tells what the moves of DRS gain: the score, the busiest host, CPU that VMs go without', async () => {
    const cpu = { sockets: 1, coresPerSocket: 4, mhz: 2500 }
    const busy = (automation: string) =>
      labOf({
        ...{ hostdown: 1, name: 'Two hosts', product: '8.0', cluster: { drs: { automation, migrationThreshold: 5 } }, until: '30m' },
        hosts: ['esx-01', 'esx-02'].map((name) => ({ name, cpu, memoryMiB: 65_536 })),
        vms: [{ name: 'app', count: 4, host: 'esx-01', vcpus: 2, memoryMiB: 2048, demand: { cpuMHz: 3500 } }],
      })
    const { outcome } = await service(source(busy('manual'), 30 * MINUTE), source(busy('fullyAutomated'), 30 * MINUTE)).open()
    const { a, b } = outcome.balance
    expect(outcome.sums.b.moves).toBeGreaterThan(0)
    expect(a.busiestHostPercent).toBe(140)
    expect(a.unmetCpuMHz).toBe(4000)
    expect(b.busiestHostPercent).toBeLessThan(100)
    expect(b.unmetCpuMHz).toBe(0)
    expect(b.drsScore).toBeGreaterThan(Number(a.drsScore))
  })

  it('shows both sides at one instant, as the runs themselves would, and leaves those alone', async () => {
    const lab = labOf(base)
    const a = source(lab, 10 * MINUTE)
    const b = source(labOf({ ...base, timeline: [] }), 10 * MINUTE)
    const before = [a.branch.events.length, b.branch.events.length]
    const { made, open } = service(a, b)
    const opened = await open()
    const at = made.seek({ t: 5 * MINUTE + 1000 })
    expect(at.frames.a.hosts['esx-01']).toMatchObject({ power: 'off' })
    expect(at.frames.b.hosts['esx-01']?.power ?? opened.shown.frames.b.hosts['esx-01']?.power).toBe('on')
    expect(made.seek({ t: 0 }).frames.a.hosts['esx-01']).toMatchObject({ power: 'on' })
    expect(made.current()?.shown.t).toBe(0)
    expect([a.branch.events.length, b.branch.events.length]).toEqual(before)
  })

  it('takes a lab that was never run to its end, and the shorter of two as far as the longer', async () => {
    const lab = labOf(base)
    const never = await service(source(lab, 0), source(labOf({ ...base, timeline: [] }), 0)).open()
    expect(never.sides.a).toMatchObject({ reached: 0, takenTo: lab.until })
    expect(never.sides.b.takenTo).toBe(lab.until)
    expect(never.partings[0]).toMatchObject({ kind: 'first', t: 5 * MINUTE, b: { count: 0 } })
    const shorter = await service(source(lab, 8 * MINUTE), source(lab, 6 * MINUTE)).open()
    expect(shorter).toMatchObject({ until: 8 * MINUTE, end: lab.until, partings: [], outcome: { differing: 0 } })
    const whole = await service(source(lab, 8 * MINUTE), source(lab, 6 * MINUTE)).open('end')
    expect(whole.until).toBe(lab.until)
  })

  it('can be given up while it is made, and works in slices', async () => {
    const { made, clock, pushed, open } = service(source(labOf(base), 0), source(labOf(base), 0))
    clock.perLookMs = 70
    const opened = open()
    const given = expect(opened).rejects.toMatchObject({ code: 'badInput' })
    for (let i = 0; i < 5; i++) {
      clock.pass(1)
      await Promise.resolve()
    }
    expect(pushed.length).toBeGreaterThan(0)
    made.close()
    clock.pass(1)
    await given
    expect(made.current()).toBeNull()
  })
})
