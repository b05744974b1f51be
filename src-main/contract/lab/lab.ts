/** The lab file as a whole, and the resolved lab that everything else works with. */
import * as z from './schema.ts'
import { bookmarksSchema } from './bookmark.ts'
import { clusterSchema } from './cluster.ts'
import type { LabCluster } from './cluster.ts'
import { timelineEntrySchema } from './commands.ts'
import type { LabCommand } from './commands.ts'
import { datastoreSchema } from './datastore.ts'
import type { LabDatastore } from './datastore.ts'
import { expectationSchema } from './expectations.ts'
import type { LabExpectation } from './expectations.ts'
import { block, duration, expects, list, product, ref, patterned, text, textOf, whole, words } from './fields.ts'
import { hostSchema } from './host.ts'
import type { LabHost } from './host.ts'
import { networkSchema } from './network.ts'
import type { LabNetwork } from './network.ts'
import { vmSchema } from './vm.ts'
import type { LabVm } from './vm.ts'

const localDateTime = expects(patterned(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?$/), [
  'a local date and time such as 2026-03-02T09:00:00',
  '2026-03-02T09:00:00과 같은 현지 날짜와 시간',
])

/** The keys of the file that are no lists of records. */
export const labHeadShape = {
  /** Format version. */
  hostdown: expects(z.literal(1), ['the format version 1', '형식 버전 1']),
  name: expects(textOf(1, 1_000), ['text', '텍스트']),
  description: text().default(''),
  /** The same for a Korean window; null: as they are. */
  nameKo: z.nullable(expects(textOf(1, 1_000), ['text', '텍스트'])).default(null),
  descriptionKo: z.nullable(text()).default(null),
  seed: whole(0, Number.MAX_SAFE_INTEGER).default(1),
  product: product().default('8.0'),
  /** `none` lifts the configuration maximums. */
  limits: words('vsphere', 'none').default('vsphere'),
  start: words('settled', 'cold').default('settled'),
  /** For display only; null: clocks show run time. */
  startsAt: z.nullable(localDateTime).default(null),
  /** vm null: outside the cluster. network left out: the first of kind management. */
  vcenter: block({ vm: z.nullable(ref('vm')).default(null), network: z.exactOptional(ref('network')) }).default({ vm: null }),
  cluster: clusterSchema.prefault({}),
  bookmarks: bookmarksSchema.default([]),
  /** A lab that must not validate: the paths that `check` reports. */
  checkFails: z.nullable(expects(z.array(text()), ['a list of paths', '경로 목록'])).default(null),
  /** Left out: last command + 15 m. */
  until: z.exactOptional(duration()),
}
export const labHeadSchema = block(labHeadShape)
export type LabHead = z.output<typeof labHeadSchema>

/** The lists of records, each entry of which is parsed by itself. */
export const labListShape = {
  networks: networkSchema,
  datastores: datastoreSchema,
  hosts: hostSchema,
  vms: vmSchema,
}
export type LabListKey = keyof typeof labListShape
export const labListKeys = Object.keys(labListShape) as readonly LabListKey[]
export const labKeys: readonly string[] = [...Object.keys(labHeadShape), ...labListKeys, 'timeline', 'expect']

/** One schema for the whole file, for editors; the parser takes it section by section. */
export function labFileSchema() {
  return block({
    ...labHeadShape,
    networks: z.exactOptional(list(networkSchema)),
    datastores: z.exactOptional(list(datastoreSchema)),
    hosts: list(hostSchema),
    vms: z.exactOptional(list(vmSchema)),
    timeline: z.exactOptional(list(timelineEntrySchema())),
    expect: z.exactOptional(list(expectationSchema)),
  })
}

/** A warning is logged at t = 0 as `lab.warned`. */
export interface LabWarning {
  readonly reason: 'limitsLifted' | 'unknownOption' | 'notInProduct'
  readonly path: string
  readonly text: string
  readonly textKo: string
}

/** A resolved lab: plain data, defaults in place, names known to exist. Times in ms. */
export interface Lab extends Omit<LabHead, 'cluster' | 'vcenter' | 'until'> {
  readonly vcenter: { readonly vm: string | null; readonly network: string }
  readonly cluster: LabCluster
  readonly networks: readonly LabNetwork[]
  readonly datastores: readonly LabDatastore[]
  readonly hosts: readonly LabHost[]
  /** With a settled start, every VM that runs has a host. */
  readonly vms: readonly LabVm[]
  /** By time; commands of one instant in file order. */
  readonly timeline: readonly LabCommand[]
  readonly expect: readonly LabExpectation[]
  readonly until: number
  readonly warnings: readonly LabWarning[]
}
