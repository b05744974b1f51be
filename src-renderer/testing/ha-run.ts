/**
 * Moments of vSphere HA as a fixture, one after the other, a minute each: what an engine would send, written down by hand. For the tests of the
 * HA tab and for looking at it without an engine. `haMoments` says which minute shows what.
 */
import type { HostView, RunFrame } from '../../src-main/contract/api.ts'
import type { HaState, LabEvent } from '../../src-main/contract/events.ts'
import type { VmState } from '../../src-main/contract/state.ts'
import type { AdmissionState } from '../../src-main/contract/ha-state.ts'
import { articleEvents, articleFacts, articleFrame, articleLab } from './article-run.ts'
import type { FakeStory } from './fake-story.ts'

type Ha = NonNullable<RunFrame['ha']>

const minute = 60_000
export const haMoments = {
  calm: 30_000,
  silent: 65_000,
  queue: 130_000,
  partition: 190_000,
  isolation: 250_000,
  cancelled: 310_000,
  storage: 370_000,
  guests: 430_000,
  off: 490_000,
} as const

const percentOf = (total: number, reserved: number, failover: number) => ({
  freePercent: ((total - reserved) / total) * 100,
  requiredPercent: (failover / total) * 100,
  availablePercent: ((total - reserved - failover) / total) * 100,
})

const none = {
  hostFailuresTolerated: null,
  slot: null,
  totalSlots: null,
  usedSlots: null,
  availableSlots: null,
  failoverSlots: null,
  hostSlots: null,
  vmsRequiringMultipleSlots: null,
  failoverHosts: null,
  cpu: null,
  memory: null,
} as const

/** Slots of three hosts, without those that are lost. */
function slots(lost: string | null): AdmissionState {
  const all = { 'Host A': 8, 'Host B': 8, 'Host C': 10 }
  const hostSlots = Object.fromEntries(Object.entries(all).filter(([host]) => host !== lost))
  const totalSlots = Object.values(hostSlots).reduce((sum, n) => sum + n, 0)
  const failoverSlots = Math.max(...Object.values(hostSlots))
  const usedSlots = 9
  const availableSlots = Math.max(0, totalSlots - failoverSlots - usedSlots)
  return {
    ...none,
    policy: 'slotPolicy',
    ok: totalSlots - failoverSlots >= usedSlots,
    hostFailuresTolerated: 1,
    slot: { cpuMHz: 2000, memoryMiB: 2048 },
    totalSlots,
    usedSlots,
    availableSlots,
    failoverSlots,
    hostSlots,
    vmsRequiringMultipleSlots: { VM1: 3, VM4: 2 },
  }
}

function percentages(lost: string | null): AdmissionState {
  const hosts = lost === null ? 3 : 2
  const cpu = { totalMHz: 20_800 * hosts, reservedMHz: 18_400, failoverMHz: 20_800 }
  const memory = { totalMiB: 65_536 * hosts, reservedMiB: 49_152, failoverMiB: 65_536 }
  const state = {
    cpu: { ...cpu, ...percentOf(cpu.totalMHz, cpu.reservedMHz, cpu.failoverMHz) },
    memory: { ...memory, ...percentOf(memory.totalMiB, memory.reservedMiB, memory.failoverMiB) },
  }
  const ok = state.cpu.availablePercent >= 0 && state.memory.availablePercent >= 0
  return { ...none, ...state, policy: 'clusterResourcePercentage', ok, hostFailuresTolerated: 1 }
}

const dedicated = (lost: string | null): AdmissionState => ({
  ...none,
  policy: 'dedicatedFailoverHosts',
  ok: lost !== 'Host C',
  failoverHosts: { 'Host B': 'yellow', 'Host C': lost === 'Host C' ? 'red' : 'green' },
})

export function haAdmission(t: number, lost: string | null): AdmissionState {
  if (t >= haMoments.storage - 10_000) return dedicated(lost)
  return t >= haMoments.partition - 10_000 ? percentages(lost) : slots(lost)
}

function momentOf(t: number): keyof typeof haMoments {
  const names = Object.keys(haMoments) as (keyof typeof haMoments)[]
  return names[Math.min(names.length - 1, Math.floor(t / minute))] ?? 'calm'
}

const silentClock: Ha['clocks'][number] = {
  kind: 'silentHost',
  hosts: ['Host A'],
  by: 'Host C',
  sinceMs: minute,
  steps: [
    { step: 'heartbeatMissed', atMs: minute + 3000 },
    { step: 'pingStarts', atMs: minute + 10_000 },
    { step: 'pingEnds', atMs: minute + 15_000 },
    { step: 'datastoreSilent', atMs: minute + 18_000 },
    { step: 'judged', atMs: minute + 18_000 },
  ],
  verdict: 'failed',
}

