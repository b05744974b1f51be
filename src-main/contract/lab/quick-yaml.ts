/**
 * Reads the YAML that labs are written in: block and flow lists and maps, plain and quoted text, simple block text, comments. It costs a tenth
 * of the full reader, most of whose time goes into being loaded. What it is not certain about it leaves to that one, which also knows lines
 * and errors; a property test holds the two together.
 */

/** Where a list or map of the data stands in its text, in offsets; `column` is that of its keys or dashes, null: written with brackets. */
export interface Mark {
  readonly column: number | null
  readonly from: number
  to: number
  /** By the key of a map or the position in a list, in the order of the text; `key…` of a list item: its dash. */
  readonly members: Map<string | number, { readonly keyFrom: number; readonly keyTo: number; readonly from: number; readonly to: number }>
}
export type Marks = Map<object, Mark>

/** Thrown at whatever is not certain. */
class Uncertain extends Error {}

/** Start of plain text; what else may start one is left to the full reader. */
const FIRST = String.raw`(?:[^\s\-:#,\[\]{}"'&*!|>%@\u0060?=<~.+]|-(?=[\w]))`
/** A colon belongs to text where neither a space nor a bracket follows. */
const flowText = new RegExp(String.raw`${FIRST}(?:[^\n:,\[\]{}#]|:(?=[^\s,\[\]{}]))*`, 'y')
const lineText = new RegExp(String.raw`${FIRST}(?:[^\n:#]|:(?=[^\s])|(?<=[^\s])#)*`, 'y')
const quoted = /"((?:[^"\\\n]|\\["\\nt])*)"|'((?:[^'\n]|'')*)'/y
const blockKey = new RegExp(String.raw`(?:"[^"\\\n]*"|'[^'\n]*'|${FIRST}[^\n:#,\[\]{}"'&*!|>]*) *:(?=[ \n]|$)`, 'y')
const blockText = /([|>])(-?) *\n/y
const restOfLine = / *(?:(?<= )#[^\n]*)?(?:\n|$)/y
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?$/
/** What might be a number, a truth or nothing in some way of writing it. */
const SUSPECT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$|^0[ox]|^[-+]?\.(?:inf|nan)$|^(?:null|true|false)$/i
const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['null', null],
  ['true', true],
  ['false', false],
])
/** What no lab has in it and what would need care: tabs, carriage returns, other control characters and line ends. */
// eslint-disable-next-line no-control-regex -- they are what is refused
const ODD = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]/
const DEPTH_MAX = 40

/** The data of a text, or undefined where the full reader has to look. */
export function quickYaml(text: string): unknown {
  return read(() => new Reader(text, null).document(), text)
}

/** The data of a text, which may be indented and may be a list, with where its lists and maps stand; undefined as above. */
export function markedYaml(text: string): { readonly data: unknown; readonly marks: Marks } | undefined {
  const marks: Marks = new Map()
  return read(() => ({ data: new Reader(text, marks).part(), marks }), text)
}

function read<T>(reading: () => T, text: string): T | undefined {
  if (ODD.test(text)) return undefined
  try {
    return reading()
  } catch (error) {
    if (error instanceof Uncertain) return undefined
    throw error
  }
}

class Reader {
  readonly #text: string
  #at = 0
  #depth = 0
  readonly #marks: Marks | null
  /** Where the value that was read last begins and ends. */
  #from = 0
  #to = 0

  constructor(text: string, marks: Marks | null) {
    this.#text = text
    this.#marks = marks
  }

  part(): unknown {
    const indent = this.#nextLine()
    if (indent < 0) throw new Uncertain()
    const data = this.#block(indent)
    if (this.#at < this.#text.length) throw new Uncertain()
    return data
  }

  document(): unknown {
    if (this.#nextLine() !== 0) throw new Uncertain()
    const data = this.#map(0)
    if (this.#at < this.#text.length) throw new Uncertain()
    return data
  }

  /** Goes to the next line that holds something; its indentation, or -1 at the end. */
  #nextLine(): number {
    const text = this.#text
    for (;;) {
      let at = this.#at
      while (text[at] === ' ') at++
      if (at < text.length && text[at] !== '\n' && text[at] !== '#') {
        const indent = at - this.#at
        this.#at = at
        return indent
      }
      const end = text.indexOf('\n', at)
      if (end < 0) {
        this.#at = text.length
        return -1
      }
      this.#at = end + 1
    }
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found !== null) this.#at = pattern.lastIndex
    return found
  }

  /** At the first character of a block: a list or a map. */
  #block(indent: number): unknown {
    if (++this.#depth > DEPTH_MAX) throw new Uncertain()
    const data = this.#isDash() ? this.#list(indent) : this.#map(indent)
    this.#depth--
    return data
  }

  #isDash(): boolean {
    const next = this.#text[this.#at + 1]
    return this.#text[this.#at] === '-' && (next === ' ' || next === '\n' || next === undefined)
  }

