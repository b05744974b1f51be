/** An export put together: what belongs to which cluster, with the rows of all tabs that speak of the same thing. */
import { clip } from '../contract/clip.ts'
import { clipped } from '../contract/lab/problems.ts'
import type { Phrase } from '../contract/texts/language.ts'
import type { TabName, TableRow } from './tables.ts'

export type VmkKind = 'management' | 'vmotion' | 'ft' | 'vsan' | 'storage'

export interface SourceHost {
  readonly name: string
  /** null: only VMs speak of it. */
  readonly row: TableRow | null
  readonly cluster: SourceCluster
  /** Port group and gateway of its adapters, by what they are for. */
  readonly adapters: Map<VmkKind, { readonly portGroup: string; readonly gateway: string }>
}

export interface SourceVm {
  readonly name: string
  readonly info: TableRow
  /** null: not known. */
  readonly host: SourceHost | null
  cpu: TableRow | null
  memory: TableRow | null
  readonly disks: TableRow[]
  /** Names of the networks of its adapters; empty: none, or not known. */
  readonly networks: string[]
  readonly snapshots: TableRow[]
}

export interface SourceDatastore {
  readonly name: string
  readonly row: TableRow
  /** null: the export does not say. */
  readonly hosts: readonly SourceHost[] | null
}

/** A cluster, or a host outside of any, which is a lab of its own. */
export interface SourceCluster {
  readonly name: string
  readonly isStandalone: boolean
  readonly hosts: SourceHost[]
  /** In file order; secondaries of Fault Tolerance among them. */
  readonly vms: SourceVm[]
  /** Templates and placeholders. */
  readonly leftOut: { templates: number; placeholders: number }
  readonly datastores: SourceDatastore[]
  readonly pools: TableRow[]
  settings: TableRow | null
}

export interface Skipped {
  readonly what: string
  readonly name: string
  readonly reason: Phrase
}

export interface Assumed {
  /** The lab, or something in it: `CL-01`, `CL-01/vm-7`. */
  readonly where: string
  readonly field: string
  readonly value: string | number | boolean | null
  readonly reason: Phrase
}

/** A cell may hold thousands of characters: what is said of it does not. */
export const shortSkipped = ({ what, name, reason }: Skipped): Skipped => ({ what, name: clip(name), reason: clipped(reason) })
export const shortAssumed = <A extends Assumed>(assumed: A): A => ({ ...assumed, reason: clipped(assumed.reason) })

export interface Inventory {
  readonly source: string
  /** Of RVTools. */
  readonly release: string | null
  readonly exportedAt: string | null
  readonly server: string | null
  /** Of vCenter's API. */
  readonly apiVersion: string | null
  readonly clusters: readonly SourceCluster[]
  readonly rows: readonly { readonly tab: string; readonly read: number }[]
  readonly has: {
    tab(tab: TabName): boolean
    column(tab: TabName, column: string): boolean
  }
  readonly skipped: readonly Skipped[]
  readonly assumed: readonly Assumed[]
}
