import { jsonLines } from '../contract/lab/json-lines.ts'
import type { LabDocument } from './lab-document.ts'
import { changed, isList, isMap, memberOf, valueAt, type Change, type Path, type PlainMap } from './plain.ts'

/** A lab file in JSON: with the indentation that it has, or in one line. */
export class JsonDocument implements LabDocument {
  readonly data: PlainMap
  readonly duplicates = []
  readonly #indent: string
  #text: string | null

  constructor(text: string | null, data: PlainMap, indent: string) {
    this.data = data
    this.#text = text
    this.#indent = indent
  }

  /** Null where it is no map. Throws a SyntaxError where it is no JSON. */
  static read(text: string): JsonDocument | null {
    const data: unknown = JSON.parse(text)
    if (!isMap(data)) return null
    const indent = /^\s*\{[^\n]*\n([ \t]*)/.exec(text)?.[1] ?? ''
    return new JsonDocument(text, data, indent)
  }

  get text(): string {
    return (this.#text ??= `${JSON.stringify(this.data, null, this.#indent)}\n`)
  }

  at(path: Path): unknown {
    return valueAt(this.data, path)
  }

  with(changes: readonly Change[]): JsonDocument {
    let data: unknown = this.data
    // Entries that change one after another: their list is copied once.
    let open = null as { readonly key: string; readonly list: unknown[] } | null
    for (const change of changes) {
      const [key, index] = change.path
      const list = memberOf(data, key ?? '')
      const isEntry = typeof key === 'string' && typeof index === 'number' && change.path.length > 2 && isList(list) && index < list.length
      if (!isEntry) {
        open = null
        data = changed(data, change)
        continue
      }
      if (open?.key !== key) {
        open = { key, list: [...list] }
        data = { ...(data as PlainMap), [key]: open.list }
      }
      open.list[index] = changed(open.list[index], { ...change, path: change.path.slice(2) })
    }
    return data === this.data ? this : new JsonDocument(null, data as PlainMap, this.#indent)
  }

  linesOf(paths: readonly Path[]): readonly number[] {
    return jsonLines(this.text, paths)
  }

  entriesText(list: string, indices: readonly number[]): string {
    const entries = this.data[list]
    return JSON.stringify({ [list]: isList(entries) ? indices.map((index) => entries[index]) : [] }, null, this.#indent === '' ? '  ' : this.#indent)
  }
}
