/** VMs of a host in a view. What follows from all of them together is kept until one comes, goes or becomes of another kind. */
import { compareNames } from './order.ts'
import type { WhatIfVm } from './what-if.ts'

export class Residents extends Set<WhatIfVm> {
  /** One came or went since somebody set this to false. */
  changed = true
  #list: readonly WhatIfVm[] | null = null
  #lots: readonly (readonly WhatIfVm[])[] | null = null
  #kinds: Int32Array | null | undefined = undefined
  #reserved: { readonly cpuMHz: number; readonly memoryMiB: number } | null = null
  readonly #onChange: (() => void) | null

  /** `onChange`: one comes, goes, or is of another kind. */
  constructor(onChange: (() => void) | null = null) {
    super()
    this.#onChange = onChange
  }

  override add(vm: WhatIfVm): this {
    this.#changes()
    return super.add(vm)
  }

  override delete(vm: WhatIfVm): boolean {
    this.#changes()
    return super.delete(vm)
  }

  override clear(): void {
    this.#changes()
    super.clear()
  }

  /** These instead of those that were there, in their order; the list stays the caller's no more. */
  fill(vms: readonly WhatIfVm[]): void {
    super.clear()
    for (const vm of vms) super.add(vm)
    this.#changes()
    this.#list = vms
  }

  #changes(): void {
    this.changed = true
    this.#list = null
    this.#reserved = null
    this.forgetKinds()
  }

  /** One of them is of another kind than it was. */
  forgetKinds(): void {
    this.#lots = null
    this.#kinds = undefined
    this.#onChange?.()
  }

  /** In the order of the set. */
  get list(): readonly WhatIfVm[] {
    return (this.#list ??= [...this])
  }

  /** Those of one kind together, each lot in the order of names. */
  get lots(): readonly (readonly WhatIfVm[])[] {
    return (this.#lots ??= lotsOf(this.list))
  }

  /** By their places in `list`; null: there is one of its own kind. */
  get kinds(): Int32Array | null {
    if (this.#kinds === undefined) this.#kinds = kindsOf(this.list)
    return this.#kinds
  }

  /** What they have reserved, added up in the order of the set. */
  get reserved(): { readonly cpuMHz: number; readonly memoryMiB: number } {
    if (this.#reserved === null) {
      let [cpuMHz, memoryMiB] = [0, 0]
      for (const vm of this.list) {
        cpuMHz += vm.cpuReservationMHz
        memoryMiB += vm.memoryReservedMiB
      }
      this.#reserved = { cpuMHz, memoryMiB }
    }
    return this.#reserved
  }
}

function kindsOf(vms: readonly WhatIfVm[]): Int32Array | null {
  const kinds = new Int32Array(vms.length)
  for (let i = 0; i < vms.length; i++) {
    const { kind } = vms[i] as WhatIfVm
    if (kind < 0) return null
    kinds[i] = kind
  }
  return kinds
}

function lotsOf(vms: readonly WhatIfVm[]): WhatIfVm[][] {
  const lots: WhatIfVm[][] = []
  const byKind = new Map<number, WhatIfVm[]>()
  for (const vm of vms) {
    const lot = vm.kind < 0 ? undefined : byKind.get(vm.kind)
    if (lot !== undefined) lot.push(vm)
    else {
      const next = [vm]
      lots.push(next)
      byKind.set(vm.kind, next)
    }
  }
  for (const lot of lots) lot.sort((a, b) => compareNames(a.name, b.name))
  return lots
}
