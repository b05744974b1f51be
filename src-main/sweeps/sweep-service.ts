/** Sweeps that windows ask for: one at a time, in threads, from the run that is open. */
import { availableParallelism } from 'node:os'
import { SWEEP_RUN_MS, type SweepPushes, type SweepReport } from '../contract/api-sweep.ts'
import type { ApiInput } from '../contract/api.ts'
import type { SweepBase } from '../runs/protocol.ts'
import { RunError } from '../runs/run-error.ts'
import { resultOf, SweepError, Sweepers } from './sweep.ts'

export interface SweepServiceOptions {
  readonly workerUrl: URL
  readonly base: (at: number) => Promise<SweepBase>
  readonly push: <P extends keyof SweepPushes>(push: P, payload: SweepPushes[P]) => void
  /** Default: as the machine has cores. */
  readonly threads?: number
  /** Milliseconds that only rise. */
  readonly now: () => number
}

/** Progress is told at most so often. */
const PROGRESS_EVERY_MS = 100

class Cancelled extends Error {}

export class SweepService {
  readonly #options: SweepServiceOptions
  #last: SweepReport | null = null
  #current: { readonly ticket: string; readonly controller: AbortController } | null = null

  constructor(options: SweepServiceOptions) {
    this.#options = options
  }

  /** What the sweep that ended last found; null: none did. */
  get last(): SweepReport | null {
    return this.#last
  }

  /** Null: it was cancelled. Rejects with a RunError. */
  async start({ ticket, domain, failures, at }: ApiInput<'sweep.start'>): Promise<SweepReport | null> {
    this.#current?.controller.abort(new Cancelled())
    const controller = new AbortController()
    const current = { ticket, controller }
    this.#current = current
    const { signal } = controller
    const { base, workerUrl } = this.#options
    let sweepers: Sweepers | null = null
    try {
      const { from, warm } = await base(at)
      signal.throwIfAborted()
      // Even few failures keep this thread from nothing.
      sweepers = new Sweepers(workerUrl, this.#options.threads ?? availableParallelism())
      if (sweepers.size === 0) throw new RunError('internal', 'The program that sweeps is missing: build Hostdown anew')
      sweepers.load(warm)
      const plan = await sweepers.plan(domain, failures, signal)
      const outcomes = plan.list.length === 0 ? [] : await sweepers.run(plan.list, this.#teller(ticket, plan.list.length), signal)
      return (this.#last = { ...resultOf({ at, runMs: SWEEP_RUN_MS }, plan, outcomes), from })
    } catch (error) {
      if (error instanceof Cancelled) return null
      throw error instanceof SweepError
        ? new RunError(
            'internal',
            `The engine met a fault of its own when ${error.failure.failed.join(' and ')} failed`,
            `${error.failure.failed.join(', ')}의 장애를 시뮬레이션하는 중 엔진에 오류가 발생했습니다`,
          )
        : error
    } finally {
      if (this.#current === current) this.#current = null
      await sweepers?.end()
    }
  }

  cancel(ticket: string): void {
    if (this.#current?.ticket === ticket) this.#current.controller.abort(new Cancelled())
  }

  close(): void {
    this.#current?.controller.abort(new Cancelled())
  }

  #teller(ticket: string, total: number): (done: number) => void {
    const { push, now } = this.#options
    push('sweep.progress', { ticket, done: 0, total })
    let toldMs = now()
    return (done) => {
      if (done < total && now() - toldMs < PROGRESS_EVERY_MS) return
      toldMs = now()
      push('sweep.progress', { ticket, done, total })
    }
  }
}
