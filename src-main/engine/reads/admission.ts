/**
 * HA's admission control: what it counts, and whether an operation would leave the configured failover capacity (HA-140 to HA-168). Pure
 * reads over the world; vCenter asks them, HA's own restarts never do (HA-103).
 */
import type { LabVm } from '../../contract/lab/index.ts'
import { productAtLeast } from '../../contract/lab/product.ts'
import type { AdmissionState } from '../../contract/ha-state.ts'
import { derived, derivedOfWorld } from '../core/derived.ts'
import type { HostRecord, VmRecord } from '../core/records.ts'
import type { Turn } from '../core/turn.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { percentagePlan, type PercentagePlan } from '../models/percentage.ts'
import type { HostCapacity, VmReservation } from '../models/reservations.ts'
import { slotPlan, type SlotPlan } from '../models/slots.ts'
import { overheadOf } from './claims.ts'
import { option } from './ha.ts'

type Policy = AdmissionState['policy']
export type FailoverHostStatus = 'green' | 'yellow' | 'red'

/** A host that counts. */
export interface CountedHost extends HostCapacity {
  readonly name: string
  /** HA-157: it is about to leave. */
  readonly entering: boolean
}

export interface CountedVm extends VmReservation {
  readonly name: string
}

export interface AdmissionPlan {
  readonly policy: Policy
  /** False: the current failover capacity is below the configured one. */
  readonly ok: boolean
  readonly hostFailuresToTolerate: number
  /** What slots and percentages count; empty with the other policies. */
  readonly hosts: readonly CountedHost[]
  readonly vms: readonly CountedVm[]
  readonly slots: SlotPlan | null
  readonly percentage: PercentagePlan | null
  readonly failoverHosts: ReadonlyMap<string, FailoverHostStatus> | null
}

/** What is asked for: VMs that are to run too, or with other reservations; hosts that are to be gone, or to have come. */
export interface WhatIf {
  readonly vms?: readonly { readonly name: string; readonly cfg: LabVm }[]
  readonly without?: string | readonly string[]
  /** Hosts that are to count too. */
  readonly plus?: readonly string[]
}

const worldOf = (turn: Turn): ReadonlyTables => turn.world
/** States of a host that vCenter shows while its agent works; an election is over soon. */
const soundStates: ReadonlySet<string> = new Set(['primary', 'secondary', 'election'])
/** Tables that decide which hosts count. */
const ofHosts = ['hosts', 'connections', 'shown'] as const
/** Tables that decide all that admission control says. */
export const admissionTables = [...ofHosts, 'ha', 'vms', 'restarts', 'ftPairs'] as const

/** What the secondary of an FT VM is called where VMs are counted. */
export const secondaryName = (vm: string): string => `${vm} (secondary)`

/** HA-143: connected, not in maintenance mode or standby, and without HA errors. */
function isSound(turn: Turn, host: string): boolean {
  const { world } = turn
  const record = world.hosts.get(host)
  if (record === undefined || record.cfg.standalone || record.maintenance === 'yes' || record.power === 'standby') return false
  if (!turn.constants['HA-143'].onlySoundHosts) return true
  return world.connections.get(host)?.state === 'connected' && soundStates.has(world.shown.get(`vcenter>${host}`)?.state ?? 'none')
}

const countedHosts = derived(ofHosts, worldOf, (turn: Turn): readonly CountedHost[] =>
  [...turn.world.hosts.values()]
    .filter(({ name }) => isSound(turn, name))
    .map(({ name, maintenance, cfg }) => ({ name, entering: maintenance === 'entering', ...cfg.vmCapacity })),
)

const isStandalone = ({ cfg }: HostRecord): boolean => cfg.standalone

/**
 * VMs that run or are to run again. What a host that is down or out of reach ran last counts, since nobody has told vCenter that it is off; of
 * one in standby mode vCenter knows, which sent it there.
 */
function isCounted(turn: Turn, vm: VmRecord): boolean {
  const { world } = turn
  if (vm.power !== 'off' && !world.hosts.any(isStandalone)) return true
  const at = vm.powerOn?.host ?? vm.host
  const host = at === null ? undefined : world.hosts.get(at)
  if (host?.cfg.standalone === true) return false
  if (vm.power !== 'off' || world.restarts.has(vm.name)) return true
  if (vm.downSince === null || host === undefined || host.power === 'standby' || host.standbyChange === 'exiting') return false
  return host.power !== 'on' || world.connections.get(host.name)?.state !== 'connected'
}

