import type { HaView, HostView, RunFrame, VmView } from '../contract/api.ts'
import type { DatastoreState, HostState, LabState, NetworkState } from '../contract/state.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { Simulation } from '../engine/index.ts'
import { same } from './same.ts'
import { haWithoutAhead, migrationsWithoutAhead } from './without-ahead.ts'

export interface FrameOptions {
  /** Leave out what is costly and changes with time alone: CPU of every VM, and hosts unless something happened. */
  readonly light: boolean
  /** Leave out what the states say of instants still to come; default: false. */
  readonly isHeld?: boolean
}

type Entities<T> = Map<string, T>

/** How much of the states stands in frames. */
export interface FrameCut<H extends HostView, A extends HaView> {
  readonly host: (state: HostState) => H
  readonly ha: (state: NonNullable<LabState['ha']>) => A
}

/** What windows need: without lists of thousands of names that say what each VM says of itself. */
export const forWindows: FrameCut<HostView, HaView> = {
  host: ({ vms: _vms, ...view }) => view,
  ha: ({ protected: _protected, ...view }) => view,
}

/** What is left of a run when its engine is gone: all of the states. */
export const forRecords: FrameCut<HostState, NonNullable<LabState['ha']>> = { host: (state) => state, ha: (state) => state }

/** Knows what the windows have, and says what changed since. A reference that did not change is not looked into. */
export class FrameTracker<H extends HostView = HostView, A extends HaView = HaView> {
  readonly #lab: Lab
  readonly #cut: FrameCut<H, A>
  /** VMs of the lab, and what the demand of each is a share of: its vCPUs times the clock of a core of its host, MHz. */
  readonly #vmNames: readonly string[]
  readonly #placeOf: ReadonlyMap<string, number>
  readonly #capacity: Float64Array
  readonly #coreMHz: ReadonlyMap<string, number>
  #n = 0
  #t = 0
  #hosts: Entities<H> = new Map()
  #vms: Entities<VmView> = new Map()
  /** Up to where `#vms` has what the simulation shows. */
  #mark: unknown = null
  #networks: Entities<NetworkState> = new Map()
  #datastores: Entities<DatastoreState> = new Map()
  #vcenter: RunFrame['vcenter'] = null
  #ha: A | null = null
  #migrations: RunFrame['migrations'] = null
  #cpuPercent: readonly number[] = []

  constructor(lab: Lab, cut: FrameCut<H, A>) {
    this.#lab = lab
    this.#cut = cut
    this.#vmNames = names(lab.vms)
    this.#placeOf = new Map(this.#vmNames.map((name, place) => [name, place]))
    this.#capacity = new Float64Array(lab.vms.length)
    this.#coreMHz = new Map(lab.hosts.map((host) => [host.name, host.cpu.mhz]))
  }

  /** The next frame; afterwards the windows are taken to have it. */
  diff(simulation: Simulation, { light, isHeld = false }: FrameOptions): RunFrame<H, A> {
    this.#n++
    this.#t = simulation.now
    const cutHost = (name: string): H | null => {
      const state = simulation.hostState(name)
      return state === null ? null : this.#cut.host(state)
    }
    const hosts = light ? {} : changes(this.#hosts, simulation.hostNames(), cutHost)
    const vcenter = simulation.vcenterState()
    const state = simulation.haState()
    const whole = state === null ? null : this.#cut.ha(state)
    const ha = isHeld && whole !== null ? haWithoutAhead(whole, this.#t) : whole
    const newVcenter = same(vcenter, this.#vcenter) ? null : vcenter
    const newHa = same(ha, this.#ha) ? null : ha
    const haIsOff = ha === null && this.#ha !== null
    this.#vcenter = vcenter
    this.#ha = ha
    const migrations = light ? null : this.#changedMigrations(simulation, isHeld)
    return {
      n: this.#n,
      t: this.#t,
      hosts,
      vms: this.#changedVms(simulation),
      networks: light ? {} : changes(this.#networks, names(this.#lab.networks), (name) => simulation.networkState(name)),
      datastores: light ? {} : changes(this.#datastores, names(this.#lab.datastores), (name) => simulation.datastoreState(name)),
      vcenter: newVcenter,
      ha: newHa,
      ...(haIsOff && { haIsOff }),
      migrations,
      vmCpuPercent: light ? null : this.#changedCpu(simulation),
    }
  }

  /** Everything that the windows have, as one frame with the number of the last. */
  full(): RunFrame<H, A> {
    return {
      n: this.#n,
      t: this.#t,
      hosts: Object.fromEntries(this.#hosts),
      vms: Object.fromEntries(this.#vms),
      networks: Object.fromEntries(this.#networks),
      datastores: Object.fromEntries(this.#datastores),
      vcenter: this.#vcenter,
      ha: this.#ha,
      migrations: this.#migrations,
      vmCpuPercent: this.#cpuPercent,
    }
  }

  #changedVms(simulation: Simulation): RunFrame['vms'] {
    const changed: [string, VmView | null][] = []
    const { names, mark } = simulation.vmsSince(this.#mark)
    this.#mark = mark
    for (const name of names) {
      const view = simulation.vmView(name)
      if (view === null || same(view, this.#vms.get(name))) continue
      this.#show(name, view)
      changed.push([name, view])
    }
    for (const name of gone(this.#vms, simulation.vmNames())) {
      this.#measure(name, null)
      changed.push([name, null])
    }
    return Object.fromEntries(changed)
  }

  #changedMigrations(simulation: Simulation, isHeld: boolean): RunFrame['migrations'] {
    const whole = simulation.migrationsState()
    const migrations = isHeld ? migrationsWithoutAhead(whole, this.#t) : whole
    if (same(migrations, this.#migrations)) return null
    this.#migrations = migrations
    return migrations
  }

  #show(name: string, view: VmView): void {
    if (view.host !== this.#vms.get(name)?.host) this.#measure(name, view.host)
    this.#vms.set(name, view)
  }

  #measure(name: string, host: string | null): void {
    const place = this.#placeOf.get(name)
    if (place === undefined) return
    this.#capacity[place] = host === null ? 0 : (this.#lab.vms[place]?.vcpus ?? 0) * (this.#coreMHz.get(host) ?? 0)
  }

  #changedCpu(simulation: Simulation): readonly number[] | null {
    const demands = simulation.vmCpuDemandsMHz(this.#vmNames)
    const capacity = this.#capacity
    const percent: number[] = []
    for (let i = 0; i < capacity.length; i++) percent.push(capacity[i] === 0 ? 0 : Math.round((demands[i]! / capacity[i]!) * 100))
    if (same(percent, this.#cpuPercent)) return null
    this.#cpuPercent = percent
    return percent
  }
}

const names = (records: readonly { readonly name: string }[]): readonly string[] => records.map(({ name }) => name)

/** Updates `known` to what is there now and gives the differences. */
function changes<T>(known: Entities<T>, present: readonly string[], read: (name: string) => T | null): Record<string, T | null> {
  const changed: [string, T | null][] = []
  for (const name of present) {
    const now = read(name)
    if (now === null || same(now, known.get(name))) continue
    known.set(name, now)
    changed.push([name, now])
  }
  for (const name of gone(known, present)) changed.push([name, null])
  return Object.fromEntries(changed)
}

/** Removes from `known` what is no longer there, and names it. All that is present is known by now, so the sizes tell. */
function gone(known: Entities<unknown>, present: readonly string[]): readonly string[] {
  if (known.size <= present.length) return []
  const there = new Set(present)
  const removed = [...known.keys()].filter((name) => !there.has(name))
  for (const name of removed) known.delete(name)
  return removed
}
