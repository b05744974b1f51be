/** Guided labs from files, for `hostdown check` and `hostdown test`. */
import { resolve } from 'node:path'
import { formatProblem } from '../../contract/lab/problems.ts'
import type { GuidedLab } from '../../contract/practice/guided.ts'
import { parseGuided } from '../../practice/guided/parse-guided.ts'
import { prove, type Proof } from '../../practice/guided/prove.ts'
import type { CliIo } from './io.ts'
import { readTextFile } from './text-file.ts'

const GUIDED_BYTES_MAX = 5_000_000

/** The guided lab, or what is wrong with the file, a line each. */
export function readGuidedFile(
  path: string,
  io: CliIo,
): { readonly ok: true; readonly guided: GuidedLab } | { readonly ok: false; readonly problems: readonly string[] } {
  const file = readTextFile(resolve(io.cwd, path), GUIDED_BYTES_MAX)
  if ('problem' in file) return { ok: false, problems: [file.problem] }
  const parsed = parseGuided(file.text, path)
  return parsed.ok ? parsed : { ok: false, problems: parsed.problems.map(formatProblem) }
}

export function proveFile(path: string, io: CliIo): Proof | { readonly problems: readonly string[] } {
  const parsed = readGuidedFile(path, io)
  return parsed.ok ? prove(parsed.guided) : { problems: parsed.problems }
}
