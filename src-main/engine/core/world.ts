import type { Records, TableName } from './records.ts'
import type { Write } from './simulation-types.ts'
import { InvariantError } from './assert.ts'

/** Groups records by keys that each has. One object for all who ask, that looks at nothing but the record. */
export interface Index<T> {
  readonly keysOf: (record: T) => readonly string[]
  /** Certainly of the same keys; default: keys are compared. */
  readonly same?: (a: T, b: T) => boolean
  /** What `keysWith` is sorted by, rising; the same in all records of an id, and greater in those that join later, as a rule. Default: no order. */
  readonly orderOf?: (record: T) => number
}

/** Ids that share a key; `last`: no one in it has a greater order. */
interface Group {
  readonly ids: Set<string>
  last: number
}

const nobody: ReadonlySet<string> = new Set()

/** Writes of a table that `writtenSince` can tell of. */
const REMEMBERED = 4096
/** Records that a group takes in one by one. */
const FEW = 100

/** A record with the keys that it had has its place among those who share them. */
function areEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i])
}

export type Snapshot<T> = readonly (readonly [string, T])[]

/** Records of one kind in insertion order. Only the owning module's handlers may write. */
export class Table<T extends object> {
  readonly name: string
  private readonly index: number
  private readonly map = new Map<string, T>()
  private readonly world: World
  private readonly counts: { readonly test: (record: T) => boolean; count: number }[] = []
  /** Keys of the last writes, the newest last; null: nobody has asked yet. */
  private written: string[] | null = null
  private readonly indexes: { readonly index: Index<T>; readonly groups: Map<string, Group> }[] = []
  /** Entries as the last keyframe has them. */
  private kept: { readonly version: number; readonly entries: Snapshot<T> } | null = null
  /** Of the keys in `kept`; null: nobody has needed them yet. */
  private places: Map<string, number> | null = null

  constructor(name: string, world: World) {
    this.name = name
    this.world = world
    this.index = tableNames.indexOf(name as TableName)
  }

  /** Rises with every write to this table: what is derived from it compares it. */
  get version(): number {
    return this.world.versions[this.index] as number
  }

  /** Keys of all writes since the table had that version, each as often as it was written; null: that is not known any more. */
  writtenSince(version: number): readonly string[] | null {
    const written = (this.written ??= [])
    const count = this.version - version
    return count > written.length ? null : written.slice(written.length - count)
  }

  get(key: string): T | undefined {
    return this.map.get(key)
  }

  need(key: string): T {
    const record = this.map.get(key)
    if (record === undefined) throw new InvariantError('assertion', `${this.name} ${key} is missing`)
    return record
  }

  has(key: string): boolean {
    return this.map.has(key)
  }

  get size(): number {
    return this.map.size
  }

  values(): IterableIterator<T> {
    return this.map.values()
  }

  keys(): IterableIterator<string> {
    return this.map.keys()
  }

  entries(): IterableIterator<[string, T]> {
    return this.map.entries()
  }

  /** Whether a record passes the test. Costs nothing when asked again: the number is kept with every write, so the test must be one function that looks at nothing else. */
  any(test: (record: T) => boolean): boolean {
    const { counts } = this
    // Asked so often that an iterator would count.
    for (let i = 0; i < counts.length; i++) if (counts[i]!.test === test) return counts[i]!.count > 0
    let count = 0
    for (const record of this.map.values()) if (test(record)) count++
    counts.push({ test, count })
    return count > 0
  }

  /** Ids of the records that have the key in the index; where that says nothing of an order, in none that could be relied on. Kept with every write. */
  keysWith(index: Index<T>, key: string): ReadonlySet<string> {
    for (let i = 0; i < this.indexes.length; i++) if (this.indexes[i]!.index === index) return this.indexes[i]!.groups.get(key)?.ids ?? nobody
    const groups = new Map<string, Group>()
    this.indexes.push({ index, groups })
    for (const [id, record] of this.map) this.enter(groups, index, id, record)
    return groups.get(key)?.ids ?? nobody
  }

  set(key: string, record: T): T {
    const from = this.map.get(key)
    this.map.set(key, this.world.wrote(this.name as TableName, key, from, record))
    this.changed(key, from, record)
    return record
  }

