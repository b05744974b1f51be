import type { ExplainedStep } from '../../../contract/practice/question.ts'
import { drawUntil, stepped, type Rng } from '../../kit/draw.ts'
import { eventsOf, fieldOf, firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { labFile } from '../../kit/labs.ts'
import {
  cpuOf,
  drawHosts,
  entryWith,
  hostsTable,
  isClear,
  known,
  orNothing,
  shapeTable,
  sizedFor,
  sum,
  totalOf,
  type RatedHost,
  type VmGroup,
} from './cluster.ts'

/**
 * restart: the first host fails with all of these, and nothing else runs. powerOn: on each host in turn as many are powered on as are let in, and
 * nothing runs yet. The last host is the dedicated failover host.
 */
interface Dedicated {
  readonly asks: 'restart' | 'powerOn'
  readonly hosts: readonly RatedHost[]
  readonly vms: VmGroup
}

type Policy = { readonly [key: string]: unknown }

const failoverHost = ({ hosts }: Dedicated): string => hosts.at(-1)?.name ?? ''
const nameOf = ({ name }: VmGroup, at: number): string => `${name}-${String(at + 1).padStart(3, '0')}`
const FAILS_AT_S = 1
/** HA-041: that long after it, its virtual machines are restarted. */
const RESTARTS_AFTER_S = 18

interface Entry extends LabFile {
  readonly name: string
  readonly vmCapacity: { readonly cpuMHz: number; readonly memoryMiB: number }
}

const entriesOf = (hosts: readonly RatedHost[]): readonly Entry[] => hosts.map((host) => entryOfSize(host.name, cpuOf(host), host.memoryMiB))
const entryOfSize = (name: string, cpuMHz: number, memoryMiB: number): Entry => ({
  ...entryWith(name, cpuMHz, memoryMiB),
  name,
  vmCapacity: { cpuMHz, memoryMiB },
})

/** On each host one more than its size has room for. */
function tries(hosts: readonly Entry[], vms: VmGroup): readonly string[] {
  return hosts.flatMap(({ name, vmCapacity: { cpuMHz, memoryMiB } }) =>
    Array.from({ length: Math.floor(roomIn(cpuMHz, memoryMiB, vms)) + 1 }, () => name),
  )
}

/** Virtual machines that there is room for, before they are rounded down. */
const roomIn = (cpuMHz: number, memoryMiB: number, vms: VmGroup): number =>
  Math.min(cpuMHz / Math.max(1, vms.cpuReservationMHz), memoryMiB / (vms.memoryReservationMiB + vms.overheadMiB))

function labWith(p: Dedicated, hosts: readonly Entry[], admissionControl: Policy): LabFile {
  const { asks, vms } = p
  const isRestart = asks === 'restart'
  const targets = tries(hosts, vms)
  const powerOns = targets.map((host, at) => ({ at: `${FAILS_AT_S}s`, do: 'vm.powerOn', vm: nameOf(vms, at), host }))
  return labFile('What is a failover host for?', {
    cluster: { ha: { admissionControl } },
    hosts,
    vms: [{ ...vms, ...(isRestart ? { host: p.hosts[0]?.name } : { power: 'off', count: targets.length }) }],
    timeline: isRestart ? [{ at: `${FAILS_AT_S}s`, do: 'host.powerOff', host: p.hosts[0]?.name }] : powerOns,
    until: isRestart ? `${FAILS_AT_S + RESTARTS_AFTER_S}s` : `${FAILS_AT_S}s`,
  })
}

const dedicated = (p: Dedicated): Policy => ({ policy: 'dedicatedFailoverHosts', failoverHosts: [failoverHost(p)] })

function countIn({ events }: Evidence, p: Dedicated): number {
  if (p.asks === 'restart') return eventsOf(events, 'ha.restartAttempted', { host: failoverHost(p) }).length
  return eventsOf(events, 'command.received').length - eventsOf(events, 'command.refused').length
}

function wrongOf(p: Dedicated, _evidence: Evidence, play: Play) {
  const { hosts, vms, asks } = p
  const entries = entriesOf(hosts)
  const last = hosts.at(-1)
  const count = (file: () => LabFile) => (): Outcome => orNothing(() => countIn(play(file()), p))
  const others = entries.slice(0, -1)
  const { cpuMHz, memoryMiB } = totalOf(hosts.slice(0, -1))
  const part = (value: number): number => Math.floor((value * (hosts.length - 1)) / hosts.length)
  const smaller = last === undefined ? [] : [entryOfSize(last.name, part(cpuOf(last)), part(last.memoryMiB))]
  const asOne = [entryOfSize('all', cpuMHz, memoryMiB), ...entries.slice(-1)]
  const inStandby = entries.map((entry, at) => (at < hosts.length - 1 ? entry : { ...entry, standby: true }))
  const isRestart = asks === 'restart'
  return known({
    M1: count(() => labWith(p, entries, { policy: 'disabled' })),
    M2: isRestart
      ? count(() => labWith(p, [...others, ...smaller], dedicated(p)))
      : count(() => labWith(p, others, { policy: 'clusterResourcePercentage', hostFailuresToTolerate: 1 })),
    M3: isRestart ? count(() => labWith(p, inStandby, { policy: 'disabled' })) : null,
    M4: isRestart ? vms.count : null,
    M5: isRestart ? null : count(() => labWith(p, asOne, dedicated(p))),
  })
}

function draw(rng: Rng): Dedicated {
  const asks = rng.pick(['restart', 'powerOn'] as const)
  const hosts = drawHosts(rng, rng.between(3, asks === 'restart' ? 5 : 4), rng.chance(1, 4), 16)
  const measure = hosts.at(-1)
  const overheadMiB = stepped(rng, 60, 200, 5)
  // So many of them on the failover host: of the resource that is short, and more of the other.
  const aim = rng.between(1, asks === 'restart' ? 4 : 3) + stepped(rng, 15, 90, 5) / 100
  const wider = aim * (stepped(rng, 110, 180, 5) / 100)
  const isCpuShort = rng.chance(1, 2)
  const cpuReservationMHz = Math.round((measure === undefined ? 0 : cpuOf(measure)) / (isCpuShort ? aim : wider) / 25) * 25
  const memoryReservationMiB = Math.round(((measure?.memoryMiB ?? 0) / (isCpuShort ? wider : aim) - overheadMiB) / 64) * 64
  const one = { name: 'app', ...sizedFor({ cpuReservationMHz, memoryReservationMiB, overheadMiB }) }
  if (asks === 'powerOn') return { asks, hosts, vms: { ...one, name: 'vm-x', count: 1 } }
  // The host that fails is large enough for what runs there.
  const count = Math.floor(aim) + rng.between(0, 4)
  const [first, ...rest] = hosts
  if (first === undefined) return { asks, hosts, vms: { ...one, count } }
  const enough = { ...first, cores: Math.max(first.cores, Math.ceil(((count + 0.3) * cpuReservationMHz) / first.mhz)) }
  const memoryMiB = Math.max(first.memoryMiB, Math.ceil(((count + 0.3) * (memoryReservationMiB + overheadMiB)) / 1024) * 1024)
  return { asks, hosts: [{ ...enough, memoryMiB }, ...rest], vms: { ...one, count } }
}

/** Where all of them fit, or just one would, too many of the mistakes come to the same. */
function isUneven({ asks, hosts, vms }: Dedicated): boolean {
  const rooms = hosts.map((host) => roomIn(cpuOf(host), host.memoryMiB, vms))
  const last = Math.floor(rooms.at(-1) ?? 0)
  if (asks === 'restart') return last >= 2 && isClear(rooms.slice(-1)) && (last < vms.count || last > 3)
  return isClear(rooms) && sum(rooms.map(Math.floor)) < 16
}

export const dedicatedFailoverHost = defineFamily<Dedicated>({
  id: 'F08',
  title: ['Effect of a dedicated failover host', '전용 페일오버 호스트의 효과'],
  topics: ['Admission control', 'HA'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['HA-162'],
  mistakes: {
    M1: ['Counted it as a host like any other', '전용 페일오버 호스트를 일반 호스트처럼 사용할 수 있다고 봄'],
    M2: ['Held a percentage back on top of it', '전용 페일오버 호스트에 더해 비율까지 예약함'],
    M3: ['Took it for a host in standby mode', '대기 모드인 호스트로 봄'],
    M4: ['Put all of them there, whatever room it has', '호스트의 용량과 관계없이 모두 그 호스트에서 다시 시작된다고 봄'],
    M5: ['Added up the resources of the hosts first', '호스트의 리소스를 먼저 더한 후 계산함'],
  },
  draw: (rng) => drawUntil(() => draw(rng), isUneven),
  lab: (p) => labWith(p, entriesOf(p.hosts), dedicated(p)),
  solve: countIn,
  ask(p) {
    const { asks, hosts, vms } = p
    const last = failoverHost(p)
    const first = hosts[0]?.name ?? ''
    return {
      stem:
        asks === 'restart'
          ? [
              `Admission control of a vSphere HA cluster uses dedicated failover hosts, and ${last} is the only one. On ${first} run ${vms.count} virtual machines like app, and nothing else runs in the cluster. ${first} fails. How many of them does vSphere HA restart on ${last}?`,
              `vSphere HA 클러스터의 승인 제어에 전용 페일오버 호스트를 사용하며, ${last}만 지정되어 있습니다. ${first}에서 app과 같은 가상 시스템 ${vms.count}개가 실행 중이고 클러스터에 다른 가상 시스템은 없습니다. ${first}에 장애가 발생하면 vSphere HA는 그중 몇 개를 ${last}에서 다시 시작합니까?`,
            ]
          : [
              `Admission control of a vSphere HA cluster uses dedicated failover hosts, and ${last} is the only one. Nothing runs yet. On every host as many virtual machines like vm-x are powered on as are let in. How many run in the end?`,
              `vSphere HA 클러스터의 승인 제어에 전용 페일오버 호스트를 사용하며, ${last}만 지정되어 있습니다. 아직 실행 중인 가상 시스템은 없습니다. 모든 호스트에서 vm-x와 같은 가상 시스템을 허용되는 만큼 켜면 모두 몇 개가 실행됩니까?`,
            ],
      given: [hostsTable(hosts), shapeTable(vms)],
    }
  },
  word: (outcome) => [outcome === 1 ? '1 virtual machine' : `${String(outcome)} virtual machines`, `가상 시스템 ${String(outcome)}개`],
  wrong: wrongOf,
  nearby: (right) => [Number(right) + 1, Number(right) - 1].filter((count) => count >= 0),
  edges: (_evidence, { hosts, vms, asks }) =>
    (asks === 'restart' ? hosts.slice(-1) : hosts.slice(0, -1)).map((host) => roomIn(cpuOf(host), host.memoryMiB, vms)),
  // Twice as much for each: fewer of them; or, where only some are, one more room.
  vary(p) {
    const { vms, hosts } = p
    if (p.asks === 'restart') return { ...p, hosts: hosts.map((host, at) => (at === hosts.length - 1 ? { ...host, memoryMiB: 1024 } : host)) }
    const reserved = { cpuReservationMHz: Math.round(vms.cpuReservationMHz * 2), memoryReservationMiB: Math.round(vms.memoryReservationMiB * 2) }
    return { ...p, vms: { ...vms, ...sizedFor({ ...vms, ...reserved }) } }
  },
  explain: explained,
  momentMs: (p, { events }) => firstEvent(events, p.asks === 'restart' ? 'ha.restartAttempted' : 'command.refused')?.t ?? 0,
})

function explained(p: Dedicated, evidence: Evidence): readonly ExplainedStep[] {
  const { hosts, vms, asks } = p
  const last = failoverHost(p)
  const count = countIn(evidence, p)
  const each = vms.memoryReservationMiB + vms.overheadMiB
  const room = (host: RatedHost): string =>
    `${cpuOf(host)} / ${vms.cpuReservationMHz} = ${(cpuOf(host) / vms.cpuReservationMHz).toFixed(2)}, ${host.memoryMiB} / ${each} = ${(host.memoryMiB / each).toFixed(2)}`
  if (asks === 'restart') {
    const target = hosts.slice(-1).map(room).join('')
    const elsewhere = eventsOf(evidence.events, 'ha.restartAttempted').filter((event) => fieldOf(event, 'host') !== last).length
    return [
      {
        text: [
          `vSphere HA tries the failover host first, by CPU and memory that are not reserved there: ${target}, so ${count} of ${vms.count}.`,
          `vSphere HA는 전용 페일오버 호스트부터 시도하며, 예약되지 않은 CPU와 메모리를 확인합니다. ${target}이므로 ${vms.count}개 중 ${count}개입니다.`,
        ],
        facts: ['HA-162', 'HA-163'],
      },
      {
        text: [
          `Those that do not fit are tried on any other host: ${elsewhere}.`,
          `들어가지 못한 가상 시스템은 다른 호스트에서 시도합니다. 해당 수: ${elsewhere}개.`,
        ],
        facts: ['HA-164'],
      },
    ]
  }
  const usable = hosts.slice(0, -1)
  return [
    {
      text: [
        `Nobody powers on anything on ${last}; that is all that this policy refuses. No percentage and no slot is held back on the other hosts.`,
        `${last}에서는 가상 시스템을 켤 수 없습니다. 이 정책이 거부하는 것은 그것뿐이며, 다른 호스트에는 비율이나 슬롯을 따로 예약하지 않습니다.`,
      ],
      facts: ['HA-162', 'HA-140'],
    },
    {
      text: [
        `CPU and memory of the others: ${usable.map((host) => `${host.name} ${room(host)}`).join('; ')}. Whole virtual machines: ${count} in all.`,
        `나머지 호스트의 CPU와 메모리: ${usable.map((host) => `${host.name} ${room(host)}`).join('; ')}. 온전히 들어가는 가상 시스템은 모두 ${count}개입니다.`,
      ],
      facts: ['HA-162'],
    },
  ]
}
