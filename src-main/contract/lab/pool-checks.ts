/** Whether the pools form a tree whose reservations fit (DRS-021, DRS-022). */
import { memoryOverheadMiB } from '../memory-overhead.ts'
import type { Phrase } from '../texts/language.ts'
import type { LabPool } from './pool.ts'
import type { Path, Report } from './problems.ts'

export interface PoolVm {
  readonly name: string
  readonly resourcePool: string | null
  readonly cpuReservationMHz: number
  readonly memoryReservationMiB: number
  readonly memoryMiB: number
  readonly vcpus: number
  readonly overheadMiB: number | null
  readonly path: Path
}

export interface PoolAt {
  readonly pool: LabPool
  readonly path: Path
}

/** Depth of each pool below the root, from 1; pools whose parents go round are reported and left out. */
export function poolDepths(pools: readonly PoolAt[], report: Report): ReadonlyMap<string, number> {
  const byName = new Map(pools.map((at) => [at.pool.name, at]))
  const depths = new Map<string, number>()
  for (const { pool, path } of pools) {
    const seen = new Set<string>()
    let at: LabPool | undefined = pool
    while (at !== undefined && at.parent !== null && !seen.has(at.name)) {
      seen.add(at.name)
      at = byName.get(at.parent)?.pool
    }
    if (at !== undefined && seen.has(at.name))
      report([...path, 'parent'], [`the parents of ${JSON.stringify(pool.name)} go round`, `${JSON.stringify(pool.name)}의 상위 풀이 순환합니다`])
    else depths.set(pool.name, seen.size + 1)
  }
  return depths
}

interface Resource {
  readonly name: string
  readonly nameKo: string
  readonly unit: 'MHz' | 'MiB'
  readonly key: 'cpuReservationMHz' | 'memoryReservationMiB'
  readonly expandable: 'cpuExpandable' | 'memoryExpandable'
  readonly limit: 'cpuLimitMHz' | 'memoryLimitMiB'
  /** What a running VM needs reserved. */
  readonly of: (vm: PoolVm) => number
}

const resources: readonly Resource[] = [
  {
    name: 'CPU',
    nameKo: 'CPU',
    unit: 'MHz',
    key: 'cpuReservationMHz',
    expandable: 'cpuExpandable',
    limit: 'cpuLimitMHz',
    of: (vm) => vm.cpuReservationMHz,
  },
  {
    name: 'memory',
    nameKo: '메모리',
    unit: 'MiB',
    key: 'memoryReservationMiB',
    expandable: 'memoryExpandable',
    limit: 'memoryLimitMiB',
    of: reservedMemoryMiB,
  },
]

/** Reservation and overhead of a running VM (DRS-045). */
export function reservedMemoryMiB(vm: {
  readonly memoryReservationMiB: number
  readonly memoryMiB: number
  readonly vcpus: number
  readonly overheadMiB: number | null
  readonly faultTolerance?: boolean
}): number {
  // FT-010: an FT VM has all of its memory reserved.
  const reserved = vm.faultTolerance === true ? vm.memoryMiB : vm.memoryReservationMiB
  return reserved + (vm.overheadMiB ?? memoryOverheadMiB(vm.memoryMiB, vm.vcpus))
}

/** Reports the first child that no longer fits into each pool, and into the cluster. */
export function checkPoolReservations(
  pools: readonly PoolAt[],
  vms: readonly PoolVm[],
  depths: ReadonlyMap<string, number>,
  capacity: { readonly cpuMHz: number; readonly memoryMiB: number },
  report: Report,
): void {
  const deepestFirst = pools
    .filter(({ pool }) => depths.has(pool.name))
    .sort((a, b) => (depths.get(b.pool.name) ?? 0) - (depths.get(a.pool.name) ?? 0))
  const vmsByPool = groupBy(vms, (vm) => vm.resourcePool)
  const poolsByParent = groupBy(deepestFirst, ({ pool }) => pool.parent)
  for (const resource of resources) {
    /** What a pool holds of its parent: at least its reservation. */
    const holds = new Map<string, number>()
    const childrenOf = (parent: string | null) => [
      ...(poolsByParent.get(parent) ?? []).map((at) => ({ name: at.pool.name, path: at.path, needs: holds.get(at.pool.name) ?? 0 })),
      ...(parent === null ? [] : (vmsByPool.get(parent) ?? [])).map((vm) => ({ name: vm.name, path: vm.path, needs: resource.of(vm) })),
    ]
    const fill = (children: ReturnType<typeof childrenOf>, room: number, where: Phrase): number => {
      let used = 0
      for (const child of children) {
        if (used + child.needs > room + 1e-9) {
          report(
            [...child.path, resource.key],
            [
              `the ${resource.name} reservations do not fit into ${where[0]}: ${shownAmount(used + child.needs)} ${resource.unit} of ${shownAmount(room)} ${resource.unit} with ${JSON.stringify(child.name)}`,
              `${resource.nameKo} 예약이 ${where[1]}에 들어가지 않습니다. ${JSON.stringify(child.name)}까지 ${shownAmount(used + child.needs)}${resource.unit}, 사용할 수 있는 양은 ${shownAmount(room)}${resource.unit}입니다`,
            ],
          )
          return room
        }
        used += child.needs
      }
      return used
    }
    for (const { pool } of deepestFirst) {
      const reservation = pool[resource.key]
      const limit = pool[resource.limit] ?? Number.POSITIVE_INFINITY
      const used = fill(childrenOf(pool.name), pool[resource.expandable] ? limit : Math.min(limit, reservation), [
        `resource pool ${JSON.stringify(pool.name)}`,
        `리소스 풀 ${JSON.stringify(pool.name)}`,
      ])
      holds.set(pool.name, Math.max(reservation, used))
    }
    fill(childrenOf(null), resource.unit === 'MHz' ? capacity.cpuMHz : capacity.memoryMiB, ['the cluster', '클러스터'])
  }
}

const shownAmount = (value: number): string => String(Math.round(value * 100) / 100)

function groupBy<K, V>(list: readonly V[], keyOf: (value: V) => K): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>()
  for (const value of list) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else group.push(value)
  }
  return groups
}
