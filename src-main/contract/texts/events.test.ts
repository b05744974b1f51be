/**
 * Goal: no event can show a broken sentence. Every type is rendered in both languages with a full payload, with every
 * word that the contract lists for its fields, and with a payload of nulls.
 */
import { describe, expect, it } from 'vitest'
import { alarmNames, eventFields, haStates, type EventType, type Json, type LabEvent } from '../events.ts'
import { ftReasons } from '../state.ts'
import { describeEvent, eventArea, eventObjects, eventSeverity } from './events.ts'
import { refusalCodes } from './refusals.ts'
import { stateLabel } from './states.ts'

const types = Object.keys(eventFields) as EventType[]

const values: Readonly<Record<string, Json>> = {
  host: 'Host B',
  by: 'Host C',
  from: 'Host A',
  to: 'Host B',
  vm: 'VM1',
  datastore: 'ds-01',
  network: 'mgmt',
  address: '10.0.0.1',
  candidates: ['Host B', 'Host C'],
  partition: ['Host B', 'Host C'],
  hosts: ['Host B', 'Host C'],
  vms: ['VM1', 'VM2'],
  group: [],
  alive: true,
  answered: false,
  attempt: 2,
  priority: 'medium',
  durationMs: 1600,
  stunMs: 200,
  totalMs: 5986,
  bytes: 4_371_000_000,
  dirtyBytes: 76_360_000,
  memoryBytes: 0,
  rounds: 2,
  round: 1,
  pingsLost: 2,
  slowdownPercent: 71.9,
  score: 93.8,
  imbalance: 0.108,
  target: 0.1155,
  algorithm: 'drsScore',
  command: 'vm.powerOn',
  name: 'before patch',
  id: 's1',
  entity: 'VM1',
  primary: 'Host A',
  secondary: 'Host B',
  memory: true,
  rule: 'apart',
  conflictsWith: 'together',
  mac: '00:50:56:00:00:01',
  rejected: [],
  arguments: { vm: 'VM1', host: 'Host B' },
  reason: 'other',
}

/** Words that the contract lists for a field of a type. */
const words: Readonly<Partial<Record<EventType, Readonly<Record<string, readonly string[]>>>>> = {
  'lab.warned': { reason: ['limitsLifted', 'unknownOption', 'notInProduct'] },
  'host.failed': { kind: ['powerOff', 'crash'] },
  'host.connectionChanged': { to: ['connected', 'notResponding', 'disconnected'] },
  'host.standbyEntering': { by: ['user', 'drs'] },
  'ha.hostStateChanged': { to: haStates, by: ['vcenter', 'self', 'Host C'] },
  'ha.isolationResponse': { response: ['disabled', 'powerOffAndRestart', 'shutDownAndRestart', 'deferred'] },
  'ha.restartPending': { reason: ['insufficientResources', 'noCompatibleHost', 'mustRuleViolation', 'antiAffinity', 'dependency'] },
  'ha.restartFailed': { reason: ['fileLocked', 'powerOnFailed', 'hostFailed'] },
  'admission.checked': { operation: ['powerOn', 'migrateIn', 'reservation'], result: ['allowed', 'refused'] },
  'task.finished': {
    result: ['success', 'insufficientResources', 'invalidState', 'vcenterDown', 'fileLocked', 'powerOnFailed', 'hostFailed', 'requestCanceled'],
  },
  'alarm.triggered': { alarm: alarmNames, severity: ['yellow', 'red'] },
  'alarm.cleared': { alarm: alarmNames },
  'lock.acquired': { file: ['vm', 'protectedList'] },
  'lock.released': { file: ['vm', 'protectedList'] },
  'lock.expired': { file: ['vm', 'protectedList'] },
  'vmcp.response': { response: ['issueEvents', 'powerOffAndRestart', 'resetVms', 'none'] },
  'vm.poweredOn': { cause: ['user', 'ha', 'drs', 'ft', 'vmcp'] },
  'vm.poweredOff': { cause: ['user', 'guest', 'isolation', 'vmcp', 'processCrash', 'hostFailed', 'lockLost', 'ft'] },
  'vm.reset': { cause: ['user', 'vmMonitoring', 'appMonitoring', 'apdRecovery'] },
  'vm.guestFailed': { kind: ['crash', 'hang', 'tools', 'application'] },
  'vm.questionRaised': { question: ['outOfSpace', 'lockLost'] },
  'drs.pass': { algorithm: ['drsScore', 'classic'] },
  'drs.recommendation': { kind: ['migrate', 'powerOn', 'hostPowerOn', 'hostPowerOff'] },
  'vmotion.queued': { waitsFor: ['host', 'network', 'datastore'] },
  'vmotion.started': { kind: ['vmotion', 'storage', 'both', 'cold'], role: ['primary', 'secondary'] },
  'vmotion.failed': {
    reason: ['destinationHostFailed', 'sourceHostFailed', 'networkTimeout', 'maxSwitchoverTime', 'datastoreNotAccessible', 'noConvergence'],
  },
  'vmotion.phase': { actor: ['vcenter', 'Host A'], phase: ['validate', 'prepareDestination', 'prepareSource', 'preCopy', 'switchOver', 'cleanUp'] },
  'vmotion.completed': { kind: ['vmotion', 'storage', 'both', 'cold'] },
  'snapshot.created': { consistency: ['crash', 'fileSystem', 'application'] },
  'snapshot.consolidated': { mode: ['mirror', 'helper'] },
  'snapshot.failed': { reason: ['applicationQuiesce', 'filesystemQuiesce', 'hostFailed', 'poweredOff', 'datastoreNotAccessible'] },
  'ft.stateChanged': { to: ['notConfigured', 'disabled', 'enabled', 'starting', 'running', 'needSecondary'], reason: ftReasons },
}

