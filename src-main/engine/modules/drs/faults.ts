/** What DRS cannot do is told once, and shown until a pass does not find it any more (DRS-097). */
import type { Turn } from '../../core/turn.ts'
import type { Fault } from './proposal.ts'

const keyOf = ({ reason, vm, host, rule }: Pick<Fault, 'reason' | 'vm' | 'host' | 'rule'>): string =>
  [reason, vm, host, rule].map((part) => part ?? '').join('>')

export function settleFaults(turn: Turn, faults: readonly Fault[], passSeq: number): void {
  const found = new Set(faults.map(keyOf))
  for (const key of [...turn.world.drsFaults.keys()]) if (!found.has(key)) turn.world.drsFaults.remove(key)
  for (const fault of faults) if (!turn.world.drsFaults.has(keyOf(fault))) tell(turn, fault, passSeq)
}

/** Beside a pass: until the next one. */
export function tellFault(turn: Turn, fault: Fault): void {
  if (!turn.world.drsFaults.has(keyOf(fault))) tell(turn, fault, turn.cause)
}

function tell(turn: Turn, fault: Fault, causedBy: number | null): void {
  const { vm, host, rule, reason, facts, inputs, rejected } = fault
  const why = { decision: 'drsFault', facts, inputs: { vm, host, rule, reason, ...inputs }, rejected: rejected ?? [] }
  turn.emit('drs.fault', { vm, host, rule, reason }, { why, causedBy })
  turn.world.drsFaults.set(keyOf(fault), { vm, host, rule, reason, sinceAt: turn.now })
}

export function forgetFaults(turn: Turn): void {
  for (const key of [...turn.world.drsFaults.keys()]) turn.world.drsFaults.remove(key)
}
