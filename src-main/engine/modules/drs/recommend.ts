/**
 * Recommendations: what a pass proposes appears, stays as long as passes find it (DRS-012), is carried out by DRS or by a person, and is
 * withdrawn when no pass finds it any more.
 */
import type { Json } from '../../../contract/events.ts'
import type { CommandArgs } from '../../core/messages.ts'
import type { RecommendationRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { roomsTogether, take } from '../../reads/capacity.ts'
import { ftOf } from '../../reads/ft.ts'
import { migrationTrouble, notNow } from '../../reads/migration-checks.ts'
import type { MoveTrouble } from '../../reads/migration-checks.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { poolShortage } from '../../reads/pool-room.ts'
import type { PoolShortage } from '../../reads/pool-room.ts'
import { mustRuleTrouble, powerOnTrouble } from '../../reads/power-on-checks.ts'
import { migrationOf } from '../../reads/vmotion.ts'
import type { Proposal } from './proposal.ts'

/** What makes two recommendations the same one. */
const keyOf = ({ kind, vm, from, to, host, reason, group }: Partial<RecommendationRecord>): string =>
  [kind, vm, from, to, host, reason, (group ?? []).join('+')].map((part) => part ?? '').join('>')

export function settleRecommendations(turn: Turn, proposals: readonly Proposal[], passSeq: number): void {
  const known = new Map([...turn.world.recommendations.values()].map((record) => [keyOf(record), record]))
  const kept = new Set<string>()
  const made = new Map<Proposal, RecommendationRecord>()
  for (const proposal of proposals) {
    const same = known.get(keyOf(shownAs(turn, proposal)))
    const record =
      same ??
      recommend(turn, proposal, {
        prerequisites: (proposal.after ?? []).flatMap((other) => made.get(other)?.id ?? []),
        causedBy: passSeq,
        // A host that is to go into standby mode waits for its VMs by itself.
        approvedBy: proposal.automatic && proposal.kind === 'migrate' && (proposal.after ?? []).length > 0 ? 'drs' : null,
      })
    kept.add(record.id)
    made.set(proposal, record)
  }
  for (const record of known.values()) if (!kept.has(record.id) && !record.forPlacement) withdraw(turn, record, passSeq)
  // All of it is listed before anything is carried out.
  const waits = turn.constants['DRS-001'].othersWait
  for (const [proposal, record] of made) if ((proposal.automatic || !waits) && record.approvedBy === null) carryOut(turn, record, 'drs', record.seq)
}

interface Terms {
  readonly prerequisites?: readonly string[]
  /** Default: what is being handled. */
  readonly causedBy?: number | null
  /** Null, the default: it stays until a pass does not find it any more. */
  readonly expiresAt?: number | null
  readonly approvedBy?: 'user' | 'drs' | null
  readonly forPlacement?: boolean
  readonly places?: RecommendationRecord['places']
}

/** Lists it. */
export function recommend(turn: Turn, proposal: Proposal, terms: Terms): RecommendationRecord {
  const { prerequisites = [], causedBy = turn.cause, expiresAt = null, approvedBy = null, forPlacement = false, places = [] } = terms
  const order = turn.count('recommendations')
  const id = `r${order}`
  const shown = shownFields(shownAs(turn, proposal), prerequisites)
  const { priority } = proposal
  const seq = turn.emit(
    'drs.recommendation',
    { id, ...(shown as { [field: string]: Json }), priority, rating: turn.constants['DRS-007'].ratingFrom - priority },
    { why: proposal.why, causedBy },
  )
  const timer = expiresAt === null ? null : turn.at(expiresAt, 'drs.expires', { id })
  const waitsFor = prerequisites.flatMap((other) => {
    const { vm, to } = turn.world.recommendations.need(other)
    return vm === null || to === null ? [] : [{ id: other, vm, to, sentAt: null }]
  })
  const own = { approvedBy, forPlacement, places, waitsFor, order, sinceAt: turn.now, expiresAt, timer, seq }
  return turn.world.recommendations.set(id, { id, ...shown, priority, ...own })
}

/** DRS-011 */
function shownAs({ constants }: Turn, proposal: Proposal): Proposal {
  return constants['DRS-011'].reasonsAreTold ? proposal : { ...proposal, reason: 'unreservedCapacity' }
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

/** One that a VM's power-on hangs on takes the others of it along, and its task with it. */
function withdraw(turn: Turn, record: RecommendationRecord, causedBy: number | null, result = 'requestCanceled'): void {
  if (!turn.world.recommendations.has(record.id)) return
  drop(turn, record)
  const { id, vm, kind, reason } = record
  const why = { decision: 'drsWithdraws', facts: ['DRS-012'] as const, inputs: { id, kind, vm, reason } }
  const seq = turn.emit('drs.withdrawn', { id }, { why, causedBy })
  for (const place of record.places) turn.request('compute.notPlaced', { vm: place.vm, result }, seq)
  if (!record.forPlacement) return
  for (const other of [...turn.world.recommendations.values()]) {
    const belongs = record.prerequisites.includes(other.id) || other.prerequisites.includes(id)
    if (other.forPlacement && belongs) withdraw(turn, other, causedBy, result)
  }
}

function drop(turn: Turn, record: RecommendationRecord): void {
  turn.cancel(record.timer)
  turn.world.recommendations.remove(record.id)
}

export function expires(turn: Turn, { id }: { id: string }): void {
  const record = turn.world.recommendations.get(id)
  if (record !== undefined) withdraw(turn, turn.world.recommendations.patch(id, { timer: null }), record.seq)
}

/** DRS is off, or has nobody to do its work: nothing is recommended any more. */
export function withdrawAll(turn: Turn): void {
  for (const record of [...turn.world.recommendations.values()]) withdraw(turn, record, turn.cause)
}

/** Something else has powered the VM on, or it is gone. */
export function placingOver(turn: Turn, { vm }: { vm: string }): void {
  for (const record of [...turn.world.recommendations.values()])
    if (record.places.some((place) => place.vm === vm)) withdraw(turn, record, turn.cause)
}

/** Those that were approved are carried out as soon as nothing that has to come before is under way; what cannot be done any more is withdrawn. */
export function carryOutApproved(turn: Turn): void {
  for (const { id } of [...turn.world.recommendations.values()].sort((a, b) => a.order - b.order)) {
    const record = turn.world.recommendations.get(id)
    const by = record?.approvedBy ?? null
    if (record === undefined || by === null) continue
    const progress = progressOf(turn, record)
    if (progress === 'waits') continue
    const trouble = progress === 'done' ? troubleWith(turn, record) : 'insufficientResources'
    if (trouble === null) carryOut(turn, record, by, record.seq)
    else if (progress === 'failed' || !isBeingFreed(turn, record)) withdraw(turn, record, turn.cause, trouble)
  }
}

/** Of the moves that have to be over before it. */
function progressOf({ world, now }: Turn, { waitsFor }: RecommendationRecord): 'waits' | 'done' | 'failed' {
  let isDone = true
  for (const { id, vm, to, sentAt } of waitsFor) {
    const migration = migrationOf(world, vm)
    // One that was sent in this instant has yet to arrive at whoever moves VMs.
    if (migration?.to === to || world.recommendations.has(id) || sentAt === now) isDone = false
    else if (migration !== undefined || world.vms.get(vm)?.host !== to) return 'failed'
  }
  return isDone ? 'done' : 'waits'
}

/** A source that is not yet cleaned up after a move (VM-020) holds room. */
function isBeingFreed({ world }: Turn, { to, places }: RecommendationRecord): boolean {
  for (const { host } of world.leftovers.values()) if (host === to || places.some((place) => place.host === host)) return true
  return false
}

/** What stands against it now, as the code of a refusal; null: nothing. */
function troubleWith(turn: Turn, record: RecommendationRecord): string | null {
  return powerOnTroubleOf(turn, record.places)?.reason ?? (record.kind === 'migrate' ? (migrateTrouble(turn, record)?.reason ?? null) : null)
}

/** `figures`: for the why of a refusal. */
type Trouble = MoveTrouble & Partial<Pick<PoolShortage, 'figures'>>

function powerOnTroubleOf(turn: Turn, places: RecommendationRecord['places']): Trouble | null {
  const roomOn = roomsTogether(turn.world)
  for (const { vm: name, host: at } of places) {
    const vm = turn.world.vms.get(name)
    const host = turn.world.hosts.get(at)
    if (vm === undefined || host === undefined) return { reason: 'notFound', facts: ['DRS-079'], about: { vm: name, host: at } }
    if (vm.failPowerOn) return { reason: 'powerOnFailed', facts: ['HA-096'], about: { vm: name, host: at } }
    const room = roomOn(at)
    const trouble = mustRuleTrouble(turn, name, at) ?? powerOnTrouble(turn, vm, host, false, room)
    if (trouble !== null) return trouble
    take(room, vm.cfg)
  }
  const vms = turn.world.pools.size === 0 ? [] : places.map(({ vm }) => turn.world.vms.need(vm))
  const short = vms.length === 0 ? null : poolShortage(turn, { vms })
  if (short === null) return null
  const { resource, pool, figures } = short
  return { reason: 'insufficientResources', facts: ['DRS-022'], about: { resource, pool }, figures }
}

function migrateTrouble(turn: Turn, { vm: name, from, to }: RecommendationRecord): MoveTrouble | null {
  const vm = turn.world.vms.get(name as string)
  if (vm === undefined) return { reason: 'notFound', facts: ['DRS-012'], about: { vm: name, host: to } }
  return notNow(turn, vm) ?? migrationTrouble(turn, { vm, from: from as string, to: to as string, datastore: null, kind: 'vmotion' })
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
    case 'powerOn': {
      // Who merely asked for a VM and had it placed has powered it on.
      const cause = by === 'user' || record.waitsFor.length > 0 ? 'drs' : 'user'
      for (const { vm, host } of record.places) turn.request('compute.powerOnVm', { vm, host, cause }, seq)
    }
  }
}

function move(turn: Turn, { id, vm, from, to }: RecommendationRecord, seq: number): void {
  const name = vm as string
  const pair = ftOf(turn.world, name)
  const role = pair === undefined ? null : pair.secondary === from ? 'secondary' : 'primary'
  for (const other of [...turn.world.recommendations.values()]) {
    if (!other.prerequisites.includes(id)) continue
    const waitsFor = other.waitsFor.map((one) => (one.id === id ? { ...one, sentAt: turn.now } : one))
    turn.world.recommendations.patch(other.id, { waitsFor })
  }
  const leaving = turn.world.evacuations.get(from as string)
  if (leaving !== undefined) turn.world.evacuations.set(leaving.host, { ...leaving, sent: [...leaving.sent.filter((other) => other !== name), name] })
  turn.request('migration.start', { vm: name, role, to: to as string, datastore: null, command: null }, seq)
}

/** A person carries one out, or all of them in the order in which they appeared; what has to come before it with it. */
export function applyCommand(turn: Turn, args: CommandArgs): void {
  const id = args['id'] as string
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['DRS-109'])
  const all = [...turn.world.recommendations.values()].sort((a, b) => a.order - b.order)
  const chosen = id === 'all' ? all : all.filter((record) => record.id === id)
  if (chosen.length === 0) return turn.refuse(id === 'all' ? 'invalidState' : 'notFound', ['DRS-012'])
  for (const record of chosen) apply(turn, record, args['host'] as string | undefined)
}

