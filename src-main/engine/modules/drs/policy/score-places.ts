/**
 * What VMs would gain on other hosts (DRS-062), and where. Hosts that are alike are looked at in the order of their load: what one nets there, and
 * whether it stays below the ceiling, only falls from one to the next, and falls from a smaller VM to a larger one that is like it otherwise.
 */
import type { Measured } from '../../../models/columns.ts'
import { scoreCost } from '../../../models/drs-score.ts'
import type { ModelConstants } from '../../../models/drs-score.ts'
import { round9 } from '../../../models/maths.ts'
import { compareNames } from '../../../models/order.ts'
import type { WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'
import { headOf, measure, measureNow, networkOf, partAlone, weightOf } from './score-hosts.ts'
import type { HostScores, ScoreModel } from './score-hosts.ts'
import { byLoad, classesOf, putIn, takeOut } from './score-order.ts'

/** A VM and a host where it would gain. */
export interface Candidate {
  readonly vm: WhatIfVm
  readonly from: WhatIfHost
  readonly to: WhatIfHost
  readonly net: number
  readonly cost: number
  readonly seconds: number
  readonly scoreBefore: number
  readonly scoreAfter: number
}

export interface PlaceQuestion {
  readonly vm: WhatIfVm
  readonly from: WhatIfHost
  /** Of the VM where it is. */
  readonly score: number
  /** Points that it is to gain. */
  readonly least: number
  /** That is to be beaten. */
  readonly best: Candidate | null
  readonly classes: readonly (readonly WhatIfHost[])[]
  readonly clusterMustRise: boolean
}

/** `isClosed`: nor is there one for larger VMs that are like it otherwise. */
export interface PlaceAnswer {
  readonly found: Candidate | null
  readonly isClosed: boolean
}

const closed: PlaceAnswer = { found: null, isClosed: true }
const nowhere: PlaceAnswer = { found: null, isClosed: false }

interface PlaceOptions {
  readonly constants: ModelConstants
  /** DRS's estimate, seconds. */
  secondsOf(vm: WhatIfVm, from: WhatIfHost, to: WhatIfHost): number
}

/** Of the hosts before any move; `weights`: of all VMs. */
interface Scores {
  /** By the positions of hosts; of those that nobody asked about yet the figures are `measured`. */
  readonly all: HostScores[]
  readonly measured: Measured | null
  readonly weights: number
}

export class Places {
  /** Destinations that are alike, the least loaded first. */
  readonly classes: readonly WhatIfHost[][]
  private readonly model: ScoreModel
  private readonly options: PlaceOptions
  private readonly scores: Scores
  /** Hosts that something keeps a VM from; all of them where it may not be moved at all. */
  private readonly kept = new Map<WhatIfVm, Set<WhatIfHost> | 'everywhere'>()
  /** The least Σ weight · own score of a destination and those after it in its class. */
  private readonly leastPlain = new Map<readonly WhatIfHost[], Float64Array>()

  constructor(model: ScoreModel, options: PlaceOptions, scores: Scores, isNeeded: boolean) {
    this.model = model
    this.options = options
    this.scores = scores
    this.classes = isNeeded ? classesOf(model.view) : []
  }

  scoresOf(host: WhatIfHost): HostScores {
    return (this.scores.all[host.order] ??= measureNow(this.model, host))
  }

  private plainOf({ order }: WhatIfHost): number {
    const { all, measured } = this.scores
    return (all[order] ?? { plain: measured?.plain[order] as number }).plain
  }

  isDestination(host: WhatIfHost): boolean {
    return host.takesVms
  }

  /** VMs came or went there: what kept others from these hosts need not do so any more. */
  change(changed: readonly HostScores[]): void {
    const hosts = changed.map(({ host }) => host)
    for (const scores of changed) this.scores.all[scores.host.order] = scores
    for (const each of this.classes) {
      if (!hosts.some((host) => each.includes(host))) continue
      // Their loads are new already: none of them may be where the others are put in order.
      const there = hosts.filter((host) => takeOut(each, host))
      for (const host of there) putIn(each, host, byLoad)
      this.leastPlain.delete(each)
    }
    for (const kept of this.kept.values()) if (kept !== 'everywhere') for (const host of hosts) kept.delete(host)
  }

  isStuck(vm: WhatIfVm): boolean {
    return this.kept.get(vm) === 'everywhere'
  }

  /** Something is known to keep one of them from a host. */
  isKeptFromAny(vms: readonly WhatIfVm[]): boolean {
    return this.kept.size > 0 && vms.some((vm) => this.kept.has(vm))
  }

  isKeptFrom(vm: WhatIfVm, host: WhatIfHost): boolean {
    const kept = this.kept.get(vm)
    return kept instanceof Set && kept.has(host)
  }

  keepFrom(vm: WhatIfVm, host: WhatIfHost): void {
    const known = this.kept.get(vm)
    if (known instanceof Set) known.add(host)
    else this.kept.set(vm, new Set([host]))
  }

  keepWhereItIs(vm: WhatIfVm): void {
    this.kept.set(vm, 'everywhere')
  }

  candidate(vm: WhatIfVm, from: WhatIfHost, to: WhatIfHost, scoreBefore: number): Candidate {
    const seconds = this.options.secondsOf(vm, from, to)
    const cost = scoreCost(this.model.threshold, seconds, this.model.constants)
    const scoreAfter = this.scoreThere(vm, to)
    return { vm, from, to, net: scoreAfter - scoreBefore - cost, cost, seconds, scoreBefore, scoreAfter }
  }

  private scoreThere(vm: WhatIfVm, to: WhatIfHost): number {
    const { model } = this
    const load = (to.cpuDemandMHz + vm.cpuDemandMHz) / to.cpuMHz
    const own = model.view.poolsLimitCpu ? ownThere(model, vm, to) : partAlone(model, vm, to)
    return 100 * own * headOf(model, load) * networkOf(model, to, to.netMbps + vm.netMbps)
  }

  /** The best place for one VM that beats `best`. */
  bestFor({ vm, from, score, least, best, classes, clusterMustRise }: PlaceQuestion): PlaceAnswer {
    const { options, model } = this
    let found = best
    let isClosed = true
    for (const hosts of classes) {
      // The same for all that are alike.
      let seconds = -1
      let cost = 0
      for (let place = 0; place < hosts.length; place++) {
        const to = hosts[place] as WhatIfHost
        if (to === from) continue
        if (seconds < 0) {
          seconds = options.secondsOf(vm, from, to)
          cost = scoreCost(model.threshold, seconds, model.constants)
        }
        const scoreAfter = this.scoreThere(vm, to)
        const net = scoreAfter - score - cost
        const rounded = round9(net)
        if (rounded < least || (found !== null && rounded < round9(found.net)) || this.isAtCeiling(vm, to)) break
        isClosed = false
        const candidate = { vm, from, to, net, cost, seconds, scoreBefore: score, scoreAfter }
        if (found !== null && comesBefore(found, candidate)) break
        if (this.isKeptFrom(vm, to) || !this.fits(candidate)) continue
        if (clusterMustRise && !this.clusterRises(candidate)) {
          if (this.neverRisesAfter(candidate, hosts, place)) break
          continue
        }
        found = candidate
        break
      }
    }
    return isClosed ? closed : found === best ? nowhere : { found, isClosed }
  }

  /** It would gain so much, fits, and is good for the cluster. */
  wouldDo(candidate: Candidate, least: number): boolean {
    return round9(candidate.net) >= least && !this.isAtCeiling(candidate.vm, candidate.to) && this.fits(candidate) && this.clusterRises(candidate)
  }

  /** DRS-083. */
  private isAtCeiling(vm: WhatIfVm, to: WhatIfHost): boolean {
    return round9((to.cpuDemandMHz + vm.cpuDemandMHz) / to.cpuMHz) >= this.model.constants['DRS-083'].ceiling
  }

  /** Its memory does, and DRS-067: what only the network asks for is left alone. */
  private fits({ vm, from, to, cost, scoreBefore, scoreAfter }: Candidate): boolean {
    if (round9(to.memoryDemandMiB + vm.memoryDemandMiB - to.memoryMiB) > 0) return false
    const { net } = this.scoresOf(from)
    if (net === 1 || !this.model.constants['DRS-067'].loadMustAskForIt) return true
    const there = networkOf(this.model, to, to.netMbps + vm.netMbps)
    return round9(scoreAfter / there - scoreBefore / net - cost) > 0
  }

  private clusterRises({ vm, from, to, scoreBefore, scoreAfter }: Candidate): boolean {
    const { model } = this
    const source = this.scoresOf(from)
    const destination = this.scoresOf(to)
    const before = source.weighted + destination.weighted
    const weight = weightOf(model, vm)
    const isPlain = !model.view.poolsLimitCpu && source.isFree && destination.isFree
    const after = isPlain
      ? this.commonWith(from, vm, -1) * (source.plain - (weight * scoreBefore) / (source.head * source.net)) +
        this.commonWith(to, vm, 1) * destination.plain +
        weight * scoreAfter
      : this.without(source, vm).weighted + this.with(destination, vm).weighted
    return round9((after - before) / this.scores.weights) > 0
  }

  /** What all VMs of a host have in common, with or without this one. */
  private commonWith(host: WhatIfHost, vm: WhatIfVm, sign: 1 | -1): number {
    const load = (host.cpuDemandMHz + sign * vm.cpuDemandMHz) / host.cpuMHz
    return headOf(this.model, load) * networkOf(this.model, host, host.netMbps + sign * vm.netMbps)
  }

  /**
   * The cluster would not gain on any host of the class after this one, where it does not. Headroom falls no slower from a higher load (up to
   * the ceiling), so that on each of them the VM costs the others at least what it costs them here, were there as few of them as on the least.
   */
  private neverRisesAfter({ vm, from, to, scoreBefore, scoreAfter }: Candidate, hosts: readonly WhatIfHost[], place: number): boolean {
    const { model } = this
    const source = this.scoresOf(from)
    if (place + 1 >= hosts.length || model.view.poolsLimitCpu || !source.isFree || model.constants['DRS-083'].ceiling > 1) return false
    if (this.scoresOf(to).net !== 1) return false
    const weight = weightOf(model, vm)
    const left = this.commonWith(from, vm, -1) * (source.plain - (weight * scoreBefore) / (source.head * source.net)) - source.weighted
    const lost = (this.commonWith(to, vm, 1) - this.scoresOf(to).head) * this.leastPlainFrom(hosts, place + 1)
    return round9((left + lost + weight * scoreAfter) / this.scores.weights) <= 0
  }

  private leastPlainFrom(hosts: readonly WhatIfHost[], place: number): number {
    let least = this.leastPlain.get(hosts)
    if (least === undefined) {
      least = new Float64Array(hosts.length + 1).fill(Infinity)
      for (let i = hosts.length - 1; i >= 0; i--) least[i] = Math.min(least[i + 1] as number, this.plainOf(hosts[i] as WhatIfHost))
      this.leastPlain.set(hosts, least)
    }
    return least[place] as number
  }

  without({ host, vms }: HostScores, vm: WhatIfVm): HostScores {
    const rest = vms.filter((other) => other !== vm)
    return measure(this.model, host, rest, host.cpuDemandMHz - vm.cpuDemandMHz, host.netMbps - vm.netMbps)
  }

  with({ host, vms }: HostScores, vm: WhatIfVm): HostScores {
    return measure(this.model, host, [...vms, vm], host.cpuDemandMHz + vm.cpuDemandMHz, host.netMbps + vm.netMbps)
  }
}

/** Higher gain; ties: VM name, less-loaded host, host name (DRS-062). */
export function comesBefore(a: Candidate, b: Candidate): boolean {
  const byNet = round9(b.net) - round9(a.net)
  if (byNet !== 0) return byNet < 0
  return (compareNames(a.vm.name, b.vm.name) || byLoad(a.to, b.to)) <= 0
}

/** With the limits of pools what it gets is asked of the host's own division. */
function ownThere(model: ScoreModel, vm: WhatIfVm, to: WhatIfHost): number {
  const { own } = measure(model, to, [...to.vms, vm], to.cpuDemandMHz + vm.cpuDemandMHz, to.netMbps)
  return (own as readonly number[]).at(-1) as number
}
