/** What HA is set to, and whose agent runs: asked by all modules that do a part of HA's work. Pure reads over the world. */
import type { LabHa, LabVm } from '../../contract/lab/index.ts'
import type { LabVmHa } from '../../contract/lab/ha.ts'
import { derivedOfWorld } from '../core/derived.ts'
import type { HaRecord, HostRecord } from '../core/records.ts'
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

/** A whole-second option as ms. */
export function secondsOption(turn: Turn, name: string, otherwiseMs: number): number {
  return numberOption(turn, name, otherwiseMs / 1000) * 1000
}

/** HA-002: hosts in maintenance or standby mode take no part; a host that is powered off is still on the list. */
export function isMember(host: HostRecord): boolean {
  return host.maintenance !== 'yes' && host.power !== 'standby' && !host.cfg.standalone
}

export const members = derivedOfWorld(['hosts'], (world): readonly HostRecord[] => [...world.hosts.values()].filter(isMember))

/** The agent of that host runs and takes part. */
export function agentUp(world: ReadonlyTables, host: string): boolean {
  const record = world.hosts.get(host)
  return record !== undefined && record.power === 'on' && isMember(record) && world.agents.get(host)?.alive === true
}

/** A setting of a VM: its own, else the cluster's. */
export function settingOf<K extends keyof LabVmHa & keyof LabHa>(cfg: LabHa, vm: Pick<LabVm, 'ha'>, key: K): LabHa[K] {
  return (vm.ha[key] as LabHa[K] | undefined) ?? cfg[key]
}
