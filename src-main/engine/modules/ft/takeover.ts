/** Who survives, and when: lost primaries, lost secondaries, a lost FT network, the test (FT-017 to FT-024). */
import type { FactId } from '../../../contract/fact-id.ts'
import type { FtReason } from '../../../contract/state.ts'
import type { Signals } from '../../core/messages.ts'
import type { FtPending, FtRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { ftLinked, standbyOf } from '../../reads/ft.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { reaches } from '../../reads/storage.ts'
import { datastoreFor } from './candidates.ts'
import { monitorMs, reconsider, toBeDeclared, tryStart } from './secondaries.ts'
import { change, pend, unpend } from './states.ts'

/** FT-017: from the death of the primary until the secondary is live, ms. */
export function takeoverMs({ constants }: Turn): number {
  const { detectMs, arbitrationMs, liveMs } = constants['FT-017']
  return detectMs + arbitrationMs + liveMs
}

/** The process of a primary is gone, and compute keeps the VM for its secondary. */
export function takeoverDue(turn: Turn, { vm, cause }: Signals['takeoverDue']): void {
  const pair = turn.world.ftPairs.get(vm)
  // One that was ended for its secondary has its clock already.
  if (pair === undefined || cause === 'ft') return
  cancelMoveOfSecondary(turn, vm)
  pend(turn, pair, { what: 'takeover', reason: cause, inMs: takeoverMs(turn) })
}

/** The copy that is to go live stays where it is. */
function cancelMoveOfSecondary(turn: Turn, vm: string): void {
  if (turn.world.migrations.has(`${vm}>secondary`)) turn.request('migration.cancel', { vm, role: 'secondary' })
}

/** The clock of a pair. */
export function step(turn: Turn, { vm: name }: { vm: string }): void {
  const pair = turn.world.ftPairs.get(name)
  const vm = turn.world.vms.get(name)
  if (pair === undefined || vm === undefined || pair.pending === null) return
  const { pending } = pair
  if (pending.what === 'takeover') goLive(turn, pair, vm, pending)
  else if (pending.what === 'secondaryLost') loseSecondary(turn, pair, vm, pending)
  else if (pending.what === 'race') race(turn, pair, vm, pending)
  else {
    unpend(turn, pair)
    reconsider(turn)
  }
}

/** FT-017: the secondary has the lock and all of the state, and runs on. */
function goLive(turn: Turn, pair: FtRecord, vm: VmRecord, pending: FtPending): void {
  const to = turn.constants['FT-025'].vcenterNeededForFailover && !vcenterRuns(turn.world) ? null : standbyOf(turn.world, vm.name)
  const from = vm.host
  if (!vm.awaitsTakeover || from === null || to === null || pair.secondaryFiles === null) return giveUp(turn, pair, vm)
  const seq = turn.emit('ft.failover', { vm: vm.name, from, to }, { why: whyOf(turn, vm, pending, from, to) })
  const { datastore, disks } = pair.secondaryFiles
  if (turn.constants['FT-013'].ownDisks) turn.request('compute.setFiles', { vm: vm.name, datastore, disks }, seq)
  turn.request('compute.moveVm', { vm: vm.name, from, to, by: 'ft', quiet: true }, seq)
  const asked = { host: null, datastore: turn.constants['FT-013'].ownDisks ? vm.cfg.datastore : datastoreFor(pair, vm.cfg) }
  const reason: FtReason = pending.reason === 'test' ? 'userAction' : 'lostConnection'
  const awaits = pending.reason === 'hostFailed' ? toBeDeclared(turn, to, from) : null
  const more = { secondary: null, secondaryFiles: null, asked, awaits, command: null }
  const next = change(turn, pair, { to: needing(turn), reason, more, cause: seq })
  if (pending.reason === 'test') turn.signal('workDone', { command: 'ft.testFailover', entity: vm.name, result: 'success' }, seq)
  if (pending.reason === 'processCrash') pend(turn, next, { what: 'newSecondary', reason: 'processCrash', inMs: monitorMs(turn), cause: seq })
  else turn.request('ft.next', { vm: vm.name }, seq)
}

/** FT-016: on, and without a secondary. */
function needing({ constants }: Turn): 'needSecondary' | 'disabled' {
  return constants['FT-016'].lossNeedsSecondary ? 'needSecondary' : 'disabled'
}

const factsOf: { readonly [reason in FtPending['reason']]: readonly [FactId, ...FactId[]] } = {
  hostFailed: ['FT-017', 'FT-002'],
  processCrash: ['FT-022', 'FT-017', 'FT-002'],
  networkLost: ['FT-020', 'FT-002'],
  storageLost: ['FT-020'],
  test: ['FT-024', 'FT-002'],
  copyFailed: ['FT-017'],
}

function whyOf(turn: Turn, vm: VmRecord, { reason, since }: FtPending, from: string, to: string) {
  const inputs = {
    vm: vm.name,
    from,
    to,
    reason,
    ...(reason === 'test' ? {} : turn.constants['FT-017']),
    outageMs: turn.now - (vm.downSince ?? since),
  }
  return { decision: 'secondaryTakesOver', facts: factsOf[reason], inputs }
}

/** FT-019: both are gone. HA restarts the primary: of a host that failed with it, or of a process that died on one that goes on. */
function giveUp(turn: Turn, pair: FtRecord, vm: VmRecord): void {
  unpend(turn, pair)
  const hostRuns = vm.host !== null && turn.world.hosts.get(vm.host)?.power === 'on'
  turn.request('compute.giveUpTakeover', { vm: vm.name, cause: hostRuns ? 'processCrash' : 'hostFailed' })
}

/** The primary goes on alone. */
function loseSecondary(turn: Turn, pair: FtRecord, vm: VmRecord, { reason, since }: Pick<FtPending, 'reason' | 'since'>): void {
  const host = pair.secondary
  if (host === null) return
  const facts: readonly [FactId, ...FactId[]] = reason === 'networkLost' ? ['FT-020'] : ['FT-018']
  const lock = vm.cfg.datastore
  const inputs = { vm: vm.name, host, primary: vm.host, reason, silentMs: turn.now - since, ...(reason === 'networkLost' ? { lock } : {}) }
  const seq = turn.emit('ft.secondaryLost', { vm: vm.name, host }, { why: { decision: 'secondaryLost', facts, inputs } })
  const awaits = reason === 'hostFailed' ? toBeDeclared(turn, vm.host, host) : null
  const more = { secondary: null, secondaryFiles: null, awaits }
  change(turn, pair, { to: needing(turn), reason: 'lostConnection', more, cause: seq })
  turn.request('ft.next', { vm: vm.name }, seq)
}

/** FT-020: exactly one gets the lock. The primary does, unless it cannot reach the datastore of the lock and the secondary can. */
function race(turn: Turn, pair: FtRecord, vm: VmRecord, pending: FtPending): void {
  const { primaryWins, secondaryWinsWithoutLock } = turn.constants['FT-020']
  const from = vm.host
  const reachesLock = from !== null && reaches(turn.world, from, vm.cfg.datastore)
  const isLost = standbyOf(turn.world, vm.name) !== null && (!primaryWins || (secondaryWinsWithoutLock && !reachesLock))
  if (!isLost || from === null || vm.power !== 'on') return loseSecondary(turn, pair, vm, pending)
  yieldTo(turn, pair, vm.name, from, { reason: 'networkLost', inMs: turn.constants['FT-017'].liveMs })
}

/** The primary ends, and the secondary is live a little later. */
export function yieldTo(
  turn: Turn,
  pair: FtRecord,
  vm: string,
  from: string,
  { reason, inMs }: { readonly reason: 'networkLost' | 'test'; readonly inMs: number },
): void {
  cancelMoveOfSecondary(turn, vm)
  pend(turn, pair, { what: 'takeover', reason, inMs })
  turn.request('compute.yieldToSecondary', { vm, from })
}

/** After a loss or a takeover: a new secondary at once, where nobody has to be declared failed first. */
export function next(turn: Turn, { vm }: { vm: string }): void {
  const pair = turn.world.ftPairs.get(vm)
  if (pair?.state === 'needSecondary' && pair.pending === null && pair.awaits === null) tryStart(turn, pair, null, turn.cause)
}

/** Power of a host changed: secondaries there are gone, or what was waited for is over. */
export function hostPower(turn: Turn, { host, on }: Signals['hostPower']): void {
  for (const pair of [...turn.world.ftPairs.values()]) {
    if (on && pair.awaits === host) turn.world.ftPairs.patch(pair.vm, { awaits: null })
    else if (!on && pair.secondary === host) secondaryDied(turn, pair)
  }
  reconsider(turn)
}

function secondaryDied(turn: Turn, pair: FtRecord): void {
  // Its copy fails by itself.
  if (pair.state !== 'running') return
  const vm = turn.world.vms.get(pair.vm)
  if (vm?.awaitsTakeover === true) giveUp(turn, pair, vm)
  else if (pair.pending?.what !== 'secondaryLost')
    pend(turn, pair, { what: 'secondaryLost', reason: 'hostFailed', inMs: turn.constants['FT-018'].noticedAfterMs })
}

/** Links changed: pairs whose two sides do not hear each other any more, or again in time (FT-020). */
export function linksChanged(turn: Turn): void {
  for (const pair of [...turn.world.ftPairs.values()]) look(turn, pair)
  reconsider(turn)
}

export function vmMoved(turn: Turn, { vm, by }: Signals['vmMoved']): void {
  const pair = turn.world.ftPairs.get(vm)
  if (pair === undefined || by === 'ft') return
  look(turn, pair)
  reconsider(turn)
}

/** FT-030: a secondary that moved is elsewhere; a VM that is done moving may get one. */
export function migrationEnded(turn: Turn, { vm, role, kind, from, to, result }: Signals['migrationEnded']): void {
  const pair = turn.world.ftPairs.get(vm)
  const hasMoved = role === 'secondary' && kind !== 'ft' && result === 'success' && pair?.state === 'running' && pair.secondary === from
  if (hasMoved) look(turn, change(turn, pair, { to: 'running', reason: null, more: { secondary: to, pending: pair.pending } }))
  else reconsider(turn)
}

function look(turn: Turn, pair: FtRecord): void {
  const vm = turn.world.vms.get(pair.vm)
  if (pair.state !== 'running' || pair.secondary === null || vm?.power !== 'on' || vm.host === null || vm.awaitsTakeover) return
  if (ftLinked(turn, vm.host, pair.secondary)) {
    // Heartbeats that come back before they were declared lost end the matter.
    const { detectMs } = turn.constants['FT-017']
    if (pair.pending?.what === 'race' && turn.now < pair.pending.since + detectMs) unpend(turn, pair)
  } else if (pair.pending === null) {
    const { detectMs, arbitrationMs } = turn.constants['FT-017']
    pend(turn, pair, { what: 'race', reason: 'networkLost', inMs: detectMs + arbitrationMs })
  }
}

/** It was powered off, or nobody took over: FT stays on, and its secondary ends with it (FT-011, FT-016). */
export function vmPoweredOff(turn: Turn, { vm: name, cause }: Signals['vmPoweredOff']): void {
  const pair = turn.world.ftPairs.get(name)
  const vm = turn.world.vms.get(name)
  if (pair === undefined || vm === undefined || vm.power === 'on') return
  if (pair.state === 'disabled' || pair.state === 'enabled') return
  const more = { secondary: null, secondaryFiles: null, awaits: null, command: null, placed: null, rejected: [] }
  const isPlanned = cause === 'user' || cause === 'guest'
  change(turn, pair, { to: 'enabled', reason: isPlanned ? 'userAction' : null, more })
  if (pair.command !== null) turn.signal('workDone', { command: pair.command, entity: name, result: 'invalidState' })
}

/** FT-011: at power-on the secondary is placed; HA restarts the primary first, then a secondary (FT-019). */
export function vmPoweredOn(turn: Turn, { vm, cause }: Signals['vmPoweredOn']): void {
  const pair = turn.world.ftPairs.get(vm)
  if (pair?.state === 'starting') return restartCopy(turn, pair)
  if (pair?.state !== 'enabled') return
  if (cause === 'ha' && !turn.constants['FT-019'].newSecondaryAfterRestart) return
  const started = tryStart(turn, pair, cause === 'ha' ? null : 'vcenter', turn.cause)
  const now = turn.world.ftPairs.need(vm)
  if (!started && now.state === 'enabled') change(turn, now, { to: 'needSecondary', reason: 'initializing' })
}

/** HA has started it elsewhere, believing it dead: what was being copied is not what runs. */
function restartCopy(turn: Turn, pair: FtRecord): void {
  turn.request('migration.cancel', { vm: pair.vm, role: null })
  const next = change(turn, pair, { to: 'needSecondary', reason: 'initializing', more: { secondary: null, command: null, placed: null } })
  if (pair.command !== null) turn.signal('workDone', { command: pair.command, entity: pair.vm, result: 'invalidState' })
  pend(turn, next, { what: 'newSecondary', reason: 'copyFailed', inMs: monitorMs(turn) })
}

/** FT-023: both crash together, so nobody takes over. */
export function guestChanged(turn: Turn, { vm: name }: Signals['guestChanged']): void {
  const vm = turn.world.vms.get(name)
  const pair = turn.world.ftPairs.get(name)
  if (turn.constants['FT-023'].guestCrashIsReplicated || pair === undefined || vm === undefined) return
  if (vm.guest === 'crashed' && vm.host !== null && standbyOf(turn.world, name) !== null)
    yieldTo(turn, pair, name, vm.host, { reason: 'networkLost', inMs: takeoverMs(turn) })
}

/** A secondary that cannot write its disks any more is given up: a device that is gone at once, an APD when its time-out has passed. */
export function storageLost(turn: Turn, { datastore, host, change: news }: Signals['storageLossChanged']): void {
  if (news === 'back') return reconsider(turn)
  const loss = turn.world.storageLosses.get(`${datastore}>${host}`)
  if (loss === undefined || (loss.kind === 'apd' && loss.timedOutAt === null)) return
  for (const pair of [...turn.world.ftPairs.values()]) {
    const vm = turn.world.vms.get(pair.vm)
    const isAffected = pair.secondary === host && pair.secondaryFiles?.datastore === datastore && pair.state === 'running'
    if (isAffected && vm !== undefined && !vm.awaitsTakeover && pair.pending?.what !== 'race')
      loseSecondary(turn, pair, vm, { reason: 'storageLost', since: loss.sinceAt })
  }
}

export function vmRemoved(turn: Turn, { vm }: { vm: string }): void {
  const pair = turn.world.ftPairs.get(vm)
  if (pair === undefined) return
  turn.cancel(pair.pending?.timer ?? null)
  turn.world.ftPairs.remove(vm)
  turn.signal('ftChanged', { vm })
}

export function hostRemoved(turn: Turn, { host }: { host: string }): void {
  for (const pair of [...turn.world.ftPairs.values()]) {
    if (pair.awaits === host) turn.world.ftPairs.patch(pair.vm, { awaits: null })
    if (pair.asked.host === host) turn.world.ftPairs.patch(pair.vm, { asked: { ...turn.world.ftPairs.need(pair.vm).asked, host: null } })
  }
  reconsider(turn)
}
