/** The numbers and rules of the facts about vMotion, Storage vMotion and what clients see of them, beside the id of their fact. Times in ms. */
export const vmotionConstants = {
  'VM-002': { storageMustBeReached: true },
  'VM-003': { adapterNeeded: true },
  /** A vMotion network below this is warned about. */
  'VM-004': { minGbps: 1 },
  'VM-005': { networksMustExist: true },
  'VM-007': { featuresMustExist: true },
  /** Guests see the baseline of the cluster, not the CPU of their host, from their power-on to their power-off. */
  'VM-008': { baselineIsPresented: true, runningVmsBlock: true },
  'VM-009': { cappedByCluster: true },
  'VM-010': { affinityPins: true },
  'VM-011': { devicesPin: true },
  'VM-012': { sharedBusBlocksBefore70: true },
  'VM-013': { nonpersistentBlocks: true },
  'VM-014': { maintenanceKeepsOut: true },
  'VM-015': { reservationsMustFit: true },
  'VM-016': { mustRulesBlock: true },
  'VM-017': { namesShouldMatch: true },
  'VM-018': { vcenterNeeded: true },
  'VM-019': { excludesMigration: true },
  /** When the destination and the source are prepared, as shares of the set-up; and how long the source cleans up. */
  'VM-020': { destinationAtShare: 0.25, sourceAtShare: 0.75, cleanUpMs: 1_000 },
  'VM-028': { isWaitedFor: true },
  /** The longest round trip of a vMotion link; below 6.0 that of Metro vMotion. */
  'VM-036': { maxRttMs: 150, maxRttMsBefore60: 10, roundTripCounts: true },
  /** A switch-over keeps its share: what begins to copy meanwhile gets what is left. */
  'VM-037': { sharedEqually: true, stunKeepsShare: true },
  'VM-041': { requiredIsRequired: true },
  /** Migrate.NetworkTimeout of a host. */
  'VM-054': { networkTimeoutMs: 20_000 },
  'VM-055': { maxSwitchoverMs: 100_000 },
  /** A VM that is busy is not reconfigured, nor switched on or off. */
  'VM-056': { excludesOthers: true },
  /** Budgets, and what each kind of operation takes of them. */
  'VM-060': {
    hostBudget: 8,
    slowNetworkBudget: 2,
    networkBudget: 4,
    fastNetworkBudget: 8,
    datastoreBudget: 128,
    vmotionHost: 1,
    storageHost: 4,
    unsharedHost: 4,
    otherHost: 1,
    network: 1,
    vmotionDatastore: 1,
    diskDatastore: 16,
  },
  'VM-061': { firstComeFirstServed: true, laterOnesThatFitStart: true },
  'VM-062': { stunMs: 300 },
  'VM-064': { fullSizeNeeded: true },
  'VM-080': { hostAnnounces: true },
  /** What a switch has not heard of for so long it sends everywhere. */
  'VM-081': { settingCounts: true, ageingMs: 300_000 },
} as const
