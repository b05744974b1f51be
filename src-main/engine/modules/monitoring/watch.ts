/** Watching guests that are silent: from the first missing heartbeat to the reset. */
import type { FactId } from '../../../contract/fact-id.ts'
import type { MonitorRecord, Silence, VmRecord } from '../../core/records.ts'
import type { Turn, WhyDraft } from '../../core/turn.ts'
import { doesIo, lastIoAt, nextIoChange } from '../../reads/demand.ts'
import { appLostAt, heartbeatLostAt } from '../../reads/guests.ts'
import { datastoresOf, reaches } from '../../reads/storage.ts'
import { nextResets } from './policy/next-reset.ts'
import type { IoCheck, NextReset, Sensitivity } from './policy/next-reset.ts'
import { ioWindowMs, monitoredAt, sensitivityOf } from './settings.ts'

/** Looks at a VM after anything that may have changed what is to be done about it. A healthy one costs nothing. */
export function review(turn: Turn, name: string): void {
  const known = turn.world.monitors.get(name)
  const vm = turn.world.vms.get(name)
  const monitored = vm === undefined ? null : monitoredAt(turn, vm)
  if (vm === undefined || monitored === null) return rest(turn, known, vm)
  const heartbeat = heartbeatMissing(turn, vm) ? silence(turn, known?.heartbeat ?? null) : null
  const application = monitored.level === 'vmAndApplication' && appLostAt(vm) !== null ? silence(turn, known?.application ?? null) : null
  if (heartbeat === null && application === null) return rest(turn, known, vm)
  const resetsAt = known === undefined || isElsewhere(turn, vm, known) ? [] : stillCounted(turn, vm, known.resetsAt)
  if (known !== undefined) turn.cancel(known.timer)
  turn.world.monitors.set(name, {
    vm: name,
    host: monitored.host,
    heartbeat,
    application,
    resetsAt,
    resetAt: null,
    heldBack: known?.heldBack ?? false,
    timer: null,
  })
  plan(turn, vm)
}

/** While a guest boots it reads its disk: nothing can be concluded until it is up, where I/O counts. */
function heartbeatMissing(turn: Turn, vm: VmRecord): boolean {
  return vm.cfg.tools && heartbeatLostAt(vm) !== null && (vm.guest !== 'booting' || ioWindowMs(turn) === 0)
}

function silence(turn: Turn, known: Silence | null): Silence {
  if (known !== null) return known
  const { jitterMinMs, jitterMaxMs } = turn.constants['HA-115']
  const rng = turn.rng('monitoring')
  return {
    since: turn.now,
    jitterMs: rng.between(jitterMinMs, jitterMaxMs),
    lagMs: rng.between(0, turn.constants['HA-116'].lagMaxMs),
    causeSeq: turn.cause,
  }
}

/** Nothing to watch: only resets that count are remembered, and not past a power cycle (HA-119). */
function rest(turn: Turn, known: MonitorRecord | undefined, vm: VmRecord | undefined): void {
  if (known === undefined) return
  turn.cancel(known.timer)
  const cycled = vm === undefined || (vm.power !== 'on' && turn.constants['HA-119'].powerCycleClears) || isElsewhere(turn, vm, known)
  const resetsAt = cycled ? [] : stillCounted(turn, vm, known.resetsAt)
  if (resetsAt.length === 0) return turn.world.monitors.remove(known.vm)
  turn.world.monitors.set(known.vm, { ...known, heartbeat: null, application: null, resetsAt, resetAt: null, heldBack: false, timer: null })
}

/** HA-119: what another host counted is gone. */
function isElsewhere(turn: Turn, vm: VmRecord, known: MonitorRecord): boolean {
  return vm.host !== null && vm.host !== known.host && turn.constants['HA-119'].moveClears
}

/** HA-118. Where nothing is set, as after HA was switched off, all count. */
export function stillCounted(turn: Turn, vm: VmRecord, resetsAt: readonly number[]): readonly number[] {
  const windowMs = turn.world.ha.has('ha') ? sensitivityOf(turn, vm).windowMs : null
  return windowMs === null ? resetsAt : resetsAt.filter((at) => at + windowMs > turn.now)
}

/** Resets what is due, or sets the timer for when it may be. */
function plan(turn: Turn, vm: VmRecord): void {
  const record = turn.world.monitors.need(vm.name)
  const sensitivity = sensitivityOf(turn, vm)
  const all = upcoming(turn, vm, record, sensitivity)
  const due = all.find(({ at }) => at !== null && at <= turn.now)
  if (due !== undefined) return act(turn, vm, record, due, sensitivity)
  const soonest = (instants: readonly (number | null)[]): number | null => {
    const known = instants.filter((at) => at !== null)
    return known.length === 0 ? null : Math.min(...known)
  }
  const lookAt = soonest(all.map((next) => next.lookAt))
  const cause = (record.heartbeat ?? record.application)?.causeSeq ?? null
  turn.world.monitors.patch(vm.name, {
    resetAt: soonest(all.map((next) => next.at)),
    heldBack: false,
    timer: lookAt === null ? null : turn.at(lookAt, 'monitoring.look', { vm: vm.name }, cause),
  })
}

