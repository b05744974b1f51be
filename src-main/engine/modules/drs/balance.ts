/** What is left once constraints are corrected is balanced: by the scores of VMs, or by the loads of hosts (DRS-048 to DRS-068). */
import { productAtLeast } from '../../../contract/lab/product.ts'
import { floor9, round9, roundDecimals, roundHalfUp } from '../../models/maths.ts'
import { estimatedMigrationSeconds } from '../../models/migration-cost.ts'
import { reservedCores } from '../../models/vmotion-link.ts'
import type { VmotionLink } from '../../models/vmotion-link.ts'
import { relieved } from '../../models/what-if.ts'
import type { WhatIfHost, WhatIfVm } from '../../models/what-if.ts'
import { stableSince } from '../../reads/drs-demand.ts'
import { drsOption, passIntervalMs } from '../../reads/drs.ts'
import { divideCpu } from '../../reads/entitlement.ts'
import { planClassic } from './policy/classic.ts'
import type { ClassicMove, ClassicPlan, Price } from './policy/classic.ts'
import type { Loads } from './policy/classic-loads.ts'
import { planByScore, weighByScore } from './policy/score.ts'
import type { Blocked, ScoreLook, ScoreMove, ScoreOptions } from './policy/score.ts'
import type { Obstacle } from './policy/choose.ts'
import { nearestFault } from './policy/fault-of.ts'
import type { Pass } from './proposal.ts'
import { shouldObstacle } from './should.ts'
import { obstacleTo } from './view.ts'

export function balance(pass: Pass): void {
  if (pass.cfg.algorithm === 'drsScore') balanceScores(pass)
  else balanceLoads(pass)
}

/** What balancing is asked, by either algorithm. */
export type Balancing = Pick<Pass, 'turn' | 'cfg' | 'view'>

function scoreOptions({ turn, cfg, view }: Balancing): ScoreOptions {
  return {
    threshold: cfg.migrationThreshold,
    constants: turn.constants,
    divide: (capacityMHz, coreMHz, claims) => divideCpu(turn, capacityMHz, coreMHz, claims),
    obstacleTo: (vm, to) => obstacleToBalance({ turn, view }, vm, to),
    secondsOf: (vm, from, to) => secondsOf({ turn }, vm, from, to),
  }
}

/** What balancing by score looks at, without a move. */
export function weighScores(balancing: Balancing): ScoreLook {
  return weighByScore(balancing.view, scoreOptions(balancing))
}

function balanceScores(pass: Pass): void {
  const plan = planByScore(pass.view, scoreOptions(pass))
  pass.score = plan.score === null ? null : roundDecimals(plan.score, 2)
  for (const move of plan.moves) proposeScoreMove(pass, move)
  for (const blocked of plan.blocked) tell(pass, blocked)
  for (const { vm, from, to, reason, net, seconds, relievedMHz } of plan.passedOver) {
    const prices = pricesOf(pass, vm, from, to, seconds, relievedMHz)
    pass.rejected.push({ vm: vm.name, from: from.name, to: to.name, reason, gain: roundDecimals(net, 2), ...prices })
  }
}

function proposeScoreMove(pass: Pass, move: ScoreMove): void {
  const { vm, from, to, priority, net, cost, seconds, relievedMHz } = move
  const percent = (load: number): number => roundDecimals(100 * load, 2)
  pass.proposals.push({
    kind: 'migrate',
    vm: vm.name,
    from: from.name,
    to: to.name,
    priority,
    reason: 'fairnessCpuAvg',
    gain: roundDecimals(net, 2),
    ...pricesOf(pass, vm, from, to, seconds, relievedMHz),
    automatic: vm.automation === 'fullyAutomated',
    why: {
      decision: 'drsRaisesScore',
      facts: ['DRS-062', 'DRS-060'],
      inputs: {
        vm: vm.name,
        from: from.name,
        to: to.name,
        scoreBefore: roundDecimals(move.scoreBefore, 2),
        scoreAfter: roundDecimals(move.scoreAfter, 2),
        cost: roundDecimals(cost, 2),
        gain: roundDecimals(net, 2),
        priority,
        migrationSeconds: roundDecimals(seconds, 2),
        fromLoadPercent: percent(move.fromLoad[0]),
        fromLoadAfterPercent: percent(move.fromLoad[1]),
        toLoadPercent: percent(move.toLoad[0]),
        toLoadAfterPercent: percent(move.toLoad[1]),
        clusterBefore: roundDecimals(move.clusterBefore, 2),
        clusterAfter: roundDecimals(move.clusterAfter, 2),
      },
      rejected: move.others.map((other) => ({
        option: other.host,
        reason: round9(other.net) < round9(net) ? 'lessGain' : 'asWellThere',
        facts: ['DRS-062'],
      })),
    },
  })
}

