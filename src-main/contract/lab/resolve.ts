/** From entries as written to the records of a lab: what was left out is filled in. Pure; the engine uses it for what commands add. */
import { roundHalfUp } from '../units.ts'
import type { DatastoreEntry, LabDatastore } from './datastore.ts'
import type { DemandPatch, LabDemand } from './demand.ts'
import type { DrsEntry, LabDrs } from './drs.ts'
import type { AdvancedOptions } from './fields.ts'
import type { HaEntry, LabHa } from './ha.ts'
import type { HostEntry, LabHost } from './host.ts'
import type { LabNetwork, NetworkEntry } from './network.ts'
import { productAtLeast } from './product.ts'
import type { ProductLevel } from './product.ts'
import type { LabDisk, LabNic, LabVm, VmEntry } from './vm.ts'

/** A network of each kind except vsan, named after it: a lab that names none. */
export const defaultNetworks: readonly NetworkEntry[] = (['management', 'vmotion', 'ft', 'storage', 'vm'] as const).map((kind) => ({
  name: kind,
  kind,
  rttMs: 0,
  notifySwitches: true,
}))

/** Two shared VMFS datastores on two arrays: a lab that names none. */
export const defaultDatastores: readonly DatastoreEntry[] = [1, 2].map((n) => ({
  name: `ds-0${n}`,
  type: 'vmfs',
  capacityGiB: null,
  throughputMBps: 500,
  array: `array-${n}`,
  network: null,
}))

export function resolveNetwork(entry: NetworkEntry): LabNetwork {
  const management = entry.kind === 'management'
  return {
    ...entry,
    gbps: entry.gbps ?? (management ? 1 : 10),
    nics: entry.nics ?? 1,
    nicsGiven: entry.nics !== undefined,
    isolationAddresses: entry.isolationAddresses ?? (management ? [`${entry.name}-gateway`] : []),
  }
}

export function resolveDatastore(entry: DatastoreEntry, product: ProductLevel): LabDatastore {
  return {
    ...entry,
    array: entry.array ?? entry.name,
    hosts: entry.hosts ?? null,
    vmfsVersion: entry.vmfsVersion ?? (productAtLeast(product, '6.5') ? 6 : 5),
  }
}

/** Option names do not care about case (HA-198). */
export function lowerCaseKeys(options: AdvancedOptions): AdvancedOptions {
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [key.toLowerCase(), value]))
}

const nothing: ReadonlySet<string> = new Set()

/** The managed object id of a position, or the next one that no host has. */
function moidAt(position: number, taken: ReadonlySet<string>): string {
  let number = 10 + position
  while (taken.has(`host-${number}`)) number++
  return `host-${number}`
}

/** `position` counts the hosts of the lab from 1, those that a `count` made included; `taken`: managed object ids of the others. */
export function resolveHost(entry: HostEntry, position: number, networks: readonly LabNetwork[], taken: ReadonlySet<string> = nothing): LabHost {
  const { cpu, vmCapacity } = entry
  return {
    ...entry,
    count: 1,
    vmCapacity: { cpuMHz: vmCapacity?.cpuMHz ?? cpu.sockets * cpu.coresPerSocket * cpu.mhz, memoryMiB: vmCapacity?.memoryMiB ?? entry.memoryMiB },
    moid: entry.moid ?? moidAt(position, taken),
    networks: entry.networks ?? networks.map((network) => network.name),
    advancedOptions: lowerCaseKeys(entry.advancedOptions),
  }
}

/** A VM entry whose traces, if any, have been read. */
export type NewVm = Omit<VmEntry, 'demand'> & { readonly demand: DemandPatch }

export interface VmContext {
  /** Place among the VMs of the run, from 1: decides the MACs that were left out. */
  readonly position: number
  /** Where its datastore must be reachable from; null: not placed. */
  readonly host: LabHost | null
  readonly networks: readonly LabNetwork[]
  readonly datastores: readonly LabDatastore[]
}

