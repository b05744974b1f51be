/** `hostdown bench`: runs each scenario in processes of its own and prints what they took. */
import { hintFor } from '../../../contract/did-you-mean.ts'
import { firstPaint, panFps, scrub } from './browser-scenarios.ts'
import { run } from './child.ts'
import { evacuationOfHalf, maxCluster, maxClusterDrs, storm } from './engine-scenarios.ts'
import { examOf1000 } from './exam-1000.ts'
import { haLabs } from './ha-labs.ts'
import { importOf600, importOf8000 } from './import-export.ts'
import { entryOf, type BenchEntry, type Measured, type Scenario, type Skipped } from './scenario.ts'
import { mainBlocked, maxClusterRecorded, seek } from './recorded-scenarios.ts'
import { smallLab } from './small-lab.ts'
import { start } from './start.ts'
import { sweepOfPairs } from './sweep-n2.ts'
import { datacentreDayWithDpm, datacentreDayWithoutDpm, weekOfBitbrains } from './trace-scenarios.ts'
import { storeAppend } from './store-append.ts'

export interface BenchOptions {
  readonly json: boolean
  /** Name of the only scenario to run; null: all. */
  readonly only: string | null
  readonly out: (line: string) => void
  /** What is no result; default: standard error. */
  readonly err?: (line: string) => void
}

const scenarios: readonly Scenario[] = [
  smallLab,
  start,
  storm,
  maxCluster,
  maxClusterRecorded,
  maxClusterDrs,
  haLabs,
  evacuationOfHalf,
  sweepOfPairs,
  examOf1000,
  importOf600,
  importOf8000,
  datacentreDayWithDpm,
  datacentreDayWithoutDpm,
  weekOfBitbrains,
  seek,
  mainBlocked,
  storeAppend,
  firstPaint,
  panFps,
  scrub,
]

/** Set in the processes that the bench starts: measure once, print that as one line of JSON. */
const CHILD = 'HOSTDOWN_BENCH_CHILD'
const LIMIT_MS = 600_000

/** Resolves to the exit status: 2 for a name that there is not. */
export async function runBench({ json, only, out, err = toStandardError }: BenchOptions): Promise<number> {
  const wanted = only === null ? scenarios : scenarios.filter(({ name }) => name === only)
  if (only !== null && wanted.length === 0) {
    const names = scenarios.map(({ name }) => name)
    err(`--only: no scenario named ${JSON.stringify(only)}${hintFor(only, names)}`)
    return 2
  }
  const [first] = wanted
  if (process.env[CHILD] !== undefined && only !== null && first !== undefined) {
    out(JSON.stringify(await first.measure()))
    return 0
  }
  const entries: BenchEntry[] = []
  for (const scenario of wanted) {
    const result = await repeated(scenario)
    if ('skipped' in result) (json ? err : out)(`${scenario.name}: skipped: ${result.skipped}`)
    else entries.push(result)
    if (!json && !('skipped' in result)) for (const line of linesOf(scenario, result)) out(line)
  }
  if (json) out(JSON.stringify(entries, null, 2))
  return 0
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`)
}

async function repeated(scenario: Scenario): Promise<BenchEntry | Skipped> {
  const repetitions: Measured[] = []
  while (repetitions.length < scenario.processes) {
    const result = await inProcess(scenario.name)
    if ('skipped' in result) return result
    repetitions.push(result)
  }
  return entryOf(scenario.name, repetitions)
}

/** Measures once in a process of its own: cold code, and a peak of memory that is the scenario's alone. */
async function inProcess(name: string): Promise<Measured | Skipped> {
  const program = process.argv[1]
  if (program === undefined) throw new Error('the command line does not know its own file')
  const ended = await run(process.execPath, [program, 'bench', '--only', name], { env: { ...process.env, [CHILD]: '1' }, limitMs: LIMIT_MS })
  if (ended.status !== 0) throw new Error(`${name} ended with ${ended.status}: ${ended.stderr}`)
  return JSON.parse(ended.stdout) as Measured | Skipped
}

function linesOf(scenario: Scenario, { name, wallMs, peakMiB, floorMs, ratio, detail }: BenchEntry): readonly string[] {
  return [
    `${name.padEnd(16)} ${shown(wallMs)} ms   peak ${shown(peakMiB)} MiB   floor ${shown(floorMs)} ms   ratio ${ratio}`,
    `  ${scenario.headline(detail)}`,
    `  clock: ${scenario.clock}`,
    `  floor: ${scenario.floor}`,
  ]
}

const shown = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0).padStart(7)
