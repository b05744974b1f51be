/** What the families of admission control draw: hosts with a capacity, and virtual machines that reserve some of it. */
import type { GivenTable } from '../../../contract/practice/question.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import { stepped, type Rng } from '../../kit/draw.ts'
import { UnfitLab, type Evidence, type LabFile } from '../../kit/evidence.ts'
import type { Outcome, WrongOutcome } from '../../kit/family.ts'
import { hostEntry, hostName } from '../../kit/labs.ts'
import { measured } from '../../kit/words.ts'

/** A host, and what it has for virtual machines: `cores` × `mhz`, and all of its memory. */
export interface RatedHost {
  readonly name: string
  readonly cores: number
  readonly mhz: number
  readonly memoryMiB: number
}

/** So many virtual machines alike, all powered on. */
export interface VmGroup {
  readonly name: string
  readonly count: number
  readonly vcpus: number
  readonly memoryMiB: number
  readonly cpuReservationMHz: number
  readonly memoryReservationMiB: number
  readonly overheadMiB: number
}

/** `equal`: one size for all. Memory is what the hypervisor leaves of whole GiB. */
export function drawHosts(rng: Rng, count: number, equal = false, coresMost = 32): readonly RatedHost[] {
  const size = (): Omit<RatedHost, 'name'> => ({
    cores: rng.pick([8, 10, 12, 16, 20, 24, 28, 32].filter((cores) => cores <= coresMost)),
    mhz: stepped(rng, 2000, 3200, 100),
    memoryMiB: rng.pick([96, 128, 160, 192, 224, 256]) * 1024 - stepped(rng, 600, 4000, 20),
  })
  const one = size()
  return Array.from({ length: count }, (_, at) => ({ name: hostName(at), ...(equal ? one : size()) }))
}

export const cpuOf = ({ cores, mhz }: Pick<RatedHost, 'cores' | 'mhz'>): number => cores * mhz
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
export const totalOf = (hosts: readonly RatedHost[]): { readonly cpuMHz: number; readonly memoryMiB: number } => ({
  cpuMHz: sum(hosts.map(cpuOf)),
  memoryMiB: sum(hosts.map(({ memoryMiB }) => memoryMiB)),
})

export const entryOf = (host: RatedHost): LabFile => hostEntry({ ...host })
/** A host whose virtual machines have so much, whatever it is made of. */
export function entryWith(name: string, cpuMHz: number, memoryMiB: number): LabFile {
  return hostEntry({ name, cores: 64, mhz: 4000, memoryMiB: 1_048_576, vmCapacity: { cpuMHz, memoryMiB } })
}

export const mhz = (value: number): Phrase => measured(value, 'MHz')
export const mib = (value: number): Phrase => measured(value, 'MiB')

export function hostsTable(hosts: readonly RatedHost[]): GivenTable {
  return {
    title: ['Hosts: capacity for virtual machines', '호스트: 가상 시스템에 사용할 수 있는 용량'],
    head: [
      ['Name', '이름'],
      ['CPU, MHz', 'CPU(MHz)'],
      ['Memory, MiB', '메모리(MiB)'],
    ],
    rows: hosts.map((host) => [host.name, cpuOf(host), host.memoryMiB]),
  }
}

export function groupsTable(groups: readonly VmGroup[]): GivenTable {
  return {
    title: ['Virtual machines that are powered on', '전원이 켜진 가상 시스템'],
    head: [
      ['Name', '이름'],
      ['Number', '개수'],
      ['CPU reservation, MHz', 'CPU 예약(MHz)'],
      ['Memory reservation, MiB', '메모리 예약(MiB)'],
      ['Overhead of each, MiB', 'VM당 오버헤드(MiB)'],
    ],
    rows: groups.map((vm) => [vm.name, vm.count, vm.cpuReservationMHz, vm.memoryReservationMiB, vm.overheadMiB]),
  }
}

/** Whole slots that fit into each host, before they are rounded down. */
export function quotients(hosts: readonly RatedHost[], cpuMHz: number, memoryMiB: number): readonly number[] {
  return hosts.map((host) => Math.min(cpuOf(host) / cpuMHz, host.memoryMiB / memoryMiB))
}

