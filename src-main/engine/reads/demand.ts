/** Demand of VMs at an instant: pure reads over the world. */
import type { LabDemand } from '../../contract/lab/index.ts'
import type { DemandKey } from '../../contract/lab/index.ts'
import { demandAt, lastPositive, nextChangeAfter, prepareDemand } from '../models/demand.ts'
import type { Demand } from '../models/demand.ts'
import { round9 } from '../models/maths.ts'
import { derivedOfWorld } from '../core/derived.ts'
import type { DemandRecord, VmRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { overheadOf } from './claims.ts'

/** A demand prepared once: the record is replaced whenever it changes, so it is a safe key. */
const prepared = new WeakMap<LabDemand, Demand>()

/** Unrounded; MHz for `cpuMHz`, MiB for `memoryMiB`. A VM that runs nowhere asks for nothing. */
export function demandOf(world: ReadonlyTables, vm: string, key: DemandKey, atMs: number): number {
  const demand = demandNow(world, vm)
  return demand === null ? 0 : demandAt(demand, key, atMs)
}

/** What the keys of a VM's demand are read from now; null: it asks for nothing. */
export function demandNow(world: ReadonlyTables, vm: string): Demand | null {
  const record = world.vms.get(vm)
  const demand = world.demands.get(vm)?.demand
  return record === undefined || demand === undefined || !asksNow(record) ? null : preparedOf(demand)
}

/** It runs, and its guest asks for what its demand says. */
export function asksNow({ power, guest }: Pick<VmRecord, 'power' | 'guest'>): boolean {
  return power === 'on' && guest !== 'crashed' && guest !== 'hung'
}

/** Ready to be asked; made once for each demand. */
export function preparedOf(demand: LabDemand): Demand {
  let ready = prepared.get(demand)
  if (ready === undefined) {
    ready = prepareDemand(demand)
    prepared.set(demand, ready)
  }
  return ready
}

/** What is asked of a VM again and again, found once for its record and that of its demand. */
export interface DemandRow {
  readonly vm: VmRecord
  /** Null: it asks for nothing now. */
  readonly demand: Demand | null
  readonly past: DemandRecord['past']
  readonly onSince: number
  readonly overheadMiB: number
}

/** By the positions of VMs; tables and maps would be looked through for each VM in each pass otherwise. */
const rowsOf = derivedOfWorld(['demands'], (): DemandRow[] => [])

export function rowOf(world: ReadonlyTables, vm: VmRecord): DemandRow {
  const rows = rowsOf(world)
  const known = rows[vm.order]
  if (known?.vm === vm) return known
  const record = world.demands.get(vm.name)
  return (rows[vm.order] = {
    vm,
    demand: record !== undefined && asksNow(vm) ? preparedOf(record.demand) : null,
    past: record?.past ?? [],
    onSince: record?.onSince ?? -Infinity,
    overheadMiB: overheadOf(vm.cfg),
  })
}

/** Instant after `now` from which the key of a VM that runs may have another value, null: never. */
export function nextChangeOf(world: ReadonlyTables, vm: string, key: DemandKey, now: number): number | null {
  const demand = demandNow(world, vm)
  return demand === null ? null : nextChangeAfter(demand, key, now)
}

const ioKeys = ['writeMBps', 'netMbps'] as const

/**
 * The last instant in [fromMs, now] at which the guest of a VM did disk or network I/O, null: none. A guest that boots reads its disk. What it
 * sends counts whether or not the network carries it.
 */
export function lastIoAt(world: ReadonlyTables, name: string, now: number, fromMs: number): number | null {
  const vm = world.vms.get(name)
  const record = world.demands.get(name)
  if (vm === undefined || record === undefined || vm.guestSince === null) return null
  if (vm.guest === 'booting') return now
  const end = vm.guest === 'ready' ? now : vm.guestSince
  const bootEnd = vm.readyAt ?? end
  const begin = Math.max(bootEnd, fromMs, record.since ?? -Infinity)
  const demand = preparedOf(record.demand)
  let last = Math.max(bootEnd, record.lastIoAt ?? -Infinity)
  for (const key of ioKeys) last = Math.max(last, lastPositive(demand, key, begin, end) ?? -Infinity)
  return last >= fromMs ? last : null
}

/** The guest of a VM reads, writes or sends now. */
export function doesIo(world: ReadonlyTables, name: string, now: number): boolean {
  const demand = demandNow(world, name)
  if (demand === null) return false
  return world.vms.get(name)?.guest === 'booting' || ioKeys.some((key) => round9(demandAt(demand, key, now)) > 0)
}

/** Instant after `now` from which a guest that runs may do more or less I/O, null: never. */
export function nextIoChange(world: ReadonlyTables, name: string, now: number): number | null {
  const demand = demandNow(world, name)
  const changes = demand === null ? [] : ioKeys.map((key) => nextChangeAfter(demand, key, now)).filter((at) => at !== null)
  return changes.length === 0 ? null : Math.min(...changes)
}
