/** How values are written into a lab file: as labs in `resources` are, in one line where it is short enough. */
import type { Json } from '../contract/events.ts'
import { isMap } from './plain.ts'

/** What might be read as a number, a truth or nothing. */
const SUSPECT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$|^0[ox]|^(?:null|true|false|yes|no|on|off|y|n)$/i
/** Words that YAML 1.2 takes as text, and labs write so. */
const WORDS = new Set(['on', 'off', 'yes', 'no', 'y', 'n'])
const PLAIN = /^[\p{L}\p{N}_][\p{L}\p{N}_ ./()+-]*$/u
const LINE_MAX = 110

/** A text, in quotes where it needs them. */
export function scalarText(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return typeof value === 'number' && !Number.isFinite(value) ? 'null' : String(value)
  const plain = PLAIN.test(value) && !value.endsWith(' ') && (!SUSPECT.test(value) || WORDS.has(value))
  return plain ? value : JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]/g, escaped)
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** In one line. */
export function flowText(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(flowText).join(', ')}]`
  if (!isMap(value)) return scalarText(value as string | number | boolean | null)
  const pairs = Object.entries(value as { readonly [key: string]: Json }).map(([key, own]) => `${scalarText(key)}: ${flowText(own)}`)
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
}

/** Lists of entries have a line for each. */
const isNamedList = (value: Json): value is readonly Json[] =>
  Array.isArray(value) && value.length > 0 && (value as readonly unknown[]).every((entry) => isMap(entry) && 'name' in entry)

/**
 * What stands after a key or dash whose own block stands at `column`: ` text` in its line, or lines of their own further in. `beside`: the first
 * key may stand beside the dash.
 */
export function blockText(value: Json, column: number, end: string, beside = false): string {
  const flow = flowText(value)
  if (isNamedList(value) && !beside) {
    const dash = `${end}${' '.repeat(column + 2)}-`
    return value.map((entry) => `${dash}${blockText(entry, column + 2, end, true)}`).join('')
  }
  if (!isMap(value) || flow.length + column <= LINE_MAX || Object.keys(value).length === 0) return ` ${flow}`
  const inner = ' '.repeat(column + 2)
  const lines = Object.entries(value as { readonly [key: string]: Json }).map(([key, own]) => `${scalarText(key)}:${blockText(own, column + 2, end)}`)
  return beside ? ` ${lines.join(`${end}${inner}`)}` : `${end}${inner}${lines.join(`${end}${inner}`)}`
}
