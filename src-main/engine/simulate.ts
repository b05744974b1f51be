import type { LabEvent } from '../contract/events.ts'
import type { Lab, LabCommand } from '../contract/lab/index.ts'
import type { LabState, VmTints } from '../contract/state.ts'
import { buildWorld } from './build-world.ts'
import { digestOf } from './core/digest.ts'
import type { QueueEntry } from './core/event-queue.ts'
import { Kernel, TIMELINE_COMMAND, TIMELINE_ENDS } from './core/simulation.ts'
import type { Keyframe, Simulation, SimulationOptions } from './core/simulation-types.ts'
import { modules } from './modules/index.ts'
import { vmColumns } from './reads/vm-columns.ts'
import { admissionState } from './state/admission.ts'
import { clusterConfig, hostConfig } from './state/config.ts'
import { hostState, loadOfHosts } from './state/hosts.ts'
import { migrationTargets, predictMigration } from './state/prediction.ts'
import type { HostLoad } from './state/hosts.ts'
import { clusterAndServices, datastoreState, haState, labState, networkState, vcenterState } from './state/lab.ts'
import { migrationsState } from './state/migrations.ts'
import { drsLook } from './state/drs-look.ts'
import { outages } from './state/outages.ts'
import { powerOnRoom } from './state/power-on-room.ts'
import { isolationAddressStates } from './state/isolation.ts'
import { ruleStates } from './state/rules.ts'
import { scoresNow } from './state/scores.ts'
import { vmServices } from './state/services.ts'
import { vmState, vmView } from './state/vms.ts'
import { vmsSince } from './state/vms-since.ts'
import type { VmMark, VmsSince } from './state/vms-since.ts'

/** Rises with whatever changes a log. Runs of an older engine stay viewable as recorded. */
export const ENGINE_VERSION = 12

export function createSimulation(lab: Lab, options: SimulationOptions = {}): Simulation {
  const kernel = new Kernel(lab, modules, options)
  buildWorld(kernel, lab)
  kernel.begin()
  kernel.tables.writes = []
  return new LabSimulation(kernel)
}

/** `log` holds at least the events before the keyframe. Throws when the keyframe is of another engine version. */
export function restoreSimulation(lab: Lab, keyframe: Keyframe, log: readonly LabEvent[], options: SimulationOptions = {}): Simulation {
  if (keyframe.engineVersion !== ENGINE_VERSION)
    throw new Error(`the keyframe is of engine version ${keyframe.engineVersion}, this is ${ENGINE_VERSION}`)
  const kernel = new Kernel(lab, modules, options)
  kernel.restore(keyframe, log)
  return new LabSimulation(kernel)
}

/**
 * The same in the place of a simulation of this lab that nobody needs any more, where that is faster: it keeps what it knows of the records that both
 * have in common.
 */
export function restoreOver(used: Simulation, lab: Lab, keyframe: Keyframe, log: readonly LabEvent[]): Simulation {
  if (!(used instanceof LabSimulation) || !used.goTo(lab, keyframe, log)) return restoreSimulation(lab, keyframe, log)
  return used
}

/** The same instant without the commands of the lab's own timeline that are still to come. */
export function withoutTimeline(keyframe: Keyframe): Keyframe {
  return { ...keyframe, queue: keyframe.queue.filter((entry) => (entry as QueueEntry).type !== TIMELINE_COMMAND) }
}

/**
 * The same instant with commands to come that stand last in the lab's timeline: what follows is, byte for byte, the run of a lab that had them
 * there from its start. None may be due before the instant. Throws for a keyframe that does not say where its timeline ends.
 */
export function withTimeline(keyframe: Keyframe, commands: readonly LabCommand[]): Keyframe {
  const { [TIMELINE_ENDS]: end, 'kernel.queue': next = 1 } = keyframe.counters
  if (end === undefined) throw new Error('the keyframe does not say where its timeline ends')
  // Between what the start put into the queue and what came later.
  const placeOf = (i: number): number => end - 1 + (i + 1) / (commands.length + 1)
  const entries = commands.map(({ at, do: command, args }, i): QueueEntry => ({
    id: next + i,
    at,
    type: TIMELINE_COMMAND,
    data: { command, args },
    cause: null,
    place: placeOf(i),
  }))
  return {
    ...keyframe,
    queue: [...keyframe.queue, ...entries],
    counters: { ...keyframe.counters, 'kernel.queue': next + commands.length },
  }
}

class LabSimulation implements Simulation {
  private readonly kernel: Kernel
  private loads: { readonly version: number; readonly at: number; readonly all: ReadonlyMap<string, HostLoad> } | null = null
  /** Of VMs that were asked for by these names. */
  private places: { readonly names: readonly string[]; readonly generation: number; readonly at: Int32Array } | null = null

  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  /** False: it is of another lab, or engine. */
  goTo(lab: Lab, keyframe: Keyframe, log: readonly LabEvent[]): boolean {
    if (this.kernel.lab !== lab || keyframe.engineVersion !== ENGINE_VERSION) return false
    this.kernel.restore(keyframe, log)
    return true
  }

  get now(): number {
    return this.kernel.now
  }

  get turn(): number {
    return this.kernel.turns
  }

  get log(): readonly LabEvent[] {
    return this.kernel.log
  }

  nextAt(): number | null {
    return this.kernel.nextAt()
  }

