/** What vCenter does with hosts: maintenance and standby mode, connecting, adding, removing, configuring. */
import type { CommandArgs as CommandArgsOf, LabHost } from '../../../contract/lab/index.ts'
import { maximums } from '../../../contract/lab/maximums.ts'
import { lowerCaseKeys, resolveHost } from '../../../contract/lab/resolve.ts'
import type { FactId } from '../../../contract/fact-id.ts'
import type { CommandArgs, Requests } from '../../core/messages.ts'
import type { HostRecord, VmRecord } from '../../core/records.ts'
import type { Turn, WhyDraft } from '../../core/turn.ts'
import { lacksBaseline } from '../../reads/cpu.ts'
import { hostsSecondary } from '../../reads/ft.ts'
import { isPartedFromVcenter, vcenterManages, vcenterReaches, vcenterRuns } from '../../reads/network.ts'
import { warnOfLostCapacity } from './admission.ts'
import { exitFailed, hostOf, hostRecord } from './hosts.ts'
import { dropVm } from './inventory.ts'

/** The host named by the command, if vCenter runs; null after a refusal. */
function throughVcenter(turn: Turn, args: CommandArgs): HostRecord | null {
  const host = hostOf(turn, args)
  if (host === null || vcenterRuns(turn.world)) return host
  turn.refuse('vcenterDown', ['HA-003'])
  return null
}

/** It is on and vCenter has its hands on it. */
function inHand(turn: Turn, host: HostRecord): boolean {
  return host.power === 'on' && vcenterManages(turn.world, host.name)
}

/** VMs with a process there, or about to have one. */
function runsOn(vm: VmRecord, host: string): boolean {
  return vm.powerOn?.host === host || vm.instances.some((instance) => instance.host === host)
}

/** No VM runs there, and none is on its way. */
function isEmpty(turn: Turn, host: string): boolean {
  for (const { to, startedAt } of turn.world.migrations.values()) if (to === host && startedAt !== null) return false
  for (const vm of turn.world.vms.values()) if (runsOn(vm, host)) return false
  return !hostsSecondary(turn.world, host)
}

/** The host waits in 'entering' until its VMs are off or elsewhere; who moves them off it is not asked here (DRS-082). */
export function enterMaintenance(turn: Turn, args: CommandArgs): void {
  const host = throughVcenter(turn, args)
  if (host === null) return
  if (!inHand(turn, host) || host.maintenance !== 'no') return turn.refuse('invalidState', ['HA-192'])
  if (host.standbyChange !== null) return turn.refuse('taskInProgress', ['HA-192'])
  warnOfLostCapacity(turn, host.name)
  beginMaintenance(turn, host.name)
}

export function beginMaintenance(turn: Turn, host: string, why?: WhyDraft): void {
  turn.world.hosts.patch(host, { maintenance: 'entering' })
  const seq = turn.emit('host.maintenanceEntering', { host }, why === undefined ? {} : { why })
  turn.signal('failoverCapacityChanged', {}, seq)
  turn.signal('hostLeaving', { host, leaving: true }, seq)
  finishLeaving(turn, host)
}

/** Called whenever a VM leaves a host: it may be the last that maintenance or standby mode waits for. */
export function finishLeaving(turn: Turn, name: string): void {
  const host = turn.world.hosts.get(name)
  if (host?.power !== 'on' || (host.maintenance !== 'entering' && host.standbyChange !== 'entering') || !isEmpty(turn, name)) return
  if (host.maintenance === 'entering') {
    turn.world.hosts.patch(name, { maintenance: 'yes' })
    const seq = turn.emit('host.maintenanceEntered', { host: name })
    turn.signal('hostRole', { host: name, active: false }, seq)
    turn.signal('workDone', { command: 'host.enterMaintenance', entity: name, result: 'success' }, seq)
    return
  }
  turn.world.hosts.patch(name, { power: 'standby', standbyChange: null })
  const seq = turn.emit('host.standbyEntered', { host: name, by: host.standbyBy })
  turn.signal('hostPower', { host: name, on: false }, seq)
  turn.signal('hostRole', { host: name, active: false }, seq)
  turn.signal('workDone', { command: 'host.enterStandby', entity: name, result: 'success' }, seq)
}

