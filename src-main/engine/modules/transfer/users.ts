/** Which transfers use the link of a host, and which send through a datastore. */
import type { TransferRecord } from '../../core/records.ts'
import type { Index, ReadonlyTables } from '../../core/world.ts'

const nothing: readonly string[] = []

const byHost: Index<TransferRecord> = { keysOf: ({ hosts }) => hosts ?? nothing, same: (a, b) => a.hosts === b.hosts }

const byDatastore: Index<TransferRecord> = {
  keysOf: ({ datastores, bytesLeft }) => (bytesLeft > 0 ? datastores.map(({ name }) => name) : nothing),
  same: (a, b) => a.datastores === b.datastores && a.bytesLeft > 0 === b.bytesLeft > 0,
}

/** In the order in which they joined. */
function records(world: ReadonlyTables, ids: ReadonlySet<string>): TransferRecord[] {
  return [...ids].map((id) => world.transfers.need(id)).sort((a, b) => a.order - b.order)
}

/** Transfers that have a share of the host's link. */
export const usersOfLink = (world: ReadonlyTables, host: string): TransferRecord[] => records(world, world.transfers.keysWith(byHost, host))

/** Transfers that send through the datastore. */
export const usersOfDatastore = (world: ReadonlyTables, name: string): TransferRecord[] => records(world, world.transfers.keysWith(byDatastore, name))

export const countOnDatastore = (world: ReadonlyTables, name: string): number => world.transfers.keysWith(byDatastore, name).size
