/** English sentences of the event log, one per type; the compiler sees to it that none is missing. */
import type { EventType } from '../events.ts'
import { formatNumber } from './format.ts'
import { joinNames, type Fields } from './fields.ts'
import { commandTargets } from './targets.ts'
import { vcenterEventMeaning } from './vcenter-events.ts'

type Sentence = (e: Fields) => string

const by = (e: Fields): string => (e.is('by', 'drs') ? 'DRS' : e.is('by', 'user') ? 'The user' : 'vCenter Server')
const members = (e: Fields, field: string): string => joinNames(e.names(field), 'en')
const on = (e: Fields, field: string): string => (e.has(field) ? ` on ${e.text(field)}` : '')
const subject = (e: Fields): string => [e.text('host', ''), e.text('vm', '')].filter((name) => name !== '').join(', ') || 'the cluster'

const poweredOn: { readonly [cause: string]: Sentence } = {
  ha: (e) => `${e.text('vm')} runs again on ${e.text('host')}: restarted by vSphere HA`,
  drs: (e) => `${e.text('vm')} is powered on on ${e.text('host')}, where DRS placed it`,
  ft: (e) => `${e.text('vm')} is powered on on ${e.text('host')} by Fault Tolerance`,
  vmcp: (e) => `${e.text('vm')} runs again on ${e.text('host')}: restarted after its datastore was lost`,
}

const poweredOff: { readonly [cause: string]: Sentence } = {
  user: (e) => `${e.text('vm')} is powered off on ${e.text('host')} by the user`,
  guest: (e) => `The guest OS of ${e.text('vm')} has shut down on ${e.text('host')}`,
  isolation: (e) => `${e.text('vm')} is powered off on ${e.text('host')} by the isolation response`,
  vmcp: (e) => `${e.text('vm')} is powered off on ${e.text('host')} because its datastore is lost`,
  processCrash: (e) => `The process of ${e.text('vm')} on ${e.text('host')} has died`,
  hostFailed: (e) => `${e.text('vm')} stops running because ${e.text('host')} failed`,
  lockLost: (e) => `The old instance of ${e.text('vm')} on ${e.text('host')} is powered off because it lost its lock`,
  ft: (e) => `The copy of ${e.text('vm')} on ${e.text('host')} is ended by Fault Tolerance`,
}

const resetBy: { readonly [cause: string]: string } = {
  user: 'by the user',
  vmMonitoring: 'by VM monitoring',
  appMonitoring: 'by application monitoring',
  apdRecovery: 'because its datastore came back after an APD',
}

const isolation: { readonly [response: string]: Sentence } = {
  disabled: (e) => `${e.text('vm')} stays powered on on the isolated ${e.text('host')}: its isolation response is disabled`,
  powerOffAndRestart: (e) => `Isolation response on ${e.text('host')}: ${e.text('vm')} is powered off`,
  shutDownAndRestart: (e) => `Isolation response on ${e.text('host')}: the guest OS of ${e.text('vm')} is shut down`,
  deferred: (e) => `Isolation response on ${e.text('host')}: deferred for ${e.text('vm')}, no live primary host owns its datastore`,
}

function stateChanged(e: Fields): string {
  const was = e.has('from') ? ` (was ${e.label('haState', 'from')})` : ''
  const to = e.label('haState', 'to')
  if (e.is('by', 'self')) return `${e.text('host')} sees itself as ${to}${was}`
  const viewer = e.is('by', 'vcenter') || !e.has('by') ? '' : ` by ${e.text('by')}`
  if (e.is('to', 'failed')) return `${e.text('host')} is declared failed${viewer}${was}`
  return viewer === '' ? `The HA state of ${e.text('host')} is now ${to}${was}` : `${e.text('host')} is seen as ${to}${viewer}${was}`
}

function heartbeatLost(e: Fields): string {
  const silent = e.number('silentMs') === null ? '3 s' : e.seconds('silentMs')
  const watch = e.is('watchesDatastores', true) || e.names('datastores').length > 0 ? ' and watches its datastore heartbeat' : ''
  return `${e.text('by')} has heard no heartbeat from ${e.text('host')} for ${silent}${watch}`
}

