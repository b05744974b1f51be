/** The article's story as a fixture: what an engine would send, written down by hand. For tests and for developing without an engine. */
import type { FactView, HostView, LabSummary, RunFrame, VmView } from '../../src-main/contract/api.ts'
import type { EventType, HaState, Json, LabEvent, Why } from '../../src-main/contract/events.ts'
import type { DatastoreState } from '../../src-main/contract/state.ts'
import type { FakeStory } from './fake-story.ts'

const hostNames = ['Host A', 'Host B', 'Host C'] as const
const homes: { readonly [vm: string]: string } = { VM1: 'Host A', VM2: 'Host A', VM3: 'Host B', VM4: 'Host B', VM5: 'Host C', VM6: 'Host C' }
const newHome: { readonly [vm: string]: string } = { VM1: 'Host B', VM2: 'Host C' }

export const articleLab: LabSummary = {
  name: "The article's cluster",
  description: 'Three hosts on shared storage. At 1:00 Host A loses power; vSphere HA restarts VM1 and VM2 on the others.',
  nameKo: '아티클의 클러스터',
  descriptionKo: null,
  product: '8.0',
  cluster: 'Cluster-01',
  haEnabled: true,
  drsEnabled: true,
  startsAt: null,
  hosts: hostNames.map((name, at) => ({ name, faultDomain: at === 0 ? 'rack-a' : 'rack-b', cpuCapacityMHz: 20_800, memoryMiB: 65_536 })),
  vms: Object.keys(homes).map((name) => ({ name, vcpus: 2, memoryMiB: 3072, clientPing: null })),
  networks: ['management', 'vmotion', 'vm'].map((name) => ({
    name,
    kind: name,
    addresses: name === 'management' ? ['10.0.0.1'] : [],
    gbps: name === 'management' ? 1 : 10,
    nics: 1,
  })),
  datastores: ['ds-01', 'ds-02'].map((name, at) => ({ name, type: 'vmfs', array: `array-${String(at + 1)}`, hosts: [...hostNames] })),
  bookmarks: [],
  timeline: [
    { t: 60_000, command: 'host.powerOff', target: 'Host A' },
    { t: 600_000, command: 'host.powerOn', target: 'Host A' },
  ],
  until: 1_500_000,
  warnings: [],
  notModelled: ['drs'],
}

function why(decision: string, facts: readonly string[], inputs: { readonly [key: string]: Json }, rejected: Why['rejected'] = []): Why {
  return { decision, facts, inputs, rejected, text: '' } as Why
}

type Draft = readonly [t: number, type: EventType, causedBy: number | null, fields: { readonly [field: string]: Json }, why?: Why]

