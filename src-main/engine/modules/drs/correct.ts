/**
 * What breaks a constraint is put right before anything is balanced (DRS-014): VMs that are to be apart and are not, then those that are to be
 * together (DRS-070), VMs outside the hosts of a must rule, hosts with more reserved than they have (DRS-013): mandatory moves. Should rules
 * are corrected where nobody suffers from it (DRS-075, DRS-076).
 */
import type { FactId } from '../../../contract/fact-id.ts'
import { fallsShort, roundDecimals } from '../../models/maths.ts'
import type { WhatIfHost, WhatIfVm } from '../../models/what-if.ts'
import { moveVm } from '../../models/what-if.ts'
import { allows, rulesInOrder, rulesOf } from '../../reads/rules.ts'
import type { HostRule } from '../../reads/rules.ts'
import { isFailoverHost } from '../../reads/admission.ts'
import type { Obstacle } from './policy/choose.ts'
import { nearestFault } from './policy/fault-of.ts'
import { compareOptions, compareShould, findOption, weigh } from './policy/options.ts'
import type { Found, Weighed } from './policy/options.ts'
import type { Fault, Pass, Proposal } from './proposal.ts'
import { brokenAt } from './should.ts'
import { breaksApart, obstacleAt, percentOf, planMove, togetherBroken } from './view.ts'

type Facts = readonly [FactId, ...FactId[]]

/** What is put right, and by what kind of recommendation. */
interface Wrong {
  readonly rule: string | null
  readonly reason: Proposal['reason']
  readonly priority: 1 | 2
  readonly facts: Facts
}

export function correctConstraints(pass: Pass): void {
  const { world } = pass.turn
  if (world.rules.size > 0) {
    separate(pass)
    join(pass)
    keepToHosts(pass)
  }
  relieve(pass)
}

/** VMs of these names that run where rules count: elsewhere evacuation has them, or nobody can do anything. */
function standing({ view }: Pass, names: readonly string[]): WhatIfVm[] {
  return names.flatMap((name) => {
    const vm = view.vm.get(name)
    return vm?.host.counts === true ? [vm] : []
  })
}

/** VMs that rules keep together with this one, and itself. */
function unitOf(pass: Pass, vm: WhatIfVm): WhatIfVm[] {
  const unit = [vm]
  for (const member of unit)
    for (const { vms } of rulesOf(pass.turn.world, member.name).together)
      for (const other of standing(pass, vms)) if (!unit.includes(other)) unit.push(other)
  return unit
}

function optionOf(pass: Pass, unit: readonly WhatIfVm[], to: WhatIfHost): Weighed {
  const { turn, view } = pass
  const movers = unit.filter((vm) => vm.host !== to)
  const [first] = movers
  const isStanding = [...turn.world.recommendations.values()].some((each) => each.vm === first?.name && each.to === to.name)
  return weigh({
    unit,
    to,
    isStanding,
    togetherBroken: unit.length > 1 ? 0 : movers.reduce((n, vm) => n + togetherBroken(turn, view, vm, to), 0),
    shouldBroken: movers.flatMap((vm) => brokenAt(pass, vm, to)).sort((a, b) => b - a),
  })
}

/** With what the other VMs of the unit will have taken there. */
function obstacleOf(pass: Pass, { movers, to }: Weighed): { readonly vm: string; readonly obstacle: Obstacle } | null {
  const { turn, view } = pass
  const back: [WhatIfVm, WhatIfHost][] = []
  let found: { vm: string; obstacle: Obstacle } | null = null
  for (const vm of movers) {
    const obstacle = stuckAt(vm) ?? obstacleAt(turn, vm, to) ?? apartAt(vm)
    if (obstacle !== null) {
      found = { vm: vm.name, obstacle }
      break
    }
    if (movers.length === 1) break
    back.push([vm, vm.host])
    moveVm(vm, to)
  }
  for (const [vm, host] of back) moveVm(vm, host)
  return found

  function stuckAt({ stuck, moved }: WhatIfVm): Obstacle | null {
    if (stuck !== null) return { reason: stuck, facts: [stuck === 'drsDisabledOnVm' ? 'DRS-003' : 'DRS-097'] }
    return moved ? { reason: 'busy', facts: ['DRS-014'] } : null
  }
  function apartAt(vm: WhatIfVm): Obstacle | null {
    return breaksApart(turn, view, vm, to) ? { reason: 'vmRuleViolation', facts: ['DRS-070'] } : null
  }
}

