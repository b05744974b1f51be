/** Going back to a snapshot: disks, settings, and with memory the guest of that instant; without, the VM is off (SN-002, SN-008). */
import type { LabVm } from '../../../contract/lab/index.ts'
import type { CommandArgs } from '../../core/messages.ts'
import type { SnapshotRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { fallsShort } from '../../models/maths.ts'
import { reverted } from '../../models/snapshot-chain.ts'
import { roomOfHost } from '../../reads/capacity.ts'
import { overheadOf } from '../../reads/claims.ts'
import { cpuTrouble } from '../../reads/cpu.ts'
import { networksMissing } from '../../reads/network.ts'
import { poolShortage } from '../../reads/pool-room.ts'
import { chainToChange, setChain } from './chain.ts'
import { namedSnapshot, workableVm } from './checks.ts'

export function revert(turn: Turn, args: CommandArgs): void {
  const vm = workableVm(turn, args)
  const snapshot = vm === null ? null : namedSnapshot(turn, vm, args)
  if (vm === null || snapshot === null) return
  const cfg = turn.constants['SN-001'].settingsReturn ? settingsOf(vm, snapshot) : vm.cfg
  if (snapshot.guest !== null && !canResume(turn, vm, cfg, snapshot)) return
  const chain = { ...chainToChange(turn, vm.name), heldWrite: null }
  if (turn.constants['SN-008'].runningStateGoes) setChain(turn, reverted(chain, snapshot.id, turn.now))
  else setChain(turn, { ...chain, current: snapshot.id })
  const seq = turn.emit('snapshot.reverted', { vm: vm.name, name: snapshot.name, id: snapshot.id })
  turn.request('compute.revertTo', { vm: vm.name, cfg, guest: snapshot.guest }, seq)
  turn.signal('snapshotsChanged', { vm: vm.name }, seq)
  turn.signal('workDone', { command: 'snapshot.revert', entity: vm.name, result: 'success' }, seq)
}

/** Settings of the VM as they were. Where its files and the VM are, and what the cluster does with it, are none of them. */
function settingsOf({ cfg }: VmRecord, snapshot: SnapshotRecord): LabVm {
  const { host, power, datastore, disks, resourcePool, ha, drs, faultTolerance, ftSecondaryHost, ft, demand, vsanComponents } = cfg
  return { ...snapshot.cfg, host, power, datastore, disks, resourcePool, ha, drs, faultTolerance, ftSecondaryHost, ft, demand, vsanComponents }
}

/** The host has what the captured guest needs; one that is off needs all that a power-on does. */
function canResume(turn: Turn, vm: VmRecord, cfg: LabVm, snapshot: SnapshotRecord): boolean {
  const host = turn.world.hosts.get(vm.host ?? '')
  const refuse = (reason: string, about: { readonly resource?: string; readonly network?: string } = {}): false => {
    turn.refuse(reason, reason === 'cpuIncompatible' ? ['SN-032', 'VM-007'] : ['SN-002', 'DRS-045'], { host: vm.host, ...about })
    return false
  }
  if (host === undefined || host.power !== 'on' || host.standbyChange !== null) return refuse('invalidState')
  const isOff = vm.power === 'off'
  if (isOff && host.maintenance !== 'no') return refuse('hostInMaintenance')
  if (isOff && turn.world.locks.has(vm.name)) return refuse('fileLocked')
  const network = networksMissing(
    turn.world,
    cfg.nics.map((nic) => nic.network),
    host.name,
  )
  if (network !== null) return refuse('networkMismatch', { network })
  const captured = { name: vm.name, cpuMode: snapshot.guest?.cpuMode ?? null }
  if (turn.constants['SN-032'].imageNeedsCpu && cpuTrouble(turn, captured, host.cfg) !== null) return refuse('cpuIncompatible')
  const room = roomOfHost(turn.world, host.name)
  const held = isOff ? { cpu: 0, memory: 0 } : { cpu: vm.cfg.cpuReservationMHz, memory: vm.cfg.memoryReservationMiB + overheadOf(vm.cfg) }
  if (room.cpuMHz + held.cpu < cfg.cpuReservationMHz) return refuse('insufficientResources', { resource: 'cpu' })
  if (fallsShort(room.memoryMiB + held.memory, cfg.memoryReservationMiB + overheadOf(cfg)))
    return refuse('insufficientResources', { resource: 'memory' })
  const short = turn.world.pools.size === 0 || host.cfg.standalone ? null : poolShortage(turn, { vms: [{ name: vm.name, cfg }] })
  if (short === null) return true
  const { resource, pool, figures } = short
  turn.refuse('insufficientResources', ['SN-002', 'DRS-022'], { host: vm.host, resource, pool }, [], figures)
  return false
}