  #mark(of: object, column: number | null, from = this.#at): Mark | null {
    if (this.#marks === null) return null
    const mark: Mark = { column, from, to: from, members: new Map() }
    this.#marks.set(of, mark)
    return mark
  }

  /** Notes where a member of a list or map stands, once it was read. */
  #note(mark: Mark | null, key: string | number, keyFrom: number, keyTo: number): void {
    if (mark === null) return
    mark.members.set(key, { keyFrom, keyTo, from: this.#from, to: this.#to })
    mark.to = this.#to
  }

  #map(indent: number): unknown {
    const map: { [key: string]: unknown } = {}
    const mark = this.#mark(map, indent)
    const start = this.#at
    for (;;) {
      const keyFrom = this.#at
      const found = this.#take(blockKey)
      if (found === null) throw new Uncertain()
      const written = found[0].slice(0, -1).trimEnd()
      const key = this.#key(written)
      this.#put(map, key, this.#value(indent, true))
      this.#note(mark, key, keyFrom, keyFrom + written.length)
      this.#from = start
      if (!this.#again(indent)) return map
      if (this.#isDash()) throw new Uncertain()
    }
  }

  #list(indent: number): unknown {
    const list: unknown[] = []
    const mark = this.#mark(list, indent)
    const start = this.#at
    for (;;) {
      if (!this.#isDash()) throw new Uncertain()
      const dash = this.#at
      this.#at++
      list.push(this.#item(indent))
      this.#note(mark, list.length - 1, dash, dash + 1)
      this.#from = start
      if (!this.#again(indent)) return list
      // Back in the map whose list stands at the same indentation.
      if (!this.#isDash()) return list
    }
  }

  /** Whether the block goes on; it stands at the next line that holds something. */
  #again(indent: number): boolean {
    // What came last has ended its line: it stands at the start of one, or inside it when it has looked ahead.
    const text = this.#text
    const start = text.lastIndexOf('\n', this.#at - 1) + 1
    const blank = text.slice(start, this.#at).trim() === ''
    if (!blank) throw new Uncertain()
    this.#at = start
    const next = this.#nextLine()
    if (next > indent) throw new Uncertain()
    return next === indent
  }

  #item(indent: number): unknown {
    const text = this.#text
    const dash = this.#at - 1
    let at = this.#at
    while (text[at] === ' ') at++
    blockKey.lastIndex = at
    if (text[at] === '{' || text[at] === '[' || !blockKey.test(text)) return this.#value(indent, false)
    // A map that begins beside the dash: its keys stand where the first one does.
    this.#at = at
    if (++this.#depth > DEPTH_MAX) throw new Uncertain()
    const map = this.#map(indent + at - dash)
    this.#depth--
    return map
  }

  /** What follows a key or a dash, to the end of its last line. */
  #value(indent: number, mayBeLevelList: boolean): unknown {
    const after = this.#at
    if (this.#take(restOfLine) !== null) {
      this.#from = this.#to = after
      const next = this.#nextLine()
      if (next > indent) return this.#block(next)
      return next === indent && mayBeLevelList && this.#isDash() ? this.#block(next) : null
    }
    while (this.#text[this.#at] === ' ') this.#at++
    const first = this.#text[this.#at]
    const start = this.#at
    if (first === '|' || first === '>') {
      const text = this.#blockText(indent)
      this.#from = start
      return text
    }
    const data = first === '{' || first === '[' ? this.#flow(indent) : first === '"' || first === "'" ? this.#quoted() : this.#plain(lineText)
    this.#from = start
    this.#to = this.#at
    if (this.#take(restOfLine) === null) throw new Uncertain()
    return data
  }

  #plain(pattern: RegExp): unknown {
    const found = this.#take(pattern)
    if (found === null) throw new Uncertain()
    const text = found[0].trimEnd()
    this.#at -= found[0].length - text.length
    if (NUMBER.test(text)) return Number(text)
    if (!SUSPECT.test(text)) return text
    if (!words.has(text)) throw new Uncertain()
    return words.get(text)
  }

  #quoted(): string {
    const found = this.#take(quoted)
    if (found === null) throw new Uncertain()
    const [whole, double, single] = found
    if (double === undefined) return (single ?? '').replaceAll("''", "'")
    return whole.includes('\\') ? (JSON.parse(whole) as string) : double
  }

  #key(written: string): string {
    if (written.startsWith('"') || written.startsWith("'")) return written.slice(1, -1)
    if (NUMBER.test(written) || SUSPECT.test(written)) throw new Uncertain()
    return written
  }

  #put(map: { [key: string]: unknown }, key: string, value: unknown): void {
    if (key === '__proto__' || key.length > 300 || Object.hasOwn(map, key)) throw new Uncertain()
    map[key] = value
  }

  /** Lines of one indentation: folded to one line, or kept. */
  #blockText(indent: number): string {
    const header = this.#take(blockText)
    if (header === null) throw new Uncertain()
    const lines: string[] = []
    let inner = -1
    for (;;) {
      const end = this.#text.indexOf('\n', this.#at)
      const line = this.#text.slice(this.#at, end < 0 ? this.#text.length : end)
      const own = line.search(/[^ ]/)
      if (own >= 0 && own <= indent) break
      if (end < 0 && line === '') break
      if (inner < 0) inner = own
      // Empty and deeper lines have rules of their own.
      if (own < 0 ? !this.#onlyBlankUntilOutside(indent) : own !== inner) throw new Uncertain()
      if (own < 0) break
      lines.push(line.slice(inner))
      if (end < 0) throw new Uncertain()
      this.#to = end
      this.#at = end + 1
    }
    if (lines.length === 0 || lines.some((line) => line.endsWith(' '))) throw new Uncertain()
    return lines.join(header[1] === '>' ? ' ' : '\n') + (header[2] === '-' ? '' : '\n')
  }

  #onlyBlankUntilOutside(indent: number): boolean {
    const start = this.#at
    const text = this.#text
    let at = start
    for (;;) {
      const end = text.indexOf('\n', at)
      const line = text.slice(at, end < 0 ? text.length : end)
      const own = line.search(/[^ ]/)
      if (own >= 0) return own <= indent && line[own] !== '#'
      // Spaces alone may be text.
      if (line !== '') return false
      if (end < 0) return true
      at = end + 1
    }
  }

  #flow(indent: number): unknown {
    if (++this.#depth > DEPTH_MAX) throw new Uncertain()
    const isMap = this.#text[this.#at++] === '{'
    const close = isMap ? '}' : ']'
    const map: { [key: string]: unknown } = {}
    const list: unknown[] = []
    const start = this.#at - 1
    const mark = this.#mark(isMap ? map : list, null, start)
    if (this.#flowSpace(indent) !== close) {
      for (;;) {
        if (isMap) this.#flowEntry(map, indent, mark)
        else {
          const at = this.#at
          list.push(this.#flowValue(indent))
          this.#note(mark, list.length - 1, at, at)
        }
        const next = this.#flowSpace(indent)
        if (next === close) break
        if (next !== ',') throw new Uncertain()
        this.#at++
        this.#flowSpace(indent)
      }
    }
    this.#at++
    this.#depth--
    if (mark !== null) mark.to = this.#at
    this.#from = start
    this.#to = this.#at
    return isMap ? map : list
  }

  #flowEntry(map: { [key: string]: unknown }, indent: number, mark: Mark | null): void {
    const first = this.#text[this.#at]
    const keyFrom = this.#at
    const key = first === '"' || first === "'" ? this.#quoted() : this.#plain(flowText)
    const keyTo = this.#at
    while (this.#text[this.#at] === ' ') this.#at++
    const after = this.#text[this.#at + 1]
    if (typeof key !== 'string' || this.#text[this.#at] !== ':' || (after !== ' ' && after !== '\n')) throw new Uncertain()
    this.#at++
    this.#flowSpace(indent)
    this.#put(map, key, this.#flowValue(indent))
    this.#note(mark, key, keyFrom, keyTo)
  }

  #flowValue(indent: number): unknown {
    const start = this.#at
    const first = this.#text[start]
    if (first === '{' || first === '[') return this.#flow(indent)
    const data = first === '"' || first === "'" ? this.#quoted() : this.#plain(flowText)
    this.#from = start
    this.#to = this.#at
    return data
  }

  /** Over spaces, comments and line ends to the next character; lines inside a flow must be deeper than its block. */
  #flowSpace(indent: number): string | undefined {
    const text = this.#text
    for (;;) {
      while (text[this.#at] === ' ') this.#at++
      if (text[this.#at] === '#') {
        if (text[this.#at - 1] !== ' ') throw new Uncertain()
        const end = text.indexOf('\n', this.#at)
        if (end < 0) throw new Uncertain()
        this.#at = end
      }
      if (text[this.#at] !== '\n') return text[this.#at]
      this.#at++
      if (this.#nextLine() <= indent) throw new Uncertain()
    }
  }
}
