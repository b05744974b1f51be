/** The application's side of the practice: a thread draws the questions, the worker of the runs keeps what is answered. */
import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ApiInput, ApiOutput } from '../contract/api.ts'
import type { PracticePushes } from '../contract/api-practice.ts'
import { bankFileNames } from '../practice/bank/index.ts'
import type { Askable } from '../runs/protocol.ts'
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

const SEED_MOST = 2_147_483_647

export class PracticeHost {
  readonly #options: PracticeHostOptions
  #calls = new WaitingCalls()
  #worker: Promise<Worker> | null = null
  #askable: Promise<Askable> | null = null
  #closed = false

  constructor(options: PracticeHostOptions) {
    this.#options = options
  }

  async overview(): Promise<ApiOutput<'practice.overview'>> {
    const askable = await (this.#askable ??= this.#call('askable', {}).catch((error: unknown) => {
      this.#askable = null
      throw error
    }))
    return this.#options.runs.call('practiceOverview', askable)
  }

  /** One at a time: whoever begins anew ends the drawing before. */
  async begin({ seed, only, ...plan }: ApiInput<'practice.begin'>): Promise<ApiOutput<'practice.begin'>> {
    const { runs } = this.#options
    const drawn = seed ?? randomInt(SEED_MOST)
    try {
      const known = await runs.call('practiceKnown', {})
      const questions = await this.#call('draw', { plan, seed: drawn, known, only: only ?? null })
      return await runs.call('practiceBegin', { plan, seed: drawn, questions })
    } catch (error) {
      if (error instanceof Cancelled) return null
      throw error
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
    this.#end(new Cancelled())
    return {}
  }

  close(): void {
    this.#closed = true
    this.#end(new RunError('disconnected', 'Hostdown is closing'))
  }

  async #call<M extends keyof PracticeCalls>(method: M, input: PracticeCalls[M]['input']): Promise<PracticeCalls[M]['output']> {
    if (this.#closed) throw new RunError('disconnected', 'Hostdown is closing')
    const calls = this.#calls
    const worker = await (this.#worker ??= this.#start(calls))
    return calls.call((id) => worker.postMessage({ id, method, input } as PracticeWorkerRequest))
  }

  async #start(calls: WaitingCalls): Promise<Worker> {
    const { resourcesDir, workerUrl, push } = this.#options
    const bank = await Promise.all(
      bankFileNames.map(async (name) => ({ name, text: await readFile(join(resourcesDir, 'exam', 'bank', name), 'utf8') })),
    )
    const worker = new Worker(workerUrl, { workerData: { bank } satisfies PracticeWorkerStart })
    worker.on('message', (message: PracticeWorkerMessage) => {
      if (message.kind === 'progress') return push({ done: message.done, of: message.of })
      if (message.kind === 'reply') calls.resolve(message.id, message.output)
      else calls.reject(message.id, new Error('practice'))
    })
    worker.on('error', () => calls.rejectAll(new Error('practice')))
    worker.on('exit', () => {
      if (this.#calls === calls) this.#end(new Error('practice'))
    })
    return worker
  }

  #end(error: Error): void {
    const [worker, calls] = [this.#worker, this.#calls]
    this.#worker = null
    this.#calls = new WaitingCalls()
    calls.rejectAll(error)
    void worker?.then((started) => started.terminate())
  }
}
