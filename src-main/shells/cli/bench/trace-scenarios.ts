/** Scenarios with the load of real traces, where they lie beside the checkout, else with made-up days of the same statistics. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseLab } from '../../../contract/lab/index.ts'
import type { Lab } from '../../../contract/lab/index.ts'
import { createSimulation } from '../../../engine/index.ts'
import type { Simulation } from '../../../engine/index.ts'
import { csvText, madeUp } from '../commands/traces.ts'
import { rootWith } from './checkout.ts'
import { FLOOR_TEXT, samplesOf, sweepMs } from './floor.ts'
import { cpuMs, peakMiB, rounded, type Detail, type Measured, type Scenario } from './scenario.ts'

/** A lab and the traces that it names. */
interface Input {
  readonly lab: string
  readonly traces: { readonly [path: string]: string }
  /** Where its load comes from. */
  readonly load: string
}

const DAY_MS = 86_400_000
/** Text of a file beside the checkout; null: it is not there. */
const traceText = (file: string): string | null => {
  const root = rootWith('package.json')
  const path = join(root ?? '.', '..', 'shared', 'data', 'traces', file)
  return root !== null && existsSync(path) ? readFileSync(path, 'utf8') : null
}
const numbered = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i))

const DATACENTRE_HOSTS = 800
const DATACENTRE_VMS = 1_052
const PLANETLAB_FILE = 'planetlab-20110303.csv'
const vmTypes = [
  [2500, 870],
  [2000, 1740],
  [1000, 1740],
  [500, 613],
] as const

/** The day of a datacentre (contract, section 6): VM i on host i mod 800, with column i of the day. */
function datacentreDay(dpm: boolean): Input {
  const real = traceText(PLANETLAB_FILE)
  const made = real === null ? madeUp('planetlab', DATACENTRE_VMS, 1, 1).traces : []
  const text = real ?? csvText(made.map(({ name, cpuPercent }) => ({ name, values: cpuPercent ?? [] })))
  const columns = text.slice(0, text.indexOf('\n')).trim().split(',').slice(1)
  const hosts = numbered(DATACENTRE_HOSTS, (i) => ({
    name: `esx-${String(i).padStart(3, '0')}`,
    cpu: { sockets: 1, coresPerSocket: 2, mhz: i % 2 === 0 ? 1860 : 2660 },
    memoryMiB: 4096,
  }))
  const vms = numbered(DATACENTRE_VMS, (i) => {
    const [mhz, memoryMiB] = vmTypes[i % vmTypes.length] as (typeof vmTypes)[number]
    const demand = { trace: 'day.csv', column: columns[i], scale: mhz / 100 }
    return { name: `vm-${String(i).padStart(4, '0')}`, host: hosts[i % DATACENTRE_HOSTS]?.name, vcpus: 1, memoryMiB, demand }
  })
  const drs = { migrationThreshold: 3, ...(dpm ? { dpm: { automation: 'automatic' } } : {}) }
  const lab = { hostdown: 1, name: 'A day of a datacentre', limits: 'none', cluster: { drs }, hosts, vms, until: '24h' }
  return { lab: JSON.stringify(lab), traces: { 'day.csv': text }, load: real === null ? 'synthetic PlanetLab day' : PLANETLAB_FILE }
}

const BITBRAINS_HOSTS = 16

/** 200 business VMs for a week; VM i on host i mod 16. */
function bitbrainsWeek(): Input {
  const cpu = traceText('bitbrains-rnd-cpu-mhz.csv')
  const memory = traceText('bitbrains-rnd-mem-active-mb.csv')
  const sizes = traceText('bitbrains-rnd-vms.csv')
  const isReal = cpu !== null && memory !== null && sizes !== null
  const made = isReal ? [] : madeUp('business', 200, 7, 1).traces
  const columnsOf = (of: 'cpuMHz' | 'memoryMiB'): string => csvText(made.map((trace) => ({ name: trace.name, values: trace[of] ?? [] })))
  const known = isReal
    ? sizes.trim().split(/\r?\n/).slice(1).map((line) => line.split(','))
    : made.map(({ name, vcpus, configuredMiB }) => [name, String(vcpus), '', String(configuredMiB)]) // prettier-ignore
  const hosts = numbered(BITBRAINS_HOSTS, (i) => ({
    name: `esx-${String(i).padStart(2, '0')}`,
    cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 },
    memoryMiB: 786_432,
  }))
  const vms = known.map(([name, vcpus, , memoryMiB], i) => ({
    name,
    host: hosts[i % BITBRAINS_HOSTS]?.name,
    vcpus: Number(vcpus),
    memoryMiB: Number(memoryMiB),
    demand: { trace: 'cpu.csv', memoryTrace: 'memory.csv' },
  }))
  const lab = { hostdown: 1, name: 'A week of business VMs', limits: 'none', cluster: { drs: { migrationThreshold: 3 } }, hosts, vms, until: '7d' }
  const traces = { 'cpu.csv': isReal ? cpu : columnsOf('cpuMHz'), 'memory.csv': isReal ? memory : columnsOf('memoryMiB') }
  return { lab: JSON.stringify(lab), traces, load: isReal ? 'bitbrains-rnd week' : 'synthetic business week' }
}

