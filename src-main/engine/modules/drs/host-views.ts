/** Hosts as a pass sees them. What there is to say of a host stays the same until something is written that it follows from: it is kept until then. */
import { stampOf } from '../../core/derived.ts'
import type { HostRecord } from '../../core/records.ts'
import { HostColumns } from '../../models/columns.ts'
import { Residents } from '../../models/residents.ts'
import type { WhatIf, WhatIfHost } from '../../models/what-if.ts'
import { isFailoverHost } from '../../reads/admission.ts'
import { acceptsVms } from '../../reads/capacity.ts'
import type { HostRoom } from '../../reads/capacity.ts'
import type { At } from '../../reads/drs.ts'
import { vcenterManages } from '../../reads/network.ts'
import { vmotionNetworksOf } from '../../reads/vmotion.ts'
import type { Look, RoomOf } from './look.ts'
import type { VmView } from './vm-view.ts'

/** Its loads and whether it takes VMs stand in the columns. One that was replaced goes on in columns that nobody looks at. */
export class HostView implements WhatIfHost {
  readonly name: string
  readonly order: number
  readonly cpuMHz: number
  readonly memoryMiB: number
  readonly coreMHz: number
  readonly cores: number
  readonly coresPerNode: number
  readonly memoryPerNodeMiB: number
  readonly vmotion: WhatIfHost['vmotion']
  readonly uplinkMbps: number | null
  readonly counts: boolean
  readonly vms: Residents
  /** VMs that are there or are brought there. */
  readonly settled = new Set<VmView>()
  cpuEntitlementMHz = 0
  memoryEntitlementMiB = 0
  readonly #views: HostViews
  readonly #look: Look
  readonly #columns: HostColumns
  readonly #restless: Set<HostView>
  /** Of its VMs nothing but their demand of CPU changes by itself, and that is the same for those of a kind: nobody need look at them. */
  #isQuiet = false
  #room: HostRoom | null = null
  #roomOfLook = -1

  constructor({ world, constants }: At, record: HostRecord, views: HostViews) {
    const { name, order, cfg } = record
    const isUp = record.power === 'on' && vcenterManages(world, name)
    const isKept = constants['HA-162'].keptFree && isFailoverHost(world, name)
    const links = vmotionNetworksOf(world, name).map((network) => network.cfg)
    const { look, columns, restless } = views
    this.#views = views
    this.#look = look
    this.#columns = columns
    this.#restless = restless
    this.name = name
    this.order = order
    this.cpuMHz = cfg.vmCapacity.cpuMHz
    this.memoryMiB = cfg.vmCapacity.memoryMiB
    this.coreMHz = cfg.cpu.mhz
    this.cores = cfg.cpu.sockets * cfg.cpu.coresPerSocket
    this.coresPerNode = cfg.cpu.coresPerSocket
    this.memoryPerNodeMiB = cfg.memoryMiB / cfg.cpu.sockets
    this.vmotion =
      links.length === 0 ? null : { gbps: Math.min(...links.map((link) => link.gbps)), nics: links.reduce((n, link) => n + link.nics, 0) }
    this.uplinkMbps = uplinkMbps(world, record)
    this.counts = isUp && record.maintenance === 'no' && record.standbyChange === null && !record.disconnected && !isKept
    this.vms = new Residents(() => this.stir())
    columns.enter(this, isUp && acceptsVms(record) && !record.disconnected && !isKept && !record.quarantine)
  }

  get cpuDemandMHz(): number {
    return this.#columns.cpuDemandMHz[this.order] as number
  }

  set cpuDemandMHz(value: number) {
    this.#columns.cpuDemandMHz[this.order] = value
  }

  get memoryDemandMiB(): number {
    return this.#columns.memoryDemandMiB[this.order] as number
  }

  set memoryDemandMiB(value: number) {
    this.#columns.memoryDemandMiB[this.order] = value
  }

  get netMbps(): number {
    return this.#columns.netMbps[this.order] as number
  }

  set netMbps(value: number) {
    this.#columns.netMbps[this.order] = value
  }

  get takesVms(): boolean {
    return this.#columns.takesVms[this.order] === 1
  }

  set takesVms(does: boolean) {
    this.#columns.takesVms[this.order] = Number(does)
  }

  /** Only what is about to be moved there is asked whether it fits. */
  get room(): HostRoom {
    if (this.#roomOfLook !== this.#look.number) {
      this.#roomOfLook = this.#look.number
      this.#room = this.#views.roomOf(this.name)
    }
    return this.#room as HostRoom
  }

  /** Its VMs are to be looked at. */
  stir(): void {
    this.#columns.isStale = true
    if (!this.#isQuiet) return
    this.#isQuiet = false
    this.#restless.add(this)
  }

  /** Who is there is another than before. */
  unsettle(): void {
    this.vms.changed = true
    this.stir()
  }

  /** All of its VMs have been looked at. */
  looked(): void {
    this.vms.changed = false
    this.#columns.isStale = true
    this.#isQuiet = this.vms.kinds !== null
    if (this.#isQuiet) this.#restless.delete(this)
  }
}

/** Of the first VM network that it is on. */
function uplinkMbps(world: At['world'], { cfg }: HostRecord): number | null {
  for (const network of world.networks.values())
    if (network.cfg.kind === 'vm' && cfg.networks.includes(network.name)) return network.cfg.gbps * network.cfg.nics * 1000
  return null
}

/** What a view of a host follows from, besides the lab and the constants. */
const stampIn = stampOf('hosts', 'networks', 'connections', 'ha')

/** Those of a cluster, whose VMs are to be placed; kept from one pass to the next like `VmViews`. */
export class HostViews {
  readonly look: Look
  /** Of this look. */
  roomOf: RoomOf = () => ({ cpuMHz: 0, memoryMiB: 0, vms: 0, vcpus: 0, powerOns: 0 })
  hosts: readonly HostView[] = []
  columns = new HostColumns([])
  /** Hosts of which VMs are to be looked at. */
  restless = new Set<HostView>()
  #parts: Pick<WhatIf, 'host' | 'counting' | 'capacity'> = { host: new Map(), counting: [], capacity: { cpuMHz: 0, memoryMiB: 0 } }
  #stamp = -1

  constructor(look: Look) {
    this.look = look
  }

  /** All that a view says of them. */
  begin(at: At, roomOf: RoomOf): Pick<WhatIf, 'hosts' | 'host' | 'counting' | 'capacity' | 'columns'> {
    this.look.at = at
    this.roomOf = roomOf
    this.look.number++
    const stamp = stampIn(at.world)
    if (stamp !== this.#stamp) {
      this.#stamp = stamp
      const records = [...at.world.hosts.values()].filter((host) => !host.cfg.standalone)
      this.columns = new HostColumns(records.map(({ order }) => order))
      this.restless = new Set()
      this.hosts = records.map((record) => new HostView(at, record, this))
      for (const host of this.hosts) this.restless.add(host)
      const counting = this.hosts.filter((host) => host.counts)
      const capacity = { cpuMHz: 0, memoryMiB: 0 }
      for (const { cpuMHz, memoryMiB } of counting) {
        capacity.cpuMHz += cpuMHz
        capacity.memoryMiB += memoryMiB
      }
      this.#parts = { host: new Map(this.hosts.map((view) => [view.name, view])), counting, capacity }
    }
    this.columns.open()
    return { hosts: this.hosts, ...this.#parts, columns: this.columns }
  }
}
