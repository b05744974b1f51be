/** Scenarios that need nothing but the engine. */
import { parseLab, type Lab } from '../../../contract/lab/index.ts'
import { createSimulation, restoreSimulation, type Simulation } from '../../../engine/index.ts'
import { evacuation, eventStorm, maxClusterDay, maxClusterDrsDay } from './bench-labs.ts'
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

export const maxClusterDrs: Scenario = {
  name: 'max-cluster-drs-day',
  clock: '96 hosts, 8,000 VMs, 24 h, DRS at threshold 3 each minute: parsing the text, building the world, the run; recorder off',
  floor: FLOOR_TEXT,
  processes: 3,
  headline: ({ parseMs, createMs, runMs, migrations, quarterMs, quarterMigrations, quarterCpuMs9h, wholeCpuMs9h, quadrupleCpuMs9h }) =>
    `parse ${parseMs} ms, build ${createMs} ms, run ${runMs} ms; ${migrations} migrations; a quarter of hosts and VMs: ${quarterMs} ms, ${quarterMigrations} migrations; the first 9 h at ¼, 1 and 4 times: ${quarterCpuMs9h}, ${wholeCpuMs9h} and ${quadrupleCpuMs9h} ms of processor time`,
  measure() {
    const run = clocked('max-cluster-drs-day', maxClusterDrsDay())
    const movedIn = ({ simulation }: Clocked): number => simulation.log.filter((event) => event.type === 'vmotion.completed').length
    // Its growth, in the same process, once the code is warm: of a quarter for the whole day, of four times for what a day begins with.
    const quarter = clocked('max-cluster-drs-day', maxClusterDrsDay(0.25))
    const cpuMsOf9h = (times: number): number | string =>
      clocked('max-cluster-drs-day', maxClusterDrsDay(times, '9h')).measured.detail?.['cpuMs'] ?? 'unknown'
    const detail = {
      migrations: movedIn(run),
      quarterMs: rounded(quarter.measured.wallMs, 1),
      quarterMigrations: movedIn(quarter),
      quarterCpuMs9h: cpuMsOf9h(0.25),
      wholeCpuMs9h: cpuMsOf9h(1),
      quadrupleCpuMs9h: cpuMsOf9h(4),
    }
    return Promise.resolve({ ...run.measured, detail: { ...run.measured.detail, ...detail } })
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

export const evacuationOfHalf: Scenario = {
  name: 'evacuation',
  clock:
    '64 hosts, HA on, 1,000 VMs asked to leave 32 of them at once, 8 at a time on each host: parsing the text, building the world, the run; recorder off',
  floor: FLOOR_TEXT,
  processes: 5,
  headline: ({ parseMs, runMs, turns, migrations, queued, lastEndMs }) =>
    `parse ${parseMs} ms, run ${runMs} ms, ${turns} turns; ${migrations} migrations, ${queued} of them queued, the last ended at ${lastEndMs} ms`,
  measure() {
    const run = clocked('evacuation', evacuation())
    const of = (type: string) => run.simulation.log.filter((event) => event.type === type)
    const ended = of('vmotion.completed')
    const detail = { migrations: ended.length, queued: of('vmotion.queued').length, lastEndMs: ended[ended.length - 1]?.t ?? 0 }
    return Promise.resolve({ ...run.measured, detail: { ...run.measured.detail, ...detail } })
  },
}
