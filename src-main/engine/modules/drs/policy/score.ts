/**
 * Which VMs run better on another host (DRS-057, DRS-062): the move with the highest gain after its cost is noted in the view, then the next is
 * looked for, each VM once. Every host is measured again only when a VM came or went; of VMs that differ in their load alone the smallest is
 * tried first, since the others gain less. What a host's VMs could gain is kept from one move to the next: a move changes two hosts.
 */
import { leastGain, scorePriority } from '../../../models/drs-score.ts'
import type { ModelConstants } from '../../../models/drs-score.ts'
import { round9 } from '../../../models/maths.ts'
import { compareNames } from '../../../models/order.ts'
import { moveVm, relieved } from '../../../models/what-if.ts'
import type { WhatIf, WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'
import { measureAll, measureNow, scoreModel, withKinds, withWeights } from './score-hosts.ts'
import type { Divide, HostScores, ScoreModel } from './score-hosts.ts'
import { alikeOn, putIn, smallestOf, takeOut } from './score-order.ts'
import type { Alike } from './score-order.ts'
import { comesBefore, Places } from './score-places.ts'
import type { Candidate } from './score-places.ts'
import type { Against, Obstacle } from './obstacle.ts'

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
  /** That stands against it, where one does. */
  readonly rule: string | null
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

/** The best move of a VM, made or not: what a look at the cluster tells of it. */
export interface Weighed extends Candidate {
  /** It gains enough, and the score of the cluster rises. */
  readonly isWanted: boolean
  /** Why it cannot be made; null: nothing stands against it. */
  readonly obstacle: string | null
}

export interface ScoreLook {
  /** Of the cluster; null: nothing runs. */
  readonly score: number | null
  /** Points that a move has to gain; null: at this threshold none is looked for. */
  readonly least: number | null
  /** Those that gain most, whether they gain anything or not. */
  readonly weighed: readonly Weighed[]
}

/** Moves that a pass lists as passed over. */
const PASSED_OVER_MAX = 20

/** Destinations that a why lists. */
const OTHERS_MAX = 3

/** Where more hosts have changed, all are looked at again. */
const CHANGED_MAX = 16

export function planByScore(view: WhatIf, options: ScoreOptions): ScorePlan {
  const search = new Search(scoreModel(view, options.threshold, options.constants, options.divide), options)
  const score = search.clusterScore()
  const least = leastGain(options.threshold, options.constants)
  if (least === null) return { score, moves: [], blocked: [], passedOver: [] }
  const moves: ScoreMove[] = []
  for (let best = search.best(least); best !== null; best = search.best(least)) {
    const obstacle = best.vm.stuck === null ? options.obstacleTo(best.vm, best.to) : { reason: best.vm.stuck }
    if (obstacle === null) moves.push(search.make(best))
    else search.block(best, least, obstacle)
  }
  return { score, moves, blocked: search.blocked, passedOver: search.passedOver(least) }
}

/** The same search without a move: what the best of them would gain, and what is asked of it. */
export function weighByScore(view: WhatIf, options: ScoreOptions): ScoreLook {
  const search = new Search(scoreModel(view, options.threshold, options.constants, options.divide), options, -Infinity)
  const least = leastGain(options.threshold, options.constants)
  return { score: search.clusterScore(), least, weighed: search.weighed(least) }
}

/** What is known of the moves from a host when so many changes had been made. */
interface Outlook {
  readonly at: number
  /** The best of them; null: there is none, or it is not known which. */
  readonly best: Candidate | null
  /** None gains more. */
  readonly most: number
  readonly isKnown: boolean
}

interface Look {
  readonly least: number
  readonly best: Candidate | null
  readonly classes: readonly (readonly WhatIfHost[])[]
  /** Of VMs of one kind one look is enough. */
  readonly kindsCount: boolean
}

class Search {
  readonly blocked: Blocked[] = []
  private readonly model: ScoreModel
  private readonly options: ScoreOptions
  private readonly places: Places
  private readonly alike = new Map<WhatIfHost, readonly Alike[]>()
  /** Hosts with a VM that could gain something, the most first. */
  private readonly sources: WhatIfHost[] = []
  /** Hosts that moves changed, in their order. */
  private readonly changes: WhatIfHost[] = []
  private readonly outlooks = new Map<WhatIfHost, Outlook>()
  /** What the weakest move gains that is worth a word; as passes have it, what it would have to gain at the most aggressive threshold. */
  private readonly weakest: number
  private weights = 0
  private weighted = 0

  constructor(model: ScoreModel, options: ScoreOptions, weakest = leastGain(5, options.constants) as number) {
    this.model = model
    this.options = options
    this.weakest = weakest
    const { columns } = model.view
    const measured = columns === null ? null : measureAll(model, columns)
    const all: HostScores[] = []
    for (const host of model.view.hosts) {
      const { order } = host
      let most: number
      if (columns !== null && measured?.isKnown[order] === 1) {
        most = measured.most[order]!
        this.weighted += measured.weighted[order]!
        this.weights = withKinds(model, columns.kinds, columns.starts[order]!, columns.ends[order]!, this.weights)
      } else {
        const scores = (all[order] = measureNow(model, host))
        most = scores.most
        this.weighted += scores.weighted
        this.weights = withWeights(model, scores, this.weights)
      }
      if (most >= this.weakest && host.counts) this.sources.push(host)
    }
    this.places = new Places(model, options, { all, measured, weights: this.weights }, this.sources.length > 0)
    this.sources.sort((a, b) => this.mostOf(b) - this.mostOf(a))
  }

  clusterScore(): number | null {
    return this.weights > 0 ? this.weighted / this.weights : null
  }

  private mostOf(host: WhatIfHost): number {
    return this.places.scoresOf(host).most
  }

  /** The move of the highest gain, of at least `least` points, that makes the score of the cluster rise. */
  best(least: number): Candidate | null {
    let best: Candidate | null = null
    for (const from of this.sources) {
      const bar = Math.max(least, best === null ? 0 : round9(best.net))
      if (round9(this.mostOf(from)) < bar) break
      const found = this.bestFrom(from, least, bar)
      if (found !== null && (best === null || comesBefore(found, best))) best = found
    }
    return best
  }

  /** The best move from a host; null also where it is known to gain less than `bar`. */
  private bestFrom(from: WhatIfHost, least: number, bar: number): Candidate | null {
    let outlook = this.outlookOf(from, least)
    if (outlook === null || (!outlook.isKnown && outlook.most >= bar)) {
      const best = this.lookFrom(from, least, this.places.classes)
      outlook = { at: this.changes.length, best, most: mostOf(best), isKnown: true }
    }
    this.outlooks.set(from, outlook)
    return outlook.best
  }

  /** What is left of what was known before the last moves: of all destinations only those that they changed are looked at. */
  private outlookOf(from: WhatIfHost, least: number): Outlook | null {
    const known = this.outlooks.get(from)
    if (known === undefined || known.at === this.changes.length) return known ?? null
    const changed = new Set(this.changes.slice(known.at))
    if (changed.size > CHANGED_MAX) return null
    const there = this.lookFrom(
      from,
      least,
      [...changed].map((host) => (this.places.isDestination(host) ? [host] : [])),
    )
    const most = Math.max(known.most, mostOf(there))
    const isKnown = known.isKnown && (known.best === null || !changed.has(known.best.to))
    const isBetter = there !== null && (known.best === null || comesBefore(there, known.best))
    return { at: this.changes.length, most, isKnown, best: !isKnown ? null : isBetter ? there : known.best }
  }

  private lookFrom(from: WhatIfHost, least: number, classes: readonly (readonly WhatIfHost[])[]): Candidate | null {
    let best: Candidate | null = null
    // Where all get what they ask for, what somebody else would get is no question of who leaves.
    const kindsCount = this.places.scoresOf(from).isFree && this.model.constants['DRS-083'].ceiling <= 1
    for (const alike of this.alikeOf(from)) best = this.lookAmong(alike, from, { least, best, classes, kindsCount })
    return best
  }

  /** The best move of VMs that are alike, where it beats `best`. */
  private lookAmong({ score, lots }: Alike, from: WhatIfHost, { least, best: known, classes, kindsCount }: Look): Candidate | null {
    let best = known
    for (const lot of lots) {
      for (const vm of lot) {
        if (vm.moved || this.places.isStuck(vm)) continue
        // What it would gain where nothing else runs.
        if (round9(100 * vm.memoryFactor - score) < Math.max(least, best === null ? 0 : round9(best.net))) return best
        const { found, isClosed } = this.places.bestFor({ vm, from, score, least, best, classes, clusterMustRise: true })
        if (isClosed) return best
        best = found ?? best
        // The others would find what it has found, and come after it.
        if (kindsCount && !this.places.isKeptFromAny(lot)) break
      }
    }
    return best
  }

  make(candidate: Candidate): ScoreMove {
    const { vm, from, to } = candidate
    const { places } = this
    const others = this.othersFor(candidate)
    const relievedMHz = relieved(vm, from, to)
    const [source, destination] = [places.scoresOf(from), places.scoresOf(to)]
    const clusterBefore = this.weighted / this.weights
    const [left, grown] = [places.without(source, vm), places.with(destination, vm)]
    this.weighted += left.weighted + grown.weighted - source.weighted - destination.weighted
    moveVm(vm, to)
    vm.moved = true
    this.changes.push(from, to)
    this.places.change([left, grown])
    for (const { host } of [left, grown]) takeOut(this.sources, host)
    for (const scores of [left, grown]) this.remember(scores)
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
    this.alike.delete(host)
    this.outlooks.delete(host)
    if (host.counts && scores.most >= this.weakest) putIn(this.sources, host, (a, b) => this.mostOf(b) - this.mostOf(a))
  }

  private othersFor({ vm, from, to, scoreBefore }: Candidate): ScoreMove['others'] {
    const heads = this.places.classes.flatMap((each) => each.slice(0, OTHERS_MAX + 2)).filter((host) => host !== from && host !== to)
    return heads
      .map((host) => ({ host: host.name, net: this.places.candidate(vm, from, host, scoreBefore).net }))
      .sort((a, b) => b.net - a.net || compareNames(a.host, b.host))
      .slice(0, OTHERS_MAX)
  }

  /** Something stands against it there; where it does so everywhere, that is told. */
  block(candidate: Candidate, least: number, { reason, rule }: Against): void {
    const { vm, from, to, net, scoreBefore } = candidate
    const { places } = this
    this.outlooks.delete(from)
    if (vm.stuck === null) {
      places.keepFrom(vm, to)
      for (const host of places.classes.flat()) {
        if (host === from || places.isKeptFrom(vm, host) || !places.wouldDo(places.candidate(vm, from, host, scoreBefore), least)) continue
        if (this.options.obstacleTo(vm, host) === null) return
        places.keepFrom(vm, host)
      }
    }
    places.keepWhereItIs(vm)
    this.blocked.push({ vm, from, to, net, reason, rule: rule ?? null })
  }

  /** VMs that would gain something, those that gain most, each with its best move. */
  passedOver(least: number): TooLittle[] {
    return this.mostGaining()
      .filter(({ vm, to }) => this.options.obstacleTo(vm, to) === null)
      .map(({ vm, from, to, net, cost, seconds }) => {
        const reason = round9(net) >= least ? 'minGoodness' : round9(net + cost) >= least ? 'costBenefit' : 'threshold'
        return { vm, from, to, net, seconds, relievedMHz: relieved(vm, from, to), reason }
      })
  }

  weighed(least: number | null): Weighed[] {
    return this.mostGaining().map((candidate) => ({
      ...candidate,
      isWanted: least !== null && this.places.wouldDo(candidate, least),
      obstacle: this.options.obstacleTo(candidate.vm, candidate.to)?.reason ?? null,
    }))
  }

  private mostGaining(): Candidate[] {
    let found: Candidate[] = []
    for (const from of this.sources) {
      const bar = found.length < PASSED_OVER_MAX ? this.weakest : Math.max(this.weakest, round9((found.at(-1) as Candidate).net))
      if (round9(this.mostOf(from)) < bar) break
      const here: Candidate[] = []
      for (const alike of this.alikeOf(from)) this.passOver(alike, from, bar, here)
      if (here.length > 0) found = [...found, ...here].sort((a, b) => (comesBefore(a, b) ? -1 : 1)).slice(0, PASSED_OVER_MAX)
    }
    return found
  }

  /** Adds what the smallest of VMs that are alike would gain, where that is no less than `bar`. */
  private passOver(alike: Alike, from: WhatIfHost, bar: number, here: Candidate[]): void {
    const { places } = this
    const { score } = alike
    const bestOf = (vm: WhatIfVm) => places.bestFor({ vm, from, score, least: bar, best: null, classes: places.classes, clusterMustRise: false })
    // Mostly not even the smallest gains that much: no need to know which of them is the first by name.
    const smallest = alike.lots[0]?.find((vm) => !vm.moved)
    const first = smallest === undefined ? null : bestOf(smallest)
    if (first?.isClosed === true) return
    for (const vm of smallestOf(alike, PASSED_OVER_MAX)) {
      if (vm.moved || places.isStuck(vm)) continue
      const best = first !== null && vm === smallest ? first : bestOf(vm)
      if (best.isClosed) break
      // Asked last: it is a look at several tables, and few have a move.
      if (best.found !== null && vm.stuck === null) here.push(best.found)
    }
  }

  private alikeOf(host: WhatIfHost): readonly Alike[] {
    const known = this.alike.get(host)
    if (known !== undefined) return known
    const alike = alikeOn(this.model, this.places.scoresOf(host))
    this.alike.set(host, alike)
    return alike
  }
}

/** Points. */
const mostOf = (candidate: Candidate | null): number => (candidate === null ? -Infinity : round9(candidate.net))
