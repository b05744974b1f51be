/**
 * Which VMs run better on another host (DRS-057, DRS-062): the move with the highest gain after its cost is noted in the view, then the next is
 * looked for, each VM once. Every host is measured again only when a VM came or went; of VMs that differ in their load alone the smallest is
 * tried first, since the others gain less, and so is the least loaded of hosts that are alike.
 */
import { leastGain, scoreCost, scorePriority } from '../../../models/drs-score.ts'
import type { ModelConstants } from '../../../models/drs-score.ts'
import { round9 } from '../../../models/maths.ts'
import { moveVm, relieved } from '../../../models/what-if.ts'
import type { WhatIf, WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'
import { clusterScore, headOf, measure, measureNow, networkOf, ownFactor, satisfiedAlone, scoreAt, scoreModel, weightOf } from './score-hosts.ts'
import type { Divide, HostScores, ScoreModel } from './score-hosts.ts'
import { compareNames } from './order.ts'
import type { Obstacle } from './choose.ts'

export interface ScoreOptions {
  /** 1 conservative … 5 aggressive. */
  readonly threshold: number
  readonly constants: ModelConstants
  readonly divide: Divide
  /** Asked only of a move that would be made. */
  obstacleTo(vm: WhatIfVm, to: WhatIfHost): Obstacle | null
  /** DRS's estimate, seconds. */
  secondsOf(vm: WhatIfVm, from: WhatIfHost, to: WhatIfHost): number
}

export interface ScoreMove {
  readonly vm: WhatIfVm
  readonly from: WhatIfHost
  readonly to: WhatIfHost
  readonly priority: number
  /** Points that the VM gains, less the cost. */
  readonly net: number
  readonly cost: number
  readonly seconds: number
  readonly scoreBefore: number
  readonly scoreAfter: number
  readonly clusterBefore: number
  readonly clusterAfter: number
  /** Load of both hosts before and after. */
  readonly fromLoad: readonly [number, number]
  readonly toLoad: readonly [number, number]
  /** Demand that was not met on the two hosts and then is, MHz. */
  readonly relievedMHz: number
  /** Other hosts that were looked at, and what the VM would gain there. */
  readonly others: readonly { readonly host: string; readonly net: number }[]
}

/** A move that would be made and cannot. */
export interface Blocked {
  readonly vm: WhatIfVm
  readonly from: WhatIfHost
  readonly to: WhatIfHost
  readonly net: number
  readonly reason: string
}

/** The best move of a VM that is not made. */
export interface TooLittle {
  readonly vm: WhatIfVm
  readonly from: WhatIfHost
  readonly to: WhatIfHost
  readonly net: number
  readonly seconds: number
  readonly relievedMHz: number
  readonly reason: 'threshold' | 'costBenefit' | 'minGoodness'
}

export interface ScorePlan {
  /** Of the cluster before the first move; null: nothing runs. */
  readonly score: number | null
  readonly moves: readonly ScoreMove[]
  readonly blocked: readonly Blocked[]
  readonly passedOver: readonly TooLittle[]
}

/** A VM and a host where it would gain. */
interface Candidate {
  readonly vm: WhatIfVm
  readonly from: WhatIfHost
  readonly to: WhatIfHost
  readonly net: number
  readonly cost: number
  readonly seconds: number
  readonly scoreBefore: number
  readonly scoreAfter: number
}

/** VMs of a host that differ in their load only, the smallest first. */
interface Alike {
  readonly vms: readonly { readonly vm: WhatIfVm; readonly score: number }[]
}

/** Moves that a pass lists as passed over. */
const PASSED_OVER_MAX = 20

/** Destinations that a why lists. */
const OTHERS_MAX = 3

export function planByScore(view: WhatIf, options: ScoreOptions): ScorePlan {
  const search = new Search(scoreModel(view, options.threshold, options.constants, options.divide), options)
  const score = search.clusterScore()
  const least = leastGain(options.threshold, options.constants)
  if (least === null) return { score, moves: [], blocked: [], passedOver: [] }
  const moves: ScoreMove[] = []
  for (let best = search.best(least); best !== null; best = search.best(least)) {
    const obstacle = best.vm.stuck ?? options.obstacleTo(best.vm, best.to)?.reason ?? null
    if (obstacle === null) moves.push(search.make(best))
    else search.block(best, least, obstacle)
  }
  return { score, moves, blocked: search.blocked, passedOver: search.passedOver(least) }
}

class Search {
  readonly blocked: Blocked[] = []
  private readonly model: ScoreModel
  private readonly options: ScoreOptions
  private readonly scores = new Map<WhatIfHost, HostScores>()
  private readonly alike = new Map<WhatIfHost, readonly Alike[]>()
  /** Destinations that are alike, the least loaded first. */
  private readonly classes: WhatIfHost[][]
  /** Hosts that something keeps a VM from; all of them where it may not be moved at all. */
  private readonly kept = new Map<WhatIfVm, Set<WhatIfHost> | 'everywhere'>()
  private readonly weights: number
  private weighted = 0

  constructor(model: ScoreModel, options: ScoreOptions) {
    this.model = model
    this.options = options
    let weights = 0
    for (const host of model.view.hosts) {
      const scores = measureNow(model, host)
      this.scores.set(host, scores)
      this.weighted += scores.weighted
      for (const vm of scores.vms) weights += weightOf(model, vm)
    }
    this.weights = weights
    this.classes = classesOf(model.view)
    for (const each of this.classes) each.sort(byLoad)
  }

  clusterScore(): number | null {
    return clusterScore(this.model, this.scores.values())
  }

  /** The move of the highest gain, of at least `least` points, that makes the score of the cluster rise. */
  best(least: number, isOut: (vm: WhatIfVm) => boolean = nobody, whatever = false): Candidate | null {
    let best: Candidate | null = null
    for (const [from, scores] of this.scores) {
      if (!from.counts || scores.vms.length === 0) continue
      for (const { vms } of this.alikeOf(from)) {
        for (const { vm, score } of vms) {
          if (vm.moved || this.kept.get(vm) === 'everywhere' || isOut(vm)) continue
          // What it would gain where nothing else runs.
          if (round9(100 * vm.memoryFactor - score) < Math.max(least, best?.net ?? 0)) break
          const found = this.bestOf(vm, from, score, least, best, whatever)
          if (found === 'tooLittle') break
          if (found !== null) best = found
        }
      }
    }
    return best
  }

  /** The best place for one VM that beats `best`; `tooLittle`: none even comes to that gain, whatever else it would have to be. */
  private bestOf(
    vm: WhatIfVm,
    from: WhatIfHost,
    score: number,
    least: number,
    best: Candidate | null,
    whatever: boolean,
  ): Candidate | null | 'tooLittle' {
    const kept = this.kept.get(vm)
    let found: Candidate | null = null
    let isTooLittle = true
    for (const hosts of this.classes) {
      for (const to of hosts) {
        if (to === from) continue
        const candidate = this.candidate(vm, from, to, score)
        const net = round9(candidate.net)
        if (net < least || (best !== null && net < round9(best.net))) break
        isTooLittle = false
        if ((best !== null && comesBefore(best, candidate)) || (found !== null && comesBefore(found, candidate))) break
        if ((kept instanceof Set && kept.has(to)) || !this.fits(candidate)) continue
        if (!whatever && !this.clusterRises(candidate)) continue
        found = candidate
        break
      }
    }
    return found ?? (isTooLittle ? 'tooLittle' : null)
  }

  private candidate(vm: WhatIfVm, from: WhatIfHost, to: WhatIfHost, scoreBefore: number): Candidate {
    const { model } = this
    const load = (to.cpuDemandMHz + vm.cpuDemandMHz) / to.cpuMHz
    const satisfied = model.view.poolsLimitCpu ? satisfiedThere(model, vm, to) : satisfiedAlone(vm, to)
    const scoreAfter = 100 * satisfied * headOf(model, load) * networkOf(model, to, to.netMbps + vm.netMbps) * ownFactor(model, vm, to)
    const seconds = this.options.secondsOf(vm, from, to)
    const cost = scoreCost(model.threshold, seconds, model.constants)
    return { vm, from, to, net: scoreAfter - scoreBefore - cost, cost, seconds, scoreBefore, scoreAfter }
  }

  /** DRS-083, and DRS-067: what only the network asks for is left alone. */
  private fits({ vm, from, to, cost, scoreBefore, scoreAfter }: Candidate): boolean {
    if (!to.takesVms || round9((to.cpuDemandMHz + vm.cpuDemandMHz) / to.cpuMHz) >= this.model.constants['DRS-083'].ceiling) return false
    if (round9(to.memoryDemandMiB + vm.memoryDemandMiB - to.memoryMiB) > 0) return false
    const { net } = this.scores.get(from) as HostScores
    if (net === 1 || !this.model.constants['DRS-067'].loadMustAskForIt) return true
    const there = networkOf(this.model, to, to.netMbps + vm.netMbps)
    return round9(scoreAfter / there - scoreBefore / net - cost) > 0
  }

  private clusterRises(candidate: Candidate): boolean {
    const after = this.after(candidate)
    const { from, to } = candidate
    const before = (this.scores.get(from) as HostScores).weighted + (this.scores.get(to) as HostScores).weighted
    return round9((100 * (after.from.weighted + after.to.weighted - before)) / this.weights) > 0
  }

  /** The two hosts after a move. */
  private after({ vm, from, to }: Candidate): { readonly from: HostScores; readonly to: HostScores } {
    const { model } = this
    const source = this.scores.get(from) as HostScores
    const destination = this.scores.get(to) as HostScores
    const rest = source.vms.filter((other) => other !== vm)
    return {
      from: measure(model, from, rest, from.cpuDemandMHz - vm.cpuDemandMHz, from.netMbps - vm.netMbps),
      to: measure(model, to, [...destination.vms, vm], to.cpuDemandMHz + vm.cpuDemandMHz, to.netMbps + vm.netMbps),
    }
  }

  make(candidate: Candidate): ScoreMove {
    const { vm, from, to } = candidate
    const others = this.othersFor(candidate)
    const loads = [from.cpuDemandMHz / from.cpuMHz, to.cpuDemandMHz / to.cpuMHz] as const
    const relievedMHz = relieved(vm, from, to)
    const clusterBefore = this.weighted / this.weights
    const after = this.after(candidate)
    this.weighted +=
      after.from.weighted + after.to.weighted - (this.scores.get(from) as HostScores).weighted - (this.scores.get(to) as HostScores).weighted
    moveVm(vm, to)
    vm.moved = true
    this.remember(after.from)
    this.remember(after.to)
    for (const kept of this.kept.values()) {
      if (kept === 'everywhere') continue
      kept.delete(from)
      kept.delete(to)
    }
    return {
      ...candidate,
      priority: scorePriority(candidate.net, this.model.constants) ?? 5,
      clusterBefore,
      clusterAfter: this.weighted / this.weights,
      fromLoad: [loads[0], after.from.load],
      toLoad: [loads[1], after.to.load],
      relievedMHz,
      others,
    }
  }

  private remember(scores: HostScores): void {
    this.scores.set(scores.host, scores)
    this.alike.delete(scores.host)
    for (const each of this.classes) if (each.includes(scores.host)) each.sort(byLoad)
  }

  private othersFor({ vm, from, to, scoreBefore }: Candidate): ScoreMove['others'] {
    const heads = this.classes.flatMap((each) => each.slice(0, OTHERS_MAX + 2)).filter((host) => host !== from && host !== to && host.takesVms)
    return heads
      .map((host) => ({ host: host.name, net: this.candidate(vm, from, host, scoreBefore).net }))
      .sort((a, b) => b.net - a.net || compareNames(a.host, b.host))
      .slice(0, OTHERS_MAX)
  }

  /** Something stands against it there; where it does so everywhere, that is told. */
  block(candidate: Candidate, least: number, reason: string): void {
    const { vm, from, to, net } = candidate
    if (vm.stuck === null) {
      const kept = this.keptFrom(vm)
      kept.add(to)
      for (const host of this.classes.flat()) {
        if (host === from || kept.has(host)) continue
        const other = this.candidate(vm, from, host, candidate.scoreBefore)
        if (round9(other.net) < least || !this.fits(other) || !this.clusterRises(other)) continue
        if (this.options.obstacleTo(vm, host) === null) return
        kept.add(host)
      }
    }
    this.kept.set(vm, 'everywhere')
    this.blocked.push({ vm, from, to, net, reason })
  }

  private keptFrom(vm: WhatIfVm): Set<WhatIfHost> {
    const known = this.kept.get(vm)
    const kept = known instanceof Set ? known : new Set<WhatIfHost>()
    this.kept.set(vm, kept)
    return kept
  }

  /** VMs that would gain something, by how much, each with its best move. */
  passedOver(least: number): TooLittle[] {
    const weakest = leastGain(5, this.model.constants) as number
    const listed = new Set<WhatIfVm>()
    const found: TooLittle[] = []
    while (found.length < PASSED_OVER_MAX) {
      const best = this.best(weakest, (vm) => listed.has(vm), true)
      if (best === null) break
      listed.add(best.vm)
      const obstacle = best.vm.stuck ?? this.options.obstacleTo(best.vm, best.to)
      if (obstacle !== null) continue
      const { vm, from, to, net, seconds } = best
      const reason = round9(net) >= least ? 'minGoodness' : round9(net + best.cost) >= least ? 'costBenefit' : 'threshold'
      found.push({ vm, from, to, net, seconds, relievedMHz: relieved(vm, from, to), reason })
    }
    return found
  }

  private alikeOf(host: WhatIfHost): readonly Alike[] {
    const known = this.alike.get(host)
    if (known !== undefined) return known
    const groups = new Map<string, { vm: WhatIfVm; score: number }[]>()
    const scores = this.scores.get(host) as HostScores
    scores.vms.forEach((vm, i) => {
      const score = scoreAt(this.model, scores, i)
      const key = this.model.view.poolsLimitCpu
        ? vm.name
        : `${score}/${vm.memoryFactor}/${vm.vcpus}/${vm.memoryMiB}/${vm.copyMiB}/${vm.netMbps}/${vm.cpuLimitMHz}`
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [{ vm, score }])
      else group.push({ vm, score })
    })
    const alike = [...groups.values()].map((vms) => ({
      vms: vms.sort((a, b) => a.vm.cpuDemandMHz - b.vm.cpuDemandMHz || compareNames(a.vm.name, b.vm.name)),
    }))
    this.alike.set(host, alike)
    return alike
  }
}

