/**
 * Reads the XML of a worksheet or of the shared texts as it is inflated. It takes what spreadsheets write, a small part of XML: no document type (so no
 * entities of one's own), and of a cell its cached value. Formulas are never looked at, links never followed.
 */
import { InventoryError } from '../input-error.ts'
import { TOKEN_CHARACTERS_MAX } from './limits.ts'

/** Hears what stands in the XML. Names come without prefix. */
export interface ScanListener {
  open(name: string, tag: string): void
  close(name: string): void
  /** Only while `wantsText`. */
  text(text: string): void
  readonly wantsText: boolean
  /** Nothing more is wanted. */
  readonly done: boolean
}

export class XmlScanner {
  readonly #listener: ScanListener
  readonly #what: string
  #rest = ''

  constructor(listener: ScanListener, what: string) {
    this.#listener = listener
    this.#what = what
  }

  push(chunk: string): void {
    const listener = this.#listener
    const xml = this.#rest === '' ? chunk : this.#rest + chunk
    let at = 0
    while (!listener.done) {
      const start = xml.indexOf('<', at)
      if (start < 0) {
        // Text may go on, and an entity may be cut in two: it waits for the rest.
        if (!listener.wantsText) at = xml.length
        break
      }
      if (start > at && listener.wantsText) listener.text(decoded(xml.slice(at, start)))
      const end = this.#tag(xml, start)
      if (end < 0) {
        at = start
        break
      }
      at = end
    }
    this.#rest = listener.done ? '' : xml.slice(at)
    if (this.#rest.length > TOKEN_CHARACTERS_MAX)
      throw new InventoryError([
        `${this.#what} holds a text or tag of more than ${TOKEN_CHARACTERS_MAX / 1e6} MB`,
        `${this.#what}: ${TOKEN_CHARACTERS_MAX / 1e6}MB를 넘는 텍스트 또는 태그가 있습니다`,
      ])
  }

  /** Where the tag that starts here ends; -1: later. */
  #tag(xml: string, start: number): number {
    const listener = this.#listener
    const second = xml.charCodeAt(start + 1)
    if (second === 33 /* ! */) return this.#marked(xml, start)
    if (second === 63 /* ? */) return after(xml, '?>', start)
    const end = tagEnd(xml, start)
    if (end < 0) return -1
    if (second === 47 /* / */) listener.close(localName(xml, start + 2, end))
    else {
      const isEmpty = xml.charCodeAt(end - 1) === 47
      const name = localName(xml, start + 1, end)
      listener.open(name, xml.slice(start, end))
      if (isEmpty) listener.close(name)
    }
    return end + 1
  }

  #marked(xml: string, start: number): number {
    if (xml.startsWith('<!--', start)) return after(xml, '-->', start + 4)
    if (xml.startsWith('<![CDATA[', start)) {
      const end = xml.indexOf(']]>', start)
      if (end < 0) return -1
      if (this.#listener.wantsText) this.#listener.text(xml.slice(start + 9, end))
      return end + 3
    }
    if (xml.length - start < 9) return -1
    throw new InventoryError([
      `${this.#what} holds a document type, which no workbook has`,
      `${this.#what}: 통합 문서에는 없는 문서 형식 선언(DOCTYPE)이 있습니다`,
    ])
  }
}

function after(xml: string, mark: string, start: number): number {
  const found = xml.indexOf(mark, start)
  return found < 0 ? -1 : found + mark.length
}

/** The `>` that ends a tag: one in quotes does not. */
function tagEnd(xml: string, start: number): number {
  const end = xml.indexOf('>', start)
  if (end < 0) return -1
  let quote = 0
  for (let i = start; i < xml.length; i += 1) {
    const code = xml.charCodeAt(i)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === 34 || code === 39) quote = code
    else if (code === 62) return i
  }
  return -1
}

function localName(xml: string, from: number, end: number): string {
  let start = from
  for (let i = from; i < end; i += 1) {
    const code = xml.charCodeAt(i)
    if (code === 58 /* : */) start = i + 1
    else if (code <= 32 || code === 47) return xml.slice(start, i)
  }
  return xml.slice(start, end)
}

/** The value of an attribute in the text of a tag; null: it has none. */
export function attributeOf(tag: string, name: string): string | null {
  for (let at = tag.indexOf(name); at >= 0; at = tag.indexOf(name, at + 1)) {
    if (tag.charCodeAt(at - 1) > 32) continue
    let i = at + name.length
    while (tag.charCodeAt(i) <= 32) i += 1
    if (tag[i] !== '=') continue
    i += 1
    while (tag.charCodeAt(i) <= 32) i += 1
    const quote = tag[i] ?? ''
    const end = tag.indexOf(quote, i + 1)
    return end < 0 ? null : decoded(tag.slice(i + 1, end))
  }
  return null
}

const named: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decoded(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}

/** Control characters are written `_x000D_` in the texts of a workbook. */
export function unescaped(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text
}
