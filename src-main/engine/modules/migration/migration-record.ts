/** Small things about a migration that several files need. */
import type { EventPayload } from '../../../contract/events.ts'
import type { MigrationKind, MigrationPhase } from '../../../contract/state.ts'
import type { MigrationRecord, VmRecord } from '../../core/records.ts'
import type { EmitOptions, Turn } from '../../core/turn.ts'
import { roundHalfUp } from '../../models/maths.ts'
import { migrationKey, vmotionPath } from '../../reads/vmotion.ts'
import type { Move } from '../../reads/migration-checks.ts'

export const keyOf = ({ vm, role }: Pick<MigrationRecord, 'vm' | 'role'>): string => migrationKey(vm, role)

const PREFIX = 'migration/'
export const transferOf = (key: string): string => PREFIX + key

/** The migration whose transfer it is; undefined: somebody else's. */
export function ofTransfer(turn: Turn, id: string): MigrationRecord | undefined {
  return id.startsWith(PREFIX) ? turn.world.migrations.get(id.slice(PREFIX.length)) : undefined
}

/** Its memory goes over the vMotion network. */
export const hasMemory = ({ kind }: Pick<MigrationRecord, 'kind'>): boolean => kind === 'vmotion' || kind === 'both' || kind === 'ft'

/** The VM itself stops for it: not for a secondary, which executes nothing that anybody sees, and not where it is off. */
export const stunsVm = ({ kind, role }: Pick<MigrationRecord, 'kind' | 'role'>): boolean => kind !== 'cold' && role !== 'secondary'

/** Between its two hosts no byte gets through. */
export function isLinkGone(turn: Turn, record: MigrationRecord): boolean {
  if (!hasMemory(record)) return false
  const path = vmotionPath(turn, record.from, record.to)
  return path === null || Math.min(path.fromBytesPerSecond, path.toBytesPerSecond) <= 0
}

/** The move as its checks see it; null for FT's own, which are not checked as moves of a VM. */
export function moveOf(vm: VmRecord, record: MigrationRecord): Move | null {
  const { from, to, datastore, kind, role } = record
  return kind === 'ft' || role === 'secondary' ? null : { vm, from, to, datastore, kind }
}

export const ownKind = (record: MigrationRecord): MigrationKind | null => (record.kind === 'ft' ? null : record.kind)

/** As people are shown it. */
export const toMBps = (bytesPerSecond: number): number => roundHalfUp(bytesPerSecond / 10_000) / 100

/** Logs a phase, if it is one of a migration that people see. */
export function enterPhase(
  turn: Turn,
  record: MigrationRecord,
  phase: MigrationPhase,
  actor: string,
  why?: EmitOptions['why'],
): { readonly phase: MigrationPhase } {
  if (record.kind !== 'ft') {
    const payload: EventPayload<'vmotion.phase'> = { vm: record.vm, phase, actor, role: record.role }
    turn.emit('vmotion.phase', payload, why === undefined ? { causedBy: record.causeSeq } : { causedBy: record.causeSeq, why })
  }
  return { phase }
}

/** The next step at an instant that need not be a whole millisecond. */
export function stepAt(turn: Turn, record: MigrationRecord, at: number): Pick<MigrationRecord, 'timer' | 'dueAt'> {
  turn.cancel(record.timer)
  return { timer: turn.at(at, 'migration.step', { id: keyOf(record) }, record.causeSeq), dueAt: at }
}
