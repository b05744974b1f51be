/**
 * What the window knows of the cluster at the instant shown: the frames applied one after the other, plus columns in
 * typed arrays for what is drawn by the thousand. Knows no Vue; stores say when it changed.
 */
import type { HaView, HostView, LabSummary, RunFrame, VmView } from '../../src-main/contract/api.ts'
import type { DatastoreState, LabState, NetworkState } from '../../src-main/contract/state.ts'

/** How a VM looks, by power, guest and what stands in its way; the order is that of the codes in `vmLook`. */
export const vmLooks = ['off', 'running', 'booting', 'poweringOn', 'hung', 'crashed', 'down', 'blocked'] as const
export type VmLook = (typeof vmLooks)[number]

/** How a host looks. `warning`: it runs, and is not what it should be; `off`: nothing is known of it. */
export type HostLook =
  | 'ok'
  | 'primary'
  | 'isolated'
  | 'partitioned'
  | 'warning'
  | 'failed'
  | 'error'
  | 'uninitialized'
  | 'disconnected'
  | 'maintenance'
  | 'standby'
  | 'booting'
  | 'off'

export function vmLook(vm: VmView): VmLook {
  if (vm.question !== null || vm.connection === 'inaccessible' || vm.connection === 'orphaned') return 'blocked'
  if (vm.power === 'poweringOn') return 'poweringOn'
  if (vm.power === 'off') return vm.haProtected ? 'down' : 'off'
  if (vm.guest === 'hung') return 'hung'
  if (vm.guest === 'crashed') return 'crashed'
  return vm.guest === 'booting' ? 'booting' : 'running'
}

const looksOfState: { readonly [state in HostView['haState']]?: HostLook } = {
  primary: 'primary',
  networkPartitioned: 'partitioned',
  initializationError: 'error',
  uninitializationError: 'error',
  uninitialized: 'uninitialized',
}

/** Of what somebody in charge makes of a host, whatever it is in truth. */
export function judgedLook(state: HostView['haState']): HostLook {
  if (state === 'failed') return 'failed'
  if (state === 'networkIsolated') return 'isolated'
  return looksOfState[state] ?? (state === 'secondary' || state === 'none' ? 'ok' : 'warning')
}

export function hostLook(host: HostView): HostLook {
  if (host.power === 'booting') return 'booting'
  if (host.power === 'standby' || host.standby) return 'standby'
  if (host.haState === 'failed') return 'failed'
  if (host.power === 'off') return 'failed'
  if (host.maintenance) return 'maintenance'
  if (host.connection === 'disconnected') return 'disconnected'
  // It finds itself isolated before anybody else can know.
  if (host.haState === 'networkIsolated' || host.haStateSelf === 'networkIsolated') return 'isolated'
  const look = looksOfState[host.haState]
  if (look !== undefined) return look
  if (host.connection !== 'connected') return 'warning'
  return host.haState === 'secondary' || host.haState === 'none' ? 'ok' : 'warning'
}

/** What a frame touched, so that a view redraws no more than it must. */
export interface Touched {
  readonly placement: boolean
  readonly vms: boolean
  readonly hosts: boolean
}

const noMigrations: LabState['migrations'] = { running: [], queued: [] }

export class WorldMirror {
  lab: LabSummary | null = null
  /** Number of the frame that was applied last. */
  n = -1
  t = 0
  readonly hosts = new Map<string, HostView>()
  readonly vms = new Map<string, VmView>()
  readonly networks = new Map<string, NetworkState>()
  readonly datastores = new Map<string, DatastoreState>()
  vcenter: LabState['vcenter'] | null = null
  migrations: LabState['migrations'] = noMigrations
  ha: HaView | null = null
  hostNames: string[] = []
  vmNames: string[] = []
  readonly hostIndex = new Map<string, number>()
  readonly vmIndex = new Map<string, number>()
  /** Index of each VM's host, −1 without one; index into `vmLooks`; CPU demand in percent of its vCPUs; host of the first frame. */
  vmHost = new Int32Array(0)
  vmLook = new Uint8Array(0)
  vmCpu = new Float32Array(0)
  vmHome = new Int32Array(0)

  /** Starts over with a lab and a frame of its run. `homes`: where VMs were at the start, when the run has moved on since. */
  reset(lab: LabSummary, frame: RunFrame, homes: ReadonlyMap<string, string> = new Map()): void {
    this.lab = lab
    for (const map of [this.hosts, this.vms, this.networks, this.datastores, this.hostIndex, this.vmIndex]) map.clear()
    this.vcenter = null
    this.ha = null
    this.migrations = noMigrations
    this.hostNames = []
    this.vmNames = []
    this.vmHost = new Int32Array(lab.vms.length).fill(-1)
    this.vmLook = new Uint8Array(lab.vms.length)
    this.vmCpu = new Float32Array(lab.vms.length)
    this.vmHome = new Int32Array(lab.vms.length).fill(-1)
    for (const host of lab.hosts) this.addHost(host.name)
    for (const vm of lab.vms) this.addVm(vm.name)
    this.apply(frame)
    this.vmHome.set(this.vmHost)
    for (const [vm, host] of homes) {
      const at = this.vmIndex.get(vm)
      const home = this.hostIndex.get(host)
      if (at !== undefined && home !== undefined) this.vmHome[at] = home
    }
  }

