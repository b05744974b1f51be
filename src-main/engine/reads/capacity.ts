/** Reservations against capacity: pure reads over the world. Units in the names. */
import type { LabHost, LabVm } from '../../contract/lab/index.ts'
import type { HostRecord, RestartRecord } from '../core/records.ts'
import { derivedOfWorld } from '../core/derived.ts'
import type { Index, ReadonlyTables } from '../core/world.ts'
import { compareNames } from '../models/order.ts'
import { claimsOn, overheadOf } from './claims.ts'
import type { Claim } from './claims.ts'
import { heldAt, heldElsewhere } from './held.ts'

/** VMs may be powered on there: it runs, and is on its way into no other mode. */
export function acceptsVms(host: HostRecord): boolean {
  return host.power === 'on' && host.hostd && host.maintenance === 'no' && host.standbyChange === null
}

export interface HostRoom {
  cpuMHz: number
  memoryMiB: number
  /** VMs with a process there, or about to have one, and their vCPUs. */
  vms: number
  vcpus: number
  /** Power-ons under way. */
  powerOns: number
}

/** Unreserved CPU and memory of every host (DRS-045: reservation plus overhead), over all VMs that run or start there, or have room held for them. */
export function roomOfHosts(world: ReadonlyTables): Map<string, HostRoom> {
  const rooms = new Map<string, HostRoom>()
  for (const host of world.hosts.values()) {
    rooms.set(host.name, { cpuMHz: host.cfg.vmCapacity.cpuMHz, memoryMiB: host.cfg.vmCapacity.memoryMiB, vms: 0, vcpus: 0, powerOns: 0 })
  }
  for (const vm of world.vms.values()) {
    for (const instance of vm.instances) take(rooms.get(instance.host), vm.cfg)
    if (vm.powerOn !== null) {
      const room = rooms.get(vm.powerOn.host)
      take(room, vm.cfg)
      if (room !== undefined) room.powerOns++
    }
  }
  for (const { cfg, host } of heldElsewhere(world)) take(rooms.get(host), cfg)
  return rooms
}

/** Restarts that HA has issued and that have not begun take their room all the same. */
export function takeIssued(world: ReadonlyTables, rooms: ReadonlyMap<string, HostRoom>): void {
  for (const restart of world.restarts.values()) {
    const room = restart.target === null ? undefined : rooms.get(restart.target)
    if (room !== undefined) takeIfIssued(world, room, restart)
  }
}

function takeIfIssued(world: ReadonlyTables, room: HostRoom, { vm: name, state, target }: RestartRecord): void {
  if (state !== 'attempted') return
  const vm = world.vms.need(name)
  if (vm.powerOn !== null || vm.instances.some(({ host }) => host === target)) return
  take(room, vm.cfg)
  room.powerOns++
}

export function take(room: HostRoom | undefined, vm: LabVm): void {
  if (room === undefined) return
  room.cpuMHz -= vm.cpuReservationMHz
  room.memoryMiB -= vm.memoryReservationMiB + overheadOf(vm)
  room.vms++
  room.vcpus += vm.vcpus
}

/** What VMs that run or start there leave, of hosts that somebody asked about; each as long as nobody comes, goes or reserves another amount. */
const besidesVms = derivedOfWorld(
  [],
  () => new Map<string, { readonly room: Readonly<HostRoom>; readonly cfg: LabHost; readonly claims: readonly Claim[] }>(),
)

const nowhere: readonly string[] = []

const byTarget: Index<RestartRecord> = {
  keysOf: ({ target }) => (target === null ? nowhere : [target]),
  same: (a, b) => a.target === b.target,
}

/** Room of one host, without looking at the others; what HA has issued has taken its own. `newcomer`: it does not stand in its own way. */
export function roomOfHost(world: ReadonlyTables, host: string, newcomer?: string): HostRoom {
  const known = besidesVms(world)
  const { cfg } = world.hosts.need(host)
  const claims = claimsOn(world, host)
  let kept = known.get(host)
  if (kept?.claims !== claims || kept.cfg !== cfg) known.set(host, (kept = { room: besidesClaims(claims, cfg), cfg, claims }))
  const left = { ...kept.room }
  for (const held of heldAt(world, host)) take(left, held.cfg)
  if (world.restarts.size === 0) return left
  // In one order: sums of fractions of a MiB depend on it.
  for (const vm of [...world.restarts.keysWith(byTarget, host)].sort(compareNames))
    if (vm !== newcomer) takeIfIssued(world, left, world.restarts.need(vm))
  return left
}

/** Rooms of hosts on which VMs are to start together: always the same room of a host, from which the asker takes what one needs before it asks for the next. */
export function roomsTogether(world: ReadonlyTables): (host: string) => HostRoom {
  const rooms = new Map<string, HostRoom>()
  return (host) => {
    const room = rooms.get(host) ?? roomOfHost(world, host)
    rooms.set(host, room)
    return room
  }
}

function besidesClaims(claims: readonly Claim[], { vmCapacity }: LabHost): HostRoom {
  const room = { cpuMHz: vmCapacity.cpuMHz, memoryMiB: vmCapacity.memoryMiB, vms: claims.length, vcpus: 0, powerOns: 0 }
  for (const { cpuMHz, memoryMiB, vcpus, starts } of claims) {
    room.cpuMHz -= cpuMHz
    room.memoryMiB -= memoryMiB
    room.vcpus += vcpus
    if (starts) room.powerOns++
  }
  return room
}
