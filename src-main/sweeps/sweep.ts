/** A whole sweep: all failures from one warm state, here or in threads, merged in the order of the failures. */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { SweepBefore, SweepDomain, SweepFailure, SweepOutcome, SweepResult } from '../contract/api-sweep.ts'
import type { Simulation } from '../engine/index.ts'
import { breakablesOf, failuresOf } from './failures.ts'
import { baselineOf, outcomeOf, type Baseline } from './outcome.ts'
import type { Warm } from './warm.ts'
import { worstOf } from './worst.ts'

export interface Plan {
  readonly domain: SweepDomain
  readonly failures: 1 | 2
  readonly objects: readonly string[]
  readonly skipped: readonly string[]
  readonly list: readonly SweepFailure[]
}

/** What can fail at the instant of the simulation. */
export function planOf(simulation: Simulation, warm: Warm, domain: SweepDomain, failures: 1 | 2): Plan {
  const { sound, skipped } = breakablesOf(simulation, domain, faultDomainsOf(warm))
  return { domain, failures, objects: sound.map(({ name }) => name), skipped, list: failuresOf(sound, failures) }
}

/** Fault domains as they are at that instant: a command may have moved a host. */
function faultDomainsOf({ keyframe }: Warm): ReadonlyMap<string, string | null> {
  const hosts = (keyframe.tables['hosts'] ?? []) as readonly (readonly [string, { readonly cfg: { readonly faultDomain: string | null } }])[]
  return new Map(hosts.map(([name, { cfg }]) => [name, cfg.faultDomain]))
}

/** What a thread is told; it answers with `ThreadAnswer`s. */
export interface ThreadTask {
  readonly warm: Warm
  readonly list: readonly SweepFailure[]
  /** How many failures the threads have begun: each takes the next one, so that all end at about the same time. */
  readonly begun: Int32Array
}
export type ThreadAnswer =
  | { readonly kind: 'outcome'; readonly index: number; readonly outcome: SweepOutcome }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly failure: SweepFailure; readonly name: string; readonly message: string; readonly invariant: string | null }

/** The engine broke one of its rules in one of the failures. */
export class SweepError extends Error {
  readonly failure: SweepFailure
  readonly invariant: string | null

  constructor(failure: SweepFailure, message: string, invariant: string | null) {
    super(message)
    this.failure = failure
    this.invariant = invariant
  }
}

export function sweepError(failure: SweepFailure, error: unknown): SweepError {
  const invariant = error instanceof Error && 'invariant' in error ? String(error.invariant) : null
  return new SweepError(
    failure,
    error instanceof Error ? (invariant === null ? (error.stack ?? error.message) : error.message) : String(error),
    invariant,
  )
}

export interface SweepOptions {
  /** Null, or of none: everything is done in this thread. */
  readonly sweepers: Sweepers | null
  readonly onProgress?: (done: number) => void
  readonly signal?: AbortSignal
}

/** Fewer failures are done before another thread has started. */
const FAILURES_PER_THREAD_MIN = 12

/** Threads that are worth starting for so many failures. */
export function threadsFor(failures: number): number {
  return Math.min(availableParallelism(), Math.floor(failures / FAILURES_PER_THREAD_MIN))
}

/** Threads that wait: they load the engine while the caller warms up. */
export class Sweepers {
  readonly #workers: readonly Worker[]

  /** `workerUrl`: built beside the program; run from its sources a program may have none there. */
  constructor(workerUrl: URL, threads: number) {
    const isThere = existsSync(fileURLToPath(workerUrl))
    this.#workers = isThere ? Array.from({ length: threads }, () => new Worker(workerUrl)) : []
    // Nobody waits for a thread that was not asked for anything.
    for (const worker of this.#workers) worker.unref()
  }

  get size(): number {
    return this.#workers.length
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }

  /** Outcomes in the order of the list. Rejects with a SweepError, or with what the signal says. */
  run(warm: Warm, list: readonly SweepFailure[], onProgress: (done: number) => void, signal?: AbortSignal): Promise<readonly SweepOutcome[]> {
    const begun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
    const outcomes: SweepOutcome[] = []
    let done = 0
    return new Promise((resolve, reject) => {
      let open = this.#workers.length
      signal?.addEventListener('abort', () => reject(signal.reason as Error))
      for (const worker of this.#workers) {
        worker.ref()
        worker.on('error', reject)
        worker.on('message', (answer: ThreadAnswer) => {
          if (answer.kind === 'outcome') {
            outcomes[answer.index] = answer.outcome
            onProgress(++done)
          } else if (answer.kind === 'failed') reject(new SweepError(answer.failure, answer.message, answer.invariant))
          else if (--open === 0) resolve(outcomes)
        })
        worker.postMessage({ warm, list, begun } satisfies ThreadTask)
      }
    })
  }
}

export async function sweep(warm: Warm, plan: Plan, { sweepers, onProgress = () => undefined, signal }: SweepOptions): Promise<SweepResult> {
  const baseline = baselineOf(warm)
  const outcomes =
    sweepers !== null && sweepers.size > 0
      ? await sweepers.run(warm, plan.list, onProgress, signal)
      : await inThisThread(warm, plan.list, baseline, onProgress, signal)
  return resultOf(warm, plan, baseline.before, outcomes)
}

/** Others have their turn now and then. */
const PAUSE_EVERY_MS = 50

async function inThisThread(
  warm: Warm,
  list: readonly SweepFailure[],
  baseline: Baseline,
  onProgress: (done: number) => void,
  signal?: AbortSignal,
): Promise<readonly SweepOutcome[]> {
  const outcomes: SweepOutcome[] = []
  let pausedAt = performance.now()
  for (const failure of list) {
    signal?.throwIfAborted()
    try {
      outcomes.push(outcomeOf(warm, failure, baseline))
    } catch (error) {
      throw sweepError(failure, error)
    }
    onProgress(outcomes.length)
    if (performance.now() - pausedAt < PAUSE_EVERY_MS) continue
    await new Promise((resolve) => setImmediate(resolve))
    pausedAt = performance.now()
  }
  return outcomes
}

function resultOf(warm: Warm, { domain, failures, objects, skipped }: Plan, before: SweepBefore, outcomes: readonly SweepOutcome[]): SweepResult {
  return { domain, failures, at: warm.at, runMs: warm.runMs, before, objects, skipped, outcomes, worst: worstOf(outcomes) }
}
