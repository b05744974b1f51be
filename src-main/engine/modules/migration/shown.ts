/** Migrations as the state shows them: progress and rates are computed when somebody reads them. */
import type { MigrationState } from '../../../contract/state.ts'
import type { MigrationRecord, PreCopyProgress } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { judgeRound } from '../../models/pre-copy.ts'
import { roundHalfUp } from '../../models/maths.ts'
import { demandOf } from '../../reads/demand.ts'
import { hasMemory, keyOf, ownKind, transferOf } from './migration-record.ts'

const MIB = 1024 * 1024
/** A forecast of more rounds than any pre-copy has. */
const ROUNDS_AHEAD = 200

/** Null for FT's first copy, which is none of the VM's own. */
export function migrationState(turn: Pick<Turn, 'world' | 'now' | 'constants'>, record: MigrationRecord): MigrationState | null {
  const kind = ownKind(record)
  if (kind === null) return null
  const { vm, from, to, datastore, role, phase, preCopy, waitsFor, startedAt, cutAt, failsAt } = record
  const { bytesPerSecond, dirtyRate } = ratesOf(turn, record)
  return {
    vm,
    kind,
    from,
    to,
    datastore,
    role,
    phase,
    round: preCopy?.rounds ?? 0,
    percent: migrationPercent(turn, record),
    waitsFor: waitsFor?.what ?? null,
    waitsForName: waitsFor?.name ?? null,
    startedMs: startedAt,
    bytesPerSecond: roundHalfUp(bytesPerSecond),
    dirtyBytesPerSecond: roundHalfUp(dirtyRate),
    cutSinceMs: cutAt,
    failsAtMs: cutAt === null || failsAt === null ? null : roundHalfUp(failsAt),
  }
}

/** FT's first copy of a VM: how far, percent, and the budget that it waits for; null: there is none, or it does not wait. */
export function ftCopyShown(
  turn: Pick<Turn, 'world' | 'now' | 'constants'>,
  vm: string,
): { readonly ftCopyPercent: number | null; readonly ftCopyWaitsFor: string | null } {
  const record = turn.world.migrations.get(vm)
  if (record?.kind !== 'ft') return { ftCopyPercent: null, ftCopyWaitsFor: null }
  return { ftCopyPercent: migrationPercent(turn, record), ftCopyWaitsFor: record.waitsFor?.name ?? null }
}

/** Bytes per second that it sends, and that its guest dirties meanwhile. */
function ratesOf({ world }: Pick<Turn, 'world'>, record: MigrationRecord): { readonly bytesPerSecond: number; readonly dirtyRate: number } {
  const { phase, preCopy } = record
  const transfer = world.transfers.get(transferOf(keyOf(record)))
  const bytesPerSecond = transfer !== undefined && transfer.bytesLeft > 0 ? transfer.rate : 0
  return { bytesPerSecond, dirtyRate: preCopy === null || phase !== 'preCopy' ? 0 : Math.min(preCopy.dirtyRate, preCopy.dirtyLimit ?? Infinity) }
}

/** Sent by now, of what it will have sent if link and guest stay as they are; null: it waits. */
export function migrationPercent(turn: Pick<Turn, 'world' | 'now' | 'constants'>, record: MigrationRecord): number | null {
  if (record.startedAt === null) return null
  const { bytesPerSecond: rate, dirtyRate } = ratesOf(turn, record)
  const { disks, preCopy } = record
  const transfer = turn.world.transfers.get(transferOf(keyOf(record)))
  const left = transfer === undefined ? 0 : Math.max(0, transfer.bytesLeft - (transfer.rate * Math.max(0, turn.now - transfer.since)) / 1000)
  const cfg = turn.world.vms.get(record.vm)?.cfg
  const memory = hasMemory(record) ? (cfg?.memoryMiB ?? 0) * MIB : 0
  const filesLeft = disks === null ? 0 : disks.left.reduce((sum, { bytes }) => sum + bytes, 0)
  if (preCopy === null) {
    const total = (disks?.doneBytes ?? 0) + filesLeft + memory
    const sent =
      (disks?.doneBytes ?? 0) + (filesLeft > 0 && transfer !== undefined && transfer.bytesLeft > 0 ? (disks?.left[0]?.bytes ?? 0) - left : 0)
    return total <= 0 ? 0 : roundHalfUp((100 * sent) / total)
  }
  const sent = (disks?.doneBytes ?? 0) + preCopy.sentBytes + preCopy.roundBytes - left
  const ahead = record.phase === 'switchOver' ? 0 : roundsAhead(turn, record, preCopy, rate, dirtyRate)
  return Math.min(100, roundHalfUp((100 * sent) / Math.max(1, sent + left + ahead)))
}

/** Bytes of the rounds after this one, and of the last transfer (VM-030). */
function roundsAhead(
  turn: Pick<Turn, 'world' | 'now' | 'constants'>,
  record: MigrationRecord,
  preCopy: PreCopyProgress,
  rate: number,
  dirtyRate: number,
): number {
  if (rate <= 0) return 0
  const workingSet = demandOf(turn.world, record.vm, 'workingSetMiB', turn.now) * MIB
  const sdps = turn.world.vms.get(record.vm)?.cfg.sdps === true
  let sum = 0
  let bytes = preCopy.roundBytes
  let dirty = dirtyRate
  let throttled = preCopy.dirtyLimit !== null
  for (let rounds = preCopy.rounds + 1; rounds <= preCopy.rounds + ROUNDS_AHEAD; rounds++) {
    const next = Math.min((dirty * bytes) / rate, workingSet)
    sum += next
    const end = { rounds, sentBytes: bytes, dirtyBytes: next, bytesPerSecond: rate, throttled, sdps }
    const verdict = judgeRound(end, turn.constants)
    if (verdict === 'switchOver' || verdict === 'fail') return sum
    if (verdict === 'throttle') {
      throttled = true
      dirty = Math.min(dirty, turn.constants['VM-033'].throttledShare * rate)
    }
    bytes = next
  }
  return sum
}
