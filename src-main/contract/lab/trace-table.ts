/**
 * Workload traces as they come: wide CSV (a header line, a column per VM), PlanetLab (an integer percent a line, one VM), Bitbrains GWA-T-12
 * (`;` and a tab between eleven columns, one VM). What form a text has follows from its first lines.
 */

import type { Phrase } from '../texts/language.ts'

export type TraceForm = 'wide' | 'planetlab' | 'bitbrains'

/** Rows and columns count from 1; column: its name, null where the row has only one. */
interface TracePlace {
  readonly row: number
  readonly column: string | null
}

export interface TraceProblem extends TracePlace {
  readonly message: Phrase
  /** Where else a cell is no better: the first places, and how many there are in all. */
  readonly others: readonly TracePlace[]
  readonly otherCount: number
}

/** One VM, a value for each 300 s. */
export interface VmTrace {
  /** Of what the VM has; null: the form does not say what that is. */
  readonly cpuPercent: readonly number[] | null
  readonly cpuMHz: readonly number[] | null
  /** Active memory. */
  readonly memoryMiB: readonly number[] | null
  /** The most that the file says; 0 or null: it does not. */
  readonly vcpus: number | null
  readonly configuredMiB: number | null
  /** When its first value is, seconds since 1970; null: the form does not say. */
  readonly startsAt: number | null
  /** Slots of the grid without a row: the value before is held. */
  readonly filled: number
  /** Percents that were above 100. */
  readonly clamped: number
}

export const TRACE_STEP_MS = 300_000

const isBlank = (line: string): boolean => line.trim() === ''

/** By the first line that is not empty: a header of either kind, or a value. */
export function traceFormOf(text: string): TraceForm {
  const first = /\S[^\r\n]*/.exec(text.slice(0, 100_000).replace(/^\uFEFF/, ''))?.[0] ?? ''
  if (first.includes(';')) return 'bitbrains'
  return /^\d+\s*$/.test(first) ? 'planetlab' : 'wide'
}

export const traceProblem = (row: number, column: string | null, message: Phrase): TraceProblem => ({
  row,
  column,
  message,
  others: [],
  otherCount: 0,
})

/** Places that are named beside the first one: a file in which nothing is a number needs no more. */
const OTHERS_NAMED_MAX = 20

/** Cells that are no value, in the order of the file. */
class BadCells {
  #first: TraceProblem | null = null
  readonly #others: TracePlace[] = []
  #count = 0

