/**
 * What a restart waits for before it is tried: the levels before its own (HA-088 to HA-091), and VMs that it depends on (HA-093, HA-094).
 * A VM that is ready as soon as it is issued has no record here.
 */
import type { LabHa, LabVm } from '../../../contract/lab/index.ts'
import type { ReadinessRecord, RestartLevel, RestartRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import type { ReadonlyTables } from '../../core/world.ts'
import { appLostAt, toolsRun } from '../../reads/guests.ts'
import { rulesOf } from '../../reads/rules.ts'
import { settings, settingOf } from './cluster.ts'

type Condition = LabHa['restartCondition']

/** HA-089: what makes a VM ready, beside its additional delay. */
function isMet(world: ReadonlyTables, vm: VmRecord, condition: Condition): boolean {
  const restart = world.restarts.get(vm.name)
  // An instance that a failed host may still run does not count.
  if (restart !== undefined) return condition === 'resourcesAllocated' && restart.state === 'attempted'
  if (condition === 'resourcesAllocated') return vm.power !== 'off'
  if (vm.power !== 'on') return false
  if (condition === 'poweredOn') return true
  if (vm.readyAt === null) return false
  if (condition === 'guestHeartbeats') return toolsRun(vm)
  return vm.cfg.application && appLostAt(vm) === null
}

/** HA-091: without another condition a VM is ready once it has been placed. */
function conditionOf(turn: Turn, vm: LabVm): Condition {
  const cfg = settings(turn.world)?.cfg
  const condition = cfg === undefined ? 'resourcesAllocated' : settingOf(cfg, vm, 'restartCondition')
  return condition === 'resourcesAllocated' && !turn.constants['HA-091'].placedIsReady ? 'poweredOn' : condition
}

function delayOf(turn: Turn, vm: LabVm): number {
  const cfg = settings(turn.world)?.cfg
  return cfg === undefined || !turn.constants['HA-089'].delayCounts ? 0 : settingOf(cfg, vm, 'restartAdditionalDelay')
}

/** A VM comes into the queue of a failover. */
export function awaitReadiness(turn: Turn, entry: Pick<RestartRecord, 'vm' | 'by' | 'failure' | 'level'>): void {
  const { cfg } = turn.world.vms.need(entry.vm)
  if (conditionOf(turn, cfg) === 'resourcesAllocated' && delayOf(turn, cfg) === 0) return
  const { vm, by, failure, level } = entry
  turn.world.readiness.set(vm, { vm, by, failure, level, settled: false, readyAt: null, timer: null })
}

export function levelsOf(entries: readonly { readonly level: number }[]): readonly RestartLevel[] {
  const open = new Map<number, number>()
  for (const { level } of entries) open.set(level, (open.get(level) ?? 0) + 1)
  return [...open].sort(([a], [b]) => a - b).map(([level, count]) => ({ level, open: count, startedAt: null }))
}

/** The level before its own that the restart still waits for, or null. */
export function levelAhead(world: ReadonlyTables, entry: RestartRecord): RestartLevel | null {
  const failover = world.failovers.get(String(entry.failure))
  return failover?.levels.find((ahead) => ahead.level < entry.level && ahead.open > 0) ?? null
}

/** The first of the VMs that it depends on which is not ready, or null. */
export function neededBy(turn: Turn, vm: string): string | null {
  const { needs } = rulesOf(turn.world, vm)
  if (needs.length === 0 || !turn.constants['HA-093'].dependentsWait) return null
  return needs.find((needed) => !isReady(turn, needed)) ?? null
}

function isReady(turn: Turn, name: string): boolean {
  const vm = turn.world.vms.get(name)
  if (vm === undefined) return true
  // HA-094: nothing moves past a VM that is not even to be restarted.
  if (!turn.constants['HA-094'].dependenciesAreHard && !turn.world.restarts.has(name)) return true
  return !turn.world.readiness.has(name) && isMet(turn.world, vm, conditionOf(turn, vm.cfg))
}

/** Its attempt was issued. */
export function issued(turn: Turn, vm: string): void {
  const entry = turn.world.restarts.need(vm)
  startLevel(turn, entry)
  const awaited = turn.world.readiness.get(vm)
  if (awaited === undefined) settle(turn, entry)
  else reconsiderReadiness(turn, vm)
}

/** It has no host now, or waits for a VM that it depends on: those behind it that need it only to be placed go on without it. */
export function setAside(turn: Turn, vm: string): void {
  const entry = turn.world.restarts.need(vm)
  startLevel(turn, entry)
  const { cfg } = turn.world.vms.need(vm)
  if (conditionOf(turn, cfg) === 'resourcesAllocated') settle(turn, entry)
}

/**
 * Its restart is over. Of one that has still to get ready others go on waiting, but no longer than the time-out of its level (HA-090): one that was
 * never issued, because it was found running or a person started it, starts the clock now.
 */
export function leavesQueue(turn: Turn, entry: RestartRecord): void {
  if (turn.world.readiness.has(entry.vm)) startLevel(turn, entry)
  else settle(turn, entry)
}

/** Whatever becomes of it, nobody waits for it any more. */
export function forgetReadiness(turn: Turn, vm: string): void {
  const entry = turn.world.restarts.get(vm)
  const awaited = turn.world.readiness.get(vm)
  if (entry !== undefined) settle(turn, entry)
  else if (awaited !== undefined && !awaited.settled) leaveLevel(turn, awaited, 1)
  if (awaited === undefined) return
  turn.cancel(awaited.timer)
  turn.world.readiness.remove(vm)
}

/** Settings changed: conditions, delays and time-outs are others now. */
export function reconsiderAllReadiness(turn: Turn): void {
  for (const vm of [...turn.world.readiness.keys()]) reconsiderReadiness(turn, vm)
  for (const failover of [...turn.world.failovers.values()]) setTimeoutOf(turn, failover.id)
}

/** Those of a primary that is none any more. */
export function dropReadiness(turn: Turn, by: string): void {
  for (const awaited of [...turn.world.readiness.values()]) {
    if (awaited.by !== by) continue
    turn.cancel(awaited.timer)
    turn.world.readiness.remove(awaited.vm)
  }
}

/** After anything that may have met the condition of a VM, or undone it. */
export function reconsiderReadiness(turn: Turn, vm: string): void {
  const awaited = turn.world.readiness.get(vm)
  const record = turn.world.vms.get(vm)
  if (awaited === undefined || record === undefined) return
  const met = isMet(turn.world, record, conditionOf(turn, record.cfg))
  if (met === (awaited.readyAt !== null)) return
  turn.cancel(awaited.timer)
  if (!met) {
    turn.world.readiness.patch(vm, { readyAt: null, timer: null })
    return
  }
  const delayMs = delayOf(turn, record.cfg)
  if (delayMs === 0) return becomesReady(turn, { vm })
  turn.world.readiness.patch(vm, { readyAt: turn.now + delayMs, timer: turn.after(delayMs, 'ha.ready', { vm }) })
}

export function becomesReady(turn: Turn, { vm }: { vm: string }): void {
  const awaited = turn.world.readiness.need(vm)
  const entry = turn.world.restarts.get(vm)
  turn.world.readiness.remove(vm)
  if (entry !== undefined) settle(turn, entry, awaited)
  else if (!awaited.settled) leaveLevel(turn, awaited, 1)
}

function settle(turn: Turn, entry: RestartRecord, awaited: ReadinessRecord | undefined = turn.world.readiness.get(entry.vm)): void {
  const settled = entry.settled || awaited?.settled === true
  if (!entry.settled) turn.world.restarts.patch(entry.vm, { settled: true })
  if (awaited?.settled === false && turn.world.readiness.has(entry.vm)) turn.world.readiness.patch(entry.vm, { settled: true })
  if (!settled) leaveLevel(turn, entry, 1)
}

export function leaveLevel(turn: Turn, { failure, level }: Pick<RestartRecord, 'failure' | 'level'>, count: number): void {
  const failover = turn.world.failovers.get(String(failure))
  if (failover === undefined) return
  const levels = failover.levels.map((one) => (one.level === level ? { ...one, open: one.open - count } : one))
  turn.world.failovers.patch(String(failure), { levels })
}

/** HA-090: the clock starts with the first VM of the level. */
function startLevel(turn: Turn, { failure, level }: RestartRecord): void {
  const failover = turn.world.failovers.get(String(failure))
  const own = failover?.levels.find((one) => one.level === level)
  if (failover === undefined || own === undefined || own.startedAt !== null) return
  const levels = failover.levels.map((one) => (one.level === level ? { ...one, startedAt: turn.now } : one))
  turn.world.failovers.patch(String(failure), { levels })
  setTimeoutOf(turn, failure)
}

/** When the levels behind go ahead without the VM; null: never, for its condition has no time-out. */
function timeoutAt(world: ReadonlyTables, { vm, level, failure }: ReadinessRecord): number | null {
  const startedAt = world.failovers.get(String(failure))?.levels.find((one) => one.level === level)?.startedAt ?? null
  const cfg = settings(world)?.cfg
  const record = world.vms.get(vm)
  if (startedAt === null || cfg === undefined || record === undefined) return null
  if (settingOf(cfg, record.cfg, 'restartCondition') === 'resourcesAllocated') return null
  return startedAt + settingOf(cfg, record.cfg, 'restartConditionTimeout')
}

function setTimeoutOf(turn: Turn, failure: number): void {
  const failover = turn.world.failovers.need(String(failure))
  let next: number | null = null
  for (const awaited of turn.world.readiness.values()) {
    const at = awaited.failure !== failure || awaited.settled ? null : timeoutAt(turn.world, awaited)
    if (at !== null && (next === null || at < next)) next = at
  }
  turn.cancel(failover.timer)
  const timer = next === null || !turn.constants['HA-090'].timeoutEnds ? null : turn.at(next, 'ha.levelTimeout', { failure })
  turn.world.failovers.patch(String(failure), { timer })
}

/** HA-090: the next level goes ahead anyway. */
export function levelTimeout(turn: Turn, { failure }: { failure: number }): void {
  turn.world.failovers.patch(String(failure), { timer: null })
  for (const awaited of [...turn.world.readiness.values()]) {
    const at = awaited.failure !== failure || awaited.settled ? null : timeoutAt(turn.world, awaited)
    if (at === null || at > turn.now) continue
    turn.world.readiness.patch(awaited.vm, { settled: true })
    if (turn.world.restarts.has(awaited.vm)) turn.world.restarts.patch(awaited.vm, { settled: true })
    leaveLevel(turn, awaited, 1)
  }
  setTimeoutOf(turn, failure)
}

/** When the level lets those behind it go, as far as that is known: it is ready, or has taken too long. */
export function levelEndsAt(world: ReadonlyTables, failure: number, level: number): number | null {
  let last: number | null = null
  let awaitedHere = 0
  for (const awaited of world.readiness.values()) {
    if (awaited.failure !== failure || awaited.level !== level || awaited.settled) continue
    const at = awaited.readyAt ?? timeoutAt(world, awaited)
    if (at === null) return null
    awaitedHere++
    last = Math.max(last ?? at, at)
  }
  const open = world.failovers.get(String(failure))?.levels.find((one) => one.level === level)?.open ?? 0
  return awaitedHere === open ? last : null
}
