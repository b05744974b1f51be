/** Where the things of a design stand in the file, and which names are taken. */
import type { DesignKind } from '../contract/api-design.ts'
import { expandedNames } from '../contract/lab/names.ts'
import { namesOf } from '../contract/lab/timeline.ts'
import { isList, isMap, valueAt, type Path, type PlainMap } from './plain.ts'

/** The list, or for groups the map, in which entries of a kind stand. */
export const placeOf: { readonly [K in DesignKind]: readonly string[] } = {
  host: ['hosts'],
  vm: ['vms'],
  datastore: ['datastores'],
  network: ['networks'],
  pool: ['cluster', 'resourcePools'],
  rule: ['cluster', 'drs', 'rules'],
  vmGroup: ['cluster', 'drs', 'vmGroups'],
  hostGroup: ['cluster', 'drs', 'hostGroups'],
}
export const isGroup = (kind: DesignKind): kind is 'vmGroup' | 'hostGroup' => kind === 'vmGroup' || kind === 'hostGroup'
export const isCounted = (kind: DesignKind): boolean => kind === 'host' || kind === 'vm'

export interface Found {
  readonly path: Path
  readonly entry: PlainMap
  /** Counted from 0, where the name is one of those that a `count` makes; null: of the whole entry. */
  readonly of: { readonly position: number; readonly count: number } | null
}

/** The entries of one kind by their names; of a `count`, also by each name that it makes. */
export class Places {
  readonly #kind: DesignKind
  readonly #entries: readonly unknown[]
  readonly #byName = new Map<string, { readonly index: number; readonly position: number; readonly count: number }>()
  readonly #groups: PlainMap

  constructor(kind: DesignKind, data: PlainMap) {
    this.#kind = kind
    const value = valueAt(data, placeOf[kind])
    this.#groups = isGroup(kind) && isMap(value) ? value : {}
    this.#entries = !isGroup(kind) && isList(value) ? value : []
    this.#entries.forEach((entry, index) => {
      if (!isMap(entry) || typeof entry['name'] !== 'string') return
      this.#add(entry['name'], { index, position: -1, count: 1 })
      const names = isCounted(kind) ? namesOf(entry) : []
      if (names.length > 1) names.forEach((name, position) => this.#add(name, { index, position, count: names.length }))
    })
  }

  #add(name: string, at: { readonly index: number; readonly position: number; readonly count: number }): void {
    if (!this.#byName.has(name)) this.#byName.set(name, at)
  }

  find(name: string): Found | null {
    const base = placeOf[this.#kind]
    if (isGroup(this.#kind)) {
      const members = Object.hasOwn(this.#groups, name) ? this.#groups[name] : undefined
      return members === undefined ? null : { path: [...base, name], entry: { name, members }, of: null }
    }
    const at = this.#byName.get(name)
    if (at === undefined) return null
    const { index, position, count } = at
    return { path: [...base, index], entry: this.#entries[index] as PlainMap, of: position < 0 ? null : { position, count } }
  }

  /** Whether a name, or one of those that it would make with a `count`, is taken. */
  isTaken(name: string, count = 1): boolean {
    if (isGroup(this.#kind)) return Object.hasOwn(this.#groups, name)
    return this.#byName.has(name) || (count > 1 && expandedNames(name, count).some((one) => this.#byName.has(one)))
  }

  get size(): number {
    return isGroup(this.#kind) ? Object.keys(this.#groups).length : this.#entries.length
  }
}

/** How many things an entry stands for. */
export const countOf = (entry: PlainMap): number => Math.max(1, namesOf(entry).length)

const numbered = /^(.*?)(\d+)$/s
const lettered = /^(.*[ _-])([A-Z])$/s

/**
 * A name like this one that is free, as somebody who runs a cluster would go on: `esx-01` → `esx-02`, `Host A` → `Host B`, `db` → `db-002`,
 * `VM Network` → `VM Network (2)`.
 */
export function freeName(name: string, isFree: (name: string) => boolean, hints = new Map<string, number>()): string {
  if (isFree(name)) return name
  const letter = lettered.exec(name)
  if (letter !== null)
    for (let code = (letter[2] ?? 'A').charCodeAt(0) + 1; code <= 90; code++) {
      const next = `${letter[1] ?? ''}${String.fromCharCode(code)}`
      if (isFree(next)) return next
    }
  const number = numbered.exec(name)
  const digits = number?.[2] ?? ''
  const [stem, from, make] =
    number !== null && digits.length < 12
      ? [number[1] ?? '', Number(digits) + 1, (n: number) => `${number[1] ?? ''}${String(n).padStart(digits.length, '0')}`]
      : /\s/.test(name) || letter !== null
        ? [`${name} (`, 2, (n: number) => `${name.slice(0, 290)} (${n})`]
        : [`${name}-`, 2, (n: number) => `${name.slice(0, 290)}-${String(n).padStart(3, '0')}`]
  // Where many copies are made, the search goes on where it stopped.
  for (let n = Math.max(from, hints.get(stem) ?? 0); ; n++) {
    const next = make(n)
    if (next.length <= 300 && !isFree(next)) continue
    hints.set(stem, n + 1)
    return next
  }
}
