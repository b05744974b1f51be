/** How much of each host is used, as DPM counts it: what the VMs that are there asked for on average in a window (DRS-086, DRS-087). */
import { roundDecimals } from '../../../models/maths.ts'
import { moveVm } from '../../../models/what-if.ts'
import type { WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'

/** The longer one for power-offs, the shorter one for power-ons. */
export type DpmWindow = 'off' | 'on'

export interface DpmLoad {
  readonly cpuMHz: number
  readonly memoryMiB: number
}

type Sums = { -readonly [K in keyof DpmLoad]: DpmLoad[K] }

/** What-if: VMs may be moved and put back. Sums of a host are made when they are first asked for. */
export class Utilisation {
  readonly #meanOf: (vm: WhatIfVm, window: DpmWindow) => DpmLoad
  readonly #loads: { readonly [W in DpmWindow]: Map<WhatIfVm, DpmLoad> } = { off: new Map(), on: new Map() }
  readonly #sums: { readonly [W in DpmWindow]: Map<WhatIfHost, Sums> } = { off: new Map(), on: new Map() }
  readonly #moves: { readonly vm: WhatIfVm; readonly from: WhatIfHost }[] = []

  constructor(meanOf: (vm: WhatIfVm, window: DpmWindow) => DpmLoad) {
    this.#meanOf = meanOf
  }

  loadOf(vm: WhatIfVm, window: DpmWindow): DpmLoad {
    let load = this.#loads[window].get(vm)
    if (load === undefined) this.#loads[window].set(vm, (load = this.#meanOf(vm, window)))
    return load
  }

  #sumsOf(host: WhatIfHost, window: DpmWindow): Sums {
    let sums = this.#sums[window].get(host)
    if (sums === undefined) {
      sums = { cpuMHz: 0, memoryMiB: 0 }
      for (const vm of host.vms) add(sums, this.loadOf(vm, window), 1)
      this.#sums[window].set(host, sums)
    }
    return sums
  }

  /** Shares of CPU and of memory. */
  sharesOf(host: WhatIfHost, window: DpmWindow): { readonly cpu: number; readonly memory: number } {
    const { cpuMHz, memoryMiB } = this.#sumsOf(host, window)
    return { cpu: roundDecimals(cpuMHz / host.cpuMHz, 9), memory: roundDecimals(memoryMiB / host.memoryMiB, 9) }
  }

  /** Of CPU or of memory, whichever is scarcer. */
  of(host: WhatIfHost, window: DpmWindow): number {
    const { cpu, memory } = this.sharesOf(host, window)
    return Math.max(cpu, memory)
  }

  /** The same with one more VM. */
  withVm(host: WhatIfHost, vm: WhatIfVm, window: DpmWindow): number {
    const sums = this.#sumsOf(host, window)
    const load = this.loadOf(vm, window)
    return roundDecimals(Math.max((sums.cpuMHz + load.cpuMHz) / host.cpuMHz, (sums.memoryMiB + load.memoryMiB) / host.memoryMiB), 9)
  }

  /** How large a VM is on its host. */
  shareOf(vm: WhatIfVm, window: DpmWindow): number {
    const { cpuMHz, memoryMiB } = this.loadOf(vm, window)
    return roundDecimals(Math.max(cpuMHz / vm.host.cpuMHz, memoryMiB / vm.host.memoryMiB), 9)
  }

  get mark(): number {
    return this.#moves.length
  }

  move(vm: WhatIfVm, to: WhatIfHost): void {
    this.#moves.push({ vm, from: vm.host })
    this.#shift(vm, to)
  }

  /** All moves since the mark never were. */
  putBack(mark: number): void {
    for (const { vm, from } of this.#moves.splice(mark).reverse()) this.#shift(vm, from)
  }

  /** Where the VMs were that have been moved. */
  movedFrom(): ReadonlyMap<WhatIfVm, WhatIfHost> {
    const from = new Map<WhatIfVm, WhatIfHost>()
    for (const move of this.#moves) if (!from.has(move.vm)) from.set(move.vm, move.from)
    return from
  }

  #shift(vm: WhatIfVm, to: WhatIfHost): void {
    for (const window of ['off', 'on'] as const) {
      const sums = this.#sums[window]
      const from = sums.get(vm.host)
      const there = sums.get(to)
      if (from !== undefined) add(from, this.loadOf(vm, window), -1)
      if (there !== undefined) add(there, this.loadOf(vm, window), 1)
    }
    moveVm(vm, to)
  }
}

function add(sums: Sums, load: DpmLoad, sign: 1 | -1): void {
  sums.cpuMHz += sign * load.cpuMHz
  sums.memoryMiB += sign * load.memoryMiB
}
