/** `hostdown traces`: workload traces as they come, made into the wide CSV that a lab names, with a report. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { TIME_COLUMN, TRACE_STEP_MS } from '../../../contract/lab/trace-table.ts'
import { rngOfSeed, syntheticTraces } from '../../../engine/index.ts'
import type { SyntheticKind } from '../../../engine/index.ts'
import { wholeOption, wordOption } from '../arguments.ts'
import type { Arguments } from '../arguments.ts'
import { assignTraces } from '../assign-traces.ts'
import type { AssignedTrace } from '../assign-traces.ts'
import { BadInput } from '../io.ts'
import type { CliIo } from '../io.ts'
import { loadLab } from '../lab-file.ts'
import { readTraceFiles } from '../read-traces.ts'
import type { TraceSet } from '../read-traces.ts'

interface Column {
  readonly name: string
  readonly values: readonly number[]
}

/** A CSV to be: its columns have the same length. */
interface Csv {
  readonly file: string
  readonly columns: readonly Column[]
}

export async function tracesCommand(args: Arguments, io: CliIo): Promise<number> {
  const seed = wholeOption(args, 'seed', 0, 4_294_967_295) ?? 1
  const mapBy = wordOption(args, 'map', ['order', 'size'])
  const set = setOf(args, io, seed)
  const labPath = args.values.get('lab')
  if (labPath === undefined && mapBy !== null) throw new BadInput(['--map: says how VMs of a lab take traces, and needs --lab'])
  const lab = labPath === undefined ? null : await loadLab(labPath, args, io)
  const assigned = lab === null ? null : assignTraces(lab, set.traces, mapBy ?? 'order', seed)
  const files = assigned === null ? plainFiles(set) : labFiles(assigned)
  await io.out.write(spoken(set, assigned, files))
  const folder = args.values.get('out')
  if (folder !== undefined) await write(resolve(io.cwd, folder), folder, files, reportOf(set, assigned, files, seed), io)
  return 0
}

function setOf(args: Arguments, io: CliIo, seed: number): TraceSet {
  const kind = wordOption(args, 'synthetic', ['planetlab', 'business'])
  const vms = wholeOption(args, 'vms', 1, 10_000)
  const days = wholeOption(args, 'days', 1, 31)
  if (kind !== null) {
    if (args.operands.length > 0) throw new BadInput(['--synthetic makes traces and reads none: leave the paths out'])
    return madeUp(kind, vms ?? (kind === 'planetlab' ? 1052 : 200), days ?? (kind === 'planetlab' ? 1 : 7), seed)
  }
  if (vms !== null || days !== null) throw new BadInput([`--${vms === null ? 'days' : 'vms'}: only with --synthetic`])
  if (args.operands.length === 0) throw new BadInput(['hostdown traces: missing PATH…, or --synthetic'])
  return readTraceFiles(args.operands, io.cwd, wordOption(args, 'unit', ['percent', 'mhz']))
}

/** As `pl0001`, or `bb0001`. */
export function madeUp(kind: SyntheticKind, vms: number, days: number, seed: number): TraceSet {
  const made = syntheticTraces(kind, vms, days, rngOfSeed(seed))
  const digits = Math.max(4, String(vms).length)
  const file = `synthetic ${kind} (seed ${seed})`
  const rows = days * (86_400_000 / TRACE_STEP_MS)
  return {
    traces: made.map((vm, i) => ({
      ...vm,
      name: `${kind === 'planetlab' ? 'pl' : 'bb'}${String(i + 1).padStart(digits, '0')}`,
      file,
      startsAt: null,
      filled: 0,
      clamped: 0,
    })),
    rows,
    files: [],
    assumed: [`${vms} VMs over ${days} day${days === 1 ? '' : 's'} are made up, with seed ${seed}: their statistics are those of published traces`],
  }
}

function plainFiles({ traces }: TraceSet): readonly Csv[] {
  const of = (file: string, valuesOf: (trace: TraceSet['traces'][number]) => readonly number[] | null): readonly Csv[] => {
    const columns = traces.flatMap((trace) => {
      const values = valuesOf(trace)
      return values === null ? [] : [{ name: trace.name, values }]
    })
    return columns.length === 0 ? [] : [{ file, columns }]
  }
  const rounded = (values: readonly number[] | null): readonly number[] | null => values?.map((value) => Math.floor(value + 0.5)) ?? null
  return [
    ...of('cpu-mhz.csv', ({ cpuMHz }) => rounded(cpuMHz)),
    ...of('cpu-percent.csv', ({ cpuMHz, cpuPercent }) => (cpuMHz === null ? rounded(cpuPercent) : null)),
    ...of('memory-mib.csv', ({ memoryMiB }) => rounded(memoryMiB)),
  ]
}

