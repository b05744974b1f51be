import type { Phrase } from '../../../contract/texts/language.ts'
import { shuffled, stepped } from '../../kit/draw.ts'
import type { Evidence, LabFile } from '../../kit/evidence.ts'
import { defineFamily } from '../../kit/family.ts'
import { measured } from '../../kit/words.ts'
import { capacityOf, contentionLab, entitlementOf, levelWords, poolEntitlementOf, type Contention, type DrawnVm, type Level } from './pools.ts'

interface Crowd {
  readonly name: string
  readonly level: Level
  readonly running: number
  /** More VMs of the pool, powered off. */
  readonly off: number
}

interface Dilution {
  readonly cores: number
  readonly mhz: number
  readonly vcpus: number
  readonly scalableShares: boolean
  readonly pools: readonly [Crowd, Crowd]
}

/** MHz of a VM of the first pool, and of the second. */
type PerVm = readonly [number, number]

const POOLS = ['Prod', 'Test', 'Dev', 'Batch', 'Web', 'Data'] as const

interface Mistaken {
  readonly scalableShares?: boolean
  readonly areAllOn?: boolean
  readonly isFlat?: boolean
}

function contentionOf(p: Dilution, { areAllOn = false, isFlat = false, scalableShares = p.scalableShares }: Mistaken = {}): Contention {
  const vms = p.pools.flatMap((pool): readonly DrawnVm[] =>
    Array.from({ length: pool.running + pool.off }, (_, at) => ({
      name: `${pool.name}-${at + 1}`,
      pool: isFlat ? null : pool.name,
      level: 'normal',
      reservation: 0,
      size: p.vcpus,
      isOn: areAllOn || at < pool.running,
    })),
  )
  const pools = p.pools.map(({ name, level }) => ({ name, level, reservation: 0 }))
  return { resource: 'cpu', cores: p.cores, mhz: p.mhz, memoryGiB: 256, scalableShares, pools, vms }
}

const labOf = (p: Dilution, mistaken?: Mistaken): LabFile => contentionLab('Which VM gets less?', contentionOf(p, mistaken))
const solve = (evidence: Evidence, { pools }: Dilution): PerVm => [perVm(evidence, pools[0]), perVm(evidence, pools[1])]
const perVm = (evidence: Evidence, { name }: Crowd): number => entitlementOf(evidence, 'cpu', `${name}-1`)

