/** What payload fields of events can hold. The types of `events.ts` say the same to the compiler. */
import type { EventType, eventFields } from './events.ts'
import { recommendationKinds } from './drs-state.ts'
import { labelWords } from './texts/states.ts'
import {
  alarm,
  block,
  configIssue,
  connection,
  entityKind,
  ftReason,
  ftState,
  haState,
  host,
  list,
  migrationKind,
  restartPriority,
  severity,
  vm,
  words,
  type ValueField,
} from './value-field.ts'

const byWhom = words('user', 'drs')
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
