/** One look at the cluster (DRS-010), in the order of DRS-014: constraints are corrected, what is left is balanced, then comes power. */
import type { CommandArgs } from '../../core/messages.ts'
import type { Turn } from '../../core/turn.ts'
import { drsAtWork, drsSettings } from '../../reads/drs.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { balance } from './balance.ts'
import { distributeVms } from './distribution.ts'
import { spareDegradedHosts } from './degraded.ts'
import { power } from './dpm.ts'
import { evacuateHosts } from './evacuate.ts'
import { makeRoomForHa } from './ha-room.ts'
import { forgetFaults, settleFaults } from './faults.ts'
import type { Pass } from './proposal.ts'
import { carryOutApproved, settleRecommendations, withdrawAll } from './recommend.ts'
import { planPasses } from './schedule.ts'
import { passRan, reviewAgents } from './vcls.ts'
import { viewOf } from './view.ts'
import { correctConstraints, correctShouldRules } from './correct.ts'

/** In the order of DRS-014. Each adds what it finds, and sees in the view what those before it have in mind. */
const steps: readonly ((pass: Pass) => void)[] = [
  correctConstraints,
  evacuateHosts,
  correctShouldRules,
  spareDegradedHosts,
  makeRoomForHa,
  balance,
  distributeVms,
  power,
]

export function regularPass(turn: Turn): void {
  planPasses(turn)
  reviewAgents(turn)
  look(turn)
}

export function passSoon(turn: Turn): void {
  turn.world.drsPass.patch('pass', { soonTimer: null })
  look(turn)
}

/** Run DRS now. */
export function runCommand(turn: Turn, _args: CommandArgs): void {
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['DRS-109'])
  if (drsAtWork(turn) === null) return turn.refuse('invalidState', [drsSettings(turn.world) === null ? 'DRS-001' : 'DRS-096'])
  look(turn)
}

function look(turn: Turn): void {
  const cfg = drsAtWork(turn)
  if (cfg === null) return
  turn.request('resources.attach', {})
  const pass: Pass = {
    turn,
    cfg,
    view: viewOf(turn),
    proposals: [],
    faults: [],
    rejected: [],
    moveLimit: null,
    score: null,
    imbalance: null,
    target: null,
  }
  for (const step of turn.constants['DRS-014'].constraintsFirst ? steps : steps.toReversed()) step(pass)
  const { proposals, faults, rejected, moveLimit, score, imbalance, target } = pass
  const hosts = pass.view.counting.length
  const seq = turn.emit('drs.pass', { algorithm: cfg.algorithm, score, imbalance, target, hosts, moveLimit, rejected: rejected as never })
  turn.world.drsPass.patch('pass', { lastSeq: seq })
  settleFaults(turn, faults, seq)
  settleRecommendations(turn, proposals, seq)
  carryOutApproved(turn)
  passRan(turn)
  fallSilent(turn)
}

/** DRS is off, or vCenter or its agents are gone: it has nothing to say. */
export function fallSilent(turn: Turn): void {
  if (drsAtWork(turn) !== null) return
  withdrawAll(turn)
  forgetFaults(turn)
}
