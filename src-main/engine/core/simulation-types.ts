/** The face that the engine shows to `runs`, `expectations`, the command line and the exam. */
import type { LabEvent } from '../../contract/events.ts'
import type { DatastoreState, HostState, LabState, NetworkState, VmState, VmTints } from '../../contract/state.ts'
import type { AdmissionState } from '../../contract/ha-state.ts'
import type { VmView } from '../../contract/api.ts'
import type { LabCluster, LabHost, LabPool, LabVm } from '../../contract/lab/index.ts'
import type { DrsLook } from '../../contract/drs-look.ts'
import type { PowerOnRoom, VmOutage } from '../../contract/outage.ts'
import type { MigrationPrediction, MigrationQuestion, MigrationTarget } from '../../contract/prediction.ts'
import type { Constants } from '../../knowledge/constants.ts'
import type { DrsSettings } from './drs-records.ts'

export interface SimulationOptions {
  /** Product constants; default: those of the facts. `test --break` hands in a perturbed copy. */
  readonly constants?: Constants
  /** Check the invariants after every turn (tests, swarm); else only when `checkInvariants` is called. */
  readonly checkEveryTurn?: boolean
  /** Freeze every record (development): a write past its owner throws; so does a step that was to be left out and has something to do. */
  readonly freeze?: boolean
  /** Called after each turn with what it wrote. */
  readonly onTurn?: (turn: TurnRecord) => void
}

/** One write: `from` undefined = added, `to` undefined = removed. */
export interface Write {
  readonly table: string
  readonly key: string
  readonly from: unknown
  readonly to: unknown
}

export interface TurnRecord {
  readonly turn: number
  readonly t: number
  /** First and one past the last index of this turn's events in the log. */
  readonly events: readonly [number, number]
  readonly writes: readonly Write[]
}

/** Saved engine state: plain data, survives JSON. `logLength` events precede it. */
export interface Keyframe {
  readonly engineVersion: number
  readonly turn: number
  readonly seq: number
  readonly at: number
  readonly logLength: number
  readonly tables: { readonly [table: string]: readonly (readonly [string, unknown])[] }
  readonly queue: readonly unknown[]
  readonly rng: { readonly [purpose: string]: number }
  readonly counters: { readonly [name: string]: number }
}

/** What its users have of a VM. Times in ms, up to now. */
export interface VmService {
  readonly vm: string
  readonly power: 'on' | 'off' | 'poweringOn'
  readonly host: string | null
  /** It runs, and its host reaches its datastore. */
  readonly hasStorage: boolean
  /** It runs, and its host has a link into the network of its first vNIC. */
  readonly hasNetwork: boolean
  readonly isProtected: boolean
  readonly downtimeMs: number
  readonly clientOutageMs: number
}

/** What a host pings that hears nobody (HA-081). */
export interface IsolationAddress {
  readonly address: string
  /** It answers whoever reaches it. */
  readonly isUp: boolean
}

/** Settings of the cluster as they are now; groups and rules are told by `ruleStates`. */
export interface ClusterConfig extends Pick<LabCluster, 'name' | 'ha' | 'resourcePools' | 'evcMode' | 'vsan' | 'vcls'> {
  readonly drs: DrsSettings | null
}

export interface Simulation {
  /** Instant that has been reached, in ms; everything at or before it has happened unless `step` stopped inside it. */
  readonly now: number
  /** Turns taken so far. */
  readonly turn: number
  readonly log: readonly LabEvent[]
  /** Instant of the next queue entry, or null when nothing is left to happen. */
  nextAt(): number | null
  /** Takes one turn (one queue entry with its whole cascade); false when the queue is empty. */
  step(): boolean
  /** Everything that happens at or before `t`; then `now` is `t`. */
  runUntil(t: number): void
  /** A command from outside, at `now`: a turn of its own. The arguments were parsed by the contract. */
  command(command: string, args: Readonly<Record<string, unknown>>): void
  /** Evaluates time-dependent values at `now`. */
  state(): LabState
  /** The same without what it says of each VM: `vms` is empty. */
  clusterState(): LabState
  /** What layers colour VMs by, in the order of the names. */
  vmTints(names: readonly string[]): VmTints
  ruleStates(): LabState['rules']
  hostState(name: string): HostState | null
  vmState(name: string): VmState | null
  vmView(name: string): VmView | null
  /** What its users have of each VM, in the order of the inventory: little, and cheap to ask for. */
  vmServices(): readonly VmService[]
  /** VMs whose clients get no answer now; null: a recording, which does not know. */
  outages(): readonly VmOutage[] | null
  /** What a pass of DRS would look at now when it balances; null: DRS does nothing, or a recording. */
  drsLook(): DrsLook | null
  /** Where a VM that is off would find room now; null: there is no such VM, it is not off, or a recording. */
  powerOnRoom(vm: string): PowerOnRoom | null
  isolationAddresses(): readonly IsolationAddress[]
  /** The settings that it has now. */
  vmConfig(name: string): LabVm | null
  hostConfig(name: string): LabHost | null
  poolConfig(name: string): LabPool | null
  /** Null: a recording, which has no settings. */
  clusterConfig(): ClusterConfig | null
  networkState(name: string): NetworkState | null
  datastoreState(name: string): DatastoreState | null
  haState(): LabState['ha']
  /** What admission control would count if that host were lost; null: as it is. Null while HA is off. */
  admissionState(lost: string | null): AdmissionState | null
  /** What a migration would be like now; null: no such VM, host or datastore. */
  predictMigration(question: MigrationQuestion): MigrationPrediction | null
  /** Each host as the destination of a VM; `datastore`: where its disks would go, null: they stay. Null: no such VM. */
  migrationTargets(vm: string, datastore: string | null): readonly MigrationTarget[] | null
  vcenterState(): LabState['vcenter']
  migrationsState(): LabState['migrations']
  hostNames(): readonly string[]
  vmNames(): readonly string[]
  /**
   * VMs whose view may be another than when it last answered with `mark`, in the order of the inventory; null, or that of another simulation: all.
   * A mark says nothing to whoever has it.
   */
  vmsSince(mark: unknown): { readonly names: readonly string[]; readonly mark: unknown }
  /** CPU demand of these VMs now, MHz, in their order; 0: there is none of that name. Asked again with the same list it is found at once. */
  vmCpuDemandsMHz(names: readonly string[]): ArrayLike<number>
  /** SHA-256 (hex) of the log so far, as the contract defines it. */
  digest(): string
  keyframe(): Keyframe
  /** Throws InvariantError when a rule of the model is broken. */
  checkInvariants(): void
}
