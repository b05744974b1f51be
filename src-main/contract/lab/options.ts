/** Names of advanced options that mean something; others are warned about. Compared in lower case. */

const haOptions = [
  // ha.md section 12, cluster and vCenter scope
  ...Array.from({ length: 10 }, (_, i) => `das.isolationaddress${i}`),
  'das.isolationaddress',
  'das.usedefaultisolationaddress',
  'das.isolationshutdowntimeout',
  'das.config.fdm.isolationPolicyDelaySec',
  'fdm.isolationPolicyDelaySec',
  'das.heartbeatdsperhost',
  'das.ignoreinsufficienthbdatastore',
  'das.ignoreredundantnetwarning',
  'das.maxvmrestartcount',
  'das.maxvmrestartperiod',
  'das.perhostconcurrentfailoverslimit',
  'das.reregisterrestartdisabledvms',
  'das.respectvmvmantiaffinityrules',
  'das.respectvmhostsoftaffinityrules',
  'das.vmcpuminmhz',
  'das.vmmemoryminmb',
  'das.slotcpuinmhz',
  'das.slotmeminmb',
  'das.iostatsinterval',
  'das.maxftvmsperhost',
  'das.maxftvcpusperhost',
  'das.includeftcompliancechecks',
  'das.maskcleanshutdownenabled',
  'das.maxresets',
  'das.resetretryintervalsec',
  'das.maxterminates',
  'das.terminateretryintervalsec',
  'das.config.fdm.hostTimeout',
  'das.config.fdm.icmpPingTimeout',
  'das.config.fdm.deadIcmpPingInterval',
  'das.config.fdm.stateLogInterval',
  'das.config.fdm.ft.cleanupTimeout',
  'das.config.fdm.storageVmotionCleanupTimeout',
  'das.config.fdm.policy.unknownStateMonitorPeriod',
  'das.config.fdm.event.maxMasterEvents',
  'das.config.fdm.event.maxSlaveEvents',
  'das.config.fdm.memreservationmb',
  'das.config.fdm.reportfailoverfailevent',
  'das.config.log.maxFileNum',
  'das.config.log.maxFileSize',
  'das.config.log.directory',
  'vpxd.das.completemetadataupdateintervalsec',
  'vpxd.das.electionWaitTimeSec',
  'vpxd.das.sendProtectListIntervalSec',
  // 4.1 and earlier: accepted, without effect (HA-197)
  'das.failuredetectiontime',
  'das.failuredetectioninterval',
  'das.poweroffonisolation',
  'das.bypassnetcompatcheck',
]

const drsOptions = [
  'MinGoodness',
  'CostBenefit',
  'CheckPairWiseImbalance',
  'MaxMovesPerHost',
  'IdleTax',
  'PercentIdleMBInMemDemand',
  'LimitVMsPerESXHost',
  'TryBalanceVmsPerHost',
  'MaxVcpusPerCore',
  'MaxVcpusPerClusterPct',
  'DemandCapacityRatioTarget',
  'DemandCapacityRatioToleranceHost',
  'VmDemandHistorySecsHostOn',
  'VmDemandHistorySecsHostOff',
  'MinPoweredOnCpuCapacity',
  'MinPoweredOnMemCapacity',
  // DRS-010
  'pollPeriodSec',
  // DRS-056
  'UseDownTime',
  'IgnoreDownTimeLessThan',
  'MinImbalance',
]

const hostOptions = [
  'fdm.nodeGoodness',
  'Misc.APDTimeout',
  'Misc.APDHandlingEnable',
  'Migrate.NetworkTimeout',
  'Migrate.Enabled',
  'disk.terminateVMOnPDLDefault',
  'disk.AutoremoveOnPDL',
]

const scopes = {
  ha: { names: new Map(haOptions.map((name) => [name.toLowerCase(), name])), pattern: /^das\.allownetwork.+$/ },
  drs: { names: new Map(drsOptions.map((name) => [name.toLowerCase(), name])), pattern: null },
  host: { names: new Map(hostOptions.map((name) => [name.toLowerCase(), name])), pattern: null },
} as const
export type OptionScope = keyof typeof scopes

export function isKnownOption(scope: OptionScope, name: string): boolean {
  const lower = name.toLowerCase()
  return scopes[scope].names.has(lower) || scopes[scope].pattern?.test(lower) === true
}

/** In vSphere's own spelling. */
export const knownOptions = (scope: OptionScope): Iterable<string> => scopes[scope].names.values()
