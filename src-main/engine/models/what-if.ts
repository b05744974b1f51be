/**
 * A cluster as DRS looks at it in one pass, and as it would be after the moves that it has in mind: plain numbers, changed by `moveVm`.
 * The pass makes it from the world (`modules/drs/view.ts`), corrections come first, and what balances goes on from what they left (DRS-014).
 */
import type { HostColumns, KindColumns } from './columns.ts'
import type { Residents } from './residents.ts'

export interface WhatIfVm {
  readonly name: string
  /** Position in the inventory. */
  readonly order: number
  /** A number in `kinds` of the view: those that share a number differ in nothing that a score or its cost follows from. −1: one of its own. */
  readonly kind: number
  /** Where it runs, starts, or is on its way to. */
  host: WhatIfHost
  readonly vcpus: number
  readonly memoryMiB: number
  /** Null: unlimited. */
  readonly cpuLimitMHz: number | null
  /** It is on; else it only starts. */
  readonly isOn: boolean
  /** What balancing counts (DRS-028 for drsScore, the demand of now for classic), never above the forecast's need where DRS is predictive. */
  readonly cpuDemandMHz: number
  /** DRS-025 to DRS-027. */
  readonly memoryDemandMiB: number
  /** Over the whole cluster (DRS-030). */
  readonly cpuEntitlementMHz: number
  readonly memoryEntitlementMiB: number
  readonly cpuReservationMHz: number
  /** With overhead (DRS-045). */
  readonly memoryReservedMiB: number
  /** Memory that a migration copies: classic consumed, drsScore granted (DRS-053). */
  readonly copyMiB: number
  /** 1 − min(1, 0.25 · ballooned / granted + (swapped + compressed) / granted) (DRS-060). */
  readonly memoryFactor: number
  readonly netMbps: number
  readonly automation: 'disabled' | 'manual' | 'partiallyAutomated' | 'fullyAutomated'
  /** Why DRS may not move it now, as a fault of DRS-097; null: it may, if a host can be found. */
  readonly stuck: string | null
  /** A move of it is planned in this pass: there is no second. */
  moved: boolean
}

export interface WhatIfHost {
  readonly name: string
  readonly order: number
  readonly cpuMHz: number
  readonly memoryMiB: number
  readonly coreMHz: number
  readonly cores: number
  /** Of one NUMA node. */
  readonly coresPerNode: number
  readonly memoryPerNodeMiB: number
  /** Speed of what memory of VMs goes over; null: it has no vMotion adapter. */
  readonly vmotion: { readonly gbps: number; readonly nics: number } | null
  /** What its busiest VM network can carry; null: nothing that counts. */
  readonly uplinkMbps: number | null
  /** What is unreserved there; `vms` and `vcpus` count what runs there, and `powerOns` power-ons under way. */
  readonly room: { cpuMHz: number; memoryMiB: number; vms: number; vcpus: number; powerOns: number }
  /** DRS may send VMs there: it runs, is connected, and is to stay. Within a pass, no more once its VMs are to leave it. */
  takesVms: boolean
  /** It counts in the balance: it runs, is connected and not in maintenance mode, nor about to leave. */
  readonly counts: boolean
  readonly vms: Residents
  cpuDemandMHz: number
  memoryDemandMiB: number
  cpuEntitlementMHz: number
  memoryEntitlementMiB: number
  netMbps: number
}

export interface WhatIf {
  /** A pool has a limit of CPU: what a VM gets on a host is more than a question of its own demand and of room. */
  readonly poolsLimitCpu: boolean
  readonly kinds: KindColumns
  /** Figures of the hosts; null: each is to be asked for its own. */
  readonly columns: HostColumns | null
  /** Hosts that count in the balance, and what they have together. */
  readonly counting: readonly WhatIfHost[]
  readonly capacity: { readonly cpuMHz: number; readonly memoryMiB: number }
  /** In the order of the inventory. */
  readonly hosts: readonly WhatIfHost[]
  readonly vms: readonly WhatIfVm[]
  readonly host: ReadonlyMap<string, WhatIfHost>
  readonly vm: ReadonlyMap<string, WhatIfVm>
}

export type Load = Pick<WhatIfHost, 'cpuDemandMHz' | 'memoryDemandMiB' | 'cpuEntitlementMHz' | 'memoryEntitlementMiB' | 'netMbps'>

/** Its load counts there, or no longer does. */
export function addLoad(host: Load, vm: WhatIfVm, sign: 1 | -1): void {
  host.cpuDemandMHz += sign * vm.cpuDemandMHz
  host.memoryDemandMiB += sign * vm.memoryDemandMiB
  host.cpuEntitlementMHz += sign * vm.cpuEntitlementMHz
  host.memoryEntitlementMiB += sign * vm.memoryEntitlementMiB
  host.netMbps += sign * vm.netMbps
}

function hold(room: WhatIfHost['room'], vm: WhatIfVm, sign: 1 | -1): void {
  room.cpuMHz -= sign * vm.cpuReservationMHz
  room.memoryMiB -= sign * vm.memoryReservedMiB
  room.vms += sign
  room.vcpus += sign * vm.vcpus
}

/** Puts a VM on the host that it names; once, when the view is made. What it has reserved there is in the room already. */
export function placeVm(vm: WhatIfVm): void {
  vm.host.vms.add(vm)
  addLoad(vm.host, vm, 1)
}

/** One that is to start there: the view has it from now on. */
export function addVm(view: WhatIf, vm: WhatIfVm): void {
  placeVm(vm)
  hold(vm.host.room, vm, 1)
  ;(view.vms as WhatIfVm[]).push(vm)
  ;(view.vm as Map<string, WhatIfVm>).set(vm.name, vm)
}

/** It is to run there. */
export function moveVm(vm: WhatIfVm, to: WhatIfHost): void {
  if (vm.host === to) return
  vm.host.vms.delete(vm)
  addLoad(vm.host, vm, -1)
  hold(vm.host.room, vm, -1)
  vm.host = to
  placeVm(vm)
  hold(to.room, vm, 1)
}

/** Demand of CPU that is not met where it is and would be after the move, on the two hosts together, MHz. */
export function relieved(vm: WhatIfVm, from: WhatIfHost, to: WhatIfHost): number {
  const unmet = (host: WhatIfHost, change: number): number => Math.max(0, host.cpuDemandMHz + change - host.cpuMHz)
  return unmet(from, 0) + unmet(to, 0) - unmet(from, -vm.cpuDemandMHz) - unmet(to, vm.cpuDemandMHz)
}
