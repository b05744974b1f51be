/** Pings of isolation addresses: what an agent that hears nobody finds (HA-050, HA-056), and what it notes in a healthy cluster (HA-084). */
import type { AgentRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { addressAnswers } from '../../reads/network.ts'
import { isMute, isolationAddresses, isStopped, linked, members } from './cluster.ts'

/** HA-050: since when it hears no other agent, where there are others. One that is on its way back (HA-187) notices nothing. */
export function noteSilence(turn: Turn, agent: AgentRecord): void {
  if (isMute(turn.world, agent.host)) return
  const alone = !isStopped(agent) && members(turn.world).length > 1 && !hearsAnybody(turn, agent.host)
  if (alone !== (agent.aloneAt !== null)) turn.world.agents.patch(agent.host, { aloneAt: alone ? turn.now : null, answered: false })
}

function hearsAnybody(turn: Turn, host: string): boolean {
  return members(turn.world).some((other) => other.name !== host && linked(turn, host, other.name))
}

/** Pings every isolation address once; returns their names. */
export function logPings(turn: Turn, host: string, causedBy = turn.cause): readonly string[] {
  const addresses = isolationAddresses(turn)
  for (const address of addresses) turn.emit('ha.isolationPing', { host, address, answered: addressAnswers(turn.world, host, address) }, { causedBy })
  return addresses
}

/** HA-084: vCenter logs an address that does not answer a host which hears the others; nothing else follows. */
export function reportDeafAddresses(turn: Turn): void {
  const addresses = isolationAddresses(turn)
  for (const agent of [...turn.world.agents.values()]) {
    if (isStopped(agent) || isMute(turn.world, agent.host) || agent.aloneAt !== null) continue
    const deaf = addresses.filter((address) => !addressAnswers(turn.world, agent.host, address))
    if (deaf.length === agent.deafAddresses.length && deaf.every((address) => agent.deafAddresses.includes(address))) continue
    const isNew = deaf.some((address) => !agent.deafAddresses.includes(address))
    turn.world.agents.patch(agent.host, { deafAddresses: deaf })
    if (isNew && turn.constants['HA-084'].failureIsLogged)
      turn.emit('vcenter.eventLogged', { name: 'HostIsolationIpPingFailedEvent', host: agent.host })
  }
}
