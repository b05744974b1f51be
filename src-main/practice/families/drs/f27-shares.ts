import type { Phrase } from '../../../contract/texts/language.ts'
import { shuffled, stepped, type Rng } from '../../kit/draw.ts'
import type { Evidence, LabFile } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { measured } from '../../kit/words.ts'
import {
  capacityOf,
  contentionLab,
  contentionTables,
  entitlementOf,
  poolEntitlementOf,
  resourceWord,
  unitOf,
  type Contention,
  type DrawnPool,
  type DrawnVm,
  type Level,
} from './pools.ts'

interface Shares extends Contention {
  /** The VM that is asked about. */
  readonly asked: string
}

const LEVELS: readonly Level[] = ['low', 'normal', 'high']
const POOLS = ['Prod', 'Test', 'Dev', 'Batch', 'Web', 'Data'] as const

const labOf = (p: Contention): LabFile => contentionLab('Who gets how much under contention?', p)
const solve = (evidence: Evidence, { resource, asked }: Shares): Outcome => entitlementOf(evidence, resource, asked)

function drawVms(rng: Rng, pools: readonly DrawnPool[], isCpu: boolean): readonly DrawnVm[] {
  const size = (): number => (isCpu ? rng.pick([4, 8, 8]) : stepped(rng, 16, 64, 8))
  const vm = (pool: string | null): Omit<DrawnVm, 'name'> => ({ pool, level: rng.pick(LEVELS), reservation: 0, size: size() })
  const inPools = pools.flatMap(({ name }) => Array.from({ length: rng.between(1, 3) }, () => vm(name)))
  const all = [...inPools, vm(rng.chance(1, 2) ? null : (pools[0]?.name ?? null))]
  return all.map((each, at) => ({ name: `vm-${at + 1}`, ...each }))
}

/** No more reserved than its VMs are configured with: the rest would be of no use to it. */
function withinItsVms(pool: DrawnPool, vms: readonly DrawnVm[], unit: number): DrawnPool {
  const configured = vms.filter((vm) => vm.pool === pool.name).reduce((sum, { size }) => sum + size * unit, 0)
  return { ...pool, reservation: Math.min(pool.reservation, Math.floor((configured * 0.9) / 500) * 500) }
}

/** What is in the same place of the tree. */
function siblings({ pools, vms }: Contention, pool: string | null): readonly string[] {
  const own = vms.filter((vm) => vm.pool === pool).map(({ name }) => name)
  return pool === null ? [...pools.map(({ name }) => name), ...own] : own
}

