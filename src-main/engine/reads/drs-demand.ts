/** What DRS takes the demand of a VM to be (DRS-024 to DRS-028, DRS-068), and how steady it is (DRS-053). Pure reads over the world. */
import type { DemandKey, DemandStep, LabDemand } from '../../contract/lab/index.ts'
import { productAtLeast } from '../../contract/lab/product.ts'
import type { DemandRecord, DrsSettings, VmRecord } from '../core/records.ts'
import { meanFactor } from '../models/demand-curve.ts'
import type { DemandCurve } from '../models/demand-curve.ts'
import { demandAt, lastDifferent, meanDemand as meanOf } from '../models/demand.ts'
import type { Demand } from '../models/demand.ts'
import { round9 } from '../models/maths.ts'
import { preparedOf, rowOf } from './demand.ts'
import type { DemandRow } from './demand.ts'
import { drsOption } from './drs.ts'
import type { At } from './drs.ts'
import { vmColumns } from './vm-columns.ts'

/** Every minute of `DRS-028` and its like. */
const MINUTE_MS = 60_000
/** DRS-053: nothing is steadier than that. */
const STEADY_MS = 3_600_000
/** DRS-053: what is a change, as a share of what was before. */
const CHANGE_SHARE = 0.1

/** Mean of a key over the last `windowMs`, or over the time since the VM's power-on where that is shorter; 0 while it is off. */
export function meanDemand({ world, now }: At, vm: VmRecord, key: DemandKey, windowMs: number): number {
  if (vm.power !== 'on') return 0
  const row = rowOf(world, vm)
  const from = Math.max(now - windowMs, row.onSince)
  if (row.past.length > 0 && from < now) return meanOfPast(row, key, from, now)
  return row.demand === null ? 0 : meanOf(row.demand, key, from, now)
}

function meanOfPast({ demand, past }: DemandRow, key: DemandKey, from: number, now: number): number {
  let sum = 0
  let at = from
  for (const piece of past) {
    if (piece.until <= at) continue
    if (piece.demand !== null) sum += meanOf(preparedOf(piece.demand), key, at, piece.until) * (piece.until - at)
    at = piece.until
  }
  if (demand !== null && at < now) sum += meanOf(demand, key, at, now) * (now - at)
  return sum / (now - from)
}

function presentDemand({ world, now }: At, vm: VmRecord, key: DemandKey): number {
  const { demand } = rowOf(world, vm)
  return demand === null ? 0 : demandAt(demand, key, now)
}

/** MHz: what DRS counts. Under drsScore the average over the look-back window, under classic the demand of now. */
export function averageCpuDemand(at: At, vm: VmRecord): number {
  const { constants } = at
  const cfg = settingsOf(at)
  if (cfg.algorithm === 'classic' && constants['DRS-024'].classicIsNow) return presentDemand(at, vm, 'cpuMHz')
  return meanDemand(at, vm, 'cpuMHz', windowOf(at, vm.cfg.memoryMiB, cfg))
}

/** A demand of CPU whose whole window is known, and of which no forecast counts: its average is asked for every VM in every pass. */
export interface PlainCpu {
  readonly low: number
  readonly span: number
  readonly curve: DemandCurve
  /** What it follows instead of the curve: a trace, or steps. */
  readonly other: Demand | null
  readonly windowMs: number
}

/** Of a VM; null: its average has to be asked for (`drsCpuDemand`). It holds until the records of the VM change, or the settings of DRS. */
export function plainCpu(at: At, vm: VmRecord): PlainCpu | null {
  const record = at.world.demands.get(vm.name)
  const cfg = settingsOf(at)
  if (record === undefined || vm.power !== 'on' || !record.asks || record.past.length > 0 || record.onSince !== null) return null
  if (cfg.algorithm === 'classic' || cfg.predictive) return null
  const demand = preparedOf(record.demand)
  const { cpuTrace, steps, low, high, curve } = demand
  const other = cpuTrace !== null || steps.length > 0 ? demand : null
  return { low: low.cpuMHz, span: high.cpuMHz - low.cpuMHz, curve, other, windowMs: windowOf(at, vm.cfg.memoryMiB, cfg) }
}

export function plainCpuAt({ low, span, curve, other, windowMs }: PlainCpu, now: number): number {
  if (other !== null) return meanOf(other, 'cpuMHz', now - windowMs, now)
  return span === 0 ? low : low + span * meanFactor(curve, now - windowMs, now)
}

/** Of a VM with so much memory. */
function windowOf({ constants }: At, memoryMiB: number, { migrationThreshold }: Counted): number {
  const { smallMinutes, largeMinutes, largeFromMiB } = constants['DRS-028']
  const minutes = memoryMiB < largeFromMiB ? smallMinutes : largeMinutes
  return (minutes[migrationThreshold - 1] as number) * MINUTE_MS
}

/** MiB: what DRS counts, by product and options. */
export function currentMemoryDemand(at: At, vm: VmRecord): number {
  if (vm.power === 'off') return 0
  return guestMemoryDemand(at, (key) => presentDemand(at, vm, key)) + rowOf(at.world, vm).overheadMiB
}

/** MiB: the same on average over a window (DRS-086). */
export function meanMemoryDemand(at: At, vm: VmRecord, windowMs: number): number {
  if (vm.power === 'off') return 0
  return guestMemoryDemand(at, (key) => meanDemand(at, vm, key, windowMs)) + rowOf(at.world, vm).overheadMiB
}

function guestMemoryDemand(at: At, of: (key: DemandKey) => number): number {
  return guestMemory(at)(of)
}

