/** Who reaches whom: pure reads over the world. */
import type { NetworkRecord } from '../core/records.ts'
import { derivedOfWorld } from '../core/derived.ts'
import type { ReadonlyTables } from '../core/world.ts'

/** True when the host has a working link into the network, whatever the partition. */
export function isAttached(world: ReadonlyTables, network: NetworkRecord, host: string): boolean {
  if (!network.up || network.disconnected[host] !== undefined) return false
  const record = world.hosts.get(host)
  if (record === undefined || record.power !== 'on') return false
  return record.cfg.networks.includes(network.name)
}

/** Part of a split network: hosts that no group names form one more. */
function segmentOf(network: NetworkRecord, member: string): number {
  if (network.groups === null) return 0
  const at = network.groups.findIndex((group) => group.includes(member))
  return at < 0 ? network.groups.length : at
}

/** By network, the segment of each host that is attached to it. */
export const segments = derivedOfWorld(['networks', 'hosts'], (world) => {
  const all = new Map<string, ReadonlyMap<string, number>>()
  for (const network of world.networks.values()) {
    const ofHosts = new Map<string, number>()
    for (const host of world.hosts.keys()) if (isAttached(world, network, host)) ofHosts.set(host, segmentOf(network, host))
    all.set(network.name, ofHosts)
  }
  return all
})

export function connected(world: ReadonlyTables, network: NetworkRecord, a: string, b: string): boolean {
  const ofHosts = segments(world).get(network.name)
  const segment = ofHosts?.get(a)
  return segment !== undefined && segment === ofHosts?.get(b)
}

const networksByKind = derivedOfWorld(['networks'], (world) => {
  const all = [...world.networks.values()]
  return { vsan: all.filter((network) => network.cfg.kind === 'vsan'), management: all.filter((network) => network.cfg.kind === 'management') }
})

export function networksOfKind(world: ReadonlyTables, kind: 'vsan' | 'management'): readonly NetworkRecord[] {
  return networksByKind(world)[kind]
}

/** HA-030: the management networks; with vSAN its networks instead, if there are any. */
export function haNetworks(world: ReadonlyTables, vsan: boolean): readonly NetworkRecord[] {
  const { vsan: own, management } = networksByKind(world)
  return vsan && own.length > 0 ? own : management
}

/** The address of `b` answers pings of `a`; a partition that only blocks agent traffic lets them pass. */
export function answersPing(world: ReadonlyTables, networks: readonly NetworkRecord[], a: string, b: string): boolean {
  return networks.some((network) =>
    network.blocks === 'agentTraffic' ? isAttached(world, network, a) && isAttached(world, network, b) : connected(world, network, a, b),
  )
}

/** The network that lists the address; one that nobody lists lies on the first management network. */
export function networkOfAddress(world: ReadonlyTables, address: string): NetworkRecord | undefined {
  let management: NetworkRecord | undefined
  for (const network of world.networks.values()) {
    if (network.cfg.isolationAddresses.includes(address)) return network
    if (management === undefined && network.cfg.kind === 'management') management = network
  }
  return management
}

/** It answers whoever reaches it: its network is up, and so is the address. */
export function addressIsUp(world: ReadonlyTables, address: string): boolean {
  const network = networkOfAddress(world, address)
  return network !== undefined && isUpOn(network, address)
}

const isUpOn = ({ up, addressesDown }: NetworkRecord, address: string): boolean => up && !addressesDown.includes(address)

export function addressAnswers(world: ReadonlyTables, host: string, address: string): boolean {
  const network = networkOfAddress(world, address)
  if (network === undefined || !isUpOn(network, address)) return false
  if (network.disconnected[host] === true) return world.hosts.get(host)?.power === 'on'
  if (!isAttached(world, network, host)) return false
  if (network.groups === null || network.blocks === 'agentTraffic') return true
  const at = network.groups.findIndex((group) => group.includes(address))
  return at < 0 || at === segmentOf(network, host)
}

/** The part of its network that vCenter is in; null: nothing parts it from the others. */
function segmentOfVcenter(world: ReadonlyTables, network: NetworkRecord): number | null {
  if (network.groups === null || network.blocks === 'agentTraffic') return null
  const { vm: name } = world.vcenter.need('vcenter')
  const vm = name === null ? undefined : world.vms.get(name)
  if (vm !== undefined && vm.power === 'on' && vm.host !== null) return segmentOf(network, vm.host)
  const at = network.groups.findIndex((group) => group.includes('vcenter'))
  if (at >= 0) return at
  const primary = world.ha.get('ha')?.vcenterPrimary ?? null
  return primary === null ? null : segmentOf(network, primary)
}

/**
 * vCenter reaches the management address of the host. A vCenter that is down counts as if it ran: HA states are those that it would show.
 * In a partition that names it in no group it stays with the primary that it talked to; one that only blocks agent traffic lets it pass.
 */
export function vcenterReaches(world: ReadonlyTables, host: string): boolean {
  const vcenter = world.vcenter.need('vcenter')
  const network = world.networks.get(vcenter.network)
  if (vcenter.cut || network === undefined || !isAttached(world, network, host)) return false
  const vm = vcenter.vm === null ? undefined : world.vms.get(vcenter.vm)
  const at = vm?.power === 'on' ? vm.host : null
  if (at === host) return true
  if (at !== null && !isAttached(world, network, at)) return false
  const segment = segmentOfVcenter(world, network)
  return segment === null || segment === segmentOf(network, host)
}

/** HA-063: a host of that name would stand in a part of a partitioned network that vCenter is not in. */
export function isPartedFromVcenter(world: ReadonlyTables, host: string): boolean {
  const network = world.networks.get(world.vcenter.need('vcenter').network)
  const segment = network === undefined ? null : segmentOfVcenter(world, network)
  return network !== undefined && segment !== null && segment !== segmentOf(network, host)
}

/**
 * vCenter talks to the host, through its management daemon, and has not been told to leave it alone. One that it shows as connected for the
 * minute that it takes to notice gets no call through either.
 */
export function vcenterManages(world: ReadonlyTables, host: string): boolean {
  const record = world.hosts.get(host)
  const isShown = record?.hostd === true && !record.disconnected && world.connections.get(host)?.state === 'connected'
  return isShown && vcenterReaches(world, host)
}

/** vCenter acts: it runs, and not as a VM that is down. */
export function vcenterRuns(world: ReadonlyTables): boolean {
  const vcenter = world.vcenter.need('vcenter')
  if (vcenter.vm === null) return vcenter.running
  return vcenter.running && world.vms.get(vcenter.vm)?.power === 'on'
}

/** All networks of the VM's adapters exist at the host; an adapter on the ideal network is always content. */
export function networksMissing(world: ReadonlyTables, networks: readonly (string | null)[], host: string): string | null {
  const cfg = world.hosts.need(host).cfg
  for (const name of networks) if (name !== null && !cfg.networks.includes(name)) return name
  return null
}
