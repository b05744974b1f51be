import type { HostState } from '../../contract/state.ts'
import type { HostHeartbeat } from '../../contract/ha-state.ts'
import type { ViewRecord } from '../core/ha-records.ts'
import type { HostRecord, VmRecord } from '../core/records.ts'
import type { Kernel } from '../core/simulation.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { isMember } from '../reads/ha.ts'
import { answersPing } from '../reads/network.ts'
import { evcModeOfHost } from '../reads/cpu.ts'
import { heldElsewhere } from '../reads/held.ts'
import { SEVERAL, vmColumns } from '../reads/vm-columns.ts'
import { costInUse, cpuReservedForVmotion } from '../reads/vmotion.ts'
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
  /** Registered there. */
  vms: readonly string[]
  cpuDemandMHz: number
  cpuReservedMHz: number
  memoryReservedMiB: number
  memoryUsedMiB: number
  netMbps: number
}

export function loadOfHosts({ world, now }: Kernel): ReadonlyMap<string, HostLoad> {
  const columns = vmColumns(world)
  const { runsOn, cpuLimitMHz, cpuReservationMHz, memoryReservationMiB, overheadMiB } = columns
  const registered = columns.registered()
  const loads = columns.hosts.map((_, i): HostLoad => ({
    vms: registered[i] ?? [],
    cpuDemandMHz: 0,
    cpuReservedMHz: 0,
    memoryReservedMiB: 0,
    memoryUsedMiB: 0,
    netMbps: 0,
  }))
  const byName = new Map(columns.hosts.map((name, i) => [name, loads[i] as HostLoad]))
  const cpu = columns.at('cpuMHz', now)
  const consumed = columns.at('consumedMiB', now)
  const net = columns.at('netMbps', now)
  const hold = (load: HostLoad, vm: number): void => {
    load.memoryUsedMiB += consumed[vm]! + overheadMiB[vm]!
    reserve(load, vm)
  }
  const reserve = (load: HostLoad, vm: number): void => {
    load.cpuReservedMHz += cpuReservationMHz[vm]!
    load.memoryReservedMiB += memoryReservationMiB[vm]! + overheadMiB[vm]!
  }
  const run = (load: HostLoad, vm: number): void => {
    load.cpuDemandMHz += Math.min(cpu[vm]!, cpuLimitMHz[vm]!)
    load.netMbps += net[vm]!
    hold(load, vm)
  }
  // In the order of the inventory throughout: sums of fractions depend on it.
  for (let vm = 0; vm < runsOn.length; vm++) {
    const on = runsOn[vm]!
    if (on >= 0) run(loads[on]!, vm)
    if (on !== SEVERAL) continue
    const { instances, powerOn } = columns.records[vm] as VmRecord
    for (const { host } of instances) {
      const load = byName.get(host)
      if (load !== undefined) run(load, vm)
    }
    const startsOn = powerOn === null || instances.some(({ host }) => host === powerOn.host) ? undefined : byName.get(powerOn.host)
    if (startsOn !== undefined) reserve(startsOn, vm)
  }
  for (const { vm, host } of heldElsewhere(world)) {
    const load = byName.get(host)
    const place = columns.placeOf.get(vm)
    if (load !== undefined && place !== undefined) hold(load, place)
  }
  return byName
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
    hostdRuns: on && host.hostd,
    agent: agentProcess(world, host),
    ...seenOf(kernel, name),
    cpuCapacityMHz: capacity.cpuMHz,
    cpuDemandMHz: roundHalfUp(load.cpuDemandMHz),
    cpuUsedMHz: roundHalfUp(cpuGivenBy(kernel).get(name) ?? 0),
    cpuReservedMHz: cpuReserved,
    cpuUnreservedMHz: capacity.cpuMHz - cpuReserved,
    cpuReservedForVmotionMHz: roundHalfUp(cpuReservedForVmotion(kernel, name)),
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

function agentProcess(world: ReadonlyTables, host: HostRecord): HostState['agent'] {
  const agent = world.agents.get(host.name)
  if (agent === undefined || host.power !== 'on' || !isMember(host) || world.ha.get('ha') === undefined) return null
  if (!agent.alive) return 'dead'
  return agent.restartTimer === null ? 'running' : 'restarting'
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

type Seen = Pick<HostState, 'heartbeat' | 'otherHeartbeats'>

/** What primaries see of the host: the one that it follows, else the one that vCenter talks to; and all others that watch it. */
function seenOf(kernel: Kernel, name: string): Seen {
  const { world } = kernel
  const agent = world.agents.get(name)
  if (world.ha.get('ha') === undefined) return { heartbeat: null, otherHeartbeats: [] }
  const views = [...world.views.values()].filter((view) => view.host === name)
  const followed = agent?.primary ?? null
  const isHeard = agent?.state !== 'primary' && followed !== null && follows(kernel, name, followed)
  const first = isHeard || agent?.state === 'primary' ? undefined : (views.find(({ by }) => by === world.ha.get('ha')?.vcenterPrimary) ?? views[0])
  const heartbeat = isHeard ? heardBy(kernel, name, followed) : first === undefined ? null : viewShown(kernel, first)
  return { heartbeat, otherHeartbeats: views.filter(({ by }) => by !== heartbeat?.by).map((view) => viewShown(kernel, view)) }
}

function heardBy(kernel: Kernel, name: string, by: string): HostHeartbeat {
  const { world, now } = kernel
  return {
    by,
    state: 'secondary',
    networkAgeMs: now % kernel.constants['HA-029'].heartbeatMs,
    datastoreAgeMs: datastoreAgeOf(kernel, name),
    ping: answersPing(world, networks(kernel), by, name),
    isolatedBit: false,
    row: ROW_HEARD,
  }
}

function viewShown(kernel: Kernel, view: ViewRecord): HostHeartbeat {
  const { by, state, ping, isolatedBit } = view
  const signs = signsOf(kernel, view)
  const row = signs === null ? null : judgedBy(signs).row
  return { by, state, networkAgeMs: kernel.now - view.lostAt, datastoreAgeMs: datastoreAgeOf(kernel, view.host), ping, isolatedBit, row }
}

function datastoreAgeOf({ world, now, constants }: Kernel, name: string): number | null {
  const beat = world.heartbeats.get(name)
  if (beat === undefined || beat.datastores.length === 0) return null
  return beat.stoppedAt === null ? now % constants['HA-038'].datastoreBeatMs : now - beat.stoppedAt
}
