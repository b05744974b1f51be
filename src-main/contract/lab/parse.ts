/** The text of a lab file, YAML or JSON, to a resolved lab or to everything that is wrong with it. */
import { LineCounter, isAlias, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import type { LabProblem } from './problems.ts'
import type { Phrase } from '../texts/language.ts'
import { jsonLines } from './json-lines.ts'
import type { Lab } from './lab.ts'
import type { Path, Report } from './problems.ts'
import { clipped, pathText } from './problems.ts'
import { QUICK_CHARACTERS_MAX, quickLab } from './quick-lab.ts'
import { quickYaml } from './quick-yaml.ts'
import type { ReadTrace } from './traces.ts'
import { validateLab } from './validate.ts'
import type { Problem } from './validate.ts'
import './with-zod.ts'

export { formatProblem, formatProblems } from './problems.ts'

export interface ParseOptions {
  /** For messages. */
  readonly fileName?: string
  /** Text of a trace file beside the lab, or null when there is none. Left out: a lab with traces is refused. */
  readonly traces?: ReadTrace
  /** Looks through a sound lab; what it reports is listed with the warnings, and the lab does not know of it. */
  readonly review?: (lab: Lab, report: Report) => void
}

export type ParsedLab =
  | { readonly ok: true; readonly lab: Lab; readonly warnings: readonly LabProblem[] }
  /**
   * `warnings`: of what could be read. `checkFails`: as the file has it, where it has a list of paths; what `hostdown test` compares the problems
   * with.
   */
  | {
      readonly ok: false
      readonly problems: readonly LabProblem[]
      readonly warnings: readonly LabProblem[]
      readonly checkFails?: readonly string[]
    }

const CHARACTERS_MAX = 50_000_000
/** YAML is read at a fiftieth of the speed of JSON. */
const YAML_CHARACTERS_MAX = 10_000_000
/** Aliases beyond what a person writes are an attack: each can multiply what it stands for. */
const ALIASES_MAX = 100
/** Where a text that is none of ours is recognised before the parser sees it. */
const LOOK_CHARACTERS = 200_000
const CERTAIN_FROM_CHARACTERS = 1_000_000
const PROBLEMS_MAX = 10_000
const DEPTH_MAX = 500

/** Never throws for what a file may hold. All problems are listed at once, in the order of the file; times of the lab are in ms. */
export function parseLab(text: string, options: ParseOptions = {}): ParsedLab {
  const file = options.fileName ?? 'the file'
  try {
    const quick = quickLab(text, options.traces ?? null)
    if (quick !== null && reviewed(quick, options).length === 0) return { ok: true, lab: quick, warnings: [] }
    const read = readText(text, file)
    if ('problem' in read) return { ok: false, problems: [read.problem], warnings: [] }
    const { lab, problems, warnings } = validateLab(read.data, options.traces ?? null)
    const all = [...read.duplicates, ...problems]
    if (lab === null || all.length > 0) {
      return { ok: false, problems: problemsOf(all, read.linesOf), warnings: located(warnings, read.linesOf), ...checkFailsOf(read.data) }
    }
    return { ok: true, lab, warnings: located([...warnings, ...reviewed(lab, options)], read.linesOf) }
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, problems: [problemOf(nestedTooDeeply([file, file]))], warnings: [] }
    throw error
  }
}

function problemOf(said: Phrase, line: number | null = null, path = ''): LabProblem {
  const [message, messageKo] = clipped(said)
  return { path, line, message, messageKo }
}
const nestedTooDeeply = ([file, fileKo]: Phrase): Phrase => [`${file} is nested too deeply`, `${fileKo}: 너무 깊이 중첩되어 있습니다`]

function reviewed(lab: Lab, { review }: ParseOptions): readonly Problem[] {
  const found: Problem[] = []
  review?.(lab, (path, message) => found.push({ path, message }))
  return found
}

