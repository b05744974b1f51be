/** What windows get of a state while the run is held: no instant ahead, and all the rest. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseLab } from '../contract/lab/index.ts'
import { createSimulation } from '../engine/index.ts'
import { FrameTracker, forRecords } from './frames.ts'
import { labWithoutAhead } from './without-ahead.ts'

const timetables = ['nextPassAtMs', 'windowEndsAtMs', 'expiresAtMs']

/** Fields of a state that name an instant after `t`. */
function fieldsAhead(state: unknown, t: number): readonly string[] {
  if (typeof state !== 'object' || state === null) return []
  return Object.entries(state).flatMap(([key, value]) =>
    typeof value === 'number' && /[aA]tMs$/.test(key) ? (value > t && !timetables.includes(key) ? [key] : []) : fieldsAhead(value, t),
  )
}

function standingAt(lab: string, t: number) {
  const parsed = parseLab(readFileSync(join(import.meta.dirname, '../../resources', `${lab}.lab.yaml`), 'utf8'), { fileName: lab })
  if (!parsed.ok) throw new Error(`${lab} is refused`)
  const simulation = createSimulation(parsed.lab)
  simulation.runUntil(t)
  return { lab: parsed.lab, simulation }
}

it.each([
  ['samples/article', 61_000, ['atMs']],
  ['samples/article-network', 61_000, ['atMs', 'nextAtMs']],
  ['samples/storage-goes-away', 61_000, ['timeoutAtMs', 'actsAtMs']],
  ['samples/guest-hangs', 61_000, ['resetAtMs']],
  ['conformance/vmotion/vm-054-network-lost', 21_000, ['failsAtMs']],
])('%s at %i ms: no %j is told', (name, t, fields) => {
  const { lab, simulation } = standingAt(name, t)
  const whole = simulation.state()
  expect([...new Set(fieldsAhead(whole, t))].sort()).toEqual([...fields].sort())
  const told = labWithoutAhead(whole)
  expect(fieldsAhead(told, t)).toEqual([])
  expect(told.ha?.clocks.filter(({ verdict }) => verdict !== null) ?? []).toEqual([])
  const tracker = new FrameTracker(lab, forRecords)
  const frame = tracker.diff(simulation, { light: false, isHeld: true })
  expect([frame.ha, frame.migrations]).toEqual([told.ha, told.migrations])
  expect(tracker.diff(simulation, { light: false })).toMatchObject({ ha: frame.ha === null || fields.includes('resetAtMs') ? null : whole.ha })
})

it('leaves a state alone that says nothing of what comes', () => {
  const { simulation } = standingAt('samples/article', 200_000)
  expect(labWithoutAhead(simulation.state())).toEqual(simulation.state())
})
