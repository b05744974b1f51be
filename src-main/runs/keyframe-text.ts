/**
 * Keyframes as text for the store. Engine and lab give the first keyframe of a run anew, so a later one holds only what differs from it, or
 * from one in between: records are copied on write, and one that is the same object has not changed.
 */
import type { Keyframe } from '../engine/index.ts'

type Entry = readonly [key: string, record: unknown]
/** A number is the index of an entry of the base. */
type Item = number | Entry
type Fields = Readonly<Record<string, unknown>>

interface TableText {
  /** Records that differ, by index, while the keys are those of the base in its order. */
  readonly changed?: readonly (readonly [index: number, record: unknown])[]
  /** The same for records that have the fields of the base's: those that differ. */
  readonly patched?: readonly (readonly [index: number, fields: Fields])[]
  /** All entries, where the keys are others or in another order. */
  readonly entries?: readonly Item[]
}

type KeyframeText = Omit<Keyframe, 'tables'> & {
  /** Turn of the keyframe that this one differs from; left out: the one with which the run began. */
  readonly on?: number
  /** A table that is left out is that of the base. */
  readonly tables: { readonly [table: string]: TableText }
}

/** A large difference is written once, and what follows differs from that. */
const FEW_RECORDS = 500

/** Writes the keyframes of one branch, oldest first. */
export class KeyframeWriter {
  readonly #first: Keyframe
  #base: Keyframe

  /** `first`: the keyframe with which the run began; `base`: the last that others may differ from. */
  constructor(first: Keyframe, base: Keyframe = first) {
    this.#first = first
    this.#base = base
  }

  /** For what may not be kept in the end. */
  copy(): KeyframeWriter {
    return new KeyframeWriter(this.#first, this.#base)
  }

  write(keyframe: Keyframe): string {
    if (this.#base !== this.#first) {
      const { tables, records } = differences(keyframe, this.#base)
      if (records <= FEW_RECORDS) return JSON.stringify({ ...keyframe, on: this.#base.turn, tables } satisfies KeyframeText)
    }
    const { tables, records } = differences(keyframe, this.#first)
    if (records > FEW_RECORDS) this.#base = keyframe
    return JSON.stringify({ ...keyframe, tables } satisfies KeyframeText)
  }
}

/** `first`: the keyframe with which the run began. Throws what JSON.parse throws, or a TypeError, where the text is none of these. */
export function keyframeFromText(text: string, first: Keyframe, baseAt: (turn: number) => Keyframe | null): Keyframe {
  const { on, ...saved } = JSON.parse(text) as KeyframeText
  const base = on === undefined ? first : on < saved.turn ? baseAt(on) : null
  if (base === null) throw new TypeError('The keyframe that it differs from is missing')
  const tables: Record<string, readonly Entry[]> = { ...base.tables }
  for (const [name, table] of Object.entries(saved.tables)) tables[name] = entriesOf(table, base.tables[name] ?? [])
  return { ...saved, tables }
}

function differences(keyframe: Keyframe, base: Keyframe) {
  const tables: Record<string, TableText> = {}
  let records = 0
  for (const [name, entries] of Object.entries(keyframe.tables)) {
    const from = base.tables[name] ?? []
    if (entries === from) continue
    const table = tableText(entries, from)
    const { changed = [], patched = [], entries: all = [] } = table
    const size = changed.length + patched.length + all.length
    if (size === 0 && entries.length === from.length) continue
    records += size
    tables[name] = table
  }
  return { tables, records }
}

function tableText(entries: readonly Entry[], base: readonly Entry[]): TableText {
  if (!sameKeys(entries, base)) {
    const known = new Map(base.map(([, record], index) => [record, index]))
    return {
      entries: entries.map(([key, record]): Item => (base[known.get(record) ?? -1]?.[0] === key ? (known.get(record) as number) : [key, record])),
    }
  }
  const changed: [number, unknown][] = []
  const patched: [number, Fields][] = []
  for (let index = 0; index < entries.length; index++) {
    const [, record] = entries[index] as Entry
    const [, from] = base[index] as Entry
    if (record === from) continue
    const fields = fieldsThatDiffer(record, from)
    if (fields === null) changed.push([index, record])
    else patched.push([index, fields])
  }
  return { ...(changed.length > 0 && { changed }), ...(patched.length > 0 && { patched }) }
}

function sameKeys(entries: readonly Entry[], base: readonly Entry[]): boolean {
  if (entries.length !== base.length) return false
  for (let index = 0; index < entries.length; index++) if ((entries[index] as Entry)[0] !== (base[index] as Entry)[0]) return false
  return true
}

/** Null: the record has other fields than the base's, or is of another shape. */
function fieldsThatDiffer(record: unknown, from: unknown): Fields | null {
  if (!isRecord(record) || !isRecord(from)) return null
  const keys = Object.keys(record)
  if (keys.length !== Object.keys(from).length) return null
  const fields: Record<string, unknown> = {}
  for (const key of keys) {
    // What JSON leaves out would be taken for the base's.
    if (!Object.hasOwn(from, key) || record[key] === undefined) return null
    if (record[key] !== from[key]) fields[key] = record[key]
  }
  return fields
}

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

function entriesOf({ entries, changed = [], patched = [] }: TableText, base: readonly Entry[]): readonly Entry[] {
  if (entries !== undefined) return entries.map((item) => (typeof item === 'number' ? entryAt(base, item) : item))
  const all = [...base]
  for (const [index, record] of changed) all[index] = [entryAt(base, index)[0], record]
  for (const [index, fields] of patched) {
    const [key, record] = entryAt(base, index)
    // Object.assign copies whole records at once; a spread copies them field by field.
    all[index] = [key, Object.assign({}, record, fields)]
  }
  return all
}

function entryAt(base: readonly Entry[], index: number): Entry {
  const entry = base[index]
  if (entry === undefined) throw new TypeError('The keyframe belongs to another lab')
  return entry
}
