import { formatNumber } from '../../../contract/texts/format.ts'
import type { LabEvent } from '../../../contract/events.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import { stepped } from '../../kit/draw.ts'
import { eventsOf, fieldOf, firstEvent, type Evidence, type LabFile } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { labFile } from '../../kit/labs.ts'
import { inSeconds, measured } from '../../kit/words.ts'
import { BYTES_PER_MIB } from '../../../contract/units.ts'
import { hostPair, modelOfMigration } from './migrations.ts'

interface PreCopyCase {
  readonly asked: 'rounds' | 'totalSeconds' | 'stunMs'
  readonly memoryGiB: number
  readonly gbps: number
  readonly nics: number
  readonly dirtyMBps: number
  /** Null: all of its memory. */
  readonly workingSetGiB: number | null
}

const GOAL_SECONDS = 0.5
const FULL_SHARE = 0.9
const BITS_PER_BYTE = 8

function labOf(p: PreCopyCase): LabFile {
  const { memoryGiB, gbps, nics, dirtyMBps, workingSetGiB } = p
  return labFile('How long does the pre-copy take?', {
    networks: [
      { name: 'mgmt', kind: 'management' },
      { name: 'vmotion', kind: 'vmotion', gbps, nics },
    ],
    hosts: hostPair(memoryGiB),
    vms: [
      {
        name: 'vm-1',
        host: 'esx-01',
        vcpus: 4,
        memoryMiB: memoryGiB * 1024,
        demand: { dirtyMBps, ...(workingSetGiB !== null && { workingSetMiB: workingSetGiB * 1024 }) },
      },
    ],
    timeline: [{ at: '0s', do: 'vm.migrate', vm: 'vm-1', host: 'esx-02' }],
    until: '2h',
  })
}

const numberOf = (event: LabEvent | null | undefined, field: string): number =>
  event === null || event === undefined ? NaN : Number(fieldOf(event, field))

function solve({ events }: Evidence, { asked }: PreCopyCase): Outcome {
  const completed = firstEvent(events, 'vmotion.completed')
  if (completed === null) return null
  if (asked === 'totalSeconds') return tenths(numberOf(completed, 'totalMs'))
  return Math.round(numberOf(completed, asked))
}

const tenths = (ms: number): number => Math.round(ms / 100) / 10

/** What somebody gets who stops after the first pass: it, and what was dirtied meanwhile. */
function afterOnePass({ events }: Evidence, { asked }: PreCopyCase): Outcome {
  const first = eventsOf(events, 'vmotion.round')[0]
  const stun = firstEvent(events, 'vmotion.completed')
  if (first === undefined || stun === null || asked === 'rounds') return 1
  const [roundMs, sentBytes, dirtyBytes] = [numberOf(first, 'durationMs'), numberOf(first, 'bytes'), numberOf(first, 'dirtyBytes')]
  const stunMs = (dirtyBytes / sentBytes) * roundMs + fixedStunMs(events)
  return asked === 'stunMs' ? Math.round(stunMs) : tenths(numberOf(first, 'durationMs') + setUpMs(events) + stunMs)
}

const setUpMs = (events: readonly LabEvent[]): number => {
  const first = eventsOf(events, 'vmotion.round')[0]
  return (first?.t ?? 0) - numberOf(first, 'durationMs') - (firstEvent(events, 'vmotion.started')?.t ?? 0)
}

/** The stun without the transfer of what was left. */
const fixedStunMs = (events: readonly LabEvent[]): number => {
  const rounds = eventsOf(events, 'vmotion.round')
  const last = rounds[rounds.length - 1]
  return (
    numberOf(firstEvent(events, 'vmotion.completed'), 'stunMs') -
    (numberOf(last, 'dirtyBytes') / numberOf(last, 'bytes')) * numberOf(last, 'durationMs')
  )
}

const stems: { readonly [asked in PreCopyCase['asked']]: Phrase } = {
  rounds: [
    'A running VM is moved by vMotion; nothing else uses the network. How many pre-copy rounds run before the switch-over (the first pass over all memory counts as one, the last transfer during the switch-over does not)?',
    '실행 중인 VM을 vMotion으로 이동하며 네트워크를 사용하는 다른 작업은 없습니다. 전환(switch-over) 전에 사전 복사(pre-copy) 라운드가 몇 번 실행됩니까? (전체 메모리를 복사하는 첫 라운드는 포함하고, 전환 중의 마지막 전송은 제외합니다.)',
  ],
  totalSeconds: [
    'A running VM is moved by vMotion; nothing else uses the network. How long does the migration take, from its start to its completion?',
    '실행 중인 VM을 vMotion으로 이동하며 네트워크를 사용하는 다른 작업은 없습니다. 마이그레이션이 시작되어 완료될 때까지 시간이 얼마나 걸립니까?',
  ],
  stunMs: [
    'A running VM is moved by vMotion; nothing else uses the network. For how long is the VM stunned in the switch-over?',
    '실행 중인 VM을 vMotion으로 이동하며 네트워크를 사용하는 다른 작업은 없습니다. 전환(switch-over) 중에 VM이 멈춰 있는 시간은 얼마입니까?',
  ],
}

