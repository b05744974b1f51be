/** Works off the restart queue of each primary: when each restart is tried, where, and what comes of it (HA-088 to HA-101). */
import type { FactId } from '../../../contract/fact-id.ts'
import { idleUntilWritten } from '../../core/derived.ts'
import type { Requests, Signals } from '../../core/messages.ts'
import type { RestartRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { take } from '../../reads/capacity.ts'
import { beginPass, needOf, placeFor } from './candidates.ts'
import type { Pass } from './candidates.ts'
import { flagOption, follows, isMute, linked, numberOption } from './cluster.ts'
import { finish } from './failovers.ts'
import { drop, isDisabled } from './restart-queue.ts'
import type { Placement } from './policy/placement.ts'
import { secondaryTried, startSecondaries } from './secondaries.ts'
import { becomesReady, issued, levelAhead, levelTimeout, neededBy, reconsiderReadiness, setAside } from './readiness.ts'

/** Looks at every VM that waits, in the order of failures and levels, and starts what may start and finds a host. */
export function processRestarts(turn: Turn): void {
  if (turn.world.restarts.size > 0) {
    startSecondaries(turn)
    workOff(turn)
    // Agent VMs may be through only now.
    startSecondaries(turn)
  }
  reconsiderVcpuCap(turn)
}

const VCPU_ISSUE = 'vcpuLimitBlocksFailover'

/** DRS-066: a cap of vCPUs that keeps VMs down is told as a risk of the configuration, for as long as it does. */
export const reconsiderVcpuCap = idleUntilWritten(['restarts', 'issues'], (turn) => {
  const { restarts, issues } = turn.world
  const raised = restarts.any(isBlockedByCap) && turn.constants['DRS-066'].failoverRiskIsTold
  if (issues.has(VCPU_ISSUE) === raised) return
  if (raised) issues.set(VCPU_ISSUE, { issue: VCPU_ISSUE, host: null })
  else issues.remove(VCPU_ISSUE)
  const text = 'No host may take a VM that is to be restarted: the limit of vCPUs per core of DRS is reached'
  turn.emit(raised ? 'configIssue.raised' : 'configIssue.cleared', { issue: VCPU_ISSUE, text })
})

function isBlockedByCap({ state, rejected }: RestartRecord): boolean {
  return state === 'pending' && rejected.some(({ reason }) => reason === 'vcpusPerCoreLimit')
}

export function afterSecondary(turn: Turn, payload: Requests['ha.secondaryTried']): void {
  secondaryTried(turn, payload)
  processRestarts(turn)
}

const workOff = idleUntilWritten(
  ['restarts', 'failovers', 'readiness', 'vms', 'hosts', 'datastores', 'networks', 'agents', 'rules', 'ruleGroups', 'ha', 'drs'],
  (turn) => {
    const queue = { held: new Map<string, string>(), attempts: 0, pass: null as Pass | null }
    for (;;) {
      const attemptsBefore = queue.attempts
      queue.held.clear()
      for (const entry of inOrder(turn)) consider(turn, entry, queue)
      if (queue.held.size === 0) return
      // What was just issued may be all that another one waited for.
      if (queue.attempts === attemptsBefore && !holdAll(turn, queue.held)) return
    }
  },
)

/** The queue is in the order of failures and levels, since that is how VMs come into it. */
function inOrder(turn: Turn): readonly RestartRecord[] {
  const open = [...turn.world.restarts.values()].filter(
    (entry) => (entry.state === 'waiting' || entry.state === 'pending') && !isMute(turn.world, entry.by),
  )
  return turn.constants['HA-095'].firstFailedHostFirst ? open : open.sort((a, b) => b.failure - a.failure)
}

function consider(turn: Turn, entry: RestartRecord, queue: { held: Map<string, string>; attempts: number; pass: Pass | null }): void {
  if (turn.constants['HA-089'].levelsWait && levelAhead(turn.world, entry) !== null) return
  const needed = neededBy(turn, entry.vm)
  if (needed !== null) {
    queue.held.set(entry.vm, needed)
    return
  }
  // A host that is heard again, and is about to join, says at once that the VM runs there.
  const { instances } = turn.world.vms.need(entry.vm)
  if (instances.some(({ host }) => linked(turn, entry.by, host) && host !== entry.by && !follows(turn, host, entry.by))) return
  queue.pass ??= beginPass(turn)
  if (attempt(turn, entry, queue.pass)) queue.attempts++
}

/** HA-094: they wait, however long it takes; it is said once. True: others go on without them now. */
function holdAll(turn: Turn, held: ReadonlyMap<string, string>): boolean {
  let moved = false
  for (const [vm, needed] of held) {
    const entry = turn.world.restarts.need(vm)
    const waitsFor = `vm:${needed}`
    if (entry.state !== 'waiting' || entry.waitsFor !== waitsFor || entry.rejected.length > 0)
      turn.world.restarts.patch(vm, { state: 'waiting', waitsFor, rejected: [] })
    if (!entry.heldLogged) {
      const why = { decision: 'dependencyNotReady', facts: ['HA-093', 'HA-094'] as ['HA-093', 'HA-094'], inputs: { vm, needed } }
      const causeSeq = turn.emit('ha.restartPending', { vm, reason: 'dependency' }, { why, causedBy: entry.causeSeq })
      turn.world.restarts.patch(vm, { heldLogged: true, causeSeq })
    }
    if (entry.state === 'pending') turn.signal('failoverChanged', {})
    if (entry.settled) continue
    setAside(turn, vm)
    if (turn.world.restarts.need(vm).settled) moved = true
  }
  return moved
}

/** Whether it was issued. */
function attempt(turn: Turn, entry: RestartRecord, pass: Pass): boolean {
  const vm = turn.world.vms.need(entry.vm)
  const found = placeFor(turn, pass, entry, vm)
  if (found.host === null) {
    wait(turn, entry, found)
    return false
  }
  const need = needOf(vm.cfg)
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
    firstAt: entry.firstAt ?? turn.now,
    rejected: found.rejected,
  })
  if (entry.state === 'pending') turn.signal('failoverChanged', {}, seq)
  const room = pass.rooms.get(host)
  take(room, vm.cfg)
  if (room !== undefined) room.powerOns++
  pass.vcpusIssued += vm.cfg.vcpus
  pass.batches.set(host, Math.min(pass.batches.get(host) ?? entry.level, entry.level))
  issued(turn, vm.name)
  turn.request('compute.restartVm', { vm: vm.name, host, attempt: attemptNumber }, seq)
  return true
}

