/** The application's side of the practice: a thread draws the questions, the worker of the runs keeps what is answered. */
import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ApiInput, ApiOutput } from '../contract/api.ts'
import type { PracticePushes } from '../contract/api-practice.ts'
import type { Askable } from '../contract/practice/attempt.ts'
import { bankFileNames } from '../practice/bank/index.ts'
import { RunError } from '../runs/run-error.ts'
import type { RunHost } from '../runs/run-host.ts'
import { WaitingCalls } from '../runs/waiting-calls.ts'
import type { PracticeCalls, PracticeWorkerMessage, PracticeWorkerRequest, PracticeWorkerStart } from './practice-protocol.ts'

export interface PracticeHostOptions {
  /** The built `practice.worker`. */
  readonly workerUrl: URL
  /** Holds `exam/bank`. */
  readonly resourcesDir: string
  readonly runs: RunHost
  readonly push: (payload: PracticePushes['practice.progress']) => void
}

class Cancelled extends Error {}

/** One thread from its start to its end, with the calls that wait for it: also while it starts. */
interface Session {
  readonly calls: WaitingCalls
  readonly worker: Promise<Worker>
}

const SEED_MOST = 2_147_483_647

export class PracticeHost {
  readonly #options: PracticeHostOptions
  #session: Session | null = null
  #drawing: { isCancelled: boolean } | null = null
  #askable: Promise<Askable> | null = null
  #closed = false

  constructor(options: PracticeHostOptions) {
    this.#options = options
  }

  async overview(): Promise<ApiOutput<'practice.overview'>> {
    const askable = await (this.#askable ??= this.#askWhatThereIs().catch((error: unknown) => {
      this.#askable = null
      throw error
    }))
    return this.#options.runs.call('practiceOverview', askable)
  }

  /** One at a time: whoever begins anew ends the drawing before. Null: cancelled. */
  async begin({ seed, only, ...plan }: ApiInput<'practice.begin'>): Promise<ApiOutput<'practice.begin'>> {
    const { runs } = this.#options
    this.cancel()
    const drawing = (this.#drawing = { isCancelled: false })
    const drawn = seed ?? randomInt(SEED_MOST)
    try {
      const known = await runs.call('practiceKnown', {})
      if (drawing.isCancelled) return null
      const questions = await this.#call('draw', { plan, seed: drawn, known, only: only ?? null })
      return await runs.call('practiceBegin', { plan, seed: drawn, questions })
    } catch (error) {
      if (error instanceof Cancelled) return null
      throw error
    } finally {
      if (this.#drawing === drawing) this.#drawing = null
    }
  }

  async remove({ id }: ApiInput<'practice.remove'>): Promise<ApiOutput<'practice.remove'>> {
    await this.#options.runs.call('practiceRemove', { id })
    return this.overview()
  }

  async setGoal(input: ApiInput<'practice.goal'>): Promise<ApiOutput<'practice.goal'>> {
    await this.#options.runs.call('practiceGoal', input)
    return this.overview()
  }

  cancel(): Record<string, never> {
    if (this.#drawing === null) return {}
    this.#drawing.isCancelled = true
    this.#drawing = null
    this.#end(this.#session, new Cancelled())
    return {}
  }

  close(): void {
    this.#closed = true
    this.#end(this.#session, new RunError('disconnected', 'Hostdown is closing'))
  }

  /** Ending a drawing ends its thread; what else was asked of it is asked of the next. */
  async #askWhatThereIs(): Promise<Askable> {
    try {
      return await this.#call('askable', {})
    } catch (error) {
      if (error instanceof Cancelled) return this.#askWhatThereIs()
      throw error
    }
  }

  /** Another question to the same thread. */
  ask<M extends keyof PracticeCalls>(method: M, input: PracticeCalls[M]['input']): Promise<PracticeCalls[M]['output']> {
    return this.#call(method, input)
  }

  async #call<M extends keyof PracticeCalls>(method: M, input: PracticeCalls[M]['input']): Promise<PracticeCalls[M]['output']> {
    if (this.#closed) throw new RunError('disconnected', 'Hostdown is closing')
    const { calls, worker } = (this.#session ??= this.#start())
    // A start that fails ends the session, and with it this call.
    return calls.call(
      (id) => void worker.then((started) => started.postMessage({ id, method, input } as PracticeWorkerRequest)).catch(() => undefined),
    )
  }

  #start(): Session {
    const calls = new WaitingCalls()
    const session: Session = { calls, worker: this.#startWorker((message) => this.#receive(session, message)) }
    session.worker.then(
      (worker) => {
        worker.on('error', () => this.#end(session, new Error('practice')))
        worker.on('exit', () => this.#end(session, new Error('practice')))
      },
      () => this.#end(session, new Error('practice')),
    )
    return session
  }

  async #startWorker(receive: (message: PracticeWorkerMessage) => void): Promise<Worker> {
    const { resourcesDir, workerUrl } = this.#options
    const bank = await Promise.all(
      bankFileNames.map(async (name) => ({ name, text: await readFile(join(resourcesDir, 'exam', 'bank', name), 'utf8') })),
    )
    const worker = new Worker(workerUrl, { workerData: { bank } satisfies PracticeWorkerStart })
    worker.on('message', receive)
    return worker
  }

  #receive(session: Session, message: PracticeWorkerMessage): void {
    if (this.#session !== session) return
    if (message.kind === 'progress') return this.#options.push({ done: message.done, of: message.of })
    if (message.kind === 'reply') session.calls.resolve(message.id, message.output)
    else session.calls.reject(message.id, new Error('practice'))
  }

  #end(session: Session | null, error: Error): void {
    if (session === null || this.#session !== session) return
    this.#session = null
    session.calls.rejectAll(error)
    session.worker.then(
      (started) => started.terminate(),
      () => undefined,
    )
  }
}
