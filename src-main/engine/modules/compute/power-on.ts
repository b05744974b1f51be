import type { LabVm } from '../../../contract/lab/index.ts'
import type { CommandArgs, Requests, Signals } from '../../core/messages.ts'
import type { HostRecord, PowerOn, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { admissionNow, isFailoverHost } from '../../reads/admission.ts'
import { taskInWay } from '../../reads/busy.ts'
import { acceptsVms, roomsTogether, take } from '../../reads/capacity.ts'
import type { HostRoom } from '../../reads/capacity.ts'
import { modeAtPowerOn, perVmEvcTrouble } from '../../reads/cpu.ts'
import { snapshotJobOf } from '../../reads/merges.ts'
import { networksMissing, vcenterRuns } from '../../reads/network.ts'
import { anyHost, drsPlaces, isWithinReach, mustRuleTrouble, powerOnTrouble, ruledOut } from '../../reads/power-on-checks.ts'
import { allows, placesOfOthers, rulesOf } from '../../reads/rules.ts'
import { reachesVm } from '../../reads/storage.ts'
import { admits, poolAdmits } from './admission.ts'
import { abort, bootingGuest, endPlacing } from './instances.ts'

/** The contract's default of `powerOnTime`: where a lab leaves it there, the fact's constant counts. */
const DEFAULT_POWER_ON_MS = 10_000
export function userPowerOn(turn: Turn, args: CommandArgs): void {
  const names = [...new Set((args['vms'] as readonly string[] | undefined) ?? [args['vm'] as string])]
  const direct = args['direct'] === true
  const asked = args['host'] as string | undefined
  if (!direct && !vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['HA-003'])
  const starts: { vm: VmRecord; cfg: LabVm; host: HostRecord }[] = []
  const unplaced: VmRecord[] = []
  for (const name of names) {
    const vm = turn.world.vms.get(name)
    if (vm === undefined) return turn.refuse('notFound', ['DRS-047'])
    if (vm.power !== 'off') return turn.refuse('invalidState', ['DRS-047'], { vm: name })
    const busy = taskInWay(turn, name)
    if (busy !== null) return turn.refuse('taskInProgress', busy, { vm: name })
    if (!direct && asked === undefined && drsPlaces(turn, vm)) {
      if (vm.placing !== null) return turn.refuse('taskInProgress', ['DRS-079'], { vm: name })
      if (!isWithinReach(turn, vm)) return turn.refuse('invalidState', ['DRS-047'], { vm: name, host: vm.host })
      unplaced.push(vm)
      continue
    }
    const host = hostFor(turn, vm, asked, direct)
    if (host === null) return turn.refuse(ruledOut(turn, name) ? 'noCompatibleHardAffinityHost' : 'insufficientResources', ['DRS-047'], { vm: name })
    starts.push({ vm, cfg: vm.cfg, host })
  }
  // DRS-047: HA's admission control comes first. What is done at the host goes past it, as it goes past vCenter (HA-140).
  const all = [...starts, ...somewhere(turn, unplaced)]
  if (!direct && (!admits(turn, 'powerOn', all) || !poolAdmits(turn, all))) return
  // Those that start together share what their host has free.
  const roomOn = roomsTogether(turn.world)
  for (const { vm, host } of starts) {
    const room = roomOn(host.name)
    if (!mayRun(turn, vm, host, direct, room)) return
    take(room, vm.cfg)
  }
  for (const { vm, host } of starts) {
    if (vm.failPowerOn) turn.refuse('powerOnFailed', ['HA-096'], { vm: vm.name, host: host.name })
    else {
      if (!direct) warnOfRules(turn, vm, host.name)
      endPlacing(turn, vm, 'requestCanceled')
      begin(turn, vm, host.name, { cause: 'user', attempt: 0, commandSeq: turn.cause })
    }
  }
  leaveToDrs(turn, unplaced)
}

/** Admission control asks how much, not where: any host of the cluster that it keeps free for nothing. */
function somewhere(turn: Turn, vms: readonly VmRecord[]): { vm: VmRecord; cfg: LabVm; host: HostRecord }[] {
  const host = anyHost(turn, (name) => turn.constants['HA-162'].keptFree && isFailoverHost(turn.world, name))
  return host === undefined ? [] : vms.map((vm) => ({ vm, cfg: vm.cfg, host }))
}

/** DRS-079, DRS-080 */
function leaveToDrs(turn: Turn, vms: readonly VmRecord[]): void {
  const names: string[] = []
  for (const vm of vms) {
    if (vm.failPowerOn) turn.refuse('powerOnFailed', ['HA-096'], { vm: vm.name })
    else {
      turn.world.vms.patch(vm.name, { placing: { commandSeq: turn.cause } })
      names.push(vm.name)
    }
  }
  if (names.length > 0) turn.request('drs.place', { vms: names })
}

/** DRS-047: the checks of a power-on, the first failure stops it. Whoever goes to the host itself is not asked about rules. */
function mayRun(turn: Turn, vm: VmRecord, host: HostRecord, direct: boolean, room: HostRoom): boolean {
  const trouble = (direct ? null : mustRuleTrouble(turn, vm.name, host.name)) ?? powerOnTrouble(turn, vm, host, direct, room)
  if (trouble !== null) turn.refuse(trouble.reason, trouble.facts, trouble.about)
  return trouble === null
}

/** DRS-069: what should not be, and is not forbidden. */
function warnOfRules(turn: Turn, vm: VmRecord, host: string): void {
  const { should, apart, together } = rulesOf(turn.world, vm.name)
  const broken = should.find((rule) => !allows(rule, host))
  if (broken !== undefined) turn.warn('shouldRuleViolation', ['DRS-075'], { vm: vm.name, host, name: broken.rule })
  const violated =
    apart.find((set) => placesOfOthers(turn.world, vm.name, [set]).has(host)) ??
    together.find((set) => {
      const places = placesOfOthers(turn.world, vm.name, [set])
      return places.size > 0 && !places.has(host)
    })
  if (violated !== undefined) turn.warn('vmRuleViolation', ['DRS-069'], { vm: vm.name, host, name: violated.rule })
}

/** Cold start: VMs with `power: on` are powered on from t = 0. */
export function coldStart(turn: Turn): void {
  for (const vm of [...turn.world.vms.values()]) {
    if (vm.cfg.power !== 'on') continue
    const host = hostFor(turn, vm, undefined, false)
    const isFit = host !== null && acceptsVms(host) && reachesVm(turn.world, host.name, vm.cfg) && perVmEvcTrouble(turn, vm.cfg, host.cfg) === null
    if (isFit) begin(turn, vm, host.name, { cause: 'user', attempt: 0, commandSeq: null })
  }
}

/**
 * The host that was asked for, else where it is registered, else the one with the lowest ratio of configured memory to capacity; vCenter
 * does not choose a dedicated failover host (HA-162).
 */
function hostFor(turn: Turn, vm: VmRecord, asked: string | undefined, direct: boolean): HostRecord | null {
  const name = asked ?? vm.host
  if (name !== null) return turn.world.hosts.get(name) ?? null
  const load = new Map<string, number>()
  for (const other of turn.world.vms.values()) {
    const at = other.powerOn?.host ?? (other.power === 'on' ? other.host : null)
    if (at !== null) load.set(at, (load.get(at) ?? 0) + other.cfg.memoryMiB)
  }
  const { must } = rulesOf(turn.world, vm.name)
  let best: HostRecord | null = null
  let bestRatio = 0
  for (const host of turn.world.hosts.values()) {
    const kept = !direct && turn.constants['HA-162'].keptFree && isFailoverHost(turn.world, host.name)
    const usable = !kept && acceptsVms(host) && !host.disconnected && reachesVm(turn.world, host.name, vm.cfg)
    if (
      !usable ||
      networksMissing(
        turn.world,
        vm.cfg.nics.map((nic) => nic.network),
        host.name,
      ) !== null ||
      !must.every((rule) => allows(rule, host.name)) ||
      perVmEvcTrouble(turn, vm.cfg, host.cfg)?.reason === 'cpuIncompatible'
    )
      continue
    const ratio = (load.get(host.name) ?? 0) / host.cfg.vmCapacity.memoryMiB
    if (best === null || ratio < bestRatio) {
      best = host
      bestRatio = ratio
    }
  }
  return best
}

export function restartVm(turn: Turn, { vm: name, host, attempt }: Requests['compute.restartVm']): void {
  const vm = turn.world.vms.need(name)
  // Found running, or dropped, before the request arrived.
  if (turn.world.restarts.get(name)?.target !== host) return
  const heldBack = !turn.constants['HA-103'].restartsBypassAdmissionControl && admissionNow(turn)?.ok === false
  const cfg = turn.world.hosts.need(host).cfg
  if (vm.failPowerOn || heldBack || perVmEvcTrouble(turn, vm.cfg, cfg) !== null) {
    turn.signal('powerOnFailed', { vm: name, host, attempt, cause: 'ha', reason: 'powerOnFailed', lockHolder: null })
    return
  }
  // Somebody else powers it on, or merges its disks while it is off: that one has the files, or will have them.
  const other = vm.powerOn?.host ?? snapshotJobOf(turn.world, name)?.merge?.host ?? null
  if (other === null) {
    endPlacing(turn, vm, 'requestCanceled')
    return begin(turn, vm, host, { cause: 'ha', attempt, commandSeq: null })
  }
  turn.signal('powerOnFailed', { vm: name, host, attempt, cause: 'ha', reason: 'fileLocked', lockHolder: other })
}

/** DRS has placed it, and has asked whether it can start there; what has come in between ends it. */
export function powerOnVm(turn: Turn, { vm: name, host: at, cause }: Requests['compute.powerOnVm']): void {
  const vm = turn.world.vms.get(name)
  const host = turn.world.hosts.get(at)
  if (vm === undefined || host === undefined || vm.placing === null) return
  const trouble = mustRuleTrouble(turn, name, at) ?? powerOnTrouble(turn, vm, host)
  if (trouble !== null || vm.failPowerOn) return endPlacing(turn, vm, trouble?.reason ?? 'powerOnFailed')
  const { commandSeq } = vm.placing
  begin(turn, vm, at, { cause, attempt: 0, commandSeq })
  turn.signal('placingOver', { vm: name })
}

export function notPlaced(turn: Turn, { vm: name, result }: Requests['compute.notPlaced']): void {
  const vm = turn.world.vms.get(name)
  if (vm !== undefined) endPlacing(turn, vm, result)
}

function begin(turn: Turn, vm: VmRecord, host: string, by: Pick<PowerOn, 'cause' | 'attempt' | 'commandSeq'>): void {
  const ms = vm.cfg.powerOnTime === DEFAULT_POWER_ON_MS ? turn.constants['HA-109'].powerOnMs : vm.cfg.powerOnTime
  const timer = turn.after(ms, 'compute.powerOnDone', { vm: vm.name })
  turn.world.vms.patch(vm.name, {
    power: vm.instances.length > 0 ? 'on' : 'poweringOn',
    powerOn: { ...by, host, issuedAt: turn.now, doneAt: turn.now + ms, locked: false, timer, causeSeq: turn.cause },
    placing: null,
    downSince: vm.downSince ?? (vm.instances.length > 0 ? null : turn.now),
  })
  if (vm.power === 'off' && vm.downSince === null) turn.signal('vmWanted', { vm: vm.name })
  if (by.cause !== 'ha') turn.signal('failoverCapacityChanged', {})
  if (turn.world.locks.has(vm.name) && turn.constants['HA-068'].liveLockBlocks) {
    // HA-069: the attempt fails only when the lock is still live some seconds later.
    turn.after(turn.constants['HA-069'].attemptGraceMs, 'compute.powerOnGrace', { vm: vm.name, issuedAt: turn.now })
  } else takeLock(turn, vm, host)
}

function takeLock(turn: Turn, vm: VmRecord, host: string): void {
  turn.request('storage.takeLock', { vm: vm.name, host, datastore: vm.cfg.datastore })
}

export function lockFree(turn: Turn, { vm: name, holder }: Signals['lockFree']): void {
  const vm = turn.world.vms.get(name)
  if (vm === undefined) return
  const lockless = vm.instances.map((instance) => (instance.hasLock ? { ...instance, hasLock: false } : instance))
  turn.world.vms.patch(name, { instances: lockless })
  // A host that loses the files of a VM while it powers it on does not get it to run.
  if (vm.powerOn?.locked === true && vm.powerOn.host === holder) return abort(turn, turn.world.vms.need(name), 'powerOnFailed', turn.cause)
  if (vm.powerOn !== null && !vm.powerOn.locked) takeLock(turn, vm, vm.powerOn.host)
}

export function lockTaken(turn: Turn, { vm: name, host }: Signals['lockTaken']): void {
  const vm = turn.world.vms.need(name)
  if (vm.powerOn === null || vm.powerOn.host !== host) {
    // An instance that had lost its lock has it again: the VM runs there, whatever was to be done about it.
    const instances = vm.instances.map((instance) => (instance.host === host ? { ...instance, hasLock: true } : instance))
    const cpuMode = host === vm.host ? vm.cpuMode : modeAtPowerOn(turn, vm.cfg, turn.world.hosts.need(host).cfg)
    turn.world.vms.patch(name, { host, instances, cpuMode })
    return turn.signal('vmPoweredOn', { vm: name, host, cause: 'user' })
  }
  const powerOn = { ...vm.powerOn, locked: true }
  const patched = turn.world.vms.patch(name, { powerOn })
  if (turn.now >= powerOn.doneAt) complete(turn, patched)
}

export function powerOnGrace(turn: Turn, { vm: name, issuedAt }: { vm: string; issuedAt: number }): void {
  const vm = turn.world.vms.get(name)
  if (vm === undefined || vm.powerOn === null || vm.powerOn.locked || vm.powerOn.issuedAt !== issuedAt) return
  abort(turn, vm, 'fileLocked', null, turn.world.locks.get(name)?.holder ?? null)
}

export function powerOnDone(turn: Turn, { vm: name }: { vm: string }): void {
  const vm = turn.world.vms.need(name)
  if (vm.powerOn?.locked === true) complete(turn, vm)
}

function complete(turn: Turn, vm: VmRecord): void {
  const powerOn = vm.powerOn
  if (powerOn === null) return
  turn.cancel(powerOn.timer)
  turn.cancel(vm.guestTimer)
  // HA restarts it all the same, and the log says what made that necessary.
  const cause = powerOn.cause === 'ha' && vm.lastOff === 'vmcp' ? 'vmcp' : powerOn.cause
  const seq = turn.emit('vm.poweredOn', { vm: vm.name, host: powerOn.host, cause }, { causedBy: powerOn.causeSeq })
  const guestTimer = turn.after(vm.cfg.bootTime, 'compute.guestReady', { vm: vm.name }, seq)
  turn.world.vms.patch(vm.name, {
    ...bootingGuest(turn.now),
    power: 'on',
    host: powerOn.host,
    cpuMode: modeAtPowerOn(turn, vm.cfg, turn.world.hosts.need(powerOn.host).cfg),
    powerOn: null,
    guestTimer,
    downSince: null,
    downtimeMs: vm.downtimeMs + (vm.downSince === null ? 0 : turn.now - vm.downSince),
    restarts: vm.restarts + (powerOn.cause === 'ha' ? 1 : 0),
    instances: [...vm.instances.filter((instance) => instance.host !== powerOn.host), { host: powerOn.host, startedAt: turn.now, hasLock: true }],
  })
  turn.signal('vmPoweredOn', { vm: vm.name, host: powerOn.host, cause: powerOn.cause }, seq)
  if (powerOn.cause !== 'ha') turn.signal('workDone', { command: 'vm.powerOn', entity: vm.name, result: 'success' }, seq)
}
