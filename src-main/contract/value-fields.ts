/**
 * What the fields of the log and of the state can hold, as data: the check of expectations and the reference for writers of labs are made from
 * it. Null is always possible: a field without a value is null. The types of `events.ts` and `state.ts` say the same to the compiler.
 */
import { haStates, type eventFields, type EventType } from './events.ts'
import { drsAutomations } from './lab/drs.ts'
import { clockSteps, dpmAutomations, drsSilences, recommendationKinds } from './state.ts'
import type {
  DatastoreState,
  DrsFaultState,
  DrsState,
  HostState,
  LabState,
  MigrationState,
  NetworkState,
  PoolState,
  RecommendationState,
  RestartQueueEntry,
  SnapshotState,
  VmState,
} from './state.ts'
import { labelWords } from './texts/states.ts'

export type ValueField =
  | 'number'
  | 'flag'
  | 'text'
  /** Names or words that depend on the run, maps whose keys the engine chooses. */
  | 'any'
  | { readonly words: readonly string[] }
  /** The name of something in the lab, or one of the words. */
  | { readonly name: 'host' | 'vm'; readonly words?: readonly string[] }
  | { readonly list: ValueField }
  | { readonly block: Block }
  /** A map by name. */
  | { readonly byName: ValueField }
export type Block = { readonly [key: string]: ValueField }
type BlockOf<T> = { readonly [K in keyof Required<T>]: ValueField }

const words = (...list: readonly string[]): ValueField => ({ words: list })
const list = (of: ValueField): ValueField => ({ list: of })
const block = (fields: Block): ValueField => ({ block: fields })
const host: ValueField = { name: 'host' }
const vm: ValueField = { name: 'vm' }
const haState = words(...haStates)
const entityKind = words('host', 'vm', 'datastore', 'cluster')
const alarm = words(...labelWords('alarm'))
const severity = words('yellow', 'red')
const configIssue = words(...labelWords('configIssue'))
const ftState = words(...labelWords('ftState'))
const ftReason = words(...labelWords('ftReason'))
const restartPriority = words(...labelWords('priority'))
const byWhom = words('user', 'drs')
const connection = words('connected', 'notResponding', 'disconnected')

/** Payload fields of the same name hold the same in every event, where `particular` says nothing else. */
const byName: { readonly [field: string]: ValueField } = {
  host, vm, hosts: list(host), vms: list(vm), candidates: list(host), partition: list(host), group: list(vm),
  prerequisites: list('text'), files: list('text'), rejected: list('any'), recommendations: list('any'), faults: list('any'), arguments: 'any',
  alive: 'flag', answered: 'flag', encrypted: 'flag', memory: 'flag',
  role: words('primary', 'secondary'), file: words('vm', 'protectedList'), issue: configIssue, alarm, severity, resource: words('cpu', 'memory'),
  question: words('outOfSpace', 'lockLost'),
} // prettier-ignore
const numbers = new Set([
  'attempt', 'durationMs', 'pingsLost', 'score', 'imbalance', 'target', 'moveLimit', 'priority', 'rating', 'gain', 'migrationTimeMs', 'costMHzSeconds',
  'benefitMHzSeconds', 'streams', 'round', 'bytes', 'dirtyBytes', 'slowdownPercent', 'stunMs', 'rounds', 'totalMs', 'memoryBytes', 'iterations',
]) // prettier-ignore

