/** Which transfers use the link of a host, and which send through a datastore. */
import type { TransferRecord } from '../../core/records.ts'
import type { Index, ReadonlyTables } from '../../core/world.ts'

const nothing: readonly string[] = []

/** As they joined. */
const orderOf = ({ order }: TransferRecord): number => order

const byHost: Index<TransferRecord> = { keysOf: ({ hosts }) => hosts ?? nothing, same: (a, b) => a.hosts === b.hosts, orderOf }

const byDatastore: Index<TransferRecord> = {
  keysOf: ({ datastores, bytesLeft }) => (bytesLeft > 0 ? datastores.map(({ name }) => name) : nothing),
  same: (a, b) => a.datastores === b.datastores && a.bytesLeft > 0 === b.bytesLeft > 0,
  orderOf,
}

const byWriter: Index<TransferRecord> = {
  keysOf: ({ writes }) => (writes === null ? nothing : [writes.vm]),
  same: (a, b) => a.writes === b.writes,
}

/** Transfers that have a share of the host's link, in the order in which they joined, as those below. */
export const usersOfLink = ({ transfers }: ReadonlyTables, host: string): ReadonlySet<string> => transfers.keysWith(byHost, host)

/** Transfers that send through the datastore. */
export const usersOfDatastore = ({ transfers }: ReadonlyTables, name: string): ReadonlySet<string> => transfers.keysWith(byDatastore, name)

/** Transfers that writes of the VM slow down. */
export const slowedBy = ({ transfers }: ReadonlyTables, vm: string): ReadonlySet<string> => transfers.keysWith(byWriter, vm)
