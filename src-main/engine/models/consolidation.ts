/**
 * What a consolidation costs while the guest writes: the mirror of SN-025 and the helpers of SN-024. Bytes, seconds, bytes per second; nothing
 * is rounded. Models, not VMware's figures.
 */
import { productAtLeast, type ProductLevel } from '../../contract/lab/product.ts'
import { modelConstants, type ModelConstants } from '../../knowledge/model-constants.ts'
import { round9 } from './maths.ts'
import { deltaBytes, type DeltaGrowth } from './snapshot-growth.ts'

export type ConsolidationMode = 'mirror' | 'helper'

/** SN-024, SN-025: the mirror driver came with 6.0. No fact says when a later release falls back to helpers, so it never does. */
export const consolidationMode = (product: ProductLevel): ConsolidationMode => (productAtLeast(product, '6.0') ? 'mirror' : 'helper')

/** From the share of the datastore's throughput: a merge reads and writes the same datastore. */
export const mergeRate = (shareBytesPerSecond: number): number => shareBytesPerSecond / 2

/** SN-025: rate of the single pass. What the guest writes is taken from it; it is throttled to half of the copy's rate (a quarter of the share). */
export const mirrorRate = (copyBytesPerSecond: number, writeBytesPerSecond: number): number =>
  copyBytesPerSecond - Math.min(writeBytesPerSecond, copyBytesPerSecond / 2)

/** SN-025: the stun that ends a mirror. */
export const mirrorStunSeconds = (disks: number, constants: ModelConstants = modelConstants): number => {
  const { stunSeconds, stunSecondsPerFurtherDisk } = constants['SN-025']
  return stunSeconds + stunSecondsPerFurtherDisk * Math.max(0, disks - 1)
}

/** SN-024: what is left can be copied while the VM stands still, or there were too many helpers already. */
export const isLastHelper = (copySeconds: number, iterations: number, constants: ModelConstants = modelConstants): boolean =>
  iterations >= constants['SN-024'].iterations || round9(copySeconds) <= round9(constants['SN-024'].thresholdSeconds)

/** SN-024: the final stun, in which the rest is copied. */
export const helperStunSeconds = (copySeconds: number, constants: ModelConstants = modelConstants): number =>
  copySeconds + constants['SN-024'].stunSeconds

export interface ConsolidationInput {
  readonly mode: ConsolidationMode
  /** V: the sum of the deltas that are merged. */
  readonly bytes: number
  /** R: the share of the datastore's throughput. */
  readonly shareBytesPerSecond: number
  /** What its guest writes; of a VM that is off it does not count. */
  readonly growth: DeltaGrowth
  readonly disks: number
  readonly isOn: boolean
}

export interface Consolidation {
  /** Passes while the VM runs, seconds each: one of a mirror, one for each delta that a helper freed. */
  readonly passes: readonly number[]
  readonly stunSeconds: number
  /** Passes and stun: `durationMs` of the log. */
  readonly totalSeconds: number
}

/** A consolidation whose share and writes do not change. Throws RangeError without throughput. */
export const consolidation = (input: ConsolidationInput, constants: ModelConstants = modelConstants): Consolidation => {
  const { mode, bytes, growth, disks, isOn } = input
  const rate = mergeRate(input.shareBytesPerSecond)
  if (!(rate > 0)) throw new RangeError('a consolidation needs throughput')
  if (!isOn) return { passes: [bytes / rate], stunSeconds: 0, totalSeconds: bytes / rate }
  const passes: number[] = []
  let left = bytes
  if (mode === 'mirror') passes.push(bytes / mirrorRate(rate, growth.writeBytesPerSecond))
  else
    while (!isLastHelper(left / rate, passes.length, constants)) {
      const seconds = left / rate
      passes.push(seconds)
      left = deltaBytes(growth, seconds)
    }
  const stunSeconds = mode === 'mirror' ? mirrorStunSeconds(disks, constants) : helperStunSeconds(left / rate, constants)
  return { passes, stunSeconds, totalSeconds: passes.reduce((sum, seconds) => sum + seconds, 0) + stunSeconds }
}
