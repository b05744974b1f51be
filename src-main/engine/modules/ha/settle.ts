/** The settled start: primaries elected by the usual rule, VMs protected, heartbeat datastores chosen. Nothing is logged. */
import type { AgentRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { idleAgent } from './agent-state.ts'
import { candidate, electionRules } from './election-candidates.ts'
import { hasMounted } from '../../reads/storage.ts'
import { ignoresRedundancy, obstacle } from './agent-setup.ts'
import { addressesFail, agentUp, isMember, isStopped, linked } from './cluster.ts'
import { chooseQuietly, reconsiderHeartbeats } from './heartbeats.ts'
import { reviewQuietly } from './issues.ts'
import { noteSilence } from './isolation-pings.ts'
import { elect } from './policy/election.ts'
import { viewKey } from './shown.ts'
import { reconsiderUsage } from './usage.ts'

export function settle(turn: Turn): void {
  const cfg = turn.lab.cluster.ha
  for (const host of turn.world.hosts.keys()) turn.world.agents.set(host, idleAgent(host))
  if (cfg === null) return
  turn.world.ha.set('ha', { cfg, vcenterPrimary: null, vcenterLostAt: null, vcenterTimer: null, usageTimer: null })
  for (const host of turn.world.hosts.values()) if (isMember(host)) settleAgent(turn, host.name)
  chooseQuietly(turn)
  reconsiderHeartbeats(turn)
  const open = new Set([...turn.world.hosts.keys()].filter((host) => agentUp(turn.world, host)))
  reviewQuietly(turn)
  while (open.size > 0) settleGroup(turn, takeGroup(turn, open), open)
  for (const agent of [...turn.world.agents.values()]) settleSilence(turn, agent)
  for (const vm of turn.world.vms.values()) {
    const agent = vm.host === null ? undefined : turn.world.agents.get(vm.host)
    if (vm.power !== 'on' || agent === undefined || !isMember(turn.world.hosts.need(agent.host))) continue
    // Where the agent could not be set up vCenter waits until it is.
    turn.world.protection.set(vm.name, { vm: vm.name, committed: !isStopped(agent), timer: null })
  }
  reconsiderUsage(turn, true)
}

/** HA-189, HA-190: set up long ago, if it could be. */
function settleAgent(turn: Turn, host: string): void {
  const because = obstacle(turn, host, true)
  const fault = because === null ? null : ({ state: 'initializationError', because } as const)
  const noDatastores = !hasMounted(turn.world, host)
  turn.world.agents.patch(host, { fault, noDatastores, ignoresRedundancy: ignoresRedundancy(turn) })
  if (agentUp(turn.world, host)) return
  turn.world.agents.patch(host, { state: 'uninitialized' })
  turn.world.shown.set(viewKey(turn.world, 'vcenter', host), { state: fault?.state ?? 'uninitialized' })
}

/** One that hears nobody from the start has pinged long ago. */
function settleSilence(turn: Turn, agent: AgentRecord): void {
  noteSilence(turn, agent)
  if (turn.world.agents.need(agent.host).aloneAt !== null && !addressesFail(turn, agent.host)) turn.world.agents.patch(agent.host, { answered: true })
}

/** Takes out of `open` the first host and all that hear each other, also by way of others. */
function takeGroup(turn: Turn, open: Set<string>): string[] {
  const group = [...open].slice(0, 1)
  for (const member of group) {
    open.delete(member)
    for (const other of open) {
      if (!linked(turn, member, other)) continue
      group.push(other)
      open.delete(other)
    }
  }
  return group
}

/** Whoever does not hear the winner itself goes back to `open`. */
function settleGroup(turn: Turn, group: readonly string[], open: Set<string>): void {
  const { winner } = elect(
    group.map((host) => candidate(turn, host)),
    electionRules(turn),
  )
  for (const host of group) {
    const isPrimary = host === winner.host
    if (!isPrimary && !linked(turn, host, winner.host)) {
      open.add(host)
      continue
    }
    turn.world.agents.patch(
      host,
      isPrimary ? { state: 'primary', electedAt: -turn.constants['HA-047'].restartAfterElectionMs } : { state: 'secondary', primary: winner.host },
    )
    turn.world.shown.set(viewKey(turn.world, 'vcenter', host), { state: isPrimary ? 'primary' : 'secondary' })
  }
  if (turn.world.ha.need('ha').vcenterPrimary === null) turn.world.ha.patch('ha', { vcenterPrimary: winner.host })
  for (const datastore of turn.world.datastores.keys()) {
    if (turn.world.protectedLists.get(datastore)?.owner === undefined)
      turn.world.protectedLists.set(datastore, { datastore, owner: winner.host, lostAt: null, timer: null })
  }
}
