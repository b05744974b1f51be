/** What vCenter shows of each host: the view of the primary that it talks to, or its own when it reaches none (HA-059, HA-185). */
import type { HaState } from '../../../contract/events.ts'
import { derivedOfWorld, idleUntilWritten } from '../../core/derived.ts'
import type { HaRecord, ViewRecord } from '../../core/records.ts'
import type { Turn, WhyDraft } from '../../core/turn.ts'
import type { ReadonlyTables } from '../../core/world.ts'
import { isFailoverHost } from '../../reads/admission.ts'
import { vcenterReaches } from '../../reads/network.ts'
import { agentUp, followersOf, follows, isMember, primaries, secondsOption, settings } from './cluster.ts'

const keys = derivedOfWorld([], () => new Map<string, Map<string, string>>())

/** The key under which the tables hold what `by` makes of the host: made once, since it is asked for all the time. */
export function viewKey(world: ReadonlyTables, by: string, host: string): string {
  const all = keys(world)
  let ofObserver = all.get(by)
  if (ofObserver === undefined) all.set(by, (ofObserver = new Map()))
  let key = ofObserver.get(host)
  if (key === undefined) ofObserver.set(host, (key = `${by}>${host}`))
  return key
}

export function viewOf(world: ReadonlyTables, by: string, host: string): ViewRecord | undefined {
  return world.views.size === 0 ? undefined : world.views.get(viewKey(world, by, host))
}

export function shownState(world: ReadonlyTables, host: string): HaState {
  return world.shown.get(viewKey(world, 'vcenter', host))?.state ?? 'none'
}

/** HA-195: what vCenter says of a dedicated failover host that is no longer of use. */
const failoverHostEvents: { readonly [S in HaState]?: string } = {
  failed: 'DasFailoverHostFailedEvent',
  networkIsolated: 'DasFailoverHostIsolatedEvent',
  networkPartitioned: 'DasFailoverHostPartitionedEvent',
  agentUnreachable: 'DasFailoverHostUnreachableEvent',
}

/** Logs a new state of a host as the observer sees it; what vCenter sees becomes its own event too. Returns the `seq`, null when nothing changed. */
export function show(
  turn: Turn,
  observer: string,
  host: string,
  from: HaState,
  to: HaState,
  why: WhyDraft,
  cause: number | null = turn.cause,
): number | null {
  const toVcenter = observer === 'vcenter' || settings(turn.world)?.vcenterPrimary === observer
  const before = toVcenter ? shownState(turn.world, host) : from
  if (before === to) return null
  if (toVcenter) turn.world.shown.set(viewKey(turn.world, 'vcenter', host), { state: to })
  const seq = turn.emit('ha.hostStateChanged', { host, from: before, to, by: toVcenter ? 'vcenter' : observer }, { why, causedBy: cause })
  if (!toVcenter) return seq
  turn.emit('vcenter.eventLogged', { name: 'HostStateChangedEvent', host }, { causedBy: seq })
  if (to === 'networkIsolated') turn.emit('vcenter.eventLogged', { name: 'DasHostIsolatedEvent', host }, { causedBy: seq })
  const name = failoverHostEvents[to]
  if (name !== undefined && turn.constants['HA-195'].logged && isFailoverHost(turn.world, host))
    turn.emit('vcenter.eventLogged', { name, host }, { causedBy: seq })
  turn.signal('failoverCapacityChanged', {}, seq)
  return seq
}

/** Chooses the primary that vCenter talks to and brings the shown states in line with it. */
export function refreshShown(turn: Turn): void {
  const ha = settings(turn.world)
  if (ha === undefined) return
  // Without a primary to talk to the silence of hosts counts, which grows by itself.
  if (ha.vcenterPrimary === null) bringInLine(turn, ha)
  else bringInLineOnce(turn)
}

const bringInLineOnce = idleUntilWritten(['ha', 'hosts', 'agents', 'networks', 'vcenter', 'vms', 'views', 'shown', 'cluster'], (turn) =>
  bringInLine(turn, turn.world.ha.need('ha')),
)

