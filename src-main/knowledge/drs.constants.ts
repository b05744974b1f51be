/** The numbers and rules of the facts about vSphere DRS and EVC, beside the id of their fact. Times in ms. */
export const drsConstants = {
  /** What is not fully automated waits for a person. */
  'DRS-001': { othersWait: true },
  'DRS-002': { vmBeforeCluster: true },
  'DRS-003': { pinnedStays: true },
  /** Slider position as vmotionRate of the API, and priority as rating: what it is taken from. */
  'DRS-006': { inverted: 6 },
  'DRS-007': { ratingFrom: 6 },
  'DRS-010': { scoreMs: 60_000, classicMs: 300_000, leastClassicMs: 60_000, mostClassicMs: 3_600_000 },
  /** Each recommendation has the reason that it is made for. */
  'DRS-011': { reasonsAreTold: true },
  'DRS-012': { placementExpiresMs: 600_000 },
  'DRS-013': { reservationsAreKept: true },
  'DRS-014': { constraintsFirst: true },
  'DRS-017': { siblingsOnly: true },
  'DRS-018': { onlyPoweredOn: true },
  'DRS-019': { limitHolds: true },
  'DRS-020': { unusedCpuIsLent: true, touchedIsKept: true },
  'DRS-021': { childrenHoldTheirReservation: true },
  'DRS-022': { expandableAsksParent: true, overheadCounts: true },
  'DRS-023': { yellowWhereShort: true, redWhereInconsistent: true },
  /** Classic counts the demand of now; from drsScore on it is that of the look-back window (DRS-028). */
  'DRS-024': { classicIsNow: true },
  /** IdleTax, percent: the rest of idle consumed memory counts. */
  'DRS-025': { idleTaxPercent: 75 },
  /** PercentIdleMBInMemDemand replaces what IdleTax leaves: at 100 all of consumed memory counts. */
  'DRS-026': { optionCounts: true },
  'DRS-027': { grantedCounts: true },
  /** Minutes by threshold 1 … 5, for VMs of less memory than that and for others. */
  'DRS-028': { smallMinutes: [15, 15, 15, 10, 5], largeMinutes: [40, 40, 40, 20, 10], largeFromMiB: 4096 },
  'DRS-029': { configuredIsCeiling: true },
  'DRS-041': { sharesScale: true },
  'DRS-042': { customSharesCount: true },
  /** A pool's memory reservation is handed out above the demand. */
  'DRS-043': { twoPassesFrom67: true, onlyDemandBefore67: true },
  'DRS-045': { overheadCounts: true },
  'DRS-046': { hostDivides: true },
  'DRS-047': { makesRoom: true },
  /** How long migrations took counts for how many a pass may make. */
  'DRS-055': { isLimited: true, measuredCounts: true },
  /** DRS moves what runs off a host that is to leave, unless HA's failover capacity would go with it. */
  'DRS-056': { limitHolds: true },
  'DRS-064': { countsAreIgnored: true },
  'DRS-065': { evensOut: true, pointsLostAtMost: 1 },
  'DRS-066': { capHolds: true, failoverRiskIsTold: true },
  'DRS-068': { horizonMs: 3_600_000 },
  'DRS-069': { rulesAreWatched: true },
  'DRS-070': { apartFirst: true, togetherIsCorrected: true },
  'DRS-072': { allMustRulesCount: true },
  'DRS-073': { newestFirst: true },
  /** Use of a host from which on VMs may leave it against a should rule. */
  'DRS-075': { balancingKeepsThem: true, fullShare: 1 },
  'DRS-076': { mustIsCorrected: true, shouldIsCorrected: true, shouldPriority: 2 },
  'DRS-078': { vmRulesHoldBackEvacuation: true },
  'DRS-079': { drsChooses: true },
  'DRS-080': { oneManualMakesAll: true, allOrNone: true },
  'DRS-081': { evcNeeded: true },
  'DRS-082': { evacuates: true },
  'DRS-084': { capacityIsKept: true },
  'DRS-085': { vmsLeave: true },
  /** DemandCapacityRatioTarget and DemandCapacityRatioToleranceHost, percent. */
  'DRS-086': {
    targetPercent: 63,
    leastTargetPercent: 40,
    mostTargetPercent: 90,
    tolerancePercent: 18,
    leastTolerancePercent: 10,
    mostTolerancePercent: 40,
  },
  /** VmDemandHistorySecsHostOn and VmDemandHistorySecsHostOff. */
  'DRS-087': { onSeconds: 300, offSeconds: 2400, mostSeconds: 3600 },
  'DRS-088': { powersOff: true },
  'DRS-089': { powersOn: true },
  /** Of a host that HA or the minimum capacity needs. */
  'DRS-090': { needPriority: 1 },
  /** MinPoweredOnCpuCapacity, MinPoweredOnMemCapacity; hosts that stay on with HA. */
  'DRS-091': { minCpuMHz: 1, minMemoryMiB: 1, hostsWithHa: 2, protocolNeeded: true, failedExitDisables: true },
  'DRS-092': { olderOffered: true },
  'DRS-093': { hostsMustSupport: true, runningVmsBlock: true },
  'DRS-094': { cappedByCluster: true },
  'DRS-095': { featuresMustExist: true },
  /** What has to be free before agents are deployed, in clusters of more hosts than that. */
  'DRS-096': { agentsNeeded: true, cpuMHz: 400, memoryMiB: 400, diskGiB: 2, hostsWithout: 3 },
  'DRS-097': { cpusAreCounted: true },
  /** What stands against a move that would be made is told. */
  'DRS-098': { obstaclesAreTold: true },
  'DRS-102': { maximumsHold: true },
  /** Moves that make room for a VM that fits no host, at most, and moves that are looked at to find them. */
  'DRS-104': { movesMakeRoom: true, mostMoves: 6, mostLooks: 20_000 },
  /** After a failover: a host that is back asks for a pass, what no move can repair is told. */
  'DRS-106': { returnAsksForPass: true, unrepairableIsTold: true },
  /** With admission control DPM leaves on what it asks for; without, HA asks for hosts when it needs them. */
  'DRS-107': { capacityIsKept: true, wakesForRestarts: true },
  'DRS-109': { vcenterNeeded: true },
} as const
