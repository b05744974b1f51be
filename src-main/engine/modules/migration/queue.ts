/** The queue of migrations: what does not fit the budgets of hosts, vMotion networks and datastores waits (VM-060, VM-061). */
import type { MigrationCost, MigrationRecord } from '../../core/records.ts'
import type { Signals } from '../../core/messages.ts'
import type { Turn } from '../../core/turn.ts'
import type { Index, ReadonlyTables } from '../../core/world.ts'
import { datastoresOf } from '../../reads/storage.ts'
import { costInUse, vmotionNetworksOf, vmotionPath } from '../../reads/vmotion.ts'
import { begin } from './set-up.ts'
import { hasMemory, keyOf } from './migration-record.ts'
import { costsOf, largestBudget } from './costs.ts'
import { sourcesOf } from './files.ts'

type Asked = Pick<MigrationRecord, 'vm' | 'role' | 'kind' | 'from' | 'to' | 'datastore' | 'command'>

/** Puts it into the queue, and starts it at once where nothing is in its way. `isChecked`: right now it may start. */
export function enqueue(turn: Turn, asked: Asked, isChecked: boolean): void {
  const record: MigrationRecord = {
    ...asked,
    order: turn.count('migrations'),
    costs: costsNow(turn, asked),
    waitsFor: null,
    startedAt: null,
    phase: null,
    disks: null,
    preCopy: null,
    stunnedAt: null,
    cutAt: null,
    failsAt: null,
    cutTimer: null,
    timer: null,
    dueAt: null,
    causeSeq: turn.cause,
  }
  const headOfLine = turn.constants['VM-061'].laterOnesThatFitStart ? null : firstWaiting(turn)
  const waitsFor = firstTooDear(turn.world, record.costs) ?? headOfLine?.waitsFor ?? null
  if (waitsFor !== null) turn.world.migrations.set(keyOf(record), { ...record, waitsFor, causeSeq: tellQueued(turn, record, waitsFor) })
  else begin(turn, turn.world.migrations.set(keyOf(record), record), isChecked)
}

function costsNow(turn: Turn, asked: Asked): MigrationCost[] {
  const path = hasMemory(asked) ? vmotionPath(turn, asked.from, asked.to) : null
  const network = vmotionNetworksOf(turn.world, asked.from)[0]
  return costsOf(
    {
      kind: asked.kind,
      from: asked.from,
      to: asked.to,
      sources: asked.kind === 'vmotion' ? datastoresOf(turn.world.vms.need(asked.vm).cfg) : sourcesOf(turn, asked),
      destination: asked.datastore,
      network: path === null || network === undefined ? null : { name: network.name, gbps: path.gbps },
    },
    turn.constants,
  )
}

function tellQueued(turn: Turn, record: MigrationRecord, { what, name, key, cost, budget }: MigrationCost): number | null {
  const { vm, from, to, kind, role } = record
  if (kind === 'ft') return record.causeSeq
  const inputs = { vm, from, to, kind, what, name, inUse: costInUse(turn.world, key), cost, budget }
  const why = { decision: 'migrationWaits', facts: ['VM-060', 'VM-061'], inputs } as const
  return turn.emit('vmotion.queued', { vm, from, to, kind, waitsFor: what, name, role }, { causedBy: record.causeSeq, why })
}

const isWaiting = (record: MigrationRecord): boolean => record.waitsFor !== null

const nothing: readonly string[] = []

/** By the budget that they wait for. */
const byBudget: Index<MigrationRecord> = {
  keysOf: ({ waitsFor }) => (waitsFor === null ? nothing : [waitsFor.key]),
  same: (a, b) => a.waitsFor === b.waitsFor,
  orderOf: ({ order }) => order,
}

function firstWaiting(turn: Turn): MigrationRecord | undefined {
  return turn.world.migrations.any(isWaiting) ? [...turn.world.migrations.values()].find(isWaiting) : undefined
}

/** These budgets have something to spend again: who fits now, first come, first served? Whoever waits for another budget still does not. */
export function serve(turn: Turn, { freed }: Signals['migrationEnded']): void {
  const { migrations } = turn.world
  if (!migrations.any(isWaiting)) return
  for (let record = nextOf(turn, freed); record !== null; record = nextOf(turn, freed)) {
    const blocked = firstTooDear(turn.world, record.costs)
    if (blocked === null) begin(turn, record, false)
    else migrations.patch(keyOf(record), { waitsFor: blocked })
    if (blocked !== null && !turn.constants['VM-061'].laterOnesThatFitStart) return
  }
}

/** The first of those that wait for one of these budgets and can have it. */
function nextOf(turn: Turn, freed: readonly string[]): MigrationRecord | null {
  const { world, constants } = turn
  const isFirstServed = constants['VM-061'].firstComeFirstServed
  let next: MigrationRecord | null = null
  for (const key of freed) {
    // Nothing costs less than 1.
    if (costInUse(world, key) >= largestBudget(key, constants)) continue
    for (const id of world.migrations.keysWith(byBudget, key)) {
      const record = world.migrations.need(id)
      if (next !== null && isFirstServed && record.order > next.order) break
      if (next !== null && !isFirstServed && record.order < next.order) continue
      if (record.waitsFor === null || isTooDear(world, record.waitsFor)) continue
      next = record
      if (isFirstServed) break
    }
  }
  return next
}

const isTooDear = (world: ReadonlyTables, { key, cost, budget }: MigrationCost): boolean => costInUse(world, key) + cost > budget

/** The first that would exceed its budget; null: all fit. */
function firstTooDear(world: ReadonlyTables, costs: readonly MigrationCost[]): MigrationCost | null {
  return costs.find((cost) => isTooDear(world, cost)) ?? null
}

/** VM-018: the queue is vCenter's; FT's copies are not asked of it (FT-025). */
export const lostWithVcenter = (record: MigrationRecord): boolean => isWaiting(record) && record.kind !== 'ft' && record.role !== 'secondary'
