/** How the snapshots of a VM grew up to the instant shown, and how they would go on: sizes as the engine has them at instants in between. */
import type { GrowthPoint, SnapshotGrowth } from '../contract/operation-cost.ts'
import type { Simulation } from '../engine/index.ts'
import { fieldOf, HOUR_MS, smallRun, type Trial } from './small-run.ts'

const GIB = 1_073_741_824
const PAST_POINTS = 36
const AHEAD_POINTS = 24
/** Nobody should keep one longer (SN-006): further ahead there is nothing worth knowing. */
const LONGEST_AHEAD_MS = 72 * HOUR_MS
/** A cluster in which more happens is too dear to look at again for a small picture. */
const MAX_TURNS = 60_000

/** Null: there is no VM of that name. */
export function snapshotGrowth(trial: Trial, vm: string): SnapshotGrowth | null {
  const from = trial.simulation
  const state = from.vmState(vm)
  if (state === null) return null
  const { now } = from
  const since = state.snapshots.reduce((first, { takenAtMs }) => Math.min(first, takenAtMs), now)
  const span = Math.min(Math.max(now - since, HOUR_MS), LONGEST_AHEAD_MS)
  return {
    vm,
    t: now,
    diskBytes: (from.vmConfig(vm)?.disks ?? []).reduce((sum, { sizeGiB }) => sum + sizeGiB * GIB, 0),
    past: state.snapshots.length === 0 ? [] : pastOf(trial, vm, since),
    ...(state.snapshots.length === 0 ? { ahead: [], fullAtMs: null } : aheadOf(trial, vm, span)),
  }
}

function pointAt(run: Simulation, vm: string): GrowthPoint | null {
  const state = run.vmState(vm)
  if (state === null) return null
  return {
    t: run.now,
    frozen: Object.fromEntries(state.snapshots.map(({ id, deltaBytes }) => [id, deltaBytes])),
    current: state.currentSnapshot,
    topBytes: state.deltaBytes ?? 0,
    freeBytes: run.datastoreState(state.datastore)?.freeBytes ?? null,
  }
}

function pastOf({ lab, branch, simulation: shown }: Trial, vm: string, since: number): readonly GrowthPoint[] {
  const { now } = shown
  const track = branch.trackAt(lab, since)
  if (shown.turn - track.simulation.turn > MAX_TURNS) return []
  const points: (GrowthPoint | null)[] = []
  for (let at = 0; at < PAST_POINTS; at++) {
    const t = Math.round(since + ((now - since) * at) / PAST_POINTS)
    while (track.simulation.turn < shown.turn && track.takeTurn(t));
    if (t > track.simulation.now) track.simulation.runUntil(t)
    points.push(pointAt(track.simulation, vm))
  }
  points.push(pointAt(shown, vm))
  return points.filter((point) => point !== null)
}

function aheadOf(trial: Trial, vm: string, span: number): Pick<SnapshotGrowth, 'ahead' | 'fullAtMs'> {
  const from = trial.simulation
  const run = smallRun(trial)
  const seen = run.log.length
  const ahead: GrowthPoint[] = []
  let turns = 0
  const runOn = (to: number): void => {
    for (let next = run.nextAt(); next !== null && next <= to && turns < MAX_TURNS; next = run.nextAt(), turns++) run.step()
    if (turns < MAX_TURNS) run.runUntil(to)
  }
  for (let at = 1; at <= AHEAD_POINTS && turns < MAX_TURNS; at++) {
    runOn(Math.round(from.now + (span * at) / AHEAD_POINTS))
    const point = pointAt(run, vm)
    if (point !== null && turns < MAX_TURNS) ahead.push(point)
  }
  runOn(from.now + LONGEST_AHEAD_MS)
  const full = run.log.slice(seen).find((event) => event.type === 'vm.questionRaised' && fieldOf(event, 'vm') === vm)
  return { ahead, fullAtMs: full?.t ?? null }
}
