/** What HA is set to, and whose agent runs: asked by all modules that do a part of HA's work. Pure reads over the world. */
import type { LabHa, LabVm } from '../../contract/lab/index.ts'
import { flagValue } from '../../contract/lab/option-values.ts'
import type { LabVmHa } from '../../contract/lab/ha.ts'
import { derivedOfWorld } from '../core/derived.ts'
import type { AgentRecord, HaRecord, HostRecord, VmRecord } from '../core/records.ts'
import type { Turn } from '../core/turn.ts'
import type { ReadonlyTables } from '../core/world.ts'

export function settings(world: ReadonlyTables): HaRecord | undefined {
  return world.ha.get('ha')
}

/** An advanced option by its name in lower case (HA-198); undefined where the lab does not set it. */
export function option(turn: Turn, name: string): string | undefined {
  if (!turn.constants['HA-198'].optionCaseIgnored) return undefined
  const value = settings(turn.world)?.cfg.advancedOptions[name]
  return value === undefined || value === null ? undefined : String(value)
}

/** A numeric option, or the fact's constant. */
export function numberOption(turn: Turn, name: string, otherwise: number): number {
  const value = Number(option(turn, name) ?? Number.NaN)
  return value >= 0 ? value : otherwise
}

/** A yes-or-no option; what is neither counts as not set, as `check` says. */
export function flagOption(turn: Turn, name: string, otherwise: boolean): boolean {
  return flagValue(option(turn, name)) ?? otherwise
}

/** A whole-second option as ms. */
export function secondsOption(turn: Turn, name: string, otherwiseMs: number): number {
  return numberOption(turn, name, otherwiseMs / 1000) * 1000
}

/** VMs whose restart waits because no host has room (HA-099), the largest first. */
export function waitingForRoom(world: ReadonlyTables): VmRecord[] {
  const waiting: VmRecord[] = []
  for (const { vm, state, waitsFor } of world.restarts.values())
    if (state === 'pending' && waitsFor === 'insufficientResources') waiting.push(world.vms.need(vm))
  return waiting.sort((a, b) => b.cfg.memoryReservationMiB - a.cfg.memoryReservationMiB || a.order - b.order)
}

/** HA-002: hosts in maintenance or standby mode, or disconnected, take no part; a host that is powered off is still on the list. */
export function isMember(host: HostRecord): boolean {
  return host.maintenance !== 'yes' && host.power !== 'standby' && host.standbyChange !== 'exiting' && !host.disconnected && !host.cfg.standalone
}

export const members = derivedOfWorld(['hosts'], (world): readonly HostRecord[] => [...world.hosts.values()].filter(isMember))

/** The agent of that host runs and takes part. */
export function agentUp(world: ReadonlyTables, host: string): boolean {
  const record = world.hosts.get(host)
  return record !== undefined && record.power === 'on' && isMember(record) && whyStopped(record, world.agents.get(host)) === null
}

/** What keeps the agent of a host that is on from its work; null: nothing does. */
export function whyStopped(host: HostRecord, agent: AgentRecord | undefined): 'agentDied' | 'hostdStopped' | 'notSetUp' | 'noDatastores' | null {
  if (agent?.alive !== true || (agent.restartTimer !== null && isStopped(agent))) return 'agentDied'
  if (!host.hostd) return 'hostdStopped'
  if (agent.fault !== null) return 'notSetUp'
  return agent.noDatastores ? 'noDatastores' : null
}

/** It is neither primary nor anybody's secondary, nor about to be. */
export function isStopped({ state }: Pick<AgentRecord, 'state'>): boolean {
  return state === 'none' || state === 'uninitialized'
}

/** It died and is on its way back, and nobody knows (HA-187): it says nothing, hears nothing and decides nothing. */
export function isMute(world: ReadonlyTables, host: string): boolean {
  const agent = world.agents.get(host)
  return agent !== undefined && agent.restartTimer !== null
}

/** A host that the primaries watch: one whose agent was never set up, or reports that it is not in the run state, is none. */
export function isWatched(world: ReadonlyTables, host: string): boolean {
  const agent = world.agents.get(host)
  return agent === undefined || (agent.fault === null && !agent.noDatastores)
}

/** HA-026, HA-189: the VMs that run there are not in HA's care. */
export function isOutOfCare(world: ReadonlyTables, host: string): boolean {
  return world.hosts.get(host)?.disconnected === true || (world.agents.get(host)?.fault ?? null) !== null
}

/** A setting of a VM: its own, else the cluster's. */
export function settingOf<K extends keyof LabVmHa & keyof LabHa>(cfg: LabHa, vm: Pick<LabVm, 'ha'>, key: K): LabHa[K] {
  return (vm.ha[key] as LabHa[K] | undefined) ?? cfg[key]
}
