/** Values that follow from some tables alone: kept until one of those tables is written. */
import { assert } from './assert.ts'
import type { TableName } from './records.ts'
import type { Turn } from './turn.ts'
import { tableNames } from './world.ts'
import type { ReadonlyTables } from './world.ts'

/** Who asks, while modules are loaded: each has a place of its own in `derived` of every world. */
const askers: (readonly TableName[])[] = []

/** Places of what was found out at an instant and holds at later ones only. */
const ofThePast: number[] = []

/**
 * `compute` may read `tables` and what never changes during a run (the lab, the constants), nothing else. The value is handed out again
 * and again: nobody may change it.
 */
export function derived<In, T>(tables: readonly TableName[], worldOf: (input: In) => ReadonlyTables, compute: (input: In) => T): (input: In) => T {
  const place = askers.push(tables) - 1
  const stampIn = stampOf(...tables)
  return (input) => {
    const world = worldOf(input)
    const stamp = stampIn(world)
    const known = world.derived[place] as Kept<T> | undefined
    if (known !== undefined && known.stamp === stamp) return known.value
    const value = compute(input)
    world.derived[place] = { stamp, value } satisfies Kept<T>
    return value
  }
}

/** The same for what depends on the instant too: `compute` may also read `now`. */
export function derivedAtInstant<In extends { readonly now: number }, T>(
  tables: readonly TableName[],
  worldOf: (input: In) => ReadonlyTables,
  compute: (input: In) => T,
): (input: In) => T {
  const place = askers.push(tables) - 1
  const stampIn = stampOf(...tables)
  return (input) => {
    const world = worldOf(input)
    const stamp = stampIn(world)
    const known = world.derived[place] as (Kept<T> & { readonly at: number }) | undefined
    if (known !== undefined && known.stamp === stamp && known.at === input.now) return known.value
    const value = compute(input)
    world.derived[place] = { stamp, at: input.now, value }
    return value
  }
}

interface Kept<T> {
  readonly stamp: number
  readonly value: T
}

/** Of these tables: rises with every write to one of them. A version only ever rises, so an equal sum means that none was written. */
export function stampOf(...tables: readonly TableName[]): (world: ReadonlyTables) => number {
  const places = tables.map((table) => tableNames.indexOf(table))
  return ({ versions }) => {
    let stamp = 0
    for (let i = 0; i < places.length; i++) stamp += versions[places[i] as number] as number
    return stamp
  }
}

/**
 * `step`, left out while it has nothing to do: it did nothing when it was last run, and none of `tables` was written since. `step` may look
 * at `tables`, at `key` (compared by identity) and at what never changes during a run; at the clock only where the time that passes cannot
 * give it something to do.
 */
export function idleUntilWritten(
  tables: readonly TableName[],
  step: (turn: Turn) => void,
  key: (turn: Turn) => unknown = nothing,
): (turn: Turn) => void {
  const place = askers.push(tables) - 1
  ofThePast.push(place)
  const stampIn = stampOf(...tables)
  const claim = `a step that reads only ${tables.join(', ')} has nothing to do`
  return (turn) => {
    const stamp = stampIn(turn.world)
    const known = turn.world.derived[place] as Kept<unknown> | undefined
    const keyNow = key(turn)
    const isIdle = known !== undefined && known.stamp === stamp && known.value === keyNow
    if (isIdle && !turn.leavesNothingOut) return
    const before = turn.deeds
    step(turn)
    assert(!isIdle || turn.deeds === before, claim)
    if (turn.deeds === before) turn.world.derived[place] = { stamp, value: keyNow } satisfies Kept<unknown>
  }
}

const nothing = (): null => null

export function derivedOfWorld<T>(tables: readonly TableName[], compute: (world: ReadonlyTables) => T): (world: ReadonlyTables) => T {
  return derived(tables, (world) => world, compute)
}

/** What steps note down for themselves of the instants that they have seen, beside the state: lost whenever the clock may go back. */
export function notesOfWorld<T>(make: () => T): (world: ReadonlyTables) => T {
  const place = askers.push([]) - 1
  ofThePast.push(place)
  return (world) => (world.derived[place] ??= make()) as T
}

/** The clock may go back. */
export function forgetThePast(world: ReadonlyTables): void {
  for (const place of ofThePast) world.derived[place] = undefined
}
