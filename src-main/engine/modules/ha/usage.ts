/**
 * Performance degradation VMs tolerate (HA-167): a configuration issue while the VMs use more than the hosts could give them after the
 * failures that are to be tolerated. Use follows the clock; instead of looking every minute this looks ahead and waits for the next instant
 * at which the verdict may change.
 */
import { round9 } from '../../models/maths.ts'
import { changesByTheMinute, demandAt, demandWithFactor, factorAt, nextChangeAfter, rangeOf } from '../../models/demand.ts'
import type { Demand } from '../../models/demand.ts'
import type { HostCapacity } from '../../models/reservations.ts'
import type { Turn } from '../../core/turn.ts'
import { capacityAfterFailures } from '../../reads/admission.ts'
import { rowOf } from '../../reads/demand.ts'
import { settings } from '../../reads/ha.ts'
import { drsSettings } from '../../reads/drs.ts'
import { vcenterRuns } from '../../reads/network.ts'

const ISSUE = 'performanceDegradation'
/** Demands that one look ahead reads at most; after that it looks again. */
const LOOK_AHEAD_READS = 20_000

interface Consumer {
  /** Null: it asks for nothing, and only its overhead counts. */
  readonly demand: Demand | null
  readonly limitMHz: number
  readonly overheadMiB: number
  /** What it uses for good; null: that changes by time. */
  readonly always: { readonly cpuMHz: number; readonly memoryMiB: number } | null
}

/** Looks at it anew. `quiet`: at a settled start, where nothing is logged. */
export function reconsiderUsage(turn: Turn, quiet = false): void {
  if (settings(turn.world) === undefined) return
  const tolerated = toleratedPercent(turn)
  if (tolerated === null) {
    setIssue(turn, false, quiet)
    return arm(turn, null)
  }
  // vCenter looks; while it is down the issue stays as it is.
  if (!vcenterRuns(turn.world)) return arm(turn, null)
  const all = consumers(turn)
  const left = capacityAfterFailures(turn)
  const share = shareOf(turn, tolerated)
  const degraded = exceeds(all, left, share, turn.now)
  setIssue(turn, degraded, quiet)
  const isForGood = isAlways(degraded, all, left, share)
  arm(
    turn,
    nextLook(turn.now, all, (at) => !isForGood && exceeds(all, left, share, at) !== degraded),
  )
}

/** What use counts for. */
function shareOf(turn: Turn, toleratedPercent: number): number {
  return turn.constants['HA-167'].reducedByTolerated ? 1 - toleratedPercent / 100 : 1
}

/** Null: nobody looks. 100 % tolerate anything. */
function toleratedPercent(turn: Turn): number | null {
  const percent = settings(turn.world)?.cfg.admissionControl.performanceDegradationPercent ?? 100
  const hasDrs = drsSettings(turn.world) !== null
  return percent === 100 || (turn.constants['HA-167'].needsDrs && !hasDrs) ? null : percent
}

/** Whether the VMs would get too little; null while nobody looks. */
export function degradedNow(turn: Turn): boolean | null {
  const tolerated = toleratedPercent(turn)
  if (tolerated === null || !vcenterRuns(turn.world)) return null
  return exceeds(consumers(turn), capacityAfterFailures(turn), shareOf(turn, tolerated), turn.now)
}

function consumers(turn: Turn): Consumer[] {
  const all: Consumer[] = []
  for (const vm of turn.world.vms.values()) {
    const [instance] = vm.instances
    if (instance === undefined || turn.world.hosts.get(instance.host)?.cfg.standalone === true) continue
    const { demand, overheadMiB } = rowOf(turn.world, vm)
    const limitMHz = vm.cfg.cpuLimitMHz ?? Number.MAX_SAFE_INTEGER
    all.push({ demand, limitMHz, overheadMiB, always: alwaysOf(demand, limitMHz, turn.now) })
  }
  return all
}

function alwaysOf(demand: Demand | null, limitMHz: number, now: number): Consumer['always'] {
  if (demand === null) return { cpuMHz: 0, memoryMiB: 0 }
  if (nextChangeOf(demand, now) !== null) return null
  return { cpuMHz: Math.min(demandAt(demand, 'cpuMHz', now), limitMHz), memoryMiB: demandAt(demand, 'consumedMiB', now) }
}

