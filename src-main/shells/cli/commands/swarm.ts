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
  const lines = new EagerLines(io.out)
  const progress = new EagerLines(io.err)
  const jobUrl = new URL('./job.worker.js', io.built.workerUrl)
  // Run from its sources, the command line has no worker beside it.
  const threads = existsSync(fileURLToPath(jobUrl)) ? Math.min(availableParallelism(), Math.floor(runs / RUNS_PER_THREAD_MIN)) : 1
  const startedAt = io.nowMs()
  // The threads load the engine while this one does.
  const sweeps = threads < 2 ? null : inThreads(jobUrl, threads, { runs, seed, turns }, progress.out)
  const [{ reportSweeps, runSwarm }, shares] = await Promise.all([import('../../../engine/testing/swarm-command.ts'), sweeps])
  const status =
    shares === null
      ? runSwarm({ runs, seed, turns, out: lines.out, err: progress.out, nowMs: io.nowMs })
      : reportSweeps(shares, { runs, seed, out: lines.out, tookMs: io.nowMs() - startedAt })
  await Promise.all([lines.done(), progress.done()])
  return status
}

/** Every thread takes the next seed when it is done with one. Rejects with what a thread throws. */
async function inThreads(url: URL, threads: number, job: Omit<SwarmShare, 'begun'>, tell: (line: string) => void): Promise<Sweep[]> {
  const begun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const telling = setInterval(() => tell(`${Math.max(0, Atomics.load(begun, 0) - threads)} of ${job.runs} seeds`), PROGRESS_EVERY_MS)
  const one = (): Promise<Sweep> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(url, { workerData: { ...job, begun } satisfies SwarmShare })
      worker.on('error', reject)
      worker.on('message', (sweep: ShareMessage) => resolve(sweep))
    })
  try {
    return await Promise.all(Array.from({ length: threads }, one))
  } finally {
    clearInterval(telling)
  }
}
