import { modelConstants } from './model-constants.ts'

/**
 * The numbers and rules of the facts that the engine acts on, beside the id of their fact. Times in ms.
 *
 * A boolean is a rule that can be switched off. `hostdown test --break FACT` perturbs all entries of one fact: labs that cite it must go red.
 */
export const constants = {
  ...modelConstants,
  /** The agent that is elected is the one with the most connected datastores. */
  'HA-008': { mostDatastoresWin: true },
  /** Ties go to the highest managed object id, compared as text. */
  'HA-010': { compareAsText: true },
  'HA-011': { nodeGoodnessOverrides: true },
  'HA-012': { electionMs: 15_000 },
  'HA-014': { plannedSkipsWait: true },
  /** A host that hears a primary joins it, and does so with the next beat but one. */
  'HA-016': { joinMs: 1_000, newcomerYields: true },
  'HA-018': { oneOwnerPerList: true },
  'HA-019': { isolatedPrimaryReleases: true },
  /** From power-on to the primary's commit of the VM to the protected list. */
  'HA-021': { commitMs: 1_000 },
  'HA-022': { userPowerOffUnprotects: true },
  'HA-026': { disconnectUnprotects: true },
  'HA-027': { hostMonitoringGuardsRestarts: true, suspendsIsolationResponse: true },
  'HA-028': { redundantNics: 2 },
  'HA-029': { heartbeatMs: 1_000 },
  'HA-030': { anyManagementNetworkCounts: true },
  'HA-031': { missingMs: 3_000 },
  'HA-032': { perHost: 2, min: 2, max: 5 },
  'HA-033': { differentArraysFirst: true, vmfsFirst: true },
  'HA-034': { onlyListed: true },
  'HA-036': { replaced: true },
  /** Spacing of datastore heartbeats: one must be seen to move before the host counts as alive. */
  'HA-038': { datastoreBeatMs: 5_000 },
  /** vSAN datastores hold no heartbeats, and the protected list of their VMs is in memory, not in a file that is locked. */
  'HA-039': { noHeartbeats: true, listInMemory: true },
  'HA-041': { watchMs: 15_000 },
  'HA-043': { hostTimeoutMs: 10_000, icmpPingTimeoutMs: 5_000 },
  'HA-044': { resumedHeartbeatCancels: true },
  /** Secondaries wait before they elect; a new primary reads the lists and waits before it restarts. */
  'HA-047': { secondaryTimeoutMs: 10_000, restartAfterElectionMs: 10_000 },
  'HA-050': { isolationPingMs: 5_000 },
  /** From declared isolated to the response, and the least that the option may ask for; level 5.0 knows no delay. */
  'HA-051': { delayMs: 30_000, leastDelayMs: 30_000, noDelayBefore51: true },
  'HA-053': { powerOnFileReadMs: 30_000 },
  'HA-054': { pingEnds: true, agentEnds: true },
  'HA-056': { isolationPingMs: 5_000 },
  /** A primary learns of VMs that stop on a host of another partition from its poweron file; from 6.0 on one that talks to vCenter tries what it does not own. */
  'HA-060': { readsPowerOnFile: true, nonOwnerTries: true },
  'HA-061': { stepDownMs: 1_000 },
  'HA-063': { onlyToPartitionOfVcenter: true },
  'HA-066': { deadPingIntervalMs: 10_000 },
  'HA-068': { liveLockBlocks: true },
  'HA-069': { leaseMs: 16_000, attemptGraceMs: 5_000 },
  'HA-073': { onlyProtected: true, dropDisabled: true },
  'HA-074': { onlyRecorded: true },
  'HA-075': { vmOverrides: true },
  'HA-076': { disabledLeavesOn: true },
  'HA-077': { shutdownTimeoutMs: 300_000 },
  'HA-078': { waitsWithoutTools: true },
  'HA-079': { disabledPriorityExempt: true },
  'HA-080': { waitsForOwner: true, actsWithoutDatastore: true },
  'HA-081': { gatewayCounts: true, optionsCount: true },
  'HA-082': { allMustFail: true },
  'HA-083': { needsAnAddress: true },
  'HA-084': { failureIsLogged: true },
  'HA-086': { managementGateway: true },
  'HA-087': { fivePriorities: true },
  'HA-088': { agentVmsFirst: true, ftSecondariesNext: true },
  /** Lower levels wait until higher ones are ready, which they are once placed unless a condition says otherwise. */
  'HA-089': { levelsWait: true, delayCounts: true },
  'HA-090': { timeoutEnds: true },
  'HA-091': { placedIsReady: true },
  'HA-092': { batchesPerHost: true },
  'HA-093': { dependentsWait: true },
  'HA-094': { dependenciesAreHard: true },
  'HA-095': { firstFailedHostFirst: true },
  'HA-096': { attempts: 5, waitsMs: [120_000, 240_000, 480_000, 960_000] },
  'HA-097': { oneEventPerFailover: true },
  'HA-099': { pendingUsesNoAttempt: true },
  'HA-100': { powerOnsPerHost: 32 },
  'HA-101': { spread: true, datastoreNeeded: true, networkNeeded: true, agentVmsNeeded: true },
  'HA-102': { reservationMustFit: true },
  'HA-103': { restartsBypassAdmissionControl: true },
  'HA-104': { disabledStaysOff: true },
  /** Until DRS puts it back (DRS-108). */
  'HA-105': { landsInRoot: true },
  'HA-106': { startsSecondaries: true },
  /** What a process that died in a Storage vMotion means is not known before vCenter says how that ended, or for so long without it. */
  'HA-107': { failureIsMasked: true, withoutVcenterMs: 900_000 },
  'HA-108': { autoStartDisabled: true },
  /** Duration of a power-on where the lab leaves it at the contract's default. */
  'HA-109': { powerOnMs: 10_000 },
  /** No I/O for so long is one of the three conditions. */
  'HA-111': { ioCounts: true, ioWindowMs: 120_000 },
  /** High, Medium, Low. */
  'HA-112': { failureIntervalsMs: [30_000, 60_000, 120_000], windowsMs: [3_600_000, 86_400_000, 604_800_000], maxResets: 3 },
  'HA-113': { minUptimesMs: [120_000, 240_000, 480_000] },
  /** Yellow and red after so long without a heartbeat; then the failure interval runs, and the agent looks some seconds later. */
  'HA-115': { yellowMs: 30_000, redMs: 60_000, jitterMinMs: 1_000, jitterMaxMs: 29_000 },
  /** Statistics of I/O lag by up to so much. */
  'HA-116': { lagMaxMs: 20_000 },
  'HA-118': { resetsEnd: true },
  'HA-119': { powerCycleClears: true, moveClears: true },
  'HA-120': { screenshot: true },
  /** An application marks itself active at least so often. */
  'HA-122': { activeMs: 30_000, ioIgnored: true },
  'HA-123': { priorityIgnored: true },
  'HA-124': { filesNeeded: true },
  /** Neither acts on what happens to a vSAN datastore, and below this level there is no component protection. */
  'HA-125': { vsanLeftAlone: true },
  'HA-127': { pdlEndsVm: true },
  'HA-128': { eventsOnly: true },
  /** Misc.APDTimeout of a host: its default and its range. */
  'HA-129': { apdTimeoutMs: 140_000, minMs: 20_000, maxMs: 99_999_000 },
  'HA-130': { delayIsASetting: true },
  'HA-131': { waitsForTimeout: true },
  'HA-132': { resetsWhereAsked: true },
  'HA-133': { conservativeWantsRoom: true, aggressiveActsUnknowing: true, missingRoomKeeps: true },
  'HA-134': { needsRestart: true },
  /** Tries to end, and to reset, a VM, and the wait between them. */
  'HA-136': { terminates: 5, terminateRetryMs: 60_000, resets: 5, resetRetryMs: 60_000 },
  /** Before 6.0 the host ends VMs on a PDL where disk.terminateVMOnPDLDefault says so. */
  'HA-138': { byHostOption: true },
  'HA-139': { unknownStateMonitorMs: 10_000 },
  'HA-140': { powerOnChecked: true, reservationChecked: true, migrateInChecked: true },
  'HA-141': { lackIsTold: true },
  'HA-142': { overheadCounts: true },
  'HA-143': { onlySoundHosts: true },
  /** das.vmcpuminmhz and das.vmmemoryminmb. */
  'HA-144': { minCpuMHz: 32, minMemoryMiB: 0 },
  'HA-145': { optionsBoundSlot: true },
  'HA-147': { severalSlots: true },
  'HA-148': { largestHostsFirst: true },
  /** Before 6.5 nothing is computed: what the client offers then. */
  'HA-155': { computed: true, otherwisePercent: 25 },
  'HA-157': { minHosts: 2 },
  'HA-162': { keptFree: true, triedFirst: true },
  'HA-164': { thenAnyOther: true },
  'HA-165': { yellowWithVms: true },
  'HA-167': { needsDrs: true, reducedByTolerated: true },
  'HA-168': { disabledAllowsAll: true },
  /** HA keeps must rules, should rules where it can, from this product level on unless an option says otherwise. */
  'HA-169': { mustRulesHold: true, shouldRulesFromProduct: 6.5 },
  'HA-170': { antiAffinityFromProduct: 6.5, separateRulesHold: true },
  'HA-171': { metadataUpdateMs: 300_000 },
  'HA-175': { haMustBeOff: true },
  /** A vSAN object is reached where more than half of its components are. */
  'HA-176': { majorityNeeded: true },
  'HA-183': { agents: 3 },
  'HA-187': { watchdogMs: 5_000 },
  /** What an agent needs: MiB on the local disk, MiB of unreserved memory. */
  'HA-189': { localDiskMiB: 75, memoryMiB: 250, memoryMinMiB: 100 },
  'HA-190': { noDatastoreIsAnIssue: true },
  'HA-194': { isLogged: true },
  'HA-195': { logged: true },
  'HA-198': { optionCaseIgnored: true },
  'SN-001': { settingsReturn: true },
  'SN-002': { withoutMemoryOff: true },
  /** Virtual hardware 11, which this level brought, writes memory into a file of its own. */
  'SN-003': { vmemFromProduct: 6 },
  'SN-004': { childIsWritten: true },
  'SN-005': { seSparseOnVmfs: 6, seSparseFromGiB: 2048 },
  'SN-006': { levels: 32, recommendedDepth: 3, keepMs: 259_200_000 },
  'SN-007': { belowCurrent: true, newestOfEqualNames: true },
  'SN-008': { runningStateGoes: true },
  'SN-009': { mergesDown: true },
  'SN-010': { leavesNone: true },
  'SN-011': { failureIsShown: true },
  'SN-012': { blocksOthers: true },
  /** vSphere's default alarm on datastore usage, percent. */
  'SN-016': { yellowPercent: 75, redPercent: 85, pausesWhenFull: true },
  'SN-017': { stunMs: 200, furtherDiskMs: 50 },
  'SN-018': { stunMs: 500, furtherDiskMs: 50 },
  /** How long a guest may take to freeze its file systems. */
  'SN-019': { needsTools: true, scriptCanFail: true, freezeMs: 10_000 },
  'SN-020': { memoryNeedsNoFlush: true },
  /** Below this level a running VM with an independent disk takes no snapshot at all. */
  'SN-021': { devicesRefused: true, independentRefused: true, onlyMemoryFromProduct: 6.7 },
  'SN-022': { sizeIsFixed: true },
  'SN-027': { chainMoves: true },
  'SN-028': { runningStateStays: true },
  'SN-029': { unfinishedIsLost: true },
  'SN-031': { liesWithItsDisks: true },
  'SN-032': { imageNeedsCpu: true },
  'SN-034': { treeStays: true },
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
  /** Of a pair that is on a host which is to leave, one at a time is moved by vMotion. */
  'FT-030': { pairsMove: true, oneAtATime: true },
  /** What is not fully automated waits for a person. */
  'DRS-001': { othersWait: true },
  'DRS-002': { vmBeforeCluster: true },
  'DRS-003': { pinnedStays: true },
  'DRS-012': { placementExpiresMs: 600_000 },
  /** Slider position as vmotionRate of the API, and priority as rating: what it is taken from. */
  'DRS-006': { inverted: 6 },
  'DRS-007': { ratingFrom: 6 },
  'DRS-010': { scoreMs: 60_000, classicMs: 300_000 },
  'DRS-017': { siblingsOnly: true },
  'DRS-018': { onlyPoweredOn: true },
  'DRS-019': { limitHolds: true },
  'DRS-020': { unusedCpuIsLent: true, touchedIsKept: true },
  'DRS-021': { childrenHoldTheirReservation: true },
  'DRS-022': { expandableAsksParent: true, overheadCounts: true },
  'DRS-023': { yellowWhereShort: true, redWhereInconsistent: true },
  'DRS-029': { configuredIsCeiling: true },
  'DRS-041': { sharesScale: true },
  'DRS-042': { customSharesCount: true },
  /** A pool's memory reservation is handed out above the demand. */
  'DRS-043': { twoPassesFrom67: true, onlyDemandBefore67: true },
  'DRS-045': { overheadCounts: true },
  'DRS-046': { hostDivides: true },
  /** Classic counts the demand of now; from drsScore on it is that of the look-back window (DRS-028). */
  'DRS-024': { classicIsNow: true },
  /** IdleTax, percent: the rest of idle consumed memory counts. */
  'DRS-025': { idleTaxPercent: 75 },
  /** PercentIdleMBInMemDemand replaces what IdleTax leaves: at 100 all of consumed memory counts. */
  'DRS-026': { optionCounts: true },
  'DRS-027': { grantedCounts: true },
  /** Minutes by threshold 1 … 5, for VMs of less memory than that and for others. */
  'DRS-028': { smallMinutes: [15, 15, 15, 10, 5], largeMinutes: [40, 40, 40, 20, 10], largeFromMiB: 4096 },
  'DRS-068': { horizonMs: 3_600_000 },
  'DRS-047': { makesRoom: true },
  'DRS-079': { drsChooses: true },
  'DRS-080': { oneManualMakesAll: true, allOrNone: true },
  'DRS-081': { evcNeeded: true },
  /** How long migrations took counts for how many a pass may make. */
  'DRS-055': { isLimited: true, measuredCounts: true },
  /** Each recommendation has the reason that it is made for. */
  'DRS-011': { reasonsAreTold: true },
  'DRS-014': { constraintsFirst: true },
  'DRS-013': { reservationsAreKept: true },
  'DRS-069': { rulesAreWatched: true },
  'DRS-070': { apartFirst: true, togetherIsCorrected: true },
  'DRS-072': { allMustRulesCount: true },
  'DRS-073': { newestFirst: true },
  /** Use of a host from which on VMs may leave it against a should rule. */
  'DRS-075': { balancingKeepsThem: true, fullShare: 1 },
  'DRS-076': { mustIsCorrected: true, shouldIsCorrected: true, shouldPriority: 2 },
  /** DRS moves what runs off a host that is to leave, unless HA's failover capacity would go with it. */
  'DRS-056': { limitHolds: true },
  'DRS-064': { countsAreIgnored: true },
  'DRS-065': { evensOut: true, pointsLostAtMost: 1 },
  'DRS-066': { capHolds: true, failoverRiskIsTold: true },
  'DRS-082': { evacuates: true },
  'DRS-078': { vmRulesHoldBackEvacuation: true },
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
  /** What has to be free before agents are deployed, in clusters of more hosts than that. */
  'DRS-096': { agentsNeeded: true, cpuMHz: 400, memoryMiB: 400, diskGiB: 2, hostsWithout: 3 },
  'DRS-097': { cpusAreCounted: true },
  /** What stands against a move that would be made is told. */
  'DRS-098': { obstaclesAreTold: true },
  'DRS-102': { maximumsHold: true },
  /** After a failover: a host that is back asks for a pass, what no move can repair is told. */
  'DRS-106': { returnAsksForPass: true, unrepairableIsTold: true },
  /** With admission control DPM leaves on what it asks for; without, HA asks for hosts when it needs them. */
  'DRS-107': { capacityIsKept: true, wakesForRestarts: true },
  'HA-181': { hostsAreSpared: true },
  'HA-172': { drsIsAsked: true },
  /** Moves that make room for a VM that fits no host, at most, and moves that are looked at to find them. */
  'DRS-104': { movesMakeRoom: true, mostMoves: 6, mostLooks: 20_000 },
  'DRS-109': { vcenterNeeded: true },
  'VM-064': { fullSizeNeeded: true },
  'DRS-092': { olderOffered: true },
  'DRS-093': { hostsMustSupport: true, runningVmsBlock: true },
  'DRS-094': { cappedByCluster: true },
  'DRS-095': { featuresMustExist: true },
  'VM-080': { hostAnnounces: true },
  /** What a switch has not heard of for so long it sends everywhere. */
  'VM-081': { settingCounts: true, ageingMs: 300_000 },
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
} as const

