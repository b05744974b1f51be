/** How a snapshot's delta grows and what a chain of deltas costs to read. Bytes and seconds; models. */
import { modelConstants, type ModelConstants } from '../../knowledge/model-constants.ts'
import { exp } from './maths.ts'

export interface DeltaGrowth {
  readonly diskBytes: number
  readonly writeBytesPerSecond: number
  /** Share of the writes that hit blocks already in the delta, 0…1. */
  readonly overwriteFraction: number
}

/** Bytes of a delta after so many seconds, never more than the disk (SN-013). */
export const deltaBytes = (growth: DeltaGrowth, seconds: number, constants: ModelConstants = modelConstants): number =>
  Math.min(growth.diskBytes * constants['SN-013'].largestShareOfDisk, newBytesPerSecond(growth, constants) * seconds)

const newBytesPerSecond = (growth: DeltaGrowth, constants: ModelConstants): number =>
  (1 - growth.overwriteFraction) * growth.writeBytesPerSecond * constants['SN-013'].bytesPerNewByte

/** Seconds until a delta that starts empty has so many bytes; Infinity where it never has (SN-013). */
export const secondsUntil = (growth: DeltaGrowth, bytes: number): number => {
  if (bytes <= 0) return 0
  const rate = (1 - growth.overwriteFraction) * growth.writeBytesPerSecond
  return bytes > growth.diskBytes || !(rate > 0) ? Infinity : bytes / rate
}

/** Bytes of a delta under uniformly random writes (SN-014); for figures, the simulated delta grows by SN-013. */
export const randomDeltaBytes = (diskBytes: number, writeBytesPerSecond: number, seconds: number): number =>
  diskBytes * (1 - exp((-writeBytesPerSecond * seconds) / diskBytes))

/** Expected layers that a read searches, from the fill fractions (0…1) of the deltas, newest first (SN-023). */
export const readLayers = (fills: readonly number[], constants: ModelConstants = modelConstants): number => {
  let layers = constants['SN-023'].ownLayer
  let missed = 1
  for (const fill of fills) {
    missed *= 1 - fill
    layers += missed
  }
  return layers
}

/** Read latency as a multiple of that without snapshots (SN-023). */
export const readLatencyFactor = (layers: number, constants: ModelConstants = modelConstants): number =>
  1 + constants['SN-023'].latencyPerLayer * (layers - 1)

/** Most space that a VM with so many snapshots can take, without memory images (SN-015). */
export const worstCaseBytes = (diskBytes: number, snapshots: number): number => diskBytes * (snapshots + 1)
