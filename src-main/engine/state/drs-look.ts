/** What a pass of DRS would look at now when it balances: asked by whoever wants to know why it recommends nothing. Nothing is moved. */
import type { DrsLook, DrsLookMove } from '../../contract/drs-look.ts'
import type { Kernel } from '../core/simulation.ts'
import { planLoads, weighScores, type Balancing } from '../modules/drs/balance.ts'
import { viewOf } from '../modules/drs/view.ts'
import { VmViews } from '../modules/drs/vm-views.ts'
import { round9, roundDecimals, roundHalfUp } from '../models/maths.ts'
import { drsAtWork } from '../reads/drs.ts'

/** Null: DRS is off, or does nothing. */
export function drsLook(kernel: Kernel): DrsLook | null {
  const cfg = drsAtWork(kernel)
  if (cfg === null) return null
  // A view of its own: what the classic algorithm tries stays in it.
  const balancing: Balancing = { turn: kernel, cfg, view: viewOf(kernel, new VmViews(kernel, true)) }
  const running = balancing.view.vms.filter((vm) => vm.isOn && vm.host.counts)
  const stuck = new Map<string, number>()
  for (const { stuck: reason } of running) if (reason !== null) stuck.set(reason, (stuck.get(reason) ?? 0) + 1)
  return {
    t: kernel.now,
    algorithm: cfg.algorithm,
    threshold: cfg.migrationThreshold,
    vmsLookedAt: running.length,
    stuck: [...stuck].map(([reason, vms]) => ({ reason, vms })),
    ...(cfg.algorithm === 'drsScore' ? byScore(balancing) : byLoads(balancing)),
  }
}

type Found = Pick<DrsLook, 'score' | 'leastGain' | 'imbalance' | 'target' | 'moves'>

function byScore(balancing: Balancing): Found {
  const { score, least, weighed } = weighScores(balancing)
  return {
    score: score === null ? null : roundDecimals(score, 2),
    leastGain: least,
    imbalance: null,
    target: null,
    moves: weighed.map(({ vm, from, to, net, cost, seconds, scoreBefore, scoreAfter, isWanted, obstacle }): DrsLookMove => {
      const lacking =
        least === null || round9(net + cost) < least ? 'threshold' : round9(net) < least ? 'costBenefit' : isWanted ? 'wanted' : 'minGoodness'
      const gain = roundDecimals(net, 2)
      return {
        vm: vm.name,
        from: from.name,
        to: to.name,
        // What gains too little is not asked for, whatever else stands against it.
        verdict: lacking === 'wanted' && obstacle !== null ? 'blocked' : lacking,
        obstacle,
        gain,
        missing: least !== null && (lacking === 'threshold' || lacking === 'costBenefit') ? roundDecimals(least - gain, 2) : null,
        cost: roundDecimals(cost, 2),
        scoreBefore: roundDecimals(scoreBefore, 2),
        scoreAfter: roundDecimals(scoreAfter, 2),
        migrationTimeMs: roundHalfUp(seconds * 1000),
      }
    }),
  }
}

function byLoads(balancing: Balancing): Found {
  const { imbalance, target, moves, blocked, passedOver } = planLoads(balancing)
  const plain = { missing: null, cost: null, scoreBefore: null, scoreAfter: null }
  const names = ({ vm, from, to }: (typeof moves | typeof blocked | typeof passedOver)[number]) => ({ vm: vm.name, from: from.name, to: to.name })
  const gainOf = (gain: number): number => roundDecimals(gain, 4)
  return {
    score: null,
    leastGain: null,
    imbalance: roundDecimals(imbalance, 4),
    target: target === null ? null : roundDecimals(target, 4),
    moves: [
      ...moves.map((move): DrsLookMove => {
        const { gain, seconds } = move
        return { ...names(move), verdict: 'wanted', obstacle: null, gain: gainOf(gain), ...plain, migrationTimeMs: roundHalfUp(seconds * 1000) }
      }),
      ...blocked.map((move): DrsLookMove => {
        const { net, reason } = move
        return { ...names(move), verdict: 'blocked', obstacle: reason, gain: gainOf(net), ...plain, migrationTimeMs: 0 }
      }),
      ...passedOver.map((move): DrsLookMove => {
        const { gain, reason, seconds } = move
        return { ...names(move), verdict: reason, obstacle: null, gain: gainOf(gain), ...plain, migrationTimeMs: roundHalfUp(seconds * 1000) }
      }),
    ],
  }
}