function drsPass(e: Fields): string {
  const score = e.number('score')
  const imbalance = e.number('imbalance')
  const target = e.number('target')
  if (e.is('algorithm', 'classic')) {
    const against = target === null ? '' : ` against a target of ${formatNumber(target, 4)}`
    return imbalance === null
      ? 'DRS looks at the load of the hosts'
      : `DRS looks at the load of the hosts: imbalance ${formatNumber(imbalance, 4)}${against}`
  }
  return score === null ? 'DRS looks at the VMs' : `DRS looks at the VMs: cluster DRS score ${formatNumber(score, 2)}%`
}

function recommendation(e: Fields): string {
  const head = `DRS recommendation ${e.text('id')}${e.has('priority') ? ` (priority ${e.text('priority')})` : ''}`
  const why = e.has('reason') ? `: ${e.label('drsReason', 'reason')}` : ''
  if (e.is('kind', 'migrate')) return `${head}, move ${e.text('vm')} from ${e.text('from')} to ${e.text('to')}${why}`
  if (e.is('kind', 'hostPowerOn')) return `${head}, power on ${e.text('host')}${why}`
  if (e.is('kind', 'hostPowerOff')) return `${head}, put ${e.text('host')} into standby mode${why}`
  const vms = e.names('group').length > 0 ? members(e, 'group') : e.text('vm')
  const hosts = e.names('hosts').length > 0 ? members(e, 'hosts') : e.text('to', e.text('host', 'a host'))
  return `${head}, power on ${vms} on ${hosts}${why}`
}

function refused(e: Fields, verb: string): string {
  const targets = commandTargets(e, 'en')
  return `${e.command('command')}${targets === '' ? '' : ` (${targets})`} ${verb}: ${e.refusal('reason')}`
}

