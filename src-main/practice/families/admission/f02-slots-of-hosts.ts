import { drawUntil, stepped, type Rng } from '../../kit/draw.ts'
import type { ExplainedStep } from '../../../contract/practice/question.ts'
import type { Evidence, LabFile } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { labFile } from '../../kit/labs.ts'
import { cpuOf, drawHosts, entryOf, entryWith, hostsTable, isClear, known, quotients, sum, totalOf, type RatedHost } from './cluster.ts'

interface Slots {
  readonly hosts: readonly RatedHost[]
  readonly slot: { readonly cpuMHz: number; readonly memoryMiB: number }
  /** Whose slots are asked for; null: those of the cluster. */
  readonly host: string | null
}

type Size = Slots['slot']

function labWith(hosts: readonly LabFile[], slot: Size): LabFile {
  const admissionControl = { policy: 'slotPolicy', hostFailuresToTolerate: 1, slotCpuMHz: slot.cpuMHz, slotMemoryMiB: slot.memoryMiB }
  return labFile('How many slots are there?', { cluster: { ha: { admissionControl } }, hosts, until: '1s' })
}

const slotsIn = ({ state }: Evidence, host: string | null): number => {
  const admission = state.ha?.admission
  return (host === null ? admission?.totalSlots : admission?.hostSlots?.[host]) ?? 0
}

const PLENTY = 1e9

/** A capacity that holds one slot more than are whole. */
const upTo = (capacity: number, slot: number): number => Math.ceil(capacity / slot) * slot

function drawSlots(rng: Rng): Slots {
  const hosts = drawHosts(rng, rng.between(3, 6))
  // Near to what one of the hosts has of both: now CPU is short, now memory.
  const like = rng.pick(hosts)
  const cpuMHz = Math.round(cpuOf(like) / rng.between(4, 24) / 50) * 50
  const memoryMiB = Math.round((cpuMHz * like.memoryMiB * stepped(rng, 70, 140, 5)) / cpuOf(like) / 3200) * 32
  return { hosts, slot: { cpuMHz, memoryMiB }, host: rng.chance(1, 3) ? rng.pick(hosts).name : null }
}

const edgesOf = ({ hosts, slot, host }: Slots): readonly number[] =>
  quotients(
    hosts.filter(({ name }) => host === null || name === host),
    slot.cpuMHz,
    slot.memoryMiB,
  )

