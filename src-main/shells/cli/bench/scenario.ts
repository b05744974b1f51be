/** What a scenario of the bench is and what it reports. Times in ms, memory in MiB. */

export type Detail = { readonly [key: string]: number | string }

/** One repetition. */
export interface Measured {
  readonly wallMs: number
  readonly peakMiB: number
  readonly floorMs: number
  readonly detail: Detail
}

/** What cannot be measured here, and why. */
export interface Skipped {
  readonly skipped: string
}

export interface Scenario {
  readonly name: string
  /** What is inside the clock, in words. */
  readonly clock: string
  readonly floor: string
  /** Repetitions, each in a fresh process: the code starts cold, as it does for a person. */
  readonly processes: number
  /** The figures of `detail` that say most, for people; with their unit. */
  readonly headline: (detail: Detail) => string
  measure(): Promise<Measured | Skipped>
}

/** An entry of `--json`. */
export interface BenchEntry extends Measured {
  readonly name: string
  readonly ratio: number
}

/** Throws for an empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[sorted.length >> 1]
  const lower = sorted[(sorted.length - 1) >> 1]
  if (upper === undefined || lower === undefined) throw new Error('the median of nothing')
  return (lower + upper) / 2
}

/** The repetition whose time is the median, with the highest peak of all. */
export function entryOf(name: string, repetitions: readonly Measured[]): BenchEntry {
  const wallMs = median(repetitions.map((one) => one.wallMs))
  const floorMs = median(repetitions.map((one) => one.floorMs))
  const middle = repetitions.reduce((a, b) => (Math.abs(b.wallMs - wallMs) < Math.abs(a.wallMs - wallMs) ? b : a))
  const peakMiB = Math.max(...repetitions.map((one) => one.peakMiB))
  return {
    name,
    wallMs: rounded(wallMs, 1),
    peakMiB: rounded(peakMiB, 1),
    floorMs: rounded(floorMs, 3),
    ratio: rounded(wallMs / floorMs, 2),
    detail: middle.detail,
  }
}

export function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals
  return Math.round(value * scale) / scale
}

/** Processor time of all threads of this process: beside the wall clock it tells how busy the machine was with other things. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Highest resident memory of this process so far. */
export function peakMiB(): number {
  return process.resourceUsage().maxRSS / 1024
}
