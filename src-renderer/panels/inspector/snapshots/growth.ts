/** Sizes over time as lines to draw: of a whole chain, and of the layer that each snapshot froze. Pure. */
import type { GrowthPoint, SnapshotGrowth } from '../../../../src-main/contract/operation-cost.ts'
import type { SnapshotState, VmState } from '../../../../src-main/contract/state.ts'

export interface SizeAt {
  readonly t: number
  readonly bytes: number
}

export const chainBytes = ({ frozen, topBytes }: GrowthPoint): number => Object.values(frozen).reduce((sum, bytes) => sum + bytes, topBytes)

/** What lies on datastores of a VM's snapshots. A recording of an older engine says it of those in the tree only. */
export function snapshotBytesOf({ snapshotBytes, snapshots, deltaBytes }: Partial<VmState> & Pick<VmState, 'snapshots' | 'deltaBytes'>): number {
  return snapshotBytes ?? snapshots.reduce((sum, each) => sum + each.deltaBytes + each.memoryBytes, deltaBytes ?? 0)
}

/** The state that is shown as one more point, for while a run plays. */
export function pointOf(state: VmState, t: number): GrowthPoint {
  return {
    t,
    frozen: Object.fromEntries(state.snapshots.map(({ id, deltaBytes }) => [id, deltaBytes])),
    current: state.currentSnapshot,
    topBytes: state.deltaBytes ?? 0,
    freeBytes: null,
  }
}

/** The layer that a snapshot froze (null: the one that is written): from the snapshot before it on. */
export function layerSizes(points: readonly GrowthPoint[], snapshot: SnapshotState | null, current: string | null): readonly SizeAt[] {
  return points.flatMap((point) => {
    const frozen = snapshot === null ? undefined : point.frozen[snapshot.id]
    if (frozen !== undefined) return [{ t: point.t, bytes: frozen }]
    const parent = snapshot === null ? current : snapshot.parent
    const written = point.current === parent && (snapshot === null || point.t < snapshot.takenAtMs)
    return written && parent !== null ? [{ t: point.t, bytes: point.topBytes }] : []
  })
}

export interface Frame {
  readonly from: number
  readonly to: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Points of a polyline within a frame, `x,y x,y …`. */
export function line(sizes: readonly SizeAt[], { from, to, top, width, height }: Frame): string {
  const span = Math.max(1, to - from)
  return sizes
    .map(({ t, bytes }) => `${(((t - from) / span) * width).toFixed(1)},${(height - (Math.min(bytes, top) / Math.max(1, top)) * height).toFixed(1)}`)
    .join(' ')
}

/** What a VM writes into its delta by the hour, from the first stretch ahead; null: nothing is known ahead. */
export function bytesPerHour({ ahead }: SnapshotGrowth, now: GrowthPoint): number | null {
  const next = ahead[0]
  return next === undefined || next.t <= now.t ? null : ((next.topBytes - now.topBytes) / (next.t - now.t)) * 3_600_000
}
