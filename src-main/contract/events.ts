/**
 * The event log: every type with its payload fields, in the order in which a log line shows them.
 *
 * This table is the one place where event types are named. `engine` emits them, shells print them,
 * screens show them. A field without a value is null, never left out.
 */
import type { FactId } from './fact-id.ts'

/** Payload fields of each event type, in the order of a log line. */
export const eventFields = {
  'lab.warned': ['reason', 'path', 'text'],
  'command.received': ['command', 'arguments'],
  'command.refused': ['command', 'reason', 'text', 'resource', 'vm', 'vms', 'host', 'hosts', 'datastore', 'network', 'pool', 'name', 'id'],
  'command.warned': ['command', 'reason', 'text', 'resource', 'vm', 'vms', 'host', 'hosts', 'datastore', 'network', 'pool', 'name', 'id'],
  'host.failed': ['host', 'kind'],
  'host.booted': ['host'],
  'host.connectionChanged': ['host', 'from', 'to'],
  'host.maintenanceEntering': ['host'],
  'host.maintenanceEntered': ['host'],
  'host.maintenanceExited': ['host'],
  'host.quarantineEntered': ['host'],
  'host.quarantineExited': ['host'],
  'host.standbyEntering': ['host', 'by'],
  'host.standbyEntered': ['host', 'by'],
  'host.standbyExiting': ['host', 'by'],
  'host.standbyExited': ['host', 'by'],
  'host.standbyExitFailed': ['host', 'by'],
  'ha.electionStarted': ['candidates'],
  'ha.primaryElected': ['host', 'partition'],
  'ha.heartbeatLost': ['host', 'by'],
  'ha.datastoreHeartbeat': ['host', 'by', 'alive'],
  'ha.hostUnreachable': ['host', 'by'],
  'ha.isolationPing': ['host', 'address', 'answered'],
  'ha.hostStateChanged': ['host', 'from', 'to', 'by'],
  'ha.isolationDeclared': ['host'],
  'ha.isolationResponse': ['vm', 'host', 'response'],
  'ha.restartQueued': ['vm', 'priority'],
  'ha.restartPending': ['vm', 'reason'],
  'ha.restartAttempted': ['vm', 'host', 'attempt'],
  'ha.restartFailed': ['vm', 'host', 'attempt', 'reason'],
  'ha.failoverGaveUp': ['vm'],
  'admission.checked': ['vm', 'operation', 'result'],
  'configIssue.raised': ['issue', 'host', 'vm', 'text'],
  'configIssue.cleared': ['issue', 'host', 'vm', 'text'],
  'vcenter.eventLogged': ['name', 'host', 'vm', 'datastore'],
  'task.started': ['task', 'name', 'entity', 'kind'],
  'task.finished': ['task', 'name', 'entity', 'kind', 'result'],
  'alarm.triggered': ['alarm', 'severity', 'entity', 'kind'],
  'alarm.cleared': ['alarm', 'severity', 'entity', 'kind'],
  'lock.acquired': ['file', 'vm', 'host', 'datastore'],
  'lock.released': ['file', 'vm', 'host', 'datastore'],
  'lock.expired': ['file', 'vm', 'host', 'datastore'],
  'vmcp.apdStarted': ['datastore', 'host'],
  'vmcp.apdTimeout': ['datastore', 'host'],
  'vmcp.apdCleared': ['datastore', 'host'],
  'vmcp.pdl': ['datastore', 'host'],
  'vmcp.response': ['vm', 'host', 'response'],
  'vm.poweredOn': ['vm', 'host', 'cause'],
  'vm.poweredOff': ['vm', 'host', 'cause'],
  'vm.reset': ['vm', 'host', 'cause'],
  'vm.guestReady': ['vm'],
  'vm.guestFailed': ['vm', 'kind'],
  'vm.demandChanged': ['vm'],
  'vm.questionRaised': ['vm', 'question'],
  'vm.questionAnswered': ['vm', 'question'],
  'vm.created': ['vm'],
  'vm.removed': ['vm'],
  'vm.configured': ['vm'],
  'network.rarp': ['vm', 'host', 'network', 'mac'],
  'client.outage': ['vm', 'durationMs', 'pingsLost'],
  'drs.pass': ['algorithm', 'score', 'imbalance', 'target', 'hosts', 'moveLimit', 'rejected'],
  'drs.recommendation': [
    'id',
    'kind',
    'vm',
    'from',
    'to',
    'host',
    'priority',
    'rating',
    'reason',
    'hosts',
    'group',
    'prerequisites',
    'gain',
    'migrationTimeMs',
    'costMHzSeconds',
    'benefitMHzSeconds',
  ],
  'drs.applied': ['id', 'by'],
  'drs.withdrawn': ['id'],
  'drs.fault': ['vm', 'host', 'rule', 'reason'],
  'drs.maintenancePlan': ['hosts', 'recommendations', 'faults'],
  'rule.conflict': ['rule', 'conflictsWith'],
  'rule.violated': ['rule', 'vms'],
  'rule.satisfied': ['rule', 'vms'],
  'vmotion.queued': ['vm', 'from', 'to', 'kind', 'waitsFor', 'name', 'role'],
  'vmotion.started': ['vm', 'from', 'to', 'kind', 'datastore', 'streams', 'encrypted', 'role'],
  'vmotion.phase': ['vm', 'phase', 'actor', 'role'],
  'vmotion.round': ['vm', 'round', 'bytes', 'durationMs', 'dirtyBytes', 'role'],
  'vmotion.sdps': ['vm', 'round', 'slowdownPercent', 'role'],
  'vmotion.switchover': ['vm', 'stunMs', 'role'],
  'vmotion.completed': ['vm', 'from', 'to', 'kind', 'rounds', 'bytes', 'totalMs', 'stunMs', 'role'],
  'vmotion.failed': ['vm', 'reason', 'role'],
  'snapshot.created': ['vm', 'name', 'id', 'memory', 'stunMs', 'durationMs', 'memoryBytes', 'consistency', 'files'],
  'snapshot.failed': ['vm', 'name', 'reason'],
  'snapshot.reverted': ['vm', 'name', 'id'],
  'snapshot.deleted': ['vm', 'name', 'id'],
  'snapshot.consolidated': ['vm', 'bytes', 'durationMs', 'mode', 'iterations', 'stunMs'],
  'ft.protected': ['vm', 'primary', 'secondary', 'durationMs', 'stunMs'],
  'ft.failover': ['vm', 'from', 'to'],
  'ft.secondaryLost': ['vm', 'host'],
  'ft.secondaryStarted': ['vm', 'host'],
  'ft.stateChanged': ['vm', 'from', 'to', 'reason'],
} as const