/** FT-030: a secondary keeps its host from entering too. */
export function secondaryLeft(turn: Turn): void {
  for (const { name, maintenance, standbyChange } of [...turn.world.hosts.values()])
    if (maintenance === 'entering' || standbyChange === 'entering') finishLeaving(turn, name)
}

export function exitMaintenance(turn: Turn, args: CommandArgs): void {
  const host = throughVcenter(turn, args)
  if (host === null) return
  if (host.maintenance === 'no' || host.disconnected) return turn.refuse('invalidState', ['HA-192'])
  const wasIn = host.maintenance === 'yes'
  turn.world.hosts.patch(host.name, { maintenance: 'no' })
  const seq = turn.emit('host.maintenanceExited', { host: host.name })
  turn.signal('failoverCapacityChanged', {}, seq)
  if (wasIn) turn.signal('hostRole', { host: host.name, active: true }, seq)
  else {
    turn.signal('hostLeaving', { host: host.name, leaving: false }, seq)
    turn.signal('workDone', { command: 'host.enterMaintenance', entity: host.name, result: 'requestCanceled' }, seq)
  }
  // Nothing was placed on a host that was only about to enter either.
  turn.signal('capacityChanged', { host: host.name }, seq)
}

/** Its VMs have to be off first; a host that nobody could wake stays on (DRS-091). */
export function enterStandby(turn: Turn, args: CommandArgs): void {
  const host = throughVcenter(turn, args)
  if (host === null) return
  const wakes = host.cfg.dpm.wake.length > 0
  if (!inHand(turn, host) || !wakes) return turn.refuse('invalidState', [wakes ? 'HA-002' : 'DRS-091'])
  if (host.maintenance === 'entering' || host.standbyChange !== null) return turn.refuse('taskInProgress', ['HA-002'])
  warnOfLostCapacity(turn, host.name)
  beginStandby(turn, host, 'user')
}

function beginStandby(turn: Turn, { name }: HostRecord, by: HostRecord['standbyBy']): void {
  turn.world.hosts.patch(name, { standbyChange: 'entering', standbyBy: by })
  turn.signal('hostLeaving', { host: name, leaving: true }, turn.emit('host.standbyEntering', { host: name, by }))
  finishLeaving(turn, name)
}

/** DPM saves power (DRS-088). */
export function enterStandbyForDrs(turn: Turn, { host: name }: Requests['compute.enterStandby']): void {
  const host = turn.world.hosts.get(name)
  if (host === undefined || !inHand(turn, host) || host.maintenance !== 'no' || host.standbyChange !== null) return
  beginStandby(turn, host, 'drs')
}

/** DPM needs the host (DRS-089). One that is only on its way into standby mode stays. */
export function exitStandbyForDrs(turn: Turn, { host: name }: Requests['compute.exitStandby']): void {
  const host = turn.world.hosts.get(name)
  if (host?.standbyChange === 'entering') return cancelStandby(turn, host, 'drs')
  if (host?.power === 'standby' && host.standbyChange === null && !host.disconnected) wake(turn, host, 'drs')
}

export function exitStandby(turn: Turn, args: CommandArgs): void {
  const host = throughVcenter(turn, args)
  if (host === null) return
  if (host.standbyChange === 'entering') return cancelStandby(turn, host, 'user')
  if (host.standbyChange === 'exiting') return turn.refuse('taskInProgress', ['HA-002'])
  if (host.power !== 'standby' || host.disconnected) return turn.refuse('invalidState', ['HA-002'])
  wake(turn, host, 'user')
}

