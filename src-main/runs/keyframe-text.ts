/**
 * Keyframes as text for the store. Engine and lab give the first keyframe of a run anew, so a later one holds only what differs from
 * it: records are copied on write, and one that is the same object has not changed.
 */
import type { Keyframe } from '../engine/index.ts'

type Entry = readonly [key: string, record: unknown]
/** A number is the index of an entry of the base. */
type Item = number | Entry

interface TableText {
  /** Records that differ, by index, while the keys are those of the base in its order. */
  readonly changed?: readonly (readonly [index: number, record: unknown])[]
  /** All entries, where the keys are others or in another order. */
  readonly entries?: readonly Item[]
}

type KeyframeText = Omit<Keyframe, 'tables'> & { readonly tables: { readonly [table: string]: TableText } }

/** `base` is the keyframe with which the run began. */
export function keyframeText(keyframe: Keyframe, base: Keyframe): string {
  const tables: Record<string, TableText> = {}
  for (const [name, entries] of Object.entries(keyframe.tables)) tables[name] = tableText(entries, base.tables[name] ?? [])
  return JSON.stringify({ ...keyframe, tables } satisfies KeyframeText)
}

/** Throws what JSON.parse throws, or a TypeError, where the text is none of these. */
export function keyframeFromText(text: string, base: Keyframe): Keyframe {
  const saved = JSON.parse(text) as KeyframeText
  const tables: Record<string, readonly Entry[]> = {}
  for (const [name, table] of Object.entries(saved.tables)) tables[name] = entriesOf(table, base.tables[name] ?? [])
  return { ...saved, tables }
}

function tableText(entries: readonly Entry[], base: readonly Entry[]): TableText {
  const sameKeys = entries.length === base.length && entries.every(([key], index) => key === base[index]?.[0])
  if (sameKeys) return { changed: entries.flatMap(([, record], index) => (record === base[index]?.[1] ? [] : [[index, record] as const])) }
  const known = new Map(base.map(([, record], index) => [record, index]))
  return {
    entries: entries.map(([key, record]): Item => (base[known.get(record) ?? -1]?.[0] === key ? (known.get(record) as number) : [key, record])),
  }
}

function entriesOf(table: TableText, base: readonly Entry[]): readonly Entry[] {
  if (table.entries !== undefined) return table.entries.map((item) => (typeof item === 'number' ? entryAt(base, item) : item))
  const entries = [...base]
  for (const [index, record] of table.changed ?? []) entries[index] = [entryAt(base, index)[0], record]
  return entries
}

function entryAt(base: readonly Entry[], index: number): Entry {
  const entry = base[index]
  if (entry === undefined) throw new TypeError('The keyframe belongs to another lab')
  return entry
}
