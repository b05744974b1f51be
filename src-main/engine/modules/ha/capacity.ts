/** What the agent of a host learns when it asks the primary whether a VM could run elsewhere (HA-133). */
import type { Capacity, Requests } from '../../core/messages.ts'
import type { Turn } from '../../core/turn.ts'
import { agentUp, follows, primaries, settings } from './cluster.ts'
import { ownerOf } from './lists.ts'
import { wouldPlace } from './restarts.ts'

export function askCapacity(turn: Turn, { vm, host }: Requests['ha.askCapacity']): void {
  const record = turn.world.vms.get(vm)
  const answer = (capacity: Capacity, more: Partial<Requests['vmcp.capacity']> = {}): void =>
    turn.request('vmcp.capacity', { vm, host, capacity, primary: null, target: null, rejected: [], ...more })
  if (record === undefined || !agentUp(turn.world, host)) return answer('agentDown')
  const primary = primaryOf(turn, host)
  // A partition of its own knows nothing of the hosts beyond it.
  if (primary === null || primary !== primaryFor(turn, vm)) return answer('unknown', { primary })
  const found = wouldPlace(turn, record, primary)
  if (found.host !== null) return answer('available', { primary, target: found.host.host })
  answer(found.lacking === 'turn' ? 'available' : 'missing', { primary, rejected: found.rejected })
}

/** The primary that the agent talks to: itself, or the one that it follows. */
function primaryOf(turn: Turn, host: string): string | null {
  const agent = turn.world.agents.get(host)
  if (agent?.state === 'primary') return host
  const followed = agent?.primary ?? null
  return followed !== null && turn.world.agents.get(followed)?.state === 'primary' && follows(turn, host, followed) ? followed : null
}

/** Whoever would restart the VM: the owner of its list; of a list that is nobody's the primary that vCenter talks to, or the only one. */
function primaryFor(turn: Turn, vm: string): string | null {
  const all = primaries(turn.world)
  return ownerOf(turn, vm) ?? settings(turn.world)?.vcenterPrimary ?? (all.length === 1 ? (all[0]?.host ?? null) : null)
}