const queue: Ha['restartQueue'] = [
  {
    vm: 'VM1',
    priority: 'highest',
    state: 'attempted',
    waitsFor: null,
    attempt: 1,
    nextAtMs: null,
    rejected: [{ host: 'Host C', reason: 'moreLoaded' }],
  },
  { vm: 'VM2', priority: 'medium', state: 'waiting', waitsFor: 'vm:VM1', attempt: 0, nextAtMs: 700_000, rejected: [] },
  {
    vm: 'VM3',
    priority: 'low',
    state: 'pending',
    waitsFor: 'insufficientResources',
    attempt: 0,
    nextAtMs: null,
    rejected: [
      { host: 'Host A', reason: 'failedHost' },
      { host: 'Host B', reason: 'notEnoughMemory' },
      { host: 'Host C', reason: 'notEnoughMemory' },
    ],
  },
  { vm: 'VM4', priority: 'medium', state: 'retrying', waitsFor: null, attempt: 2, nextAtMs: 355_000, rejected: [] },
]

/** What is different from the article's story at each of the moments. */
function haOf(t: number, ha: Ha): Ha {
  const calm: Ha = { ...ha, restartQueue: [], clocks: [], admission: haAdmission(t, null) }
  switch (momentOf(t)) {
    case 'calm':
      return calm
    case 'silent':
      return { ...calm, clocks: [silentClock] }
    case 'queue':
      return { ...calm, restartQueue: queue }
    case 'partition':
      return {
        ...calm,
        primaries: ['Host B', 'Host C'],
        partitions: [
          { primary: 'Host B', members: ['Host A', 'Host B'] },
          { primary: 'Host C', members: ['Host C'] },
        ],
        clocks: [
          {
            kind: 'election',
            hosts: ['Host A', 'Host B'],
            by: 'Host C',
            sinceMs: 180_000,
            steps: [
              { step: 'electionStarts', atMs: 190_000 },
              { step: 'elected', atMs: 205_000 },
              { step: 'restarts', atMs: 215_000 },
            ],
            verdict: null,
          },
        ],
      }
    case 'isolation':
      return {
        ...calm,
        isolation: [
          {
            host: 'Host A',
            sinceMs: 200_000,
            declaredAtMs: 230_000,
            nextAtMs: 260_000,
            vms: [
              { vm: 'VM1', response: 'powerOffAndRestart', state: 'waiting', nextAtMs: 260_000 },
              { vm: 'VM2', response: 'shutDownAndRestart', state: 'shuttingDown', nextAtMs: 500_000 },
            ],
          },
        ],
      }
    case 'cancelled':
      return calm
    case 'storage':
      return {
        ...calm,
        vmcp: [
          {
            datastore: 'ds-01',
            host: 'Host B',
            kind: 'apd',
            sinceMs: 300_000,
            timeoutAtMs: 440_000,
            vms: [
              { vm: 'VM3', response: 'powerOffAndRestartConservative', actsAtMs: 620_000 },
              { vm: 'VM4', response: 'issueEvents', actsAtMs: null },
            ],
          },
          { datastore: 'ds-02', host: 'Host C', kind: 'pdl', sinceMs: 360_000, timeoutAtMs: null, vms: [] },
        ],
      }
    case 'guests':
      return calm
    case 'off':
      return {
        ...calm,
        hostMonitoring: false,
        configIssues: ['heartbeatDatastoreNotSufficient', 'noRedundantManagementNetwork'],
        issues: [
          { issue: 'heartbeatDatastoreNotSufficient', host: 'Host A', vm: null },
          { issue: 'heartbeatDatastoreNotSufficient', host: 'Host B', vm: null },
          { issue: 'noRedundantManagementNetwork', host: null, vm: null },
        ],
      }
  }
}

function hostOf(name: string, t: number, host: HostView): HostView {
  const moment = momentOf(t)
  const heard = { by: 'Host C', state: 'secondary' as HaState, networkAgeMs: 400, datastoreAgeMs: 2300, ping: true, isolatedBit: false, row: 1 }
  const calm: HostView = {
    ...host,
    power: 'on',
    connection: 'connected',
    haState: name === 'Host C' ? 'primary' : 'secondary',
    heartbeat: name === 'Host C' ? null : heard,
  }
  if (name === 'Host A' && moment === 'silent')
    return {
      ...calm,
      power: 'off',
      heartbeat: { ...heard, networkAgeMs: t - minute, datastoreAgeMs: t - minute, ping: null, isolatedBit: null, row: null },
    }
  if (name === 'Host A' && moment === 'queue') {
    const heartbeat = {
      ...heard,
      state: 'failed' as HaState,
      networkAgeMs: t - minute,
      datastoreAgeMs: t - minute,
      ping: false,
      isolatedBit: null,
      row: 6,
    }
    return { ...calm, power: 'off', connection: 'notResponding', haState: 'failed', heartbeat }
  }
  if (moment === 'partition' && name !== 'Host C') {
    const haState: HaState = 'networkPartitioned'
    return {
      ...calm,
      haState,
      haStateSelf: name === 'Host B' ? 'primary' : 'secondary',
      // Host B is the primary of the other side, which hears Host A; Host C watches both.
      otherHeartbeats: [{ ...heard, state: haState, networkAgeMs: t - 180_000, ping: false, row: 3 }],
      heartbeat: name === 'Host B' ? null : { ...heard, by: 'Host B' },
    }
  }
  if (moment === 'isolation' && name === 'Host A')
    return {
      ...calm,
      haState: 'networkIsolated',
      haStateSelf: 'networkIsolated',
      heartbeat: { ...heard, state: 'networkIsolated', networkAgeMs: t - 200_000, ping: false, isolatedBit: true, row: 2 },
    }
  if (moment === 'off' && name !== 'Host C') return { ...calm, heartbeatDatastores: ['ds-01'], configIssues: ['heartbeatDatastoreNotSufficient'] }
  return calm
}