function carryOut(pass: Pass, wrong: Wrong, { option, rejected }: Extract<Found, { readonly option: Weighed }>): void {
  for (const vm of option.movers) {
    const { name, host, automation } = vm
    const { rule, reason, priority, facts } = wrong
    const to = option.to.name
    const loadPercent = percentOf(option.loadAfter)
    pass.proposals.push({
      kind: 'migrate',
      vm: name,
      from: host.name,
      to,
      priority,
      reason,
      automatic: automation === 'fullyAutomated',
      why: { decision: 'drsCorrects', facts, inputs: { vm: name, from: host.name, to, reason, rule, loadPercent }, rejected },
    })
    planMove(vm, option.to)
  }
}

/** What could not be put right, for each VM that would have had to move. */
function tell(pass: Pass, wrong: Wrong, vms: readonly WhatIfVm[], found: Found, noHost: string, where?: string): void {
  if (found.option !== null || !pass.turn.constants['DRS-106'].unrepairableIsTold) return
  for (const vm of vms) {
    const obstacles = found.obstacles.get(vm.name)
    if (obstacles === undefined && found.obstacles.size > 0) continue
    const nearest = obstacles === undefined ? noHost : nearestFault(obstacles)
    if (nearest === null) continue
    const isNowhere = nearest === 'noActiveHost' || nearest === 'vmotionIncompatible'
    addFault(pass, wrong, vm, isNowhere ? noHost : nearest, found.rejected, where)
  }
}

function addFault(pass: Pass, { rule, facts }: Wrong, vm: WhatIfVm, reason: string, rejected: Fault['rejected'] = [], host?: string): void {
  pass.faults.push({ vm: vm.name, host: host ?? vm.host.name, rule, reason, facts: [...facts, 'DRS-097'], rejected })
}

/** DRS-070: anti-affinity comes first, even where it takes VMs from each other that should be together. */
function separate(pass: Pass): void {
  if (!pass.turn.constants['DRS-070'].apartFirst) return
  for (const { rule } of rulesInOrder(pass.turn.world)) {
    if (rule.type !== 'separate' || !rule.enabled) continue
    const wrong: Wrong = { rule: rule.name, reason: 'antiAffin', priority: 1, facts: ['DRS-076', 'DRS-070'] }
    for (;;) {
      const vms = standing(pass, rule.vms)
      const crowded = vms.filter((vm) => vms.some((other) => other !== vm && other.host === vm.host))
      if (crowded.length === 0) break
      const found = findOption(
        crowded.flatMap((vm) => optionsFor(pass, vm, pass.view.hosts)),
        compareOptions,
        (option) => obstacleOf(pass, option),
      )
      if (found.option === null) {
        tell(pass, wrong, crowded, found, 'noActiveHost')
        break
      }
      carryOut(pass, wrong, found)
    }
  }
}

/** The VM with those that are kept together with it, or alone. */
function optionsFor(pass: Pass, vm: WhatIfVm, hosts: readonly WhatIfHost[]): Weighed[] {
  const unit = unitOf(pass, vm)
  return hosts.flatMap((to) => {
    if (to === vm.host || !to.takesVms) return []
    return unit.length === 1 ? [optionOf(pass, unit, to)] : [optionOf(pass, unit, to), optionOf(pass, [vm], to)]
  })
}