const drafts: readonly Draft[] = [
  [60_000, 'command.received', null, { command: 'host.powerOff', arguments: { host: 'Host A' } }],
  [60_000, 'host.failed', 0, { host: 'Host A', kind: 'powerOff' }],
  [60_000, 'vm.poweredOff', 1, { vm: 'VM1', host: 'Host A', cause: 'hostFailed' }],
  [60_000, 'vm.poweredOff', 1, { vm: 'VM2', host: 'Host A', cause: 'hostFailed' }],
  [
    63_000,
    'ha.heartbeatLost',
    1,
    { host: 'Host A', by: 'Host C' },
    why('ha.heartbeatLost', ['HA-041'], { host: 'Host A', silentMs: 3000, limitMs: 3000 }),
  ],
  [
    70_000,
    'ha.hostUnreachable',
    4,
    { host: 'Host A', by: 'Host C' },
    why('ha.hostUnreachable', ['HA-041'], { host: 'Host A', silentMs: 10_000, limitMs: 10_000 }),
  ],
  [76_000, 'lock.expired', 1, { file: 'vm', vm: 'VM1', host: 'Host A', datastore: 'ds-01' }],
  [76_000, 'lock.expired', 1, { file: 'vm', vm: 'VM2', host: 'Host A', datastore: 'ds-01' }],
  [
    78_000,
    'ha.datastoreHeartbeat',
    4,
    { host: 'Host A', by: 'Host C', alive: false },
    why('ha.datastoreHeartbeat', ['HA-041', 'HA-032'], { host: 'Host A', datastores: ['ds-01', 'ds-02'] }),
  ],
  [
    78_000,
    'ha.hostStateChanged',
    8,
    { host: 'Host A', from: 'secondary', to: 'failed', by: 'vcenter' },
    why('ha.hostStateChanged', ['HA-041', 'HA-064'], { networkHeartbeat: false, datastoreHeartbeat: false, ping: false }),
  ],
  [78_000, 'ha.restartQueued', 9, { vm: 'VM1', priority: 'medium' }, why('ha.restartQueued', ['HA-091'], { priority: 'medium' })],
  [78_000, 'ha.restartQueued', 9, { vm: 'VM2', priority: 'medium' }, why('ha.restartQueued', ['HA-091'], { priority: 'medium' })],
  [
    78_000,
    'ha.restartAttempted',
    10,
    { vm: 'VM1', host: 'Host B', attempt: 1 },
    why('ha.restartAttempted', ['HA-101', 'HA-102'], { host: 'Host B', unreservedMHz: 18_400, waiting: 0 }, [
      { option: 'Host A', reason: 'hostFailed', facts: [] },
      { option: 'Host C', reason: 'moreVmsWaiting', facts: ['HA-102'] },
    ] as unknown as Why['rejected']),
  ],
  [
    78_000,
    'ha.restartAttempted',
    11,
    { vm: 'VM2', host: 'Host C', attempt: 1 },
    why('ha.restartAttempted', ['HA-101'], { host: 'Host C', unreservedMHz: 18_400 }),
  ],
  [84_000, 'lock.acquired', 12, { file: 'vm', vm: 'VM1', host: 'Host B', datastore: 'ds-01' }],
  [84_000, 'vm.poweredOn', 12, { vm: 'VM1', host: 'Host B', cause: 'ha' }],
  [85_500, 'lock.acquired', 13, { file: 'vm', vm: 'VM2', host: 'Host C', datastore: 'ds-01' }],
  [85_500, 'vm.poweredOn', 13, { vm: 'VM2', host: 'Host C', cause: 'ha' }],
  [144_000, 'vm.guestReady', 15, { vm: 'VM1' }],
  [145_500, 'vm.guestReady', 17, { vm: 'VM2' }],
  [600_000, 'command.received', null, { command: 'host.powerOn', arguments: { host: 'Host A' } }],
  [900_000, 'host.booted', 20, { host: 'Host A' }],
  [
    905_000,
    'ha.hostStateChanged',
    21,
    { host: 'Host A', from: 'failed', to: 'secondary', by: 'vcenter' },
    why('ha.hostStateChanged', ['HA-064'], { networkHeartbeat: true }),
  ],
]

export const articleEvents: readonly LabEvent[] = drafts.map(
  ([t, type, causedBy, fields, reason], seq) => ({ t, seq, type, causedBy, ...fields, ...(reason === undefined ? {} : { why: reason }) }) as LabEvent,
)

function hostAt(name: string, t: number, vms: readonly string[]): HostView {
  const dead = name === 'Host A' && t >= 60_000 && t < 900_000
  const declared = name === 'Host A' && t >= 78_000 && t < 905_000
  const haState: HaState = name === 'Host C' ? 'primary' : declared ? 'failed' : 'secondary'
  const silent = dead ? t - 60_000 : 400
  return {
    power: dead ? (t >= 600_000 ? 'booting' : 'off') : 'on',
    connection: declared ? 'notResponding' : 'connected',
    maintenance: false,
    standby: false,
    quarantine: false,
    mode: 'normal',
    haState,
    haStateSelf: haState,
    configIssues: [],
    heartbeatDatastores: ['ds-01', 'ds-02'],
    hostdRuns: !dead,
    agent: dead ? null : 'running',
    otherHeartbeats: [],
    heartbeat:
      name === 'Host C'
        ? null
        : {
            by: 'Host C',
            state: declared ? 'failed' : 'secondary',
            networkAgeMs: silent,
            datastoreAgeMs: dead && t >= 63_000 ? silent : null,
            ping: dead && t >= 70_000 ? false : null,
            isolatedBit: dead ? false : null,
            row: !dead ? 1 : declared ? 6 : null,
          },
    cpuCapacityMHz: 20_800,
    cpuDemandMHz: dead ? 0 : vms.length * 800 + 400,
    cpuUsedMHz: dead ? 0 : vms.length * 800 + 400,
    cpuReservedMHz: 0,
    cpuUnreservedMHz: 20_800,
    cpuReservedForVmotionMHz: null,
    cpuNormalizedEntitlement: null,
    memoryCapacityMiB: 65_536,
    memoryUsedMiB: dead ? 0 : vms.length * 3200 + 2048,
    memoryReservedMiB: 0,
    memoryUnreservedMiB: 65_536,
    memoryNormalizedEntitlement: null,
    uplinkUsedPercent: null,
    migrationCost: null,
    currentEvcMode: null,
    maxEvcMode: null,
  }
}

