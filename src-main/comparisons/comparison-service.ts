import type { Compared, ComparedInstant, Comparison } from '../contract/api-compare.ts'
import type { ApiInput, ApiPushes } from '../contract/api.ts'
import type { Engine, WallClock } from '../runs/ports.ts'
import { RunError } from '../runs/run-error.ts'
import { endOf, OpenComparison, type ComparedSource } from './comparison.ts'

const SLICE_MS = 12
const PROGRESS_MS = 200

export interface ComparisonPorts {
  readonly engine: Engine
  readonly clock: WallClock
  readonly push: <P extends keyof ApiPushes>(push: P, payload: ApiPushes[P]) => void
  /** A run in a copy of its own. Throws a RunError. */
  readonly take: (of: Compared) => ComparedSource
}

/** Makes comparisons, and holds the one that is open. */
export class ComparisonService {
  readonly #ports: ComparisonPorts
  #open: OpenComparison | null = null
  #last = 0

  constructor(ports: ComparisonPorts) {
    this.#ports = ports
  }

  /** Works in slices. Rejects with `badInput` where it was closed, or another was asked for, meanwhile. */
  async open({ a, b, to }: ApiInput<'compare.open'>): Promise<Comparison> {
    const id = ++this.#last
    this.#open = null
    const [first, second] = [this.#ports.take(a), this.#ports.take(b)]
    const reached = Math.max(first.reached, second.reached)
    const horizon = to === 'end' || reached === 0 ? Math.max(endOf(first), endOf(second)) : reached
    await this.#takeTo(id, [first, second], horizon)
    this.#open = new OpenComparison(id, first, second, this.#ports)
    return this.#open.opened()
  }

  current(): Comparison | null {
    return this.#open?.opened() ?? null
  }

  /** The comparison that is open with both labs, or null. */
  account(): OpenComparison | null {
    return this.#open
  }

  seek({ t }: ApiInput<'compare.seek'>): ComparedInstant {
    if (this.#open === null) throw new RunError('notFound', 'No comparison is open', '열린 비교가 없습니다')
    return this.#open.seek(t)
  }

  close(): Record<string, never> {
    this.#last++
    this.#open = null
    return {}
  }

  async #takeTo(id: number, sources: readonly ComparedSource[], horizon: number): Promise<void> {
    const { clock, push } = this.#ports
    const live = sources.filter(({ branch }) => branch.recordedBy === null && branch.reached < horizon)
    let told = clock.now()
    for (const [at, { branch }] of live.entries()) {
      for (;;) {
        const deadline = clock.now() + SLICE_MS
        let done = true
        while (branch.takeTurn(horizon)) {
          done = clock.now() < deadline
          if (!done) break
        }
        if (done) break
        if (clock.now() - told >= PROGRESS_MS) {
          told = clock.now()
          push('compare.progress', { t: at * horizon + branch.reached, of: live.length * horizon })
        }
        await new Promise<void>((resolve) => void clock.after(0, resolve))
        if (id !== this.#last) throw new RunError('badInput', 'The comparison was given up', '비교를 그만두었습니다')
      }
      branch.head.simulation.runUntil(horizon)
    }
  }
}
