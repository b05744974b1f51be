/** Files, one source datastore after the other, then memory in rounds (VM-022, VM-030, VM-062, VM-063). */
import type { Signals } from '../../core/messages.ts'
import type { MigrationRecord, PreCopyProgress } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { nextChangeOf, demandOf } from '../../reads/demand.ts'
import { transferRate } from '../../reads/vmotion.ts'
import { judgeRound, throttledRate, wholePages, type RoundVerdict } from '../../models/pre-copy.ts'
import { roundHalfUp } from '../../models/maths.ts'
import { fail } from './ending.ts'
import { enterPhase, hasMemory, keyOf, ofTransfer, toMBps, transferOf } from './migration-record.ts'
import { lastTransferOver, switchFiles, switchMemory } from './switch-over.ts'

const MB = 1e6
const MIB = 1024 * 1024

/** The set-up is over: from now on it has its share of the links (VM-037). */
export function startCopying(turn: Turn, record: MigrationRecord, at: number): void {
  const hosts = hasMemory(record) ? ([record.from, record.to] as const) : null
  const copying = turn.world.migrations.patch(keyOf(record), { phase: 'preCopy', timer: null, dueAt: null })
  turn.request('transfer.begin', { id: transferOf(keyOf(record)), hosts }, record.causeSeq)
  next(turn, copying, at)
}

/** What is to be done after the files that are there by now. */
function next(turn: Turn, record: MigrationRecord, at: number): void {
  if (record.disks !== null && record.disks.left.length > 0) sendFiles(turn, record, at)
  else if (hasMemory(record)) startRounds(turn, record, at)
  else switchFiles(turn, record, at)
}

function sendFiles(turn: Turn, record: MigrationRecord, at: number): void {
  const { from, to, datastore, kind, vm } = record
  const group = record.disks?.left[0]
  if (group === undefined || datastore === null) return
  // A shell on the destination writes what comes over the network; a Storage vMotion stays within its host (VM-063).
  const datastores = [
    { name: group.from, host: from, vm },
    { name: datastore, host: to },
  ]
  const writes = kind === 'storage' || kind === 'both' ? ({ vm, cost: 'mirror' } as const) : null
  turn.request('transfer.send', { id: transferOf(keyOf(record)), bytes: group.bytes, from: at, datastores, writes }, record.causeSeq)
}

/** The last byte of what was under way has arrived. */
export function transferDone(turn: Turn, { id, endedAt }: Signals['transferDone']): void {
  const record = ofTransfer(turn, id)
  if (record === undefined) return
  if (record.phase === 'switchOver') return lastTransferOver(turn, record, endedAt)
  if (record.preCopy !== null) return roundOver(turn, record, record.preCopy, endedAt)
  const [done, ...left] = record.disks?.left ?? []
  if (record.disks === null || done === undefined) return
  const disks = { doneBytes: record.disks.doneBytes + done.bytes, left }
  next(turn, turn.world.migrations.patch(keyOf(record), { disks }), endedAt)
}

/** Round 0 sends all memory (VM-022). */
function startRounds(turn: Turn, record: MigrationRecord, at: number): void {
  const bytes = turn.world.vms.need(record.vm).cfg.memoryMiB * MIB
  const preCopy: PreCopyProgress = {
    rounds: 0,
    roundBytes: bytes,
    roundAt: at,
    sentBytes: 0,
    dirtyBytes: 0,
    dirtyAt: at,
    dirtyRate: 0,
    dirtyLimit: null,
    dirtyTimer: null,
    sdpsFromRound: null,
    slowdownPercent: 0,
  }
  enterPhase(turn, record, 'preCopy', record.from)
  send(turn, record, { ...preCopy, ...dirtyingFrom(turn, record, null) })
}

function send(turn: Turn, record: MigrationRecord, preCopy: PreCopyProgress): void {
  turn.world.migrations.patch(keyOf(record), { preCopy })
  turn.request('transfer.send', { id: transferOf(keyOf(record)), bytes: preCopy.roundBytes, from: preCopy.roundAt }, record.causeSeq)
}

/** How fast the guest dirties memory now, and when that changes by itself. */
function dirtyingFrom(turn: Turn, record: MigrationRecord, timer: number | null): Pick<PreCopyProgress, 'dirtyRate' | 'dirtyTimer'> {
  turn.cancel(timer)
  const changesAt = nextChangeOf(turn.world, record.vm, 'dirtyMBps', turn.now)
  return {
    dirtyRate: demandOf(turn.world, record.vm, 'dirtyMBps', turn.now) * MB,
    dirtyTimer: changesAt === null ? null : turn.at(changesAt, 'migration.dirty', { id: keyOf(record) }, record.causeSeq),
  }
}