  patch(key: string, part: Partial<T>): T {
    // Object.assign copies whole records at once; a spread copies them field by field.
    return this.set(key, Object.assign({}, this.need(key), part))
  }

  remove(key: string): void {
    const from = this.map.get(key)
    if (from === undefined) return
    this.map.delete(key)
    // It may come back, and then at the end.
    this.kept = null
    this.places = null
    this.world.wrote(this.name as TableName, key, from, undefined)
    this.changed(key, from, undefined)
  }

  private changed(key: string, from: T | undefined, to: T | undefined): void {
    this.note(key)
    for (let i = 0; i < this.indexes.length; i++) {
      const { index, groups } = this.indexes[i]!
      if (from !== undefined && to !== undefined) {
        if (index.same?.(from, to) === true) continue
        if (index.orderOf !== undefined && areEqual(index.keysOf(from), index.keysOf(to))) continue
      }
      if (from !== undefined) for (const at of index.keysOf(from)) this.leave(groups, at, key)
      if (to !== undefined) this.enter(groups, index, key, to)
    }
    for (let i = 0; i < this.counts.length; i++) {
      const known = this.counts[i]!
      if (to !== undefined && known.test(to)) known.count++
      if (from !== undefined && known.test(from)) known.count--
    }
  }

  private note(key: string): void {
    this.world.versions[this.index]!++
    if (this.written === null) return
    if (this.written.length >= 2 * REMEMBERED) this.written = this.written.slice(REMEMBERED)
    this.written.push(key)
  }

  private leave(groups: Map<string, Group>, at: string, id: string): void {
    const group = groups.get(at)
    if (group === undefined) return
    group.ids.delete(id)
  }

  private enter(groups: Map<string, Group>, index: Index<T>, id: string, record: T): void {
    const order = index.orderOf?.(record) ?? 0
    for (const at of index.keysOf(record)) {
      let group = groups.get(at)
      if (group === undefined) groups.set(at, (group = { ids: new Set(), last: order }))
      if (order < group.last) this.enterBefore(group.ids, index.orderOf as (record: T) => number, id, order)
      else {
        group.ids.add(id)
        group.last = order
      }
    }
  }

  private enterBefore(ids: Set<string>, orderOf: (record: T) => number, id: string, order: number): void {
    const later = [...ids].filter((other) => other !== id && orderOf(this.need(other)) > order)
    for (const other of later) ids.delete(other)
    ids.add(id)
    for (const other of later) ids.add(other)
  }

  /** All entries as keyframes have them; the same list again as long as nothing is written. */
  snapshot(): Snapshot<T> {
    const { kept, version } = this
    if (kept?.version === version) return kept.entries
    const written = kept === null ? null : this.writtenSince(kept.version)
    const isShort = written !== null && written.length < this.map.size / 2
    const entries = kept !== null && isShort ? this.entriesWith(written, kept.entries) : [...this.map]
    if (!isShort) this.places = null
    this.kept = { version, entries }
    return entries
  }

  /** Those of the last keyframe, with what was written since. No key has gone. */
  private entriesWith(written: readonly string[], last: Snapshot<T>): Snapshot<T> {
    const entries = [...last]
    this.places ??= new Map(last.map(([key], place) => [key, place]))
    for (const key of written) {
      const record = this.need(key)
      const place = this.places.get(key)
      if (place === undefined) this.places.set(key, entries.push([key, record]) - 1)
      else if (entries[place]?.[1] !== record) entries[place] = [key, record]
    }
    return entries
  }

  /** Used by keyframes only; what differs counts as written. */
  load(entries: Snapshot<T>): void {
    if (this.kept?.entries === entries && this.kept.version === this.version) return
    const different = this.differing(entries)
    if (different === null) {
      const written = this.written === null ? [] : this.keysOfDifferences(entries)
      this.map.clear()
      this.counts.length = 0
      this.indexes.length = 0
      for (const [key, record] of entries) this.map.set(key, record)
      if (written.length > 0 && written.length <= REMEMBERED) for (const key of written) this.note(key)
      else {
        this.written = null
        this.world.versions[this.index]!++
      }
    } else {
      // In order they are sooner grouped anew than one by one.
      if (different.length > FEW) this.indexes.length = 0
      for (const [key, record] of different) {
        const from = this.map.get(key)
        this.map.set(key, record)
        this.changed(key, from, record)
      }
    }
    this.kept = { version: this.version, entries }
    this.places = null
  }

