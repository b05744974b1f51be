/** FT pairs of the lab as they are at the start: with a settled one they run, protected. */
import type { Turn } from '../../core/turn.ts'
import { findPlace } from './candidates.ts'
import { newPair } from './commands.ts'
import { filesOf } from './secondaries.ts'

/** Before HA settles. Secondaries with a host of their own first, then in file order; nothing is logged. */
export function settlePairs(turn: Turn): void {
  const { world } = turn
  const vms = turn.lab.vms.filter(({ faultTolerance }) => faultTolerance)
  const inOrder = [...vms.filter((vm) => vm.ftSecondaryHost !== null), ...vms.filter((vm) => vm.ftSecondaryHost === null)]
  for (const { name, ftSecondaryHost } of inOrder) {
    const vm = world.vms.need(name)
    const pair = newPair(name, 'enabled', { host: null, datastore: null })
    if (vm.power !== 'on' || vm.host === null) {
      world.ftPairs.set(name, { ...pair, asked: { host: ftSecondaryHost, datastore: null } })
      continue
    }
    const { cfg } = vm
    const about = { vm, cfg, primary: vm.host, datastore: cfg.datastore, starter: 'settled' as const }
    const found = findPlace(turn, { ...about, only: ftSecondaryHost, preferred: null })
    const secondary = found.host?.host ?? null
    world.ftPairs.set(
      name,
      secondary === null
        ? { ...pair, state: 'needSecondary', reason: 'initializing', rejected: found.rejected }
        : { ...pair, state: 'running', secondary, secondaryFiles: filesOf(cfg, cfg.datastore) },
    )
  }
}

/** A cold start: turned on, and protected once they are. */
export function enableAtStart(turn: Turn): void {
  for (const { name, faultTolerance, ftSecondaryHost } of turn.lab.vms)
    if (faultTolerance) turn.world.ftPairs.set(name, newPair(name, 'enabled', { host: ftSecondaryHost, datastore: null }))
}
