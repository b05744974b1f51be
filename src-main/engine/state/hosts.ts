import type { HostState } from '../../contract/state.ts'
import type { HostRecord, VmRecord } from '../core/records.ts'
import type { Kernel } from '../core/simulation.ts'
import { answersPing } from '../reads/network.ts'
import { evcModeOfHost } from '../reads/cpu.ts'
import { rowOf } from '../reads/demand.ts'
import { heldElsewhere } from '../reads/held.ts'
import { costInUse, cpuReservedForVmotion } from '../reads/vmotion.ts'
import { demandAt } from '../models/demand.ts'
import { follows, networks } from '../modules/ha/cluster.ts'
import { shownState } from '../modules/ha/shown.ts'
import { signsOf } from '../modules/ha/views.ts'
import { hostState as judgedBy } from '../models/host-state.ts'
import { cpuGivenBy, normalizedEntitlements } from '../reads/entitlement.ts'
import { roundDecimals, roundHalfUp } from '../models/maths.ts'

/** Of the table of HA-064: the network heartbeat arrives. */
const ROW_HEARD = 1

/** What the VMs of a host add up to; gathered once for all hosts. */
export interface HostLoad {
  vms: string[]
  cpuDemandMHz: number
  cpuReservedMHz: number
  memoryReservedMiB: number
  memoryUsedMiB: number
  netMbps: number
}

export interface Loads {
  readonly hosts: ReadonlyMap<string, HostLoad>
  /** CPU demand of each VM that asks for any, by its order, MHz. */
  readonly vmCpuMHz: readonly number[]
}

export function loadOfHosts(kernel: Kernel): Loads {
  const vmCpuMHz: number[] = []
  const loads = new Map<string, HostLoad>()
  const { world, now } = kernel
  for (const host of world.hosts.keys())
    loads.set(host, { vms: [], cpuDemandMHz: 0, cpuReservedMHz: 0, memoryReservedMiB: 0, memoryUsedMiB: 0, netMbps: 0 })
  for (const vm of world.vms.values()) {
    if (vm.host !== null) loads.get(vm.host)?.vms.push(vm.name)
    const { demand, overheadMiB } = rowOf(world, vm)
    const cpuMHz = demand === null ? 0 : demandAt(demand, 'cpuMHz', now)
    if (demand !== null) vmCpuMHz[vm.order] = cpuMHz
    for (const { host } of vm.instances) {
      const load = loads.get(host)
      if (load === undefined) continue
      load.cpuDemandMHz += Math.min(cpuMHz, vm.cfg.cpuLimitMHz ?? Number.MAX_SAFE_INTEGER)
      load.memoryUsedMiB += (demand === null ? 0 : demandAt(demand, 'consumedMiB', now)) + overheadMiB
      load.netMbps += demand === null ? 0 : demandAt(demand, 'netMbps', now)
      reserve(load, vm, overheadMiB)
    }
    const startsOn = vm.powerOn?.host
    if (startsOn !== undefined && !vm.instances.some(({ host }) => host === startsOn)) reserve(loads.get(startsOn), vm, overheadMiB)
  }
  for (const { vm, host } of heldElsewhere(world)) {
    const load = loads.get(host)
    const record = world.vms.get(vm)
    if (load === undefined || record === undefined) continue
    const { demand, overheadMiB } = rowOf(world, record)
    load.memoryUsedMiB += (demand === null ? 0 : demandAt(demand, 'consumedMiB', now)) + overheadMiB
    reserve(load, record, overheadMiB)
  }
  return { hosts: loads, vmCpuMHz }
}

function reserve(load: HostLoad | undefined, { cfg }: VmRecord, overheadMiB: number): void {
  if (load === undefined) return
  load.cpuReservedMHz += cfg.cpuReservationMHz
  load.memoryReservedMiB += cfg.memoryReservationMiB + overheadMiB
}

