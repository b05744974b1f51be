/** The pool tree as rows, and how what a parent has is divided among its children. Arithmetic of pictures only: the engine says who gets what. */
import type { LabState, VmState } from '../../../../src-main/contract/state.ts'
import type { PoolState } from '../../../../src-main/contract/drs-state.ts'

export type Resource = 'cpu' | 'memory'

export interface PoolChild {
  readonly kind: 'pool' | 'vm'
  readonly name: string
  readonly entitlement: number
  readonly demand: number
  readonly shares: number
  readonly reservation: number
  readonly limit: number | null
}

export interface PoolRow {
  /** Null: the root. */
  readonly name: string | null
  readonly depth: number
  readonly pool: PoolState | null
  readonly entitlement: number
  readonly children: readonly PoolChild[]
  readonly hasChildren: boolean
}

function poolChild(name: string, pool: PoolState, of: Resource): PoolChild {
  return of === 'cpu'
    ? {
        kind: 'pool',
        name,
        entitlement: pool.cpuEntitlementMHz,
        demand: pool.cpuDemandMHz,
        shares: pool.cpuSharesEffective,
        reservation: pool.cpuReservationMHz,
        limit: pool.cpuLimitMHz,
      }
    : {
        kind: 'pool',
        name,
        entitlement: pool.memoryEntitlementMiB,
        demand: pool.memoryDemandMiB,
        shares: pool.memorySharesEffective,
        reservation: pool.memoryReservationMiB,
        limit: pool.memoryLimitMiB,
      }
}

function vmChild(name: string, vm: VmState, of: Resource): PoolChild {
  return of === 'cpu'
    ? {
        kind: 'vm',
        name,
        entitlement: vm.cpuEntitlementMHz ?? 0,
        demand: vm.drsCpuDemandMHz ?? vm.cpuDemandMHz,
        shares: vm.cpuShares,
        reservation: vm.cpuReservationMHz,
        limit: null,
      }
    : {
        kind: 'vm',
        name,
        entitlement: vm.memoryEntitlementMiB ?? 0,
        demand: vm.drsMemoryDemandMiB ?? 0,
        shares: vm.memoryShares,
        reservation: vm.memoryReservationMiB,
        limit: null,
      }
}

/** Rows from the root down; pools that are folded hide what is below them. `vms` null: the cluster is too large to show its VMs. */
export function poolRows(
  pools: LabState['resourcePools'],
  vms: LabState['vms'] | null,
  of: Resource,
  isOpen: (pool: string) => boolean,
): readonly PoolRow[] {
  const rows: PoolRow[] = []
  const childrenOf = (parent: string | null): PoolChild[] => [
    ...Object.entries(pools)
      .filter(([, pool]) => pool.parent === parent)
      .map(([name, pool]) => poolChild(name, pool, of)),
    ...Object.entries(vms ?? {})
      .filter(([, vm]) => vm.power === 'on' && vm.resourcePool === parent)
      .map(([name, vm]) => vmChild(name, vm, of)),
  ]
  const add = (name: string | null, depth: number): void => {
    const children = childrenOf(name)
    const pool = name === null ? null : (pools[name] ?? null)
    const entitlement =
      pool === null ? children.reduce((sum, child) => sum + child.entitlement, 0) : of === 'cpu' ? pool.cpuEntitlementMHz : pool.memoryEntitlementMiB
    rows.push({ name, depth, pool, entitlement, children, hasChildren: children.length > 0 })
    if (name !== null && !isOpen(name)) return
    for (const child of children) if (child.kind === 'pool') add(child.name, depth + 1)
  }
  add(null, 0)
  return rows
}

export interface Segment {
  readonly child: PoolChild
  /** Of the bar, percent. */
  readonly widthPercent: number
}

/** Parts of a bar in the order of the children; those too thin to be seen are told together in the last one. */
export function segments(children: readonly PoolChild[], atMost: number): { readonly shown: readonly Segment[]; readonly restPercent: number } {
  const total = children.reduce((sum, child) => sum + child.entitlement, 0)
  if (total <= 0) return { shown: [], restPercent: 0 }
  const sorted = [...children].sort((a, b) => b.entitlement - a.entitlement)
  const kept = new Set(sorted.slice(0, atMost))
  const shown = children.filter((child) => kept.has(child)).map((child) => ({ child, widthPercent: (child.entitlement / total) * 100 }))
  return { shown, restPercent: 100 - shown.reduce((sum, { widthPercent }) => sum + widthPercent, 0) }
}