/** What the classic algorithm finds in a view, which has its moves done then. */
export function planLoads(pass: Balancing): ClassicPlan & { readonly moveLimit: number } {
  const { turn, cfg, view } = pass
  const moveLimit = moveLimitOf(pass)
  const isPairwise = productAtLeast(turn.lab.product, '6.0') && drsOption(cfg, 'CheckPairWiseImbalance', 1) !== 0
  const plan = planClassic(view, {
    threshold: cfg.migrationThreshold,
    constants: turn.constants,
    pairwise: isPairwise,
    costs: drsOption(cfg, 'CostBenefit', 1) !== 0,
    minGoodness: drsOption(cfg, 'MinGoodness', -1) === 0 ? 0 : null,
    moveLimit,
    priceOf: (vm, from, to) => priceOf(pass, vm, from, to, secondsOf(pass, vm, from, to), relieved(vm, from, to)),
    obstacleTo: (vm, to) => obstacleToBalance(pass, vm, to),
  })
  return { ...plan, moveLimit }
}

function balanceLoads(pass: Pass): void {
  const plan = planLoads(pass)
  pass.moveLimit = plan.moveLimit
  pass.imbalance = roundDecimals(plan.imbalance, 4)
  pass.target = plan.target === null ? null : roundDecimals(plan.target, 4)
  for (const move of plan.moves) proposeClassicMove(pass, move, plan.target as number)
  for (const blocked of plan.blocked) tell(pass, blocked)
  for (const { vm, from, to, reason, gain, seconds, costMHzSeconds, benefitMHzSeconds } of plan.passedOver)
    pass.rejected.push({
      vm: vm.name,
      from: from.name,
      to: to.name,
      reason,
      gain: roundDecimals(gain, 4),
      migrationTimeMs: roundHalfUp(seconds * 1000),
      costMHzSeconds: roundHalfUp(costMHzSeconds),
      benefitMHzSeconds: roundHalfUp(benefitMHzSeconds),
    })
}

function proposeClassicMove(pass: Pass, move: ClassicMove, target: number): void {
  const { vm, from, to, priority, onlyGap, resource } = move
  const price = {
    migrationTimeMs: roundHalfUp(move.seconds * 1000),
    costMHzSeconds: roundHalfUp(move.costMHzSeconds),
    benefitMHzSeconds: roundHalfUp(move.benefitMHzSeconds),
  }
  const percents = (load: Loads): { readonly cpu: number; readonly memory: number } => ({
    cpu: roundDecimals(100 * load.cpu, 2),
    memory: roundDecimals(100 * load.memory, 2),
  })
  pass.proposals.push({
    kind: 'migrate',
    vm: vm.name,
    from: from.name,
    to: to.name,
    priority,
    reason: resource === 'cpu' ? 'fairnessCpuAvg' : 'fairnessMemAvg',
    gain: roundDecimals(move.gain, 4),
    ...price,
    automatic: vm.automation === 'fullyAutomated',
    why: {
      decision: 'drsEvensOut',
      facts: onlyGap ? ['DRS-052', 'DRS-050'] : ['DRS-050', 'DRS-049', 'DRS-008'],
      inputs: {
        vm: vm.name,
        from: from.name,
        to: to.name,
        imbalance: roundDecimals(move.before, 4),
        imbalanceAfter: roundDecimals(move.after, 4),
        target: roundDecimals(target, 4),
        gapPercent: onlyGap ? roundDecimals(100 * move.gap, 2) : null,
        priority,
        fromCpuPercent: percents(move.fromLoad).cpu,
        fromCpuAfterPercent: percents(move.fromLoadAfter).cpu,
        toCpuPercent: percents(move.toLoad).cpu,
        toCpuAfterPercent: percents(move.toLoadAfter).cpu,
        fromMemoryPercent: percents(move.fromLoad).memory,
        fromMemoryAfterPercent: percents(move.fromLoadAfter).memory,
        toMemoryPercent: percents(move.toLoad).memory,
        toMemoryAfterPercent: percents(move.toLoadAfter).memory,
        ...price,
      },
    },
  })
}

/** DRS-055: moves that a pass may make from one host. */
function moveLimitOf(pass: Balancing): number {
  const { turn, cfg, view } = pass
  if (!turn.constants['DRS-055'].isLimited) return Number.MAX_SAFE_INTEGER
  const set = drsOption(cfg, 'MaxMovesPerHost', 0)
  if (set > 0) return set
  const links = view.hosts.flatMap((host) => (host.counts && host.vmotion !== null ? [host.vmotion] : []))
  const slowest = links.reduce<VmotionLink | null>((least, link) => (least === null || link.gbps < least.gbps ? link : least), null)
  if (slowest === null) return 0
  const { hostBudget, slowNetworkBudget, networkBudget, fastNetworkBudget } = turn.constants['VM-060']
  const concurrency = Math.min(hostBudget, slowest.gbps >= 10 ? fastNetworkBudget : slowest.gbps >= 1 ? networkBudget : slowNetworkBudget)
  const seconds = averageSeconds(pass, slowest)
  return Math.max(concurrency, seconds > 0 ? floor9(passIntervalMs(turn, cfg) / 1000 / seconds) * concurrency : 0)
}

