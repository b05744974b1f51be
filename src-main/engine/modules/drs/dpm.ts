/**
 * Distributed Power Management, the last part of a pass (DRS-014): hosts that nobody needs go into standby mode, and come back when they are
 * needed (DRS-086 to DRS-091, DRS-107). It counts what VMs asked for on average, where this pass has put them.
 */
import type { DrsSettings, HostRecord } from '../../core/records.ts'
import type { WhyDraft } from '../../core/turn.ts'
import { fallsShort } from '../../models/maths.ts'
import type { WhatIfHost, WhatIfVm } from '../../models/what-if.ts'
import { admissionPlan, admissionPolicy } from '../../reads/admission.ts'
import { dpmRange, drsOption } from '../../reads/drs.ts'
import type { At } from '../../reads/drs.ts'
import { meanDemand, meanMemoryDemand } from '../../reads/drs-demand.ts'
import { allows, rulesOf } from '../../reads/rules.ts'
import { isBelowMinimum, leavingToStandby, neededHosts } from './dpm-needs.ts'
import type { Need } from './dpm-needs.ts'
import type { Obstacle } from './policy/choose.ts'
import { planPowerOffs } from './policy/power-off.ts'
import type { PowerOff } from './policy/power-off.ts'
import { planPowerOns } from './policy/power-on.ts'
import type { PowerOn } from './policy/power-on.ts'
import { Utilisation } from './policy/utilisation.ts'
import type { DpmWindow } from './policy/utilisation.ts'
import type { Pass, Proposal } from './proposal.ts'
import { obstacleTo, percentOf } from './view.ts'

/** What one pass knows. */
interface Dpm {
  readonly pass: Pass
  readonly use: Utilisation
  readonly windowMs: { readonly [W in DpmWindow]: number }
  /** Percent. */
  readonly range: ReturnType<typeof dpmRange>
  readonly on: readonly WhatIfHost[]
  readonly coming: readonly WhatIfHost[]
}

export function power(pass: Pass): void {
  if (pass.cfg.dpm.automation === 'off') return
  const dpm = dpmOf(pass)
  if (!wakeHosts(dpm)) sendToStandby(dpm)
}

/** How much of hosts is used, over the windows of DRS-087. */
export function useOf(at: At, cfg: DrsSettings): Pick<Dpm, 'use' | 'windowMs'> {
  const { onSeconds, offSeconds, mostSeconds } = at.constants['DRS-087']
  const msOf = (name: string, seconds: number): number => 1000 * Math.min(mostSeconds, Math.max(0, drsOption(cfg, name, seconds)))
  const windowMs = { on: msOf('VmDemandHistorySecsHostOn', onSeconds), off: msOf('VmDemandHistorySecsHostOff', offSeconds) }
  const use = new Utilisation((vm, window) => {
    const record = at.world.vms.need(vm.name)
    return { cpuMHz: meanDemand(at, record, 'cpuMHz', windowMs[window]), memoryMiB: meanMemoryDemand(at, record, windowMs[window]) }
  })
  return { use, windowMs }
}

function dpmOf(pass: Pass): Dpm {
  const { turn, cfg, view } = pass
  const on = view.counting
  const { hosts } = turn.world
  const coming = hosts.any(isBooting) ? view.hosts.filter(({ name }) => isBooting(hosts.need(name))) : []
  return { pass, ...useOf(turn, cfg), range: dpmRange(turn, cfg), on, coming }
}

const isBooting = ({ power: state }: HostRecord): boolean => state === 'booting'

/** It could be woken, or is only on its way into standby mode. */
const isAsleep = ({ power: state, standbyChange, standbyBy }: HostRecord): boolean =>
  (state === 'standby' && standbyChange === null) || (standbyChange === 'entering' && standbyBy === 'drs')

const recordOf = ({ pass }: Dpm, { name }: WhatIfHost): HostRecord => pass.turn.world.hosts.need(name)
const automationOf = (dpm: Dpm, host: WhatIfHost): string => recordOf(dpm, host).cfg.dpm.automation ?? dpm.pass.cfg.dpm.automation

