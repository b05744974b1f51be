/** Ways of putting right what breaks a constraint (DRS-013, DRS-076), the best first. */
import type { Rejected } from '../../../../contract/events.ts'
import { compareNames } from '../../../models/order.ts'
import type { WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'
import type { Obstacle } from './obstacle.ts'

/** VMs that go to one host: those of `unit` that are not there yet. */
export interface Option {
  readonly unit: readonly WhatIfVm[]
  readonly to: WhatIfHost
  /** It stands in the list of recommendations already (DRS-012). */
  readonly isStanding: boolean
  /** Rules that keep VMs together and that it would break. */
  readonly togetherBroken: number
  /** Should rules that it would break: their ages, the newest first. */
  readonly shouldBroken: readonly number[]
}

export interface Weighed extends Option {
  readonly movers: readonly WhatIfVm[]
  /** Memory that has to be copied, MiB. */
  readonly copyMiB: number
  /** Load of the destination afterwards, as a share of what VMs can use there: of CPU or of memory, whichever is scarcer. */
  readonly loadAfter: number
}

export function weigh(option: Option): Weighed {
  const { unit, to } = option
  const movers = unit.filter((vm) => vm.host !== to)
  const sum = (of: (vm: WhatIfVm) => number): number => movers.reduce((total, vm) => total + of(vm), 0)
  const cpu = (to.cpuDemandMHz + sum((vm) => vm.cpuDemandMHz)) / to.cpuMHz
  const memory = (to.memoryDemandMiB + sum((vm) => vm.memoryDemandMiB)) / to.memoryMiB
  return { ...option, movers, copyMiB: sum((vm) => vm.memoryMiB), loadAfter: Math.round(Math.max(cpu, memory) * 1e9) / 1e9 }
}

/** Below 0: `a` is better. Of rules that cannot all be kept the newest counts first (DRS-073). */
export function compareShould(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? -1) - (b[i] ?? -1)
    if (difference !== 0) return difference
  }
  return 0
}

const nameOf = ({ movers }: Weighed): string => movers.map((vm) => vm.name).join()

/** What is recommended already, then what breaks least, then fewer and smaller VMs, then the less loaded host. */
export function compareOptions(a: Weighed, b: Weighed): number {
  return (
    Number(b.isStanding) - Number(a.isStanding) ||
    a.togetherBroken - b.togetherBroken ||
    compareShould(a.shouldBroken, b.shouldBroken) ||
    Number(a.loadAfter >= 1) - Number(b.loadAfter >= 1) ||
    a.movers.length - b.movers.length ||
    a.copyMiB - b.copyMiB ||
    compareNames(nameOf(a), nameOf(b)) ||
    a.loadAfter - b.loadAfter ||
    a.to.order - b.to.order
  )
}

/** Rejected options that a why lists. */
const REJECTED_MAX = 8

export type Found =
  | { readonly option: Weighed; readonly rejected: readonly Rejected[] }
  | { readonly option: null; readonly obstacles: ReadonlyMap<string, readonly Obstacle[]>; readonly rejected: readonly Rejected[] }

/** The best that nothing stands against. `obstacles`: by VM that would have to move, what stood against it. */
export function findOption(
  options: readonly Weighed[],
  compare: (a: Weighed, b: Weighed) => number,
  obstacleOf: (option: Weighed) => { readonly vm: string; readonly obstacle: Obstacle } | null,
): Found {
  const rejected: Rejected[] = []
  const obstacles = new Map<string, Obstacle[]>()
  for (const option of [...options].sort(compare)) {
    const found = obstacleOf(option)
    if (found === null) return { option, rejected }
    const { vm, obstacle } = found
    obstacles.set(vm, [...(obstacles.get(vm) ?? []), obstacle])
    if (rejected.length < REJECTED_MAX) rejected.push({ option: `${vm} → ${option.to.name}`, reason: obstacle.reason, facts: [...obstacle.facts] })
  }
  return { option: null, obstacles, rejected }
}
