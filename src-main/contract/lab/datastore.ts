/** `datastores[]`. */
import * as z from './schema.ts'
import { block, expects, fraction, list, name, ref, text, whole, words } from './fields.ts'

export const datastoreShape = {
  name: name(),
  type: words('vmfs', 'nfs', 'vsan', 'vvol', 'local').default('vmfs'),
  /** null: never full. */
  capacityGiB: z.nullable(whole()).default(null),
  /** Copies on one datastore share it equally, 10^6 bytes/s. */
  throughputMBps: fraction().default(500),
  /** Array or server behind it; left out: its own name. */
  array: z.exactOptional(text()),
  /** The network that carries it; null: a fabric of its own. */
  network: z.nullable(ref('network')).default(null),
  /** Left out: all, also those added later. */
  hosts: z.exactOptional(list(ref('host'))),
  /** Left out: 6 from product 6.5, else 5. */
  vmfsVersion: z.exactOptional(expects(z.literal([5, 6]), ['5 or 6', '5 또는 6'])),
}
export const datastoreSchema = block(datastoreShape)
export type DatastoreEntry = z.output<typeof datastoreSchema>

export interface LabDatastore extends Omit<DatastoreEntry, 'array' | 'hosts' | 'vmfsVersion'> {
  readonly array: string
  /** null: all hosts, also those added later. */
  readonly hosts: readonly string[] | null
  readonly vmfsVersion: 5 | 6
}