function join(pass: Pass): void {
  if (!pass.turn.constants['DRS-070'].togetherIsCorrected) return
  const done = new Set<WhatIfVm>()
  for (const { rule } of rulesInOrder(pass.turn.world)) {
    if (rule.type !== 'keepTogether' || !rule.enabled) continue
    const wrong: Wrong = { rule: rule.name, reason: 'jointAffin', priority: 1, facts: ['DRS-076', 'DRS-070'] }
    const vms = standing(pass, rule.vms)
    tellOfAway(pass, wrong, rule.vms, vms)
    const [first] = vms
    if (first === undefined || vms.every((vm) => vm.host === first.host) || done.has(first)) continue
    const unit = unitOf(pass, first)
    for (const vm of unit) done.add(vm)
    const found = findOption(
      pass.view.hosts.filter((host) => host.takesVms || unit.some((vm) => vm.host === host)).map((to) => optionOf(pass, unit, to)),
      compareOptions,
      (option) => obstacleOf(pass, option),
    )
    if (found.option === null) tell(pass, wrong, unit, found, 'vmotionIncompatible')
    else carryOut(pass, wrong, found)
  }
}

/** One of them is on a host that vCenter does not have in hand: nobody can be brought to it, or it to them. */
function tellOfAway(pass: Pass, wrong: Wrong, names: readonly string[], vms: readonly WhatIfVm[]): void {
  const { world } = pass.turn
  for (const name of names) {
    const away = pass.view.vm.get(name)
    if (away === undefined || away.host.counts || vms.length === 0) continue
    const { maintenance, standbyChange } = world.hosts.need(away.host.name)
    // One that is to be emptied sends it on its way; on failover hosts rules between VMs do not count (HA-166).
    if (maintenance !== 'no' || standbyChange !== null || isFailoverHost(world, away.host.name)) continue
    addFault(pass, wrong, away, 'invalidHostState')
  }
}

/** Must rules, the intersection of all that the VM is in (DRS-072, DRS-076). */
function keepToHosts(pass: Pass): void {
  const { turn, view } = pass
  if (!turn.constants['DRS-076'].mustIsCorrected) return
  for (const vm of view.vms) {
    if (!vm.host.counts) continue
    const { must } = rulesOf(turn.world, vm.name)
    const broken = must.find((rule) => !allows(rule, vm.host.name))
    if (broken === undefined) continue
    const wrong: Wrong = { rule: broken.rule, reason: 'vmHostHardAffinity', priority: 1, facts: ['DRS-076', 'DRS-072'] }
    const wanted = turn.constants['DRS-072'].allMustRulesCount ? must : [broken]
    const allowed = view.hosts.filter((host) => wanted.every((rule: HostRule) => allows(rule, host.name)))
    const found = findOption(optionsFor(pass, vm, allowed), compareOptions, (option) => obstacleOf(pass, option))
    if (found.option === null) tell(pass, wrong, [vm], asOne(vm, found), 'noCompatibleHardAffinityHost')
    else carryOut(pass, wrong, found)
  }
}

/** What stands against those that would have to come along stands against the VM. */
function asOne(vm: WhatIfVm, found: Found): Found {
  if (found.option !== null || found.obstacles.size === 0) return found
  return { ...found, obstacles: new Map([[vm.name, [...found.obstacles.values()].flat()]]) }
}

/** What a VM holds of each, and why it is moved where hosts have too little of it. */
const reservations = {
  cpuMHz: { reason: 'reservationCpu', of: 'cpuReservationMHz' },
  memoryMiB: { reason: 'reservationMem', of: 'memoryReservedMiB' },
} as const

/** DRS-013: hosts on which more is reserved than VMs can use there. */
function relieve(pass: Pass): void {
  if (!pass.turn.constants['DRS-013'].reservationsAreKept) return
  for (const host of pass.view.hosts) {
    if (!host.counts) continue
    const { reserved } = host.vms
    if (reserved.cpuMHz <= host.cpuMHz && !fallsShort(host.memoryMiB, reserved.memoryMiB)) continue
    relieveOf(pass, host, 'cpuMHz')
    relieveOf(pass, host, 'memoryMiB')
  }
}

