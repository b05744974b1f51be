/** English sentences of decisions and of rejected options. */
import { formatMHz, formatMiB } from './format.ts'
import { joinNames, type Fields } from './fields.ts'

export type WhySentence = (f: Fields) => string

const seen = (f: Fields, field: string, yes: string, no: string, none: string): string => (f.is(field, true) ? yes : f.is(field, false) ? no : none)
const names = (f: Fields, field: string): string => joinNames(f.names(field), 'en')
const mhz = (f: Fields, field: string): string => formatMHz(f.number(field) ?? 0, 'en')
const mib = (f: Fields, field: string): string => formatMiB(f.number(field) ?? 0, 'en')

const ownStateReasons: { readonly [reason: string]: string } = {
  started: 'its agent started',
  lostPrimary: 'it hears no primary host',
  elected: 'it won the election',
  joined: 'it found a primary host and joined it',
  isolated: 'it hears no other agent and no isolation address answers',
  isolationEnded: 'it hears another agent, or an isolation address answers again',
  steppedDown: 'another primary host stays after the partitions met',
  stopped: 'its agent was stopped',
  agentDied: 'its agent died',
  hostdStopped: 'hostd does not run, so its agent does nothing',
  notSetUp: 'its agent could not be set up',
  noDatastores: 'no datastore is mounted',
  reconfigured: 'its agent is set up anew',
}

const setUpReasons: { readonly [reason: string]: string } = {
  unreachable: 'vCenter Server cannot reach it',
  localDisk: 'too little space is free on its local disk',
  memory: 'too little of its memory is unreserved',
  noDatastores: 'no datastore is mounted on it',
}

const queueReasons: { readonly [reason: string]: string } = {
  hostFailed: 'its host was declared failed',
  vmFailed: 'it stopped without anybody asking for it',
  notRunning: 'it is on the protected list and does not run anywhere',
  isolated: 'the isolation response of its host stopped it, as its power-off record says',
}

const notQueuedReasons: { readonly [reason: string]: string } = {
  notProtected: 'it is not protected by vSphere HA',
  priorityDisabled: 'its restart priority is Disabled',
  hostMonitoringDisabled: 'host monitoring is off',
}

const failures: { readonly [reason: string]: WhySentence } = {
  fileLocked: (f) => `its files are still locked${f.has('lockHolder') ? ` by ${f.text('lockHolder')}` : ''}`,
  powerOnFailed: () => 'the power-on itself failed',
  hostFailed: () => 'the chosen host failed',
}

const hostNeeds: { readonly [need: string]: WhySentence } = {
  twoHosts: () => 'with vSphere HA two hosts are to be on',
  restart: (f) => `vSphere HA finds no host with room to restart ${f.text('vm')}`,
  failoverCapacity: () => 'the hosts that are on do not have the configured failover capacity',
  minimumCapacity: () => 'the hosts that are on have less capacity than is always to be powered on',
}

const keptReasons: { readonly [reason: string]: string } = {
  roomMissing: 'no other host that could run it has room',
  roomUnknown: 'its host cannot ask the primary host whether there is room elsewhere',
  notProtected: 'it is not protected by vSphere HA',
}

const takeoverReasons: { readonly [reason: string]: WhySentence } = {
  hostFailed: (f) => `${f.text('from')} failed`,
  processCrash: (f) => `its process on ${f.text('from')} died`,
  networkLost: (f) => `the FT network is lost and ${f.text('from')} cannot reach the lock`,
  test: () => 'the failover is tested',
}

const lossReasons: { readonly [reason: string]: WhySentence } = {
  hostFailed: (f) => `no FT heartbeat came from ${f.text('host')} for ${f.seconds('silentMs')}`,
  networkLost: (f) =>
    `no FT heartbeat came from ${f.text('host')} for ${f.seconds('silentMs')}, and the primary VM on ${f.text('primary')} won the lock on ${f.text('lock', 'its datastore')}`,
  storageLost: (f) => `${f.text('host')} has lost the files of the secondary VM`,
}