/** HA-142: reservations and memory overhead. */
function reservationOf(turn: Turn, name: string, cfg: LabVm): CountedVm {
  const overheadMiB = turn.constants['HA-142'].overheadCounts ? overheadOf(cfg) : 0
  return { name, cpuMHz: cfg.cpuReservationMHz, memoryMiB: cfg.memoryReservationMiB + overheadMiB }
}

/** What was made of the settings of the VM at each place of the inventory. Settings are replaced when they change, and belong to one VM. */
interface Made {
  readonly cfgs: LabVm[]
  readonly counted: CountedVm[]
}
const madeIn = derivedOfWorld([], (): Made => ({ cfgs: [], counted: [] }))

/** Looked at with each write of a VM: nothing is made or looked up again for those that stayed as they were. */
const countedVms = derived([...ofHosts, 'vms', 'restarts', 'ftPairs'], worldOf, (turn: Turn): readonly CountedVm[] => {
  const { cfgs, counted: made } = madeIn(turn.world)
  const counted: CountedVm[] = []
  let place = 0
  for (const vm of turn.world.vms.values()) {
    if (cfgs[place] !== vm.cfg) {
      cfgs[place] = vm.cfg
      made[place] = reservationOf(turn, vm.name, vm.cfg)
    }
    if (isCounted(turn, vm)) counted.push(made[place]!)
    place++
  }
  // FT-010: a secondary holds as much as its primary, also one that HA has to start anew.
  for (const { vm: name, state } of turn.world.ftPairs.values()) {
    const vm = state === 'disabled' || state === 'enabled' ? undefined : turn.world.vms.get(name)
    if (vm !== undefined) counted.push(reservationOf(turn, secondaryName(name), vm.cfg))
  }
  return counted
})

/** Hosts on which a VM runs or starts. */
const busyHosts = derivedOfWorld(['vms'], (world): ReadonlySet<string> => {
  const busy = new Set<string>()
  for (const vm of world.vms.values()) {
    for (const { host } of vm.instances) busy.add(host)
    if (vm.powerOn !== null) busy.add(vm.powerOn.host)
  }
  return busy
})

/** The policy that acts; null while HA is off. */
export function admissionPolicy(turn: Turn): Policy | null {
  const policy = turn.world.ha.get('ha')?.cfg.admissionControl.policy ?? null
  return policy === 'disabled' && !turn.constants['HA-168'].disabledAllowsAll ? 'clusterResourcePercentage' : policy
}

/** Names of the dedicated failover hosts; empty under any other policy. */
export function failoverHosts(world: ReadonlyTables): readonly string[] {
  const settings = world.ha.get('ha')?.cfg.admissionControl
  return settings?.policy === 'dedicatedFailoverHosts' ? settings.failoverHosts : []
}

export function isFailoverHost(world: ReadonlyTables, host: string): boolean {
  return failoverHosts(world).includes(host)
}

/** HA-165 */
function statusOf(turn: Turn, host: string, { gone, come }: Changed): FailoverHostStatus {
  if (gone.includes(host) || !(come.includes(host) || isSound(turn, host))) return 'red'
  return turn.constants['HA-165'].yellowWithVms && busyHosts(turn.world).has(host) ? 'yellow' : 'green'
}

interface Changed {
  readonly gone: readonly string[]
  readonly come: readonly string[]
}

function hostsThen(turn: Turn, { gone, come }: Changed): readonly CountedHost[] {
  const now = countedHosts(turn)
  if (gone.length + come.length === 0) return now
  const added = come
    .filter((name) => !now.some((host) => host.name === name))
    .map((name) => ({ name, entering: false, ...turn.world.hosts.need(name).cfg.vmCapacity }))
  return [...now.filter(({ name }) => !gone.includes(name)), ...added]
}

