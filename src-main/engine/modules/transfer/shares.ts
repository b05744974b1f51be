/** What a transfer gets of the links and datastores that it uses. Bytes per second. */
import type { TransferRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { demandOf } from '../../reads/demand.ts'
import { reaches } from '../../reads/storage.ts'
import { vmotionPath } from '../../reads/vmotion.ts'

const MB = 1e6

export interface Share {
  readonly rate: number
  /** It has something to do, and a link or a datastore is gone. */
  readonly isCut: boolean
}

export function rateOf(turn: Turn, record: TransferRecord): Share {
  const isSending = record.bytesLeft > 0
  const link = record.hosts === null ? Infinity : linkShare(turn, record, record.hosts)
  const disks = isSending && record.datastores.length > 0 ? datastoreShare(turn, record) : Infinity
  const copies = Math.min(link, disks)
  const isCut = link <= 0 || disks <= 0
  if (!isSending || isCut) return { rate: isCut || copies === Infinity ? 0 : copies, isCut }
  return { rate: copies - writeCost(turn, record, copies), isCut }
}

/** VM-037: equal shares of each host's link, those of a switch-over first. */
function linkShare(turn: Turn, record: TransferRecord, hosts: readonly [string, string]): number {
  const path = vmotionPath(turn, hosts[0], hosts[1])
  if (path === null) return 0
  const capacities = [path.fromBytesPerSecond, path.toBytesPerSecond]
  const shares = hosts.map((host, i) => shareAt(turn, record, host, capacities[i] as number))
  const share = Math.min(...shares)
  return record.pinned ? Math.min(Math.max(share, record.rate), ...capacities) : share
}

function shareAt(turn: Turn, record: TransferRecord, host: string, capacity: number): number {
  let users = 0
  let pinned = 0
  let taken = 0
  for (const other of turn.world.transfers.values()) {
    if (other.hosts === null || !other.hosts.includes(host)) continue
    users++
    if (!other.pinned || other.id === record.id) continue
    pinned++
    taken += other.rate
  }
  if (record.pinned) return capacity / users
  return Math.max(0, capacity - taken) / (users - pinned)
}

/** VM-062: all that copy on a datastore share it equally; reading and writing the same one halves the rate. */
function datastoreShare(turn: Turn, { datastores }: TransferRecord): number {
  let share = Infinity
  for (const { name, host } of datastores) {
    if (!reaches(turn.world, host, name)) return 0
    let users = 0
    for (const other of turn.world.transfers.values()) if (other.bytesLeft > 0 && other.datastores.some((one) => one.name === name)) users++
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
