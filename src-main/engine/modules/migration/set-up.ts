/** From the queue to the first byte: validation, the shell on the destination, the connection (VM-020, phases 1 to 3). */
import type { MigrationRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { acceptsVms, roomOfHost } from '../../reads/capacity.ts'
import { overheadOf } from '../../reads/claims.ts'
import { isEncrypted, migrationTrouble } from '../../reads/migration-checks.ts'
import type { MoveTrouble } from '../../reads/migration-checks.ts'
import { toolsRun } from '../../reads/guests.ts'
import { vmotionPath } from '../../reads/vmotion.ts'
import { fallsShort } from '../../models/maths.ts'
import { productAtLeast } from '../../../contract/lab/product.ts'
import { takeCosts } from './budgets.ts'
import { startCopying } from './copying.ts'
import { watchLink } from './cuts.ts'
import { fail } from './ending.ts'
import { groupsOf } from './files.ts'
import { enterPhase, hasMemory, keyOf, moveOf, ownKind, stepAt } from './migration-record.ts'

/** It leaves the queue, unless what was so when it was asked for is so no more. */
export function begin(turn: Turn, record: MigrationRecord, isChecked: boolean): void {
  const vm = turn.world.vms.need(record.vm)
  const trouble = isChecked ? null : troubleAtStart(turn, vm, record)
  if (trouble !== null) return fail(turn, record, trouble.reason, trouble.facts)
  const { from, to, datastore, role } = record
  const kind = ownKind(record)
  const move = moveOf(vm, record)
  const streams = hasMemory(record) ? (vmotionPath(turn, from, to)?.streams ?? null) : null
  const encrypted = move === null ? false : isEncrypted(turn, move)
  const started =
    kind === null
      ? record.causeSeq
      : turn.emit('vmotion.started', { vm: vm.name, from, to, kind, datastore, streams, encrypted, role }, { causedBy: record.causeSeq })
  takeCosts(turn, record)
  const groups = groupsOf(turn, record)
  const disks = groups.length === 0 ? null : { doneBytes: 0, left: groups }
  const begun = { ...record, waitsFor: null, startedAt: turn.now, disks, causeSeq: started }
  if (datastore !== null) turn.signal('spaceChanged', { datastore }, started)
  if (kind === null) turn.signal('ftCopyStarted', { vm: vm.name, host: to }, started)
  const phase = enterPhase(turn, begun, 'validate', 'vcenter')
  const preparedAt = turn.now + notificationMs(turn, vm, begun) + setUpMs(turn) * turn.constants['VM-020'].destinationAtShare
  turn.world.migrations.set(keyOf(record), { ...begun, ...phase, ...stepAt(turn, begun, preparedAt) })
}

function troubleAtStart(turn: Turn, vm: VmRecord, record: MigrationRecord): MoveTrouble | null {
  const move = moveOf(vm, record)
  if (move !== null) return migrationTrouble(turn, move)
  const host = turn.world.hosts.get(record.to)
  if (record.to === vm.host && turn.constants['FT-011'].partnerHostExcluded) return { reason: 'ftSameHost', facts: ['FT-011'], about: {} }
  if (host === undefined || !acceptsVms(host)) return { reason: 'invalidState', facts: ['FT-014'], about: {} }
  if (vmotionPath(turn, record.from, record.to) === null) return { reason: 'vmotionNotEnabled', facts: ['VM-003'], about: {} }
  // FT-010: a new secondary holds its room since its host was chosen.
  if (record.kind === 'ft') return null
  const room = roomOfHost(turn.world, record.to)
  const { cpuReservationMHz, memoryReservationMiB } = vm.cfg
  const fits = room.cpuMHz >= cpuReservationMHz && !fallsShort(room.memoryMiB, memoryReservationMiB + overheadOf(vm.cfg))
  return fits ? null : { reason: 'insufficientResources', facts: ['VM-015'], about: {} }
}

const setUpMs = (turn: Turn): number => turn.constants['VM-030'].setupSeconds * 1000

/** VM-028: the application is told first, and may put the start off. */
function notificationMs(turn: Turn, vm: VmRecord, record: MigrationRecord): number {
  const { enabled, timeout, acknowledgeAfter } = vm.cfg.vmOpNotification
  const isTold = enabled && hasMemory(record) && record.kind !== 'ft' && record.role !== 'secondary' && toolsRun(vm)
  if (!isTold || !productAtLeast(turn.lab.product, '8.0') || !turn.constants['VM-028'].isWaitedFor) return 0
  return Math.min(acknowledgeAfter ?? timeout, timeout)
}

/** The next phase of the set-up is due, or the set-up is over. */
export function setUpStep(turn: Turn, record: MigrationRecord): void {
  const { from, to, phase, dueAt } = record
  const { destinationAtShare, sourceAtShare } = turn.constants['VM-020']
  const at = dueAt ?? turn.now
  if (phase === 'prepareSource') return startCopying(turn, turn.world.migrations.patch(keyOf(record), { timer: null }), at)
  const isFirst = phase === 'validate'
  const entered = isFirst ? enterPhase(turn, record, 'prepareDestination', to) : enterPhase(turn, record, 'prepareSource', from)
  const share = isFirst ? sourceAtShare - destinationAtShare : 1 - sourceAtShare
  const next = stepAt(turn, record, at + setUpMs(turn) * share)
  watchLink(turn, turn.world.migrations.patch(keyOf(record), { ...entered, ...next }))
}
