/** VMs as passes see them, each on its host: kept from one pass to the next, so that a pass looks at what was written since, and at what changes by itself. */
import { KindColumns } from '../../models/columns.ts'
import { addLoad } from '../../models/what-if.ts'
import type { WhatIfHost, WhatIfVm } from '../../models/what-if.ts'
import type { DrsSettings, VmRecord } from '../../core/records.ts'
import { drsSettings } from '../../reads/drs.ts'
import type { At } from '../../reads/drs.ts'
import { HostViews } from './host-views.ts'
import type { HostView } from './host-views.ts'
import { Kinds } from './kinds.ts'
import type { Look, RoomOf } from './look.ts'
import { VmView } from './vm-view.ts'

const noKinds = new KindColumns()

/** What is handed out is a pass's own until the next one begins. */
export class VmViews {
  readonly #look: Look
  readonly #hostViews: HostViews
  readonly #known = new Map<string, VmView>()
  /** All VMs in the order of the inventory, and the versions of the tables that they are from. */
  #list: VmView[] = []
  #vms = -1
  #hosts = -1
  #demands = -1
  #cfg: DrsSettings | null | undefined = undefined
  /** Hosts that VMs are settled on. */
  #settledOn: readonly HostView[] = []
  /** Those who may be somewhere else than they were; null: all. */
  #unsettled: Set<VmView> | null = null
  /** Those that a migration or a power-on brings to a host. */
  #bound: VmView[] = []
  /** Null: nobody asks. */
  #kinds: Kinds | null

  /** `withKinds`: scores are to be asked of it in many passes; for a single one it costs more than it saves. */
  constructor(at: At, withKinds: boolean) {
    this.#look = { at, number: 0 }
    this.#hostViews = new HostViews(this.#look)
    this.#kinds = withKinds ? new Kinds() : null
  }

  /** Of all VMs that were placed. */
  get kinds(): KindColumns {
    return this.#kinds?.columns ?? noKinds
  }

  /** Hosts of the view as they are, but for their VMs. */
  hosts(at: At, roomOf: RoomOf): ReturnType<HostViews['begin']> {
    return this.#hostViews.begin(at, roomOf)
  }

  /** Those that were placed, in the order of the inventory. */
  placed(): WhatIfVm[] {
    return this.#list.filter(({ settled }) => settled !== null)
  }

  /** Places VMs on the hosts of the view that they are on; `planned`: where migrations that are under way bring them. */
  place(at: At, planned: boolean): void {
    const cfg = drsSettings(at.world)
    const { hosts, restless, columns } = this.#hostViews
    this.#refresh(at, hosts)
    this.#forget(at, cfg)
    if (planned) this.#follow(at, hosts)
    this.#settle(hosts)
    this.#kinds?.renew(at.now)
    for (const host of restless) this.#lookAt(at, cfg, host)
    columns.refresh()
    columns.addUp(this.kinds.cpuDemandMHz)
  }

  /** A host where anybody came or went, or that the last pass had plans for, is filled anew, in the order of the inventory. */
  #lookAt(at: At, cfg: DrsSettings | null, host: HostView): void {
    const { vms } = host
    const isOther = vms.changed
    const views = isOther ? [...host.settled].sort((a, b) => a.place - b.place) : (vms.list as readonly VmView[])
    const load = { cpuDemandMHz: 0, memoryDemandMiB: 0, cpuEntitlementMHz: 0, memoryEntitlementMiB: 0, netMbps: 0 }
    for (const view of views) {
      const { kind } = view
      if (!view.isSettledOn(host)) view.look(at, host, cfg, view.demand ?? at.world.demands.get(view.name), this.#kinds)
      if (view.kind !== kind && !isOther) vms.forgetKinds()
      addLoad(load, view, 1)
    }
    if (isOther) vms.fill(views)
    Object.assign(host, load)
    host.looked()
  }

