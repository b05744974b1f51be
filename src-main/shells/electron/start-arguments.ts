import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface StartArguments {
  /** Absolute path of the file to open: a lab, or a project. */
  readonly file: string | null
  /** Absolute path of the data folder; null: the system's place. */
  readonly dataFolder: string | null
}

/** Lenient, because Chromium has switches of its own. Paths are relative to `folder`, where the user stands. */
export function readStartArguments(args: readonly string[], env: NodeJS.ProcessEnv, folder: string): StartArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: { port: { type: 'string' }, data: { type: 'string' } },
  })
  const path = (given: unknown): string | null => (typeof given === 'string' && given !== '' ? resolve(folder, given) : null)
  return { file: path(positionals[0]), dataFolder: path(values['data'] ?? env['HOSTDOWN_DATA']) }
}
