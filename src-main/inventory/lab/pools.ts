/** `cluster.resourcePools`: the tree below the hidden root. */
import { poolPath } from '../inventory.ts'
import type { TableRow } from '../tables.ts'
import { UniqueNames } from './draft.ts'
import type { Plain, Workshop } from './draft.ts'

export interface Pools {
  readonly list: Plain[]
  /** Name in the lab of the pool of a path; null: the root, or none of this cluster. */
  find(path: string): string | null
}

export function makePools(shop: Workshop): Pools {
  const names = new UniqueNames(shop, 'resource pool')
  const byPath = new Map<string, string>()
  const list: Plain[] = []
  const keyOf = (pools: readonly string[]): string => pools.join('\n')
  const rows = shop.source.pools.map((row) => ({ row, pools: poolPath(row.text('resource pool path'))?.pools ?? [] }))
  const make = (pools: readonly string[], row: TableRow | null): string | null => {
    if (pools.length === 0) return null
    const known = byPath.get(keyOf(pools))
    if (known !== undefined) return known
    const above = pools.slice(0, -1)
    const parent = make(above, rows.find((each) => keyOf(each.pools) === keyOf(above))?.row ?? null)
    const name = names.take(pools.at(-1) ?? '')
    if (row === null)
      shop.assumptions.note(`${shop.where}/${name}`, 'cpuShares, memoryShares', 'normal', [
        'vRP does not have this pool: only paths name it',
        'vRP에 이 풀이 없고 경로에만 나옵니다',
      ])
    byPath.set(keyOf(pools), name)
    list.push({ name, ...(parent !== null && { parent }), ...(row !== null && settingsOf(row)) })
    return name
  }
  for (const { row, pools } of rows) make(pools, row)
  for (const vm of shop.source.vms) make(poolPath(vm.info.text('resource pool'))?.pools ?? [], null)
  return { list, find: (path) => byPath.get(keyOf(poolPath(path)?.pools ?? [])) ?? null }
}

function settingsOf(row: TableRow): Plain {
  const of = (
    what: 'cpu' | 'mem',
  ): { readonly shares: string | number; readonly reservation: number; readonly limit: number | null; readonly expandable: boolean } => ({
    shares: sharesOf(row, `${what} level`, `${what} shares`),
    reservation: Math.max(0, Math.round(row.number(`${what} reservation`) ?? 0)),
    limit: limitOf(row, `${what} limit`),
    expandable: row.truth(`${what} expandablereservation`) !== false,
  })
  const cpu = of('cpu')
  const memory = of('mem')
  return {
    ...(cpu.shares !== 'normal' && { cpuShares: cpu.shares }),
    ...(memory.shares !== 'normal' && { memoryShares: memory.shares }),
    ...(cpu.reservation > 0 && { cpuReservationMHz: cpu.reservation }),
    ...(memory.reservation > 0 && { memoryReservationMiB: memory.reservation }),
    ...(cpu.limit !== null && { cpuLimitMHz: cpu.limit }),
    ...(memory.limit !== null && { memoryLimitMiB: memory.limit }),
    ...(!cpu.expandable && { cpuExpandable: false }),
    ...(!memory.expandable && { memoryExpandable: false }),
  }
}

/** The level's word, or the number of a level of one's own. */
export function sharesOf(row: TableRow | null, level: string, shares: string): string | number {
  const word = row?.text(level).toLowerCase() ?? ''
  if (word === 'low' || word === 'normal' || word === 'high') return word
  const number = row?.number(shares) ?? null
  return number === null || number < 0 ? 'normal' : Math.min(1_000_000, Math.round(number))
}

/** null: unlimited. */
export function limitOf(row: TableRow | null, column: string): number | null {
  const limit = row?.number(column) ?? null
  return limit === null || limit < 0 ? null : Math.round(limit)
}
