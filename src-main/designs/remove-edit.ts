/** Taking things away, and what referred to them. */
import type { DesignKind } from '../contract/api-design.ts'
import { isRequiredAt, type LabReference } from '../contract/lab/references.ts'
import { namesOf } from '../contract/lab/timeline.ts'
import { notes } from './notes.ts'
import { isCounted, isGroup, placeOf } from './places.ts'
import { isList, isMap, valueAt, type Change, type Path } from './plain.ts'
import type { EditOf, Session } from './session.ts'

/** Names that are gone, by kind. */
type Gone = Map<DesignKind, Set<string>>

export function remove(session: Session, { kind, names }: EditOf<'remove'>): void {
  session.writeOut(kind)
  for (const name of names) session.find(kind, name)
  session.separate(kind, names)
  const found = [...new Set(names)].map((name) => session.find(kind, name))
  if (kind === 'pool') moveUp(session, new Set(names))
  const gone: Gone = new Map([[kind, new Set(found.flatMap(({ entry }) => [String(entry['name']), ...(isCounted(kind) ? namesOf(entry) : [])]))]])
  session.change(
    isGroup(kind)
      ? found.map(({ path }) => ({ do: 'set', path, value: undefined }))
      : [{ do: 'drop', path: placeOf[kind], indices: positions(found.map(({ path }) => path.at(-1))) }],
  )
  const told: Told = { homeless: 0, cleared: 0, left: 0, adapters: 0, commands: 0, expectations: 0 }
  // What had nothing left to name goes too, and what referred to that.
  for (let next: Gone | null = gone; next !== null;) next = dropReferences(session, next, told)
  if (told.homeless > 0) session.note(notes.homeless(told.homeless))
  if (told.adapters > 0) session.note(notes.adapters(told.adapters))
  if (told.cleared > 0) session.note(notes.cleared(told.cleared))
  if (told.left > 0) session.note(notes.left(told.left))
  if (told.commands > 0) session.note(notes.commands(told.commands))
  if (told.expectations > 0) session.note(notes.expectations(told.expectations))
}

const positions = (keys: readonly (string | number | undefined)[]): readonly number[] =>
  [...new Set(keys.filter((key) => typeof key === 'number'))].sort((a, b) => a - b)

/** Pools and VMs in a pool that goes are in the one above it then. */
function moveUp(session: Session, names: ReadonlySet<string>): void {
  const parentOf = (name: string): string | null => {
    const parent = session.places('pool').find(name)?.entry['parent']
    return typeof parent === 'string' ? parent : null
  }
  const above = (name: string): string | null => {
    let parent = parentOf(name)
    for (let steps = 0; parent !== null && names.has(parent) && steps < 10_000; steps++) parent = parentOf(parent)
    return parent !== null && names.has(parent) ? null : parent
  }
  const changes: Change[] = []
  let to: string | null = null
  for (const { kind, name, path } of session.references()) {
    const key = path.at(-1)
    if (kind !== 'pool' || !names.has(name) || (key !== 'parent' && key !== 'resourcePool') || (path[0] !== 'vms' && path[0] !== 'cluster')) continue
    const next = above(name)
    changes.push({ do: 'set', path, value: next ?? undefined })
    if (path[0] === 'cluster' && names.has(String(valueAt(session.data, [...path.slice(0, -1), 'name'])))) continue
    to = next
  }
  if (changes.length === 0) return
  session.change(changes)
  session.note(notes.movedUp(changes.length, to))
}

interface Told {
  homeless: number
  cleared: number
  left: number
  adapters: number
  commands: number
  expectations: number
}

/** Takes references to names that are gone away; gives what is gone because of that, or null. */
function dropReferences(session: Session, gone: Gone, told: Told): Gone | null {
  const isGone = ({ kind, name }: LabReference): boolean => gone.get(kind === 'member' ? 'host' : kind)?.has(name) === true
  const references = session.references().filter(isGone)
  if (references.length === 0) return null
  const plan = new Plan(session)
  for (const { path, isKey } of references) {
    if (isKey) plan.dropHolder(path)
    else plan.dropValue(path)
  }
  return plan.carryOut(told)
}

const text = (path: Path): string => JSON.stringify(path)

class Plan {
  readonly #session: Session
  readonly #cleared = new Map<string, Path>()
  /** Positions that go, by the path of their list. */
  readonly #drops = new Map<string, { readonly path: Path; readonly indices: Set<number> }>()
  readonly #groups = new Set<string>()

