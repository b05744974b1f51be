/** Imbalance, target and priority of the classic DRS algorithm. Loads are shares of capacity (1 = full). */
import { modelConstants, type ModelConstants } from '../../knowledge/model-constants.ts'
import { ceil9, clamp, round9 } from './maths.ts'

/** Population standard deviation of normalised entitlements (DRS-048); 0 for no hosts. */
export const hostLoadDeviation = (loads: readonly number[], constants: ModelConstants = modelConstants): number => {
  if (loads.length === 0) return 0
  const divisor = Math.max(1, loads.length - constants['DRS-048'].divisorLess)
  const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length
  return Math.sqrt(loads.reduce((sum, load) => sum + (load - mean) * (load - mean), 0) / divisor)
}

/** How much each resource counts: alike, or 3:1 for one that has a full host where the other has none (DRS-049). */
export const hotWeights = (
  cpuLoads: readonly number[],
  memoryLoads: readonly number[],
  constants: ModelConstants = modelConstants,
): { readonly cpu: number; readonly memory: number } => {
  const isHot = (loads: readonly number[]): boolean => loads.some((load) => round9(load) >= 1)
  const hotCpu = isHot(cpuLoads)
  const hotMemory = isHot(memoryLoads)
  const { hotResourceWeight } = constants['DRS-049']
  return { cpu: hotCpu && !hotMemory ? hotResourceWeight : 1, memory: hotMemory && !hotCpu ? hotResourceWeight : 1 }
}

/** Imbalance of CPU and memory loads together (DRS-049). */
export const combinedImbalance = (
  cpuLoads: readonly number[],
  memoryLoads: readonly number[],
  constants: ModelConstants = modelConstants,
): number => {
  const { cpu, memory } = hotWeights(cpuLoads, memoryLoads, constants)
  return (cpu * hostLoadDeviation(cpuLoads, constants) + memory * hostLoadDeviation(memoryLoads, constants)) / (cpu + memory)
}

/** Priority of a load-balancing move, 2…5 (1 is for mandatory moves); null: nothing to balance (DRS-008). */
export const classicPriority = (imbalance: number, hosts: number, constants: ModelConstants = modelConstants): number | null => {
  const { step, strongest, weakest } = constants['DRS-008']
  return round9(imbalance) > 0 ? clamp(6 - ceil9((imbalance / step) * Math.sqrt(hosts)), strongest, weakest) : null
}

/** Target host load standard deviation at a threshold of 2…5; null at 1, which never balances (DRS-009). */
export const classicTarget = (threshold: number, hosts: number, constants: ModelConstants = modelConstants): number | null =>
  threshold <= 1 || hosts === 0 ? null : (constants['DRS-008'].step * (5 - threshold)) / Math.sqrt(hosts)
