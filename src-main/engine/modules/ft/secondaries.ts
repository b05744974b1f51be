/** Starts secondaries: where they go, their first copy (FT-014), and who waits for what when there is none. */
import type { FactId } from '../../../contract/fact-id.ts'
import type { LabVm } from '../../../contract/lab/index.ts'
import type { FtReason } from '../../../contract/state.ts'
import type { Requests, Signals } from '../../core/messages.ts'
import type { FtRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { haPrimaryOf } from '../../reads/ft.ts'
import { secondsOption, settings } from '../../reads/ha.ts'
import { datastoreFor, findPlace, hasSpace, needOf, starterFor } from './candidates.ts'
import type { Starter } from './candidates.ts'
import { change, pend } from './states.ts'

type Placed = Extract<ReturnType<typeof findPlace>, { rejected: unknown }>

/** HA-139: the wait before a new secondary where no host was declared failed (FT-022). */
export function monitorMs(turn: Turn): number {
  return turn.constants['FT-022'].waitsForMonitor
    ? secondsOption(turn, 'das.config.fdm.policy.unknownstatemonitorperiod', turn.constants['HA-139'].unknownStateMonitorMs)
    : 0
}

/** Disks of the secondary: as large as those of the primary, all on its own datastore (FT-013). */
export function filesOf(cfg: LabVm, datastore: string): NonNullable<FtRecord['secondaryFiles']> {
  return { datastore, disks: cfg.disks.map((disk) => ({ ...disk, datastore })) }
}

const isWaiting = ({ state, pending, awaits }: FtRecord): boolean => state === 'needSecondary' && pending === null && awaits === null

/** Something changed that may give a secondary to those that have none. */
export function reconsider(turn: Turn): void {
  if (!turn.world.ftPairs.any(isWaiting)) return
  for (const pair of [...turn.world.ftPairs.values()]) if (isWaiting(pair)) tryStart(turn, pair, null, turn.cause)
}

/** Looks for a host and begins the copy; where there is none the pair goes on needing a secondary. */
export function tryStart(turn: Turn, pair: FtRecord, asked: Starter | null, cause: number | null): boolean {
  const vm = turn.world.vms.get(pair.vm)
  if (vm?.power !== 'on' || vm.host === null || vm.awaitsTakeover) return false
  // It is on its way to another host, or back: the end of that move is another occasion.
  if (turn.world.migrations.has(vm.name)) return false
  const starter = asked ?? starterFor(turn, vm.host)
  if (starter === null) return false
  const datastore = datastoreFor(pair, vm.cfg)
  if (!hasSpace(turn, vm.cfg, datastore)) {
    const rejected = [{ option: datastore, reason: 'insufficientSpace', facts: ['FT-013' as const] }]
    nowhere(turn, pair, needOf(vm.cfg).memoryMiB, { host: null, rejected, nearest: null }, cause)
    return false
  }
  const wanted = { vm, cfg: vm.cfg, primary: vm.host, datastore, starter, only: null, preferred: pair.asked.host }
  return begin(turn, pair, vm, starter, findPlace(turn, wanted), cause)
}

/** The answer of a placement: the copy begins, or nobody takes the secondary. */
export function begin(turn: Turn, pair: FtRecord, vm: VmRecord, starter: Starter, found: Placed, cause: number | null): boolean {
  const { cfg } = vm
  const need = needOf(cfg)
  if (found.host === null) {
    nowhere(turn, pair, need.memoryMiB, found, cause)
    return false
  }
  const { host, memoryUnreservedMiB, ftVms } = found.host
  const datastore = datastoreFor(pair, cfg)
  const inputs = {
    vm: vm.name,
    host,
    datastore,
    by: starter,
    memoryNeededMiB: Math.ceil(need.memoryMiB),
    memoryUnreservedMiB: Math.floor(memoryUnreservedMiB),
    ftVms,
  }
  const placed = { inputs, rejected: found.rejected }
  change(turn, pair, {
    to: 'starting',
    reason: 'initializing',
    cause,
    more: { secondary: host, secondaryFiles: null, awaits: null, rejected: [], placed },
  })
  turn.request('migration.ftCopy', { vm: vm.name, host, datastore }, cause)
  return true
}

/** Said once, and again when other hosts refuse for other reasons. */
function nowhere(turn: Turn, pair: FtRecord, memoryNeededMiB: number, found: Extract<Placed, { host: null }>, cause: number | null): void {
  const { rejected } = found
  const isNews = pair.state !== 'needSecondary' || pair.rejected.length === 0 || !same(pair.rejected, rejected)
  const next =
    pair.state === 'needSecondary'
      ? turn.world.ftPairs.patch(pair.vm, { rejected })
      : change(turn, pair, { to: 'needSecondary', reason: pair.reason ?? 'initializing', more: { rejected }, cause })
  if (!isNews || !turn.constants['HA-106'].startsSecondaries) return
  const inputs = { vm: next.vm, hosts: rejected.length, memoryNeededMiB: Math.ceil(memoryNeededMiB) }
  const why = { decision: 'noSecondaryFits', facts: ['FT-011', 'HA-106'] as [FactId, ...FactId[]], inputs, rejected }
  turn.emit('vcenter.eventLogged', { name: 'StartFTSecondaryFailedEvent', vm: next.vm }, { why, causedBy: cause })
}

function same(a: FtRecord['rejected'], b: FtRecord['rejected']): boolean {
  return a.length === b.length && a.every(({ option, reason }, i) => option === b[i]?.option && reason === b[i].reason)
}

/** The pair whose copy to that host is under way. */
function copying(turn: Turn, vm: string, host: string): FtRecord | null {
  const pair = turn.world.ftPairs.get(vm)
  return pair?.state === 'starting' && pair.secondary === host ? pair : null
}

export function copyStarted(turn: Turn, { vm, host }: Signals['ftCopyStarted']): void {
  const pair = copying(turn, vm, host)
  if (pair === null) return
  const facts: readonly [FactId, ...FactId[]] = pair.placed?.inputs['by'] === 'ha' ? ['FT-011', 'FT-014', 'HA-106'] : ['FT-011', 'FT-014']
  const why = { decision: 'secondaryPlaced', facts, inputs: pair.placed?.inputs ?? { vm, host }, rejected: pair.placed?.rejected ?? [] }
  const seq = turn.emit('ft.secondaryStarted', { vm, host }, { why, causedBy: pair.causeSeq })
  turn.world.ftPairs.patch(vm, { causeSeq: seq })
  if (pair.placed?.inputs['by'] === 'ha') turn.emit('vcenter.eventLogged', { name: 'StartFTSecondarySucceededEvent', vm, host }, { causedBy: seq })
}

export function copyDone(turn: Turn, { vm: name, host, durationMs, stunMs }: Signals['ftCopyDone']): void {
  const pair = copying(turn, name, host)
  const vm = turn.world.vms.get(name)
  if (pair === null || vm?.power !== 'on') return
  // A process that has lost its lock is still there, or another host has it and starts the VM: there would be two live copies (HA-071).
  if (vm.instances.length > 1 || vm.powerOn !== null) return copyFailed(turn, { vm: name, host, reason: 'invalidState' })
  const seq = turn.emit('ft.protected', { vm: name, primary: vm.host, secondary: host, durationMs, stunMs }, { causedBy: pair.causeSeq })
  const secondaryFiles = filesOf(vm.cfg, datastoreFor(pair, vm.cfg))
  const more = { secondaryFiles, asked: { ...pair.asked, host: null }, command: null, placed: null }
  change(turn, pair, { to: 'running', reason: null, more, cause: seq })
  if (pair.command !== null) turn.signal('workDone', { command: pair.command, entity: name, result: 'success' }, seq)
}

/** It is tried again after the wait of HA-139, wherever there is room then. */
export function copyFailed(turn: Turn, { vm, host, reason }: Signals['ftCopyFailed']): void {
  const pair = copying(turn, vm, host)
  if (pair === null) return
  const because: FtReason = reason === 'networkTimeout' || reason === 'destinationHostFailed' ? 'lostConnection' : 'checkpointError'
  const more = { secondary: null, secondaryFiles: null, command: null, placed: null }
  const next = change(turn, pair, { to: 'needSecondary', reason: because, more })
  if (pair.command !== null) turn.signal('workDone', { command: pair.command, entity: vm, result: reason })
  pend(turn, next, { what: 'newSecondary', reason: 'copyFailed', inMs: monitorMs(turn) })
}

/** The host whose failure has to be declared first; null: it is declared, or gone, or it runs. */
export function toBeDeclared(turn: Turn, primaryHost: string | null, failed: string): string | null {
  const { world } = turn
  const host = world.hosts.get(failed)
  if (host === undefined || host.power === 'on' || settings(world) === undefined) return null
  const by = primaryHost === null ? null : haPrimaryOf(world, primaryHost)
  for (const view of world.views.values()) if (view.host === failed && view.state === 'failed' && view.by === by) return null
  return failed
}

/** HA says that one may be started: it declared the failure, or its primary has just taken office (FT-017, HA-088). */
export function startForHa(turn: Turn, { vm, failure }: Requests['ft.startSecondary']): void {
  const pair = turn.world.ftPairs.get(vm)
  if (pair?.state === 'needSecondary' && pair.pending === null) tryStart(turn, turn.world.ftPairs.patch(vm, { awaits: null }), 'ha', turn.cause)
  if (failure !== null) turn.request('ft.answerHa', { vm, failure })
}

export function answerHa(turn: Turn, payload: Requests['ft.answerHa']): void {
  turn.request('ha.secondaryTried', payload)
}
