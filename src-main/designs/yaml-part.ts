/** A piece of a YAML file that is YAML by itself: what it holds, where that stands, and how one change is written into it. */
import { isMap as isYamlMap, isPair, isScalar, isSeq, parseDocument, visit, type Document } from 'yaml'
import type { Json } from '../contract/events.ts'
import { markedYaml, type Mark, type Marks } from '../contract/lab/quick-yaml.ts'
import { changed, isList, isMap, memberOf, sameData, type Change, type Path } from './plain.ts'
import { flowText, scalarText } from '../contract/lab/flow-text.ts'
import { blockText } from './yaml-text.ts'

/** A text and its data. Ends with a line end, but for the last of a file. */
export class Part {
  readonly text: string
  #data: unknown
  #marks: Marks | null | undefined

  constructor(text: string, data: unknown, marks?: Marks) {
    this.text = text
    this.#data = data
    this.#marks = marks
  }

  get data(): unknown {
    return this.#data
  }

  /** Where the lists and maps of `data` stand; null where the text does not say what the data is. */
  get marks(): Marks | null {
    if (this.#marks === undefined) {
      const read = readPart(this.text)
      const same = read !== null && sameData(read.data, this.#data)
      this.#marks = same ? read.marks : null
      // Marks go by the very objects that were read.
      if (same) this.#data = read.data
    }
    return this.#marks
  }

  /** Counted from 0. */
  lineOf(path: Path): number {
    const marks = this.marks
    let [value, offset] = [this.#data, 0]
    for (const key of path) {
      const member = typeof value === 'object' && value !== null ? marks?.get(value)?.members.get(key) : undefined
      if (member === undefined) break
      offset = typeof key === 'number' ? member.from : member.keyFrom
      value = memberOf(value, key)
    }
    return linesIn(this.text.slice(0, offset))
  }
}

export const linesIn = (text: string): number => {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

/** Null where it is no YAML, or names what stands elsewhere. */
export function readPart(text: string): { readonly data: unknown; readonly marks: Marks } | null {
  return markedYaml(text) ?? readSlowly(text)
}

function readSlowly(text: string): { readonly data: unknown; readonly marks: Marks } | null {
  const document = parseDocument(text, { version: '1.2', schema: 'core', merge: false, prettyErrors: false, logLevel: 'silent' })
  if (document.errors.length > 0 || isOdd(document)) return null
  const marks: Marks = new Map()
  const data: unknown = dataOf(document.contents, marks)
  return { data, marks }
}

/** Whether a document has what stands for something elsewhere. */
export function isOdd(document: Document): boolean {
  let odd = false
  visit(document, {
    Alias: () => {
      odd = true
      return visit.BREAK
    },
    Node: (_, node) => {
      if ('anchor' in node && node.anchor !== undefined) odd = true
      return undefined
    },
  })
  return odd
}

function dataOf(node: unknown, marks: Marks): unknown {
  if (isScalar(node)) return node.value
  if (isYamlMap(node)) {
    const map: { [key: string]: unknown } = {}
    const mark = markOf(node, map, marks)
    for (const item of node.items) {
      const key = String(isScalar(item.key) ? item.key.value : item.key)
      Object.defineProperty(map, key, { value: dataOf(item.value, marks), enumerable: true, configurable: true, writable: true })
      const [keyFrom, keyTo] = rangeOf(item.key)
      note(mark, key, { keyFrom, keyTo }, isPair(item) ? item.value : null, map[key], marks)
    }
    return map
  }
  if (!isSeq(node)) return null
  const list: unknown[] = []
  const mark = markOf(node, list, marks)
  node.items.forEach((item, i) => {
    list.push(dataOf(item, marks))
    const [from] = rangeOf(item)
    note(mark, i, { keyFrom: from, keyTo: from }, item, list[i], marks)
  })
  return list
}

const rangeOf = (node: unknown): readonly [number, number] => {
  const range = (node as { readonly range?: readonly number[] | null } | null)?.range
  return [range?.[0] ?? 0, range?.[1] ?? 0]
}

function markOf(
  node: { readonly flow?: boolean | undefined; readonly range?: readonly number[] | null | undefined },
  of: object,
  marks: Marks,
): Mark {
  const [from, to] = rangeOf(node)
  // The column of a block is found where it is needed; what the slow reader reads is small.
  const mark: Mark = { column: node.flow === true ? null : -1, from, to: node.flow === true ? to : from, members: new Map() }
  marks.set(of, mark)
  return mark
}

function note(
  mark: Mark,
  key: string | number,
  at: { readonly keyFrom: number; readonly keyTo: number },
  node: unknown,
  data: unknown,
  marks: Marks,
): void {
  const own = typeof data === 'object' && data !== null ? marks.get(data) : undefined
  const [from, to] = node === null ? [at.keyTo + 1, at.keyTo + 1] : own === undefined ? rangeOf(node) : [own.from, own.to]
  mark.members.set(key, { ...at, from, to })
  if (mark.column !== null) mark.to = to
}

// ---- changes

/** The part with that change. Layout and comments of what is not concerned stay; where that cannot be, the part is written anew. */
export function changedPart(part: Part, change: Change, end: string): Part {
  const marks = part.marks
  const expected = changed(part.data, change)
  const text = marks === null ? null : patched(part.text, part.data, marks, change, end)
  if (text !== null) {
    const read = readPart(text)
    if (read !== null && sameData(read.data, expected)) return new Part(text, read.data, read.marks)
  }
  return writtenPart(expected, part, end)
}

/** From the data alone: with the indentation that it had. */
function writtenPart(data: unknown, before: Part, end: string): Part {
  const column = /^ */.exec(before.text)?.[0].length ?? 0
  return new Part(isList(data) ? itemText((data[0] ?? null) as Json, column, end) : sectionText(data, end), data)
}

export const itemText = (entry: Json, column: number, end: string): string => `${' '.repeat(column)}-${entryText(entry, column, end)}${end}`
const entryText = (entry: Json, column: number, end: string): string => blockText(entry, column, end, true)

/** A key of the file with its value; `ha`, `drs` and what else is long in lines of its own. */
export function sectionText(data: unknown, end: string): string {
  return Object.entries(data as { readonly [key: string]: Json })
    .map(
      ([key, value]) =>
        `${scalarText(key)}:${Array.isArray(value) && value.length > 0 && value.some(isMap) ? listText(value as Json[], end) : blockText(value, 0, end)}${end}`,
    )
    .join('')
}
const listText = (list: readonly Json[], end: string): string =>
  end +
  list
    .map((entry) => itemText(entry, 2, end))
    .join('')
    .slice(0, -end.length)

interface Patch {
  readonly from: number
  readonly to: number
  readonly text: string
}

const withPatches = (text: string, patches: readonly Patch[]): string => {
  let [result, at] = ['', 0]
  for (const patch of patches) {
    result += text.slice(at, patch.from) + patch.text
    at = patch.to
  }
  return result + text.slice(at)
}

function patched(text: string, data: unknown, marks: Marks, change: Change, end: string): string | null {
  const writer = new Writer(text, data, marks, end)
  const patches = writer.patches(change)
  return patches === null ? null : withPatches(text, patches)
}

class Writer {
  readonly #text: string
  readonly #data: unknown
  readonly #marks: Marks
  readonly #end: string

  constructor(text: string, data: unknown, marks: Marks, end: string) {
    this.#text = text
    this.#data = data
    this.#marks = marks
    this.#end = end
  }

  /** Null: the change cannot be written into the text. */
  patches(change: Change): readonly Patch[] | null {
    switch (change.do) {
      case 'set':
        return this.#set(change.path, change.value)
      case 'insert':
        return this.#insert(change.path, change.index, change.values)
      case 'drop':
        return this.#drop(change.path, change.indices)
      case 'rekey': {
        const member = this.#markAt(change.path)?.members.get(change.from)
        return member === undefined ? null : [{ from: member.keyFrom, to: member.keyTo, text: scalarText(change.to) }]
      }
    }
  }

  #valueAt(path: Path): unknown {
    return path.reduce(memberOf, this.#data)
  }

  #markAt(path: Path): Mark | null {
    const value = this.#valueAt(path)
    return typeof value === 'object' && value !== null ? (this.#marks.get(value) ?? null) : null
  }

  #set(path: Path, value: unknown): readonly Patch[] | null {
    // The last place on the way that is there, and is what the next key asks for.
    let depth = 0
    while (depth < path.length) {
      const holder = this.#valueAt(path.slice(0, depth))
      const key = path[depth] as string | number
      if (typeof key === 'number' ? !isList(holder) : !isMap(holder)) break
      if (memberOf(holder, key) === undefined) break
      depth++
    }
    if (value === undefined) return depth < path.length ? [] : this.#dropMember(path)
    if (depth === path.length) return this.#replace(path, value as Json)
    const holder = this.#valueAt(path.slice(0, depth))
    const key = path[depth] as string | number
    const inner = wrapped(path.slice(depth + 1), value)
    if (typeof key === 'number' ? !isList(holder) : !isMap(holder)) return this.#replace(path.slice(0, depth), wrapped(path.slice(depth), value))
    return typeof key === 'number' ? this.#insert(path.slice(0, depth), key, [inner]) : this.#add(path.slice(0, depth), key, inner)
  }

  #replace(path: Path, value: Json): readonly Patch[] | null {
    const key = path.at(-1)
    const mark = this.#markAt(path.slice(0, -1))
    const member = key === undefined ? undefined : mark?.members.get(key)
    if (mark === null || member === undefined) return null
    if (mark.column === null) return [{ from: member.from, to: member.to, text: flowText(value) }]
    const after = this.#text.indexOf(':', member.keyTo) + 1
    const from = typeof key === 'number' ? member.keyTo : after
    const column = this.#columnOf(mark)
    if (typeof key === 'string' && after === 0) return null
    // What was in the line of its key keeps what stands before and after it.
    const inLine = !this.#text.slice(from, member.from).includes('\n') && member.to > member.from
    const text = blockText(value, column, this.#end, typeof key === 'number')
    if (inLine && text.startsWith(' ')) return [{ from: member.from, to: member.to, text: text.slice(1) }]
    return [{ from, to: Math.max(from, member.to), text }]
  }

  #columnOf(mark: Mark): number {
    if (mark.column !== null && mark.column >= 0) return mark.column
    return mark.from - (this.#text.lastIndexOf('\n', mark.from - 1) + 1)
  }

  /** A key that was not there. */
  #add(path: Path, key: string, value: Json): readonly Patch[] | null {
    const mark = this.#markAt(path)
    if (mark === null) return null
    const last = [...mark.members.values()].at(-1)
    if (mark.column === null) {
      const pair = `${scalarText(key)}: ${flowText(value)}`
      return last === undefined ? [{ from: mark.from, to: mark.to, text: `{ ${pair} }` }] : [{ from: last.to, to: last.to, text: `, ${pair}` }]
    }
    const column = this.#columnOf(mark)
    return [this.#line(mark.to, `${' '.repeat(column)}${scalarText(key)}:${blockText(value, column, this.#end)}`)]
  }

  /** A line after the one in which something ends. */
  #line(after: number, text: string): Patch {
    const end = this.#text.indexOf('\n', after)
    if (end >= 0) return { from: end + 1, to: end + 1, text: `${text}${this.#end}` }
    return { from: this.#text.length, to: this.#text.length, text: `${this.#end}${text}` }
  }

  #insert(path: Path, index: number, values: readonly unknown[]): readonly Patch[] | null {
    if (values.length === 0) return []
    const mark = this.#markAt(path)
    if (mark === null || !isList(this.#valueAt(path))) return this.#set(path, values)
    const members = [...mark.members.values()]
    const before = members[index - 1]
    if (mark.column === null || members.length === 0) {
      const text = values.map((value) => flowText(value as Json)).join(', ')
      if (members.length === 0) return this.#replace(path, values as Json)
      return before === undefined
        ? [{ from: members[0]?.from ?? 0, to: members[0]?.from ?? 0, text: `${text}, ` }]
        : [{ from: before.to, to: before.to, text: `, ${text}` }]
    }
    const column = this.#dashColumn(mark)
    const lines = values.map((value) => `${' '.repeat(column)}-${entryText(value as Json, column, this.#end)}`).join(this.#end)
    if (before !== undefined) return [this.#line(before.to, lines)]
    const start = this.#text.lastIndexOf('\n', members[0]?.keyFrom ?? 0) + 1
    return [{ from: start, to: start, text: `${lines}${this.#end}` }]
  }

  #dashColumn(mark: Mark): number {
    if (mark.column !== null && mark.column >= 0) return mark.column
    const first = [...mark.members.values()][0]?.from ?? mark.from
    const dash = this.#text.lastIndexOf('-', first)
    return dash - (this.#text.lastIndexOf('\n', dash) + 1)
  }

  #dropMember(path: Path): readonly Patch[] | null {
    const key = path.at(-1)
    if (typeof key === 'number') return this.#drop(path.slice(0, -1), [key])
    const mark = this.#markAt(path.slice(0, -1))
    if (mark === null || key === undefined) return null
    const keys = [...mark.members.keys()]
    if (keys.length === 1) return path.length === 1 ? null : this.#replace(path.slice(0, -1), {})
    const members = [...mark.members.values()]
    const index = keys.indexOf(key)
    return [mark.column === null ? inFlow(members, index) : this.#blockLines(members, index)]
  }

  #drop(path: Path, indices: readonly number[]): readonly Patch[] | null {
    const mark = this.#markAt(path)
    if (mark === null) return null
    if (indices.length === 0) return []
    const members = [...mark.members.values()]
    if (indices.length >= members.length) return this.#replace(path, [])
    if (mark.column === null) return flowDrops(members, indices)
    return indices.map((index) =>
      this.#blockLines(
        members.map((member) => ({ ...member, keyFrom: this.#dashOf(member, mark) })),
        index,
      ),
    )
  }

  #dashOf(member: { readonly keyFrom: number; readonly from: number }, mark: Mark): number {
    return mark.column !== null && mark.column >= 0 ? member.keyFrom : this.#text.lastIndexOf('-', member.from)
  }

  /** The lines of a member of a block; what begins beside a dash gives its place to the next one. */
  #blockLines(members: readonly { readonly keyFrom: number; readonly to: number }[], index: number): Patch {
    const member = members[index] ?? { keyFrom: 0, to: 0 }
    const start = this.#text.lastIndexOf('\n', member.keyFrom - 1) + 1
    const next = members[index + 1]
    if (this.#text.slice(start, member.keyFrom).trim() !== '' && next !== undefined) return { from: member.keyFrom, to: next.keyFrom, text: '' }
    const end = this.#text.indexOf('\n', Math.max(member.to, member.keyFrom))
    return { from: start, to: end < 0 ? this.#text.length : end + 1, text: '' }
  }
}

type FlowMember = { readonly keyFrom: number; readonly from: number; readonly to: number }

function inFlow(members: readonly FlowMember[], index: number): Patch {
  const member = members[index] as FlowMember
  const [before, next] = [members[index - 1], members[index + 1]]
  if (next !== undefined) return { from: member.keyFrom, to: next.keyFrom, text: '' }
  return { from: before?.to ?? member.keyFrom, to: member.to, text: '' }
}

/** Several at once: each goes with the comma before it, the first ones with that after them. */
function flowDrops(members: readonly FlowMember[], indices: readonly number[]): readonly Patch[] {
  const gone = new Set(indices)
  const first = members.findIndex((_, i) => !gone.has(i))
  return indices.map((index) => {
    const member = members[index] as FlowMember
    return index < first
      ? { from: member.keyFrom, to: members[index + 1]?.keyFrom ?? member.to, text: '' }
      : { from: members[index - 1]?.to ?? member.keyFrom, to: member.to, text: '' }
  })
}

function wrapped(path: Path, value: unknown): Json {
  let result = value
  for (const key of [...path].reverse()) result = typeof key === 'number' ? [result] : { [key]: result }
  return result as Json
}
