/** Reading a payload for a sentence: every field may be null or missing, and no sentence may show that as `undefined`. */
import { formatBytes, formatDuration, formatNumber, formatSeconds } from './format.ts'
import { commandLabel } from './commands.ts'
import { refusalText } from './refusals.ts'
import { stateLabel, type LabelKind } from './states.ts'
import type { Language } from './language.ts'

/** Longer lists are cut: a partition may have a hundred members. */
const listMax = 6

/** Names as one phrase: `A, B and C`, `A, B, C`; beyond six names the number of the others. */
export function joinNames(names: readonly string[], language: Language): string {
  const shown = names.length > listMax + 1 ? names.slice(0, listMax) : names
  const others = names.length - shown.length
  if (language === 'ko') return shown.join(', ') + (others > 0 ? ` 외 ${formatNumber(others)}개` : '')
  if (others > 0) return `${shown.join(', ')} and ${formatNumber(others)} others`
  if (shown.length < 2) return shown.join('')
  return `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1] ?? ''}`
}

/** Any value as text: lists joined, maps as `key value`, nothing as an empty text. */
export function plainValue(value: unknown, language: Language): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return formatNumber(value, 4)
  if (typeof value === 'boolean') return language === 'ko' ? (value ? '예' : '아니요') : value ? 'yes' : 'no'
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    return joinNames(
      items.map((item) => plainValue(item, language)).filter((text) => text !== ''),
      language,
    )
  }
  if (typeof value !== 'object') return ''
  return Object.entries(value)
    .map(([key, item]) => `${key} ${plainValue(item, language)}`.trim())
    .join(', ')
}

export interface Fields {
  readonly language: Language
  /** The field as text; `otherwise` (default: "unknown") where it has no value. */
  text(field: string, otherwise?: string): string
  has(field: string): boolean
  is(field: string, value: unknown): boolean
  /** The word itself, or an empty text. */
  word(field: string): string
  number(field: string): number | null
  names(field: string): readonly string[]
  label(kind: LabelKind, field: string): string
  /** Duration in the unit that fits. */
  duration(field: string): string
  /** Duration in seconds, as facts count it. */
  seconds(field: string): string
  bytes(field: string): string
  command(field: string): string
  refusal(field: string): string
  /** " (FT secondary)" of a migration that belongs to an FT pair, else nothing. */
  role(): string
}

/** `unknown`: what stands where a field has no value. */
export function readFields(record: { readonly [field: string]: unknown }, language: Language, unknown: string | null = null): Fields {
  const none = unknown ?? (language === 'ko' ? '알 수 없음' : 'unknown')
  const word = (field: string): string => {
    const value = record[field]
    return typeof value === 'string' ? value : ''
  }
  const number = (field: string): number | null => {
    const value = record[field]
    return typeof value === 'number' && Number.isFinite(value) ? value : null
  }
  const shown = (field: string, format: (value: number) => string): string => {
    const value = number(field)
    return value === null ? none : format(value)
  }
  return {
    language,
    text: (field, otherwise = none) => plainValue(record[field], language) || otherwise,
    has: (field) => plainValue(record[field], language) !== '',
    is: (field, value) => record[field] === value,
    word,
    number,
    names: (field) => namesIn(record[field]),
    label: (kind, field) => {
      const own = plainValue(record[field], language)
      return own === '' && unknown !== null ? unknown : stateLabel(kind, own || null, language)
    },
    duration: (field) => shown(field, (value) => formatDuration(value, language)),
    seconds: (field) => shown(field, (value) => formatSeconds(value, language)),
    bytes: (field) => shown(field, (value) => formatBytes(value, language)),
    command: (field) => commandLabel(word(field) || none, language),
    refusal: (field) => refusalText(word(field) || none, language, word('resource') || null),
    role: () => {
      const role = word('role')
      if (role === '') return ''
      if (language === 'ko') return role === 'secondary' ? '(FT 보조 VM)' : '(FT 기본 VM)'
      return role === 'secondary' ? ' (FT secondary VM)' : ' (FT primary VM)'
    },
  }
}

/** Names in a field that holds one, a list of them, or a list of `{ host }` or `{ name }` records. */
export function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (!Array.isArray(value)) return []
  const items: readonly unknown[] = value
  return items.flatMap((item) => {
    if (typeof item === 'string') return [item]
    if (typeof item !== 'object' || item === null) return []
    const { host, name } = item as { readonly host?: unknown; readonly name?: unknown }
    return typeof host === 'string' ? [host] : typeof name === 'string' ? [name] : []
  })
}
