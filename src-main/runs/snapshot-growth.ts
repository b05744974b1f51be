/** How the snapshots of a VM grew up to the instant shown, and how they would go on: sizes as the engine has them at instants in between. */
import { fieldOf } from '../contract/events.ts'
import type { GrowthPoint, SnapshotGrowth } from '../contract/operation-cost.ts'
import type { Simulation } from '../engine/index.ts'
import { between, HOUR_MS, lookBack, smallRun, turnsSince, TURNS_FOR_A_PICTURE, type Trial } from './small-run.ts'

const GIB = 1_073_741_824
const PAST_POINTS = 36
const AHEAD_POINTS = 24
/** Nobody should keep one longer (SN-006): further ahead there is nothing worth knowing. */
const LONGEST_AHEAD_MS = 72 * HOUR_MS

/** Null: there is no VM of that name. `tellsAhead` false: only how they grew. */
export function snapshotGrowth(trial: Trial, vm: string, tellsAhead = true): SnapshotGrowth | null {
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
    ...(state.snapshots.length === 0 || !tellsAhead ? { ahead: [], fullAtMs: null } : aheadOf(trial, vm, span)),
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

function pastOf(trial: Trial, vm: string, since: number): readonly GrowthPoint[] {
  const { now } = trial.simulation
  if (turnsSince(trial, since) > TURNS_FOR_A_PICTURE) return []
  const points: (GrowthPoint | null)[] = []
  for (const run of lookBack(trial, between(since, now, PAST_POINTS))) points.push(pointAt(run, vm))
  points.push(pointAt(trial.simulation, vm))
  return points.filter((point) => point !== null)
}

function aheadOf(trial: Trial, vm: string, span: number): Pick<SnapshotGrowth, 'ahead' | 'fullAtMs'> {
  const from = trial.simulation
  const run = smallRun(trial)
  const seen = run.log.length
  const ahead: GrowthPoint[] = []
  let turns = 0
  const runOn = (to: number): void => {
    for (let next = run.nextAt(); next !== null && next <= to && turns < TURNS_FOR_A_PICTURE; next = run.nextAt(), turns++) run.step()
    if (turns < TURNS_FOR_A_PICTURE) run.runUntil(to)
  }
  for (let at = 1; at <= AHEAD_POINTS && turns < TURNS_FOR_A_PICTURE; at++) {
    runOn(Math.round(from.now + (span * at) / AHEAD_POINTS))
    const point = pointAt(run, vm)
    if (point !== null && turns < TURNS_FOR_A_PICTURE) ahead.push(point)
  }
  runOn(from.now + LONGEST_AHEAD_MS)
  const full = run.log.slice(seen).find((event) => event.type === 'vm.questionRaised' && fieldOf(event, 'vm') === vm)
  return { ahead, fullAtMs: full?.t ?? null }
}