interface Lack {
  /** Of `ha.restartPending`. */
  readonly reason: string
  readonly fact: FactId
}
const lacks: { readonly [lacking in Exclude<Extract<Placement, { host: null }>['lacking'], 'turn'>]: Lack } = {
  room: { reason: 'insufficientResources', fact: 'HA-101' },
  antiAffinity: { reason: 'antiAffinity', fact: 'HA-170' },
  mustRule: { reason: 'mustRuleViolation', fact: 'HA-169' },
  host: { reason: 'noCompatibleHost', fact: 'HA-101' },
}

/** Where the primary would restart the VM if it went down now (HA-133). */
export function wouldPlace(turn: Turn, vm: VmRecord, by: string): Placement {
  return placeFor(turn, beginPass(turn), { by, level: 0 }, vm)
}

/** HA-099: no room is no failed attempt. HA-092, HA-100: behind other power-ons it just waits its turn. */
function wait(turn: Turn, entry: RestartRecord, found: Extract<Placement, { host: null }>): void {
  const { lacking, rejected } = found
  if (lacking === 'turn') {
    const waitsFor = rejected.some(({ reason }) => reason === 'powerOnLimit') ? 'powerOnLimit' : 'earlierPriority'
    if (entry.state !== 'waiting' || entry.waitsFor !== waitsFor || !sameHosts(entry.rejected, rejected))
      turn.world.restarts.patch(entry.vm, { state: 'waiting', waitsFor, rejected })
    if (entry.state === 'pending') turn.signal('failoverChanged', {})
    return
  }
  const { reason, fact } = lacks[lacking]
  if (entry.state === 'pending' && entry.waitsFor === reason) {
    if (!sameHosts(entry.rejected, rejected)) turn.world.restarts.patch(entry.vm, { rejected })
    return
  }
  const why = {
    decision: 'noHostFits',
    facts: ['HA-099', fact] as [FactId, ...FactId[]],
    inputs: { vm: entry.vm, hosts: rejected.length },
    rejected,
  }
  const seq = turn.emit('ha.restartPending', { vm: entry.vm, reason }, { why, causedBy: entry.causeSeq })
  turn.emit('vcenter.eventLogged', { name: 'NotEnoughResourcesToStartVmEvent', vm: entry.vm }, { causedBy: seq })
  if (!turn.constants['HA-099'].pendingUsesNoAttempt) {
    const tried = turn.world.restarts.patch(entry.vm, { attempt: entry.attempt + 1 })
    return failed(turn, tried, entry.from ?? entry.by, 'powerOnFailed', null, seq)
  }
  turn.world.restarts.patch(entry.vm, { state: 'pending', waitsFor: reason, causeSeq: seq, rejected })
  setAside(turn, entry.vm)
  turn.signal('failoverChanged', {}, seq)
  if (lacking === 'room') turn.signal('haNeedsRoom', { vm: entry.vm }, seq)
}

