import type { GivenTable } from '../../../contract/practice/question.ts'
import { formatNumber } from '../../../contract/texts/format.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import { computeFunctions } from '../../../engine/index.ts'
import { modelConstants } from '../../../knowledge/model-constants.ts'
import { shuffled, stepped, type Rng } from '../../kit/draw.ts'
import { fieldOf, firstEvent, type Evidence, type LabFile } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { hostEntry, labFile } from '../../kit/labs.ts'
import { inSeconds, measured } from '../../kit/words.ts'

interface LoadVm {
  readonly name: string
  readonly host: 'esx-01' | 'esx-02'
  readonly demandMHz: number
  readonly memoryGiB: number
}

interface Balance {
  readonly threshold: 2 | 3 | 4 | 5
  readonly gbps: number
  readonly vms: readonly LoadVm[]
}

type Settings = Partial<Pick<Balance, 'gbps'>> & { readonly threshold?: number; readonly isClassic?: boolean }

const [CORES, MHZ] = [20, 2000]
const CAPACITY_MHZ = CORES * MHZ
const NONE = 'none'

function labOf(p: Balance, { threshold = p.threshold, gbps = p.gbps, isClassic = false }: Settings = {}): LabFile {
  return labFile('Which migration does DRS recommend?', {
    cluster: {
      drs: {
        automation: 'manual',
        migrationThreshold: threshold,
        ...(isClassic && { algorithm: 'classic', advancedOptions: { CostBenefit: 0 } }),
      },
    },
    networks: [
      { name: 'mgmt', kind: 'management' },
      { name: 'vmotion', kind: 'vmotion', gbps },
    ],
    hosts: ['esx-01', 'esx-02'].map((name) => hostEntry({ name, cores: CORES, mhz: MHZ, memoryMiB: 1_048_576 })),
    vms: p.vms.map(({ name, host, demandMHz, memoryGiB }) => ({
      name,
      host,
      vcpus: 8,
      memoryMiB: memoryGiB * 1024,
      overheadMiB: 0,
      demand: { cpuMHz: demandMHz },
    })),
    // The first pass.
    until: isClassic ? '5m' : '60s',
  })
}

function solve({ events }: Evidence): Outcome {
  const first = firstEvent(events, 'drs.recommendation', { kind: 'migrate' })
  return first === null ? NONE : String(fieldOf(first, 'vm'))
}

const loadOf = (vms: readonly LoadVm[], host: LoadVm['host']): number =>
  vms.filter((vm) => vm.host === host).reduce((sum, vm) => sum + vm.demandMHz, 0) / CAPACITY_MHZ
const kneeOf = (threshold: number): number => modelConstants['DRS-059'].loads[threshold - 1] ?? 0
const weightOf = (threshold: number): number => modelConstants['DRS-062'].costWeights[threshold - 2] ?? 0
/** Points that a move must reach to pass the threshold. */
const cutoffOf = (threshold: number): number => modelConstants['DRS-062'].cutoffs[threshold - 2] ?? Infinity
const PENALTY = modelConstants['DRS-060'].headroomPenalty * 100

const migrationSeconds = ({ memoryGiB }: LoadVm, gbps: number): number => {
  const input = { memoryMiB: memoryGiB * 1024, gbps, nics: 1, coreMHz: MHZ, unmetMHz: 0, stableSeconds: 3600 }
  return Number(computeFunctions['drs.migrationCost']?.(input)['migrationTimeMs']) / 1000
}

/** The numbers of the given tables for a move: for the explanation, and to leave out draws in which two moves are as good as each other. */
interface Weighed {
  readonly vm: LoadVm
  readonly before: number
  readonly after: number
  readonly cost: number
  readonly net: number
}

function weigh(p: Balance): readonly Weighed[] {
  const knee = kneeOf(p.threshold)
  const score = (load: number): number => 100 - Math.max(0, (PENALTY * (Math.min(1, load) - knee)) / (1 - knee))
  const before = score(loadOf(p.vms, 'esx-01'))
  return p.vms
    .filter(({ host }) => host === 'esx-01')
    .map((vm) => {
      const after = score(loadOf(p.vms, 'esx-02') + vm.demandMHz / CAPACITY_MHZ)
      const cost = (weightOf(p.threshold) * migrationSeconds(vm, p.gbps)) / 60
      return { vm, before, after, cost, net: after - before - cost }
    })
    .sort((a, b) => b.net - a.net || (a.vm.name < b.vm.name ? -1 : 1))
}

const expected = (p: Balance): string => {
  const [best] = weigh(p)
  return best !== undefined && best.net >= cutoffOf(p.threshold) ? best.vm.name : NONE
}

/** Not so near to another move, or to the limit of the threshold, that rounding decides; and nothing else decides. */
function isClear(p: Balance, evidence: Evidence): boolean {
  const [best, second] = weigh(p)
  if (best === undefined || second === undefined) return false
  const isFar = best.net - second.net > 0.3 && modelConstants['DRS-062'].cutoffs.every((cutoff) => Math.abs(best.net - cutoff) > 0.2)
  return isFar && solve(evidence) === expected(p)
}

