/** What a transfer gets of the links and datastores that it uses. Bytes per second. */
import type { TransferRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { demandOf } from '../../reads/demand.ts'
import { reaches } from '../../reads/storage.ts'
import { vmotionPath } from '../../reads/vmotion.ts'
import { countOnDatastore, usersOfLink } from './users.ts'

const MB = 1e6

export interface Share {
  readonly rate: number
  /** It has something to do, and a link or a datastore is gone. One that has to wait for a switch-over gets nothing and is not cut. */
  readonly isCut: boolean
}

export function rateOf(turn: Turn, record: TransferRecord): Share {
  const isSending = record.bytesLeft > 0
  const link = record.hosts === null ? Infinity : linkShare(turn, record, record.hosts)
  const disks = isSending && record.datastores.length > 0 ? datastoreShare(turn, record) : Infinity
  if (link === null || disks === null) return { rate: 0, isCut: true }
  const copies = Math.min(link, disks)
  if (!isSending) return { rate: copies === Infinity ? 0 : copies, isCut: false }
  return { rate: copies - writeCost(turn, record, copies), isCut: false }
}

/** VM-037: equal shares of each host's link, those of a switch-over first; null: the link is gone. */
function linkShare(turn: Turn, record: TransferRecord, hosts: readonly [string, string]): number | null {
  const path = vmotionPath(turn, hosts[0], hosts[1])
  const capacities = [path?.fromBytesPerSecond ?? 0, path?.toBytesPerSecond ?? 0] as const
  if (Math.min(...capacities) <= 0) return null
  if (!turn.constants['VM-037'].sharedEqually) return Math.min(...capacities)
  const share = Math.min(shareAt(turn, record, hosts[0], capacities[0]), shareAt(turn, record, hosts[1], capacities[1]))
  return record.pinned ? Math.min(Math.max(share, record.rate), ...capacities) : share
}

function shareAt(turn: Turn, record: TransferRecord, host: string, capacity: number): number {
  const users = usersOfLink(turn.world, host)
  if (record.pinned) return capacity / users.length
  let pinned = 0
  let taken = 0
  for (const other of users) {
    if (!other.pinned) continue
    pinned++
    taken += other.rate
  }
  return Math.max(0, capacity - taken) / (users.length - pinned)
}

/** VM-062: all that copy on a datastore share it equally; reading and writing the same one halves the rate. Null: one is out of reach. */
function datastoreShare(turn: Turn, { datastores }: TransferRecord): number | null {
  let share = Infinity
  for (const { name, host } of datastores) {
    if (!reaches(turn.world, host, name)) return null
    const users = countOnDatastore(turn.world, name)
    share = Math.min(share, (turn.world.datastores.need(name).cfg.throughputMBps * MB) / Math.max(1, users))
  }
  const distinct = new Set(datastores.map(({ name }) => name)).size
  return distinct < datastores.length ? share / 2 : share
}

function writeCost(turn: Turn, { writes }: TransferRecord, rate: number): number {
  if (writes === null) return 0
  const written = demandOf(turn.world, writes.vm, 'writeMBps', turn.now) * MB
  // The guest cannot write faster than the disk that it writes to.
  return writes.cost === 'mirror' ? Math.min(written, rate) / 2 : Math.min(written, rate / 2)
}