  private keysOfDifferences(entries: Snapshot<T>): readonly string[] {
    const keys = entries.filter(([key, record]) => this.map.get(key) !== record).map(([key]) => key)
    const there = new Set(entries.map(([key]) => key))
    for (const key of this.map.keys()) if (!there.has(key)) keys.push(key)
    return keys
  }

  /** Entries whose records are others here; null: the keys are, or their order, or so many records that what is kept of them is sooner made anew. */
  private differing(entries: Snapshot<T>): Snapshot<T> | null {
    if (entries.length !== this.map.size) return null
    const different: (readonly [string, T])[] = []
    let i = 0
    for (const [key, record] of this.map) {
      const entry = entries[i++]!
      if (entry[0] !== key) return null
      if (entry[1] !== record) different.push(entry)
    }
    return different.length > REMEMBERED ? null : different
  }
}

export type Tables = { readonly [K in TableName]: Table<Records[K]> } & {
  /** Versions of the tables, in the order of `tableNames`. */
  readonly versions: readonly number[]
  /** What `core/derived.ts` keeps of this world, by the place of who asks. */
  readonly derived: unknown[]
}

export const tableNames = [
  'hosts',
  'vms',
  'demands',
  'networks',
  'datastores',
  'locks',
  'agents',
  'elections',
  'views',
  'shown',
  'heartbeats',
  'protectedLists',
  'protection',
  'restarts',
  'failovers',
  'cluster',
  'readiness',
  'ha',
  'issues',
  'vcenter',
  'connections',
  'tasks',
  'alarms',
  'storageLosses',
  'isolation',
  'powerOffRecords',
  'rules',
  'ruleGroups',
  'monitors',
  'vmcp',
  'transfers',
  'migrations',
  'leftovers',
  'migrationBudgets',
  'chains',
  'snapshotJobs',
  'fillings',
  'spaceLevels',
  'ftPairs',
  'clients',
  'evc',
  'evacuations',
  'pools',
  'detached',
  'drs',
  'drsPass',
  'recommendations',
  'drsFaults',
  'vcls',
] as const satisfies readonly TableName[]

/** The tables, and the record of what the present turn wrote. */
export class World {
  readonly tables: Tables
  /** Module whose handler runs; null while the world is being built. */
  writer: string | null = null
  writes: Write[] = []
  record = false
  freeze = false
  /** Rises with every write: caches of derived values compare it. */
  version = 0
  readonly versions: number[] = tableNames.map(() => 0)
  private readonly owners: Readonly<Record<string, string>>

  constructor(owners: Readonly<Record<string, string>>) {
    this.owners = owners
    // Made at once: an object to which so many keys are added one by one is slow to read.
    const tables: [string, unknown][] = tableNames.map((name) => [name, new Table<object>(name, this)])
    const made = Object.fromEntries([...tables, ['versions', this.versions], ['derived', []]]) as unknown
    // A table of `Records` that the list lacks does not compile.
    this.tables = made as Pick<Tables, (typeof tableNames)[number] | 'versions' | 'derived'>
  }

  wrote<T extends object>(table: TableName, key: string, from: T | undefined, to: T | undefined): T {
    if (this.writer !== null && this.owners[table] !== this.writer)
      throw new InvariantError('assertion', `module ${this.writer} wrote to ${table}, which ${this.owners[table]} owns`)
    this.version++
    if (this.record) this.writes.push({ table, key, from, to })
    if (this.freeze && to !== undefined) deepFreeze(to)
    return to as T
  }
}

/** The world as handlers and reads see it. */
export type ReadonlyTables = {
  readonly [K in TableName]: Pick<
    Table<Records[K]>,
    'get' | 'need' | 'has' | 'size' | 'values' | 'keys' | 'entries' | 'any' | 'keysWith' | 'version' | 'writtenSince'
  >
} & Pick<Tables, 'versions' | 'derived'>

function deepFreeze(value: object): void {
  if (Object.isFrozen(value)) return
  Object.freeze(value)
  for (const part of Object.values(value)) if (part !== null && typeof part === 'object') deepFreeze(part)
}
