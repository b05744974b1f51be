/** The texts of bank files to questions, or to one message with everything that is wrong. Text in, data out: whoever calls reads the files. */
import type { FactId } from '../../contract/fact-id.ts'
import { A_LIST, oneOf } from '../../contract/lab/fields.ts'
import { readLabText } from '../../contract/lab/parse.ts'
import { expectedGot, formatProblem, isMap, missing, pathText, reportIssues, unknownKey } from '../../contract/lab/problems.ts'
import type { Path, PlainMap, Report } from '../../contract/lab/problems.ts'
import { safeParse } from '../../contract/lab/schema.ts'
import { bankEntrySchemas } from '../../contract/practice/bank.ts'
import type { BankEntry, BankFile, FactQuestion } from '../../contract/practice/bank.ts'
import { topics } from '../../contract/practice/topics.ts'
import type { Generation } from '../../contract/practice/topics.ts'
import { checkEntry } from './rules.ts'

/** What is wrong with a bank: one line for each place. */
export class BankError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The bank of questions has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.join('\n')}`)
    this.name = 'BankError'
    this.problems = problems
  }
}

/** The bank file of a tag: `Admission control` → `admission-control.yaml`. */
export const bankFileName = (tag: string): string => `${tag.toLowerCase().replaceAll(' ', '-')}.yaml`
export const bankFileNames: readonly string[] = topics.map(bankFileName)

/** All questions, in the order of the files. Throws BankError. */
export function parseBank(files: readonly BankFile[]): readonly FactQuestion[] {
  const problems: string[] = []
  const places = new Map<string, string>()
  const questions = files.flatMap((file) => parseFile(file, problems, places))
  if (problems.length > 0) throw new BankError(problems)
  return questions
}

function parseFile({ name, text }: BankFile, problems: string[], places: Map<string, string>): readonly FactQuestion[] {
  const read = readLabText(text, name)
  if ('problem' in read) {
    problems.push(`${name}: ${formatProblem(read.problem)}`)
    return []
  }
  const entries = isMap(read.data) ? read.data['questions'] : undefined
  const say = (path: Path, message: string): void => {
    problems.push(`${name}: ${[placeOf(path, entries), message].filter((part) => part !== '').join(': ')}`)
  }
  const report: Report = (path, [message]) => say(path, message)
  for (const { path, message } of read.duplicates) report(path, message)
  if (!isMap(read.data)) {
    report([], expectedGot(['a map with the key questions', 'questions 키가 있는 맵'], read.data))
    return []
  }
  for (const key of Object.keys(read.data)) if (key !== 'questions') report([key], unknownKey(key, ['questions']))
  if (!Array.isArray(entries)) {
    report(['questions'], entries === undefined ? missing(A_LIST) : expectedGot(A_LIST, entries))
    return []
  }
  return entries.flatMap((raw: unknown, i): readonly FactQuestion[] => {
    const entry = readEntry(raw, ['questions', i], report)
    if (entry === null) return []
    const before = places.get(entry.id)
    if (before !== undefined) say(['questions', i, 'id'], `${entry.id} is an id of ${before} too`)
    places.set(entry.id, name)
    if (bankFileName(entry.tags[0] ?? '') !== name) say(['questions', i, 'tags'], `the first tag is that of another file than ${name}`)
    if (!entry.id.startsWith(`${name.replace(/\.yaml$/, '')}-`))
      say(['questions', i, 'id'], `ids of ${name} begin with ${name.replace(/yaml$/, '').replace('.', '-')}`)
    return [questionOf(entry)]
  })
}

/** `ha-003 answer.ko`: the id says more than a position, where there is one. */
function placeOf(path: Path, entries: unknown): string {
  const [first, position, ...rest] = path
  const entry: unknown = first === 'questions' && typeof position === 'number' && Array.isArray(entries) ? entries[position] : null
  const id = isMap(entry) && typeof entry['id'] === 'string' ? entry['id'] : null
  return id === null ? pathText(path) : [id, pathText(rest)].filter((part) => part !== '').join(' ')
}

const forms = ['single', 'multiple', 'number'] as const

function readEntry(raw: unknown, at: Path, report: Report): BankEntry | null {
  if (!isMap(raw)) {
    report(at, expectedGot(['a question: a map', '문제: 맵'], raw))
    return null
  }
  const form = formOf(raw)
  if (form === null) {
    report([...at, 'form'], expectedGot(oneOf(forms), raw['form']))
    return null
  }
  const schema = bankEntrySchemas[form]
  const parsed = safeParse(schema, raw)
  if (!parsed.success) {
    reportIssues(parsed.error.issues, schema, raw, at, report)
    return null
  }
  checkEntry(parsed.data, at, report)
  return parsed.data
}

const formOf = (raw: PlainMap): (typeof forms)[number] | null => forms.find((form) => form === (raw['form'] ?? 'single')) ?? null

function questionOf(entry: BankEntry): FactQuestion {
  const { id, tags, source, question, explanation, objectives } = entry
  const base = {
    id,
    tags,
    // The patterns and ranges of the schema.
    facts: entry.facts as FactId[],
    level: entry.level as 1 | 2 | 3,
    generations: entry.generations as Generation[],
    objectives,
    source,
    question,
    explanation,
  }
  if ('unit' in entry) return { form: 'number', ...base, value: entry.value, unit: entry.unit, tolerance: entry.tolerance }
  const { distractors } = entry
  return 'answer' in entry
    ? { form: 'single', ...base, answers: [entry.answer], distractors }
    : { form: 'multiple', ...base, answers: entry.answers, distractors }
}