/** Drawn so that no quotient is about to be another whole number. */
export const isClear = (values: readonly number[]): boolean => values.every((value) => Math.abs(value - Math.round(value)) >= 0.02)

/** The largest reservations, memory with its overhead. */
export function largestOf(vms: readonly VmGroup[]): readonly [cpuMHz: number, memoryMiB: number] {
  return [
    Math.max(32, ...vms.map(({ cpuReservationMHz }) => cpuReservationMHz)),
    Math.max(...vms.map(({ memoryReservationMiB, overheadMiB }) => memoryReservationMiB + overheadMiB)),
  ]
}

/** One virtual machine that does not run yet. */
export function shapeTable(vm: VmGroup): GivenTable {
  return {
    title: ['Virtual machine', '가상 시스템'],
    head: [
      ['Name', '이름'],
      ['vCPUs', 'vCPU'],
      ['CPU reservation, MHz', 'CPU 예약(MHz)'],
      ['Memory, MiB', '메모리(MiB)'],
      ['Memory reservation, MiB', '메모리 예약(MiB)'],
      ['Overhead, MiB', '오버헤드(MiB)'],
    ],
    rows: [[vm.name, vm.vcpus, vm.cpuReservationMHz, vm.memoryMiB, vm.memoryReservationMiB, vm.overheadMiB]],
  }
}

/** As exactly as such a question asks for a percentage. */
export const toOneDecimal = (value: number): number => Math.round(value * 10) / 10
/** What the cluster has, what is reserved, and what is held back for failover; MHz or MiB. */
export function amountsOf(
  { state }: Evidence,
  resource: 'cpu' | 'memory',
): { readonly total: number; readonly reserved: number; readonly held: number } {
  const admission = state.ha?.admission
  return resource === 'cpu'
    ? { total: admission?.cpu?.totalMHz ?? 0, reserved: admission?.cpu?.reservedMHz ?? 0, held: admission?.cpu?.failoverMHz ?? 0 }
    : { total: admission?.memory?.totalMiB ?? 0, reserved: admission?.memory?.reservedMiB ?? 0, held: admission?.memory?.failoverMiB ?? 0 }
}
/** Of the amounts: a percentage that was rounded before would be rounded twice. */
export const shareOf = (amount: number, total: number): number => (total > 0 ? toOneDecimal((100 * amount) / total) : 0)
export const percent = (value: number): Phrase => [`${value.toFixed(1)}%`, `${value.toFixed(1)}%`]
export const resourceName = (resource: 'cpu' | 'memory'): Phrase => (resource === 'cpu' ? ['CPU', 'CPU'] : ['memory', '메모리'])

/** A mistake whose lab does not fit onto the hosts leads nowhere. */
export function orNothing<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof UnfitLab) return null
    throw error
  }
}

/** The wrong outcomes that there are; one that has to be played first is so only when it is asked for. */
export function* known(outcomes: { readonly [mistake: string]: Outcome | (() => Outcome) }): Iterable<WrongOutcome> {
  for (const [mistake, told] of Object.entries(outcomes)) {
    const outcome = typeof told === 'function' ? told() : told
    if (outcome !== null) yield { mistake, outcome }
  }
}

/** vCPUs that can have so much: a vCPU never has more than a core, and the slowest host has 2000 MHz. */
export const vcpusFor = (cpuMHz: number): number => Math.max(1, Math.ceil(cpuMHz / 2000))

/** Memory that is configured where so much is reserved. */
const memoryFor = (reservationMiB: number): number => (Math.ceil(reservationMiB / 4096) + 1) * 4096

type Reserved = Pick<VmGroup, 'cpuReservationMHz' | 'memoryReservationMiB' | 'overheadMiB'>

/** A virtual machine that is as large as what it reserves asks for. */
export const sizedFor = ({ cpuReservationMHz, memoryReservationMiB, overheadMiB }: Reserved): Omit<VmGroup, 'name' | 'count'> => ({
  ...{ vcpus: vcpusFor(cpuReservationMHz), memoryMiB: memoryFor(memoryReservationMiB) },
  ...{ cpuReservationMHz, memoryReservationMiB, overheadMiB },
})
