/** Loads of hosts under the classic algorithm, and how far they are apart (DRS-048, DRS-049). */
import { combinedImbalance } from '../../../models/drs-classic.ts'
import type { ModelConstants } from '../../../models/drs-score.ts'
import { round9 } from '../../../models/maths.ts'
import type { WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'

/** Normalised entitlements: shares of capacity. */
export interface Loads {
  readonly cpu: number
  readonly memory: number
}

export function loadsOf(host: WhatIfHost): Loads {
  return { cpu: share(host.cpuEntitlementMHz, host.cpuMHz), memory: share(host.memoryEntitlementMiB, host.memoryMiB) }
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

export function imbalanceOf(hosts: readonly WhatIfHost[], constants: ModelConstants): number {
  const loads = hosts.map(loadsOf)
  return combinedImbalance(
    loads.map(({ cpu }) => cpu),
    loads.map(({ memory }) => memory),
    constants,
  )
}

/** One resource of all hosts, by their distance from the mean, so that a change of two is judged without looking at the others. */
class Distances {
  readonly distance = new Map<WhatIfHost, number>()
  /** What the sum of squares is divided by. */
  private readonly count: number
  private readonly hosts: number
  private squares = 0
  private readonly hot = new Set<WhatIfHost>()
  private readonly mean: number

  constructor(hosts: readonly WhatIfHost[], loadOf: (host: WhatIfHost) => number, constants: ModelConstants) {
    this.count = Math.max(1, hosts.length - constants['DRS-048'].divisorLess)
    this.hosts = hosts.length
    this.mean = hosts.reduce((sum, host) => sum + loadOf(host), 0) / Math.max(1, hosts.length)
    for (const host of hosts) {
      const load = loadOf(host)
      this.distance.set(host, load - this.mean)
      this.squares += (load - this.mean) * (load - this.mean)
      if (round9(load) >= 1) this.hot.add(host)
    }
  }

  deviation(): number {
    return Math.sqrt(this.squares / this.count)
  }

  /** With `less` gone from one and `more` come to the other. */
  after(from: WhatIfHost, less: number, to: WhatIfHost, more: number): { readonly deviation: number; readonly hot: boolean } {
    const a = this.distance.get(from) as number
    const b = this.distance.get(to) as number
    const squares = this.squares - a * a - b * b + (a - less) * (a - less) + (b + more) * (b + more)
    const shift = (more - less) / this.hosts
    const others = this.hot.size - (this.hot.has(from) ? 1 : 0) - (this.hot.has(to) ? 1 : 0)
    const hot = others > 0 || round9(this.mean + a - less) >= 1 || round9(this.mean + b + more) >= 1
    return { deviation: Math.sqrt(Math.max(0, (squares - this.hosts * shift * shift) / this.count)), hot }
  }
}

/** What the imbalance would be after a move. */
export class Spread {
  readonly cpu: Distances
  readonly memory: Distances
  private readonly constants: ModelConstants

  constructor(hosts: readonly WhatIfHost[], constants: ModelConstants) {
    this.constants = constants
    this.cpu = new Distances(hosts, (host) => loadsOf(host).cpu, constants)
    this.memory = new Distances(hosts, (host) => loadsOf(host).memory, constants)
  }

  after(vm: WhatIfVm, from: WhatIfHost, to: WhatIfHost): number {
    const cpu = this.cpu.after(from, share(vm.cpuEntitlementMHz, from.cpuMHz), to, share(vm.cpuEntitlementMHz, to.cpuMHz))
    const memory = this.memory.after(from, share(vm.memoryEntitlementMiB, from.memoryMiB), to, share(vm.memoryEntitlementMiB, to.memoryMiB))
    const { hotResourceWeight } = this.constants['DRS-049']
    const cpuWeight = cpu.hot && !memory.hot ? hotResourceWeight : 1
    const memoryWeight = memory.hot && !cpu.hot ? hotResourceWeight : 1
    return (cpuWeight * cpu.deviation + memoryWeight * memory.deviation) / (cpuWeight + memoryWeight)
  }
}
