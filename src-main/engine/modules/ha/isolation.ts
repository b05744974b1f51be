/** The isolation response: what a host that declared itself isolated does with its VMs, and the power-off records of those that it stopped (HA-051, HA-074 to HA-080). */
import { productAtLeast } from '../../../contract/lab/product.ts'
import type { IsolationResponse } from '../../../contract/lab/index.ts'
import type { FactId } from '../../../contract/fact-id.ts'
import type { Signals } from '../../core/messages.ts'
import type { IsolationRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { hasFt } from '../../reads/ft.ts'
import { productOf, reaches } from '../../reads/storage.ts'
import { option, secondsOption, settings, settingOf } from './cluster.ts'
import { isProtected, ownerOf } from './lists.ts'
import { judgeIsolated } from './policy/isolation.ts'
import type { IsolationVerdict } from './policy/isolation.ts'

const delayOptions = ['das.config.fdm.isolationpolicydelaysec', 'fdm.isolationpolicydelaysec'] as const

/** HA-051: from declared isolated to the response of a host, ms; by the level of its own agent. */
export function isolationDelayMs(turn: Turn, host: string): number {
  const { delayMs, leastDelayMs, noDelayBefore51 } = turn.constants['HA-051']
  if (noDelayBefore51 && !productAtLeast(productOf(turn, host), '5.1')) return 0
  const name = delayOptions.find((candidate) => option(turn, candidate) !== undefined)
  return name === undefined ? delayMs : Math.max(leastDelayMs, secondsOption(turn, name, delayMs))
}

export function shutdownTimeoutMs(turn: Turn): number {
  return secondsOption(turn, 'das.isolationshutdowntimeout', turn.constants['HA-077'].shutdownTimeoutMs)
}

/** FT-026 */
function isExempt(turn: Turn, vm: VmRecord): boolean {
  return turn.constants['FT-026'].notIsolated && hasFt(turn.world, vm.name)
}

/** HA-075 */
export function isolationResponseOf(turn: Turn, vm: VmRecord): IsolationResponse {
  const cfg = settings(turn.world)?.cfg
  if (cfg === undefined || isExempt(turn, vm)) return 'disabled'
  return turn.constants['HA-075'].vmOverrides ? settingOf(cfg, vm.cfg, 'isolationResponse') : cfg.isolationResponse
}

/** HA-027: without host monitoring responses are suspended. */
export function responsesSuspended(turn: Turn): boolean {
  return settings(turn.world)?.cfg.hostMonitoring === false && turn.constants['HA-027'].suspendsIsolationResponse
}

function keyOf(host: string, vm: string): string {
  return `${host}>${vm}`
}

/** The delay is over: every VM that runs on the host has its turn. */
export function respond(turn: Turn, { host, declaredAt, causeSeq }: { host: string; declaredAt: number | null; causeSeq: number | null }): void {
  if (responsesSuspended(turn)) return
  const waitedMs = turn.now - (declaredAt ?? turn.now)
  for (const vm of [...turn.world.vms.values()]) {
    if (vm.instances.some((instance) => instance.host === host)) decide(turn, vm, host, waitedMs, causeSeq)
  }
}

/** HA-080: looks again at those that wait, whenever it may have changed who owns their datastores. */
export function reconsiderDeferred(turn: Turn): void {
  if (turn.world.isolation.size === 0 || responsesSuspended(turn)) return
  for (const entry of [...turn.world.isolation.values()]) {
    if (entry.state !== 'deferred') continue
    const declaredAt = turn.world.agents.get(entry.host)?.declaredAt ?? turn.now
    const vm = turn.world.vms.get(entry.vm)
    if (vm !== undefined) decide(turn, vm, entry.host, turn.now - declaredAt, entry.causeSeq)
  }
}

/** A primary that would restart the VM: it has the list locked, and is not itself about to find that it is isolated. */
function livingOwner(turn: Turn, vm: string, host: string): string | null {
  const owner = ownerOf(turn, vm)
  const list = turn.world.protectedLists.get(turn.world.vms.need(vm).cfg.datastore)
  const agent = owner === null ? undefined : turn.world.agents.get(owner)
  const lives = owner !== host && list?.lostAt === null && agent?.state === 'primary' && agent.timerKind !== 'isolation'
  return lives && isProtected(turn, vm) ? owner : null
}

function decide(turn: Turn, vm: VmRecord, host: string, waitedMs: number, causeSeq: number | null): void {
  const ha = settings(turn.world)
  if (ha === undefined) return
  const response = isolationResponseOf(turn, vm)
  const datastore = vm.cfg.datastore
  const datastoreReachable = reaches(turn.world, host, datastore)
  const owner = livingOwner(turn, vm.name, host)
  const c = turn.constants
  const priorityDisabled = settingOf(ha.cfg, vm.cfg, 'restartPriority') === 'disabled'
  const verdict = judgeIsolated(
    { response, priorityDisabled, datastoreReachable, ownerLives: owner !== null },
    { ...c['HA-076'], ...c['HA-079'], ...c['HA-080'] },
  )
  const known = turn.world.isolation.get(keyOf(host, vm.name))
  const note = (state: IsolationRecord['state'], seq: number | null): void => {
    turn.world.isolation.set(keyOf(host, vm.name), { vm: vm.name, host, response, state, nextAt: null, timer: null, causeSeq: seq })
  }
  if (verdict === 'exempt') {
    turn.emit('vcenter.eventLogged', { name: 'VMIsHADisabledIsolationEvent', vm: vm.name, host }, { causedBy: causeSeq })
    return note('done', causeSeq)
  }
  if (verdict === 'defer' && known?.state === 'deferred') return
  const word = verdict === 'defer' ? 'deferred' : response
  const inputs = { vm: vm.name, host, response: word, datastore, datastoreReachable, owner, waitedMs }
  const why = isExempt(turn, vm)
    ? { decision: 'isolationResponse', facts: ['FT-026'] as [FactId], inputs: { ...inputs, faultTolerance: true } }
    : { decision: 'isolationResponse', facts: factsOf(verdict, response), inputs }
  const seq = turn.emit('ha.isolationResponse', { vm: vm.name, host, response: word }, { why, causedBy: causeSeq })
  note(verdict === 'defer' ? 'deferred' : 'done', seq)
  if (verdict === 'apply') apply(turn, vm, host, response, seq)
}

function factsOf(verdict: IsolationVerdict, response: IsolationResponse): [FactId, ...FactId[]] {
  if (verdict === 'leave') return ['HA-075', 'HA-076']
  if (verdict === 'defer') return ['HA-080']
  return response === 'shutDownAndRestart' ? ['HA-050', 'HA-051', 'HA-077', 'HA-080'] : ['HA-050', 'HA-051', 'HA-075', 'HA-080']
}

function apply(turn: Turn, vm: VmRecord, host: string, response: IsolationResponse, seq: number): void {
  const noTools = (!vm.cfg.tools || vm.toolsStoppedAt !== null) && !turn.constants['HA-078'].waitsWithoutTools
  if (response !== 'shutDownAndRestart' || noTools) return turn.request('compute.stopVm', { vm: vm.name, host, cause: 'isolation' }, seq)
  const timeoutMs = shutdownTimeoutMs(turn)
  const timer = turn.after(timeoutMs, 'ha.isolationShutdown', { host, vm: vm.name }, seq)
  turn.world.isolation.patch(keyOf(host, vm.name), { state: 'shuttingDown', timer, nextAt: turn.now + timeoutMs })
  // The guest of an instance that lost its files answers nobody.
  if (vm.host === host) turn.request('compute.shutDownGuest', { vm: vm.name, cause: 'isolation' }, seq)
}

/** HA-077: it still runs when the time-out is over. */
export function shutdownTimedOut(turn: Turn, { host, vm }: { host: string; vm: string }): void {
  turn.world.isolation.patch(keyOf(host, vm), { state: 'done', timer: null, nextAt: null })
  if (!responsesSuspended(turn)) turn.request('compute.stopVm', { vm, host, cause: 'isolation' })
}

/** HA-054: nothing more is done on this host; what was stopped, or told to shut down, stays so. */
export function endResponses(turn: Turn, host: string): void {
  for (const entry of [...turn.world.isolation.values()]) {
    if (entry.host !== host) continue
    turn.cancel(entry.timer)
    turn.world.isolation.remove(keyOf(host, entry.vm))
  }
}

/** A VM left the host alive: nothing more is done to it on its account. */
export function moveOff(turn: Turn, vm: string, host: string): void {
  const entry = turn.world.isolation.get(keyOf(host, vm))
  if (entry === undefined) return
  turn.cancel(entry.timer)
  turn.world.isolation.remove(keyOf(host, vm))
}

/** A VM arrived on a host that is isolated and has done with its own what it does: it is no exception. */
export function moveOnto(turn: Turn, name: string, host: string): void {
  const agent = turn.world.agents.get(host)
  const hasResponded = agent?.state === 'networkIsolated' && agent.timerKind !== 'response'
  if (!hasResponded || responsesSuspended(turn)) return
  decide(turn, turn.world.vms.need(name), host, turn.now - (agent.declaredAt ?? turn.now), turn.cause)
}

/** A VM of an isolated host ended; of one that the response stopped the host writes so where it can (HA-074). */
export function noteStopped(turn: Turn, { vm: name, host, cause }: Signals['vmPoweredOff']): void {
  const entry = turn.world.isolation.get(keyOf(host, name))
  if (entry !== undefined && entry.state !== 'done') {
    turn.cancel(entry.timer)
    turn.world.isolation.patch(keyOf(host, name), { state: 'done', timer: null, nextAt: null })
  }
  const vm = turn.world.vms.get(name)
  if (cause !== 'isolation' || vm === undefined || vm.power !== 'off' || !reaches(turn.world, host, vm.cfg.datastore)) return
  turn.world.powerOffRecords.set(name, { vm: name, host, datastore: vm.cfg.datastore, causeSeq: turn.cause })
}

/** HA-074: the record goes when the VM runs again, or is no more. */
export function forgetStopped(turn: Turn, vm: string): void {
  turn.world.powerOffRecords.remove(vm)
}

/** HA is switched off. */
export function dropIsolation(turn: Turn): void {
  for (const entry of [...turn.world.isolation.values()]) turn.cancel(entry.timer)
  for (const key of [...turn.world.isolation.keys()]) turn.world.isolation.remove(key)
  for (const key of [...turn.world.powerOffRecords.keys()]) turn.world.powerOffRecords.remove(key)
}