/** The steps of FT-017; none of a test. */
function takeoverSteps(f: Fields): string {
  if (!f.has('detectMs')) return ''
  return `: heartbeats declared lost after ${f.seconds('detectMs')}, lock won ${f.seconds('arbitrationMs')} later, live ${f.seconds('liveMs')} after that`
}

const endedReasons: { readonly [reason: string]: WhySentence } = {
  deviceLost: () => 'the device is gone for good',
  roomKnown: (f) => (f.has('target') ? `${f.text('target')} has room for it` : 'there is room for it elsewhere'),
  roomUnknown: () => 'the response is aggressive, although nobody can be asked about room elsewhere',
  roomMissing: () => 'the response asks for it',
}

function vmcpLoss(f: Fields): string {
  return `${f.text('host')} has lost ${f.text('datastore')} of ${f.text('vm')} (${f.label('datastoreAccess', 'kind')})`
}

function hostStateJudged(f: Fields): string {
  const network = seen(f, 'networkHeartbeat', 'network heartbeat', 'no network heartbeat', 'network heartbeat unknown')
  const silent = f.is('networkHeartbeat', false) && f.number('silentMs') !== null ? ` for ${f.seconds('silentMs')}` : ''
  const datastore = seen(f, 'datastoreHeartbeat', 'datastore heartbeat', 'no datastore heartbeat', 'no heartbeat datastore configured')
  const ping = seen(f, 'ping', 'it answers pings', 'no answer to pings', 'not pinged')
  const bit = seen(f, 'isolatedBit', ', it reports itself isolated', ', it does not report itself isolated', '')
  const row = f.has('row') ? ` (row ${f.text('row')} of the decision table)` : ''
  return `${f.text('observer')} judges ${f.text('host')} as ${f.label('haState', 'state')}: ${network}${silent}, ${datastore}, ${ping}${bit}${row}`
}

function restartPlaced(f: Fields): string {
  const needs = `it needs ${mhz(f, 'cpuNeededMHz')} and ${mib(f, 'memoryNeededMiB')}, ${mhz(f, 'cpuUnreservedMHz')} and ${mib(f, 'memoryUnreservedMiB')} are unreserved there`
  const busy = f.number('powerOnsInFlight') === null ? '' : `, ${f.text('powerOnsInFlight')} power-ons are under way on it`
  const place = f.has('order') && f.has('waiting') ? ` (number ${f.text('order')}, ${f.text('waiting')} still wait)` : ''
  return `${f.text('host')} is chosen for attempt ${f.text('attempt')} of ${f.text('vm')}: ${needs}${busy}${place}`
}

/** Of an isolated host: what it does with a VM, and what it knows of the datastore. */
function isolationResponse(f: Fields): string {
  const after = f.number('waitedMs') === null ? '' : `, ${f.seconds('waitedMs')} after it declared itself isolated`
  if (f.is('faultTolerance', true))
    return `${f.text('vm')} is protected by Fault Tolerance, so the isolation response leaves it powered on on ${f.text('host')}${after}`
  if (f.is('response', 'disabled'))
    return `The isolation response of ${f.text('vm')} is disabled, so it stays powered on on ${f.text('host')}${after}`
  const reach = seen(f, 'datastoreReachable', 'can reach', 'cannot reach', 'looks for')
  const owner = f.has('owner')
    ? ` and ${f.text('owner')} is there to restart it`
    : f.is('datastoreReachable', true)
      ? ' and no live primary host is there to restart it'
      : ', so nothing can be found out about who would restart it'
  const known = `${f.text('host')} ${reach} ${f.text('datastore')}${owner}`
  if (f.is('response', 'deferred')) return `${known}: ${f.text('vm')} stays as it is for now${after}`
  return `${known}: the response ${f.label('isolationResponse', 'response')} is applied to ${f.text('vm')}${after}`
}

const operations: { readonly [operation: string]: string } = {
  powerOn: 'the power-on',
  reservation: 'the higher reservation',
  migrateIn: 'the move into the cluster',
}

