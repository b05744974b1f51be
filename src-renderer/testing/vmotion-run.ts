/**
 * The article's live migration as a fixture: VM1 with 64 GiB goes from Host A to Host B over 10 GbE while it dirties 500 MB/s, VM2 waits for it, VM3
 * has failed before. What an engine would send, written down by hand (T4 of VM-034). `vmotionMoments` says which instant shows what.
 */
import type { LabSummary, RunFrame } from '../../src-main/contract/api.ts'
import type { EventType, Json, LabEvent } from '../../src-main/contract/events.ts'
import type { MigrationPrediction, MigrationQuestion, MigrationTarget } from '../../src-main/contract/prediction.ts'
import type { LabState, MigrationState } from '../../src-main/contract/state.ts'
import { articleFacts, articleFrame, articleLab } from './article-run.ts'
import type { FakeStory } from './fake-story.ts'

type Migrations = LabState['migrations']

const start = 60_000
/** Bytes, ms and dirtied bytes of each round. */
const rounds = [
  [68_719_476_736, 61_084, 30_541_987_840],
  [30_541_987_840, 27_148, 13_574_217_728],
  [13_574_217_728, 12_066, 6_032_985_088],
  [6_032_985_088, 5_363, 2_681_327_616],
  [2_681_327_616, 2_383, 1_191_702_528],
  [1_191_702_528, 1_059, 529_645_568],
] as const
const roundEnd = (n: number): number => start + 2000 + rounds.slice(0, n + 1).reduce((sum, [, ms]) => sum + ms, 0)
const stunAt = roundEnd(5)
const resumeAt = stunAt + 571
const rarpAt = resumeAt + 20
const answeredAt = resumeAt + 100

export const vmotionMoments = {
  before: 10_000,
  firstRound: start + 20_000,
  thirdRound: roundEnd(2) + 2000,
  stun: stunAt + 200,
  resumed: resumeAt + 50,
  after: resumeAt + 10_000,
} as const

type Draft = readonly [t: number, type: EventType, causedBy: number | null, fields: { readonly [field: string]: Json }]
const one = { vm: 'VM1', role: null } as const

const drafts: readonly Draft[] = [
  [
    20_000,
    'vmotion.started',
    null,
    { vm: 'VM3', from: 'Host B', to: 'Host C', kind: 'vmotion', datastore: null, streams: 1, encrypted: false, role: null },
  ],
  [20_000, 'vmotion.phase', 0, { vm: 'VM3', phase: 'validate', actor: 'vCenter', role: null }],
  [22_000, 'vmotion.phase', 1, { vm: 'VM3', phase: 'preCopy', actor: 'Host B', role: null }],
  [26_000, 'vmotion.failed', 2, { vm: 'VM3', reason: 'destinationHostFailed', role: null }],
  [start, 'command.received', null, { command: 'vm.migrate', arguments: { vm: 'VM1', host: 'Host B' } }],
  [start, 'vmotion.started', 4, { ...one, from: 'Host A', to: 'Host B', kind: 'vmotion', datastore: null, streams: 1, encrypted: false }],
  [start, 'vmotion.phase', 5, { ...one, phase: 'validate', actor: 'vCenter' }],
  [start + 500, 'vmotion.phase', 6, { ...one, phase: 'prepareDestination', actor: 'Host B' }],
  [start + 1500, 'vmotion.phase', 7, { ...one, phase: 'prepareSource', actor: 'Host A' }],
  [start + 2000, 'vmotion.phase', 8, { ...one, phase: 'preCopy', actor: 'Host A' }],
  [start + 5000, 'vmotion.queued', null, { vm: 'VM2', from: 'Host A', to: 'Host C', kind: 'vmotion', waitsFor: 'host', name: 'Host A', role: null }],
  ...rounds.map(([bytes, durationMs, dirtyBytes], round): Draft => [
    roundEnd(round),
    'vmotion.round',
    9,
    { ...one, round, bytes, durationMs, dirtyBytes },
  ]),
  [stunAt, 'vmotion.phase', 16, { ...one, phase: 'switchOver', actor: 'Host A' }],
  [resumeAt, 'lock.released', 17, { file: 'vm', vm: 'VM1', host: 'Host A', datastore: 'ds-01' }],
  [resumeAt, 'lock.acquired', 17, { file: 'vm', vm: 'VM1', host: 'Host B', datastore: 'ds-01' }],
  [resumeAt, 'vmotion.switchover', 17, { ...one, stunMs: 571 }],
  [
    resumeAt,
    'vmotion.completed',
    20,
    { ...one, from: 'Host A', to: 'Host B', kind: 'vmotion', rounds: 6, bytes: 123_270_598_656, totalMs: 111_675, stunMs: 571 },
  ],
  [resumeAt, 'vmotion.phase', 21, { ...one, phase: 'cleanUp', actor: 'Host A' }],
  [
    resumeAt,
    'vmotion.started',
    10,
    { vm: 'VM2', from: 'Host A', to: 'Host C', kind: 'vmotion', datastore: null, streams: 1, encrypted: false, role: null },
  ],
  [rarpAt, 'network.rarp', 20, { vm: 'VM1', host: 'Host B', network: 'vm', mac: '00:50:56:80:00:01' }],
  [answeredAt, 'client.outage', 20, { vm: 'VM1', durationMs: 671, pingsLost: 1 }],
]

