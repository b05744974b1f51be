import type { Records, TableName } from './records.ts'
import type { Write } from './simulation-types.ts'
import { assert, present } from './assert.ts'

/** Groups records by keys that each has. One object for all who ask, that looks at nothing but the record. */
export interface Index<T> {
  readonly keysOf: (record: T) => readonly string[]
  /** Certainly of the same keys; default: keys are compared. */
  readonly same?: (a: T, b: T) => boolean
}

const nobody: ReadonlySet<string> = new Set()

/** Records of one kind in insertion order. Only the owning module's handlers may write. */
export class Table<T extends object> {
  readonly name: string
  private readonly index: number
  private readonly map = new Map<string, T>()
  private readonly world: World
  private readonly counts = new Map<(record: T) => boolean, number>()
  private readonly indexes = new Map<Index<T>, Map<string, Set<string>>>()

  constructor(name: string, world: World) {
    this.name = name
    this.world = world
    this.index = tableNames.indexOf(name as TableName)
  }

  /** Rises with every write to this table: what is derived from it compares it. */
  get version(): number {
    return this.world.versions[this.index] as number
  }

  get(key: string): T | undefined {
    return this.map.get(key)
  }

  need(key: string): T {
    return present(this.map.get(key), `${this.name} ${key}`)
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
    let count = this.counts.get(test)
    if (count === undefined) {
      count = 0
      for (const record of this.map.values()) if (test(record)) count++
      this.counts.set(test, count)
    }
    return count > 0
  }

  /** Records that have the key in the index, in no order that could be relied on. Kept with every write. */
  keysWith(index: Index<T>, key: string): ReadonlySet<string> {
    let sets = this.indexes.get(index)
    if (sets === undefined) {
      sets = new Map()
      this.indexes.set(index, sets)
      for (const [id, record] of this.map) enter(sets, index, id, record)
    }
    return sets.get(key) ?? nobody
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
    this.world.wrote(this.name as TableName, key, from, undefined)
    this.changed(key, from, undefined)
  }

  private changed(key: string, from: T | undefined, to: T | undefined): void {
    this.world.versions[this.index]!++
    if (this.indexes.size > 0) {
      for (const [index, sets] of this.indexes) {
        if (from !== undefined && to !== undefined && index.same?.(from, to) === true) continue
        if (from !== undefined) for (const at of index.keysOf(from)) sets.get(at)?.delete(key)
        if (to !== undefined) enter(sets, index, key, to)
      }
    }
    if (this.counts.size === 0) return
    for (const [test, count] of this.counts) {
      const more = Number(to !== undefined && test(to)) - Number(from !== undefined && test(from))
      if (more !== 0) this.counts.set(test, count + more)
    }
  }

  /** Used by keyframes only. */
  load(entries: Iterable<readonly [string, T]>): void {
    this.map.clear()
    this.counts.clear()
    this.indexes.clear()
    this.world.versions[this.index]!++
    for (const [key, record] of entries) this.map.set(key, record)
  }
}

function enter<T>(sets: Map<string, Set<string>>, index: Index<T>, key: string, record: T): void {
  for (const at of index.keysOf(record)) {
    const known = sets.get(at)
    if (known === undefined) sets.set(at, new Set([key]))
    else known.add(key)
  }
}

export type Tables = { readonly [K in TableName]: Table<Records[K]> } & {
  /** Versions of the tables, in the order of `tableNames`. */
  readonly versions: readonly number[]
  /** What `core/derived.ts` keeps of this world, by what it is for. */
  readonly derived: Map<object, unknown>
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
    this.tables = Object.fromEntries([...tables, ['versions', this.versions], ['derived', new Map<object, unknown>()]]) as unknown as Tables
  }

  wrote<T extends object>(table: TableName, key: string, from: T | undefined, to: T | undefined): T {
    assert(this.writer === null || this.owners[table] === this.writer, `module ${this.writer} wrote to ${table}, which ${this.owners[table]} owns`)
    this.version++
    if (this.record) this.writes.push({ table, key, from, to })
    if (this.freeze && to !== undefined) deepFreeze(to)
    return to as T
  }
}

/** The world as handlers and reads see it. */
export type ReadonlyTables = {
  readonly [K in TableName]: Pick<Table<Records[K]>, 'get' | 'need' | 'has' | 'size' | 'values' | 'keys' | 'entries' | 'any' | 'keysWith' | 'version'>
} & Pick<Tables, 'versions' | 'derived'>

function deepFreeze(value: object): void {
  if (Object.isFrozen(value)) return
  Object.freeze(value)
  for (const part of Object.values(value)) if (part !== null && typeof part === 'object') deepFreeze(part)
}