/** Of the migrations that were measured, else DRS's estimate for the VMs that it might move. */
function averageSeconds({ turn, view }: Balancing, link: VmotionLink): number {
  const measured = turn.world.drsPass.get('pass')?.measured
  if (measured !== undefined && measured.count > 0 && turn.constants['DRS-055'].measuredCounts) return measured.totalMs / measured.count / 1000
  const movable = view.vms.filter((vm) => vm.isOn && vm.stuck === null)
  const sum = movable.reduce((total, vm) => total + estimatedMigrationSeconds(vm.copyMiB, vm.host.vmotion ?? link, turn.constants), 0)
  return movable.length === 0 ? 0 : sum / movable.length
}

/** Cost and benefit of DRS-053, as a recommendation shows them. */
export function pricesOf(pass: Pick<Pass, 'turn'>, vm: WhatIfVm, from: WhatIfHost, to: WhatIfHost, seconds: number, relievedMHz: number) {
  const { costMHzSeconds, benefitMHzSeconds } = priceOf(pass, vm, from, to, seconds, relievedMHz)
  return {
    migrationTimeMs: roundHalfUp(seconds * 1000),
    costMHzSeconds: roundHalfUp(costMHzSeconds),
    benefitMHzSeconds: roundHalfUp(benefitMHzSeconds),
  }
}

function priceOf(pass: Pick<Pass, 'turn'>, vm: WhatIfVm, from: WhatIfHost, to: WhatIfHost, seconds: number, relievedMHz: number): Price {
  const reserved = [from, to].reduce(
    (sum, { vmotion, coreMHz }) => sum + (vmotion === null ? 0 : reservedCores([vmotion], pass.turn.constants) * coreMHz),
    0,
  )
  const benefitMHzSeconds = relievedMHz > 0 ? relievedMHz * Math.max(0, stableSeconds(pass, vm) - seconds) : 0
  return { seconds, costMHzSeconds: reserved * seconds, benefitMHzSeconds }
}

/** T_stable of DRS-053. */
function stableSeconds({ turn }: Pick<Pass, 'turn'>, vm: WhatIfVm): number {
  return (turn.now - stableSince(turn, turn.world.vms.need(vm.name))) / 1000
}

/** T_mig of DRS-053, by the slower link of the two; where one has none the move is refused for that. */
export function secondsOf({ turn }: Pick<Pass, 'turn'>, vm: WhatIfVm, from: WhatIfHost, to: WhatIfHost): number {
  if (from.vmotion === null || to.vmotion === null) return 0
  const speed = (host: WhatIfHost): number => (host.vmotion === null ? 0 : host.vmotion.gbps * host.vmotion.nics)
  return estimatedMigrationSeconds(vm.copyMiB, speed(from) <= speed(to) ? from.vmotion : to.vmotion, turn.constants)
}

/** Should rules are kept too, unless that does harm (DRS-075). */
export function obstacleToBalance(pass: Pick<Pass, 'turn' | 'view'>, vm: WhatIfVm, to: WhatIfHost): Obstacle | null {
  return shouldObstacle(pass, vm, to) ?? obstacleTo(pass.turn, pass.view, vm, to)
}

/**
 * DRS-097, DRS-098: the move would be made, and something stands against it. What another task has is looked at again in the next pass, and a
 * should rule is kept because somebody wants it so.
 */
function tell(pass: Pass, { vm, from, to, reason, rule, net }: Blocked): void {
  if (reason === 'busy' || reason === 'shouldRuleViolation' || !pass.turn.constants['DRS-098'].obstaclesAreTold) return
  const fault = nearestFault([{ reason, facts: [] }]) ?? 'vmotionIncompatible'
  const inputs = { to: to.name, gain: roundDecimals(net, 2), obstacle: reason }
  const add = (word: string): void =>
    void pass.faults.push({
      vm: vm.name,
      host: from.name,
      rule,
      reason: word,
      facts: reason === 'faultTolerance' ? ['DRS-081', 'FT-012'] : word === 'drsDisabledOnVm' ? ['DRS-003'] : ['DRS-098', 'DRS-097'],
      inputs,
    })
  add(fault === 'noActiveHost' ? 'invalidHostState' : fault)
  // What ties the VM itself: that host is not compatible with it either.
  if (fault === 'noCompatibleHost') add('vmotionIncompatible')
}
