/**
 * The classic algorithm: while the loads of hosts deviate more than the threshold allows, the move that leaves the least imbalance is noted in
 * the view, and the next is looked for (DRS-048 to DRS-053, DRS-055). Loads are entitlements as shares of capacity.
 */
import { classicPriority, classicTarget, hotWeights } from '../../../models/drs-classic.ts'
import type { ModelConstants } from '../../../models/drs-score.ts'
import { round9 } from '../../../models/maths.ts'
import { compareNames } from '../../../models/order.ts'
import { moveVm } from '../../../models/what-if.ts'
import type { WhatIf, WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'
import { loadsOf, imbalanceOf, Spread } from './classic-loads.ts'
import type { Loads } from './classic-loads.ts'
import type { Against, Obstacle } from './obstacle.ts'

export interface Price {
  readonly seconds: number
  readonly costMHzSeconds: number
  readonly benefitMHzSeconds: number
}

export interface ClassicOptions {
  /** 1 conservative … 5 aggressive. */
  readonly threshold: number
  readonly constants: ModelConstants
  /** DRS-052: gaps between two hosts count too. */
  readonly pairwise: boolean
  /** DRS-053; false: costs are not looked at. */
  readonly costs: boolean
  /** DRS-051: moves below are dropped; null: as it is adapted. */
  readonly minGoodness: number | null
  /** Moves that a pass may make from one host. */
  readonly moveLimit: number
  priceOf(vm: WhatIfVm, from: WhatIfHost, to: WhatIfHost): Price
  /** Asked only of a move that would be made. */
  obstacleTo(vm: WhatIfVm, to: WhatIfHost): Obstacle | null
}

export interface ClassicMove extends Price {
  readonly vm: WhatIfVm
  readonly from: WhatIfHost
  readonly to: WhatIfHost
  readonly priority: number
  /** What the imbalance falls by. */
  readonly gain: number
  readonly before: number
  readonly after: number
  /** Only the gap between two hosts asks for it (DRS-052). */
  readonly onlyGap: boolean
  readonly gap: number
  /** What of the imbalance it does away with more of. */
  readonly resource: 'cpu' | 'memory'
  readonly fromLoad: Loads
  readonly toLoad: Loads
  readonly fromLoadAfter: Loads
  readonly toLoadAfter: Loads
}

export interface ClassicBlocked {
  readonly vm: WhatIfVm
  readonly from: WhatIfHost
  readonly to: WhatIfHost
  readonly net: number
  readonly reason: string
  /** That stands against it, where one does. */
  readonly rule: string | null
}

export interface ClassicPassed extends Price {
  readonly vm: WhatIfVm
  readonly from: WhatIfHost
  readonly to: WhatIfHost
  readonly gain: number
  readonly reason: 'costBenefit' | 'minGoodness' | 'moveLimit' | 'threshold'
}

export interface ClassicPlan {
  /** Before the first move, and what is aimed at; null at threshold 1. */
  readonly imbalance: number
  readonly target: number | null
  readonly moves: readonly ClassicMove[]
  readonly blocked: readonly ClassicBlocked[]
  readonly passedOver: readonly ClassicPassed[]
}

/** Moves that a pass lists as passed over. */
const PASSED_OVER_MAX = 20

interface Candidate {
  readonly vm: WhatIfVm
  readonly from: WhatIfHost
  readonly to: WhatIfHost
  readonly after: number
}

export function planClassic(view: WhatIf, options: ClassicOptions): ClassicPlan {
  return new Balancer(view, options).plan()
}

class Balancer {
  private readonly options: ClassicOptions
  private readonly hosts: readonly WhatIfHost[]
  private readonly target: number | null
  private readonly moves: ClassicMove[] = []
  private readonly blocked: ClassicBlocked[] = []
  /** Hosts that something keeps a VM from; all of them where it may not be moved at all. */
  private readonly kept = new Map<WhatIfVm, Set<WhatIfHost> | 'everywhere'>()
  private readonly movesFrom = new Map<WhatIfHost, number>()

  constructor(view: WhatIf, options: ClassicOptions) {
    this.options = options
    this.hosts = view.counting
    this.target = classicTarget(options.threshold, this.hosts.length, options.constants)
  }

  plan(): ClassicPlan {
    const { options, target } = this
    const imbalance = imbalanceOf(this.hosts, options.constants)
    if (target === null) return { imbalance, target, moves: [], blocked: [], passedOver: [] }
    for (let now = imbalance; this.asksForMore(now, target); now = imbalanceOf(this.hosts, options.constants)) {
      const best = this.best(now, 'made')
      if (best === null) break
      const obstacle = best.vm.stuck === null ? options.obstacleTo(best.vm, best.to) : { reason: best.vm.stuck }
      if (obstacle === null) this.make(best, now, target)
      else this.block(best, now, obstacle)
    }
    return { imbalance, target, moves: this.moves, blocked: this.blocked, passedOver: this.passedOver(target) }
  }

  /** DRS-050, and DRS-052: the gap between two hosts. */
  private asksForMore(imbalance: number, target: number): boolean {
    return !this.options.constants['DRS-050'].stopsAtTarget || round9(imbalance) > round9(target) || this.gapAsks()
  }

  private gapAsks(): boolean {
    const { pairwise, threshold, constants } = this.options
    return pairwise && round9(this.gap()) > round9(constants['DRS-052'].gaps[threshold - 2] as number)
  }

  private gap(): number {
    const loads = this.hosts.map(loadsOf)
    const gapOf = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.max(...values) - Math.min(...values))
    return Math.max(gapOf(loads.map(({ cpu }) => cpu)), gapOf(loads.map(({ memory }) => memory)))
  }

  /** The move that leaves the least imbalance: of those that are worth it, or of all that would lessen it. */
  private best(now: number, of: 'made' | 'all', isOut: (vm: WhatIfVm) => boolean = () => false): Candidate | null {
    const spread = new Spread(this.hosts, this.options.constants)
    let best: Candidate | null = null
    for (const from of this.hosts) {
      if (of === 'made' && (this.movesFrom.get(from) ?? 0) >= this.options.moveLimit) continue
      for (const vm of from.vms) {
        const kept = this.kept.get(vm)
        if (vm.moved || kept === 'everywhere' || isOut(vm)) continue
        for (const to of this.hosts) {
          if (to === from || !to.takesVms || kept?.has(to) === true || !fits(vm, from, to, this.options.constants)) continue
          const after = spread.after(vm, from, to)
          if (round9(now - after) <= 0 || (best !== null && round9(after) > round9(best.after))) continue
          const candidate = { vm, from, to, after }
          if (best !== null && !comesBefore(candidate, best)) continue
          if (of === 'made' && this.notWorth(candidate, now) !== null) continue
          best = candidate
        }
      }
    }
    return best
  }

  /** DRS-051, DRS-053. */
  private notWorth({ vm, from, to, after }: Candidate, now: number): 'minGoodness' | 'costBenefit' | null {
    const { minGoodness, costs, constants } = this.options
    const { smallOnesAreDropped, leastGoodness, leastShare } = constants['DRS-051']
    const goodness = now - after
    if (smallOnesAreDropped && round9(goodness) < round9(minGoodness ?? Math.max(leastGoodness, leastShare * now))) return 'minGoodness'
    if (!costs || round9(goodness) > round9(constants['DRS-053'].goodnessShareThatOverrides * now)) return null
    const { costMHzSeconds, benefitMHzSeconds } = this.options.priceOf(vm, from, to)
    return round9(benefitMHzSeconds) > round9(costMHzSeconds) ? null : 'costBenefit'
  }

  private make({ vm, from, to, after }: Candidate, before: number, target: number): void {
    const { constants, threshold } = this.options
    const onlyGap = round9(before) <= round9(target)
    const gap = this.gap()
    const [fromLoad, toLoad] = [loadsOf(from), loadsOf(to)]
    const price = this.options.priceOf(vm, from, to)
    const deviation = (): { readonly cpu: number; readonly memory: number } => {
      const { cpu, memory } = new Spread(this.hosts, constants)
      return { cpu: cpu.deviation(), memory: memory.deviation() }
    }
    const weights = hotWeights(
      this.hosts.map((host) => loadsOf(host).cpu),
      this.hosts.map((host) => loadsOf(host).memory),
      constants,
    )
    const was = deviation()
    moveVm(vm, to)
    vm.moved = true
    const is = deviation()
    this.movesFrom.set(from, (this.movesFrom.get(from) ?? 0) + 1)
    for (const kept of this.kept.values()) {
      if (kept === 'everywhere') continue
      kept.delete(from)
      kept.delete(to)
    }
    this.moves.push({
      vm,
      from,
      to,
      ...price,
      priority: onlyGap ? threshold : (classicPriority(before, this.hosts.length, constants) ?? threshold),
      gain: before - after,
      before,
      after: imbalanceOf(this.hosts, constants),
      onlyGap,
      gap,
      resource: round9(weights.memory * (was.memory - is.memory)) > round9(weights.cpu * (was.cpu - is.cpu)) ? 'memory' : 'cpu',
      fromLoad,
      toLoad,
      fromLoadAfter: loadsOf(from),
      toLoadAfter: loadsOf(to),
    })
  }

  /** Something stands against it there; where it does so wherever the VM could go, that is told. */
  private block({ vm, from, to, after }: Candidate, now: number, { reason, rule }: Against): void {
    if (vm.stuck === null) {
      const known = this.kept.get(vm)
      const kept = known instanceof Set ? known : new Set<WhatIfHost>()
      this.kept.set(vm, kept)
      kept.add(to)
      const spread = new Spread(this.hosts, this.options.constants)
      for (const host of this.hosts) {
        if (host === from || kept.has(host) || !host.takesVms || !fits(vm, from, host, this.options.constants)) continue
        const other = { vm, from, to: host, after: spread.after(vm, from, host) }
        if (round9(now - other.after) <= 0 || this.notWorth(other, now) !== null) continue
        if (this.options.obstacleTo(vm, host) === null) return
        kept.add(host)
      }
    }
    this.kept.set(vm, 'everywhere')
    this.blocked.push({ vm, from, to, net: now - after, reason, rule: rule ?? null })
  }

  /** The best move of each VM that would lessen the imbalance and is not made. */
  private passedOver(target: number): ClassicPassed[] {
    const now = imbalanceOf(this.hosts, this.options.constants)
    const asks = this.asksForMore(now, target)
    const listed = new Set<WhatIfVm>()
    const found: ClassicPassed[] = []
    while (found.length < PASSED_OVER_MAX) {
      const best = this.best(now, 'all', (vm) => listed.has(vm))
      if (best === null) break
      const { vm, from, to, after } = best
      listed.add(vm)
      if ((vm.stuck ?? this.options.obstacleTo(vm, to)) !== null) continue
      const isFull = (this.movesFrom.get(from) ?? 0) >= this.options.moveLimit
      const reason = !asks ? 'threshold' : (this.notWorth(best, now) ?? (isFull ? 'moveLimit' : 'threshold'))
      found.push({ vm, from, to, gain: now - after, reason, ...this.options.priceOf(vm, from, to) })
    }
    return found
  }
}