function upcoming(turn: Turn, vm: VmRecord, record: MonitorRecord, sensitivity: Sensitivity): readonly NextReset[] {
  const c = turn.constants
  const heartbeat = heartbeatLostAt(vm)
  const application = appLostAt(vm)
  const check = (silent: Silence | null): IoCheck | null => (silent === null ? null : ioCheck(turn, vm.name, silent.lagMs))
  return nextResets(
    sensitivity,
    {
      upSince: vm.upSince ?? turn.now,
      heartbeat: record.heartbeat === null || heartbeat === null ? null : { ...record.heartbeat, lostAt: heartbeat },
      application: record.application === null || application === null ? null : { ...record.application, lostAt: application },
      io: check(record.heartbeat),
      appIo: c['HA-122'].ioIgnored ? null : check(record.application),
      resetsAt: record.resetsAt,
    },
    { redMs: c['HA-115'].redMs, appRedMs: c['HA-122'].activeMs, resetsEnd: c['HA-118'].resetsEnd },
  )
}

function ioCheck(turn: Turn, vm: string, lagMs: number): IoCheck | null {
  const windowMs = ioWindowMs(turn)
  if (windowMs === 0) return null
  const lastAt = lastIoAt(turn.world, vm, turn.now, turn.now - windowMs - lagMs)
  const isOn = doesIo(turn.world, vm, turn.now)
  return { windowMs, lagMs, isOn, lastAt, changesAt: isOn ? nextIoChange(turn.world, vm, turn.now) : null }
}

function act(turn: Turn, vm: VmRecord, record: MonitorRecord, next: NextReset, sensitivity: Sensitivity): void {
  const host = record.host
  const missing = turn.constants['HA-124'].filesNeeded ? datastoresOf(vm.cfg).filter((datastore) => !reaches(turn.world, host, datastore)) : []
  turn.world.monitors.patch(vm.name, { resetAt: null, heldBack: missing.length > 0, timer: null })
  const causedBy = (next.cause === 'vmMonitoring' ? record.heartbeat : record.application)?.causeSeq ?? turn.cause
  if (missing.length > 0) {
    if (record.heldBack) return
    const why: WhyDraft = { decision: 'guestNotReset', facts: ['HA-124'], inputs: { vm: vm.name, host, datastores: missing } }
    turn.emit(
      'vcenter.eventLogged',
      { name: 'CannotResetVmWithInaccessibleDatastore', vm: vm.name, host, datastore: missing[0] ?? null },
      { why, causedBy },
    )
    return
  }
  turn.world.monitors.patch(vm.name, { resetsAt: [...record.resetsAt, turn.now] })
  const say = (name: string): number => turn.emit('vcenter.eventLogged', { name, vm: vm.name, host }, { causedBy })
  if (next.cause === 'appMonitoring') say('VmDasAppHeartbeatFailedEvent')
  const seq = say(turn.constants['HA-120'].screenshot ? 'VmDasBeingResetWithScreenshotEvent' : 'VmDasBeingResetEvent')
  turn.request('compute.resetVm', { vm: vm.name, host, cause: next.cause, why: whyReset(turn, vm, record, next, sensitivity) }, seq)
}

function whyReset(turn: Turn, vm: VmRecord, record: MonitorRecord, { cause, decidedBy }: NextReset, sensitivity: Sensitivity): WhyDraft {
  const lost = cause === 'vmMonitoring' ? heartbeatLostAt(vm) : appLostAt(vm)
  const inputs = {
    vm: vm.name,
    host: record.host,
    silentMs: turn.now - (lost ?? turn.now),
    failureIntervalMs: sensitivity.failureIntervalMs,
    reset: record.resetsAt.length + 1,
    maxResets: sensitivity.maxResets,
  }
  if (cause === 'appMonitoring') return { decision: 'appReset', facts: ['HA-122'], inputs }
  const windowMs = ioWindowMs(turn)
  return { decision: 'guestReset', facts: ['HA-111', factOf[decidedBy]], inputs: { ...inputs, ioWindowMs: windowMs === 0 ? null : windowMs } }
}

const factOf: { readonly [K in NextReset['decidedBy']]: FactId } = { heartbeats: 'HA-115', minUptime: 'HA-113', io: 'HA-116', limit: 'HA-118' }

/** Storage came back, or went: resets that were held back may be done. */
export function reviewHeldBack(turn: Turn): void {
  if (!turn.world.monitors.any(isHeldBack)) return
  for (const { vm } of [...turn.world.monitors.values()].filter(isHeldBack)) review(turn, vm)
}

const isHeldBack = (record: MonitorRecord): boolean => record.heldBack