function checkFailsOf(data: unknown): { readonly checkFails?: readonly string[] } {
  const list = typeof data === 'object' && data !== null && 'checkFails' in data ? data.checkFails : null
  return Array.isArray(list) && list.every((path) => typeof path === 'string') ? { checkFails: list } : {}
}

/** What the text of a file holds, or why it is neither YAML nor JSON; keys that are there twice are problems beside it. */
export function readLabText(text: string, file: string): Read {
  const quick = text.length > QUICK_CHARACTERS_MAX || /^\s*\{/.test(text) ? undefined : quickYaml(text)
  if (quick !== undefined) return { data: quick, duplicates: [], linesOf: (paths) => paths.map(() => null) }
  return readText(text, file)
}

type LinesOf = (paths: readonly Path[]) => readonly (number | null)[]
export type Read = { readonly data: unknown; readonly duplicates: readonly Problem[]; readonly linesOf: LinesOf } | { readonly problem: LabProblem }

function located(problems: readonly Problem[], linesOf: LinesOf): readonly LabProblem[] {
  if (problems.length === 0) return []
  const shown = problems.slice(0, PROBLEMS_MAX)
  const lines = linesOf(shown.map((problem) => problem.path))
  const list = shown.map((problem, i) => problemOf(problem.message, lines[i] ?? null, pathText(problem.path)))
  const more = problems.length - shown.length
  return more === 0 ? list : [...list, problemOf([`and ${more} more problems`, `그 밖에 문제 ${more}개`])]
}

/** With their lines, in the order of the file; beyond a number that nobody reads it is only said how many more there are. */
export const problemsOf = (problems: readonly Problem[], linesOf: LinesOf): readonly LabProblem[] => inFileOrder(located(problems, linesOf))

function inFileOrder(problems: readonly LabProblem[]): readonly LabProblem[] {
  return [...problems].sort((a, b) => (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER))
}

/** As `readLabText`, and it knows on which lines things stand: for texts that are short. */
export function readText(written: string, name: string | Phrase): Read {
  const file: Phrase = typeof name === 'string' ? [name, name] : name
  const refused = (message: Phrase, line: number | null = null): Read => ({ problem: problemOf(message, line) })
  // The length comes first: it is known without looking at the text.
  const megabytes = Math.ceil(written.length / 1_000_000)
  const most = CHARACTERS_MAX / 1_000_000
  if (written.length > CHARACTERS_MAX)
    return refused([`${file[0]} has ${megabytes} MB, expected at most ${most} MB`, `${file[1]}: ${megabytes}MB이지만 최대 ${most}MB입니다`])
  const text = written.startsWith('\uFEFF') ? written.slice(1) : written
  // eslint-disable-next-line no-control-regex -- they are what no YAML has
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.exec(text.slice(0, LOOK_CHARACTERS))
  if (control !== null)
    return refused(
      [`${file[0]} is neither YAML nor JSON: it holds a control character`, `${file[1]}: YAML도 JSON도 아닙니다. 제어 문자가 들어 있습니다`],
      lineAt(text, control.index),
    )
  if (text.length > CERTAIN_FROM_CHARACTERS && !text.includes('hostdown'))
    return refused([`${file[0]} is no lab: expected the key hostdown`, `${file[1]}: 랩이 아닙니다. hostdown 키가 필요합니다`])
  if (isNestedTooDeeply(text)) return refused(nestedTooDeeply(file))
  return /^\s*\{/.test(text) ? readJson(text, file) : readYaml(text, file)
}

/** Whether lists go deeper into lists than any lab does: parsers would need long, or run out of stack. */
export function isNestedTooDeeply(text: string): boolean {
  return /(?:[[{]\s*){100}|(?:[-?] ){100}/.test(text) || (text.length < CERTAIN_FROM_CHARACTERS && depthOf(text) > DEPTH_MAX)
}

/** How deep brackets go at most, those in quotes counted too. What is no bracket is taken out at once: a match for each would be slow. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (const bracket of text.replace(/[^[\]{}]+/g, '')) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1)
    if (depth > deepest) deepest = depth
  }
  return deepest
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length

function readJson(text: string, file: Phrase): Read {
  try {
    return { data: JSON.parse(text), duplicates: [], linesOf: (paths) => jsonLines(text, paths) }
  } catch (error) {
    // A YAML file may start with a brace too; a large one is meant to be JSON.
    const read = text.length > CERTAIN_FROM_CHARACTERS ? null : readYaml(text, file)
    if (read !== null && !('problem' in read)) return read
    const message = error instanceof Error ? error.message : String(error)
    const position = /position (\d+)/.exec(message)
    const line = position === null ? null : lineAt(text, Number(position[1]))
    const why = message.replace(/,? ?\.\.\..*$| in JSON.*$/s, '')
    return { problem: problemOf([`${file[0]} is neither JSON nor YAML: ${why}`, `${file[1]}: JSON도 YAML도 아닙니다: ${why}`], line) }
  }
}

function readYaml(text: string, file: Phrase): Read {
  if (text.length > YAML_CHARACTERS_MAX) {
    const [has, most, mostOfJson] = [Math.ceil(text.length / 1_000_000), YAML_CHARACTERS_MAX / 1_000_000, CHARACTERS_MAX / 1_000_000]
    return {
      problem: problemOf([
        `${file[0]} has ${has} MB of YAML, expected at most ${most} MB (as JSON, ${mostOfJson} MB)`,
        `${file[1]}: YAML ${has}MB이지만 최대 ${most}MB입니다(JSON은 ${mostOfJson}MB)`,
      ]),
    }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { version: '1.2', schema: 'core', merge: false, prettyErrors: false, lineCounter: lines, logLevel: 'silent' })
  const line = (offset: number): number => lines.linePos(offset).line
  const broken = document.errors.find((error) => error.code !== 'DUPLICATE_KEY')
  if (broken !== undefined)
    return {
      problem: problemOf([`${file[0]} is not YAML: ${broken.message}`, `${file[1]}: YAML이 아닙니다: ${broken.message}`], line(broken.pos[0])),
    }
  const duplicates = document.errors.map((error) => ({
    path: pathAt(document, error.pos[0]),
    message: [
      `duplicate key: this block has it again on line ${line(error.pos[0])}`,
      `중복된 키: 이 블록의 ${line(error.pos[0])}행에 다시 있습니다`,
    ] as const,
  }))
  try {
    const data: unknown = document.toJS({ maxAliasCount: ALIASES_MAX })
    return { data, duplicates, linesOf: (paths) => paths.map((path) => line(offsetOf(document, path))) }
  } catch (error) {
    if (error instanceof ReferenceError)
      return {
        problem: problemOf([
          `${file[0]} uses too many aliases, expected at most ${ALIASES_MAX}`,
          `${file[1]}: 별칭이 너무 많습니다. 최대 ${ALIASES_MAX}개입니다`,
        ]),
      }
    throw error
  }
}

const startOf = (node: unknown): number | null => {
  const range = (node as { readonly range?: readonly number[] | null } | null)?.range
  return range?.[0] ?? null
}

/** Where a path stands in the text; for a path that is not there, where the nearest surrounding value does. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      const pair = node.items.find((item) => keyText(item.key) === String(key))
      if (pair === undefined) break
      offset = startOf(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(key)]
      offset = startOf(node) ?? offset
    } else break
  }
  return offset
}

const keyText = (key: unknown): string => String(isScalar(key) ? key.value : key)

/** The path of the key or item at an offset of the text. */
function pathAt(document: Document, offset: number): Path {
  const path: (string | number)[] = []
  let node: unknown = document.contents
  while (isMap(node) || isSeq(node)) {
    const items: readonly unknown[] = node.items
    const position = items.findLastIndex((item) => (startOf(isPair(item) ? item.key : item) ?? Number.POSITIVE_INFINITY) <= offset)
    const item = items[position]
    if (item === undefined) break
    path.push(isPair(item) ? keyText(item.key) : position)
    node = isPair(item) ? item.value : item
  }
  return path
}
