/** VMs as a pass sees them. Most of what there is to say of a VM stays the same from pass to pass: it is kept until its records change. */
import { memoryFactor } from '../../models/drs-score.ts'
import type { WhatIfHost, WhatIfVm } from '../../models/what-if.ts'
import type { DemandRecord, DrsSettings, VmRecord } from '../../core/records.ts'
import { overheadOf } from '../../reads/capacity.ts'
import { demandOf, nextChangeOf } from '../../reads/demand.ts'
import { drsCpuDemand, drsMemoryDemand } from '../../reads/drs-demand.ts'
import { automationOf, drsSettings } from '../../reads/drs.ts'
import type { At } from '../../reads/drs.ts'
import { entitlementOf } from '../../reads/entitlement.ts'
import { hasFt } from '../../reads/ft.ts'
import { notNow } from '../../reads/migration-checks.ts'
import { drsBalancesFt } from '../../reads/power-on-checks.ts'

/** What is looked at besides the CPU demand, which changes all the time. */
const keys = ['memoryMiB', 'grantedMiB', 'consumedMiB', 'balloonedMiB', 'swappedMiB', 'compressedMiB', 'netMbps'] as const

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
  #at: At
  #demand: DemandRecord | undefined = undefined
  #cfg: DrsSettings | null | undefined = undefined
  /** Until when what was read holds if nothing is written. */
  #until = -Infinity

  constructor(at: At, record: VmRecord, host: WhatIfHost) {
    const { name, order, cfg, power } = record
    this.#at = at
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
    const at = this.#at
    if ((this.automation === 'disabled' && at.constants['DRS-003'].pinnedStays) || this.record.cfg.agentVm) return 'drsDisabledOnVm'
    if (at.world.migrations.has(this.name)) return 'vmInVmotion'
    if (hasFt(at.world, this.name) && !drsBalancesFt(at)) return 'faultTolerance'
    return notNow(at, this.record) === null ? null : 'busy'
  }

  look(at: At, host: WhatIfHost, cfg: DrsSettings | null): void {
    const { record, name } = this
    const demand = at.world.demands.get(name)
    this.#at = at
    this.host = host
    this.moved = false
    this.cpuDemandMHz = drsCpuDemand(at, record)
    if (demand !== this.#demand || cfg !== this.#cfg || at.now >= this.#until) this.#read(at, demand, cfg)
    if (cfg?.algorithm !== 'classic') return
    const { cpuMHz, memoryMiB } = entitlementOf(at, record)
    this.cpuEntitlementMHz = cpuMHz
    this.memoryEntitlementMiB = memoryMiB
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
    this.#demand = demand
    this.#cfg = cfg
    // A forecast comes nearer all the time.
    this.#until = cfg?.predictive === true ? now : Math.min(...keys.map((key) => nextChangeOf(world, this.name, key, now) ?? Infinity))
  }
}

/** Of one that is to start there. */
export function vmView(at: At, record: VmRecord, host: WhatIfHost): WhatIfVm {
  const view = new VmView(at, record, host)
  view.look(at, host, drsSettings(at.world))
  return view
}

/** Kept from one pass to the next; what is handed out is a pass's own until the next one begins. */
export class VmViews {
  readonly #known = new Map<string, VmView>()
  #at: At | null = null
  #cfg: DrsSettings | null = null

  begin(at: At): void {
    this.#at = at
    this.#cfg = drsSettings(at.world)
    if (this.#known.size > at.world.vms.size) for (const name of this.#known.keys()) if (!at.world.vms.has(name)) this.#known.delete(name)
  }

  of(record: VmRecord, host: WhatIfHost): WhatIfVm {
    const at = this.#at as At
    let view = this.#known.get(record.name)
    if (view === undefined || view.record !== record) this.#known.set(record.name, (view = new VmView(at, record, host)))
    view.look(at, host, this.#cfg)
    return view
  }
}