const mostBy = ({ vms }: Balance, measure: (vm: LoadVm) => number): Outcome =>
  [...vms].filter(({ host }) => host === 'esx-01').sort((a, b) => measure(b) - measure(a) || (a.name < b.name ? -1 : 1))[0]?.name ?? null

const NAMES = ['app', 'db', 'web', 'mail', 'file', 'batch', 'cache', 'print'] as const

function drawVms(rng: Rng): readonly LoadVm[] {
  const [count, others] = [rng.between(4, 5), rng.between(1, 2)]
  const names = shuffled(rng, NAMES)
  const lowest = Math.floor(CAPACITY_MHZ / 1000 / count) * 10
  return names.slice(0, count + others).map((name, at) => ({
    name,
    host: at < count ? 'esx-01' : 'esx-02',
    // Together 60 to 97 % of the one host, 5 to 30 % of the other.
    demandMHz: at < count ? stepped(rng, lowest * 55, lowest * 97, 100) : stepped(rng, 2000, 6000, 100),
    memoryGiB: rng.pick([8, 16, 24, 32, 48, 64, 96, 128]),
  }))
}

export const drsRecommendation = defineFamily<Balance>({
  id: 'F23',
  title: ['DRS recommendation: which, or none?', 'DRS 권장 사항: 무엇을 권장합니까?'],
  topics: ['DRS'],
  level: 3,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['DRS-062', 'DRS-060', 'DRS-004'],
  mistakes: {
    M1: ['Took the threshold the other way round', '마이그레이션 임계값을 반대로 생각함'],
    M2: ['Left out what the migration costs', '마이그레이션 비용을 고려하지 않음'],
    M3: ['Balanced the loads of the hosts instead of the scores of the VMs', 'VM 점수가 아니라 호스트 부하의 균형을 맞춤'],
    M4: ['Took the VM with the highest demand', '요구량이 가장 큰 VM을 선택함'],
    M6: ['Took the migration that takes least time', '가장 빨리 끝나는 마이그레이션을 선택함'],
    M7: ['Took the VM with the lowest demand', '요구량이 가장 작은 VM을 선택함'],
    M5: ['Thought that nothing is done while every VM gets what it demands', '모든 VM이 요구량을 받으면 아무것도 하지 않는다고 생각함'],
  },
  draw: (rng) => ({ threshold: rng.pick([2, 3, 3, 4, 5] as const), gbps: rng.pick([1, 1, 10]), vms: drawVms(rng) }),
  lab: (p) => labOf(p),
  solve,
  ask: (p) => ({
    stem: [
      `DRS of vSphere 7.0 or later is in manual mode with migration threshold ${p.threshold} (1 conservative, 5 aggressive). Loads have been steady for hours, every VM gets what it demands, and no rule stands against a move. Which migration from esx-01 to esx-02 does DRS recommend first?`,
      `vSphere 7.0 이상의 DRS가 수동 모드이고 마이그레이션 임계값은 ${p.threshold}입니다(1 보수적 ~ 5 적극적). 부하는 몇 시간 동안 일정하고 모든 VM이 요구량을 받으며 이동을 막는 규칙은 없습니다. DRS가 가장 먼저 권장하는 esx-01에서 esx-02로의 마이그레이션은 무엇입니까?`,
    ],
    given: [vmTable(p), modelTable(p)],
  }),
  word: (outcome) =>
    outcome === NONE
      ? ['None is recommended', '권장 사항이 없음']
      : [`${String(outcome)} is moved to esx-02`, `${String(outcome)}을(를) esx-02로 이동`],
  *wrong(p, _evidence, play) {
    yield { mistake: 'M2', outcome: solve(play(labOf(p, { gbps: 1000 }))) }
    if (p.threshold !== 3) yield { mistake: 'M1', outcome: solve(play(labOf(p, { threshold: 6 - p.threshold }))) }
    yield { mistake: 'M3', outcome: solve(play(labOf(p, { isClassic: true }))) }
    yield { mistake: 'M5', outcome: NONE }
    yield { mistake: 'M4', outcome: mostBy(p, ({ demandMHz }) => demandMHz) }
    yield { mistake: 'M6', outcome: mostBy(p, ({ memoryGiB }) => -memoryGiB) }
    yield { mistake: 'M7', outcome: mostBy(p, ({ demandMHz }) => -demandMHz) }
  },
  nearby: (_right, { vms }) => vms.filter(({ host }) => host === 'esx-01').map(({ name }) => name),
  edges: (evidence, p) => (isClear(p, evidence) ? [] : [0]),
  vary: (p) =>
    expected(p) === NONE
      ? { threshold: 5, gbps: 100, vms: p.vms.map((vm) => ({ ...vm, demandMHz: vm.host === 'esx-01' ? vm.demandMHz : 0 })) }
      : { ...p, vms: p.vms.map((vm) => ({ ...vm, demandMHz: Math.round(vm.demandMHz / 10) })) },
  explain: (p, evidence) => stepsOf(p, evidence),
  momentMs: () => 60_000,
})

