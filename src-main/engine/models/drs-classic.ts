/** Imbalance, target and priority of the classic DRS algorithm. Loads are shares of capacity (1 = full). */
import { modelConstants, type ModelConstants } from '../../knowledge/model-constants.ts'
import { ceil9, clamp, round9 } from './maths.ts'

/** Population standard deviation of normalised entitlements (DRS-048); 0 for no hosts. */
export const hostLoadDeviation = (loads: readonly number[]): number => {
  if (loads.length === 0) return 0
  const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length
  return Math.sqrt(loads.reduce((sum, load) => sum + (load - mean) * (load - mean), 0) / loads.length)
}

/** Imbalance of CPU and memory loads together: equal weights, 3:1 for a resource with a full host where the other has none (DRS-049). */
export const combinedImbalance = (
  cpuLoads: readonly number[],
  memoryLoads: readonly number[],
  constants: ModelConstants = modelConstants,
): number => {
  const isHot = (loads: readonly number[]): boolean => loads.some((load) => round9(load) >= 1)
  const hotCpu = isHot(cpuLoads)
  const hotMemory = isHot(memoryLoads)
  const { hotResourceWeight } = constants['DRS-049']
  const cpuWeight = hotCpu && !hotMemory ? hotResourceWeight : 1
  const memoryWeight = hotMemory && !hotCpu ? hotResourceWeight : 1
  return (cpuWeight * hostLoadDeviation(cpuLoads) + memoryWeight * hostLoadDeviation(memoryLoads)) / (cpuWeight + memoryWeight)
}

/** Priority of a load-balancing move, 2…5 (1 is for mandatory moves); null: nothing to balance (DRS-008). */
export const classicPriority = (imbalance: number, hosts: number, constants: ModelConstants = modelConstants): number | null => {
  const { step, strongest, weakest } = constants['DRS-008']
  return round9(imbalance) > 0 ? clamp(6 - ceil9((imbalance / step) * Math.sqrt(hosts)), strongest, weakest) : null
}

/** Target host load standard deviation at a threshold of 2…5; null at 1, which never balances (DRS-009). */
export const classicTarget = (threshold: number, hosts: number, constants: ModelConstants = modelConstants): number | null =>
  threshold <= 1 ? null : (constants['DRS-008'].step * (5 - threshold)) / Math.sqrt(hosts)
