/**
 * The one text of a JSON value: keys in code-point order, no spaces, numbers and escapes as JSON.stringify writes them.
 * What the digest of a log is taken over.
 */

/** Code-point order: unlike the order of UTF-16 units it puts U+FFFD before U+10000. */
export const compareCodePoints = (a: string, b: string): number => {
  const end = Math.min(a.length, b.length)
  for (let i = 0; i < end; i += 1) {
    let x = a.charCodeAt(i)
    let y = b.charCodeAt(i)
    if (x === y) continue
    // surrogates stand for code points above every other unit
    if (x >= 0xd800 && x < 0xe000) x += 0x10000
    if (y >= 0xd800 && y < 0xe000) y += 0x10000
    return x - y
  }
  return a.length - b.length
}

const SHORT = 24

/** Keys of log events are few and often in order already: an insertion sort beats the general one. */
const sortedKeys = (value: object): string[] => {
  const keys = Object.keys(value)
  if (keys.length > SHORT) return keys.sort(compareCodePoints)
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i]!
    let j = i - 1
    while (j >= 0 && compareCodePoints(keys[j]!, key) > 0) {
      keys[j + 1] = keys[j]!
      j -= 1
    }
    keys[j + 1] = key
  }
  return keys
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

const problemOf = (value: unknown): string | null => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return null
    case 'number':
      return Number.isFinite(value) ? null : `${value} has no JSON text`
    case 'object':
      return value === null || Array.isArray(value) || isPlain(value) ? null : 'only plain objects have a JSON text'
    default:
      return `${typeof value} has no JSON text`
  }
}

/** Where in the value the problem is; looked for only once there is one, since paths are dear. */
const locate = (value: unknown, path: string): string | null => {
  const problem = problemOf(value)
  if (problem !== null) return `${path}: ${problem}`
  if (typeof value !== 'object' || value === null) return null
  for (const [key, member] of Object.entries(value)) {
    const found = locate(member, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`)
    if (found !== null) return found
  }
  return null
}

class NoJsonText extends Error {}

const write = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value)
  if (problemOf(value) !== null) throw new NoJsonText()
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) {
    let text = '['
    for (let i = 0; i < value.length; i += 1) text += (i === 0 ? '' : ',') + write(value[i])
    return text + ']'
  }
  const record = value as Readonly<Record<string, unknown>>
  let text = '{'
  for (const key of sortedKeys(record)) text += (text === '{' ? '' : ',') + JSON.stringify(key) + ':' + write(record[key])
  return text + '}'
}

/** Throws TypeError, with the path, for undefined, NaN, infinities, functions, symbols, bigints and objects that are not plain. */
export const canonicalJson = (value: unknown): string => {
  try {
    return write(value)
  } catch (error) {
    if (error instanceof NoJsonText) throw new TypeError(locate(value, '$') ?? '$: no JSON text')
    throw error
  }
}
