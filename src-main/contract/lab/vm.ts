/** `vms[]`. */
import * as z from './schema.ts'
import { COUNT_MAX } from './host.ts'
import { demandSchema } from './demand.ts'
import type { LabDemand } from './demand.ts'
import { drsAutomations } from './drs.ts'
import { block, duration, evcMode, expects, flag, fraction, list, name, patterned, ref, shares, whole, words } from './fields.ts'
import { vmHaSchema } from './ha.ts'

const diskSchema = block({
  sizeGiB: whole(1),
  /** Left out: the VM's. */
  datastore: z.exactOptional(ref('datastore')),
  mode: words('persistent', 'independentPersistent', 'independentNonpersistent').default('persistent'),
  rdm: z.nullable(words('virtual', 'physical')).default(null),
})
const macSchema = expects(patterned(/^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$/), [
  'a MAC address such as 00:50:56:80:00:01',
  '00:50:56:80:00:01과 같은 MAC 주소',
])
const nicSchema = block({
  network: ref('network'),
  /** null: made from the position. */
  mac: z.nullable(macSchema).default(null),
})
const deviceSchema = block({
  type: words('cdrom', 'floppy', 'usb', 'serial', 'parallel', 'sound', 'passthrough'),
  backing: words('hostDevice', 'clientDevice', 'iso').default('hostDevice'),
  connected: flag().default(true),
})

export const vmShape = {
  name: name(),
  /** n > 1 expands to `name-001` …, as many digits as n needs, at least three. */
  count: whole(1, COUNT_MAX).default(1),
  vcpus: whole(1, 4096),
  memoryMiB: whole(1),
  /** null: placed at power-on. */
  host: z.nullable(ref('host')).default(null),
  power: words('on', 'off').default('on'),
  cpuShares: shares().default('normal'),
  memoryShares: shares().default('normal'),
  cpuReservationMHz: whole().default(0),
  memoryReservationMiB: whole().default(0),
  /** null: unlimited. */
  cpuLimitMHz: z.nullable(whole()).default(null),
  memoryLimitMiB: z.nullable(whole()).default(null),
  /** null: root. */
  resourcePool: z.nullable(ref('pool')).default(null),
  /** Left out: the first that the host can reach. */
  datastore: z.exactOptional(ref('datastore')),
  /** Thick, like every disk. */
  diskGiB: whole(1).default(40),
  /** Left out: one of diskGiB on `datastore`. */
  disks: z.exactOptional(list(diskSchema)),
  scsiBusSharing: words('none', 'virtual', 'physical').default('none'),
  /** Left out: one on the first network of kind vm. */
  nics: z.exactOptional(list(nicSchema)),
  devices: list(deviceSchema).default([]),
  /** Logical CPU numbers; empty: none. */
  cpuAffinity: list(whole(0, 65_535)).default([]),
  /** Per-VM EVC; null: off. */
  evcMode: z.nullable(evcMode()).default(null),
  /** null: by DRS-044. */
  overheadMiB: z.nullable(fraction()).default(null),
  /** VMware Tools run (guest heartbeats). */
  tools: flag().default(true),
  /** The guest sends application heartbeats. */
  application: flag().default(false),
  powerOnTime: duration().default(10_000),
  /** From power-on until guest heartbeats are green, ms. */
  bootTime: duration().default(60_000),
  /** Of a guest shutdown, ms. */
  shutdownTime: duration().default(20_000),
  agentVm: flag().default(false),
  latencySensitive: flag().default(false),
  /** false: a pre-copy without progress ends in noConvergence (VM-044). */
  sdps: flag().default(true),
  migrateEncryption: words('disabled', 'opportunistic', 'required').default('opportunistic'),
  /** acknowledgeAfter null: never (VM-028). */
  vmOpNotification: block({
    enabled: flag().default(false),
    timeout: duration().default(60_000),
    acknowledgeAfter: z.nullable(duration()).default(null),
  }).default({ enabled: false, timeout: 60_000, acknowledgeAfter: null }),
  /** SN-019. */
  preFreezeScript: words('succeeds', 'fails').default('succeeds'),
  /** The guest sends a frame at least so often, ms; null: silent. */
  frameInterval: z.nullable(duration()).default(1_000),
  /** An outside client pings at phase, phase + interval, …; null: nobody. */
  clientPing: z.nullable(block({ interval: duration(), phase: duration().default(0) })).default(null),
  /** Hosts of copies and witness, a vote each; null: chosen. */
  vsanComponents: z.nullable(list(ref('host'))).default(null),
  faultTolerance: flag().default(false),
  /** null: chosen. */
  ftSecondaryHost: z.nullable(ref('host')).default(null),
  /** metroFtHostGroup null: no group. */
  ft: block({
    checkpointInterval: duration().default(20),
    metroFtEnabled: flag().default(false),
    metroFtHostGroup: z.nullable(ref('hostGroup')).default(null),
  }).default({ checkpointInterval: 20, metroFtEnabled: false, metroFtHostGroup: null }),
  /** Left out: the cluster's. */
  ha: vmHaSchema.default({}),
  /** null: the cluster's. */
  drs: z.nullable(block({ automation: words(...drsAutomations, 'disabled') })).default(null),
  demand: demandSchema.default({}),
}
export const vmSchema = block(vmShape)

/** A VM as written, defaults of single keys filled in. */
export type VmEntry = z.output<typeof vmSchema>

export interface LabDisk {
  readonly sizeGiB: number
  readonly datastore: string
  readonly mode: 'persistent' | 'independentPersistent' | 'independentNonpersistent'
  readonly rdm: 'virtual' | 'physical' | null
}

export interface LabNic {
  /** null: the ideal network of a lab without one of kind vm. */
  readonly network: string | null
  readonly mac: string
}

/** A VM of the resolved lab; its `count` is 1. `ha` holds only what overrides the cluster. */
export interface LabVm extends Omit<VmEntry, 'datastore' | 'disks' | 'nics' | 'demand'> {
  readonly datastore: string
  readonly disks: readonly LabDisk[]
  readonly nics: readonly LabNic[]
  readonly demand: LabDemand
}
