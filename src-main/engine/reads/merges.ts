/** What is being done to the snapshots of VMs: pure reads over the world. */
import type { SnapshotJobRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'

export function snapshotJobOf(world: ReadonlyTables, vm: string): SnapshotJobRecord | undefined {
  return world.snapshotJobs.size === 0 ? undefined : world.snapshotJobs.get(vm)
}

/** Key of the transfer that such a job has under way. */
export function snapshotTransfer(vm: string): string {
  return `snapshot:${vm}`
}

/** How much of a merge is done, percent; null: none is under way. The rest that helpers leave is not known before. */
export function mergePercent(world: ReadonlyTables, vm: string, now: number): number | null {
  const merge = snapshotJobOf(world, vm)?.merge
  if (merge == null) return null
  if (merge.passes > 0 || merge.stunnedAt !== null || merge.bytes <= 0) return 99
  const transfer = world.transfers.get(snapshotTransfer(vm))
  const [under] = merge.left
  const sent = transfer === undefined || under === undefined ? 0 : under.bytes - transfer.bytesLeft + (transfer.rate * (now - transfer.since)) / 1000
  const left = merge.left.reduce((sum, { bytes }) => sum + bytes, 0) - Math.max(0, sent)
  return Math.min(99, Math.max(0, Math.floor((1 - left / merge.bytes) * 100)))
}