export const vmotionEvents: readonly LabEvent[] = drafts.map(
  ([t, type, causedBy, fields], seq) => ({ t, seq, type, causedBy, ...fields }) as LabEvent,
)

export const vmotionLab: LabSummary = {
  ...articleLab,
  name: 'A live migration',
  description: 'VM1 with 64 GiB goes from Host A to Host B while it runs.',
  vms: articleLab.vms.map((vm) =>
    // The stun lies across the ping of that second.
    vm.name === 'VM1' ? { ...vm, memoryMiB: 65_536, clientPing: { intervalMs: 1000, phaseMs: (stunAt + 300) % 1000 } } : vm,
  ),
  timeline: [{ t: start, command: 'vm.migrate', target: 'VM1, Host B' }],
  until: 600_000,
}

const waiting: MigrationState = {
  vm: 'VM2',
  kind: 'vmotion',
  from: 'Host A',
  to: 'Host C',
  datastore: null,
  role: null,
  phase: null,
  round: 0,
  percent: null,
  waitsFor: 'host',
  waitsForName: 'Host A',
  startedMs: null,
  bytesPerSecond: 0,
  dirtyBytesPerSecond: 20e6,
  cutSinceMs: null,
  failsAtMs: null,
}

export function vmotionMigrations(t: number): Migrations {
  const second: MigrationState = { ...waiting, phase: 'prepareDestination', waitsFor: null, percent: 0, startedMs: resumeAt }
  if (t >= resumeAt) return { running: [second], queued: [] }
  if (t < start) return { running: [], queued: [] }
  const round = rounds.filter((_, n) => roundEnd(n) <= t).length
  const running: MigrationState = {
    ...waiting,
    vm: 'VM1',
    to: 'Host B',
    phase: t < start + 2000 ? 'prepareDestination' : t < stunAt ? 'preCopy' : 'switchOver',
    round,
    percent: Math.min(99, Math.max(0, ((t - start - 2000) / (stunAt - start)) * 100)),
    waitsFor: null,
    startedMs: start,
    bytesPerSecond: t < start + 2000 ? 0 : 1.125e9,
    dirtyBytesPerSecond: 500e6,
  }
  return { running: [running], queued: t >= start + 5000 ? [waiting] : [] }
}

/** Everybody lives: only VM1 changes its host. */
export function vmotionFrame(t: number, n: number): RunFrame {
  const frame = articleFrame(0, n)
  const vm1 = frame.vms['VM1']
  const moved = vm1 === null || vm1 === undefined || t < resumeAt ? vm1 : { ...vm1, host: 'Host B', instances: ['Host B'], lockHolder: 'Host B' }
  return { ...frame, t, vms: { ...frame.vms, VM1: moved ?? null }, migrations: vmotionMigrations(t) }
}

/** What the engine would say: of VM1 as it is T4; with more dirtied than the link carries T7, or without SDPS a failure. */
export function vmotionPrediction(question: MigrationQuestion): MigrationPrediction {
  const dirtyMBps = question.dirtyMBps ?? 500
  const sdps = question.sdps ?? true
  const isHard = dirtyMBps > 1125
  const told = { kind: 'vmotion', from: 'Host A', to: question.to ?? null, memoryMiB: question.memoryMiB ?? 65_536, dirtyMBps, sdps } as const
  const pings = { intervalMs: 1000, least: 0, most: 1 }
  return {
    ...told,
    workingSetMiB: question.workingSetMiB ?? told.memoryMiB,
    link: { gbps: question.gbps ?? 10, nics: question.nics ?? 1, bytesPerSecond: 1.125e9, streams: 1, rttMs: 0 },
    othersNow: 0,
    course: {
      setupMs: 2000,
      diskBytes: 0,
      diskMs: 0,
      rounds: rounds.map(([bytes, ms, dirtyBytes]) => ({ bytes, ms, dirtyBytes })),
      lastBytes: 529_645_568,
      bytes: 123_270_598_656,
      stunMs: isHard && !sdps ? 0 : isHard ? 577.2 : 570.8,
      totalMs: isHard ? 184_875 : 111_675,
      sdpsFromRound: isHard && sdps ? 1 : null,
      slowdownPercent: isHard && sdps ? 71.9 : 0,
      failed: isHard && !sdps ? 'noConvergence' : null,
      clientOutageMs: 670.8,
      pings,
    },
  }
}

function vmotionTargets(): readonly MigrationTarget[] {
  return [
    { host: 'Host A', isCurrent: true, refused: null, warnings: [] },
    { host: 'Host B', isCurrent: false, refused: null, warnings: [{ code: 'shouldRuleViolation', facts: ['VM-016'], resource: null }] },
    { host: 'Host C', isCurrent: false, refused: { code: 'insufficientResources', facts: ['VM-015'], resource: 'memory' }, warnings: [] },
  ]
}

export const vmotionStory: FakeStory = {
  lab: vmotionLab,
  events: vmotionEvents,
  frame: vmotionFrame,
  facts: articleFacts,
  predict: vmotionPrediction,
  targets: vmotionTargets,
}