const migrationKind = words(...labelWords('migrationKind'))
const fromToHost = { from: host, to: host }
const particular: { readonly [T in EventType]?: { readonly [F in (typeof eventFields)[T][number]]?: ValueField } } = {
  'lab.warned': { reason: words('limitsLifted', 'unknownOption', 'notInProduct') },
  'host.failed': { kind: words('powerOff', 'crash') },
  'host.connectionChanged': { from: connection, to: connection },
  'host.standbyEntering': { by: byWhom },
  'host.standbyEntered': { by: byWhom },
  'host.standbyExiting': { by: byWhom },
  'host.standbyExited': { by: byWhom },
  'host.standbyExitFailed': { by: byWhom },
  'ha.heartbeatLost': { by: host },
  'ha.datastoreHeartbeat': { by: host },
  'ha.hostUnreachable': { by: host },
  'ha.hostStateChanged': { from: haState, to: haState, by: { name: 'host', words: ['vcenter', 'self'] } },
  'ha.isolationResponse': { response: words(...labelWords('isolationResponse')) },
  'ha.restartQueued': { priority: restartPriority },
  'ha.restartPending': { reason: words(...labelWords('pendingReason')) },
  'ha.restartFailed': { reason: words(...labelWords('restartFailure')) },
  'admission.checked': { operation: words('powerOn', 'migrateIn', 'reservation'), result: words('allowed', 'refused') },
  'task.started': { kind: entityKind },
  'task.finished': { kind: entityKind },
  'alarm.triggered': { kind: entityKind },
  'alarm.cleared': { kind: entityKind },
  'vmcp.response': { response: words(...labelWords('vmcpResponse')) },
  'vm.poweredOn': { cause: words('user', 'ha', 'drs', 'ft', 'vmcp') },
  'vm.poweredOff': { cause: words('user', 'guest', 'isolation', 'vmcp', 'processCrash', 'hostFailed', 'lockLost', 'ft') },
  'vm.reset': { cause: words('user', 'vmMonitoring', 'appMonitoring', 'apdRecovery') },
  'vm.guestFailed': { kind: words(...labelWords('guestFailure')) },
  'drs.pass': { algorithm: words('drsScore', 'classic'), hosts: 'any' },
  'drs.recommendation': {
    ...fromToHost,
    kind: words(...recommendationKinds),
    reason: words(...labelWords('drsReason')),
    hosts: list(block({ host, rating: 'number' })),
  },
  'drs.applied': { by: byWhom },
  'drs.fault': { reason: words(...labelWords('drsFault')) },
  'vmotion.queued': { ...fromToHost, kind: migrationKind, waitsFor: words('host', 'network', 'datastore') },
  'vmotion.started': { ...fromToHost, kind: migrationKind },
  'vmotion.phase': { phase: words(...labelWords('migrationPhase')) },
  'vmotion.completed': { ...fromToHost, kind: migrationKind },
  'vmotion.failed': { reason: words(...labelWords('migrationFailure')) },
  'snapshot.created': { consistency: words('crash', 'fileSystem', 'application') },
  'snapshot.failed': { reason: words(...labelWords('snapshotFailure')) },
  'snapshot.consolidated': { mode: words('mirror', 'helper') },
  'ft.protected': { primary: host, secondary: host },
  'ft.failover': fromToHost,
  'ft.stateChanged': {
    from: ftState,
    to: ftState,
    reason: ftReason,
  },
}

/** What a payload field of an event type can hold; reasons of refusals are open: facts name more. */
export function eventField(type: EventType, field: string): ValueField {
  const own: { readonly [field: string]: ValueField | undefined } = particular[type] ?? {}
  return own[field] ?? byName[field] ?? (numbers.has(field) ? 'number' : 'text')
}

const hostFields: BlockOf<HostState> = {
  power: words('on', 'off', 'booting', 'standby'),
  connection,
  maintenance: 'flag',
  standby: 'flag',
  quarantine: 'flag',
  mode: words('normal', 'enteringMaintenance', 'maintenance', 'quarantine', 'enteringStandby', 'standby', 'exitingStandby'),
  haState,
  haStateSelf: haState,
  configIssues: list(configIssue),
  heartbeatDatastores: list('text'),
  heartbeat: block({ networkAgeMs: 'number', datastoreAgeMs: 'number', ping: 'flag', isolatedBit: 'flag', row: 'number' }),
  cpuCapacityMHz: 'number',
  cpuDemandMHz: 'number',
  cpuUsedMHz: 'number',
  cpuReservedMHz: 'number',
  cpuUnreservedMHz: 'number',
  cpuReservedForVmotionMHz: 'number',
  cpuNormalizedEntitlement: 'number',
  memoryCapacityMiB: 'number',
  memoryUsedMiB: 'number',
  memoryReservedMiB: 'number',
  memoryUnreservedMiB: 'number',
  memoryNormalizedEntitlement: 'number',
  uplinkUsedPercent: 'number',
  migrationCost: block({ host: 'number', network: 'number' }),
  currentEvcMode: 'text',
  maxEvcMode: 'text',
  vms: list(vm),
}

