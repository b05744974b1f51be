import type { Phrase } from '../../../contract/texts/language.ts'
import { formatNumber } from '../../../contract/texts/format.ts'
import { shuffled, stepped, type Rng } from '../../kit/draw.ts'
import { eventsOf, fieldOf, firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { labFile } from '../../kit/labs.ts'
import { measured, yesOrNo } from '../../kit/words.ts'
import { hostPair, modelOfMigration } from './migrations.ts'

/** How a live migration can end: by itself, with the guest slowed down, or not at all. */
type Ending = 'byItself' | 'slowedDown' | 'fails'

interface MovingVm {
  readonly name: string
  readonly memoryGiB: number
  readonly cpuPercent: number
  readonly dirtyMBps: number
  /** Null: all of its memory. */
  readonly workingSetMiB: number | null
  readonly sdps: boolean
}

interface Convergence {
  readonly asked: Ending
  readonly gbps: number
  readonly vms: readonly MovingVm[]
}

const HOURS_APART = 4
const VCPUS = 4
const CORE_MHZ = 2600

function labOf({ gbps, vms }: Convergence, change: (vm: MovingVm) => Partial<MovingVm> = () => ({})): LabFile {
  return labFile('Does the migration converge?', {
    networks: [
      { name: 'mgmt', kind: 'management' },
      { name: 'vmotion', kind: 'vmotion', gbps },
    ],
    hosts: hostPair(vms.reduce((sum, { memoryGiB }) => sum + memoryGiB, 0)),
    vms: vms.map((vm) => {
      const { name, memoryGiB, cpuPercent, dirtyMBps, workingSetMiB, sdps } = { ...vm, ...change(vm) }
      const cpuMHz = Math.round((VCPUS * CORE_MHZ * cpuPercent) / 100)
      const demand = { cpuMHz, dirtyMBps, ...(workingSetMiB !== null && { workingSetMiB }) }
      return { name, host: 'esx-01', vcpus: VCPUS, memoryMiB: memoryGiB * 1024, sdps, demand }
    }),
    // One after the other: none shares the network with another.
    timeline: vms.map(({ name }, at) => ({ at: `${at * HOURS_APART}h`, do: 'vm.migrate', vm: name, host: 'esx-02' })),
    until: `${vms.length * HOURS_APART}h`,
  })
}

function endingOf({ events }: Evidence, vm: string): Ending {
  if (firstEvent(events, 'vmotion.failed', { vm }) !== null) return 'fails'
  return firstEvent(events, 'vmotion.sdps', { vm }) === null ? 'byItself' : 'slowedDown'
}

const thoseThat = (evidence: Evidence, { asked, vms }: Convergence): readonly string[] =>
  vms.map(({ name }) => name).filter((name) => endingOf(evidence, name) === asked)

function solve(evidence: Evidence, p: Convergence): Outcome {
  const those = thoseThat(evidence, p)
  return those.length === 1 ? (those[0] ?? null) : null
}

/** Those that a lab with a mistake in it gives and the real one does not. */
const onlyIn = (mistaken: Evidence, evidence: Evidence, p: Convergence): Outcome =>
  thoseThat(mistaken, p).find((name) => endingOf(evidence, name) !== p.asked) ?? null

const stems: { readonly [asked in Ending]: Phrase } = {
  byItself: [
    'These VMs are moved by vMotion one after the other, each alone on the network. Which migration converges by itself, without SDPS slowing the guest down and without failing?',
    '다음 VM을 vMotion으로 하나씩 차례로 이동하며, 네트워크는 한 번에 한 VM만 사용합니다. SDPS가 게스트를 느리게 하거나 실패하지 않고 스스로 수렴하는 마이그레이션은 어느 것입니까?',
  ],
  slowedDown: [
    'These VMs are moved by vMotion one after the other, each alone on the network. In which migration does SDPS slow the guest down?',
    '다음 VM을 vMotion으로 하나씩 차례로 이동하며, 네트워크는 한 번에 한 VM만 사용합니다. SDPS가 게스트를 느리게 하는 마이그레이션은 어느 것입니까?',
  ],
  fails: [
    'These VMs are moved by vMotion one after the other, each alone on the network. Which migration fails because the pre-copy makes no progress (noConvergence)?',
    '다음 VM을 vMotion으로 하나씩 차례로 이동하며, 네트워크는 한 번에 한 VM만 사용합니다. 사전 복사(pre-copy)가 진전되지 않아 실패하는(noConvergence) 마이그레이션은 어느 것입니까?',
  ],
}

const endings: { readonly [ending in Ending]: Phrase } = {
  byItself: ['converges by itself', '스스로 수렴함'],
  slowedDown: ['slowed down by SDPS', 'SDPS가 게스트를 느리게 함'],
  fails: ['fails (noConvergence)', '실패함(noConvergence)'],
}

const MISTAKES = ['M1', 'M2', 'M3', 'M4'] as const

/** Bandwidth in MB/s that the drawn rates are meant to be above or below; what they lead to the engine says. */
const nominalMBps = (gbps: number): number => gbps * 112

/** The one that is right, and one for each of three mistakes, so that memory, CPU, SDPS and working set each lead astray. */
function drawVms(rng: Rng, asked: Ending, gbps: number): readonly Omit<MovingVm, 'name'>[] {
  const fast = (): number => stepped(rng, Math.ceil(nominalMBps(gbps) / 50) * 55, nominalMBps(gbps) * 2, 5)
  const slow = (): number => stepped(rng, Math.floor(nominalMBps(gbps) / 50) * 5, Math.floor(nominalMBps(gbps) / 50) * 30, 5)
  const tiny = (): number => stepped(rng, 8, Math.max(8, Math.floor(nominalMBps(gbps) * 0.4)), 8)
  const plain = (): Omit<MovingVm, 'name'> => ({
    memoryGiB: gbps === 1 ? rng.between(4, 8) : stepped(rng, 16, 48, 4),
    cpuPercent: rng.between(20, 60),
    dirtyMBps: fast(),
    workingSetMiB: null,
    sdps: asked === 'slowedDown',
  })
  const largest = gbps === 1 ? rng.between(12, 24) : stepped(rng, 64, 256, 8)
  const smallest = gbps === 1 ? rng.between(1, 3) : rng.between(4, 12)
  const mistakes = shuffled(rng, MISTAKES).slice(0, 3)
  if (asked === 'byItself') {
    // The right one looks as if it could not: large, busy, and fast to change its memory where the working set is small.
    const isSmallSet = mistakes.includes('M4')
    const right = {
      ...plain(),
      memoryGiB: largest,
      cpuPercent: rng.between(75, 98),
      sdps: rng.chance(1, 2),
      ...(isSmallSet ? { workingSetMiB: tiny() } : { dirtyMBps: slow() }),
    }
    const others = mistakes.map((mistake): Omit<MovingVm, 'name'> => {
      const vm = { ...plain(), sdps: false }
      if (mistake === 'M1') return { ...vm, memoryGiB: smallest }
      if (mistake === 'M2') return { ...vm, cpuPercent: rng.between(2, 10) }
      return mistake === 'M3' ? { ...vm, sdps: true } : { ...vm, dirtyMBps: Math.ceil(nominalMBps(gbps) / 50) * 54 }
    })
    return [right, ...others]
  }
  const others = mistakes.map((mistake): Omit<MovingVm, 'name'> => {
    if (mistake === 'M1') return { ...plain(), memoryGiB: largest, dirtyMBps: slow(), sdps: rng.chance(1, 2) }
    if (mistake === 'M2') return { ...plain(), cpuPercent: rng.between(75, 98), dirtyMBps: slow(), sdps: rng.chance(1, 2) }
    return mistake === 'M3' ? { ...plain(), sdps: asked === 'fails' } : { ...plain(), workingSetMiB: tiny() }
  })
  return [plain(), ...others]
}

const mostBy = (vms: readonly MovingVm[], measure: (vm: MovingVm) => number): string =>
  [...vms].sort((a, b) => measure(b) - measure(a) || (a.name < b.name ? -1 : 1))[0]?.name ?? ''

export const convergence = defineFamily<Convergence>({
  id: 'F33',
  title: ['Does it converge, and with what help?', '수렴합니까? 무엇의 도움을 받습니까?'],
  topics: ['vMotion'],
  level: 3,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['VM-032', 'VM-033', 'VM-044'],
  mistakes: {
    M1: ['Thought that the size of the memory decides', '메모리 크기가 결정한다고 생각함'],
    M2: ['Thought that the CPU load decides', 'CPU 부하가 결정한다고 생각함'],
    M3: ['Left out of account whether SDPS is on for the VM', '해당 VM에서 SDPS를 사용하는지를 고려하지 않음'],
    M4: ['Left the writable working set out of account', '쓰기 작업 집합(working set)을 고려하지 않음'],
  },
  draw(rng) {
    const asked = rng.pick(['byItself', 'slowedDown', 'fails'] as const)
    const gbps = rng.pick([1, 10, 10, 25])
    const vms = shuffled(rng, drawVms(rng, asked, gbps))
    return { asked, gbps, vms: vms.map((vm, at) => ({ name: `vm-${at + 1}`, ...vm })) }
  },
  lab: (p) => labOf(p),
  solve,
  ask: ({ asked, gbps, vms }) => ({
    stem: stems[asked],
    given: [
      {
        title: [`VMs (vMotion network: one NIC of ${gbps} Gb/s in each host)`, `가상 시스템(vMotion 네트워크: 호스트당 ${gbps}Gb/s NIC 1개)`],
        head: [
          ['Name', '이름'],
          ['Memory', '메모리'],
          ['CPU load', 'CPU 부하'],
          ['Memory changed by the guest', '게스트가 변경하는 메모리'],
          ['Writable working set', '쓰기 작업 집합(working set)'],
          ['SDPS allowed', 'SDPS 허용'],
        ],
        rows: vms.map((vm) => [
          vm.name,
          measured(vm.memoryGiB, 'GiB'),
          `${vm.cpuPercent}%`,
          measured(vm.dirtyMBps, 'MB/s'),
          vm.workingSetMiB === null ? (['all memory', '전체 메모리'] as const) : measured(vm.workingSetMiB, 'MiB'),
          yesOrNo(vm.sdps),
        ]),
      },
      modelOfMigration,
    ],
  }),
  word: (outcome) => [String(outcome), String(outcome)],
  *wrong(p, evidence, play) {
    const sign = p.asked === 'byItself' ? -1 : 1
    yield { mistake: 'M1', outcome: mostBy(p.vms, ({ memoryGiB }) => sign * memoryGiB) }
    yield { mistake: 'M2', outcome: mostBy(p.vms, ({ cpuPercent }) => sign * cpuPercent) }
    const helped = withoutSdps(p, evidence, play)
    if (helped !== null) yield { mistake: 'M3', outcome: helped }
    const inSet =
      p.asked === 'byItself' ? mostBy(p.vms, ({ dirtyMBps }) => -dirtyMBps) : onlyIn(play(labOf(p, () => ({ workingSetMiB: null }))), evidence, p)
    if (inSet !== null) yield { mistake: 'M4', outcome: inSet }
  },
  vary: (p) => ({ ...p, vms: p.vms.map((vm) => ({ ...vm, dirtyMBps: 0 })) }),
  explain: ({ vms }, { events }) => stepsOf(vms, events),
  momentMs(p, evidence) {
    const vm = String(solve(evidence, p))
    const end = (['vmotion.failed', 'vmotion.sdps', 'vmotion.switchover'] as const).map((type) => firstEvent(evidence.events, type, { vm }))
    return end.find((event) => event !== null)?.t ?? 0
  },
})

/** One that SDPS brings home looks as if nothing had helped it. */
const withoutSdps = (p: Convergence, evidence: Evidence, play: Play): Outcome =>
  p.asked === 'byItself'
    ? (p.vms.find(({ name }) => endingOf(evidence, name) === 'slowedDown')?.name ?? null)
    : onlyIn(play(labOf(p, () => ({ sdps: p.asked !== 'fails' }))), evidence, p)

function stepsOf(vms: readonly MovingVm[], events: Evidence['events']): ReturnType<Parameters<typeof defineFamily<Convergence>>[0]['explain']> {
  const [first] = eventsOf(events, 'vmotion.round')
  const mbps = first === undefined ? 0 : Number(fieldOf(first, 'bytes')) / Number(fieldOf(first, 'durationMs')) / 1000
  const goal = formatNumber(mbps / 2, 1)
  return [
    {
      text: [
        `The usable bandwidth is ${formatNumber(mbps, 1)} MB/s, so up to ${goal} MB may be left at the switch-over. Neither the size of the memory nor the CPU load decides, but how fast memory changes.`,
        `사용 가능한 대역폭은 ${formatNumber(mbps, 1)}MB/s이며, 전환할 때 최대 ${goal}MB가 남아 있어도 됩니다. 메모리 크기나 CPU 부하가 아니라 메모리가 변경되는 속도가 결정합니다.`,
      ],
      facts: ['VM-032', 'VM-021'],
    },
    ...vms.map((vm) => stepOf(vm, events, mbps)),
  ]
}

function stepOf({ name, dirtyMBps, workingSetMiB }: MovingVm, events: Evidence['events'], mbps: number): ReturnType<typeof stepsOf>[number] {
  const ending = endingOf({ events } as Evidence, name)
  const rounds = eventsOf(events, 'vmotion.round', { vm: name }).length
  const [is, link] = [dirtyMBps < mbps ? '<' : '≥', formatNumber(mbps, 1)]
  const set = workingSetMiB === null ? null : formatNumber((workingSetMiB * 1_048_576) / 1e6, 1)
  const slowed = firstEvent(events, 'vmotion.sdps', { vm: name })
  const percent = slowed === null ? null : formatNumber(Number(fieldOf(slowed, 'slowdownPercent')), 1)
  return {
    text: [
      `${name}: ${dirtyMBps} ${is} ${link} MB/s${set === null ? '' : `; never more than its working set of ${set} MB is left to send again`}. Rounds: ${rounds}; ${endings[ending][0]}${percent === null ? '' : ` (by ${percent}%)`}.`,
      `${name}: ${dirtyMBps} ${is} ${link}MB/s${set === null ? '' : `, 다시 보낼 양은 작업 집합 ${set}MB를 넘지 않음`}. 라운드 ${rounds}번, ${endings[ending][1]}${percent === null ? '' : `(${percent}%)`}.`,
    ],
    facts: ending === 'fails' ? ['VM-044'] : ending === 'slowedDown' ? ['VM-033'] : workingSetMiB === null ? ['VM-032', 'VM-030'] : ['VM-032'],
  }
}
