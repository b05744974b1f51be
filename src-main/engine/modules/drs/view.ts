/** The cluster as one pass of DRS sees it (`models/what-if.ts`), and what stands against a move in it. */
import { roundDecimals, roundHalfUp } from '../../models/maths.ts'
import { moveVm } from '../../models/what-if.ts'
import type { WhatIf, WhatIfHost, WhatIfVm } from '../../models/what-if.ts'
import { derivedAtInstant } from '../../core/derived.ts'
import type { HostRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import type { ReadonlyTables } from '../../core/world.ts'
import { roomOfHost, take } from '../../reads/capacity.ts'
import type { HostRoom } from '../../reads/capacity.ts'
import type { At } from '../../reads/drs.ts'
import { migrationTrouble } from '../../reads/migration-checks.ts'
import type { MoveTrouble } from '../../reads/migration-checks.ts'
import { poolTables } from '../../reads/pools.ts'
import { rulesOf } from '../../reads/rules.ts'
import type { VmSet } from '../../reads/rules.ts'
import type { Obstacle } from './policy/obstacle.ts'
import { VmViews } from './vm-views.ts'

export function isLeaving(host: HostRecord): boolean {
  return host.maintenance === 'entering' || host.standbyChange === 'entering'
}

/** As it will be when what is under way has ended. `views`: of whoever changes what VMs ask for; default: those that passes keep. */
export function viewOf(at: At, views?: VmViews): WhatIf {
  const { world } = at
  const roomOf = (host: string): HostRoom => {
    const room = roomOfHost(world, host)
    // What only waits in the queue holds no room yet, and will.
    for (const { vm, to, from, startedAt, kind } of world.migrations.values())
      if (to === host && startedAt === null && to !== from && kind !== 'cold' && kind !== 'storage') take(room, world.vms.need(vm).cfg)
    return room
  }
  let known = views ?? passViews.get(world)
  if (known === undefined) passViews.set(world, (known = new VmViews(at, true)))
  return viewWith(at, roomOf, known, true)
}

/** What the last pass knew of the VMs of a world. */
const passViews = new WeakMap<ReadonlyTables, VmViews>()

/** What a view of an instant is read from. */
export const viewTables = [...poolTables, 'demands', 'ftPairs', 'cluster', 'networks', 'vcenter', 'agents', 'ha'] as const

/** As it is at an instant, for all who ask, to be looked at only: without what is free on hosts. */
export const viewOfInstant = derivedAtInstant(
  viewTables,
  ({ world }: At): ReadonlyTables => world,
  (at): WhatIf => {
    const room = { cpuMHz: 0, memoryMiB: 0, vms: 0, vcpus: 0, powerOns: 0 }
    return viewWith(at, () => room, new VmViews(at, false), false)
  },
)

function viewWith(at: At, roomOf: (host: string) => HostRoom, known: VmViews, planned: boolean): WhatIf {
  const { world } = at
  const hosts = known.hosts(at, roomOf)
  known.place(at, planned)
  const poolsLimitCpu = [...world.pools.values()].some(({ cfg }) => cfg.cpuLimitMHz !== null)
  let vms: WhatIfVm[] | null = null
  let vmByName: Map<string, WhatIfVm> | null = null
  return {
    poolsLimitCpu,
    kinds: known.kinds,
    ...hosts,
    // Asked for by few.
    get vms() {
      return (vms ??= known.placed())
    },
    get vm() {
      return (vmByName ??= new Map(this.vms.map((vm) => [vm.name, vm])))
    },
  }
}

/**
 * What stands against a move, with all that the pass has in mind done; should rules are not asked here. `from`: of the secondary of a pair,
 * where that is; default: where the VM runs.
 */
export function obstacleTo(turn: Turn, view: WhatIf, vm: WhatIfVm, to: WhatIfHost, from?: string): Obstacle | null {
  const obstacle = obstacleAt(turn, vm, to, from)
  if (obstacle !== null) return obstacle
  const { apart, together } = brokenVmRules(turn, view, vm, to)
  const rule = apart ?? together
  return rule === null ? null : { reason: 'vmRuleViolation', facts: ['DRS-069'], rule }
}

/** The same without the rules between VMs. */
export function obstacleAt(turn: Turn, vm: WhatIfVm, to: WhatIfHost, from?: string): Obstacle | null {
  if (!to.takesVms) return { reason: 'invalidState', facts: ['DRS-079'] }
  const record = turn.world.vms.need(vm.name)
  const move = { vm: record, from: from ?? record.host ?? vm.host.name, to: to.name, datastore: null, kind: 'vmotion' } as const
  return obstacleFrom(migrationTrouble(turn, move, to.room))
}

/** With the must rule, where it is one that stands against it. */
export function obstacleFrom(trouble: MoveTrouble | null): Obstacle | null {
  const rule = trouble?.reason === 'mustRuleViolation' ? trouble.about.name : undefined
  return trouble === null || typeof rule !== 'string' ? trouble : { ...trouble, rule }
}

/** It need not run yet. */
type Named = Pick<WhatIfVm, 'name'>

/** VM–VM rules that its place there would break in the view, the first of each kind; who is on a host that is to leave has no place yet. */
export function brokenVmRules(
  turn: Turn,
  view: WhatIf,
  vm: Named,
  to: WhatIfHost,
): { readonly apart: string | null; readonly together: string | null } {
  const { apart, together } = rulesOf(turn.world, vm.name)
  return { apart: apart.find(meets(view, vm, to))?.rule ?? null, together: together.find(parts(view, vm, to))?.rule ?? null }
}

/** Hosts of the others of a set. */
function placesOf(view: WhatIf, vm: Named, names: readonly string[]): WhatIfHost[] {
  return names.flatMap((name) => {
    const other = name === vm.name ? undefined : view.vm.get(name)
    return other === undefined || !other.host.counts ? [] : [other.host]
  })
}

export function breaksApart(turn: Turn, view: WhatIf, vm: Named, to: WhatIfHost): boolean {
  return rulesOf(turn.world, vm.name).apart.some(meets(view, vm, to))
}

/** Rules that keep VMs together and that its place there would break. */
export function togetherBroken(turn: Turn, view: WhatIf, vm: Named, to: WhatIfHost): number {
  return rulesOf(turn.world, vm.name).together.filter(parts(view, vm, to)).length
}

/** Whether one of those that it is to be apart from is there. */
const meets =
  (view: WhatIf, vm: Named, to: WhatIfHost) =>
  ({ vms }: VmSet): boolean =>
    placesOf(view, vm, vms).includes(to)

/** Whether those that it is to be together with are all elsewhere. */
const parts =
  (view: WhatIf, vm: Named, to: WhatIfHost) =>
  ({ vms }: VmSet): boolean => {
    const places = placesOf(view, vm, vms)
    return places.length > 0 && !places.includes(to)
  }

/** Notes that the VM is to go there: what follows in this pass sees it there. */
export function planMove(vm: WhatIfVm, to: WhatIfHost): void {
  moveVm(vm, to)
  vm.moved = true
}

/** Load of a host as a share of what VMs can use: of CPU or of memory, whichever is scarcer. */
export function loadOf(host: WhatIfHost): number {
  return roundDecimals(Math.max(host.cpuDemandMHz / host.cpuMHz, host.memoryDemandMiB / host.memoryMiB), 9)
}

/** As a why tells it. */
export function percentOf(share: number): number {
  return roundHalfUp(share * 10_000) / 100
}
