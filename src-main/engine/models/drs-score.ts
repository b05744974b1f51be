/** Execution efficiency of a VM on a host: the VM DRS score (DRS-058 to DRS-062), a model of what VMware describes. Loads are shares of capacity (1 = full). */
import { modelConstants, type ModelConstants } from '../../knowledge/model-constants.ts'
import { ceil9, clamp, round9 } from './maths.ts'

export type { ModelConstants }

/** What a load of CPU leaves for bursts (DRS-059, DRS-060). */
export const headroomFactor = (load: number, threshold: number, constants: ModelConstants = modelConstants): number => {
  const from = constants['DRS-059'].loads[clamp(threshold, 1, 5) - 1] as number
  // Mostly it is far below: rounding is for loads that are about the same as that.
  if (load <= from || from >= 1 || (load - from < 1e-8 && round9(load) <= round9(from))) return 1
  return 1 - (constants['DRS-060'].headroomPenalty * (Math.min(load, 1) - from)) / (1 - from)
}

export interface NumaShape {
  readonly coresPerNode: number
  readonly memoryPerNodeMiB: number
}

/** What the part of a score that is a VM's own follows from, of its host. */
export interface Cores extends NumaShape {
  readonly coreMHz: number
}

export const haveSameCores = (a: Cores, b: Cores): boolean =>
  a.coreMHz === b.coreMHz && a.coresPerNode === b.coresPerNode && a.memoryPerNodeMiB === b.memoryPerNodeMiB

/** A VM that one NUMA node cannot hold uses caches and memory of others. */
export const cacheFactor = (
  vm: { readonly vcpus: number; readonly memoryMiB: number },
  host: NumaShape,
  constants: ModelConstants = modelConstants,
): number => (vm.vcpus > host.coresPerNode || vm.memoryMiB > host.memoryPerNodeMiB ? constants['DRS-060'].numaSpillFactor : 1)

export interface MemoryOfVm {
  readonly grantedMiB: number
  readonly balloonedMiB: number
  readonly swappedMiB: number
  readonly compressedMiB: number
}

/** What its host took back from the guest. */
export const memoryFactor = (vm: MemoryOfVm, constants: ModelConstants = modelConstants): number => {
  if (vm.grantedMiB <= 0) return 1
  const { balloonWeight, swapWeight } = constants['DRS-060']
  return 1 - Math.min(1, (balloonWeight * vm.balloonedMiB + swapWeight * (vm.swappedMiB + vm.compressedMiB)) / vm.grantedMiB)
}

/** Use of the busiest uplink, as a share of what it can carry. */
export const networkFactor = (use: number, constants: ModelConstants = modelConstants): number => {
  const { networkKnee, networkFloor } = constants['DRS-060']
  return use <= networkKnee || round9(use) <= round9(networkKnee) ? 1 : 1 - (1 - networkFloor) * Math.min(1, (use - networkKnee) / (1 - networkKnee))
}

/** Weight of a VM in the score of its cluster (DRS-061). */
export const scoreWeight = (
  demand: { readonly cpuMHz: number; readonly memoryMiB: number },
  cluster: { readonly cpuMHz: number; readonly memoryMiB: number },
  constants: ModelConstants = modelConstants,
): number => {
  if (!constants['DRS-061'].demandWeighs) return 1
  const cpu = cluster.cpuMHz > 0 ? demand.cpuMHz / cluster.cpuMHz : 0
  return Math.max(cpu, cluster.memoryMiB > 0 ? demand.memoryMiB / cluster.memoryMiB : 0)
}

/** Points that a move costs at a threshold of 2…5 (DRS-062). */
export const scoreCost = (threshold: number, migrationSeconds: number, constants: ModelConstants = modelConstants): number =>
  ((constants['DRS-062'].costWeights[clamp(threshold, 2, 5) - 2] as number) * migrationSeconds) / 60

/** Priority of a move by the points that it gains after its cost, 2…5; null: too few. */
export const scorePriority = (net: number, constants: ModelConstants = modelConstants): number | null => {
  const place = constants['DRS-062'].cutoffs.findIndex((least) => round9(net) >= least)
  return place < 0 ? null : place + 2
}

/** Points that a move must gain to be kept at a threshold; null at 1, which never balances (DRS-005). */
export const leastGain = (threshold: number, constants: ModelConstants = modelConstants): number | null =>
  threshold <= 1 && constants['DRS-005'].oneNeverBalances ? null : (constants['DRS-062'].cutoffs[clamp(threshold, 2, 5) - 2] as number)

/** Bucket of a score that is shown as a whole number: 0-20, 21-40, … (DRS-058). */
export const scoreBucket = (score: number, constants: ModelConstants = modelConstants): number =>
  clamp(ceil9(score / constants['DRS-058'].bucketWidth) - 1, 0, 4)
