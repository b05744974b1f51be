import { describe, expect, it } from 'vitest'
import type { Json } from '../events.ts'
import { namedInput, unnamedInputs } from './inputs.ts'
import { rejectedText, whyText } from './why.ts'
import { rejectedEn, whyEn } from './why-en.ts'
import { rejectedKo, whyKo } from './why-ko.ts'

type Inputs = Readonly<Record<string, Json>>

/** Every decision of the engine with inputs as it gives them. */
const samples: Readonly<Record<string, Inputs>> = {
  heartbeatHeard: { observer: 'Host C', host: 'Host A', silentMs: 4000 },
  heartbeatMissed: { observer: 'Host C', host: 'Host A', silentMs: 3000 },
  datastoreHeartbeatSeen: { observer: 'Host C', host: 'Host A', datastores: ['ds-01', 'ds-02'] },
  datastoreHeartbeatGone: { observer: 'Host C', host: 'Host A', silentMs: 18_000 },
  hostUnreachable: { observer: 'Host C', host: 'Host A', silentMs: 10_000, pingMs: 5000 },
  hostStateJudged: {
    observer: 'Host C',
    host: 'Host A',
    state: 'failed',
    networkHeartbeat: false,
    datastoreHeartbeat: false,
    ping: false,
    isolatedBit: null,
    row: 6,
    silentMs: 18_000,
  },
  ownStateChanged: { host: 'Host A', state: 'election', reason: 'lostPrimary' },
  vcenterView: { host: 'Host A', state: 'failed', primary: 'Host C' },
  agentNotSetUp: { host: 'Host A', state: 'initializationError', reason: 'localDisk' },
  agentNotRemoved: { host: 'Host A', state: 'uninitializationError', reason: 'unreachable' },
  agentRemoved: { host: 'Host A', state: 'none' },
  electionWon: { host: 'Host C', datastores: 2, moid: 'host-13', candidates: ['Host B', 'Host C'], nodeGoodness: null },
  isolationDeclared: { host: 'Host A', addresses: ['10.0.0.1'], answered: [] },
  isolationResponse: {
    vm: 'VM1',
    host: 'Host A',
    response: 'powerOffAndRestart',
    datastore: 'ds-01',
    datastoreReachable: true,
    owner: 'Host C',
    waitedMs: 30_000,
  },
  restartQueued: { vm: 'VM1', host: 'Host A', priority: 'high', reason: 'hostFailed' },
  restartNotQueued: { vm: 'VM1', reason: 'priorityDisabled' },
  restartPlaced: {
    vm: 'VM1',
    host: 'Host B',
    attempt: 1,
    order: 1,
    waiting: 3,
    cpuUnreservedMHz: 20_800,
    memoryUnreservedMiB: 65_000,
    cpuNeededMHz: 0,
    memoryNeededMiB: 45.5,
    powerOnsInFlight: 0,
  },
  dependencyNotReady: { vm: 'VM1', needed: 'VM2' },
  noHostFits: { vm: 'VM1', hosts: 2 },
  restartFailed: { vm: 'VM1', host: 'Host B', attempt: 1, reason: 'fileLocked', lockHolder: 'Host A', retryInMs: 120_000 },
  layersMerged: { vm: 'VM1', bytes: 7_200_000_000, mode: 'helper', iterations: 1, stunMs: 430 },
  mergeFailed: { vm: 'VM1', host: 'Host A', reason: 'hostFailed', bytes: 7_200_000_000, ranMs: 12_500 },
  outOfSpace: { vm: 'VM1', datastore: 'ds-01', capacityGiB: 100, freeBytes: 0 },
  attemptsExhausted: { vm: 'VM1', attempts: 5 },
  guestReset: { vm: 'VM1', host: 'Host A', silentMs: 104_000, failureIntervalMs: 30_000, ioWindowMs: 120_000, reset: 1, maxResets: 3 },
  appReset: { vm: 'VM1', host: 'Host A', silentMs: 75_000, failureIntervalMs: 30_000, reset: 2, maxResets: 3 },
  guestNotReset: { vm: 'VM1', host: 'Host A', datastores: ['ds-01'] },
  vmcpEventsOnly: { vm: 'VM1', host: 'Host A', datastore: 'ds-01', kind: 'apd', hostMonitoring: true, restartPriority: 'disabled' },
  vmcpEnds: {
    vm: 'VM1',
    host: 'Host A',
    datastore: 'ds-01',
    kind: 'apd',
    response: 'powerOffAndRestartConservative',
    capacity: 'available',
    reason: 'roomKnown',
    primary: 'Host C',
    target: 'Host B',
    lostMs: 320_000,
  },
  vmcpKeeps: {
    vm: 'VM1',
    host: 'Host A',
    datastore: 'ds-01',
    kind: 'apd',
    response: 'powerOffAndRestartAggressive',
    capacity: 'missing',
    reason: 'roomMissing',
    primary: 'Host C',
    target: null,
    lostMs: 320_000,
  },
  secondaryTakesOver: {
    vm: 'VM1',
    from: 'Host A',
    to: 'Host B',
    reason: 'hostFailed',
    detectMs: 1000,
    arbitrationMs: 200,
    liveMs: 300,
    outageMs: 1500,
  },
  secondaryLost: { vm: 'VM1', host: 'Host B', primary: 'Host A', reason: 'networkLost', silentMs: 1200, lock: 'ds-01' },
  secondaryPlaced: {
    vm: 'VM1',
    host: 'Host B',
    datastore: 'ds-01',
    by: 'ha',
    memoryNeededMiB: 4142,
    memoryUnreservedMiB: 65_000,
    ftVms: 1,
  },
  noSecondaryFits: { vm: 'VM1', hosts: 2, memoryNeededMiB: 4142 },
  drsEvacuates: { vm: 'VM1', from: 'Host A', to: 'Host B', reason: 'hostMaint', loadPercent: 41.5 },
  drsRaisesScore: {
    vm: 'VM1',
    from: 'Host A',
    to: 'Host B',
    scoreBefore: 66.67,
    scoreAfter: 100,
    cost: 0.27,
    gain: 33.06,
    priority: 2,
    migrationSeconds: 8.19,
    fromLoadPercent: 120,
    fromLoadAfterPercent: 90,
    toLoadPercent: 10,
    toLoadAfterPercent: 40,
    clusterBefore: 69.2,
    clusterAfter: 87.4,
  },
  drsEvensOut: {
    vm: 'VM1',
    from: 'Host A',
    to: 'Host B',
    imbalance: 0.4,
    imbalanceAfter: 0.2,
    target: 0.1414,
    gapPercent: null,
    priority: 2,
    fromCpuPercent: 80,
    fromCpuAfterPercent: 60,
    toCpuPercent: 0,
    toCpuAfterPercent: 20,
    fromMemoryPercent: 80,
    fromMemoryAfterPercent: 60,
    toMemoryPercent: 0,
    toMemoryAfterPercent: 20,
    migrationTimeMs: 4096,
    costMHzSeconds: 20480,
    benefitMHzSeconds: 0,
  },
  drsPlaces: { vm: 'VM1', host: 'Host B', score: 96.5, utilisationPercent: 41.2, hosts: 3, moves: 1, waits: true },
  drsPlacesGroup: { vms: ['VM1', 'VM2'], hosts: ['Host B', 'Host C'], waits: true },
  drsMakesRoom: { vm: 'VM2', from: 'Host A', to: 'Host B', for: 'VM1', host: 'Host A', neededMHz: 0, neededMiB: 4096, freedMiB: 2048 },
  drsDistributes: { vm: 'VM1', from: 'Host A', to: 'Host B', fromVms: 15, toVms: 0 },
  hostIsDegraded: { host: 'Host A', severity: 'moderate', remedy: 'quarantine' },
  drsSparesHost: { vm: 'VM1', from: 'Host A', to: 'Host B', severity: 'moderate', loadPercent: 41.5 },
  drsPlansMaintenance: { asked: ['Host A', 'Host B'], hosts: ['Host A'], ratioPercent: 100, moves: 3 },
  drsFault: { vm: 'VM1', host: 'Host A', rule: null, reason: 'noCompatibleHost' },
  dpmPowersOff: {
    host: 'Host A',
    cpuPercent: 30,
    memoryPercent: 28.5,
    windowMs: 2_400_000,
    lowPercent: 45,
    highPercent: 81,
    highestAfterPercent: 40,
    hostsLeft: 3,
    priority: 3,
  },
  dpmEmptiesHost: { vm: 'VM1', from: 'Host A', to: 'Host B' },
  dpmPowersOn: { host: 'Host C', fullest: 'Host A', cpuPercent: 90, memoryPercent: 50, windowMs: 300_000, highPercent: 81, priority: 3 },
  dpmNeedsHost: { host: 'Host C', need: 'restart', vm: 'VM1' },
  drsWithdraws: { id: 'r1', kind: 'migrate', vm: 'VM1', reason: 'fairnessCpuAvg' },
  olderRuleStays: { rule: 'apart', conflictsWith: 'together' },
  drsCorrects: { vm: 'VM1', from: 'Host A', to: 'Host B', reason: 'antiAffin', rule: 'apart', loadPercent: 41.5 },
  vmcpResets: { vm: 'VM1', host: 'Host A', datastore: 'ds-01' },
  admissionChecked: {
    vm: 'VM1',
    operation: 'powerOn',
    result: 'refused',
    policy: 'slotPolicy',
    slotCpuMHz: 2000,
    slotMemoryMiB: 2048,
    totalSlots: 10,
    usedSlots: 7,
    failoverSlots: 4,
    availableSlots: 0,
    hostFailuresTolerated: 0,
    hostFailuresToTolerate: 1,
  },
  migrationWaits: { vm: 'VM1', from: 'Host A', to: 'Host B', kind: 'vmotion', what: 'host', name: 'Host A', inUse: 8, cost: 1, budget: 8 },
  preCopyEnough: { vm: 'VM1', round: 6, bytes: 529_644_827, bandwidthMBps: 1125, sendMs: 471, goalMs: 500 },
  guestSlowed: { vm: 'VM1', round: 1, dirtyMBps: 2000, bandwidthMBps: 1125, slowdownPercent: 71.88 },
  migrationFailed: {
    vm: 'VM1',
    reason: 'networkTimeout',
    kind: 'vmotion',
    from: 'Host A',
    to: 'Host B',
    phase: 'preCopy',
    ranMs: 30_000,
    rounds: 0,
    cutMs: 20_000,
    stunnedMs: null,
  },
  commandRefused: { command: 'vm.powerOn', reason: 'vcenterDown' },
  commandWarned: { command: 'vm.powerOn', reason: 'shouldRuleViolation' },
}

