/** A load that is read from a trace: a value for each interval, starting over at the end. */

export interface DemandTrace {
  readonly samples: readonly number[]
  readonly intervalMs: number
  /** Sum of the samples before each, and of all; once somebody asks for a mean. */
  sums: Float64Array | null
}

/** Throws RangeError for an empty trace. */
export const traceOf = (samples: readonly number[] | null, intervalMs: number): DemandTrace | null => {
  if (samples === null) return null
  if (samples.length === 0) throw new RangeError('a trace needs at least one row')
  return { samples, intervalMs, sums: null }
}

/** Before 0 it is what it is at 0. */
export const traceAt = ({ samples, intervalMs }: DemandTrace, atMs: number): number =>
  samples[Math.floor(Math.max(0, atMs) / intervalMs) % samples.length] ?? 0

/** Many VMs may follow one column. */
const sumsOf = new WeakMap<readonly number[], Float64Array>()

function sumsIn(trace: DemandTrace): Float64Array {
  const { samples } = trace
  let sums = trace.sums ?? sumsOf.get(samples)
  if (sums === undefined) {
    sums = new Float64Array(samples.length + 1)
    for (let i = 0; i < samples.length; i += 1) sums[i + 1] = sums[i]! + samples[i]!
    sumsOf.set(samples, sums)
  }
  trace.sums = sums
  return sums
}

/** Mean over [fromMs, toMs), which is not empty. */
export const meanOfTrace = (trace: DemandTrace, fromMs: number, toMs: number): number => {
  const { samples, intervalMs } = trace
  const sums = sumsIn(trace)
  const rows = samples.length
  const first = fromMs < 0 ? samples[0]! * (Math.min(0, toMs) - fromMs) : 0
  if (toMs <= 0) return first / (toMs - fromMs)
  const begin = Math.max(0, fromMs)
  const beginRow = Math.floor(begin / intervalMs)
  const endRow = Math.floor(toMs / intervalMs)
  const laps = Math.floor(endRow / rows) - Math.floor(beginRow / rows)
  const whole = laps * sums[rows]! + sums[endRow % rows]! - sums[beginRow % rows]!
  const rest = samples[endRow % rows]! * (toMs - endRow * intervalMs) - samples[beginRow % rows]! * (begin - beginRow * intervalMs)
  return (first + whole * intervalMs + rest) / (toMs - fromMs)
}