/** DRS-090: what is needed comes whatever the threshold. */
const isWanted = ({ pass: { cfg, turn } }: Dpm, priority: number): boolean =>
  priority <= Math.max(cfg.dpm.threshold, turn.constants['DRS-090'].needPriority)

/** Whether one is needed, and can come. */
function wakeHosts(dpm: Dpm): boolean {
  const { pass, on, coming } = dpm
  const { constants } = pass.turn
  const asleep = asleepOf(dpm)
  if (asleep.length === 0) return false
  const needed = neededHosts({ pass, on, coming, asleep })
  for (const need of needed) proposeOn(dpm, need.host, constants['DRS-090'].needPriority, need.reason, needWhy(need))
  const woken = needed.map(({ host }) => host)
  const later = asleep.filter((host) => !woken.includes(host))
  const plan = constants['DRS-089'].powersOn ? planPowerOns(powerOnQuestion(dpm, [...coming, ...woken], later)) : []
  const wanted = plan.filter(({ priority }) => isWanted(dpm, priority))
  for (const each of wanted) proposeOn(dpm, each.host, each.priority, 'increaseCapacity', onWhy(dpm, each))
  return needed.length + wanted.length > 0
}

/** Hosts that could be woken: first those that are only on their way into standby mode, then those that can be woken at all, by name. */
function asleepOf(dpm: Dpm): WhatIfHost[] {
  const rank = (host: WhatIfHost): number => {
    const { power: state, cfg } = recordOf(dpm, host)
    return state !== 'standby' ? 0 : cfg.dpm.wake.length > 0 ? 1 : 2
  }
  if (!dpm.pass.turn.world.hosts.any(isAsleep)) return []
  return dpm.pass.view.hosts
    .filter((host) => {
      const record = recordOf(dpm, host)
      return isAsleep(record) && record.maintenance === 'no' && !record.disconnected && automationOf(dpm, host) !== 'disabled'
    })
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
}

function powerOnQuestion({ pass: { turn, view }, on, use, range }: Dpm, coming: readonly WhatIfHost[], asleep: readonly WhatIfHost[]) {
  const notOn = new Set([...coming, ...asleep])
  return {
    hosts: on,
    coming,
    asleep,
    use,
    high: range.high / 100,
    obstacleTo: (vm: WhatIfVm, to: WhatIfHost): Obstacle | null => {
      if (!notOn.has(to)) return obstacleTo(turn, view, vm, to)
      const { must } = rulesOf(turn.world, vm.name)
      if (!must.every((rule) => allows(rule, to.name))) return { reason: 'mustRuleViolation', facts: ['DRS-074'] }
      const fits = to.room.cpuMHz >= vm.cpuReservationMHz && !fallsShort(to.room.memoryMiB, vm.memoryReservedMiB)
      return fits ? null : { reason: 'insufficientResources', facts: ['DRS-045'] }
    },
  }
}

function proposeOn(dpm: Dpm, host: WhatIfHost, priority: number, reason: string, why: WhyDraft): void {
  const { proposals } = dpm.pass
  if (proposals.some((other) => other.kind === 'hostPowerOn' && other.host === host.name)) return
  proposals.push({ kind: 'hostPowerOn', host: host.name, priority, reason, automatic: automationOf(dpm, host) === 'automatic', why })
}

function needWhy({ host, of, vm, facts }: Need): WhyDraft {
  return { decision: 'dpmNeedsHost', facts, inputs: { host: host.name, need: of, vm } }
}

function onWhy({ windowMs, range }: Dpm, { host, fullest, cpu, memory, priority }: PowerOn): WhyDraft {
  return {
    decision: 'dpmPowersOn',
    facts: ['DRS-089', 'DRS-087', 'DRS-090'],
    inputs: {
      host: host.name,
      fullest: fullest.name,
      cpuPercent: percentOf(cpu),
      memoryPercent: percentOf(memory),
      windowMs: windowMs.on,
      highPercent: range.high,
      priority,
    },
  }
}