function relieveOf(pass: Pass, host: WhatIfHost, key: keyof typeof reservations): void {
  const { reason, of: reservedBy } = reservations[key]
  const wrong: Wrong = { rule: null, reason, priority: 1, facts: ['DRS-013'] }
  for (;;) {
    const excess = roundDecimals(host.vms.reserved[key] - host[key], 9)
    if (excess <= 0) return
    const movable = [...host.vms].filter((vm) => vm[reservedBy] > 0)
    const amount = ({ movers }: Weighed): number => movers.reduce((sum, vm) => sum + vm[reservedBy], 0)
    // Should rules as if they were must rules, then one move that is enough, then as little or as much of it as is needed.
    const compare = (a: Weighed, b: Weighed): number => {
      const [x, y] = [amount(a), amount(b)]
      const enough = Number(y >= excess) - Number(x >= excess)
      const difference = x >= excess ? x - y : y - x
      return (
        Number(b.isStanding) - Number(a.isStanding) || compareShould(a.shouldBroken, b.shouldBroken) || enough || difference || compareOptions(a, b)
      )
    }
    const options = movable.flatMap((vm) => optionsFor(pass, vm, pass.view.hosts).filter(({ togetherBroken: broken }) => broken === 0))
    const found = findOption(options, compare, (option) => obstacleOf(pass, option))
    if (found.option === null) return tell(pass, wrong, movable, found, 'noActiveHost')
    carryOut(pass, wrong, found)
  }
}

/** Should rules: the threshold may forbid it, and nobody is driven to 100 % for one (DRS-076). */
export function correctShouldRules(pass: Pass): void {
  const { turn, view, cfg } = pass
  if (turn.world.rules.size === 0 || !turn.constants['DRS-076'].shouldIsCorrected) return
  const isAllowed = cfg.migrationThreshold >= turn.constants['DRS-076'].shouldPriority
  for (const vm of view.vms) {
    if (!vm.host.counts || vm.moved) continue
    const { should } = rulesOf(turn.world, vm.name)
    const broken = [...should].reverse().find((rule) => !allows(rule, vm.host.name))
    if (broken === undefined) continue
    const wrong: Wrong = { rule: broken.rule, reason: 'vmHostSoftAffinity', priority: 2, facts: ['DRS-076', 'DRS-075'] }
    if (isAllowed) bringBack(pass, vm, wrong)
    else addFault(pass, wrong, vm, 'softRuleVioCorrectionDisallowed')
  }
}

function bringBack(pass: Pass, vm: WhatIfVm, wrong: Wrong): void {
  const now = brokenAt(pass, vm, vm.host)
  const better = pass.view.hosts.filter((host) => host.takesVms && host !== vm.host && compareShould(brokenAt(pass, vm, host), now) < 0)
  const unit = unitOf(pass, vm)
  const options = better
    .map((to) => optionOf(pass, unit, to))
    // Those that come along may not be worse off.
    .filter(({ movers, shouldBroken }) => compareShould(shouldBroken, movers.flatMap((each) => brokenAt(pass, each, each.host)).sort(down)) < 0)
  const found = findOption(options, compareOptions, (option) => {
    const obstacle = obstacleOf(pass, option)
    if (obstacle !== null || option.loadAfter < 1) return obstacle
    return { vm: vm.name, obstacle: { reason: 'softRuleVioCorrectionImpact', facts: ['DRS-075', 'DRS-083'] } }
  })
  if (found.option === null) tell(pass, wrong, [vm], asOne(vm, found), 'noCompatibleSoftAffinityHost')
  else carryOut(pass, wrong, found)
}

const down = (a: number, b: number): number => b - a
