/** What else can end a migration: hosts, processes and vCenter that are gone (VM-050 to VM-053). */
import type { FactId } from '../../../contract/fact-id.ts'
import type { Signals } from '../../core/messages.ts'
import type { MigrationRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { migrationKey } from '../../reads/vmotion.ts'
import { complete, fail } from './ending.ts'
import { lostWithVcenter } from './queue.ts'

function failWhere(turn: Turn, applies: (record: MigrationRecord) => boolean, reason: string, facts: readonly [FactId, ...FactId[]]): void {
  if (turn.world.migrations.size === 0) return
  for (const record of [...turn.world.migrations.values()]) if (applies(record)) fail(turn, record, reason, facts)
}

export function hostPower(turn: Turn, { host, on }: Signals['hostPower']): void {
  if (on) return
  failWhere(turn, ({ from }) => from === host, 'sourceHostFailed', ['VM-052'])
  failWhere(turn, ({ to }) => to === host, 'destinationHostFailed', ['VM-051'])
  for (const { vm, host: at, timer } of [...turn.world.leftovers.values()]) if (at === host) removeLeftover(turn, vm, host, timer)
}

export function hostRemoved(turn: Turn, { host }: Signals['hostRemoved']): void {
  failWhere(turn, ({ from, to }) => from === host || to === host, 'notFound', ['VM-014'])
}

/** The process that was to move is gone; of an orphan elsewhere nothing depends. */
export function vmPoweredOff(turn: Turn, { vm, host, cause }: Signals['vmPoweredOff']): void {
  const isGone = turn.world.vms.get(vm)?.power !== 'on' || turn.world.vms.get(vm)?.host !== host
  if (isGone) processGone(turn, vm, host, cause === 'hostFailed')
}

/** A VM that lost its lock was started elsewhere: what was to move is an orphan now (HA-070). */
export function vmPoweredOn(turn: Turn, { vm }: Signals['vmPoweredOn']): void {
  const record = turn.world.migrations.get(vm)
  if (record !== undefined && record.kind !== 'cold' && record.from !== turn.world.vms.get(vm)?.host) processGone(turn, vm, record.from, false)
}

export function takeoverDue(turn: Turn, { vm, from, cause }: Signals['takeoverDue']): void {
  processGone(turn, vm, from, cause === 'hostFailed')
}

function processGone(turn: Turn, vm: string, host: string, hostFailed: boolean): void {
  for (const key of [migrationKey(vm), migrationKey(vm, 'secondary')]) {
    const record = turn.world.migrations.get(key)
    if (record === undefined || record.kind === 'cold') continue
    if (hostFailed && record.from === host) fail(turn, record, 'sourceHostFailed', ['VM-052'])
    else fail(turn, record, 'vmPoweredOff', ['VM-050'])
  }
}

/** A VM that was off and moves is being started by somebody else. */
export function lockTaken(turn: Turn, { vm }: Signals['lockTaken']): void {
  const record = turn.world.migrations.get(vm)
  if (record?.kind === 'cold') fail(turn, record, 'invalidState', ['VM-050'])
}

/** The switch-over is done; or FT has made the secondary the primary, and what was to move is another. */
export function vmMoved(turn: Turn, { vm, by, to }: Signals['vmMoved']): void {
  const record = turn.world.migrations.get(vm)
  if (by === 'migration' && record?.to === to && record.phase === 'switchOver') return complete(turn, record)
  if (by === 'ft') failWhere(turn, (one) => one.vm === vm, 'vmPoweredOff', ['VM-050'])
}

export function vmRemoved(turn: Turn, { vm }: Signals['vmRemoved']): void {
  failWhere(turn, (record) => record.vm === vm, 'notFound', ['VM-014'])
  for (const left of [...turn.world.leftovers.values()]) if (left.vm === vm) removeLeftover(turn, vm, left.host, left.timer)
}

/** VM-018: what runs goes on from host to host; what waits, waits in vCenter. */
export function vcenterChanged(turn: Turn): void {
  if (!vcenterRuns(turn.world)) failWhere(turn, lostWithVcenter, 'vcenterDown', ['VM-018'])
}

export function cleaned(turn: Turn, { vm, host }: { vm: string; host: string }): void {
  turn.world.leftovers.remove(`${vm}>${host}`)
  turn.signal('capacityChanged', { host })
}

function removeLeftover(turn: Turn, vm: string, host: string, timer: number): void {
  turn.cancel(timer)
  turn.world.leftovers.remove(`${vm}>${host}`)
}
