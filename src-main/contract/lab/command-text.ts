/** Commands as a person writes them: timeline entries, one or a list, without `at` where they are to be done at the instant shown. */
import type { LabProblem } from './problems.ts'
import type { Phrase } from '../texts/language.ts'
import { commandTime } from './commands.ts'
import { parseOne } from './entries.ts'
import { problemsOf, readText } from './parse.ts'
import { expectedGot, isMap, type Path, type Report } from './problems.ts'
import { readCommand, type CommandContext } from './timeline.ts'
import type { Problem } from './validate.ts'

export interface WrittenCommand {
  readonly command: string
  readonly args: object
  /** ms; null: at the instant shown. */
  readonly at: number | null
}

export type WrittenCommands =
  { readonly ok: true; readonly commands: readonly WrittenCommand[] } | { readonly ok: false; readonly problems: readonly LabProblem[] }

const TEXT: Phrase = ['the text', '텍스트']
const expected: Phrase = ['{ do, … } or a list of such commands', '{ do, … } 또는 그 목록']

/** All of them, as they were written, or everything that is wrong with any, with its line. Never throws. */
export function parseCommandText(text: string, context: CommandContext): WrittenCommands {
  const read = readText(text, TEXT)
  if ('problem' in read) return { ok: false, problems: [read.problem] }
  const found: Problem[] = [...read.duplicates]
  const report: Report = (path, message) => void found.push({ path, message })
  const list: readonly unknown[] = Array.isArray(read.data) ? read.data : [read.data]
  if (list.length === 0) report([], expectedGot(expected, read.data))
  const commands = list.flatMap((entry, index) => readEntry(entry, Array.isArray(read.data) ? [index] : [], report, context) ?? [])
  return found.length === 0 ? { ok: true, commands } : { ok: false, problems: problemsOf(found, read.linesOf) }
}

function readEntry(entry: unknown, path: Path, report: Report, context: CommandContext): WrittenCommand | null {
  if (!isMap(entry)) {
    report(path, expectedGot(expected, entry))
    return null
  }
  const { at: written, do: command, ...args } = entry
  const at = written === undefined ? null : parseOne(commandTime, written, [...path, 'at'], report)
  const parsed = readCommand(command, args, context, (inside, message) => report([...path, ...inside], message))
  return parsed === null ? null : { ...parsed, at }
}
