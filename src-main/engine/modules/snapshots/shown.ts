/** Snapshots as the state shows them. Bytes, rounded half up. */
import type { VmState } from '../../../contract/state.ts'
import type { Turn } from '../../core/turn.ts'
import { bytesOf, chainDepth, contentAt, layersRead, runningBytes } from '../../models/snapshot-chain.ts'
import { roundDecimals, roundHalfUp } from '../../models/maths.ts'
import { chainNow, deltaFormat } from '../../reads/snapshots.ts'
import { snapshotDisks } from '../../reads/space.ts'

type Shown = Pick<VmState, 'disks' | 'snapshots' | 'currentSnapshot' | 'deltaBytes' | 'chainDepth' | 'readLayers' | 'consolidationNeeded' | 'content'>

export function snapshotsShown(turn: Pick<Turn, 'world' | 'now' | 'constants'>, name: string): Shown {
  const { world, now, constants } = turn
  const vm = world.vms.need(name)
  const chain = chainNow(world, vm)
  const depth = chainDepth(chain)
  const covered = snapshotDisks(vm.cfg)
  return {
    disks: vm.cfg.disks.map((disk) => {
      const hasDeltas = depth > 0 && covered.includes(disk)
      return { datastore: disk.datastore, format: hasDeltas ? deltaFormat(turn, disk) : null, chainDepth: hasDeltas ? depth : 0 }
    }),
    snapshots: chain.snapshots.map(({ id, name: label, parent, memoryBytes, consistency, takenAt, layer }) => ({
      id,
      name: label,
      parent,
      memory: memoryBytes !== null,
      consistency,
      deltaBytes: roundHalfUp(bytesOf(chain, layer, now, constants)),
      memoryBytes: memoryBytes ?? 0,
      content: contentAt(chain, layer),
      takenAtMs: takenAt,
    })),
    currentSnapshot: chain.current,
    deltaBytes: roundHalfUp(runningBytes(chain, now, constants)),
    chainDepth: depth,
    readLayers: roundDecimals(layersRead(chain, now, constants), 3),
    consolidationNeeded: chain.consolidationNeeded,
    content: contentAt(chain, chain.top),
  }
}
