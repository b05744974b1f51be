/** Hosts and VMs in the order in which moves are looked for. */
import { round9 } from '../../../models/maths.ts'
import type { HostColumns } from '../../../models/columns.ts'
import { haveSameCores } from '../../../models/drs-score.ts'
import { compareNames } from '../../../models/order.ts'
import type { WhatIf, WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'
import { partAlone, scoreAt } from './score-hosts.ts'
import type { HostScores, ScoreModel } from './score-hosts.ts'

/** VMs of a host that differ in their load and name only. */
export interface Alike {
  readonly score: number
  /** VMs of one kind together, in the order of names; the smallest load first. */
  readonly lots: (readonly WhatIfVm[])[]
}

export function alikeOn(model: ScoreModel, scores: HostScores): Alike[] {
  const { host, vms, isFree, head, net } = scores
  // With limits of pools none is taken to be like another.
  if (model.view.poolsLimitCpu) return vms.map((vm, i) => ({ score: scoreAt(model, scores, i), lots: [[vm]] }))
  const groups: Group[] = []
  const { likeness } = model.view.kinds
  // What a VM gets where they share what there is, is a matter of its shares too.
  if (isFree) for (const lot of host.vms.lots) join(groups, likeness, 100 * partAlone(model, lot[0] as WhatIfVm, host) * head * net, lot)
  else for (let i = 0; i < vms.length; i++) join(groups, likeness, scoreAt(model, scores, i), [vms[i] as WhatIfVm])
  for (const { lots } of groups) lots.sort((a, b) => loadOf(a) - loadOf(b))
  return groups
}

/** `like`: number of its likeness; −1: of its own kind. */
interface Group extends Alike {
  readonly like: number
}

function join(groups: Group[], likeness: Float64Array, score: number, lot: readonly WhatIfVm[]): void {
  const [vm] = lot as readonly [WhatIfVm]
  const like = vm.kind < 0 ? -1 : (likeness[vm.kind] as number)
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i] as Group
    if (group.score !== score || !(like < 0 || group.like < 0 ? areAlike(firstOf(group), vm) : group.like === like)) continue
    group.lots.push(lot)
    return
  }
  groups.push({ score, lots: [lot], like })
}

const firstOf = ({ lots }: Alike): WhatIfVm => lots[0]?.[0] as WhatIfVm
const loadOf = (lot: readonly WhatIfVm[]): number => (lot[0] as WhatIfVm).cpuDemandMHz

/** So many of those with the smallest loads, by name where loads are equal. */
export function smallestOf({ lots }: Alike, count: number): WhatIfVm[] {
  const vms: WhatIfVm[] = []
  for (const [i, lot] of lots.entries()) {
    if (vms.length >= count && loadOf(lot) > loadOf(lots[i - 1] as readonly WhatIfVm[])) break
    for (const vm of lot.slice(0, count)) vms.push(vm)
  }
  return vms.sort((a, b) => a.cpuDemandMHz - b.cpuDemandMHz || compareNames(a.name, b.name)).slice(0, count)
}

function areAlike(a: WhatIfVm, b: WhatIfVm): boolean {
  return (
    a.memoryFactor === b.memoryFactor &&
    a.vcpus === b.vcpus &&
    a.memoryMiB === b.memoryMiB &&
    a.copyMiB === b.copyMiB &&
    a.netMbps === b.netMbps &&
    a.cpuLimitMHz === b.cpuLimitMHz
  )
}

/** Whether it was there. */
export function takeOut(hosts: WhatIfHost[], host: WhatIfHost): boolean {
  const at = hosts.indexOf(host)
  if (at >= 0) hosts.splice(at, 1)
  return at >= 0
}

/** To where it belongs in a list that is in order. */
export function putIn(hosts: WhatIfHost[], host: WhatIfHost, compare: (a: WhatIfHost, b: WhatIfHost) => number): void {
  const before = hosts.findIndex((other) => compare(host, other) < 0)
  hosts.splice(before < 0 ? hosts.length : before, 0, host)
}

const cpuLoad = (host: WhatIfHost): number => round9(host.cpuDemandMHz / host.cpuMHz)
const memoryLoad = (host: WhatIfHost): number => round9(host.memoryDemandMiB / host.memoryMiB)

/** Less demand of CPU, then of memory, then by name. */
export function byLoad(a: WhatIfHost, b: WhatIfHost): number {
  return cpuLoad(a) - cpuLoad(b) || memoryLoad(a) - memoryLoad(b) || compareNames(a.name, b.name)
}

/** As `byLoad`, with each load worked out once. */
function sortedByLoad(hosts: readonly WhatIfHost[]): WhatIfHost[] {
  const loads = hosts.map((host) => ({ host, cpu: cpuLoad(host), memory: memoryLoad(host) }))
  loads.sort((a, b) => a.cpu - b.cpu || a.memory - b.memory || compareNames(a.host.name, b.host.name))
  return loads.map(({ host }) => host)
}

