/** What each primary makes of the hosts that it does not hear: the time lines of HA-041, HA-042 and HA-047, judged by the table of HA-064. */
import type { FactId } from '../../../contract/fact-id.ts'
import { derivedOfWorld, idleUntilWritten, notesOfWorld, stampOf } from '../../core/derived.ts'
import type { ViewRecord, VmRecord } from '../../core/records.ts'
import type { Turn, WhyDraft } from '../../core/turn.ts'
import { hostState, type HostSigns } from '../../models/host-state.ts'
import { answersPing } from '../../reads/network.ts'
import { reaches } from '../../reads/storage.ts'
import {
  agentUp,
  follows,
  isMember,
  isMute,
  isWatched,
  linked,
  members,
  networks,
  partitionOf,
  primaries,
  secondsOption,
  settings,
} from './cluster.ts'
import { foundRunning } from './failovers.ts'
import { queueMissing } from './restart-queue.ts'
import { queueGone } from './stopped-vms.ts'
import { hostTimeoutMs, show, shownState, viewKey, viewOf } from './shown.ts'

/** Opens, ends and re-judges views after anything that may have changed them. */
export function reconsiderViews(turn: Turn): void {
  if (turn.world.views.size === 0) openMissing(turn)
  else reconsiderAll(turn)
}

/** As long as everybody is heard there is nothing to look at. */
const openMissing = idleUntilWritten(['hosts', 'agents', 'networks', 'views', 'ha', 'cluster'], reconsiderAll)

function reconsiderAll(turn: Turn): void {
  const hosts = members(turn.world)
  for (const view of [...turn.world.views.values()]) {
    const host = turn.world.hosts.get(view.host)
    if (host === undefined || !isMember(host) || !isWatched(turn.world, view.host)) closeView(turn, view)
  }
  for (const { host: primary } of primaries(turn.world)) {
    if (isMute(turn.world, primary)) continue
    for (const { name: host } of hosts) {
      if (host === primary || !isWatched(turn.world, host)) continue
      const view = viewOf(turn.world, primary, host)
      if (follows(turn, host, primary)) {
        if (view !== undefined) hearAgain(turn, view)
      } else if (view === undefined) open(turn, primary, host, false, turn.cause)
      else observe(turn, view)
    }
  }
}

function open(turn: Turn, by: string, host: string, inherited: boolean, causeSeq: number | null): void {
  const isShownByOther = settings(turn.world)?.vcenterPrimary !== by
  const seen = shownState(turn.world, host)
  // That it has failed is what another primary says, in another partition: this one has heard it until now.
  const shown = seen === 'failed' && !inherited && isShownByOther ? 'secondary' : seen
  // Of a host that it never heard a primary knows what the agent says itself, or nothing.
  const unknown = agentUp(turn.world, host) ? (turn.world.agents.get(host)?.state ?? 'uninitialized') : 'agentUnreachable'
  const key = viewKey(turn.world, by, host)
  turn.world.views.set(key, {
    by,
    host,
    state: shown === 'none' ? unknown : shown,
    lostAt: turn.now,
    inherited,
    heartbeatLostLogged: false,
    unreachable: false,
    datastore: null,
    ping: null,
    isolatedBit: null,
    nextReadAt: -1,
    nextPingAt: -1,
    timer: null,
    causeSeq,
    // HA-046: of a host that it heard a primary knows what ran there; one that died has told nobody what died with it.
    knownUpTo: inherited ? null : lastHeardAt(turn, host),
    // HA-053: a change of the poweron file is noticed up to one reading late.
    readPhaseMs: turn.rng('ha.powerOnFile').between(0, turn.constants['HA-053'].powerOnFileReadMs - 1),
  })
  observe(turn, turn.world.views.need(key))
}

function lastHeardAt(turn: Turn, host: string): number {
  if (turn.world.hosts.get(host)?.power === 'on') return turn.now
  return (turn.world.heartbeats.get(host)?.stoppedAt ?? turn.now) - 1
}

