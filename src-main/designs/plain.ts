/** Plain data: what a lab file is once it is read. */
export type PlainMap = { readonly [key: string]: unknown }
export type Path = readonly (string | number)[]

export const isMap = (value: unknown): value is PlainMap => value !== null && typeof value === 'object' && !Array.isArray(value)
export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

/** The member of a map or list, undefined where there is none. */
export function memberOf(value: unknown, key: string | number): unknown {
  if (isList(value)) return typeof key === 'number' ? value[key] : undefined
  return isMap(value) && typeof key === 'string' && Object.hasOwn(value, key) ? value[key] : undefined
}

export const valueAt = (value: unknown, path: Path): unknown => path.reduce(memberOf, value)

/** Names that would be none in a map of JavaScript. */
export const isSafeKey = (key: string): boolean => key !== '__proto__'

export function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (isList(a)) return isList(b) && a.length === b.length && a.every((one, i) => sameData(one, b[i]))
  if (!isMap(a) || !isMap(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameData(a[key], b[key]))
}

/** One change of plain data. */
export type Change =
  /** Without a value the member is taken away. What is missing on the way is made. */
  | { readonly do: 'set'; readonly path: Path; readonly value: unknown }
  /** New members of a list, before the one at `index`. */
  | { readonly do: 'insert'; readonly path: Path; readonly index: number; readonly values: readonly unknown[] }
  /** Members of a list, by ascending positions. */
  | { readonly do: 'drop'; readonly path: Path; readonly indices: readonly number[] }
  | { readonly do: 'rekey'; readonly path: Path; readonly from: string; readonly to: string }

/** The data with that change; what is not concerned is shared. */
export function changed(data: unknown, change: Change): unknown {
  switch (change.do) {
    case 'set':
      return change.value === undefined && valueAt(data, change.path) === undefined ? data : withValue(data, change.path, change.value)
    case 'insert':
      return at(data, change.path, (list) => {
        const old = isList(list) ? list : []
        return [...old.slice(0, change.index), ...change.values, ...old.slice(change.index)]
      })
    case 'drop': {
      const gone = new Set(change.indices)
      return at(data, change.path, (list) => (isList(list) ? list.filter((_, i) => !gone.has(i)) : list))
    }
    case 'rekey':
      return at(data, change.path, (map) =>
        isMap(map) ? Object.fromEntries(Object.entries(map).map(([key, value]) => [key === change.from ? change.to : key, value])) : map,
      )
  }
}

function at(data: unknown, path: Path, change: (value: unknown) => unknown): unknown {
  return withValue(data, path, change(valueAt(data, path)))
}

function withValue(data: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  const inner = rest.length === 0 ? value : withValue(memberOf(data, key), rest, value)
  if (typeof key === 'number') {
    const list = isList(data) ? [...data] : []
    if (inner === undefined) list.splice(key, 1)
    else list[Math.min(key, list.length)] = inner
    return list
  }
  const map: { [key: string]: unknown } = isMap(data) ? { ...data } : {}
  if (inner === undefined) delete map[key]
  else map[key] = inner
  return map
}
