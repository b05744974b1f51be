/**
 * A snapshot and a vMotion of one VM, each simulated from the instant shown in a small run of its own that is thrown away afterwards: no command of
 * the lab's timeline comes in between, and nothing of the run that is shown changes.
 */
import type { Json } from '../contract/events.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { FailureOutcome, MoveOutcome, OperationOutcome, SideBySide, SnapshotOutcome } from '../contract/side-by-side.ts'
import type { Simulation } from '../engine/index.ts'
import type { Engine } from './ports.ts'
import { HOUR_MS, numberOf, refusalIn, refusalOf, runTo, told } from './small-run.ts'

/** SN-034: a host fails that long after the end of the operation. */
const AFTER_END_MS = 60_000
/** After a failure: HA has restarted what it can. */
const AFTER_FAILURE_MS = 900_000
const SNAPSHOT_NAME = 'side by side'

type Fork = () => Simulation

/** Null: there is no VM of that name, or it runs nowhere. `to`: the destination; by default the first host that takes it. */
export function sideBySide(engine: Engine, lab: Lab, from: Simulation, vm: string, to: string | null): SideBySide | null {
  const state = from.vmState(vm)
  if (state?.power !== 'on' || state.host === null) return null
  const keyframe = engine.withoutTimeline(from.keyframe())
  const fork: Fork = () => engine.restore(lab, keyframe, from.log)
  const own = from.vmConfig(vm)
  const source = state.host
  const destination = to ?? destinationOf(fork(), vm, source)
  const diskOnly = snapshotOf(fork(), vm, { name: SNAPSHOT_NAME })
  const withMemory = snapshotOf(fork(), vm, { name: SNAPSHOT_NAME, memory: true })
  const move = destination === null ? null : moveOf(fork(), vm, destination)
  return {
    vm,
    t: from.now,
    host: source,
    memoryBytes: (own?.memoryMiB ?? 0) * 1_048_576,
    diskBytes: (own?.disks ?? []).reduce((sum, { sizeGiB }) => sum + sizeGiB * 1_073_741_824, 0),
    diskOnly,
    withMemory,
    move,
    failures: (['during', 'after'] as const).flatMap((when) => [
      ...failureOf(fork, vm, { during: 'snapshot', when, failed: 'source', host: source }, withMemory, { name: SNAPSHOT_NAME, memory: true }),
      ...(move === null
        ? []
        : [
            ...(when === 'during' ? failureOf(fork, vm, { during: 'vmotion', when, failed: 'source', host: source }, move, { host: move.to }) : []),
            ...failureOf(fork, vm, { during: 'vmotion', when, failed: 'destination', host: move.to }, move, { host: move.to }),
          ]),
    ]),
  }
}

/** The first host that a migration is not refused to; else the first other one, whose refusal is shown. */
function destinationOf(run: Simulation, vm: string, source: string): string | null {
  const others = run.hostNames().filter((name) => name !== source)
  for (const host of others) {
    const seen = run.log.length
    run.command('vm.migrate', { vm, host })
    if (refusalOf(run, seen) === null) return host
  }
  return others[0] ?? null
}

function snapshotOf(run: Simulation, vm: string, args: { readonly name: string; readonly memory?: boolean }): SnapshotOutcome {
  const seen = run.log.length
  const datastore = run.vmState(vm)?.datastore ?? ''
  run.command('snapshot.create', { vm, ...args })
  const nothing = { durationMs: null, stunMs: null, memoryBytes: null, datastore, files: [], deltaAfterHourBytes: null, removal: null }
  const refused = refusalOf(run, seen)
  if (refused !== null) return { ...nothing, refused, events: told(run, vm, seen) }
  const end = runTo(run, vm, ['snapshot.created', 'snapshot.failed'], seen)
  const events = told(run, vm, seen)
  if (end === null || end.type === 'snapshot.failed') return { ...nothing, refused: end === null ? null : refusalIn(end), events }
  const files = (end as unknown as { readonly files: readonly string[] }).files
  run.runUntil(run.now + HOUR_MS)
  const deltaAfterHourBytes = run.vmState(vm)?.deltaBytes ?? null
  const removing = run.log.length
  run.command('snapshot.delete', { vm, name: args.name })
  const merged = refusalOf(run, removing) === null ? runTo(run, vm, ['snapshot.consolidated'], removing) : null
  return {
    refused: null,
    durationMs: numberOf(end, 'durationMs'),
    stunMs: numberOf(end, 'stunMs'),
    memoryBytes: numberOf(end, 'memoryBytes'),
    events,
    datastore,
    files,
    deltaAfterHourBytes,
    removal:
      merged === null
        ? null
        : { durationMs: numberOf(merged, 'durationMs') ?? 0, stunMs: numberOf(merged, 'stunMs') ?? 0, bytes: numberOf(merged, 'bytes') ?? 0 },
  }
}

function moveOf(run: Simulation, vm: string, to: string): MoveOutcome {
  const seen = run.log.length
  run.command('vm.migrate', { vm, host: to })
  const nothing = { durationMs: null, stunMs: null, memoryBytes: null, rounds: null, slowdownPercent: null, to }
  const refused = refusalOf(run, seen)
  if (refused !== null) return { ...nothing, refused, events: told(run, vm, seen) }
  const end = runTo(run, vm, ['vmotion.completed', 'vmotion.failed'], seen)
  const events = told(run, vm, seen)
  if (end === null || end.type === 'vmotion.failed') return { ...nothing, refused: end === null ? null : refusalIn(end), events }
  const slowed = events.find(({ type }) => type === 'vmotion.sdps')
  return {
    refused: null,
    durationMs: numberOf(end, 'totalMs'),
    stunMs: numberOf(end, 'stunMs'),
    memoryBytes: numberOf(end, 'bytes'),
    rounds: numberOf(end, 'rounds'),
    slowdownPercent: slowed === undefined ? null : numberOf(slowed, 'slowdownPercent'),
    events,
    to,
  }
}

function failureOf(
  fork: Fork,
  vm: string,
  about: Pick<FailureOutcome, 'during' | 'when' | 'failed' | 'host'>,
  outcome: OperationOutcome,
  args: Readonly<Record<string, Json>>,
): readonly FailureOutcome[] {
  if (outcome.refused !== null || outcome.durationMs === null) return []
  const run = fork()
  const before = run.vmState(vm)
  const upSince = run.now - (before?.uptimeMs ?? 0)
  const atMs = about.when === 'after' ? outcome.durationMs + AFTER_END_MS : Math.floor(outcome.durationMs / 2)
  run.command(about.during === 'snapshot' ? 'snapshot.create' : 'vm.migrate', { vm, ...args })
  run.runUntil(run.now + atMs)
  run.command('host.powerOff', { host: about.host })
  run.runUntil(run.now + AFTER_FAILURE_MS)
  const after = run.vmState(vm)
  if (before === null || after === null) return []
  return [
    {
      ...about,
      atMs,
      power: after.power,
      runsOn: after.power === 'on' ? after.host : null,
      restarts: after.restarts - before.restarts,
      downtimeMs: after.downtimeMs - before.downtimeMs,
      newSnapshots: after.snapshots.length - before.snapshots.length,
      consolidationNeeded: after.consolidationNeeded,
      bootedAnew: after.uptimeMs === null || run.now - after.uptimeMs !== upSince,
    },
  ]
}
