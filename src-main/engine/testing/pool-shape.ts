/** Resource pools of a random lab: VMs that run are in pools that expand, since a start may not break the tree. */
import type { Rng } from '../core/rng.ts'
import { percent } from './draws.ts'
import type { Having } from './draws.ts'

const levels = ['low', 'normal', 'high']
/** Small: settled VMs leave little of their hosts. */
const RESERVED_MAX = 500

export function drawPools(rng: Rng, having: Having): object[] {
  const scalable = having('scalable shares', 40)
  const pools = [drawPool(rng, 'pool-1', null, scalable)]
  if (percent(rng, 60)) pools.push(drawPool(rng, 'pool-2', percent(rng, 70) ? 'pool-1' : null, scalable))
  if (having('fixed pool', 50))
    pools.push({
      ...drawPool(rng, 'fixed-1', percent(rng, 40) ? 'pool-1' : null, scalable),
      cpuExpandable: false,
      memoryExpandable: percent(rng, 40),
    })
  return pools
}

function drawPool(rng: Rng, name: string, parent: string | null, scalable: boolean): object {
  return {
    name,
    parent,
    cpuShares: percent(rng, 70) ? rng.pick(levels) : rng.between(1, 20_000),
    memoryShares: percent(rng, 70) ? rng.pick(levels) : rng.between(1, 500_000),
    cpuReservationMHz: percent(rng, 40) ? rng.between(1, RESERVED_MAX) : 0,
    memoryReservationMiB: percent(rng, 40) ? rng.between(1, RESERVED_MAX) : 0,
    scalableShares: scalable && percent(rng, 50),
  }
}

/** Of a VM; null: the root. */
export function drawPoolOf(rng: Rng, pools: readonly object[], isOn: boolean): string | null {
  const names = pools.map((pool) => (pool as { readonly name: string }).name).filter((name) => !isOn || !name.startsWith('fixed'))
  return percent(rng, 65) ? rng.pick(names) : null
}
