/** Room for a VM that finds none: moves of others that free one host (DRS-047, DRS-104). */
import { roundDecimals } from '../../models/maths.ts'
import type { WhatIf, WhatIfHost, WhatIfVm } from '../../models/what-if.ts'
import type { VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { overheadOf } from '../../reads/claims.ts'
import { makeRoom } from './policy/make-room.ts'
import type { RoomMove, RoomPlan } from './policy/make-room.ts'
import type { Proposal } from './proposal.ts'
import { loadOf, obstacleTo } from './view.ts'

export function needOf({ cfg }: VmRecord): { readonly cpuMHz: number; readonly memoryMiB: number } {
  return { cpuMHz: cfg.cpuReservationMHz, memoryMiB: cfg.memoryReservationMiB + overheadOf(cfg) }
}

/** First by moves that DRS makes itself, then by any. `targets`: hosts that could take it, the best first. Null: nothing frees one. */
export function searchRoom(turn: Turn, view: WhatIf, vm: VmRecord, targets: readonly WhatIfHost[]): RoomPlan | null {
  const need = needOf(vm)
  const search = (mayMove: (one: WhatIfVm) => boolean): RoomPlan | null =>
    makeRoom({ view, need, targets, mayMove, obstacleTo: (one, to) => obstacleTo(turn, view, one, to), load: loadOf, ...turn.constants['DRS-104'] })
  const isFree = (one: WhatIfVm): boolean => one.stuck === null && !one.moved
  return search((one) => isFree(one) && one.automation === 'fullyAutomated') ?? search(isFree)
}

export function proposalOfMove(
  { vm, from, to }: RoomMove,
  need: { readonly cpuMHz: number; readonly memoryMiB: number },
  forVm: string,
  host: string,
  automatic: boolean,
): Proposal {
  return {
    kind: 'migrate',
    vm: vm.name,
    from: from.name,
    to: to.name,
    priority: 1,
    reason: 'checkResource',
    automatic,
    why: {
      decision: 'drsMakesRoom',
      facts: ['DRS-047', 'DRS-104'],
      inputs: {
        vm: vm.name,
        from: from.name,
        to: to.name,
        for: forVm,
        host,
        neededMHz: need.cpuMHz,
        neededMiB: roundDecimals(need.memoryMiB, 2),
        freedMiB: roundDecimals(vm.memoryReservedMiB, 2),
      },
    },
  }
}
