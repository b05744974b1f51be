/** Memory and reservations that hosts hold for VMs whose process is elsewhere: migrations on their way, sources not yet cleaned up, FT secondaries. */
import type { LabVm } from '../../contract/lab/index.ts'
import type { FtRecord, LeftoverRecord, MigrationRecord } from '../core/records.ts'
import type { Index, ReadonlyTables } from '../core/world.ts'
import { compareNames } from '../models/order.ts'

export interface Held {
  readonly vm: string
  readonly cfg: LabVm
  readonly host: string
}

const nothing: readonly Held[] = []
const nowhere: readonly string[] = []

/** VM-020: the destination holds it from `vmotion.started` on. */
const holdsAt = ({ kind, to, from, startedAt }: MigrationRecord): string | null =>
  startedAt !== null && to !== from && (kind === 'vmotion' || kind === 'both') ? to : null

const byVm = ({ vm: a }: Held, { vm: b }: Held): number => compareNames(a, b)

const one = (host: string | null): readonly string[] => (host === null ? nowhere : [host])

const byDestination: Index<MigrationRecord> = {
  keysOf: (record) => one(holdsAt(record)),
  same: (a, b) => a.startedAt === b.startedAt && a.to === b.to,
}
const bySource: Index<LeftoverRecord> = { keysOf: ({ host }) => [host] }
/** FT-010: the secondary as much as the primary, from the instant at which its host was chosen, while its first copy waits in the queue too. */
const bySecondary: Index<FtRecord> = { keysOf: ({ secondary }) => one(secondary), same: (a, b) => a.secondary === b.secondary }

/** VM-020: besides the destination the source until t_clean after the end. */
export function heldElsewhere(world: ReadonlyTables): readonly Held[] {
  if (world.migrations.size === 0 && world.leftovers.size === 0 && world.ftPairs.size === 0) return nothing
  const held: Held[] = []
  const add = (vm: string, host: string | null): void => {
    const cfg = world.vms.get(vm)?.cfg
    if (cfg !== undefined && host !== null) held.push({ vm, cfg, host })
  }
  for (const record of world.migrations.values()) add(record.vm, holdsAt(record))
  for (const { vm, host } of world.leftovers.values()) add(vm, host)
  for (const { vm, secondary } of world.ftPairs.values()) add(vm, secondary)
  return held
}

/** What one host holds, without looking at the others; by VM. */
export function heldAt(world: ReadonlyTables, host: string): readonly Held[] {
  if (world.migrations.size === 0 && world.leftovers.size === 0 && world.ftPairs.size === 0) return nothing
  const held: Held[] = []
  const add = (vm: string): void => {
    const cfg = world.vms.get(vm)?.cfg
    if (cfg !== undefined) held.push({ vm, cfg, host })
  }
  for (const key of world.migrations.keysWith(byDestination, host)) add(world.migrations.need(key).vm)
  for (const key of world.leftovers.keysWith(bySource, host)) add(world.leftovers.need(key).vm)
  for (const vm of world.ftPairs.keysWith(bySecondary, host)) add(vm)
  return held.length > 1 ? held.sort(byVm) : held
}
