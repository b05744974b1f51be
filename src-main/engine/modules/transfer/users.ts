/** Which transfers use the link of a host, and which send through a datastore. */
import type { TransferRecord } from '../../core/records.ts'
import type { Index, ReadonlyTables } from '../../core/world.ts'

const nothing: readonly string[] = []

/** As they joined. */
const orderOf = ({ order }: TransferRecord): number => order

const byHost: Index<TransferRecord> = { keysOf: ({ hosts }) => hosts ?? nothing, same: (a, b) => a.hosts === b.hosts, orderOf }

/** One whose last byte arrives at this very instant has its share until its end is told: only then are those of the others cut anew. */
const isUsing = ({ bytesLeft, timer }: TransferRecord): boolean => bytesLeft > 0 || timer !== null

const byDatastore: Index<TransferRecord> = {
  keysOf: (transfer) => (isUsing(transfer) ? transfer.datastores.map(({ name }) => name) : nothing),
  same: (a, b) => a.datastores === b.datastores && isUsing(a) === isUsing(b),
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
