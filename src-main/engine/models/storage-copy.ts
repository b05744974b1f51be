/** Disks under way: VM-062, VM-063. Bytes, seconds, bytes per second; nothing is rounded. */

export interface StorageCopy {
  readonly bytes: number
  /** What the two datastores give, and the link where both hosts change. */
  readonly fromBytesPerSecond: number
  readonly toBytesPerSecond: number
  readonly linkBytesPerSecond: number | null
  /** Source and destination are the same datastore: it reads and writes. */
  readonly isSameDatastore: boolean
  readonly writeBytesPerSecond: number
}

/** T = disk / (R − w/2); the guest cannot write faster than the disk. */
export function storageCopySeconds(copy: StorageCopy): number {
  const disks = Math.min(copy.fromBytesPerSecond, copy.toBytesPerSecond) / (copy.isSameDatastore ? 2 : 1)
  const rate = Math.min(disks, copy.linkBytesPerSecond ?? Infinity)
  return copy.bytes / (rate - Math.min(copy.writeBytesPerSecond, rate) / 2)
}
