/** Where a VM that is off would find room now, and how much it needs: asked before anybody starts it. */
import type { HostRoomState, PowerOnRoom } from '../../contract/outage.ts'
import type { VmRecord } from '../core/records.ts'
import type { Kernel } from '../core/simulation.ts'
import { askHosts, type HostAsked } from '../modules/ha/candidates.ts'
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
  const asked = entry === undefined ? null : askHosts(kernel, entry, vm)
  const { cpuReservationMHz, memoryReservationMiB } = vm.cfg
  const overhead = overheadOf(vm.cfg)
  const needed = {
    cpuMHz: cpuReservationMHz,
    memoryMiB: toTenths(memoryReservationMiB + overhead),
    memoryReservationMiB,
    memoryOverheadMiB: toTenths(overhead),
  }
  return {
    by: asked === null ? 'vcenter' : 'ha',
    needed,
    hosts: [...world.hosts.values()].flatMap((host): HostRoomState[] => {
      if (host.cfg.standalone && vm.host !== host.name) return []
      const seen = asked?.get(host.name)
      if (asked !== null && seen === undefined) return []
      const room = seen?.room ?? roomOfHost(world, host.name)
      const { cpuMHz, memoryMiB } = host.cfg.vmCapacity
      const cpuUnreservedMHz = roundHalfUp(room.cpuMHz)
      const memoryUnreservedMiB = toTenths(room.memoryMiB)
      return [
        {
          host: host.name,
          cpuCapacityMHz: roundHalfUp(cpuMHz),
          cpuUnreservedMHz,
          memoryCapacityMiB: roundHalfUp(memoryMiB),
          memoryUnreservedMiB,
          cpuShortMHz: shortOf(needed.cpuMHz, cpuUnreservedMHz),
          memoryShortMiB: shortOf(needed.memoryMiB, memoryUnreservedMiB),
          refused: seen === undefined ? vcenterRefuses(kernel, vm, host.name) : haRefuses(seen),
        },
      ]
    }),
  }
}

/** Null: that is enough. Of what is given out beyond all there is, nothing is left. */
function shortOf(needed: number, unreserved: number): number | null {
  return needed > 0 && unreserved < needed ? toTenths(needed - Math.max(0, unreserved)) : null
}

/** Tenths of a MiB: overhead has parts of one, and what just does not fit must not look as if it did. */
const toTenths = (mib: number): number => roundHalfUp(mib * 10) / 10

function haRefuses({ refusal }: HostAsked): HostRoomState['refused'] {
  return refusal === null ? null : { reason: refusal.reason, facts: [refusal.fact], resource: null }
}

function vcenterRefuses(kernel: Kernel, vm: VmRecord, name: string): HostRoomState['refused'] {
  const found = powerOnTrouble(kernel, vm, kernel.world.hosts.need(name)) ?? mustRuleTrouble(kernel, vm.name, name)
  if (found === null) return null
  const resource = found.about['resource']
  return { reason: found.reason, facts: found.facts, resource: typeof resource === 'string' ? resource : null }
}