const percent = (share: number): string => `${formatNumber(share * 100, 1)}%`

function vmTable({ vms, gbps }: Balance): GivenTable {
  return {
    title: [`VMs (each host: ${CAPACITY_MHZ} MHz; memory is no bottleneck)`, `가상 시스템(호스트당 ${CAPACITY_MHZ}MHz, 메모리는 충분함)`],
    head: [
      ['Name', '이름'],
      ['Host', '호스트'],
      ['CPU demand', 'CPU 요구량'],
      ['Memory', '메모리'],
      ['Estimated time of a migration', '예상 마이그레이션 시간'],
    ],
    rows: vms.map((vm) => [vm.name, vm.host, measured(vm.demandMHz, 'MHz'), measured(vm.memoryGiB, 'GiB'), inSeconds(migrationSeconds(vm, gbps))]),
  }
}

/** VMware publishes none of these numbers but the first: they are given, not asked for. */
function modelTable({ threshold }: Balance): GivenTable {
  const knee = kneeOf(threshold)
  const [second, third, fourth, fifth] = modelConstants['DRS-062'].cutoffs
  const [k, T] = [weightOf(threshold), percent(knee)]
  return {
    title: ["The simulator's model at this threshold (not VMware's formula)", '이 임계값에서의 시뮬레이터 모델(VMware의 공식이 아님)'],
    head: [
      ['What', '항목'],
      ['Value', '값'],
    ],
    rows: [
      [
        ['Score of a VM that gets what it demands', '요구량을 받는 VM의 점수'],
        [
          `100; above a host load of ${T} less ${PENALTY} × (load − ${T}) ÷ (100% − ${T})`,
          `100. 호스트 부하가 ${T}를 넘으면 ${PENALTY} × (부하 − ${T}) ÷ (100% − ${T})만큼 감소`,
        ],
      ],
      [
        ['Cost of a migration', '마이그레이션 비용'],
        [`${k} point${k === 1 ? '' : 's'} for each minute of it`, `1분당 ${k}점`],
      ],
      [
        ['Priority by the gain after the cost', '비용을 뺀 이득에 따른 우선 순위'],
        [
          `from ${second ?? ''} points: 2; from ${third ?? ''}: 3; from ${fourth ?? ''}: 4; from ${fifth ?? ''}: 5; below: no move`,
          `${second ?? ''}점 이상: 2, ${third ?? ''}점 이상: 3, ${fourth ?? ''}점 이상: 4, ${fifth ?? ''}점 이상: 5, 그 미만: 이동하지 않음`,
        ],
      ],
    ],
  }
}

function stepsOf(p: Balance, evidence: Evidence): ReturnType<Parameters<typeof defineFamily<Balance>>[0]['explain']> {
  const weighed = weigh(p)
  const before = formatNumber(weighed[0]?.before ?? 0, 2)
  const [from, to] = [percent(loadOf(p.vms, 'esx-01')), percent(loadOf(p.vms, 'esx-02'))]
  const list = weighed.map(
    ({ vm, after, cost, net }) => `${vm.name} ${formatNumber(after, 2)} − ${before} − ${formatNumber(cost, 2)} = ${formatNumber(net, 2)}`,
  )
  const first = firstEvent(evidence.events, 'drs.recommendation', { kind: 'migrate' })
  const right = solve(evidence)
  const last: Phrase =
    first === null
      ? [
          `Threshold ${p.threshold} lets priorities up to ${p.threshold} through, from ${cutoffOf(p.threshold)} points on: no move reaches that.`,
          `임계값 ${p.threshold}은(는) 우선 순위 ${p.threshold}까지(${cutoffOf(p.threshold)}점 이상) 허용하지만 이에 도달하는 이동이 없습니다.`,
        ]
      : [
          `The highest gain wins: ${String(right)} with ${String(fieldOf(first, 'gain'))} points has priority ${String(fieldOf(first, 'priority'))}, which threshold ${p.threshold} lets through (priorities up to ${p.threshold}).`,
          `이득이 가장 큰 이동을 선택합니다. ${String(right)}: ${String(fieldOf(first, 'gain'))}점, 우선 순위 ${String(fieldOf(first, 'priority'))}. 임계값 ${p.threshold}은(는) 우선 순위 ${p.threshold}까지 허용합니다.`,
        ]
  return [
    {
      text: [
        `esx-01 is loaded by ${from}, esx-02 by ${to}. A VM on esx-01 has a score of ${before}.`,
        `esx-01의 부하는 ${from}, esx-02의 부하는 ${to}입니다. esx-01에 있는 VM의 점수는 ${before}입니다.`,
      ],
      facts: ['DRS-059', 'DRS-060'],
    },
    {
      text: [`Score on esx-02 − score now − cost: ${list.join('; ')}.`, `esx-02에서의 점수 − 현재 점수 − 비용: ${list.join('; ')}.`],
      facts: ['DRS-062', 'DRS-053'],
    },
    { text: last, facts: ['DRS-062', 'DRS-004'] },
  ]
}
