/** What is being done to the snapshots of VMs: pure reads over the world. */
import type { MergeProgress, SnapshotJobRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'

export function snapshotJobOf(world: ReadonlyTables, vm: string): SnapshotJobRecord | undefined {
  return world.snapshotJobs.size === 0 ? undefined : world.snapshotJobs.get(vm)
}

/** Key of the transfer that such a job has under way. */
export function snapshotTransfer(vm: string): string {
  return `snapshot:${vm}`
}

/** How much of a snapshot task is done, percent, by bytes: of a merge, and of a memory image; null: none of them is under way. */
export function snapshotPercent(world: ReadonlyTables, vm: string, now: number): number | null {
  const job = snapshotJobOf(world, vm)
  if (job === undefined) return null
  if (job.merge !== null) return mergePercent(world, vm, job.merge, now)
  const bytes = job.pending?.memoryBytes ?? 0
  return bytes > 0 ? wholePercent(1 - leftAt(world, vm, now) / bytes) : null
}

/** The rest that helpers leave is not known before. */
function mergePercent(world: ReadonlyTables, vm: string, merge: MergeProgress, now: number): number {
  if (merge.passes > 0 || merge.stunnedAt !== null || merge.bytes <= 0) return 99
  const [under, ...later] = merge.left
  const left = later.reduce((sum, { bytes }) => sum + bytes, under === undefined ? 0 : leftAt(world, vm, now, under.bytes))
  return wholePercent(1 - left / merge.bytes)
}

/** What the transfer has still to send, bytes; `otherwise`: while it has not begun. */
function leftAt(world: ReadonlyTables, vm: string, now: number, otherwise = 0): number {
  const transfer = world.transfers.get(snapshotTransfer(vm))
  if (transfer === undefined) return otherwise
  return Math.max(0, transfer.bytesLeft - (transfer.rate * (now - transfer.since)) / 1000)
}

const wholePercent = (share: number): number => Math.min(99, Math.max(0, Math.floor(share * 100)))
