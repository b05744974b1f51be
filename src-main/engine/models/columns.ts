/**
 * Figures of the hosts of a view and of the kinds of their VMs, one after the other in memory. A pass that finds nothing to do looks at hundreds
 * of hosts each minute: it reads these, and not the objects that are all over the heap.
 */
import { haveSameCores } from './drs-score.ts'
import type { Cores } from './drs-score.ts'
import type { WhatIfHost, WhatIfVm } from './what-if.ts'

/** What a score follows from; VMs of one kind do not differ in it. */
export type Scored = Pick<
  WhatIfVm,
  'vcpus' | 'memoryMiB' | 'cpuLimitMHz' | 'isOn' | 'cpuDemandMHz' | 'memoryDemandMiB' | 'memoryFactor' | 'copyMiB' | 'netMbps'
>

/** By the numbers of kinds (`WhatIfVm.kind`). Arrays are other ones after `add`. */
export class KindColumns {
  size = 0
  vcpus = new Float64Array(64)
  memoryMiB = new Float64Array(64)
  /** Infinity: unlimited. */
  cpuLimitMHz = new Float64Array(64)
  /** 1: it is. */
  isOn = new Float64Array(64)
  cpuDemandMHz = new Float64Array(64)
  memoryDemandMiB = new Float64Array(64)
  memoryFactor = new Float64Array(64)
  /** One number for kinds that differ in their load alone. */
  likeness = new Float64Array(64)
  readonly #likes = new Map<string, number>()
  #scratch: Float64Array[] = []

  /** One of some arrays for whoever works something out by kind now; as somebody left it. Kept, since a fresh one for each pass would have to be freed. */
  scratch(which: number): Float64Array {
    const known = this.#scratch[which]
    return known?.length === this.vcpus.length ? known : (this.#scratch[which] = new Float64Array(this.vcpus.length))
  }

  /** Its number. */
  add(vm: Scored): number {
    const kind = this.size++
    if (kind === this.vcpus.length)
      for (const column of ['vcpus', 'memoryMiB', 'cpuLimitMHz', 'isOn', 'cpuDemandMHz', 'memoryDemandMiB', 'memoryFactor', 'likeness'] as const)
        this[column] = grown(this[column])
    this.vcpus[kind] = vm.vcpus
    this.memoryMiB[kind] = vm.memoryMiB
    this.cpuLimitMHz[kind] = vm.cpuLimitMHz ?? Infinity
    this.isOn[kind] = Number(vm.isOn)
    this.cpuDemandMHz[kind] = vm.cpuDemandMHz
    this.memoryDemandMiB[kind] = vm.memoryDemandMiB
    this.memoryFactor[kind] = vm.memoryFactor
    const like = [vm.vcpus, vm.memoryMiB, vm.cpuLimitMHz, vm.memoryFactor, vm.copyMiB, vm.netMbps].join(' ')
    if (!this.#likes.has(like)) this.#likes.set(like, this.#likes.size)
    this.likeness[kind] = this.#likes.get(like) as number
    return kind
  }
}

function grown(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const more = new Float64Array(2 * values.length)
  more.set(values)
  return more
}

/** How well VMs run on each host (`policy/score-hosts.ts`), by the positions of hosts in the inventory. */
export interface Measured {
  /** 1: they are known. */
  readonly isKnown: Uint8Array
  readonly weighted: Float64Array
  readonly plain: Float64Array
  readonly most: Float64Array
}

/** By the positions of hosts in the inventory (`WhatIfHost.order`), of those that the view has. */
export class HostColumns {
  /** Those of the hosts, in the order of the view. */
  readonly orders: Int32Array
  readonly hosts: WhatIfHost[] = []
  readonly cpuMHz: Float64Array
  readonly memoryMiB: Float64Array
  /** 0: nothing that counts. */
  readonly uplinkMbps: Float64Array
  readonly cpuDemandMHz: Float64Array
  readonly memoryDemandMiB: Float64Array
  readonly netMbps: Float64Array
  /** 1: it does. */
  readonly takesVms: Uint8Array
  readonly #takesVms: Uint8Array
  /** Hosts with one number have the same cores and NUMA nodes; one of each. */
  readonly shapeOf: Int32Array
  readonly shapes: Cores[] = []
  /** Its VMs are `kinds` from `starts` to before `ends`, unless one is of its own kind (1 in `isMixed`); as of the last `refresh`. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly isMixed: Uint8Array
  kinds = new Int32Array(64)
  /** VMs came, went or became of another kind since the last `refresh`. */
  isStale = true
  /** Of whoever looks at them now. */
  readonly measured: Measured

  constructor(orders: readonly number[]) {
    const size = orders.reduce((most, order) => Math.max(most, order + 1), 0)
    const figures = (): Float64Array => new Float64Array(size)
    this.orders = Int32Array.from(orders)
    this.cpuMHz = figures()
    this.memoryMiB = figures()
    this.uplinkMbps = figures()
    this.cpuDemandMHz = figures()
    this.memoryDemandMiB = figures()
    this.netMbps = figures()
    this.takesVms = new Uint8Array(size)
    this.#takesVms = new Uint8Array(size)
    this.shapeOf = new Int32Array(size)
    this.starts = new Int32Array(size)
    this.ends = new Int32Array(size)
    this.isMixed = new Uint8Array(size)
    this.measured = { isKnown: new Uint8Array(size), weighted: figures(), plain: figures(), most: figures() }
  }

  /** What does not change of a host. `takesVms`: until somebody says otherwise in a pass. */
  enter(host: Omit<WhatIfHost, 'takesVms'>, takesVms: boolean): void {
    const { order } = host
    this.#takesVms[order] = Number(takesVms)
    this.hosts[order] = host as WhatIfHost
    this.cpuMHz[order] = host.cpuMHz
    this.memoryMiB[order] = host.memoryMiB
    this.uplinkMbps[order] = Math.max(0, host.uplinkMbps ?? 0)
    const shape = this.shapes.findIndex((other) => haveSameCores(other, host))
    this.shapeOf[order] = shape < 0 ? this.shapes.push(host) - 1 : shape
  }

  /** A pass begins. */
  open(): void {
    this.takesVms.set(this.#takesVms)
  }

  /** The kinds of all VMs, where they are now. */
  refresh(): void {
    if (!this.isStale) return
    this.isStale = false
    let size = 0
    for (const order of this.orders) {
      const { kinds, size: count } = (this.hosts[order] as WhatIfHost).vms
      this.isMixed[order] = Number(kinds === null)
      this.starts[order] = size
      this.ends[order] = size
      if (kinds === null) continue
      if (size + count > this.kinds.length) {
        const more = new Int32Array(2 * (size + count))
        more.set(this.kinds)
        this.kinds = more
      }
      this.kinds.set(kinds, size)
      size += count
      this.ends[order] = size
    }
  }

  /** What the VMs of each host ask for together, by what their kinds ask for; MHz. */
  addUp(cpuDemandMHz: Float64Array): void {
    const { orders, isMixed, starts, ends, kinds } = this
    for (let place = 0; place < orders.length; place++) {
      const order = orders[place]!
      if (isMixed[order] === 1) continue
      let sum = 0
      for (let i = starts[order]!; i < ends[order]!; i++) sum += cpuDemandMHz[kinds[i]!]!
      this.cpuDemandMHz[order] = sum
    }
  }
}