const broken = /undefined|null|NaN|\[object|[{}]|\$| {2}/

describe('whyText', () => {
  it.each(Object.keys(samples))('has a whole sentence in both languages: %s', (decision) => {
    for (const inputs of [samples[decision] ?? {}, {}]) {
      const en = whyText({ decision, inputs, rejected: [] }, 'en')
      const ko = whyText({ decision, inputs, rejected: [] }, 'ko')
      expect(en).not.toMatch(broken)
      expect(ko).not.toMatch(broken)
      expect(en).not.toMatch(/[가-힣]/)
      expect(ko).toMatch(/[가-힣]/)
    }
  })

  it('names every name, number and duration of its inputs', () => {
    expect(whyText({ decision: 'hostStateJudged', inputs: samples['hostStateJudged'] ?? {} }, 'en')).toBe(
      'Host C judges Host A as Host Failed: no network heartbeat for 18 s, no datastore heartbeat, no answer to pings (row 6 of the decision table)',
    )
    expect(whyText({ decision: 'restartPlaced', inputs: samples['restartPlaced'] ?? {} }, 'en')).toBe(
      'Host B is chosen for attempt 1 of VM1: it needs 0 MHz and 45.5 MiB, 20.8 GHz and 63.5 GiB are unreserved there, 0 power-ons are under way on it (number 1, 3 still wait)',
    )
    expect(whyText({ decision: 'restartFailed', inputs: samples['restartFailed'] ?? {} }, 'en')).toBe(
      'Attempt 1 of VM1 on Host B failed: its files are still locked by Host A; the next attempt follows in 120 s',
    )
  })

  it('says one host failure, and several host failures', () => {
    const allowed = (hostFailuresTolerated: number): string =>
      whyText({ decision: 'admissionChecked', inputs: { policy: 'slotPolicy', hostFailuresTolerated, hostFailuresToTolerate: 1 } }, 'en')
    expect(allowed(1)).toMatch(/enough for 1 host failure, and 1 host failure is to be tolerated$/)
    expect(allowed(2)).toContain('enough for 2 host failures, and')
  })

  it('names Fault Tolerance where that is why an isolated host leaves a VM alone', () => {
    const inputs = { ...samples['isolationResponse'], response: 'disabled', faultTolerance: true }
    expect(whyText({ decision: 'isolationResponse', inputs }, 'en')).toContain('protected by Fault Tolerance')
    expect(whyText({ decision: 'isolationResponse', inputs: { ...inputs, faultTolerance: null } }, 'en')).toContain('is disabled')
  })

  it('tells heartbeat datastores that do not exist from those that are silent', () => {
    const judged = (datastoreHeartbeat: Json): string =>
      whyText({ decision: 'hostStateJudged', inputs: { ...samples['hostStateJudged'], datastoreHeartbeat } }, 'en')
    expect(judged(null)).toContain('no heartbeat datastore configured')
    expect(new Set([judged(null), judged(true), judged(false)]).size).toBe(3)
  })

  it('shows an unknown decision by its words and inputs, durations in seconds', () => {
    const why = { decision: 'kettleWasChosen', inputs: { vm: 'VM1', waitedMs: 2500, hot: true, cups: ['a', 'b'], none: null }, rejected: [] }
    expect(whyText(why, 'en')).toBe('Kettle was chosen: vm VM1, waited 2.5 s, hot yes, cups a and b')
    expect(whyText(why, 'ko')).not.toMatch(broken)
    expect(whyText({ decision: 'constructor', inputs: {}, rejected: [] }, 'en')).toBe('Constructor')
    expect(whyText({ decision: '', inputs: {}, rejected: [] }, 'en')).toBe('A decision')
  })

  it('has the same keys in both languages, and a sample here for each', () => {
    expect(Object.keys(whyKo)).toEqual(Object.keys(whyEn))
    expect(Object.keys(samples).sort()).toEqual(Object.keys(whyEn).sort())
    expect(Object.keys(rejectedKo)).toEqual(Object.keys(rejectedEn))
  })
})

describe('rejectedText', () => {
  it('names the option and the reason', () => {
    expect(rejectedText({ option: 'Host C', reason: 'notEnoughMemory' }, 'en')).toBe('Host C: too little unreserved memory')
    expect(rejectedText({ option: 'Host C', reason: 'notEnoughMemory' }, 'ko')).toBe('Host C: 예약되지 않은 메모리가 부족합니다')
  })

  it('knows refusal codes and falls back to plain words', () => {
    expect(rejectedText({ option: 'Host C', reason: 'mustRuleViolation' }, 'en')).toBe('Host C: a must rule forbids that host')
    expect(rejectedText({ option: 'Host C', reason: 'kettleTooHot' }, 'en')).toBe('Host C: kettle too hot')
    expect(rejectedText({ option: 'Host C', reason: 'toString' }, 'en')).toBe('Host C: to string')
  })
})

describe('namedInput', () => {
  it.each(Object.entries(samples))('has a name of its own in both languages for each input: %s', (_, inputs) => {
    expect(unnamedInputs(inputs)).toEqual([])
    for (const language of ['en', 'ko'] as const) {
      const shown = Object.entries(inputs).map(([key, value]) => namedInput(key, value, language))
      expect(new Set(shown.map(({ name }) => name)).size).toBe(shown.length)
      for (const { value } of shown) expect(value).not.toMatch(broken)
    }
  })

  it('shows numbers with their unit', () => {
    const shown = (key: string, value: number): string[] => [namedInput(key, value, 'en').value, namedInput(key, value, 'ko').value]
    expect(shown('loadPercent', 41.46)).toEqual(['41.5%', '41.5%'])
    expect(shown('dirtyMBps', 562.5)).toEqual(['563 MB/s', '563MB/s'])
    expect(shown('lineMbps', 940)).toEqual(['940 Mb/s', '940Mb/s'])
    expect(shown('migrationSeconds', 8.19)).toEqual(['8.19 s', '8.19초'])
    expect(shown('costMHzSeconds', 20480)).toEqual(['20,480 MHz·s', '20,480MHz·초'])
    expect(shown('freeBytes', 3_221_225_472)).toEqual(['3 GiB', '3GiB'])
    expect(shown('capacityGiB', 100)).toEqual(['100 GiB', '100GiB'])
    expect(shown('memoryNeededMiB', 512)).toEqual(['512 MiB', '512MiB'])
    expect(shown('windowMs', 2_400_000)).toEqual(['40 min', '40분'])
    expect(shown('ranMs', 0)).toEqual(['0 ms', '0ms'])
  })

  it('shows words by their names, and the names of things as they are', () => {
    expect(namedInput('reason', 'antiAffin', 'ko')).toEqual({ name: '이유', value: '가상 시스템을 따로 유지' })
    expect(namedInput('reason', 'vcenterDown', 'en').value).toBe('vCenter Server is down')
    expect(namedInput('kind', 'apd', 'ko').value).toBe('모든 경로 다운(APD)')
    expect(namedInput('host', 'vmotion', 'ko')).toEqual({ name: '호스트', value: 'vmotion' })
    expect(namedInput('vm', null, 'ko').value).toBe('–')
  })

  it('calls the time without I/O what it is: the last of it, however short the guest has been silent', () => {
    const inputs = { ...samples['guestReset'], silentMs: 100_688 }
    expect(whyText({ decision: 'guestReset', inputs }, 'en')).toContain(
      'no VMware Tools heartbeat for 100.688 s, and no disk or network I/O in the last 120 s',
    )
    expect(namedInput('ioWindowMs', 120_000, 'en')).toEqual({ name: 'I/O stats interval', value: '2 min' })
  })

  it('says how badly hardware is off in the language of the sentence', () => {
    for (const key of ['hostIsDegraded', 'drsSparesHost']) {
      const told = (language: 'en' | 'ko') => whyText({ decision: key, inputs: samples[key] ?? {} }, language)
      expect([told('en'), told('ko')]).toEqual([expect.stringContaining('moderate'), expect.stringContaining('저하되었습니다(중간)')])
    }
  })

  it('tells what has no name yet', () => {
    expect(unnamedInputs({ vm: 'VM1', kettlePercent: 3, reason: 'kettleTooHot' })).toEqual(['kettlePercent', 'reason: kettleTooHot'])
    expect(namedInput('kettlePercent', 3, 'en')).toEqual({ name: 'kettle', value: '3.0%' })
    expect(namedInput('toString', 'a', 'en').name).toBe('to string')
  })
})
