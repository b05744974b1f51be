/** Which of the contract's matchers a map in an expectation is. */
import type { PlainMap } from './plain-map.ts'

const APPROX_KEYS = ['approx', 'tolerance']
const RANGE_KEYS = ['min', 'max']
const LIST_KEYS = ['contains', 'excludes', 'size']

export type MatcherForm = 'approx' | 'range' | 'list' | 'fields'

/** A map is a special form only when all of its keys belong to that form; any other map names fields. */
export function formOf(want: PlainMap): MatcherForm {
  const keys = Object.keys(want)
  if (keys.length === 0) return 'fields'
  if ('approx' in want && keys.every((key) => APPROX_KEYS.includes(key))) return 'approx'
  if (keys.every((key) => RANGE_KEYS.includes(key))) return 'range'
  if (keys.every((key) => LIST_KEYS.includes(key))) return 'list'
  return 'fields'
}
