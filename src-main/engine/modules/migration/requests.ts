/** Who may ask for a migration: a person through vCenter, and other modules. */
import type { FactId } from '../../../contract/fact-id.ts'
import type { CommandArgs, Requests } from '../../core/messages.ts'
import type { MigrationRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { busyWith } from '../../reads/busy.ts'
import { ftOf, hasFt } from '../../reads/ft.ts'
import { kindOfMove, notNow } from '../../reads/migration-checks.ts'
import type { Move } from '../../reads/migration-checks.ts'
import { datastoresOf } from '../../reads/storage.ts'
import { migrationKey } from '../../reads/vmotion.ts'
import { fail } from './ending.ts'
import { mayMigrate } from './may-migrate.ts'
import { enqueue } from './queue.ts'

/** VM-018: vCenter starts every migration that a person asks for. */
export function migrate(turn: Turn, args: CommandArgs): void {
  const vm = turn.world.vms.get(args['vm'] as string)
  if (vm === undefined) return turn.refuse('notFound', ['VM-014'])
  const early = notNow(turn, vm)
  if (early !== null) return turn.refuse(early.reason, early.facts, early.about)
  const move = askedMove(vm, (args['host'] as string | undefined) ?? null, (args['datastore'] as string | undefined) ?? null)
  if (move === null) return turn.refuse('invalidState', ['VM-001'])
  if (!mayMigrate(turn, move)) return
  enqueue(turn, { ...asRecord(move), role: hasFt(turn.world, vm.name) ? 'primary' : null, command: 'vm.migrate' }, true)
}

const asRecord = ({ vm, from, to, datastore, kind }: Move): Pick<MigrationRecord, 'vm' | 'from' | 'to' | 'datastore' | 'kind'> => ({
  vm: vm.name,
  from,
  to,
  datastore,
  kind,
})

/** VM-001: what moves decides what kind of migration it is; null: nothing would move. */
function askedMove(vm: VmRecord, host: string | null, datastore: string | null): Move | null {
  const to = host ?? vm.host
  const kind = to === null ? null : kindOfMove(vm, to, datastore)
  if (to === null || kind === null) return null
  // Files that are there already do not move.
  const filesMove = kind === 'both' || kind === 'storage' || (kind === 'cold' && datastoresOf(vm.cfg).some((name) => name !== datastore))
  return { vm, from: vm.host ?? to, to, datastore: filesMove ? datastore : null, kind }
}

/** Nothing else is being done to it. */
function isFree(turn: Turn, vm: VmRecord): boolean {
  return busyWith(turn.world, vm.name) === null && vm.powerOn === null && !vm.awaitsTakeover
}

export function start(turn: Turn, { vm: name, role, to, datastore, command }: Requests['migration.start']): void {
  const vm = turn.world.vms.get(name)
  if (vm === undefined || turn.world.migrations.has(migrationKey(name, role))) return
  if (role === 'secondary') {
    const from = ftOf(turn.world, name)?.secondary ?? null
    // FT-030: one of the pair at a time.
    if (busyWith(turn.world, name) === 'migration' && turn.constants['FT-030'].oneAtATime) return
    if (from !== null && from !== to) enqueue(turn, { vm: name, role, kind: 'vmotion', from, to, datastore: null, command }, false)
    return
  }
  const move = isFree(turn, vm) ? askedMove(vm, to, datastore) : null
  if (move !== null) enqueue(turn, { ...asRecord(move), role: hasFt(turn.world, name) ? 'primary' : role, command }, false)
}

/** FT-014: the first copy of a secondary passes the queue like a move without shared storage. */
export function ftCopy(turn: Turn, { vm: name, host, datastore }: Requests['migration.ftCopy']): void {
  const vm = turn.world.vms.get(name)
  const canStart = vm?.power === 'on' && vm.host !== null && vm.host !== host && isFree(turn, vm)
  if (!canStart || vm.host === null) return turn.signal('ftCopyFailed', { vm: name, host, reason: 'invalidState' })
  enqueue(turn, { vm: name, role: null, kind: 'ft', from: vm.host, to: host, datastore, command: null }, false)
}

const canceled: readonly [FactId] = ['VM-050']

export function cancel(turn: Turn, { vm, role }: Requests['migration.cancel']): void {
  const record = turn.world.migrations.get(migrationKey(vm, role))
  if (record !== undefined) fail(turn, record, 'requestCanceled', canceled)
}
