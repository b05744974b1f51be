/** Fault Tolerance pairs: pure reads over the world. */
import type { FtRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { reaches } from './storage.ts'

export function ftOf(world: ReadonlyTables, vm: string): FtRecord | undefined {
  return world.ftPairs.size === 0 ? undefined : world.ftPairs.get(vm)
}

/** The VM has Fault Tolerance switched on, whether or not a secondary runs. */
export function hasFt(world: ReadonlyTables, vm: string): boolean {
  return ftOf(world, vm) !== undefined
}

/** Host of a secondary that has all of the primary's state and can take over; null: there is none. */
export function standbyOf(world: ReadonlyTables, vm: string): string | null {
  const pair = ftOf(world, vm)
  if (pair?.state !== 'running' || pair.secondary === null || pair.secondaryFiles === null) return null
  if (pair.secondary === world.vms.get(vm)?.host) return null
  return reaches(world, pair.secondary, pair.secondaryFiles.datastore) ? pair.secondary : null
}
