import type { GivenTable } from '../../../contract/practice/question.ts'
import { stepped, type Rng } from '../../kit/draw.ts'
import type { Evidence, LabFile, Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { labFile } from '../../kit/labs.ts'
import {
  amountsOf,
  drawHosts,
  entryOf,
  hostsTable,
  known,
  orNothing,
  percent,
  resourceName,
  shareOf,
  toOneDecimal,
  type RatedHost,
  type VmGroup,
} from './cluster.ts'

/** Virtual machines alike, with what they use. */
interface UsingGroup extends VmGroup {
  readonly isOn: boolean
  readonly cpuDemandMHz: number
  readonly activeMiB: number
}

interface Capacity {
  readonly hosts: readonly RatedHost[]
  readonly groups: readonly UsingGroup[]
  readonly resource: 'cpu' | 'memory'
  /** das.vmcpuminmhz where it is set. */
  readonly minimum: number | null
}

type Change = (group: UsingGroup) => Partial<UsingGroup>

/** The lab with some other truth about its virtual machines: what a mistake takes for granted. */
function labWith({ hosts, groups, minimum }: Capacity, change: Change = () => ({})): LabFile {
  return labFile('What is the failover capacity?', {
    cluster: {
      ha: {
        admissionControl: { policy: 'clusterResourcePercentage', hostFailuresToTolerate: 1 },
        ...(minimum !== null && { advancedOptions: { 'das.vmcpuminmhz': minimum } }),
      },
    },
    hosts: hosts.map(entryOf),
    vms: groups.map((group) => {
      const { isOn, cpuDemandMHz, activeMiB, ...entry } = { ...group, ...change(group) }
      return { ...entry, power: isOn ? 'on' : 'off', demand: { cpuMHz: cpuDemandMHz, memoryMiB: activeMiB } }
    }),
    until: '1s',
  })
}

function freeIn(evidence: Evidence, resource: Capacity['resource']): number {
  const { total, reserved } = amountsOf(evidence, resource)
  return shareOf(total - reserved, total)
}

/** The first kind reserves no CPU: the minimum counts for it. */
function groupOf(rng: Rng, name: string, at: number): UsingGroup {
  const vcpus = rng.pick([1, 2, 2])
  const memoryMiB = rng.pick([4096, 6144, 8192])
  return {
    name,
    isOn: at < 3,
    count: at === 0 ? rng.between(3, 6) : rng.between(1, 3),
    vcpus,
    memoryMiB,
    cpuReservationMHz: at === 0 ? 0 : stepped(rng, 500, vcpus * 1800, 50),
    memoryReservationMiB: at > 0 || rng.chance(1, 2) ? stepped(rng, 1024, memoryMiB, 256) : 0,
    overheadMiB: stepped(rng, 60, 180, 5),
    cpuDemandMHz: stepped(rng, 100, vcpus * 1600, 50),
    activeMiB: stepped(rng, 256, memoryMiB, 128),
  }
}

const minimumOf = ({ minimum }: Capacity): number => minimum ?? 32
/** What is reserved for each of the group. */
const neededBy = (p: Capacity, vm: UsingGroup): number =>
  p.resource === 'cpu' ? Math.max(vm.cpuReservationMHz, minimumOf(p)) : vm.memoryReservationMiB + vm.overheadMiB

function vmTable({ groups, resource }: Capacity): GivenTable {
  const isCpu = resource === 'cpu'
  return {
    title: ['Virtual machines', '가상 시스템'],
    head: [
      ['Name', '이름'],
      ['Number', '개수'],
      ['Power', '전원'],
      ...(isCpu
        ? ([
            ['vCPUs of each', 'VM당 vCPU'],
            ['CPU reservation of each, MHz', 'VM당 CPU 예약(MHz)'],
            ['CPU usage of each, MHz', 'VM당 CPU 사용량(MHz)'],
          ] as const)
        : ([
            ['Memory of each, MiB', 'VM당 메모리(MiB)'],
            ['Memory reservation of each, MiB', 'VM당 메모리 예약(MiB)'],
            ['Overhead of each, MiB', 'VM당 오버헤드(MiB)'],
            ['Active memory of each, MiB', 'VM당 활성 메모리(MiB)'],
          ] as const)),
    ],
    rows: groups.map((vm) => [
      vm.name,
      vm.count,
      vm.isOn ? ['On', '켜짐'] : ['Off', '꺼짐'],
      ...(isCpu ? [vm.vcpus, vm.cpuReservationMHz, vm.cpuDemandMHz] : [vm.memoryMiB, vm.memoryReservationMiB, vm.overheadMiB, vm.activeMiB]),
    ]),
  }
}

const optionText = ({ minimum, resource }: Capacity): readonly [en: string, ko: string] =>
  minimum === null || resource === 'memory'
    ? ['no advanced option is set', '고급 옵션은 설정되어 있지 않습니다']
    : [`the only advanced option set is das.vmcpuminmhz = ${minimum}`, `고급 옵션은 das.vmcpuminmhz = ${minimum}만 설정되어 있습니다`]

function wrongOf(p: Capacity, evidence: Evidence, play: Play) {
  const { resource } = p
  const free =
    (change: Change, about: Capacity = p) =>
    (): Outcome =>
      orNothing(() => freeIn(play(labWith(about, change)), resource))
  const mhz = p.hosts[0]?.mhz ?? 0
  const right = freeIn(evidence, resource)
  const { total, reserved, held } = amountsOf(evidence, resource)
  const isCpu = resource === 'cpu'
  return known({
    M1: free((vm) => (isCpu ? { cpuReservationMHz: vm.cpuDemandMHz } : { memoryReservationMiB: vm.activeMiB })),
    M2: free((vm) => (isCpu ? { cpuReservationMHz: vm.vcpus * mhz } : { memoryReservationMiB: vm.memoryMiB })),
    M3: isCpu ? free(() => ({}), { ...p, minimum: 0 }) : null,
    M4: isCpu ? null : free(() => ({ overheadMiB: 0 })),
    M5: free(() => ({ isOn: true })),
    M6: shareOf(total - reserved - held, total),
    M7: toOneDecimal(100 - right),
  })
}

export const failoverCapacityByPercentage = defineFamily<Capacity>({
  id: 'F06',
  title: ['Current failover capacity by percentage', '비율 기준의 현재 페일오버 용량'],
  topics: ['Admission control'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['number', 'single'],
  facts: ['HA-154', 'HA-142'],
  mistakes: {
    M1: ['Took what is used instead of what is reserved', '예약이 아니라 실제 사용량을 사용함'],
    M2: ['Took the configured size instead of what is reserved', '예약이 아니라 구성된 크기를 사용함'],
    M3: ['Left out the minimum for virtual machines without a CPU reservation', 'CPU 예약이 없는 VM에 적용되는 최솟값을 빠뜨림'],
    M4: ['Left out the memory overhead', '메모리 오버헤드를 빠뜨림'],
    M5: ['Counted virtual machines that are powered off', '전원이 꺼진 가상 시스템까지 포함함'],
    M6: ['Subtracted what is held back for failover as well', '페일오버용으로 예약된 비율까지 뺌'],
    M7: ['Gave the part that is reserved', '남은 비율이 아니라 예약된 비율을 답함'],
  },
  draw(rng) {
    const resource = rng.pick(['cpu', 'memory'] as const)
    const [like] = drawHosts(rng, 1)
    const hosts = drawHosts(rng, rng.between(3, 5)).map((host) => ({
      ...host,
      mhz: like?.mhz ?? host.mhz,
      cores: rng.pick([12, 14, 16, 18, 20]),
      memoryMiB: Math.round(host.memoryMiB / 4),
    }))
    const groups = ['web', 'app', 'db', 'test'].map((name, at) => groupOf(rng, name, at))
    return { hosts, groups, resource, minimum: resource === 'cpu' && rng.chance(2, 3) ? stepped(rng, 64, 512, 32) : null }
  },
  lab: (p) => labWith(p),
  solve: (evidence, { resource }) => freeIn(evidence, resource),
  ask(p) {
    const [en, ko] = resourceName(p.resource)
    const [option, optionKo] = optionText(p)
    return {
      stem: [
        `Admission control of a vSphere HA cluster uses the cluster resource percentage; ${option}. What is the current ${en} failover capacity, in percent to one decimal?`,
        `vSphere HA 클러스터의 승인 제어에 클러스터 리소스 비율 정책을 사용하며, ${optionKo}. 현재 ${ko} 페일오버 용량은 몇 %입니까? (소수점 첫째 자리까지)`,
      ],
      given: [hostsTable(p.hosts), vmTable(p)],
      unit: ['%', '%'],
      tolerance: 0.1,
    }
  },
  word: (outcome) => percent(Number(outcome)),
  wrong: wrongOf,
  nearby: (right) => [toOneDecimal(Number(right) + 5), toOneDecimal(Number(right) - 5)],
  // One of those that run asks for more.
  vary: (p) => ({
    ...p,
    groups: p.groups.map((vm, at) =>
      at > 0 ? vm : { ...vm, cpuReservationMHz: vm.cpuReservationMHz + 600, memoryReservationMiB: Math.max(0, vm.memoryReservationMiB - 400) + 200 },
    ),
  }),
  explain(p, evidence) {
    const { resource } = p
    const on = p.groups.filter(({ isOn }) => isOn)
    const admission = evidence.state.ha?.admission
    const isCpu = resource === 'cpu'
    const unit = isCpu ? 'MHz' : 'MiB'
    const total = isCpu ? admission?.cpu?.totalMHz : admission?.memory?.totalMiB
    const reserved = isCpu ? admission?.cpu?.reservedMHz : admission?.memory?.reservedMiB
    const parts = on.map((vm) => `${vm.count} × ${isCpu ? neededBy(p, vm) : `(${vm.memoryReservationMiB} + ${vm.overheadMiB})`}`).join(' + ')
    const free = freeIn(evidence, resource).toFixed(1)
    const without = on.filter((vm) => vm.cpuReservationMHz < minimumOf(p)).map(({ name }) => name)
    return [
      {
        text: isCpu
          ? [
              `Reservations of those that are powered on count, ${minimumOf(p)} MHz at least${without.length === 0 ? '' : ` (${without.join(', ')})`}: ${parts} = ${reserved} MHz.`,
              `전원이 켜진 VM의 예약만 포함하며, VM당 최솟값은 ${minimumOf(p)}MHz입니다${without.length === 0 ? '' : `(${without.join(', ')}에 적용)`}. ${parts} = ${reserved}MHz.`,
            ]
          : [
              `Reservations and overhead of those that are powered on count: ${parts} = ${reserved} MiB.`,
              `전원이 켜진 VM의 예약과 오버헤드를 더합니다. ${parts} = ${reserved}MiB.`,
            ],
        facts: isCpu ? ['HA-154', 'HA-142', 'HA-144'] : ['HA-154', 'HA-142'],
      },
      {
        text: [
          `The hosts have ${total} ${unit}: (${total} - ${reserved}) / ${total} = ${free}%.`,
          `호스트의 전체 용량은 ${total}${unit}입니다. (${total} - ${reserved}) / ${total} = ${free}%.`,
        ],
        facts: ['HA-154'],
      },
    ]
  },
})
