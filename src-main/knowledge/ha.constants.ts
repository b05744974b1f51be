/** The numbers and rules of the facts about vSphere HA, beside the id of their fact. Times in ms. */
export const haConstants = {
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
  'HA-172': { drsIsAsked: true },
  'HA-175': { haMustBeOff: true },
  /** A vSAN object is reached where more than half of its components are. */
  'HA-176': { majorityNeeded: true },
  'HA-181': { hostsAreSpared: true },
  'HA-183': { agents: 3 },
  'HA-187': { watchdogMs: 5_000 },
  /** What an agent needs: MiB on the local disk, MiB of unreserved memory. */
  'HA-189': { localDiskMiB: 75, memoryMiB: 250, memoryMinMiB: 100 },
  'HA-190': { noDatastoreIsAnIssue: true },
  'HA-194': { isLogged: true },
  'HA-195': { logged: true },
  'HA-198': { optionCaseIgnored: true },
} as const
