/** Where a VM that is off would find room now, and how much it needs: asked before anybody starts it. */
import type { HostRoomState, PowerOnRoom } from '../../contract/outage.ts'
import type { VmRecord } from '../core/records.ts'
import type { Kernel } from '../core/simulation.ts'
import { wouldRefuse } from '../modules/ha/candidates.ts'
import { roundHalfUp } from '../models/maths.ts'
import { roomOfHost } from '../reads/capacity.ts'
import { overheadOf } from '../reads/claims.ts'
import { mustRuleTrouble, powerOnTrouble } from '../reads/power-on-checks.ts'

/** Null: there is no such VM, or it is not off. Hosts that are no part of the cluster are left out, but for the one where it is registered. */
export function powerOnRoom(kernel: Kernel, name: string): PowerOnRoom | null {
  const { world } = kernel
  const vm = world.vms.get(name)
  if (vm?.power !== 'off') return null
  const entry = world.restarts.get(name)
  const refusals = entry === undefined ? null : wouldRefuse(kernel, entry, vm)
  const { cpuReservationMHz, memoryReservationMiB } = vm.cfg
  const overhead = overheadOf(vm.cfg)
  return {
    by: refusals === null ? 'vcenter' : 'ha',
    needed: {
      cpuMHz: cpuReservationMHz,
      memoryMiB: toTenths(memoryReservationMiB + overhead),
      memoryReservationMiB,
      memoryOverheadMiB: toTenths(overhead),
    },
    hosts: [...world.hosts.values()].flatMap((host): HostRoomState[] => {
      if (host.cfg.standalone && vm.host !== host.name) return []
      const seen = refusals?.get(host.name)
      if (refusals !== null && seen === undefined) return []
      const room = seen?.room ?? roomOfHost(world, host.name)
      const { cpuMHz, memoryMiB } = host.cfg.vmCapacity
      return [
        {
          host: host.name,
          cpuCapacityMHz: roundHalfUp(cpuMHz),
          cpuUnreservedMHz: roundHalfUp(room.cpuMHz),
          memoryCapacityMiB: roundHalfUp(memoryMiB),
          memoryUnreservedMiB: toTenths(room.memoryMiB),
          refused: seen === undefined ? vcenterRefuses(kernel, vm, host.name) : seen.refused,
        },
      ]
    }),
  }
}

/** Tenths of a MiB: overhead has parts of one, and what just does not fit must not look as if it did. */
const toTenths = (mib: number): number => roundHalfUp(mib * 10) / 10

function vcenterRefuses(kernel: Kernel, vm: VmRecord, name: string): HostRoomState['refused'] {
  const found = powerOnTrouble(kernel, vm, kernel.world.hosts.need(name)) ?? mustRuleTrouble(kernel, vm.name, name)
  if (found === null) return null
  const resource = found.about['resource']
  return { reason: found.reason, facts: found.facts, resource: typeof resource === 'string' ? resource : null }
}
