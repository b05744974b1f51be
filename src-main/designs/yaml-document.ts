import type { Json } from '../contract/events.ts'
import { entryLists, fileOrder, type LabDocument } from './lab-document.ts'
import { changed, isList, valueAt, type Change, type Path, type PlainMap } from './plain.ts'
import { Part, changedPart, itemText, linesIn, sectionText } from './yaml-part.ts'

/** A key of the file with its value as one part, or a list of entries with a part for each. */
type Section = { readonly key: string; readonly part: Part } | EntrySection
interface EntrySection {
  readonly key: string
  /** Its line, and comments before the first entry. */
  readonly header: string
  readonly column: number
  readonly items: readonly Part[]
}

/**
 * A lab file in YAML, cut at its keys and at the entries of its lists, so that a change reads and writes only the piece that it is about: a lab
 * may have 8,000 VMs. Immutable.
 */
export class YamlDocument implements LabDocument {
  readonly duplicates = []
  /** What stands before the first key. */
  readonly #head: string
  readonly #sections: readonly Section[]
  readonly #end: string
  #text: string | null
  #data: PlainMap | null = null

  constructor(head: string, sections: readonly Section[], end: string, text: string | null = null) {
    this.#head = head
    this.#sections = sections
    this.#end = end
    this.#text = text
  }