export const poolDilution = defineFamily<Dilution>({
  id: 'F29',
  title: ['Pool dilution: who gets less?', '리소스 풀 희석: 어느 쪽이 적게 받습니까?'],
  topics: ['Resource pools'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['DRS-017', 'DRS-018'],
  mistakes: {
    M1: ['Thought that each VM has shares of its own in the whole cluster', 'VM마다 클러스터 전체에서 자체 공유로 경쟁한다고 생각함'],
    M2: ['Counted VMs that are powered off', '전원이 꺼진 VM까지 포함함'],
    M3: ['Took scalable shares for off where they are on, or the other way round', '확장 가능한 공유의 사용 여부를 반대로 생각함'],
    M4: ['Mixed up the two pools', '두 풀을 서로 바꾸어 생각함'],
    M5: ['Gave each VM all that its pool gets', '풀이 받는 전체를 VM마다 받는다고 생각함'],
  },
  draw(rng) {
    const [first = '', second = ''] = shuffled(rng, POOLS)
    const few = rng.between(1, 3)
    const many = rng.between(few + 2, 9)
    const isAlike = rng.chance(1, 2)
    const counts = shuffled(rng, [few, many])
    // The larger crowd has the higher level: that looks better than it is.
    const levelOf = (count: number): Level => (isAlike || count === few ? 'normal' : 'high')
    const pool = (name: string, at: 0 | 1): Crowd => ({
      name,
      level: levelOf(counts[at] ?? few),
      running: counts[at] ?? few,
      off: rng.chance(1, 2) ? rng.between(1, 3) : 0,
    })
    return {
      cores: rng.pick([16, 20, 24, 32]),
      mhz: stepped(rng, 2000, 3200, 100),
      vcpus: rng.pick([8, 16]),
      scalableShares: !isAlike && rng.chance(1, 2),
      pools: [pool(first, 0), pool(second, 1)],
    }
  },
  lab: (p) => labOf(p),
  solve,
  ask(p) {
    const capacity = capacityOf(contentionOf(p))
    return {
      stem: [
        `Two resource pools are all that is in a cluster with ${capacity} MHz for VMs. All VMs are alike (${p.vcpus} vCPUs of ${p.mhz} MHz, Normal shares) and want all the CPU that they can get; nothing is reserved or limited, and scalable shares are ${p.scalableShares ? 'on' : 'off'}. How much CPU does a running VM of each pool get?`,
        `VM에 ${capacity}MHz를 제공할 수 있는 클러스터에 리소스 풀 두 개만 있습니다. 모든 VM은 동일하며(${p.mhz}MHz vCPU ${p.vcpus}개, 공유 보통) 가능한 한 많은 CPU를 요구합니다. 예약과 제한은 없고 확장 가능한 공유는 ${p.scalableShares ? '켜져' : '꺼져'} 있습니다. 각 풀에서 실행 중인 VM 하나는 CPU를 얼마나 받습니까?`,
      ],
      given: [
        {
          title: ['Resource pools', '리소스 풀'],
          head: [
            ['Name', '이름'],
            ['Shares', '공유'],
            ['VMs that run', '실행 중인 VM'],
            ['VMs that are off', '전원이 꺼진 VM'],
          ],
          rows: p.pools.map(({ name, level, running, off }) => [name, levelWords[level], running, off]),
        },
      ],
    }
  },
  word(outcome, { pools }) {
    const [first, second] = outcome as unknown as PerVm
    const [a, b] = [measured(first, 'MHz'), measured(second, 'MHz')]
    return [`${pools[0].name}: ${a[0]}, ${pools[1].name}: ${b[0]}`, `${pools[0].name}: ${a[1]}, ${pools[1].name}: ${b[1]}`]
  },
  *wrong(p, evidence, play) {
    const of = (mistaken: Mistaken): PerVm => solve(play(labOf(p, mistaken)), p)
    const [first, second] = solve(evidence, p)
    yield { mistake: 'M1', outcome: of({ isFlat: true }) }
    if (p.pools.some(({ off }) => off > 0)) yield { mistake: 'M2', outcome: of({ areAllOn: true }) }
    yield { mistake: 'M3', outcome: of({ scalableShares: !p.scalableShares }) }
    yield { mistake: 'M4', outcome: [second, first] }
    yield { mistake: 'M5', outcome: p.pools.map(({ name }) => poolEntitlementOf(evidence, 'cpu', name)) }
  },
  vary: (p) => ({
    ...p,
    pools: [
      { ...p.pools[0], running: p.pools[1].running, level: p.pools[1].level },
      { ...p.pools[1], running: p.pools[0].running, level: p.pools[0].level },
    ],
  }),
  explain: (p, evidence) => stepsOf(p, evidence),
})

function stepsOf(p: Dilution, evidence: Evidence): ReturnType<Parameters<typeof defineFamily<Dilution>>[0]['explain']> {
  const shares = p.pools.map(({ name }) => {
    const { cpuShares = 0, cpuSharesEffective = 0 } = evidence.state.resourcePools[name] ?? {}
    return `${name} ${p.scalableShares ? cpuSharesEffective : cpuShares}`
  })
  const parts = p.pools.map(({ name, running }) => `${name} ${poolEntitlementOf(evidence, 'cpu', name)} MHz ÷ ${running}`)
  const [first, second] = solve(evidence, p)
  const less = first < second ? p.pools[0].name : p.pools[1].name
  const most = p.vcpus * p.mhz
  const bound: Phrase = [first, second].includes(most)
    ? [` No VM gets more than ${p.vcpus} × ${p.mhz} = ${most} MHz.`, ` VM은 ${p.vcpus} × ${p.mhz} = ${most}MHz보다 많이 받을 수 없습니다.`]
    : ['', '']
  return [
    {
      text: p.scalableShares
        ? [
            `With scalable shares a pool has the shares of its running VMs, times its level: ${shares.join(', ')}.`,
            `확장 가능한 공유를 사용하면 풀의 공유는 실행 중인 VM의 공유 합계에 수준을 곱한 값입니다: ${shares.join(', ')}.`,
          ]
        : [
            `The pools compete with their own shares, however many VMs are in them: ${shares.join(', ')}.`,
            `VM 수와 관계없이 풀 자체의 공유로 경쟁합니다: ${shares.join(', ')}.`,
          ],
      facts: p.scalableShares ? ['DRS-041'] : ['DRS-016', 'DRS-040'],
    },
    {
      text: [
        `What a pool gets is divided among its running VMs alone: ${parts.join(', ')}. ${first === second ? 'Both get the same.' : `A VM of ${less} gets less.`}${bound[0]}`,
        `풀이 받은 양은 실행 중인 VM만 나누어 받습니다: ${parts.join(', ')}. ${first === second ? '양쪽이 똑같이 받습니다.' : `${less} 풀의 VM이 더 적게 받습니다.`}${bound[1]}`,
      ],
      facts: ['DRS-018', 'DRS-035'],
    },
  ]
}
