/** Values of a design as a form reads and writes them. Pure. What is refused here is what the schemas of the contract refuse of one value. */
import type { Json } from '../../../src-main/contract/events.ts'
import type { FormField } from '../../../src-main/contract/lab/form.ts'
import { parseDuration } from '../../../src-main/contract/units.ts'
import { formatDuration, withUnit } from '../../../src-main/contract/texts/format.ts'
import { pick, type Language } from '../../../src-main/contract/texts/language.ts'
import type { MessageKey } from '../../i18n/en.ts'
import { valueAt, type DesignEntry } from './design-model.ts'

export type FieldState =
  { readonly is: 'absent' } | { readonly is: 'set'; readonly value: Json } | { readonly is: 'mixed'; readonly values: readonly (Json | undefined)[] }

const mixedShown = 3

/** What several entries have in common. */
export function fieldState(entries: readonly DesignEntry[], key: readonly (string | number)[]): FieldState {
  const found = new Map<string, Json | undefined>()
  for (const entry of entries) {
    const value = valueAt(entry, key)
    found.set(value === undefined ? '' : JSON.stringify(value), value)
    if (found.size > mixedShown) break
  }
  if (found.size > 1) return { is: 'mixed', values: [...found.values()] }
  const [value] = found.values()
  return value === undefined ? { is: 'absent' } : { is: 'set', value }
}

export interface FieldProblem {
  readonly key: MessageKey
  readonly values?: { readonly [name: string]: string | number }
}
export type FieldRead = { readonly ok: true; readonly value: Json | undefined } | { readonly ok: false; readonly problem: FieldProblem }

const good = (value: Json | undefined): FieldRead => ({ ok: true, value })
const bad = (key: MessageKey, values?: FieldProblem['values']): FieldRead => ({ ok: false, problem: { key, ...(values && { values }) } })

function readNumber(text: string, field: FormField): FieldRead {
  const plain = text.replace(/[,_\s]/g, '')
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return bad('design.bad.number')
  const value = Number(plain)
  if (field.type === 'whole' && !Number.isInteger(value)) return bad('design.bad.whole')
  const { min = null, max = null } = field as { readonly min?: number | null; readonly max?: number | null }
  if (min !== null && value < min) return bad('design.bad.min', { n: min })
  if (max !== null && value > max) return bad('design.bad.max', { n: max })
  return good(value)
}

/** `100–200`: a range, where the field takes one. */
function readNumeric(text: string, field: FormField): FieldRead {
  const range = 'range' in field && field.range ? /^(.+?)\s*(?:–|\.\.|-)\s*(.+)$/.exec(text) : null
  if (range === null) return readNumber(text, field)
  const [low, high] = [readNumber(range[1] ?? '', field), readNumber(range[2] ?? '', field)]
  if (!low.ok) return low
  if (!high.ok) return high
  if (Number(low.value) > Number(high.value)) return bad('design.bad.range')
  return good([low.value as number, high.value as number])
}

function readText(
  text: string,
  { min, max, pattern }: { readonly min: number | null; readonly max: number | null; readonly pattern: string | null },
) {
  if (min !== null && text.length < min) return bad('design.bad.short', { n: min })
  if (max !== null && text.length > max) return bad('design.bad.long', { n: max })
  if (pattern !== null && !new RegExp(pattern, 'u').test(text)) return bad('design.bad.pattern')
  return good(text)
}

/** What a person typed: a value, or why it is none. An empty text leaves the field out. */
export function readField(field: FormField, typed: string): FieldRead {
  const text = typed.trim()
  if (text === '') return field.required ? bad('design.bad.required') : good(undefined)
  switch (field.type) {
    case 'whole':
    case 'fraction':
    case 'percent':
      return readNumeric(text, field)
    case 'duration': {
      const ms = parseDuration(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text)
      if (ms === null) return bad('design.bad.duration')
      if (ms < field.min || (field.max > 0 && ms > field.max)) return bad('design.bad.durationRange')
      return good(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text)
    }
    case 'shares':
      if (field.options.some(({ value }) => value === text)) return good(text)
      return readNumber(text, { ...field, type: 'whole', range: false } as FormField)
    case 'texts':
      return good(listOf(text))
    case 'wholes': {
      const parts = listOf(text).map((part) => readNumber(part, { ...field, type: 'whole', range: false } as FormField))
      const wrong = parts.find((part) => !part.ok)
      return wrong ?? good(parts.map((part) => (part.ok ? (part.value as number) : 0)))
    }
    case 'text':
    case 'name':
      return readText(text, field)
    default:
      return good(text)
  }
}

const listOf = (text: string): readonly string[] =>
  text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** A value as it is typed. */
export function writeField(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) {
    const range = value.length === 2 && value.every((part) => typeof part === 'number')
    return value.map(String).join(range ? '–' : ', ')
  }
  return typeof value === 'object' ? '' : String(value)
}

export interface ValueWords {
  readonly language: Language
  readonly on: string
  readonly off: string
  readonly none: string
}

/** A value as a person reads it. */
export function valueWords(field: FormField, value: Json | undefined, { language, on, off, none }: ValueWords): string {
  const say = (text: { readonly en: string; readonly ko: string } | null): string => (text === null ? none : pick([text.en, text.ko], language))
  if (value === undefined) return say(field.absent)
  if (value === null) return say(field.whenNull)
  if (typeof value === 'boolean') return value ? on : off
  const option = 'options' in field ? field.options.find((each) => each.value === value) : undefined
  if (option !== undefined) return say(option.label)
  if (Array.isArray(value) || typeof value === 'object') {
    if (Object.keys(value).length === 0) return none
    if (Array.isArray(value) && 'options' in field)
      return value.map((part) => say(field.options.find((each) => each.value === part)?.label ?? { en: String(part), ko: String(part) })).join(', ')
    return Array.isArray(value) && value.every((part) => typeof part !== 'object') ? writeField(value) : '…'
  }
  if (field.type === 'duration') return formatDuration(parseDuration(value) ?? 0, language)
  return field.unit === null ? String(value) : withUnit(String(value), field.unit, language)
}

/** A value to begin with, of a field that an entry must have. */
function firstValue(
  field: FormField,
  names: (kind: 'host' | 'vm' | 'datastore' | 'network' | 'pool' | 'vmGroup' | 'hostGroup') => readonly string[],
): Json {
  switch (field.type) {
    case 'whole':
    case 'fraction':
    case 'percent':
      return field.min !== null && field.min > 0 ? field.min : 1
    case 'words':
    case 'shares':
    case 'wordsOrBlock':
      return field.options[0]?.value ?? ''
    case 'ref':
      return names(field.kind as 'host')[0] ?? ''
    case 'refs':
    case 'wordList':
    case 'texts':
    case 'wholes':
    case 'blocks':
      return []
    case 'duration':
      return '1m'
    case 'flag':
      return true
    case 'options':
    case 'block':
      return {}
    default:
      return field.key.at(-1) ?? ''
  }
}

/** A block with what it must have. */
export function firstBlock(fields: readonly FormField[], names: Parameters<typeof firstValue>[1]): DesignEntry {
  const block: { [key: string]: Json } = {}
  for (const field of fields) {
    if (!field.required) continue
    let at = block
    for (const part of field.key.slice(0, -1)) at = (at[part] ??= {}) as { [key: string]: Json }
    at[field.key.at(-1) ?? ''] = firstValue(field, names)
  }
  return block
}

/** `4`, `true` and words, as an advanced option takes them. */
export function optionValue(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}
