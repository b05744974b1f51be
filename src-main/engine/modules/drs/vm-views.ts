/** VMs as a pass sees them. Most of what there is to say of a VM stays the same from pass to pass: it is kept until its records change. */
import { memoryFactor } from '../../models/drs-score.ts'
import { addLoad } from '../../models/what-if.ts'
import type { WhatIfHost, WhatIfVm } from '../../models/what-if.ts'
import type { DemandRecord, DrsSettings, VmRecord } from '../../core/records.ts'
import { overheadOf } from '../../reads/capacity.ts'
import { demandOf, nextChangeOf } from '../../reads/demand.ts'
import { drsCpuDemand, drsMemoryDemand, plainCpu, plainCpuAt } from '../../reads/drs-demand.ts'
import type { PlainCpu } from '../../reads/drs-demand.ts'
import { automationOf, drsSettings } from '../../reads/drs.ts'
import type { At } from '../../reads/drs.ts'
import { entitlementOf } from '../../reads/entitlement.ts'
import { hasFt } from '../../reads/ft.ts'
import { notNow } from '../../reads/migration-checks.ts'
import { drsBalancesFt } from '../../reads/power-on-checks.ts'
import { HostViews } from './host-views.ts'
import type { HostView, RoomOf } from './host-views.ts'

/** What is looked at besides the CPU demand, which changes all the time. */
const keys = ['memoryMiB', 'grantedMiB', 'consumedMiB', 'balloonedMiB', 'swappedMiB', 'compressedMiB', 'netMbps'] as const

/** Numbers of `WhatIfVm.kind`. */
class Kinds {
  readonly #numbers = new Map<string, number>()

  get size(): number {
    return this.#numbers.size
  }

  numberOf(key: string): number {
    const known = this.#numbers.get(key) ?? this.size
    this.#numbers.set(key, known)
    return known
  }
}

class VmView implements WhatIfVm {
  readonly record: VmRecord
  readonly name: string
  readonly order: number
  readonly vcpus: number
  readonly memoryMiB: number
  readonly cpuLimitMHz: number | null
  readonly isOn: boolean
  readonly cpuReservationMHz: number
  readonly memoryReservedMiB: number
  host: WhatIfHost
  moved = false
  cpuDemandMHz = 0
  memoryDemandMiB = 0
  cpuEntitlementMHz = 0
  memoryEntitlementMiB = 0
  copyMiB = 0
  memoryFactor = 1
  netMbps = 0
  automation: WhatIfVm['automation'] = 'fullyAutomated'
  kind = -1
  #at: At | null = null
  #demand: DemandRecord | undefined = undefined
  #cfg: DrsSettings | null | undefined = undefined
  #plain: PlainCpu | null = null
  /** Among all VMs. */
  place = -1
  /** Place of its host among those of the view, where no migration says otherwise; −1: it is on none of them. */
  home = -1
  /** Of the host that a migration or a power-on brings it to. */
  bound = -1
  /** Among whose VMs it was when the last pass began; null: it was not in the view. */
  settled: HostView | null = null
  /** Until when what was read holds if nothing is written. */
  #until = -Infinity

  constructor(record: VmRecord, host: WhatIfHost) {
    const { name, order, cfg, power } = record
    this.record = record
    this.host = host
    this.name = name
    this.order = order
    this.vcpus = cfg.vcpus
    this.memoryMiB = cfg.memoryMiB
    this.cpuLimitMHz = cfg.cpuLimitMHz
    this.isOn = power === 'on'
    this.cpuReservationMHz = cfg.cpuReservationMHz
    this.memoryReservedMiB = cfg.memoryReservationMiB + overheadOf(cfg)
  }

  /** Asked of few. */
  get stuck(): string | null {
    const at = this.#at as At
    if ((this.automation === 'disabled' && at.constants['DRS-003'].pinnedStays) || this.record.cfg.agentVm) return 'drsDisabledOnVm'
    if (at.world.migrations.has(this.name)) return 'vmInVmotion'
    if (hasFt(at.world, this.name) && !drsBalancesFt(at)) return 'faultTolerance'
    return notNow(at, this.record) === null ? null : 'busy'
  }