function wake(turn: Turn, host: HostRecord, by: HostRecord['standbyBy']): void {
  const seq = turn.emit('host.standbyExiting', { host: host.name, by })
  if (host.cfg.dpm.wake.length === 0) return exitFailed(turn, host, by, seq)
  const bootTimer = turn.after(host.cfg.bootTime, 'compute.hostBooted', { host: host.name }, seq)
  turn.world.hosts.patch(host.name, { power: 'booting', bootTimer, standbyChange: 'exiting', standbyBy: by })
}

/** It never was in standby mode. */
function cancelStandby(turn: Turn, host: HostRecord, by: HostRecord['standbyBy']): void {
  turn.world.hosts.patch(host.name, { standbyChange: null })
  const seq = turn.emit('host.standbyExited', { host: host.name, by })
  turn.signal('hostLeaving', { host: host.name, leaving: false }, seq)
  turn.signal('workDone', { command: 'host.enterStandby', entity: host.name, result: 'requestCanceled' }, seq)
  turn.signal('capacityChanged', { host: host.name }, seq)
}

/** HA-026: its VMs run on; vCenter and HA have nothing more to do with it. */
export function disconnect(turn: Turn, args: CommandArgs): void {
  const host = throughVcenter(turn, args)
  if (host === null) return
  if (host.disconnected || host.power === 'standby') return turn.refuse('invalidState', ['HA-026'])
  if (host.maintenance === 'entering' || host.standbyChange !== null) return turn.refuse('taskInProgress', ['HA-026'])
  turn.world.hosts.patch(host.name, { disconnected: true })
  turn.signal('hostRole', { host: host.name, active: false })
}

export function connect(turn: Turn, args: CommandArgs): void {
  const host = throughVcenter(turn, args)
  if (host === null) return
  if (!host.disconnected || !host.hostd || !vcenterReaches(turn.world, host.name)) return turn.refuse('invalidState', ['HA-026'])
  turn.world.hosts.patch(host.name, { disconnected: false })
  turn.signal('hostRole', { host: host.name, active: host.maintenance === 'no' })
  turn.signal('capacityChanged', { host: host.name })
}

/** DRS-102: the cluster has as many hosts as it may. */
function isFull({ world, lab, constants }: Turn): boolean {
  if (lab.limits !== 'vsphere' || !constants['DRS-102'].maximumsHold) return false
  const { hostsPerCluster, hostsPerVsanCluster } = maximums[lab.product]
  const hosts = [...world.hosts.values()].filter(({ cfg }) => !cfg.standalone).length
  return hosts >= (world.cluster.need('cluster').vsan ? hostsPerVsanCluster : hostsPerCluster)
}

/** vCenter adds a host to the cluster; its agent joins (HA-016). */
export function addHost(turn: Turn, args: CommandArgs): void {
  const entry = args as CommandArgsOf['host.add']
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['HA-003'], { host: entry.name })
  if (turn.world.hosts.has(entry.name)) return turn.refuse('invalidState', ['HA-016'], { host: entry.name })
  if (turn.constants['HA-063'].onlyToPartitionOfVcenter && isPartedFromVcenter(turn.world, entry.name))
    return turn.refuse('invalidState', ['HA-063'], { host: entry.name })
  const order = turn.count('hosts')
  const cfg = resolveHost(
    entry,
    order,
    [...turn.world.networks.values()].map((network) => network.cfg),
    new Set([...turn.world.hosts.values()].map((host) => host.cfg.moid)),
  )
  if (!cfg.standalone && isFull(turn)) return turn.refuse('tooManyHosts', ['DRS-102'], { host: cfg.name })
  if (lacksBaseline(turn, cfg)) return turn.refuse('evcAdmissionFailed', ['DRS-093'], { host: cfg.name })
  const record = turn.world.hosts.set(cfg.name, hostRecord(cfg, order))
  turn.signal('hostPower', { host: cfg.name, on: record.power === 'on' })
  turn.signal('hostRole', { host: cfg.name, active: record.power === 'on' && record.maintenance === 'no' })
  if (record.power === 'on') turn.signal('capacityChanged', { host: cfg.name })
}

