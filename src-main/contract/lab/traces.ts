/** Workload traces of a lab: a column of a wide CSV, or a file of one VM (`trace-table.ts`). */
import type { Phrase } from '../texts/language.ts'
import { noneNamed } from './problems.ts'
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

/** Text of a trace file, null when there is none, or why it is not read (words after its name). The path is relative and has no `..`. */
export type ReadTrace = (path: string) => string | null | { readonly problem: Phrase }
export type TraceMetric = 'cpu' | 'memory'

type TraceFile = { readonly wide: WideTable } | { readonly one: VmTrace }

/** Value × scale of each row, or what is wrong with the file or the column. */
export type TraceSamples = { readonly ok: true; readonly values: readonly number[] } | Wrong
interface Wrong {
  readonly ok: false
  readonly problem: Phrase
  /** The file is sound and has no such column. */
  readonly lacksColumn?: true
}
const wrong = (en: string, ko: string): Wrong => ({ ok: false, problem: [en, ko] })
const wrongIn = (path: string, found: TraceProblem): Wrong => {
  const [en, ko] = tracePlace(found)
  return wrong(`${path}, ${en}`, `${path}, ${ko}`)
}

/** Reads columns of trace files; each file is read and each column converted once. */
export class Traces {
  readonly #read: ReadTrace | null
  readonly #files = new Map<string, TraceFile | Wrong>()
  readonly #samples = new Map<string, TraceSamples>()

  constructor(read: ReadTrace | null) {
    this.#read = read
  }

  /** Of a file of one VM the column is not asked. */
  samples(path: string, column: string, scale: number, metric: TraceMetric = 'cpu'): TraceSamples {
    const key = JSON.stringify([path, column, scale, metric])
    const known = this.#samples.get(key)
    if (known !== undefined) return known
    const samples = this.#convert(path, column, scale, metric)
    this.#samples.set(key, samples)
    return samples
  }

  #convert(path: string, column: string, scale: number, metric: TraceMetric): TraceSamples {
    const file = this.#file(path)
    if ('ok' in file) return file
    const values = 'wide' in file ? columnOf(file.wide, column) : (vmTraceColumn(file.one, metric) ?? traceProblem(1, null, saysNothing(metric)))
    if ('ok' in values) return values
    if (isTraceProblem(values)) return wrongIn(path, values)
    return { ok: true, values: scale === 1 ? values : values.map((value) => value * scale) }
  }

  #file(path: string): TraceFile | Wrong {
    const known = this.#files.get(path)
    if (known !== undefined) return known
    const file = this.#load(path)
    this.#files.set(path, file)
    return file
  }

  #load(path: string): TraceFile | Wrong {
    if (path === '' || /^([/\\]|[a-zA-Z]:)/.test(path) || path.split(/[/\\]/).includes('..'))
      return wrong('expected a relative path that does not leave the folder of the lab', '랩의 폴더를 벗어나지 않는 상대 경로여야 합니다')
    if (this.#read === null)
      return wrong(
        'trace files cannot be read here: open the lab from its folder',
        '여기에서는 추적 파일을 읽을 수 없습니다. 랩을 해당 폴더에서 여십시오',
      )
    const text = this.#read(path)
    if (text === null) return wrong(`no trace file ${JSON.stringify(path)}`, `추적 파일 ${JSON.stringify(path)}이(가) 없습니다`)
    if (typeof text !== 'string')
      return wrong(`the trace file ${JSON.stringify(path)} ${text.problem[0]}`, `추적 파일 ${JSON.stringify(path)}: ${text.problem[1]}`)
    const read = parsed(text)
    return isTraceProblem(read) ? wrongIn(path, read) : read
  }
}

const saysNothing = (metric: TraceMetric): Phrase => [
  `it says nothing of ${metric}`,
  `${metric === 'memory' ? '메모리' : 'CPU'}에 대한 값이 없습니다`,
]

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

function columnOf(wide: WideTable, column: string): readonly number[] | TraceProblem | Wrong {
  const index = wide.columns.get(column)
  if (index === undefined) return { ok: false, problem: noneNamed(['column', '열'], column, wide.columns.keys()), lacksColumn: true }
  return wideColumn(wide, index, column)
}
