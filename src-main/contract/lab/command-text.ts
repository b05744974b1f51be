/** Commands as a person writes them: timeline entries, one or a list, without `at` where they are to be done at the instant shown. */
import type { LabProblem } from '../api.ts'
import type { Phrase } from '../texts/language.ts'
import { commandTime } from './commands.ts'
import { parseOne } from './entries.ts'
import { readText } from './parse.ts'
import { expectedGot, isMap, pathText, type Path } from './problems.ts'
import { parseCommand, type CommandContext } from './timeline.ts'

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

/** All of them, in the order of their times, or everything that is wrong with any, with its line. Never throws. */
export function parseCommandText(text: string, context: CommandContext): WrittenCommands {
  const read = readText(text, TEXT[0])
  if ('problem' in read) return { ok: false, problems: [inKorean(read.problem)] }
  const found: { readonly path: Path; readonly message: Phrase }[] = read.duplicates.map(({ path, message }) => ({ path, message }))
  const say = (path: Path, message: Phrase): void => void found.push({ path, message })
  const list = Array.isArray(read.data) ? (read.data as readonly unknown[]) : [read.data]
  const isList = Array.isArray(read.data)
  if (list.length === 0) say([], expectedGot(expected, read.data))
  const commands = list.flatMap((entry, index) => readEntry(entry, isList ? [index] : [], say, context) ?? [])
  if (found.length === 0) return { ok: true, commands: [...commands].sort((a, b) => (a.at ?? -1) - (b.at ?? -1)) }
  const lines = read.linesOf(found.map(({ path }) => path))
  return {
    ok: false,
    problems: found.map(({ path, message: [message, messageKo] }, at) => ({ path: pathText(path), line: lines[at] ?? null, message, messageKo })),
  }
}

function readEntry(entry: unknown, path: Path, say: (path: Path, message: Phrase) => void, context: CommandContext): WrittenCommand | null {
  if (!isMap(entry)) {
    say(path, expectedGot(expected, entry))
    return null
  }
  const { at: written, do: command, ...args } = entry
  const at = written === undefined ? null : parseOne(commandTime, written, [...path, 'at'], say)
  const parsed = parseCommand(typeof command === 'string' ? command : '', args, context)
  if (parsed.ok) return { command: parsed.command, args: parsed.args, at }
  for (const { path: inside, message, messageKo } of parsed.problems) say([...path, ...partsOf(inside)], [message, messageKo ?? message])
  return null
}

/** `ha.advancedOptions` and `groups[1][0]` as their parts. */
const partsOf = (path: string): Path =>
  path
    .split(/[.[\]]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))

const inKorean = (problem: LabProblem): LabProblem =>
  problem.messageKo === undefined ? problem : { ...problem, messageKo: problem.messageKo.replace(TEXT[0], TEXT[1]) }
