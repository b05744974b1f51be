/** Who takes part and who hears whom: what the other files of this module ask first. */
import type { AgentRecord, NetworkRecord } from '../../core/records.ts'
import { derived, derivedOfWorld } from '../../core/derived.ts'
import type { Turn } from '../../core/turn.ts'
import { members, option } from '../../reads/ha.ts'
import { addressAnswers, haNetworks, segments } from '../../reads/network.ts'

export { agentUp, isMember, members, numberOption, option, secondsOption, settingOf, settings } from '../../reads/ha.ts'

/** HA-030: several management networks, one is enough. */
export function networks(turn: Turn): readonly NetworkRecord[] {
  const all = haNetworks(turn.world, turn.lab.cluster.vsan)
  return turn.constants['HA-030'].anyManagementNetworkCounts ? all : all.slice(0, 1)
}

/** Of each member that is powered on, its segment on each HA network; undefined where it has no link. */
const segmentsOfHosts = derived(
  ['hosts', 'networks'],
  (turn: Turn) => turn.world,
  (turn: Turn) => {
    const bySegment = networks(turn).map((network) => segments(turn.world).get(network.name))
    const ofHosts = new Map<string, readonly (number | undefined)[]>()
    for (const { name, power } of members(turn.world))
      if (power === 'on')
        ofHosts.set(
          name,
          bySegment.map((ofNetwork) => ofNetwork?.get(name)),
        )
    return ofHosts
  },
)

/** The two agents run and exchange heartbeats on at least one of the HA networks. */
export function linked(turn: Turn, a: string, b: string): boolean {
  const ofHosts = segmentsOfHosts(turn)
  const ofA = ofHosts.get(a)
  const ofB = ofHosts.get(b)
  if (ofA === undefined || ofB === undefined) return false
  for (let i = 0; i < ofA.length; i++) {
    if (ofA[i] !== undefined && ofA[i] === ofB[i]) return turn.world.agents.get(a)?.alive === true && turn.world.agents.get(b)?.alive === true
  }
  return false
}

/** `host` follows `primary` and they hear each other. */
export function follows(turn: Turn, host: string, primary: string): boolean {
  const agent = turn.world.agents.get(host)
  return agent?.state === 'secondary' && agent.primary === primary && linked(turn, host, primary)
}

/** By primary: filled as they are asked for. */
const partitions = derived(
  ['hosts', 'networks', 'agents'],
  (turn: Turn) => turn.world,
  () => new Map<string, readonly string[]>(),
)

/** The primary and its connected secondaries, in host order. */
export function partitionOf(turn: Turn, primary: string): readonly string[] {
  const known = partitions(turn)
  let partition = known.get(primary)
  if (partition === undefined) {
    partition = members(turn.world)
      .map((host) => host.name)
      .filter((host) => host === primary || follows(turn, host, primary))
    known.set(primary, partition)
  }
  return partition
}

export function followersOf(turn: Turn, primary: string): string[] {
  return partitionOf(turn, primary).filter((host) => host !== primary)
}

export const primaries = derivedOfWorld(['agents'], (world): readonly AgentRecord[] =>
  [...world.agents.values()].filter((agent) => agent.state === 'primary'),
)

/** HA-081: the gateway of each HA network unless switched off, and das.isolationaddressN. */
export const isolationAddresses = derived(
  ['ha', 'networks'],
  (turn: Turn) => turn.world,
  (turn: Turn): readonly string[] => {
    const addresses = new Set<string>()
    if (option(turn, 'das.usedefaultisolationaddress') !== 'false') {
      for (const network of haNetworks(turn.world, false)) {
        const gateway = network.cfg.isolationAddresses[0]
        if (gateway !== undefined) addresses.add(gateway)
      }
    }
    for (const suffix of ['', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) {
      const address = option(turn, `das.isolationaddress${suffix}`)
      if (address !== undefined) addresses.add(address)
    }
    return [...addresses]
  },
)

export function answeringAddress(turn: Turn, host: string): string | undefined {
  return isolationAddresses(turn).find((address) => addressAnswers(turn.world, host, address))
}

export const priorityOrder = ['highest', 'high', 'medium', 'low', 'lowest'] as const
