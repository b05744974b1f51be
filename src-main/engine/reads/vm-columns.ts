/**
 * What is asked of all VMs at once, in columns by their places in the inventory. Columns are renewed for the VMs of which something was written, and
 * an instant costs passes over numbers instead of a look at every record.
 */
import type { DemandKey, LabVm } from '../../contract/lab/index.ts'
import { derivedOfWorld } from '../core/derived.ts'
import type { DemandRecord, VmRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { factorAt, meanFactor } from '../models/demand-curve.ts'
import type { DemandCurve } from '../models/demand-curve.ts'
import { demandAt } from '../models/demand.ts'
import type { Demand } from '../models/demand.ts'
import { overheadOf } from './claims.ts'
import { asksNow, preparedOf } from './demand.ts'

/** Of `runsOn`: it has no process and is not about to have one. */
export const NOWHERE = -1
/** Of `runsOn`: it has several processes, or starts somewhere; its record says where. */
export const SEVERAL = -2

/** One key of what VMs ask for: value = low + span × factor of the VM's curve. */
interface KeyColumn {
  readonly low: Float64Array
  readonly span: Float64Array
  /** As of the instant that was asked for last. */
  readonly values: Float64Array
  at: number
}

/** Distinct curves that are kept although no VM has most of them any more. */
const SPARE_CURVES = 1000

/** What is handed out holds until the next write, or until another instant is asked for. */
export class VmColumns {
  records: VmRecord[] = []
  names: readonly string[] = []
  placeOf = new Map<string, number>()
  hosts: string[] = []
  #hostPlaces = new Map<string, number>()
  /** Place of the host that has it registered; −1: none. */
  registeredOn = new Int32Array(0)
  /** Place of the only host with a process of it, `NOWHERE` or `SEVERAL`. */
  runsOn = new Int32Array(0)
  vcpus = new Float64Array(0)
  memoryMiB = new Float64Array(0)
  overheadMiB = new Float64Array(0)
  cpuReservationMHz = new Float64Array(0)
  memoryReservationMiB = new Float64Array(0)
  /** Infinity: unlimited. */
  cpuLimitMHz = new Float64Array(0)
  memoryLimitMiB = new Float64Array(0)
  /** 1: power is on. */
  isOn = new Uint8Array(0)
  /** 1: nothing that it asked for in the past counts but what its curve says. */
  isPlain = new Uint8Array(0)
  /** 1: a trace or steps say what it asks for, not its curve alone. */
  #isOther = new Uint8Array(0)
  #demandRecords: (DemandRecord | undefined)[] = []
  #demands: (Demand | null)[] = []
  #curve = new Int32Array(0)
  #curves: DemandCurve[] = []
  #curveAt = new Map<DemandCurve, number>()
  #factors = new Float64Array(0)
  #factorsAt = NaN
  readonly #keys = new Map<DemandKey, KeyColumn>()
  #others: number[] | null = null
  readonly #registered: (readonly string[] | null)[] = []
  #versions = { vms: -1, demands: -1, hosts: -1 }
  /** All is written anew. */
  #isNew = false
  /** Rises when other VMs, or hosts, are in the inventory. */
  generation = 0

  get size(): number {
    return this.records.length
  }

  /** What a key is at an instant for each VM that asks for it, else 0; not rounded. */
  at(key: DemandKey, now: number): Float64Array {
    const column = this.#column(key)
    if (column.at === now) return column.values
    column.at = now
    const { low, span, values } = column
    const factors = this.#factorsOf(now)
    const curve = this.#curve
    for (let i = 0; i < values.length; i++) values[i] = low[i]! + span[i]! * factors[curve[i]!]!
    for (const i of this.#ofOthers()) values[i] = demandAt(this.#demands[i] as Demand, key, now)
    return values
  }

  /** Means of a key over the last so many ms, for VMs that are plain; what it says of others means nothing. */
  means(key: DemandKey, now: number, windowOf: (memoryMiB: number) => number): Float64Array {
    const { low, span } = this.#column(key)
    const means = new Float64Array(this.size)
    const byWindow = new Map<number, Float64Array>()
    let [window, ofWindow]: [number, Float64Array | undefined] = [NaN, undefined]
    for (let i = 0; i < means.length; i++) {
      const wanted = windowOf(this.memoryMiB[i]!)
      if (wanted !== window) {
        window = wanted
        ofWindow = byWindow.get(window)
        if (ofWindow === undefined) byWindow.set(window, (ofWindow = new Float64Array(this.#curves.length).fill(NaN)))
      }
      const factors = ofWindow as Float64Array
      const curve = this.#curve[i]!
      if (span[i] === 0) means[i] = low[i]!
      else {
        if (Number.isNaN(factors[curve]!)) factors[curve] = meanFactor(this.#curves[curve]!, now - window, now)
        means[i] = low[i]! + span[i]! * factors[curve]!
      }
    }
    return means
  }

  /** Names of VMs that are registered on each host, in the order of the inventory; the same lists as long as they are. */
  registered(): readonly (readonly string[])[] {
    const stale = new Map<number, string[]>()
    this.hosts.forEach((_, host) => {
      if (this.#registered[host] === null) stale.set(host, [])
    })
    if (stale.size > 0) {
      for (let i = 0; i < this.size; i++) stale.get(this.registeredOn[i]!)?.push(this.names[i]!)
      for (const [host, names] of stale) this.#registered[host] = names
    }
    return this.#registered as readonly (readonly string[])[]
  }

  refresh(world: ReadonlyTables): void {
    const { vms, demands, hosts } = world
    const known = this.#versions
    if (known.vms === vms.version && known.demands === demands.version && known.hosts === hosts.version) return
    const isSame = known.hosts === hosts.version || sameKeys(this.hosts, hosts.keys())
    const written =
      isSame && this.#curves.length <= this.size + SPARE_CURVES ? [vms.writtenSince(known.vms), demands.writtenSince(known.demands)] : [null]
    this.#versions = { vms: vms.version, demands: demands.version, hosts: hosts.version }
    if (written.includes(null)) {
      // From now on the tables remember what is written.
      vms.writtenSince(vms.version)
      demands.writtenSince(demands.version)
      this.#rebuild(world)
      return
    }
    const places = new Set<number>()
    for (const names of written)
      for (const name of names ?? []) {
        const place = this.placeOf.get(name)
        const record = vms.get(name)
        // A VM came or went, or came again under its old name.
        if (place === undefined ? record !== undefined : record?.order !== this.records[place]?.order) return this.#rebuild(world)
        if (place !== undefined) places.add(place)
      }
    for (const place of places) this.#write(world, place, vms.need(this.names[place]!))
  }

  #rebuild(world: ReadonlyTables): void {
    const { size } = world.vms
    this.generation++
    this.hosts = [...world.hosts.keys()]
    this.records = [...world.vms.values()]
    this.names = [...world.vms.keys()]
    this.placeOf = new Map(this.names.map((name, i) => [name, i]))
    this.#hostPlaces = new Map(this.hosts.map((name, i) => [name, i]))
    this.#registered.length = 0
    for (const _ of this.hosts) this.#registered.push(null)
    const numbers = (): Float64Array<ArrayBuffer> => new Float64Array(size)
    this.registeredOn = new Int32Array(size).fill(-1)
    this.runsOn = new Int32Array(size)
    this.vcpus = numbers()
    this.memoryMiB = numbers()
    this.overheadMiB = numbers()
    this.cpuReservationMHz = numbers()
    this.memoryReservationMiB = numbers()
    this.cpuLimitMHz = numbers()
    this.memoryLimitMiB = numbers()
    this.isOn = new Uint8Array(size)
    this.isPlain = new Uint8Array(size)
    this.#isOther = new Uint8Array(size)
    this.#demandRecords = []
    this.#demands = []
    this.#curve = new Int32Array(size)
    this.#curves = []
    this.#curveAt = new Map()
    const keys = [...this.#keys.keys()]
    this.#keys.clear()
    this.#isNew = true
    for (let i = 0; i < size; i++) this.#write(world, i, this.records[i]!)
    this.#isNew = false
    for (const key of keys) this.#column(key)
  }

  #write(world: ReadonlyTables, i: number, vm: VmRecord): void {
    const { cfg } = vm
    const isFirst = this.#isNew
    const before = this.records[i]!
    this.records[i] = vm
    const home = vm.host === null ? -1 : (this.#hostPlaces.get(vm.host) ?? -1)
    if (home !== this.registeredOn[i]) {
      for (const host of [home, this.registeredOn[i]!]) if (host >= 0) this.#registered[host] = null
      this.registeredOn[i] = home
    }
    this.runsOn[i] = this.#runsOn(vm)
    this.isOn[i] = vm.power === 'on' ? 1 : 0
    const record = world.demands.get(vm.name)
    // Most of what is written says only where it runs.
    if (isFirst || before.cfg !== cfg) this.#configure(i, cfg)
    if (isFirst || record !== this.#demandRecords[i] || asksNow(before) !== asksNow(vm)) this.#ask(i, vm, record)
    const isPlain = this.#isOther[i] === 0 && (record === undefined || (record.past.length === 0 && record.onSince === null))
    this.isPlain[i] = vm.power !== 'on' || isPlain ? 1 : 0
  }

  #configure(i: number, cfg: LabVm): void {
    this.vcpus[i] = cfg.vcpus
    this.memoryMiB[i] = cfg.memoryMiB
    this.overheadMiB[i] = overheadOf(cfg)
    this.cpuReservationMHz[i] = cfg.cpuReservationMHz
    this.memoryReservationMiB[i] = cfg.memoryReservationMiB
    this.cpuLimitMHz[i] = cfg.cpuLimitMHz ?? Infinity
    this.memoryLimitMiB[i] = cfg.memoryLimitMiB ?? Infinity
  }

  #ask(i: number, vm: VmRecord, record: DemandRecord | undefined): void {
    const demand = record === undefined || !asksNow(vm) ? null : preparedOf(record.demand)
    this.#demandRecords[i] = record
    this.#demands[i] = demand
    this.#isOther[i] = demand !== null && (demand.cpuTrace !== null || demand.memoryTrace !== null || demand.steps.length > 0) ? 1 : 0
    this.#curve[i] = demand === null ? 0 : this.#numberOf(demand.curve)
    for (const [key, column] of this.#keys) fill(column, i, demand, key)
    this.#forgetInstants()
  }

  #runsOn({ instances, powerOn }: VmRecord): number {
    const [only] = instances
    if (instances.length > 1 || powerOn !== null) return SEVERAL
    return only === undefined ? NOWHERE : (this.#hostPlaces.get(only.host) ?? NOWHERE)
  }

  #numberOf(curve: DemandCurve): number {
    const known = this.#curveAt.get(curve)
    if (known !== undefined) return known
    this.#curveAt.set(curve, this.#curves.length)
    return this.#curves.push(curve) - 1
  }

  #column(key: DemandKey): KeyColumn {
    let column = this.#keys.get(key)
    if (column === undefined) {
      const { size } = this
      column = { low: new Float64Array(size), span: new Float64Array(size), values: new Float64Array(size), at: NaN }
      for (let i = 0; i < size; i++) fill(column, i, this.#demands[i] ?? null, key)
      this.#keys.set(key, column)
    }
    return column
  }

  #factorsOf(now: number): Float64Array {
    if (this.#factorsAt === now) return this.#factors
    this.#factorsAt = now
    // One more than there may be curves: who asks for nothing has the first.
    this.#factors = new Float64Array(this.#curves.length + 1)
    this.#curves.forEach((curve, i) => (this.#factors[i] = factorAt(curve, now)))
    return this.#factors
  }

  #ofOthers(): readonly number[] {
    if (this.#others === null) {
      this.#others = []
      for (let i = 0; i < this.size; i++) if (this.#isOther[i] === 1) this.#others.push(i)
    }
    return this.#others
  }

  #forgetInstants(): void {
    this.#others = null
    this.#factorsAt = NaN
    for (const column of this.#keys.values()) column.at = NaN
  }
}

function fill({ low, span }: KeyColumn, i: number, demand: Demand | null, key: DemandKey): void {
  low[i] = demand === null ? 0 : demand.low[key]
  span[i] = demand === null ? 0 : demand.high[key] - demand.low[key]
}

function sameKeys(known: readonly string[], keys: Iterable<string>): boolean {
  let i = 0
  for (const key of keys) if (known[i++] !== key) return false
  return i === known.length
}

const columnsOf = derivedOfWorld([], () => new VmColumns())

/** As of now; looks only at VMs that were written since they were asked for last. */
export function vmColumns(world: ReadonlyTables): VmColumns {
  const columns = columnsOf(world)
  columns.refresh(world)
  return columns
}
