/** What an agent puts into the scales of an election (HA-008 to HA-011). */
import type { Turn } from '../../core/turn.ts'
import { datastoreCount } from '../../reads/storage.ts'
import type { Candidate, ElectionRules } from './policy/election.ts'

export function candidate(turn: Turn, host: string): Candidate {
  const cfg = turn.world.hosts.need(host).cfg
  const goodness = cfg.advancedOptions['fdm.nodegoodness']
  return {
    host,
    moid: cfg.moid,
    datastores: datastoreCount(turn.world, host),
    nodeGoodness: goodness === undefined || goodness === null ? null : Number(goodness),
  }
}

export function electionRules(turn: Turn): ElectionRules {
  return { ...turn.constants['HA-008'], ...turn.constants['HA-010'], ...turn.constants['HA-011'] }
}