const vmFields: BlockOf<VmState> = {
  power: words('on', 'off'),
  guest: words('off', 'booting', 'ready', 'hung', 'crashed'),
  host,
  connection: words('connected', 'inaccessible', 'disconnected', 'orphaned'),
  instances: list(host),
  datastore: 'text',
  disks: list(block({ datastore: 'text', format: words('vmfsSparse', 'seSparse'), chainDepth: 'number' })),
  nics: list(block({ network: 'text', mac: 'text', learnedOn: host })),
  resourcePool: 'text',
  haProtected: 'flag',
  lockHolder: host,
  lockLeaseAgeMs: 'number',
  powerOffRecord: 'flag',
  question: words('outOfSpace', 'lockLost'),
  restarts: 'number',
  resets: 'number',
  monitoring: block({
    level: words('vm', 'vmAndApplication'),
    heartbeat: words('gray', 'green', 'yellow', 'red'),
    application: words('gray', 'green', 'red'),
    resetAtMs: 'number',
    resetsInWindow: 'number',
    maxResets: 'number',
    windowEndsAtMs: 'number',
  }),
  haSettings: block({
    restartPriority,
    restartCondition: 'text',
    isolationResponse: 'text',
    pdlResponse: 'text',
    apdResponse: 'text',
    vmMonitoring: words('disabled', 'vm', 'vmAndApplication'),
  }),
  uptimeMs: 'number',
  downtimeMs: 'number',
  clientOutageMs: 'number',
  pingsLost: 'number',
  cpuShares: 'number',
  cpuReservationMHz: 'number',
  cpuDemandMHz: 'number',
  cpuUsedMHz: 'number',
  cpuReadyPercent: 'number',
  cpuEntitlementMHz: 'number',
  drsCpuDemandMHz: 'number',
  memoryShares: 'number',
  memoryReservationMiB: 'number',
  memoryEntitlementMiB: 'number',
  drsMemoryDemandMiB: 'number',
  memoryOverheadMiB: 'number',
  drsScore: 'number',
  drsAutomation: words(...drsAutomations, 'disabled'),
  minRequiredEvcMode: 'text',
  ftState,
  ftReason,
  ftCopyPercent: 'number',
  ftCopyWaitsFor: 'text',
  ftSecondaryHost: host,
  ftTrafficMbps: 'number',
  ftSlowdownPercent: 'number',
  ftAddedLatencyMs: 'number',
  snapshots: list(
    block({
      id: 'text',
      name: 'text',
      parent: 'text',
      memory: 'flag',
      consistency: words('crash', 'fileSystem', 'application'),
      deltaBytes: 'number',
      memoryBytes: 'number',
      content: list('text'),
      takenAtMs: 'number',
    } satisfies BlockOf<SnapshotState>),
  ),
  currentSnapshot: 'text',
  deltaBytes: 'number',
  chainDepth: 'number',
  readLayers: 'number',
  consolidationNeeded: 'flag',
  usedBytes: 'number',
  content: list('text'),
}

const networkFields: BlockOf<NetworkState> = { up: 'flag', groups: list(list('text')), disconnectedHosts: list(host) }

