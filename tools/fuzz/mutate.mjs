// Changes of bytes, texts and trees of JSON, as somebody makes them who means harm, or a disk that fails.

export const hostileNames = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'toJSON', 'length', '', ' ', '*', '~', '..', '/'],
  ...[
    'null',
    'true',
    'yes',
    'NaN',
    '-0',
    '1e5',
    '0x10',
    '1_000',
    '.inf',
    '2026-01-01',
    '12:30',
    '한국어',
    '😀',
    '\ud800',
    'e\u0301',
    '\u202e',
    '\u0000',
  ],
  ...['a\nb', 'a\tb', "it's", '"', '<script>', '=1+1', '../../etc/passwd', 'C:\\x', '%s%n', '&a', '*a', '!!js/function', '{{x}}', 'x'.repeat(400)],
]
export const hostileNumbers = [
  ...[0, -0, 1, -1, 2, 7, 100, 0.1, 0.5, -0.5, 1.5, 1e-9, 5e-324, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 1e15, 1e21],
  ...[1e100, 1e308, -(2 ** 31), -(2 ** 53), -1e308, 999_999, 100_000],
]
const numberTexts = [...hostileNumbers.map(String), 'NaN', 'Infinity', '-Infinity', '1e999', '00', '0x7f', '0o17', '1.', '.5', '1_0', '９', '1e', '١']
const durations = ['0s', '1ms', '-1s', '1.5s', '1h30m', '400d', '99999999d', '1s1s', 's', '1 s', '0.0001ms', '1e3s', '24h', '59m59s999ms']
const marks = [...'{}[]:,#&*!|>\'"%@`?-\\\n\r\t \u0000\u00a0\u2028\ufeff']

const cut = (text, at, length, put = '') => text.slice(0, at) + put + text.slice(at + length)

const ofText = [
  // Characters
  (text, dice) => cut(text, dice.below(text.length + 1), dice.between(0, 3), dice.pick(marks)),
  (text, dice) => cut(text, dice.below(text.length + 1), dice.between(1, 40)),
  (text, dice) => text.slice(0, dice.below(text.length + 1)),
  (text, dice) => cut(text, dice.below(text.length + 1), 0, dice.pick(hostileNames)),
  (text, dice) => cut(text, dice.below(text.length + 1), 0, dice.pick(marks).repeat(2 ** dice.between(1, 14))),
  // Words
  (text, dice) => replaced(text, /-?\b\d[\w.]*/g, dice, () => dice.pick(dice.percent(50) ? numberTexts : durations)),
  (text, dice) => replaced(text, /-?\b\d[\w.]*/g, dice, () => dice.pick(dice.percent(50) ? numberTexts : durations)),
  (text, dice) => replaced(text, /[A-Za-z][\w.-]*/g, dice, () => dice.pick(hostileNames)),
  (text, dice) => replaced(text, /[A-Za-z][\w.-]*/g, dice, () => dice.pick(text.match(/[A-Za-z][\w.-]*/g) ?? ['x'])),
  (text, dice) =>
    replaced(text, /: .*$/gm, dice, () => dice.pick([':', ': {}', ': []', ': null', ': [[]]', ': {a: 1}', ': *a', ': &a', ': |', ': !x'])),
  // Lines
  (text, dice) => lines(text, (all) => all.splice(dice.below(all.length), dice.between(1, 3))),
  (text, dice) => lines(text, (all) => all.splice(dice.below(all.length), 0, dice.pick(all))),
  (text, dice) => lines(text, (all) => all.splice(dice.below(all.length), 0, ...all.slice(...span(all.length, dice)))),
  (text, dice) =>
    lines(text, (all) => {
      const at = dice.below(all.length)
      all[at] = dice.percent(50) ? `${' '.repeat(dice.between(1, 5))}${all[at]}` : all[at].trimStart()
    }),
  (text, dice) =>
    lines(text, (all) => {
      const [a, b] = [dice.below(all.length), dice.below(all.length)]
      ;[all[a], all[b]] = [all[b], all[a]]
    }),
]

function span(length, dice) {
  const from = dice.below(length)
  return [from, from + dice.between(1, 30)]
}

function replaced(text, pattern, dice, by) {
  const found = [...text.matchAll(pattern)]
  if (found.length === 0) return text
  const { index, 0: word } = dice.pick(found)
  return cut(text, index, word.length, by())
}

function lines(text, change) {
  const all = text.split('\n')
  change(all)
  return all.join('\n')
}

/** `other`: a text of the same kind, whose lines may come in. */
export function mutatedText(text, dice, other = text) {
  let changed = text
  for (let left = dice.between(1, dice.percent(60) ? 1 : dice.percent(70) ? 4 : 12); left > 0; left--) {
    if (dice.percent(5)) changed = lines(changed, (all) => all.splice(dice.below(all.length), 0, ...other.split('\n').slice(...span(100, dice))))
    else changed = dice.pick(ofText)(changed, dice)
  }
  return changed
}