  /** `kinds`: null, it is of none. */
  look(at: At, host: WhatIfHost, cfg: DrsSettings | null, demand: DemandRecord | undefined, kinds: Kinds | null): void {
    const { record } = this
    this.#at = at
    this.host = host
    this.moved = false
    if (demand !== this.#demand || cfg !== this.#cfg || at.now >= this.#until) {
      this.#read(at, demand, cfg)
      this.kind = kinds === null ? -1 : this.#kindIn(kinds)
    }
    this.cpuDemandMHz = this.#plain === null ? drsCpuDemand(at, record) : plainCpuAt(this.#plain, at.now)
    if (cfg?.algorithm !== 'classic') return
    const { cpuMHz, memoryMiB } = entitlementOf(at, record)
    this.cpuEntitlementMHz = cpuMHz
    this.memoryEntitlementMiB = memoryMiB
  }

  /** What changes from pass to pass without a write is of its own kind: it would fill `kinds`. */
  #kindIn(kinds: Kinds): number {
    if (this.#plain === null || this.#plain.other !== null || this.#until !== Infinity) return -1
    const { low, span, curve, windowMs } = this.#plain
    const size = [this.vcpus, this.memoryMiB, this.cpuLimitMHz, this.isOn, this.memoryDemandMiB, this.copyMiB, this.memoryFactor, this.netMbps]
    return kinds.numberOf([...size, low, span, windowMs, curve.key].join(' '))
  }

  /** What it asked for when the last pass looked at it; undefined: that pass did not. */
  get demand(): DemandRecord | undefined {
    return this.#demand
  }

  /** A pass that leaves it out does not see what it asks for meanwhile. */
  forgetDemand(): void {
    this.#demand = undefined
  }

  #read(at: At, demand: DemandRecord | undefined, cfg: DrsSettings | null): void {
    const { world, now, constants } = at
    const of = (key: (typeof keys)[number]): number => demandOf(world, this.name, key, now)
    const granted = of('grantedMiB')
    this.memoryDemandMiB = drsMemoryDemand(at, this.record)
    this.copyMiB = cfg?.algorithm === 'classic' ? of('consumedMiB') : granted
    this.memoryFactor = memoryFactor(
      { grantedMiB: granted, balloonedMiB: of('balloonedMiB'), swappedMiB: of('swappedMiB'), compressedMiB: of('compressedMiB') },
      constants,
    )
    this.netMbps = of('netMbps')
    this.automation = automationOf(at, this.record)
    this.#plain = plainCpu(at, this.record)
    this.#demand = demand
    this.#cfg = cfg
    // A forecast comes nearer all the time.
    this.#until = cfg?.predictive === true ? now : Math.min(...keys.map((key) => nextChangeOf(world, this.name, key, now) ?? Infinity))
  }
}

/** Of one that is to start there. */
export function vmView(at: At, record: VmRecord, host: WhatIfHost): WhatIfVm {
  const view = new VmView(record, host)
  view.look(at, host, drsSettings(at.world), at.world.demands.get(record.name), null)
  return view
}

/** Kept from one pass to the next; what is handed out is a pass's own until the next one begins. */
export class VmViews {
  readonly #hostViews = new HostViews()
  readonly #known = new Map<string, VmView>()
  /** All VMs in the order of the inventory, and the versions of the tables that they are from. */
  #list: VmView[] = []
  #vms = -1
  #hosts = -1
  #demands = -1
  #bound: VmView[] = []
  #kinds = new Kinds()

  /** Of all VMs that were placed. */
  get kinds(): number {
    return this.#kinds.size
  }

  /** Hosts of the view, on which nothing counts yet. */
  hosts(at: At, roomOf: RoomOf): ReturnType<HostViews['begin']> {
    return this.#hostViews.begin(at, roomOf)
  }

