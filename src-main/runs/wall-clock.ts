import type { WallClock } from './ports.ts'

export const wallClock: WallClock = {
  now: () => performance.now(),
  after(delayMs, call) {
    // setImmediate lets waiting messages in first; a timer of 0 would cost a millisecond each time.
    if (delayMs <= 0) {
      const immediate = setImmediate(call)
      return () => clearImmediate(immediate)
    }
    const timer = setTimeout(call, delayMs)
    return () => clearTimeout(timer)
  },
}
