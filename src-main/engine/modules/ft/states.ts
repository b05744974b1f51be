/** The record of a pair: every change of its state is logged here (FT-016). */
import type { FtReason, FtState } from '../../../contract/state.ts'
import type { FtPending, FtRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { ftStateOf } from '../../reads/ft.ts'

export interface StateChange {
  readonly to: FtRecord['state']
  readonly reason: FtReason | null
  readonly more?: Partial<FtRecord>
  readonly cause?: number | null
}

/** Writes the record and says so where its state is another one. Whatever was pending is over unless `more` says otherwise. */
export function change(turn: Turn, pair: FtRecord, { to, reason, more = {}, cause = turn.cause }: StateChange): FtRecord {
  const from = ftStateOf(turn.world, pair.vm)
  if (more.pending === undefined) turn.cancel(pair.pending?.timer ?? null)
  const next = turn.world.ftPairs.set(pair.vm, { ...pair, pending: null, ...more, state: to, reason, causeSeq: cause })
  if (from !== to) say(turn, pair.vm, from, to, reason, cause)
  tell(turn, pair, next.secondary, cause)
  return next
}

/** FT-028: switched off. */
export function forget(turn: Turn, pair: FtRecord, cause: number | null = turn.cause): void {
  turn.cancel(pair.pending?.timer ?? null)
  turn.world.ftPairs.remove(pair.vm)
  say(turn, pair.vm, pair.state, 'notConfigured', 'userAction', cause)
  tell(turn, pair, null, cause)
}

function say(turn: Turn, vm: string, from: FtState, to: FtState, reason: FtReason | null, causedBy: number | null): void {
  turn.emit('ft.stateChanged', { vm, from, to, reason }, { causedBy })
}

function tell(turn: Turn, before: FtRecord, secondary: string | null, cause: number | null): void {
  turn.signal('ftChanged', { vm: before.vm }, cause)
  if (before.secondary === secondary) return
  // What admission control counts is another sum, and room came free where a secondary was.
  turn.signal('failoverCapacityChanged', {}, cause)
  if (before.secondary !== null) turn.signal('capacityChanged', { host: before.secondary }, cause)
}

/** Sets the clock for what comes next; what was pending before is over. */
export function pend(
  turn: Turn,
  pair: FtRecord,
  { what, reason, inMs, cause = turn.cause }: Pick<FtPending, 'what' | 'reason'> & { readonly inMs: number; readonly cause?: number | null },
): FtRecord {
  turn.cancel(pair.pending?.timer ?? null)
  const timer = turn.after(inMs, 'ft.step', { vm: pair.vm }, cause)
  return turn.world.ftPairs.set(pair.vm, { ...pair, pending: { what, reason, since: turn.now, at: turn.now + inMs, timer, causeSeq: cause } })
}

export function unpend(turn: Turn, pair: FtRecord): FtRecord {
  turn.cancel(pair.pending?.timer ?? null)
  return turn.world.ftPairs.patch(pair.vm, { pending: null })
}
