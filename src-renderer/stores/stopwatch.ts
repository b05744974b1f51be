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
