/** How a migration ends: it went through, or the VM stays where it was, as it was (VM-050). */
import type { FactId } from '../../../contract/fact-id.ts'
import type { MigrationRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { roundHalfUp } from '../../models/maths.ts'
import { wholePages } from '../../models/pre-copy.ts'
import { giveBack } from './budgets.ts'
import { enterPhase, hasMemory, keyOf, ownKind, stunsVm, transferOf } from './migration-record.ts'

/** It runs on the destination, or from the other datastore, since `dueAt`. */
export function complete(turn: Turn, record: MigrationRecord): void {
  const { vm, from, to, role, preCopy, stunnedAt } = record
  const endedAt = record.dueAt ?? turn.now
  const kind = ownKind(record)
  const stunMs = stunnedAt === null ? 0 : roundHalfUp(endedAt - stunnedAt)
  const totalMs = roundHalfUp(endedAt - (record.startedAt ?? turn.now))
  leave(turn, record)
  if (kind === null) {
    turn.request('compute.stun', { vm, on: false }, record.causeSeq)
    turn.signal('ftCopyDone', { vm, host: to, durationMs: totalMs, stunMs }, record.causeSeq)
    return tellEnd(turn, record, 'success', record.causeSeq)
  }
  const resumed =
    kind === 'cold' ? record.causeSeq : turn.emit('vmotion.switchover', { vm, stunMs, role }, { causedBy: turn.cause ?? record.causeSeq })
  if (stunsVm(record)) turn.request('compute.stun', { vm, on: false }, resumed)
  enterPhase(turn, { ...record, causeSeq: resumed }, 'cleanUp', from)
  const memoryBytes = preCopy === null ? 0 : preCopy.sentBytes + preCopy.roundBytes
  const bytes = wholePages(memoryBytes) + wholePages(record.disks?.doneBytes ?? 0)
  const rounds = preCopy?.rounds ?? 0
  const seq = turn.emit('vmotion.completed', { vm, from, to, kind, rounds, bytes, totalMs, stunMs, role }, { causedBy: resumed })
  if (hasMemory(record) && from !== to) keepLeftover(turn, vm, from, seq)
  tellEnd(turn, record, 'success', seq)
}

/** VM-020: the source keeps its memory until it has cleaned up. */
function keepLeftover(turn: Turn, vm: string, host: string, seq: number): void {
  const key = `${vm}>${host}`
  turn.cancel(turn.world.leftovers.get(key)?.timer ?? null)
  const timer = turn.after(turn.constants['VM-020'].cleanUpMs, 'migration.cleaned', { vm, host }, seq)
  turn.world.leftovers.set(key, { vm, host, timer })
}

/** It fails, or is dropped from the queue: the VM goes on where it is, and what was copied is discarded. */
export function fail(turn: Turn, record: MigrationRecord, reason: string, facts: readonly [FactId, ...FactId[]]): void {
  const { vm, from, to, role, phase, preCopy, stunnedAt } = record
  const kind = ownKind(record)
  const cause = turn.cause ?? record.causeSeq
  leave(turn, record)
  if (stunnedAt !== null && stunsVm(record)) turn.request('compute.stun', { vm, on: false }, cause)
  if (kind === null) {
    turn.signal('ftCopyFailed', { vm, host: to, reason }, cause)
    return tellEnd(turn, record, reason, cause)
  }
  const ranMs = record.startedAt === null ? null : turn.now - record.startedAt
  const inputs = {
    vm,
    reason,
    kind,
    from,
    to,
    phase,
    ranMs,
    rounds: preCopy?.rounds ?? null,
    cutMs: record.cutAt === null ? null : turn.now - record.cutAt,
    stunnedMs: stunnedAt === null ? null : roundHalfUp(turn.now - stunnedAt),
  }
  const seq = turn.emit('vmotion.failed', { vm, reason, role }, { causedBy: cause, why: { decision: 'migrationFailed', facts, inputs } })
  tellEnd(turn, record, reason, seq)
}

function leave(turn: Turn, record: MigrationRecord): void {
  for (const timer of [record.timer, record.cutTimer, record.preCopy?.dirtyTimer ?? null]) turn.cancel(timer)
  turn.world.migrations.remove(keyOf(record))
  if (record.startedAt === null) return
  giveBack(turn, record)
  turn.request('transfer.end', { id: transferOf(keyOf(record)) }, record.causeSeq)
}

function tellEnd(turn: Turn, record: MigrationRecord, result: string, seq: number | null): void {
  const { vm, role, kind, from, to, command } = record
  const freed = record.startedAt === null ? [] : record.costs.map(({ key }) => key)
  turn.signal(
    'migrationEnded',
    { vm, role, kind, from, to, result, ranMs: record.startedAt === null ? null : turn.now - record.startedAt, freed },
    seq,
  )
  if (command !== null) turn.signal('workDone', { command, entity: vm, result }, seq)
  // What was held on the destination is free again.
  if (result !== 'success' && record.startedAt !== null) turn.signal('capacityChanged', { host: to }, seq)
}