const nobody = (): boolean => false

/** Higher gain; ties: VM name, less-loaded host, host name (DRS-062). */
function comesBefore(a: Candidate, b: Candidate): boolean {
  const byNet = round9(b.net) - round9(a.net)
  if (byNet !== 0) return byNet < 0
  return (compareNames(a.vm.name, b.vm.name) || byLoad(a.to, b.to)) <= 0
}

function byLoad(a: WhatIfHost, b: WhatIfHost): number {
  return (
    round9(a.cpuDemandMHz / a.cpuMHz) - round9(b.cpuDemandMHz / b.cpuMHz) ||
    round9(a.memoryDemandMiB / a.memoryMiB) - round9(b.memoryDemandMiB / b.memoryMiB) ||
    compareNames(a.name, b.name)
  )
}

/** Hosts on which a VM would have the same score if they had the same load. One that its network makes different stands alone. */
function classesOf(view: WhatIf): WhatIfHost[][] {
  const classes = new Map<string, WhatIfHost[]>()
  const mostMbps = view.vms.reduce((most, vm) => Math.max(most, vm.netMbps), 0)
  for (const host of view.hosts) {
    if (!host.takesVms) continue
    const isAlone = view.poolsLimitCpu || (host.uplinkMbps !== null && mostMbps > 0)
    const { cpuMHz, coreMHz, coresPerNode, memoryPerNodeMiB, vmotion } = host
    const key = isAlone ? host.name : [cpuMHz, coreMHz, coresPerNode, memoryPerNodeMiB, vmotion?.gbps, vmotion?.nics].join('/')
    const known = classes.get(key)
    if (known === undefined) classes.set(key, [host])
    else known.push(host)
  }
  return [...classes.values()]
}

/** With the limits of pools what it gets is asked of the host's own division. */
function satisfiedThere(model: ScoreModel, vm: WhatIfVm, to: WhatIfHost): number {
  const vms = [...to.vms, vm]
  return measure(model, to, vms, to.cpuDemandMHz + vm.cpuDemandMHz, to.netMbps).satisfied.at(-1) as number
}
