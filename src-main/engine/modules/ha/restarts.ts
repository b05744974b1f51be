/** Works off the restart queue of each primary: when each restart is tried, where, and what comes of it (HA-095 to HA-101). */
import type { Signals } from '../../core/messages.ts'
import type { RestartRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { overheadOf, roomOfHosts, take } from '../../reads/capacity.ts'
import type { HostRoom } from '../../reads/capacity.ts'
import { hostOptions, VMS_PER_HOST } from './candidates.ts'
import { isMute, numberOption, partitionOf } from './cluster.ts'
import { finish } from './failovers.ts'
import { place } from './policy/placement.ts'
import type { Placement, PlacementNeed } from './policy/placement.ts'
import { rank } from './restart-queue.ts'

/** Looks at every VM that waits, in the order of failures and priorities, and starts what finds a host. */
export function processRestarts(turn: Turn): void {
  if (turn.world.restarts.size === 0) return
  const open = [...turn.world.restarts.values()].filter(
    (entry) => (entry.state === 'waiting' || entry.state === 'pending') && !isMute(turn.world, entry.by),
  )
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
  const need = needOf(vm)
  const found = placementFor(turn, vm, partition, rooms)
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

const needOf = ({ cfg }: VmRecord): PlacementNeed => ({
  cpuMHz: cfg.cpuReservationMHz,
  memoryMiB: cfg.memoryReservationMiB + overheadOf(cfg),
})

function placementFor(turn: Turn, vm: VmRecord, partition: readonly string[], rooms: Map<string, HostRoom>): Placement {
  const c = turn.constants
  return place(hostOptions(turn, vm, partition, rooms), needOf(vm), {
    powerOnsPerHost: numberOption(turn, 'das.perhostconcurrentfailoverslimit', c['HA-100'].powerOnsPerHost),
    vmsPerHost: turn.lab.limits === 'vsphere' ? VMS_PER_HOST : 1_000_000,
    ...c['HA-101'],
    ...c['HA-102'],
  })
}

/** Where the primary would restart the VM if it went down now (HA-133). */
export function wouldPlace(turn: Turn, vm: VmRecord, primary: string): Placement {
  const rooms = roomOfHosts(turn.world)
  takeIssued(turn, rooms)
  return placementFor(turn, vm, partitionOf(turn, primary), rooms)
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
