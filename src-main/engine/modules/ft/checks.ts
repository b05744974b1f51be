/** What refuses Fault Tolerance to a VM on its host, whatever its secondary would find (FT-005, FT-006, FT-010). */
import type { LabVm } from '../../../contract/lab/index.ts'
import type { VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { roomOfHost } from '../../reads/capacity.ts'
import { ftLimitReached, ftNetworksOf } from '../../reads/ft.ts'
import type { FtTrouble as Trouble } from '../../reads/ft-checks.ts'
import { poolShortage } from '../../reads/pool-room.ts'
import { vmotionNetworksOf } from '../../reads/vmotion.ts'
import { mayRunFt } from './candidates.ts'

/** The host of the primary has to be able to do it too (FT-005, FT-006). */
export function hostTrouble(turn: Turn, vm: VmRecord, host: string): Trouble | null {
  const { world } = turn
  const record = world.hosts.need(host)
  if (record.cfg.standalone) return ['haNotEnabled', ['FT-006'], { host }]
  if (!mayRunFt(record)) return ['cpuIncompatible', ['FT-006'], { host }]
  if (ftNetworksOf(world, host).length === 0 && turn.constants['FT-006'].ftNicNeeded) return ['missingFtLoggingNic', ['FT-006'], { host }]
  if (vmotionNetworksOf(world, host).length === 0) return ['vmotionNotEnabled', ['FT-006'], { host }]
  const limit = ftLimitReached(turn, vm.name, host)
  return limit === null ? null : [limit, ['FT-005'], { host }]
}

/** FT-010: the host of the primary has to hold its full memory. */
export function roomTrouble(turn: Turn, vm: VmRecord, cfg: LabVm): Trouble | null {
  const { world } = turn
  const host = vm.host ?? ''
  const more = cfg.memoryReservationMiB - vm.cfg.memoryReservationMiB
  if (more > roomOfHost(world, host).memoryMiB) return ['insufficientResources', ['FT-010'], { host, resource: 'memory' }]
  // The secondary will hold as much of the same pool.
  const short = world.pools.size === 0 ? null : poolShortage(turn, { vms: [{ name: vm.name, cfg, times: 2 }] })
  return short === null
    ? null
    : ['insufficientResources', ['FT-010', 'DRS-022'], { host, resource: short.resource, pool: short.pool }, [], short.figures]
}
