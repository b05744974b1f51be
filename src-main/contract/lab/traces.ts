/** Workload traces: wide CSV, a header line, a column per VM. */
import { hintFor } from '../did-you-mean.ts'

/** Text of a trace file, or null when there is none. The path is relative and has no `..`. */
export type ReadTrace = (path: string) => string | null

interface TraceFile {
  readonly columns: ReadonlyMap<string, number>
  readonly rows: readonly (readonly string[])[]
}

const unquoted = (cell: string): string => {
  const trimmed = cell.trim()
  return trimmed.length >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1) : trimmed
}

/** Reads columns of trace files; each file is read and each column converted once. */
export class Traces {
  readonly #read: ReadTrace | null
  readonly #files = new Map<string, TraceFile | string>()
  readonly #samples = new Map<string, readonly number[] | string>()

  constructor(read: ReadTrace | null) {
    this.#read = read
  }

  /** Value × scale of each row, or what is wrong with the file or the column. */
  samples(path: string, column: string, scale: number): readonly number[] | string {
    const key = JSON.stringify([path, column, scale])
    const known = this.#samples.get(key)
    if (known !== undefined) return known
    const file = this.#file(path)
    const samples = typeof file === 'string' ? file : convert(file, column, scale)
    this.#samples.set(key, samples)
    return samples
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
    const lines = text.split(/\r?\n/).filter((line) => line !== '')
    const [header, ...body] = lines
    if (header === undefined || body.length === 0) return 'expected a CSV file with a header line and at least one row'
    const columns = new Map(
      header
        .replace(/^\uFEFF/, '')
        .split(',')
        .map((cell, i) => [unquoted(cell), i]),
    )
    return { columns, rows: body.map((line) => line.split(',')) }
  }
}

function convert(file: TraceFile, column: string, scale: number): readonly number[] | string {
  const index = file.columns.get(column)
  if (index === undefined) return `no column named ${JSON.stringify(column)}${hintFor(column, file.columns.keys())}`
  const samples: number[] = []
  for (const [row, cells] of file.rows.entries()) {
    const cell = unquoted(cells[index] ?? '')
    const value = Number(cell)
    if (cell === '' || !Number.isFinite(value) || value < 0)
      return `row ${row + 2}, column ${JSON.stringify(column)}: expected a number of 0 or more, got ${JSON.stringify(cell)}`
    samples.push(value * scale)
  }
  return samples
}
