/** What `hostdown import` writes beside the labs, in the form of the contract. */
import type { ImportedLab } from './lab/build-labs.ts'
import type { Assumed, Inventory, Skipped } from './model.ts'

export interface ImportReport {
  readonly source: string
  readonly clusters: readonly {
    readonly name: string
    readonly file: string
    readonly hosts: number
    readonly vmsOn: number
    readonly vmsOff: number
    readonly templates: number
    readonly datastores: number
    readonly resourcePools: number
  }[]
  readonly assumed: readonly (Omit<Assumed, 'reason'> & { readonly reason: string })[]
  readonly skipped: readonly (Omit<Skipped, 'reason'> & { readonly reason: string })[]
  /** Rows read by tab. */
  readonly read: readonly { readonly tab: string; readonly rows: number }[]
}

export function importReport(inventory: Inventory, labs: readonly ImportedLab[]): ImportReport {
  return {
    source: inventory.source,
    clusters: labs.map(({ name, file, hosts, vmsOn, vmsOff, templates, datastores, resourcePools }) => ({
      name,
      file,
      hosts,
      vmsOn,
      vmsOff,
      templates,
      datastores,
      resourcePools,
    })),
    assumed: [
      ...inventory.assumed.map(({ reason: [reason], ...rest }) => ({ ...rest, reason })),
      ...labs.flatMap(({ assumed }) =>
        assumed.map(({ where, field, value, reason: [reason], stated }) => ({ where, field, value, reason: stated ? `stated (${reason})` : reason })),
      ),
    ],
    skipped: [...inventory.skipped, ...labs.flatMap(({ skipped }) => skipped)].map(({ reason: [reason], ...rest }) => ({ ...rest, reason })),
    read: inventory.rows.map(({ tab, read }) => ({ tab, rows: read })),
  }
}
