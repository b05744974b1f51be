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
  'DRS-005': { oneNeverBalances: true },
  'DRS-008': { step: 0.1, strongest: 2, weakest: 5 },
  /** Shares of one vCPU and of one MiB. */
  'DRS-015': { cpuLow: 500, cpuNormal: 1000, cpuHigh: 2000, memoryLow: 5, memoryNormal: 10, memoryHigh: 20 },
  'DRS-016': { cpuLow: 2000, cpuNormal: 4000, cpuHigh: 8000, memoryLow: 81_920, memoryNormal: 163_840, memoryHigh: 327_680 },
  'DRS-030': { sharesDecide: true, unusedIsReturned: true, reservationIsFloor: true },
  /** Where the table has no cell; `contract/memory-overhead.ts` has the same. */
  'DRS-044': { baseMiB: 14.45, perVcpuMiB: 4.02, perMiB: 0.00742 },
  /** Of the population: divided by the number of hosts, less this. */
  'DRS-048': { divisorLess: 0 },
  'DRS-049': { hotResourceWeight: 3 },
  'DRS-050': { stopsAtTarget: true },
  /** Share of the imbalance that a move must do away with, and the least imbalance that it must. */
  'DRS-051': { smallOnesAreDropped: true, leastGoodness: 0.005, leastShare: 0.05 },
  /** Gap between the loads of two hosts that is acted on, by threshold 2…5. */
  'DRS-052': { gaps: [0.3, 0.2, 0.1, 0.05] },
  'DRS-053': { minMigrationSeconds: 2, linkEfficiency: 0.8, goodnessShareThatOverrides: 0.5 },
  'DRS-058': { bucketWidth: 20 },
  /** Load above which a host counts as less efficient, by threshold 1…5. Published. */
  'DRS-059': { loads: [0.7, 0.7, 0.5, 0.3, 0.3] },
  'DRS-060': { headroomPenalty: 0.2, numaSpillFactor: 0.95, balloonWeight: 0.25, swapWeight: 1, networkKnee: 0.8, networkFloor: 0.9 },
  'DRS-061': { demandWeighs: true },
  /** Points for a minute of copying by threshold 2…5; points from which a move has priority 2, 3, 4, 5. */
  'DRS-062': { costWeights: [4, 2, 1, 0.5], cutoffs: [15, 5, 2, 0.5] },
  /** What only the network asks for is left alone. */
  'DRS-067': { loadMustAskForIt: true, knee: 0.8, onlyFrom65: true },
  /** Load that balancing brings no host to. */
  'DRS-083': { ceiling: 1, defaultRatioPercent: 100, leastRatioPercent: 40, mostRatioPercent: 200 },
} as const

/** Any numbers and rules of that shape, as a perturbed copy has. */
export type Widen<T> = T extends number
  ? number
  : T extends boolean
    ? boolean
    : T extends readonly number[]
      ? readonly number[]
      : T extends object
        ? { readonly [K in keyof T]: Widen<T[K]> }
        : T
export type ModelConstants = Widen<typeof modelConstants>
