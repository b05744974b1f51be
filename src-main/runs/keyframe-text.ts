/**
 * Keyframes as text for the store. Engine and lab give the first keyframe of a run anew, so a later one holds only what differs from it, or
 * from one in between: records are copied on write, and one that is the same object has not changed.
 */
import type { Keyframe } from '../engine/index.ts'

type Entry = readonly [key: string, record: unknown]
/** Entries of the base that follow each other. */
type Run = readonly [index: number, count: number]
/** A number is the index of an entry of the base: runs were written so, one by one, before version 1.0. */
type Item = number | Run | Entry
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

/**
 * A larger difference makes a base, from which what follows differs. Keyframes on one base have each their own records of what changed since, and a jump
 * from one to the other takes all of those for changed: the fewer the better.
 */
const FEW_RECORDS = 300
/** Bases differ from each other, so that they share what did not change in between; so many at most have to be read for one. */
const BASES_IN_A_ROW = 12

interface Base {
  readonly keyframe: Keyframe
  /** How many come before it in its row; 0: the keyframe with which the run began. */
  readonly depth: number
}

/** Writes the keyframes of one branch, oldest first. */
export class KeyframeWriter {
  readonly #first: Base
  #base: Base

  /** `first`: the keyframe with which the run began. */
  constructor(first: Keyframe) {
    this.#first = { keyframe: first, depth: 0 }
    this.#base = this.#first
  }

  /** For what may not be kept in the end. */
  copy(): KeyframeWriter {
    const copy = new KeyframeWriter(this.#first.keyframe)
    if (this.#base !== this.#first) copy.#base = this.#base
    return copy
  }

  write(keyframe: Keyframe): string {
    const { base, tables, records } = this.#fromNearest(keyframe)
    if (records > FEW_RECORDS) this.#base = { keyframe, depth: base.depth + 1 }
    const on = base === this.#first ? {} : { on: base.keyframe.turn }
    return JSON.stringify({ ...keyframe, ...on, tables } satisfies KeyframeText)
  }

  #fromNearest(keyframe: Keyframe) {
    const last = { base: this.#base, ...differences(keyframe, this.#base.keyframe) }
    if (last.records <= FEW_RECORDS || this.#base === this.#first) return last
    const first = { base: this.#first, ...differences(keyframe, this.#first.keyframe) }
    return this.#base.depth === BASES_IN_A_ROW || first.records < last.records ? first : last
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

/** `records`: how many are others. */
function differences(keyframe: Keyframe, base: Keyframe) {
  const tables: Record<string, TableText> = {}
  let records = 0
  for (const [name, entries] of Object.entries(keyframe.tables)) {
    const from = base.tables[name] ?? []
    if (entries === from) continue
    const table = tableText(entries, from)
    const { changed = [], patched = [], entries: all = [] } = table
    const size = changed.length + patched.length + all.filter(isEntry).length
    if (size === 0 && table.entries === undefined) continue
    records += size
    tables[name] = table
  }
  return { tables, records }
}

function tableText(entries: readonly Entry[], base: readonly Entry[]): TableText {
  if (!sameKeys(entries, base)) return { entries: itemsOf(entries, base) }
  const changed: [number, unknown][] = []
  const patched: [number, Fields][] = []
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] as Entry
    const there = base[index] as Entry
    if (entry === there || entry[1] === there[1]) continue
    const fields = fieldsThatDiffer(entry[1], there[1])
    if (fields === null) changed.push([index, entry[1]])
    else patched.push([index, fields])
  }
  return { ...(changed.length > 0 && { changed }), ...(patched.length > 0 && { patched }) }
}

function itemsOf(entries: readonly Entry[], base: readonly Entry[]): readonly Item[] {
  const known = new Map(base.map(([key, record], index) => [key, { record, index }]))
  const items: Item[] = []
  let run: { index: number; count: number } | null = null
  const close = (): void => {
    if (run !== null) items.push([run.index, run.count])
    run = null
  }
  for (const entry of entries) {
    const there = known.get(entry[0])
    if (there === undefined || there.record !== entry[1]) {
      close()
      items.push(entry)
    } else if (run !== null && run.index + run.count === there.index) run.count++
    else {
      close()
      run = { index: there.index, count: 1 }
    }
  }
  close()
  return items
}

const isEntry = (item: Item): item is Entry => typeof item !== 'number' && typeof item[0] === 'string'

function sameKeys(entries: readonly Entry[], base: readonly Entry[]): boolean {
  if (entries.length !== base.length) return false
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] as Entry
    const there = base[index] as Entry
    if (entry !== there && entry[0] !== there[0]) return false
  }
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

const OTHER_LAB = 'The keyframe belongs to another lab'

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

function entriesOf({ entries, changed = [], patched = [] }: TableText, base: readonly Entry[]): readonly Entry[] {
  if (entries !== undefined) return entries.flatMap((item) => (isEntry(item) ? [item] : runOf(base, item)))
  const all = [...base]
  for (const [index, record] of changed) all[index] = [entryAt(base, index)[0], record]
  for (const [index, fields] of patched) {
    const [key, record] = entryAt(base, index)
    // Object.assign copies whole records at once; a spread copies them field by field.
    all[index] = [key, Object.assign({}, record, fields)]
  }
  return all
}

function runOf(base: readonly Entry[], item: number | Run): readonly Entry[] {
  const [index, count] = typeof item === 'number' ? [item, 1] : item
  if (!(index >= 0 && count > 0 && index + count <= base.length)) throw new TypeError(OTHER_LAB)
  return base.slice(index, index + count)
}

function entryAt(base: readonly Entry[], index: number): Entry {
  const entry = base[index]
  if (entry === undefined) throw new TypeError(OTHER_LAB)
  return entry
}