const datastoreFields: BlockOf<DatastoreState> = {
  capacityBytes: 'number',
  usedBytes: 'number',
  freeBytes: 'number',
  diskBytes: 'number',
  deltaBytes: 'number',
  memoryImageBytes: 'number',
  migrationCost: 'number',
  protectedListOwner: host,
  hosts: { byName: words(...labelWords('datastoreAccess')) },
}

const poolFields: BlockOf<PoolState> = {
  status: words('green', 'red'),
  parent: 'text',
  cpuShares: 'number',
  cpuSharesEffective: 'number',
  cpuReservationMHz: 'number',
  cpuReservationUsedMHz: 'number',
  cpuUnreservedMHz: 'number',
  cpuEntitlementMHz: 'number',
  cpuLimitMHz: 'number',
  cpuExpandable: 'flag',
  cpuDemandMHz: 'number',
  memoryShares: 'number',
  memorySharesEffective: 'number',
  memoryReservationMiB: 'number',
  memoryReservationUsedMiB: 'number',
  memoryUnreservedMiB: 'number',
  memoryEntitlementMiB: 'number',
  memoryLimitMiB: 'number',
  memoryExpandable: 'flag',
  memoryDemandMiB: 'number',
}

const ruleFields: Block = {
  type: words('keepTogether', 'separate', 'mustRunOn', 'shouldRunOn', 'mustNotRunOn', 'shouldNotRunOn', 'restartDependency'),
  enabled: 'flag',
  inCompliance: 'flag',
  conflictsWith: 'any',
  brokenBy: list(vm),
  vms: list(vm),
  hosts: list(host),
  dependsOn: list(vm),
}

const restartFields: BlockOf<RestartQueueEntry> = {
  vm,
  priority: restartPriority,
  state: words(...labelWords('restartState')),
  waitsFor: 'text',
  attempt: 'number',
  nextAtMs: 'number',
  rejected: list(block({ host, reason: 'text' })),
}

const resourceOf = (unit: string): ValueField =>
  block(
    Object.fromEntries(
      [`total${unit}`, `reserved${unit}`, `failover${unit}`, 'freePercent', 'requiredPercent', 'availablePercent'].map((key) => [key, 'number']),
    ),
  )

const admissionFields: Block = {
  policy: words('slotPolicy', 'clusterResourcePercentage', 'dedicatedFailoverHosts', 'disabled'),
  ok: 'flag',
  hostFailuresTolerated: 'number',
  slot: block({ cpuMHz: 'number', memoryMiB: 'number' }),
  totalSlots: 'number',
  usedSlots: 'number',
  availableSlots: 'number',
  failoverSlots: 'number',
  hostSlots: { byName: 'number' },
  vmsRequiringMultipleSlots: { byName: 'number' },
  failoverHosts: { byName: words('green', 'yellow', 'red') },
  cpu: resourceOf('MHz'),
  memory: resourceOf('MiB'),
}

const migration: ValueField = block({
  vm,
  kind: migrationKind,
  from: host,
  to: host,
  datastore: 'text',
  role: words('primary', 'secondary'),
  phase: words(...labelWords('migrationPhase')),
  round: 'number',
  percent: 'number',
  waitsFor: words('host', 'network', 'datastore'),
  waitsForName: 'text',
  startedMs: 'number',
  bytesPerSecond: 'number',
  dirtyBytesPerSecond: 'number',
  cutSinceMs: 'number',
  failsAtMs: 'number',
} satisfies BlockOf<MigrationState>)

const recommendationFields: BlockOf<RecommendationState> = {
  id: 'text',
  kind: words(...recommendationKinds),
  vm,
  from: host,
  to: host,
  host,
  priority: 'number',
  rating: 'number',
  reason: words(...labelWords('drsReason')),
  hosts: list(block({ host, rating: 'number' })),
  group: list(vm),
  prerequisites: list('text'),
  gain: 'number',
  migrationTimeMs: 'number',
  costMHzSeconds: 'number',
  benefitMHzSeconds: 'number',
  sinceMs: 'number',
  expiresAtMs: 'number',
}

