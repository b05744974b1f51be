/**
 * The value matchers of an `expect:` block: does a value of the log or the state match what the lab says?
 * Matchers are compiled once and called often (a state expectation may be looked at after every instant).
 */
import type { Json } from '../contract/events.ts'
import { formOf } from '../contract/lab/matcher-form.ts'
import { isMap, type PlainMap } from '../contract/lab/plain-map.ts'
import type { Difference, SeenValue } from '../contract/shortfall.ts'

export type Matcher = (got: unknown) => boolean

/** Slack for sums of doubles; the contract compares to 9 decimals. */
const EPSILON = 1e-9

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

/** Where `got` departs from `want`, field by field; empty when it matches. Both are plain data. */
export function differences(want: unknown, got: unknown, path: readonly string[] = []): readonly Difference[] {
  if (compileMatcher(want)(got)) return []
  if (isMap(want) && formOf(want) === 'fields' && isMap(got)) {
    return Object.entries(want).flatMap(([key, value]) => differences(value, got[key], [...path, key]))
  }
  return [{ path, want: want as Json, got: plain(got) }]
}

const plain = (value: unknown): Json => (value === undefined ? null : (value as Json))

/** What `got` has where `want` looks: a value for each field that it names. */
export function valuesAt(want: unknown, got: unknown, path: readonly string[] = []): readonly SeenValue[] {
  if (isMap(want) && formOf(want) === 'fields' && isMap(got))
    return Object.entries(want).flatMap(([key, value]) => valuesAt(value, got[key], [...path, key]))
  return [{ path, got: plain(got) }]
}
