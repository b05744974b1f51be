import type { CommandArgs, Requests, Signals, Timers } from '../../core/messages.ts'
import type { VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { taskInWay } from '../../reads/busy.ts'
import { toolsRun } from '../../reads/guests.ts'
import { vcenterManages, vcenterRuns } from '../../reads/network.ts'
import { finishLeaving } from './host-roles.ts'
import { abort, bootingGuest, lose, stop } from './instances.ts'

/** Whoever sends the command can talk to the host: at the host itself, or through vCenter. */
function inHand(turn: Turn, vm: VmRecord, args: CommandArgs): boolean {
  const host = vm.powerOn?.host ?? vm.host
  if (host === null) return true
  return args['direct'] === true ? turn.world.hosts.get(host)?.hostd === true : vcenterManages(turn.world, host)
}

/** The VM named by the command if it runs, or null after a refusal. */
function running(turn: Turn, args: CommandArgs, byPerson = false): (VmRecord & { readonly host: string }) | null {
  const vm = turn.world.vms.get(args['vm'] as string)
  if (vm === undefined) turn.refuse('notFound', ['DRS-047'])
  else if (vm.power !== 'on' || vm.host === null || vm.awaitsTakeover) turn.refuse('invalidState', ['DRS-047'])
  else if (byPerson && !inHand(turn, vm, args)) turn.refuse('invalidState', ['DRS-047'])
  else if (!byPerson || isFree(turn, vm.name)) return { ...vm, host: vm.host }
  return null
}

/** No other task has the VM (VM-056, SN-012); false after a refusal. */
function isFree(turn: Turn, vm: string): boolean {
  const facts = taskInWay(turn, vm)
  if (facts !== null) turn.refuse('taskInProgress', facts)
  return facts === null
}

export function powerOff(turn: Turn, args: CommandArgs): void {
  if (args['direct'] !== true && !vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['HA-003'])
  const vm = turn.world.vms.get(args['vm'] as string)
  if (vm === undefined) return turn.refuse('notFound', ['HA-022'])
  if (vm.power === 'off' || vm.host === null || vm.awaitsTakeover || !inHand(turn, vm, args)) return turn.refuse('invalidState', ['HA-022'])
  if (!isFree(turn, vm.name)) return
  if (vm.powerOn !== null) {
    abort(turn, vm, 'powerOnFailed', turn.cause)
    turn.world.vms.patch(vm.name, { downSince: null })
    turn.signal('vmPoweredOff', { vm: vm.name, host: vm.powerOn.host, cause: 'user' })
  }
  for (const instance of vm.instances) stop(turn, turn.world.vms.need(vm.name), instance.host, 'user', turn.cause)
}

export function shutDown(turn: Turn, args: CommandArgs): void {
  if (args['direct'] !== true && !vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['HA-003'])
  const vm = running(turn, args, true)
  if (vm === null) return
  if (!toolsRun(vm)) return turn.refuse('invalidState', ['HA-022'])
  turn.cancel(vm.guestTimer)
  turn.world.vms.patch(vm.name, { guestTimer: turn.after(vm.cfg.shutdownTime, 'compute.guestStopped', { vm: vm.name, cause: 'guest' }) })
}

export function guestStopped(turn: Turn, { vm: name, cause }: Timers['compute.guestStopped']): void {
  const vm = turn.world.vms.need(name)
  if (vm.host !== null) stop(turn, vm, vm.host, cause, turn.cause)
}

export function reset(turn: Turn, args: CommandArgs): void {
  const vm = running(turn, args, true)
  if (vm !== null) resetVm(turn, { vm: vm.name, host: vm.host, cause: 'user' })
}

/** The guest starts anew on its host, as after the reset button. */
export function resetVm(turn: Turn, { vm: name, host, cause, why }: Requests['compute.resetVm']): void {
  const vm = turn.world.vms.get(name)
  if (vm?.power !== 'on' || vm.host !== host) return
  const seq = turn.emit('vm.reset', { vm: name, host, cause }, why === undefined ? {} : { why })
  if (cause === 'vmMonitoring' || cause === 'appMonitoring') turn.world.vms.patch(name, { resets: vm.resets + 1 })
  boot(turn, turn.world.vms.need(name), seq)
}

export function stopVm(turn: Turn, { vm: name, host, cause }: Requests['compute.stopVm']): void {
  const vm = turn.world.vms.get(name)
  if (vm !== undefined) lose(turn, vm, host, cause, turn.cause)
}

/** Without Tools, or with a guest that hangs, nobody answers. */
export function shutDownGuest(turn: Turn, { vm: name, cause }: Requests['compute.shutDownGuest']): void {
  const vm = turn.world.vms.get(name)
  if (vm?.power !== 'on' || !toolsRun(vm)) return
  turn.cancel(vm.guestTimer)
  turn.world.vms.patch(name, { guestTimer: turn.after(vm.cfg.shutdownTime, 'compute.guestStopped', { vm: name, cause }) })
}

export function rebootGuest(turn: Turn, args: CommandArgs): void {
  const vm = running(turn, args, true)
  if (vm === null) return
  if (vm.guest !== 'ready') return turn.refuse('invalidState', ['DRS-047'])
  boot(turn, vm, turn.cause)
}

function boot(turn: Turn, vm: VmRecord, seq: number | null): void {
  turn.cancel(vm.guestTimer)
  turn.world.vms.patch(vm.name, {
    ...bootingGuest(turn.now),
    guestTimer: turn.after(vm.cfg.bootTime, 'compute.guestReady', { vm: vm.name }, seq),
  })
  turn.signal('guestChanged', { vm: vm.name }, seq)
}

export function guestReady(turn: Turn, { vm: name }: { vm: string }): void {
  const vm = turn.world.vms.need(name)
  const ready = turn.world.vms.patch(name, {
    guest: 'ready',
    guestSince: turn.now,
    readyAt: turn.now,
    guestTimer: null,
  })
  const seq = turn.emit('vm.guestReady', { vm: name })
  turn.signal('guestChanged', { vm: name }, seq)
  if (vm.failsEveryBoot !== null) failGuest(turn, ready, vm.failsEveryBoot)
}

export function processCrash(turn: Turn, args: CommandArgs): void {
  const vm = running(turn, args)
  if (vm !== null) stop(turn, vm, vm.host, 'processCrash', turn.cause)
}

export function guestCrash(turn: Turn, args: CommandArgs): void {
  guestFault(turn, args, 'crash')
}

export function guestHang(turn: Turn, args: CommandArgs): void {
  guestFault(turn, args, 'hang')
}

function guestFault(turn: Turn, args: CommandArgs, kind: 'crash' | 'hang'): void {
  const vm = running(turn, args)
  if (vm === null) return
  if (args['everyBoot'] === true) turn.world.vms.patch(vm.name, { failsEveryBoot: kind })
  if (vm.guest === 'ready' || vm.guest === 'booting') failGuest(turn, turn.world.vms.need(vm.name), kind)
}

function failGuest(turn: Turn, vm: VmRecord, kind: 'crash' | 'hang'): void {
  turn.cancel(vm.guestTimer)
  turn.world.vms.patch(vm.name, {
    guest: kind === 'crash' ? 'crashed' : 'hung',
    guestSince: turn.now,
    guestTimer: null,
  })
  const seq = turn.emit('vm.guestFailed', { vm: vm.name, kind })
  turn.signal('guestChanged', { vm: vm.name }, seq)
}

/** The service ends and the guest goes on: only its heartbeats stop. It starts again with the guest. */
export function toolsStop(turn: Turn, args: CommandArgs): void {
  const vm = running(turn, args)
  if (vm === null) return
  if (!toolsRun(vm)) return turn.refuse('invalidState', ['HA-111'])
  turn.world.vms.patch(vm.name, { toolsStoppedAt: turn.now })
  const seq = turn.emit('vm.guestFailed', { vm: vm.name, kind: 'tools' })
  turn.signal('guestChanged', { vm: vm.name }, seq)
}

export function toolsStart(turn: Turn, args: CommandArgs): void {
  const vm = running(turn, args)
  if (vm === null) return
  if (vm.guest !== 'ready' || vm.toolsStoppedAt === null) return turn.refuse('invalidState', ['HA-111'])
  turn.world.vms.patch(vm.name, { toolsStoppedAt: null })
  turn.signal('guestChanged', { vm: vm.name })
}

/** The application marks itself active no more; it starts again with the guest. */
export function appCrash(turn: Turn, args: CommandArgs): void {
  const vm = running(turn, args)
  if (vm === null) return
  if (!vm.cfg.application || vm.guest !== 'ready' || vm.appFailedAt !== null) return turn.refuse('invalidState', ['HA-122'])
  turn.world.vms.patch(vm.name, { appFailedAt: turn.now })
  const seq = turn.emit('vm.guestFailed', { vm: vm.name, kind: 'application' })
  turn.signal('guestChanged', { vm: vm.name }, seq)
}

export function appRecover(turn: Turn, args: CommandArgs): void {
  const vm = running(turn, args)
  if (vm === null) return
  if (vm.guest !== 'ready' || vm.appFailedAt === null) return turn.refuse('invalidState', ['HA-122'])
  turn.world.vms.patch(vm.name, { appFailedAt: null })
  turn.signal('guestChanged', { vm: vm.name })
}

export function failPowerOn(turn: Turn, args: CommandArgs): void {
  const vm = turn.world.vms.get(args['vm'] as string)
  if (vm === undefined) return turn.refuse('notFound', ['HA-096'])
  turn.world.vms.patch(vm.name, { failPowerOn: args['on'] === true })
}

/** HA-071: the old instance asks, HA answers, and it is powered off. */
export function answerLockLost(turn: Turn, { vm: name, host }: Requests['compute.answerLockLost']): void {
  const vm = turn.world.vms.need(name)
  if (!vm.instances.some((instance) => instance.host === host && !instance.hasLock)) return
  turn.emit('vm.questionRaised', { vm: name, question: 'lockLost' })
  const seq = turn.emit('vm.questionAnswered', { vm: name, question: 'lockLost' })
  turn.emit('vcenter.eventLogged', { name: 'AnsweredVmLockLostQuestionEvent', host, vm: name }, { causedBy: seq })
  stop(turn, vm, host, 'lockLost', seq)
}

export function register(turn: Turn, { vm, host }: Requests['compute.register']): void {
  if (turn.world.vms.need(vm).power !== 'off') return
  turn.world.vms.patch(vm, { host })
  turn.signal('failoverCapacityChanged', {})
}

export function vmLeft(turn: Turn, { host }: Signals['vmPoweredOff']): void {
  finishLeaving(turn, host)
}
