/** What is on disks survives a host that dies: the running layer (SN-028) and the tree (SN-034). HA restarts the VM from them. */
import type { Signals } from '../../core/messages.ts'
import type { Turn } from '../../core/turn.ts'
import { layerOf } from '../../models/snapshot-chain.ts'
import { chainOf } from '../../reads/snapshots.ts'
import { chainToChange, setChain } from './chain.ts'

export function hostFailed(turn: Turn, { vm, cause }: Signals['vmPoweredOff']): void {
  const { 'SN-028': running, 'SN-034': tree } = turn.constants
  if (cause !== 'hostFailed' || (running.runningStateStays && tree.treeStays) || chainOf(turn.world, vm) === undefined) return
  const chain = chainToChange(turn, vm)
  const top = layerOf(chain, chain.top)
  const layers = running.runningStateStays ? chain.layers : chain.layers.map((layer) => (layer === top ? { ...top, grown: 0, extents: [] } : layer))
  setChain(turn, tree.treeStays ? { ...chain, layers } : { ...chain, layers, snapshots: [], current: null, consolidationNeeded: true })
}
