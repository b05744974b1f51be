/** The agent of each host as it sees itself: starts, follows a primary, elects, finds itself isolated (HA-012 to HA-016, HA-047, HA-050, HA-056, HA-061). */
import type { FactId } from '../../../contract/fact-id.ts'
import { idleUntilWritten } from '../../core/derived.ts'
import type { AgentRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { change, follow, idleAgent, linkedPrimaries, setState, setTimer } from './agent-state.ts'
import type { StopReason } from './agent-state.ts'
import { addressesFail, agentUp, isMember, isMute, isStopped, linked, members, primaries, whyStopped } from './cluster.ts'
import { isolationDelayMs, respond } from './isolation.ts'
import { candidate, electionRules } from './election-candidates.ts'
import { logPings, noteSilence, reportDeafAddresses } from './isolation-pings.ts'
import { releaseLists } from './lists.ts'
import { compareCandidates, elect } from './policy/election.ts'
import { dropRestarts } from './failovers.ts'
import { queueMissing } from './restart-queue.ts'
import { dropViews, inheritViews } from './views.ts'

/**
 * Brings every agent in line with power, role and reachability; called after anything that may have changed them. Of the clock it asks only
 * whether an election ended at this instant.
 */
export const reconsiderAgents = idleUntilWritten(['hosts', 'agents', 'networks', 'elections', 'ha', 'cluster', 'datastores'], (turn) => {
  for (const host of turn.world.hosts.keys()) {
    const agent = turn.world.agents.get(host) ?? turn.world.agents.set(host, idleAgent(host))
    if (!agentUp(turn.world, host)) stopAgent(turn, agent)
    else if (isStopped(agent)) startAgent(turn, agent)
  }
  for (const agent of [...turn.world.agents.values()]) noteSilence(turn, agent)
  for (const agent of [...turn.world.agents.values()]) {
    if (agent.state === 'secondary') reconsiderSecondary(turn, agent)
  }
  for (const agent of primaries(turn.world)) reconsiderPrimary(turn, agent)
  for (const agent of [...turn.world.agents.values()]) {
    if (agent.state === 'election') seekPrimary(turn, agent)
    else if (agent.state === 'networkIsolated') reconsiderIsolated(turn, agent)
  }
  reportDeafAddresses(turn)
})

const factsOfStops: { readonly [K in StopReason]: readonly [FactId, ...FactId[]] } = {
  stopped: ['HA-002'],
  agentDied: ['HA-186'],
  hostdStopped: ['HA-005', 'HA-188'],
  notSetUp: ['HA-189'],
  noDatastores: ['HA-190'],
  reconfigured: ['HA-013', 'HA-014'],
}

/** Why the agent does not run, and the state that the host itself would give: none where it is not meant to, or does not live. */
function stopOf(turn: Turn, agent: AgentRecord): { readonly reason: StopReason; readonly state: 'none' | 'uninitialized' } {
  const host = turn.world.hosts.get(agent.host)
  const isMeantTo = host !== undefined && host.power === 'on' && isMember(host)
  const reason = isMeantTo ? (whyStopped(host, agent) ?? 'stopped') : 'stopped'
  return { reason, state: reason === 'stopped' || !agent.alive ? 'none' : 'uninitialized' }
}

/** The host died, left the cluster, or its agent did. */
function stopAgent(turn: Turn, agent: AgentRecord): void {
  const { reason, state } = stopOf(turn, agent)
  // Whatever ends it ends its return as well.
  if (reason !== 'agentDied' || !agent.alive) dropReturn(turn, agent)
  if (agent.state !== state) halt(turn, agent, reason, state)
}

function dropReturn(turn: Turn, agent: AgentRecord): void {
  if (agent.restartTimer === null) return
  turn.cancel(agent.restartTimer)
  change(turn, agent.host, { restartTimer: null })
}

function halt(turn: Turn, agent: AgentRecord, reason: StopReason, state: 'none' | 'uninitialized'): void {
  const host = turn.world.hosts.get(agent.host)
  // HA-014: leaving on purpose, also into standby mode; whoever dies, or has no hostd to talk to, tells nobody.
  const skips = turn.constants['HA-014'].plannedSkipsWait
  const planned = skips && (host?.power === 'on' || host?.power === 'standby') && reason !== 'agentDied' && reason !== 'hostdStopped'
  setState(turn, agent, state, reason, factsOfStops[reason], {
    primary: null,
    lostPrimaryAt: null,
    electedAt: null,
    electionId: null,
    aloneAt: null,
    answered: false,
    deafAddresses: [],
  })
  if (agent.state !== 'primary') return
  resign(turn, agent.host, planned)
  // HA-014: a planned hand-over skips the wait.
  if (planned)
    for (const other of [...turn.world.agents.values()])
      if (other.state === 'secondary' && other.primary === agent.host) beginElection(turn, other, 'lostPrimary')
}

/** A primary stops being one; what it was about to do is forgotten (HA-049). */
function resign(turn: Turn, host: string, orderly: boolean): void {
  dropViews(turn, host)
  dropRestarts(turn, host)
  if (orderly) releaseLists(turn, host)
  // What it leaves behind is missing to whoever else answers for it.
  for (const other of primaries(turn.world)) if (other.host !== host) queueMissing(turn, other.host, null, turn.cause)
}

function startAgent(turn: Turn, agent: AgentRecord): void {
  beginElection(turn, agent, 'started')
}

/** HA-187: it dies, and the watchdog has it back before anybody notices; what it had begun in an election or against isolation it begins anew. */
export function crashAgent(turn: Turn, agent: AgentRecord): void {
  const rests = (agent.state === 'primary' || agent.state === 'secondary') && agent.timer === null
  const back = { restartTimer: turn.after(turn.constants['HA-187'].watchdogMs, 'ha.agentBack', { host: agent.host }) }
  if (!rests && !isStopped(agent)) halt(turn, agent, 'agentDied', 'uninitialized')
  change(turn, agent.host, back)
}

export function agentBack(turn: Turn, { host }: { host: string }): void {
  change(turn, host, { restartTimer: null })
  turn.signal('capacityChanged', { host })
}

/** What a primary was told while it was away it has missed; it looks round when it knows whom it still hears. */
export function lookRound(turn: Turn, { host }: { host: string }): void {
  if (turn.world.agents.need(host).state === 'primary') queueMissing(turn, host, null, turn.cause)
}

/** HA-013, HA-014: the agent is stopped and started anew. One that was primary leaves the office to the others, if there are any. */
export function restartAgent(turn: Turn, host: string): void {
  const agent = turn.world.agents.need(host)
  dropReturn(turn, agent)
  const others = members(turn.world).some((other) => other.name !== host && linked(turn, host, other.name))
  if (!isStopped(agent)) halt(turn, agent, 'reconfigured', 'uninitialized')
  if (!agentUp(turn.world, host)) return
  if (agent.state === 'primary' && others) {
    setState(turn, turn.world.agents.need(host), 'election', 'started', ['HA-013'])
    setTimer(turn, turn.world.agents.need(host), 'yield', turn.constants['HA-012'].electionMs + turn.constants['HA-016'].joinMs)
  } else startAgent(turn, turn.world.agents.need(host))
}

function reconsiderSecondary(turn: Turn, agent: AgentRecord): void {
  const primary = agent.primary
  const hears = primary !== null && turn.world.agents.get(primary)?.state === 'primary' && linked(turn, agent.host, primary)
  if (hears) {
    if (agent.lostPrimaryAt === null || !turn.constants['HA-044'].resumedHeartbeatCancels) return
    turn.cancel(agent.timer)
    change(turn, agent.host, { lostPrimaryAt: null, timer: null, timerKind: null, timerAt: null })
    return
  }
  const lost = agent.lostPrimaryAt === null ? change(turn, agent.host, { lostPrimaryAt: turn.now }) : agent
  if (agent.lostPrimaryAt === null) setTimer(turn, lost, 'primaryTimeout', turn.constants['HA-047'].secondaryTimeoutMs)
  if (lost.timerKind !== 'join' && linkedPrimaries(turn, agent.host).length > 0)
    setTimer(turn, turn.world.agents.need(agent.host), 'join', turn.constants['HA-016'].joinMs)
}

function reconsiderPrimary(turn: Turn, agent: AgentRecord): void {
  if (isMute(turn.world, agent.host)) return
  const better = betterPrimary(turn, agent)
  if (better !== undefined) {
    if (agent.timerKind !== 'stepDown') setTimer(turn, agent, 'stepDown', turn.constants['HA-061'].stepDownMs)
    return
  }
  if (agent.timerKind === 'stepDown') setTimer(turn, agent, null, 0)
  checkIsolation(turn, turn.world.agents.need(agent.host), turn.constants['HA-056'].isolationPingMs)
}

/** HA-061: where two primaries meet, the one that would win an election stays. */
function betterPrimary(turn: Turn, agent: AgentRecord): AgentRecord | undefined {
  const mine = candidate(turn, agent.host)
  return linkedPrimaries(turn, agent.host).find((other) => compareCandidates(candidate(turn, other.host), mine, electionRules(turn)) > 0)
}

/** HA-055, HA-056: a primary that hears nobody pings its isolation addresses; as long as one answers it is alone and not isolated. */
function checkIsolation(turn: Turn, agent: AgentRecord, waitMs: number, cause = turn.cause): void {
  const pinging = agent.timerKind === 'isolation'
  if (agent.aloneAt === null) {
    if (pinging) setTimer(turn, agent, null, 0)
  } else if (addressesFail(turn, agent.host)) {
    if (pinging) return
    logPings(turn, agent.host, cause)
    setTimer(turn, agent, 'isolation', waitMs, cause)
  } else if (pinging || !agent.answered) {
    logPings(turn, agent.host, cause)
    setTimer(turn, agent, null, 0)
    change(turn, agent.host, { answered: true })
  }
}

/** HA-054: one successful ping, or any agent that is heard, ends it. */
function reconsiderIsolated(turn: Turn, agent: AgentRecord): void {
  const { pingEnds, agentEnds } = turn.constants['HA-054']
  const hears = agentEnds && agent.aloneAt === null
  const answered = pingEnds && !addressesFail(turn, agent.host)
  if (!hears && !answered) return
  if (!hears) {
    logPings(turn, agent.host)
    change(turn, agent.host, { answered: true })
  }
  beginElection(turn, turn.world.agents.need(agent.host), 'isolationEnded')
}

/** An agent without a primary: joins one that it hears, with the next beat; else it takes part in an election. */
function beginElection(turn: Turn, agent: AgentRecord, reason: 'started' | 'lostPrimary' | 'isolationEnded'): void {
  const seq = setState(turn, agent, 'election', reason, reason === 'isolationEnded' ? ['HA-054', 'HA-013'] : ['HA-013'], {
    primary: null,
    lostPrimaryAt: null,
    electedAt: null,
    electionId: null,
  })
  seekPrimary(turn, turn.world.agents.need(agent.host), seq ?? turn.cause)
}

/** `cause`: what has it look for one. */
function seekPrimary(turn: Turn, agent: AgentRecord, cause = turn.cause): void {
  if (turn.constants['HA-016'].newcomerYields && linkedPrimaries(turn, agent.host).length > 0) {
    if (agent.timerKind !== 'join') setTimer(turn, agent, 'join', turn.constants['HA-016'].joinMs)
    return
  }
  if (agent.timerKind === 'yield') return
  if (agent.electionId !== null && turn.world.elections.has(String(agent.electionId))) return
  for (const other of turn.world.agents.values()) {
    // One that has just ended without a primary for the other does not count.
    const isOpen = other.electionId !== null && turn.world.elections.has(String(other.electionId))
    if (other.state === 'election' && isOpen && other.host !== agent.host && linked(turn, agent.host, other.host)) {
      change(turn, agent.host, { electionId: other.electionId })
      return
    }
  }
  const candidates = [...turn.world.agents.values()].filter(
    (other) =>
      other.host === agent.host ||
      ((other.state === 'election' || (other.state === 'secondary' && other.lostPrimaryAt !== null)) && linked(turn, agent.host, other.host)),
  )
  const seq = turn.emit('ha.electionStarted', { candidates: candidates.map((other) => other.host) }, { causedBy: cause })
  const id = turn.count('elections')
  const timer = turn.after(turn.constants['HA-012'].electionMs, 'ha.election', { id }, seq)
  turn.world.elections.set(String(id), { id, startedAt: turn.now, timer })
  change(turn, agent.host, { electionId: id })
}

export function agentTimer(turn: Turn, { host }: { host: string }): void {
  const agent = turn.world.agents.need(host)
  change(turn, host, { timer: null, timerKind: null, timerAt: null })
  if (agent.timerKind === 'primaryTimeout') beginElection(turn, agent, 'lostPrimary')
  else if (agent.timerKind === 'join') join(turn, agent)
  else if (agent.timerKind === 'yield') seekPrimary(turn, turn.world.agents.need(host))
  else if (agent.timerKind === 'stepDown') stepDown(turn, agent)
  else if (agent.timerKind === 'isolation') declareIsolation(turn, agent)
  else if (agent.timerKind === 'response') respond(turn, turn.world.agents.need(host))
}

function join(turn: Turn, agent: AgentRecord): void {
  const [first, ...others] = linkedPrimaries(turn, agent.host)
  if (first === undefined) {
    if (agent.state === 'secondary') reconsiderLost(turn, agent)
    else seekPrimary(turn, turn.world.agents.need(agent.host))
    return
  }
  const best = others.reduce((a, b) => (compareCandidates(candidate(turn, b.host), candidate(turn, a.host), electionRules(turn)) > 0 ? b : a), first)
  follow(turn, agent, best.host, 'joined')
}

/** The primary that it was about to join is gone again: what is left of the wait for the old one runs on. */
function reconsiderLost(turn: Turn, agent: AgentRecord): void {
  const waited = turn.now - (agent.lostPrimaryAt ?? turn.now)
  setTimer(turn, turn.world.agents.need(agent.host), 'primaryTimeout', Math.max(0, turn.constants['HA-047'].secondaryTimeoutMs - waited))
}

function stepDown(turn: Turn, agent: AgentRecord): void {
  const better = betterPrimary(turn, agent)
  if (better === undefined) return
  resign(turn, agent.host, true)
  follow(turn, agent, better.host, 'steppedDown')
  for (const other of [...turn.world.agents.values()]) {
    if (other.state === 'secondary' && other.primary === agent.host && linked(turn, other.host, better.host))
      follow(turn, other, better.host, 'joined')
  }
}

function declareIsolation(turn: Turn, agent: AgentRecord): void {
  if (agent.state !== 'primary' || agent.aloneAt === null || !addressesFail(turn, agent.host)) return
  const addresses = logPings(turn, agent.host)
  const why = {
    decision: 'isolationDeclared',
    facts: ['HA-050', 'HA-082'] as [FactId, FactId],
    inputs: { host: agent.host, addresses, answered: false },
  }
  const seq = turn.emit('ha.isolationDeclared', { host: agent.host }, { why })
  resign(turn, agent.host, turn.constants['HA-019'].isolatedPrimaryReleases)
  setState(turn, agent, 'networkIsolated', 'isolated', ['HA-050'], { electedAt: null, declaredAt: turn.now, causeSeq: seq })
  setTimer(turn, turn.world.agents.need(agent.host), 'response', isolationDelayMs(turn, agent.host))
  const running = [...turn.world.agents.values()].filter((other) => agentUp(turn.world, other.host))
  if (turn.constants['HA-194'].isLogged && running.every((other) => other.state === 'networkIsolated'))
    turn.emit('vcenter.eventLogged', { name: 'DasClusterIsolatedEvent' }, { causedBy: seq })
}

export function electionEnds(turn: Turn, { id }: { id: number }): void {
  turn.world.elections.remove(String(id))
  const voters = new Set(
    [...turn.world.agents.values()].filter((agent) => agent.electionId === id && agent.state === 'election').map((agent) => agent.host),
  )
  for (const host of [...voters]) {
    if (!voters.delete(host)) continue
    const group = [host]
    for (const member of group) {
      for (const other of [...voters]) {
        if (!linked(turn, member, other)) continue
        group.push(other)
        voters.delete(other)
      }
    }
    electAmong(turn, group)
  }
}

function electAmong(turn: Turn, group: readonly string[]): void {
  if (turn.constants['HA-016'].newcomerYields && group.some((host) => linkedPrimaries(turn, host).length > 0)) {
    for (const host of group) {
      change(turn, host, { electionId: null })
      seekPrimary(turn, turn.world.agents.need(host))
    }
    return
  }
  const candidates = group.map((host) => candidate(turn, host))
  const { winner, rejected } = elect(candidates, electionRules(turn))
  const why = {
    decision: 'electionWon',
    facts: ['HA-012', winner.nodeGoodness !== null ? 'HA-011' : 'HA-008', 'HA-010'] as [FactId, ...FactId[]],
    inputs: { host: winner.host, datastores: winner.datastores, moid: winner.moid, candidates: group, nodeGoodness: winner.nodeGoodness },
    rejected,
  }
  const partition = [...turn.world.hosts.keys()].filter((host) => group.includes(host))
  const seq = turn.emit('ha.primaryElected', { host: winner.host, partition }, { why })
  setState(turn, turn.world.agents.need(winner.host), 'primary', 'elected', ['HA-012'], {
    primary: null,
    lostPrimaryAt: null,
    electionId: null,
    electedAt: turn.now,
    causeSeq: seq,
  })
  for (const host of partition) {
    if (host === winner.host) continue
    if (linked(turn, host, winner.host)) follow(turn, turn.world.agents.need(host), winner.host, 'joined', seq)
    else {
      change(turn, host, { electionId: null })
      seekPrimary(turn, turn.world.agents.need(host))
    }
  }
  turn.after(turn.constants['HA-047'].restartAfterElectionMs, 'ha.takeOver', { host: winner.host }, seq)
  inheritViews(turn, winner.host, seq)
  checkIsolation(turn, turn.world.agents.need(winner.host), turn.constants['HA-050'].isolationPingMs, seq)
}