const waitsFor: { readonly [what: string]: (f: Fields) => string } = {
  host: (f) => `host ${f.text('name')}`,
  network: (f) => `the vMotion network ${f.text('name')}`,
  datastore: (f) => `datastore ${f.text('name')}`,
}

const migrationEnds: { readonly [reason: string]: WhySentence } = {
  destinationHostFailed: (f) => `the destination host ${f.text('to')} failed`,
  sourceHostFailed: (f) => `the source host ${f.text('from')} failed, and the memory of the VM with it`,
  networkTimeout: (f) => `nothing could be sent from ${f.text('from')} to ${f.text('to')}${f.has('cutMs') ? ` for ${f.seconds('cutMs')}` : ''}`,
  maxSwitchoverTime: (f) => `the switch-over did not end within ${f.seconds('stunnedMs')}`,
  datastoreNotAccessible: (f) => `a datastore was not accessible${f.has('cutMs') ? ` for ${f.seconds('cutMs')}` : ''}`,
  noConvergence: (f) => `after ${f.text('rounds')} rounds memory still changes faster than it can be sent, and SDPS is off`,
}

function migrationFailed(f: Fields): string {
  const why = (migrationEnds[f.word('reason')] ?? ((g: Fields) => g.label('migrationFailure', 'reason')))(f)
  const when = f.number('ranMs') === null ? 'before it started' : `after ${f.seconds('ranMs')} (${f.label('migrationPhase', 'phase')})`
  const stays = f.is('reason', 'sourceHostFailed') ? 'nothing is left on the destination' : `the VM stays on ${f.text('from')} as it was`
  return `The migration of ${f.text('vm')} fails ${when}: ${why}; ${stays}`
}

/** DRS-021, DRS-022 */
function fullPool(f: Fields): string {
  const over = f.has('overMHz') ? mhz(f, 'overMHz') : f.has('overMiB') ? mib(f, 'overMiB') : null
  if (over === null) return ''
  const where = f.has('fullPool') ? `resource pool ${f.text('fullPool')}` : 'the cluster'
  return `; ${over} more would be reserved in ${where} than it can give`
}

const hostFailures = (f: Fields, field: string): string => `${f.text(field)} host failure${f.is(field, 1) ? '' : 's'}`

function admissionChecked(f: Fields): string {
  const verb = f.is('result', 'refused') ? 'refuses' : 'allows'
  const head = `Admission control ${verb} ${operations[f.word('operation')] ?? 'what is asked for'} of ${f.text('vm')}`
  if (f.is('policy', 'slotPolicy')) {
    const slots = `${f.text('usedSlots')} of ${f.text('totalSlots')} slots of ${mhz(f, 'slotCpuMHz')} and ${mib(f, 'slotMemoryMiB')} would be in use`
    return `${head}: ${slots}, enough for ${hostFailures(f, 'hostFailuresTolerated')}, and ${hostFailures(f, 'hostFailuresToTolerate')} ${f.is('hostFailuresToTolerate', 1) ? 'is' : 'are'} to be tolerated`
  }
  if (f.is('policy', 'clusterResourcePercentage')) {
    if (f.is('enoughHosts', false))
      return `${head}: ${f.is('hosts', 1) ? 'only 1 host' : `only ${f.text('hosts')} hosts`} with vSphere HA would be left, and two are needed`
    const share = (resource: string, name: string): string =>
      `${f.text(`${resource}FreePercent`)}% of ${name} would be free of ${f.text(`${resource}RequiredPercent`)}% that have to be`
    return `${head}: ${share('cpu', 'CPU')}, ${share('memory', 'memory')}`
  }
  if (f.is('policy', 'dedicatedFailoverHosts'))
    return `${head}: ${f.text('host')} is ${f.is('result', 'refused') ? 'a dedicated failover host' : 'no dedicated failover host'}`
  return head
}