/** Hosts on which a VM would have the same score if they had the same load. One that its network makes different stands alone. */
export function classesOf(view: WhatIf): WhatIfHost[][] {
  const { columns } = view
  const hasTraffic = columns === null ? view.hosts.some(({ netMbps }) => netMbps > 0) : columns.netMbps.some((netMbps) => netMbps > 0)
  if (columns !== null && !view.poolsLimitCpu && !hasTraffic) return keptClasses(columns)
  const classes: WhatIfHost[][] = []
  const shared: WhatIfHost[][] = []
  for (const host of view.hosts) {
    if (!host.takesVms) continue
    const isAlone = view.poolsLimitCpu || (host.uplinkMbps !== null && hasTraffic)
    const known = isAlone ? undefined : shared.find(([first]) => first !== undefined && haveOneShape(first, host))
    if (known !== undefined) known.push(host)
    else {
      const next = [host]
      classes.push(next)
      if (!isAlone) shared.push(next)
    }
  }
  return classes.map(sortedByLoad)
}

/** Hosts of one shape each, whether they take VMs or not. From one pass to the next loads change little: the order is put right, not made anew. */
class Classes {
  readonly #columns: HostColumns
  /** Positions of hosts in the inventory, in the order of their loads at the last look. */
  readonly #classes: Int32Array[] = []
  /** By the positions of hosts. */
  readonly #classOf: Int32Array
  readonly #rank: Int32Array
  readonly #cpu: Float64Array
  readonly #memory: Float64Array

  constructor(columns: HostColumns) {
    const { hosts, orders } = columns
    this.#columns = columns
    this.#classOf = new Int32Array(hosts.length)
    this.#rank = new Int32Array(hosts.length)
    this.#cpu = new Float64Array(hosts.length)
    this.#memory = new Float64Array(hosts.length)
    const members: number[][] = []
    const hostAt = (order: number): WhatIfHost => hosts[order] as WhatIfHost
    for (const order of orders) {
      const known = members.findIndex(([first]) => haveOneShape(hostAt(first as number), hostAt(order)))
      if (known < 0) members.push([order])
      else members[known]?.push(order)
      this.#classOf[order] = known < 0 ? members.length - 1 : known
    }
    for (const [rank, order] of [...orders].sort((a, b) => compareNames(hostAt(a).name, hostAt(b).name)).entries()) this.#rank[order] = rank
    this.#measure()
    for (const each of members) this.#classes.push(Int32Array.from(each).sort((a, b) => this.#compare(a, b)))
  }

  #measure(): void {
    const { orders, cpuDemandMHz, cpuMHz, memoryDemandMiB, memoryMiB } = this.#columns
    for (let place = 0; place < orders.length; place++) {
      const order = orders[place]!
      this.#cpu[order] = round9(cpuDemandMHz[order]! / cpuMHz[order]!)
      this.#memory[order] = round9(memoryDemandMiB[order]! / memoryMiB[order]!)
    }
  }

  /** As `byLoad`. */
  #compare(a: number, b: number): number {
    return this.#cpu[a]! - this.#cpu[b]! || this.#memory[a]! - this.#memory[b]! || this.#rank[a]! - this.#rank[b]!
  }

  #putInOrder(orders: Int32Array): void {
    for (let i = 1; i < orders.length; i++) {
      const order = orders[i]!
      let place = i
      while (place > 0 && this.#compare(orders[place - 1]!, order) > 0) {
        orders[place] = orders[place - 1]!
        place--
      }
      orders[place] = order
    }
  }

  /** Of hosts that take VMs; the class of the first host comes first. */
  now(): WhatIfHost[][] {
    const { hosts, orders, takesVms } = this.#columns
    this.#measure()
    const found: WhatIfHost[][] = []
    const isListed = new Set<number>()
    for (let place = 0; place < orders.length && isListed.size < this.#classes.length; place++) {
      const first = this.#classOf[orders[place]!]!
      if (takesVms[orders[place]!] === 0 || isListed.has(first)) continue
      isListed.add(first)
      const sorted = this.#classes[first] as Int32Array
      this.#putInOrder(sorted)
      const list: WhatIfHost[] = []
      for (let i = 0; i < sorted.length; i++) if (takesVms[sorted[i]!] === 1) list.push(hosts[sorted[i]!] as WhatIfHost)
      found.push(list)
    }
    return found
  }
}

const known = new WeakMap<HostColumns, Classes>()

function keptClasses(columns: HostColumns): WhatIfHost[][] {
  let classes = known.get(columns)
  if (classes === undefined) known.set(columns, (classes = new Classes(columns)))
  return classes.now()
}

function haveOneShape(a: WhatIfHost, b: WhatIfHost): boolean {
  return a.cpuMHz === b.cpuMHz && haveSameCores(a, b) && a.vmotion?.gbps === b.vmotion?.gbps && a.vmotion?.nics === b.vmotion?.nics
}
