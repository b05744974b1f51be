/** VMs that come, go and change while the lab runs. */
import type { FactId } from '../../../contract/fact-id.ts'
import type { CommandArgs as CommandArgsOf, LabVm } from '../../../contract/lab/index.ts'
import { maximums } from '../../../contract/lab/maximums.ts'
import { resolveVm } from '../../../contract/lab/resolve.ts'
import type { CommandArgs, Requests } from '../../core/messages.ts'
import type { Turn } from '../../core/turn.ts'
import { fallsShort } from '../../models/maths.ts'
import { taskInWay } from '../../reads/busy.ts'
import { roomOfHost } from '../../reads/capacity.ts'
import { overheadOf } from '../../reads/claims.ts'
import { ftOf, hasFt } from '../../reads/ft.ts'
import { vmTrouble, type FtTrouble } from '../../reads/ft-checks.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { dependencyTrouble } from '../../reads/rules.ts'
import { hasSnapshots } from '../../reads/snapshots.ts'
import { lacksSpaceForDisks } from '../../reads/space.ts'
import { admits, poolAdmits } from './admission.ts'
import { endPlacing, vmRecord } from './instances.ts'
import { userPowerOn } from './power-on.ts'

export function createVm(turn: Turn, args: CommandArgs): void {
  const entry = args as unknown as Parameters<typeof resolveVm>[0]
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['HA-003'], { vm: entry.name })
  if (turn.world.vms.has(entry.name)) return turn.refuse('invalidState', ['DRS-047'], { vm: entry.name })
  const { resourcePool } = entry
  if (resourcePool !== null && !turn.world.pools.has(resourcePool))
    return turn.refuse('notFound', ['DRS-017'], { vm: entry.name, pool: resourcePool })
  if (turn.lab.limits === 'vsphere' && turn.constants['DRS-102'].maximumsHold && turn.world.vms.size >= maximums[turn.lab.product].vmsPerCluster)
    return turn.refuse('tooManyVms', ['DRS-102'], { vm: entry.name })
  const position = turn.count('vms')
  const cfg = resolveVm(entry, {
    position,
    host: entry.host === null ? null : (turn.world.hosts.get(entry.host)?.cfg ?? null),
    networks: [...turn.world.networks.values()].map((network) => network.cfg),
    datastores: [...turn.world.datastores.values()].map((datastore) => datastore.cfg),
  })
  const ftTrouble = cfg.faultTolerance ? pairTrouble(turn, cfg) : null
  if (ftTrouble !== null) return turn.refuse(ftTrouble[0], ftTrouble[1], { ...ftTrouble[2], vm: cfg.name })
  const lacking = lacksSpaceForDisks(turn, cfg.disks, [])
  if (lacking !== null) return turn.refuse('insufficientSpace', ['VM-064'], { vm: cfg.name, datastore: lacking })
  turn.world.vms.set(cfg.name, vmRecord(cfg, position))
  turn.request('workload.add', { vm: cfg.name, demand: cfg.demand })
  turn.emit('vm.created', { vm: cfg.name })
  if (cfg.faultTolerance) turn.request('ft.setUp', { vm: cfg.name, on: true, host: cfg.ftSecondaryHost })
  if (cfg.power === 'on') userPowerOn(turn, { vm: cfg.name })
}

/** FT-004 to FT-011: what stands against Fault Tolerance of a VM that does not run. */
function pairTrouble(turn: Turn, cfg: LabVm): FtTrouble | null {
  const isAlone = cfg.host !== null && cfg.host === cfg.ftSecondaryHost && turn.constants['FT-011'].partnerHostExcluded
  return vmTrouble(turn, { name: cfg.name, cfg }) ?? (isAlone ? ['ftSameHost', ['FT-011']] : null)
}

export function removeVm(turn: Turn, args: CommandArgs): void {
  const vm = turn.world.vms.get(args['vm'] as string)
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['HA-003'])
  if (vm === undefined) return turn.refuse('notFound', ['DRS-047'])
  if (vm.power !== 'off') return turn.refuse('invalidState', ['DRS-047'])
  const busy = taskInWay(turn, vm.name)
  if (busy !== null) return turn.refuse('taskInProgress', busy)
  dropVm(turn, vm.name)
}

