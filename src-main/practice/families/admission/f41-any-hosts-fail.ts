import { drawUntil, stepped, type Rng } from '../../kit/draw.ts'
import { eventsOf, fieldOf, firstEvent, play as playAnew, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily } from '../../kit/family.ts'
import { labFile } from '../../kit/labs.ts'
import {
  cpuOf,
  drawHosts,
  entryOf,
  entryWith,
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

interface Surviving {
  readonly hosts: readonly RatedHost[]
  /** Virtual machines alike on each of the hosts. */
  readonly running: readonly number[]
  readonly vm: VmGroup
  /** How many hosts fail at the same time, whichever they are. */
  readonly failing: 1 | 2
}

/** HA-041 and HA-047: all restarts are issued by then, where the primary, the last of the hosts, is not among those that fail, and where it is. */
const [UNTIL, UNTIL_WITH_PRIMARY] = ['19s', '36s']

/** These hosts lose power at 1 s. */
function labOf({ hosts, running, vm }: Surviving, entries: readonly LabFile[], lost: readonly string[]): LabFile {
  const { name, count: _count, ...shape } = vm
  return labFile('Which hosts may fail?', {
    cluster: { ha: {} },
    hosts: entries,
    vms: hosts.map((host, at) => ({ ...shape, name: `${name}-${at + 1}`, count: running[at], host: host.name })),
    timeline: lost.map((host) => ({ at: '1s', do: 'host.powerOff', host })),
    until: lost.includes(hosts.at(-1)?.name ?? '') ? UNTIL_WITH_PRIMARY : UNTIL,
  })
}

/** Virtual machines that went down with their host and that nobody has tried to restart. */
function downIn({ events }: Evidence): number {
  const lost = eventsOf(events, 'vm.poweredOff', { cause: 'hostFailed' }).length
  return lost - new Set(eventsOf(events, 'ha.restartAttempted').map((event) => fieldOf(event, 'vm'))).size
}

/** Every choice of so many of the names. */
function choices(names: readonly string[], count: number): readonly (readonly string[])[] {
  if (count === 0) return [[]]
  return names.flatMap((name, at) => choices(names.slice(at + 1), count - 1).map((rest) => [name, ...rest]))
}

/** How many stay down, by the hosts that fail; all choices of hosts are played: that is what any means. */
type Downs = ReadonlyMap<string, number>
const keyOf = (lost: readonly string[]): string => lost.join()

function downsOf(p: Surviving, entries: readonly LabFile[], play: Play): Downs {
  const names = p.hosts.map(({ name }) => name)
  return new Map(choices(names, p.failing).map((lost) => [keyOf(lost), downIn(play(labOf(p, entries, lost)))]))
}

const most = (downs: Downs): number => Math.max(...downs.values())

const askedBefore = new WeakMap<Surviving, Downs>()

/** Asked for more than once of the same draw. */
function downsOfDraw(p: Surviving): Downs {
  const before = askedBefore.get(p)
  if (before !== undefined) return before
  const downs = downsOf(p, p.hosts.map(entryOf), playAnew)
  askedBefore.set(p, downs)
  return downs
}

/** The lab in which the most stay down. */
function worstLab(p: Surviving): LabFile {
  const downs = downsOfDraw(p)
  const [lost] = [...downs].find(([, down]) => down === most(downs)) ?? ['']
  return labOf(p, p.hosts.map(entryOf), lost.split(','))
}

const roomIn = (host: RatedHost, vm: VmGroup): number =>
  Math.min(cpuOf(host) / Math.max(1, vm.cpuReservationMHz), host.memoryMiB / (vm.memoryReservationMiB + vm.overheadMiB))

const lostIn = ({ events }: Evidence): readonly string[] => eventsOf(events, 'host.failed').map((event) => String(fieldOf(event, 'host')))

function wrongOf(p: Surviving, evidence: Evidence, play: Play) {
  const { hosts, running, vm } = p
  const entries = hosts.map(entryOf)
  const { cpuMHz, memoryMiB } = totalOf(hosts)
  const average = hosts.map(({ name }) => entryWith(name, Math.floor(cpuMHz / hosts.length), Math.floor(memoryMiB / hosts.length)))
  const smallest = [...hosts].sort((a, b) => roomIn(a, vm) - roomIn(b, vm)).slice(0, p.failing)
  const smallestLost = hosts.filter((host) => smallest.includes(host)).map(({ name }) => name)
  const lost = lostIn(evidence)
  const left = hosts.filter(({ name }) => !lost.includes(name))
  const pooled = totalOf(left)
  const merged: Surviving = {
    ...p,
    hosts: [...hosts.filter(({ name }) => lost.includes(name)), { name: 'left', cores: 1, mhz: 1, memoryMiB: 1 }],
    running: [
      ...running.filter((_count, at) => lost.includes(hosts[at]?.name ?? '')),
      sum(running.filter((_count, at) => !lost.includes(hosts[at]?.name ?? ''))),
    ],
  }
  const mergedEntries = [...hosts.filter(({ name }) => lost.includes(name)).map(entryOf), entryWith('left', pooled.cpuMHz, pooled.memoryMiB)]
  const rooms = hosts.map((host, at) => (lost.includes(host.name) ? 0 : Math.floor(roomIn(host, vm)) - (running[at] ?? 0)))
  const taker = rooms.indexOf(Math.max(...rooms))
  // The others have what runs there, and no more.
  const oneTakesAll = hosts.map((host, at) => {
    const count = running[at] ?? 0
    const full = entryWith(host.name, count * vm.cpuReservationMHz, Math.ceil(count * (vm.memoryReservationMiB + vm.overheadMiB)))
    return at === taker || lost.includes(host.name) ? entryOf(host) : full
  })
  // No lab can have it: by their configured size they would not even run.
  const whole = { ...vm, memoryReservationMiB: vm.memoryMiB }
  const byConfigured = hosts.map((host, at) => (lost.includes(host.name) ? 0 : Math.max(0, Math.floor(roomIn(host, whole)) - (running[at] ?? 0))))
  const onLost = sum(running.filter((_count, at) => lost.includes(hosts[at]?.name ?? '')))
  return known({
    // Of hosts that are alike it is all one which of them fail.
    M1: () => orNothing(() => downIn(play(labOf(p, average, lost)))),
    M2: downsOfDraw(p).get(keyOf(smallestLost)) ?? null,
    M7: () => orNothing(() => downIn(play(labOf(p, oneTakesAll, lost)))),
    M3: () => orNothing(() => most(downsOf({ ...p, vm: { ...vm, memoryReservationMiB: 0, overheadMiB: 0 } }, entries, play))),
    M4: () => orNothing(() => downIn(play(labOf(merged, mergedEntries, lost)))),
    M5: onLost,
    M6: Math.min(onLost, Math.max(0, onLost - sum(byConfigured))),
  })
}

function drawOnce(rng: Rng): Surviving {
  const failing = rng.chance(1, 5) ? 2 : 1
  const hosts = drawHosts(rng, failing === 2 ? 4 : rng.between(3, 4), false, 20)
  const like = rng.pick(hosts)
  const aim = rng.between(3, 6) + stepped(rng, 10, 90, 5) / 100
  const wider = aim * (stepped(rng, 100, 150, 5) / 100)
  const isCpuShort = rng.chance(1, 3)
  const overheadMiB = stepped(rng, 60, 200, 5)
  const cpuReservationMHz = Math.round(cpuOf(like) / (isCpuShort ? aim : wider) / 25) * 25
  const memoryReservationMiB = Math.round((like.memoryMiB / (isCpuShort ? wider : aim) - overheadMiB) / 64) * 64
  const vm = { name: 'app', count: 1, ...sizedFor({ cpuReservationMHz, memoryReservationMiB, overheadMiB }) }
  const rooms = hosts.map((host) => Math.floor(roomIn(host, vm)))
  // About as many as are left room for when the largest hosts are gone.
  const largest = sum([...rooms].sort((a, b) => b - a).slice(0, failing))
  let free = Math.max(0, largest - rng.between(-2, 4))
  const running = [...rooms]
  while (free > 0) {
    const at = rng.between(0, hosts.length - 1)
    if ((running[at] ?? 0) > 0) running[at] = (running[at] ?? 0) - 1
    free--
  }
  return { hosts, running, vm, failing }
}

/** Several go down, and there is some room for them on more than one host: else all mistakes come to the same. */
function isFit({ hosts, vm, running, failing }: Surviving): boolean {
  const rooms = hosts.map((host, at) => Math.floor(roomIn(host, vm)) - (running[at] ?? 0))
  const isEnough = Math.max(...running) >= 4 && running.every((count) => count > 0) && rooms.filter((room) => room > 0).length > failing
  return isEnough && isClear(hosts.map((host) => roomIn(host, vm))) && sum(running) <= 17
}

const hostNames = (names: readonly string[]): readonly [en: string, ko: string] => [names.join(' and '), names.join(', ')]

export const anyHostsFail = defineFamily<Surviving>({
  id: 'F41',
  title: ['Does the cluster survive the failure of any hosts?', '어떤 호스트에 장애가 나도 견딜 수 있습니까?'],
  topics: ['HA', 'Admission control'],
  level: 3,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['HA-099', 'HA-161'],
  mistakes: {
    M1: ['Took hosts of average size', '호스트를 평균 크기로 봄'],
    M2: ['Let only the smallest fail', '가장 작은 호스트에 장애가 나는 경우만 확인함'],
    M3: ['Looked at the CPU alone', 'CPU만 확인함'],
    M4: ['Added up what is left on all hosts', '남은 호스트의 여유 리소스를 모두 더해 하나로 봄'],
    M5: ['Left all of them down that ran on the hosts that fail', '장애가 난 호스트의 가상 시스템은 모두 다시 시작되지 못한다고 봄'],
    M7: ['Let one of the other hosts take them all', '남은 호스트 중 하나가 모두 받아야 한다고 봄'],
    M6: ['Took the configured memory instead of what is reserved', '예약이 아니라 구성된 메모리 크기를 사용함'],
  },
  draw: (rng) => drawUntil(() => drawOnce(rng), isFit),
  lab: worstLab,
  solve: downIn,
  ask: ({ hosts, running, vm, failing }) => ({
    stem: [
      `vSphere HA is on, admission control is disabled. All virtual machines of the cluster are like ${vm.name}; the table says how many run on each host. ${failing === 1 ? 'Any one host fails' : 'Any two hosts fail at the same time'}. How many virtual machines cannot be restarted in the worst case?`,
      `vSphere HA를 사용하고 승인 제어는 사용하지 않습니다. 클러스터의 모든 가상 시스템은 ${vm.name}과(와) 같으며, 호스트별 실행 개수는 표와 같습니다. ${failing === 1 ? '임의의 호스트 하나에 장애가 발생합니다' : '임의의 호스트 두 개에 동시에 장애가 발생합니다'}. 최악의 경우 다시 시작할 수 없는 가상 시스템은 몇 개입니까?`,
    ],
    given: [
      {
        title: ['Hosts: capacity for virtual machines', '호스트: 가상 시스템에 사용할 수 있는 용량'],
        head: [
          ['Name', '이름'],
          ['CPU, MHz', 'CPU(MHz)'],
          ['Memory, MiB', '메모리(MiB)'],
          ['Virtual machines', '가상 시스템 수'],
        ],
        rows: hosts.map((host, at) => [host.name, cpuOf(host), host.memoryMiB, running[at] ?? 0]),
      },
      shapeTable(vm),
    ],
  }),
  word: (outcome) =>
    outcome === 0
      ? ['None: all are restarted', '없음: 모두 다시 시작됨']
      : [outcome === 1 ? '1 virtual machine' : `${String(outcome)} virtual machines`, `가상 시스템 ${String(outcome)}개`],
  wrong: wrongOf,
  nearby: (right) => [Number(right) + 1, Number(right) - 1, Number(right) + 2].filter((count) => count >= 0),
  // Where some stay down, one on each host is enough for all to be restarted; else a host more fails.
  vary: (p) => (most(downsOfDraw(p)) > 0 ? { ...p, running: p.running.map(() => 1) } : { ...p, failing: 2 }),
  explain(p, evidence) {
    const { hosts, running, vm } = p
    const lost = lostIn(evidence)
    const down = downIn(evidence)
    const [en, ko] = hostNames(lost)
    const each = vm.memoryReservationMiB + vm.overheadMiB
    const rooms = hosts
      .map((host) => `${host.name} min(${(cpuOf(host) / vm.cpuReservationMHz).toFixed(2)}, ${(host.memoryMiB / each).toFixed(2)})`)
      .join(', ')
    const free = hosts.flatMap((host, at) => (lost.includes(host.name) ? [] : [`${host.name} ${Math.floor(roomIn(host, vm)) - (running[at] ?? 0)}`]))
    const affected = sum(running.filter((_count, at) => lost.includes(hosts[at]?.name ?? '')))
    return [
      {
        text: [
          `Each needs ${vm.cpuReservationMHz} MHz and ${each} MiB on one host. Room of the hosts by CPU and memory: ${rooms}.`,
          `VM 하나에는 한 호스트에서 ${vm.cpuReservationMHz}MHz와 ${each}MiB가 필요합니다. 호스트별 수용 가능 수(CPU, 메모리): ${rooms}.`,
        ],
        facts: ['HA-099', 'HA-142'],
      },
      {
        text: [
          `It is worst when ${en} ${lost.length === 1 ? 'fails' : 'fail'}: ${affected} virtual machines are lost, and the others have room for so many more: ${free.join(', ')}. Restarted: ${affected - down}, not restarted: ${down}.`,
          `최악의 경우는 ${ko}에 장애가 날 때입니다. 가상 시스템 ${affected}개가 중단되고 나머지 호스트에 더 수용할 수 있는 수: ${free.join(', ')}. 다시 시작됨 ${affected - down}개, 다시 시작되지 않음 ${down}개.`,
        ],
        facts: ['HA-161', 'HA-099'],
      },
    ]
  },
  momentMs: (_p, { events }) => firstEvent(events, 'ha.restartPending')?.t ?? firstEvent(events, 'ha.restartAttempted')?.t ?? 0,
})
