/** The tabs of an export that a design is made from, and the columns of each. Names of columns are what counts: order, number and units changed. */
import type { Phrase } from '../contract/texts/language.ts'
import { dateOf, numberOf, textOf, truthOf } from './cells.ts'
import type { Cell } from './cells.ts'

/** Columns by the words under which releases have them, in the form of `columnKey`. */
const vmColumns = [
  'vm',
  'powerstate',
  'template',
  'srm placeholder',
  'datacenter',
  'cluster',
  'host',
  'vm id',
  'vm uuid',
  'vi sdk server',
  'vi sdk uuid',
]
const shareColumns = ['level', 'shares', 'reservation', 'limit']
const tabColumns = {
  vInfo: [
    ...vmColumns,
    ...['connection state', 'cpus', 'memory', 'active memory', 'nics', 'total disk capacity mb', 'provisioned mb', 'latency sensitivity'],
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `network #${n}`),
    ...['resource pool', 'ft state', 'ft role', 'ha restart priority', 'ha isolation response', 'ha vm monitoring'],
    ...['cluster rule(s)', 'cluster rule name(s)', 'path', 'vi sdk api version'],
  ],
  vCPU: [...vmColumns, ...shareColumns, 'overall'],
  vMemory: [...vmColumns, ...shareColumns, ...['overhead', 'consumed', 'swapped', 'ballooned', 'active', 'memory reservation locked to max']],
  vDisk: [...vmColumns, 'disk path', 'capacity mb', 'raw', 'disk mode', 'shared bus', 'path', 'raw comp. mode'],
  vNetwork: [...vmColumns, 'network'],
  vSnapshot: [...vmColumns, 'name', 'date / time', 'size mb (total)', 'quiesced'],
  vRP: [
    ...['resource pool name', 'resource pool path', 'vi sdk server', 'vi sdk uuid'],
    ...['cpu', 'mem'].flatMap((what) => ['limit', 'reservation', 'level', 'shares', 'expandablereservation'].map((key) => `${what} ${key}`)),
  ],
  vCluster: [
    ...['name', 'numhosts', 'totalcpu', 'numcpucores', 'effective cpu', 'totalmemory', 'effective memory', 'ha enabled', 'failover level'],
    ...['admissioncontrolenabled', 'host monitoring', 'hb datastore candidate policy', 'isolation response', 'restart priority'],
    ...['max failures', 'max failure window', 'failure interval', 'min up time', 'vm monitoring', 'drs enabled', 'drs default vm behavior'],
    ...['drs vmotion rate', 'dpm enabled', 'dpm default behavior', 'dpm host power action rate', 'vi sdk server', 'vi sdk uuid'],
  ],
  vHost: [
    ...['host', 'datacenter', 'cluster', 'in maintenance mode', 'vsan fault domain name', 'cpu model', 'speed', '# cpu', 'cores per cpu', '# cores'],
    ...['cpu usage %', '# memory', 'vmotion support', 'current evc', 'max evc', 'esx version', 'object id', 'vi sdk server', 'vi sdk uuid'],
  ],
  vDatastore: ['name', 'type', 'capacity mb', 'free mb', '# hosts', 'hosts', 'vi sdk server', 'vi sdk uuid'],
  vSC_VMK: ['host', 'cluster', 'port group', 'gateway', 'vi sdk server', 'vi sdk uuid'],
  vMetaData: ['rvtools version', 'rvtools major version', 'xlsx creation datetime', 'server'],
  vSource: ['api version', 'name', 'vi sdk server', 'vi sdk uuid'],
} as const satisfies { readonly [tab: string]: readonly string[] }

export type TabName = keyof typeof tabColumns
export const tabNames = Object.keys(tabColumns) as readonly TabName[]
export const columnsOf = (tab: TabName): readonly string[] => tabColumns[tab]

const byKey = new Map(tabNames.map((tab) => [tab.toLowerCase().replace(/[^a-z]/g, ''), tab]))

/** The tab of a sheet's or file's name: `vSC+VMK` and `RVTools_tabvSC_VMK` are the same. null: none that is needed. */
export function tabOf(name: string): TabName | null {
  const plain = name.replace(/\.csv$/i, '')
  const found = /(?:^|tab)(v[A-Za-z]+(?:[+_ ]?VMK)?)(?:[^A-Za-z].*)?$/i.exec(plain)?.[1] ?? plain
  return byKey.get(found.toLowerCase().replace(/[^a-z]/g, '')) ?? null
}

/** A header without what changed between releases: case, blanks, and MB for MiB. */
export function columnKey(header: string): string {
  return header
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/\bmib\b/g, 'mb')
    .replace(/\bkib\b/g, 'kb')
}

/** A row as a reader hands it over: only the columns of its table. */
export type Row = readonly Cell[]

export interface Table {
  readonly tab: TabName
  /** Column keys; each row has its cells in this order. */
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  /** Numbers of this table have their decimals after a comma. */
  readonly commasAreDecimal: boolean
  readonly countsFrom1904: boolean
}

/** What was read of an export, before anything was made of it. */
export interface Tables {
  /** As the user knows it: the name of the file or folder. */
  readonly source: string
  readonly tables: readonly Table[]
  /** Of whatever was left unread, for the report. */
  readonly notes: readonly { readonly name: string; readonly reason: Phrase }[]
}

/** A row of a table, asked by column. */
export class TableRow {
  readonly #table: Table
  readonly #row: Row

  constructor(table: Table, row: Row) {
    this.#table = table
    this.#row = row
  }

  cell(column: string): Cell {
    const at = this.#table.columns.indexOf(column)
    return at < 0 ? null : (this.#row[at] ?? null)
  }

  text(column: string): string {
    return textOf(this.cell(column))
  }

  /** null: empty, or no number. */
  number(column: string): number | null {
    return numberOf(this.cell(column), this.#table.commasAreDecimal)
  }

  truth(column: string): boolean | null {
    return truthOf(this.cell(column))
  }

  date(column: string): string | null {
    return dateOf(this.cell(column), this.#table.countsFrom1904)
  }
}

export class TableSet {
  readonly #tables: ReadonlyMap<TabName, Table>

  constructor({ tables }: Tables) {
    // A name that comes twice is a copy that somebody made: the first counts.
    this.#tables = new Map([...tables].reverse().map((table) => [table.tab, table]))
  }

  has(tab: TabName): boolean {
    return this.#tables.has(tab)
  }

  hasColumn(tab: TabName, column: string): boolean {
    return this.#tables.get(tab)?.columns.includes(column) ?? false
  }

  records(tab: TabName): readonly TableRow[] {
    const table = this.#tables.get(tab)
    return table === undefined ? [] : table.rows.map((row) => new TableRow(table, row))
  }
}
