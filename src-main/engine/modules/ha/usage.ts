/**
 * Performance degradation VMs tolerate (HA-167): a configuration issue while the VMs use more than the hosts could give them after the
 * failures that are to be tolerated. Use follows the clock; instead of looking every minute this looks ahead and waits for the next instant
 * at which the verdict may change.
 */
import { round9 } from '../../models/maths.ts'
import { demandAt, nextChangeAfter } from '../../models/demand.ts'
import type { Demand } from '../../models/demand.ts'
import type { HostCapacity } from '../../models/reservations.ts'
import type { Turn } from '../../core/turn.ts'
import { capacityAfterFailures } from '../../reads/admission.ts'
import { overheadOf } from '../../reads/capacity.ts'
import { demandNow } from '../../reads/demand.ts'
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
  const verdictAt = (at: number): boolean => exceeds(turn, all, left, tolerated, at)
  const degraded = verdictAt(turn.now)
  setIssue(turn, degraded, quiet)
  arm(
    turn,
    nextLook(turn.now, all, (at) => verdictAt(at) !== degraded),
  )
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
  return exceeds(turn, consumers(turn), capacityAfterFailures(turn), tolerated, turn.now)
}

function consumers(turn: Turn): Consumer[] {
  const all: Consumer[] = []
  for (const vm of turn.world.vms.values()) {
    const [instance] = vm.instances
    if (instance === undefined || turn.world.hosts.get(instance.host)?.cfg.standalone === true) continue
    const demand = demandNow(turn.world, vm.name)
    all.push({ demand, limitMHz: vm.cfg.cpuLimitMHz ?? Number.MAX_SAFE_INTEGER, overheadMiB: overheadOf(vm.cfg) })
  }
  return all
}

/** HA-167: use − use × p > what is left, of CPU or of memory. */
function exceeds(turn: Turn, all: readonly Consumer[], left: HostCapacity, toleratedPercent: number, at: number): boolean {
  let cpuMHz = 0
  let memoryMiB = 0
  for (const { demand, limitMHz, overheadMiB } of all) {
    memoryMiB += overheadMiB
    if (demand === null) continue
    cpuMHz += Math.min(demandAt(demand, 'cpuMHz', at), limitMHz)
    memoryMiB += demandAt(demand, 'consumedMiB', at)
  }
  const share = turn.constants['HA-167'].reducedByTolerated ? 1 - toleratedPercent / 100 : 1
  return round9(cpuMHz * share) > round9(left.cpuMHz) || round9(memoryMiB * share) > round9(left.memoryMiB)
}

/** The next instant at which `flips`, or from which one has to look on; null: nothing changes by time. */
function nextLook(now: number, all: readonly Consumer[], flips: (at: number) => boolean): number | null {
  const demands = all.flatMap(({ demand }) => (demand === null ? [] : [demand]))
  const changing = demands.filter((demand) => nextChangeOf(demand, now) !== null)
  let at = now
  for (let reads = 0; ; reads += demands.length) {
    const next = changing.reduce((soonest, demand) => Math.min(soonest, nextChangeOf(demand, at) ?? Infinity), Infinity)
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
