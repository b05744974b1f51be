/** Values that follow from some tables alone: kept until one of those tables is written. */
import type { TableName } from './records.ts'
import type { ReadonlyTables } from './world.ts'

/**
 * `compute` may read `tables` and what never changes during a run (the lab, the constants), nothing else. The value is handed out again
 * and again: nobody may change it.
 */
export function derived<In, T>(tables: readonly TableName[], worldOf: (input: In) => ReadonlyTables, compute: (input: In) => T): (input: In) => T {
  const kept = new WeakMap<ReadonlyTables, { readonly stamp: number; readonly value: T }>()
  return (input) => {
    const world = worldOf(input)
    // A version only ever rises, so an equal sum means that no table was written.
    let stamp = 0
    for (const table of tables) stamp += world[table].version
    const known = kept.get(world)
    if (known !== undefined && known.stamp === stamp) return known.value
    const value = compute(input)
    kept.set(world, { stamp, value })
    return value
  }
}

export function derivedOfWorld<T>(tables: readonly TableName[], compute: (world: ReadonlyTables) => T): (world: ReadonlyTables) => T {
  return derived(tables, (world) => world, compute)
}
