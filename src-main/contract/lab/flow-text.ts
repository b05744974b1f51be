/** How a person writes values of a lab file in one line. */

/** What might be read as a number, a truth or nothing. */
const SUSPECT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$|^0[ox]|^(?:null|true|false|yes|no|on|off|y|n)$/i
/** Words that YAML 1.2 takes as text, and labs write so. */
const WORDS = new Set(['on', 'off', 'yes', 'no', 'y', 'n'])
const PLAIN = /^[\p{L}\p{N}_][\p{L}\p{N}_ ./()+-]*$/u

/** A text, in quotes where it needs them. */
export function scalarText(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return typeof value === 'number' && !Number.isFinite(value) ? 'null' : String(value)
  const plain = PLAIN.test(value) && !value.endsWith(' ') && (!SUSPECT.test(value) || WORDS.has(value))
  return plain ? value : JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]/g, escaped)
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Plain data in one line. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return scalarText(value as string | number | boolean | null)
  const pairs = pairsText(value as { readonly [key: string]: unknown })
  return pairs === '' ? '{}' : `{ ${pairs} }`
}

/** What stands between the braces of a map: `vm: db-1, host: esx-02`. */
export function pairsText(map: { readonly [key: string]: unknown }): string {
  return Object.entries(map)
    .map(([key, own]) => `${scalarText(key)}: ${flowText(own)}`)
    .join(', ')
}