export const whyEn: { readonly [decision: string]: WhySentence } = {
  heartbeatMissed: (f) =>
    `${f.text('observer')} has heard no network heartbeat from ${f.text('host')} for ${f.seconds('silentMs')}${f.names('datastores').length > 0 ? `, so its heartbeat on ${names(f, 'datastores')} counts now` : ''}`,
  heartbeatHeard: (f) => `${f.text('observer')} hears the network heartbeat of ${f.text('host')}, after ${f.seconds('silentMs')} without it`,
  datastoreHeartbeatSeen: (f) =>
    `${f.text('host')} still renews its heartbeat on ${f.names('datastores').length === 0 ? 'the datastores' : names(f, 'datastores')}, so it is alive`,
  datastoreHeartbeatGone: (f) => `${f.text('observer')} has seen no datastore heartbeat of ${f.text('host')} for ${f.seconds('silentMs')}`,
  hostUnreachable: (f) =>
    `${f.text('host')} has been silent for ${f.seconds('silentMs')}, so ${f.text('observer')} pings its management address for ${f.seconds('pingMs')}`,
  hostStateJudged,
  ownStateChanged: (f) =>
    `${f.text('host')} is now ${f.label('haState', 'state')} because ${ownStateReasons[f.word('reason')] ?? f.text('reason', 'its situation changed')}`,
  vcenterView: (f) =>
    f.has('primary')
      ? `vCenter Server shows ${f.text('host')} as ${f.label('haState', 'state')}, as the primary host ${f.text('primary')} reports it`
      : `vCenter Server reaches no primary host and shows ${f.text('host')} as ${f.label('haState', 'state')} by itself`,
  agentNotSetUp: (f) =>
    `vCenter Server shows ${f.text('host')} as ${f.label('haState', 'state')}: its agent could not be set up because ${setUpReasons[f.word('reason')] ?? f.text('reason', 'something stood in the way')}`,
  agentNotRemoved: (f) =>
    `vCenter Server shows ${f.text('host')} as ${f.label('haState', 'state')}: its agent could not be removed because ${setUpReasons[f.word('reason')] ?? f.text('reason', 'something stood in the way')}`,
  agentRemoved: (f) => `vCenter Server reaches ${f.text('host')} again and has removed the agent that was left there`,
  electionWon: (f) => {
    const override = f.has('nodeGoodness')
      ? `its fdm.nodeGoodness is ${f.text('nodeGoodness')}`
      : `it has ${f.text('datastores')} connected datastores and the object id ${f.text('moid')}`
    const among =
      f.names('candidates').length > 0 ? ` among ${names(f, 'candidates')}` : f.has('candidates') ? ` among ${f.text('candidates')} candidates` : ''
    return `${f.text('host')} wins the election${among}: ${override}`
  },
  isolationDeclared: (f) =>
    `${f.text('host')} hears no other agent and none of its isolation addresses answers (${f.names('addresses').length === 0 ? f.text('addresses', 'none defined') : names(f, 'addresses')})`,
  isolationResponse,
  restartQueued: (f) =>
    `${f.text('vm')}${f.has('host') ? ` of ${f.text('host')}` : ''} is to be restarted because ${queueReasons[f.word('reason')] ?? f.text('reason', 'it does not run')}; its priority is ${f.label('priority', 'priority')}`,
  restartNotQueued: (f) => `${f.text('vm')} is not restarted: ${notQueuedReasons[f.word('reason')] ?? f.text('reason')}`,
  restartPlaced,
  dependencyNotReady: (f) => `${f.text('vm')} waits because ${f.text('needed')}, which it depends on, is not ready; no attempt is used`,
  noHostFits: (f) => `None of the ${f.text('hosts', 'remaining')} hosts can take ${f.text('vm')} now; no attempt is used`,
  restartFailed: (f) => {
    const retry = f.number('retryInMs') === null ? '' : `; the next attempt follows in ${f.seconds('retryInMs')}`
    return `Attempt ${f.text('attempt')} of ${f.text('vm')} on ${f.text('host')} failed: ${(failures[f.word('reason')] ?? ((g: Fields) => g.text('reason')))(f)}${retry}`
  },
  attemptsExhausted: (f) => `${f.text('vm')} has used all ${f.text('attempts')} attempts; somebody has to start it by hand`,
  guestReset: (f) => {
    const io = f.number('ioWindowMs') === null ? '' : `, and no disk or network I/O in the last ${f.seconds('ioWindowMs')}`
    return `VM monitoring resets ${f.text('vm')} on ${f.text('host')}: no VMware Tools heartbeat for ${f.seconds('silentMs')}${io} (failure interval ${f.seconds('failureIntervalMs')}, reset ${f.text('reset')} of ${f.text('maxResets')})`
  },
  appReset: (f) =>
    `Application monitoring resets ${f.text('vm')} on ${f.text('host')}: no application heartbeat for ${f.seconds('silentMs')}; I/O does not matter (failure interval ${f.seconds('failureIntervalMs')}, reset ${f.text('reset')} of ${f.text('maxResets')})`,
  guestNotReset: (f) =>
    `${f.text('vm')} is not reset on ${f.text('host')} although it sends no heartbeats: ${f.names('datastores').length === 0 ? 'a datastore with its files' : names(f, 'datastores')} cannot be accessed`,
  vmcpEventsOnly: (f) => {
    const restartsNothing = f.is('hostMonitoring', false)
      ? ', because host monitoring is off'
      : f.is('restartPriority', 'disabled')
        ? ', because its restart priority is Disabled'
        : ''
    return `${vmcpLoss(f)}; only events are issued${restartsNothing}`
  },
  vmcpEnds: (f) => {
    const lost = f.number('lostMs') === null ? '' : ` for ${f.seconds('lostMs')}`
    return `${vmcpLoss(f)}${lost}; it is powered off because ${(endedReasons[f.word('reason')] ?? ((g: Fields) => g.text('reason', 'its response says so')))(f)}`
  },
  vmcpKeeps: (f) => `${vmcpLoss(f)}; it is not powered off because ${keptReasons[f.word('reason')] ?? f.text('reason', 'nothing allows it')}`,
  secondaryTakesOver: (f) =>
    `The secondary VM of ${f.text('vm')} on ${f.text('to')} has all of its state and takes over because ${(takeoverReasons[f.word('reason')] ?? (() => 'the primary VM is gone'))(f)}${takeoverSteps(f)}; nothing ran for ${f.seconds('outageMs')}`,
  secondaryLost: (f) =>
    `${f.text('vm')} runs on without its secondary VM because ${(lossReasons[f.word('reason')] ?? ((g: Fields) => `the one on ${g.text('host')} is gone`))(f)}`,
  secondaryPlaced: (f) => {
    const starter = f.is('by', 'ha') ? 'vSphere HA' : 'vCenter Server'
    const room = f.has('memoryNeededMiB') ? `: ${mib(f, 'memoryNeededMiB')} needed, ${mib(f, 'memoryUnreservedMiB')} unreserved` : ''
    const others = f.has('ftVms') ? `, ${f.text('ftVms')} FT VMs there` : ''
    return `${starter} starts the secondary VM of ${f.text('vm')} on ${f.text('host')}${room}${others}`
  },
  noSecondaryFits: (f) => {
    const need = f.has('memoryNeededMiB') ? ` with ${mib(f, 'memoryNeededMiB')} of memory` : ''
    return `No host takes the secondary VM of ${f.text('vm')}${need}; ${f.text('hosts', '0')} were looked at`
  },
  drsEvacuates: (f) =>
    `${f.text('from')} is to be emptied (${f.label('drsReason', 'reason')}): ${f.text('vm')} goes to ${f.text('to')}, which is loaded to ${f.text('loadPercent')}%, the least of those that can take it`,
  drsRaisesScore: (f) =>
    `${f.text('vm')} runs better on ${f.text('to')}: its score rises from ${f.text('scoreBefore')} to ${f.text('scoreAfter')}, which is ${f.text('gain')} points after ${f.text('cost')} for the move (about ${f.text('migrationSeconds')} s), priority ${f.text('priority')}. The CPU demand of ${f.text('from')} falls from ${f.text('fromLoadPercent')}% to ${f.text('fromLoadAfterPercent')}%, that of ${f.text('to')} rises from ${f.text('toLoadPercent')}% to ${f.text('toLoadAfterPercent')}%, and the score of the cluster goes from ${f.text('clusterBefore')} to ${f.text('clusterAfter')}`,
  drsEvensOut: (f) => {
    const gap = f.has('gapPercent')
      ? `The imbalance of ${f.text('imbalance')} is within the target of ${f.text('target')}, but two hosts are ${f.text('gapPercent')}% apart`
      : `The imbalance of ${f.text('imbalance')} is above the target of ${f.text('target')}`
    return `${gap}: with ${f.text('vm')} on ${f.text('to')} it falls to ${f.text('imbalanceAfter')}, more than with any other move, priority ${f.text('priority')}. ${f.text('from')} goes from ${f.text('fromCpuPercent')} to ${f.text('fromCpuAfterPercent')}% of its CPU and from ${f.text('fromMemoryPercent')} to ${f.text('fromMemoryAfterPercent')}% of its memory, ${f.text('to')} from ${f.text('toCpuPercent')} to ${f.text('toCpuAfterPercent')}% and from ${f.text('toMemoryPercent')} to ${f.text('toMemoryAfterPercent')}%. The move costs ${f.text('costMHzSeconds')} MHz·s and gives ${f.text('benefitMHzSeconds')}`
  },
  drsPlaces: (f) => {
    const score = f.has('score') ? `, with a predicted score of ${f.text('score')}%` : ''
    const use = f.has('utilisationPercent') ? `, used to ${f.text('utilisationPercent')}% with it` : ''
    const moves = (f.number('moves') ?? 0) > 0 ? ` once ${f.text('moves')} VMs have made room` : ''
    const waits = f.is('waits', true) ? '; it waits for somebody to apply it' : ''
    return `${f.text('vm')} is to start on ${f.text('host')}${moves}: the best of ${f.text('hosts', '0')} hosts that can take it${score}${use}${waits}`
  },
  drsPlacesGroup: (f) =>
    `${names(f, 'vms')} are to start on ${names(f, 'hosts')}${f.is('waits', true) ? '; they wait for somebody to apply it' : ''}`,
  drsMakesRoom: (f) =>
    `${f.text('for')} needs ${mhz(f, 'neededMHz')} and ${mib(f, 'neededMiB')} unreserved on ${f.text('host')}: moving ${f.text('vm')} from ${f.text('from')} to ${f.text('to')} frees ${mib(f, 'freedMiB')}`,
  drsDistributes: (f) =>
    `${f.text('from')} has ${f.text('fromVms')} VMs and ${f.text('to')} has ${f.text('toVms')}: with VM distribution on, ${f.text('vm')} goes to ${f.text('to')}, where nobody loses by it`,
  hostIsDegraded: (f) =>
    f.is('remedy', 'none')
      ? `The hardware health of ${f.text('host')} no longer calls for quarantine mode`
      : `The hardware health of ${f.text('host')} is degraded (${f.text('severity')}): Proactive HA puts it into ${f.is('remedy', 'quarantine') ? 'quarantine' : 'maintenance'} mode`,
  drsSparesHost: (f) =>
    `The hardware of ${f.text('from')} is degraded (${f.text('severity')}): ${f.text('vm')} goes to ${f.text('to')}, which is loaded to ${f.text('loadPercent')}%, where no VM suffers and no rule breaks`,
  drsPlansMaintenance: (f) =>
    `Of ${names(f, 'asked')}, ${names(f, 'hosts') || 'none'} could enter maintenance mode with no host loaded above ${f.text('ratioPercent')}%, after ${f.text('moves', '0')} moves`,
  drsFault: (f) => {
    const about = f.has('vm') ? ` about ${f.text('vm')}` : ''
    const where = f.has('host') ? ` on ${f.text('host')}` : ''
    const rule = f.has('rule') ? ` for the rule ${f.text('rule')}` : ''
    return `DRS can do nothing${about}${where}${rule}: ${f.label('drsFault', 'reason')}`
  },
  dpmPowersOff: (f) =>
    `On average over ${f.seconds('windowMs')} every host that is on is used for less than ${f.text('lowPercent')}%, and ${f.text('host')} least of those that can be spared (CPU ${f.text('cpuPercent')}%, memory ${f.text('memoryPercent')}%): without it ${f.text('hostsLeft')} stay on, the fullest used for ${f.text('highestAfterPercent')}%, no more than ${f.text('highPercent')}%`,
  dpmEmptiesHost: (f) => `${f.text('from')} is to enter standby mode to save power, so ${f.text('vm')} goes to ${f.text('to')}`,
  dpmPowersOn: (f) =>
    `On average over ${f.seconds('windowMs')} ${f.text('fullest')} is used for more than ${f.text('highPercent')}% (CPU ${f.text('cpuPercent')}%, memory ${f.text('memoryPercent')}%), and no moves among the hosts that are on would change that: ${f.text('host')} is to leave standby mode`,
  dpmNeedsHost: (f) => `${f.text('host')} is to leave standby mode: ${(hostNeeds[f.word('need')] ?? (() => 'it is needed'))(f)}`,
  drsWithdraws: (f) => `What led to the recommendation (${f.label('drsReason', 'reason')}) is no longer so`,
  olderRuleStays: (f) => `${f.text('rule')} contradicts ${f.text('conflictsWith')}, which is older and stays: ${f.text('rule')} is switched off`,
  drsCorrects: (f) => {
    const rule = f.has('rule') ? ` (rule ${f.text('rule')})` : ''
    return `${f.text('vm')} goes from ${f.text('from')} to ${f.text('to')} to ${f.label('drsReason', 'reason')}${rule}: nothing that is possible breaks less, and ${f.text('to')} is then loaded to ${f.text('loadPercent')}%`
  },
  vmcpResets: (f) => `${f.text('host')} reaches ${f.text('datastore')} again after the APD timeout, so ${f.text('vm')} is reset`,
  migrationWaits: (f) =>
    `${f.label('migrationKind', 'kind')} of ${f.text('vm')} costs ${f.text('cost')} of the budget of ${f.text('budget')} of ${(waitsFor[f.word('what')] ?? (() => 'what it uses'))(f)}, and ${f.text('inUse')} are in use: it waits`,
  preCopyEnough: (f) =>
    `After ${f.text('round')} ${f.text('round') === '1' ? 'round' : 'rounds'} ${f.bytes('bytes')} of ${f.text('vm')} are left: at ${f.text('bandwidthMBps')} MB/s they take ${f.seconds('sendMs')}, within the goal of ${f.seconds('goalMs')}, so it is switched over`,
  guestSlowed: (f) =>
    `${f.text('vm')} changes ${f.text('dirtyMBps')} MB/s of memory and ${f.text('bandwidthMBps')} MB/s can be sent: from round ${f.text('round')} on its vCPUs are slowed by ${f.text('slowdownPercent')}%`,
  migrationFailed,
  layersMerged: (f) =>
    f.is('mode', 'mirror')
      ? `A mirror merged ${f.bytes('bytes')} of ${f.text('vm')} in one pass while the VM ran, then stunned it for ${f.duration('stunMs')}`
      : f.number('stunMs') === 0
        ? `${f.bytes('bytes')} of ${f.text('vm')} were merged while the VM was off`
        : `${f.text('iterations')} helper snapshots took the new writes of ${f.text('vm')} while ${f.bytes('bytes')} and then each other were merged; the rest took a stun of ${f.duration('stunMs')}`,
  mergeFailed: (f) =>
    `Merging ${f.bytes('bytes')} of ${f.text('vm')} ends after ${f.seconds('ranMs')}: ${f.label('snapshotFailure', 'reason')}; nothing is lost, the deltas stay as they are and ${f.text('vm')} needs consolidation`,
  outOfSpace: (f) =>
    (f.number('freeBytes') ?? 0) > 0
      ? `${f.text('vm')} writes more to its delta than the ${f.bytes('freeBytes')} that ${f.text('datastore')} has free: it waits until there is room`
      : `${f.text('datastore')} is full (${f.text('capacityGiB')} GiB), and ${f.text('vm')} needs new blocks for its delta: it waits until there is room`,
  admissionChecked,
  commandRefused: (f) => `${f.command('command')} is refused: ${f.refusal('reason')}${fullPool(f)}`,
  commandWarned: (f) => `${f.command('command')} goes ahead with a warning: ${f.refusal('reason')}`,
}