/** How it is counted now, of what a VM asks for. */
function guestMemory(at: At): (of: (key: DemandKey) => number) => number {
  const { constants } = at
  const cfg = settingsOf(at)
  const key = constants['DRS-027'].grantedCounts ? 'grantedMiB' : 'consumedMiB'
  if (cfg.algorithm === 'drsScore') return (of) => of(key)
  const untaxed = 100 - drsOption(cfg, 'IdleTax', constants['DRS-025'].idleTaxPercent)
  const percent = constants['DRS-026'].optionCounts ? drsOption(cfg, 'PercentIdleMBInMemDemand', untaxed) : untaxed
  return (of) => {
    const active = of('memoryMiB')
    const idle = Math.max(0, of('consumedMiB') - active)
    return active + (Math.min(100, Math.max(0, percent)) / 100) * idle
  }
}

/** With DRS off: as it would be with what it is when nothing is said. */
type Counted = Pick<DrsSettings, 'algorithm' | 'migrationThreshold' | 'advancedOptions' | 'predictive'>
const unset: Readonly<Record<DrsSettings['algorithm'], Counted>> = {
  classic: { algorithm: 'classic', migrationThreshold: 3, advancedOptions: {}, predictive: false },
  drsScore: { algorithm: 'drsScore', migrationThreshold: 3, advancedOptions: {}, predictive: false },
}

function settingsOf({ world, lab }: At): Counted {
  return world.drs.get('drs')?.cfg ?? unset[productAtLeast(lab.product, '7.0') ? 'drsScore' : 'classic']
}

/** MHz that balancing counts: with predictive DRS no less than what is forecast within the hour (DRS-068). */
export function drsCpuDemand(at: At, vm: VmRecord): number {
  const current = averageCpuDemand(at, vm)
  let most = current
  for (const step of forecastOf(at, vm)) most = Math.max(most, step.cpuMHz ?? 0)
  return most
}

/** MiB that balancing counts, likewise. */
export function drsMemoryDemand(at: At, vm: VmRecord): number {
  let most = currentMemoryDemand(at, vm)
  for (const step of forecastOf(at, vm)) {
    const forecast = guestMemoryDemand(at, (key) => step[key] ?? presentDemand(at, vm, key)) + rowOf(at.world, vm).overheadMiB
    most = Math.max(most, forecast)
  }
  return most
}

/** `drsCpuDemand` of all VMs, by their places. */
export function drsCpuDemands(at: At): ArrayLike<number> {
  const { world, constants, now } = at
  const columns = vmColumns(world)
  const cfg = settingsOf(at)
  if (cfg.predictive) return columns.records.map((vm) => drsCpuDemand(at, vm))
  if (cfg.algorithm === 'classic' && constants['DRS-024'].classicIsNow) return columns.at('cpuMHz', now)
  const demands = columns.means('cpuMHz', now, (memoryMiB) => windowOf(at, memoryMiB, cfg))
  for (let i = 0; i < demands.length; i++) if (columns.isPlain[i] !== 1) demands[i] = drsCpuDemand(at, columns.records[i] as VmRecord)
  return demands
}

/** `drsMemoryDemand` of all VMs that are on, by their places. */
export function drsMemoryDemands(at: At): ArrayLike<number> {
  const { world, now } = at
  const columns = vmColumns(world)
  if (settingsOf(at).predictive) return columns.records.map((vm) => drsMemoryDemand(at, vm))
  const { overheadMiB, size } = columns
  const demands = new Float64Array(size)
  let i = 0
  const counted = guestMemory(at)
  const of = (key: DemandKey): number => columns.at(key, now)[i]!
  for (; i < size; i++) demands[i] = counted(of) + overheadMiB[i]!
  return demands
}

const nothing: readonly DemandStep[] = []

/** What is forecast for now and for the next hour: each step holds until the next. */
function forecastOf(at: At, vm: VmRecord): readonly DemandStep[] {
  if (!settingsOf(at).predictive || vm.power !== 'on') return nothing
  const record = at.world.demands.get(vm.name)
  if (record === undefined || !record.asks || record.demand.forecast.length === 0) return nothing
  return within(record.demand.forecast, at.now, at.now + at.constants['DRS-068'].horizonMs)
}

function within(steps: LabDemand['forecast'], fromMs: number, toMs: number): readonly DemandStep[] {
  const held = steps.findLast((step) => step.at <= fromMs)
  const ahead = steps.filter((step) => step.at > fromMs && step.at <= toMs)
  return held === undefined ? ahead : [held, ...ahead]
}

/**
 * T_stable of DRS-053 counts from this instant: the last one up to which the VM asked for something from which its present demand differs
 * by more than 10 %; its power-on at the earliest, and no more than an hour ago.
 */
export function stableSince(at: At, vm: VmRecord): number {
  const { world, now } = at
  const record = world.demands.get(vm.name)
  if (record === undefined || vm.power !== 'on') return now
  const earliest = Math.max(now - STEADY_MS, record.onSince ?? -Infinity)
  const present = presentDemand(at, vm, 'cpuMHz')
  const differs = (value: number): boolean => round9(Math.abs(present - value)) > round9(CHANGE_SHARE * value)
  let end = now
  const stretches = [{ demand: record.asks ? record.demand : null, from: record.past.at(-1)?.until ?? -Infinity }]
  for (let i = record.past.length - 1; i >= 0; i -= 1)
    stretches.push({ demand: (record.past[i] as DemandRecord['past'][number]).demand, from: record.past[i - 1]?.until ?? -Infinity })
  for (const { demand, from } of stretches) {
    if (end <= earliest) break
    const begin = Math.max(earliest, from)
    const last = demand === null ? (begin < end && differs(0) ? end : null) : lastDifferent(preparedOf(demand), 'cpuMHz', begin, end, differs)
    if (last !== null) return last
    end = begin
  }
  return earliest
}
