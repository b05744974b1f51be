/**
 * Synthetic workload days, so that a thousand different VMs need no file: their statistics are those of the published traces, their values
 * are drawn. Pure: the same stream gives the same days.
 *
 * - `planetlab`: CPU percent of small VMs, most of them idle, few hot, with short bursts that know no time of day. Like the day 2011-03-03: mean
 *   12.3 %, median of the VMs' means 6.8 %, median of their maxima 42 %.
 * - `business`: CPU in MHz and active memory in MiB of business VMs of many sizes (Bitbrains GWA-T-12), busy by day, at rest by night and at
 *   weekends. The first day is a Monday. Per VM 1650 MHz and 864 MiB active on average; 2 vCPUs and 7.7 GB in the median, 4.0 and 14.7 GB on average.
 */
import { exp } from './maths.ts'

export type SyntheticKind = 'planetlab' | 'business'

/** Where draws come from. */
export interface Draws {
  /** An integer in [lo, hi]. */
  between(lo: number, hi: number): number
}

export interface SyntheticVm {
  readonly vcpus: number
  readonly configuredMiB: number
  /** Of one vCPU. */
  readonly coreMHz: number
  /** One for each 300 s. */
  readonly cpuPercent: readonly number[] | null
  readonly cpuMHz: readonly number[] | null
  readonly memoryMiB: readonly number[] | null
}

const SLOTS_A_DAY = 288

/** Points of a distribution: a share of the VMs, and the value that so many are below. Straight between them. */
type Quantiles = readonly (readonly [share: number, value: number])[]

const planetlabMeans: Quantiles = [
  [0, 0.65],
  [0.05, 1.41],
  [0.1, 1.62],
  [0.25, 2.75],
  [0.5, 6.81],
  [0.75, 14.36],
  [0.9, 30],
  [0.95, 40.5],
  [0.99, 66],
  [1, 94.6],
]
/** The usual maximum of a VM, by its mean. */
const planetlabMaxima: Quantiles = [
  [0, 5],
  [1, 12],
  [3.5, 29],
  [7.5, 46],
  [14, 54],
  [28, 66],
  [60, 90],
  [95, 99],
]
const businessVcpus: Quantiles = [
  [0.35, 1],
  [0.525, 2],
  [0.75, 4],
  [0.755, 6],
  [0.98, 8],
  [0.985, 16],
  [1, 32],
]
const businessMemoryMiB: Quantiles = [
  [0, 124],
  [0.1, 322],
  [0.25, 2048],
  [0.5, 7700],
  [0.75, 16_384],
  [0.9, 32_578],
  [0.95, 39_800],
  [1, 150_000],
]
const businessCpuPercent: Quantiles = [
  [0, 0.05],
  [0.1, 0.15],
  [0.25, 0.9],
  [0.5, 3.1],
  [0.75, 22.3],
  [0.9, 32],
  [0.95, 36],
  [1, 74],
]
/** Share of the configured memory that is active. */
const businessActive: Quantiles = [
  [0, 0.005],
  [0.5, 0.065],
  [0.9, 0.2],
  [1, 0.5],
]
/** What a business VM asks for by the hour of a working day, against its mean over the week. */
const workday: Quantiles = [
  [0, 0.6],
  [6, 0.5],
  [9, 1.5],
  [12, 1.7],
  [13, 1.4],
  [14, 1.7],
  [17, 1.6],
  [20, 0.9],
  [24, 0.6],
]
const WEEKEND = 0.55
const BUSINESS_CORE_MHZ = 2600
const PLANETLAB_CORE_MHZ = 2000
/** Published means of a VM. */
const BUSINESS_MEAN_MHZ = 1650
const BUSINESS_MEAN_ACTIVE_MIB = 864

function valueAt(points: Quantiles, x: number): number {
  let i = 1
  while (i < points.length - 1 && x > (points[i]?.[0] ?? 0)) i += 1
  const [x0, y0] = points[i - 1] as readonly [number, number]
  const [x1, y1] = points[i] as readonly [number, number]
  return y0 + (y1 - y0) * Math.min(1, Math.max(0, (x - x0) / (x1 - x0)))
}

/** The first whose share is not below. */
const stepAt = (points: Quantiles, share: number): number =>
  (points.find(([until]) => share <= until) ?? (points.at(-1) as readonly [number, number]))[1]

const FINE = 1_000_000
const uniform = (draws: Draws): number => (draws.between(0, FINE - 1) + 0.5) / FINE

/** Shares of n VMs in a drawn order, one in each n-th part: a small sample has the distribution too. */
function shares(draws: Draws, n: number): number[] {
  const list = Array.from({ length: n }, (_, i) => (i + uniform(draws)) / n)
  for (let i = n - 1; i > 0; i -= 1) {
    const j = draws.between(0, i)
    ;[list[i], list[j]] = [list[j] as number, list[i] as number]
  }
  return list
}