/** The whole state. */
export const stateFields: BlockOf<LabState> = {
  t: 'number',
  vcenter: block({ running: 'flag', connected: 'flag', host, primary: host }),
  cluster: block({
    name: 'text',
    status: words('green', 'yellow', 'red'),
    evcMode: 'text',
    cpuCapacityMHz: 'number',
    cpuReservedMHz: 'number',
    cpuAvailableMHz: 'number',
    memoryCapacityMiB: 'number',
    memoryReservedMiB: 'number',
    memoryAvailableMiB: 'number',
  }),
  hosts: { byName: block(hostFields) },
  vms: { byName: block(vmFields) },
  networks: { byName: block(networkFields) },
  datastores: { byName: block(datastoreFields) },
  resourcePools: { byName: block(poolFields) },
  rules: { byName: block(ruleFields) },
  ha: block({
    hostMonitoring: 'flag',
    primaries: list(host),
    partitions: list(block({ primary: host, members: list(host) })),
    protected: list(vm),
    configIssues: list(configIssue),
    restartQueue: list(block(restartFields)),
    admission: block(admissionFields),
    clocks: list(
      block({
        kind: words('silentHost', 'election', 'takeOver'),
        hosts: list(host),
        by: host,
        sinceMs: 'number',
        steps: list(block({ step: words(...clockSteps), atMs: 'number' })),
        verdict: haState,
      }),
    ),
    isolation: list(
      block({
        host,
        sinceMs: 'number',
        declaredAtMs: 'number',
        nextAtMs: 'number',
        vms: list(
          block({
            vm,
            response: words('disabled', 'powerOffAndRestart', 'shutDownAndRestart'),
            state: words('waiting', 'deferred', 'shuttingDown', 'done'),
            nextAtMs: 'number',
          }),
        ),
      }),
    ),
    vmcp: list(
      block({
        datastore: 'text',
        host,
        kind: words('apd', 'pdl'),
        sinceMs: 'number',
        timeoutAtMs: 'number',
        vms: list(block({ vm, response: 'text', actsAtMs: 'number' })),
      }),
    ),
    issues: list(block({ issue: configIssue, host, vm })),
  }),
  drs: block({
    algorithm: words('drsScore', 'classic'),
    automation: words(...drsAutomations),
    migrationThreshold: 'number',
    score: 'number',
    numVmsPerDrsScoreBucket: block({ '0-20': 'number', '21-40': 'number', '41-60': 'number', '61-80': 'number', '81-100': 'number' }),
    imbalance: 'number',
    target: 'number',
    currentBalance: 'number',
    targetBalance: 'number',
    vmotionRate: 'number',
    nextPassAtMs: 'number',
    silentBecause: words(...drsSilences),
    dpm: block({
      lowPercent: 'number',
      highPercent: 'number',
      usePercent: { byName: 'number' },
      automation: words(...dpmAutomations),
      threshold: 'number',
    }),
    recommendations: list(block(recommendationFields)),
    faults: list(block({ vm, host, rule: 'text', reason: words(...labelWords('drsFault')), sinceMs: 'number' } satisfies BlockOf<DrsFaultState>)),
  } satisfies BlockOf<DrsState>),
  vcls: block({ health: words('healthy', 'degraded', 'unhealthy'), agents: list(host) }),
  migrations: block({ running: list(migration), queued: list(migration) }),
  tasks: list(block({ task: 'text', name: 'text', entity: 'text', kind: entityKind, startedMs: 'number', percent: 'number' })),
  alarms: list(block({ alarm, severity, entity: 'text', kind: entityKind, sinceMs: 'number' })),
}

/** The state of one entity, as `vm:`, `host:` … beside `is:` name it. */
export const entityFields = {
  vm: vmFields,
  host: hostFields,
  datastore: datastoreFields,
  pool: poolFields,
  rule: ruleFields,
} as const satisfies { readonly [kind: string]: Block }
