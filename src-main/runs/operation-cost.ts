/** An operation on a VM, done in a small run from the instant shown: what it would cost, before it is done. */
import { fieldOf, type LabEvent } from '../contract/events.ts'
import type { CostCommand, CostState, OperationCost } from '../contract/operation-cost.ts'
import type { VmState } from '../contract/state.ts'
import type { Simulation } from '../engine/index.ts'
import { numberOf, refusalIn, refusalOf, runTo, runToEvent, smallRun, told, type Trial } from './small-run.ts'

/** Operations after which protection begins, and takes its time. */
const protecting: readonly CostCommand[] = ['ft.enable', 'ft.resume', 'ft.testFailover']

/** Null: there is no VM of that name. */
export function operationCost(trial: Omit<Trial, 'branch'>, command: CostCommand, args: Readonly<Record<string, unknown>>): OperationCost | null {
  const from = trial.simulation
  const vm = String(args['vm'])
  const before = from.vmState(vm)
  if (before === null) return null
  const run = smallRun(trial)
  const seen = run.log.length
  run.command(command, args)
  const nothing = { command, vm, t: from.now, durationMs: null, stunMs: null, bytes: null, mode: null, iterations: null, before: costState(before) }
  const refused = refusalOf(run, seen)
  if (refused !== null) return { ...nothing, refused, after: null, events: told(run, vm, seen) }
  const end = runToEnd(run, vm, command, seen)
  const events = told(run, vm, seen)
  const failed = events.find(({ type }) => type === 'snapshot.failed')
  const after = run.vmState(vm)
  return {
    ...nothing,
    refused: failed === undefined ? null : refusalIn(failed),
    durationMs: end === null ? null : end.t - from.now,
    stunMs: stunOf(command, events, before, after),
    bytes: sumOf(events, 'snapshot.consolidated', 'bytes') ?? sumOf(events, 'snapshot.created', 'memoryBytes'),
    mode: (events.find(({ type }) => type === 'snapshot.consolidated') ?? null) === null ? null : modeOf(events),
    iterations: sumOf(events, 'snapshot.consolidated', 'iterations'),
    after: after === null ? null : costState(after),
    events,
  }
}

/** The task of vCenter ends after the work of its command; protection of FT comes later still. Null: it never ends. */
function runToEnd(run: Simulation, vm: string, command: CostCommand, seen: number): LabEvent | null {
  const end = runToEvent(
    run,
    seen,
    (event) => event.type === 'task.finished' && fieldOf(event, 'name') === command && fieldOf(event, 'entity') === vm,
  )
  if (!protecting.includes(command) || run.vmState(vm)?.power !== 'on') return end
  return runTo(run, vm, ['ft.protected'], seen)
}

function stunOf(command: CostCommand, events: readonly LabEvent[], before: VmState, after: VmState | null): number | null {
  if (after === null || before.power === 'off') return null
  // A revert ends or replaces what ran: that is no stun.
  if (command === 'snapshot.revert') return null
  return sumOf(events, 'snapshot.created', 'stunMs') ?? sumOf(events, 'snapshot.consolidated', 'stunMs') ?? after.downtimeMs - before.downtimeMs
}

function sumOf(events: readonly LabEvent[], type: LabEvent['type'], field: string): number | null {
  const values = events.filter((event) => event.type === type).map((event) => numberOf(event, field) ?? 0)
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)
}

function modeOf(events: readonly LabEvent[]): OperationCost['mode'] {
  const mode = events.filter(({ type }) => type === 'snapshot.consolidated').map((event) => fieldOf(event, 'mode'))
  return mode.includes('helper') ? 'helper' : 'mirror'
}

function costState(state: VmState): CostState {
  const { power, host, uptimeMs, downtimeMs, snapshots, currentSnapshot, deltaBytes, chainDepth, readLayers } = state
  const { consolidationNeeded, usedBytes, content, memoryReservationMiB, ftState, ftSecondaryHost } = state
  return {
    power,
    host,
    uptimeMs,
    downtimeMs,
    snapshots,
    currentSnapshot,
    deltaBytes,
    chainDepth,
    readLayers,
    consolidationNeeded,
    usedBytes,
    content,
    memoryReservationMiB,
    ftState,
    ftSecondaryHost,
  }
}
