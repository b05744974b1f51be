/** What the vMotion NICs of a host give and cost. */
import { productAtLeast, type ProductLevel } from '../../contract/lab/product.ts'
import { modelConstants, type ModelConstants } from '../../knowledge/model-constants.ts'
import { ceil9 } from './maths.ts'

export interface VmotionLink {
  /** Of one NIC. */
  readonly gbps: number
  readonly nics: number
}

/** Bytes per second of 1 Gb/s. */
const GIGABIT = 125_000_000

export interface LinkRate {
  readonly bytesPerSecond: number
  readonly streams: number
}

/**
 * B of VM-030 and the number of streams (VM-038, VM-039): NICs add up; below product 7.0 one NIC has one stream, which caps it at 15 Gb/s,
 * from 7.0 on as many as its speed needs.
 */
export const linkRate = (link: VmotionLink, product: ProductLevel, constants: ModelConstants = modelConstants): LinkRate => {
  const { streamGbps } = constants['VM-039']
  const streamsPerNic = productAtLeast(product, '7.0') ? Math.max(1, ceil9(link.gbps / streamGbps)) : 1
  const perNic = Math.min(constants['VM-034'].linkUsableShare * link.gbps, streamsPerNic * streamGbps) * GIGABIT
  const nics = 1 + (link.nics - 1) * constants['VM-038'].shareOfFurtherNics
  return { bytesPerSecond: perNic * nics, streams: streamsPerNic * link.nics }
}

/** Cores that a host reserves while at least one vMotion runs, however many (VM-040, DRS-054). A NIC below 10 Gb/s counts as 1 GbE. */
export const reservedCores = (links: readonly VmotionLink[], constants: ModelConstants = modelConstants): number => {
  const { coresPerSlowNic, coresPerFastNic, fastNicGbps, minCores } = constants['VM-040']
  return Math.max(
    minCores,
    links.reduce((cores, { gbps, nics }) => cores + nics * (gbps >= fastNicGbps ? coresPerFastNic : coresPerSlowNic), 0),
  )
}
