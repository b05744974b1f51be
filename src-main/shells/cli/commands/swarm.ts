import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Sweep } from '../../../engine/testing/swarm-command.ts'
import { wholeOption, type Arguments } from '../arguments.ts'
import { EagerLines, type CliIo } from '../io.ts'
import type { ShareMessage, SwarmShare } from '../job.worker.ts'

const RUNS_DEFAULT = 100
/** Fewer seeds are done before a thread has started. */
const RUNS_PER_THREAD_MIN = 25
const PROGRESS_EVERY_MS = 5_000

export async function swarm(args: Arguments, io: CliIo): Promise<number> {
  const runs = wholeOption(args, 'runs', 1, 10_000_000) ?? RUNS_DEFAULT
  const seed = wholeOption(args, 'seed', 0, Number.MAX_SAFE_INTEGER - 10_000_000) ?? 1
  const turns = wholeOption(args, 'turns', 1, 100_000_000)
  const { reportSweeps, runSwarm } = await import('../../../engine/testing/swarm-command.ts')
  const lines = new EagerLines(io.out)
  const progress = new EagerLines(io.err)
  const jobUrl = new URL('./job.worker.js', io.built.workerUrl)
  // Run from its sources, the command line has no worker beside it.
  const threads = existsSync(fileURLToPath(jobUrl)) ? Math.min(availableParallelism(), Math.floor(runs / RUNS_PER_THREAD_MIN)) : 1
  const startedAt = io.nowMs()
  const status =
    threads < 2
      ? runSwarm({ runs, seed, turns, out: lines.out, err: progress.out, nowMs: io.nowMs })
      : reportSweeps(await inThreads(jobUrl, threads, { runs, seed, turns }, io.nowMs, progress.out), {
          runs,
          seed,
          out: lines.out,
          tookMs: io.nowMs() - startedAt,
        })
  await Promise.all([lines.done(), progress.done()])
  return status
}

/** Every thread takes each so many-th seed. Rejects with what a thread throws. */
function inThreads(
  url: URL,
  threads: number,
  { runs, seed, turns }: Pick<SwarmShare, 'runs' | 'seed' | 'turns'>,
  nowMs: () => number,
  tell: (line: string) => void,
): Promise<Sweep[]> {
  const done = new Array<number>(threads).fill(0)
  let toldAt = nowMs()
  const one = (index: number): Promise<Sweep> =>
    new Promise((resolve, reject) => {
      const share: SwarmShare = { seed: seed + index, runs: Math.ceil((runs - index) / threads), step: threads, turns }
      const worker = new Worker(url, { workerData: share })
      worker.on('error', reject)
      worker.on('message', (message: ShareMessage) => {
        if ('sweep' in message) return resolve(message.sweep)
        done[index] = message.done
        if (nowMs() - toldAt < PROGRESS_EVERY_MS) return
        toldAt = nowMs()
        tell(`${done.reduce((sum, n) => sum + n, 0)} of ${runs} seeds`)
      })
    })
  return Promise.all(done.map((_, index) => one(index)))
}
