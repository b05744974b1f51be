import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { RunFrame } from '../contract/api.ts'
import { createSimulation, restoreOver, restoreSimulation, type Keyframe, type Simulation } from '../engine/index.ts'
import { lifeOf } from '../engine/testing/lives.ts'
import { FrameTracker, forRecords, forWindows } from './frames.ts'
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
    ha: frame.haIsOff === true ? null : (frame.ha ?? to.ha),
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
  const tracker = new FrameTracker(lab, forWindows)
  tracker.diff(simulation, { light: false })
  let mirror = tracker.full()
  for (const t of [1000, 60_000, 60_001, 78_500, 90_000, 200_000, 219_500, 400_000]) {
    simulation.runUntil(t)
    mirror = apply(mirror, tracker.diff(simulation, { light: t === 60_000 }))
    expect(mirror).toEqual(tracker.full())
  }
  const fresh = new FrameTracker(lab, forWindows)
  fresh.diff(simulation, { light: false })
  expect({ ...tracker.full(), n: 1 }).toEqual(fresh.full())
})

it('leaves out what did not change, also when another simulation shows the same', () => {
  const lab = fakeLab([{ at: 60_000, host: 'Host A' }])
  const tracker = new FrameTracker(lab, forWindows)
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

it('what windows are not told of hosts and vSphere HA, VMs say themselves; records have it', () => {
  let [placed, held] = [0, 0]
  for (let seed = 1; seed <= 4; seed++) {
    const { lab, commands } = lifeOf(seed)
    const simulation = createSimulation(lab)
    for (const { at, do: command, args } of commands) {
      simulation.runUntil(at)
      simulation.command(command, args)
      const frame = new FrameTracker(lab, forWindows).diff(simulation, { light: false })
      const record = new FrameTracker(lab, forRecords).diff(simulation, { light: false })
      const vms = Object.entries(frame.vms)
      for (const [name, state] of Object.entries(record.hosts)) {
        expect(state).toEqual(simulation.hostState(name))
        const { vms: here, ...rest } = state!
        expect(frame.hosts[name]).toEqual(rest)
        expect(
          vms
            .filter(([, vm]) => vm?.host === name)
            .map(([vm]) => vm)
            .sort(),
        ).toEqual([...here].sort())
        placed += here.length
      }
      expect(record.ha).toEqual(simulation.haState())
      if (record.ha === null) continue
      const { protected: names, ...rest } = record.ha
      expect(frame.ha).toEqual(rest)
      expect(
        vms
          .filter(([, vm]) => vm?.haProtected === true)
          .map(([vm]) => vm)
          .sort(),
      ).toEqual([...names].sort())
      held += names.length
    }
  }
  expect(placed).toBeGreaterThan(0)
  expect(held).toBeGreaterThan(0)
})

const SEEDS = 10
const LONG_MS = 120_000

it('a frame kept from jump to jump is the one made from nothing', { timeout: LONG_MS }, () => {
  let shown = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { lab, commands, safetyEndedAt } = lifeOf(seed)
    const whole = createSimulation(lab)
    const keyframes: Keyframe[] = []
    for (const { at, do: command, args } of commands) {
      whole.runUntil(at)
      whole.command(command, args)
      keyframes.push(whole.keyframe())
    }
    whole.runUntil(safetyEndedAt)
    const places = fc.nat({ max: keyframes.length - 1 }).map((place) => keyframes[place] as Keyframe)
    const jumps = fc.array(fc.record({ keyframe: places, onMs: fc.nat({ max: 120_000 }), onTheWay: fc.boolean() }), { minLength: 1, maxLength: 8 })
    const followed = fc.property(jumps, (journey) => {
      const tracker = new FrameTracker(lab, forWindows)
      const used: Simulation = restoreSimulation(lab, keyframes[0] as Keyframe, whole.log)
      tracker.diff(used, { light: false })
      let mirror = tracker.full()
      for (const { keyframe, onMs, onTheWay } of journey) {
        restoreOver(used, lab, keyframe, whole.log)
        if (onTheWay) mirror = apply(mirror, tracker.diff(used, { light: true }))
        used.runUntil(keyframe.at + onMs)
        mirror = apply(mirror, tracker.diff(used, { light: false }))
        const alone = restoreSimulation(lab, JSON.parse(JSON.stringify(keyframe)) as Keyframe, whole.log)
        alone.runUntil(keyframe.at + onMs)
        const fresh = new FrameTracker(lab, forWindows)
        fresh.diff(alone, { light: false })
        expect({ ...tracker.full(), n: 1 }).toEqual(fresh.full())
        expect(mirror).toEqual(tracker.full())
        shown++
      }
    })
    fc.assert(followed, { numRuns: 5, seed })
  }
  expect(shown).toBeGreaterThan(SEEDS * 5)
})