/** A primary that was just elected looks at every host that did not join it. */
export function inheritViews(turn: Turn, primary: string, causeSeq: number): void {
  for (const { name: host } of members(turn.world)) {
    if (host !== primary && isWatched(turn.world, host) && !follows(turn, host, primary)) open(turn, primary, host, true, causeSeq)
  }
}

export function closeView(turn: Turn, view: ViewRecord): void {
  turn.cancel(view.timer)
  turn.world.views.remove(viewKey(turn.world, view.by, view.host))
}

export function dropViews(turn: Turn, primary: string): void {
  for (const view of [...turn.world.views.values()]) if (view.by === primary) closeView(turn, view)
}

/** Heartbeats are back: whatever was suspected is forgotten (HA-044); VMs that did not come back with the host are missing. */
function hearAgain(turn: Turn, view: ViewRecord): void {
  closeView(turn, view)
  const why: WhyDraft = {
    decision: 'heartbeatHeard',
    facts: ['HA-044', 'HA-064'],
    inputs: { observer: view.by, host: view.host, silentMs: turn.now - view.lostAt },
  }
  show(turn, view.by, view.host, view.state, 'secondary', why)
  foundRunning(turn, view.by, view.host)
  queueMissing(turn, view.by, view.host, turn.cause)
  turn.signal('capacityChanged', { host: view.host })
}

export function viewTimer(turn: Turn, { by, host }: { by: string; host: string }): void {
  observe(turn, turn.world.views.patch(viewKey(turn.world, by, host), { timer: null }))
}

/** The instants of a view, ms. */
export interface Schedule {
  readonly missingAt: number
  readonly unreachableAt: number
  readonly pingDoneAt: number
  readonly seenAliveAt: number
  readonly watchEndsAt: number
  readonly pingMs: number
}

export function scheduleOf(turn: Turn, view: ViewRecord): Schedule {
  const c = turn.constants
  const pingMs = secondsOption(turn, 'das.config.fdm.icmppingtimeout', c['HA-043'].icmpPingTimeoutMs)
  const stoppedAt = turn.world.heartbeats.get(view.host)?.stoppedAt ?? null
  const watchFrom = view.lostAt + (view.inherited ? 0 : c['HA-031'].missingMs)
  // HA-047: an elected primary is through with its looking around when it may restart.
  const unreachableAt = view.lostAt + (view.inherited ? Math.max(0, c['HA-047'].restartAfterElectionMs - pingMs) : hostTimeoutMs(turn))
  const firstVerdictAt = view.inherited ? unreachableAt + pingMs : watchFrom + c['HA-041'].watchMs
  return {
    missingAt: view.lostAt + c['HA-031'].missingMs,
    unreachableAt,
    pingDoneAt: unreachableAt + pingMs,
    seenAliveAt: watchFrom + c['HA-038'].datastoreBeatMs,
    watchEndsAt: Math.max(firstVerdictAt, (stoppedAt ?? view.lostAt) + c['HA-041'].watchMs),
    pingMs,
  }
}

/** Datastore heartbeats of the host that the primary, or a secondary that it hears, can read now. */
export function beatsFor(turn: Turn, view: ViewRecord): boolean {
  const beat = turn.world.heartbeats.get(view.host)
  if (beat === undefined || beat.stoppedAt !== null) return false
  const readers = partitionOf(turn, view.by)
  return beat.datastores.some(
    (datastore) => reaches(turn.world, view.host, datastore) && readers.some((reader) => reaches(turn.world, reader, datastore)),
  )
}

/** The first tick of a rhythm that began at `from`, not before `now`. */
function tick(from: number, everyMs: number, now: number): number {
  return now <= from ? from : from + Math.ceil((now - from) / everyMs) * everyMs
}

