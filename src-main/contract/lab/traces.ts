/** Workload traces of a lab: a column of a wide CSV, or a file of one VM (`trace-table.ts`). */
import { hintFor } from '../did-you-mean.ts'
import {
  isTraceProblem,
  readBitbrains,
  readPlanetlab,
  readWide,
  traceFormOf,
  tracePlace,
  traceProblem,
  vmTraceColumn,
  wideColumn,
  wideHole,
} from './trace-table.ts'
import type { TraceProblem, VmTrace, WideTable } from './trace-table.ts'

/** Text of a trace file, null when there is none, or why it is not read. The path is relative and has no `..`. */
export type ReadTrace = (path: string) => string | null | { readonly problem: string }
export type TraceMetric = 'cpu' | 'memory'

type TraceFile = { readonly wide: WideTable } | { readonly one: VmTrace }

/** Reads columns of trace files; each file is read and each column converted once. */
export class Traces {
  readonly #read: ReadTrace | null
  readonly #files = new Map<string, TraceFile | string>()
  readonly #samples = new Map<string, readonly number[] | string>()

  constructor(read: ReadTrace | null) {
    this.#read = read
  }

  /** Value × scale of each row, or what is wrong with the file or the column. Of a file of one VM the column is not asked. */
  samples(path: string, column: string, scale: number, metric: TraceMetric = 'cpu'): readonly number[] | string {
    const key = JSON.stringify([path, column, scale, metric])
    const known = this.#samples.get(key)
    if (known !== undefined) return known
    const samples = this.#convert(path, column, scale, metric)
    this.#samples.set(key, samples)
    return samples
  }

  #convert(path: string, column: string, scale: number, metric: TraceMetric): readonly number[] | string {
    const file = this.#file(path)
    if (typeof file === 'string') return file
    const values =
      'wide' in file ? columnOf(file.wide, column) : (vmTraceColumn(file.one, metric) ?? traceProblem(1, null, `it says nothing of ${metric}`))
    if (typeof values === 'string') return values
    if (isTraceProblem(values)) return `${path}, ${tracePlace(values)}`
    return scale === 1 ? values : values.map((value) => value * scale)
  }

  #file(path: string): TraceFile | string {
    const known = this.#files.get(path)
    if (known !== undefined) return known
    const file = this.#load(path)
    this.#files.set(path, file)
    return file
  }

  #load(path: string): TraceFile | string {
    if (path === '' || /^([/\\]|[a-zA-Z]:)/.test(path) || path.split(/[/\\]/).includes('..'))
      return 'expected a relative path that does not leave the folder of the lab'
    if (this.#read === null) return 'trace files cannot be read here: open the lab from its folder'
    const text = this.#read(path)
    if (text === null) return `no trace file ${JSON.stringify(path)}`
    if (typeof text !== 'string') return `the trace file ${JSON.stringify(path)} ${text.problem}`
    const read = parsed(text)
    return isTraceProblem(read) ? `${path}, ${tracePlace(read)}` : read
  }
}

function parsed(text: string): TraceFile | TraceProblem {
  const form = traceFormOf(text)
  if (form !== 'wide') {
    const one = form === 'planetlab' ? readPlanetlab(text) : readBitbrains(text)
    return isTraceProblem(one) ? one : { one }
  }
  const wide = readWide(text)
  if (isTraceProblem(wide)) return wide
  return wideHole(wide) ?? { wide }
}

function columnOf(wide: WideTable, column: string): readonly number[] | TraceProblem | string {
  const index = wide.columns.get(column)
  if (index === undefined) return `no column named ${JSON.stringify(column)}${hintFor(column, wide.columns.keys())}`
  return wideColumn(wide, index, column)
}