const ofBytes = [
  (bytes, dice) => put(bytes, dice.below(bytes.length), [bytes[dice.below(bytes.length)] ^ (1 << dice.below(8))]),
  (bytes, dice) => put(bytes, dice.below(bytes.length), [dice.pick([0, 1, 0x7f, 0x80, 0xff])]),
  (bytes, dice) => put(bytes, dice.below(bytes.length), dice.bytes(dice.between(1, 16))),
  (bytes, dice) => put(bytes, dice.below(bytes.length), dice.pick([four(0), four(1), four(0x7fffffff), four(0xffffffff), four(bytes.length)])),
  (bytes, dice) => bytes.subarray(0, dice.below(bytes.length)),
  (bytes, dice) => {
    const at = dice.below(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + dice.between(1, 4096))])
  },
  (bytes, dice) => {
    const at = dice.below(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(...span(bytes.length, dice)), bytes.subarray(at)])
  },
  (bytes, dice) => put(bytes, dice.below(bytes.length), Buffer.alloc(dice.between(1, 4096))),
]

function four(value) {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function put(bytes, at, values) {
  const copy = Buffer.from(bytes)
  copy.set([...values].slice(0, copy.length - at), at)
  return copy
}

/** `most`: how many changes. */
export function mutatedBytes(bytes, dice, most = 4) {
  let changed = Buffer.from(bytes)
  for (let left = dice.between(1, most); left > 0 && changed.length > 0; left--) changed = dice.pick(ofBytes)(changed, dice)
  return changed
}

function places(root) {
  const found = []
  const walk = (value, depth) => {
    if (typeof value !== 'object' || value === null || depth > 40) return
    for (const key of Object.keys(value)) {
      found.push({ of: value, key })
      walk(value[key], depth + 1)
    }
  }
  walk(root, 0)
  return found
}

/** Any value of JSON, most of them of the wrong kind wherever they come. */
export function hostileValue(dice, depth = 0) {
  const kinds = ['null', 'number', 'name', 'boolean', 'list', 'map', 'long', 'deep']
  const kind = dice.pick(depth > 3 ? kinds.slice(0, 4) : kinds)
  if (kind === 'null') return null
  if (kind === 'number') return dice.pick(hostileNumbers)
  if (kind === 'name') return dice.percent(30) ? dice.pick([...durations, ...numberTexts]) : dice.pick(hostileNames)
  if (kind === 'boolean') return dice.percent(50)
  if (kind === 'list') return Array.from({ length: dice.below(4) }, () => hostileValue(dice, depth + 1))
  if (kind === 'long')
    return dice.percent(50) ? 'y'.repeat(2 ** dice.between(6, dice.percent(5) ? 18 : 12)) : Array.from({ length: 2 ** dice.between(4, 12) }, () => 0)
  if (kind === 'deep') {
    let value = dice.pick([null, [], {}])
    for (let left = 2 ** dice.between(3, 10); left > 0; left--) value = dice.percent(50) ? [value] : { a: value }
    return value
  }
  return Object.fromEntries(Array.from({ length: dice.below(4) }, () => [dice.pick(hostileNames), hostileValue(dice, depth + 1)]))
}

/** `__proto__` as a key of its own, as JSON.parse makes it. */
const setKey = (of, key, value) => Object.defineProperty(of, key, { value, enumerable: true, configurable: true, writable: true })

const remove = ({ of, key }) => (Array.isArray(of) ? of.splice(Number(key), 1) : delete of[key])

const ofTree = [
  (place) => remove(place),
  ({ of, key }, dice) => setKey(of, key, hostileValue(dice)),
  ({ of, key }, dice) =>
    typeof of[key] === 'number' && setKey(of, key, dice.pick([...hostileNumbers, of[key] + 1, of[key] - 1, -of[key], of[key] * 1000])),
  ({ of, key }, dice) => typeof of[key] === 'string' && setKey(of, key, dice.pick([...hostileNames, ...durations])),
  ({ of, key }, dice, all) => {
    const other = dice.pick(all)
    setKey(of, key, structuredClone(other.of[other.key]))
  },
  ({ of, key }, dice) => Array.isArray(of) && of.push(...Array.from({ length: 2 ** dice.between(0, 5) }, () => structuredClone(of[key]))),
  ({ of, key }, dice) => {
    const value = of[key]
    remove({ of, key })
    if (Array.isArray(of)) of.splice(dice.below(of.length + 1), 0, value)
    else setKey(of, dice.pick([...hostileNames, ...Object.keys(of), key]), value)
  },
  ({ of }, dice) => Array.isArray(of) || setKey(of, dice.pick(hostileNames), hostileValue(dice)),
  ({ of, key }) => setKey(of, key, [of[key]]),
  ({ of, key }) => Array.isArray(of[key]) && setKey(of, key, of[key][0] ?? null),
]

/** A changed copy of a value of JSON. */
export function mutatedTree(value, dice, most = 4) {
  const root = { it: structuredClone(value) }
  for (let left = dice.between(1, most); left > 0; left--) {
    const all = places(root)
    if (all.length === 0) break
    dice.pick(ofTree)(dice.pick(all), dice, all)
  }
  return root.it
}
