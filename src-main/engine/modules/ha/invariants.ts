import type { Invariant } from '../../core/module.ts'
import { FT_SECONDARIES } from './policy/levels.ts'
import type { Turn } from '../../core/turn.ts'
import { agentUp, isMute, isStopped, linked, members, primaries, settings } from './cluster.ts'

/** HA-002: two primaries that hear each other are about to become one. */
const onePrimaryPerPartition: Invariant = {
  name: 'onePrimaryPerPartition',
  reads: ['agents', 'hosts', 'networks', 'ha', 'cluster'],
  check(world, _now, turn) {
    const all = primaries(world)
    for (const a of all) {
      for (const b of all) {
        if (a.host >= b.host || !linked(turn, a.host, b.host)) continue
        if (a.timerKind !== 'stepDown' && b.timerKind !== 'stepDown') return `${a.host} and ${b.host} are both primary and hear each other`
      }
    }
    return null
  },
}

/** Nobody waits for ever: an agent in an election has one that ends, or a primary to join; one without contact has a time-out. */
const agentsMoveOn: Invariant = {
  name: 'agentsMoveOn',
  reads: ['agents', 'elections', 'hosts', 'networks', 'ha', 'cluster'],
  check(world, _now, turn) {
    for (const agent of world.agents.values()) {
      if (
        agent.state === 'election' &&
        agent.timerKind !== 'join' &&
        agent.timerKind !== 'yield' &&
        (agent.electionId === null || !world.elections.has(String(agent.electionId)))
      )
        return `${agent.host} is in an election that does not exist`
      if (agent.state !== 'secondary') continue
      const hears = agent.primary !== null && world.agents.get(agent.primary)?.state === 'primary' && linked(turn, agent.host, agent.primary)
      if (!hears && agent.timer === null) return `${agent.host} follows ${String(agent.primary)}, which it does not hear, and waits for nothing`
    }
    return null
  },
}

/** Views, restarts and lists belong to primaries that are in office. */
const officeHolders: Invariant = {
  name: 'officeHolders',
  reads: ['agents', 'views', 'restarts', 'protectedLists'],
  check(world) {
    const isPrimary = (host: string | null): boolean => host !== null && world.agents.get(host)?.state === 'primary'
    for (const view of world.views.values()) if (!isPrimary(view.by)) return `${view.by} judges ${view.host} and is no primary`
    for (const entry of world.restarts.values()) if (!isPrimary(entry.by)) return `${entry.by} restarts ${entry.vm} and is no primary`
    for (const list of world.protectedLists.values())
      if (list.owner !== null && list.lostAt === null && !isPrimary(list.owner)) return `${list.owner} owns ${list.datastore} and is no primary`
    return null
  },
}

/** HA-002, HA-005, HA-189, HA-190: an agent that cannot run, or is not meant to, does not; every other one does. */
const agentsRunWhereTheyCan: Invariant = {
  name: 'agentsRunWhereTheyCan',
  reads: ['agents', 'hosts', 'ha'],
  check(world) {
    if (settings(world) === undefined) return null
    for (const host of world.hosts.keys()) {
      const agent = world.agents.get(host)
      if (agent === undefined) return `${host} has no agent`
      if (agentUp(world, host) === isStopped(agent))
        return `${host} is ${agent.state}, and its agent ${agentUp(world, host) ? 'could' : 'cannot'} run`
    }
    return null
  },
}

/** HA-096: every restart is under way, waits for its time, or for room. */
const restartsMoveOn: Invariant = {
  name: 'restartsMoveOn',
  reads: ['restarts', 'vms', 'ha'],
  check(world, _now, turn: Turn) {
    for (const entry of world.restarts.values()) {
      const vm = world.vms.get(entry.vm)
      if (vm === undefined) return `${entry.vm} is to be restarted and does not exist`
      if (entry.state === 'attempted' && vm.powerOn === null) return `${entry.vm} is said to be powering on and is not`
      if (entry.state === 'retrying' && entry.timer === null) return `${entry.vm} is to be retried at no time`
      if (entry.attempt > Math.max(turn.constants['HA-096'].attempts, Number(world.ha.get('ha')?.cfg.advancedOptions['das.maxvmrestartcount'] ?? 0)))
        return `${entry.vm} was tried ${entry.attempt} times`
    }
    return null
  },
}