/** Only a host that HA does not use, and with VMs that are off: they leave the inventory with it. */
export function removeHost(turn: Turn, args: CommandArgs): void {
  const host = throughVcenter(turn, args)
  if (host === null) return
  const isFree = host.maintenance === 'yes' || host.disconnected || host.cfg.standalone
  if (!isFree || !isEmpty(turn, host.name)) return turn.refuse('invalidState', ['HA-002'])
  if (host.standbyChange !== null) return turn.refuse('taskInProgress', ['HA-002'])
  turn.cancel(host.bootTimer)
  for (const vm of [...turn.world.vms.values()]) {
    if (vm.host !== host.name) continue
    // One that is being started elsewhere is registered there by now.
    if (vm.powerOn === null) dropVm(turn, vm.name)
    else turn.world.vms.patch(vm.name, { host: vm.powerOn.host })
  }
  turn.world.hosts.remove(host.name)
  turn.signal('hostRemoved', { host: host.name })
  turn.signal('capacityChanged', { host: null })
}

/**
 * Hardware changes while the host is off, ESXi also in maintenance mode, its place in the cluster in maintenance mode only; what VMs can use of
 * it at any time, with what the host itself needs (DRS-013).
 */
const NEEDS_OFF: readonly (keyof LabHost)[] = ['cpu', 'memoryMiB']
const NEEDS_MAINTENANCE: readonly (keyof LabHost)[] = ['product', 'standalone']

export function configureHost(turn: Turn, args: CommandArgs): void {
  const { host: _, maintenance, standby, ...change } = args as CommandArgsOf['host.configure']
  const host = throughVcenter(turn, args)
  if (host === null) return
  const isOff = host.power === 'off' || host.power === 'standby'
  const has = (keys: readonly string[]): boolean => keys.some((key) => Object.hasOwn(change, key))
  const reason: FactId | null =
    has(NEEDS_OFF) && !isOff ? 'DRS-045' : has(NEEDS_MAINTENANCE) && host.maintenance !== 'yes' && !(isOff && !has(['standalone'])) ? 'HA-192' : null
  if (reason !== null) return turn.refuse('invalidState', [reason])
  const before = host.cfg
  const cfg = configured(before, change)
  if (lacksBaseline(turn, cfg)) return turn.refuse('evcAdmissionFailed', ['DRS-093'])
  turn.world.hosts.patch(host.name, { cfg })
  turn.signal('hostConfigured', { host: host.name })
  for (const network of turn.world.networks.keys())
    if (before.networks.includes(network) !== cfg.networks.includes(network)) turn.signal('networkChanged', { network })
  turn.signal('capacityChanged', { host: host.name })
  // The two modes are entered and left as by their own commands.
  if (maintenance !== undefined && maintenance !== (host.maintenance !== 'no')) (maintenance ? enterMaintenance : exitMaintenance)(turn, args)
  if (standby !== undefined && standby !== (host.power === 'standby')) (standby ? enterStandby : exitStandby)(turn, args)
}

type HostChange = Omit<CommandArgsOf['host.configure'], 'host' | 'maintenance' | 'standby'>

/** Maps merge by key; what VMs can use follows the hardware unless it is fixed. */
function configured(before: LabHost, { advancedOptions, vmCapacity, networks, ...change }: HostChange): LabHost {
  const cpu = change.cpu ?? before.cpu
  const memoryMiB = change.memoryMiB ?? before.memoryMiB
  const cores = cpu.sockets * cpu.coresPerSocket * cpu.mhz
  const capacity = {
    cpuMHz: vmCapacity?.cpuMHz ?? (change.cpu === undefined ? before.vmCapacity.cpuMHz : cores),
    memoryMiB: vmCapacity?.memoryMiB ?? (change.memoryMiB === undefined ? before.vmCapacity.memoryMiB : memoryMiB),
  }
  return {
    ...before,
    ...change,
    vmCapacity: capacity,
    networks: networks ?? before.networks,
    advancedOptions: { ...before.advancedOptions, ...lowerCaseKeys(advancedOptions ?? {}) },
  }
}