  add(row: number, column: string | null, message: () => Phrase): void {
    if (this.#first === null) this.#first = traceProblem(row, column, message())
    else if (++this.#count <= OTHERS_NAMED_MAX) this.#others.push({ row, column })
  }

  /** Null: there is none. */
  problem(): TraceProblem | null {
    return this.#first === null ? null : { ...this.#first, others: this.#others, otherCount: this.#count }
  }
}

export const isTraceProblem = (found: object): found is TraceProblem => 'message' in found

const placeText = ({ row, column }: TracePlace): Phrase => {
  const quoted = column === null ? null : JSON.stringify(column)
  return [`row ${row}${quoted === null ? '' : `, column ${quoted}`}`, `${row}행${quoted === null ? '' : `, 열 ${quoted}`}`]
}

/** `row 5, column "CPU usage [MHZ]": …; no better: row 7, column …, and 12 more` */
export function tracePlace(problem: TraceProblem): Phrase {
  const { message, column, others, otherCount } = problem
  const [en, ko] = placeText(problem)
  if (otherCount === 0) return [`${en}: ${message[0]}`, `${ko}: ${message[1]}`]
  const unnamed = otherCount - others.length
  // The column is said once where all of them are in it.
  const isOne = others.every((other) => other.column === column)
  const named = others.map((other) => placeText(isOne ? { ...other, column: null } : other))
  const list = (at: 0 | 1): string => named.map((phrase) => phrase[at]).join('; ')
  return [
    `${en}: ${message[0]} (no better: ${list(0)}${unnamed === 0 ? '' : `; and ${unnamed} more`})`,
    `${ko}: ${message[1]} (잘못된 셀: ${list(1)}${unnamed === 0 ? '' : `; 그 외 ${unnamed}개`})`,
  ]
}

const noNumber = (cell: string): Phrase => [
  `expected a number of 0 or more, got ${JSON.stringify(cell)}`,
  `0 이상의 숫자여야 합니다. 입력된 값: ${JSON.stringify(cell)}`,
]

export function readPlanetlab(text: string): VmTrace | TraceProblem {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  while (lines.length > 0 && isBlank(lines.at(-1) as string)) lines.pop()
  const cpuPercent: number[] = []
  const bad = new BadCells()
  let clamped = 0
  for (const [i, line] of lines.entries()) {
    const value = /^\s*\d+(\.\d+)?\s*$/.test(line) ? Number(line) : Number.NaN
    if (Number.isNaN(value))
      bad.add(i + 1, null, () => [`expected a percentage, got ${JSON.stringify(line)}`, `백분율이어야 합니다. 입력된 값: ${JSON.stringify(line)}`])
    if (value > 100) clamped += 1
    cpuPercent.push(Math.min(100, value))
  }
  const problem = bad.problem()
  if (problem !== null) return problem
  if (cpuPercent.length === 0) return traceProblem(1, null, ['there is no value', '값이 없습니다'])
  return { cpuPercent, cpuMHz: null, memoryMiB: null, vcpus: null, configuredMiB: null, startsAt: null, filled: 0, clamped }
}

/** The columns that are read, by what their header begins with. */
const bitbrainsColumns = {
  time: 'timestamp',
  cores: 'cpu cores',
  capacityMHz: 'cpu capacity provisioned',
  cpuMHz: 'cpu usage [mhz]',
  cpuPercent: 'cpu usage [%]',
  configuredKB: 'memory capacity provisioned',
  memoryKB: 'memory usage',
} as const
type BitbrainsKey = keyof typeof bitbrainsColumns

/** The header says ms and means seconds: ten digits are seconds, thirteen are ms. */
const MS_FROM = 100_000_000_000
/** No trace of more years is put on a grid: a slip of a timestamp would fill it. */
const SLOTS_MAX = 12 * 24 * 366

export function readBitbrains(text: string): VmTrace | TraceProblem {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const header = (lines[0] ?? '').split(';').map((cell) => cell.trim())
  const at = {} as Record<BitbrainsKey, number>
  for (const key of Object.keys(bitbrainsColumns) as BitbrainsKey[]) {
    at[key] = header.findIndex((cell) => cell.toLowerCase().startsWith(bitbrainsColumns[key]))
    if (at[key] < 0)
      return traceProblem(1, null, [
        `there is no column that begins with "${bitbrainsColumns[key]}"`,
        `"${bitbrainsColumns[key]}"(으)로 시작하는 열이 없습니다`,
      ])
  }
  const grid = new Grid()
  const bad = new BadCells()
  let vcpus = 0
  let configuredMiB = 0
  let clamped = 0
  for (const [i, line] of lines.entries()) {
    if (i === 0 || isBlank(line)) continue
    const cells = line.split(';')
    const row = {} as Record<BitbrainsKey, number>
    let isRow = true
    for (const key of Object.keys(bitbrainsColumns) as BitbrainsKey[]) {
      const cell = (cells[at[key]] ?? '').trim()
      row[key] = cell === '' ? Number.NaN : Number(cell)
      if (row[key] >= 0 && row[key] < Infinity) continue
      bad.add(i + 1, header[at[key]] ?? null, () => noNumber(cell))
      isRow = false
    }
    if (!isRow) continue
    vcpus = Math.max(vcpus, row.cores)
    configuredMiB = Math.max(configuredMiB, row.configuredKB / 1024)
    if (row.cpuPercent > 100) clamped += 1
    const seconds = row.time >= MS_FROM ? row.time / 1000 : row.time
    const trouble = grid.put(seconds, [row.cpuMHz, Math.min(100, row.cpuPercent), row.memoryKB / 1024])
    if (trouble !== null) return bad.problem() ?? traceProblem(i + 1, header[at.time] ?? null, trouble)
  }
  const problem = bad.problem()
  if (problem !== null) return problem
  const filled = grid.fill()
  if (grid.rows.length === 0) return traceProblem(2, null, ['there is no row', '행이 없습니다'])
  const of = (column: 0 | 1 | 2): number[] => grid.rows.map((values) => (values as Values)[column])
  return {
    cpuMHz: of(0),
    cpuPercent: of(1),
    memoryMiB: of(2),
    vcpus,
    configuredMiB: Math.round(configuredMiB),
    startsAt: grid.start,
    filled,
    clamped,
  }
}

type Values = readonly [number, number, number]

/** Rows a few seconds off are put into the nearest slot of 300 s since the first; of two in one slot the later one counts. */
class Grid {
  readonly rows: (Values | undefined)[] = []
  start: number | null = null
  #last = -Infinity

  put(seconds: number, values: Values): Phrase | null {
    this.start ??= seconds
    if (seconds < this.#last) return ['time goes back', '시간이 거꾸로 갑니다']
    this.#last = seconds
    const slot = Math.round((seconds - this.start) / (TRACE_STEP_MS / 1000))
    if (slot >= SLOTS_MAX) return ['more than a year after the first row', '첫 행보다 1년 넘게 늦습니다']
    this.rows[slot] = values
    return null
  }

  fill(): number {
    let filled = 0
    for (let slot = 1; slot < this.rows.length; slot += 1)
      if (this.rows[slot] === undefined) {
        this.rows[slot] = this.rows[slot - 1]
        filled += 1
      }
    return filled
  }
}

/** What a lab reads as its `trace`: percents of PlanetLab, MHz of Bitbrains (a column that the file has by that name is taken instead). */
export function vmTraceColumn(trace: VmTrace, metric: 'cpu' | 'memory'): readonly number[] | null {
  return metric === 'memory' ? trace.memoryMiB : (trace.cpuMHz ?? trace.cpuPercent)
}

/** Wide CSV: numbers by row, NaN where a cell is none. */
export interface WideTable {
  /** In the order of the header; of equal names the last one counts. */
  readonly columns: ReadonlyMap<string, number>
  readonly rowCount: number
  readonly values: Float64Array
  readonly width: number
  /** Of the rows below the header, for messages. */
  readonly lines: readonly string[]
}

const unquotedCell = (cell: string): string => {
  const trimmed = cell.trim()
  return trimmed.length >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1) : trimmed
}

/** The column that has the start of each row, seconds. */
export const TIME_COLUMN = 't_s'

export function readWide(text: string): WideTable | TraceProblem {
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  const header = lines.shift()
  if (header === undefined || lines.length === 0)
    return traceProblem(1, null, [
      'expected a CSV file with a header line and at least one row',
      '머리글과 한 개 이상의 행이 있는 CSV 파일이어야 합니다',
    ])
  const names = header
    .replace(/^\uFEFF/, '')
    .split(',')
    .map(unquotedCell)
  const width = names.length
  const values = new Float64Array(width * lines.length)
  for (const [row, line] of lines.entries()) {
    const cells = line.split(',')
    for (let i = 0; i < width; i += 1) {
      const cell = unquotedCell(cells[i] ?? '')
      values[row * width + i] = cell === '' ? Number.NaN : Number(cell)
    }
  }
  return { columns: new Map(names.map((name, i) => [name, i])), rowCount: lines.length, values, width, lines }
}

/** Values of a column, which must be numbers of 0 or more. */
export function wideColumn({ values, width, rowCount, lines }: WideTable, index: number, name: string): readonly number[] | TraceProblem {
  const column: number[] = []
  const bad = new BadCells()
  for (let row = 0; row < rowCount; row += 1) {
    const value = values[row * width + index] as number
    if (!(value >= 0 && value < Infinity)) bad.add(row + 2, name, () => noNumber(unquotedCell((lines[row] as string).split(',')[index] ?? '')))
    column.push(value)
  }
  return bad.problem() ?? column
}

/** Where rows are missing by their time, or are no multiple of the first step apart; null: nowhere, or the file has no times. */
export function wideHole(table: WideTable): TraceProblem | null {
  const index = table.columns.get(TIME_COLUMN)
  if (index === undefined || table.rowCount < 2) return null
  const times = wideColumn(table, index, TIME_COLUMN)
  if (isTraceProblem(times)) return times
  const step = (times[1] as number) - (times[0] as number)
  for (let row = 1; row < times.length; row += 1) {
    const wanted = (times[row - 1] as number) + step
    if (times[row] !== wanted || step <= 0)
      return traceProblem(row + 2, TIME_COLUMN, [
        `a hole: expected ${wanted}, got ${String(times[row])}`,
        `빠진 구간이 있습니다. 필요한 값: ${wanted}, 입력된 값: ${String(times[row])}`,
      ])
  }
  return null
}