export const sentencesEn: { readonly [T in EventType]: Sentence } = {
  'lab.warned': (e) => {
    if (e.is('reason', 'limitsLifted')) return 'The configuration maximums are lifted for this lab'
    if (e.is('reason', 'unknownOption')) return `${e.text('path')} is not a known option and has no effect`
    if (e.is('reason', 'notInProduct')) return `${e.text('path')} does not exist at this product level and has no effect`
    return e.text('text', `The lab gives a warning about ${e.text('path')}`)
  },
  'command.received': (e) => `Command: ${e.command('command')}${commandTargets(e, 'en') === '' ? '' : ` (${commandTargets(e, 'en')})`}`,
  'command.refused': (e) => refused(e, 'was refused'),
  'command.warned': (e) => refused(e, 'goes ahead with a warning'),
  'host.failed': (e) => (e.is('kind', 'crash') ? `${e.text('host')} crashes with a purple screen (PSOD)` : `${e.text('host')} loses its power`),
  'host.booted': (e) => `${e.text('host')} has booted`,
  'host.connectionChanged': (e) =>
    `vCenter Server shows ${e.text('host')} as ${e.label('hostConnection', 'to')} (was ${e.label('hostConnection', 'from')})`,
  'host.maintenanceEntering': (e) => `${e.text('host')} is entering maintenance mode`,
  'host.maintenanceEntered': (e) => `${e.text('host')} is in maintenance mode`,
  'host.maintenanceExited': (e) => `${e.text('host')} has left maintenance mode`,
  'host.quarantineEntered': (e) => `${e.text('host')} is put into quarantine mode`,
  'host.quarantineExited': (e) => `${e.text('host')} has left quarantine mode`,
  'host.standbyEntering': (e) => `${by(e)} puts ${e.text('host')} into standby mode`,
  'host.standbyEntered': (e) => `${e.text('host')} is in standby mode`,
  'host.standbyExiting': (e) => `${by(e)} wakes ${e.text('host')} from standby mode`,
  'host.standbyExited': (e) => `${e.text('host')} has left standby mode`,
  'host.standbyExitFailed': (e) => `${e.text('host')} could not be woken from standby mode`,
  'ha.electionStarted': (e) =>
    e.names('candidates').length === 0
      ? 'The election of a primary host starts'
      : `The election of a primary host starts among ${members(e, 'candidates')}`,
  'ha.primaryElected': (e) => {
    const others = e.names('partition').filter((name) => name !== e.word('host'))
    return `${e.text('host')} is elected primary host${others.length > 0 ? ` of ${joinNames(others, 'en')}` : e.has('partition') ? ', alone in its partition' : ''}`
  },
  'ha.heartbeatLost': heartbeatLost,
  'ha.datastoreHeartbeat': (e) =>
    e.is('alive', false)
      ? `${e.text('by')} sees no datastore heartbeat of ${e.text('host')}`
      : `${e.text('by')} sees that the datastore heartbeat of ${e.text('host')} is alive`,
  'ha.hostUnreachable': (e) => `${e.text('by')} holds ${e.text('host')} unreachable and pings its management address`,
  'ha.isolationPing': (e) =>
    `${e.text('host')} pings the isolation address ${e.text('address')}${e.is('answered', true) ? ': it answers' : e.is('answered', false) ? ': no answer' : ''}`,
  'ha.hostStateChanged': stateChanged,
  'ha.isolationDeclared': (e) => `${e.text('host')} declares itself isolated from the network`,
  'ha.isolationResponse': (e) =>
    (isolation[e.word('response')] ?? ((f: Fields) => `Isolation response for ${f.text('vm')} on ${f.text('host')}: ${f.text('response')}`))(e),
  'ha.restartQueued': (e) => `vSphere HA queues ${e.text('vm')} for a restart with priority ${e.label('priority', 'priority')}`,
  'ha.restartPending': (e) => `The restart of ${e.text('vm')} has to wait: ${e.label('pendingReason', 'reason')}`,
  'ha.restartAttempted': (e) => `vSphere HA starts ${e.text('vm')} on ${e.text('host')} (attempt ${e.text('attempt')})`,
  'ha.restartFailed': (e) => `Attempt ${e.text('attempt')} to start ${e.text('vm')}${on(e, 'host')} failed: ${e.label('restartFailure', 'reason')}`,
  'ha.failoverGaveUp': (e) => `vSphere HA gives up restarting ${e.text('vm')}: all attempts are used`,
  'admission.checked': (e) => {
    const verb = e.is('result', 'refused') ? 'refuses' : 'allows'
    if (e.is('operation', 'migrateIn')) return `Admission control ${verb} the move of ${e.text('vm')} into the cluster`
    if (e.is('operation', 'reservation')) return `Admission control ${verb} the higher reservation of ${e.text('vm')}`
    return `Admission control ${verb} the power-on of ${e.text('vm')}`
  },
  'configIssue.raised': (e) => `Configuration issue on ${subject(e)}: ${e.label('configIssue', 'issue')}`,
  'configIssue.cleared': (e) => `Configuration issue on ${subject(e)} is gone: ${e.label('configIssue', 'issue')}`,
  'vcenter.eventLogged': (e) => {
    const about = [e.text('vm', ''), e.text('host', ''), e.text('datastore', '')].filter((name) => name !== '').join(', ')
    const meaning = vcenterEventMeaning(e.word('name'), 'en')
    return `vCenter Server logs ${e.text('name')}${about === '' ? '' : ` for ${about}`}${meaning === null ? '' : `: ${meaning}`}`
  },
  'task.started': (e) => `Task started: ${e.command('name')}${e.has('entity') ? ` (${e.text('entity')})` : ''}`,
  'task.finished': (e) =>
    `Task ${e.is('result', 'success') || !e.has('result') ? 'completed' : 'failed'}: ${e.command('name')}${e.has('entity') ? ` (${e.text('entity')})` : ''}` +
    (e.is('result', 'success') || !e.has('result') ? '' : `, ${e.refusal('result')}`),
  'alarm.triggered': (e) => `Alarm on ${e.text('entity', 'the cluster')}: ${e.label('alarm', 'alarm')} (${e.label('severity', 'severity')})`,
  'alarm.cleared': (e) => `Alarm on ${e.text('entity', 'the cluster')} is over: ${e.label('alarm', 'alarm')}`,
  'lock.acquired': (e) =>
    e.is('file', 'protectedList')
      ? `${e.text('host')} locks the protected list on ${e.text('datastore')} and owns that datastore`
      : `${e.text('host')} takes the lock of ${e.text('vm')} on ${e.text('datastore')}`,
  'lock.released': (e) =>
    e.is('file', 'protectedList')
      ? `${e.text('host')} releases the protected list on ${e.text('datastore')}`
      : `${e.text('host')} releases the lock of ${e.text('vm')} on ${e.text('datastore')}`,
  'lock.expired': (e) =>
    `The lock of ${e.is('file', 'protectedList') ? 'the protected list' : e.text('vm')} on ${e.text('datastore')} expires: ${e.text('host')} no longer renews it`,
  'vmcp.apdStarted': (e) => `${e.text('host')} has lost all paths to ${e.text('datastore')} (APD)`,
  'vmcp.apdTimeout': (e) => `${e.text('host')} reaches the APD timeout of ${e.text('datastore')}`,
  'vmcp.apdCleared': (e) => `${e.text('host')} has paths to ${e.text('datastore')} again, the APD is over`,
  'vmcp.pdl': (e) => `${e.text('host')} has permanently lost ${e.text('datastore')} (PDL)`,
  'vmcp.response': (e) => `VM component protection for ${e.text('vm')} on ${e.text('host')}: ${e.label('vmcpResponse', 'response')}`,
  'vm.poweredOn': (e) => (poweredOn[e.word('cause')] ?? ((f: Fields) => `${f.text('vm')} is powered on on ${f.text('host')}`))(e),
  'vm.poweredOff': (e) => (poweredOff[e.word('cause')] ?? ((f: Fields) => `${f.text('vm')} is powered off on ${f.text('host')}`))(e),
  'vm.reset': (e) => `${e.text('vm')} is reset on ${e.text('host')} ${resetBy[e.word('cause')] ?? ''}`.trim(),
  'vm.guestReady': (e) => `The guest OS of ${e.text('vm')} has booted`,
  'vm.guestFailed': (e) => `In ${e.text('vm')} ${e.has('kind') ? e.label('guestFailure', 'kind') : 'the guest failed'}`,
  'vm.demandChanged': (e) => `The demand of ${e.text('vm')} changes`,
  'vm.questionRaised': (e) =>
    `${e.text('vm')} waits for an answer: ${e.is('question', 'outOfSpace') ? 'its datastore has no room for its delta' : 'it lost the lock of its disks'}`,
  'vm.questionAnswered': (e) =>
    `The question of ${e.text('vm')} about ${e.is('question', 'outOfSpace') ? 'the space for its delta' : 'its lost lock'} is answered`,
  'vm.created': (e) => `${e.text('vm')} is created`,
  'vm.removed': (e) => `${e.text('vm')} is deleted`,
  'vm.configured': (e) => `The settings of ${e.text('vm')} are changed`,
  'network.rarp': (e) => `${e.text('host')} announces the address ${e.text('mac')} of ${e.text('vm')}${on(e, 'network')} (RARP)`,
  'client.outage': (e) =>
    `Clients of ${e.text('vm')} were cut off for ${e.duration('durationMs')} (${e.text('pingsLost', '0')} ${e.text('pingsLost', '0') === '1' ? 'ping' : 'pings'} lost)`,
  'drs.pass': drsPass,
  'drs.recommendation': recommendation,
  'drs.applied': (e) => `${by(e)} applies recommendation ${e.text('id')}`,
  'drs.withdrawn': (e) => `DRS withdraws recommendation ${e.text('id')}`,
  'drs.fault': (e) =>
    `DRS fault for ${e.text('vm', e.text('host', e.text('rule', 'the cluster')))}${e.has('vm') && e.has('host') ? ` on ${e.text('host')}` : ''}: ${e.label('drsFault', 'reason')}`,
  'drs.maintenancePlan': (e) =>
    e.names('hosts').length === 0
      ? 'Maintenance plan: no host may enter maintenance mode'
      : `Maintenance plan: ${members(e, 'hosts')} may enter maintenance mode`,
  'rule.conflict': (e) => `Rule ${e.text('rule')} is switched off because it contradicts ${e.text('conflictsWith')}`,
  'rule.violated': (e) => `Rule ${e.text('rule')} is violated by ${e.names('vms').length === 0 ? 'where VMs run' : members(e, 'vms')}`,
  'rule.satisfied': (e) => `Rule ${e.text('rule')} is satisfied again`,
  'vmotion.queued': (e) =>
    `${e.label('migrationKind', 'kind')} of ${e.text('vm')}${e.role()} waits for a free slot of the ${e.text('waitsFor', 'host')} ${e.text('name', '')}`.trim(),
  'vmotion.started': (e) => {
    const stays = e.is('kind', 'storage') || (e.has('datastore') && e.is('to', e.word('from')))
    const way = stays
      ? `to ${e.text('datastore')}, on ${e.text('from')}`
      : `from ${e.text('from')} to ${e.text('to')}${e.has('datastore') ? ` and to ${e.text('datastore')}` : ''}`
    const streams = (e.number('streams') ?? 0) > 1 ? `, ${e.text('streams')} streams` : ''
    return `${e.label('migrationKind', 'kind')} of ${e.text('vm')}${e.role()} starts ${way}${streams}${e.is('encrypted', true) ? ', encrypted' : ''}`
  },
  'vmotion.phase': (e) =>
    `Migration of ${e.text('vm')}${e.role()}: ${e.label('migrationPhase', 'phase')}${e.has('actor') ? `, done by ${e.is('actor', 'vcenter') ? 'vCenter Server' : e.text('actor')}` : ''}`,
  'vmotion.round': (e) =>
    `Round ${e.text('round')} of ${e.text('vm')}${e.role()} sent ${e.bytes('bytes')} in ${e.duration('durationMs')}; ${e.bytes('dirtyBytes')} were changed meanwhile`,
  'vmotion.sdps': (e) =>
    `From round ${e.text('round')} on ${e.text('vm')}${e.role()} is slowed by ${e.text('slowdownPercent')}% so that its pre-copy can end (SDPS)`,
  'vmotion.switchover': (e) => `${e.text('vm')}${e.role()} runs on the destination after a stun of ${e.duration('stunMs')}`,
  'vmotion.completed': (e) => {
    const n = e.number('rounds') ?? 0
    const rounds = n === 0 ? '' : n === 1 ? ' in 1 round' : ` in ${n} rounds`
    const stun = e.is('kind', 'cold') ? '' : `, stun ${e.duration('stunMs')}`
    return `${e.label('migrationKind', 'kind')} of ${e.text('vm')}${e.role()} completed in ${e.duration('totalMs')}: ${e.bytes('bytes')}${rounds}${stun}`
  },
  'vmotion.failed': (e) => `Migration of ${e.text('vm')}${e.role()} failed: ${e.label('migrationFailure', 'reason')}`,
  'snapshot.created': (e) => {
    const memory = e.is('memory', true) ? ` with ${(e.number('memoryBytes') ?? 0) > 0 ? `${e.bytes('memoryBytes')} of ` : ''}memory` : ''
    const consistency = e.has('consistency') && !e.is('consistency', 'crash') ? `, ${e.label('consistency', 'consistency').toLowerCase()}` : ''
    return `Snapshot ${e.text('name')} of ${e.text('vm')} is taken${memory} in ${e.duration('durationMs')}${consistency}, stun ${e.duration('stunMs')}`
  },
  'snapshot.failed': (e) => `Snapshot ${e.text('name')} of ${e.text('vm')} failed: ${e.label('snapshotFailure', 'reason')}`,
  'snapshot.reverted': (e) => `${e.text('vm')} is reverted to snapshot ${e.text('name')}`,
  'snapshot.deleted': (e) => `Snapshot ${e.text('name')} of ${e.text('vm')} is deleted`,
  'snapshot.consolidated': (e) => {
    const n = e.number('iterations') ?? 0
    const helper = e.is('mode', 'helper') ? ` through a helper snapshot (${n === 1 ? '1 iteration' : `${n} iterations`})` : ''
    return `${e.bytes('bytes')} of snapshot data of ${e.text('vm')} are merged${helper} in ${e.duration('durationMs')}, stun ${e.duration('stunMs')}`
  },
  'ft.protected': (e) => {
    const took = e.has('durationMs') ? ` (copied in ${e.duration('durationMs')}, stun ${e.duration('stunMs')})` : ''
    return `${e.text('vm')} is protected by Fault Tolerance: primary VM on ${e.text('primary')}, secondary VM on ${e.text('secondary')}${took}`
  },
  'ft.failover': (e) => `The secondary VM of ${e.text('vm')} on ${e.text('to')} takes over from ${e.text('from')} without a restart`,
  'ft.secondaryLost': (e) => `${e.text('vm')} has lost its secondary VM on ${e.text('host')}`,
  'ft.secondaryStarted': (e) => `A new secondary VM of ${e.text('vm')} is being built on ${e.text('host')}`,
  'ft.stateChanged': (e) => {
    const reason = e.has('reason') ? `: ${e.label('ftReason', 'reason')}` : ''
    return `Fault Tolerance of ${e.text('vm')} is now ${e.label('ftState', 'to')} (was ${e.label('ftState', 'from')})${reason}`
  },
}