/** What admission control makes of the cluster as it is, or would be. Null while HA is off. */
export function admissionPlan(turn: Turn, { vms: asked = [], without = [], plus: come = [] }: WhatIf = {}): AdmissionPlan | null {
  const policy = admissionPolicy(turn)
  const settings = turn.world.ha.get('ha')?.cfg.admissionControl
  if (policy === null || settings === undefined) return null
  const { hostFailuresToTolerate } = settings
  const changed = { gone: typeof without === 'string' ? [without] : without, come }
  const about = { policy, hostFailuresToTolerate, slots: null, percentage: null, failoverHosts: null }
  if (policy === 'disabled') return { ...about, hosts: [], vms: [], ok: true }
  if (policy === 'dedicatedFailoverHosts') {
    const dedicated = failoverHosts(turn.world).filter((host) => turn.world.hosts.has(host))
    const statuses = new Map(dedicated.map((host) => [host, statusOf(turn, host, changed)]))
    return { ...about, hosts: [], vms: [], failoverHosts: statuses, ok: dedicated.length > 0 && ![...statuses.values()].includes('red') }
  }
  const hosts = hostsThen(turn, changed)
  const replaced = new Set(asked.map(({ name }) => name))
  const others = asked.length === 0 ? countedVms(turn) : countedVms(turn).filter(({ name }) => !replaced.has(name))
  const vms = asked.length === 0 ? others : [...others, ...asked.map(({ name, cfg }) => reservationOf(turn, name, cfg))]
  if (policy === 'slotPolicy') {
    const slots = slotPlan(hosts, vms, hostFailuresToTolerate, slotOptions(turn, settings), turn.constants)
    return { ...about, hosts, vms, slots, ok: slots.ok }
  }
  const percentage = percentagePlan(hosts, vms, percentageOptions(turn, settings, hosts), turn.constants)
  return { ...about, hosts, vms, percentage, ok: percentage.ok }
}

type Settings = NonNullable<ReturnType<ReadonlyTables['ha']['get']>>['cfg']['admissionControl']

/** A number that an option sets, else null. */
function limit(turn: Turn, name: string): number | null {
  const value = Number(option(turn, name) ?? Number.NaN)
  return value >= 0 ? value : null
}

/** HA-144, HA-145; an upper bound of 0 bounds nothing. */
function slotOptions(turn: Turn, settings: Settings) {
  return {
    minCpuMHz: limit(turn, 'das.vmcpuminmhz'),
    minMemoryMiB: limit(turn, 'das.vmmemoryminmb'),
    maxCpuMHz: limit(turn, 'das.slotcpuinmhz') || null,
    maxMemoryMiB: limit(turn, 'das.slotmeminmb') || null,
    fixedCpuMHz: settings.slotCpuMHz,
    fixedMemoryMiB: settings.slotMemoryMiB,
  }
}

/** HA-155: computed since 6.5. */
function percentageOptions(turn: Turn, settings: Settings, hosts: readonly CountedHost[]) {
  const { computed, otherwisePercent } = turn.constants['HA-155']
  const otherwise = computed && productAtLeast(turn.lab.product, '6.5') ? null : otherwisePercent
  return {
    hostFailuresToTolerate: settings.hostFailuresToTolerate,
    cpuPercent: settings.cpuPercent ?? otherwise,
    memoryPercent: settings.memoryPercent ?? otherwise,
    minCpuMHz: limit(turn, 'das.vmcpuminmhz'),
    enabledHosts: hosts.reduce((n, { entering }) => n + (entering ? 0 : 1), 0),
  }
}

/** The cluster as it is. */
export const admissionNow = derived(admissionTables, worldOf, (turn: Turn): AdmissionPlan | null => admissionPlan(turn))

/** The resource that is short; null where it is not one of the two, as with slots. */
export function shortResource(plan: AdmissionPlan): 'cpu' | 'memory' | null {
  if (plan.percentage === null) return null
  return !plan.percentage.cpu.ok ? 'cpu' : !plan.percentage.memory.ok ? 'memory' : null
}

/** HA-167 */
export function capacityAfterFailures(turn: Turn): HostCapacity {
  const hosts = countedHosts(turn)
  const failures = turn.world.ha.get('ha')?.cfg.admissionControl.hostFailuresToTolerate ?? 0
  const left = (of: (host: CountedHost) => number): number =>
    hosts
      .map(of)
      .sort((a, b) => b - a)
      .slice(failures)
      .reduce((sum, value) => sum + value, 0)
  return { cpuMHz: left((host) => host.cpuMHz), memoryMiB: left((host) => host.memoryMiB) }
}
