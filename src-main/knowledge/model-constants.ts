/**
 * The numbers of the shared arithmetic (`engine/models`), beside the id of their fact. Most are models: VMware publishes no such number.
 * The functions take them as a last argument, so that a perturbed copy can be handed in.
 */
export const modelConstants = {
  /** Pre-copy stops once the rest can be sent within this. Published. */
  'VM-021': { switchoverGoalSeconds: 0.5 },
  'VM-030': { setupSeconds: 2, fixedStunSeconds: 0.1 },
  /** SDPS throttles the dirty rate to this share of the bandwidth. */
  'VM-033': { throttledShare: 0.5 },
  'VM-034': { linkUsableShare: 0.9 },
  /** What each further NIC adds, as a share of the first. */
  'VM-038': { shareOfFurtherNics: 1 },
  /** What one stream helper fills. */
  'VM-039': { streamGbps: 15 },
  /** Cores reserved on each of the two hosts, by NIC. DRS-054 has the same numbers. */
  'VM-040': { coresPerSlowNic: 0.1, coresPerFastNic: 1, fastNicGbps: 10, minCores: 0.3 },
  'VM-044': { freeRounds: 16 },
  /** From a resume until frames arrive: RARP, and the switches' tables. */
  'VM-082': { settleSeconds: 0.1 },
  'SN-013': { largestShareOfDisk: 1, bytesPerNewByte: 1 },
  /** A read searches at least the layer that has the block. */
  'SN-023': { ownLayer: 1, latencyPerLayer: 0.15 },
  /** A helper is the last one once its delta can be copied within the threshold, or after so many. */
  'SN-024': { thresholdSeconds: 5, iterations: 10, stunSeconds: 0.2 },
  'SN-025': { stunSeconds: 0.2, stunSecondsPerFurtherDisk: 0.05 },
  /** Mean latency that output commit adds, as a share of the checkpoint interval. */
  'FT-003': { addedLatencyShare: 0.25 },
  'DRS-008': { step: 0.1, strongest: 2, weakest: 5 },
  /** Shares of one vCPU and of one MiB. */
  'DRS-015': { cpuLow: 500, cpuNormal: 1000, cpuHigh: 2000, memoryLow: 5, memoryNormal: 10, memoryHigh: 20 },
  'DRS-016': { cpuLow: 2000, cpuNormal: 4000, cpuHigh: 8000, memoryLow: 81_920, memoryNormal: 163_840, memoryHigh: 327_680 },
  'DRS-030': { sharesDecide: true, unusedIsReturned: true, reservationIsFloor: true },
  'DRS-049': { hotResourceWeight: 3 },
  'DRS-053': { minMigrationSeconds: 2, linkEfficiency: 0.8, goodnessShareThatOverrides: 0.5 },
} as const

type Widen<T> = T extends number ? number : T extends boolean ? boolean : { readonly [K in keyof T]: Widen<T[K]> }
export type ModelConstants = Widen<typeof modelConstants>
