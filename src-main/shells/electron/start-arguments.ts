import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { commandLineNames } from '../../contract/command-line.ts'

export interface StartArguments {
  /** Absolute path of the file to open: a lab, or a project. */
  readonly file: string | null
  /** `--data`, as given. */
  readonly data: string | null
}

/** Lenient, because Chromium has switches of its own. Paths are relative to `folder`, where the user stands. */
export function readStartArguments(args: readonly string[], folder: string): StartArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: { port: { type: 'string' }, data: { type: 'string' } },
  })
  const [first] = positionals
  const data = values['data']
  return { file: first === undefined || first === '' ? null : resolve(folder, first), data: typeof data === 'string' && data !== '' ? data : null }
}

const commands: readonly string[] = [...commandLineNames, 'help', '--help', '-h', '--version']

/** The arguments from the command on, past switches of Chromium; null: none is asked for, and the window opens. */
export function commandLineOf(args: readonly string[]): readonly string[] | null {
  const at = args.findIndex((argument) => !argument.startsWith('-') || commands.includes(argument))
  return at >= 0 && commands.includes(args[at] ?? '') ? args.slice(at) : null
}
