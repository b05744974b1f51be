/**
 * Recommendations: what a pass proposes appears, stays as long as passes find it (DRS-012), is carried out by DRS or by a person, and is
 * withdrawn when no pass finds it any more.
 */
import type { Json } from '../../../contract/events.ts'
import type { CommandArgs } from '../../core/messages.ts'
import type { RecommendationRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { ftOf } from '../../reads/ft.ts'
import { migrationTrouble, notNow } from '../../reads/migration-checks.ts'
import { vcenterRuns } from '../../reads/network.ts'
import type { Proposal } from './proposal.ts'

/** What makes two recommendations the same one. */
const keyOf = ({ kind, vm, from, to, host, reason, group }: Partial<RecommendationRecord>): string =>
  [kind, vm, from, to, host, reason, (group ?? []).join('+')].map((part) => part ?? '').join('>')

export function settleRecommendations(turn: Turn, proposals: readonly Proposal[], passSeq: number): void {
  const known = new Map([...turn.world.recommendations.values()].map((record) => [keyOf(record), record]))
  const kept = new Set<string>()
  const made = new Map<Proposal, RecommendationRecord>()
  for (const proposal of proposals) {
    const same = known.get(keyOf(proposal))
    const record =
      same ??
      recommend(
        turn,
        proposal,
        (proposal.after ?? []).flatMap((other) => made.get(other)?.id ?? []),
        passSeq,
      )
    kept.add(record.id)
    made.set(proposal, record)
  }
  for (const record of known.values()) if (!kept.has(record.id) && record.expiresAt === null) withdraw(turn, record, passSeq)
  // All of it is listed before anything is carried out.
  for (const [proposal, record] of made) if (proposal.automatic) carryOut(turn, record, 'drs', record.seq)
}

/** Lists it, from now on or until it expires. */
export function recommend(
  turn: Turn,
  proposal: Proposal,
  prerequisites: readonly string[],
  causedBy: number | null,
  expiresAt: number | null = null,
): RecommendationRecord {
  const order = turn.count('recommendations')
  const id = `r${order}`
  const shown = shownFields(proposal, prerequisites)
  const { priority } = proposal
  const seq = turn.emit(
    'drs.recommendation',
    { id, ...(shown as { [field: string]: Json }), priority, rating: 6 - priority },
    { why: proposal.why, causedBy },
  )
  const timer = expiresAt === null ? null : turn.at(expiresAt, 'drs.expires', { id })
  return turn.world.recommendations.set(id, { id, ...shown, priority, order, sinceAt: turn.now, expiresAt, timer, seq })
}

function shownFields(proposal: Proposal, prerequisites: readonly string[]) {
  const { kind, vm, from, to, host, reason, hosts, group, gain, migrationTimeMs, costMHzSeconds, benefitMHzSeconds } = proposal
  const none = null
  return {
    kind,
    vm: vm ?? none,
    from: from ?? none,
    to: to ?? none,
    host: host ?? none,
    reason,
    hosts: hosts ?? [],
    group: group ?? [],
    prerequisites,
    gain: gain ?? none,
    migrationTimeMs: migrationTimeMs ?? none,
    costMHzSeconds: costMHzSeconds ?? none,
    benefitMHzSeconds: benefitMHzSeconds ?? none,
  }
}

function withdraw(turn: Turn, record: RecommendationRecord, causedBy: number | null): void {
  drop(turn, record)
  const { id, vm, kind, reason } = record
  const why = { decision: 'drsWithdraws', facts: ['DRS-012'] as const, inputs: { id, kind, vm, reason } }
  turn.emit('drs.withdrawn', { id }, { why, causedBy })
}

function drop(turn: Turn, record: RecommendationRecord): void {
  turn.cancel(record.timer)
  turn.world.recommendations.remove(record.id)
}

export function expires(turn: Turn, { id }: { id: string }): void {
  const record = turn.world.recommendations.get(id)
  if (record !== undefined) withdraw(turn, { ...record, timer: null }, record.seq)
}

/** DRS is off, or has nobody to do its work: nothing is recommended any more. */
export function withdrawAll(turn: Turn): void {
  for (const record of [...turn.world.recommendations.values()]) withdraw(turn, record, turn.cause)
}

function carryOut(turn: Turn, record: RecommendationRecord, by: 'user' | 'drs', causedBy: number | null): void {
  drop(turn, record)
  const seq = turn.emit('drs.applied', { id: record.id, by }, { causedBy })
  switch (record.kind) {
    case 'migrate':
      return move(turn, record, seq)
    case 'hostPowerOn':
      return turn.request('compute.exitStandby', { host: record.host as string }, seq)
    case 'hostPowerOff':
      return turn.request('compute.enterStandby', { host: record.host as string }, seq)
    case 'powerOn':
      return turn.request('compute.powerOnVm', { vm: record.vm as string, host: record.host as string, cause: 'drs' }, seq)
  }
}

function move(turn: Turn, { vm, from, to }: RecommendationRecord, seq: number): void {
  const name = vm as string
  const pair = ftOf(turn.world, name)
  const role = pair === undefined ? null : pair.secondary === from ? 'secondary' : 'primary'
  const leaving = turn.world.evacuations.get(from as string)
  if (leaving !== undefined) turn.world.evacuations.set(leaving.host, { ...leaving, sent: [...leaving.sent.filter((other) => other !== name), name] })
  turn.request('migration.start', { vm: name, role, to: to as string, datastore: null, command: null }, seq)
}

/** A person carries one out, or all of them in the order in which they appeared. */
export function applyCommand(turn: Turn, args: CommandArgs): void {
  const id = args['id'] as string
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['DRS-109'])
  const all = [...turn.world.recommendations.values()].sort((a, b) => a.order - b.order)
  const chosen = id === 'all' ? all : all.filter((record) => record.id === id)
  if (chosen.length === 0) return turn.refuse(id === 'all' ? 'invalidState' : 'notFound', ['DRS-012'])
  for (const record of chosen) if (!isRefused(turn, record)) carryOut(turn, record, 'user', turn.cause)
}

/** Asked again, since it was found some time ago. */
function isRefused(turn: Turn, { kind, vm: name, from, to }: RecommendationRecord): boolean {
  if (kind !== 'migrate') return false
  const vm = turn.world.vms.get(name as string)
  if (vm === undefined) return refused('notFound', ['DRS-012'])
  const trouble = notNow(turn, vm) ?? migrationTrouble(turn, { vm, from: from as string, to: to as string, datastore: null, kind: 'vmotion' })
  return trouble !== null && refused(trouble.reason, trouble.facts)

  function refused(reason: string, facts: Parameters<Turn['refuse']>[1]): true {
    turn.refuse(reason, facts, { vm: name, host: to })
    return true
  }
}
