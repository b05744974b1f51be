/** The restart queue of each primary: what has to run again, where, and when it is tried (HA-046, HA-073, HA-087 to HA-104). */
import type { Signals } from '../../core/messages.ts'
import type { RestartRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { overheadOf, roomOfHosts, take } from '../../reads/capacity.ts'
import type { HostRoom } from '../../reads/capacity.ts'
import { networksMissing, vcenterRuns } from '../../reads/network.ts'
import { datastoresOf, reaches } from '../../reads/storage.ts'
import { agentUp, members, numberOption, option, partitionOf, priorityOrder, settings, settingOf } from './cluster.ts'
import { isProtected, ownerOf } from './lists.ts'
import { place } from './policy/placement.ts'
import type { HostOption, Placement } from './policy/placement.ts'
import { viewOf } from './shown.ts'

/** VMs on one host (configuration maximum). */
const VMS_PER_HOST = 1024

/** Everything protected that this primary answers for and that runs nowhere, as far as it can tell; `from` limits it to VMs registered there. */
export function queueMissing(turn: Turn, primary: string, from: string | null, cause: number | null): void {
  const ha = settings(turn.world)
  if (ha === undefined || (!ha.cfg.hostMonitoring && turn.constants['HA-027'].hostMonitoringGuardsRestarts)) return
  // HA-047: one that was only just elected looks when it takes over.
  const electedAt = turn.world.agents.get(primary)?.electedAt ?? null
  if (electedAt === null || turn.now - electedAt < turn.constants['HA-047'].restartAfterElectionMs) return
  const missing = [...turn.world.vms.values()].filter((vm) => (from === null || vm.host === from) && isMissing(turn, primary, vm))
  queue(turn, primary, missing, from === null ? 'notRunning' : 'hostFailed', cause)
}

function isMissing(turn: Turn, primary: string, vm: VmRecord): boolean {
  const entry = turn.world.restarts.get(vm.name)
  // Of another primary that waits with it this one takes it over with the list (HA-073).
  if (entry !== undefined && (entry.by === primary || ownerOf(turn, vm.name) !== primary)) return false
  if (vm.powerOn !== null || vm.host === null) return false
  if (turn.constants['HA-073'].onlyProtected && !(isProtected(turn, vm.name) && answersFor(turn, primary, vm.name))) return false
  const seenAs = (host: string): string | undefined => viewOf(turn.world, primary, host)?.state
  // A host that is not judged yet may still run it; one that counts as failed does not.
  const registered = turn.world.hosts.get(vm.host)
  if (registered !== undefined && vm.host !== primary && seenAs(vm.host) !== undefined && seenAs(vm.host) !== 'failed') return false
  return vm.instances.every((instance) => seenAs(instance.host) === 'failed')
}

/** HA-073: it has the VM's list locked; of a list that nobody has, vCenter tells the primary that it talks to. */
function answersFor(turn: Turn, primary: string, vm: string): boolean {
  const owner = ownerOf(turn, vm)
  return owner === primary || (owner === null && settings(turn.world)?.vcenterPrimary === primary && vcenterRuns(turn.world))
}

function queue(turn: Turn, primary: string, vms: readonly VmRecord[], reason: 'hostFailed' | 'vmFailed' | 'notRunning', cause: number | null): void {
  const ha = settings(turn.world)
  if (ha === undefined || vms.length === 0) return
  const failure = turn.count('failures')
  let open = 0
  for (const vm of inPriorityOrder(turn, vms)) {
    const priority = settingOf(ha.cfg, vm.cfg, 'restartPriority')
    if (priority === 'disabled' && turn.constants['HA-073'].dropDisabled) {
      leaveOff(turn, vm, cause)
      continue
    }
    const why = {
      decision: 'restartQueued',
      facts: ['HA-073', 'HA-087'] as ['HA-073', 'HA-087'],
      inputs: { vm: vm.name, host: vm.host, priority, reason },
    }
    withdraw(turn, vm.name)
    const causeSeq = turn.emit('ha.restartQueued', { vm: vm.name, priority }, { why, causedBy: cause })
    turn.world.restarts.set(vm.name, {
      vm: vm.name,
      by: primary,
      priority,
      failure,
      from: vm.host,
      state: 'waiting',
      waitsFor: null,
      attempt: 0,
      target: null,
      nextAt: null,
      timer: null,
      causeSeq,
    })
    open++
  }
  if (open === 0) return
  turn.world.failovers.set(String(failure), { id: failure, open, initiated: true, causeSeq: cause })
  const seq = turn.emit('vcenter.eventLogged', { name: 'ClusterFailoverActionInitiatedEvent', host: vms[0]?.host ?? null }, { causedBy: cause })
  turn.signal('failoverChanged', {}, seq)
  turn.signal('capacityChanged', { host: null }, cause)
}

/** Takes the entry of another primary out of its failover. */
function withdraw(turn: Turn, vm: string): void {
  const entry = turn.world.restarts.get(vm)
  if (entry === undefined) return
  turn.cancel(entry.timer)
  turn.world.restarts.remove(vm)
  const failover = turn.world.failovers.get(String(entry.failure))
  if (failover === undefined) return
  if (failover.open > 1) turn.world.failovers.patch(String(failover.id), { open: failover.open - 1 })
  else turn.world.failovers.remove(String(failover.id))
}

function rank(priority: string): number {
  const at = (priorityOrder as readonly string[]).indexOf(priority)
  return at < 0 ? priorityOrder.length : at
}

function inPriorityOrder(turn: Turn, vms: readonly VmRecord[]): VmRecord[] {
  const cfg = settings(turn.world)?.cfg
  if (cfg === undefined) return [...vms]
  return [...vms].sort((a, b) => rank(settingOf(cfg, a.cfg, 'restartPriority')) - rank(settingOf(cfg, b.cfg, 'restartPriority')) || a.order - b.order)
}

/** HA-104: never powered on by HA; registered elsewhere only with the option. */
function leaveOff(turn: Turn, vm: VmRecord, cause: number | null): void {
  turn.emit('vcenter.eventLogged', { name: 'VMIsHADisabledRestartEvent', vm: vm.name, host: vm.host }, { causedBy: cause })
  if (!turn.constants['HA-104'].disabledStaysOff || option(turn, 'das.reregisterrestartdisabledvms') !== 'true') return
  const target = members(turn.world).find(
    (host) => host.name !== vm.host && agentUp(turn.world, host.name) && reaches(turn.world, host.name, vm.cfg.datastore),
  )
  if (target !== undefined) turn.request('compute.register', { vm: vm.name, host: target.name }, cause)
}

/** Looks at every VM that waits, in the order of failures and priorities, and starts what finds a host. */
export function processRestarts(turn: Turn): void {
  if (turn.world.restarts.size === 0) return
  const open = [...turn.world.restarts.values()].filter((entry) => entry.state === 'waiting' || entry.state === 'pending')
  if (open.length === 0) return
  const first = turn.constants['HA-095'].firstFailedHostFirst
  open.sort((a, b) => {
    const byFailure = first ? a.failure - b.failure : b.failure - a.failure
    return byFailure || rank(a.priority) - rank(b.priority) || turn.world.vms.need(a.vm).order - turn.world.vms.need(b.vm).order
  })
  const rooms = roomOfHosts(turn.world)
  takeIssued(turn, rooms)
  const partitions = new Map<string, readonly string[]>()
  for (const entry of open) {
    let partition = partitions.get(entry.by)
    if (partition === undefined) partitions.set(entry.by, (partition = partitionOf(turn, entry.by)))
    attempt(turn, entry, partition, rooms)
  }
}

/** Restarts that were issued in this turn and have not begun: their room is taken all the same. */
function takeIssued(turn: Turn, rooms: Map<string, HostRoom>): void {
  for (const { vm: name, state, target } of turn.world.restarts.values()) {
    if (state !== 'attempted' || target === null) continue
    const vm = turn.world.vms.need(name)
    const room = rooms.get(target)
    if (room === undefined || vm.powerOn !== null || vm.instances.some((instance) => instance.host === target)) continue
    take(room, vm.cfg)
    room.powerOns++
  }
}

function attempt(turn: Turn, entry: RestartRecord, partition: readonly string[], rooms: Map<string, HostRoom>): void {
  const vm = turn.world.vms.need(entry.vm)
  const c = turn.constants
  const need = { cpuMHz: vm.cfg.cpuReservationMHz, memoryMiB: vm.cfg.memoryReservationMiB + overheadOf(vm.cfg) }
  const found = place(hostOptions(turn, vm, partition, rooms), need, {
    powerOnsPerHost: numberOption(turn, 'das.perhostconcurrentfailoverslimit', c['HA-100'].powerOnsPerHost),
    vmsPerHost: turn.lab.limits === 'vsphere' ? VMS_PER_HOST : 1_000_000,
    ...c['HA-101'],
    ...c['HA-102'],
  })
  if (found.host === null) return wait(turn, entry, found)
  const { host, cpuUnreservedMHz, memoryUnreservedMiB, powerOns } = found.host
  const attemptNumber = entry.attempt + 1
  const why = {
    decision: 'restartPlaced',
    facts: ['HA-101', 'HA-102'] as ['HA-101', 'HA-102'],
    inputs: {
      vm: vm.name,
      host,
      attempt: attemptNumber,
      cpuUnreservedMHz: Math.floor(cpuUnreservedMHz),
      memoryUnreservedMiB: Math.floor(memoryUnreservedMiB),
      cpuNeededMHz: need.cpuMHz,
      memoryNeededMiB: Math.ceil(need.memoryMiB),
      powerOnsInFlight: powerOns,
    },
    rejected: found.rejected,
  }
  const seq = turn.emit('ha.restartAttempted', { vm: vm.name, host, attempt: attemptNumber }, { why, causedBy: entry.causeSeq })
  turn.world.restarts.patch(vm.name, {
    state: 'attempted',
    attempt: attemptNumber,
    target: host,
    waitsFor: null,
    nextAt: null,
    timer: null,
    causeSeq: seq,
  })
  if (entry.state === 'pending') turn.signal('failoverChanged', {}, seq)
  const room = rooms.get(host)
  take(room, vm.cfg)
  if (room !== undefined) room.powerOns++
  turn.request('compute.restartVm', { vm: vm.name, host, attempt: attemptNumber }, seq)
}

function hostOptions(turn: Turn, vm: VmRecord, partition: readonly string[], rooms: Map<string, HostRoom>): HostOption[] {
  const datastores = datastoresOf(vm.cfg)
  const networks = vm.cfg.nics.map((nic) => nic.network)
  const options: HostOption[] = []
  for (const host of turn.world.hosts.values()) {
    const room = rooms.get(host.name)
    if (room === undefined || host.cfg.standalone) continue
    options.push({
      host: host.name,
      order: host.order,
      excluded: excluded(turn, host.name, partition),
      cpuUnreservedMHz: room.cpuMHz,
      memoryUnreservedMiB: room.memoryMiB,
      vms: room.vms,
      powerOns: room.powerOns,
      reachesDatastores: datastores.every((datastore) => reaches(turn.world, host.name, datastore)),
      hasNetworks: networksMissing(turn.world, networks, host.name) === null,
    })
  }
  return options
}

function excluded(turn: Turn, host: string, partition: readonly string[]): string | null {
  const record = turn.world.hosts.need(host)
  if (record.maintenance !== 'no') return 'inMaintenance'
  if (record.power === 'standby') return 'inStandby'
  if (partition.includes(host)) return null
  return record.power === 'on' ? 'notInPartition' : 'failedHost'
}

/** HA-099: no room is no failed attempt. HA-100: behind the limit of power-ons it just waits its turn. */
function wait(turn: Turn, entry: RestartRecord, found: Extract<Placement, { host: null }>): void {
  if (found.onlyLimit) {
    if (entry.state !== 'waiting' || entry.waitsFor !== 'powerOnLimit')
      turn.world.restarts.patch(entry.vm, { state: 'waiting', waitsFor: 'powerOnLimit' })
    if (entry.state === 'pending') turn.signal('failoverChanged', {})
    return
  }
  const reason = found.lacking === 'room' ? 'insufficientResources' : 'noCompatibleHost'
  if (entry.state === 'pending' && entry.waitsFor === reason) return
  const why = {
    decision: 'noHostFits',
    facts: ['HA-099', 'HA-101'] as ['HA-099', 'HA-101'],
    inputs: { vm: entry.vm, hosts: found.rejected.length },
    rejected: found.rejected,
  }
  const seq = turn.emit('ha.restartPending', { vm: entry.vm, reason }, { why, causedBy: entry.causeSeq })
  turn.emit('vcenter.eventLogged', { name: 'NotEnoughResourcesToStartVmEvent', vm: entry.vm }, { causedBy: seq })
  if (!turn.constants['HA-099'].pendingUsesNoAttempt) {
    const tried = turn.world.restarts.patch(entry.vm, { attempt: entry.attempt + 1 })
    return failed(turn, tried, entry.from ?? entry.by, 'powerOnFailed', null, seq)
  }
  turn.world.restarts.patch(entry.vm, { state: 'pending', waitsFor: reason, causeSeq: seq })
  turn.signal('failoverChanged', {}, seq)
}

export function restarted(turn: Turn, { vm, cause }: Signals['vmPoweredOn']): void {
  const entry = turn.world.restarts.get(vm)
  if (entry !== undefined) {
    if (cause === 'ha') turn.emit('vcenter.eventLogged', { name: 'VmRestartedByHAEvent', vm, host: entry.target })
    finish(turn, entry)
  }
  processRestarts(turn)
}

export function powerOnFailed(turn: Turn, { vm, host, attempt: tried, cause, reason, lockHolder }: Signals['powerOnFailed']): void {
  const entry = turn.world.restarts.get(vm)
  if (entry !== undefined && cause === 'ha' && entry.attempt === tried && entry.state === 'attempted')
    failed(turn, entry, host, reason, lockHolder, turn.cause)
  processRestarts(turn)
}

function failed(turn: Turn, entry: RestartRecord, host: string, reason: string, lockHolder: string | null, cause: number | null): void {
  const { attempts, waitsMs } = turn.constants['HA-096']
  const most = numberOption(turn, 'das.maxvmrestartcount', attempts)
  const retryInMs = entry.attempt >= most ? null : (waitsMs[Math.min(entry.attempt, waitsMs.length) - 1] ?? 0)
  const why = {
    decision: 'restartFailed',
    facts: (reason === 'fileLocked' ? ['HA-068', 'HA-069', 'HA-096'] : ['HA-096']) as ['HA-096'],
    inputs: { vm: entry.vm, host, attempt: entry.attempt, reason, lockHolder, retryInMs },
  }
  const seq = turn.emit('ha.restartFailed', { vm: entry.vm, host, attempt: entry.attempt, reason }, { why, causedBy: cause })
  turn.emit('vcenter.eventLogged', { name: 'VmFailoverFailed', vm: entry.vm, host }, { causedBy: seq })
  if (retryInMs === null) {
    const inputs = { vm: entry.vm, attempts: entry.attempt }
    const gaveUp = turn.emit(
      'ha.failoverGaveUp',
      { vm: entry.vm },
      { why: { decision: 'attemptsExhausted', facts: ['HA-096'], inputs }, causedBy: seq },
    )
    turn.emit('vcenter.eventLogged', { name: 'VmMaxRestartCountReached', vm: entry.vm }, { causedBy: gaveUp })
    return finish(turn, entry)
  }
  const timer = turn.after(retryInMs, 'ha.retry', { vm: entry.vm }, seq)
  turn.world.restarts.patch(entry.vm, { state: 'retrying', target: null, nextAt: turn.now + retryInMs, timer, causeSeq: seq })
}

export function retry(turn: Turn, { vm }: { vm: string }): void {
  turn.world.restarts.patch(vm, { state: 'waiting', nextAt: null, timer: null })
  processRestarts(turn)
}

function finish(turn: Turn, entry: RestartRecord): void {
  turn.cancel(entry.timer)
  turn.world.restarts.remove(entry.vm)
  const failover = turn.world.failovers.get(String(entry.failure))
  if (failover !== undefined && failover.open > 1) {
    turn.world.failovers.patch(String(failover.id), { open: failover.open - 1 })
    if (entry.state === 'pending') turn.signal('failoverChanged', {})
    return
  }
  if (failover === undefined) return turn.signal('failoverChanged', {})
  turn.world.failovers.remove(String(failover.id))
  turn.signal('failoverChanged', {}, turn.emit('vcenter.eventLogged', { name: 'ClusterFailoverActionCompletedEvent' }))
}

/** Nobody has to restart it any more: a person switched it off, or started it. */
export function forget(turn: Turn, vm: string): void {
  const entry = turn.world.restarts.get(vm)
  if (entry !== undefined) finish(turn, entry)
}

/** A host that is heard again reports what runs there: nobody has to restart that. */
export function foundRunning(turn: Turn, primary: string, host: string): void {
  for (const entry of [...turn.world.restarts.values()]) {
    const runs = turn.world.vms.need(entry.vm).instances.some((instance) => instance.hasLock && instance.host === host)
    if (entry.by === primary && runs) finish(turn, entry)
  }
}

/** HA-049: a new primary starts counting from zero. */
export function dropRestarts(turn: Turn, primary: string): void {
  if (turn.world.restarts.size > 0) turn.signal('failoverChanged', {})
  for (const entry of [...turn.world.restarts.values()]) {
    if (entry.by !== primary) continue
    turn.cancel(entry.timer)
    turn.world.restarts.remove(entry.vm)
    turn.world.failovers.remove(String(entry.failure))
  }
}

/** HA-023, HA-139: the primary waits before it takes a process that is gone for a failure. */
export function watchProcess(turn: Turn, { vm }: { vm: string }): void {
  const waitMs = numberOption(turn, 'das.config.fdm.policy.unknownstatemonitorperiod', turn.constants['HA-139'].unknownStateMonitorMs / 1000) * 1000
  if (isProtected(turn, vm)) turn.after(waitMs, 'ha.vmFailed', { vm })
}

export function vmFailed(turn: Turn, { vm: name }: { vm: string }): void {
  const vm = turn.world.vms.get(name)
  const owner = vm === undefined ? null : ownerOf(turn, name)
  // A list stays locked for a while by a primary that died: its successor finds the VM missing.
  if (vm === undefined || vm.host === null || owner === null || turn.world.agents.get(owner)?.state !== 'primary') return
  if (!partitionOf(turn, owner).includes(vm.host)) return
  if (isMissing(turn, owner, vm)) queue(turn, owner, [vm], 'vmFailed', turn.cause)
}
