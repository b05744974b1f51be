/**
 * A cluster on manual with two recommendations, a fault, pools, rules and two kinds of CPU, as the engine would tell it at 6 min. In the shape of
 * the article's cluster: the numbers belong together, and no engine made them.
 */
import type { ApiInput } from '../../src-main/contract/api.ts'
import type { LabEvent, Why } from '../../src-main/contract/events.ts'
import type { Series } from '../../src-main/contract/series.ts'
import type { HostState, LabState, RuleState } from '../../src-main/contract/state.ts'
import type { DrsState, PoolState, RecommendationState } from '../../src-main/contract/drs-state.ts'
import { articleFacts, articleFrame, articleLab } from './article-run.ts'
import type { FakeStory } from './fake-story.ts'

const recommendation = (part: Partial<RecommendationState> & Pick<RecommendationState, 'id'>): RecommendationState => ({
  kind: 'migrate',
  vm: null,
  from: null,
  to: null,
  host: null,
  priority: 3,
  rating: 3,
  reason: 'fairnessCpuAvg',
  hosts: [],
  group: [],
  prerequisites: [],
  gain: null,
  migrationTimeMs: null,
  costMHzSeconds: null,
  benefitMHzSeconds: null,
  sinceMs: 360_000,
  expiresAtMs: null,
  ...part,
})

export const drsRecommendations: readonly RecommendationState[] = [
  recommendation({ id: 'r1', vm: 'VM3', from: 'Host B', to: 'Host C', priority: 2, rating: 4, gain: 33.06, migrationTimeMs: 4096 }),
  recommendation({ id: 'r2', vm: 'VM4', from: 'Host B', to: 'Host A', gain: 7.73, migrationTimeMs: 4096 }),
  recommendation({
    id: 'r3',
    kind: 'powerOn',
    vm: 'VM6',
    reason: 'powerOnVm',
    priority: 2,
    rating: 4,
    hosts: [
      { host: 'Host C', rating: 5 },
      { host: 'Host A', rating: 3 },
    ],
    expiresAtMs: 960_000,
  }),
]

export const drsNow: DrsState = {
  algorithm: 'drsScore',
  automation: 'manual',
  migrationThreshold: 3,
  score: 71.04,
  numVmsPerDrsScoreBucket: { '0-20': 0, '21-40': 0, '41-60': 0, '61-80': 2, '81-100': 3 },
  imbalance: null,
  target: null,
  currentBalance: null,
  targetBalance: null,
  vmotionRate: 3,
  nextPassAtMs: 420_000,
  silentBecause: null,
  dpm: {
    lowPercent: 45,
    highPercent: 81,
    usePercent: { 'Host A': 41.2, 'Host B': 92.5, 'Host C': 23 },
    automation: 'automatic',
    threshold: 3,
  },
  recommendations: drsRecommendations,
  faults: [{ vm: 'VM5', host: null, rule: null, reason: 'drsDisabledOnVm', sinceMs: 360_000 }],
}

const pool = (part: Partial<PoolState>): PoolState => ({
  status: 'green',
  parent: null,
  cpuShares: 4000,
  cpuSharesEffective: 4000,
  cpuReservationMHz: 0,
  cpuReservationUsedMHz: 0,
  cpuUnreservedMHz: 20_000,
  cpuEntitlementMHz: 8000,
  cpuLimitMHz: null,
  cpuExpandable: true,
  cpuDemandMHz: 9000,
  memoryShares: 163_840,
  memorySharesEffective: 163_840,
  memoryReservationMiB: 0,
  memoryReservationUsedMiB: 0,
  memoryUnreservedMiB: 60_000,
  memoryEntitlementMiB: 6000,
  memoryLimitMiB: null,
  memoryExpandable: true,
  memoryDemandMiB: 6000,
  ...part,
})

const rule = (part: Partial<RuleState>): RuleState => ({
  type: 'separate',
  enabled: true,
  inCompliance: true,
  conflictsWith: null,
  brokenBy: [],
  vms: [],
  hosts: [],
  dependsOn: [],
  ...part,
})

const pools: { readonly [name: string]: PoolState } = {
  prod: pool({ cpuShares: 8000, cpuSharesEffective: 24_000, cpuReservationMHz: 6000, cpuUnreservedMHz: 1500, cpuExpandable: false }),
  web: pool({ parent: 'prod', cpuEntitlementMHz: 2400 }),
  test: pool({ status: 'red', cpuShares: 2000, cpuSharesEffective: 2000, cpuEntitlementMHz: 2000, cpuLimitMHz: 12_000, cpuDemandMHz: 2000 }),
}

const rules: { readonly [name: string]: RuleState } = {
  'db and app': rule({ type: 'keepTogether', vms: ['VM1', 'VM2'] }),
  licensed: rule({ type: 'mustRunOn', vms: ['VM3'], hosts: ['Host A', 'Host B'], inCompliance: false, brokenBy: ['VM3'] }),
  later: rule({ vms: ['VM1', 'VM2'], enabled: false, conflictsWith: 'db and app' }),
}