export const rejectedEn: { readonly [reason: string]: string } = {
  overTarget: 'another host would be used for too much',
  dpmDisabled: 'DPM is disabled on it',
  noWakeProtocol: 'nothing could wake it again',
  ftVmThere: 'a VM of a Fault Tolerance pair runs there',
  minimumCapacity: 'less than the minimum capacity would be powered on',
  twoHostsForHa: 'with vSphere HA two hosts are to be on',
  drsDisabledOnVm: 'DRS may not move a VM that runs there',
  vmInVmotion: 'a VM there is on its way, or is to be moved already',
  busy: 'a task has a VM that runs there',
  failedHost: 'it has failed',
  notConnected: 'it is not connected to the primary host',
  inMaintenance: 'it is in maintenance mode',
  inStandby: 'it is in standby mode, or on its way',
  disconnected: 'it is disconnected from vCenter Server',
  noDatastoreAccess: 'it cannot access the datastore of the VM',
  noNetwork: 'it lacks a network of the VM',
  notEnoughCpu: 'too little unreserved CPU',
  notEnoughMemory: 'too little unreserved memory',
  powerOnLimit: 'the limit of concurrent power-ons is reached',
  moreLoaded: 'another host has fewer power-ons under way',
  lessGain: 'the virtual machine would gain less there',
  asWellThere: 'the virtual machine would gain as much there, but the host has more to do',
  lessMemory: 'another host has more unreserved memory',
  moreMemory: 'another host has less unreserved memory',
  laterInOrder: 'it is as good, and comes later in the order of hosts',
  vmsPerHostLimit: 'the limit of VMs per host is reached',
  fewerDatastores: 'fewer connected datastores',
  lowerMoid: 'lower managed object id',
  lowerNodeGoodness: 'lower fdm.nodeGoodness',
  agentVmMissing: 'an agent VM of that host does not run',
  antiAffinity: 'a VM that it must be kept apart from is there',
  shouldRule: 'a should rule prefers another host',
  earlierPriority: 'VMs of a higher priority are still being powered on there',
  vcpusPerHostLimit: 'the limit of vCPUs per host is reached',
  vcpusPerCoreLimit: 'the limit of vCPUs per core is reached',
  mustRule: 'a must rule forbids it',
  lockLive: 'the lock of its files is live',
  cpuIncompatible: 'its CPU is not compatible',
  fullHost: 'its CPU or memory is in full use',
  keepTogether: 'a VM that it is to be together with is elsewhere',
  busyUplink: 'its network uplinks are in use above 80%',
  lowerScore: 'the predicted score is lower there',
  higherUtilisation: 'another host is used less',
  quarantined: 'it is in quarantine mode',
  noFailoverHost: 'dedicated failover hosts come first',
  notInPartition: 'it is not in the partition of this primary host',
  primaryIsThere: 'the primary VM runs there',
  keptForFailover: 'it is a dedicated failover host',
  noFtNic: 'it has no FT logging network',
  ftNetworkDown: 'the FT network does not reach it',
  sameMetroGroup: 'it is on the same side of the metro cluster as the primary VM',
  ftVmLimit: 'its limit of FT VMs is reached',
  ftVcpuLimit: 'its limit of FT vCPUs would be exceeded',
  anotherWasAsked: 'another host was asked for',
}
