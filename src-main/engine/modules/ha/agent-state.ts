/** The record of an agent: what state it is in and says it is in, what it waits for, and whom it follows. */
import type { HaState } from '../../../contract/events.ts'
import type { FactId } from '../../../contract/fact-id.ts'
import type { AgentRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { isStopped, linked, primaries } from './cluster.ts'
import { endResponses } from './isolation.ts'

export type StopReason = 'stopped' | 'agentDied' | 'hostdStopped' | 'notSetUp' | 'noDatastores' | 'reconfigured'
export type OwnReason = 'started' | 'lostPrimary' | 'elected' | 'joined' | 'isolated' | 'isolationEnded' | 'steppedDown' | StopReason

export function idleAgent(host: string): AgentRecord {
  return {
    host,
    state: 'none',
    primary: null,
    lostPrimaryAt: null,
    electedAt: null,
    electionId: null,
    timer: null,
    timerKind: null,
    timerAt: null,
    aloneAt: null,
    answered: false,
    declaredAt: null,
    deafAddresses: [],
    alive: true,
    restartTimer: null,
    noDatastores: false,
    ignoresRedundancy: false,
    fault: null,
    causeSeq: null,
  }
}

export function change(turn: Turn, host: string, part: Partial<AgentRecord>): AgentRecord {
  return turn.world.agents.patch(host, part)
}

export function setTimer(turn: Turn, agent: AgentRecord, kind: AgentRecord['timerKind'], delayMs: number, cause = turn.cause): void {
  turn.cancel(agent.timer)
  if (kind === null) return void change(turn, agent.host, { timerKind: null, timer: null, timerAt: null })
  const timer = turn.after(delayMs, 'ha.agent', { host: agent.host }, cause)
  change(turn, agent.host, { timerKind: kind, timer, timerAt: turn.now + delayMs })
}

/** Writes the new state and says so, with the host's own words: the seq of that. A dead host says nothing: null. */
export function setState(
  turn: Turn,
  agent: AgentRecord,
  state: HaState,
  reason: OwnReason,
  facts: readonly [FactId, ...FactId[]],
  part: Partial<AgentRecord> = {},
): number | null {
  const causedBy = part.causeSeq ?? turn.cause
  turn.cancel(agent.timer)
  if (agent.state === 'networkIsolated') endResponses(turn, agent.host)
  change(turn, agent.host, { state, timer: null, timerKind: null, timerAt: null, declaredAt: null, ...part, causeSeq: causedBy })
  if (isStopped(agent) !== isStopped({ state })) turn.signal('agentChanged', { host: agent.host })
  if (agent.state === state || turn.world.hosts.get(agent.host)?.power !== 'on') return null
  const why = { decision: 'ownStateChanged', facts, inputs: { host: agent.host, state, reason } }
  return turn.emit('ha.hostStateChanged', { host: agent.host, from: agent.state, to: state, by: 'self' }, { why, causedBy })
}

/** Those that the host hears. */
export function linkedPrimaries(turn: Turn, host: string): AgentRecord[] {
  return primaries(turn.world).filter((primary) => primary.host !== host && linked(turn, host, primary.host))
}

export function follow(turn: Turn, agent: AgentRecord, primary: string, reason: OwnReason, causeSeq = turn.cause): void {
  setState(turn, agent, 'secondary', reason, ['HA-016'], { primary, lostPrimaryAt: null, electedAt: null, electionId: null, causeSeq })
  turn.signal('capacityChanged', { host: agent.host })
}
