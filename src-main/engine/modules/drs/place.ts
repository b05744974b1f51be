/** Initial placement (DRS-079, DRS-080), with moves that make room where no host has enough (DRS-047). */
import { productAtLeast } from '../../../contract/lab/product.ts'
import type { FactId } from '../../../contract/fact-id.ts'
import { cacheFactor, headroomFactor, networkFactor } from '../../models/drs-score.ts'
import { round9, roundDecimals } from '../../models/maths.ts'
import { addVm } from '../../models/what-if.ts'
import type { WhatIf, WhatIfHost, WhatIfVm } from '../../models/what-if.ts'
import type { Requests } from '../../core/messages.ts'
import type { DrsSettings, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { isFailoverHost } from '../../reads/admission.ts'
import { automationOf, drsAtWork } from '../../reads/drs.ts'
import { divideCpu } from '../../reads/entitlement.ts'
import { mustRuleTrouble, powerOnTrouble } from '../../reads/power-on-checks.ts'
import { allows, rulesOf } from '../../reads/rules.ts'
import { tellFault } from './faults.ts'
import type { Obstacle } from './policy/choose.ts'
import { nearestFault } from './policy/fault-of.ts'
import type { RoomMove, RoomPlan } from './policy/make-room.ts'
import { rank } from './policy/placement.ts'
import type { PlaceOption, RatedHost, Ranking } from './policy/placement.ts'
import { uplinkUse } from './policy/score-hosts.ts'
import type { Fault, Proposal } from './proposal.ts'
import { carryOutApproved, recommend } from './recommend.ts'
import { needOf, proposalOfMove, searchRoom } from './room.ts'
import { breaksApart, brokenVmRules, loadOf, obstacleFrom, viewOf } from './view.ts'
import { vmView } from './vm-view.ts'
import { VmViews } from './vm-views.ts'

/** A VM with its place. */
interface Placed {
  readonly vm: VmRecord
  readonly host: string
  readonly hosts: readonly RatedHost[]
  readonly moves: readonly RoomMove[]
  readonly ranking: Ranking
}

export function place(turn: Turn, { vms: names }: Requests['drs.place']): void {
  const cfg = drsAtWork(turn)
  const vms = names.flatMap((name) => turn.world.vms.get(name) ?? [])
  if (cfg === null) return giveUp(turn, vms, 'requestCanceled')
  const placed = placeAll(turn, cfg, vms)
  if (placed === null) return
  const waits = (one: Placed): boolean => automationOf(turn, one.vm) === 'manual' || one.moves.some(({ vm }) => vm.automation !== 'fullyAutomated')
  if (turn.constants['DRS-080'].oneManualMakesAll || placed.length === 1) return propose(turn, placed, placed.some(waits))
  for (const one of placed) propose(turn, [one], waits(one))
}

function giveUp(turn: Turn, vms: readonly VmRecord[], result: string): void {
  for (const { name: vm } of vms) turn.request('compute.notPlaced', { vm, result })
}

/** Null after a refusal: one that cannot be placed holds back its group. */
function placeAll(turn: Turn, cfg: DrsSettings, vms: readonly VmRecord[]): readonly Placed[] | null {
  const view = viewOf(turn, new VmViews(turn, false))
  for (const vm of view.vms) if (turn.world.vms.need(vm.name).power !== 'on') assumeDemand(vm)
  const placed: Placed[] = []
  for (const vm of vms) {
    const found = placeOne(turn, cfg, view, vm)
    if ('refusal' in found) {
      const { reason, facts } = found.refusal
      turn.refuse(reason, facts as [FactId, ...FactId[]], { vm: vm.name, ...found.about }, found.rejected)
      tellFault(turn, faultOf(vm.name, found))
      if (turn.constants['DRS-080'].allOrNone) {
        giveUp(turn, vms, reason)
        return null
      }
      giveUp(turn, [vm], reason)
    } else placed.push(found)
  }
  return placed.length === 0 ? null : placed
}

/** What it will ask for is not known yet: for ranking as much as it could (DRS-079). */
function assumeDemand(vm: WhatIfVm): void {
  const { host, vcpus, memoryMiB } = vm
  host.cpuDemandMHz += vcpus * host.coreMHz - vm.cpuDemandMHz
  host.memoryDemandMiB += memoryMiB - vm.memoryDemandMiB
  Object.assign(vm, { cpuDemandMHz: vcpus * host.coreMHz, memoryDemandMiB: memoryMiB })
}

interface Refused {
  readonly refusal: Obstacle
  readonly about: { readonly resource?: string }
  readonly rejected: Ranking['rejected']
}

function placeOne(turn: Turn, cfg: DrsSettings, view: WhatIf, vm: VmRecord): Placed | Refused {
  const options = new Map(view.hosts.map((host) => [host.name, optionOf(turn, cfg, view, vm, host)]))
  const ranking = rank([...options.values()])
  const start = (host: WhatIfHost): WhatIfVm => {
    const starting = vmView(turn, vm, host)
    Object.assign(starting, { cpuDemandMHz: vm.cfg.vcpus * host.coreMHz, memoryDemandMiB: vm.cfg.memoryMiB, moved: true })
    addVm(view, starting)
    return starting
  }
  if (ranking.best !== null) {
    start(view.host.get(ranking.best.host) as WhatIfHost)
    return { vm, host: ranking.best.host, hosts: ranking.hosts, moves: [], ranking }
  }
  const plan = turn.constants['DRS-047'].makesRoom ? roomFor(turn, view, vm, options) : null
  if (plan === null) return refusalOf(ranking)
  for (const move of plan.moves) move.vm.moved = true
  start(plan.host)
  return { vm, host: plan.host.name, hosts: [{ host: plan.host.name, rating: 5 }], moves: plan.moves, ranking }
}

function refusalOf({ nearest, rejected }: Ranking): Refused {
  const refusal = nearest ?? { reason: 'insufficientResources', facts: ['DRS-079'] as const }
  const isRule = refusal.reason === 'mustRuleViolation'
  const reason = isRule ? 'noCompatibleHardAffinityHost' : refusal.reason === 'quarantined' ? 'invalidState' : refusal.reason
  const resource = nearest?.resource
  return { refusal: { ...refusal, reason }, about: resource === undefined ? {} : { resource }, rejected }
}

/** DRS-097 */
function faultOf(vm: string, { refusal, rejected }: Refused): Fault {
  const nearest = refusal.reason === 'insufficientResources' ? 'insufficientResources' : nearestFault([refusal])
  const reason = nearest === null || nearest === 'vmotionIncompatible' ? 'noCompatibleHost' : nearest
  return { vm, host: null, rule: refusal.rule ?? null, reason, facts: ['DRS-097', 'DRS-079'], rejected }
}

function optionOf(turn: Turn, cfg: DrsSettings, view: WhatIf, vm: VmRecord, host: WhatIfHost): PlaceOption {
  const { should } = rulesOf(turn.world, vm.name)
  const broken = should.filter((rule) => !allows(rule, host.name))
  const rules = brokenVmRules(turn, view, vm, host)
  const demand = { cpuMHz: vm.cfg.vcpus * host.coreMHz, memoryMiB: vm.cfg.memoryMiB }
  const { knee, onlyFrom65 } = turn.constants['DRS-067']
  const isAware = productAtLeast(turn.lab.product, '6.5') || !onlyFrom65
  return {
    host: host.name,
    order: host.order,
    obstacle: obstacleOf(turn, vm, host) ?? (rules.apart === null ? null : { reason: 'vmRuleViolation', facts: ['DRS-069'], rule: rules.apart }),
    isFull: loadOf(host) >= 1,
    togetherBroken: rules.together === null ? 0 : 1,
    shouldRulesBroken: broken.length,
    newestShouldBroken: Math.max(-1, ...broken.map((rule) => rule.order)),
    isBusyUplink: isAware && round9(uplinkUse(host, host.netMbps)) > knee,
    score: cfg.algorithm === 'drsScore' ? predictedScore(turn, cfg, vm, host, demand.cpuMHz) : null,
    utilisation: ((host.cpuDemandMHz + demand.cpuMHz) / host.cpuMHz + (host.memoryDemandMiB + demand.memoryMiB) / host.memoryMiB) / 2,
  }
}

/** The filter of DRS-079. */
function obstacleOf(turn: Turn, vm: VmRecord, host: WhatIfHost): Obstacle | null {
  const record = turn.world.hosts.need(host.name)
  const trouble = mustRuleTrouble(turn, vm.name, host.name) ?? powerOnTrouble(turn, vm, record, false, host.room)
  const obstacle = obstacleFrom(trouble)
  if (obstacle !== null) return { ...obstacle, resource: trouble?.about.resource as string | undefined }
  if (turn.constants['HA-162'].keptFree && isFailoverHost(turn.world, host.name)) return { reason: 'failoverHost', facts: ['HA-162', 'DRS-105'] }
  if (record.quarantine) return { reason: 'quarantined', facts: ['DRS-085', 'DRS-079'] }
  return host.takesVms ? null : { reason: 'invalidState', facts: ['DRS-079'] }
}

/** DRS-060, with the VM there and asking for all that it could. */
function predictedScore(turn: Turn, cfg: DrsSettings, vm: VmRecord, host: WhatIfHost, demandMHz: number): number {
  const claims = [...[...host.vms].map((one) => ({ vm: one.name, demandMHz: one.cpuDemandMHz })), { vm: vm.name, demandMHz }]
  const given = divideCpu(turn, host.cpuMHz, host.coreMHz, claims).at(-1) ?? 0
  const satisfied = demandMHz > 0 ? Math.min(1, given / demandMHz) : 1
  const head = headroomFactor((host.cpuDemandMHz + demandMHz) / host.cpuMHz, cfg.migrationThreshold, turn.constants)
  return 100 * satisfied * head * cacheFactor(vm.cfg, host, turn.constants) * networkFactor(uplinkUse(host, host.netMbps), turn.constants)
}

/** DRS-047: no single host has room, the cluster has. First by moves that DRS makes itself. */
function roomFor(turn: Turn, view: WhatIf, vm: VmRecord, options: ReadonlyMap<string, PlaceOption>): RoomPlan | null {
  const lacksRoomOnly = [...options.values()].filter(({ obstacle }) => obstacle?.reason === 'insufficientResources')
  const order = rank(lacksRoomOnly.map((option) => ({ ...option, obstacle: null }))).hosts.map(({ host }) => host)
  const targets = order.flatMap((name) => view.host.get(name) ?? []).filter((host) => !breaksApart(turn, view, vm, host))
  return searchRoom(turn, view, vm, targets)
}

function propose(turn: Turn, placed: readonly Placed[], waits: boolean): void {
  const expiresAt = waits ? turn.now + turn.constants['DRS-012'].placementExpiresMs : null
  const ids = new Map<RoomMove, string>()
  const by = waits ? null : 'drs'
  for (const { vm, host, moves } of placed) {
    for (const move of moves) {
      const proposal = proposalOfMove(move, needOf(vm), vm.name, host, !waits)
      const after = move.after.map((one) => ids.get(one) as string)
      ids.set(move, recommend(turn, proposal, { prerequisites: after, expiresAt, approvedBy: by, forPlacement: true }).id)
    }
  }
  const places = placed.map(({ vm, host }) => ({ vm: vm.name, host }))
  recommend(turn, proposalOfPowerOn(placed, waits), { prerequisites: [...ids.values()], expiresAt, approvedBy: by, forPlacement: true, places })
  carryOutApproved(turn)
}

function proposalOfPowerOn(placed: readonly Placed[], waits: boolean): Proposal {
  const [first] = placed as [Placed]
  const common = { kind: 'powerOn', priority: 1, reason: 'powerOnVm', automatic: !waits } as const
  if (placed.length > 1) {
    const vms = placed.map(({ vm }) => vm.name)
    const hosts = placed.map(({ host, hosts: rated }) => ({ host, rating: rated[0]?.rating ?? 1 }))
    const inputs = { vms, hosts: hosts.map(({ host }) => host), waits }
    return { ...common, group: vms, hosts, why: { decision: 'drsPlacesGroup', facts: ['DRS-080', 'DRS-079'], inputs } }
  }
  const { vm, host, hosts, moves, ranking } = first
  const { best } = ranking
  const inputs = {
    vm: vm.name,
    host,
    score: best?.score == null ? null : roundDecimals(best.score, 2),
    utilisationPercent: best === null ? null : roundDecimals(best.utilisation * 100, 2),
    hosts: hosts.length,
    moves: moves.length,
    waits,
  }
  const facts = moves.length === 0 ? (['DRS-079'] as const) : (['DRS-079', 'DRS-047'] as const)
  return { ...common, vm: vm.name, host, hosts, why: { decision: 'drsPlaces', facts, inputs, rejected: ranking.rejected } }
}
