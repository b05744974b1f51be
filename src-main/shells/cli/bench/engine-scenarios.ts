/** Scenarios that need nothing but the engine. */
import { parseLab, type Lab } from '../../../contract/lab/index.ts'
import { createSimulation, restoreSimulation, type Simulation } from '../../../engine/index.ts'
import { eventStorm, maxClusterDay } from './bench-labs.ts'
import { FLOOR_TEXT, floorOf } from './floor.ts'
import { cpuMs, peakMiB, rounded, type Measured, type Scenario } from './scenario.ts'

interface Clocked {
  readonly measured: Measured
  readonly lab: Lab
  readonly simulation: Simulation
}

/** Load and run of one lab, from its text to its last instant. */
function clocked(name: string, text: string): Clocked {
  const cpuStartedMs = cpuMs()
  const startedMs = performance.now()
  const parsed = parseLab(text, { fileName: name })
  if (!parsed.ok) throw new Error(`the lab of ${name} is not valid: ${parsed.problems[0]?.message ?? ''}`)
  const parsedMs = performance.now()
  const simulation = createSimulation(parsed.lab)
  const createdMs = performance.now()
  simulation.runUntil(parsed.lab.until)
  const endedMs = performance.now()
  const peak = peakMiB()
  const detail = {
    cpuMs: rounded(cpuMs() - cpuStartedMs, 1),
    parseMs: rounded(parsedMs - startedMs, 1),
    createMs: rounded(createdMs - parsedMs, 1),
    runMs: rounded(endedMs - createdMs, 1),
    turns: simulation.turn,
    events: simulation.log.length,
    turnsPerSecond: Math.round((simulation.turn / (endedMs - createdMs)) * 1000),
  }
  return { lab: parsed.lab, simulation, measured: { wallMs: endedMs - startedMs, peakMiB: peak, floorMs: floorOf([{ name, text }]), detail } }
}

/** Size of a keyframe as JSON, and what saving and restoring one costs. */
function keyframeDetail({ lab, simulation }: Clocked): { readonly [key: string]: number } {
  const startedMs = performance.now()
  const keyframe = simulation.keyframe()
  const takenMs = performance.now()
  const text = JSON.stringify(keyframe)
  const writtenMs = performance.now()
  restoreSimulation(lab, keyframe, simulation.log)
  const restoredMs = performance.now()
  return {
    keyframeBytes: Buffer.byteLength(text),
    keyframeMs: rounded(takenMs - startedMs, 2),
    keyframeJsonMs: rounded(writtenMs - takenMs, 2),
    restoreMs: rounded(restoredMs - writtenMs, 2),
  }
}

export const maxCluster: Scenario = {
  name: 'max-cluster-day',
  clock: '96 hosts, 8,000 VMs, 24 h, HA on, three hosts lose power: parsing the text, building the world, the run; recorder off',
  floor: FLOOR_TEXT,
  processes: 5,
  headline: ({ parseMs, createMs, runMs, events }) => `parse ${parseMs} ms, build ${createMs} ms, run ${runMs} ms; ${events} events`,
  measure() {
    return Promise.resolve(clocked('max-cluster-day', maxClusterDay()).measured)
  },
}

export const storm: Scenario = {
  name: 'event-storm',
  clock: '64 hosts, 2,000 VMs, 1 h, management network parted or healed each 60 s: parsing the text, building the world, the run; recorder off',
  floor: FLOOR_TEXT,
  processes: 3,
  headline: ({ turnsPerSecond, turns, keyframeBytes, keyframeMs, keyframeJsonMs, restoreMs }) =>
    `${turnsPerSecond} turns/s (${turns} turns); a keyframe: ${keyframeBytes} bytes of JSON, ${keyframeMs} ms (JSON ${keyframeJsonMs} ms), restored in ${restoreMs} ms`,
  measure() {
    const run = clocked('event-storm', eventStorm())
    return Promise.resolve({ ...run.measured, detail: { ...run.measured.detail, ...keyframeDetail(run) } })
  },
}
