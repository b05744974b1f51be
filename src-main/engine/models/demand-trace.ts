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

/** Of the values of all rows from one to before the other. */
function sumBetween(trace: DemandTrace, begin: Row, end: Row): number {
  const sum = end.before - begin.before
  return end.lap === begin.lap ? sum : sum + (end.lap - begin.lap) * sumsIn(trace)[trace.samples.length]!
}

/** Mean over [fromMs, toMs), which is not empty. */
export const meanOfTrace = (trace: DemandTrace, fromMs: number, toMs: number): number => {
  const { samples, intervalMs, means } = trace
  const first = fromMs < 0 ? samples[0]! * (Math.min(0, toMs) - fromMs) : 0
  if (toMs <= 0) return first / (toMs - fromMs)
  const start = Math.max(0, fromMs)
  const begin = goTo(trace, means.begin, Math.floor(start / intervalMs))
  const end = goTo(trace, means.end, Math.floor(toMs / intervalMs))
  const whole = sumBetween(trace, begin, end)
  const rest = end.value * (toMs - end.row * intervalMs) - begin.value * (start - begin.row * intervalMs)
  return (first + whole * intervalMs + rest) / (toMs - fromMs)
}

/** Means of many traces of one interval over the same moving window: until it begins or ends in another row, each is three numbers. */
export class TraceWindow {
  readonly #intervalMs: number
  readonly #windowMs: number
  readonly #traces: DemandTrace[] = []
  readonly #places: number[] = []
  #beginRow = -1
  #endRow = -1
  /** By trace: what the whole rows come to, and the values of the rows in which the window begins and ends. */
  #whole = new Float64Array(0)
  #begin = new Float64Array(0)
  #end = new Float64Array(0)

  /** `windowMs` is more than 0. */
  constructor(intervalMs: number, windowMs: number) {
    this.#intervalMs = intervalMs
    this.#windowMs = windowMs
  }

  /** `place`: where its mean is to stand. */
  add(trace: DemandTrace, place: number): void {
    this.#traces.push(trace)
    this.#places.push(place)
    this.#beginRow = -1
  }

  /** What `meanOfTrace` says of each for the window that ends now. */
  write(means: Float64Array, now: number): void {
    const fromMs = now - this.#windowMs
    const places = this.#places
    if (fromMs < 0) {
      for (let i = 0; i < places.length; i += 1) means[places[i]!] = meanOfTrace(this.#traces[i]!, fromMs, now)
      return
    }
    this.#goTo(Math.floor(fromMs / this.#intervalMs), Math.floor(now / this.#intervalMs))
    const begun = fromMs - this.#beginRow * this.#intervalMs
    const ended = now - this.#endRow * this.#intervalMs
    const lengthMs = now - fromMs
    const [whole, begin, end] = [this.#whole, this.#begin, this.#end]
    for (let i = 0; i < places.length; i += 1) means[places[i]!] = (whole[i]! + (end[i]! * ended - begin[i]! * begun)) / lengthMs
  }

  #goTo(beginRow: number, endRow: number): void {
    if (beginRow === this.#beginRow && endRow === this.#endRow) return
    this.#beginRow = beginRow
    this.#endRow = endRow
    const traces = this.#traces
    if (this.#whole.length !== traces.length) {
      this.#whole = new Float64Array(traces.length)
      this.#begin = new Float64Array(traces.length)
      this.#end = new Float64Array(traces.length)
    }
    for (let i = 0; i < traces.length; i += 1) {
      const trace = traces[i]!
      const begin = goTo(trace, trace.means.begin, beginRow)
      const end = goTo(trace, trace.means.end, endRow)
      this.#whole[i] = sumBetween(trace, begin, end) * this.#intervalMs
      this.#begin[i] = begin.value
      this.#end[i] = end.value
    }
  }
}
