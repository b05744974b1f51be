/** `hosts[]`: ESXi hosts. */
import * as z from './schema.ts'
import { advancedOptions, block, duration, evcMode, flag, list, name, product, ref, text, whole, words } from './fields.ts'
import type { AdvancedOptions } from './fields.ts'

export const COUNT_MAX = 100_000

export const hostShape = {
  name: name(),
  /** n > 1 expands to `name-001` …, as many digits as n needs, at least three. */
  count: whole(1, COUNT_MAX).default(1),
  /** A socket is a NUMA node. */
  cpu: block({ sockets: whole(1, 64), coresPerSocket: whole(1, 1024), mhz: whole(1, 100_000), model: evcMode().default('intel-cascade-lake') }),
  memoryMiB: whole(1),
  /** What VMs can use; left out: all cores × mhz, all memory. */
  vmCapacity: z.exactOptional(block({ cpuMHz: z.exactOptional(whole()), memoryMiB: z.exactOptional(whole()) })),
  /** Managed object id, decides elections; left out: `host-<10 + position>`. */
  moid: z.exactOptional(name()),
  /** Rack or site. */
  faultDomain: z.nullable(text()).default(null),
  /** Left out: all. */
  networks: z.exactOptional(list(ref('network'))),
  /** ESXi of this host if older than the lab's; null: the lab's. */
  product: z.nullable(product()).default(null),
  maintenance: flag().default(false),
  standby: flag().default(false),
  /** In the same vCenter, outside the cluster. */
  standalone: flag().default(false),
  /** automation null: the cluster's; wake empty: never to standby. */
  dpm: block({
    automation: z.nullable(words('disabled', 'manual', 'automatic')).default(null),
    wake: list(words('ipmi', 'ilo', 'wol')).default(['ipmi']),
  }).default({ automation: null, wake: ['ipmi'] }),
  /** From power-on or leaving standby until `host.booted`, ms. */
  bootTime: duration().default(300_000),
  /** HA-189. */
  localDiskFreeMiB: whole().default(1024),
  /** Of one host: fdm.nodeGoodness, Misc.APDTimeout. */
  advancedOptions: advancedOptions().default({}),
}
export const hostSchema = block(hostShape)

/** A host as written, defaults of single keys filled in. */
export type HostEntry = z.output<typeof hostSchema>

/** A host of the resolved lab; its `count` is 1. */
export interface LabHost extends Omit<HostEntry, 'vmCapacity' | 'moid' | 'networks' | 'advancedOptions'> {
  readonly vmCapacity: { readonly cpuMHz: number; readonly memoryMiB: number }
  readonly moid: string
  /** Names of all its networks. */
  readonly networks: readonly string[]
  /** Names in lower case. */
  readonly advancedOptions: AdvancedOptions
}
