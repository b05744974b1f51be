/** Paths, and what is said about values that a schema refuses. */
import * as z from './schema.ts'
import { clip } from '../clip.ts'
import { isMap, type PlainMap } from './plain-map.ts'
import { problemText, type LabProblem } from './problem-text.ts'
import { hintPhrase } from '../did-you-mean.ts'
import { asSubject, inBoth, pick, type Language, type Phrase } from '../texts/language.ts'
import type { AnySchema } from './fields.ts'
import { expectationOf } from './fields.ts'

export type { LabProblem } from './problem-text.ts'

export type Path = readonly (string | number)[]
/** Takes one problem; `path` counts from the top of the file. */
export type Report = (path: Path, message: Phrase) => void
export { isMap, type PlainMap } from './plain-map.ts'

/** `['vms', 3, 'host']` → `vms[3].host`. */
export function pathText(path: Path): string {
  let text = ''
  for (const part of path) text += typeof part === 'number' ? `[${part}]` : text === '' ? part : `.${part}`
  return text
}

/** `vms[3].host: no host named "esx-09" (line 41)` */
export const formatProblem = (problem: LabProblem): string => problemText(problem, 'en')

/** All of them, one a line, in both languages. */
export const formatProblems = (problems: readonly LabProblem[]): Phrase =>
  inBoth((language) => problems.map((problem) => problemText(problem, language)).join('\n'))

/** A value in a message: short, in JSON's notation. */
export function shown(value: unknown, language: Language = 'en'): string {
  if (Array.isArray(value)) return pick(value.length === 0 ? ['an empty list', '빈 목록'] : ['a list', '목록'], language)
  if (isMap(value)) return pick(['a map', '맵'], language)
  if (value === undefined) return pick(['nothing', '없음'], language)
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

export const clipped = ([text, textKo]: Phrase): Phrase => [clip(text), clip(textKo)]

/** "expected …, got …" */
export function expectedGot(expected: Phrase, value: unknown): Phrase {
  return [`expected ${expected[0]}, got ${shown(value)}`, `필요한 값: ${expected[1]}. 입력된 값: ${shown(value, 'ko')}`]
}

/** "missing, expected …" */
export function missing(expected: Phrase): Phrase {
  return [`missing, expected ${expected[0]}`, `값이 없습니다. 필요한 값: ${expected[1]}`]
}

/** "no command named …", with what was probably meant. */
export function noneNamed([what, whatKo]: Phrase, name: string, known: Iterable<string>): Phrase {
  const [hint, hintKo] = hintPhrase(name, known)
  return [`no ${what} named ${JSON.stringify(name)}${hint}`, `이름이 ${JSON.stringify(name)}인 ${asSubject(whatKo)} 없습니다${hintKo}`]
}

/** What a wrapper (optional, nullable, with a default) wraps; null when the schema is none. */
function wrapped(schema: AnySchema): AnySchema | null {
  const wraps =
    schema instanceof z.ZodNullable || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodExactOptional
  return wraps ? (schema.def.innerType as AnySchema) : null
}

/** Follows the wrappers inward to the schema that knows what it expects; `null` among what it takes is remembered. */
function unwrapped(schema: AnySchema): { readonly schema: AnySchema; readonly nullable: boolean } {
  let inner = schema
  let nullable = false
  while (expectationOf(inner) === null) {
    if (inner instanceof z.ZodNullable) nullable = true
    const next = wrapped(inner)
    if (next === null) break
    inner = next
  }
  return { schema: inner, nullable }
}

/** Without wrappers: the schema that decides what is inside. */
export function structure(schema: AnySchema): AnySchema {
  const inner = wrapped(schema)
  return inner === null ? schema : structure(inner)
}

export const shapeOf = (schema: z.ZodObject): { readonly [key: string]: AnySchema } => schema.def.shape as { readonly [key: string]: AnySchema }

/** The schema one step further inside; for a union, that of the option which the value resembles. */
function stepInto(schema: AnySchema, key: string | number, value: unknown): AnySchema | null {
  const inner = structure(schema)
  if (inner instanceof z.ZodObject) return shapeOf(inner)[String(key)] ?? null
  if (inner instanceof z.ZodArray) return inner.def.element as AnySchema
  if (inner instanceof z.ZodRecord) return inner.def.valueType as AnySchema
  if (inner instanceof z.ZodTuple) return (inner.def.items[Number(key)] as AnySchema | undefined) ?? null
  if (inner instanceof z.ZodUnion) {
    const option = optionFor(inner, value)
    if (option !== null) return stepInto(option, key, value)
    // No option has that discriminator: what is expected is any of theirs.
    if (inner instanceof z.ZodDiscriminatedUnion && key === inner.def.discriminator) {
      return z.union((inner.def.options as readonly z.ZodObject[]).map((each) => shapeOf(each)[key] as AnySchema))
    }
  }
  return null
}

/** The option of a union that a value was probably meant for: by its discriminator, else by its kind. */
export function optionFor(union: z.ZodUnion, value: unknown): AnySchema | null {
  const options = union.def.options as readonly AnySchema[]
  if (union instanceof z.ZodDiscriminatedUnion) {
    const key = union.def.discriminator
    const word = isMap(value) ? value[key] : undefined
    return options.find((option) => option instanceof z.ZodObject && wordsOf(shapeOf(option)[key] ?? option).includes(String(word))) ?? null
  }
  return (
    options.find((option) => {
      const inner = structure(option)
      return Array.isArray(value) ? inner instanceof z.ZodArray || inner instanceof z.ZodTuple : isMap(value) && inner instanceof z.ZodObject
    }) ?? null
  )
}

/** The words that a schema takes, for suggestions. */
function wordsOf(schema: AnySchema): readonly string[] {
  const inner = structure(schema)
  if (inner instanceof z.ZodEnum) return Object.values(inner.def.entries).map(String)
  if (inner instanceof z.ZodLiteral) return inner.def.values.map(String)
  if (inner instanceof z.ZodUnion) return (inner.def.options as readonly AnySchema[]).flatMap(wordsOf)
  return []
}

type Issue = z.core.$ZodIssue

/** Reports what a schema refused in `raw`, which stands at `base` in the file. */
export function reportIssues(issues: readonly Issue[], schema: AnySchema, raw: unknown, base: Path, report: Report): void {
  for (const issue of issues) reportIssue(issue, schema, raw, base, report)
}

function reportIssue(issue: Issue, root: AnySchema, raw: unknown, base: Path, report: Report): void {
  const path = issue.path as Path
  let schema: AnySchema | null = root
  let value: unknown = raw
  for (const key of path) {
    schema = schema === null ? null : stepInto(schema, key, value)
    value = isMap(value) || Array.isArray(value) ? (value as PlainMap)[key] : undefined
  }
  const at = [...base, ...path]
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = schema === null ? [] : keysOf(schema, value)
      for (const key of issue.keys) report([...at, key], unknownKey(key, known))
      return
    }
    case 'invalid_union': {
      // The option that looks inside says more than "none of these".
      const deeper = issue.errors.find(
        (errors) => errors.length > 0 && errors.every((error) => error.path.length > 0 || error.code === 'unrecognized_keys'),
      )
      if (deeper !== undefined && schema !== null && (isMap(value) || Array.isArray(value))) {
        reportIssues(deeper, schema, value, at, report)
        return
      }
      break
    }
    case 'invalid_key':
      report(at, expectedGot(['a name as key', '키로 쓸 이름'], path.at(-1)))
      return
    case 'custom': {
      const phrase = issue.params?.['phrase'] as Phrase | undefined
      if (phrase !== undefined) {
        report(at, phrase)
        return
      }
    }
  }
  report(at, refusal(schema, value))
}