function vmAt(name: string, t: number): VmView {
  const onAt = name === 'VM1' ? 84_000 : 85_500
  const target = newHome[name]
  const down = target !== undefined && t >= 60_000 && t < onAt
  const moved = target !== undefined && t >= onAt
  const home = homes[name] ?? null
  return {
    power: down ? (t >= 78_000 ? 'poweringOn' : 'off') : 'on',
    guest: down ? 'off' : moved && t < onAt + 60_000 ? 'booting' : 'ready',
    host: down && t >= 78_000 ? (target ?? home) : moved ? (target ?? home) : home,
    connection: 'connected',
    instances: down ? [] : [moved ? (target ?? '') : (home ?? '')],
    datastore: 'ds-01',
    haProtected: true,
    lockHolder: down ? (t < 76_000 ? 'Host A' : null) : moved ? (target ?? null) : home,
    powerOffRecord: false,
    question: null,
    restarts: moved ? 1 : 0,
    snapshotCount: 0,
    consolidationNeeded: false,
    ftState: 'notConfigured',
    ftSecondaryHost: null,
  }
}

/** Everything at an instant, as the first frame of a run or after a jump. */
export function articleFrame(t: number, n: number): RunFrame {
  const vms = Object.fromEntries(Object.keys(homes).map((name) => [name, vmAt(name, t)]))
  const on = (host: string): string[] =>
    Object.entries(vms)
      .filter(([, vm]) => vm.host === host && vm.power === 'on')
      .map(([name]) => name)
  const access = Object.fromEntries(hostNames.map((name) => [name, 'ok'])) as DatastoreState['hosts']
  const datastore: DatastoreState = {
    capacityBytes: null,
    usedBytes: 6 * 42_949_672_960,
    freeBytes: null,
    diskBytes: 6 * 42_949_672_960,
    deltaBytes: 0,
    memoryImageBytes: 0,
    migrationCost: null,
    protectedListOwner: 'Host C',
    hosts: access,
  }
  const restarting = Object.keys(newHome).filter((name) => t >= 78_000 && vms[name]?.power === 'poweringOn')
  return {
    n,
    t,
    hosts: Object.fromEntries(hostNames.map((name) => [name, hostAt(name, t, on(name))])),
    vms,
    networks: Object.fromEntries(
      articleLab.networks.map((network) => [network.name, { up: true, groups: [[...hostNames]], disconnectedHosts: [], addressesDown: [] }]),
    ),
    datastores: { 'ds-01': datastore, 'ds-02': { ...datastore, usedBytes: 0 } },
    vcenter: { running: true, connected: true, cut: false, dns: true, host: null, primary: 'Host C' },
    ha: {
      hostMonitoring: true,
      primaries: ['Host C'],
      partitions: [{ primary: 'Host C', members: [...hostNames] }],
      configIssues: [],
      restartQueue: restarting.map((vm) => ({
        vm,
        priority: 'medium',
        state: 'attempted',
        waitsFor: null,
        attempt: 1,
        nextAtMs: null,
        rejected: [],
      })),
      admission: null,
      clocks: [],
      isolation: [],
      vmcp: [],
      issues: [],
    },
    migrations: { running: [], queued: [] },
    vmCpuPercent: Object.keys(homes).map((_, at) => 18 + at * 11),
  }
}

export const articleFacts: readonly FactView[] = [
  {
    id: 'HA-041',
    title: 'A host is declared failed 18 s after its last heartbeat',
    titleKo: '마지막 하트비트 후 18초가 지나면 호스트를 장애로 판정합니다',
    statement: {
      en: 'The primary misses heartbeats for 3 s, watches the datastores, pings from 10 s on and declares the host failed at 18 s.',
      ko: null,
    },
    standing: 'recalled',
    sources: [{ code: 'DD', title: 'vSphere HA deep dive', url: null }],
  },
]

export const articleStory: FakeStory = { lab: articleLab, events: articleEvents, frame: articleFrame, facts: articleFacts }
