/** How a partial block changes the one that is there, as `cluster.configure` has it: maps merge by key, null removes, other values replace. */
import { isMap } from './problems.ts'

export function merged(base: Readonly<Record<string, unknown>>, patch: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(patch)) {
    const old = result[key]
    if (value === null) delete result[key]
    else if (isMap(value) && isMap(old)) result[key] = merged(old, value)
    else result[key] = value
  }
  return result
}

/** What was taken away means what it means when it is left out. */
export function filled(defaults: Readonly<Record<string, unknown>>, entry: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = { ...defaults, ...entry }
  for (const [key, value] of Object.entries(defaults)) {
    const own = entry[key]
    if (isMap(value) && isMap(own)) result[key] = filled(value, own)
  }
  return result
}