type Widen<T> = T extends number
  ? number
  : T extends boolean
    ? boolean
    : T extends readonly number[]
      ? readonly number[]
      : T extends object
        ? { readonly [K in keyof T]: Widen<T[K]> }
        : T
export type Constants = Widen<typeof constants>

/** Facts that only work out what another says: they have its numbers and rules. */
const workedOutOf: { readonly [factId: string]: keyof typeof constants } = {
  ...Object.fromEntries(['031', '032', '033', '034', '035', '036', '037', '038', '039', '040'].map((example) => [`DRS-${example}`, 'DRS-030'])),
  // That rules are looked at one by one, with the VMs that run, is how they are corrected.
  'DRS-004': 'DRS-062',
  'DRS-071': 'DRS-070',
  'DRS-074': 'VM-016',
  'DRS-077': 'VM-015',
  'DRS-099': 'VM-003',
  'DRS-100': 'VM-060',
  'DRS-101': 'VM-060',
  'DRS-103': 'HA-109',
  'DRS-105': 'HA-162',
  'DRS-108': 'HA-105',
  'DRS-110': 'HA-167',
  'HA-177': 'HA-012',
}

/** The constants with all entries of one fact changed, or null when that fact has none. */
export function perturb(factId: string): Constants | null {
  const own = workedOutOf[factId]
  if (own !== undefined) return perturb(own)
  const entry = (constants as Record<string, Record<string, unknown>>)[factId]
  if (entry === undefined) return null
  const changed = Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, perturbed(value)]))
  return { ...constants, [factId]: changed } as Constants
}

function perturbed(value: unknown): unknown {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return Math.floor(value * 1.5) + 1
  if (Array.isArray(value)) return value.map(perturbed)
  throw new Error('a constant is a number, a rule or a list of numbers')
}
