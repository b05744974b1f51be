/** A step in the making: the document as the edits so far have left it, and what they did besides. */
import type { DesignEdit, DesignKind } from '../contract/api-design.ts'
import { quickCheckOf, name as nameSchema, REFUSED } from '../contract/lab/fields.ts'
import { expandedNames } from '../contract/lab/names.ts'
import { labReferences, type LabReference } from '../contract/lab/references.ts'
import { defaultDatastores, defaultNetworks } from '../contract/lab/resolve.ts'
import type { Phrase } from '../contract/texts/language.ts'
import type { LabDocument } from './lab-document.ts'
import type { Note } from './notes.ts'
import { notes } from './notes.ts'
import { isCounted, isGroup, placeOf, Places, type Found } from './places.ts'
import { isMap, valueAt, type Change, type Path, type PlainMap } from './plain.ts'

/** An edit that could not be done: nothing of its step was. The message is for people, in both languages. */
export class EditError extends Error {
  readonly messageKo: string

  constructor([message, messageKo]: Phrase) {
    super(message)
    this.name = 'EditError'
    this.messageKo = messageKo
  }
}

const checkName = quickCheckOf(nameSchema())

export const kindWords: { readonly [K in DesignKind]: Phrase } = {
  host: ['host', '호스트'],
  vm: ['VM', '가상 시스템'],
  datastore: ['datastore', '데이터스토어'],
  network: ['network', '네트워크'],
  pool: ['resource pool', '리소스 풀'],
  rule: ['rule', '규칙'],
  vmGroup: ['VM group', 'VM 그룹'],
  hostGroup: ['host group', '호스트 그룹'],
}

/** There is none of that kind and name. */
export const missing = (kind: DesignKind, name: string): EditError =>
  new EditError([
    `There is no ${kindWords[kind][0]} named ${JSON.stringify(name)}.`,
    `이름이 ${JSON.stringify(name)}인 항목이 없습니다: ${kindWords[kind][1]}.`,
  ])

export class Session {
  #document: LabDocument
  readonly notes: Note[] = []
  readonly #places = new Map<DesignKind, Places>()
  readonly #hints = new Map<DesignKind, Map<string, number>>()
  #references: readonly LabReference[] | null = null

  constructor(document: LabDocument) {
    this.#document = document
  }

  get document(): LabDocument {
    return this.#document
  }

  get data(): PlainMap {
    return this.#document.data
  }

  /** `keepsPlaces`: no entry comes, goes or is named otherwise. */
  change(changes: readonly Change[], keepsPlaces = false): void {
    if (changes.length === 0) return
    this.#document = this.#document.with(changes)
    this.#references = null
    if (!keepsPlaces) this.#places.clear()
  }

  places(kind: DesignKind): Places {
    let places = this.#places.get(kind)
    if (places === undefined) {
      places = new Places(kind, this.data)
      this.#places.set(kind, places)
    }
    return places
  }

  /** Where to go on looking for free names of a kind. */
  hints(kind: DesignKind): Map<string, number> {
    const known = this.#hints.get(kind) ?? new Map<string, number>()
    this.#hints.set(kind, known)
    return known
  }

  find(kind: DesignKind, name: string): Found {
    const found = this.places(kind).find(name)
    if (found === null) throw missing(kind, name)
    // Places outlive changes inside entries.
    const value = this.#document.at(found.path)
    return { ...found, entry: isGroup(kind) ? { name, members: value } : isMap(value) ? value : found.entry }
  }

  references(): readonly LabReference[] {
    if (this.#references === null) {
      const found: LabReference[] = []
      labReferences(this.data, (reference) => found.push(reference))
      this.#references = found
    }
    return this.#references
  }

  note(note: Note): void {
    if (this.notes.length < 200 && !this.notes.some((known) => known.en === note.en)) this.notes.push(note)
  }

  demandName(name: string): void {
    if (checkName?.(name) === REFUSED)
      throw new EditError([
        `${JSON.stringify(name.slice(0, 80))} cannot be a name: text of 1 to 300 characters, not "vcenter" or "*".`,
        `이름으로 사용할 수 없습니다: ${JSON.stringify(name.slice(0, 80))}. "vcenter"와 "*"를 제외한 1~300자의 텍스트여야 합니다.`,
      ])
  }

  /** The usual networks and datastores are not in a file that names none: they are written out before one of them changes or another comes. */
  writeOut(kind: DesignKind): void {
    if (kind !== 'network' && kind !== 'datastore') return
    const [key] = placeOf[kind]
    if (key === undefined || this.data[key] !== undefined) return
    this.change([{ do: 'set', path: [key], value: kind === 'network' ? writtenNetworks : writtenDatastores }])
    this.note(notes.writtenOut(kind))
  }

  /** Entries of which only some of a `count` are concerned become entries of their own. */
  separate(kind: DesignKind, names: readonly string[]): void {
    if (!isCounted(kind)) return
    const places = this.places(kind)
    const split = new Map<number, { readonly path: Path; readonly entry: PlainMap }>()
    const wanted = new Map<number, number>()
    for (const name of names) {
      const found = places.find(name)
      const index = found?.path.at(-1)
      if (found === null || found.of === null || typeof index !== 'number') continue
      wanted.set(index, (wanted.get(index) ?? 0) + 1)
      split.set(index, this.find(kind, name))
    }
    const changes: Change[] = []
    for (const [index, { path, entry }] of [...split].sort(([a], [b]) => b - a)) {
      const { count, ...rest } = entry
      const list = path.slice(0, -1)
      const made = expandedNames(String(entry['name']), Number(count))
      if (made.length > SEPARATE_MAX)
        throw new EditError([
          `${JSON.stringify(entry['name'])} stands for ${made.length}: change them as one.`,
          `${JSON.stringify(entry['name'])} 항목은 ${made.length}개를 나타냅니다. 한꺼번에 변경하십시오.`,
        ])
      changes.push({ do: 'drop', path: list, indices: [index] }, { do: 'insert', path: list, index, values: made.map((name) => ({ ...rest, name })) })
      this.note(notes.separated(kind, String(entry['name']), made.length))
    }
    this.change(changes)
  }

  /** The DRS block for groups and rules: where there is none, one that leaves DRS off. */
  ensureDrs(): void {
    if (isMap(valueAt(this.data, ['cluster', 'drs']))) return
    this.change([{ do: 'set', path: ['cluster', 'drs'], value: { enabled: false } }])
    this.note(notes.drsOff())
  }
}

const SEPARATE_MAX = 20_000

const writtenNetworks = defaultNetworks.map(({ name, kind }) => ({ name, kind }))
const writtenDatastores = defaultDatastores.map(({ name, array }) => ({ name, array }))

export type EditOf<D extends DesignEdit['do']> = Extract<DesignEdit, { readonly do: D }>