function sameHosts(a: RestartRecord['rejected'], b: RestartRecord['rejected']): boolean {
  return a === b || (a.length === b.length && a.every(({ option: host, reason }, i) => host === b[i]?.option && reason === b[i].reason))
}

export function restarted(turn: Turn, { vm, cause }: Signals['vmPoweredOn']): void {
  const entry = turn.world.restarts.get(vm)
  if (entry !== undefined) {
    if (cause === 'ha') turn.emit('vcenter.eventLogged', { name: 'VmRestartedByHAEvent', vm, host: entry.target })
    finish(turn, entry)
  }
  reconsiderReadiness(turn, vm)
  processRestarts(turn)
}

/** A guest became ready or failed: that may be what others wait for (HA-089). */
export function guestChanged(turn: Turn, { vm }: Signals['guestChanged']): void {
  reconsiderReadiness(turn, vm)
  processRestarts(turn)
}

export function ready(turn: Turn, payload: { vm: string }): void {
  becomesReady(turn, payload)
  processRestarts(turn)
}

export function levelTimedOut(turn: Turn, payload: { failure: number }): void {
  levelTimeout(turn, payload)
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
  const waitMs = waitsMs[Math.min(entry.attempt, waitsMs.length) - 1] ?? 0
  const endsAt = periodEndsAt(turn, entry)
  const isLast = entry.attempt >= most || (endsAt !== null && turn.now + waitMs > endsAt)
  const isGone = !isLast && isDisabled(turn, entry)
  const retryInMs = isLast || isGone ? null : waitMs
  const why = {
    decision: 'restartFailed',
    facts: (reason === 'fileLocked' ? ['HA-068', 'HA-069', 'HA-096'] : ['HA-096']) as ['HA-096'],
    inputs: { vm: entry.vm, host, attempt: entry.attempt, reason, lockHolder, retryInMs },
  }
  const seq = turn.emit('ha.restartFailed', { vm: entry.vm, host, attempt: entry.attempt, reason }, { why, causedBy: cause })
  // HA-097: of each attempt only where somebody asks for it.
  if (entry.attempt === 1 || flagOption(turn, 'das.config.fdm.reportfailoverfailevent', false) || !turn.constants['HA-097'].oneEventPerFailover)
    turn.emit('vcenter.eventLogged', { name: 'VmFailoverFailed', vm: entry.vm, host }, { causedBy: seq })
  if (isGone) return drop(turn, entry)
  if (retryInMs === null) {
    const inputs = { vm: entry.vm, attempts: entry.attempt }
    const gaveUp = turn.emit(
      'ha.failoverGaveUp',
      { vm: entry.vm },
      { why: { decision: 'attemptsExhausted', facts: ['HA-096'], inputs }, causedBy: seq },
    )
    if (entry.attempt >= most) turn.emit('vcenter.eventLogged', { name: 'VmMaxRestartCountReached', vm: entry.vm }, { causedBy: gaveUp })
    return finish(turn, entry)
  }
  const timer = turn.after(retryInMs, 'ha.retry', { vm: entry.vm }, seq)
  turn.world.restarts.patch(entry.vm, { state: 'retrying', target: null, nextAt: turn.now + retryInMs, timer, causeSeq: seq })
}

/** `das.maxvmrestartperiod`, in seconds from the first attempt; null: no limit. */
function periodEndsAt(turn: Turn, entry: RestartRecord): number | null {
  const period = numberOption(turn, 'das.maxvmrestartperiod', -1)
  return period < 0 || entry.firstAt === null ? null : entry.firstAt + period * 1000
}

export function retry(turn: Turn, { vm }: { vm: string }): void {
  turn.world.restarts.patch(vm, { state: 'waiting', nextAt: null, timer: null })
  processRestarts(turn)
}
