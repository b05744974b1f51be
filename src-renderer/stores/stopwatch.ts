/** Of the seconds that a person spends at a question: those that were not told yet. */
export function stopwatch(): {
  readonly take: () => number
  readonly giveBack: (ms: number) => void
  readonly peek: () => number
  readonly restart: () => void
} {
  let from = performance.now()
  const peek = (): number => Math.max(0, Math.round(performance.now() - from))
  return {
    peek,
    take() {
      const ms = peek()
      from += ms
      return ms
    },
    giveBack: (ms) => (from -= ms),
    restart: () => (from = performance.now()),
  }
}

const SHOWN_EVERY_MS = 500

export interface Counting {
  /** Time counts: something is in hand, and it goes on. */
  readonly goesOn: () => boolean
  /** What has not been told yet is shown. */
  readonly show: (untoldMs: number) => void
  readonly tick: () => Promise<void>
  readonly tickEveryMs: number
  /** It is to be told now, whatever the time; left out: never. */
  readonly isDue?: () => boolean
}

/** Counts while a page shows what is in hand, and tells it in turn and at the end. Gives the function that ends it. */
export function counted(watch: ReturnType<typeof stopwatch>, { goesOn, show, tick, tickEveryMs, isDue }: Counting): () => void {
  watch.restart()
  let toldAt = performance.now()
  const timer = setInterval(() => {
    if (!goesOn()) return watch.restart()
    show(watch.peek())
    if (performance.now() - toldAt < tickEveryMs && isDue?.() !== true) return
    toldAt = performance.now()
    void tick()
  }, SHOWN_EVERY_MS)
  return () => {
    clearInterval(timer)
    if (goesOn()) void tick()
  }
}