  step(): boolean {
    return this.kernel.step()
  }

  runUntil(t: number): void {
    this.kernel.runUntil(t)
  }

  command(command: string, args: Readonly<Record<string, unknown>>): void {
    this.kernel.command(command, args)
  }

  state(): ReturnType<Simulation['state']> {
    return labState(this.kernel)
  }

  ruleStates(): LabState['rules'] {
    return ruleStates(this.kernel)
  }

  vmTints(names: readonly string[]): VmTints {
    const { world } = this.kernel
    const scores = scoresNow(this.kernel)
    const pools = new Map([...world.pools.keys()].map((name, at) => [name, at]))
    const poolOf = (name: string): number => pools.get(world.vms.get(name)?.cfg.resourcePool ?? '') ?? -1
    return {
      scores: scores === null ? null : names.map((name) => scores.vms.get(name) ?? null),
      pools: pools.size === 0 ? null : names.map(poolOf),
    }
  }

  clusterState(): LabState {
    return clusterAndServices(this.kernel)
  }

  hostState(name: string): ReturnType<Simulation['hostState']> {
    const load: HostLoad | undefined = this.loadsNow().get(name)
    return load === undefined ? null : hostState(this.kernel, name, load)
  }

  /** Gathered once for all hosts of an instant. */
  private loadsNow(): ReadonlyMap<string, HostLoad> {
    const version = this.kernel.tables.version
    if (this.loads === null || this.loads.version !== version || this.loads.at !== this.now)
      this.loads = { version, at: this.now, all: loadOfHosts(this.kernel) }
    return this.loads.all
  }

  vmState(name: string): ReturnType<Simulation['vmState']> {
    return this.kernel.world.vms.has(name) ? vmState(this.kernel, name) : null
  }

  vmServices(): ReturnType<Simulation['vmServices']> {
    return vmServices(this.kernel)
  }

  outages(): ReturnType<Simulation['outages']> {
    return outages(this.kernel)
  }

  drsLook(): ReturnType<Simulation['drsLook']> {
    return drsLook(this.kernel)
  }

  powerOnRoom(vm: string): ReturnType<Simulation['powerOnRoom']> {
    return powerOnRoom(this.kernel, vm)
  }

  isolationAddresses(): ReturnType<Simulation['isolationAddresses']> {
    return isolationAddressStates(this.kernel)
  }

  vmConfig(name: string): ReturnType<Simulation['vmConfig']> {
    return this.kernel.world.vms.get(name)?.cfg ?? null
  }

  hostConfig(name: string): ReturnType<Simulation['hostConfig']> {
    return hostConfig(this.kernel, name)
  }

  poolConfig(name: string): ReturnType<Simulation['poolConfig']> {
    return this.kernel.world.pools.get(name)?.cfg ?? null
  }

  clusterConfig(): ReturnType<Simulation['clusterConfig']> {
    return clusterConfig(this.kernel)
  }

  vmView(name: string): ReturnType<Simulation['vmView']> {
    return this.kernel.world.vms.has(name) ? vmView(this.kernel, name) : null
  }

  networkState(name: string): ReturnType<Simulation['networkState']> {
    return this.kernel.world.networks.has(name) ? networkState(this.kernel, name) : null
  }

  datastoreState(name: string): ReturnType<Simulation['datastoreState']> {
    return this.kernel.world.datastores.has(name) ? datastoreState(this.kernel, name) : null
  }

  haState(): ReturnType<Simulation['haState']> {
    return haState(this.kernel)
  }

  admissionState(lost: string | null): ReturnType<Simulation['admissionState']> {
    return admissionState(this.kernel, lost)
  }

  predictMigration(question: Parameters<Simulation['predictMigration']>[0]): ReturnType<Simulation['predictMigration']> {
    return predictMigration(this.kernel, question)
  }

  migrationTargets(vm: string, datastore: string | null): ReturnType<Simulation['migrationTargets']> {
    return migrationTargets(this.kernel, vm, datastore)
  }

  vcenterState(): ReturnType<Simulation['vcenterState']> {
    return vcenterState(this.kernel)
  }

  migrationsState(): ReturnType<Simulation['migrationsState']> {
    return migrationsState(this.kernel)
  }

  hostNames(): readonly string[] {
    return [...this.kernel.world.hosts.keys()]
  }

  vmNames(): readonly string[] {
    return vmColumns(this.kernel.world).names
  }

  vmsSince(mark: unknown): VmsSince {
    return vmsSince(this.kernel.world, mark as VmMark | null)
  }

  vmCpuDemandsMHz(names: readonly string[]): ArrayLike<number> {
    const columns = vmColumns(this.kernel.world)
    if (this.places?.names !== names || this.places.generation !== columns.generation)
      this.places = { names, generation: columns.generation, at: Int32Array.from(names, (name) => columns.placeOf.get(name) ?? -1) }
    const values = columns.at('cpuMHz', this.now)
    const { at } = this.places
    const demands = new Float64Array(at.length)
    for (let i = 0; i < at.length; i++) demands[i] = values[at[i]!] ?? 0
    return demands
  }

  digest(): string {
    return digestOf(this.kernel.log)
  }

  keyframe(): Keyframe {
    return this.kernel.keyframe(ENGINE_VERSION)
  }

  checkInvariants(): void {
    this.kernel.checkInvariants()
  }
}
