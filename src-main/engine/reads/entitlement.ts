/** What VMs are entitled to (DRS-029, DRS-030) and what hosts give them (DRS-046). Pure reads over the world. */
import type { VmRecord } from '../core/records.ts'
import { drsCpuDemand, drsMemoryDemand } from './drs-demand.ts'
import type { At } from './drs.ts'

export interface Entitlement {
  readonly cpuMHz: number
  readonly memoryMiB: number
}

/** Of a VM, over the whole cluster. */
export function entitlementOf(at: At, vm: VmRecord): Entitlement {
  return { cpuMHz: drsCpuDemand(at, vm), memoryMiB: drsMemoryDemand(at, vm) }
}

/** A VM that asks for CPU of a host. */
export interface CpuClaim {
  readonly vm: string
  readonly demandMHz: number
}

/** What each of these VMs would get of a host with so much CPU and cores of that speed, by the part of the pool tree that has them (DRS-046), MHz. */
export function divideCpu(_at: At, capacityMHz: number, _coreMHz: number, claims: readonly CpuClaim[]): readonly number[] {
  const asked = claims.reduce((sum, { demandMHz }) => sum + demandMHz, 0)
  return claims.map(({ demandMHz }) => (asked > capacityMHz ? (demandMHz * capacityMHz) / asked : demandMHz))
}
