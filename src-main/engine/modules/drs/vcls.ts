/** vCLS: vCenter keeps its agents on different hosts; DRS works with them, once without, and then not at all (DRS-096). */
import { productAtLeast } from '../../../contract/lab/product.ts'
import { derived } from '../../core/derived.ts'
import type { Kernel } from '../../core/simulation.ts'
import type { Turn } from '../../core/turn.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { agentPlaces, hasRoomForAgents } from '../../reads/vcls.ts'

/** Of a lab that begins: they were deployed before. */
export function settleAgents(kernel: Kernel): void {
  if (!productAtLeast(kernel.lab.product, '7.0')) return
  kernel.world.vcls.set('vcls', { agents: agentPlaces(kernel, [], true), ranWithout: false })
}

/** Where they are left, and where they would be if new ones could be deployed: asked whenever room comes free anywhere. */
const places = derived(
  ['hosts', 'cluster', 'vcls'],
  (turn: Turn) => turn.world,
  (turn) => {
    const left = agentPlaces(turn, turn.world.vcls.get('vcls')?.agents ?? [], false)
    return { left, all: agentPlaces(turn, left, true) }
  },
)

/** Hosts, room or the mode changed. While vCenter is down nobody deploys new ones. */
export function reviewAgents(turn: Turn): void {
  const known = turn.world.vcls.get('vcls')
  if (known === undefined) return
  const { left, all } = places(turn)
  const isMissing = all.length > left.length
  const agents = isMissing && vcenterRuns(turn.world) && hasRoomForAgents(turn) ? all : left
  const ranWithout = known.ranWithout && agents.length === 0
  const isSame = agents.length === known.agents.length && agents.every((host, i) => host === known.agents[i])
  if (!isSame || ranWithout !== known.ranWithout) turn.world.vcls.set('vcls', { agents, ranWithout })
}

/** A pass has run; without agents it was the last. */
export function passRan(turn: Turn): void {
  const known = turn.world.vcls.get('vcls')
  if (known?.agents.length === 0 && !known.ranWithout) turn.world.vcls.patch('vcls', { ranWithout: true })
}
