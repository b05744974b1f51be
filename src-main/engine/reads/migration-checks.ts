/**
 * What forbids a migration, and what is only warned about (VM-002 to VM-017): asked when it is requested, and again when it leaves the queue.
 * That the VM exists and is free, that vCenter runs and that anything moves at all has been looked at before.
 */
import type { EventPayload } from '../../contract/events.ts'
import type { FactId } from '../../contract/fact-id.ts'
import { productAtLeast } from '../../contract/lab/product.ts'
import type { MigrationKind } from '../../contract/state.ts'
import type { VmRecord } from '../core/records.ts'
import type { Turn } from '../core/turn.ts'
import { acceptsVms, overheadOf, roomOfHost } from './capacity.ts'
import { datastoresOf, productOf, reaches, reachesFiles } from './storage.ts'
import { vmotionPath } from './vmotion.ts'

export interface Move {
  readonly vm: VmRecord
  readonly from: string
  /** The same as `from` where only files move. */
  readonly to: string
  /** Where its files go; null: they stay. */
  readonly datastore: string | null
  readonly kind: MigrationKind
}

export interface MoveTrouble {
  readonly reason: string
  readonly facts: readonly [FactId, ...FactId[]]
  readonly about: EventPayload<'command.refused'>
}

const trouble = (reason: string, facts: MoveTrouble['facts'], about: MoveTrouble['about'] = {}): MoveTrouble => ({ reason, facts, about })

/** The first reason to refuse it; null: it may start. */
export function migrationTrouble(turn: Turn, move: Move): MoveTrouble | null {
  const { vm, from, to, datastore, kind } = move
  const host = turn.world.hosts.get(to)
  if (host === undefined) return trouble('notFound', ['VM-014'], { host: to })
  if (datastore !== null && !turn.world.datastores.has(datastore)) return trouble('notFound', ['VM-002'], { datastore })
  if (kind === 'both' && !productAtLeast(turn.lab.product, '5.1')) return trouble('notInProduct', ['VM-001'])
  if (to !== from) {
    if (host.maintenance !== 'no') return trouble('hostInMaintenance', ['VM-014'], { host: to })
    if (!acceptsVms(host) || host.disconnected) return trouble('invalidState', ['VM-014'], { host: to })
    if (kind !== 'cold' && vmotionPath(turn, from, to) === null) return trouble('vmotionNotEnabled', ['VM-003'], { host: to })
    if (kind !== 'cold') {
      const room = roomOfHost(turn.world, to)
      if (room.cpuMHz < vm.cfg.cpuReservationMHz) return trouble('insufficientResources', ['VM-015'], { host: to, resource: 'cpu' })
      if (room.memoryMiB < vm.cfg.memoryReservationMiB + overheadOf(vm.cfg))
        return trouble('insufficientResources', ['VM-015'], { host: to, resource: 'memory' })
    }
  }
  if (datastore !== null && !reaches(turn.world, to, datastore)) return trouble('datastoreNotAccessible', ['VM-002'], { host: to, datastore })
  const missing = datastore === null ? datastoresOf(vm.cfg).find((name) => !reachesFiles(turn.world, to, vm.cfg, name)) : undefined
  return missing === undefined ? null : trouble('datastoreNotAccessible', ['VM-002'], { host: to, datastore: missing })
}

/** What it does although it should rather not. */
export function migrationWarnings(_turn: Turn, _move: Move): readonly MoveTrouble[] {
  return []
}

/** VM-041: whether its memory travels encrypted. */
export function isEncrypted(turn: Turn, { vm, from, to, kind }: Move): boolean {
  if (kind !== 'vmotion' && kind !== 'both') return false
  return vm.cfg.migrateEncryption !== 'disabled' && [from, to].every((host) => productAtLeast(productOf(turn, host), '6.5'))
}
