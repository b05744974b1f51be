import { drawUntil, stepped, type Rng } from '../../kit/draw.ts'
import { eventsOf, fieldOf, firstEvent, UnfitLab, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { labFile } from '../../kit/labs.ts'
import {
  cpuOf,
  drawHosts,
  entryOf,
  entryWith,
  groupsTable,
  hostsTable,
  known,
  orNothing,
  shapeTable,
  sizedFor,
  sum,
  totalOf,
  type RatedHost,
  type VmGroup,
} from './cluster.ts'

interface Fitting {
  readonly hosts: readonly RatedHost[]
  readonly groups: readonly VmGroup[]
  /** What is powered on one after the other; as many as are certainly too many. */
  readonly shape: VmGroup
  readonly failures: number
}

const namesOf = ({ name, count }: VmGroup): readonly string[] => Array.from({ length: count }, (_, at) => `${name}-${at + 1}`)

interface Place {
  readonly name: string
  readonly hasRoom: boolean
}

/** Where they run: one by one on the host that has most left, so that nobody is refused for want of room on one host. */
function placesFor(hosts: readonly RatedHost[], vms: readonly VmGroup[]): readonly Place[] {
  const left = hosts.map((host) => ({ name: host.name, cores: host.cores, cpu: cpuOf(host), memory: host.memoryMiB }))
  return vms.map((vm) => {
    const need: Size = { cpu: vm.cpuReservationMHz, memory: vm.memoryReservationMiB + vm.overheadMiB }
    const fits = (room: (typeof left)[number]): number => Math.min(room.cpu / Math.max(1, need.cpu), room.memory / need.memory)
    const best = left.reduce((most, room) => (fits(room) > fits(most) ? room : most))
    const hasRoom = fits(best) >= 1 && best.cores >= vm.vcpus
    best.cpu -= need.cpu
    best.memory -= need.memory
    return { name: best.name, hasRoom }
  })
}

const oneByOne = ({ groups, shape }: Fitting): readonly VmGroup[] =>
  [...groups, shape].flatMap((group) => namesOf(group).map((name) => ({ ...group, name, count: 1 })))

/** It is admission control that refuses: hosts have room for most of those that are offered. */
function isRoomy(p: Fitting): boolean {
  const places = placesFor(p.hosts, oneByOne(p))
  return places.slice(0, places.length - Math.floor(p.shape.count / 4)).every(({ hasRoom }) => hasRoom)
}

function labWith(p: Fitting): LabFile {
  const { hosts, shape, failures } = p
  const all = oneByOne(p)
  const at = placesFor(hosts, all).map(({ name }) => name)
  const running = all.length - shape.count
  return labFile('How many more?', {
    cluster: { ha: { admissionControl: { policy: 'clusterResourcePercentage', hostFailuresToTolerate: failures } } },
    hosts: hosts.map(entryOf),
    vms: all.map((vm, index) => ({ ...vm, ...(index < running ? { host: at[index] } : { power: 'off' }) })),
    timeline: namesOf(shape).map((vm, index) => ({ at: '1s', do: 'vm.powerOn', vm, host: at[running + index] })),
    until: '1s',
  })
}

/** How many were let in; null: all that there are. */
function letIn({ events }: Evidence, { shape }: Fitting): number | null {
  const refused = eventsOf(events, 'command.refused').length
  return refused === 0 ? null : shape.count - refused
}

/** What one more takes of each resource, as it is counted. */
const takes = ({ shape }: Fitting): { readonly cpu: number; readonly memory: number } => ({
  cpu: Math.max(32, shape.cpuReservationMHz),
  memory: shape.memoryReservationMiB + shape.overheadMiB,
})

/** How many would fit by what is left after the last one, besides those that were let in: 0 to 1 for the resource that is short. */
function quotientOf({ state }: Evidence, p: Fitting): number {
  const { cpu, memory } = state.ha?.admission ?? {}
  const of = takes(p)
  const left = (total: number, percent: number, each: number): number => (total * percent) / 100 / each
  return Math.min(left(cpu?.totalMHz ?? 0, cpu?.availablePercent ?? 0, of.cpu), left(memory?.totalMiB ?? 0, memory?.availablePercent ?? 0, of.memory))
}

function solve(evidence: Evidence, p: Fitting): Outcome {
  const fitting = letIn(evidence, p)
  const reasons = eventsOf(evidence.events, 'command.refused').map((event) => fieldOf(event, 'reason'))
  // It is admission control that has to refuse, not a host that has no room for one of them.
  if (fitting === null || reasons.some((reason) => reason !== 'insufficientFailoverResources'))
    throw new UnfitLab('nothing refused by admission control')
  return fitting
}

interface Held {
  readonly cpuPercent: number
  readonly memoryPercent: number
}

/** The same with all hosts in one: a mistake is about sums, and nobody who makes it asks on which host there is room. */
function pooled(p: Fitting, { cpuPercent, memoryPercent }: Held): LabFile {
  const { cpuMHz, memoryMiB } = totalOf(p.hosts)
  const { timeline, vms, ...file } = labWith(p) as { timeline: LabFile[]; vms: LabFile[] }
  const admissionControl = { policy: 'clusterResourcePercentage', hostFailuresToTolerate: 1, cpuPercent, memoryPercent }
  return {
    ...file,
    cluster: { ha: { admissionControl } },
    // HA-157: two hosts at least.
    hosts: [entryWith('all', cpuMHz, memoryMiB), entryWith('nothing', 1, 1)],
    vms: vms.map((vm) => ({ ...vm, ...(vm['power'] !== 'off' && { host: 'all' }) })),
    timeline: timeline.map((command) => ({ ...command, host: 'all' })),
  }
}

function wrongOf(p: Fitting, evidence: Evidence, play: Play): Iterable<WrongOutcome> {
  const admission = evidence.state.ha?.admission
  const held: Held = { cpuPercent: admission?.cpu?.requiredPercent ?? 0, memoryPercent: admission?.memory?.requiredPercent ?? 0 }
  const count =
    (change: Partial<VmGroup>, about: Fitting = p, keeps: Held = held) =>
    (): Outcome =>
      orNothing(() => letIn(play(pooled({ ...about, shape: { ...p.shape, ...change } }, keeps)), p))
  const right = Number(letIn(evidence, p))
  const looser = (): Outcome => {
    const counts = [count({ memoryReservationMiB: 0, overheadMiB: 0 })(), count({ cpuReservationMHz: 0 })()]
    return counts.find((one) => one !== null && one !== right) ?? null
  }
  return known({
    M1: count({}, p, { cpuPercent: 0, memoryPercent: 0 }),
    M2: looser,
    M3: right + 1,
    M4: count({ overheadMiB: 0 }),
    M5: count({ memoryReservationMiB: p.shape.memoryMiB, cpuReservationMHz: p.shape.vcpus * (p.hosts[0]?.mhz ?? 0) }),
    M6: count({}, { ...p, groups: [] }),
  })
}

interface Size {
  readonly cpu: number
  readonly memory: number
}

function vmOf(rng: Rng, name: string, count: number, { cpu, memory }: Size): VmGroup {
  const overheadMiB = stepped(rng, 60, 200, 5)
  const cpuReservationMHz = Math.max(25, Math.round(cpu / 25) * 25)
  const memoryReservationMiB = Math.max(64, Math.round((memory - overheadMiB) / 64) * 64)
  return { name, count, ...sizedFor({ cpuReservationMHz, memoryReservationMiB, overheadMiB }) }
}

/** What the hosts have for virtual machines after the largest have failed. */
function leftAfter(hosts: readonly RatedHost[], failures: number, of: (host: RatedHost) => number): number {
  const values = hosts.map(of).sort((a, b) => b - a)
  return sum(values.slice(failures))
}

/** Aimed at: so many fit of the resource that is short, more of the other. What is right is what the engine says. */
function drawOnce(rng: Rng): Fitting {
  const hosts = drawHosts(rng, rng.between(3, 6), rng.chance(1, 2), 12)
  const failures = hosts.length > 4 && rng.chance(1, 3) ? 2 : 1
  const usable: Size = { cpu: leftAfter(hosts, failures, cpuOf), memory: leftAfter(hosts, failures, ({ memoryMiB }) => memoryMiB) }
  const counts = [rng.between(2, 5), rng.between(2, 5)] as const
  const factor = (): number => stepped(rng, 50, 110, 5) / 100
  const share = stepped(rng, 40, 80, 5) / 100 / sum(counts)
  const groups = ['web', 'db'].map((name, at) =>
    vmOf(rng, name, counts[at] ?? 2, { cpu: usable.cpu * share * factor(), memory: usable.memory * share * factor() }),
  )
  const left: Size = {
    cpu: usable.cpu - sum(groups.map((vm) => vm.count * vm.cpuReservationMHz)),
    memory: usable.memory - sum(groups.map((vm) => vm.count * (vm.memoryReservationMiB + vm.overheadMiB))),
  }
  const aim = rng.between(2, 8) + stepped(rng, 10, 90, 5) / 100
  const wider = aim * (stepped(rng, 115, 190, 5) / 100)
  const offered = Math.min(20, Math.ceil(wider) + 4)
  const isCpuShort = rng.chance(1, 2)
  const each: Size = { cpu: left.cpu / (isCpuShort ? aim : wider), memory: left.memory / (isCpuShort ? wider : aim) }
  return { hosts, groups, failures, shape: vmOf(rng, 'vm-x', offered, each) }
}

export const howManyMore = defineFamily<Fitting>({
  id: 'F07',
  title: ['How many more virtual machines fit?', '가상 시스템을 몇 개 더 켤 수 있습니까?'],
  topics: ['Admission control'],
  level: 3,
  generations: [7, 8, 9],
  forms: ['number', 'single'],
  facts: ['HA-140', 'HA-154', 'HA-155'],
  mistakes: {
    M1: ['Held nothing back for failover', '페일오버용 예약을 빠뜨림'],
    M2: ['Looked at the resource that is not short', '부족하지 않은 리소스만 확인함'],
    M3: ['Counted the one that is refused', '거부되는 가상 시스템까지 셈'],
    M4: ['Left out the memory overhead', '메모리 오버헤드를 빠뜨림'],
    M5: ['Took the configured size instead of what is reserved', '예약이 아니라 구성된 크기를 사용함'],
    M6: ['Forgot what runs already', '이미 켜져 있는 가상 시스템의 예약을 빠뜨림'],
  },
  draw: (rng) => drawUntil(() => drawOnce(rng), isRoomy),
  lab: labWith,
  solve,
  ask: ({ hosts, groups, shape, failures }) => ({
    stem: [
      `Admission control of a vSphere HA cluster uses the cluster resource percentage, computed automatically; "Host failures cluster tolerates" is ${failures}, no advanced option is set. Virtual machines like vm-x are powered on one after the other. How many are let in before one is refused?`,
      `vSphere HA 클러스터의 승인 제어에 클러스터 리소스 비율 정책을 사용하고 비율은 자동으로 계산합니다. "클러스터에서 허용하는 호스트 장애" 값은 ${failures}이고 고급 옵션은 설정되어 있지 않습니다. vm-x와 같은 가상 시스템을 하나씩 켤 때, 거부되기 전까지 몇 개를 켤 수 있습니까?`,
    ],
    given: [hostsTable(hosts), groupsTable(groups), shapeTable(shape)],
    unit: ['virtual machines', '개'],
  }),
  word: (outcome) => [outcome === 1 ? '1 virtual machine' : `${String(outcome)} virtual machines`, `가상 시스템 ${String(outcome)}개`],
  wrong: wrongOf,
  nearby: (right) => [Number(right) - 1, Number(right) + 2],
  edges(evidence, p) {
    return [quotientOf(evidence, p)]
  },
  // A third larger: fewer of them.
  vary(p) {
    const cpuReservationMHz = Math.round(p.shape.cpuReservationMHz * 1.35)
    const memoryReservationMiB = Math.round(p.shape.memoryReservationMiB * 1.35)
    return { ...p, shape: { ...p.shape, ...sizedFor({ ...p.shape, cpuReservationMHz, memoryReservationMiB }) } }
  },
  explain(p, evidence) {
    const admission = evidence.state.ha?.admission
    const [cpu, memory] = [admission?.cpu, admission?.memory]
    const of = takes(p)
    const fitting = Number(letIn(evidence, p))
    const running = {
      cpu: (cpu?.reservedMHz ?? 0) - fitting * of.cpu,
      memory: Math.round((memory?.reservedMiB ?? 0) - fitting * of.memory),
    }
    const room = {
      cpu: Math.round((cpu?.totalMHz ?? 0) - (cpu?.failoverMHz ?? 0) - running.cpu),
      memory: Math.round((memory?.totalMiB ?? 0) - (memory?.failoverMiB ?? 0) - running.memory),
    }
    const line = (total: number | undefined, held: number | undefined, used: number, left: number, one: number): string =>
      `${total} - ${held} - ${used} = ${left}, ${left} / ${one} = ${(left / one).toFixed(2)}`
    const ofCpu = line(cpu?.totalMHz, cpu?.failoverMHz, running.cpu, room.cpu, of.cpu)
    const ofMemory = line(memory?.totalMiB, memory?.failoverMiB, running.memory, room.memory, of.memory)
    return [
      {
        text: [
          `Held back are ${cpu?.failoverMHz} of ${cpu?.totalMHz} MHz and ${memory?.failoverMiB} of ${memory?.totalMiB} MiB: what the ${p.failures === 1 ? 'largest host has' : `${p.failures} largest hosts have`}.`,
          `페일오버용으로 ${cpu?.totalMHz}MHz 중 ${cpu?.failoverMHz}MHz, ${memory?.totalMiB}MiB 중 ${memory?.failoverMiB}MiB가 예약됩니다(가장 큰 호스트 ${p.failures}개의 용량).`,
        ],
        facts: ['HA-155'],
      },
      {
        text: [`CPU in MHz, without what is held back and reserved: ${ofCpu}.`, `페일오버용과 이미 예약된 양을 뺀 CPU(MHz): ${ofCpu}.`],
        facts: ['HA-154'],
      },
      {
        text: [`Memory in MiB, overhead included: ${ofMemory}.`, `오버헤드를 포함한 메모리(MiB): ${ofMemory}.`],
        facts: ['HA-154', 'HA-142'],
      },
      {
        text: [
          `The resource that is short decides: ${fitting} are let in, the next one is refused.`,
          `더 부족한 리소스가 결정합니다. ${fitting}개까지 허용되고 그다음 가상 시스템은 거부됩니다.`,
        ],
        facts: ['HA-140', 'HA-154'],
      },
    ]
  },
  momentMs: (_p, { events }) => firstEvent(events, 'command.refused')?.t ?? 0,
})
