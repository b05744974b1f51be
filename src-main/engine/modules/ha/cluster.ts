/** Who takes part and who hears whom: what the other files of this module ask first. */
import type { AgentRecord, NetworkRecord } from '../../core/records.ts'
import { derived, derivedOfWorld } from '../../core/derived.ts'
import type { Turn } from '../../core/turn.ts'
import { flagOption, members, option, settings } from '../../reads/ha.ts'
import { addressAnswers, haNetworks, segments } from '../../reads/network.ts'

export {
  agentUp,
  flagOption,
  isMember,
  isMute,
  isStopped,
  isWatched,
  members,
  numberOption,
  option,
  secondsOption,
  settingOf,
  settings,
  whyStopped,
} from '../../reads/ha.ts'

/** das.allownetworkX limits HA to the port groups that it names, except with vSAN; where it names none that there is, it limits nothing. */
function allowed(turn: Turn, all: readonly NetworkRecord[]): readonly NetworkRecord[] {
  if (turn.world.cluster.need('cluster').vsan || !turn.constants['HA-198'].optionCaseIgnored) return all
  const options = settings(turn.world)?.cfg.advancedOptions ?? {}
  const names = Object.keys(options).filter((key) => key.startsWith('das.allownetwork'))
  if (names.length === 0) return all
  const named = all.filter(({ name }) => names.some((key) => options[key] === name))
  return named.length > 0 ? named : all
}

/** HA-030: several management networks, one is enough. */
export function networks(turn: Turn): readonly NetworkRecord[] {
  const all = allowed(turn, haNetworks(turn.world, turn.world.cluster.need('cluster').vsan))
  return turn.constants['HA-030'].anyManagementNetworkCounts ? all : all.slice(0, 1)
}

/** Of each member that is powered on, its segment on each HA network; undefined where it has no link. */
const segmentsOfHosts = derived(
  ['hosts', 'networks', 'ha', 'cluster'],
  (turn: Turn) => turn.world,
  (turn: Turn) => {
    const bySegment = networks(turn).map((network) => segments(turn.world).get(network.name))
    const ofHosts = new Map<string, readonly (number | undefined)[]>()
    for (const { name, power, hostd } of members(turn.world))
      if (power === 'on' && hostd)
        ofHosts.set(
          name,
          bySegment.map((ofNetwork) => ofNetwork?.get(name)),
        )
    return ofHosts
  },
)

/** The agent does its work at this instant. */
function talks(agent: AgentRecord | undefined): boolean {
  return agent !== undefined && agent.alive && agent.restartTimer === null && agent.fault === null && !agent.noDatastores
}

/** The two agents run and exchange heartbeats on at least one of the HA networks. */
export function linked(turn: Turn, a: string, b: string): boolean {
  const ofHosts = segmentsOfHosts(turn)
  const ofA = ofHosts.get(a)
  const ofB = ofHosts.get(b)
  if (ofA === undefined || ofB === undefined) return false
  for (let i = 0; i < ofA.length; i++) {
    if (ofA[i] !== undefined && ofA[i] === ofB[i]) return talks(turn.world.agents.get(a)) && talks(turn.world.agents.get(b))
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
  ['hosts', 'networks', 'agents', 'ha', 'cluster'],
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

/** HA-081: options that name an isolation address; the bare name, then 0 to 9, ten in all. */
const addressOptions = ['', ...'0123456789'].map((suffix) => `das.isolationaddress${suffix}`)
const ADDRESS_OPTIONS_MAX = 10

/** HA-081, HA-086: the gateway of each management network unless switched off, with vSAN too, and what the options name. */
export const isolationAddresses = derived(
  ['ha', 'networks', 'cluster'],
  (turn: Turn) => turn.world,
  (turn: Turn): readonly string[] => {
    const addresses = new Set<string>()
    const { gatewayCounts, optionsCount } = turn.constants['HA-081']
    if (gatewayCounts && flagOption(turn, 'das.usedefaultisolationaddress', true)) {
      for (const network of haNetworks(turn.world, turn.world.cluster.need('cluster').vsan && !turn.constants['HA-086'].managementGateway)) {
        const gateway = network.cfg.isolationAddresses[0]
        if (gateway !== undefined) addresses.add(gateway)
      }
    }
    const named = addressOptions.map((name) => option(turn, name)).filter((address) => address !== undefined)
    if (optionsCount) for (const address of named.slice(0, ADDRESS_OPTIONS_MAX)) addresses.add(address)
    return [...addresses]
  },
)

export function answeringAddress(turn: Turn, host: string): string | undefined {
  return isolationAddresses(turn).find((address) => addressAnswers(turn.world, host, address))
}

/** HA-082, HA-083: none of its isolation addresses answers the host; without any it can never say so. */
export function addressesFail(turn: Turn, host: string): boolean {
  const addresses = isolationAddresses(turn)
  if (addresses.length === 0) return !turn.constants['HA-083'].needsAnAddress
  const answering = addresses.filter((address) => addressAnswers(turn.world, host, address)).length
  return turn.constants['HA-082'].allMustFail ? answering === 0 : answering < addresses.length
}
