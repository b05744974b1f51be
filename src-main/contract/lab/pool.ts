/** `cluster.resourcePools[]`. */
import * as z from './schema.ts'
import { block, flag, name, ref, shares, whole } from './fields.ts'

export const poolShape = {
  name: name(),
  /** null: directly under the root. */
  parent: z.nullable(ref('pool')).default(null),
  cpuShares: shares().default('normal'),
  memoryShares: shares().default('normal'),
  cpuReservationMHz: whole().default(0),
  memoryReservationMiB: whole().default(0),
  /** null: unlimited. */
  cpuLimitMHz: z.nullable(whole()).default(null),
  memoryLimitMiB: z.nullable(whole()).default(null),
  cpuExpandable: flag().default(true),
  memoryExpandable: flag().default(true),
  /** For its children. */
  scalableShares: flag().default(false),
}
export const poolSchema = block(poolShape)
export type LabPool = z.output<typeof poolSchema>
