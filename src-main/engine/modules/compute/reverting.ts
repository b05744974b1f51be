/** What a revert makes of a VM: off, or a guest that goes on where it was captured (SN-002). The disks are `snapshots`' part. */
import type { Requests } from '../../core/messages.ts'
import type { CapturedGuest, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { end, endPlacing } from './instances.ts'

export function revertTo(turn: Turn, { vm: name, cfg, guest }: Requests['compute.revertTo']): void {
  const vm = turn.world.vms.get(name)
  if (vm === undefined) return
  const wasOff = vm.power === 'off'
  if (guest === null) for (const { host } of vm.instances) end(turn, turn.world.vms.need(name), host, 'user', turn.cause)
  const seen = turn.world.vms.patch(name, { cfg })
  if (guest !== null && seen.host !== null) {
    turn.cancel(seen.guestTimer)
    turn.world.vms.patch(name, capturedGuest(turn, seen, guest))
    if (wasOff) {
      endPlacing(turn, seen, 'requestCanceled')
      powerOnAt(turn, name, seen.host)
    }
    if (seen.question !== null) turn.emit('vm.questionAnswered', { vm: name, question: seen.question })
    turn.signal('guestChanged', { vm: name })
  }
  turn.signal('vmConfigured', { vm: name })
  turn.signal('capacityChanged', { host: seen.host })
}

/** Its uptime goes on from there; what it was down for ends. */
function capturedGuest(turn: Turn, vm: VmRecord, { state, upMs, toolsStopped, appFailed, cpuMode }: CapturedGuest): Partial<VmRecord> {
  const { now } = turn
  const { bootTime } = vm.cfg
  const isReady = state === 'ready'
  const readyAt = state === 'booting' ? null : Math.min(now, now - upMs + bootTime)
  return {
    guest: state,
    upSince: now - upMs,
    guestSince: isReady ? readyAt : now,
    readyAt,
    toolsStoppedAt: toolsStopped ? now : null,
    appFailedAt: appFailed ? now : null,
    guestTimer: state === 'booting' ? turn.after(Math.max(0, bootTime - upMs), 'compute.guestReady', { vm: vm.name }) : null,
    question: null,
    stunned: false,
    cpuMode,
    downSince: null,
    downtimeMs: vm.downtimeMs + (vm.downSince === null ? 0 : now - vm.downSince),
  }
}

/** It resumes from its image at once: there is no power-on to wait for. */
function powerOnAt(turn: Turn, name: string, host: string): void {
  const { cfg } = turn.world.vms.patch(name, { power: 'on', instances: [{ host, startedAt: turn.now, hasLock: false }] })
  const seq = turn.emit('vm.poweredOn', { vm: name, host, cause: 'user' })
  turn.request('storage.takeLock', { vm: name, host, datastore: cfg.datastore }, seq)
  turn.signal('failoverCapacityChanged', {}, seq)
}
