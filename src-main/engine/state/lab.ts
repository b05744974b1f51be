import type { DatastoreState, LabState, NetworkState } from '../../contract/state.ts'
import type { Kernel } from '../core/simulation.ts'
import { partitionOf, primaries } from '../modules/ha/cluster.ts'
import { runningClocks } from '../modules/ha/clocks.ts'
import { vmcpState } from '../modules/vmcp/shown.ts'
import { clusterEvcMode } from '../reads/cpu.ts'
import { vcenterReaches, vcenterRuns } from '../reads/network.ts'
import { poolReservations } from '../reads/pool-room.ts'
import { capacityBytes, spaceKinds, usedBytes } from '../reads/space.ts'
import { costInUse } from '../reads/vmotion.ts'
import { accessOf } from '../reads/storage.ts'
import { roundHalfUp } from '../models/maths.ts'
import { admissionState, clusterStatus } from './admission.ts'
import { drsState } from './drs.ts'
import { hostState, loadOfHosts } from './hosts.ts'
import { tasksState } from './tasks.ts'
import { vclsState } from './vcls.ts'
import type { HostLoad } from './hosts.ts'
import { isolationState } from './isolation.ts'
import { migrationsState } from './migrations.ts'
import { poolsState } from './pools.ts'
import { restartQueue } from './restart-queue.ts'
import { ruleStates } from './rules.ts'
import { vmState } from './vms.ts'

export function networkState(kernel: Kernel, name: string): NetworkState {
  const network = kernel.world.networks.need(name)
  const hosts = [...kernel.world.hosts.keys()]
  const named = new Set((network.groups ?? []).flat())
  const rest = hosts.filter((host) => !named.has(host))
  const groups =
    network.groups === null
      ? [hosts]
      : [...network.groups.map((group) => group.filter((member) => kernel.world.hosts.has(member))), rest].filter((group) => group.length > 0)
  return { up: network.up, groups, disconnectedHosts: Object.keys(network.disconnected), addressesDown: network.addressesDown }
}

export function datastoreState(kernel: Kernel, name: string): DatastoreState {
  const { world } = kernel
  const datastore = world.datastores.need(name)
  const capacity = capacityBytes(world, name)
  const used = roundHalfUp(usedBytes(kernel, name))
  const kinds = spaceKinds(kernel, name)
  return {
    capacityBytes: capacity === Infinity ? null : capacity,
    usedBytes: used,
    freeBytes: capacity === Infinity ? null : capacity - used,
    diskBytes: roundHalfUp(kinds.disks),
    deltaBytes: roundHalfUp(kinds.deltas),
    memoryImageBytes: roundHalfUp(kinds.images),
    migrationCost: costInUse(world, `datastore/${name}`),
    // HA-039: the list of a vSAN datastore is no file in it.
    protectedListOwner: datastore.cfg.type === 'vsan' ? null : (world.protectedLists.get(name)?.owner ?? null),
    hosts: Object.fromEntries([...world.hosts.keys()].map((host) => [host, accessOf(world, datastore, host)])),
  }
}

export function vcenterState(kernel: Kernel): LabState['vcenter'] {
  const vcenter = kernel.world.vcenter.need('vcenter')
  const running = vcenterRuns(kernel.world)
  const connected = [...kernel.world.hosts.keys()].some((host) => vcenterReaches(kernel.world, host))
  return {
    running,
    connected,
    cut: vcenter.cut,
    dns: !vcenter.dnsDown,
    host: vcenter.vm === null ? null : (kernel.world.vms.get(vcenter.vm)?.host ?? null),
    // One that does not run talks to nobody; what it would show is the view of the primary that it talked to.
    primary: running ? (kernel.world.ha.get('ha')?.vcenterPrimary ?? null) : null,
  }
}

export function haState(kernel: Kernel): LabState['ha'] {
  const { world } = kernel
  const ha = world.ha.get('ha')
  if (ha === undefined) return null
  return {
    hostMonitoring: ha.cfg.hostMonitoring,
    primaries: primaries(world).map((agent) => agent.host),
    partitions: primaries(world).map(({ host }) => ({ primary: host, members: partitionOf(kernel, host) })),
    protected: [...world.protection.values()].filter((entry) => entry.committed).map((entry) => entry.vm),
    configIssues: [...new Set([...world.issues.values()].map((issue) => issue.issue))],
    restartQueue: restartQueue(world),
    admission: admissionState(kernel, null),
    clocks: runningClocks(kernel),
    isolation: isolationState(kernel),
    vmcp: vmcpState(kernel),
    issues: [...world.issues.values()].map(({ issue, host }) => ({ issue, host, vm: null })),
  }
}

function clusterState(kernel: Kernel): LabState['cluster'] {
  const { held, capacity } = poolReservations(kernel)
  return {
    name: kernel.lab.cluster.name,
    status: clusterStatus(kernel),
    evcMode: clusterEvcMode(kernel.world),
    cpuCapacityMHz: capacity.cpu,
    cpuReservedMHz: roundHalfUp(held.cpu),
    cpuAvailableMHz: roundHalfUp(capacity.cpu - held.cpu),
    memoryCapacityMiB: capacity.memory,
    memoryReservedMiB: roundHalfUp(held.memory),
    memoryAvailableMiB: roundHalfUp(capacity.memory - held.memory),
  }
}

export function labState(kernel: Kernel): LabState {
  return { ...clusterAndServices(kernel), vms: Object.fromEntries([...kernel.world.vms.keys()].map((name) => [name, vmState(kernel, name)])) }
}

/** All but what it says of each VM. */
export function clusterAndServices(kernel: Kernel): LabState {
  const { world } = kernel
  const loads = loadOfHosts(kernel)
  const map = <T>(names: Iterable<string>, of: (name: string) => T): { [name: string]: T } =>
    Object.fromEntries([...names].map((name) => [name, of(name)]))
  return {
    t: kernel.now,
    vcenter: vcenterState(kernel),
    cluster: clusterState(kernel),
    hosts: map(world.hosts.keys(), (name) => hostState(kernel, name, loads.get(name) as HostLoad)),
    vms: {},
    networks: map(world.networks.keys(), (name) => networkState(kernel, name)),
    datastores: map(world.datastores.keys(), (name) => datastoreState(kernel, name)),
    resourcePools: poolsState(kernel),
    rules: ruleStates(kernel),
    ha: haState(kernel),
    drs: drsState(kernel),
    vcls: vclsState(kernel),
    migrations: migrationsState(kernel),
    tasks: tasksState(kernel),
    alarms: [...world.alarms.values()].map(({ sinceAt, ...alarm }) => ({ ...alarm, sinceMs: sinceAt })),
  }
}