/** Fills in datastore, disks, NICs and demand. With no datastore in reach, the first of the lab. */
export function resolveVm(entry: NewVm, context: VmContext): LabVm {
  const datastore = entry.datastore ?? defaultDatastore(context.host, context.datastores)
  return {
    ...entry,
    count: 1,
    // FT-010: enabling sets it.
    memoryReservationMiB: entry.faultTolerance ? entry.memoryMiB : entry.memoryReservationMiB,
    datastore,
    disks: resolveDisks(entry, datastore),
    nics: resolveNics(entry, context),
    demand: resolveDemand(entry.demand, entry),
  }
}

function resolveDisks(entry: NewVm, datastore: string): readonly LabDisk[] {
  if (entry.disks === undefined) return [{ sizeGiB: entry.diskGiB, datastore, mode: 'persistent', rdm: null }]
  return entry.disks.map((disk) => ({ sizeGiB: disk.sizeGiB, datastore: disk.datastore ?? datastore, mode: disk.mode, rdm: disk.rdm }))
}

function resolveNics(entry: NewVm, context: VmContext): readonly LabNic[] {
  const nics = entry.nics ?? [{ network: context.networks.find((network) => network.kind === 'vm')?.name ?? null, mac: null }]
  return nics.map((nic, i) => ({ network: nic.network, mac: nic.mac?.toLowerCase() ?? madeMac(context.position, i) }))
}

const NICS_PER_VM = 16

/** vCenter makes MACs of 00:50:56:80:00:00 to 00:50:56:bf:ff:ff. */
function madeMac(position: number, nic: number): string {
  const suffix = 0x800000 + (((position - 1) * NICS_PER_VM + nic) % 0x400000)
  const hex = suffix.toString(16)
  return `00:50:56:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4)}`
}

/** Whether a host sees a datastore: it is mounted there, and the host has the network that carries it. */
export function reaches(host: LabHost, datastore: LabDatastore): boolean {
  return (
    (datastore.hosts === null || datastore.hosts.includes(host.name)) && (datastore.network === null || host.networks.includes(datastore.network))
  )
}

function defaultDatastore(host: LabHost | null, datastores: readonly LabDatastore[]): string {
  const found = host === null ? datastores.find((datastore) => datastore.hosts === null) : datastores.find((datastore) => reaches(host, datastore))
  return (found ?? datastores[0])?.name ?? ''
}

export function resolveDemand(patch: DemandPatch, vm: { readonly name: string; readonly memoryMiB: number }): LabDemand {
  const memoryMiB = vm.memoryMiB
  const column = patch.column ?? vm.name
  return {
    cpuMHz: 0,
    memoryMiB: roundHalfUp(memoryMiB / 4),
    grantedMiB: memoryMiB,
    consumedMiB: memoryMiB,
    touchedMiB: memoryMiB,
    workingSetMiB: memoryMiB,
    balloonedMiB: 0,
    swappedMiB: 0,
    compressedMiB: 0,
    dirtyMBps: 0,
    writeMBps: 0,
    netMbps: 0,
    overwriteFraction: 0,
    trace: null,
    column,
    scale: 1,
    memoryTrace: null,
    memoryColumn: column,
    traceSamples: null,
    memoryTraceSamples: null,
    traceIntervalMs: 300_000,
    shape: null,
    period: 86_400_000,
    phase: 0,
    dutyPercent: 50,
    steps: [],
    forecast: [],
    ...patch,
  }
}

export function resolveHa(entry: HaEntry): LabHa {
  return { ...entry, advancedOptions: lowerCaseKeys(entry.advancedOptions) }
}

export function resolveDrs(entry: DrsEntry, product: ProductLevel): LabDrs {
  return {
    ...entry,
    algorithm: entry.algorithm ?? (productAtLeast(product, '7.0') ? 'drsScore' : 'classic'),
    advancedOptions: lowerCaseKeys(entry.advancedOptions),
  }
}
