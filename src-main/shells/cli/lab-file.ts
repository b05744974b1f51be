/** Labs from files: reads, parses, and says everything that is wrong at once. */
import { dirname, relative, resolve } from 'node:path'
import type { Lab } from '../../contract/lab/index.ts'
import type { ParsedLab, ParseOptions } from '../../contract/lab/parse.ts'
import { formatProblem } from '../../contract/lab/problems.ts'
import type { ReadTrace } from '../../contract/lab/traces.ts'
import { quickLab } from '../../contract/lab/quick-lab.ts'
import type { Arguments } from './arguments.ts'
import { BadInput, type CliIo } from './io.ts'
import { readTextFile } from './text-file.ts'

const LAB_BYTES_MAX = 50_000_000
const TRACE_BYTES_MAX = 200_000_000

/** Throws BadInput where the file cannot be read at all. What `review` finds is listed with the warnings. */
export async function readLabFile(path: string, args: Arguments, io: CliIo, review?: ParseOptions['review']): Promise<ParsedLab> {
  const full = resolve(io.cwd, path)
  const file = readTextFile(full, LAB_BYTES_MAX)
  if ('problem' in file) throw new BadInput([`${path}: ${file.problem}`])
  const tracesDir = args.values.get('traces')
  const folder = tracesDir === undefined ? dirname(full) : resolve(io.cwd, tracesDir)
  const traces = traceReader(folder)
  const quick = review === undefined ? quickLab(file.text, traces) : null
  if (quick !== null) return { ok: true, lab: quick, warnings: [] }
  // Loading zod and the full reader of YAML costs as much as the rest of a small run.
  const { parseLab } = await import('../../contract/lab/parse.ts')
  return parseLab(file.text, { fileName: path, traces, ...(review !== undefined && { review }) })
}

/** The lab of a file. Throws BadInput with all of its errors; warnings go to standard error. */
export async function loadLab(path: string, args: Arguments, io: CliIo): Promise<Lab> {
  const parsed = await readLabFile(path, args, io)
  if (!parsed.ok) throw new BadInput(parsed.problems.map(formatProblem))
  await io.err.write(parsed.warnings.map((warning) => `warning: ${formatProblem(warning)}\n`).join(''))
  return parsed.lab
}

function traceReader(folder: string): ReadTrace {
  return (path) => {
    const full = resolve(folder, path)
    // The parser refuses such paths too; a file outside the folder is never opened.
    if (relative(folder, full).startsWith('..')) return null
    const file = readTextFile(full, TRACE_BYTES_MAX)
    if ('text' in file) return file.text
    // The command line speaks English only.
    return file.problem === 'no such file' ? null : { problem: [file.problem, file.problem] }
  }
}
