/** The stretch of time that the lanes show, and where its ticks are. Pure. */

export interface TimeWindow {
  readonly from: number
  readonly to: number
}

const steps = [
  100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 43_200_000,
  86_400_000,
]
export const spanMinMs = 2000

/** The finest step whose labels do not touch. */
export function tickStep(window: TimeWindow, width: number, leastGap = 74): number {
  const perPixel = (window.to - window.from) / Math.max(1, width)
  return steps.find((step) => step / perPixel >= leastGap) ?? 604_800_000
}

export function ticksOf(window: TimeWindow, width: number): { readonly step: number; readonly at: readonly number[] } {
  const step = tickStep(window, width)
  const at: number[] = []
  for (let t = Math.ceil(window.from / step) * step; t <= window.to; t += step) at.push(t)
  return { step, at }
}

export function xOf(t: number, window: TimeWindow, width: number): number {
  return ((t - window.from) / (window.to - window.from)) * width
}

export function tOf(x: number, window: TimeWindow, width: number): number {
  return window.from + (x / Math.max(1, width)) * (window.to - window.from)
}

/** What is shown first: from the start until well after the first command of the lab. */
export function firstWindow(until: number, firstCommand: number | null): TimeWindow {
  const wanted = firstCommand === null ? 300_000 : Math.max(90_000, firstCommand * 2.5)
  return { from: 0, to: Math.max(spanMinMs, Math.min(until, wanted)) }
}

export function zoomed(window: TimeWindow, factor: number, around: number, until: number): TimeWindow {
  const span = Math.min(Math.max((window.to - window.from) * factor, spanMinMs), Math.max(until, spanMinMs))
  const share = (around - window.from) / (window.to - window.from)
  return placed(around - share * span, span, until)
}

export function placed(from: number, span: number, until: number): TimeWindow {
  const start = Math.max(0, Math.min(from, until - span))
  return { from: start, to: start + span }
}

/** The window moved so that `t` is in it: by a page while it runs ahead, centred after a jump. */
export function following(window: TimeWindow, t: number, until: number, speed: number | null): TimeWindow {
  const least = speed === null ? 0 : Math.min(speed * 12_000, until)
  const span = Math.max(window.to - window.from, least)
  if (t >= window.from && t <= window.from + span * 0.92 && span === window.to - window.from) return window
  if (t >= window.from && t <= window.to + span)
    return t <= window.from + span * 0.92 ? placed(window.from, span, until) : placed(t - span * 0.25, span, until)
  return placed(t - span / 2, span, until)
}
