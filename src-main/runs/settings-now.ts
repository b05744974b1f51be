/** Settings as they are at the instant shown, as a form has them: those of the lab with what commands changed. Durations in ms. */
import type { Lab } from '../contract/lab/index.ts'
import { merged } from '../contract/lab/patch.ts'
import type { SettingsKind } from '../contract/api-guided.ts'
import type { Simulation } from '../engine/index.ts'

type Given = { readonly t: number; readonly command: string; readonly args: object }
type Block = Readonly<Record<string, unknown>>

const blockOf = (value: unknown): Block => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Block) : {})

/** `commands`: those of a person that have been carried out. Null: there is none of that name. */
export function settingsNow(lab: Lab, simulation: Simulation, commands: readonly Given[], kind: SettingsKind, name: string): Block | null {
  if (kind === 'vm') return simulation.vmConfig(name) as Block | null
  const given: readonly Given[] = [
    ...lab.timeline.filter(({ at }) => at <= simulation.now).map(({ at, do: command, args }) => ({ t: at, command, args })),
    ...commands,
  ].sort((a, b) => a.t - b.t)
  const patches = (command: string): readonly Block[] => given.filter((each) => each.command === command).map(({ args }) => blockOf(args))
  switch (kind) {
    case 'host': {
      const added = patches('host.add').findLast((args) => args['name'] === name)
      const entry = added ?? (lab.hosts.find((host) => host.name === name) as Block | undefined)
      if (entry === undefined) return null
      const own = patches('host.configure').filter(({ host }) => host === name)
      return own.reduce<Block>((block, { host: _, ...patch }) => merged(block, patch), entry)
    }
    case 'pool':
      return poolsNow(lab, given).get(name) ?? null
    case 'cluster': {
      const { haSettings, ...cluster } = lab.cluster
      const block = patches('cluster.configure').reduce((before, patch) => merged(before, patch), { ...cluster, ha: haSettings })
      return { ...block, resourcePools: [...poolsNow(lab, given).values()] }
    }
  }
}

/** By name: a pool may come with a command of its own or with the cluster's. */
function poolsNow({ cluster }: Lab, given: readonly Given[]): ReadonlyMap<string, Block> {
  const pools = new Map<string, Block>(cluster.resourcePools.map((pool) => [pool.name, { ...pool }]))
  const put = (name: unknown, patch: Block): void => void pools.set(String(name), merged(pools.get(String(name)) ?? {}, patch))
  for (const { command, args } of given) {
    const { pool, ...patch } = blockOf(args)
    if (command === 'resourcePool.add') put(patch['name'], patch)
    else if (command === 'resourcePool.configure') put(pool, patch)
    else if (command === 'resourcePool.remove') pools.delete(String(pool))
    else if (command === 'cluster.configure' && Array.isArray(patch['resourcePools']))
      for (const entry of (patch['resourcePools'] as readonly unknown[]).map(blockOf)) put(entry['name'], entry)
  }
  return pools
}
