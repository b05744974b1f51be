/** The time lines that are running, for those who watch: of silent hosts (HA-041, HA-042), of elections and of new primaries (HA-047). Read only. */
import type { ClockState, ClockStepName } from '../../../contract/ha-state.ts'
import type { AgentRecord, ViewRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { hostState } from '../../models/host-state.ts'
import { answersPing } from '../../reads/network.ts'
import { agentUp, linked, networks, primaries } from './cluster.ts'
import { beatsFor, hasHeartbeatDatastores, scheduleOf, signsOf } from './views.ts'

type Steps = ClockState['steps']

export function runningClocks(turn: Turn): ClockState[] {
  return [...[...turn.world.views.values()].flatMap((view) => silentHost(turn, view)), ...elections(turn), ...takeOvers(turn)]
}

function inOrder(steps: readonly (readonly [ClockStepName, number] | null)[]): Steps {
  return steps
    .filter((each) => each !== null)
    .map(([step, atMs]) => ({ step, atMs }))
    .sort((a, b) => a.atMs - b.atMs)
}

/** What a primary still has to find out about a host that it does not hear; nothing once it has judged it. */
function silentHost(turn: Turn, view: ViewRecord): ClockState[] {
  if (linked(turn, view.by, view.host)) return []
  const configured = hasHeartbeatDatastores(turn, view.host)
  const schedule = scheduleOf(turn, view)
  const beats = configured && beatsFor(turn, view)
  const answers = answersPing(turn.world, networks(turn), view.by, view.host)
  const pingKnownAt = pingVerdictAt(view, schedule, answers)
  const beatKnownAt = beats ? schedule.seenAliveAt : schedule.watchEndsAt
  const judgedAt = configured ? Math.max(pingKnownAt, view.datastore === beats ? view.lostAt : beatKnownAt) : pingKnownAt
  const signs = {
    networkHeartbeat: false,
    datastoreHeartbeat: configured ? beats : null,
    ping: answers,
    isolatedBit: view.isolatedBit,
    agentAlive: agentUp(turn.world, view.host),
  }
  const isJudged = signsOf(turn, view, configured) !== null && judgedAt <= turn.now
  if (isJudged && view.nextReadAt <= turn.now) return []
  const steps = inOrder([
    view.inherited ? null : ['heartbeatMissed', schedule.missingAt],
    configured ? [beats ? 'datastoreSeen' : 'datastoreSilent', beatKnownAt] : null,
    ['pingStarts', schedule.unreachableAt],
    answers ? null : ['pingEnds', schedule.pingDoneAt],
    view.nextReadAt > turn.now ? ['fileRead', view.nextReadAt] : null,
    ['judged', judgedAt],
  ])
  return [{ kind: 'silentHost', hosts: [view.host], by: view.by, sinceMs: view.lostAt, steps, verdict: hostState(signs).state }]
}

function pingVerdictAt(view: ViewRecord, schedule: ReturnType<typeof scheduleOf>, answers: boolean): number {
  const first = answers ? schedule.unreachableAt : schedule.pingDoneAt
  if (view.ping === answers || view.nextPingAt < 0) return first
  return answers ? view.nextPingAt : view.nextPingAt + schedule.pingMs
}

/** Those that miss the same primary since the same instant, and those that vote in the same election, wait together. */
function elections(turn: Turn): ClockState[] {
  const groups = new Map<string, AgentRecord[]>()
  for (const agent of turn.world.agents.values()) {
    if (!agentUp(turn.world, agent.host)) continue
    const key =
      agent.state === 'secondary' && agent.lostPrimaryAt !== null
        ? `lost ${String(agent.lostPrimaryAt)} ${agent.primary ?? ''}`
        : agent.state === 'election' && agent.electionId !== null && turn.world.elections.has(String(agent.electionId))
          ? `vote ${String(agent.electionId)}`
          : null
    if (key === null) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [agent])
    else group.push(agent)
  }
  return [...groups.values()].flatMap((group) => electionOf(turn, group))
}

function electionOf(turn: Turn, group: readonly AgentRecord[]): ClockState[] {
  const [first] = group
  if (first === undefined) return []
  const c = turn.constants
  const election = first.electionId === null ? undefined : turn.world.elections.get(String(first.electionId))
  const lostAt = first.lostPrimaryAt
  const startsAt = election?.startedAt ?? (lostAt === null ? null : lostAt + c['HA-047'].secondaryTimeoutMs)
  if (startsAt === null) return []
  const electedAt = startsAt + c['HA-012'].electionMs
  const steps = inOrder([
    ['electionStarts', startsAt],
    ['elected', electedAt],
    ['restarts', electedAt + c['HA-047'].restartAfterElectionMs],
  ])
  const hosts = group.map((agent) => agent.host)
  return [{ kind: 'election', hosts, by: election === undefined ? first.primary : null, sinceMs: lostAt ?? startsAt, steps, verdict: null }]
}

function takeOvers(turn: Turn): ClockState[] {
  const waitMs = turn.constants['HA-047'].restartAfterElectionMs
  return primaries(turn.world).flatMap(({ host, electedAt }) =>
    // The primary of a settled start was elected before the run.
    electedAt === null || electedAt === 0 || electedAt + waitMs <= turn.now
      ? []
      : [
          {
            kind: 'takeOver',
            hosts: [host],
            by: host,
            sinceMs: electedAt,
            steps: inOrder([
              ['elected', electedAt],
              ['restarts', electedAt + waitMs],
            ]),
            verdict: null,
          },
        ],
  )
}
