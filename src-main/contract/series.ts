/** Course of load, entitlement and score over the run up to the instant shown, as the engine has them at instants in between. */

export const seriesKinds = ['cluster', 'host', 'vm', 'pool'] as const
export type SeriesKind = (typeof seriesKinds)[number]

/** MHz, MiB, percent; null: it does not apply, or is not there then. */
export interface SeriesPoint {
  readonly t: number
  readonly cpuDemandMHz: number | null
  /** Of a VM: what DRS takes its demand to be, the average of its look-back window (DRS-028). */
  readonly drsCpuDemandMHz: number | null
  readonly cpuEntitlementMHz: number | null
  readonly cpuUsedMHz: number | null
  readonly cpuCapacityMHz: number | null
  readonly memoryDemandMiB: number | null
  readonly memoryEntitlementMiB: number | null
  readonly memoryCapacityMiB: number | null
  /** DRS score of the VM or the cluster. */
  readonly score: number | null
  /** Classic: host load standard deviation and its target, of the cluster. */
  readonly imbalance: number | null
  readonly target: number | null
  /** Of a VM: where it is. */
  readonly host: string | null
}

export interface Series {
  readonly kind: SeriesKind
  readonly name: string | null
  /** By time, the last one at the instant shown. */
  readonly points: readonly SeriesPoint[]
  /** The first points are later than asked for: more happened before than can be looked at again for a picture. */
  readonly cut: boolean
}
