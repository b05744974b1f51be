/** Which hosts DPM wakes because those that are on are used too much (DRS-089). */
import type { WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'
import type { Obstacle } from './choose.ts'
import type { Utilisation } from './utilisation.ts'

export interface PowerOnQuestion {
  /** That are on and count. */
  readonly hosts: readonly WhatIfHost[]
  /** That are on their way: they will help. */
  readonly coming: readonly WhatIfHost[]
  /** That could be woken, in the order in which they are. */
  readonly asleep: readonly WhatIfHost[]
  readonly use: Utilisation
  readonly high: number
  /** What stands against a move; to a host that is not on yet as if it were. */
  readonly obstacleTo: (vm: WhatIfVm, to: WhatIfHost) => Obstacle | null
}

export interface PowerOn {
  readonly host: WhatIfHost
  /** 2 where some host is asked for more than it has, else 3. */
  readonly priority: number
  readonly fullest: WhatIfHost
  readonly cpu: number
  readonly memory: number
}

/** Everything stands in the view as before. */
export function planPowerOns(question: PowerOnQuestion): readonly PowerOn[] {
  const { hosts, use, high } = question
  const fullest = hosts.reduce<WhatIfHost | null>((most, host) => (most === null || use.of(host, 'on') > use.of(most, 'on') ? host : most), null)
  if (fullest === null || use.of(fullest, 'on') <= high) return []
  const about = { fullest, ...use.sharesOf(fullest, 'on'), priority: use.of(fullest, 'on') >= 1 ? 2 : 3 }
  const plan: PowerOn[] = []
  let on = [...hosts, ...question.coming]
  // A new host counts as help as long as each of those that are on has too much, whether or not a VM could be moved to it at once.
  const isAnyoneFree = (): boolean => on.some((host) => use.of(host, 'on') <= high)
  let excess = excessAfterMoves(question, on)
  for (const host of question.asleep) {
    if (excess === 0) break
    const left = excessAfterMoves(question, [...on, host])
    if (left >= excess && isAnyoneFree()) continue
    plan.push({ host, ...about })
    on = [...on, host]
    excess = left
  }
  return plan
}

/** By how much hosts are above the range, added up, after DRS has moved from them what it can (what-if). */
function excessAfterMoves({ use, high, obstacleTo }: PowerOnQuestion, hosts: readonly WhatIfHost[]): number {
  const mark = use.mark
  const over = hosts.filter((host) => use.of(host, 'on') > high).sort((a, b) => use.of(b, 'on') - use.of(a, 'on') || a.order - b.order)
  for (const host of over) {
    const vms = [...host.vms].filter((vm) => !vm.moved && vm.stuck === null)
    vms.sort((a, b) => use.shareOf(b, 'on') - use.shareOf(a, 'on') || (a.name < b.name ? -1 : 1))
    for (const vm of vms) {
      if (use.of(host, 'on') <= high) break
      const ranked = hosts.filter((other) => other !== host).sort((a, b) => use.of(a, 'on') - use.of(b, 'on') || a.order - b.order)
      const to = ranked.find((other) => use.withVm(other, vm, 'on') <= high && obstacleTo(vm, other) === null)
      if (to !== undefined) use.move(vm, to)
    }
  }
  const excess = hosts.reduce((sum, host) => sum + Math.max(0, use.of(host, 'on') - high), 0)
  use.putBack(mark)
  return Math.round(excess * 1e9) / 1e9
}
