/** Should rules: as if they were must rules, until that does harm (DRS-075). */
import { roundDecimals } from '../../models/maths.ts'
import type { WhatIf, WhatIfHost, WhatIfVm } from '../../models/what-if.ts'
import type { Turn } from '../../core/turn.ts'
import { allows, rulesOf } from '../../reads/rules.ts'
import type { Obstacle } from './policy/choose.ts'
import { compareShould } from './policy/options.ts'
import { loadOf, obstacleTo } from './view.ts'

/** Above the age of any rule. */
const OLDEST = 1_000_000_000

/** A pass, or what looks at the cluster as one does. */
interface At {
  readonly turn: Turn
  readonly view: WhatIf
}

/** Should rules that the place of the VM there breaks or would break: their ages, the newest first. */
export function brokenAt({ turn }: Pick<At, 'turn'>, vm: WhatIfVm, host: WhatIfHost): readonly number[] {
  const { should } = rulesOf(turn.world, vm.name)
  const isNewestFirst = turn.constants['DRS-073'].newestFirst
  const broken = should.filter((rule) => !allows(rule, host.name)).map(({ order }) => (isNewestFirst ? order : OLDEST - order))
  return broken.sort((a, b) => b - a)
}

/**
 * What should rules say to a move that only balances: a VM leaves the hosts on which it should run only where each of them is used to 100 %,
 * and no other VM of its host could leave instead (DRS-075). Null: nothing.
 */
export function shouldObstacle(at: At, vm: WhatIfVm, to: WhatIfHost): Obstacle | null {
  if (!isWorse(at, vm, to)) return null
  const obstacle: Obstacle = { reason: 'shouldRuleViolation', facts: ['DRS-075'] }
  const now = brokenAt(at, vm, vm.host)
  const kept = at.view.hosts.filter((host) => host.counts && compareShould(brokenAt(at, vm, host), now) <= 0)
  if (kept.some((host) => loadOf(host) < at.turn.constants['DRS-075'].fullShare)) return obstacle
  return othersCouldLeave(at, vm) ? obstacle : null
}

/** It breaks should rules, or newer ones, that are kept where the VM is. */
function isWorse(at: At, vm: WhatIfVm, to: WhatIfHost): boolean {
  const { rules } = at.turn.world
  if (rules.size === 0 || !at.turn.constants['DRS-075'].balancingKeepsThem) return false
  return compareShould(brokenAt(at, vm, to), brokenAt(at, vm, vm.host)) > 0
}

function othersCouldLeave(at: At, vm: WhatIfVm): boolean {
  const { turn, view } = at
  for (const other of vm.host.vms) {
    if (other === vm || other.stuck !== null || other.moved || loadOf(vm.host) === 0) continue
    if (other.cpuDemandMHz === 0 && other.memoryDemandMiB === 0) continue
    const goes = (to: WhatIfHost): boolean =>
      to !== vm.host && !isWorse(at, other, to) && staysBelow(at, other, to) && obstacleTo(turn, view, other, to) === null
    if (view.hosts.some((to) => to.takesVms && goes(to))) return true
  }
  return false
}

function staysBelow({ turn }: At, vm: WhatIfVm, to: WhatIfHost): boolean {
  const cpu = (to.cpuDemandMHz + vm.cpuDemandMHz) / to.cpuMHz
  const memory = (to.memoryDemandMiB + vm.memoryDemandMiB) / to.memoryMiB
  return roundDecimals(Math.max(cpu, memory), 9) < turn.constants['DRS-075'].fullShare
}
