/** Resource pools that people add, change and take away, and VMs that they put into them. */
import { percent } from './draws.ts'
import type { FaultKind, Scene } from './fault-kind.ts'

const POOLS_MAX = 5
const levels = ['low', 'normal', 'high']

function settings({ rng, world }: Scene): Readonly<Record<string, unknown>> {
  const parents = [null, ...world.pools.keys()]
  return {
    ...(percent(rng, 30) ? { parent: rng.pick(parents) } : {}),
    ...(percent(rng, 40) ? { cpuShares: rng.pick(levels), memoryShares: rng.pick(levels) } : {}),
    ...(percent(rng, 40) ? { cpuReservationMHz: rng.between(0, 8000) } : {}),
    ...(percent(rng, 40) ? { memoryReservationMiB: rng.between(0, 8192) } : {}),
    ...(percent(rng, 25) ? { cpuLimitMHz: percent(rng, 50) ? null : rng.between(1000, 20_000) } : {}),
    ...(percent(rng, 25) ? { memoryLimitMiB: percent(rng, 50) ? null : rng.between(1024, 32_768) } : {}),
    ...(percent(rng, 25) ? { cpuExpandable: percent(rng, 50), memoryExpandable: percent(rng, 50) } : {}),
    ...(percent(rng, 15) ? { scalableShares: percent(rng, 50) } : {}),
  }
}

export const poolFaults: readonly FaultKind[] = [
  {
    name: 'resourcePool.add',
    weight: 1,
    draw: (scene) => {
      const name = Array.from({ length: POOLS_MAX }, (_, i) => `pool-${i + 1}`).find((free) => !scene.world.pools.has(free))
      return name === undefined ? null : { do: 'resourcePool.add', args: { name, ...settings(scene) } }
    },
  },
  {
    name: 'resourcePool.configure',
    weight: 2,
    draw: (scene) => {
      const pools = [...scene.world.pools.keys()]
      return pools.length === 0 ? null : { do: 'resourcePool.configure', args: { pool: scene.rng.pick(pools), ...settings(scene) } }
    },
  },
  {
    name: 'resourcePool.remove',
    weight: 1,
    draw: ({ rng, world }) => (world.pools.size === 0 ? null : { do: 'resourcePool.remove', args: { pool: rng.pick([...world.pools.keys()]) } }),
  },
  {
    name: 'VM into a pool',
    weight: 2,
    draw: ({ rng, world }) => {
      const pools = [null, ...world.pools.keys()]
      const vms = [...world.vms.keys()]
      if (pools.length === 1 || vms.length === 0) return null
      return { do: 'vm.configure', args: { vm: rng.pick(vms), resourcePool: rng.pick(pools) } }
    },
  },
]
