/** The application's side of the practice: a thread draws the questions, the worker of the runs keeps what is answered. */
import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ApiInput, ApiOutput } from '../contract/api.ts'
import type { PracticePushes } from '../contract/api-practice.ts'
import type { Askable } from '../contract/practice/attempt.ts'
import { bankFileNames } from '../practice/bank/index.ts'
import type { RunHost } from '../runs/run-host.ts'
import type { PracticeCalls, PracticeWorkerMessage, PracticeWorkerStart } from './practice-protocol.ts'
import { Thread } from './thread.ts'

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
  readonly #thread: Thread<PracticeCalls, PracticeWorkerMessage>
  #drawing: { isCancelled: boolean } | null = null
  #askable: Promise<Askable> | null = null

  constructor(options: PracticeHostOptions) {
    this.#options = options
    this.#thread = new Thread({
      name: 'practice',
      start: () => this.#start(),
      onSaid: ({ done, of }) => options.push({ done, of }),
    })
  }

  async overview(): Promise<ApiOutput<'practice.overview'>> {
    const askable = await (this.#askable ??= this.ask('askable', {}).catch((error: unknown) => {
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
      const questions = await this.#thread.call('draw', { plan, seed: drawn, known, only: only ?? null })
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
    this.#thread.end(new Cancelled())
    return {}
  }

  close(): void {
    this.#thread.close()
  }

  /** Another question to the same thread. Ending a drawing ends its thread: what else was asked of it is asked of the next. */
  async ask<M extends keyof PracticeCalls>(method: M, input: PracticeCalls[M]['input']): Promise<PracticeCalls[M]['output']> {
    for (;;) {
      try {
        return await this.#thread.call(method, input)
      } catch (error) {
        if (!(error instanceof Cancelled)) throw error
      }
    }
  }

  async #start(): Promise<Worker> {
    const { resourcesDir, workerUrl } = this.#options
    const bank = await Promise.all(
      bankFileNames.map(async (name) => ({ name, text: await readFile(join(resourcesDir, 'exam', 'bank', name), 'utf8') })),
    )
    return new Worker(workerUrl, { workerData: { bank } satisfies PracticeWorkerStart })
  }
}
