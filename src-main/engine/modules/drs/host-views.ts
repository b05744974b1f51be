/** Hosts as a pass sees them. What there is to say of a host stays the same until something is written that it follows from: it is kept until then. */
import { stampOf } from '../../core/derived.ts'
import type { HostRecord } from '../../core/records.ts'
import { Residents } from '../../models/residents.ts'
import type { WhatIfHost } from '../../models/what-if.ts'
import { isFailoverHost } from '../../reads/admission.ts'
import { acceptsVms } from '../../reads/capacity.ts'
import type { HostRoom } from '../../reads/capacity.ts'
import type { At } from '../../reads/drs.ts'
import { vcenterManages } from '../../reads/network.ts'
import { vmotionNetworksOf } from '../../reads/vmotion.ts'
import type { VmView } from './vm-view.ts'

export type RoomOf = (host: string) => HostRoom

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
  takesVms: boolean
  readonly counts: boolean
  readonly vms = new Residents()
  /** VMs that are there or are brought there. */
  readonly settled = new Set<VmView>()
  /** Of its VMs nothing but their demand of CPU changes by itself, and that is the same for those of a kind: `lookAgain` is enough. */
  isQuiet = false
  /** What it bore when they were looked at. */
  #load = { memoryDemandMiB: 0, cpuEntitlementMHz: 0, memoryEntitlementMiB: 0, netMbps: 0 }
  cpuDemandMHz = 0
  memoryDemandMiB = 0
  cpuEntitlementMHz = 0
  memoryEntitlementMiB = 0
  netMbps = 0
  #room: HostRoom | null = null
  #roomOf: RoomOf
  readonly #takesVms: boolean

  constructor({ world, constants }: At, record: HostRecord, roomOf: RoomOf) {
    const { name, order, cfg } = record
    const isUp = record.power === 'on' && vcenterManages(world, name)
    const isKept = constants['HA-162'].keptFree && isFailoverHost(world, name)
    const links = vmotionNetworksOf(world, name).map((network) => network.cfg)
    this.#roomOf = roomOf
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
    this.#takesVms = isUp && acceptsVms(record) && !record.disconnected && !isKept && !record.quarantine
    this.takesVms = this.#takesVms
    this.counts = isUp && record.maintenance === 'no' && record.standbyChange === null && !record.disconnected && !isKept
  }

  /** Only what is about to be moved there is asked whether it fits. */
  get room(): HostRoom {
    return (this.#room ??= this.#roomOf(this.name))
  }

  /** Nothing counts there yet; who was there when the last pass began is there still. */
  begin(roomOf: RoomOf): void {
    this.#room = null
    this.#roomOf = roomOf
    this.takesVms = this.#takesVms
    this.cpuDemandMHz = 0
    this.memoryDemandMiB = 0
    this.cpuEntitlementMHz = 0
    this.memoryEntitlementMiB = 0
    this.netMbps = 0
  }

  /** All of its VMs have been looked at. */
  looked(): void {
    this.vms.changed = false
    this.isQuiet = this.vms.kinds !== null
    if (!this.isQuiet) return
    const { memoryDemandMiB, cpuEntitlementMHz, memoryEntitlementMiB, netMbps } = this
    this.#load = { memoryDemandMiB, cpuEntitlementMHz, memoryEntitlementMiB, netMbps }
  }

  /** By kinds of VMs: what one asks for now, MHz. */
  lookAgain(cpuDemands: Float64Array): void {
    const kinds = this.vms.kinds as Int32Array
    let sum = 0
    for (let i = 0; i < kinds.length; i++) sum += cpuDemands[kinds[i] as number] as number
    this.cpuDemandMHz = sum
    this.memoryDemandMiB = this.#load.memoryDemandMiB
    this.cpuEntitlementMHz = this.#load.cpuEntitlementMHz
    this.memoryEntitlementMiB = this.#load.memoryEntitlementMiB
    this.netMbps = this.#load.netMbps
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
  #views: HostView[] = []
  #byName: ReadonlyMap<string, WhatIfHost> = new Map()
  #stamp = -1

  begin(at: At, roomOf: RoomOf): { readonly hosts: readonly HostView[]; readonly byName: ReadonlyMap<string, WhatIfHost> } {
    const stamp = stampIn(at.world)
    if (stamp === this.#stamp) for (const view of this.#views) view.begin(roomOf)
    else {
      this.#stamp = stamp
      this.#views = []
      for (const host of at.world.hosts.values()) if (!host.cfg.standalone) this.#views.push(new HostView(at, host, roomOf))
      this.#byName = new Map(this.#views.map((view) => [view.name, view]))
    }
    return { hosts: this.#views, byName: this.#byName }
  }
}