/** Takes in what is known at this instant, says what is new, judges, and sets the alarm clock for the next instant that matters. */
function observe(turn: Turn, before: ViewRecord): void {
  const key = viewKey(turn.world, before.by, before.host)
  const stamp = stampOfInputs(turn.world)
  const quiet = quietViews(turn.world).get(key)
  const isQuiet = quiet?.view === before && quiet.stamp === stamp && (quiet.until === null || turn.now < quiet.until)
  if (isQuiet && !turn.leavesNothingOut) return rearm(turn, before, quiet.until)
  // HA-187: one that is on its way back looks when it is back.
  if (isMute(turn.world, before.by)) return rearm(turn, before, null)
  // An agent that talks is about to join: nobody judges it.
  if (linked(turn, before.by, before.host)) return rearm(turn, before, null)
  const schedule = scheduleOf(turn, before)
  const configured = hasHeartbeatDatastores(turn, before.host)
  const beats = beatsFor(turn, before)
  let view = missed(turn, before, schedule, configured)
  view = watchDatastores(turn, view, schedule, configured, beats)
  view = pingHost(turn, view, schedule)
  const gone = beats ? goneSince(turn, view) : []
  view = readPowerOnFile(turn, view, schedule, beats, gone.length > 0)
  if (view !== before) turn.world.views.set(viewKey(turn.world, view.by, view.host), view)
  const hasRead = view.knownUpTo !== before.knownUpTo
  view = judge(turn, view, configured)
  if (hasRead) queueGone(turn, view, gone)
  const next = nextInstant(turn, view, schedule, configured, beats)
  rearm(turn, view, next)
  if (view === before) quietViews(turn.world).set(key, { view: turn.world.views.need(key), stamp, until: next })
}

/** A view that had nothing new to say. */
interface QuietView {
  readonly view: ViewRecord
  /** Of the inputs at that time. */
  readonly stamp: number
  /** The instant until which the clock alone brings nothing new; null: it never does. */
  readonly until: number | null
}

/** By key. */
const quietViews = notesOfWorld(() => new Map<string, QuietView>())

/** All that `observe` looks at beside the view and the clock. */
const stampOfInputs = stampOf('hosts', 'networks', 'agents', 'datastores', 'heartbeats', 'ha', 'cluster', 'vms', 'protection', 'powerOffRecords')

/** Every view that is looked at goes behind what else is due at its next instant. */
function rearm(turn: Turn, view: ViewRecord, at: number | null): void {
  const key = viewKey(turn.world, view.by, view.host)
  const isSet = view.timer === null ? at === null : at !== null && turn.renew(view.timer, at, view.causeSeq)
  if (isSet) {
    if (turn.world.views.get(key) !== view) turn.world.views.set(key, view)
    return
  }
  turn.cancel(view.timer)
  const timer = at === null ? null : turn.at(at, 'ha.view', { by: view.by, host: view.host }, view.causeSeq)
  turn.world.views.set(key, { ...view, timer })
}

/** HA-031 */
function missed(turn: Turn, view: ViewRecord, schedule: Schedule, configured: boolean): ViewRecord {
  if (view.inherited || view.heartbeatLostLogged || turn.now < schedule.missingAt) return view
  const datastores = turn.world.heartbeats.get(view.host)?.datastores ?? []
  const inputs = { observer: view.by, host: view.host, silentMs: turn.now - view.lostAt, datastores: configured ? datastores : [] }
  const causeSeq = turn.emit(
    'ha.heartbeatLost',
    { host: view.host, by: view.by },
    { why: { decision: 'heartbeatMissed', facts: ['HA-029', 'HA-031'], inputs }, causedBy: view.causeSeq },
  )
  return { ...view, heartbeatLostLogged: true, causeSeq }
}

