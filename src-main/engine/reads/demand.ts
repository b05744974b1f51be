/** Demand of VMs at an instant: pure reads over the world. */
import type { LabDemand } from '../../contract/lab/index.ts'
import type { DemandKey } from '../../contract/lab/index.ts'
import { demandAt, prepareDemand } from '../models/demand.ts'
import type { Demand } from '../models/demand.ts'
import type { ReadonlyTables } from '../core/world.ts'

/** A demand prepared once: the record is replaced whenever it changes, so it is a safe key. */
const prepared = new WeakMap<LabDemand, Demand>()

/** Unrounded; MHz for `cpuMHz`, MiB for `memoryMiB`. A VM that runs nowhere asks for nothing. */
export function demandOf(world: ReadonlyTables, vm: string, key: DemandKey, atMs: number): number {
  const demand = demandNow(world, vm)
  return demand === null ? 0 : demandAt(demand, key, atMs)
}

/** What the keys of a VM's demand are read from now; null: it asks for nothing. */
export function demandNow(world: ReadonlyTables, vm: string): Demand | null {
  const record = world.vms.get(vm)
  const demand = world.demands.get(vm)?.demand
  if (record === undefined || demand === undefined || record.power !== 'on' || record.guest === 'crashed' || record.guest === 'hung') return null
  let ready = prepared.get(demand)
  if (ready === undefined) {
    ready = prepareDemand(demand)
    prepared.set(demand, ready)
  }
  return ready
}