export const slotsOfHosts = defineFamily<Slots>({
  id: 'F02',
  title: ['Slots per host and in total', '호스트별 슬롯 수와 전체 슬롯 수'],
  topics: ['Admission control'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['number', 'single'],
  facts: ['HA-146'],
  mistakes: {
    M1: ['Added up the resources of all hosts first and rounded once', '모든 호스트의 리소스를 먼저 더한 후 한 번만 내림함'],
    M2: ['Took the resource of which there is more', '여유가 더 많은 리소스를 기준으로 계산함'],
    M3: ['Rounded up', '올림으로 계산함'],
    M4: ['Shared the slots of the cluster out equally among its hosts', '클러스터의 슬롯을 호스트에 똑같이 나눔'],
  },
  draw: (rng) =>
    drawUntil(
      () => drawSlots(rng),
      (p) => isClear(edgesOf(p)),
    ),
  lab: ({ hosts, slot }) => labWith(hosts.map(entryOf), slot),
  solve: (evidence, { host }) => slotsIn(evidence, host),
  ask: ({ hosts, slot, host }) => ({
    stem: [
      `Admission control of a vSphere HA cluster uses the slot policy with a fixed slot size of ${slot.cpuMHz} MHz and ${slot.memoryMiB} MiB. How many slots does ${host ?? 'the cluster'} have${host === null ? ' in total' : ''}?`,
      `vSphere HA 클러스터의 승인 제어에 슬롯 정책을 사용하며, 고정 슬롯 크기는 ${slot.cpuMHz}MHz, ${slot.memoryMiB}MiB입니다. ${host === null ? '클러스터 전체의' : `${host} 호스트의`} 슬롯은 몇 개입니까?`,
    ],
    given: [hostsTable(hosts)],
    unit: ['slots', '개'],
  }),
  word: (outcome) => [`${String(outcome)} slots`, `슬롯 ${String(outcome)}개`],
  wrong({ hosts, slot, host }, evidence, play) {
    const asked = host === null ? hosts.map(({ name }) => name) : [host]
    // As if there were more than enough of the other resource.
    const looser = (): Outcome => {
      const byCpu = play(
        labWith(
          hosts.map((one) => entryWith(one.name, cpuOf(one), PLENTY)),
          slot,
        ),
      )
      const byMemory = play(
        labWith(
          hosts.map((one) => entryWith(one.name, PLENTY, one.memoryMiB)),
          slot,
        ),
      )
      return sum(asked.map((name) => Math.max(slotsIn(byCpu, name), slotsIn(byMemory, name))))
    }
    const larger = hosts.map((one) => entryWith(one.name, upTo(cpuOf(one), slot.cpuMHz), upTo(one.memoryMiB, slot.memoryMiB)))
    const { cpuMHz, memoryMiB } = totalOf(hosts)
    // A cluster of one host tolerates no failure (HA-153): one with nothing goes beside it.
    const asOne = [entryWith('all', cpuMHz, memoryMiB), entryWith('nothing', 1, 1)]
    return known({
      M1: host === null ? () => slotsIn(play(labWith(asOne, slot)), null) : null,
      M2: looser,
      M3: () => slotsIn(play(labWith(larger, slot)), host),
      M4: host === null ? null : Math.floor(slotsIn(evidence, null) / hosts.length),
    })
  },
  nearby: (right) => [Number(right) + 1, Number(right) - 1],
  edges: (_evidence, p) => edgesOf(p),
  // Half a slot: twice as many, or one more.
  vary: ({ slot, ...p }) => ({ ...p, slot: { cpuMHz: Math.round(slot.cpuMHz / 2), memoryMiB: Math.round(slot.memoryMiB / 2) } }),
  explain({ hosts, slot, host }, evidence) {
    const asked = hosts.filter(({ name }) => host === null || name === host)
    const parts = (one: RatedHost, memory: string): string =>
      `CPU ${cpuOf(one)} / ${slot.cpuMHz} = ${(cpuOf(one) / slot.cpuMHz).toFixed(2)}, ${memory} ${one.memoryMiB} / ${slot.memoryMiB} = ${(one.memoryMiB / slot.memoryMiB).toFixed(2)}`
    const counts = asked.map(({ name }) => slotsIn(evidence, name)).join(' + ')
    const ofHosts = asked.map((one): ExplainedStep => {
      const slots = slotsIn(evidence, one.name)
      return {
        text: [`${one.name}: ${parts(one, 'memory')}, so ${slots} slots.`, `${one.name}: ${parts(one, '메모리')}이므로 슬롯은 ${slots}개입니다.`],
        facts: ['HA-146'],
      }
    })
    return [
      {
        text: [
          'A host has as many slots as whole slots fit into its CPU and into its memory, whichever is fewer.',
          '호스트의 슬롯 수는 CPU와 메모리에 온전히 들어가는 슬롯 수 중 더 작은 값입니다.',
        ],
        facts: ['HA-146'],
      },
      ...ofHosts,
      ...(host === null
        ? [
            {
              text: [
                `The cluster has the sum of what its hosts have: ${counts} = ${slotsIn(evidence, null)}. What is left over on one host helps no other.`,
                `클러스터의 슬롯 수는 호스트 슬롯 수의 합계입니다. ${counts} = ${slotsIn(evidence, null)}. 한 호스트에 남은 자투리 리소스는 다른 호스트에서 쓸 수 없습니다.`,
              ] as const,
              facts: ['HA-146'] as const,
            },
          ]
        : []),
    ]
  },
})
