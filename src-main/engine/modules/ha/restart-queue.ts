/** What a primary has to restart: how VMs come into the queue, and how they leave it without an attempt (HA-046, HA-049, HA-073, HA-087, HA-104, HA-139). */
import type { VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { reaches } from '../../reads/storage.ts'
import { agentUp, members, numberOption, option, partitionOf, priorityOrder, settings, settingOf } from './cluster.ts'
import { withdraw } from './failovers.ts'
import { isProtected, ownerOf } from './lists.ts'
import { viewOf } from './shown.ts'

/** Everything protected that this primary answers for and that runs nowhere, as far as it can tell; `from` limits it to VMs registered there. */
export function queueMissing(turn: Turn, primary: string, from: string | null, cause: number | null): void {
  const ha = settings(turn.world)
  if (ha === undefined || (!ha.cfg.hostMonitoring && turn.constants['HA-027'].hostMonitoringGuardsRestarts)) return
  // HA-047: one that was only just elected looks when it takes over.
  const electedAt = turn.world.agents.get(primary)?.electedAt ?? null
  if (electedAt === null || turn.now - electedAt < turn.constants['HA-047'].restartAfterElectionMs) return
  const missing = [...turn.world.vms.values()].filter((vm) => (from === null || vm.host === from) && isMissing(turn, primary, vm))
  queue(turn, primary, missing, from === null ? 'notRunning' : 'hostFailed', cause)
}

function isMissing(turn: Turn, primary: string, vm: VmRecord): boolean {
  const entry = turn.world.restarts.get(vm.name)
  // Of another primary that waits with it this one takes it over with the list (HA-073).
  if (entry !== undefined && (entry.by === primary || ownerOf(turn, vm.name) !== primary)) return false
  if (vm.powerOn !== null || vm.host === null) return false
  if (turn.constants['HA-073'].onlyProtected && !(isProtected(turn, vm.name) && answersFor(turn, primary, vm.name))) return false
  const seenAs = (host: string): string | undefined => viewOf(turn.world, primary, host)?.state
  // A host that is not judged yet may still run it; one that counts as failed does not.
  const registered = turn.world.hosts.get(vm.host)
  if (registered !== undefined && vm.host !== primary && seenAs(vm.host) !== undefined && seenAs(vm.host) !== 'failed') return false
  return vm.instances.every((instance) => seenAs(instance.host) === 'failed')
}

/** HA-073: it has the VM's list locked; of a list that nobody has, vCenter tells the primary that it talks to. */
function answersFor(turn: Turn, primary: string, vm: string): boolean {
  const owner = ownerOf(turn, vm)
  return owner === primary || (owner === null && settings(turn.world)?.vcenterPrimary === primary && vcenterRuns(turn.world))
}

function queue(turn: Turn, primary: string, vms: readonly VmRecord[], reason: 'hostFailed' | 'vmFailed' | 'notRunning', cause: number | null): void {
  const ha = settings(turn.world)
  if (ha === undefined || vms.length === 0) return
  const failure = turn.count('failures')
  let open = 0
  for (const vm of inPriorityOrder(turn, vms)) {
    const priority = settingOf(ha.cfg, vm.cfg, 'restartPriority')
    if (priority === 'disabled' && turn.constants['HA-073'].dropDisabled) {
      leaveOff(turn, vm, cause)
      continue
    }
    const why = {
      decision: 'restartQueued',
      facts: ['HA-073', 'HA-087'] as ['HA-073', 'HA-087'],
      inputs: { vm: vm.name, host: vm.host, priority, reason },
    }
    withdraw(turn, vm.name)
    const causeSeq = turn.emit('ha.restartQueued', { vm: vm.name, priority }, { why, causedBy: cause })
    turn.world.restarts.set(vm.name, {
      vm: vm.name,
      by: primary,
      priority,
      failure,
      from: vm.host,
      state: 'waiting',
      waitsFor: null,
      attempt: 0,
      target: null,
      nextAt: null,
      timer: null,
      causeSeq,
    })
    open++
  }
  if (open === 0) return
  turn.world.failovers.set(String(failure), { id: failure, open, initiated: true, causeSeq: cause })
  const seq = turn.emit('vcenter.eventLogged', { name: 'ClusterFailoverActionInitiatedEvent', host: vms[0]?.host ?? null }, { causedBy: cause })
  turn.signal('failoverChanged', {}, seq)
  turn.signal('capacityChanged', { host: null }, cause)
}

export function rank(priority: string): number {
  const at = (priorityOrder as readonly string[]).indexOf(priority)
  return at < 0 ? priorityOrder.length : at
}

function inPriorityOrder(turn: Turn, vms: readonly VmRecord[]): VmRecord[] {
  const cfg = settings(turn.world)?.cfg
  if (cfg === undefined) return [...vms]
  return [...vms].sort((a, b) => rank(settingOf(cfg, a.cfg, 'restartPriority')) - rank(settingOf(cfg, b.cfg, 'restartPriority')) || a.order - b.order)
}

/** HA-104: never powered on by HA; registered elsewhere only with the option. */
function leaveOff(turn: Turn, vm: VmRecord, cause: number | null): void {
  turn.emit('vcenter.eventLogged', { name: 'VMIsHADisabledRestartEvent', vm: vm.name, host: vm.host }, { causedBy: cause })
  if (!turn.constants['HA-104'].disabledStaysOff || option(turn, 'das.reregisterrestartdisabledvms') !== 'true') return
  const target = members(turn.world).find(
    (host) => host.name !== vm.host && agentUp(turn.world, host.name) && reaches(turn.world, host.name, vm.cfg.datastore),
  )
  if (target !== undefined) turn.request('compute.register', { vm: vm.name, host: target.name }, cause)
}

/** HA-023, HA-139: the primary waits before it takes a process that is gone for a failure. */
export function watchProcess(turn: Turn, { vm }: { vm: string }): void {
  const waitMs = numberOption(turn, 'das.config.fdm.policy.unknownstatemonitorperiod', turn.constants['HA-139'].unknownStateMonitorMs / 1000) * 1000
  if (isProtected(turn, vm)) turn.after(waitMs, 'ha.vmFailed', { vm })
}

/**
 * HA-127, HA-129: of a VM that component protection ended everybody knows why it is gone, so its restart follows right after. Where the lease
 * of its lock is only about to end the attempt is issued when it can succeed (HA-069).
 */
export function watchTerminated(turn: Turn, { vm }: { vm: string }): void {
  if (!isProtected(turn, vm)) return
  const { leaseMs, attemptGraceMs } = turn.constants['HA-069']
  const lostAt = turn.world.locks.get(vm)?.lostAt ?? null
  const succeedsFrom = lostAt === null ? turn.now : lostAt + leaseMs - attemptGraceMs
  if (succeedsFrom <= turn.now) vmFailed(turn, { vm })
  else turn.at(succeedsFrom, 'ha.vmFailed', { vm })
}

export function vmFailed(turn: Turn, { vm: name }: { vm: string }): void {
  const vm = turn.world.vms.get(name)
  const owner = vm === undefined ? null : ownerOf(turn, name)
  // A list stays locked for a while by a primary that died: its successor finds the VM missing.
  if (vm === undefined || vm.host === null || owner === null || turn.world.agents.get(owner)?.state !== 'primary') return
  if (!partitionOf(turn, owner).includes(vm.host)) return
  if (isMissing(turn, owner, vm)) queue(turn, owner, [vm], 'vmFailed', turn.cause)
}
