/** The failovers that are open: a restart that is over, one way or the other, and what it belonged to (HA-049, HA-193). */
import type { FailoverRecord, RestartRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { dropReadiness, forgetReadiness, leavesQueue, reconsiderReadiness } from './readiness.ts'
import { startUnasked } from './secondaries.ts'

function close(turn: Turn, failover: FailoverRecord): void {
  turn.cancel(failover.timer)
  turn.world.failovers.remove(String(failover.id))
}

/** Takes the entry of another primary out of its failover. */
export function withdraw(turn: Turn, vm: string): void {
  forgetReadiness(turn, vm)
  const entry = turn.world.restarts.get(vm)
  if (entry === undefined) return
  turn.cancel(entry.timer)
  turn.world.restarts.remove(vm)
  const failover = turn.world.failovers.get(String(entry.failure))
  if (failover === undefined) return
  if (failover.open > 1) turn.world.failovers.patch(String(failover.id), { open: failover.open - 1 })
  else {
    close(turn, failover)
    startUnasked(turn, failover)
  }
}

export function finish(turn: Turn, entry: RestartRecord): void {
  leavesQueue(turn, entry)
  turn.cancel(entry.timer)
  turn.world.restarts.remove(entry.vm)
  // What is still off is counted no more.
  if (turn.world.vms.get(entry.vm)?.power !== 'on') turn.signal('failoverCapacityChanged', {})
  const failover = turn.world.failovers.get(String(entry.failure))
  if (failover !== undefined && failover.open > 1) {
    turn.world.failovers.patch(String(failover.id), { open: failover.open - 1 })
    if (entry.state === 'pending') turn.signal('failoverChanged', {})
    return
  }
  if (failover === undefined) return turn.signal('failoverChanged', {})
  close(turn, failover)
  startUnasked(turn, failover)
  turn.signal('failoverChanged', {}, turn.emit('vcenter.eventLogged', { name: 'ClusterFailoverActionCompletedEvent' }))
}

/** Nobody has to restart it any more: a person switched it off, or it is gone. */
export function forget(turn: Turn, vm: string): void {
  forgetReadiness(turn, vm)
  const entry = turn.world.restarts.get(vm)
  if (entry !== undefined) finish(turn, entry)
}

/** A host that is heard again reports what runs there: nobody has to restart that. */
export function foundRunning(turn: Turn, primary: string, host: string): void {
  for (const entry of [...turn.world.restarts.values()]) {
    const runs = turn.world.vms.need(entry.vm).instances.some((instance) => instance.hasLock && instance.host === host)
    if (entry.by !== primary || !runs) continue
    finish(turn, entry)
  }
  // HA-094: those whose restart was given up because they ran there are ready now as well.
  for (const { vm } of [...turn.world.readiness.values()]) {
    const runs = turn.world.vms.get(vm)?.instances.some((instance) => instance.hasLock && instance.host === host)
    if (runs === true) reconsiderReadiness(turn, vm)
  }
}

/** HA-049: a new primary starts counting from zero. */
export function dropRestarts(turn: Turn, primary: string): void {
  if (turn.world.restarts.size > 0) turn.signal('failoverChanged', {})
  dropReadiness(turn, primary)
  for (const entry of [...turn.world.restarts.values()]) {
    if (entry.by !== primary) continue
    turn.cancel(entry.timer)
    turn.world.restarts.remove(entry.vm)
    const failover = turn.world.failovers.get(String(entry.failure))
    if (failover !== undefined) close(turn, failover)
  }
}
