/**
 * A run whose engine is gone, as an engine that plays the recording: it shows the events as they were logged and the views as they were
 * kept, and takes no commands. One turn is all that was logged at an instant.
 */
import type { RunFrame, VmView } from '../contract/api.ts'
import type { LabEvent } from '../contract/events.ts'
import type { DatastoreState, HostState, LabState, NetworkState, VmState, VmTints } from '../contract/state.ts'
import type { AdmissionState } from '../contract/ha-state.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { Keyframe, Simulation } from '../engine/index.ts'
import type { Engine } from './ports.ts'
import type { RecordedFrame, RecordedView } from './view-text.ts'

export interface Recording {
  readonly engineVersion: number
  readonly events: readonly LabEvent[]
  readonly views: readonly RecordedView[]
}

/** `base` answers what does not depend on the recording: what is not modelled, and why things happened. */
export function recordedEngine(recording: Recording, base: Engine): Engine {
  return {
    version: recording.engineVersion,
    create: (lab) => new RecordedSimulation(recording, lab, base.digest),
    restore: (lab, keyframe) => new RecordedSimulation(recording, lab, base.digest, keyframe),
    withoutTimeline: base.withoutTimeline,
    notModelled: base.notModelled,
    digest: base.digest,
    explain: base.explain,
  }
}

const notYet = { hostMonitoring: true, partitions: [], clocks: [], isolation: [], vmcp: [], issues: [], admission: null } as const

type Entities<T> = Map<string, T>

class RecordedSimulation implements Simulation {
  readonly log: LabEvent[] = []
  now = 0
  turn = 0
  readonly #recording: Recording
  readonly #digest: Engine['digest']
  readonly #vmOfLab: ReadonlyMap<string, { readonly index: number; readonly vcpus: number }>
  readonly #coreMHz: ReadonlyMap<string, number>
  #nextView = 0
  readonly #hosts: Entities<HostState> = new Map()
  readonly #vms: Entities<VmView> = new Map()
  readonly #networks: Entities<NetworkState> = new Map()
  readonly #datastores: Entities<DatastoreState> = new Map()
  #vcenter: RunFrame['vcenter'] = null
  #ha: RecordedFrame['ha'] = null
  #migrations: LabState['migrations'] = { running: [], queued: [] }
  #cpuPercent: readonly number[] = []

  constructor(recording: Recording, lab: Lab, digest: Engine['digest'], keyframe?: Keyframe) {
    this.#recording = recording
    this.#digest = digest
    this.#vmOfLab = new Map(lab.vms.map(({ name, vcpus }, index) => [name, { index, vcpus }]))
    this.#coreMHz = new Map(lab.hosts.map(({ name, cpu }) => [name, cpu.mhz]))
    this.#show()
    if (keyframe === undefined) return
    while (this.turn < keyframe.turn && this.step());
    this.runUntil(keyframe.at)
  }

  nextAt(): number | null {
    return this.#recording.events[this.log.length]?.t ?? null
  }

