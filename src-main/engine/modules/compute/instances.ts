import type { OffCause, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import type { LabVm } from '../../../contract/lab/index.ts'
import { modeAtPowerOn } from '../../reads/cpu.ts'
import { standbyOf } from '../../reads/ft.ts'

export function vmRecord(cfg: LabVm, order: number): VmRecord {
  return {
    name: cfg.name,
    order,
    cfg,
    power: 'off',
    guest: 'off',
    host: cfg.host,
    instances: [],
    powerOn: null,
    placing: null,
    guestTimer: null,
    upSince: null,
    guestSince: null,
    readyAt: null,
    toolsStoppedAt: null,
    appFailedAt: null,
    downSince: null,
    downtimeMs: 0,
    lastOff: null,
    restarts: 0,
    resets: 0,
    failPowerOn: false,
    failsEveryBoot: null,
    question: null,
    stunned: false,
    awaitsTakeover: false,
    cpuMode: null,
  }
}

/** A guest that begins anew, its Tools and application with it. */
export function bootingGuest(now: number): Pick<VmRecord, 'guest' | 'guestSince' | 'upSince' | 'readyAt' | 'toolsStoppedAt' | 'appFailedAt'> {
  return { guest: 'booting', guestSince: now, upSince: now, readyAt: null, toolsStoppedAt: null, appFailedAt: null }
}

/** The process on `host` is gone, or its power-on was under way there. */
export function lose(turn: Turn, vm: VmRecord, host: string, cause: OffCause, seq: number | null): void {
  if (vm.powerOn?.host === host) abort(turn, vm, 'hostFailed', seq)
  if (vm.instances.some((instance) => instance.host === host)) stop(turn, turn.world.vms.need(vm.name), host, cause, seq)
}

/** FT-017, FT-022: what the running secondary survives. */
const survivable: readonly OffCause[] = ['hostFailed', 'processCrash']

/** Ends the process of a VM on a host, whatever the reason. A running FT secondary takes over from a primary that dies. */
export function stop(turn: Turn, vm: VmRecord, host: string, cause: OffCause, seq: number | null): void {
  if (survivable.includes(cause) && vm.host === host && vm.instances.length === 1 && standbyOf(turn.world, vm.name) !== null) {
    turn.world.vms.patch(vm.name, {
      instances: [],
      awaitsTakeover: true,
      stunned: false,
      downSince: vm.downSince ?? turn.now,
    })
    turn.signal('takeoverDue', { vm: vm.name, from: host, cause: cause as 'hostFailed' | 'processCrash' }, seq)
    turn.signal('capacityChanged', { host }, seq)
    return
  }
  end(turn, vm, host, cause, seq)
}

/** The process is gone, and nobody takes over. */
export function end(turn: Turn, vm: VmRecord, host: string, cause: OffCause, seq: number | null): void {
  const instances = vm.instances.filter((instance) => instance.host !== host)
  const planned = cause === 'user' || cause === 'guest'
  const [other] = instances
  if (other !== undefined) {
    // The VM goes on where it has another process, and if that waits for an answer it goes on waiting.
    const stays = vm.host !== host
    const cpuMode = stays ? vm.cpuMode : modeAtPowerOn(turn, vm.cfg, turn.world.hosts.need(other.host).cfg)
    turn.world.vms.patch(vm.name, { instances, host: stays ? vm.host : other.host, cpuMode })
  } else {
    turn.cancel(vm.guestTimer)
    // A power-on that is under way ends the downtime that begins here, however this process ended.
    const isOver = planned && vm.powerOn === null
    turn.world.vms.patch(vm.name, {
      instances,
      power: vm.powerOn === null ? 'off' : 'poweringOn',
      lastOff: cause,
      guest: 'off',
      guestTimer: null,
      upSince: null,
      guestSince: null,
      readyAt: null,
      toolsStoppedAt: null,
      appFailedAt: null,
      question: null,
      stunned: false,
      awaitsTakeover: false,
      cpuMode: null,
      downSince: isOver ? null : (vm.downSince ?? turn.now),
      downtimeMs: isOver && vm.downSince !== null ? vm.downtimeMs + turn.now - vm.downSince : vm.downtimeMs,
    })
  }
  const off = turn.emit('vm.poweredOff', { vm: vm.name, host, cause }, seq === null ? {} : { causedBy: seq })
  // A host that died releases nothing: its locks lapse by themselves (HA-069).
  if (cause !== 'hostFailed') turn.request('storage.releaseLock', { vm: vm.name, host }, off)
  turn.signal('vmPoweredOff', { vm: vm.name, host, cause }, off)
  turn.signal('capacityChanged', { host }, off)
}

/** A power-on under way ends without success. */
export function abort(
  turn: Turn,
  vm: VmRecord,
  reason: 'fileLocked' | 'powerOnFailed' | 'hostFailed',
  seq: number | null,
  lockHolder: string | null = null,
): void {
  const powerOn = vm.powerOn
  if (powerOn === null) return
  turn.cancel(powerOn.timer)
  const running = vm.instances.some((instance) => instance.hasLock)
  turn.world.vms.patch(vm.name, { powerOn: null, power: running || vm.instances.length > 0 ? 'on' : 'off' })
  const cause = seq ?? powerOn.causeSeq
  if (powerOn.locked && reason !== 'hostFailed') turn.request('storage.releaseLock', { vm: vm.name, host: powerOn.host }, cause)
  turn.signal('powerOnFailed', { vm: vm.name, host: powerOn.host, attempt: powerOn.attempt, cause: powerOn.cause, reason, lockHolder }, cause)
  turn.signal('failoverCapacityChanged', {}, cause)
  if (powerOn.cause !== 'ha') turn.signal('workDone', { command: 'vm.powerOn', entity: vm.name, result: reason }, cause)
  turn.signal('capacityChanged', { host: powerOn.host }, cause)
}

/** Nobody looks for a place any more: withdrawn, expired, or something else has powered it on. */
export function endPlacing(turn: Turn, { name, placing }: VmRecord, result: string): void {
  if (placing === null) return
  turn.world.vms.patch(name, { placing: null })
  turn.signal('placingOver', { vm: name })
  turn.signal('workDone', { command: 'vm.powerOn', entity: name, result })
}