function event(t: number, seq: number, type: LabEvent['type'], fields: { readonly [field: string]: unknown }): LabEvent {
  return { t, seq, type, causedBy: null, ...fields } as unknown as LabEvent
}

/** The article's story up to its restarts, and what the later moments refer to. */
const told = articleEvents.filter((each) => each.t < 150_000)
const haEvents: readonly LabEvent[] = [
  ...told,
  ...(
    [
      [230_000, 'ha.isolationDeclared', { host: 'Host A' }],
      [300_000, 'ha.hostStateChanged', { host: 'Host A', from: 'networkIsolated', to: 'election', by: 'self' }],
      [400_000, 'vm.guestFailed', { vm: 'VM5', kind: 'crash' }],
      [402_000, 'vm.guestFailed', { vm: 'VM6', kind: 'application' }],
      [480_000, 'configIssue.raised', { issue: 'heartbeatDatastoreNotSufficient', host: 'Host A', vm: null, text: '' }],
    ] as const
  ).map(([t, type, fields], at) => event(t, told.length + at, type, fields)),
]

function haFrame(t: number, n: number): RunFrame {
  const frame = articleFrame(20_000, n)
  const ha = frame.ha === null ? null : haOf(t, frame.ha)
  const hosts = Object.fromEntries(Object.entries(frame.hosts).map(([name, host]) => [name, host === null ? null : hostOf(name, t, host)]))
  const moment = momentOf(t)
  const vms = Object.fromEntries(
    Object.entries(frame.vms).map(([name, vm]) => {
      if (vm === null) return [name, vm]
      if (moment === 'queue' && name === 'VM1')
        return [name, { ...vm, power: 'poweringOn', guest: 'off', host: 'Host B', lockHolder: null, instances: [] }] as const
      if (moment === 'queue' && name === 'VM2') return [name, { ...vm, power: 'off', guest: 'off', instances: [] }] as const
      if (moment === 'isolation' && name === 'VM2') return [name, { ...vm, power: 'off', guest: 'off', lockHolder: null, instances: [] }] as const
      if (moment === 'guests' && name === 'VM5') return [name, { ...vm, guest: 'crashed' }] as const
      return [name, vm]
    }),
  ) as RunFrame['vms']
  const datastores = { ...frame.datastores }
  const shared = datastores['ds-01']
  if (moment === 'storage' && shared != null) datastores['ds-01'] = { ...shared, hosts: { ...shared.hosts, 'Host B': 'apd' } }
  return { ...frame, t, n, hosts, vms, datastores, ha }
}

/** What `run.state` adds to a VM of the frame. */
function haVm(name: string, t: number): Partial<VmState> {
  const haSettings: VmState['haSettings'] = {
    restartPriority: name === 'VM1' ? 'highest' : 'medium',
    restartCondition: 'guestHeartbeats',
    isolationResponse: 'powerOffAndRestart',
    pdlResponse: 'powerOffAndRestart',
    apdResponse: 'powerOffAndRestartConservative',
    vmMonitoring: 'vmAndApplication',
  }
  const failed = momentOf(t) === 'guests'
  return {
    haSettings,
    powerOffRecord: momentOf(t) === 'isolation' && name === 'VM2',
    monitoring: {
      level: 'vmAndApplication',
      heartbeat: failed && name === 'VM5' ? 'red' : 'green',
      application: failed && name === 'VM6' ? 'red' : 'green',
      resetAtMs: failed && name === 'VM5' ? 495_000 : null,
      resetsInWindow: name === 'VM6' ? 3 : 1,
      maxResets: 3,
      windowEndsAtMs: 4_000_000,
    },
  }
}

export const haStory: FakeStory = {
  lab: { ...articleLab, name: 'Moments of vSphere HA' },
  events: haEvents,
  frame: haFrame,
  facts: articleFacts,
  vm: haVm,
  admission: haAdmission,
}