export type EventType = keyof typeof eventFields

/** What a payload field may hold: names, numbers, flags, lists of them, or null. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export type EventPayload<T extends EventType> = { readonly [K in (typeof eventFields)[T][number]]?: Json }

/** Why a decision was taken: shown to people, and part of the log. */
export interface Why {
  /** Key of the sentence; `contract/texts/why.ts` has its English and Korean templates. */
  readonly decision: string
  readonly facts: readonly FactId[]
  /** The numbers and names that were looked at. */
  readonly inputs: { readonly [key: string]: Json }
  readonly rejected: readonly Rejected[]
  /** English sentence; not part of the digest. */
  readonly text: string
}

export interface Rejected {
  readonly option: string
  /** Key of the reason; `contract/texts/why.ts` has its templates. */
  readonly reason: string
  readonly facts: readonly FactId[]
}

/** One line of the event log. `t` in integer milliseconds since the start of the run. */
export type LabEvent = {
  readonly t: number
  readonly seq: number
  readonly type: EventType
  /** `seq` of the event that led to this one; null: from outside, or only the clock led to it. */
  readonly causedBy: number | null
  readonly why?: Why
} & { readonly [field: string]: Json | Why | undefined }

/** A payload field of an event, by its name; undefined: its type has none. */
export const fieldOf = (event: LabEvent, field: string): Json | undefined => event[field] as Json | undefined

/** The events that are choices: their `why` is demanded when they are emitted. */
export const decisionTypes = [
  'ha.primaryElected',
  'ha.heartbeatLost',
  'ha.datastoreHeartbeat',
  'ha.hostUnreachable',
  'ha.hostStateChanged',
  'ha.isolationDeclared',
  'ha.isolationResponse',
  'ha.restartQueued',
  'ha.restartPending',
  'ha.restartAttempted',
  'ha.restartFailed',
  'ha.failoverGaveUp',
  'admission.checked',
  'vmcp.response',
  'drs.recommendation',
  'drs.withdrawn',
  'drs.fault',
  'rule.conflict',
  'vmotion.queued',
  'vmotion.sdps',
  'vmotion.failed',
  'ft.failover',
  'ft.secondaryLost',
  'ft.secondaryStarted',
  'command.refused',
] as const satisfies readonly EventType[]
export type DecisionType = (typeof decisionTypes)[number]

/** What a task or an alarm is about. */
export type EntityKind = 'host' | 'vm' | 'datastore' | 'cluster'
export type AlarmSeverity = 'yellow' | 'red'

/** Alarms of the contract. */
export const alarmNames = [
  'hostConnection',
  'haFailoverInProgress',
  'haInsufficientResources',
  'snapshotChainDepth',
  'snapshotAge',
  'datastoreSpace',
  'ftState',
] as const
export type AlarmName = (typeof alarmNames)[number]

/** HA host states of the contract. */
export const haStates = [
  'primary',
  'secondary',
  'election',
  'networkPartitioned',
  'networkIsolated',
  'failed',
  'agentUnreachable',
  'initializationError',
  'uninitializationError',
  'uninitialized',
  'none',
] as const
export type HaState = (typeof haStates)[number]
