/** The numbers and rules of the facts about Fault Tolerance, beside the id of their fact. Times in ms. */
export const ftConstants = {
  /** Limits of a VM: vCPUs by level (from 6.7, from 6.0, before), memory, disks. */
  'FT-004': { vcpusFrom67: 8, vcpusFrom60: 4, vcpusBefore60: 1, memoryMiB: 131_072, disks: 16, diskGiB: 2048 },
  /** das.maxftvmsperhost, das.maxftvcpusperhost. */
  'FT-005': { vmsPerHost: 4, vcpusPerHost: 8 },
  'FT-006': { haNeeded: true, ftNicNeeded: true },
  'FT-007': { snapshotsExcluded: true, haNeededOfVm: true },
  'FT-008': { vvolExcluded: true, storageVmotionExcluded: true },
  'FT-009': { devicesExcluded: true },
  'FT-010': { fullReservation: true },
  'FT-011': { partnerHostExcluded: true },
  'FT-012': { hostRulesForSecondary: true, placedOnlyBefore70: true },
  'FT-013': { ownDisks: true },
  'FT-015': { writesCount: true, slowsDown: true },
  'FT-016': { lossNeedsSecondary: true },
  /** From the death of the primary: heartbeats declared lost, then the tie-break, then the secondary is live. */
  'FT-017': { detectMs: 1_000, arbitrationMs: 200, liveMs: 300 },
  'FT-018': { noticedAfterMs: 1_000 },
  'FT-019': { newSecondaryAfterRestart: true },
  'FT-020': { primaryWins: true, secondaryWinsWithoutLock: true },
  'FT-021': { onlyFtNetworkCounts: true },
  'FT-022': { waitsForMonitor: true },
  'FT-023': { guestCrashIsReplicated: true },
  'FT-024': { handOverMs: 500 },
  'FT-025': { vcenterNeededToEnable: true, vcenterNeededForFailover: false },
  'FT-026': { notIsolated: true },
  'FT-027': { componentProtectionOff: true },
  'FT-028': { reservationStays: true, secondaryEnds: true },
  'FT-029': { groupNeeded: true, differentGroups: true },
  /** Of a pair that is on a host which is to leave, one at a time is moved by vMotion. */
  'FT-030': { pairsMove: true, oneAtATime: true },
} as const
