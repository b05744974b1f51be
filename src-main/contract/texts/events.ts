/** What an event says, how grave it is, and which objects it is about. Pure functions over one event of the log. */
import type { EventType, LabEvent } from '../events.ts'
import { namesIn, readFields } from './fields.ts'
import { plainWords, type Language } from './language.ts'
import { sentencesEn } from './events-en.ts'
import { sentencesKo } from './events-ko.ts'
import { targetsOf } from './targets.ts'

export type EventSeverity = 'critical' | 'warning' | 'normal' | 'info'
export type EventArea = 'commands' | 'ha' | 'storage' | 'vm' | 'network' | 'drs' | 'vmotion' | 'snapshots' | 'ft' | 'vcenter' | 'host'

/** Inputs of the why that a sentence may also mention, such as `silentMs`. */
function recordOf(event: LabEvent): { readonly [field: string]: unknown } {
  return { ...event.why?.inputs, ...targetsOf(event) }
}

/** One sentence, without a full stop, that names who did what to whom. */
export function describeEvent(event: LabEvent, language: Language): string {
  const sentences = language === 'ko' ? sentencesKo : sentencesEn
  // A log of a newer engine may hold types that this table lacks: it stays readable.
  if (!Object.hasOwn(sentences, event.type)) return plainWords(event.type)
  return sentences[event.type](readFields(recordOf(event), language))
}

const areaOfPrefix: { readonly [prefix: string]: EventArea } = {
  lab: 'commands',
  command: 'commands',
  host: 'host',
  ha: 'ha',
  admission: 'ha',
  configIssue: 'ha',
  vcenter: 'vcenter',
  task: 'vcenter',
  alarm: 'vcenter',
  lock: 'storage',
  vmcp: 'storage',
  vm: 'vm',
  network: 'network',
  client: 'network',
  drs: 'drs',
  rule: 'drs',
  vmotion: 'vmotion',
  snapshot: 'snapshots',
  ft: 'ft',
}

/** The lane of the timeline that a type belongs to. */
export function eventArea(type: EventType): EventArea {
  return areaOfPrefix[type.slice(0, type.indexOf('.'))] ?? 'vcenter'
}

const critical: ReadonlySet<string> = new Set<EventType>([
  'command.refused',
  'host.failed',
  'ha.failoverGaveUp',
  'vmcp.pdl',
  'vmcp.apdTimeout',
  'vm.guestFailed',
  'vmotion.failed',
  'snapshot.failed',
  'host.standbyExitFailed',
])
const warning: ReadonlySet<string> = new Set<EventType>([
  'lab.warned',
  'command.warned',
  'ha.heartbeatLost',
  'ha.hostUnreachable',
  'ha.isolationDeclared',
  'ha.isolationResponse',
  'ha.restartPending',
  'ha.restartFailed',
  'configIssue.raised',
  'lock.expired',
  'vmcp.apdStarted',
  'vmcp.response',
  'vm.reset',
  'vm.questionRaised',
  'client.outage',
  'drs.fault',
  'rule.conflict',
  'rule.violated',
  'vmotion.sdps',
  'ft.secondaryLost',
  'ft.failover',
  'host.quarantineEntered',
])
const normal: ReadonlySet<string> = new Set<EventType>([
  'host.booted',
  'host.maintenanceExited',
  'host.quarantineExited',
  'host.standbyExited',
  'ha.primaryElected',
  'configIssue.cleared',
  'alarm.cleared',
  'vmcp.apdCleared',
  'vm.poweredOn',
  'vm.guestReady',
  'rule.satisfied',
  'vmotion.completed',
  'snapshot.created',
  'snapshot.consolidated',
  'ft.protected',
])
/** Ends that nobody asked for; the others (user, guest, Fault Tolerance's own clean-up) are ordinary. */
const unwantedPowerOff: ReadonlySet<string> = new Set(['hostFailed', 'processCrash'])
const severityOfHaState: { readonly [state: string]: EventSeverity } = {
  primary: 'normal',
  secondary: 'normal',
  failed: 'critical',
  networkIsolated: 'warning',
  networkPartitioned: 'warning',
  agentUnreachable: 'warning',
  initializationError: 'warning',
  uninitializationError: 'warning',
  uninitialized: 'warning',
}

/** Colour family of an event: critical red, warning amber, normal green, info blue. */
export function eventSeverity(event: LabEvent): EventSeverity {
  switch (event.type) {
    case 'ha.hostStateChanged':
      return severityOfHaState[String(event['to'])] ?? 'info'
    case 'ha.datastoreHeartbeat':
      return event['alive'] === false ? 'warning' : 'info'
    case 'host.connectionChanged':
      return event['to'] === 'connected' ? 'normal' : event['to'] === 'notResponding' ? 'critical' : 'warning'
    case 'admission.checked':
      return event['result'] === 'refused' ? 'critical' : 'info'
    case 'alarm.triggered':
      return event['severity'] === 'yellow' ? 'warning' : 'critical'
    case 'vm.poweredOff':
      return unwantedPowerOff.has(String(event['cause'])) ? 'critical' : event['cause'] === 'user' || event['cause'] === 'guest' ? 'info' : 'warning'
    case 'vcenter.eventLogged':
      return event['name'] === 'VmDiskFailedToConsolidateEvent' ? 'warning' : 'info'
    case 'task.finished':
      return event['result'] === 'success' || event['result'] === null ? 'info' : 'warning'
    case 'ft.stateChanged':
      return event['to'] === 'running' ? 'normal' : event['to'] === 'needSecondary' ? 'critical' : 'info'
    default:
      return critical.has(event.type) ? 'critical' : warning.has(event.type) ? 'warning' : normal.has(event.type) ? 'normal' : 'info'
  }
}

export interface EventObjects {
  readonly hosts: readonly string[]
  readonly vms: readonly string[]
  readonly datastores: readonly string[]
}

const hostFields = ['host', 'hosts', 'candidates', 'partition', 'primary', 'secondary'] as const
/** `from` and `to` are hosts in these areas, states elsewhere. */
const fromToAreHosts: ReadonlySet<string> = new Set<EventType>([
  'vmotion.queued',
  'vmotion.started',
  'vmotion.completed',
  'drs.recommendation',
  'ft.failover',
])
/** `by` is a host only where hosts observe each other; elsewhere it is user or drs. */
const notHosts: ReadonlySet<string> = new Set(['vcenter', 'self', 'user', 'drs'])

/** Names that an event is about, for marking them when it is selected; each once, in the order of its payload. */
export function eventObjects(event: LabEvent): EventObjects {
  const record = targetsOf(event)
  const take = (fields: readonly string[]): readonly string[] => fields.flatMap((field) => namesIn(record[field]))
  const hosts = [...take(hostFields)]
  if (event.type.startsWith('ha.')) hosts.push(...take(['by']).filter((name) => !notHosts.has(name)))
  if (fromToAreHosts.has(event.type)) hosts.push(...take(['from', 'to']))
  const vms = [...take(['vm', 'vms', 'group'])]
  const datastores = [...take(['datastore'])]
  const ofKind = { host: hosts, vm: vms, datastore: datastores } as const
  const kind = record['kind']
  if (kind === 'host' || kind === 'vm' || kind === 'datastore') ofKind[kind].push(...take(['entity']))
  if (event.type === 'vmotion.queued' && record['waitsFor'] === 'datastore') datastores.push(...take(['name']))
  return { hosts: [...new Set(hosts)], vms: [...new Set(vms)], datastores: [...new Set(datastores)] }
}
