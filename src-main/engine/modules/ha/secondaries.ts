/** New secondaries of FT VMs: after the agent VMs of a failover and before all others (HA-088, HA-106, FT-017). Module `ft` finds them a place. */
import type { Requests } from '../../core/messages.ts'
import type { FailoverRecord, FtRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { partitionOf } from './cluster.ts'
import { FT_SECONDARIES } from './policy/levels.ts'
import { leaveLevel } from './readiness.ts'
import { viewOf } from './shown.ts'

/** FT VMs of the partition that need a secondary, as far as this primary knows; `from`: whose failure it has just judged. */
export function secondariesDue(turn: Turn, primary: string, from: string | null): readonly string[] {
  if (turn.world.ftPairs.size === 0 || !turn.constants['HA-106'].startsSecondaries) return []
  const partition = partitionOf(turn, primary)
  const isJudged = (host: string): boolean =>
    !turn.world.hosts.has(host) || partition.includes(host) || viewOf(turn.world, primary, host)?.state === 'failed'
  const isDue = ({ vm, state, pending, awaits }: FtRecord): boolean => {
    const host = turn.world.vms.get(vm)?.host ?? null
    if (state !== 'needSecondary' || pending !== null || host === null || !partition.includes(host)) return false
    return from === null ? awaits === null || isJudged(awaits) : awaits === from
  }
  return [...turn.world.ftPairs.values()].filter(isDue).map(({ vm }) => vm)
}

/** Asks for those of failovers whose agent VMs are through. */
export function startSecondaries(turn: Turn): void {
  for (const failover of [...turn.world.failovers.values()]) {
    const isHeldBack = failover.levels.some(({ level, open }) => level < FT_SECONDARIES && open > 0)
    if (failover.secondaries.length > 0 && !isHeldBack) ask(turn, failover)
  }
}

function ask(turn: Turn, { id, secondaries, causeSeq }: FailoverRecord): void {
  turn.world.failovers.patch(String(id), { secondaries: [] })
  for (const vm of secondaries) turn.request('ft.startSecondary', { vm, failure: id }, causeSeq)
}

/** The failover is over before their turn came: nobody is left that they could wait for. */
export function startUnasked(turn: Turn, { secondaries, causeSeq }: FailoverRecord): void {
  for (const vm of secondaries) turn.request('ft.startSecondary', { vm, failure: null }, causeSeq)
}

export function secondaryTried(turn: Turn, { failure }: Requests['ha.secondaryTried']): void {
  leaveLevel(turn, { failure, level: FT_SECONDARIES }, 1)
}
