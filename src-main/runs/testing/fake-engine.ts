/** An engine of a few rules for the tests of runs: a power cut fails a host, and 18 s later its VMs start on the next one. */
import { createHash } from 'node:crypto'
import type { VmView } from '../../contract/api.ts'
import type { LabEvent, EventType, Json } from '../../contract/events.ts'
import type { HostState, LabState } from '../../contract/state.ts'
import type { Lab } from '../../contract/lab/index.ts'
import type { Keyframe, Simulation } from '../../engine/index.ts'
import type { Engine, WallClock } from '../ports.ts'

const HOSTS = ['Host A', 'Host B', 'Host C']
const TICK_MS = 7_000

/** Three hosts, two VMs on the first; `cuts` are instants at which a host of the timeline loses its power. */
export function fakeLab(cuts: readonly { readonly at: number; readonly host: string }[], until = 600_000): Lab {
  const lab = {
    name: 'Fake',
    description: '',
    product: '8.0',
    seed: 1,
    startsAt: null,
    vcenter: { vm: null, network: 'management' },
    until,
    bookmarks: [],
    warnings: [],
    cluster: { name: 'Cluster', ha: { enabled: true }, drs: null, resourcePools: [] },
    hosts: HOSTS.map((name) => ({
      name,
      faultDomain: null,
      memoryMiB: 65_536,
      cpu: { mhz: 2600 },
      vmCapacity: { cpuMHz: 20_800, memoryMiB: 65_536 },
    })),
    vms: ['VM1', 'VM2'].map((name) => ({ name, vcpus: 2, memoryMiB: 3072, clientPing: null })),
    networks: [],
    datastores: [],
    timeline: cuts.map(({ at, host }) => ({ at, do: 'host.powerOff', args: { host } })),
  }
  return lab as unknown as Lab
}

interface Entry {
  readonly at: number
  readonly order: number
  readonly what: 'tick' | 'cut' | 'restart'
  readonly about: string
}

class FakeSimulation implements Simulation {
  readonly log: LabEvent[] = []
  now = 0
  turn = 0
  #order = 0
  #queue: Entry[] = []
  #draws = 1
  #down = new Set<string>()
  #vms = new Map<string, VmView>()

  constructor(lab: Lab) {
    for (const { name } of lab.vms) this.#vms.set(name, view('Host A', 0))
    for (const entry of lab.timeline) this.#push(entry.at, 'cut', (entry.args as { host: string }).host)
    this.#push(TICK_MS, 'tick', '')
  }

  static restore(lab: Lab, keyframe: Keyframe, log: readonly LabEvent[]): FakeSimulation {
    const simulation = new FakeSimulation(lab)
    simulation.now = keyframe.at
    simulation.turn = keyframe.turn
    simulation.#order = keyframe.seq
    simulation.#queue = [...(keyframe.queue as Entry[])]
    simulation.#draws = keyframe.rng['draws'] ?? 1
    simulation.#down = new Set((keyframe.tables['down'] ?? []).map(([name]) => name))
    simulation.#vms = new Map((keyframe.tables['vms'] ?? []) as [string, VmView][])
    simulation.log.push(...log.slice(0, keyframe.logLength))
    return simulation
  }

