/** What a transfer gets of the links and datastores that it uses. Bytes per second. */
import type { TransferRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { demandOf } from '../../reads/demand.ts'
import { reachesCopied } from '../../reads/storage.ts'
import { vmotionPath } from '../../reads/vmotion.ts'
import { usersOfDatastore, usersOfLink } from './users.ts'

const MB = 1e6

export interface Share {
  readonly rate: number
  /** It has something to do, and a link or a datastore is gone. One that has to wait for a switch-over gets nothing and is not cut. */
  readonly isCut: boolean
}

/**
 * Of the link of a host: how many share it that are not switched over, and what the others have taken. Counted once for many questions, as long as
 * nobody joins or leaves and no switch-over begins, ends or gets more.
 */
export type Links = Map<string, { readonly users: number; readonly taken: number }>

export function rateOf(turn: Turn, record: TransferRecord, links?: Links): Share {
  const isSending = record.bytesLeft > 0
  const link = record.hosts === null ? Infinity : linkShare(turn, record, record.hosts, links)
  const disks = isSending && record.datastores.length > 0 ? datastoreShare(turn, record) : Infinity
  if (link === null || disks === null) return { rate: 0, isCut: true }
  const copies = Math.min(link, disks)
  if (!isSending) return { rate: copies === Infinity ? 0 : copies, isCut: false }
  return { rate: copies - writeCost(turn, record, copies), isCut: false }
}

/** VM-037: equal shares of each host's link, those of a switch-over first; null: the link is gone. */
function linkShare(turn: Turn, record: TransferRecord, hosts: readonly [string, string], links?: Links): number | null {
  const path = vmotionPath(turn, hosts[0], hosts[1])
  if (path === null) return null
  const { fromBytesPerSecond, toBytesPerSecond } = path
  const capacity = Math.min(fromBytesPerSecond, toBytesPerSecond)
  if (capacity <= 0) return null
  if (!turn.constants['VM-037'].sharedEqually) return capacity
  const [from, to] = hosts
  if (!record.pinned) return Math.min(partOf(fromBytesPerSecond, usersAt(turn, from, links)), partOf(toBytesPerSecond, usersAt(turn, to, links)))
  const share = Math.min(fromBytesPerSecond / usersOfLink(turn.world, from).size, toBytesPerSecond / usersOfLink(turn.world, to).size)
  const most = Math.min(mostOfPinned(turn, record, from, fromBytesPerSecond), mostOfPinned(turn, record, to, toBytesPerSecond))
  return Math.min(Math.max(share, record.rate), most)
}

/** Far above the noise of sums, far below any share. */
const NOISE = 1e-9

/** What one that is switched over may have of a link: what the others of its kind leave, and an equal part where the link carries less than they had. */
function mostOfPinned({ world }: Turn, record: TransferRecord, host: string, capacity: number): number {
  let count = 0
  let taken = 0
  for (const id of usersOfLink(world, host)) {
    const { pinned, rate } = world.transfers.need(id)
    // A copy of the record may be ahead of the table.
    if (!pinned && id !== record.id) continue
    count++
    if (id !== record.id) taken += rate
  }
  return taken + record.rate > capacity * (1 + NOISE) ? capacity / count : Math.max(capacity - taken, record.rate)
}

/** An equal part of what those that are switched over leave. */
const partOf = (capacity: number, { users, taken }: { readonly users: number; readonly taken: number }): number =>
  Math.max(0, capacity - taken) / users

function usersAt({ world }: Turn, host: string, links?: Links): { readonly users: number; readonly taken: number } {
  const known = links?.get(host)
  if (known !== undefined) return known
  let users = 0
  let taken = 0
  for (const id of usersOfLink(world, host)) {
    const { pinned, rate } = world.transfers.need(id)
    if (pinned) taken += rate
    else users++
  }
  const link = { users, taken }
  links?.set(host, link)
  return link
}

/** VM-062: all that copy on a datastore share it equally; reading and writing the same one halves the rate. Null: one is out of reach. */
function datastoreShare(turn: Turn, { datastores }: TransferRecord): number | null {
  let share = Infinity
  for (const files of datastores) {
    if (!reachesCopied(turn, files)) return null
    const { name } = files
    const users = usersOfDatastore(turn.world, name).size
    share = Math.min(share, (turn.world.datastores.need(name).cfg.throughputMBps * MB) / Math.max(1, users))
  }
  const distinct = new Set(datastores.map(({ name }) => name)).size
  return distinct < datastores.length ? share / 2 : share
}

function writeCost(turn: Turn, { writes }: TransferRecord, rate: number): number {
  // A guest that is stunned or waits for an answer writes nothing.
  if (writes === null || !executes(turn, writes.vm)) return 0
  const written = demandOf(turn.world, writes.vm, 'writeMBps', turn.now) * MB
  // The guest cannot write faster than the disk that it writes to.
  return writes.cost === 'mirror' ? Math.min(written, rate) / 2 : Math.min(written, rate / 2)
}

function executes({ world }: Turn, name: string): boolean {
  const vm = world.vms.get(name)
  return vm !== undefined && !vm.stunned && vm.question === null && !vm.awaitsTakeover
}