  /** What was written that VMs ask for, or how all of that is to be counted. */
  #forget({ world }: At, cfg: DrsSettings | null): void {
    const written = cfg === this.#cfg ? world.demands.writtenSince(this.#demands) : null
    this.#cfg = cfg
    this.#demands = world.demands.version
    // Most kinds are of VMs that were otherwise: whoever is there says anew what it is.
    const isFull = this.kinds.size > 2 * this.#list.length
    if (isFull) this.#kinds = new Kinds()
    if (written === null || isFull) for (const view of this.#list) forgetDemand(view)
    else for (const name of written) forgetDemand(this.#known.get(name))
  }

  /** Who is where now. */
  #settle(hosts: readonly HostView[]): void {
    const hostOf = (view: VmView): HostView | null => hosts[view.bound >= 0 ? view.bound : view.home] ?? null
    if (this.#unsettled === null || hosts !== this.#settledOn) {
      for (const host of hosts) {
        host.unsettle()
        host.settled.clear()
      }
      for (const view of this.#list) {
        view.settled = hostOf(view)
        view.settled?.settled.add(view)
      }
    } else for (const view of this.#unsettled) if (this.#list[view.place] === view) settle(view, hostOf(view))
    this.#settledOn = hosts
    this.#unsettled = new Set()
  }

  #refresh({ world }: At, hosts: readonly WhatIfHost[]): void {
    const written = world.hosts.version === this.#hosts ? world.vms.writtenSince(this.#vms) : null
    this.#vms = world.vms.version
    this.#hosts = world.hosts.version
    if (written?.length === 0) return
    const placeOf = new Map(hosts.map(({ name }, i) => [name, i]))
    const [first] = hosts
    if (first !== undefined && written !== null && this.#renew(world, written, placeOf, first)) return
    this.#unsettled = null
    this.#list = []
    if (first === undefined) return
    for (const record of world.vms.values()) this.#list.push(this.#viewAt(this.#list.length, record, placeOf, first))
    if (this.#known.size > world.vms.size) for (const name of this.#known.keys()) if (!world.vms.has(name)) this.#known.delete(name)
  }

  /** The views of VMs that were written; false: it is not the same VMs any more, in the same order. */
  #renew(world: At['world'], written: readonly string[], placeOf: ReadonlyMap<string, number>, first: WhatIfHost): boolean {
    for (const name of written) {
      const record = world.vms.get(name)
      const view = this.#known.get(name)
      if (record === undefined || view === undefined || record.order !== view.order) return false
      if (record === view.record) continue
      settle(view, null)
      this.#unsettled?.add((this.#list[view.place] = this.#viewAt(view.place, record, placeOf, first)))
    }
    return true
  }

  #viewAt(place: number, record: VmRecord, placeOf: ReadonlyMap<string, number>, first: WhatIfHost): VmView {
    let view = this.#known.get(record.name)
    if (view === undefined || !view.follow(record)) this.#known.set(record.name, (view = new VmView(record, first, this.#look)))
    view.place = place
    view.home = record.power === 'on' && record.host !== null ? (placeOf.get(record.host) ?? -1) : -1
    return view
  }

  /** Migrations, and power-ons. */
  #follow({ world }: At, hosts: readonly WhatIfHost[]): void {
    for (const view of this.#bound) {
      view.bound = -1
      this.#unsettled?.add(view)
    }
    this.#bound = []
    const bind = (view: VmView | undefined, to: string): void => {
      // What is off moves without a process.
      if (view === undefined || view.record.power === 'off') return
      view.bound = hosts.findIndex(({ name }) => name === to)
      // To a host that is none of these: it is on its way out.
      if (view.bound < 0) view.bound = hosts.length
      this.#bound.push(view)
      this.#unsettled?.add(view)
    }
    if (world.vms.any(starts)) for (const view of this.#list) if (view.record.powerOn !== null) bind(view, view.record.powerOn.host)
    for (const { vm, role, to } of world.migrations.values()) if (role !== 'secondary') bind(this.#known.get(vm), to)
  }
}

/** Both hosts have others than before. */
function settle(view: VmView, host: HostView | null): void {
  if (host === view.settled) return
  if (view.settled !== null) {
    view.settled.unsettle()
    view.settled.settled.delete(view)
  }
  if (host !== null) {
    host.unsettle()
    host.settled.add(view)
  }
  view.settled = host
}

function forgetDemand(view: VmView | undefined): void {
  if (view === undefined) return
  view.forgetDemand()
  view.settled?.stir()
}

const starts = ({ powerOn }: VmRecord): boolean => powerOn !== null