  get text(): string {
    return (this.#text ??= this.#head + this.#sections.map(textOf).join(''))
  }

  get data(): PlainMap {
    return (this.#data ??= Object.fromEntries(this.#sections.map((section) => [section.key, dataOf(section)])))
  }

  at(path: Path): unknown {
    const [key, index, ...rest] = path
    const section = this.#sections.find((one) => one.key === key)
    if (section === undefined || index === undefined) return valueAt(this.data, path)
    if ('part' in section) return valueAt(section.part.data, path)
    return typeof index === 'number' ? valueAt(section.items[index]?.data, [0, ...rest]) : undefined
  }

  with(changes: readonly Change[]): YamlDocument {
    return YamlDocument.#changed(this, changes)
  }

  static #changed(start: YamlDocument, changes: readonly Change[]): YamlDocument {
    let document = start
    // Entries that change one after another: their list is copied once.
    let open = null as { readonly position: number; readonly section: EntrySection; readonly items: Part[] } | null
    const close = (): void => {
      if (open !== null) document = document.#put(open.position, [{ ...open.section, items: open.items }])
      open = null
    }
    for (const change of changes) {
      const [key, index] = change.path
      const isEntry = typeof index === 'number' && (change.path.length > 2 || (change.do === 'set' && change.value !== undefined))
      if (open !== null && (open.section.key !== key || !isEntry)) close()
      const position: number = open?.position ?? document.#sections.findIndex((section) => section.key === key)
      const section: Section | undefined = open?.section ?? document.#sections[position]
      if (!isEntry || section === undefined || 'part' in section || section.items[index] === undefined) {
        close()
        document = document.#withOne(change)
        continue
      }
      open ??= { position, section, items: [...section.items] }
      open.items[index] = changedPart(open.items[index] as Part, { ...change, path: [0, ...change.path.slice(2)] }, start.#end)
    }
    close()
    return document
  }

  /** A change that is not inside an entry. */
  #withOne(change: Change): YamlDocument {
    const [key] = change.path
    if (typeof key !== 'string') return change.do === 'set' ? this.#replaced(change) : this
    const position = this.#sections.findIndex((section) => section.key === key)
    const section = this.#sections[position]
    if (section === undefined) return this.#added(key, change)
    if (change.path.length === 1 && change.do === 'set')
      return this.#put(position, change.value === undefined ? [] : [this.#written(key, change.value, section)])
    if ('part' in section && change.do === 'insert' && change.path.length === 1 && entryLists.includes(key) && isEmpty(dataOf(section)))
      return this.#put(position, [this.#written(key, change.values, section)])
    if ('part' in section) return this.#put(position, this.#cut({ key, part: changedPart(section.part, change, this.#end) }))
    if (change.path.length === 1) return this.#put(position, [this.#withEntries(section, change)])
    const index = change.path[1]
    if (change.do === 'set' && change.path.length === 2 && change.value === undefined && typeof index === 'number')
      return this.#put(position, [this.#withEntries(section, { do: 'drop', path: [key], indices: [index] })])
    return this.#put(position, [this.#written(key, valueAt(changed({ [key]: dataOf(section) }, change), [key]), section)])
  }

  linesOf(paths: readonly Path[]): readonly (number | null)[] {
    const starts = new Map<string, { readonly line: number; readonly items: readonly number[] }>()
    let line = 1 + linesIn(this.#head)
    for (const section of this.#sections) {
      const start = line
      if ('part' in section) line += linesIn(section.part.text)
      else line += linesIn(section.header)
      const items = 'part' in section ? [] : section.items.map((item) => (line += linesIn(item.text)) - linesIn(item.text))
      starts.set(section.key, { line: start, items })
    }
    return paths.map((path) => this.#lineOf(path, starts))
  }

  #lineOf(path: Path, starts: ReadonlyMap<string, { readonly line: number; readonly items: readonly number[] }>): number | null {
    const [key, index] = path
    const section = this.#sections.find((one) => one.key === key)
    const start = starts.get(String(key))
    if (section === undefined || start === undefined) return path.length === 0 ? 1 : null
    if ('part' in section) return start.line + section.part.lineOf(path)
    const item = typeof index === 'number' ? section.items[index] : undefined
    return item === undefined ? start.line : (start.items[index as number] ?? 0) + item.lineOf([0, ...path.slice(2)])
  }

  entriesText(list: string, indices: readonly number[]): string {
    const section = this.#sections.find((one) => one.key === list)
    if (section === undefined) return `${list}: []${this.#end}`
    if ('part' in section) {
      const data = dataOf(section)
      return sectionText({ [list]: isList(data) ? indices.map((index) => data[index]) : [] }, this.#end)
    }
    const texts = indices.map((index) => bodyAndTail(section.items[index]?.text ?? '', section.column)[0])
    return `${list}:${this.#end}${texts.map((text) => (text.endsWith('\n') ? text : `${text}${this.#end}`)).join('')}`
  }

  #put(position: number, sections: readonly Section[]): YamlDocument {
    const all = [...this.#sections]
    all.splice(position, 1, ...sections)
    return new YamlDocument(this.#head, ended(all, this.#end), this.#end)
  }

  /** The whole file. */
  #replaced(change: Change): YamlDocument {
    const data = changed(this.data, change) as PlainMap
    const sections = Object.entries(data).map(([key, value]): Section => this.#written(key, value, null))
    return new YamlDocument(this.#head, sections, this.#end)
  }

  /** A key that the file has not: where such a key usually stands. */
  #added(key: string, change: Change): YamlDocument {
    const value = valueAt(changed({}, change), [key])
    if (value === undefined) return this
    const order = fileOrder.indexOf(key)
    const after = this.#sections.findLastIndex((section) => fileOrder.indexOf(section.key) < order && fileOrder.includes(section.key))
    const all = [...this.#sections]
    all.splice(order < 0 ? all.length : after + 1, 0, this.#written(key, value, null))
    return new YamlDocument(this.#head, ended(all, this.#end), this.#end)
  }

  /** A section from its data alone; comments at its end stay. */
  #written(key: string, value: unknown, before: Section | null): Section {
    const tail = before === null ? '' : tailOf(before)
    const part = new Part(sectionText({ [key]: value }, this.#end) + tail, { [key]: value })
    return this.#cut({ key, part })[0] ?? { key, part }
  }

  /** A list that was one part may have become one of entries. */
  #cut(section: { readonly key: string; readonly part: Part }): readonly Section[] {
    const { key, part } = section
    const list = valueAt(part.data, [key])
    if (!entryLists.includes(key) || !isList(list) || list.length === 0) return [section]
    const cut = cutItems(part.text)
    if (cut === null || cut.items.length !== list.length) return [section]
    return [{ key, header: cut.header, column: cut.column, items: cut.items.map((text, i) => new Part(text, [list[i]])) }]
  }

  #withEntries(section: EntrySection, change: Change): Section {
    const { key, header, column } = section
    if (change.do === 'drop') {
      const gone = new Set(change.indices)
      const kept: Part[] = []
      let before = header
      for (const [i, item] of section.items.entries()) {
        if (!gone.has(i)) {
          kept.push(item)
          continue
        }
        // Comments after an entry may be about the next one.
        const tail = bodyAndTail(item.text, column)[1]
        const last = kept.pop()
        if (last === undefined) before += tail
        else kept.push(tail === '' ? last : new Part(last.text + tail, last.data))
      }
      if (kept.length > 0) return { key, header: before, column, items: kept }
      const comments = before.slice(before.indexOf('\n') + 1)
      return { key, part: new Part(`${header.slice(0, header.indexOf(':') + 1)} []${this.#end}${comments}`, { [key]: [] }) }
    }
    if (change.do !== 'insert') return this.#written(key, valueAt(changed({ [key]: dataOf(section) }, change), [key]), section)
    const items = [...section.items]
    const fresh = change.values.map((value) => new Part(itemText(value as Json, column, this.#end), [value]))
    const before = items[change.index - 1]
    if (before !== undefined && fresh.length > 0) {
      const [body, tail] = bodyAndTail(before.text, column)
      const last = fresh.pop() as Part
      const cut = new Part(body.endsWith('\n') ? body : `${body}${this.#end}`, before.data)
      // Text in lines of its own may end with what looks like none of it.
      if (tail !== '' && cut.marks === null) return this.#written(key, valueAt(changed({ [key]: dataOf(section) }, change), [key]), section)
      items[change.index - 1] = cut
      fresh.push(new Part(last.text + tail, last.data))
    }
    return { key, header, column, items: [...items.slice(0, change.index), ...fresh, ...items.slice(change.index)] }
  }
}

const isEmpty = (list: unknown): boolean => !isList(list) || list.length === 0

const textOf = (section: Section): string =>
  'part' in section ? section.part.text : section.header + section.items.map((item) => item.text).join('')

const dataOf = (section: Section): unknown =>
  'part' in section ? valueAt(section.part.data, [section.key]) : section.items.map((item) => valueAt(item.data, [0]))

const tailOf = (section: Section): string =>
  'part' in section ? bodyAndTail(section.part.text, 0)[1] : bodyAndTail(section.items.at(-1)?.text ?? '', section.column)[1]

/** Every part ends its line, but the last of the file. */
function ended(sections: readonly Section[], end: string): readonly Section[] {
  return sections.map((section, i) => {
    if (i === sections.length - 1 || textOf(section).endsWith('\n')) return section
    if ('part' in section) return { key: section.key, part: new Part(section.part.text + end, section.part.data) }
    const items = [...section.items]
    const last = items.pop()
    return last === undefined ? section : { ...section, items: [...items, new Part(last.text + end, last.data)] }
  })
}

/** What belongs to an entry, and the lines of comments and the empty ones after it; comments further in than its `column` may be its text. */
export function bodyAndTail(text: string, column: number): readonly [body: string, tail: string] {
  let at = text.length
  for (;;) {
    const start = text.lastIndexOf('\n', at - 2) + 1
    const line = text.slice(start, at)
    const blank = /^([ \t]*)(#.*)?\r?\n?$/.exec(line)
    if (at === 0 || start === 0 || blank === null || (blank[2] !== undefined && (blank[1]?.length ?? 0) > column))
      return [text.slice(0, at), text.slice(at)]
    at = start
  }
}

const KEY = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#'"[\]{},&*!|>%@`?-][^#:]*?|-[^\s#:][^#:]*?)) *:(?=\s|$)/

/** A section for each key of a file; null where it is not written so that one can tell. */
export function cutSections(
  text: string,
): { readonly head: string; readonly sections: readonly { readonly key: string; readonly text: string }[] } | null {
  const starts: { key: string; from: number }[] = []
  for (let from = 0; from < text.length;) {
    const next = text.indexOf('\n', from)
    const end = next < 0 ? text.length : next + 1
    const first = text[from]
    if (first !== ' ' && first !== '\t' && first !== '\n' && first !== '\r' && first !== '#') {
      const line = text.slice(from, Math.min(end, from + 2000))
      const found = KEY.exec(line)
      if (found !== null) starts.push({ key: found[1] ?? found[2]?.replaceAll("''", "'") ?? found[3] ?? '', from })
      else if (starts.length > 0 ? !/^-\s/.test(line) : !/^---\s*$/.test(line)) return null
    }
    from = end
  }
  if (starts.length === 0) return null
  const sections = starts.map(({ key, from }, i) => ({ key, text: text.slice(from, starts[i + 1]?.from ?? text.length) }))
  return { head: text.slice(0, starts[0]?.from), sections }
}

/** The entries of a list that is written with dashes. */
export function cutItems(text: string): { readonly header: string; readonly column: number; readonly items: readonly string[] } | null {
  const first = /^[^\n]*?:[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)-(?=[ \r\n])/.exec(text)
  if (first === null) return null
  const column = first[1]?.length ?? 0
  const start = first[0].length - column - 1
  const items: string[] = []
  let itemFrom = start
  for (let from = start; from < text.length;) {
    const next = text.indexOf('\n', from)
    const end = next < 0 ? text.length : next + 1
    let at = from
    while (text[at] === ' ') at++
    const character = text[at]
    const blank = character === undefined || character === '\n' || character === '\r' || character === '#'
    if (!blank) {
      if (at - from < column || character === '\t') return null
      if (at - from === column) {
        if (character !== '-' || !' \n\r'.includes(text[at + 1] ?? '\n')) return null
        if (from > start) {
          items.push(text.slice(itemFrom, from))
          itemFrom = from
        }
      }
    }
    from = end
  }
  items.push(text.slice(itemFrom))
  return { header: text.slice(0, start), column, items }
}

/** The document of a text whose data is known; null where the text is not written so that it can be cut. */
export function yamlDocument(text: string, data: PlainMap): YamlDocument | null {
  const cut = cutSections(text)
  const keys = Object.keys(data)
  if (cut === null || cut.sections.length !== keys.length) return null
  const sections: Section[] = []
  for (const { key, text: own } of cut.sections) {
    if (!Object.hasOwn(data, key)) return null
    const value = data[key]
    const items = entryLists.includes(key) && isList(value) && value.length > 0 ? cutItems(own) : null
    if (items !== null && isList(value) && items.items.length === value.length)
      sections.push({ key, header: items.header, column: items.column, items: items.items.map((item, i) => new Part(item, [value[i]])) })
    else sections.push({ key, part: new Part(own, { [key]: value }) })
  }
  return new YamlDocument(cut.head, sections, text.includes('\r\n') ? '\r\n' : '\n', text)
}