  constructor(session: Session) {
    this.#session = session
  }

  dropValue(path: Path): void {
    const key = path.at(-1)
    if (typeof key === 'number') return this.#dropMember(path.slice(0, -1), key)
    if (isRequiredAt(this.#session.data, path) || isLastOfMigration(this.#session.data, path)) return this.dropHolder(path)
    this.#cleared.set(text(path), path)
  }

  /** What a value stands in: the member of a list, else the key that has the block. */
  dropHolder(path: Path): void {
    for (let length = path.length - 1; length > 0; length--) {
      const key = path[length - 1]
      if (typeof key === 'number') return this.#dropMember(path.slice(0, length - 1), key)
      if (!isRequiredAt(this.#session.data, path.slice(0, length))) {
        this.#cleared.set(text(path.slice(0, length)), path.slice(0, length))
        return
      }
    }
  }

  #dropMember(list: Path, index: number): void {
    const key = text(list)
    const drops = this.#drops.get(key) ?? { path: list, indices: new Set<number>() }
    this.#drops.set(key, drops)
    drops.indices.add(index)
    const members = valueAt(this.#session.data, list)
    if (isList(members) && drops.indices.size < members.length) return
    this.#emptied(list)
  }

  /** A list that has no members any more. */
  #emptied(list: Path): void {
    const [first, second, third] = list
    if (list.length === 1) return
    if (first === 'cluster' && second === 'drs' && (third === 'vmGroups' || third === 'hostGroups')) {
      this.#groups.add(text(list))
    } else if (first === 'timeline' || first === 'expect' || isRequiredAt(this.#session.data, list)) {
      this.#drops.delete(text(list))
      const key = list.at(-1)
      // The list of a partition's group stands in a list itself.
      if (typeof key === 'number') this.#dropMember(list.slice(0, -1), key)
      else this.dropHolder(list)
    } else if (list.at(-1) === 'vsanComponents') {
      this.#drops.delete(text(list))
      this.#cleared.set(text(list), list)
    }
  }

  carryOut(told: Told): Gone | null {
    const session = this.#session
    const next: Gone = new Map()
    const lose = (kind: DesignKind, name: string): void => {
      next.set(kind, (next.get(kind) ?? new Set()).add(name))
      session.note(notes.gone(kind, name))
    }
    const isInside = (path: Path): boolean =>
      [...this.#drops.values()].some((drop) => drop.path.length < path.length && covers(drop.path, drop.indices, path))
    const cleared = [...this.#cleared.values()].filter((path) => !isInside(path))
    for (const path of cleared) if (path[0] === 'vms' && path[2] === 'host' && path.length === 3) told.homeless++
      else told.cleared++ // prettier-ignore
    const changes: Change[] = cleared.map((path) => ({ do: 'set', path, value: undefined }))
    const drops = [...this.#drops.values()].filter(({ path }) => !this.#groups.has(text(path)) && !isInside(path))
    // The deepest first: positions further out still hold.
    for (const { path, indices } of drops.sort((a, b) => b.path.length - a.path.length)) {
      changes.push({ do: 'drop', path, indices: positions([...indices]) })
      if (path[0] === 'timeline' && path.length === 1) told.commands += indices.size
      else if (path[0] === 'expect' && path.length === 1) told.expectations += indices.size
      else if (path.at(-1) === 'nics') told.adapters += indices.size
      else if (text(path) === text(placeOf.rule)) for (const index of indices) lose('rule', nameAt(session, [...path, index]))
      else told.left++
    }
    for (const list of this.#groups) {
      const path = JSON.parse(list) as Path
      changes.push({ do: 'set', path, value: undefined })
      lose(path[2] === 'vmGroups' ? 'vmGroup' : 'hostGroup', String(path[3]))
    }
    session.change(changes)
    return next.size === 0 ? null : next
  }
}

function covers(list: Path, indices: ReadonlySet<number>, path: Path): boolean {
  const index = path[list.length]
  return typeof index === 'number' && indices.has(index) && list.every((key, i) => key === path[i])
}

const nameAt = (session: Session, path: Path): string => String(valueAt(session.data, [...path, 'name']))

/** A migration has a host or a datastore to go to. */
function isLastOfMigration(data: unknown, path: Path): boolean {
  const entry = valueAt(data, path.slice(0, 2))
  if (path[0] !== 'timeline' || !isMap(entry) || entry['do'] !== 'vm.migrate') return false
  return path[2] === 'host' ? entry['datastore'] === undefined : entry['host'] === undefined
}
