/** What an outside client sees of a VM (VM-080 to VM-082): pure reads over the world. Instants in ms. */
import type { LabVm } from '../../contract/lab/index.ts'
import { pingsBetween } from '../models/client-pings.ts'
import type { ClientRecord, VmRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { isAttached } from './network.ts'

/** The host has no working link into the network of a vNIC; the ideal network is never cut. */
export function isCut(world: ReadonlyTables, network: string | null, host: string): boolean {
  if (network === null) return false
  const record = world.networks.get(network)
  return record === undefined || !isAttached(world, record, host)
}

/** It executes guest code, and the guest has booted. */
export function serves(vm: VmRecord): boolean {
  return vm.power === 'on' && vm.guest === 'ready' && vm.downSince === null
}

/** It should answer: it is not off on purpose. */
export function isWanted(vm: VmRecord): boolean {
  return vm.power !== 'off' || vm.downSince !== null
}

/** Clients talk to the first vNIC. */
export function isOut(vm: VmRecord, record: Pick<ClientRecord, 'links' | 'answersAt'> | undefined): boolean {
  if (!isWanted(vm)) return false
  if (!serves(vm)) return true
  if (record === undefined) return false
  const [first] = vm.cfg.nics
  return record.answersAt !== null || (first !== undefined && record.links[first.mac] !== undefined)
}

/** Host whose uplink the switches send the MAC to; null: none. */
export function learnedOn(world: ReadonlyTables, vm: VmRecord, mac: string): string | null {
  if (vm.power !== 'on') return null
  const link = world.clients.get(vm.name)?.links[mac]
  return link === undefined ? vm.host : link.on
}

export function clientOutageMs(world: ReadonlyTables, vm: string, now: number): number {
  const record = world.clients.get(vm)
  if (record === undefined) return 0
  return record.outageMs + (record.outageSince === null ? 0 : now - record.outageSince)
}

/** Pings without an answer up to now, one of this very instant included; null: nobody pings. */
export function pingsLostOf(world: ReadonlyTables, { name, cfg }: VmRecord, now: number): number | null {
  if (cfg.clientPing === null) return null
  const record = world.clients.get(name)
  if (record === undefined) return 0
  return record.pingsLost + (record.outageSince === null ? 0 : pingsOf(cfg, record.outageSince, now + 1))
}

/** Pings that fall into [from, to). */
export function pingsOf({ clientPing }: LabVm, from: number, to: number): number {
  return clientPing === null ? 0 : pingsBetween(from, to, clientPing.interval, clientPing.phase)
}