function event(type: EventType, payload: Readonly<Record<string, Json>>): LabEvent {
  return { t: 0, seq: 1, type, causedBy: null, ...payload }
}

function full(type: EventType, changes: Readonly<Record<string, Json>> = {}): LabEvent {
  const payload: Record<string, Json> = {}
  for (const field of eventFields[type]) payload[field] = values[field] ?? null
  return event(type, { ...payload, ...changes })
}

function empty(type: EventType): LabEvent {
  const payload: Record<string, Json> = {}
  for (const field of eventFields[type]) payload[field] = null
  return event(type, payload)
}

function variants(type: EventType): LabEvent[] {
  const listed = Object.entries(words[type] ?? {}).flatMap(([field, choices]) => choices.map((choice) => full(type, { [field]: choice })))
  return [full(type), empty(type), event(type, {}), ...listed]
}

const broken = /undefined|null|NaN|\[object|[{}]|\$| {2}|^\s|\s$/
const hangul = /[가-힣]/

describe.each(types)('%s', (type) => {
  it('has a whole sentence in both languages for every payload', () => {
    for (const one of variants(type)) {
      const en = describeEvent(one, 'en')
      const ko = describeEvent(one, 'ko')
      expect(en, JSON.stringify(one)).not.toMatch(broken)
      expect(ko, JSON.stringify(one)).not.toMatch(broken)
      expect(en.length, en).toBeGreaterThan(8)
      expect(en).not.toMatch(hangul)
      expect(ko).toMatch(hangul)
    }
  })

  it('names its VM and its host', () => {
    const fields: readonly string[] = eventFields[type]
    for (const language of ['en', 'ko'] as const) {
      const text = describeEvent(full(type, { kind: 'migrate' }), language)
      if (fields.includes('vm')) expect(text).toContain('VM1')
      if (fields.includes('host')) expect(text).toContain('Host B')
    }
  })

  it('has an area and a severity', () => {
    expect(eventArea(type)).toMatch(/^(commands|ha|storage|vm|network|drs|vmotion|snapshots|ft|vcenter|host)$/)
    for (const one of variants(type)) expect(['critical', 'warning', 'normal', 'info']).toContain(eventSeverity(one))
  })
})

describe('words of a field', () => {
  it('give a sentence of their own each', () => {
    for (const [type, fields] of Object.entries(words) as [EventType, Record<string, readonly string[]>][]) {
      for (const [field, choices] of Object.entries(fields)) {
        const texts = choices.map((choice) => describeEvent(full(type, { [field]: choice }), 'ko'))
        expect(new Set(texts).size, `${type} ${field}: ${texts.join(' / ')}`).toBe(choices.length)
      }
    }
  })
})

describe('sentences', () => {
  it('say who missed whose heartbeat, for how long, and that the datastores are watched', () => {
    const lost = {
      ...full('ha.heartbeatLost', { host: 'Host A', by: 'Host C' }),
      why: { decision: 'heartbeatMissed', facts: [], inputs: { silentMs: 3000, datastores: ['ds-01'] }, rejected: [], text: '' },
    }
    expect(describeEvent(lost, 'en')).toBe('Host C has heard no heartbeat from Host A for 3 s and watches its datastore heartbeat')
    expect(describeEvent(full('ha.heartbeatLost', { host: 'Host A', by: 'Host C' }), 'en')).toBe('Host C has heard no heartbeat from Host A for 3 s')
  })

  it('read well for the failover of the article', () => {
    expect(describeEvent(full('ha.hostStateChanged', { host: 'Host A', from: 'secondary', to: 'failed', by: 'vcenter' }), 'en')).toBe(
      'Host A is declared failed (was Connected (Secondary))',
    )
    expect(describeEvent(full('vm.poweredOn', { cause: 'ha' }), 'ko')).toBe('vSphere HA가 VM1을(를) Host B에서 다시 시작했습니다')
    expect(describeEvent(event('command.received', { command: 'host.powerOff', arguments: { host: 'Host A' } }), 'en')).toBe(
      'Command: Cut the power (Host A)',
    )
    expect(
      describeEvent(
        full('command.refused', {
          reason: 'insufficientResources',
          resource: 'memory',
          vms: null,
          hosts: null,
          datastore: null,
          network: null,
          name: null,
          id: null,
        }),
        'en',
      ),
    ).toBe('Power on (VM1, Host B) was refused: not enough unreserved memory')
  })

  it('survive a type that this version does not know', () => {
    expect(describeEvent(event('tea.kettleBoiled' as EventType, {}), 'en')).toBe('tea kettle boiled')
  })

  it('cut long lists of names', () => {
    const members = Array.from({ length: 96 }, (_, index) => `h${index}`)
    expect(describeEvent(event('ha.electionStarted', { candidates: members }), 'en')).toBe(
      'The election of a primary host starts among h0, h1, h2, h3, h4, h5 and 90 others',
    )
  })
})

describe('eventSeverity', () => {
  it('is critical for what a person must act on, normal for what is well again', () => {
    expect(eventSeverity(full('ha.hostStateChanged', { to: 'failed' }))).toBe('critical')
    expect(eventSeverity(full('ha.hostStateChanged', { to: 'networkIsolated' }))).toBe('warning')
    expect(eventSeverity(full('ha.hostStateChanged', { to: 'secondary' }))).toBe('normal')
    expect(eventSeverity(full('vm.poweredOff', { cause: 'hostFailed' }))).toBe('critical')
    expect(eventSeverity(full('vm.poweredOff', { cause: 'user' }))).toBe('info')
    expect(eventSeverity(full('vm.poweredOn', { cause: 'ha' }))).toBe('normal')
  })
})

describe('eventObjects', () => {
  it('finds hosts, VMs and datastores, each once', () => {
    expect(eventObjects(full('lock.acquired'))).toEqual({ hosts: ['Host B'], vms: ['VM1'], datastores: ['ds-01'] })
    expect(eventObjects(full('ha.heartbeatLost', { host: 'Host A', by: 'Host C' })).hosts).toEqual(['Host A', 'Host C'])
    expect(eventObjects(full('vmotion.started', { kind: 'vmotion' })).hosts).toEqual(['Host A', 'Host B'])
    expect(eventObjects(full('task.started', { kind: 'vm' })).vms).toEqual(['VM1'])
    expect(eventObjects(event('command.received', { command: 'vm.powerOn', arguments: { vms: ['VM1', 'VM2'] } })).vms).toEqual(['VM1', 'VM2'])
  })

  it('takes no state and no role for a host', () => {
    expect(eventObjects(full('ha.hostStateChanged', { host: 'Host A', from: 'secondary', to: 'failed', by: 'vcenter' })).hosts).toEqual(['Host A'])
    expect(eventObjects(full('host.connectionChanged', { from: 'connected', to: 'notResponding' })).hosts).toEqual(['Host B'])
    expect(eventObjects(full('host.standbyEntering', { by: 'drs' })).hosts).toEqual(['Host B'])
  })
})

describe('tasks and alarms', () => {
  it('say why a task failed, and what an alarm is about', () => {
    const task = { task: 'task-1', name: 'vm.powerOn', entity: 'VM1', kind: 'vm' }
    expect(describeEvent(event('task.finished', { ...task, result: 'hostFailed' }), 'en')).toMatch(/failed: .*\(VM1\), the host failed$/)
    expect(describeEvent(event('task.finished', { ...task, result: 'success' }), 'ko')).toMatch(/완료/)
    const alarm = { alarm: 'hostConnection', severity: 'red', entity: 'Host A', kind: 'host' }
    expect(describeEvent(event('alarm.triggered', alarm), 'en')).toBe('Alarm on Host A: Host connection and power state (Critical)')
    expect(describeEvent(event('alarm.triggered', alarm), 'ko')).toBe('Host A의 경보: 호스트 연결 및 전원 상태(위험)')
  })

  it('have a name for every alarm and a clause for every result', () => {
    for (const alarm of alarmNames) expect(stateLabel('alarm', alarm, 'ko')).not.toBe(stateLabel('alarm', alarm, 'en'))
    for (const result of words['task.finished']?.['result'] ?? []) if (result !== 'success') expect(refusalCodes).toContain(result)
  })
})