function apply(turn: Turn, { id }: RecommendationRecord, host: string | undefined): void {
  const record = turn.world.recommendations.get(id)
  if (record === undefined || record.approvedBy !== null) return
  const before = record.waitsFor.filter((other) => turn.world.recommendations.get(other.id)?.approvedBy === null)
  const places = chosenPlaces(record, host)
  if (places === null) return turn.refuse('invalidState', ['DRS-079'], { vm: record.vm, host: host as string })
  const needsNone = record.kind === 'hostPowerOff'
  const isReady = needsNone || (before.length === 0 && progressOf(turn, record) !== 'waits')
  if (isReady && isRefused(turn, { ...record, places })) return
  for (const { id: other } of before) apply(turn, turn.world.recommendations.need(other), undefined)
  if (before.some((other) => turn.world.recommendations.get(other.id)?.approvedBy === null)) return
  if (isReady && turn.world.recommendations.has(id)) return carryOut(turn, { ...record, places }, 'user', turn.cause)
  turn.cancel(record.timer)
  turn.world.recommendations.patch(id, { approvedBy: 'user', expiresAt: null, timer: null, places })
}

/** Of a power-on another host of its list may be picked, for one VM; null: it is none of them. */
function chosenPlaces({ kind, places, hosts, to }: RecommendationRecord, host: string | undefined): RecommendationRecord['places'] | null {
  const [first] = places
  if (host === undefined) return places
  if (kind !== 'powerOn') return host === to ? places : null
  return first !== undefined && places.length === 1 && hosts.some((rated) => rated.host === host) ? [{ vm: first.vm, host }] : null
}

/** Asked again, since it was found some time ago. */
function isRefused(turn: Turn, record: RecommendationRecord): boolean {
  const trouble: Trouble | null =
    record.kind === 'powerOn' ? powerOnTroubleOf(turn, record.places) : record.kind === 'migrate' ? migrateTrouble(turn, record) : null
  if (trouble !== null) turn.refuse(trouble.reason, trouble.facts, { vm: record.vm, host: record.to, ...trouble.about }, [], trouble.figures)
  return trouble !== null
}