  #push(at: number, what: Entry['what'], about: string): void {
    this.#queue.push({ at, order: this.#order++, what, about })
    this.#queue.sort((a, b) => a.at - b.at || a.order - b.order)
  }

  #emit(type: EventType, fields: Record<string, Json>): void {
    this.log.push({ t: this.now, seq: this.log.length, type, causedBy: null, ...fields })
  }

  nextAt(): number | null {
    return this.#queue[0]?.at ?? null
  }

  step(): boolean {
    const entry = this.#queue.shift()
    if (entry === undefined) return false
    this.now = entry.at
    this.turn++
    if (entry.what === 'cut') this.#cut(entry.about)
    else if (entry.what === 'restart') this.#restart(entry.about)
    else this.#push(this.now + TICK_MS, 'tick', '')
    return true
  }

  runUntil(t: number): void {
    while ((this.nextAt() ?? Infinity) <= t) this.step()
    this.now = Math.max(this.now, t)
  }

  command(command: string, args: Readonly<Record<string, unknown>>): void {
    this.turn++
    this.#emit('command.received', { command, arguments: args as Json })
    const host = args['host']
    if (host === 'crash the engine') throw new Error('VM1 on Host A is in two places')
    if (typeof host === 'string') this.#cut(host)
  }

  #cut(host: string): void {
    this.#down.add(host)
    this.#emit('host.failed', { host, kind: 'powerOff' })
    for (const [name, vm] of this.#vms) {
      if (vm.host !== host) continue
      this.#vms.set(name, { ...vm, power: 'off', instances: [] })
      this.#emit('vm.poweredOff', { vm: name, host, cause: 'hostFailed' })
      // The stream of draws is part of the state: a replay that lost it would differ here.
      this.#draws = (this.#draws * 48_271) % 2_147_483_647
      this.#push(this.now + 18_000 + (this.#draws % 1000), 'restart', name)
    }
  }

  #restart(name: string): void {
    const host = HOSTS.find((candidate) => !this.#down.has(candidate)) ?? null
    const vm = this.#vms.get(name)
    if (host === null || vm === undefined) return
    this.#vms.set(name, view(host, vm.restarts + 1))
    this.#emit('vm.poweredOn', { vm: name, host, cause: 'ha' })
  }

  clusterState = (): LabState => ({ ...this.state(), vms: {} })

  ruleStates = (): LabState['rules'] => ({})
  vmTints = () => ({ scores: null, pools: null })

  state = (): LabState => ({ t: this.now, vms: Object.fromEntries(this.#vms) }) as unknown as LabState
  hostState = (name: string): HostState | null =>
    HOSTS.includes(name)
      ? ({
          power: this.#down.has(name) ? 'off' : 'on',
          vms: [...this.#vms].filter(([, vm]) => vm.host === name).map(([vm]) => vm),
        } as unknown as HostState)
      : null
  vmState = (): null => null
  vmConfig = (): null => null
  hostConfig = (): null => null
  poolConfig = (): null => null
  clusterConfig = (): null => null
  vmServices = (): [] => []
  outages = (): [] => []
  powerOnRoom = (): null => null
  drsLook = (): null => null
  isolationAddresses = (): [] => []
  vmView = (name: string): VmView | null => this.#vms.get(name) ?? null
  networkState = (): null => null
  datastoreState = (): null => null
  haState = (): null => null
  admissionState = (): null => null
  migrationsState = (): LabState['migrations'] => ({ running: [], queued: [] })
  predictMigration = (): null => null
  migrationTargets = (): null => null
  vcenterState = (): LabState['vcenter'] => ({
    running: true,
    connected: true,
    cut: false,
    dns: true,
    host: null,
    primary: HOSTS.find((host) => !this.#down.has(host)) ?? null,
  })
  hostNames = (): readonly string[] => HOSTS
  vmNames = (): readonly string[] => [...this.#vms.keys()]
  vmsSince = (): ReturnType<Simulation['vmsSince']> => ({ names: this.vmNames(), mark: null })
  vmCpuDemandsMHz = (names: readonly string[]): readonly number[] =>
    names.map((name) => (this.#vms.get(name)?.power === 'on' ? 520 + Math.floor(this.now / 60_000) * 52 : 0))
  digest = (): string => createHash('sha256').update(JSON.stringify(this.log)).digest('hex')
  keyframe = (): Keyframe => ({
    engineVersion: 1,
    turn: this.turn,
    seq: this.#order,
    at: this.now,
    logLength: this.log.length,
    queue: [...this.#queue],
    tables: { vms: [...this.#vms], down: [...this.#down].map((name) => [name, true] as const) },
    rng: { draws: this.#draws },
    counters: {},
  })
  checkInvariants(): void {}
}

const view = (host: string, restarts: number): VmView => ({
  power: 'on',
  guest: 'ready',
  host,
  connection: 'connected',
  instances: [host],
  datastore: 'ds-01',
  haProtected: true,
  lockHolder: host,
  powerOffRecord: false,
  question: null,
  restarts,
  snapshotCount: 0,
  consolidationNeeded: false,
  ftState: 'notConfigured',
  ftSecondaryHost: null,
})

export const fakeEngine: Engine = {
  version: 1,
  create: (lab) => new FakeSimulation(lab),
  restore: (lab, keyframe, log) => FakeSimulation.restore(lab, keyframe, log),
  withoutTimeline: (keyframe) => keyframe,
  notModelled: () => ['nothing'],
  digest: (log) => createHash('sha256').update(JSON.stringify(log)).digest('hex'),
  explain: (log) => log.slice(-1).map((event) => ({ event, facts: [] })),
}

/** Real time that passes when a test says so, and as much as it says for each look at the clock. */
export class FakeClock implements WallClock {
  perLookMs = 0
  #now = 0
  #calls: { at: number; order: number; call: () => void }[] = []
  #order = 0

  now(): number {
    this.#now += this.perLookMs
    return this.#now
  }

  after(delayMs: number, call: () => void): () => void {
    const entry = { at: this.#now + delayMs, order: this.#order++, call }
    this.#calls.push(entry)
    return () => void (this.#calls = this.#calls.filter((other) => other !== entry))
  }

  get isIdle(): boolean {
    return this.#calls.length === 0
  }

  /** Lets real time pass and makes the calls that come due. */
  pass(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const due = this.#calls.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0]
      if (due === undefined) break
      this.#calls = this.#calls.filter((other) => other !== due)
      this.#now = Math.max(this.#now, due.at)
      due.call()
    }
    this.#now = Math.max(this.#now, end)
  }
}