function bringInLine(turn: Turn, ha: HaRecord): void {
  const now = talkTo(turn, ha)
  for (const host of turn.world.hosts.values()) {
    const before = shownState(turn.world, host.name)
    const to = isMember(host) ? stateFor(turn, now, host.name, before) : 'none'
    if (to === before) continue
    const why = viewOfVcenter(turn, now, host.name, to)
    show(turn, 'vcenter', host.name, before, to, why, turn.world.agents.get(host.name)?.causeSeq ?? turn.cause)
  }
}

function viewOfVcenter(turn: Turn, ha: HaRecord, host: string, state: HaState): WhyDraft {
  const agent = turn.world.agents.get(host)
  if (state === 'initializationError') {
    const because = agent?.fault?.because ?? null
    return { decision: 'agentNotSetUp', facts: ['HA-189'], inputs: { host, state, reason: because } }
  }
  if (state === 'uninitialized' && agent?.noDatastores === true)
    return { decision: 'agentNotSetUp', facts: ['HA-190'], inputs: { host, state, reason: 'noDatastores' } }
  return { decision: 'vcenterView', facts: ['HA-003'], inputs: { host, state, primary: ha.vcenterPrimary } }
}

function stateFor(turn: Turn, ha: HaRecord, host: string, before: HaState): HaState {
  const primary = ha.vcenterPrimary
  const agent = turn.world.agents.get(host)
  // HA-189 to HA-191: what vCenter itself knows of the agent.
  if (agent !== undefined && agent.fault !== null) return agent.fault.state
  const tells = turn.world.hosts.get(host)?.hostd === true && vcenterReaches(turn.world, host)
  if (agent?.noDatastores === true && tells) return 'uninitialized'
  if (primary === host) return 'primary'
  if (primary !== null) {
    if (follows(turn, host, primary)) return 'secondary'
    const view = viewOf(turn.world, primary, host)
    if (view !== undefined) return view.state
    return before === 'none' ? (turn.world.agents.get(host)?.state ?? 'uninitialized') : before
  }
  if (agentUp(turn.world, host) && vcenterReaches(turn.world, host)) return turn.world.agents.get(host)?.state ?? 'uninitialized'
  const silentMs = turn.now - (ha.vcenterLostAt ?? turn.now)
  return silentMs >= hostTimeoutMs(turn) ? 'agentUnreachable' : before
}

function talkTo(turn: Turn, ha: HaRecord): HaRecord {
  const usable = (host: string): boolean => turn.world.agents.get(host)?.state === 'primary' && vcenterReaches(turn.world, host)
  const current = ha.vcenterPrimary
  if (current !== null && usable(current)) return ha
  let best: string | null = null
  let most = -1
  for (const { host } of primaries(turn.world)) {
    if (!usable(host)) continue
    const followers = followersOf(turn, host).length
    if (followers > most) {
      best = host
      most = followers
    }
  }
  if (best === current) return ha
  if (best === null) {
    // HA-196: it knows the primary and does not get through; one that left the office on purpose it does not look for.
    const died = current !== null && (turn.world.hosts.get(current)?.power === 'off' || turn.world.agents.get(current)?.state === 'primary')
    if (died) turn.emit('vcenter.eventLogged', { name: 'VcCannotCommunicateWithMasterEvent', host: current })
    const vcenterTimer = turn.after(hostTimeoutMs(turn), 'ha.vcenterSilent', {})
    return turn.world.ha.patch('ha', { vcenterPrimary: null, vcenterLostAt: turn.now, vcenterTimer })
  }
  turn.cancel(ha.vcenterTimer)
  const next = turn.world.ha.patch('ha', { vcenterPrimary: best, vcenterLostAt: null, vcenterTimer: null })
  turn.signal('vcenterChanged', {})
  return next
}

/** HA-196: it has found no primary for as long as a host may be silent. */
export function vcenterSilent(turn: Turn): void {
  turn.world.ha.patch('ha', { vcenterTimer: null })
  turn.emit('vcenter.eventLogged', { name: 'VcCannotFindMasterEvent' })
  refreshShown(turn)
}

export function hostTimeoutMs(turn: Turn): number {
  return secondsOption(turn, 'das.config.fdm.hosttimeout', turn.constants['HA-043'].hostTimeoutMs)
}
