/** Entries of a draft as text that can be pasted elsewhere. */
import type { DesignKind } from '../contract/api-design.ts'
import { expandedNames } from '../contract/lab/names.ts'
import type { LabDocument } from './lab-document.ts'
import { isGroup, placeOf, Places } from './places.ts'
import type { PlainMap } from './plain.ts'
import { missing } from './session.ts'
import { sectionText } from './yaml-part.ts'

/** A piece of a lab file with those entries alone: as the file has them where they stand in a list of it. Throws an EditError. */
export function yamlOf(document: LabDocument, kind: DesignKind, names: readonly string[]): string {
  const places = new Places(kind, document.data)
  const found = names.map((name) => {
    const one = places.find(name)
    if (one === null) throw missing(kind, name)
    return one
  })
  const place = placeOf[kind]
  const [list] = place
  if (place.length === 1 && list !== undefined && found.every(({ of }) => of === null))
    return document.entriesText(
      list,
      [...new Set(found.map(({ path }) => path[1]))].filter((index) => typeof index === 'number'),
    )
  const entries = found.map(({ entry, of }): PlainMap => {
    if (of === null) return entry
    const { count: _, ...one } = entry
    return { ...one, name: expandedNames(String(entry['name']), of.count)[of.position] }
  })
  const value = isGroup(kind) ? Object.fromEntries(entries.map(({ name, members }) => [String(name), members])) : entries
  return sectionText(
    [...place].reverse().reduce<unknown>((inner, key) => ({ [key]: inner }), value),
    '\n',
  )
}
