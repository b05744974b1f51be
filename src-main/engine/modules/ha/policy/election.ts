/** Who wins an election: HA-008, then HA-010; HA-011 overrides both. */
import type { Rejected } from '../../../../contract/events.ts'

export interface Candidate {
  readonly host: string
  readonly moid: string
  /** Datastores that it can access now. */
  readonly datastores: number
  /** fdm.nodeGoodness, or null. */
  readonly nodeGoodness: number | null
}

export interface ElectionRules {
  readonly mostDatastoresWin: boolean
  readonly compareAsText: boolean
  readonly nodeGoodnessOverrides: boolean
}

/** Positive when `a` is the better one. */
export function compareCandidates(a: Candidate, b: Candidate, rules: ElectionRules): number {
  if (rules.nodeGoodnessOverrides && (a.nodeGoodness ?? 0) !== (b.nodeGoodness ?? 0)) return (a.nodeGoodness ?? 0) - (b.nodeGoodness ?? 0)
  if (rules.mostDatastoresWin && a.datastores !== b.datastores) return a.datastores - b.datastores
  // Two hosts cannot have one id in vCenter, in a lab they can: somebody has to win all the same.
  if (a.moid === b.moid) return a.host < b.host ? 1 : a.host > b.host ? -1 : 0
  if (!rules.compareAsText) return Number(a.moid.replace(/\D/g, '')) - Number(b.moid.replace(/\D/g, ''))
  return a.moid < b.moid ? -1 : a.moid > b.moid ? 1 : 0
}

/** The winner and why each other one lost; candidates are not empty. */
export function elect(candidates: readonly Candidate[], rules: ElectionRules): { readonly winner: Candidate; readonly rejected: Rejected[] } {
  const winner = candidates.reduce((best, candidate) => (compareCandidates(candidate, best, rules) > 0 ? candidate : best))
  const rejected = candidates
    .filter((candidate) => candidate !== winner)
    .map((candidate): Rejected => {
      if (rules.nodeGoodnessOverrides && (candidate.nodeGoodness ?? 0) < (winner.nodeGoodness ?? 0))
        return { option: candidate.host, reason: 'lowerNodeGoodness', facts: ['HA-011'] }
      if (candidate.datastores < winner.datastores) return { option: candidate.host, reason: 'fewerDatastores', facts: ['HA-008'] }
      return { option: candidate.host, reason: 'lowerMoid', facts: ['HA-010'] }
    })
  return { winner, rejected }
}
