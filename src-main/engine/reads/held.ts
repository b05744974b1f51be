/** Memory and reservations that hosts hold for VMs whose process is elsewhere: migrations on their way, sources not yet cleaned up, FT secondaries. */
import type { LabVm } from '../../contract/lab/index.ts'
import type { ReadonlyTables } from '../core/world.ts'

export interface Held {
  readonly vm: string
  readonly cfg: LabVm
  readonly host: string
}

const nothing: readonly Held[] = []

/** VM-020: the destination from `vmotion.started` on, the source until t_clean after the end; FT-010: the secondary as much as the primary. */
export function heldElsewhere(world: ReadonlyTables): readonly Held[] {
  if (world.migrations.size === 0 && world.leftovers.size === 0 && world.ftPairs.size === 0) return nothing
  const held: Held[] = []
  const add = (vm: string, host: string): void => {
    const cfg = world.vms.get(vm)?.cfg
    if (cfg !== undefined) held.push({ vm, cfg, host })
  }
  for (const { vm, kind, to, from, startedAt } of world.migrations.values())
    if (startedAt !== null && to !== from && (kind === 'vmotion' || kind === 'both')) add(vm, to)
  for (const { vm, host } of world.leftovers.values()) add(vm, host)
  // From the instant at which its host was chosen, while its first copy waits in the queue too.
  for (const { vm, secondary } of world.ftPairs.values()) if (secondary !== null) add(vm, secondary)
  return held
}