export const sharesUnderContention = defineFamily<Shares>({
  id: 'F27',
  title: ['Shares under contention', '경합 시의 공유'],
  topics: ['Resource pools'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['DRS-017', 'DRS-030'],
  mistakes: {
    M1: ['Compared the shares of a VM with those outside of its pool', 'VM의 공유를 풀 밖의 공유와 비교함'],
    M2: ['Left the reservation out of account', '예약을 고려하지 않음'],
    M3: ['Gave every VM the same part', '모든 VM이 똑같이 나눈다고 생각함'],
    M4: ['Gave the VM all that its pool gets', '풀이 받는 전체를 VM이 받는다고 생각함'],
  },
  draw(rng) {
    const resource = rng.pick(['cpu', 'cpu', 'memory'] as const)
    const [cores, mhz, memoryGiB] = [rng.pick([8, 10, 12, 16]), stepped(rng, 2000, 3200, 100), stepped(rng, 64, 128, 8)]
    const capacity = resource === 'cpu' ? cores * mhz : memoryGiB * 1024
    const reserving = rng.chance(1, 2) ? rng.between(0, 1) : null
    const pools = shuffled(rng, POOLS)
      .slice(0, 2)
      .map((name, at) => ({
        name,
        // The one that reserves would get less by its shares alone.
        level: at === reserving ? rng.pick(['low', 'normal'] as const) : rng.pick(LEVELS),
        reservation: at === reserving ? Math.round((capacity * rng.between(50, 75)) / 100 / 500) * 500 : 0,
      }))
    const vms = drawVms(rng, pools, resource === 'cpu')
    return {
      resource,
      cores,
      mhz,
      memoryGiB,
      pools: pools.map((pool) => withinItsVms(pool, vms, resource === 'cpu' ? mhz : 1024)),
      vms,
      asked: rng.pick(vms).name,
    }
  },
  lab: labOf,
  solve,
  ask(p) {
    const [en, ko] = resourceWord(p.resource)
    const capacity = measured(capacityOf(p), unitOf(p.resource))
    const wanted: Phrase =
      p.resource === 'cpu' ? [`vCPUs × ${p.mhz} MHz`, `vCPU × ${p.mhz}MHz`] : ['all of its memory actively', '구성된 메모리 전체(활성 메모리)']
    return {
      stem: [
        `A cluster can give ${capacity[0]} of ${en} to VMs. No limits are set, scalable shares are off, and every VM wants ${wanted[0]}. How much ${en} is ${p.asked} entitled to?`,
        `클러스터가 VM에 제공할 수 있는 ${ko}은(는) ${capacity[1]}입니다. 제한은 없고 확장 가능한 공유는 꺼져 있으며 모든 VM이 ${wanted[1]}를 요구합니다. ${p.asked}의 ${ko} 사용 권한(entitlement)은 얼마입니까?`,
      ],
      given: contentionTables(p),
    }
  },
  word: (outcome, { resource }) => measured(Number(outcome), unitOf(resource)),
  *wrong(p, evidence, play) {
    const of = (change: Partial<Contention>): Outcome => solve(play(labOf({ ...p, ...change })), p)
    const pool = p.vms.find(({ name }) => name === p.asked)?.pool ?? null
    if ([...p.pools, ...p.vms].some(({ reservation }) => reservation > 0))
      yield {
        mistake: 'M2',
        outcome: of({ pools: p.pools.map((each) => ({ ...each, reservation: 0 })), vms: p.vms.map((each) => ({ ...each, reservation: 0 })) }),
      }
    yield { mistake: 'M1', outcome: of({ vms: p.vms.map((each) => ({ ...each, pool: null })) }) }
    if (pool !== null) yield { mistake: 'M4', outcome: poolEntitlementOf(evidence, p.resource, pool) }
    const alike = p.vms.map((each) => ({ ...each, pool: null, level: 'normal' as const, size: Math.max(...p.vms.map(({ size }) => size)) }))
    yield { mistake: 'M3', outcome: of({ vms: alike }) }
  },
  vary(p) {
    const pool = p.vms.find(({ name }) => name === p.asked)?.pool ?? null
    const other = (level: Level): Level => (level === 'high' ? 'low' : 'high')
    const isChanged = (name: string): boolean => name === (pool ?? p.asked)
    return {
      ...p,
      pools: p.pools.map((each) => (isChanged(each.name) ? { ...each, level: other(each.level), reservation: 0 } : each)),
      vms: p.vms.map((each) => (isChanged(each.name) ? { ...each, level: other(each.level) } : each)),
    }
  },
  explain: (p, evidence) => stepsOf(p, evidence),
})

/** `Prod 4000, Test 8000`: shares of what competes in one place, from the state. */
function sharesIn(p: Contention, evidence: Evidence, pool: string | null): string {
  const { vms, resourcePools } = evidence.state
  return siblings(p, pool)
    .map((name) => {
      const of = resourcePools[name] ?? vms[name]
      return `${name} ${p.resource === 'cpu' ? (of?.cpuShares ?? 0) : (of?.memoryShares ?? 0)}`
    })
    .join(', ')
}

function partsIn(p: Contention, evidence: Evidence, pool: string | null): string {
  return siblings(p, pool)
    .map((name) => {
      const isPool = p.pools.some((each) => each.name === name)
      return `${name} ${isPool ? poolEntitlementOf(evidence, p.resource, name) : entitlementOf(evidence, p.resource, name)}`
    })
    .join(', ')
}

function stepsOf(p: Shares, evidence: Evidence): ReturnType<Parameters<typeof defineFamily<Shares>>[0]['explain']> {
  const unit = unitOf(p.resource)
  const pool = p.vms.find(({ name }) => name === p.asked)?.pool ?? null
  const reserving = p.pools.filter(({ reservation }) => reservation > 0)
  const floors = reserving.map(({ name, reservation }) => `${name} ${reservation} ${unit}`).join(', ')
  return [
    {
      text: [
        `Shares count only among children of the same parent. Directly in the cluster: ${sharesIn(p, evidence, null)}.`,
        `공유는 같은 상위 아래에서만 비교됩니다. 클러스터 바로 아래: ${sharesIn(p, evidence, null)}.`,
      ],
      facts: ['DRS-017', 'DRS-016', 'DRS-015'],
    },
    {
      text: [
        `${capacityOf(p)} ${unit} are divided by these shares${floors === '' ? '' : `, but nobody gets less than is reserved (${floors})`}, and nobody more than its VMs are configured with: ${partsIn(p, evidence, null)} ${unit}.`,
        `${capacityOf(p)}${unit}를 이 비율로 나눕니다${floors === '' ? '' : `(예약보다 적게 받지는 않음: ${floors})`}. VM에 구성된 양보다 많이 받지도 않습니다. 결과: ${partsIn(p, evidence, null)}(${unit}).`,
      ],
      facts: reserving.length > 0 ? ['DRS-030', 'DRS-039', 'DRS-029'] : ['DRS-030', 'DRS-029'],
    },
    ...(pool === null
      ? []
      : [
          {
            text: [
              `Inside ${pool} its ${poolEntitlementOf(evidence, p.resource, pool)} ${unit} are divided in the same way, ${sharesIn(p, evidence, pool)}: ${partsIn(p, evidence, pool)} ${unit}.`,
              `${pool} 안에서 ${poolEntitlementOf(evidence, p.resource, pool)}${unit}를 같은 방식으로 나눕니다(${sharesIn(p, evidence, pool)}). 결과: ${partsIn(p, evidence, pool)}(${unit}).`,
            ] as const,
            facts: ['DRS-030'] as const,
          },
        ]),
  ]
}