/** HA-167: use − use × p > what is left, of CPU or of memory. */
function exceeds(all: readonly Consumer[], left: HostCapacity, share: number, at: number): boolean {
  let cpuMHz = 0
  let memoryMiB = 0
  for (const { demand, limitMHz, overheadMiB, always } of all) {
    memoryMiB += overheadMiB
    if (always !== null || demand === null) {
      cpuMHz += always?.cpuMHz ?? 0
      memoryMiB += always?.memoryMiB ?? 0
      continue
    }
    const factor = factorAt(demand.curve, at)
    cpuMHz += Math.min(demandWithFactor(demand, 'cpuMHz', factor, at), limitMHz)
    memoryMiB += demandWithFactor(demand, 'consumedMiB', factor, at)
  }
  return round9(cpuMHz * share) > round9(left.cpuMHz) || round9(memoryMiB * share) > round9(left.memoryMiB)
}

/** More than sums can be off by rounding, as a part of them. */
const SPARE = 1e-6

/** The verdict is this one at all times, by the least and the most that the VMs ever use. */
function isAlways(degraded: boolean, all: readonly Consumer[], left: HostCapacity, share: number): boolean {
  let cpuMHz = 0
  let memoryMiB = 0
  const end = degraded ? 0 : 1
  for (const { demand, limitMHz, overheadMiB, always } of all) {
    cpuMHz += always?.cpuMHz ?? (demand === null ? 0 : Math.min(rangeOf(demand, 'cpuMHz')[end], limitMHz))
    memoryMiB += overheadMiB + (always?.memoryMiB ?? (demand === null ? 0 : rangeOf(demand, 'consumedMiB')[end]))
  }
  const scale = share * (degraded ? 1 - SPARE : 1 + SPARE)
  return degraded
    ? cpuMHz * scale > left.cpuMHz + SPARE || memoryMiB * scale > left.memoryMiB + SPARE
    : cpuMHz * scale < left.cpuMHz - SPARE && memoryMiB * scale < left.memoryMiB - SPARE
}

/** The next instant at which `flips`, or from which one has to look on; null: nothing changes by time. */
function nextLook(now: number, all: readonly Consumer[], flips: (at: number) => boolean): number | null {
  const demands = all.flatMap(({ demand }) => (demand === null ? [] : [demand]))
  const changing = all.flatMap(({ demand, always }) => (demand === null || always !== null ? [] : [demand]))
  // All that change by the minute do so together: one answers for them.
  const byTheMinute = changing.find(changesByTheMinute)
  const asked = changing.filter((demand) => demand === byTheMinute || !changesByTheMinute(demand))
  let at = now
  for (let reads = 0; ; reads += demands.length) {
    let next = Infinity
    for (const demand of asked) next = Math.min(next, nextChangeOf(demand, at) ?? Infinity)
    if (next === Infinity) return null
    if (reads > LOOK_AHEAD_READS || flips(next)) return next
    at = next
  }
}

function nextChangeOf(demand: Demand, at: number): number | null {
  const cpu = nextChangeAfter(demand, 'cpuMHz', at)
  const memory = nextChangeAfter(demand, 'consumedMiB', at)
  return cpu === null ? memory : memory === null ? cpu : Math.min(cpu, memory)
}

function setIssue(turn: Turn, raised: boolean, quiet: boolean): void {
  if (turn.world.issues.has(ISSUE) === raised) return
  if (raised) turn.world.issues.set(ISSUE, { issue: ISSUE, host: null })
  else turn.world.issues.remove(ISSUE)
  if (quiet) return
  const text = 'After the host failures to tolerate, the VMs would get less than they use now, by more than they are said to tolerate'
  turn.signal('failoverCapacityChanged', {}, turn.emit(raised ? 'configIssue.raised' : 'configIssue.cleared', { issue: ISSUE, text }))
}

function arm(turn: Turn, at: number | null): void {
  const { usageTimer } = turn.world.ha.need('ha')
  if (usageTimer === null && at === null) return
  turn.cancel(usageTimer)
  turn.world.ha.patch('ha', { usageTimer: at === null ? null : turn.at(at, 'ha.usage', {}, null) })
}

/** The timer that has just gone off. */
export function usageMayDiffer(turn: Turn): void {
  turn.world.ha.patch('ha', { usageTimer: null })
  reconsiderUsage(turn)
}
