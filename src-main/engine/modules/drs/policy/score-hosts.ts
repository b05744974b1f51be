/** How efficiently VMs run on the hosts of a view: the VM DRS score of each (DRS-060), and that of the cluster (DRS-061). */
import type { HostColumns, Measured } from '../../../models/columns.ts'
import { cacheFactor, haveSameCores, headroomFactor, networkFactor, scoreWeight } from '../../../models/drs-score.ts'
import type { Cores, ModelConstants } from '../../../models/drs-score.ts'
import { round9 } from '../../../models/maths.ts'
import type { WhatIf, WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'

/** What each would get of a host with so much CPU and cores of that speed (DRS-046), MHz. */
export type Divide = (
  capacityMHz: number,
  coreMHz: number,
  claims: readonly { readonly vm: string; readonly demandMHz: number }[],
) => readonly number[]

export interface ScoreModel {
  readonly view: WhatIf
  readonly threshold: number
  readonly constants: ModelConstants
  readonly divide: Divide
  /** By kind of VM. */
  readonly weights: Float64Array
  /** What `partAlone` is by kind of VM; NaN: not asked for yet. */
  readonly parts: { readonly cores: Cores; readonly byKind: Float64Array }[]
}

/** For one question at a time: what it works out by kind of VM stands in the kinds of the view. */
export function scoreModel(view: WhatIf, threshold: number, constants: ModelConstants, divide: Divide): ScoreModel {
  const { size, isOn, cpuDemandMHz, memoryDemandMiB } = view.kinds
  const weights = view.kinds.scratch(0)
  for (let kind = 0; kind < size; kind++)
    weights[kind] = isOn[kind] === 1 ? scoreWeight({ cpuMHz: cpuDemandMHz[kind]!, memoryMiB: memoryDemandMiB[kind]! }, view.capacity, constants) : 0
  return { view, threshold, constants, divide, weights, parts: [] }
}

/** A host with certain VMs on it. */
export interface HostScores {
  readonly host: WhatIfHost
  readonly vms: readonly WhatIfVm[]
  /**
   * The part of its score that is each VM's own: what it gets of what it asks for, times its factors of cache and memory; in the order of
   * `vms`. Null: each gets what it would get alone (`partAlone`).
   */
  readonly own: readonly number[] | null
  /** Demand of CPU as a share of capacity. */
  readonly load: number
  /** Factors that all VMs there have in common: headroom and network. */
  readonly head: number
  readonly net: number
  /** There is room for all. */
  readonly isFree: boolean
  /** Σ weight · score of its VMs. */
  readonly weighted: number
  /** Σ weight · score, were headroom and network 1. */
  readonly plain: number
  /** The most points that one of its VMs could gain anywhere. */
  readonly most: number
}

export function uplinkUse(host: WhatIfHost, netMbps: number): number {
  return host.uplinkMbps === null || host.uplinkMbps <= 0 ? 0 : netMbps / host.uplinkMbps
}

/** What it gets of its demand on a host that has room for all; at most its limit, and its vCPUs on cores of that speed (DRS-029). */
function satisfiedAlone(cpuDemandMHz: number, cpuLimitMHz: number, vcpus: number, coreMHz: number): number {
  return cpuDemandMHz > 0 ? Math.min(1, Math.min(cpuLimitMHz, vcpus * coreMHz) / cpuDemandMHz) : 1
}

const isWithin = (demandMHz: number, cpuMHz: number): boolean => demandMHz <= cpuMHz || round9(demandMHz - cpuMHz) <= 0

function hasRoomForAll(model: ScoreModel, host: WhatIfHost, demandMHz: number): boolean {
  return !model.view.poolsLimitCpu && isWithin(demandMHz, host.cpuMHz)
}

function satisfiedOn(model: ScoreModel, host: WhatIfHost, vms: readonly WhatIfVm[]): readonly number[] {
  const given = model.divide(
    host.cpuMHz,
    host.coreMHz,
    vms.map((vm) => ({ vm: vm.name, demandMHz: vm.cpuDemandMHz })),
  )
  return vms.map(({ cpuDemandMHz }, i) => (cpuDemandMHz > 0 ? Math.min(1, (given[i] as number) / cpuDemandMHz) : 1))
}

/** The factors of a VM that it has whatever else runs there. */
function ownFactor(model: ScoreModel, vm: WhatIfVm, host: WhatIfHost): number {
  return vm.memoryFactor * cacheFactor(vm, host, model.constants)
}

/** Its own part of its score on a host that has room for all. */
export function partAlone(model: ScoreModel, vm: WhatIfVm, host: WhatIfHost): number {
  return vm.kind < 0 ? partOf(model, vm, host) : partByKind(model, partsOn(model, host), vm.kind, host)
}

function partOf(model: ScoreModel, vm: WhatIfVm, host: WhatIfHost): number {
  return ownFactor(model, vm, host) * satisfiedAlone(vm.cpuDemandMHz, vm.cpuLimitMHz ?? Infinity, vm.vcpus, host.coreMHz)
}

function partByKind(model: ScoreModel, parts: Float64Array, kind: number, cores: Cores): number {
  const known = parts[kind] as number
  return known === known ? known : (parts[kind] = partOfKind(model, kind, cores))
}

function partOfKind({ view: { kinds }, constants }: ScoreModel, kind: number, cores: Cores): number {
  const vcpus = kinds.vcpus[kind]!
  const cache = cacheFactor({ vcpus, memoryMiB: kinds.memoryMiB[kind]! }, cores, constants)
  return kinds.memoryFactor[kind]! * cache * satisfiedAlone(kinds.cpuDemandMHz[kind]!, kinds.cpuLimitMHz[kind]!, vcpus, cores.coreMHz)
}

/** One for all hosts with such cores and nodes. */
function partsOn(model: ScoreModel, cores: Cores): Float64Array {
  const { parts } = model
  for (let i = 0; i < parts.length; i++) {
    const { cores: other, byKind } = parts[i] as ScoreModel['parts'][number]
    if (haveSameCores(other, cores)) return byKind
  }
  const byKind = model.view.kinds.scratch(1 + parts.length).fill(NaN)
  parts.push({ cores, byKind })
  return byKind
}

export function weightOf(model: ScoreModel, vm: WhatIfVm): number {
  if (vm.kind >= 0) return model.weights[vm.kind] as number
  return vm.isOn ? scoreWeight({ cpuMHz: vm.cpuDemandMHz, memoryMiB: vm.memoryDemandMiB }, model.view.capacity, model.constants) : 0
}

export function headOf(model: ScoreModel, load: number): number {
  return headroomFactor(load, model.threshold, model.constants)
}

export function networkOf(model: ScoreModel, host: WhatIfHost, netMbps: number): number {
  return networkFactor(uplinkUse(host, netMbps), model.constants)
}

/** Share of what it has. */
function loadOf(host: WhatIfHost, demandMHz: number): number {
  return host.cpuMHz > 0 ? demandMHz / host.cpuMHz : 0
}

/** A host as it is, or with other VMs than it has. */
export function measure(model: ScoreModel, host: WhatIfHost, vms: readonly WhatIfVm[], demandMHz: number, netMbps: number): HostScores {
  const isFree = hasRoomForAll(model, host, demandMHz)
  const satisfied = isFree ? null : satisfiedOn(model, host, vms)
  const load = loadOf(host, demandMHz)
  const head = headOf(model, load)
  const net = networkOf(model, host, netMbps)
  const own: number[] | null = isFree ? null : []
  const parts = partsOn(model, host)
  let plain = 0
  let most = 0
  for (let i = 0; i < vms.length; i++) {
    const vm = vms[i] as WhatIfVm
    const part =
      satisfied !== null
        ? ownFactor(model, vm, host) * (satisfied[i] as number)
        : vm.kind < 0
          ? partOf(model, vm, host)
          : partByKind(model, parts, vm.kind, host)
    own?.push(part)
    plain += weightOf(model, vm) * 100 * part
    most = Math.max(most, 100 * (vm.memoryFactor - part * head * net))
  }
  return { host, vms, own, load, head, net, isFree, plain, weighted: head * net * plain, most }
}

export function measureNow(model: ScoreModel, host: WhatIfHost): HostScores {
  const { vms, cpuDemandMHz, netMbps } = host
  const { kinds } = vms
  return kinds !== null && hasRoomForAll(model, host, cpuDemandMHz)
    ? measureKinds(model, host, kinds)
    : measure(model, host, vms.list, cpuDemandMHz, netMbps)
}

/** The same of a host with room for all, whose VMs are of `kinds`. */
function measureKinds(model: ScoreModel, host: WhatIfHost, kinds: Int32Array): HostScores {
  const load = loadOf(host, host.cpuDemandMHz)
  const head = headOf(model, load)
  const net = networkOf(model, host, host.netMbps)
  const { plain, most } = summed(model, partsOn(model, host), host, kinds, 0, kinds.length, head, net)
  return { host, vms: host.vms.list, own: null, load, head, net, isFree: true, plain, weighted: head * net * plain, most }
}

/** What `measureNow` says of those that have room for all, and VMs of kinds only: in one go over the columns. */
export function measureAll(model: ScoreModel, columns: HostColumns): Measured {
  columns.refresh()
  const { orders, cpuMHz, cpuDemandMHz, uplinkMbps, netMbps, isMixed, starts, ends, kinds, shapes, shapeOf } = columns
  const { measured } = columns
  measured.isKnown.fill(0)
  if (model.view.poolsLimitCpu) return measured
  const parts = shapes.map((cores) => partsOn(model, cores))
  for (let place = 0; place < orders.length; place++) {
    const host = orders[place]!
    const demandMHz = cpuDemandMHz[host]!
    if (isMixed[host] === 1 || !isWithin(demandMHz, cpuMHz[host]!)) continue
    const head = headOf(model, cpuMHz[host]! > 0 ? demandMHz / cpuMHz[host]! : 0)
    const net = networkFactor(uplinkMbps[host]! > 0 ? netMbps[host]! / uplinkMbps[host]! : 0, model.constants)
    const shape = shapeOf[host]!
    const sums = summed(model, parts[shape]!, shapes[shape]!, kinds, starts[host]!, ends[host]!, head, net)
    measured.isKnown[host] = 1
    measured.weighted[host] = head * net * sums.plain
    measured.plain[host] = sums.plain
    measured.most[host] = sums.most
  }
  return measured
}

/** Of VMs on a host with room for all. */
function summed(
  model: ScoreModel,
  parts: Float64Array,
  cores: Cores,
  kinds: Int32Array,
  start: number,
  end: number,
  head: number,
  net: number,
): Pick<HostScores, 'plain' | 'most'> {
  const { weights } = model
  const { memoryFactor } = model.view.kinds
  let plain = 0
  let most = 0
  for (let i = start; i < end; i++) {
    const kind = kinds[i]!
    const part = partByKind(model, parts, kind, cores)
    plain += weights[kind]! * 100 * part
    most = Math.max(most, 100 * (memoryFactor[kind]! - part * head * net))
  }
  return { plain, most }
}

/** `sum`, and the weights of the VMs of a host on top of it, one after the other. The scores are those of the host as it is now. */
export function withWeights(model: ScoreModel, { host, vms }: HostScores, sum: number): number {
  const { kinds } = host.vms
  if (kinds !== null) return withKinds(model, kinds, 0, kinds.length, sum)
  let total = sum
  for (const vm of vms) total += weightOf(model, vm)
  return total
}

export function withKinds({ weights }: ScoreModel, kinds: Int32Array, start: number, end: number, sum: number): number {
  let total = sum
  for (let i = start; i < end; i++) total += weights[kinds[i]!]!
  return total
}

/** Score of the VM at a place in `vms`, 0…100. */
export function scoreAt(model: ScoreModel, { host, vms, own, head, net }: HostScores, place: number): number {
  const part = own === null ? partAlone(model, vms[place] as WhatIfVm, host) : (own[place] as number)
  return 100 * part * head * net
}

/** Score of the cluster; null: nothing runs. */
export function clusterScore(model: ScoreModel, hosts: Iterable<HostScores>): number | null {
  let weights = 0
  let sum = 0
  for (const scores of hosts) {
    sum += scores.weighted
    weights = withWeights(model, scores, weights)
  }
  return weights > 0 ? sum / weights : null
}
