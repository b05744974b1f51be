/** How efficiently VMs run on the hosts of a view: the VM DRS score of each (DRS-060), and that of the cluster (DRS-061). */
import { cacheFactor, headroomFactor, networkFactor, scoreWeight } from '../../../models/drs-score.ts'
import type { ModelConstants } from '../../../models/drs-score.ts'
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
  readonly cluster: { readonly cpuMHz: number; readonly memoryMiB: number }
  /** By kind of VM; NaN: not asked for yet. */
  readonly weights: Float64Array
  /** What `partAlone` is by kind of VM; NaN: not asked for yet. */
  readonly parts: { readonly host: WhatIfHost; readonly byKind: Float64Array }[]
}

export function scoreModel(view: WhatIf, threshold: number, constants: ModelConstants, divide: Divide): ScoreModel {
  const cluster = { cpuMHz: 0, memoryMiB: 0 }
  for (const host of view.hosts) {
    if (!host.counts) continue
    cluster.cpuMHz += host.cpuMHz
    cluster.memoryMiB += host.memoryMiB
  }
  return { view, threshold, constants, divide, cluster, weights: unknowns(view.kinds), parts: [] }
}

const unknowns = (size: number): Float64Array => new Float64Array(size).fill(NaN)

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

/** What the VM can get at most: its limit, and its vCPUs on cores of that speed (DRS-029). */
function ceilingOf(vm: WhatIfVm, host: WhatIfHost): number {
  return Math.min(vm.cpuLimitMHz ?? Infinity, vm.vcpus * host.coreMHz)
}

/** What a VM gets of its demand on a host that has room for all. */
function satisfiedAlone(vm: WhatIfVm, host: WhatIfHost): number {
  return vm.cpuDemandMHz > 0 ? Math.min(1, ceilingOf(vm, host) / vm.cpuDemandMHz) : 1
}

function hasRoomForAll(model: ScoreModel, host: WhatIfHost, demandMHz: number): boolean {
  return !model.view.poolsLimitCpu && round9(demandMHz - host.cpuMHz) <= 0
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
  return vm.kind < 0 ? partOf(model, vm, host) : partByKind(model, partsOn(model, host), vm, host)
}

function partOf(model: ScoreModel, vm: WhatIfVm, host: WhatIfHost): number {
  return ownFactor(model, vm, host) * satisfiedAlone(vm, host)
}

function partByKind(model: ScoreModel, parts: Float64Array, vm: WhatIfVm, host: WhatIfHost): number {
  const known = parts[vm.kind] as number
  return known === known ? known : (parts[vm.kind] = partOf(model, vm, host))
}

/** One for all hosts with such cores and nodes. */
function partsOn(model: ScoreModel, host: WhatIfHost): Float64Array {
  const { parts } = model
  for (let i = 0; i < parts.length; i++) {
    const { host: other, byKind } = parts[i] as ScoreModel['parts'][number]
    if (other.coreMHz === host.coreMHz && other.coresPerNode === host.coresPerNode && other.memoryPerNodeMiB === host.memoryPerNodeMiB) return byKind
  }
  const byKind = unknowns(model.view.kinds)
  parts.push({ host, byKind })
  return byKind
}

export function weightOf(model: ScoreModel, vm: WhatIfVm): number {
  if (vm.kind < 0) return ownWeight(model, vm)
  const known = model.weights[vm.kind] as number
  return known === known ? known : (model.weights[vm.kind] = ownWeight(model, vm))
}

function ownWeight(model: ScoreModel, vm: WhatIfVm): number {
  return vm.isOn ? scoreWeight({ cpuMHz: vm.cpuDemandMHz, memoryMiB: vm.memoryDemandMiB }, model.cluster, model.constants) : 0
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
          : partByKind(model, parts, vm, host)
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
  const parts = partsOn(model, host)
  const { weights } = model
  const { lots, list } = host.vms
  let most = 0
  for (let i = 0; i < lots.length; i++) {
    const vm = (lots[i] as (typeof lots)[number])[0] as WhatIfVm
    weightOf(model, vm)
    most = Math.max(most, 100 * (vm.memoryFactor - partByKind(model, parts, vm, host) * head * net))
  }
  let plain = 0
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i] as number
    plain += (weights[kind] as number) * 100 * (parts[kind] as number)
  }
  return { host, vms: list, own: null, load, head, net, isFree: true, plain, weighted: head * net * plain, most }
}

/** `sum`, and the weights of the VMs of a host on top of it, one after the other. The scores are those of the host as it is now. */
export function withWeights(model: ScoreModel, { host, vms }: HostScores, sum: number): number {
  const { kinds } = host.vms
  let total = sum
  if (kinds === null) for (const vm of vms) total += weightOf(model, vm)
  // Measured before: no weight is unknown.
  else for (let i = 0; i < kinds.length; i++) total += model.weights[kinds[i] as number] as number
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
