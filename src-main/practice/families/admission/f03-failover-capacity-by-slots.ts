import { drawUntil, stepped, type Rng } from '../../kit/draw.ts'
import type { Evidence, LabFile } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { labFile } from '../../kit/labs.ts'
import {
  drawHosts,
  entryOf,
  entryWith,
  groupsTable,
  hostsTable,
  isClear,
  largestOf,
  quotients,
  sum,
  totalOf,
  vcpusFor,
  type RatedHost,
  type VmGroup,
} from './cluster.ts'

interface Capacity {
  readonly hosts: readonly RatedHost[]
  readonly groups: readonly VmGroup[]
  /** Host failures cluster tolerates, as it is configured. */
  readonly configured: number
}

function labWith({ groups, configured }: Capacity, hosts: readonly LabFile[]): LabFile {
  return labFile('How many hosts may fail?', {
    cluster: { ha: { admissionControl: { policy: 'slotPolicy', hostFailuresToTolerate: configured } } },
    hosts,
    vms: groups,
    until: '1s',
  })
}

const capacityIn = ({ state }: Evidence): Outcome => state.ha?.admission?.hostFailuresTolerated ?? null

/** Slots of each host, largest first. */
const slotsLargestFirst = ({ state }: Evidence): readonly (readonly [host: string, slots: number])[] =>
  Object.entries(state.ha?.admission?.hostSlots ?? {}).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))

/** How many of the hosts in this order can go before too few slots are left. */
function removable(slots: readonly number[], used: number): number {
  let left = sum(slots)
  return slots.filter((of) => (left -= of) >= used).length
}

function groupOf(rng: Rng, name: string, perVm: number): VmGroup {
  const cpuReservationMHz = stepped(rng, 0, Math.round(perVm / 50) * 50, 50)
  return {
    name,
    count: rng.between(2, 8),
    vcpus: vcpusFor(cpuReservationMHz),
    memoryMiB: 16_384,
    cpuReservationMHz,
    memoryReservationMiB: stepped(rng, 512, 8192, 256),
    overheadMiB: stepped(rng, 40, 160, 5),
  }
}

function averaged(hosts: readonly RatedHost[]): readonly LabFile[] {
  const { cpuMHz, memoryMiB } = totalOf(hosts)
  return hosts.map(({ name }) => entryWith(name, Math.floor(cpuMHz / hosts.length), Math.floor(memoryMiB / hosts.length)))
}

function drawCapacity(rng: Rng): Capacity {
  const hosts = drawHosts(rng, rng.between(4, 6))
  const names = rng.chance(1, 2) ? ['web', 'db'] : ['web', 'app', 'db']
  return { hosts, groups: names.map((name) => groupOf(rng, name, rng.between(1500, 8000))), configured: rng.between(1, 2) }
}

