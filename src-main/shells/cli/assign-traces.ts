/** Which trace each VM of a lab follows: that of its name, else the next one in order, or the one that is nearest in size. */
import type { Lab } from '../../contract/lab/index.ts'
import { rngOfSeed } from '../../engine/index.ts'
import type { NamedTrace } from './read-traces.ts'

export type MapBy = 'order' | 'size'

export interface AssignedTrace {
  readonly vm: string
  readonly trace: NamedTrace
  readonly by: 'name' | MapBy
  readonly cpuMHz: readonly number[]
  readonly memoryMiB: readonly number[] | null
}

type Vm = Lab['vms'][number]

/** Traces are used again when there are more VMs than traces. */
export function assignTraces(lab: Lab, traces: readonly NamedTrace[], mapBy: MapBy, seed: number): readonly AssignedTrace[] {
  const byName = new Map(traces.map((trace) => [trace.name, trace]))
  const named = new Set(lab.vms.flatMap(({ name }) => byName.get(name) ?? []))
  const others = traces.filter((trace) => !named.has(trace))
  const pool = new Pool(others.length > 0 ? others : traces, mapBy, seed)
  const mhzOf = new Map(lab.hosts.map((host) => [host.name, host.cpu.mhz]))
  const coreMHz = ({ host }: Vm): number => mhzOf.get(host ?? '') ?? lab.hosts[0]?.cpu.mhz ?? 0
  return lab.vms.map((vm) => {
    const own = byName.get(vm.name)
    const trace = own ?? pool.take(vm)
    return {
      vm: vm.name,
      trace,
      by: own === undefined ? mapBy : 'name',
      cpuMHz: cpuOf(trace, vm, coreMHz(vm)),
      memoryMiB: trace.memoryMiB?.map((value) => Math.min(vm.memoryMiB, Math.floor(value + 0.5))) ?? null,
    }
  })
}

/** A VM with more vCPUs than that of the trace follows its percents, not its MHz. */
function cpuOf({ cpuPercent, cpuMHz, vcpus }: NamedTrace, vm: Vm, coreMHz: number): readonly number[] {
  const isLarger = vcpus !== null && vcpus > 0 && vm.vcpus > vcpus
  if (cpuMHz !== null && !(isLarger && cpuPercent !== null)) return cpuMHz.map((value) => Math.floor(value + 0.5))
  return (cpuPercent ?? []).map((value) => Math.floor((value / 100) * vm.vcpus * coreMHz + 0.5))
}

/** Traces that nobody has by name, each once before any is taken again. */
class Pool {
  readonly #all: readonly NamedTrace[]
  readonly #mapBy: MapBy
  readonly #rng: ReturnType<typeof rngOfSeed>
  #left: NamedTrace[] = []

  constructor(traces: readonly NamedTrace[], mapBy: MapBy, seed: number) {
    this.#all = traces
    this.#mapBy = mapBy
    this.#rng = rngOfSeed(seed)
  }

  take(vm: Vm): NamedTrace {
    if (this.#left.length === 0) this.#left = [...this.#all]
    const index = this.#mapBy === 'order' ? 0 : this.#nearest(vm)
    return this.#left.splice(index, 1)[0] as NamedTrace
  }

  /** Of several that are as near one is drawn. */
  #nearest(vm: Vm): number {
    const distances = this.#left.map((trace) => doublings(trace.vcpus, vm.vcpus) + doublings(trace.configuredMiB, vm.memoryMiB))
    const least = Math.min(...distances)
    const nearest = distances.flatMap((distance, i) => (distance === least ? [i] : []))
    return this.#rng.pick(nearest)
  }
}

/** How often one has to be doubled, or halved, to come to the size class of the other. */
function doublings(a: number | null, b: number): number {
  if (a === null || a <= 0 || b <= 0) return 0
  let steps = 0
  for (let low = Math.min(a, b), high = Math.max(a, b); low * 1.5 <= high; low *= 2) steps += 1
  return steps
}
