/** A VM as a pass sees it. Most of what there is to say of it stays the same from pass to pass: it is kept until its records change. */
import { demandAt, nextChangeAfter } from '../../models/demand.ts'
import type { Demand } from '../../models/demand.ts'
import { memoryFactor } from '../../models/drs-score.ts'
import type { WhatIfHost, WhatIfVm } from '../../models/what-if.ts'
import type { DemandRecord, DrsSettings, VmRecord } from '../../core/records.ts'
import { overheadOf } from '../../reads/claims.ts'
import { demandNow } from '../../reads/demand.ts'
import { drsCpuDemand, drsMemoryDemand, plainCpu, plainCpuAt } from '../../reads/drs-demand.ts'
import type { PlainCpu } from '../../reads/drs-demand.ts'
import { automationOf, drsSettings } from '../../reads/drs.ts'
import type { At } from '../../reads/drs.ts'
import { entitlementOf } from '../../reads/entitlement.ts'
import { hasFt } from '../../reads/ft.ts'
import { notNow } from '../../reads/migration-checks.ts'
import { drsBalancesFt } from '../../reads/power-on-checks.ts'
import type { HostView } from './host-views.ts'
import type { Kinds } from './kinds.ts'
import type { Look } from './look.ts'

/** What is looked at besides the CPU demand, which changes all the time. */
const keys = ['memoryMiB', 'grantedMiB', 'consumedMiB', 'balloonedMiB', 'swappedMiB', 'compressedMiB', 'netMbps'] as const
/** A score goes by what is granted, or consumed, and not by what is active (DRS-027). */
const keysOfScore = keys.filter((key) => key !== 'memoryMiB')

export class VmView implements WhatIfVm {
  record: VmRecord
  readonly name: string
  readonly order: number
  readonly vcpus: number
  readonly memoryMiB: number
  readonly cpuLimitMHz: number | null
  readonly isOn: boolean
  readonly cpuReservationMHz: number
  readonly memoryReservedMiB: number
  host: WhatIfHost
  memoryDemandMiB = 0
  cpuEntitlementMHz = 0
  memoryEntitlementMiB = 0
  copyMiB = 0
  memoryFactor = 1
  netMbps = 0
  automation: WhatIfVm['automation'] = 'fullyAutomated'
  kind = -1
  readonly #look: Look
  #movedIn = -1
  /** MHz, of one that is of no kind. */
  #cpuDemandMHz = 0
  #kinds: Kinds | null = null
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
  /** From when until when what was read holds if nothing is written. */
  #from = Infinity
  #until = -Infinity

  constructor(record: VmRecord, host: WhatIfHost, look: Look) {
    const { name, order, cfg, power } = record
    this.#look = look
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

  /** MHz. Of the many that are of a kind nothing is written in a look. */
  get cpuDemandMHz(): number {
    return this.kind < 0 ? this.#cpuDemandMHz : ((this.#kinds as Kinds).columns.cpuDemandMHz[this.kind] as number)
  }

  /** Of one that only starts: somebody says what it will ask for. */
  set cpuDemandMHz(value: number) {
    this.#cpuDemandMHz = value
  }

  /** In this look. */
  get moved(): boolean {
    return this.#movedIn === this.#look.number
  }

  set moved(is: boolean) {
    this.#movedIn = is ? this.#look.number : -1
  }

  /** Takes over a record that says no more than where the VM is; false: what was read of it may be otherwise. */
  follow(record: VmRecord): boolean {
    const { order, cfg, power, guest } = this.record
    if (record.order !== order || record.cfg !== cfg || record.power !== power || record.guest !== guest) return false
    this.record = record
    return true
  }

  /** Asked of few. */
  get stuck(): string | null {
    const { at } = this.#look
    if ((this.automation === 'disabled' && at.constants['DRS-003'].pinnedStays) || this.record.cfg.agentVm) return 'drsDisabledOnVm'
    if (at.world.migrations.has(this.name)) return 'vmInVmotion'
    if (hasFt(at.world, this.name) && !drsBalancesFt(at)) return 'faultTolerance'
    return notNow(at, this.record) === null ? null : 'busy'
  }

  /** `kinds`: null, it is of none. */
  look(at: At, host: WhatIfHost, cfg: DrsSettings | null, demand: DemandRecord | undefined, kinds: Kinds | null): void {
    const { record } = this
    this.host = host
    if (demand !== this.#demand || cfg !== this.#cfg || at.now < this.#from || at.now >= this.#until) {
      this.#read(at, demand, cfg)
      this.kind = kinds === null ? -1 : this.#kindIn(kinds)
      this.#kinds = kinds
    }
    if (this.kind < 0) this.#cpuDemandMHz = this.#plain === null ? drsCpuDemand(at, record) : plainCpuAt(this.#plain, at.now)
    if (cfg?.algorithm !== 'classic') return
    const { cpuMHz, memoryMiB } = entitlementOf(at, record)
    this.cpuEntitlementMHz = cpuMHz
    this.memoryEntitlementMiB = memoryMiB
  }

  /** What changes by time without a write is of its own kind: it would fill `kinds`. */
  #kindIn(kinds: Kinds): number {
    if (this.#plain === null || this.#from !== -Infinity) return -1
    return kinds.numberOf(this, this.#plain)
  }

  /** There, it was looked at before, and it is of a kind: nothing changes but what its kind asks for. */
  isSettledOn(host: WhatIfHost): boolean {
    return this.kind >= 0 && this.host === host && this.#demand !== undefined
  }

  /** What it asked for when it was last looked at; undefined: it may be something else by now. */
  get demand(): DemandRecord | undefined {
    return this.#demand
  }

  /** What it asks for was written. */
  forgetDemand(): void {
    this.#demand = undefined
  }

  #read(at: At, demand: DemandRecord | undefined, cfg: DrsSettings | null): void {
    const { world, now, constants } = at
    const asked = demandNow(world, this.name)
    const of = (key: (typeof keys)[number]): number => (asked === null ? 0 : demandAt(asked, key, now))
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
    const looked = cfg?.algorithm === 'drsScore' ? keysOfScore : keys
    this.#until = cfg?.predictive === true ? now : nextChange(looked, asked, now)
    this.#from = this.#until === Infinity && nextChange(looked, asked, -Infinity) === Infinity ? -Infinity : now
  }
}

/** Of one of these keys; Infinity: never. */
function nextChange(looked: readonly (typeof keys)[number][], demand: Demand | null, afterMs: number): number {
  let next = Infinity
  if (demand !== null) for (const key of looked) next = Math.min(next, nextChangeAfter(demand, key, afterMs) ?? Infinity)
  return next
}

/** Of one that is to start there. */
export function vmView(at: At, record: VmRecord, host: WhatIfHost): WhatIfVm {
  const view = new VmView(record, host, { at, number: 0 })
  view.look(at, host, drsSettings(at.world), at.world.demands.get(record.name), null)
  return view
}