export const failoverCapacityBySlots = defineFamily<Capacity>({
  id: 'F03',
  title: ['Current failover capacity by slots', '슬롯 기준의 현재 페일오버 용량'],
  topics: ['Admission control'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['number', 'single'],
  facts: ['HA-144', 'HA-146', 'HA-148'],
  mistakes: {
    M1: ['Let the smallest hosts fail first', '가장 작은 호스트부터 장애가 난다고 가정함'],
    M2: ['Let hosts of average size fail', '평균 크기의 호스트에 장애가 난다고 가정함'],
    M3: ['Let one host too many fail', '호스트를 하나 더 제거함'],
    M4: ['Gave what is configured, not what there is', '현재 용량이 아니라 구성된 값을 답함'],
    M5: ['Forgot the slots that are in use: one host has to be left, no more', '사용 중인 슬롯을 빠뜨리고 호스트 하나만 남으면 된다고 봄'],
    M6: ['Subtracted what is configured', '현재 용량에서 구성된 값을 뺌'],
  },
  draw: (rng) =>
    drawUntil(
      () => drawCapacity(rng),
      ({ hosts, groups }) => isClear(quotients(hosts, ...largestOf(groups))),
    ),
  lab: (p) => labWith(p, p.hosts.map(entryOf)),
  solve: capacityIn,
  ask: ({ hosts, groups, configured }) => ({
    stem: [
      `Admission control of a vSphere HA cluster uses the slot policy; the slot size is not fixed and no advanced option is set. "Host failures cluster tolerates" is ${configured}. What is the current failover capacity, in hosts?`,
      `vSphere HA 클러스터의 승인 제어에 슬롯 정책을 사용합니다. 슬롯 크기는 고정하지 않았고 고급 옵션도 설정되어 있지 않습니다. "클러스터에서 허용하는 호스트 장애" 값은 ${configured}입니다. 현재 페일오버 용량은 호스트 몇 개입니까?`,
    ],
    given: [hostsTable(hosts), groupsTable(groups)],
    unit: ['hosts', '개'],
  }),
  word: (outcome) => [outcome === 1 ? '1 host' : `${String(outcome)} hosts`, `호스트 ${String(outcome)}개`],
  wrong(p, evidence, play) {
    const slots = slotsLargestFirst(evidence).map(([, of]) => of)
    const used = evidence.state.ha?.admission?.usedSlots ?? 0
    return [
      { mistake: 'M1', outcome: removable([...slots].reverse(), used) },
      { mistake: 'M2', outcome: capacityIn(play(labWith(p, averaged(p.hosts)))) },
      { mistake: 'M3', outcome: Number(capacityIn(evidence)) + 1 },
      { mistake: 'M4', outcome: p.configured },
      { mistake: 'M5', outcome: p.hosts.length - 1 },
      { mistake: 'M6', outcome: Math.max(0, Number(capacityIn(evidence)) - p.configured) },
    ]
  },
  nearby: (right) => [Number(right) - 1, Number(right) + 2].filter((hosts) => hosts >= 0),
  // Twice as many hosts: more of them may fail.
  vary: (p) => ({ ...p, hosts: [...p.hosts, ...p.hosts.map((host) => ({ ...host, name: `${host.name}-b` }))] }),
  edges(evidence, { hosts }) {
    const slot = evidence.state.ha?.admission?.slot
    if (slot === null || slot === undefined) return []
    return quotients(hosts, slot.cpuMHz, slot.memoryMiB)
  },
  explain({ groups }, evidence) {
    const admission = evidence.state.ha?.admission
    const slot = admission?.slot
    const inOrder = slotsLargestFirst(evidence)
    const used = admission?.usedSlots ?? 0
    const capacity = Number(capacityIn(evidence))
    const left = (failed: number): number => sum(inOrder.slice(failed).map(([, of]) => of))
    const steps = inOrder.slice(0, capacity + 1).map(([host], at) => ({
      en: `without ${host} ${left(at + 1)}`,
      ko: `${host} 제외 시 ${left(at + 1)}개`,
    }))
    const list = inOrder.map(([host, of]) => `${host} ${of}`).join(', ')
    return [
      {
        text: [
          `The slot is the largest reservation of each resource, memory with its overhead: ${slot?.cpuMHz} MHz and ${slot?.memoryMiB} MiB.`,
          `슬롯 크기는 리소스별로 가장 큰 예약이며 메모리에는 오버헤드를 더합니다. 결과: ${slot?.cpuMHz}MHz, ${slot?.memoryMiB}MiB.`,
        ],
        facts: ['HA-144'],
      },
      {
        text: [
          `Slots of the hosts, largest first: ${list}; ${admission?.totalSlots} in all.`,
          `호스트별 슬롯 수(큰 순서): ${list}. 합계 ${admission?.totalSlots}개.`,
        ],
        facts: ['HA-146'],
      },
      {
        text: [
          `${groups.map(({ count }) => count).join(' + ')} = ${used} virtual machines that are powered on need ${used} slots.`,
          `전원이 켜진 가상 시스템 ${groups.map(({ count }) => count).join(' + ')} = ${used}개에는 슬롯 ${used}개가 필요합니다.`,
        ],
        facts: ['HA-148'],
      },
      {
        text: [
          `The largest hosts fail first. Slots left: ${steps.map(({ en }) => en).join(', then ')}. ${used} are needed, so ${capacity} may fail.`,
          `가장 큰 호스트부터 차례로 제거합니다. 남는 슬롯: ${steps.map(({ ko }) => ko).join(', ')}. 필요한 슬롯은 ${used}개이므로 장애를 허용할 수 있는 호스트는 ${capacity}개입니다.`,
        ],
        facts: ['HA-148'],
      },
    ]
  },
})