/** While a host is on its way back, or HA has VMs to restart, nobody knows yet what can be spared. */
function sendToStandby(dpm: Dpm): void {
  const { pass, on, use, range, coming } = dpm
  const { turn, view } = pass
  if (!turn.constants['DRS-088'].powersOff || coming.length > 0 || turn.world.restarts.size > 0) return
  const plan = planPowerOffs({
    hosts: on,
    use,
    range: { low: range.low / 100, target: range.target / 100, high: range.high / 100 },
    mustStay: (host, gone) => mustStay(dpm, host, gone),
    isWanted: (priority) => isWanted(dpm, priority),
    obstacleTo: (vm, to) => obstacleTo(turn, view, vm, to),
  })
  const from = use.movedFrom()
  for (const off of plan) proposeOff(dpm, off, from)
}

/** DRS-091, DRS-107: what stands against it, whatever its VMs do. */
function mustStay(dpm: Dpm, host: WhatIfHost, gone: readonly WhatIfHost[]): Obstacle | null {
  const { turn } = dpm.pass
  const { cfg } = recordOf(dpm, host)
  const { protocolNeeded, hostsWithHa } = turn.constants['DRS-091']
  if (automationOf(dpm, host) === 'disabled') return { reason: 'dpmDisabled', facts: ['DRS-090'] }
  if (protocolNeeded && cfg.dpm.wake.length === 0) return { reason: 'noWakeProtocol', facts: ['DRS-091'] }
  const pairs = [...turn.world.ftPairs.values()]
  if (pairs.some(({ vm, secondary }) => secondary === host.name || dpm.pass.view.vm.get(vm)?.host === host))
    return { reason: 'ftVmThere', facts: ['DRS-081'] }
  const left = dpm.on.filter((other) => other !== host && !gone.includes(other))
  if (isBelowMinimum(dpm.pass, left)) return { reason: 'minimumCapacity', facts: ['DRS-091'] }
  const policy = admissionPolicy(turn)
  if (policy === null) return null
  if (left.length < hostsWithHa) return { reason: 'twoHostsForHa', facts: ['DRS-091', 'HA-173'] }
  if (policy === 'disabled' || !turn.constants['DRS-107'].capacityIsKept) return null
  const without = [...leavingToStandby(turn), ...gone.map(({ name }) => name), host.name]
  return admissionPlan(turn, { without })?.ok === false ? { reason: 'insufficientFailoverResources', facts: ['DRS-107', 'HA-141'] } : null
}

function proposeOff(dpm: Dpm, off: PowerOff, from: ReadonlyMap<WhatIfVm, WhatIfHost>): void {
  const { pass, range, windowMs } = dpm
  const leaving = [...from].filter(([, start]) => start === off.host).map(([vm]) => vm)
  const automatic = automationOf(dpm, off.host) === 'automatic' && leaving.every((vm) => vm.automation === 'fullyAutomated')
  const after = leaving.map((vm) => evacuation(vm, off, automatic))
  const inputs = {
    host: off.host.name,
    cpuPercent: percentOf(off.cpu),
    memoryPercent: percentOf(off.memory),
    windowMs: windowMs.off,
    lowPercent: range.low,
    highPercent: range.high,
    highestAfterPercent: percentOf(off.highestAfter),
    hostsLeft: off.hostsLeft,
    priority: off.priority,
  }
  pass.proposals.push(...after, {
    kind: 'hostPowerOff',
    host: off.host.name,
    priority: off.priority,
    reason: 'powerSaving',
    automatic,
    after,
    why: { decision: 'dpmPowersOff', facts: ['DRS-088', 'DRS-087', 'DRS-090'], inputs, rejected: off.rejected },
  })
}

/** It goes with its host, or waits with it for a person. */
function evacuation(vm: WhatIfVm, { host, priority }: PowerOff, automatic: boolean): Proposal {
  vm.moved = true
  return {
    kind: 'migrate',
    vm: vm.name,
    from: host.name,
    to: vm.host.name,
    priority,
    reason: 'enterStandby',
    automatic,
    why: { decision: 'dpmEmptiesHost', facts: ['DRS-088'], inputs: { vm: vm.name, from: host.name, to: vm.host.name } },
  }
}
