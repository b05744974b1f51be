/** What DRS takes the demand of a VM to be (DRS-024 to DRS-028). Pure reads over the world. */
import type { VmRecord } from '../core/records.ts'
import { overheadOf } from './capacity.ts'
import { demandOf } from './demand.ts'
import type { At } from './drs.ts'

/** MHz. */
export function drsCpuDemand({ world, now }: At, vm: VmRecord): number {
  return demandOf(world, vm.name, 'cpuMHz', now)
}

/** MiB. */
export function drsMemoryDemand({ world, now }: At, vm: VmRecord): number {
  return demandOf(world, vm.name, 'memoryMiB', now) + overheadOf(vm.cfg)
}