/** To a host that is less loaded, and stays below its capacity (DRS-050, DRS-083). */
function fits(vm: WhatIfVm, from: WhatIfHost, to: WhatIfHost, constants: ModelConstants): boolean {
  const [source, destination] = [loadsOf(from), loadsOf(to)]
  if (round9(destination.cpu) >= round9(source.cpu) && round9(destination.memory) >= round9(source.memory)) return false
  const { ceiling } = constants['DRS-083']
  return (
    round9(destination.cpu + vm.cpuEntitlementMHz / to.cpuMHz) < ceiling &&
    round9(destination.memory + vm.memoryEntitlementMiB / to.memoryMiB) < ceiling
  )
}

/** Less imbalance; ties: smaller VM, VM name, less-loaded destination, host name (DRS-050). */
function comesBefore(a: Candidate, b: Candidate): boolean {
  const difference =
    round9(a.after) - round9(b.after) ||
    round9(a.vm.cpuEntitlementMHz - b.vm.cpuEntitlementMHz) ||
    round9(a.vm.memoryEntitlementMiB - b.vm.memoryEntitlementMiB) ||
    compareNames(a.vm.name, b.vm.name) ||
    round9(heaviest(a.to) - heaviest(b.to)) ||
    compareNames(a.to.name, b.to.name)
  return difference < 0
}

function heaviest(host: WhatIfHost): number {
  const { cpu, memory } = loadsOf(host)
  return Math.max(cpu, memory)
}
