/** Guided labs from files, for `hostdown test`. */
import { resolve } from 'node:path'
import { parseGuided } from '../../practice/guided/parse-guided.ts'
import { prove, type Proof } from '../../practice/guided/prove.ts'
import type { CliIo } from './io.ts'
import { readTextFile } from './text-file.ts'

const GUIDED_BYTES_MAX = 5_000_000

export function proveFile(path: string, io: CliIo): Proof | { readonly problems: readonly string[] } {
  const file = readTextFile(resolve(io.cwd, path), GUIDED_BYTES_MAX)
  if ('problem' in file) return { problems: [file.problem] }
  const parsed = parseGuided(file.text, path)
  return parsed.ok ? prove(parsed.guided) : { problems: parsed.problems }
}