/** Named after the VMs, so that one line in the lab is enough for all of them. */
function labFiles(assigned: readonly AssignedTrace[]): readonly Csv[] {
  const memory = assigned.flatMap(({ vm, memoryMiB }) => (memoryMiB === null ? [] : [{ name: vm, values: memoryMiB }]))
  return [
    { file: 'cpu-mhz.csv', columns: assigned.map(({ vm, cpuMHz }) => ({ name: vm, values: cpuMHz })) },
    ...(memory.length === 0 ? [] : [{ file: 'memory-mib.csv', columns: memory }]),
  ]
}

export function csvText(columns: readonly Column[]): string {
  const rows = columns[0]?.values.length ?? 0
  const lines = [[TIME_COLUMN, ...columns.map(({ name }) => (/[",]/.test(name) ? `"${name}"` : name))].join(',')]
  for (let row = 0; row < rows; row += 1) lines.push(`${(row * TRACE_STEP_MS) / 1000},${columns.map(({ values }) => values[row]).join(',')}`)
  return `${lines.join('\n')}\n`
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
const FILES_LISTED = 20

function spoken(set: TraceSet, assigned: readonly AssignedTrace[] | null, files: readonly Csv[]): string {
  const lines: string[] = []
  const noted = set.files.filter(({ filled, clamped }) => filled + clamped > 0)
  if (set.files.length > 0) {
    const filled = sum(set.files.map((file) => file.filled))
    const clamped = sum(set.files.map((file) => file.clamped))
    lines.push(
      `${counted(set.files.length, 'file')} (${set.files[0]?.form ?? ''}), ${counted(set.traces.length, 'VM')} × ${set.rows} intervals of 5 min`,
      `${filled} missing rows held, ${clamped} percents above 100 cut`,
    )
    for (const file of noted.slice(0, FILES_LISTED)) lines.push(`  ${file.file}: ${file.filled} held, ${file.clamped} cut`)
    if (noted.length > FILES_LISTED) lines.push(`  and ${counted(noted.length - FILES_LISTED, 'other file')}`)
  }
  lines.push(...set.assumed.map((text) => `assumed: ${text}`))
  if (assigned !== null) {
    const by = (word: AssignedTrace['by']): number => assigned.filter((each) => each.by === word).length
    const uses = new Set(assigned.map(({ trace }) => trace)).size
    lines.push(
      `${counted(assigned.length, 'VM')} of the lab: ${by('name')} by name, ${by('order')} by order, ${by('size')} by size; ${counted(uses, 'trace')} in use`,
    )
    const keys = files.map(({ file }) => `${file.startsWith('memory') ? 'memoryTrace' : 'trace'}: ${file}`)
    lines.push(`in the lab, for each VM: demand: { ${keys.join(', ')} }`)
    if (!files.some(({ file }) => file.startsWith('memory'))) lines.push('assumed: the traces say nothing of memory: it stays as the lab has it')
  }
  return `${lines.join('\n')}\n`
}

function reportOf(set: TraceSet, assigned: readonly AssignedTrace[] | null, files: readonly Csv[], seed: number): object {
  return {
    seed,
    intervalSeconds: TRACE_STEP_MS / 1000,
    rows: set.rows,
    sources: set.files,
    assumed: set.assumed,
    written: files.map(({ file, columns }) => ({ file, columns: columns.length })),
    vms: set.traces.map(({ name, file, vcpus, configuredMiB, filled, clamped }) => ({ name, file, vcpus, configuredMiB, filled, clamped })),
    assigned: assigned?.map(({ vm, trace, by }) => ({ vm, trace: trace.name, by })) ?? null,
  }
}

async function write(folder: string, shown: string, files: readonly Csv[], report: object, io: CliIo): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true })
    for (const { file, columns } of files) writeFileSync(join(folder, basename(file)), csvText(columns))
    writeFileSync(join(folder, 'traces-report.json'), `${JSON.stringify(report, null, 2)}\n`)
  } catch (error) {
    throw new BadInput([`${shown}: cannot be written (${error instanceof Error && 'code' in error ? String(error.code) : String(error)})`])
  }
  await io.out.write(`written to ${shown}: ${[...files.map(({ file }) => file), 'traces-report.json'].join(', ')}\n`)
}