/** HA-041: alive once the heartbeat is seen to move; gone when it has not moved for the whole watch. */
function watchDatastores(turn: Turn, view: ViewRecord, schedule: Schedule, configured: boolean, beats: boolean): ViewRecord {
  if (!configured) return view.datastore === null ? view : { ...view, datastore: null }
  const verdict = beats ? (turn.now >= schedule.seenAliveAt ? true : view.datastore) : turn.now >= schedule.watchEndsAt ? false : view.datastore
  if (verdict === view.datastore || verdict === null) return view
  const datastores = turn.world.heartbeats.get(view.host)?.datastores ?? []
  const stoppedAt = turn.world.heartbeats.get(view.host)?.stoppedAt ?? view.lostAt
  const inputs = { observer: view.by, host: view.host, datastores, silentMs: verdict ? 0 : turn.now - stoppedAt }
  const facts: [FactId, ...FactId[]] = ['HA-038', 'HA-041']
  const causeSeq = turn.emit(
    'ha.datastoreHeartbeat',
    { host: view.host, by: view.by, alive: verdict },
    { why: { decision: verdict ? 'datastoreHeartbeatSeen' : 'datastoreHeartbeatGone', facts, inputs }, causedBy: view.causeSeq },
  )
  return { ...view, datastore: verdict, causeSeq: verdict ? view.causeSeq : causeSeq }
}

/** HA-041, HA-043, HA-066: pings from the host time-out on, repeated while the host stays silent. */
function pingHost(turn: Turn, view: ViewRecord, schedule: Schedule): ViewRecord {
  let next = view
  if (!view.unreachable && turn.now >= schedule.unreachableAt) {
    const inputs = { observer: view.by, host: view.host, silentMs: turn.now - view.lostAt, pingMs: schedule.pingMs }
    const causeSeq = turn.emit(
      'ha.hostUnreachable',
      { host: view.host, by: view.by },
      { why: { decision: 'hostUnreachable', facts: ['HA-041', 'HA-043'], inputs }, causedBy: view.causeSeq },
    )
    next = { ...next, unreachable: true, causeSeq }
  }
  const answers = answersPing(turn.world, networks(turn), view.by, view.host)
  if (answers === next.ping) return next.nextPingAt < 0 ? next : { ...next, nextPingAt: -1 }
  if (next.nextPingAt < 0) next = { ...next, nextPingAt: tick(schedule.unreachableAt, pingEveryMs(turn), turn.now) }
  const knownAt = answers ? next.nextPingAt : next.nextPingAt + schedule.pingMs
  return turn.now >= knownAt ? { ...next, ping: answers, nextPingAt: -1 } : next
}

function pingEveryMs(turn: Turn): number {
  return Math.max(1, secondsOption(turn, 'das.config.fdm.deadicmppinginterval', turn.constants['HA-066'].deadPingIntervalMs))
}

/** VMs on a protected list that run nowhere, by the host where they are registered. */
const stoppedByHost = derivedOfWorld(['vms', 'protection'], (world): ReadonlyMap<string, readonly VmRecord[]> => {
  const all = new Map<string, VmRecord[]>()
  for (const vm of world.vms.values()) {
    if (vm.power !== 'off' || vm.host === null || vm.downSince === null || world.protection.get(vm.name)?.committed !== true) continue
    const known = all.get(vm.host)
    if (known === undefined) all.set(vm.host, [vm])
    else known.push(vm)
  }
  return all
})

/** VMs that have gone from the poweron file of the host since the primary last knew it; of an isolated one only those with a record (HA-074). */
function goneSince(turn: Turn, view: ViewRecord): readonly VmRecord[] {
  if (!turn.constants['HA-060'].readsPowerOnFile) return []
  const stopped = stoppedByHost(turn.world).get(view.host) ?? []
  const onlyRecorded = turn.constants['HA-074'].onlyRecorded && turn.world.agents.get(view.host)?.state === 'networkIsolated'
  return stopped.filter((vm) => (vm.downSince ?? -1) > (view.knownUpTo ?? -1) && (!onlyRecorded || turn.world.powerOffRecords.has(vm.name)))
}

