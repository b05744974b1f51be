/** Pools that people add, change and take away (DRS-016 to DRS-023). vCenter does that; what makes the tree less sound is refused. */
import type { CommandArgs as CommandArgsOf, LabPool } from '../../../contract/lab/index.ts'
import type { CommandArgs, Requests } from '../../core/messages.ts'
import type { Turn } from '../../core/turn.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { changeTrouble, poolsAfter, vmsAfter } from '../../reads/pool-changes.ts'
import { poolsInOrder } from '../../reads/pools.ts'

export function addPool(turn: Turn, args: CommandArgs): void {
  const cfg = args as unknown as LabPool
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['HA-003'], { name: cfg.name })
  if (turn.world.pools.has(cfg.name)) return turn.refuse('invalidState', ['DRS-016'], { name: cfg.name })
  change(turn, [...poolsInOrder(turn.world), cfg], { name: cfg.name })
}

export function configurePool(turn: Turn, args: CommandArgs): void {
  const { pool: name, ...keys } = args as CommandArgsOf['resourcePool.configure']
  const record = known(turn, name)
  if (record === null) return
  const next = { ...record, ...keys } as LabPool
  const pools = poolsInOrder(turn.world).map((pool) => (pool.name === name ? next : pool))
  change(turn, pools, { pool: name })
}

/** What was in it belongs to its parent then. */
export function removePool(turn: Turn, args: CommandArgs): void {
  const name = args['pool'] as string
  const record = known(turn, name)
  if (record === null) return
  const pools = poolsInOrder(turn.world)
    .filter((pool) => pool.name !== name)
    .map((pool) => (pool.parent === name ? { ...pool, parent: record.parent } : pool))
  change(turn, pools, { pool: name })
}

/** The pool named by the command, or null after a refusal. */
function known(turn: Turn, name: string): LabPool | null {
  const record = turn.world.pools.get(name)
  if (!vcenterRuns(turn.world)) turn.refuse('vcenterDown', ['HA-003'], { pool: name })
  else if (record === undefined) turn.refuse('notFound', ['DRS-016'], { pool: name })
  else return record.cfg
  return null
}

/** `about`: what the command names. Where something would not fit, into which pool is among the rejected. */
function change(turn: Turn, pools: readonly LabPool[], about: { readonly name?: string; readonly pool?: string }): void {
  const trouble = changeTrouble(turn, pools)
  if (trouble === null) return settle(turn, pools)
  const { reason, fact, pool, resource, figures } = trouble
  const rejected = pool === undefined || pool === null ? [] : [{ option: pool, reason, facts: [fact] }]
  turn.refuse(reason, [fact], { pool: pool ?? null, ...about, ...(resource === undefined ? {} : { resource }) }, rejected, figures)
}

/** `resourcePools` of a `cluster.configure`, found to be sound. */
export function configurePools(turn: Turn, { patch }: Requests['resources.configure']): void {
  const pools = poolsAfter(turn.world, patch)
  if (pools !== null) settle(turn, pools)
}

function settle(turn: Turn, pools: readonly LabPool[]): void {
  const { world } = turn
  const moved = vmsAfter(world, pools)
  const names = new Set(pools.map(({ name }) => name))
  for (const name of [...world.pools.keys()]) if (!names.has(name)) world.pools.remove(name)
  for (const cfg of pools) {
    const before = world.pools.get(cfg.name)
    if (before?.cfg !== cfg) world.pools.set(cfg.name, { cfg, order: before?.order ?? turn.count('pools') })
  }
  for (const { name, cfg } of moved) turn.request('compute.setPool', { vm: name, pool: cfg.resourcePool })
  turn.signal('poolsChanged', {})
}