  /** Replaces the whole state and keeps the homes of the VMs, so that nothing jumps after a gap or on another branch. */
  resync(frame: RunFrame): void {
    for (const map of [this.hosts, this.vms, this.networks, this.datastores]) map.clear()
    this.vmHost.fill(-1)
    this.vmLook.fill(0)
    this.vcenter = null
    this.ha = null
    this.migrations = noMigrations
    this.apply(frame)
  }

  apply(frame: RunFrame): Touched {
    this.n = frame.n
    this.t = frame.t
    let placement = false
    let vms = false
    let hosts = false
    for (const [name, host] of Object.entries(frame.hosts)) {
      hosts = true
      if (host === null || !this.hosts.has(name)) placement = true
      if (host === null) this.hosts.delete(name)
      else this.hosts.set(name, host)
      if (!this.hostIndex.has(name)) this.addHost(name)
    }
    for (const [name, vm] of Object.entries(frame.vms)) {
      vms = true
      placement = this.setVm(name, vm) || placement
    }
    assign(this.networks, frame.networks)
    assign(this.datastores, frame.datastores)
    if (frame.vcenter !== null) this.vcenter = frame.vcenter
    if (frame.ha !== null || frame.haIsOff === true) this.ha = frame.ha
    // A recording of an engine that knew none has no such field.
    this.migrations = frame.migrations ?? this.migrations
    if (frame.vmCpuPercent !== null) {
      vms = true
      const known = frame.vmCpuPercent.length
      for (let at = 0; at < known && at < this.vmCpu.length; at++) this.vmCpu[at] = frame.vmCpuPercent[at] ?? 0
    }
    return { placement, vms, hosts }
  }

  lookOf(vm: string): VmLook {
    return vmLooks[this.vmLook[this.vmIndex.get(vm) ?? -1] ?? 0] ?? 'off'
  }

  /** Of a host without power vCenter may show for a while what it was. */
  isPrimary(host: string): boolean {
    const state = this.hosts.get(host)
    if (state === undefined || state.power === 'off') return false
    return state.haState === 'primary' || (this.ha?.primaries.includes(host) ?? false)
  }

  /** VMs that are registered on a host, in the order of the lab. */
  vmsOn(host: string): string[] {
    const at = this.hostIndex.get(host) ?? -2
    const names: string[] = []
    for (let vm = 0; vm < this.vmHost.length; vm++) if (this.vmHost[vm] === at) names.push(this.vmNames[vm] ?? '')
    return names
  }

  /** VMs of all hosts at once, for views that need every one of them. */
  vmsByHost(): Map<string, string[]> {
    const groups = this.hostNames.map((): string[] => [])
    for (let vm = 0; vm < this.vmHost.length; vm++) groups[this.vmHost[vm] ?? -1]?.push(this.vmNames[vm] ?? '')
    return new Map(this.hostNames.map((name, at) => [name, groups[at] ?? []]))
  }

  private setVm(name: string, vm: VmView | null): boolean {
    const at = this.vmIndex.get(name) ?? this.addVm(name)
    if (vm === null) {
      this.vms.delete(name)
      this.vmHost[at] = -1
      return true
    }
    this.vms.set(name, vm)
    this.vmLook[at] = vmLooks.indexOf(vmLook(vm))
    const host = vm.host === null ? -1 : (this.hostIndex.get(vm.host) ?? this.addHost(vm.host))
    if (this.vmHost[at] === host) return false
    this.vmHost[at] = host
    return true
  }

  private addHost(name: string): number {
    const at = this.hostNames.length
    this.hostNames.push(name)
    this.hostIndex.set(name, at)
    return at
  }

  private addVm(name: string): number {
    const at = this.vmNames.length
    this.vmNames.push(name)
    this.vmIndex.set(name, at)
    if (at >= this.vmHost.length) {
      const size = Math.max(16, Math.ceil(at * 1.5) + 1)
      this.vmHost = grown(this.vmHost, new Int32Array(size).fill(-1))
      this.vmHome = grown(this.vmHome, new Int32Array(size).fill(-1))
      this.vmLook = grown(this.vmLook, new Uint8Array(size))
      this.vmCpu = grown(this.vmCpu, new Float32Array(size))
    }
    return at
  }
}

function grown<T extends Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>>(from: T, to: T): T {
  to.set(from)
  return to
}

function assign<T>(map: Map<string, T>, changes: { readonly [name: string]: T | null }): void {
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) map.delete(name)
    else map.set(name, value)
  }
}
