/** Both operations as bars on one time axis, from what their small runs logged. Pure. */
import type { OperationOutcome, SideBySide } from '../../../../src-main/contract/side-by-side.ts'

export interface Bar {
  readonly key: string
  /** Since the start of the operation, ms. */
  readonly from: number
  readonly to: number
  readonly kind: 'prepare' | 'memory' | 'round' | 'stun'
  /** Of a round. */
  readonly n: number
}

export interface Lane {
  readonly key: 'diskOnly' | 'withMemory' | 'vmotion'
  readonly bars: readonly Bar[]
  readonly totalMs: number
  readonly stunMs: number
}

export function lanesOf({ diskOnly, withMemory, move, t }: SideBySide): readonly Lane[] {
  return [
    ...snapshotLane('diskOnly', diskOnly),
    ...snapshotLane('withMemory', withMemory),
    ...(move === null || move.refused !== null || move.durationMs === null
      ? []
      : [{ key: 'vmotion' as const, totalMs: move.durationMs, stunMs: move.stunMs ?? 0, bars: moveBars(move, t) }]),
  ]
}

function snapshotLane(key: 'diskOnly' | 'withMemory', { refused, durationMs, stunMs, memoryBytes }: OperationOutcome): readonly Lane[] {
  if (refused !== null || durationMs === null) return []
  const stun = stunMs ?? 0
  const total = Math.max(durationMs, stun)
  // The guest stands still first, while its disks are switched; its memory of that instant is written after that (SN-018).
  const written = memoryBytes !== null && memoryBytes > 0 ? [{ key: 'memory', from: stun, to: total, kind: 'memory' as const, n: 0 }] : []
  return [{ key, totalMs: total, stunMs: stun, bars: [...written, { key: 'stun', from: 0, to: stun, kind: 'stun', n: 0 }] }]
}

function moveBars({ events, stunMs, durationMs }: OperationOutcome, start: number): readonly Bar[] {
  const rounds = events
    .filter(({ type }) => type === 'vmotion.round')
    .map((event, at): Bar => {
      const end = event.t - start
      return { key: `round ${String(at)}`, from: end - Number(event['durationMs'] ?? 0), to: end, kind: 'round', n: Number(event['round'] ?? at) }
    })
  const resumed = (events.find(({ type }) => type === 'vmotion.switchover')?.t ?? start + (durationMs ?? 0)) - start
  const first = rounds[0]?.from ?? resumed - (stunMs ?? 0)
  return [
    { key: 'prepare', from: 0, to: first, kind: 'prepare', n: 0 },
    ...rounds,
    { key: 'stun', from: resumed - (stunMs ?? 0), to: resumed, kind: 'stun', n: 0 },
  ]
}

const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600].map((seconds) => seconds * 1000)

/** Round instants up to `to`, at most so many. */
export function ticksTo(to: number, most: number): readonly number[] {
  const step = steps.find((each) => to / each <= most) ?? to
  return Array.from({ length: Math.floor(to / step) + 1 }, (_, at) => at * step)
}
