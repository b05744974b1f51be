/** What is left once constraints are corrected is balanced: by the scores of VMs, or by the loads of hosts (DRS-048 to DRS-068). */
import { round9, roundDecimals, roundHalfUp } from '../../models/maths.ts'
import { estimatedMigrationSeconds } from '../../models/migration-cost.ts'
import { reservedCores } from '../../models/vmotion-link.ts'
import type { WhatIfHost, WhatIfVm } from '../../models/what-if.ts'
import { divideCpu } from '../../reads/entitlement.ts'
import { allows, rulesOf } from '../../reads/rules.ts'
import { planByScore } from './policy/score.ts'
import type { Blocked, ScoreMove } from './policy/score.ts'
import type { Obstacle } from './policy/choose.ts'
import type { Pass } from './proposal.ts'
import { obstacleTo } from './view.ts'

export function balance(pass: Pass): void {
  if (pass.cfg.algorithm === 'drsScore') balanceScores(pass)
}

function balanceScores(pass: Pass): void {
  const { turn, cfg, view } = pass
  const plan = planByScore(view, {
    threshold: cfg.migrationThreshold,
    constants: turn.constants,
    divide: (capacityMHz, coreMHz, claims) => divideCpu(turn, capacityMHz, coreMHz, claims),
    obstacleTo: (vm, to) => obstacleToBalance(pass, vm, to),
    secondsOf: (vm, from, to) => secondsOf(pass, vm, from, to),
  })
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
      rejected: move.others.map(({ host }) => ({ option: host, reason: 'lessGain', facts: ['DRS-062'] })),
    },
  })
}

/** Cost and benefit of DRS-053, as a recommendation shows them. */
function pricesOf(pass: Pass, vm: WhatIfVm, from: WhatIfHost, to: WhatIfHost, seconds: number, relievedMHz: number) {
  const reserved = [from, to].reduce(
    (sum, { vmotion, coreMHz }) => sum + (vmotion === null ? 0 : reservedCores([vmotion], pass.turn.constants) * coreMHz),
    0,
  )
  return {
    migrationTimeMs: roundHalfUp(seconds * 1000),
    costMHzSeconds: roundHalfUp(reserved * seconds),
    benefitMHzSeconds: roundHalfUp(relievedMHz * Math.max(0, stableSeconds(pass, vm) - seconds)),
  }
}

/** T_stable of DRS-053. */
function stableSeconds(_pass: Pass, _vm: WhatIfVm): number {
  return 3600
}

/** T_mig of DRS-053, by the slower link of the two; where one has none the move is refused for that. */
function secondsOf({ turn }: Pass, vm: WhatIfVm, from: WhatIfHost, to: WhatIfHost): number {
  if (from.vmotion === null || to.vmotion === null) return 0
  const speed = (host: WhatIfHost): number => (host.vmotion === null ? 0 : host.vmotion.gbps * host.vmotion.nics)
  return estimatedMigrationSeconds(vm.copyMiB, speed(from) <= speed(to) ? from.vmotion : to.vmotion, turn.constants)
}

/** Should rules are kept too, unless all hosts that they would have are full (DRS-075). */
function obstacleToBalance(pass: Pass, vm: WhatIfVm, to: WhatIfHost): Obstacle | null {
  const { should } = rulesOf(pass.turn.world, vm.name)
  const broken = should.find((rule) => !allows(rule, to.name) && allows(rule, vm.host.name))
  if (broken !== undefined && pass.view.hosts.some((host) => host.takesVms && allows(broken, host.name) && !isFull(host)))
    return { reason: 'shouldRuleViolation', facts: ['DRS-075'] }
  return obstacleTo(pass.turn, pass.view, vm, to)
}

function isFull(host: WhatIfHost): boolean {
  return round9(host.cpuDemandMHz / host.cpuMHz) >= 1 || round9(host.memoryDemandMiB / host.memoryMiB) >= 1
}

const faultOf: { readonly [reason: string]: string } = {
  drsDisabledOnVm: 'drsDisabledOnVm',
  vmInVmotion: 'vmInVmotion',
  mustRuleViolation: 'noCompatibleHardAffinityHost',
  vmRuleViolation: 'ruleViolation',
  insufficientResources: 'insufficientHostCapacity',
  vmsPerHostLimit: 'insufficientHostCapacity',
  vcpusPerCoreLimit: 'insufficientHostCapacity',
  hostInMaintenance: 'invalidHostState',
  invalidState: 'invalidHostState',
  failoverHost: 'invalidHostState',
}

/**
 * DRS-097, DRS-098: the move would be made, and something stands against it. What another task has is looked at again in the next pass, and a
 * should rule is kept because somebody wants it so.
 */
function tell(pass: Pass, { vm, from, to, reason, net }: Pick<Blocked, 'vm' | 'from' | 'to' | 'reason' | 'net'>): void {
  if (reason === 'busy' || reason === 'shouldRuleViolation' || !pass.turn.constants['DRS-098'].obstaclesAreTold) return
  const fault = faultOf[reason] ?? 'vmotionIncompatible'
  pass.faults.push({
    vm: vm.name,
    host: from.name,
    rule: null,
    reason: fault,
    facts: fault === 'drsDisabledOnVm' ? ['DRS-003'] : ['DRS-098', 'DRS-097'],
    inputs: { to: to.name, gain: roundDecimals(net, 2), obstacle: reason },
  })
}
