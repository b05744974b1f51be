/** The option VM distribution: what balancing has left is spread by number, where nobody loses by it (DRS-064, DRS-065). */
import { classicTarget } from '../../models/drs-classic.ts'
import { round9 } from '../../models/maths.ts'
import type { WhatIfHost } from '../../models/what-if.ts'
import { drsOption } from '../../reads/drs.ts'
import { divideCpu } from '../../reads/entitlement.ts'
import { obstacleToBalance, pricesOf, secondsOf } from './balance.ts'
import { imbalanceOf } from './policy/classic-loads.ts'
import { distribute } from './policy/distribute.ts'
import { measureNow, scoreAt, scoreModel } from './policy/score-hosts.ts'
import type { Pass } from './proposal.ts'

export function distributeVms(pass: Pass): void {
  const { turn, cfg, view } = pass
  const { countsAreIgnored } = turn.constants['DRS-064']
  const isOn = cfg.vmDistribution || drsOption(cfg, 'TryBalanceVmsPerHost', 0) === 1
  // DRS-005: nothing of the kind at threshold 1.
  if (cfg.migrationThreshold <= 1 || (countsAreIgnored && !(isOn && turn.constants['DRS-065'].evensOut))) return
  const moves = distribute(view, {
    isBearable: cfg.algorithm === 'drsScore' ? scoresHold(pass) : targetHolds(pass),
    mayMove: (vm, to) => obstacleToBalance(pass, vm, to) === null,
  })
  for (const { vm, from, to, fromVms, toVms } of moves) {
    pass.proposals.push({
      kind: 'migrate',
      vm: vm.name,
      from: from.name,
      to: to.name,
      priority: cfg.migrationThreshold,
      reason: 'maxVmsConstraint',
      gain: 0,
      ...pricesOf(pass, vm, from, to, secondsOf(pass, vm, from, to), 0),
      automatic: vm.automation === 'fullyAutomated',
      why: { decision: 'drsDistributes', facts: ['DRS-065'], inputs: { vm: vm.name, from: from.name, to: to.name, fromVms, toVms } },
    })
  }
}

/** No score is more than a point lower than it was before the first of these moves. */
function scoresHold(pass: Pass): () => boolean {
  const { turn, cfg, view } = pass
  const model = scoreModel(view, cfg.migrationThreshold, turn.constants, (cpuMHz, coreMHz, claims) => divideCpu(turn, cpuMHz, coreMHz, claims))
  const before = new Map<string, number>()
  const eachScore = (host: WhatIfHost, look: (vm: string, score: number) => void): void => {
    const scores = measureNow(model, host)
    scores.vms.forEach((vm, i) => look(vm.name, scoreAt(model, scores, i)))
  }
  for (const host of view.hosts) eachScore(host, (vm, score) => void before.set(vm, score))
  const { pointsLostAtMost } = turn.constants['DRS-065']
  return () => {
    let holds = true
    for (const host of view.hosts)
      eachScore(host, (vm, score) => {
        if (round9((before.get(vm) ?? score) - score) > pointsLostAtMost) holds = false
      })
    return holds
  }
}

/** The imbalance does not exceed the target; where it does already, it does not grow. */
function targetHolds({ turn, cfg, view }: Pass): () => boolean {
  const hosts = view.counting
  const limit = Math.max(classicTarget(cfg.migrationThreshold, hosts.length, turn.constants) ?? 0, imbalanceOf(hosts, turn.constants))
  return () => round9(imbalanceOf(hosts, turn.constants)) <= round9(limit)
}
