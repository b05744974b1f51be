import { some, stepped, type Rng } from '../../kit/draw.ts'
import type { Evidence, LabFile } from '../../kit/evidence.ts'
import { defineFamily } from '../../kit/family.ts'
import { hostEntry, labFile } from '../../kit/labs.ts'
import { amountsOf, cpuOf, known, percent, resourceName, shareOf, sum, toOneDecimal } from './cluster.ts'

/** So many hosts alike. */
interface HostKind {
  readonly name: string
  readonly count: number
  readonly cores: number
  readonly mhz: number
  readonly memoryMiB: number
}

interface Percentage {
  readonly kinds: readonly HostKind[]
  readonly failures: number
  readonly resource: 'cpu' | 'memory'
}

function labWith(kinds: readonly HostKind[], failures: number): LabFile {
  return labFile('How much is held back?', {
    cluster: { ha: { admissionControl: { policy: 'clusterResourcePercentage', hostFailuresToTolerate: failures } } },
    hosts: kinds.map((kind) => hostEntry({ ...kind })),
    until: '1s',
  })
}

function heldBack(evidence: Evidence, resource: Percentage['resource']): number {
  const { held, total } = amountsOf(evidence, resource)
  return shareOf(held, total)
}

const amountOf = (kind: HostKind, resource: Percentage['resource']): number => (resource === 'cpu' ? cpuOf(kind) : kind.memoryMiB)
const countOf = (kinds: readonly HostKind[]): number => sum(kinds.map(({ count }) => count))
/** What each host has, one by one. */
const amounts = (kinds: readonly HostKind[], resource: Percentage['resource']): readonly number[] =>
  kinds.flatMap((kind) => Array.from({ length: kind.count }, () => amountOf(kind, resource))).sort((a, b) => a - b)

function drawKinds(rng: Rng): readonly HostKind[] {
  const names = some(rng, ['a', 'b', 'c', 'd'], rng.pick([1, 2, 2, 3, 3, 4]))
  const left = Math.floor(16 / names.length)
  return names.map((kind) => ({
    name: `esx-${kind}`,
    count: rng.between(names.length === 1 ? 4 : 1, left),
    cores: rng.pick([16, 20, 24, 28, 32, 40, 48]),
    mhz: stepped(rng, 2000, 3200, 100),
    memoryMiB: rng.pick([128, 192, 256, 384, 512, 768]) * 1024,
  }))
}

export const percentageToReserve = defineFamily<Percentage>({
  id: 'F05',
  title: ['Percentage to reserve for failures', '장애에 대비하여 예약할 비율'],
  topics: ['Admission control'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['number', 'single'],
  facts: ['HA-155'],
  mistakes: {
    M1: ['Took the share of the hosts that are left after the failure', '장애 후 남은 호스트의 리소스를 기준으로 나눔'],
    M2: ['Took the smallest hosts for those that fail', '가장 작은 호스트에 장애가 난다고 봄'],
    M3: ['Took the percentage of the other resource', '다른 리소스의 비율을 사용함'],
    M4: ['Counted hosts, whatever their size', '호스트의 크기를 무시하고 개수로 나눔'],
    M5: ['Counted one failure', '호스트 장애를 하나만 고려함'],
    M6: ['Counted one failure more', '호스트 장애를 하나 더 고려함'],
  },
  draw(rng) {
    let kinds = drawKinds(rng)
    while (countOf(kinds) < 3) kinds = drawKinds(rng)
    // HA-153; a failure more, of a mistake, has to be possible too.
    return { kinds, failures: rng.between(1, Math.min(3, countOf(kinds) - 2)), resource: rng.pick(['cpu', 'memory']) }
  },
  lab: ({ kinds, failures }) => labWith(kinds, failures),
  solve: (evidence, { resource }) => heldBack(evidence, resource),
  ask({ kinds, failures, resource }) {
    const [en, ko] = resourceName(resource)
    return {
      stem: [
        `Admission control of a vSphere HA cluster uses the cluster resource percentage, computed automatically; "Host failures cluster tolerates" is ${failures}. What percentage of the cluster's ${en} does it reserve for failover, to one decimal?`,
        `vSphere HA 클러스터의 승인 제어에 클러스터 리소스 비율 정책을 사용하고 비율은 자동으로 계산합니다. "클러스터에서 허용하는 호스트 장애" 값은 ${failures}입니다. 페일오버용으로 예약되는 ${ko} 비율은 몇 %입니까? (소수점 첫째 자리까지)`,
      ],
      given: [
        {
          title: ['Hosts of the cluster', '클러스터의 호스트'],
          head: [
            ['Number of hosts', '호스트 수'],
            ['CPU of each, MHz', '호스트당 CPU(MHz)'],
            ['Memory of each, MiB', '호스트당 메모리(MiB)'],
          ],
          rows: kinds.map((kind) => [kind.count, cpuOf(kind), kind.memoryMiB]),
        },
      ],
      unit: ['%', '%'],
      tolerance: 0.1,
    }
  },
  word: (outcome) => percent(Number(outcome)),
  wrong({ kinds, failures, resource }, evidence, play) {
    const list = amounts(kinds, resource)
    const { total, held } = amountsOf(evidence, resource)
    const ofTheRest = shareOf(held, total - held)
    const [first] = kinds
    const alike = first === undefined ? [] : [{ ...first, count: countOf(kinds) }]
    return known({
      M1: ofTheRest < 100 ? ofTheRest : null,
      M2: shareOf(sum(list.slice(0, failures)), sum(list)),
      M3: heldBack(evidence, resource === 'cpu' ? 'memory' : 'cpu'),
      M4: () => heldBack(play(labWith(alike, failures)), resource),
      M5: () => heldBack(play(labWith(kinds, 1)), resource),
      M6: () => heldBack(play(labWith(kinds, failures + 1)), resource),
    })
  },
  nearby: (right) => [toOneDecimal(Number(right) * 2), toOneDecimal(Number(right) / 2)],
  vary: (p) => ({ ...p, failures: p.failures + 1 }),
  explain({ kinds, failures, resource }, evidence) {
    const list = amounts(kinds, resource)
    const largest = [...list].reverse().slice(0, failures)
    const { total, held } = amountsOf(evidence, resource)
    const parts = largest.length === 1 ? '' : `${largest.join(' + ')} = `
    const unit = resource === 'cpu' ? 'MHz' : 'MiB'
    const [en, ko] = resourceName(resource)
    return [
      {
        text: [
          `The cluster has ${total} ${unit} of ${en}. The hosts with the most of it are taken for those that fail: ${parts}${held} ${unit}.`,
          `클러스터의 ${ko} 용량은 ${total}${unit}입니다. 해당 리소스가 가장 많은 호스트에 장애가 난다고 봅니다. ${parts}${held}${unit}.`,
        ],
        facts: ['HA-155'],
      },
      {
        text: [
          `Their share is ${held} / ${total} = ${heldBack(evidence, resource).toFixed(1)}%, of each resource by itself.`,
          `비율은 리소스마다 따로 계산합니다. ${held} / ${total} = ${heldBack(evidence, resource).toFixed(1)}%.`,
        ],
        facts: ['HA-155', 'HA-156'],
      },
    ]
  },
})
