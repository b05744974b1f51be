import type { Phrase } from '../../../contract/texts/language.ts'
import { drawUntil, stepped, type Rng } from '../../kit/draw.ts'
import { fieldOf, firstEvent, UnfitLab, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { labFile } from '../../kit/labs.ts'
import {
  cpuOf,
  drawHosts,
  entryOf,
  groupsTable,
  hostsTable,
  isClear,
  known,
  largestOf,
  quotients,
  shapeTable,
  sizedFor,
  sum,
  type RatedHost,
  type VmGroup,
} from './cluster.ts'

interface PowerOn {
  readonly hosts: readonly RatedHost[]
  readonly groups: readonly VmGroup[]
  /** The virtual machine that is to be powered on. */
  readonly newcomer: VmGroup
  readonly configured: number
}

/** What is looked at, whether it lets the virtual machine in, and the two numbers that are compared. */
type Verdict = readonly [about: 'slots' | 'all' | 'smallest' | 'memory' | 'score', allowed: boolean, has: number, needs: number]

function labWith({ hosts, groups, newcomer, configured }: PowerOn): LabFile {
  return labFile('May it be powered on?', {
    cluster: { ha: { admissionControl: { policy: 'slotPolicy', hostFailuresToTolerate: configured } }, drs: {} },
    hosts: hosts.map(entryOf),
    vms: [...groups.map((group) => ({ ...group, demand: { cpuMHz: 2 * group.cpuReservationMHz } })), { ...newcomer, power: 'off' }],
    timeline: [{ at: '1s', do: 'vm.powerOn', vm: newcomer.name }],
    until: '1s',
  })
}

interface Checked {
  readonly allowed: boolean
  readonly slotCpuMHz: number
  readonly slotMemoryMiB: number
  readonly totalSlots: number
  readonly failoverSlots: number
  readonly usedSlots: number
}

/** What admission control counted, as its event tells. */
function checkedIn({ events }: Evidence): Checked | null {
  const event = firstEvent(events, 'admission.checked')
  const inputs = event?.why?.inputs
  if (event === null || inputs === undefined) return null
  const of = (name: string): number => Number(inputs[name])
  return {
    allowed: fieldOf(event, 'result') === 'allowed',
    slotCpuMHz: of('slotCpuMHz'),
    slotMemoryMiB: of('slotMemoryMiB'),
    totalSlots: of('totalSlots'),
    failoverSlots: of('failoverSlots'),
    usedSlots: of('usedSlots'),
  }
}

function verdictOf(evidence: Evidence): Outcome {
  const checked = checkedIn(evidence)
  // Let in by admission control, and kept out by something that is not asked about.
  if (checked?.allowed === true && firstEvent(evidence.events, 'command.refused') !== null) throw new UnfitLab('refused by something else')
  return checked === null ? null : ['slots', checked.allowed, checked.totalSlots - checked.failoverSlots, checked.usedSlots]
}

/** Reservations of whole numbers that read well. */
const near = (value: number, step: number): number => Math.max(step, Math.round(value / step) * step)

function vmOf(rng: Rng, name: string, count: number, cpuMHz: number, memoryMiB: number): VmGroup {
  const [cpuReservationMHz, memoryReservationMiB] = [near(cpuMHz, 50), near(memoryMiB, 256)]
  const overheadMiB = stepped(rng, 40, 160, 5)
  return { name, count, ...sizedFor({ cpuReservationMHz, memoryReservationMiB, overheadMiB }) }
}

/** Slots that the hosts are about to have: so many virtual machines are drawn that it is a near thing. */
function roughlyLeft(hosts: readonly RatedHost[], [cpuMHz, memoryMiB]: readonly [number, number], failures: number): number {
  const slots = quotients(hosts, cpuMHz, memoryMiB)
    .map(Math.floor)
    .sort((a, b) => b - a)
  return sum(slots.slice(failures))
}

const says = (allowed: boolean): Phrase => (allowed ? ['Allowed', '허용됨'] : ['Refused', '거부됨'])

function wordOf([about, allowed, has, needs]: Verdict, { configured }: PowerOn): Phrase {
  const [en, ko] = says(allowed)
  const hosts = (which: 'largest' | 'smallest'): string => (configured === 1 ? `the ${which} host` : `the ${configured} ${which} hosts`)
  switch (about) {
    case 'slots':
      return [
        `${en}: ${has} slots are left without ${hosts('largest')}, ${needs} are needed`,
        `${ko}: 가장 큰 호스트 ${configured}개를 제외하면 슬롯 ${has}개가 남고, ${needs}개가 필요함`,
      ]
    case 'smallest':
      return [
        `${en}: ${has} slots are left without ${hosts('smallest')}, ${needs} are needed`,
        `${ko}: 가장 작은 호스트 ${configured}개를 제외하면 슬롯 ${has}개가 남고, ${needs}개가 필요함`,
      ]
    case 'all':
      return [`${en}: the cluster has ${has} slots, ${needs} are needed`, `${ko}: 클러스터에 슬롯 ${has}개가 있고, ${needs}개가 필요함`]
    case 'memory':
      return [
        `${en}: a host has ${has} MiB of memory unreserved, ${needs} MiB are needed`,
        `${ko}: 한 호스트에 예약되지 않은 메모리 ${has}MiB가 있고, ${needs}MiB가 필요함`,
      ]
    case 'score':
      return [`${en}: the cluster DRS score is ${has}%`, `${ko}: 클러스터 DRS 점수가 ${has}%임`]
  }
}

/** Slots of the smallest hosts, as many as may fail, by the slot that was counted with. */
function smallestOf({ hosts, configured }: PowerOn, { slotCpuMHz, slotMemoryMiB }: Checked, play: Play): number {
  const admissionControl = { policy: 'slotPolicy', hostFailuresToTolerate: 1, slotCpuMHz, slotMemoryMiB: Math.round(slotMemoryMiB) }
  const { state } = play(labFile('Slots', { cluster: { ha: { admissionControl } }, hosts: hosts.map(entryOf), until: '1s' }))
  const slots = Object.values(state.ha?.admission?.hostSlots ?? {}).sort((a, b) => a - b)
  return sum(slots.slice(0, configured))
}

const scoreOf = ({ state }: Evidence): number => Math.floor(state.drs?.score ?? 0)

function drawPowerOn(rng: Rng): PowerOn {
  const hosts = drawHosts(rng, rng.between(3, 5))
  const configured = hosts.length > 3 && rng.chance(1, 3) ? 2 : 1
  const like = rng.pick(hosts)
  const [cpuMHz, memoryMiB] = [cpuOf(like) / rng.between(3, 6), like.memoryMiB / rng.between(3, 6)]
  const grows = rng.chance(2, 3)
  const [more, less] = [stepped(rng, 110, 160, 5) / 100, stepped(rng, 30, 90, 5) / 100]
  const byCpu = rng.chance(1, 2)
  const asked: readonly [number, number] = grows
    ? [cpuMHz * (byCpu ? more : less), memoryMiB * (byCpu ? less : more)]
    : [cpuMHz * less, memoryMiB * less]
  const before = roughlyLeft(hosts, [cpuMHz, memoryMiB], configured)
  const after = roughlyLeft(hosts, [Math.max(cpuMHz, asked[0]), Math.max(memoryMiB, asked[1])], configured)
  const running = Math.max(3, rng.between(after - 2, Math.max(after - 1, before - 1)))
  const large = rng.between(1, running - 2)
  return {
    hosts,
    configured,
    groups: [vmOf(rng, 'db', large, cpuMHz, memoryMiB), vmOf(rng, 'web', running - large, cpuMHz * less, memoryMiB / 3)],
    newcomer: vmOf(rng, 'vm-new', 1, ...asked),
  }
}

export const powerOnBySlots = defineFamily<PowerOn>({
  id: 'F04',
  title: ['Will this power-on be allowed? (slot policy)', '이 전원 켜기가 허용됩니까? (슬롯 정책)'],
  topics: ['Admission control'],
  level: 3,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['HA-140', 'HA-144', 'HA-148'],
  mistakes: {
    M1: ['Left the slot as it was before the virtual machine was powered on', '가상 시스템을 켜면 슬롯이 커진다는 점을 빠뜨림'],
    M2: ['Looked at the free memory of the hosts', '호스트의 여유 메모리만 확인함'],
    M3: ['Took the DRS score for what decides', 'DRS 점수로 결정된다고 봄'],
    M4: ['Held back no host for a failure', '장애에 대비한 호스트를 제외하지 않음'],
    M5: ['Held back the smallest instead of the largest', '가장 큰 호스트가 아니라 가장 작은 호스트를 제외함'],
  },
  draw: (rng) =>
    drawUntil(
      () => drawPowerOn(rng),
      ({ hosts, groups, newcomer }) => isClear(quotients(hosts, ...largestOf([...groups, newcomer]))),
    ),
  lab: labWith,
  solve: verdictOf,
  ask: ({ hosts, groups, newcomer, configured }, evidence) => ({
    stem: [
      `Admission control of a vSphere HA cluster uses the slot policy; the slot size is not fixed, no advanced option is set, and "Host failures cluster tolerates" is ${configured}. DRS is on, the cluster DRS score is ${scoreOf(evidence)}%. Somebody powers on ${newcomer.name}. What does admission control say, and why?`,
      `vSphere HA 클러스터의 승인 제어에 슬롯 정책을 사용합니다. 슬롯 크기는 고정하지 않았고 고급 옵션은 설정되어 있지 않으며, "클러스터에서 허용하는 호스트 장애" 값은 ${configured}입니다. DRS를 사용하며 클러스터 DRS 점수는 ${scoreOf(evidence)}%입니다. ${newcomer.name}의 전원을 켜면 승인 제어의 결과와 그 이유는 무엇입니까?`,
    ],
    given: [hostsTable(hosts), groupsTable(groups), shapeTable(newcomer)],
  }),
  word: (outcome, p) => wordOf(outcome as unknown as Verdict, p),
  wrong(p, evidence, play) {
    const checked = checkedIn(evidence)
    if (checked === null) return []
    const { totalSlots, usedSlots } = checked
    // Before: nobody asks for anything.
    const before = play({ ...labWith(p), timeline: [] })
    const slot = before.state.ha?.admission?.slot
    const { newcomer } = p
    const small = {
      ...newcomer,
      cpuReservationMHz: Math.min(newcomer.cpuReservationMHz, slot?.cpuMHz ?? 0),
      memoryReservationMiB: Math.min(newcomer.memoryReservationMiB, (slot?.memoryMiB ?? 0) - newcomer.overheadMiB),
    }
    const free = Math.max(...Object.values(before.state.hosts).map(({ memoryUnreservedMiB }) => memoryUnreservedMiB))
    const needed = newcomer.memoryReservationMiB + newcomer.overheadMiB
    const score = scoreOf(evidence)
    const smallest = (): Outcome => {
      const left = totalSlots - smallestOf(p, checked, play)
      return ['smallest', left >= usedSlots, left, usedSlots]
    }
    return known({
      M1: () => verdictOf(play(labWith({ ...p, newcomer: small }))),
      M2: ['memory', free >= needed, free, needed],
      M3: ['score', score >= 80, score, 0],
      M4: ['all', totalSlots >= usedSlots, totalSlots, usedSlots],
      M5: smallest,
    })
  },
  // One of the larger ones is left: fewer slots are in use.
  vary: (p) => ({ ...p, groups: p.groups.map((group) => ({ ...group, count: 1 })) }),
  edges(evidence, { hosts }) {
    const checked = checkedIn(evidence)
    return checked === null ? [] : quotients(hosts, checked.slotCpuMHz, checked.slotMemoryMiB)
  },
  explain({ groups, newcomer, configured }, evidence) {
    const checked = checkedIn(evidence)
    if (checked === null) return []
    const { allowed, slotCpuMHz, slotMemoryMiB, totalSlots, failoverSlots, usedSlots } = checked
    const left = totalSlots - failoverSlots
    const running = groups.map(({ count }) => count).join(' + ')
    return [
      {
        text: [
          `The slot is computed as if ${newcomer.name} ran already: ${slotCpuMHz} MHz and ${slotMemoryMiB} MiB.`,
          `슬롯 크기는 ${newcomer.name}이(가) 이미 켜져 있다고 보고 계산합니다. 결과: ${slotCpuMHz}MHz, ${slotMemoryMiB}MiB.`,
        ],
        facts: ['HA-140', 'HA-144'],
      },
      {
        text: [
          `With this slot the hosts have ${totalSlots} slots. The largest ${configured === 1 ? 'host has' : `${configured} hosts have`} ${failoverSlots} of them, so ${left} are left after the failure.`,
          `이 슬롯 크기로 계산하면 전체 슬롯은 ${totalSlots}개입니다. 가장 큰 호스트 ${configured}개의 슬롯 ${failoverSlots}개를 제외하면 장애 후 ${left}개가 남습니다.`,
        ],
        facts: ['HA-146', 'HA-148'],
      },
      {
        text: [
          `${running} virtual machines and ${newcomer.name} need ${usedSlots} slots: ${allowed ? `${left} are enough` : `${left} are too few, and the power-on is refused`}. Neither free memory nor the DRS score is asked about.`,
          `가상 시스템 ${running}개와 ${newcomer.name}에는 슬롯 ${usedSlots}개가 필요합니다. ${left}개이므로 ${allowed ? '충분합니다' : '부족하여 전원 켜기가 거부됩니다'}. 여유 메모리나 DRS 점수는 확인하지 않습니다.`,
        ],
        facts: ['HA-148', 'HA-140'],
      },
    ]
  },
  momentMs: (_p, { events }) => firstEvent(events, 'admission.checked')?.t ?? 0,
})
