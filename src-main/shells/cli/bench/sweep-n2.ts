/** All single and double host failures of a cluster, from one warm keyframe, on all cores. */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SWEEP_AT_MS, SWEEP_RUN_MS } from '../../../contract/api-sweep.ts'
import { parseLab } from '../../../contract/lab/index.ts'
import { packed } from '../../../sweeps/packed.ts'
import { planOf, sweep, Sweepers } from '../../../sweeps/sweep.ts'
import { warmUp } from '../../../sweeps/warm.ts'
import { sweepCluster } from './bench-labs.ts'
import { rootWith } from './checkout.ts'
import { FLOOR_TEXT, floorOf } from './floor.ts'
import { cpuMs, peakMiB, rounded, type Measured, type Scenario, type Skipped } from './scenario.ts'

const NAME = 'sweep-n2'

export const sweepOfPairs: Scenario = {
  name: NAME,
  clock:
    '32 hosts, 600 VMs, 32 single and 496 double host failures, each for 15 m, forked from one warm keyframe on all cores: parsing the text, starting the threads, the runs; recorder off',
  floor: FLOOR_TEXT,
  processes: 3,
  headline: ({ runs, threads, runsPerSecond, readyMs, restarted }) =>
    `${runs} runs in ${threads} threads, ${runsPerSecond} runs/s; ready to fork after ${readyMs} ms; ${restarted} VMs restarted`,
  async measure(): Promise<Measured | Skipped> {
    const worker = join('out', 'main', 'sweep.worker.js')
    const root = rootWith(worker)
    if (root === null) return { skipped: 'the worker is not built (node tools/build.mjs)' }
    const text = sweepCluster()
    const cpuStartedMs = cpuMs()
    const startedMs = performance.now()
    const threads = availableParallelism()
    const sweepers = new Sweepers(pathToFileURL(join(root, worker)), threads)
    const parsed = parseLab(text, { fileName: NAME })
    if (!parsed.ok) throw new Error(`the lab of ${NAME} is not valid: ${parsed.problems[0]?.message ?? ''}`)
    const warm = warmUp(parsed.lab, SWEEP_AT_MS, SWEEP_RUN_MS)
    sweepers.load(packed(warm))
    const plan = planOf(warm, 'host', 2)
    const readyMs = performance.now() - startedMs
    const { outcomes } = await sweep(warm, plan, { sweepers })
    const wallMs = performance.now() - startedMs
    const detail = {
      cpuMs: rounded(cpuMs() - cpuStartedMs, 1),
      readyMs: rounded(readyMs, 1),
      threads: sweepers.size,
      runs: outcomes.length,
      runsPerSecond: rounded((outcomes.length / wallMs) * 1000, 1),
      restarted: outcomes.reduce((sum, one) => sum + one.restarted, 0),
      notRestarted: outcomes.reduce((sum, one) => sum + one.notRestarted, 0),
    }
    const peak = peakMiB()
    await sweepers.end()
    return { wallMs, peakMiB: peak, floorMs: floorOf([{ name: NAME, text }]), detail }
  },
}