/** Dirtied in this round until an instant, with what SDPS leaves of it (VM-033). */
function dirtiedUntil(preCopy: PreCopyProgress, at: number): number {
  const rate = Math.min(preCopy.dirtyRate, preCopy.dirtyLimit ?? Infinity)
  return preCopy.dirtyBytes + (rate * Math.max(0, at - preCopy.dirtyAt)) / 1000
}

/** The guest dirties memory at another rate from now on. */
export function dirtyRateChanged(turn: Turn, record: MigrationRecord): void {
  const { preCopy, phase } = record
  if (preCopy === null || phase !== 'preCopy') return
  const at = Math.max(preCopy.dirtyAt, turn.now)
  const banked = { ...preCopy, dirtyBytes: dirtiedUntil(preCopy, at), dirtyAt: at, ...dirtyingFrom(turn, record, preCopy.dirtyTimer) }
  turn.world.migrations.patch(keyOf(record), { preCopy: banked })
}

function roundOver(turn: Turn, record: MigrationRecord, preCopy: PreCopyProgress, endedAt: number): void {
  const { vm, role, kind } = record
  const workingSet = demandOf(turn.world, vm, 'workingSetMiB', turn.now) * MIB
  const memory = turn.world.vms.need(vm).cfg.memoryMiB * MIB
  const next = Math.min(dirtiedUntil(preCopy, endedAt), workingSet, memory)
  const bytesPerSecond = transferRate(turn.world, transferOf(keyOf(record)))
  const rounds = preCopy.rounds + 1
  if (kind !== 'ft') {
    const durationMs = roundHalfUp(endedAt - preCopy.roundAt)
    const payload = { vm, round: preCopy.rounds, bytes: wholePages(preCopy.roundBytes), durationMs, dirtyBytes: wholePages(next), role }
    turn.emit('vmotion.round', payload, { causedBy: record.causeSeq })
  }
  const throttled = preCopy.sdpsFromRound !== null
  const sdps = turn.world.vms.need(vm).cfg.sdps
  const end = { rounds, sentBytes: preCopy.roundBytes, dirtyBytes: next, bytesPerSecond, throttled, sdps }
  const verdict: RoundVerdict = next <= 0 ? 'switchOver' : judgeRound(end, turn.constants)
  const after: PreCopyProgress = {
    ...preCopy,
    rounds,
    roundBytes: next,
    roundAt: endedAt,
    sentBytes: preCopy.sentBytes + preCopy.roundBytes,
    dirtyBytes: 0,
    dirtyAt: endedAt,
  }
  if (verdict === 'switchOver') {
    turn.cancel(preCopy.dirtyTimer)
    return switchMemory(turn, record, { ...after, dirtyTimer: null }, bytesPerSecond)
  }
  if (verdict === 'fail') return fail(turn, turn.world.migrations.patch(keyOf(record), { preCopy: after }), 'noConvergence', ['VM-044'])
  const isSlowed = verdict === 'throttle' || throttled
  send(turn, record, isSlowed ? slowed(turn, record, after, bytesPerSecond) : after)
}

/** VM-033: from the next round on the guest dirties no more than a share of what the link takes; judged anew after each round. */
function slowed(turn: Turn, { vm, role, kind, causeSeq }: MigrationRecord, preCopy: PreCopyProgress, bytesPerSecond: number): PreCopyProgress {
  const dirtyLimit = throttledRate(Infinity, bytesPerSecond, turn.constants)
  const share = preCopy.dirtyRate > 0 ? 1 - Math.min(preCopy.dirtyRate, dirtyLimit) / preCopy.dirtyRate : 0
  const slowdownPercent = roundHalfUp(share * 10_000) / 100
  if (kind !== 'ft' && (preCopy.sdpsFromRound === null || slowdownPercent !== preCopy.slowdownPercent)) {
    const inputs = { vm, round: preCopy.rounds, dirtyMBps: toMBps(preCopy.dirtyRate), bandwidthMBps: toMBps(bytesPerSecond), slowdownPercent }
    const why = { decision: 'guestSlowed', facts: ['VM-033', 'VM-044'], inputs } as const
    turn.emit('vmotion.sdps', { vm, round: preCopy.rounds, slowdownPercent, role }, { causedBy: causeSeq, why })
  }
  return { ...preCopy, dirtyLimit, slowdownPercent, sdpsFromRound: preCopy.sdpsFromRound ?? preCopy.rounds }
}
