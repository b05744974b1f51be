/** A migration that cannot go on: the vMotion network, or a datastore that its files come from or go to, is gone (VM-054, VM-055, VM-064). */
import type { CopiedFiles } from '../../core/moving-records.ts'
import type { MigrationRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { lossOf, reachesCopied } from '../../reads/storage.ts'
import { fail } from './ending.ts'
import { isLinkGone, keyOf, stepAt } from './migration-record.ts'
import type { Signals } from '../../core/messages.ts'
import { ofTransfer } from './migration-record.ts'

/** In the set-up there is no transfer yet that would tell. */
export function watchLink(turn: Turn, record: MigrationRecord): void {
  if (record.phase !== 'prepareDestination' && record.phase !== 'prepareSource') return
  const isGone = isLinkGone(turn, record)
  if (isGone && record.cutAt === null) cut(turn, record)
  if (!isGone && record.cutAt !== null) mend(turn, record)
}

export function watchLinks(turn: Turn): void {
  for (const record of [...turn.world.migrations.values()]) watchLink(turn, record)
}

export function transferCut(turn: Turn, { id, cut: isCut }: Signals['transferCut']): void {
  const record = ofTransfer(turn, id)
  if (record === undefined) return
  if (record.phase === 'switchOver') return cutInSwitchOver(turn, record, isCut)
  if (isCut && record.cutAt === null) cut(turn, record)
  if (!isCut && record.cutAt !== null) mend(turn, record)
}

/** VM-055: only the limit of the switch-over counts, and what cut it is why it may be missed. What should have resumed meanwhile resumes now. */
function cutInSwitchOver(turn: Turn, record: MigrationRecord, isCut: boolean): void {
  const { cutAt, failsAt, cutTimer } = record
  if (isCut && cutAt === null && failsAt !== null) {
    turn.cancel(cutTimer)
    const timer = turn.at(failsAt, 'migration.cut', { id: keyOf(record) })
    turn.world.migrations.patch(keyOf(record), { cutAt: turn.now, cutTimer: timer })
  } else turn.world.migrations.patch(keyOf(record), { cutAt: isCut ? cutAt : null })
  const isLate = record.timer === null && record.dueAt !== null
  if (!isCut && isLate) turn.world.migrations.patch(keyOf(record), stepAt(turn, record, turn.now))
}

function cut(turn: Turn, record: MigrationRecord): void {
  const failsAt = deadline(turn, record, turn.now)
  const timer = turn.at(failsAt, 'migration.cut', { id: keyOf(record) })
  turn.world.migrations.patch(keyOf(record), { cutAt: turn.now, failsAt, cutTimer: timer })
}

function mend(turn: Turn, record: MigrationRecord): void {
  turn.cancel(record.cutTimer)
  turn.world.migrations.patch(keyOf(record), { cutAt: null, failsAt: null, cutTimer: null })
}

/** How long it waits; a datastore that is lost for good is not waited for. */
function deadline(turn: Turn, record: MigrationRecord, cutAt: number): number {
  if (isLinkGone(turn, record)) return cutAt + networkTimeoutMs(turn, record.from)
  const lost = lostAccess(turn, record)
  const loss = lost === null ? undefined : lossOf(turn.world, lost.name, lost.host)
  if (loss?.kind === 'pdl') return turn.now
  return loss?.timeoutAt ?? cutAt + turn.constants['HA-129'].apdTimeoutMs
}

function networkTimeoutMs(turn: Turn, host: string): number {
  const own = Number(turn.world.hosts.get(host)?.cfg.advancedOptions['migrate.networktimeout'] ?? Number.NaN) * 1000
  return own > 0 ? own : turn.constants['VM-054'].networkTimeoutMs
}

function lostAccess(turn: Turn, record: MigrationRecord): CopiedFiles | null {
  const transfer = turn.world.transfers.get(`migration/${keyOf(record)}`)
  return transfer?.datastores.find((files) => !reachesCopied(turn, files)) ?? null
}

/** The time is up: of the network, of the datastore, or of the switch-over. */
export function timeIsUp(turn: Turn, record: MigrationRecord): void {
  if (record.phase === 'switchOver') return fail(turn, record, 'maxSwitchoverTime', ['VM-055'])
  if (isLinkGone(turn, record)) return fail(turn, record, 'networkTimeout', ['VM-054'])
  const failsAt = deadline(turn, record, record.cutAt ?? turn.now)
  if (failsAt <= turn.now) return fail(turn, record, 'datastoreNotAccessible', ['VM-064', 'HA-129'])
  turn.world.migrations.patch(keyOf(record), { failsAt, cutTimer: turn.at(failsAt, 'migration.cut', { id: keyOf(record) }) })
}