interface Done {
  readonly lab: Lab
  readonly simulation: Simulation
}

function parsed(name: string, { lab, traces }: Input): Lab {
  const read = parseLab(lab, { fileName: name, traces: (path) => traces[path] ?? null })
  if (!read.ok) throw new Error(`the lab of ${name} is not valid: ${read.problems[0]?.message ?? ''}`)
  return read.lab
}

/** Load and run, from the texts to the last instant. */
function clocked(name: string, input: Input, detailOf: (done: Done) => Detail): Measured {
  const cpuStartedMs = cpuMs()
  const startedMs = performance.now()
  const lab = parsed(name, input)
  const parsedMs = performance.now()
  const simulation = createSimulation(lab)
  simulation.runUntil(lab.until)
  const endedMs = performance.now()
  const peak = peakMiB()
  const detail = {
    cpuMs: rounded(cpuMs() - cpuStartedMs, 1),
    parseMs: rounded(parsedMs - startedMs, 1),
    runMs: rounded(endedMs - parsedMs, 1),
    load: input.load,
    events: simulation.log.length,
    ...detailOf({ lab, simulation }),
  }
  const floorStartedMs = performance.now()
  const samples = samplesOf([parsed(name, input)])
  const floorMs = performance.now() - floorStartedMs + sweepMs(samples)
  return { wallMs: endedMs - startedMs, peakMiB: peak, floorMs, detail }
}

const migrationsOf = (simulation: Simulation): number => simulation.log.filter(({ type }) => type === 'vmotion.completed').length

/** Hosts that are on, on average over the run. */
function meanHostsOn({ lab, simulation }: Done): number {
  let missing = 0
  for (const { t, type } of simulation.log) {
    if (type === 'host.standbyEntered') missing += lab.until - t
    if (type === 'host.standbyExited') missing -= lab.until - t
  }
  return rounded(lab.hosts.length - missing / lab.until, 1)
}

/** The VM that moved most on one day, and which facts led to its moves. */
function mostMoves({ lab, simulation }: Done): Detail {
  const moves = new Map<string, number>()
  let most = { key: '', count: 0 }
  for (const event of simulation.log) {
    if (event.type !== 'vmotion.completed') continue
    const key = `${String(event['vm'])} day ${1 + Math.floor(event.t / DAY_MS)}`
    const count = (moves.get(key) ?? 0) + 1
    moves.set(key, count)
    if (count > most.count) most = { key, count }
  }
  const vm = most.key.split(' day ')[0]
  const facts = new Set<string>()
  for (const event of simulation.log) {
    if (event.type !== 'drs.recommendation' || event['vm'] !== vm) continue
    for (const fact of (event['why'] as { readonly facts?: readonly string[] } | undefined)?.facts ?? []) facts.add(fact)
  }
  const perVmAndDay = migrationsOf(simulation) / lab.vms.length / (lab.until / DAY_MS)
  return {
    movesPerVmAndDay: rounded(perVmAndDay, 3),
    mostMovesOfAVmInADay: most.count,
    mostMovedVm: most.key,
    factsOfItsMoves: [...facts].sort().join(' '),
  }
}

const datacentre = (name: string, dpm: boolean): Scenario => ({
  name,
  clock: `800 hosts, 1,052 VMs with a day of traces, drsScore threshold 3${dpm ? ', DPM automatic' : ''}, 24 h: parsing the texts, building the world, the run; recorder off`,
  floor: FLOOR_TEXT,
  processes: 3,
  headline: ({ load, parseMs, runMs, migrations, meanHostsOn: on }) =>
    `${load}: parse ${parseMs} ms, run ${runMs} ms; ${migrations} migrations, ${on} hosts on`,
  measure() {
    const detailOf = (done: Done): Detail => ({ migrations: migrationsOf(done.simulation), meanHostsOn: meanHostsOn(done) })
    return Promise.resolve(clocked(name, datacentreDay(dpm), detailOf))
  },
})

export const datacentreDayWithDpm = datacentre('datacentre-day', true)
export const datacentreDayWithoutDpm = datacentre('datacentre-day-no-dpm', false)

export const weekOfBitbrains: Scenario = {
  name: 'bitbrains-week',
  clock: '16 hosts, 200 VMs with CPU and memory traces, drsScore threshold 3, 7 days: parsing the texts, building the world, the run; recorder off',
  floor: FLOOR_TEXT,
  processes: 3,
  headline: ({ load, parseMs, runMs, migrations, movesPerVmAndDay, mostMovesOfAVmInADay, mostMovedVm, factsOfItsMoves }) =>
    `${load}: parse ${parseMs} ms, run ${runMs} ms; ${migrations} migrations, ${movesPerVmAndDay} a VM and day, at most ${mostMovesOfAVmInADay} (${mostMovedVm}, by ${factsOfItsMoves})`,
  measure() {
    const detailOf = (done: Done): Detail => ({ migrations: migrationsOf(done.simulation), ...mostMoves(done) })
    return Promise.resolve(clocked('bitbrains-week', bitbrainsWeek(), detailOf))
  },
}