/** It is off, and leaves the inventory. */
export function dropVm(turn: Turn, vm: string): void {
  endPlacing(turn, turn.world.vms.need(vm), 'notFound')
  turn.world.vms.remove(vm)
  turn.request('workload.remove', { vm })
  const seq = turn.emit('vm.removed', { vm })
  turn.signal('vmRemoved', { vm }, seq)
}

/** `diskGiB` is the size of the first disk, where the disks are not given. */
function disksAfter(cfg: LabVm, { disks, diskGiB }: Pick<CommandArgsOf['vm.configure'], 'disks' | 'diskGiB'>): LabVm['disks'] {
  if (disks !== undefined) return disks.map((disk) => ({ ...disk, datastore: disk.datastore ?? cfg.datastore }))
  return diskGiB === undefined ? cfg.disks : cfg.disks.map((disk, i) => (i === 0 ? { ...disk, sizeGiB: diskGiB } : disk))
}

/**
 * Hardware changes while it is off; reservations, shares, limits, its pool, its HA, DRS and FT settings, who pings it, what its next migration
 * goes by, and what its guest does next time, at any time.
 */
const WHILE_ON: readonly string[] = [
  'cpuReservationMHz',
  'memoryReservationMiB',
  'cpuShares',
  'memoryShares',
  'cpuLimitMHz',
  'memoryLimitMiB',
  'resourcePool',
  'ha',
  'drs',
  'clientPing',
  'ft',
  'sdps',
  'migrateEncryption',
  'vmOpNotification',
  'preFreezeScript',
  'frameInterval',
  'powerOnTime',
  'bootTime',
  'shutdownTime',
]

/** Drives and the like are connected and disconnected while it runs (VM-011). */
function onlyConnects(cfg: LabVm, devices: LabVm['devices'] | undefined): boolean {
  return (
    devices?.length === cfg.devices.length &&
    devices.every((device, i) => {
      const known = cfg.devices[i]
      const isSame = device.type === known?.type && device.backing === known.backing
      return isSame && (device.connected === known.connected || device.type !== 'passthrough')
    })
  )
}

