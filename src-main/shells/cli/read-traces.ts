/** Traces from files and folders, each VM on the same grid of 300 s (`contract/lab/trace-table.ts`). */
import { readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import {
  isTraceProblem,
  readBitbrains,
  readPlanetlab,
  readWide,
  TIME_COLUMN,
  TRACE_STEP_MS,
  traceFormOf,
  tracePlace,
  wideColumn,
} from '../../contract/lab/trace-table.ts'
import type { TraceForm, VmTrace, WideTable } from '../../contract/lab/trace-table.ts'
import { BadInput } from './io.ts'
import { readTextFile } from './text-file.ts'

const FILE_BYTES_MAX = 200_000_000
/** Values that are kept, all VMs together: 400 MB. */
const VALUES_MAX = 50_000_000
const PROBLEMS_MAX = 100

export type Unit = 'percent' | 'mhz'

/** A VM of a trace. All have as many rows. */
export interface NamedTrace extends VmTrace {
  readonly name: string
  readonly file: string
}

export interface FileReport {
  readonly file: string
  readonly form: TraceForm
  readonly vms: number
  readonly rows: number
  readonly filled: number
  readonly clamped: number
}

export interface TraceSet {
  readonly traces: readonly NamedTrace[]
  readonly rows: number
  readonly files: readonly FileReport[]
  /** What was taken to be so. */
  readonly assumed: readonly string[]
}

/** Throws BadInput with all that is wrong, each with file, row and column. */
export function readTraceFiles(paths: readonly string[], cwd: string, unit: Unit | null): TraceSet {
  const problems: string[] = []
  const assumed: string[] = []
  const read: { readonly form: TraceForm; readonly file: string; readonly vms: readonly NamedTrace[] }[] = []
  let values = 0
  for (const path of filesBelow(paths, cwd)) {
    const file = readTextFile(resolve(cwd, path), FILE_BYTES_MAX)
    const found = 'problem' in file ? file.problem : vmsOf(path, file.text, unit, assumed)
    if (typeof found === 'string') problems.push(`${path}: ${found}`)
    else if ('problems' in found) problems.push(...found.problems.map((problem) => `${path}: ${problem}`))
    else {
      read.push({ file: path, ...found })
      values += found.vms.reduce((sum, vm) => sum + valuesIn(vm), 0)
    }
    if (problems.length >= PROBLEMS_MAX) throw new BadInput(problems.slice(0, PROBLEMS_MAX))
    if (values > VALUES_MAX) throw new BadInput([`${path}: with it there are more than ${VALUES_MAX / 1e6} million values, which is too much`])
  }
  if (problems.length > 0) throw new BadInput(problems)
  const [first] = read
  const other = read.find(({ form }) => form !== first?.form)
  if (first === undefined) throw new BadInput(['there are no trace files below these paths'])
  if (other !== undefined)
    throw new BadInput([`${other.file}: has the form ${other.form}, and ${first.file} the form ${first.form}: one form at a time`])
  return aligned(read, assumed)
}

const valuesIn = (vm: VmTrace): number => (vm.cpuPercent?.length ?? 0) + (vm.cpuMHz?.length ?? 0) + (vm.memoryMiB?.length ?? 0)

/** Folders are searched by name, not below; what is named is taken whatever it is called. */
function filesBelow(paths: readonly string[], cwd: string): readonly string[] {
  const missing = paths.filter((path) => statSync(resolve(cwd, path), { throwIfNoEntry: false }) === undefined)
  if (missing.length > 0) throw new BadInput(missing.map((path) => `${path}: no such file or folder`))
  return paths.flatMap((path) => {
    if (!statSync(resolve(cwd, path)).isDirectory()) return [path]
    const entries = readdirSync(resolve(cwd, path), { withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    return entries.map(({ name }) => join(path, name)).sort((a, b) => (a < b ? -1 : 1))
  })
}

const nameOf = (path: string): string => basename(path).replace(/\.(csv|txt|dat)$/i, '')

function vmsOf(
  path: string,
  text: string,
  unit: Unit | null,
  assumed: string[],
): { readonly form: TraceForm; readonly vms: readonly NamedTrace[] } | { readonly problems: readonly string[] } | string {
  const form = traceFormOf(text)
  if (form === 'wide') return wideVms(path, text, unit, assumed)
  const one = form === 'planetlab' ? readPlanetlab(text) : readBitbrains(text)
  return isTraceProblem(one) ? tracePlace(one)[0] : { form, vms: [{ ...one, name: nameOf(path), file: path }] }
}

function wideVms(
  path: string,
  text: string,
  unit: Unit | null,
  assumed: string[],
): { readonly form: 'wide'; readonly vms: readonly NamedTrace[] } | { readonly problems: readonly string[] } | string {
  const table = readWide(text)
  if (isTraceProblem(table)) return tracePlace(table)[0]
  const slots = slotsOf(table)
  if (typeof slots === 'string') return slots
  const problems: string[] = []
  const columns: { readonly name: string; readonly values: readonly number[] }[] = []
  for (const [name, index] of table.columns) {
    if (name === TIME_COLUMN) continue
    const values = wideColumn(table, index, name)
    if (isTraceProblem(values)) problems.push(tracePlace(values)[0])
    else columns.push({ name, values })
  }
  if (problems.length > 0) return { problems }
  const most = columns.reduce((high, { values }) => values.reduce((a, b) => Math.max(a, b), high), 0)
  const isPercent = unit === null ? most <= 100 : unit === 'percent'
  if (unit === null) assumed.push(`${path}: the values are ${isPercent ? 'percent: none is above 100' : `MHz: the highest is ${most}`}`)
  const vms = columns.map(({ name, values }): NamedTrace => {
    const clamped = isPercent ? values.filter((value) => value > 100).length : 0
    const onGrid = slots.map((row) => Math.min(isPercent ? 100 : Infinity, values[row] as number))
    return {
      name,
      file: path,
      cpuPercent: isPercent ? onGrid : null,
      cpuMHz: isPercent ? null : onGrid,
      memoryMiB: null,
      vcpus: null,
      configuredMiB: null,
      startsAt: null,
      filled: slots.length - table.rowCount,
      clamped,
    }
  })
  return { form: 'wide', vms }
}

/** The row that holds in each slot of 300 s; without times each row is one. */
function slotsOf(table: WideTable): readonly number[] | string {
  const index = table.columns.get(TIME_COLUMN)
  const rows = Array.from({ length: table.rowCount }, (_, row) => row)
  if (index === undefined) return rows
  const times = wideColumn(table, index, TIME_COLUMN)
  if (isTraceProblem(times)) return tracePlace(times)[0]
  const slots: number[] = []
  for (const row of rows) {
    const slot = Math.round(((times[row] as number) - (times[0] as number)) / (TRACE_STEP_MS / 1000))
    if (slot < row) return `row ${row + 2}, column "${TIME_COLUMN}": expected rows 300 s apart, got ${String(times[row])}`
    if (slot > row + 12 * 24 * 366) return `row ${row + 2}, column "${TIME_COLUMN}": more than a year after the row before`
    while (slots.length < slot) slots.push(row - 1)
    slots.push(row)
  }
  return slots
}

/** All begin at the first instant that one of them has, and end at the last: what is missing is held, and counted. */
function aligned(
  read: readonly { readonly form: TraceForm; readonly file: string; readonly vms: readonly NamedTrace[] }[],
  assumed: readonly string[],
): TraceSet {
  const all = read.flatMap(({ vms }) => vms)
  const start = all.reduce((first, { startsAt }) => Math.min(first, startsAt ?? 0), Infinity)
  const slotOf = ({ startsAt }: VmTrace): number => Math.round(((startsAt ?? start) - start) / (TRACE_STEP_MS / 1000))
  const lengthOf = (vm: VmTrace): number => (vm.cpuPercent ?? vm.cpuMHz ?? []).length
  const rows = all.reduce((most, vm) => Math.max(most, slotOf(vm) + lengthOf(vm)), 0)
  if (rows * all.length > VALUES_MAX)
    throw new BadInput([`${all.length} VMs over ${rows} intervals are more than ${VALUES_MAX / 1e6} million values`])
  const held = (values: readonly number[] | null, before: number): readonly number[] | null => {
    if (values === null || values.length === rows) return values
    const first = values[0] as number
    const last = values.at(-1) as number
    return [...new Array<number>(before).fill(first), ...values, ...new Array<number>(rows - before - values.length).fill(last)]
  }
  const widened = (vm: NamedTrace): NamedTrace => {
    const before = slotOf(vm)
    return {
      ...vm,
      cpuPercent: held(vm.cpuPercent, before),
      cpuMHz: held(vm.cpuMHz, before),
      memoryMiB: held(vm.memoryMiB, before),
      filled: vm.filled + rows - lengthOf(vm),
    }
  }
  const files = read.map(({ form, file, vms }): FileReport => {
    const [first] = vms
    // Rows of a wide CSV are missing for all of its VMs.
    const filled = first === undefined ? 0 : first.filled + rows - lengthOf(first)
    return {
      file,
      form,
      vms: vms.length,
      rows: first === undefined ? 0 : lengthOf(first) - first.filled,
      filled,
      clamped: vms.reduce((n, vm) => n + vm.clamped, 0),
    }
  })
  return { traces: all.map(widened), rows, files, assumed }
}