  step(): boolean {
    const at = this.nextAt()
    if (at === null) return false
    this.now = Math.max(this.now, at)
    this.turn++
    for (let next = this.#recording.events[this.log.length]; next?.t === at; next = this.#recording.events[this.log.length]) this.log.push(next)
    this.#show()
    return true
  }

  runUntil(t: number): void {
    for (let at = this.nextAt(); at !== null && at <= t; at = this.nextAt()) this.step()
    if (t > this.now) this.now = t
    this.#show()
  }

  command(): void {
    throw new Error('A recording takes no commands')
  }

  state(): LabState {
    const state = {
      t: this.now,
      hosts: Object.fromEntries(this.#hosts),
      vms: Object.fromEntries(this.#vms),
      networks: Object.fromEntries(this.#networks),
      datastores: Object.fromEntries(this.#datastores),
      vcenter: this.#vcenter,
      ha: this.#ha,
      migrations: this.#migrations,
    }
    // What was not recorded is missing, and nothing is made up for it.
    return state as unknown as LabState
  }

  clusterState(): LabState {
    return { ...this.state(), vms: {} }
  }

  vmTints(): VmTints {
    return { scores: null, pools: null }
  }

  ruleStates(): LabState['rules'] {
    return {}
  }

  hostState(name: string): HostState | null {
    return this.#hosts.get(name) ?? null
  }

  /** The part of it that was recorded. */
  vmState(name: string): VmState | null {
    return (this.#vms.get(name) ?? null) as VmState | null
  }

  /** Settings are not recorded. */
  vmConfig(): null {
    return null
  }

  hostConfig(): null {
    return null
  }

  poolConfig(): null {
    return null
  }

  clusterConfig(): null {
    return null
  }

  /** Nobody sweeps over a recording. */
  vmServices(): readonly [] {
    return []
  }

  /** When an outage began is not recorded. */
  outages(): null {
    return null
  }

  drsLook(): null {
    return null
  }

  powerOnRoom(): null {
    return null
  }

  isolationAddresses(): readonly [] {
    return []
  }

  vmView(name: string): VmView | null {
    return this.#vms.get(name) ?? null
  }

  networkState(name: string): NetworkState | null {
    return this.#networks.get(name) ?? null
  }

  datastoreState(name: string): DatastoreState | null {
    return this.#datastores.get(name) ?? null
  }

  haState(): LabState['ha'] {
    return this.#ha
  }

  /** Only what was recorded: nothing is computed for it. */
  admissionState(lost: string | null): AdmissionState | null {
    return lost === null ? (this.#ha?.admission ?? null) : null
  }

  migrationsState(): LabState['migrations'] {
    return this.#migrations
  }

  predictMigration(): null {
    return null
  }

  migrationTargets(): null {
    return null
  }

  vcenterState(): LabState['vcenter'] {
    return this.#vcenter as LabState['vcenter']
  }

  hostNames(): readonly string[] {
    return [...this.#hosts.keys()]
  }

  vmNames(): readonly string[] {
    return [...this.#vms.keys()]
  }

  vmsSince(): ReturnType<Simulation['vmsSince']> {
    return { names: this.vmNames(), mark: null }
  }

  vmCpuDemandsMHz(names: readonly string[]): readonly number[] {
    return names.map((name) => {
      const vm = this.#vmOfLab.get(name)
      const coreMHz = this.#coreMHz.get(this.#vms.get(name)?.host ?? '')
      return vm === undefined || coreMHz === undefined ? 0 : ((this.#cpuPercent[vm.index] ?? 0) * vm.vcpus * coreMHz) / 100
    })
  }

  digest(): string {
    return this.#digest(this.log)
  }

  keyframe(): Keyframe {
    const { turn, now, log } = this
    const seq = log.length
    return { engineVersion: this.#recording.engineVersion, turn, seq, at: now, logLength: seq, tables: {}, queue: [], rng: {}, counters: {} }
  }

  checkInvariants(): void {
    // A recording is what it is.
  }

  #show(): void {
    const { views } = this.#recording
    for (let view = views[this.#nextView]; view !== undefined && view.t <= this.now; view = views[++this.#nextView]) this.#apply(view.frame)
  }

  #apply(frame: RecordedFrame): void {
    merge(this.#hosts, frame.hosts)
    merge(this.#vms, frame.vms)
    merge(this.#networks, frame.networks)
    merge(this.#datastores, frame.datastores)
    this.#vcenter = frame.vcenter ?? this.#vcenter
    // What this version of the window reads and an older engine did not write is empty.
    if (frame.haIsOff === true) this.#ha = null
    else if (frame.ha !== null) this.#ha = { ...notYet, ...frame.ha }
    // An engine that knew no migrations wrote none.
    this.#migrations = frame.migrations ?? this.#migrations
    this.#cpuPercent = frame.vmCpuPercent ?? this.#cpuPercent
  }
}

function merge<T>(known: Entities<T>, changed: { readonly [name: string]: T | null }): void {
  for (const [name, state] of Object.entries(changed)) {
    if (state === null) known.delete(name)
    else known.set(name, state)
  }
}