/** As the engine says it of a move to Host C. */
const raises = (vm: string, from: string, gain: number): Why => ({
  decision: 'drsRaisesScore',
  facts: ['DRS-062', 'DRS-060'],
  inputs: {
    vm,
    from,
    to: 'Host C',
    scoreBefore: 66.67,
    scoreAfter: 100,
    cost: 0.27,
    gain,
    priority: 2,
    migrationSeconds: 4.1,
    fromLoadPercent: 118,
    fromLoadAfterPercent: 88,
    toLoadPercent: 22,
    toLoadAfterPercent: 52,
    clusterBefore: 71.04,
    clusterAfter: 82.3,
  },
  rejected: [{ option: 'Host A', reason: 'lessGain', facts: ['DRS-062'] }],
  text: '',
})

export const drsEvents: readonly LabEvent[] = [
  { t: 360_000, seq: 0, type: 'drs.pass', causedBy: null, algorithm: 'drsScore', score: 71.04, imbalance: null, target: null, hosts: 3 },
  {
    t: 360_000,
    seq: 1,
    type: 'drs.fault',
    causedBy: 0,
    vm: 'VM5',
    host: null,
    rule: null,
    reason: 'drsDisabledOnVm',
    why: { decision: 'drsFault', facts: ['DRS-003'], inputs: { vm: 'VM5', reason: 'drsDisabledOnVm' }, rejected: [], text: '' },
  },
  {
    t: 360_000,
    seq: 2,
    type: 'drs.recommendation',
    causedBy: 0,
    id: 'r1',
    kind: 'migrate',
    vm: 'VM3',
    from: 'Host B',
    to: 'Host C',
    priority: 2,
    reason: 'fairnessCpuAvg',
    why: raises('VM3', 'Host B', 33.06),
  },
  {
    t: 360_000,
    seq: 3,
    type: 'drs.recommendation',
    causedBy: 0,
    id: 'r0',
    kind: 'migrate',
    vm: 'VM2',
    from: 'Host A',
    to: 'Host C',
    priority: 3,
    reason: 'fairnessCpuAvg',
    why: raises('VM2', 'Host A', 7.73),
  },
  { t: 365_000, seq: 4, type: 'drs.applied', causedBy: 3, id: 'r0', by: 'user' },
]

function hostsAt(t: number): { readonly [name: string]: HostState } {
  const { hosts, vms: all } = articleFrame(t, 0)
  const loads: { readonly [name: string]: readonly [number, number] } = { 'Host A': [7900, 0.41], 'Host B': [24_544, 0.92], 'Host C': [4576, 0.23] }
  return Object.fromEntries(
    Object.entries(hosts).flatMap(([name, host]) => {
      if (host === null) return []
      const [cpuDemandMHz, cpuNormalizedEntitlement] = loads[name] ?? [0, 0]
      const maxEvcMode = name === 'Host A' ? 'intel-broadwell' : 'intel-skylake'
      const vms = Object.keys(all).filter((vm) => all[vm]?.host === name)
      return [
        [name, { ...host, vms, power: 'on', mode: 'normal', cpuDemandMHz, cpuNormalizedEntitlement, memoryNormalizedEntitlement: 0.3, maxEvcMode }],
      ]
    }),
  )
}

export function drsState(t: number, drs: DrsState | null = drsNow): Partial<LabState> {
  return {
    t,
    vcenter: { running: true, connected: true, cut: false, dns: true, host: null, primary: 'Host A' },
    cluster: {
      name: articleLab.cluster,
      status: 'green',
      evcMode: 'intel-haswell',
      cpuCapacityMHz: 62_400,
      cpuReservedMHz: 6000,
      cpuAvailableMHz: 56_400,
      memoryCapacityMiB: 196_608,
      memoryReservedMiB: 400,
      memoryAvailableMiB: 196_208,
    },
    hosts: hostsAt(t),
    vms: {},
    resourcePools: pools,
    rules,
    drs,
    vcls: { health: 'healthy', agents: ['Host A', 'Host B', 'Host C'] },
  }
}

function seriesOf({ kind, name, from, points }: ApiInput<'run.series'>, t: number): Series {
  return {
    kind,
    name: name ?? null,
    cut: false,
    points: Array.from({ length: points + 1 }, (_, at) => ({
      t: Math.round(from + ((t - from) * at) / points),
      cpuDemandMHz: 8000 + 120 * at,
      drsCpuDemandMHz: kind === 'vm' ? 8000 + 60 * at : null,
      cpuEntitlementMHz: 8000 + 80 * at,
      cpuUsedMHz: 8000 + 80 * at,
      cpuCapacityMHz: kind === 'vm' ? null : 20_800,
      memoryDemandMiB: 3000,
      memoryEntitlementMiB: 3000,
      memoryCapacityMiB: 65_536,
      score: 100 - at / 4,
      imbalance: null,
      target: null,
      host: kind === 'vm' ? (at < 40 ? 'Host B' : 'Host C') : null,
    })),
  }
}

/** `drs`: what the engine would say of DRS; null: it is off. */
export function drsStory(drs: DrsState | null = drsNow): FakeStory {
  return {
    lab: { ...articleLab, drsEnabled: drs !== null },
    events: drsEvents,
    frame: articleFrame,
    facts: articleFacts,
    cluster: (t) => drsState(t, drs),
    answers: { 'run.series': (input: ApiInput<'run.series'>, t: number) => seriesOf(input, t) },
  }
}
