import type { VmView } from '../../contract/api.ts'
import type { VmState } from '../../contract/state.ts'
import type { Kernel } from '../core/simulation.ts'
import type { VmRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { ftCopyShown } from '../modules/migration/shown.ts'
import { monitoringState } from '../modules/monitoring/shown.ts'
import { snapshotsShown } from '../modules/snapshots/shown.ts'
import { taskInWay } from '../reads/busy.ts'
import { overheadOf } from '../reads/claims.ts'
import { clientOutageMs, learnedOn, pingsLostOf } from '../reads/clients.ts'
import { demandOf } from '../reads/demand.ts'
import { automationOf, drsSettings } from '../reads/drs.ts'
import { averageCpuDemand, currentMemoryDemand } from '../reads/drs-demand.ts'
import { ftOf, ftStateOf, ftTraffic } from '../reads/ft.ts'
import { snapshotFilesOf, usedByVm } from '../reads/space.ts'
import { reaches } from '../reads/storage.ts'
import { cpuGivenTo, entitlementOf } from '../reads/entitlement.ts'
import { poolOf, sharesOf } from '../reads/pools.ts'
import { roundDecimals, roundHalfUp } from '../models/maths.ts'
import { scoresNow } from './scores.ts'

/** The part that changes with events. */
export function vmView(kernel: Kernel, name: string): VmView {
  const { world } = kernel
  const vm = world.vms.need(name)
  return {
    power: vm.power,
    guest: vm.guest,
    host: vm.host,
    connection: connectionOf(kernel, vm),
    instances: vm.instances.map((instance) => instance.host),
    datastore: vm.cfg.datastore,
    haProtected: world.protection.get(name)?.committed === true,
    lockHolder: world.locks.get(name)?.holder ?? null,
    powerOffRecord: world.powerOffRecords.has(name),
    question: vm.question,
    restarts: vm.restarts,
    snapshotCount: world.chains.get(name)?.snapshots.length ?? 0,
    consolidationNeeded: world.chains.get(name)?.consolidationNeeded ?? false,
    ftState: ftStateOf(world, name),
    ftSecondaryHost: ftOf(world, name)?.secondary ?? null,
    ...guestServices(vm),
    ...(taskInWay(kernel, name) !== null && { taskInProgress: true }),
  }
}

function guestServices({ cfg, toolsStoppedAt, appFailedAt, failPowerOn }: VmRecord): Pick<VmView, 'tools' | 'application' | 'failsPowerOn'> {
  return {
    ...(!cfg.tools ? { tools: 'notInstalled' } : toolsStoppedAt !== null ? { tools: 'stopped' } : {}),
    ...(cfg.application && { application: appFailedAt === null ? 'running' : 'failed' }),
    ...(failPowerOn && { failsPowerOn: true }),
  }
}

function connectionOf({ world }: Kernel, { host, cfg }: VmRecord): VmState['connection'] {
  return host === null ? 'connected' : connectionThrough(world, host, cfg.datastore)
}

/** Connection of the VMs that are registered on a host and lie on a datastore. */
export function connectionThrough(world: ReadonlyTables, host: string, datastore: string): VmState['connection'] {
  if (world.connections.get(host)?.state !== 'connected') return 'disconnected'
  return world.hosts.get(host)?.power === 'on' && !reaches(world, host, datastore) ? 'inaccessible' : 'connected'
}

export function vmState(kernel: Kernel, name: string): VmState {
  const { world, now } = kernel
  const vm = world.vms.need(name)
  const lock = world.locks.get(name)
  const demand = demandOf(world, name, 'cpuMHz', now)
  const { snapshotCount: _count, tools: _tools, application: _app, failsPowerOn: _fails, taskInProgress: _task, ...view } = vmView(kernel, name)
  const traffic = ftTraffic(kernel, name)
  const shares = sharesOf(kernel, vm)
  const entitlement = entitlementOf(kernel, vm)
  const score = scoresNow(kernel)?.vms.get(name)
  const used = cpuGivenTo(kernel).get(name) ?? 0
  return {
    ...view,
    power: vm.power === 'poweringOn' ? 'off' : vm.power,
    nics: vm.cfg.nics.map((nic) => ({ network: nic.network, mac: nic.mac, learnedOn: learnedOn(world, vm, nic.mac) })),
    resourcePool: poolOf(world, vm),
    lockLeaseAgeMs: lock === undefined ? null : lock.lostAt === null ? 0 : now - lock.lostAt,
    resets: vm.resets,
    monitoring: monitoringState(kernel, name),
    haSettings: haSettingsOf(kernel, vm),
    uptimeMs: vm.upSince === null ? null : now - vm.upSince,
    downtimeMs: vm.downtimeMs + (vm.downSince === null ? 0 : now - vm.downSince),
    clientOutageMs: clientOutageMs(world, name, now),
    pingsLost: pingsLostOf(world, vm, now),
    cpuShares: roundHalfUp(shares.cpu),
    cpuReservationMHz: vm.cfg.cpuReservationMHz,
    cpuDemandMHz: roundHalfUp(demand),
    cpuUsedMHz: roundHalfUp(used),
    cpuReadyPercent: roundDecimals(demand > 0 ? 100 * (1 - used / demand) : 0, 2),
    cpuEntitlementMHz: roundHalfUp(entitlement.cpuMHz),
    drsCpuDemandMHz: roundHalfUp(averageCpuDemand(kernel, vm)),
    memoryShares: roundHalfUp(shares.memory),
    memoryReservationMiB: vm.cfg.memoryReservationMiB,
    memoryEntitlementMiB: roundHalfUp(entitlement.memoryMiB),
    drsMemoryDemandMiB: roundHalfUp(currentMemoryDemand(kernel, vm)),
    memoryOverheadMiB: roundHalfUp(overheadOf(vm.cfg) * 100) / 100,
    drsScore: score === undefined ? null : roundDecimals(score, 2),
    drsAutomation: drsSettings(world) === null ? null : automationOf(kernel, vm),
    minRequiredEvcMode: vm.cpuMode,
    ftReason: world.ftPairs.get(name)?.reason ?? null,
    ...ftCopyShown(kernel, name),
    ftTrafficMbps: traffic === null ? null : roundDecimals(traffic.mbps, 2),
    ftSlowdownPercent: traffic === null ? null : roundDecimals(traffic.slowdownPercent, 2),
    ftAddedLatencyMs: traffic === null ? null : roundDecimals(traffic.addedLatencyMs, 2),
    ...snapshotsShown(kernel, name),
    snapshotBytes: roundHalfUp(snapshotFilesOf(kernel, name)),
    usedBytes: roundHalfUp(usedByVm(kernel, name)),
  }
}

function haSettingsOf({ world }: Kernel, { cfg }: VmRecord): VmState['haSettings'] {
  const ha = world.ha.get('ha')?.cfg
  if (ha === undefined) return null
  const { restartPriority, restartCondition, isolationResponse, pdlResponse, apdResponse, vmMonitoring } = { ...ha, ...cfg.ha }
  return { restartPriority, restartCondition, isolationResponse, pdlResponse, apdResponse, vmMonitoring }
}