export function hostState(kernel: Kernel, name: string, load: HostLoad): HostState {
  const { world } = kernel
  const host = world.hosts.need(name)
  const on = host.power === 'on'
  const capacity = host.cfg.vmCapacity
  const cpuReserved = roundHalfUp(load.cpuReservedMHz)
  const memoryReserved = roundHalfUp(load.memoryReservedMiB)
  const normalized = normalizedEntitlements(kernel).get(name) ?? null
  return {
    power: host.power,
    connection: world.connections.get(name)?.state ?? 'connected',
    maintenance: host.maintenance === 'yes',
    standby: host.power === 'standby',
    quarantine: host.quarantine,
    mode: modeOf(host),
    haState: shownState(world, name),
    haStateSelf: world.agents.get(name)?.state ?? 'none',
    configIssues: [...world.issues.values()].filter((issue) => issue.host === name).map((issue) => issue.issue),
    heartbeatDatastores: world.heartbeats.get(name)?.datastores ?? [],
    heartbeat: heartbeatOf(kernel, name),
    cpuCapacityMHz: capacity.cpuMHz,
    cpuDemandMHz: roundHalfUp(load.cpuDemandMHz),
    cpuUsedMHz: roundHalfUp(cpuGivenBy(kernel).get(name) ?? 0),
    cpuReservedMHz: cpuReserved,
    cpuUnreservedMHz: capacity.cpuMHz - cpuReserved,
    cpuReservedForVmotionMHz: cpuReservedForVmotion(kernel, name),
    cpuNormalizedEntitlement: normalized === null ? null : roundDecimals(normalized.cpu, 4),
    memoryCapacityMiB: capacity.memoryMiB,
    memoryUsedMiB: on ? roundHalfUp(load.memoryUsedMiB) : 0,
    memoryReservedMiB: memoryReserved,
    memoryUnreservedMiB: capacity.memoryMiB - memoryReserved,
    memoryNormalizedEntitlement: normalized === null ? null : roundDecimals(normalized.memory, 4),
    uplinkUsedPercent: uplinkUsed(kernel, name, load),
    migrationCost: { host: costInUse(world, `host/${name}`), network: costInUse(world, `network/${name}`) },
    currentEvcMode: evcModeOfHost(world, host.cfg),
    maxEvcMode: host.cfg.cpu.model,
    vms: load.vms,
  }
}

function modeOf({ power, standbyChange, maintenance, quarantine }: HostRecord): HostState['mode'] {
  if (power === 'standby') return 'standby'
  if (standbyChange !== null) return standbyChange === 'entering' ? 'enteringStandby' : 'exitingStandby'
  if (maintenance !== 'no') return maintenance === 'yes' ? 'maintenance' : 'enteringMaintenance'
  return quarantine ? 'quarantine' : 'normal'
}

function uplinkUsed(kernel: Kernel, name: string, load: HostLoad): number | null {
  const cfg = kernel.world.hosts.need(name).cfg
  const network = [...kernel.world.networks.values()].find((candidate) => candidate.cfg.kind === 'vm' && cfg.networks.includes(candidate.name))
  if (network === undefined || network.cfg.gbps === 0) return null
  return Math.floor((load.netMbps / (network.cfg.gbps * network.cfg.nics * 1000)) * 10_000 + 0.5) / 100
}

/** What the host's primary sees; of several that watch it, the one that vCenter talks to. */
function heartbeatOf(kernel: Kernel, name: string): HostState['heartbeat'] {
  const { world, now } = kernel
  const agent = world.agents.get(name)
  if (world.ha.get('ha') === undefined || agent?.state === 'primary') return null
  const followed = agent?.primary ?? null
  const views = [...world.views.values()].filter((view) => view.host === name)
  const view = views.find((candidate) => candidate.by === world.ha.get('ha')?.vcenterPrimary) ?? views[0]
  const beat = world.heartbeats.get(name)
  const beatMs = kernel.constants['HA-038'].datastoreBeatMs
  const datastoreAgeMs = beat === undefined || beat.datastores.length === 0 ? null : beat.stoppedAt === null ? now % beatMs : now - beat.stoppedAt
  if (followed !== null && follows(kernel, name, followed)) {
    return {
      networkAgeMs: now % kernel.constants['HA-029'].heartbeatMs,
      datastoreAgeMs,
      ping: answersPing(world, networks(kernel), followed, name),
      isolatedBit: false,
      row: ROW_HEARD,
    }
  }
  if (view === undefined) return null
  const signs = signsOf(kernel, view)
  const row = signs === null ? null : judgedBy(signs).row
  return { networkAgeMs: now - view.lostAt, datastoreAgeMs, ping: view.ping, isolatedBit: view.isolatedBit, row }
}
