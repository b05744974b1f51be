/** What migrations, snapshots and Fault Tolerance have done to VMs: stun them, pause them, put them on another host or datastore. */
import type { Requests } from '../../core/messages.ts'
import type { VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { finishLeaving } from './host-roles.ts'
import { end } from './instances.ts'

/** It executes guest code again, unless something else still holds it. */
function resumed(vm: VmRecord, now: number): Partial<VmRecord> {
  if (vm.stunned || vm.question === 'outOfSpace' || vm.awaitsTakeover) return {}
  return { downSince: null, downtimeMs: vm.downtimeMs + (vm.downSince === null ? 0 : now - vm.downSince) }
}

function halted(vm: VmRecord, now: number): Partial<VmRecord> {
  return { downSince: vm.downSince ?? now }
}

export function stun(turn: Turn, { vm: name, on }: Requests['compute.stun']): void {
  const vm = turn.world.vms.get(name)
  if (vm?.power !== 'on' || vm.stunned === on) return
  turn.world.vms.patch(name, on ? { ...halted(vm, turn.now), stunned: true } : { ...resumed({ ...vm, stunned: false }, turn.now), stunned: false })
  turn.signal('vmStunned', { vm: name, on })
}

export function pause(turn: Turn, { vm: name, on, why }: Requests['compute.pause']): void {
  const vm = turn.world.vms.get(name)
  if (vm?.power !== 'on' || (vm.question === 'outOfSpace') === on) return
  if (on) turn.world.vms.patch(name, { ...halted(vm, turn.now), question: 'outOfSpace' })
  else turn.world.vms.patch(name, { ...resumed({ ...vm, question: null }, turn.now), question: null })
  const asked = { vm: name, question: 'outOfSpace' }
  const seq = turn.emit(on ? 'vm.questionRaised' : 'vm.questionAnswered', asked, why === undefined ? {} : { why })
  turn.signal('vmStunned', { vm: name, on }, seq)
}

export function moveVm(turn: Turn, { vm: name, from, to, by, quiet, files }: Requests['compute.moveVm']): void {
  const vm = turn.world.vms.get(name)
  if (vm?.power !== 'on' || vm.host !== from) return
  const startedAt = vm.instances.find(({ host }) => host === from)?.startedAt ?? turn.now
  // One that lost the lock may still be running elsewhere (HA-071).
  const others = vm.instances.filter(({ host }) => host !== from && host !== to)
  const moved: VmRecord = Object.assign({}, vm, {
    cfg: files === undefined ? vm.cfg : { ...vm.cfg, ...files },
    host: to,
    instances: [{ host: to, startedAt, hasLock: true }, ...others],
    awaitsTakeover: false,
  })
  turn.world.vms.set(name, vm.awaitsTakeover ? { ...moved, ...resumed(moved, turn.now) } : moved)
  turn.request('storage.handOverLock', { vm: name, from, to, quiet })
  turn.signal('vmMoved', { vm: name, from, to, by })
  if (files !== undefined) turn.signal('vmFilesMoved', { vm: name })
  turn.signal('capacityChanged', { host: from })
  // A migration is told to its end first (`migrationEnded`).
  if (by === 'ft') finishLeaving(turn, from)
}

export function setFiles(turn: Turn, { vm: name, datastore, disks }: Requests['compute.setFiles']): void {
  const vm = turn.world.vms.get(name)
  if (vm === undefined) return
  turn.world.vms.patch(name, { cfg: { ...vm.cfg, datastore, disks } })
  turn.signal('vmFilesMoved', { vm: name })
}

export function relocate(turn: Turn, { vm: name, host, ...files }: Requests['compute.relocate']): void {
  const vm = turn.world.vms.get(name)
  if (vm?.power !== 'off') return
  turn.world.vms.patch(name, { host, cfg: { ...vm.cfg, ...files } })
  if (files.datastore !== undefined) turn.signal('vmFilesMoved', { vm: name })
  if (vm.host !== null && vm.host !== host) turn.signal('vmRelocated', { vm: name, from: vm.host, to: host })
  turn.signal('failoverCapacityChanged', {})
}

/** FT-019: the secondary is gone too. */
export function giveUpTakeover(turn: Turn, { vm: name, cause }: Requests['compute.giveUpTakeover']): void {
  const vm = turn.world.vms.get(name)
  if (vm === undefined || !vm.awaitsTakeover || vm.host === null) return
  end(turn, vm, vm.host, cause, turn.cause)
}

/** FT-020, FT-024: the secondary of a primary that lives takes over. The VM is on all the while. */
export function yieldToSecondary(turn: Turn, { vm: name, from }: Requests['compute.yieldToSecondary']): void {
  const vm = turn.world.vms.get(name)
  if (vm?.power !== 'on' || vm.host !== from) return
  turn.world.vms.patch(name, { ...halted(vm, turn.now), instances: [], awaitsTakeover: true, stunned: false })
  const seq = turn.emit('vm.poweredOff', { vm: name, host: from, cause: 'ft' })
  turn.signal('takeoverDue', { vm: name, from, cause: 'ft' }, seq)
  turn.signal('capacityChanged', { host: from }, seq)
}
