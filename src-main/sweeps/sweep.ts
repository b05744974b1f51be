/** A whole sweep: all failures from one warm state, here or in threads, merged in the order of the failures. */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Finding, SweepBefore, SweepDomain, SweepFailure, SweepOutcome, SweepResult } from '../contract/api-sweep.ts'
import { breakablesOf, failuresOf } from './failures.ts'
import { findingsOf } from './findings/findings.ts'
import { baselineOf, outcomeOf } from './outcome.ts'
import type { PackedWarm } from './packed.ts'
import { restored, type Warm } from './warm.ts'
import { worstOf } from './worst.ts'

export interface Plan {
  readonly domain: SweepDomain
  readonly failures: 1 | 2
  readonly objects: readonly string[]
  readonly skipped: readonly string[]
  readonly before: SweepBefore
  readonly list: readonly SweepFailure[]
  readonly findings: readonly Finding[]
}

/** What can fail at the instant of the warm state, and what the design lacks. */
export function planOf(warm: Warm, domain: SweepDomain, failures: 1 | 2): Plan {
  const simulation = restored(warm)
  const { sound, skipped } = breakablesOf(simulation, domain, faultDomainsOf(warm))
  const { before } = baselineOf(warm)
  const objects = sound.map(({ name }) => name)
  return { domain, failures, objects, skipped, before, list: failuresOf(sound, failures), findings: findingsOf(warm, simulation) }
}

/** Fault domains as they are at that instant: a command may have moved a host. */
function faultDomainsOf({ keyframe }: Warm): ReadonlyMap<string, string | null> {
  const hosts = (keyframe.tables['hosts'] ?? []) as readonly (readonly [string, { readonly cfg: { readonly faultDomain: string | null } }])[]
  return new Map(hosts.map(([name, { cfg }]) => [name, cfg.faultDomain]))
}

/** What a thread is told: first the warm state, then what to do with it. */
export type ThreadTask =
  | { readonly kind: 'load'; readonly warm: PackedWarm }
  | { readonly kind: 'plan'; readonly domain: SweepDomain; readonly failures: 1 | 2 }
  | {
      readonly kind: 'run'
      readonly list: readonly SweepFailure[]
      /** How many failures the threads have begun: each takes the next one, so that all end at about the same time. */
      readonly begun: Int32Array
    }
export type ThreadAnswer =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'outcome'; readonly index: number; readonly outcome: SweepOutcome }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly failure: SweepFailure; readonly message: string; readonly invariant: string | null }

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

  load(warm: PackedWarm): void {
    this.#tell({ kind: 'load', warm })
  }

  /** The first thread makes the plan. */
  plan(domain: SweepDomain, failures: 1 | 2, signal?: AbortSignal): Promise<Plan> {
    return this.#hear<Plan>(
      (answer, resolve) => {
        if (answer.kind === 'plan') resolve(answer.plan)
      },
      signal,
      () => this.#workers[0]?.postMessage({ kind: 'plan', domain, failures } satisfies ThreadTask),
    )
  }

  /** Outcomes in the order of the list. Rejects with a SweepError, or with what the signal says. */
  run(list: readonly SweepFailure[], onProgress: (done: number) => void, signal?: AbortSignal): Promise<readonly SweepOutcome[]> {
    const begun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
    const outcomes: SweepOutcome[] = []
    let done = 0
    let open = this.size
    return this.#hear<readonly SweepOutcome[]>(
      (answer, resolve) => {
        if (answer.kind === 'outcome') {
          outcomes[answer.index] = answer.outcome
          onProgress(++done)
        } else if (answer.kind === 'end' && --open === 0) resolve(outcomes)
      },
      signal,
      () => this.#tell({ kind: 'run', list, begun }),
    )
  }

  #tell(task: ThreadTask): void {
    for (const worker of this.#workers) worker.postMessage(task)
  }

  /** Listens to all threads until one of their answers is what was waited for. */
  #hear<T>(listen: (answer: ThreadAnswer, resolve: (value: T) => void) => void, signal: AbortSignal | undefined, begin: () => void): Promise<T> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      signal?.addEventListener('abort', () => reject(signal.reason as Error))
      for (const worker of this.#workers) {
        worker.ref()
        worker.removeAllListeners()
        worker.on('error', reject)
        worker.on('message', (answer: ThreadAnswer) => {
          if (answer.kind === 'failed') reject(new SweepError(answer.failure, answer.message, answer.invariant))
          else listen(answer, resolve)
        })
      }
      begin()
    })
  }
}

/** `sweepers` have been given the warm state. */
export async function sweep(warm: Warm, plan: Plan, { sweepers, onProgress = () => undefined, signal }: SweepOptions): Promise<SweepResult> {
  const isElsewhere = sweepers !== null && sweepers.size > 0
  const outcomes = await (isElsewhere ? sweepers.run(plan.list, onProgress, signal) : inThisThread(warm, plan.list, onProgress, signal))
  return resultOf(warm, plan, outcomes)
}

/** Others have their turn now and then. */
const PAUSE_EVERY_MS = 50

async function inThisThread(
  warm: Warm,
  list: readonly SweepFailure[],
  onProgress: (done: number) => void,
  signal?: AbortSignal,
): Promise<readonly SweepOutcome[]> {
  const baseline = baselineOf(warm)
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

/** What came of a plan that was carried out. */
export function resultOf({ at, runMs }: Pick<Warm, 'at' | 'runMs'>, plan: Plan, outcomes: readonly SweepOutcome[]): SweepResult {
  const { domain, failures, objects, skipped, before, findings } = plan
  return { domain, failures, at, runMs, before, objects, skipped, outcomes, worst: worstOf(outcomes), findings }
}
