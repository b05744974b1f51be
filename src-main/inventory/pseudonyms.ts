/** 'Replace names': the same name becomes the same pseudonym wherever it stands, and nothing of the old one is left. */
import { HostNames } from './host-names.ts'
import { poolPath, vmkKindOf } from './inventory.ts'
import { isVcls } from '../contract/vcls.ts'
import { textOf } from './cells.ts'
import type { Cell } from './cells.ts'
import type { Table, Tables } from './tables.ts'

type Kind = 'vm' | 'host' | 'cluster' | 'datacenter' | 'datastore' | 'pool' | 'network' | 'port' | 'rule' | 'snapshot' | 'domain' | 'vcenter'
const words: { readonly [K in Kind]: string } = {
  vm: 'vm',
  host: 'esx',
  cluster: 'cluster',
  datacenter: 'datacenter',
  datastore: 'datastore',
  pool: 'pool',
  network: 'network',
  port: 'adapter',
  rule: 'rule',
  snapshot: 'snapshot',
  domain: 'domain',
  vcenter: 'vcenter-server',
}

/** Pseudonyms in the order in which names are first met. */
export class Pseudonyms {
  readonly #byKind = new Map<string, Map<string, string>>()

  of(kind: Kind, name: string): string {
    return name === '' ? '' : this.#named(kind, name, words[kind])
  }

  /** `stem`: what the pseudonym begins with, where a part of the name has a meaning. */
  #named(kind: string, name: string, stem: string): string {
    const known = this.#byKind.get(kind) ?? new Map<string, string>()
    this.#byKind.set(kind, known)
    const found = known.get(name)
    if (found !== undefined) return found
    const made = `${stem}-${String(known.size + 1).padStart(3, '0')}`
    known.set(name, made)
    return made
  }

  vm(name: string): string {
    return isVcls(name) ? this.#named('agent', name, 'vCLS') : this.of('vm', name)
  }

  /** What adapters are for is known by their names alone. */
  port(name: string): string {
    return name === '' ? '' : this.#named(`port ${vmkKindOf(name)}`, name, vmkKindOf(name) ?? words.port)
  }
}

/** The tables with every name of the inventory replaced. Full and short names of a host become one pseudonym. */
export function withoutNames(tables: Tables): Tables {
  const names = new Pseudonyms()
  const hosts = new HostNames<string>()
  const host = (name: string): string => {
    if (name === '') return ''
    const known = hosts.find(name)
    if (known !== null) return known
    const made = names.of('host', name.toLowerCase())
    hosts.add(name, made)
    return made
  }
  // Full names first: a short one then finds its host.
  for (const table of tables.tables) if (table.tab === 'vHost') for (const row of table.rows) host(textOf(row[table.columns.indexOf('host')]))
  const listed = (cell: Cell): string =>
    textOf(cell)
      .split(',')
      .map((name) => host(name.trim()))
      .join(', ')
  const path = (cell: Cell): string =>
    textOf(cell).replace(/^\s*\[([^\]]+)\].*$/s, (_whole, datastore: string) => `[${names.of('datastore', datastore.trim())}] -`)
  const poolsIn = (cell: Cell): string => {
    const found = poolPath(textOf(cell))
    return found === null
      ? ''
      : ['', '-', names.of('cluster', found.cluster), 'Resources', ...found.pools.map((pool) => names.of('pool', pool))].join('/')
  }
  const rules = (cell: Cell): string =>
    textOf(cell) === ''
      ? ''
      : textOf(cell)
          .split(/[,;\n]/)
          .map((rule) => names.of('rule', rule.trim()))
          .join(', ')
  const replaceIn = (table: Table, column: string): ((cell: Cell) => Cell) | null => {
    const by =
      (kind: Kind) =>
      (cell: Cell): string =>
        names.of(kind, textOf(cell))
    if (/^network #\d$/.test(column)) return by('network')
    if (column === 'name')
      return by(table.tab === 'vCluster' ? 'cluster' : table.tab === 'vDatastore' ? 'datastore' : table.tab === 'vSnapshot' ? 'snapshot' : 'vcenter')
    return replacers[column] ?? null
  }
  const replacers: { readonly [column: string]: (cell: Cell) => Cell } = {
    vm: (cell) => names.vm(textOf(cell)),
    host: (cell) => host(textOf(cell)),
    hosts: listed,
    datacenter: (cell) => names.of('datacenter', textOf(cell)),
    cluster: (cell) => names.of('cluster', textOf(cell)),
    network: (cell) => names.of('network', textOf(cell)),
    'port group': (cell) => names.port(textOf(cell)),
    gateway: () => null,
    path,
    'disk path': path,
    'resource pool': poolsIn,
    'resource pool path': poolsIn,
    'resource pool name': (cell) => names.of('pool', textOf(cell)),
    'cluster rule name(s)': rules,
    'vsan fault domain name': (cell) => names.of('domain', textOf(cell)),
    'vi sdk server': (cell) => names.of('vcenter', textOf(cell)),
    server: () => null,
  }
  return {
    // A name that is the same in every language.
    source: `RVTools${/\.\w+$/.exec(tables.source)?.[0] ?? ''}`,
    notes: tables.notes.map(({ reason }) => ({ name: 'a file', reason })),
    tables: tables.tables.map((table) => {
      const replace = table.columns.map((column) => replaceIn(table, column))
      return {
        ...table,
        rows: table.rows.map((row) => row.map((cell, i) => (replace[i] === null || replace[i] === undefined ? cell : replace[i](cell)))),
      }
    }),
  }
}
