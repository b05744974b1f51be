/** VM distribution: as even a number of VMs on each host as what they need allows (DRS-065). */
import { round9 } from '../../../models/maths.ts'
import { compareNames } from '../../../models/order.ts'
import { moveVm } from '../../../models/what-if.ts'
import type { WhatIf, WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'

export interface DistributionMove {
  readonly vm: WhatIfVm
  readonly from: WhatIfHost
  readonly to: WhatIfHost
  /** VMs on the two hosts before the move. */
  readonly fromVms: number
  readonly toVms: number
}

export interface DistributionOptions {
  /** With the move made: nobody needs more than that leaves. */
  isBearable(): boolean
  mayMove(vm: WhatIfVm, to: WhatIfHost): boolean
}

/** Smallest VMs first, from the host with the most VMs to that with the fewest; what does not go is left. */
export function distribute(view: WhatIf, options: DistributionOptions): DistributionMove[] {
  const moves: DistributionMove[] = []
  const hosts = view.counting
  for (let move = next(hosts, options); move !== null; move = next(hosts, options)) moves.push(move)
  return moves
}

function next(hosts: readonly WhatIfHost[], options: DistributionOptions): DistributionMove | null {
  const byCount = [...hosts].sort((a, b) => b.vms.size - a.vms.size || compareNames(a.name, b.name))
  for (const from of byCount) {
    for (const to of [...byCount].reverse().sort((a, b) => a.vms.size - b.vms.size || compareNames(a.name, b.name))) {
      if (from.vms.size - to.vms.size <= 1) break
      const move = to.takesVms ? moveBetween(from, to, options) : null
      if (move !== null) return move
    }
  }
  return null
}

function moveBetween(from: WhatIfHost, to: WhatIfHost, { isBearable, mayMove }: DistributionOptions): DistributionMove | null {
  const smallestFirst = [...from.vms].sort(
    (a, b) => a.cpuDemandMHz - b.cpuDemandMHz || a.memoryDemandMiB - b.memoryDemandMiB || compareNames(a.name, b.name),
  )
  for (const vm of smallestFirst) {
    if (vm.moved || vm.stuck !== null || !hasRoom(vm, to) || !mayMove(vm, to)) continue
    const counts = { fromVms: from.vms.size, toVms: to.vms.size }
    moveVm(vm, to)
    if (isBearable()) {
      vm.moved = true
      return { vm, from, to, ...counts }
    }
    moveVm(vm, from)
    // A larger one would weigh more.
    return null
  }
  return null
}

/** DRS-083. */
function hasRoom(vm: WhatIfVm, to: WhatIfHost): boolean {
  const cpu = round9((to.cpuDemandMHz + vm.cpuDemandMHz) / to.cpuMHz)
  return cpu < 1 && round9((to.memoryDemandMiB + vm.memoryDemandMiB) / to.memoryMiB) < 1
}