export function syntheticTraces(kind: SyntheticKind, vms: number, days: number, draws: Draws): readonly SyntheticVm[] {
  return kind === 'planetlab' ? planetlab(vms, days, draws) : business(vms, days, draws)
}

/** Share of the slots in which a VM bursts. */
const BURST_SHARE = 0.05

function planetlab(vms: number, days: number, draws: Draws): readonly SyntheticVm[] {
  return shares(draws, vms).map((share) => {
    const mean = valueAt(planetlabMeans, share)
    const most = Math.min(99, Math.max(mean, valueAt(planetlabMaxima, mean) * (0.5 + uniform(draws))))
    const base = Math.max(0, (mean - (BURST_SHARE * most) / 2) / (1 - BURST_SHARE / 2))
    // A hot VM leaves little room above its base.
    const spread = Math.min(base, most - base, 0.5 * base)
    const cpuPercent: number[] = []
    for (let day = 0; day < days; day += 1) {
      const peak = draws.between(0, SLOTS_A_DAY - 1)
      for (let slot = 0; slot < SLOTS_A_DAY; slot += 1) {
        const usual = base + spread * (2 * uniform(draws) - 1)
        const bursts = uniform(draws) < BURST_SHARE
        const value = slot === peak ? most : bursts ? base + (most - base) * uniform(draws) : usual
        cpuPercent.push(Math.min(99, Math.floor(value + 0.5)))
      }
    }
    return { vcpus: 1, configuredMiB: 1024, coreMHz: PLANETLAB_CORE_MHZ, cpuPercent, cpuMHz: null, memoryMiB: null }
  })
}

interface Size {
  readonly vcpus: number
  readonly configuredMiB: number
  readonly cpuMHz: number
  readonly activeMiB: number
}

/** Larger VMs have more memory, as a rule. */
function businessSizes(vms: number, draws: Draws): readonly Size[] {
  const cpu = shares(draws, vms)
  const ranked = cpu.map((share, i) => ({ i, key: share + 0.5 * uniform(draws) })).sort((a, b) => a.key - b.key)
  const memory = new Array<number>(vms).fill(0)
  for (const [rank, { i }] of ranked.entries()) memory[i] = (rank + 0.5) / vms
  const use = shares(draws, vms)
  const active = shares(draws, vms)
  const raw = cpu.map((share, i): Size => {
    const vcpus = stepAt(businessVcpus, share)
    const configuredMiB = Math.floor(valueAt(businessMemoryMiB, memory[i] as number))
    const cpuMHz = (vcpus * BUSINESS_CORE_MHZ * valueAt(businessCpuPercent, use[i] as number)) / 100
    return { vcpus, configuredMiB, cpuMHz, activeMiB: configuredMiB * valueAt(businessActive, active[i] as number) }
  })
  const meanOf = (of: (size: Size) => number): number => raw.reduce((sum, size) => sum + of(size), 0) / vms
  const cpuScale = BUSINESS_MEAN_MHZ / meanOf(({ cpuMHz }) => cpuMHz)
  const memoryScale = BUSINESS_MEAN_ACTIVE_MIB / meanOf(({ activeMiB }) => activeMiB)
  return raw.map((size) => ({ ...size, cpuMHz: size.cpuMHz * cpuScale, activeMiB: size.activeMiB * memoryScale }))
}

/** How much of a disturbance is left after one interval, and how large it is. */
const INERTIA = 0.7
const NOISE = 0.35

function business(vms: number, days: number, draws: Draws): readonly SyntheticVm[] {
  const course = Array.from({ length: days * SLOTS_A_DAY }, (_, slot) => {
    const isWeekend = Math.floor(slot / SLOTS_A_DAY) % 7 >= 5
    return isWeekend ? WEEKEND : valueAt(workday, ((slot % SLOTS_A_DAY) * 24) / SLOTS_A_DAY)
  })
  const usual = course.reduce((sum, factor) => sum + factor, 0) / course.length
  return businessSizes(vms, draws).map(({ vcpus, configuredMiB, cpuMHz, activeMiB }) => {
    const limit = vcpus * BUSINESS_CORE_MHZ
    const shift = draws.between(-12, 12)
    const cpu: number[] = []
    const memory: number[] = []
    let noise = 0
    for (let slot = 0; slot < course.length; slot += 1) {
      noise = INERTIA * noise + NOISE * (2 * uniform(draws) - 1)
      const factor = (course[(slot + shift + course.length) % course.length] as number) / usual
      cpu.push(Math.floor(Math.min(limit, cpuMHz * factor * exp(noise)) + 0.5))
      memory.push(Math.floor(Math.min(configuredMiB, activeMiB * (0.7 + 0.3 * factor) * exp(noise / 4)) + 0.5))
    }
    return { vcpus, configuredMiB, coreMHz: BUSINESS_CORE_MHZ, cpuPercent: null, cpuMHz: cpu, memoryMiB: memory }
  })
}
