/**
 * The value matchers of an `expect:` block: does a value of the log or the state match what the lab says?
 * Matchers are compiled once and called often (a state expectation may be looked at after every instant).
 */

export type Matcher = (got: unknown) => boolean
type PlainMap = { readonly [key: string]: unknown }

/** Slack for sums of doubles; the contract compares to 9 decimals. */
const EPSILON = 1e-9

export const isMap = (value: unknown): value is PlainMap => value !== null && typeof value === 'object' && !Array.isArray(value)

const APPROX_KEYS = ['approx', 'tolerance']
const RANGE_KEYS = ['min', 'max']
const LIST_KEYS = ['contains', 'excludes', 'size']

type MapForm = 'approx' | 'range' | 'list' | 'fields'

/** A map is a special form only when all of its keys belong to that form; any other map names fields. */
export function formOf(want: PlainMap): MapForm {
  const keys = Object.keys(want)
  if (keys.length === 0) return 'fields'
  if ('approx' in want && keys.every((key) => APPROX_KEYS.includes(key))) return 'approx'
  if (keys.every((key) => RANGE_KEYS.includes(key))) return 'range'
  if (keys.every((key) => LIST_KEYS.includes(key))) return 'list'
  return 'fields'
}

const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise)

/** The table of the contract, as a function. A missing field counts as null. */
export function compileMatcher(want: unknown): Matcher {
  if (Array.isArray(want)) return compileList(want)
  if (!isMap(want)) return (got) => want === (got === undefined ? null : got)
  switch (formOf(want)) {
    case 'approx': {
      const centre = numberOr(want['approx'], Number.NaN)
      const tolerance = numberOr(want['tolerance'], 0) + EPSILON
      return (got) => typeof got === 'number' && Math.abs(got - centre) <= tolerance
    }
    case 'range': {
      const min = numberOr(want['min'], Number.NEGATIVE_INFINITY) - EPSILON
      const max = numberOr(want['max'], Number.POSITIVE_INFINITY) + EPSILON
      return (got) => typeof got === 'number' && got >= min && got <= max
    }
    case 'list':
      return compileListForm(want)
    case 'fields': {
      const fields = Object.entries(want).map(([key, value]) => [key, compileMatcher(value)] as const)
      return (got) => isMap(got) && fields.every(([key, matcher]) => matcher(got[key]))
    }
  }
}

/** A list: one of these against a single value; against a list the same members in any order, objects in their order. */
function compileList(want: readonly unknown[]): Matcher {
  const members = want.map(compileMatcher)
  const ordered = want.some(isMap)
  return (got) => {
    if (!Array.isArray(got)) return members.some((member) => member(got))
    if (got.length !== members.length) return false
    return ordered ? members.every((member, i) => member(got[i])) : pairsUp(members, got)
  }
}

/** Whether every matcher finds a member of its own (augmenting paths, so that a greedy choice never spoils a match). */
function pairsUp(matchers: readonly Matcher[], got: readonly unknown[]): boolean {
  const takenBy: number[] = got.map(() => -1)
  const assign = (matcher: number, seen: boolean[]): boolean =>
    got.some((value, i) => {
      if (seen[i] || !matchers[matcher]?.(value)) return false
      seen[i] = true
      const holder = takenBy[i] ?? -1
      if (holder >= 0 && !assign(holder, seen)) return false
      takenBy[i] = matcher
      return true
    })
  return matchers.every((_, i) => assign(i, []))
}

function compileListForm(want: PlainMap): Matcher {
  const contains = (Array.isArray(want['contains']) ? want['contains'] : []).map(compileMatcher)
  const excludes = (Array.isArray(want['excludes']) ? want['excludes'] : []).map(compileMatcher)
  const size = want['size'] === undefined ? null : compileMatcher(want['size'])
  return (got) =>
    Array.isArray(got) &&
    contains.every((member) => got.some(member)) &&
    !excludes.some((member) => got.some(member)) &&
    (size === null || size(got.length))
}

export interface Difference {
  /** Path inside the value, e.g. `hosts.esx-01.power`; empty for the value itself. */
  readonly path: string
  readonly want: unknown
  readonly got: unknown
}

/** Where `got` departs from `want`, field by field; empty when it matches. */
export function differences(want: unknown, got: unknown, path = ''): readonly Difference[] {
  if (compileMatcher(want)(got)) return []
  if (isMap(want) && formOf(want) === 'fields' && isMap(got)) {
    return Object.entries(want).flatMap(([key, value]) => differences(value, got[key], path === '' ? key : `${path}.${key}`))
  }
  return [{ path, want, got: got === undefined ? null : got }]
}

const SHOWN_MAX = 160

/** A value for a message: JSON, shortened. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value === undefined ? null : value) ?? 'null'
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX - 1)}…` : text
}

/** What was wanted, in words. */
export function wanted(want: unknown): string {
  if (Array.isArray(want)) return `one of, or exactly, ${shown(want)}`
  if (!isMap(want)) return shown(want)
  switch (formOf(want)) {
    case 'approx':
      return `${shown(want['approx'])} ± ${shown(want['tolerance'] ?? 0)}`
    case 'range':
      if (want['min'] === undefined) return `at most ${shown(want['max'])}`
      if (want['max'] === undefined) return `at least ${shown(want['min'])}`
      return `${shown(want['min'])} to ${shown(want['max'])}`
    case 'list':
      return listFormWanted(want)
    case 'fields':
      return shown(want)
  }
}

function listFormWanted(want: PlainMap): string {
  const parts: string[] = []
  if (want['contains'] !== undefined) parts.push(`with ${shown(want['contains'])}`)
  if (want['excludes'] !== undefined) parts.push(`without ${shown(want['excludes'])}`)
  if (want['size'] !== undefined) parts.push(`of ${wanted(want['size'])} members`)
  return `a list ${parts.join(', ')}`
}

/** What `got` has where `want` looks, a line for each field that it names: `drs.score: 84`. */
export function valuesAt(want: unknown, got: unknown, path = ''): readonly string[] {
  if (isMap(want) && formOf(want) === 'fields' && isMap(got))
    return Object.entries(want).flatMap(([key, value]) => valuesAt(value, got[key], path === '' ? key : `${path}.${key}`))
  return [`${path}: ${shown(got)}`]
}
