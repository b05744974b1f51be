import { expect, it } from 'vitest'
import type { RunFrame } from '../contract/api.ts'
import { FrameTracker } from './frames.ts'
import { fakeEngine, fakeLab } from './testing/fake-engine.ts'

/** What a window does with a frame. */
function apply(to: RunFrame, frame: RunFrame): RunFrame {
  const merge = <T>(a: { readonly [name: string]: T | null }, b: { readonly [name: string]: T | null }) =>
    Object.fromEntries(Object.entries({ ...a, ...b }).filter(([, value]) => value !== null))
  return {
    n: frame.n,
    t: frame.t,
    hosts: merge(to.hosts, frame.hosts),
    vms: merge(to.vms, frame.vms),
    networks: merge(to.networks, frame.networks),
    datastores: merge(to.datastores, frame.datastores),
    vcenter: frame.vcenter ?? to.vcenter,
    ha: frame.ha ?? to.ha,
    migrations: frame.migrations ?? to.migrations,
    vmCpuPercent: frame.vmCpuPercent ?? to.vmCpuPercent,
  }
}

it('gives differences that add up to the full frame', () => {
  const lab = fakeLab([
    { at: 60_000, host: 'Host A' },
    { at: 200_000, host: 'Host B' },
  ])
  const simulation = fakeEngine.create(lab)
  const tracker = new FrameTracker(lab)
  tracker.diff(simulation, { light: false })
  let mirror = tracker.full()
  for (const t of [1000, 60_000, 60_001, 78_500, 90_000, 200_000, 219_500, 400_000]) {
    simulation.runUntil(t)
    mirror = apply(mirror, tracker.diff(simulation, { light: t === 60_000 }))
    expect(mirror).toEqual(tracker.full())
  }
  const fresh = new FrameTracker(lab)
  fresh.diff(simulation, { light: false })
  expect({ ...tracker.full(), n: 1 }).toEqual(fresh.full())
})

it('leaves out what did not change, also when another simulation shows the same', () => {
  const lab = fakeLab([{ at: 60_000, host: 'Host A' }])
  const tracker = new FrameTracker(lab)
  const simulation = fakeEngine.create(lab)
  tracker.diff(simulation, { light: false })
  simulation.runUntil(10_000)
  const unchanged = { hosts: {}, vms: {}, vcenter: null, migrations: null, vmCpuPercent: null }
  expect(tracker.diff(simulation, { light: false })).toMatchObject({ n: 2, t: 10_000, ...unchanged })
  expect(tracker.diff(fakeEngine.create(lab), { light: false })).toMatchObject({ n: 3, t: 0, ...unchanged })
  simulation.runUntil(60_000)
  const cut = tracker.diff(simulation, { light: false })
  expect(Object.keys(cut.hosts)).toEqual(['Host A'])
  expect(Object.keys(cut.vms)).toEqual(['VM1', 'VM2'])
  expect(cut.vmCpuPercent).toEqual([0, 0])
})