/** HA-089: a level waits for as many VMs as have yet to be ready, or to be placed. */
const levelsAddUp: Invariant = {
  name: 'levelsAddUp',
  reads: ['failovers', 'restarts', 'readiness'],
  check(world) {
    const open = new Map<string, number>()
    const add = (failure: number, level: number): void => void open.set(`${failure}>${level}`, (open.get(`${failure}>${level}`) ?? 0) + 1)
    for (const entry of world.restarts.values()) if (!entry.settled) add(entry.failure, entry.level)
    for (const awaited of world.readiness.values()) if (!awaited.settled && !world.restarts.has(awaited.vm)) add(awaited.failure, awaited.level)
    for (const { id, secondaries } of world.failovers.values()) for (const _ of secondaries) add(id, FT_SECONDARIES)
    for (const { id, levels } of world.failovers.values())
      for (const { level, open: said } of levels) {
        const counted = open.get(`${id}>${level}`) ?? 0
        if (said !== counted) return `level ${level} of failover ${id} waits for ${said} VMs, and ${counted} are open`
      }
    return null
  },
}

/** HA-073: HA starts only what is protected. */
const onlyProtectedRestart: Invariant = {
  name: 'onlyProtectedRestart',
  reads: ['restarts', 'protection'],
  check(world) {
    for (const entry of world.restarts.values()) {
      if (world.protection.get(entry.vm)?.committed !== true) return `${entry.vm} is to be restarted and is not protected`
      if (entry.priority === 'disabled') return `${entry.vm} is to be restarted although its restart priority is Disabled`
    }
    return null
  },
}

/** HA-050, HA-055: an agent knows since when it hears nobody, and only one that hears nobody is isolated. */
const lonelyAgents: Invariant = {
  name: 'lonelyAgents',
  reads: ['agents', 'hosts', 'networks', 'ha', 'cluster'],
  check(world, _now, turn) {
    const others = members(world).length > 1
    for (const agent of world.agents.values()) {
      const hears = members(world).some(({ name }) => name !== agent.host && linked(turn, agent.host, name))
      const alone = !isStopped(agent) && others && !hears
      if (!isMute(world, agent.host) && alone !== (agent.aloneAt !== null))
        return `${agent.host} ${alone ? 'hears nobody and does not know' : 'believes that it hears nobody'}`
      if ((agent.state === 'networkIsolated') !== (agent.declaredAt !== null))
        return `${agent.host} is ${agent.state} and has declared isolation or not`
    }
    return null
  },
}

/** HA-054, HA-074: responses are those of isolated hosts to VMs that run there; what has a power-off record is off. */
const responsesOfIsolated: Invariant = {
  name: 'responsesOfIsolated',
  reads: ['isolation', 'powerOffRecords', 'agents', 'vms'],
  check(world) {
    for (const { host, vm, state, timer } of world.isolation.values()) {
      if (world.agents.get(host)?.state !== 'networkIsolated') return `${host} still has a response to ${vm} and is not isolated`
      if ((state === 'shuttingDown') !== (timer !== null)) return `${vm} on ${host} is ${state} ${timer === null ? 'without' : 'with'} an end`
      const runs = world.vms.get(vm)?.instances.some((instance) => instance.host === host) === true
      if (state !== 'done' && !runs) return `${host} waits with the response to ${vm}, which does not run there`
    }
    for (const { vm } of world.powerOffRecords.values()) if (world.vms.get(vm)?.power === 'on') return `${vm} has a power-off record and is on`
    return null
  },
}

export const haInvariants = [
  onePrimaryPerPartition,
  agentsMoveOn,
  agentsRunWhereTheyCan,
  officeHolders,
  restartsMoveOn,
  levelsAddUp,
  onlyProtectedRestart,
  lonelyAgents,
  responsesOfIsolated,
]