const units: { readonly [asked in PreCopyCase['asked']]: Phrase } = {
  rounds: ['rounds', '라운드'],
  totalSeconds: ['s', '초'],
  stunMs: ['ms', 'ms'],
}

const toleranceOf = (asked: PreCopyCase['asked'], right: number): number => {
  if (asked === 'rounds') return 0
  return asked === 'stunMs' ? 5 : Math.max(0.2, Math.round(right / 10) / 10)
}

/** Further from the right answer than what somebody rounds on the way. */
const isApart = ({ asked }: PreCopyCase, outcome: number, right: number): boolean =>
  Math.abs(outcome - right) > 2 * toleranceOf(asked, right) || asked === 'rounds'

export const preCopyPasses = defineFamily<PreCopyCase>({
  id: 'F32',
  title: ['Pre-copy passes and total time', '사전 복사 라운드와 전체 시간'],
  topics: ['vMotion'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['number', 'single'],
  facts: ['VM-030', 'VM-021'],
  mistakes: {
    M1: ['Switched over after one pass, whatever was still left to send', '남은 양과 관계없이 한 번만 복사하고 전환한다고 생각함'],
    M2: ['Left out the pages that the guest dirties meanwhile', '복사하는 동안 게스트가 변경하는 페이지를 빠뜨림'],
    M3: ['Mixed up bits and bytes: took Gb/s for GB/s', '비트와 바이트를 혼동하여 Gb/s를 GB/s로 계산함'],
    M4: ['Took the nominal speed of the NIC instead of the usable share', '사용 가능한 대역폭이 아니라 NIC의 공칭 속도를 사용함'],
  },
  draw(rng) {
    const asked = rng.pick(['rounds', 'totalSeconds', 'stunMs'] as const)
    const gbps = rng.pick([1, 10, 10, 25])
    const nics = rng.chance(1, 4) ? 2 : 1
    const memoryGiB = gbps === 1 ? rng.between(2, 16) : gbps === 10 ? stepped(rng, 8, 192, 4) : stepped(rng, 64, 512, 8)
    const usableMBps = FULL_SHARE * gbps * nics * 125
    // So slow that it converges long before SDPS would step in.
    const dirtyMBps = stepped(rng, Math.ceil(usableMBps * 0.04) * 5, Math.floor(usableMBps * 0.13) * 5, 5)
    return {
      asked,
      memoryGiB,
      gbps,
      nics,
      dirtyMBps,
      workingSetGiB: rng.chance(1, 4) ? rng.between(1, Math.max(1, Math.floor(memoryGiB / 4))) : null,
    }
  },
  lab: labOf,
  solve,
  ask(p, evidence, form) {
    const { asked } = p
    const right = Number(solve(evidence, p))
    return {
      stem: stems[asked],
      given: [
        {
          title: ['The migration', '마이그레이션'],
          head: [
            ['Memory of the VM', 'VM 메모리'],
            ['Memory changed by the guest', '게스트가 변경하는 메모리'],
            ['Writable working set', '쓰기 작업 집합(working set)'],
            ['vMotion NICs of each host', '호스트당 vMotion NIC'],
          ],
          rows: [
            [
              measured(p.memoryGiB, 'GiB'),
              measured(p.dirtyMBps, 'MB/s'),
              p.workingSetGiB === null ? ['all memory', '전체 메모리'] : measured(p.workingSetGiB, 'GiB'),
              `${p.nics} × ${p.gbps} Gb/s`,
            ],
          ],
        },
        modelOfMigration,
      ],
      ...(form === 'number' && { unit: units[asked], tolerance: toleranceOf(asked, right) }),
    }
  },
  word(outcome, { asked }) {
    if (asked === 'totalSeconds') return inSeconds(Number(outcome))
    return measured(Number(outcome), outcome === 1 && asked === 'rounds' ? 'round' : units[asked][0], units[asked][1])
  },
  *wrong(p, evidence, play) {
    const right = Number(solve(evidence, p))
    const makers: readonly (readonly [mistake: string, outcome: () => Outcome])[] = [
      ['M1', () => afterOnePass(evidence, p)],
      ['M2', () => solve(play(labOf({ ...p, dirtyMBps: 0 })), p)],
      ['M3', () => solve(play(labOf({ ...p, gbps: p.gbps * BITS_PER_BYTE })), p)],
      ['M4', () => solve(play(labOf({ ...p, gbps: p.gbps / FULL_SHARE })), p)],
    ]
    for (const [mistake, make] of makers) {
      const outcome = make()
      if (isApart(p, Number(outcome), right)) yield { mistake, outcome }
    }
  },
  // How near the last round was to one more, and the one before to having been enough.
  edges: ({ events }) =>
    eventsOf(events, 'vmotion.round')
      .map((round) => ((numberOf(round, 'dirtyBytes') / numberOf(round, 'bytes')) * numberOf(round, 'durationMs')) / 1000 / GOAL_SECONDS)
      .filter((share) => share < 1.5),
  vary: (p) => ({ ...p, dirtyMBps: 0 }),
  explain: (p, { events }) => stepsOf(p, events),
  momentMs: (_p, { events }) => firstEvent(events, 'vmotion.switchover')?.t ?? 0,
})

function stepsOf(p: PreCopyCase, events: readonly LabEvent[]): ReturnType<Parameters<typeof defineFamily<PreCopyCase>>[0]['explain']> {
  const rounds = eventsOf(events, 'vmotion.round')
  const first = rounds[0]
  const completed = firstEvent(events, 'vmotion.completed')
  const mbps = numberOf(first, 'bytes') / numberOf(first, 'durationMs') / 1000
  const line = `${p.nics} × ${p.gbps} Gb/s × 125 × ${FULL_SHARE} = ${formatNumber(mbps, 1)} MB/s`
  const list = rounds.map(
    (round) => `${formatNumber(numberOf(round, 'bytes') / 1e6, 1)} MB / ${formatNumber(numberOf(round, 'durationMs') / 1000, 3)} s`,
  )
  const shown = list.length > 8 ? [...list.slice(0, 6), '…', ...list.slice(-1)] : list
  const left = formatNumber(numberOf(rounds[rounds.length - 1], 'dirtyBytes') / 1e6, 1)
  const goal = `${formatNumber(mbps, 1)} MB/s = ${formatNumber(mbps * GOAL_SECONDS, 1)} MB`
  const stun = numberOf(completed, 'stunMs')
  const live = rounds.reduce((sum, round) => sum + numberOf(round, 'durationMs'), 0)
  return [
    { text: [`Usable bandwidth: ${line}.`, `사용 가능한 대역폭: ${line}.`], facts: ['VM-034', 'VM-038'] },
    {
      text: [
        `The first round sends all ${p.memoryGiB} GiB = ${formatNumber((p.memoryGiB * 1024 * BYTES_PER_MIB) / 1e6, 1)} MB, each further one what was dirtied during the one before${p.workingSetGiB === null ? '' : `, never more than the working set of ${p.workingSetGiB} GiB`}. Sent / time: ${shown.join(' · ')}.`,
        `첫 라운드에서 전체 ${p.memoryGiB}GiB(${formatNumber((p.memoryGiB * 1024 * BYTES_PER_MIB) / 1e6, 1)}MB)를 보내고, 그다음부터는 직전 라운드 동안 변경된 페이지를 보냅니다${p.workingSetGiB === null ? '' : `(최대 작업 집합 ${p.workingSetGiB}GiB)`}. 전송량 / 시간: ${shown.join(' · ')}.`,
      ],
      facts: ['VM-022', 'VM-030'],
    },
    {
      text: [
        `After round ${rounds.length} there are ${left} MB left, not more than ${GOAL_SECONDS} s × ${goal}: switch-over. Stun = transfer of the rest + 100 ms = ${formatNumber(stun)} ms.`,
        `${rounds.length}번째 라운드 후 남은 양은 ${left}MB이고, ${GOAL_SECONDS}초 × ${goal} 이하이므로 전환합니다. 정지 시간 = 나머지 전송 시간 + 100ms = ${formatNumber(stun)}ms.`,
      ],
      facts: ['VM-021', 'VM-030'],
    },
    ...(p.asked === 'totalSeconds'
      ? [
          {
            text: [
              `Total = set-up ${formatNumber(setUpMs(events) / 1000, 1)} s + rounds ${formatNumber(live / 1000, 1)} s + stun ${formatNumber(stun / 1000, 3)} s = ${formatNumber(numberOf(completed, 'totalMs') / 1000, 1)} s.`,
              `전체 = 준비 ${formatNumber(setUpMs(events) / 1000, 1)}초 + 라운드 ${formatNumber(live / 1000, 1)}초 + 정지 ${formatNumber(stun / 1000, 3)}초 = ${formatNumber(numberOf(completed, 'totalMs') / 1000, 1)}초.`,
            ] as const,
            facts: ['VM-030'] as const,
          },
        ]
      : []),
  ]
}
