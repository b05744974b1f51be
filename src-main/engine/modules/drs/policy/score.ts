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
import { headOf, measure, measureNow, networkOf, ownFactor, satisfiedAlone, scoreAt, scoreModel, weightOf } from './score-hosts.ts'
import type { Divide, HostScores, ScoreModel } from './score-hosts.ts'
import { compareNames } from './order.ts'
import { areAlike, byLoad, classesOf, reinsert } from './score-order.ts'
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
  /** Hosts with a VM that could gain something, the most first. */
  private readonly sources: WhatIfHost[] = []
  /** Destinations that are alike, the least loaded first. */
  private readonly classes: WhatIfHost[][]
  /** Hosts that something keeps a VM from; all of them where it may not be moved at all. */
  private readonly kept = new Map<WhatIfVm, Set<WhatIfHost> | 'everywhere'>()
  /** Hosts that moves changed, in their order. */
  private readonly changes: WhatIfHost[] = []
  /** VMs for which no host would do, looked at when so many changes had been made: only hosts that change later, or their own, may change that. */
  private readonly nothing = new Map<WhatIfVm, { readonly at: number; readonly tooLittle: boolean }>()
  /** What the weakest move gains, at any threshold. */
  private readonly weakest: number
  private weights = 0
  private weighted = 0

  constructor(model: ScoreModel, options: ScoreOptions) {
    this.model = model
    this.options = options
    this.weakest = leastGain(5, options.constants) as number
    for (const host of model.view.hosts) {
      const scores = measureNow(model, host)
      this.scores.set(host, scores)
      this.weighted += scores.weighted
      for (const vm of scores.vms) this.weights += weightOf(model, vm)
      if (host.counts && scores.most >= this.weakest) this.sources.push(host)
    }
    this.sources.sort((a, b) => this.mostOf(b) - this.mostOf(a))
    this.classes = this.sources.length === 0 ? [] : classesOf(model.view)
  }

  clusterScore(): number | null {
    return this.weights > 0 ? this.weighted / this.weights : null
  }

  private mostOf(host: WhatIfHost): number {
    return (this.scores.get(host) as HostScores).most
  }

  /** The move of the highest gain, of at least `least` points, that makes the score of the cluster rise. */
  best(least: number): Candidate | null {
    let best: Candidate | null = null
    for (const from of this.sources) {
      if (round9(this.mostOf(from)) < Math.max(least, round9(best?.net ?? 0))) break
      for (const { vms } of this.alikeOf(from)) {
        for (const { vm, score } of vms) {
          if (vm.moved || this.kept.get(vm) === 'everywhere') continue
          // What it would gain where nothing else runs.
          if (round9(100 * vm.memoryFactor - score) < Math.max(least, round9(best?.net ?? 0))) break
          const found = this.bestOf(vm, from, score, least, best, true)
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
    clusterMustRise: boolean,
  ): Candidate | null | 'tooLittle' {
    const kept = this.kept.get(vm)
    const known = clusterMustRise ? this.nothing.get(vm) : undefined
    const changed = known === undefined ? null : this.changes.slice(known.at)
    const isPartial = changed !== null && changed.length < this.scores.size && !changed.includes(from)
    let found: Candidate | null = null
    let isTooLittle = true
    let isCut = false
    for (const hosts of isPartial ? changed.map((host) => [host]) : this.classes) {
      for (const to of hosts) {
        if (to === from) continue
        const candidate = this.candidate(vm, from, to, score)
        const net = round9(candidate.net)
        if (net < least) break
        isTooLittle &&= best !== null && net < round9(best.net)
        if (best !== null && comesBefore(best, candidate)) isCut = true
        if (isCut || (found !== null && comesBefore(found, candidate))) break
        if ((kept instanceof Set && kept.has(to)) || !this.fits(candidate)) continue
        if (clusterMustRise && !this.clusterRises(candidate)) continue
        found = candidate
        break
      }
    }
    const tooLittle = isTooLittle && (!isPartial || known?.tooLittle === true)
    if (clusterMustRise && found === null && !isCut) this.nothing.set(vm, { at: this.changes.length, tooLittle })
    return found ?? (tooLittle ? 'tooLittle' : null)
  }

  private candidate(vm: WhatIfVm, from: WhatIfHost, to: WhatIfHost, scoreBefore: number): Candidate {
    const { model } = this
    const load = (to.cpuDemandMHz + vm.cpuDemandMHz) / to.cpuMHz
    const own = model.view.poolsLimitCpu ? ownThere(model, vm, to) : ownFactor(model, vm, to) * satisfiedAlone(vm, to)
    const scoreAfter = 100 * own * headOf(model, load) * networkOf(model, to, to.netMbps + vm.netMbps)
    const seconds = this.options.secondsOf(vm, from, to)
    const cost = scoreCost(model.threshold, seconds, model.constants)
    return { vm, from, to, net: scoreAfter - scoreBefore - cost, cost, seconds, scoreBefore, scoreAfter }
  }

  /** DRS-083, and DRS-067: what only the network asks for is left alone. */
  private fits({ vm, from, to, cost, scoreBefore, scoreAfter }: Candidate): boolean {
    const { constants } = this.model
    if (!to.takesVms || round9((to.cpuDemandMHz + vm.cpuDemandMHz) / to.cpuMHz) >= constants['DRS-083'].ceiling) return false
    if (round9(to.memoryDemandMiB + vm.memoryDemandMiB - to.memoryMiB) > 0) return false
    const { net } = this.scores.get(from) as HostScores
    if (net === 1 || !constants['DRS-067'].loadMustAskForIt) return true
    const there = networkOf(this.model, to, to.netMbps + vm.netMbps)
    return round9(scoreAfter / there - scoreBefore / net - cost) > 0
  }

  private clusterRises({ vm, from, to, scoreBefore, scoreAfter }: Candidate): boolean {
    const { model } = this
    const source = this.scores.get(from) as HostScores
    const destination = this.scores.get(to) as HostScores
    const before = source.weighted + destination.weighted
    const weight = weightOf(model, vm)
    const isPlain = !model.view.poolsLimitCpu && source.isFree && destination.isFree
    const commonAfter = (host: WhatIfHost, sign: 1 | -1): number =>
      headOf(model, (host.cpuDemandMHz + sign * vm.cpuDemandMHz) / host.cpuMHz) * networkOf(model, host, host.netMbps + sign * vm.netMbps)
    const after = isPlain
      ? commonAfter(from, -1) * (source.plain - (weight * scoreBefore) / (source.head * source.net)) +
        commonAfter(to, 1) * destination.plain +
        weight * scoreAfter
      : this.without(source, vm).weighted + this.with(destination, vm).weighted
    return round9((after - before) / this.weights) > 0
  }

  private without({ host, vms }: HostScores, vm: WhatIfVm): HostScores {
    const rest = vms.filter((other) => other !== vm)
    return measure(this.model, host, rest, host.cpuDemandMHz - vm.cpuDemandMHz, host.netMbps - vm.netMbps)
  }

  private with({ host, vms }: HostScores, vm: WhatIfVm): HostScores {
    return measure(this.model, host, [...vms, vm], host.cpuDemandMHz + vm.cpuDemandMHz, host.netMbps + vm.netMbps)
  }

  make(candidate: Candidate): ScoreMove {
    const { vm, from, to } = candidate
    const others = this.othersFor(candidate)
    const relievedMHz = relieved(vm, from, to)
    const [source, destination] = [this.scores.get(from) as HostScores, this.scores.get(to) as HostScores]
    const clusterBefore = this.weighted / this.weights
    const [left, grown] = [this.without(source, vm), this.with(destination, vm)]
    this.weighted += left.weighted + grown.weighted - source.weighted - destination.weighted
    moveVm(vm, to)
    vm.moved = true
    this.changes.push(from, to)
    this.remember(left)
    this.remember(grown)
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
      fromLoad: [source.load, left.load],
      toLoad: [destination.load, grown.load],
      relievedMHz,
      others,
    }
  }

  private remember(scores: HostScores): void {
    const { host } = scores
    this.scores.set(host, scores)
    this.alike.delete(host)
    reinsert(this.sources, host, (a, b) => this.mostOf(b) - this.mostOf(a), host.counts && scores.most >= this.weakest)
    for (const each of this.classes) if (each.includes(host)) reinsert(each, host, byLoad, true)
  }

  private othersFor({ vm, from, to, scoreBefore }: Candidate): ScoreMove['others'] {
    const heads = this.classes.flatMap((each) => each.slice(0, OTHERS_MAX + 2)).filter((host) => host !== from && host !== to)
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

  /** VMs that would gain something, those that gain most, each with its best move. */
  passedOver(least: number): TooLittle[] {
    let found: Candidate[] = []
    for (const from of this.sources) {
      const bar = found.length < PASSED_OVER_MAX ? this.weakest : Math.max(this.weakest, round9((found.at(-1) as Candidate).net))
      if (round9(this.mostOf(from)) < bar) break
      const here: Candidate[] = []
      for (const { vms } of this.alikeOf(from)) {
        for (const { vm, score } of vms.slice(0, PASSED_OVER_MAX)) {
          if (vm.moved || this.kept.get(vm) === 'everywhere' || vm.stuck !== null) continue
          const best = this.bestOf(vm, from, score, bar, null, false)
          if (best === 'tooLittle') break
          if (best !== null) here.push(best)
        }
      }
      if (here.length > 0) found = [...found, ...here].sort((a, b) => (comesBefore(a, b) ? -1 : 1)).slice(0, PASSED_OVER_MAX)
    }
    return found
      .filter(({ vm, to }) => this.options.obstacleTo(vm, to) === null)
      .map(({ vm, from, to, net, cost, seconds }) => {
        const reason = round9(net) >= least ? 'minGoodness' : round9(net + cost) >= least ? 'costBenefit' : 'threshold'
        return { vm, from, to, net, seconds, relievedMHz: relieved(vm, from, to), reason }
      })
  }

  private alikeOf(host: WhatIfHost): readonly Alike[] {
    const known = this.alike.get(host)
    if (known !== undefined) return known
    const groups: { vm: WhatIfVm; score: number }[][] = []
    const scores = this.scores.get(host) as HostScores
    scores.vms.forEach((vm, i) => {
      const one = { vm, score: scoreAt(scores, i) }
      const group = this.model.view.poolsLimitCpu ? undefined : groups.find(([first]) => first !== undefined && areAlike(first, one))
      if (group === undefined) groups.push([one])
      else group.push(one)
    })
    for (const group of groups) group.sort((a, b) => a.vm.cpuDemandMHz - b.vm.cpuDemandMHz || compareNames(a.vm.name, b.vm.name))
    const alike = groups.map((vms) => ({ vms }))
    this.alike.set(host, alike)
    return alike
  }
}

/** Higher gain; ties: VM name, less-loaded host, host name (DRS-062). */
function comesBefore(a: Candidate, b: Candidate): boolean {
  const byNet = round9(b.net) - round9(a.net)
  if (byNet !== 0) return byNet < 0
  return (compareNames(a.vm.name, b.vm.name) || byLoad(a.to, b.to)) <= 0
}

/** With the limits of pools what it gets is asked of the host's own division. */
function ownThere(model: ScoreModel, vm: WhatIfVm, to: WhatIfHost): number {
  return measure(model, to, [...to.vms, vm], to.cpuDemandMHz + vm.cpuDemandMHz, to.netMbps).own.at(-1) as number
}
