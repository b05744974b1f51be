/** A load that is read from a trace: a value for each interval, starting over at the end. */

export interface DemandTrace {
  readonly samples: readonly number[]
  readonly intervalMs: number
  /** What was found out about it when somebody asked for a mean; not part of what it is. */
  readonly means: TraceMeans
}

/** A row of the endless trace: how often the samples are over before it, the sum of those before it since, and its value. */
interface Row {
  row: number
  lap: number
  before: number
  value: number
}

interface TraceMeans {
  /** Sum of the samples before each, and of all. */
  sums: Float64Array | null
  /** Where the last window began and ended: the next one begins and ends there too, mostly. */
  readonly begin: Row
  readonly end: Row
}

const unknownRow = (): Row => ({ row: -1, lap: 0, before: 0, value: 0 })

/** Throws RangeError for an empty trace. */
export const traceOf = (samples: readonly number[] | null, intervalMs: number): DemandTrace | null => {
  if (samples === null) return null
  if (samples.length === 0) throw new RangeError('a trace needs at least one row')
  return { samples, intervalMs, means: { sums: null, begin: unknownRow(), end: unknownRow() } }
}

/** Before 0 it is what it is at 0. */
export const traceAt = ({ samples, intervalMs }: DemandTrace, atMs: number): number =>
  samples[Math.floor(Math.max(0, atMs) / intervalMs) % samples.length] ?? 0

/** Many VMs may follow one column. */
const sumsOf = new WeakMap<readonly number[], Float64Array>()

function sumsIn(trace: DemandTrace): Float64Array {
  const { samples, means } = trace
  let sums = means.sums ?? sumsOf.get(samples)
  if (sums === undefined) {
    sums = new Float64Array(samples.length + 1)
    for (let i = 0; i < samples.length; i += 1) sums[i + 1] = sums[i]! + samples[i]!
    sumsOf.set(samples, sums)
  }
  means.sums = sums
  return sums
}

function goTo(trace: DemandTrace, known: Row, row: number): Row {
  if (known.row === row) return known
  const { samples } = trace
  const lap = Math.floor(row / samples.length)
  const place = row - lap * samples.length
  known.row = row
  known.lap = lap
  known.before = sumsIn(trace)[place]!
  known.value = samples[place]!
  return known
}

/** Mean over [fromMs, toMs), which is not empty. */
export const meanOfTrace = (trace: DemandTrace, fromMs: number, toMs: number): number => {
  const { samples, intervalMs, means } = trace
  const first = fromMs < 0 ? samples[0]! * (Math.min(0, toMs) - fromMs) : 0
  if (toMs <= 0) return first / (toMs - fromMs)
  const start = Math.max(0, fromMs)
  const begin = goTo(trace, means.begin, Math.floor(start / intervalMs))
  const end = goTo(trace, means.end, Math.floor(toMs / intervalMs))
  const whole = end.before - begin.before + (end.lap === begin.lap ? 0 : (end.lap - begin.lap) * sumsIn(trace)[samples.length]!)
  const rest = end.value * (toMs - end.row * intervalMs) - begin.value * (start - begin.row * intervalMs)
  return (first + whole * intervalMs + rest) / (toMs - fromMs)
}
