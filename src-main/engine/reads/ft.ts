/** Fault Tolerance pairs: pure reads over the world. */
import type { FtState } from '../../contract/state.ts'
import type { FtRecord, NetworkRecord } from '../core/records.ts'
import type { Turn } from '../core/turn.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { demandOf } from './demand.ts'
import { agentUp, numberOption } from './ha.ts'
import { connected } from './network.ts'
import { reaches } from './storage.ts'

export function ftOf(world: ReadonlyTables, vm: string): FtRecord | undefined {
  return world.ftPairs.size === 0 ? undefined : world.ftPairs.get(vm)
}

export function ftStateOf(world: ReadonlyTables, vm: string): FtState {
  return ftOf(world, vm)?.state ?? 'notConfigured'
}

/** The VM has Fault Tolerance switched on, whether or not a secondary runs. */
export function hasFt(world: ReadonlyTables, vm: string): boolean {
  return ftOf(world, vm) !== undefined
}

/** Host of a secondary that has all of the primary's state and can take over; null: there is none. It has to reach its own files and the lock. */
export function standbyOf(world: ReadonlyTables, vm: string): string | null {
  const pair = ftOf(world, vm)
  const record = world.vms.get(vm)
  if (record === undefined || pair?.state !== 'running' || pair.secondary === null || pair.secondaryFiles === null) return null
  if (pair.secondary === record.host || pair.pending?.what === 'secondaryLost') return null
  const reachesAll = reaches(world, pair.secondary, pair.secondaryFiles.datastore) && reaches(world, pair.secondary, record.cfg.datastore)
  return reachesAll ? pair.secondary : null
}

/** A secondary runs there, or is being made. */
export function hostsSecondary(world: ReadonlyTables, host: string): boolean {
  if (world.ftPairs.size === 0) return false
  for (const { secondary } of world.ftPairs.values()) if (secondary === host) return true
  return false
}

/** Networks of kind ft that the host has an adapter on, whether or not they work. */
export function ftNetworksOf(world: ReadonlyTables, host: string): NetworkRecord[] {
  const names = world.hosts.get(host)?.cfg.networks ?? []
  return [...world.networks.values()].filter(({ name, cfg }) => cfg.kind === 'ft' && names.includes(name))
}

/** The two exchange heartbeats and checkpoints: on at least one FT network. FT-021: no other network counts. */
export function ftLinked({ world, constants }: Pick<Turn, 'world' | 'constants'>, a: string, b: string): boolean {
  let linked = false
  for (const network of world.networks.values()) {
    if (network.cfg.kind === 'ft') linked ||= connected(world, network, a, b)
    else if (!constants['FT-021'].onlyFtNetworkCounts && network.cfg.kind === 'vm' && !connected(world, network, a, b)) return false
  }
  return linked
}

/** Copies of FT VMs on a host, primaries and secondaries (FT-005); one that is to be left out may be named. */
export function ftCopiesOn(world: ReadonlyTables, host: string, except: string | null = null): { vms: number; vcpus: number } {
  const copies = { vms: 0, vcpus: 0 }
  for (const { vm: name, secondary, state } of world.ftPairs.values()) {
    const vm = name === except || state === 'disabled' ? undefined : world.vms.get(name)
    if (vm === undefined) continue
    const primary = vm.powerOn?.host ?? (vm.power === 'on' ? vm.host : null)
    for (const at of [primary, secondary]) {
      if (at !== host) continue
      copies.vms++
      copies.vcpus += vm.cfg.vcpus
    }
  }
  return copies
}

/** `das.maxftvmsperhost` and `das.maxftvcpusperhost`: higher values are allowed, 0 disables the check (FT-005). */
export function ftHostLimits(turn: Turn): { readonly vms: number; readonly vcpus: number } {
  const { vmsPerHost, vcpusPerHost } = turn.constants['FT-005']
  return { vms: numberOption(turn, 'das.maxftvmsperhost', vmsPerHost), vcpus: numberOption(turn, 'das.maxftvcpusperhost', vcpusPerHost) }
}

/** The limit that the primary of an FT VM would exceed on that host, as the code of a refusal; null: none. */
export function ftLimitReached(turn: Turn, vm: string, host: string): 'ftHostVmLimit' | 'ftHostVcpuLimit' | null {
  const limits = ftHostLimits(turn)
  const copies = ftCopiesOn(turn.world, host, vm)
  if (limits.vms > 0 && copies.vms + 1 > limits.vms) return 'ftHostVmLimit'
  const vcpus = copies.vcpus + (turn.world.vms.get(vm)?.cfg.vcpus ?? 0)
  return limits.vcpus > 0 && vcpus > limits.vcpus ? 'ftHostVcpuLimit' : null
}

/** The primary of HA whose partition the host is in; null: it is in none. */
export function haPrimaryOf(world: ReadonlyTables, host: string): string | null {
  const agent = world.agents.get(host)
  if (agent === undefined || !agentUp(world, host)) return null
  if (agent.state === 'primary') return host
  const primary = agent.state === 'secondary' ? agent.primary : null
  return primary !== null && world.agents.get(primary)?.state === 'primary' && agentUp(world, primary) ? primary : null
}

export interface FtTraffic {
  /** What the pair sends over the FT network. */
  readonly mbps: number
  /** By how much the primary is slowed down. */
  readonly slowdownPercent: number
  /** Mean, by output commit. */
  readonly addedLatencyMs: number
}

const BITS = 8
/** MB/s of 1 Gb/s. */
const GIGABIT_MB = 125

/** FT-003, FT-015; null: no secondary runs. */
export function ftTraffic(turn: Pick<Turn, 'world' | 'constants' | 'now'>, name: string): FtTraffic | null {
  const { world, constants, now } = turn
  const pair = ftOf(world, name)
  const vm = world.vms.get(name)
  if (vm === undefined || pair?.state !== 'running' || pair.secondary === null || vm.host === null) return null
  const { writesCount, slowsDown } = constants['FT-015']
  const received = demandOf(world, name, 'netMbps', now) / BITS
  const written = writesCount ? demandOf(world, name, 'writeMBps', now) : 0
  const neededMBps = demandOf(world, name, 'dirtyMBps', now) + written + received
  const secondary = pair.secondary
  const primary = vm.host
  const gbps = ftNetworksOf(world, primary)
    .filter((network) => connected(world, network, primary, secondary))
    .reduce((most, { cfg }) => Math.max(most, cfg.gbps), 0)
  const linkMBps = constants['VM-034'].linkUsableShare * gbps * GIGABIT_MB
  const short = slowsDown && neededMBps > linkMBps
  return {
    mbps: (short ? linkMBps : neededMBps) * BITS,
    slowdownPercent: short ? (1 - linkMBps / neededMBps) * 100 : 0,
    addedLatencyMs: vm.cfg.ft.checkpointInterval * constants['FT-003'].addedLatencyShare,
  }
}
