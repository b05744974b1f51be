/** The stun, the last bytes, the resume elsewhere (VM-020, phases 6 and 7). */
import type { MigrationRecord, PreCopyProgress } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { roundHalfUp } from '../../models/maths.ts'
import { reachesVm } from '../../reads/storage.ts'
import { vmotionPath } from '../../reads/vmotion.ts'
import { complete, fail } from './ending.ts'
import { filesThere } from './files.ts'
import { enterPhase, isLinkGone, keyOf, stepAt, stunsVm, toMBps, transferOf } from './migration-record.ts'

/** VM-021: what is left can be sent within the goal. The share of the link does not fall from now on (VM-037). */
export function switchMemory(turn: Turn, record: MigrationRecord, preCopy: PreCopyProgress, bytesPerSecond: number): void {
  const at = preCopy.roundAt
  const goalMs = turn.constants['VM-021'].switchoverGoalSeconds * 1000
  const sendMs = preCopy.roundBytes <= 0 ? 0 : roundHalfUp((preCopy.roundBytes / bytesPerSecond) * 1000)
  const bytes = roundHalfUp(preCopy.roundBytes)
  const inputs = { vm: record.vm, round: preCopy.rounds, bytes, bandwidthMBps: toMBps(bytesPerSecond), sendMs, goalMs }
  const entered = enterPhase(turn, record, 'switchOver', record.from, { decision: 'preCopyEnough', facts: ['VM-021', 'VM-030'], inputs })
  stunned(turn, Object.assign({}, record, entered, { preCopy }), at, record.cutAt)
  turn.request('transfer.send', { id: transferOf(keyOf(record)), bytes: preCopy.roundBytes, from: at, pinned: true }, record.causeSeq)
}

/** Only files moved: the VM goes on with the copies, after a short stun where it runs (VM-062). */
export function switchFiles(turn: Turn, record: MigrationRecord, at: number): void {
  if (record.kind === 'cold') return resume(turn, turn.world.migrations.patch(keyOf(record), { dueAt: at }))
  const switching = stunned(turn, { ...record, ...enterPhase(turn, record, 'switchOver', record.from) }, at)
  turn.world.migrations.patch(keyOf(record), stepAt(turn, switching, at + turn.constants['VM-062'].stunMs))
}

/** `cutAt`: since when it cannot send, where the link went at this very instant; null: it can. */
function stunned(turn: Turn, record: MigrationRecord, at: number, cutAt: number | null = null): MigrationRecord {
  turn.cancel(record.cutTimer)
  if (stunsVm(record)) turn.request('compute.stun', { vm: record.vm, on: true }, record.causeSeq)
  const failsAt = at + turn.constants['VM-055'].maxSwitchoverMs
  const cutTimer = turn.at(failsAt, 'migration.cut', { id: keyOf(record) }, record.causeSeq)
  return turn.world.migrations.set(keyOf(record), { ...record, stunnedAt: at, cutAt, failsAt, cutTimer })
}

/** Device checkpoint, disks opened, one round trip (VM-030, VM-036). */
export function lastTransferOver(turn: Turn, record: MigrationRecord, endedAt: number): void {
  const { fixedStunSeconds } = turn.constants['VM-030']
  const rttMs = turn.constants['VM-036'].roundTripCounts ? (vmotionPath(turn, record.from, record.to)?.rttMs ?? 0) : 0
  turn.world.migrations.patch(keyOf(record), stepAt(turn, record, endedAt + fixedStunSeconds * 1000 + rttMs))
}

/** The destination takes over, if it can; else the source goes on (VM-050). */
export function resume(turn: Turn, record: MigrationRecord): void {
  const { from, to, kind, role, datastore } = record
  const vm = turn.world.vms.need(record.vm)
  if (isLinkGone(turn, record)) return void turn.world.migrations.patch(keyOf(record), { timer: null, cutAt: record.cutAt ?? turn.now })
  const files = datastore === null || kind === 'ft' ? null : filesThere(vm.cfg, datastore)
  if (kind === 'cold') return coldEnd(turn, record)
  if (kind === 'ft' || role === 'secondary') return complete(turn, record)
  const opens = reachesVm(turn.world, to, { ...vm.cfg, ...files })
  if (!opens) return fail(turn, record, 'datastoreNotAccessible', ['VM-050'])
  turn.world.migrations.patch(keyOf(record), { timer: null })
  if (kind === 'storage') {
    if (files !== null) turn.request('compute.setFiles', { vm: vm.name, ...files }, record.causeSeq)
    return complete(turn, record)
  }
  // `vmMoved` ends it.
  const move = { vm: vm.name, from, to, by: 'migration', quiet: false } as const
  turn.request('compute.moveVm', files === null ? move : { ...move, files }, record.causeSeq)
}

function coldEnd(turn: Turn, record: MigrationRecord): void {
  const vm = turn.world.vms.need(record.vm)
  if (vm.power !== 'off') return fail(turn, record, 'invalidState', ['VM-050'])
  const files = record.datastore === null ? {} : filesThere(vm.cfg, record.datastore)
  turn.request('compute.relocate', { vm: vm.name, host: record.to, ...files }, record.causeSeq)
  complete(turn, record)
}