  /** VMs that are on a host of the view, each placed there; `planned`: where migrations that are under way bring them. */
  place(at: At, hosts: readonly HostView[], planned: boolean): WhatIfVm[] {
    const { world } = at
    const cfg = drsSettings(world)
    this.#refresh(at, hosts)
    if (this.#kinds.size > this.#list.length) this.#forgetKinds()
    if (planned) this.#follow(at, hosts)
    this.#settle(hosts)
    const sameDemands = world.demands.version === this.#demands
    this.#demands = world.demands.version
    const placed: WhatIfVm[] = []
    for (const view of this.#list) {
      const host = view.settled
      if (host === null) {
        view.forgetDemand()
        continue
      }
      const isKnown = sameDemands && view.demand !== undefined
      const { kind } = view
      view.look(at, host, cfg, isKnown ? view.demand : world.demands.get(view.name), this.#kinds)
      if (host.vms.changed) host.vms.add(view)
      else if (view.kind !== kind) host.vms.forgetKinds()
      addLoad(host, view, 1)
      placed.push(view)
    }
    for (const { vms } of hosts) vms.changed = false
    return placed
  }

  /** Most are of VMs that were otherwise: who is there says anew what it is. */
  #forgetKinds(): void {
    this.#kinds = new Kinds()
    for (const view of this.#list) view.forgetDemand()
  }

  /** Who is where now; hosts where anybody came or went, or that the last pass had plans for, are filled anew, in the order of the inventory. */
  #settle(hosts: readonly HostView[]): void {
    for (const view of this.#list) {
      const host = hosts[view.bound >= 0 ? view.bound : view.home] ?? null
      if (host === view.settled) continue
      leave(view)
      if (host !== null) host.vms.changed = true
      view.settled = host
    }
    for (const { vms } of hosts) if (vms.changed) vms.clear()
  }

  #refresh({ world }: At, hosts: readonly WhatIfHost[]): void {
    const written = world.hosts.version === this.#hosts ? world.vms.writtenSince(this.#vms) : null
    this.#vms = world.vms.version
    this.#hosts = world.hosts.version
    if (written?.length === 0) return
    const placeOf = new Map(hosts.map(({ name }, i) => [name, i]))
    const [first] = hosts
    if (first !== undefined && written !== null && this.#renew(world, written, placeOf, first)) return
    this.#list = []
    if (first === undefined) return
    for (const record of world.vms.values()) this.#list.push(this.#viewAt(this.#list.length, record, placeOf, first))
    if (this.#known.size > world.vms.size)
      for (const [name, view] of this.#known) {
        if (world.vms.has(name)) continue
        leave(view)
        this.#known.delete(name)
      }
  }

  /** The views of VMs that were written; false: it is not the same VMs any more, in the same order. */
  #renew(world: At['world'], written: readonly string[], placeOf: ReadonlyMap<string, number>, first: WhatIfHost): boolean {
    for (const name of written) {
      const record = world.vms.get(name)
      const view = this.#known.get(name)
      if (record === undefined || view === undefined || record.order !== view.order) return false
      if (record !== view.record) this.#list[view.place] = this.#viewAt(view.place, record, placeOf, first)
    }
    return true
  }

  #viewAt(place: number, record: VmRecord, placeOf: ReadonlyMap<string, number>, first: WhatIfHost): VmView {
    let view = this.#known.get(record.name)
    if (view === undefined || view.record !== record) {
      leave(view)
      this.#known.set(record.name, (view = new VmView(record, first)))
    }
    view.place = place
    view.home = record.power === 'on' && record.host !== null ? (placeOf.get(record.host) ?? -1) : -1
    return view
  }

  /** Migrations, and power-ons. */
  #follow({ world }: At, hosts: readonly WhatIfHost[]): void {
    for (const view of this.#bound) view.bound = -1
    this.#bound = []
    const bind = (view: VmView | undefined, to: string): void => {
      // What is off moves without a process.
      if (view === undefined || view.record.power === 'off') return
      view.bound = hosts.findIndex(({ name }) => name === to)
      // To a host that is none of these: it is on its way out.
      if (view.bound < 0) view.bound = hosts.length
      this.#bound.push(view)
    }
    if (world.vms.any(starts)) for (const view of this.#list) if (view.record.powerOn !== null) bind(view, view.record.powerOn.host)
    for (const { vm, role, to } of world.migrations.values()) if (role !== 'secondary') bind(this.#known.get(vm), to)
  }
}

/** The host that it was on has others. */
function leave(view: VmView | undefined): void {
  if (view !== undefined && view.settled !== null) view.settled.vms.changed = true
}

const starts = ({ powerOn }: VmRecord): boolean => powerOn !== null
