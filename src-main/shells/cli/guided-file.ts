/** Guided labs from files, for `hostdown check` and `hostdown test`. */
import { resolve } from 'node:path'
import { parseGuided, type ParsedGuided } from '../../practice/guided/parse-guided.ts'
import { prove, type Proof } from '../../practice/guided/prove.ts'
import type { CliIo } from './io.ts'
import { readTextFile } from './text-file.ts'

const GUIDED_BYTES_MAX = 5_000_000

export function readGuidedFile(path: string, io: CliIo): ParsedGuided {
  const file = readTextFile(resolve(io.cwd, path), GUIDED_BYTES_MAX)
  return 'problem' in file ? { ok: false, problems: [file.problem] } : parseGuided(file.text, path)
}

export function proveFile(path: string, io: CliIo): Proof | { readonly problems: readonly string[] } {
  const parsed = readGuidedFile(path, io)
  return parsed.ok ? prove(parsed.guided) : { problems: parsed.problems }
}
