/** Removing snapshots from a tree and merging the layers that nothing refers to any more (SN-009, SN-010, SN-011). Pure; bytes. */
import { modelConstants, type ModelConstants } from '../../knowledge/model-constants.ts'
import { bytesOf, isDelta, layerOf, overlay, pruned, settled, unreferenced, type Chain, type DiskLayer } from './snapshot-chain.ts'

/** A snapshot and everything below it, parents first. */
export function subtreeOf(chain: Chain, id: string): string[] {
  const ids = new Set([id])
  for (const snapshot of chain.snapshots) if (snapshot.parent !== null && ids.has(snapshot.parent)) ids.add(snapshot.id)
  return chain.snapshots.filter((snapshot) => ids.has(snapshot.id)).map((snapshot) => snapshot.id)
}

/**
 * The tree without these entries: what stood below them stands below the nearest that is left. Branches that nothing is built on any more are
 * gone at once; layers that only have to be merged stay.
 */
export function withoutSnapshots<C extends Chain>(chain: C, ids: readonly string[]): C {
  const parents = new Map(chain.snapshots.map(({ id, parent }) => [id, parent]))
  const leftAbove = (id: string | null): string | null => {
    let next = id
    while (next !== null && ids.includes(next)) next = parents.get(next) ?? null
    return next
  }
  const snapshots = chain.snapshots.filter(({ id }) => !ids.includes(id)).map((one) => ({ ...one, parent: leftAbove(one.parent) }))
  return pruned({ ...chain, snapshots, current: leftAbove(chain.current) })
}

/** Layers that are merged down, parents first: those on top of one that nothing refers to. */
export function mergeable(chain: Chain): DiskLayer[] {
  const below = new Set(unreferenced(chain).map(({ id }) => id))
  return chain.layers.filter(({ parent }) => parent !== null && below.has(parent))
}

/** V of SN-025: the sum of the deltas that are merged. */
export function mergeBytes(chain: Chain, now: number, constants: ModelConstants = modelConstants): number {
  return mergeable(chain).reduce((sum, { id }) => sum + bytesOf(chain, id, now, constants), 0)
}

/** All of them merged down; `keepTop`: but for the layer that is written (a helper, SN-024). What is readable where does not change. */
export function merged<C extends Chain>(chain: C, now: number, keepTop = false, constants: ModelConstants = modelConstants): C {
  const one = mergeable(chain).find(({ id }) => !keepTop || id !== chain.top)
  if (one === undefined) return chain
  return merged(mergedDown(settled(chain, now, chain.writing, constants), one.id), now, keepTop, constants)
}

/** A layer becomes part of the one below, which keeps its id. Thick base disks do not grow by it. */
function mergedDown<C extends Chain>(chain: C, id: number): C {
  const upper = layerOf(chain, id)
  const lower = layerOf(chain, upper.parent ?? id)
  const to = (layer: number): number => (layer === id ? lower.id : layer)
  const both: DiskLayer = {
    ...lower,
    grown: isDelta(lower) ? lower.grown + upper.grown : 0,
    at: upper.at,
    extents: overlay(lower.extents, upper.extents),
  }
  return {
    ...chain,
    top: to(chain.top),
    snapshots: chain.snapshots.map((snapshot) => ({ ...snapshot, layer: to(snapshot.layer) })),
    layers: chain.layers.flatMap((layer) => {
      if (layer.id === id) return []
      if (layer.id === lower.id) return [both]
      return [layer.parent === null ? layer : { ...layer, parent: to(layer.parent) }]
    }),
  }
}
