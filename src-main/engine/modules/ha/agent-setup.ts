/** vCenter sets agents up and removes them (HA-003), what stands in its way (HA-189, HA-191), and agents that cannot run (HA-190). */
import type { AgentFault, AgentRecord } from '../../core/records.ts'
import type { CommandArgs, Signals } from '../../core/messages.ts'
import { idleUntilWritten } from '../../core/derived.ts'
import type { Turn } from '../../core/turn.ts'
import type { ReadonlyTables } from '../../core/world.ts'
import { roomOfHost } from '../../reads/capacity.ts'
import { vcenterReaches, vcenterRuns } from '../../reads/network.ts'
import { hasMounted } from '../../reads/storage.ts'
import { idleAgent } from './agent-state.ts'
import { crashAgent, restartAgent } from './agents.ts'
import { flagOption, isMember, numberOption, settings } from './cluster.ts'
import { show, shownState, viewKey } from './shown.ts'
import { closeView } from './views.ts'

/** vCenter can talk to the management daemon of the host. */
function inReach(world: ReadonlyTables, host: string): boolean {
  return world.hosts.get(host)?.hostd === true && vcenterReaches(world, host)
}

/** What keeps an agent from being set up now; at a settled start that is long past, only the disk is as small as ever. */
export function obstacle(turn: Turn, host: string, settled = false): AgentFault['because'] | null {
  const c = turn.constants['HA-189']
  if (!settled && !inReach(turn.world, host)) return 'unreachable'
  if (turn.world.hosts.need(host).cfg.localDiskFreeMiB < c.localDiskMiB) return 'localDisk'
  const needMiB = Math.max(c.memoryMinMiB, numberOption(turn, 'das.config.fdm.memreservationmb', c.memoryMiB))
  return !settled && roomOfHost(turn.world, host).memoryMiB < needMiB ? 'memory' : null
}

/** Installs and starts the agent of a member of the cluster. `isNew`: HA was not on there before. */
export function setUpAgent(turn: Turn, host: string, isNew: boolean): void {
  const because = obstacle(turn, host)
  const agent = turn.world.agents.get(host) ?? turn.world.agents.set(host, idleAgent(host))
  const fault = because === null ? null : ({ state: 'initializationError', because } as const)
  turn.world.agents.patch(host, { fault, noDatastores: !hasMounted(turn.world, host) })
  if (because !== null) return
  turn.world.agents.patch(host, { ignoresRedundancy: ignoresRedundancy(turn) })
  // HA-108
  if (isNew && turn.constants['HA-108'].autoStartDisabled) turn.emit('vcenter.eventLogged', { name: 'AutoStartDisabled', host })
  if (!isNew && agent.alive) restartAgent(turn, host)
}

/** Warnings of missing redundancy are hidden on hosts whose agent is set up now. */
export function ignoresRedundancy(turn: Turn): boolean {
  return flagOption(turn, 'das.ignoreredundantnetwarning', false)
}

export function roleChanged(turn: Turn, { host, active }: Signals['hostRole']): void {
  if (settings(turn.world) === undefined) return
  const record = turn.world.hosts.get(host)
  if (record === undefined) return
  if (active && isMember(record)) setUpAgent(turn, host, true)
  else if ((turn.world.agents.get(host)?.fault ?? null) !== null) turn.world.agents.patch(host, { fault: null })
}

export function reconfigureHa(turn: Turn, args: CommandArgs): void {
  const host = turn.world.hosts.get(args['host'] as string)
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['HA-003'])
  if (host === undefined) return turn.refuse('notFound', ['HA-189'])
  if (settings(turn.world) === undefined) return turn.refuse('haNotEnabled', ['HA-189'])
  const connection = turn.world.connections.get(host.name)?.state
  if (!isMember(host) || host.power !== 'on' || connection !== 'connected') return turn.refuse('invalidState', ['HA-189'])
  setUpAgent(turn, host.name, false)
}

/** HA is switched off: an agent that vCenter cannot reach stays where it is. */
export function removeAgent(turn: Turn, host: string): AgentFault | null {
  const record = turn.world.hosts.need(host)
  const agent = turn.world.agents.get(host)
  if (!isMember(record) || agent === undefined || agent.fault !== null || inReach(turn.world, host)) return null
  return { state: 'uninitializationError', because: 'unreachable' }
}

const waitsForVcenter = ({ fault }: AgentRecord): boolean => fault?.because === 'unreachable'

/** What vCenter makes up for as soon as it reaches the host: agents that it could not set up, or, with HA off, not remove. */
export const catchUp = idleUntilWritten(['agents', 'hosts', 'networks', 'vcenter', 'vms', 'ha'], (turn) => {
  if (!turn.world.agents.any(waitsForVcenter) || !vcenterRuns(turn.world)) return
  for (const { host, fault } of [...turn.world.agents.values()]) {
    if (fault?.because !== 'unreachable' || !inReach(turn.world, host)) continue
    if (settings(turn.world) !== undefined) {
      setUpAgent(turn, host, true)
      continue
    }
    turn.world.agents.patch(host, { fault: null })
    const why = { decision: 'agentRemoved', facts: ['HA-191'] as ['HA-191'], inputs: { host, state: 'none' } }
    show(turn, 'vcenter', host, shownState(turn.world, host), 'none', why)
  }
})

/** HA-190: an agent without a datastore is not in the run state. */
export const noteDatastores = idleUntilWritten(['agents', 'datastores', 'hosts'], (turn) => {
  for (const { host, noDatastores } of [...turn.world.agents.values()]) {
    if (noDatastores === hasMounted(turn.world, host)) turn.world.agents.patch(host, { noDatastores: !noDatastores })
  }
})

/** The agent dies once; the watchdog restarts it. */
export function agentCrash(turn: Turn, args: CommandArgs): void {
  const host = turn.world.hosts.get(args['host'] as string)
  if (host === undefined) return turn.refuse('notFound', ['HA-187'])
  const agent = turn.world.agents.get(host.name)
  if (agent?.alive !== true || agent.restartTimer !== null || host.power !== 'on' || !isMember(host) || settings(turn.world) === undefined)
    return turn.refuse('invalidState', ['HA-187'])
  crashAgent(turn, agent)
}

/** It has left the inventory; its agent was not in use (compute sees to that). */
export function forgetHost(turn: Turn, host: string): void {
  const agent = turn.world.agents.get(host)
  if (agent !== undefined) {
    turn.cancel(agent.timer)
    turn.cancel(agent.restartTimer)
    turn.world.agents.remove(host)
  }
  if (turn.world.heartbeats.has(host)) turn.world.heartbeats.remove(host)
  for (const view of [...turn.world.views.values()]) if (view.host === host) closeView(turn, view)
  if (shownState(turn.world, host) !== 'none') turn.world.shown.remove(viewKey(turn.world, 'vcenter', host))
}
