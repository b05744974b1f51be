/** VMs that stopped while their host goes on: a process that died (HA-023, HA-139), and what a primary reads of it in the poweron file (HA-053, HA-060, HA-074). */
import type { Signals } from '../../core/messages.ts'
import type { ViewRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { partitionOf, secondsOption } from './cluster.ts'
import { isProtected, ownerOf } from './lists.ts'
import { isItsOwn, isMissing, leaveToPowerOn, mayRestart, placeOf, queue } from './restart-queue.ts'
import { viewOf } from './shown.ts'

/** HA-139 */
function unknownStateMonitorMs(turn: Turn): number {
  return secondsOption(turn, 'das.config.fdm.policy.unknownstatemonitorperiod', turn.constants['HA-139'].unknownStateMonitorMs)
}

/** HA-070: the process with the lock is gone, and an older one goes on: to the primary that is no reason to leave it. */
export function noteEnd(turn: Turn, { vm: name, host }: Signals['vmPoweredOff']): void {
  const vm = turn.world.vms.get(name)
  const isStray = vm !== undefined && vm.host !== host && vm.instances.length > 0 && vm.instances.every((instance) => !instance.hasLock)
  if (isStray && turn.world.protection.has(name)) turn.world.protection.patch(name, { endedOn: host })
}

/** It runs again. */
export function forgetEnd(turn: Turn, vm: string): void {
  const known = turn.world.protection.get(vm)
  if (known?.endedOn === undefined) return
  const { endedOn: _, ...rest } = known
  turn.world.protection.set(vm, rest)
}

/** HA-023, HA-139: the primary waits before it takes a process that is gone for a failure. */
export function watchProcess(turn: Turn, { vm }: { vm: string }): void {
  if (!isProtected(turn, vm)) return
  const waitMs = unknownStateMonitorMs(turn)
  turn.world.protection.patch(vm, { watchedUntil: turn.now + waitMs })
  turn.after(waitMs, 'ha.vmFailed', { vm, by: null })
}

/**
 * HA-127, HA-129: of a VM that component protection ended everybody knows why it is gone, so its restart follows right after. Where the lease
 * of its lock is only about to end the attempt is issued when it can succeed (HA-069).
 */
export function watchTerminated(turn: Turn, { vm }: { vm: string }): void {
  if (!isProtected(turn, vm)) return
  const { leaseMs, attemptGraceMs } = turn.constants['HA-069']
  const lostAt = turn.world.locks.get(vm)?.lostAt ?? null
  const succeedsFrom = lostAt === null ? turn.now : lostAt + leaseMs - attemptGraceMs
  if (succeedsFrom <= turn.now) vmFailed(turn, { vm, by: null })
  else turn.at(succeedsFrom, 'ha.vmFailed', { vm, by: null })
}

export function vmFailed(turn: Turn, { vm: name, by }: { vm: string; by: string | null }): void {
  const vm = turn.world.vms.get(name)
  const owner = vm === undefined ? null : ownerOf(turn, name)
  // A list stays locked for a while by a primary that died: its successor finds the VM missing.
  const host = vm === undefined ? null : placeOf(turn, vm)
  if (vm === undefined || host === null || owner === null || turn.world.agents.get(owner)?.state !== 'primary') return
  if (by === null ? !wasReported(turn, owner, vm, host) : owner !== by) return
  if (!leaveToPowerOn(turn, owner, vm) && isMissing(turn, owner, vm)) queue(turn, owner, [vm], 'vmFailed', turn.cause)
}

/** Whatever it was left to is over. */
export function forgetOvertaken(turn: Turn, vm: string): boolean {
  const known = turn.world.protection.get(vm)
  if (known?.overtaken !== true) return false
  const { overtaken: _, ...rest } = known
  turn.world.protection.set(vm, rest)
  return true
}

/** HA-023: the power-on that it was left to has failed. A person who called it off says so in the same turn. */
export function lookAgainLater(turn: Turn, { vm }: Signals['powerOnFailed']): void {
  if (forgetOvertaken(turn, vm)) turn.at(turn.now, 'ha.lookAgain', { vm })
}

export function lookAgain(turn: Turn, { vm: name }: { vm: string }): void {
  const vm = turn.world.vms.get(name)
  const owner = vm === undefined ? null : ownerOf(turn, name)
  if (vm === undefined || owner === null) return
  if (vm.lastOff === 'processCrash' || vm.lastOff === 'vmcp') return vmFailed(turn, { vm: name, by: null })
  if (!mayRestart(turn, owner) || leaveToPowerOn(turn, owner, vm)) return
  if (isMissing(turn, owner, vm)) queue(turn, owner, [vm], 'notRunning', turn.cause)
}

/** The owner hears the host, or still heard it when the process ended. */
function wasReported(turn: Turn, owner: string, vm: VmRecord, host: string): boolean {
  if (partitionOf(turn, owner).includes(host)) return true
  const view = viewOf(turn.world, owner, host)
  return view !== undefined && !view.inherited && (vm.downSince ?? turn.now) <= view.lostAt
}

/** The primary has read that these are gone. What an isolation response stopped it restarts at once, what failed after its wait. */
export function queueGone(turn: Turn, view: ViewRecord, vms: readonly VmRecord[]): void {
  const stopped = vms.filter((vm) => turn.world.powerOffRecords.has(vm.name) && isItsOwn(turn, view.by, vm))
  if (mayRestart(turn, view.by)) queue(turn, view.by, stopped, 'notRunning', view.causeSeq)
  for (const vm of vms) {
    if (turn.world.powerOffRecords.has(vm.name)) continue
    turn.after(unknownStateMonitorMs(turn), 'ha.vmFailed', { vm: vm.name, by: view.by }, view.causeSeq)
  }
}

/**
 * A VM that the isolation response stopped after its host was heard again: the primary hears of it at once from the agent, and needs no record
 * (HA-074), which one without its datastore could not write.
 */
export function queueStopped(turn: Turn, { vm: name, host }: { vm: string; host: string }): void {
  const vm = turn.world.vms.get(name)
  const primary = vm === undefined ? null : ownerOf(turn, name)
  if (vm === undefined || primary === null) return
  if (!mayRestart(turn, primary) || !partitionOf(turn, primary).includes(host)) return
  if (isMissing(turn, primary, vm)) queue(turn, primary, [vm], 'notRunning', turn.cause)
}