export function unknownKey(key: string, known: readonly string[]): Phrase {
  const [hint, hintKo] = hintPhrase(key, known)
  if (hint !== '') return [`unknown key${hint}`, `알 수 없는 키입니다${hintKo}`]
  const list = known.join(', ')
  return known.length > 0 && known.length <= 12
    ? [`unknown key, expected one of ${list}`, `알 수 없는 키입니다. 사용할 수 있는 키: ${list}`]
    : ['unknown key', '알 수 없는 키입니다']
}

function keysOf(schema: AnySchema, value: unknown): readonly string[] {
  const inner = structure(schema)
  if (inner instanceof z.ZodObject) return Object.keys(shapeOf(inner))
  if (inner instanceof z.ZodUnion) {
    const option = optionFor(inner, value)
    return option === null ? [] : keysOf(option, value)
  }
  return []
}

/** "expected …, got …" for a value that a schema does not take. */
export function refusal(schema: AnySchema | null, value: unknown): Phrase {
  if (schema === null) return [`not expected here: ${shown(value)}`, `여기에 올 수 없는 값입니다: ${shown(value, 'ko')}`]
  const inner = unwrapped(schema)
  const words = wordsOf(inner.schema)
  const text: Phrase =
    expectationOf(inner.schema) ??
    (words.length > 0 ? [`one of ${words.join(', ')}`, `다음 중 하나: ${words.join(', ')}`] : ['something else', '다른 값'])
  const expected: Phrase = inner.nullable ? [`${text[0]}, or null`, `${text[1]}, 또는 null`] : text
  if (value === undefined) return missing(expected)
  const isUnquoted = typeof value === 'number' && /^(a quoted|text|a name|the name|a fact)/.test(text[0])
  const quote: Phrase = isUnquoted ? [' (a number: put it in quotes)', ' (숫자입니다. 따옴표로 묶으십시오)'] : ['', '']
  const hint: Phrase = typeof value === 'string' ? hintPhrase(value, words) : ['', '']
  const whole = expectedGot(expected, value)
  return inBoth((language) => `${pick(whole, language)}${pick(quote, language)}${pick(hint, language)}`)
}
