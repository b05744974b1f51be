/** What a primary has to restart: how VMs come into the queue, and how they leave it without an attempt (HA-046, HA-073, HA-074, HA-087, HA-104). */
import type { FactId } from '../../../contract/fact-id.ts'
import { productAtLeast } from '../../../contract/lab/product.ts'
import type { RestartRecord, ViewRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { ftStateOf } from '../../reads/ft.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { reaches } from '../../reads/storage.ts'
import { agentUp, flagOption, isMute, members, partitionOf, settings, settingOf } from './cluster.ts'
import { forget, withdraw } from './failovers.ts'
import { isProtected, ownerOf } from './lists.ts'
import { FT_SECONDARIES, levelOf } from './policy/levels.ts'
import { awaitReadiness, levelsOf } from './readiness.ts'
import { secondariesDue } from './secondaries.ts'
import { viewOf } from './shown.ts'

/** Everything protected that this primary answers for and that runs nowhere, as far as it can tell; `from` limits it to VMs registered there. */
export function queueMissing(turn: Turn, primary: string, from: string | null, cause: number | null): void {
  if (!mayRestart(turn, primary)) return
  const isOpen = (vm: VmRecord): boolean => (from === null ? !isWatched(turn, primary, vm) : placeOf(turn, vm) === from)
  const missing: VmRecord[] = []
  for (const vm of turn.world.vms.values()) if (isOpen(vm) && !leaveToPowerOn(turn, primary, vm) && isMissing(turn, primary, vm)) missing.push(vm)
  queue(turn, primary, missing, from === null ? 'notRunning' : 'hostFailed', cause, secondariesDue(turn, primary, from))
}

/** HA-139: the primary hears the host on which its process died; whatever else there is to look at does not cut that wait short. */
function isWatched(turn: Turn, primary: string, vm: VmRecord): boolean {
  const host = placeOf(turn, vm)
  return turn.now < (turn.world.protection.get(vm.name)?.watchedUntil ?? 0) && host !== null && partitionOf(turn, primary).includes(host)
}

/** Where a primary looks for it: where it ran last, not where an older process of it, which has no lock, still does. */
export function placeOf(turn: Turn, vm: VmRecord): string | null {
  return turn.world.protection.get(vm.name)?.endedOn ?? vm.host
}

/** Host monitoring is on, and the primary is long enough in office, and not on its way back (HA-187). */
export function mayRestart(turn: Turn, primary: string): boolean {
  const ha = settings(turn.world)
  if (ha === undefined || isMute(turn.world, primary) || (!ha.cfg.hostMonitoring && turn.constants['HA-027'].hostMonitoringGuardsRestarts))
    return false
  // HA-047: one that was only just elected looks when it takes over.
  const electedAt = turn.world.agents.get(primary)?.electedAt ?? null
  return electedAt !== null && turn.now - electedAt >= turn.constants['HA-047'].restartAfterElectionMs
}

/** The primary answers for the VM, and nobody is at it. */
export function isItsOwn(turn: Turn, primary: string, vm: VmRecord): boolean {
  const entry = turn.world.restarts.get(vm.name)
  // Of another primary that waits with it this one takes it over with the list (HA-073).
  if (entry !== undefined && (entry.by === primary || ownerOf(turn, vm.name) !== primary)) return false
  // FT-017: as long as both copies are there, who runs is settled between them.
  if (vm.powerOn !== null || vm.host === null || vm.awaitsTakeover || ftStateOf(turn.world, vm.name) === 'running') return false
  return !turn.constants['HA-073'].onlyProtected || (isProtected(turn, vm.name) && answersFor(turn, primary, vm.name))
}

export function isMissing(turn: Turn, primary: string, vm: VmRecord): boolean {
  const host = placeOf(turn, vm)
  if (!isItsOwn(turn, primary, vm) || host === null) return false
  // A host that is not judged yet may still run it; one that counts as failed does not.
  const view = host === primary || !turn.world.hosts.has(host) ? undefined : viewOf(turn.world, primary, host)
  // HA-107; a host that failed is judged as ever.
  if (view?.state !== 'failed' && turn.now < (turn.world.protection.get(vm.name)?.maskedUntil ?? 0)) return false
  if (view !== undefined && view.state !== 'failed') return isKnownGone(turn, view, vm)
  return vm.instances.every((instance) => viewOf(turn.world, primary, instance.host)?.state === 'failed')
}

/** One that is missing, and is being powered on already: should that fail, the primary looks again (`lookAgain`). */
export function leaveToPowerOn(turn: Turn, primary: string, vm: VmRecord): boolean {
  if (vm.powerOn === null || !isProtected(turn, vm.name) || !isMissing(turn, primary, { ...vm, powerOn: null })) return false
  turn.world.protection.patch(vm.name, { overtaken: true })
  return true
}

/** The primary has read that it is gone from the poweron file; of an isolated host it has to have a record too (HA-074). */
function isKnownGone(turn: Turn, view: ViewRecord, vm: VmRecord): boolean {
  if (vm.instances.length > 0 || vm.downSince === null || vm.downSince > (view.knownUpTo ?? -1)) return false
  return view.isolatedBit !== true || turn.world.powerOffRecords.has(vm.name) || !turn.constants['HA-074'].onlyRecorded
}

/** HA-073: it has the VM's list locked; else it may try when it talks to vCenter, which knows the VM too (HA-060). */
function answersFor(turn: Turn, primary: string, vm: string): boolean {
  const owner = ownerOf(turn, vm)
  if (owner === primary) return true
  const mayTry = owner === null || (productAtLeast(turn.lab.product, '6.0') && turn.constants['HA-060'].nonOwnerTries)
  return mayTry && settings(turn.world)?.vcenterPrimary === primary && vcenterRuns(turn.world)
}

export function queue(
  turn: Turn,
  primary: string,
  vms: readonly VmRecord[],
  reason: 'hostFailed' | 'vmFailed' | 'notRunning',
  cause: number | null,
  secondaries: readonly string[] = [],
): void {
  const ha = settings(turn.world)
  if (ha === undefined) return
  if (vms.length === 0) return startAlone(turn, secondaries, cause)
  const failure = turn.count('failures')
  const entries: RestartRecord[] = []
  for (const vm of inStartOrder(turn, vms)) {
    const priority = settingOf(ha.cfg, vm.cfg, 'restartPriority')
    if (priority === 'disabled' && turn.constants['HA-073'].dropDisabled) {
      leaveOff(turn, vm, primary, cause)
      continue
    }
    const record = turn.world.powerOffRecords.get(vm.name)
    const why = {
      decision: 'restartQueued',
      facts: (record === undefined ? ['HA-073', 'HA-087'] : ['HA-073', 'HA-074', 'HA-087']) as [FactId, ...FactId[]],
      inputs: { vm: vm.name, host: placeOf(turn, vm), priority, reason: record === undefined ? reason : 'isolated' },
    }
    withdraw(turn, vm.name)
    const causeSeq = turn.emit('ha.restartQueued', { vm: vm.name, priority }, { why, causedBy: record?.causeSeq ?? cause })
    entries.push({
      vm: vm.name,
      by: primary,
      priority,
      failure,
      from: placeOf(turn, vm),
      state: 'waiting',
      waitsFor: null,
      attempt: 0,
      target: null,
      nextAt: null,
      timer: null,
      causeSeq,
      level: levelIn(turn, vm, priority),
      settled: false,
      heldLogged: false,
      firstAt: null,
      rejected: [],
    })
  }
  if (entries.length === 0) return startAlone(turn, secondaries, cause)
  const first = secondaries.map(() => ({ level: FT_SECONDARIES }))
  turn.world.failovers.set(String(failure), {
    id: failure,
    open: entries.length,
    initiated: true,
    causeSeq: cause,
    secondaries,
    levels: levelsOf(turn.constants['HA-088'].ftSecondariesNext ? [...first, ...entries] : entries),
    timer: null,
  })
  for (const entry of entries) {
    turn.world.restarts.set(entry.vm, entry)
    awaitReadiness(turn, entry)
  }
  const seq = turn.emit(
    'vcenter.eventLogged',
    { name: 'ClusterFailoverActionInitiatedEvent', host: vms[0] === undefined ? null : placeOf(turn, vms[0]) },
    { causedBy: cause },
  )
  turn.signal('failoverChanged', {}, seq)
  turn.signal('capacityChanged', { host: null }, cause)
}

/** There is nothing else to start. */
function startAlone(turn: Turn, secondaries: readonly string[], cause: number | null): void {
  for (const vm of secondaries) turn.request('ft.startSecondary', { vm, failure: null }, cause)
}

/** Its level; with the rule of HA-087 switched off all priorities are one. */
function levelIn(turn: Turn, vm: VmRecord, priority: string): number {
  return levelOf(turn.constants['HA-087'].fivePriorities ? priority : 'medium', vm.cfg.agentVm && turn.constants['HA-088'].agentVmsFirst)
}

function inStartOrder(turn: Turn, vms: readonly VmRecord[]): VmRecord[] {
  const cfg = settings(turn.world)?.cfg
  if (cfg === undefined) return [...vms]
  const levels = new Map(vms.map((vm) => [vm, levelIn(turn, vm, settingOf(cfg, vm.cfg, 'restartPriority'))]))
  return [...vms].sort((a, b) => (levels.get(a) ?? 0) - (levels.get(b) ?? 0) || a.order - b.order)
}

/** HA-073, HA-104: settings changed; what has the priority Disabled now is not tried again. */
export function dropDisabled(turn: Turn): void {
  for (const entry of [...turn.world.restarts.values()]) if (entry.state !== 'attempted' && isDisabled(turn, entry)) drop(turn, entry)
}

export function isDisabled(turn: Turn, { vm }: RestartRecord): boolean {
  const ha = settings(turn.world)
  if (ha === undefined || !turn.constants['HA-073'].dropDisabled) return false
  return settingOf(ha.cfg, turn.world.vms.need(vm).cfg, 'restartPriority') === 'disabled'
}

/** Out of the queue, without another attempt. */
export function drop(turn: Turn, { vm, by }: RestartRecord): void {
  leaveOff(turn, turn.world.vms.need(vm), by, turn.cause)
  forget(turn, vm)
}

/** HA-104: never powered on by HA; registered elsewhere only with the option, and not while the primary hears its host. */
function leaveOff(turn: Turn, vm: VmRecord, primary: string, cause: number | null): void {
  turn.emit('vcenter.eventLogged', { name: 'VMIsHADisabledRestartEvent', vm: vm.name, host: vm.host }, { causedBy: cause })
  if (!turn.constants['HA-104'].disabledStaysOff || !flagOption(turn, 'das.reregisterrestartdisabledvms', false)) return
  if (vm.host !== null && partitionOf(turn, primary).includes(vm.host)) return
  const target = members(turn.world).find(
    (host) => host.name !== vm.host && agentUp(turn.world, host.name) && reaches(turn.world, host.name, vm.cfg.datastore),
  )
  if (target !== undefined) turn.request('compute.register', { vm: vm.name, host: target.name }, cause)
}