/** HA-053: the poweron file is read now and then; without a datastore that both see it cannot be. */
function readPowerOnFile(turn: Turn, view: ViewRecord, schedule: Schedule, beats: boolean, hasGone: boolean): ViewRecord {
  const bit = beats ? turn.world.agents.get(view.host)?.state === 'networkIsolated' : null
  if (bit === view.isolatedBit && !hasGone) return view.nextReadAt < 0 ? view : { ...view, nextReadAt: -1 }
  const nextReadAt =
    view.nextReadAt < 0 ? tick(schedule.unreachableAt + view.readPhaseMs, turn.constants['HA-053'].powerOnFileReadMs, turn.now) : view.nextReadAt
  if (turn.now < nextReadAt) return { ...view, nextReadAt }
  return { ...view, isolatedBit: bit, nextReadAt: -1, knownUpTo: hasGone ? turn.now : view.knownUpTo }
}

export function hasHeartbeatDatastores(turn: Turn, host: string): boolean {
  return (turn.world.heartbeats.get(host)?.datastores.length ?? 0) > 0
}

/** What a primary knows of a silent host; null as long as it is not enough for a verdict. */
export function signsOf(turn: Turn, view: ViewRecord, configured = hasHeartbeatDatastores(turn, view.host)): HostSigns | null {
  if (view.ping === null || (configured && view.datastore === null)) return null
  return {
    networkHeartbeat: false,
    datastoreHeartbeat: configured ? view.datastore : null,
    ping: view.ping,
    isolatedBit: view.isolatedBit,
    agentAlive: agentUp(turn.world, view.host),
  }
}

function judge(turn: Turn, view: ViewRecord, configured: boolean): ViewRecord {
  const signs = signsOf(turn, view, configured)
  if (signs === null) return view
  const verdict = hostState(signs)
  if (verdict.state === view.state) return view
  const { agentAlive: _, ...seen } = signs
  const facts: [FactId, ...FactId[]] = view.inherited ? ['HA-064', 'HA-047'] : configured ? ['HA-064', 'HA-041'] : ['HA-064', 'HA-042']
  const why: WhyDraft = {
    decision: 'hostStateJudged',
    facts,
    inputs: { observer: view.by, host: view.host, state: verdict.state, ...seen, row: verdict.row, silentMs: turn.now - view.lostAt },
  }
  const judged = turn.world.views.patch(viewKey(turn.world, view.by, view.host), { state: verdict.state })
  // That a host is isolated is read from what it says of itself.
  const declared = verdict.state === 'networkIsolated' ? turn.world.agents.get(view.host)?.causeSeq : undefined
  const seq = show(turn, view.by, view.host, view.state, verdict.state, why, declared ?? view.causeSeq)
  if (verdict.action === 'restart') declareFailed(turn, judged, seq ?? view.causeSeq)
  return { ...judged, causeSeq: seq ?? view.causeSeq }
}

/** HA-193: the order of vCenter's events. */
function declareFailed(turn: Turn, view: ViewRecord, seq: number | null): void {
  if (settings(turn.world)?.vcenterPrimary === view.by)
    turn.emit('vcenter.eventLogged', { name: 'DasHostFailedEvent', host: view.host }, { causedBy: seq })
  queueMissing(turn, view.by, view.host, seq)
}

function nextInstant(turn: Turn, view: ViewRecord, schedule: Schedule, configured: boolean, beats: boolean): number | null {
  const answers = answersPing(turn.world, networks(turn), view.by, view.host)
  const instants = [
    view.inherited || view.heartbeatLostLogged ? null : schedule.missingAt,
    view.unreachable ? null : schedule.unreachableAt,
    !configured || view.datastore === beats ? null : beats ? schedule.seenAliveAt : schedule.watchEndsAt,
    view.nextPingAt < 0 ? null : answers ? view.nextPingAt : view.nextPingAt + schedule.pingMs,
    view.nextReadAt < 0 ? null : view.nextReadAt,
  ]
  let next: number | null = null
  for (const at of instants) if (at !== null && at > turn.now && (next === null || at < next)) next = at
  return next
}