export function configureVm(turn: Turn, args: CommandArgs): void {
  const { vm: name, demand, ...change } = args as CommandArgsOf['vm.configure']
  const vm = turn.world.vms.get(name)
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['HA-003'])
  if (vm === undefined) return turn.refuse('notFound', ['DRS-047'])
  const busy = taskInWay(turn, name)
  if (busy !== null) return turn.refuse('taskInProgress', busy)
  const resizes = change.diskGiB !== undefined || change.disks !== undefined
  if (resizes && turn.constants['SN-022'].sizeIsFixed && hasSnapshots(turn.world, name)) return turn.refuse('snapshotsExist', ['SN-022'])
  if (vm.power !== 'off' && change.evcMode !== undefined) return turn.refuse('invalidState', ['VM-009'])
  if (
    vm.power !== 'off' &&
    Object.keys(change).some((key) => !WHILE_ON.includes(key) && !(key === 'devices' && onlyConnects(vm.cfg, change.devices)))
  )
    return turn.refuse('invalidState', ['DRS-047'])
  const ftTrouble = ftRefusal(turn, vm.name, change)
  if (ftTrouble !== null) return turn.refuse('ftEnabled', [ftTrouble])
  const turnsOn = change.faultTolerance === true && !hasFt(turn.world, name)
  const changed = {
    ...vm.cfg,
    ...change,
    disks: disksAfter(vm.cfg, change),
    ha: { ...vm.cfg.ha, ...change.ha },
    ft: { ...vm.cfg.ft, ...change.ft },
  } as LabVm
  const cfg = turnsOn && turn.constants['FT-010'].fullReservation ? { ...changed, memoryReservationMiB: changed.memoryMiB } : changed
  const pairing = turnsOn ? pairTrouble(turn, cfg) : null
  if (pairing !== null) return turn.refuse(...pairing)
  const lacking = resizes ? lacksSpaceForDisks(turn, cfg.disks, vm.cfg.disks) : null
  if (lacking !== null) return turn.refuse('insufficientSpace', ['VM-064'], { datastore: lacking })
  const { resourcePool } = change
  if (resourcePool !== undefined && resourcePool !== null && !turn.world.pools.has(resourcePool))
    return turn.refuse('notFound', ['DRS-017'], { pool: resourcePool })
  const trouble = dependencyTrouble(turn.world, { vm: { name, restartPriority: cfg.ha.restartPriority } })
  if (trouble !== null) return turn.refuse(trouble.reason, ['HA-093'])
  const runsAt = turn.world.hosts.get(vm.powerOn?.host ?? vm.host ?? '')
  const raised = cfg.cpuReservationMHz > vm.cfg.cpuReservationMHz || cfg.memoryReservationMiB > vm.cfg.memoryReservationMiB
  if (vm.power !== 'off' && raised && runsAt !== undefined && !admits(turn, 'reservation', [{ vm, cfg, host: runsAt }])) return
  if (vm.power !== 'off' && (raised || resourcePool !== undefined) && runsAt !== undefined && !poolAdmits(turn, [{ vm, cfg, host: runsAt }])) return
  const at = new Set(vm.instances.map((instance) => instance.host))
  const secondary = ftOf(turn.world, name)?.secondary ?? null
  if (secondary !== null) at.add(secondary)
  if (vm.powerOn !== null) at.add(vm.powerOn.host)
  for (const host of at) {
    const room = roomOfHost(turn.world, host)
    if (room.cpuMHz < cfg.cpuReservationMHz - vm.cfg.cpuReservationMHz)
      return turn.refuse('insufficientResources', ['DRS-045'], { host, resource: 'cpu' })
    const moreMiB = cfg.memoryReservationMiB + overheadOf(cfg) - vm.cfg.memoryReservationMiB - overheadOf(vm.cfg)
    if (fallsShort(room.memoryMiB, moreMiB)) return turn.refuse('insufficientResources', ['DRS-045'], { host, resource: 'memory' })
  }
  turn.world.vms.patch(name, { cfg, host: vm.power === 'off' && change.host !== undefined ? change.host : vm.host })
  if (demand !== undefined) turn.request('workload.change', { vm: name, demand })
  if (resourcePool !== undefined) turn.request('resources.place', { vm: name })
  const seq = turn.emit('vm.configured', { vm: name })
  const on = change.faultTolerance ?? hasFt(turn.world, name)
  if (change.faultTolerance !== undefined || (on && change.ftSecondaryHost !== undefined))
    turn.request('ft.setUp', { vm: name, on, host: cfg.ftSecondaryHost })
  turn.signal('vmConfigured', { vm: name }, seq)
  turn.signal('capacityChanged', { host: vm.host }, seq)
}

/** Its pool was taken away. */
export function setPool(turn: Turn, { vm: name, pool }: Requests['compute.setPool']): void {
  const vm = turn.world.vms.get(name)
  if (vm !== undefined) turn.world.vms.patch(name, { cfg: { ...vm.cfg, resourcePool: pool } })
}

/** FT-010 */
export function reserveMemory(turn: Turn, { vm: name, memoryReservationMiB }: Requests['compute.reserveMemory']): void {
  const vm = turn.world.vms.get(name)
  if (vm === undefined || vm.cfg.memoryReservationMiB === memoryReservationMiB) return
  turn.world.vms.patch(name, { cfg: { ...vm.cfg, memoryReservationMiB } })
  const seq = turn.emit('vm.configured', { vm: name })
  turn.signal('vmConfigured', { vm: name }, seq)
  turn.signal('capacityChanged', { host: vm.host }, seq)
}

/** FT-010, FT-029: an FT VM keeps its full reservation, its size and its FT settings. */
function ftRefusal(turn: Turn, vm: string, change: Omit<CommandArgsOf['vm.configure'], 'vm' | 'demand'>): FactId | null {
  // Turned off in the same step, it is an ordinary VM.
  if (!hasFt(turn.world, vm) || change.faultTolerance === false) return null
  if (change.ft !== undefined) return 'FT-029'
  const { memoryMiB } = turn.world.vms.need(vm).cfg
  const isLess = change.memoryReservationMiB !== undefined && change.memoryReservationMiB < memoryMiB
  const isResized = change.vcpus !== undefined || change.memoryMiB !== undefined || change.disks !== undefined
  return isLess || isResized ? 'FT-010' : null
}
