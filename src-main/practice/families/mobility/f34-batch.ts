import type { Phrase } from '../../../contract/texts/language.ts'
import { formatNumber } from '../../../contract/texts/format.ts'
import { eventsOf, fieldOf, firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { labFile } from '../../kit/labs.ts'
import { inSeconds, measured } from '../../kit/words.ts'
import { hostsFor, modelOfMigration } from './migrations.ts'

interface Batch {
  /** The first of the batch to have arrived, or the last. */
  readonly asked: 'first' | 'last'
  readonly gbps: number
  readonly memoryGiB: number
  readonly vms: number
  /** VMs that are moved at the same time between two other hosts, asked for before those of the batch. */
  readonly others: number
}

const names = (batch: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${batch}-${String(at + 1).padStart(2, '0')}`)

function labOf({ gbps, memoryGiB, vms, others }: Batch): LabFile {
  const moved = [
    ...names('other', others).map((name) => ({ name, from: 'esx-03', to: 'esx-04' })),
    ...names('vm', vms).map((name) => ({ name, from: 'esx-01', to: 'esx-02' })),
  ]
  return labFile('When has the batch arrived?', {
    networks: [
      { name: 'mgmt', kind: 'management' },
      { name: 'vmotion', kind: 'vmotion', gbps },
    ],
    hosts: hostsFor(memoryGiB * vms, 4),
    vms: moved.map(({ name, from }) => ({ name, host: from, vcpus: 1, memoryMiB: memoryGiB * 1024 })),
    timeline: moved.map(({ name, to }) => ({ at: '0s', do: 'vm.migrate', vm: name, host: to })),
    until: '1h',
  })
}

const arrivals = ({ events }: Evidence): readonly number[] => eventsOf(events, 'vmotion.completed', { from: 'esx-01' }).map(({ t }) => t)
const tenths = (ms: number): number => Math.round(ms / 100) / 10

function solve(evidence: Evidence, { asked }: Batch): Outcome {
  const times = arrivals(evidence)
  return tenths(asked === 'first' ? Math.min(...times) : Math.max(...times))
}

/** One VM alone on the link: its copy, and what comes on top of it (set-up, stun). */
function alone(p: Batch, play: Play): { readonly copyMs: number; readonly fixedMs: number } {
  const evidence = play(labOf({ ...p, vms: 1, others: 0 }))
  const round = firstEvent(evidence.events, 'vmotion.round')
  const copyMs = round === null ? 0 : Number(fieldOf(round, 'durationMs'))
  return { copyMs, fixedMs: Math.max(...arrivals(evidence)) - copyMs }
}

/** With so many at once, `share` telling what each gets of the link. */
function withAtOnce(p: Batch, play: Play, atOnce: number, isShared = true): Outcome {
  const { copyMs, fixedMs } = alone(p, play)
  const waves = p.asked === 'first' ? [Math.min(atOnce, p.vms)] : wavesOf(p.vms, atOnce)
  return tenths(waves.reduce((sum, size) => sum + fixedMs + copyMs * (isShared ? size : 1), 0))
}

function wavesOf(count: number, atOnce: number): readonly number[] {
  const full = Math.floor(count / atOnce)
  const rest = count % atOnce
  return [...Array.from({ length: full }, () => atOnce), ...(rest > 0 ? [rest] : [])]
}

/** How many of the batch begin at once. */
const atOnceIn = ({ events }: Evidence): number => eventsOf(events, 'vmotion.started', { from: 'esx-01' }).filter(({ t }) => t === 0).length

const SLOW = 4
const FAST = 8
const ordinal: { readonly [asked in Batch['asked']]: Phrase } = {
  first: ['After how long has the first VM of the batch arrived', '이 묶음의 첫 번째 VM은 얼마 후에 이동이 완료됩니까'],
  last: ['After how long have all VMs of the batch arrived', '이 묶음의 모든 VM은 얼마 후에 이동이 완료됩니까'],
}

export const batchOfMigrations = defineFamily<Batch>({
  id: 'F34',
  title: ['Simultaneous migrations', '동시 마이그레이션'],
  topics: ['vMotion'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['VM-060', 'VM-037'],
  mistakes: {
    M1: ['Thought that all of them are copied at once', '모든 VM이 동시에 복사된다고 생각함'],
    M2: ['Took the limit for one of the whole cluster', '제한을 클러스터 전체에 적용되는 것으로 생각함'],
    M3: ['Took the limit of another network speed', '다른 네트워크 속도의 제한을 적용함'],
    M4: ['Gave each migration the whole bandwidth', '마이그레이션마다 전체 대역폭을 사용한다고 생각함'],
  },
  draw(rng) {
    const gbps = rng.pick([1, 10, 25])
    const isSlow = gbps === 1
    return {
      asked: rng.pick(['first', 'last'] as const),
      gbps,
      memoryGiB: isSlow ? rng.between(1, 8) : gbps === 10 ? rng.between(4, 40) : rng.between(16, 96),
      vms: isSlow ? rng.pick([5, 6, 7, 9]) : rng.between(9, 13),
      others: rng.between(1, 3),
    }
  },
  lab: labOf,
  solve,
  ask: (p) => ({
    stem: [
      `Two batches of idle VMs are moved by vMotion at the same time, both asked for at 0:00; their guests change no memory meanwhile. ${ordinal[p.asked][0]} that moves from esx-01 to esx-02?`,
      `유휴 상태의 VM 두 묶음을 동시에 vMotion으로 이동합니다. 모두 0:00에 요청했고, 그동안 게스트는 메모리를 변경하지 않습니다. esx-01에서 esx-02로 이동하는 묶음을 보십시오. ${ordinal[p.asked][1]}?`,
    ],
    given: [
      {
        title: [
          `Batches in the order asked for (vMotion network: one NIC of ${p.gbps} Gb/s in each host)`,
          `요청한 순서대로의 묶음(vMotion 네트워크: 호스트당 ${p.gbps}Gb/s NIC 1개)`,
        ],
        head: [
          ['From', '원본 호스트'],
          ['To', '대상 호스트'],
          ['VMs', 'VM 수'],
          ['Memory of each VM', 'VM당 메모리'],
        ],
        rows: [
          ['esx-03', 'esx-04', p.others, measured(p.memoryGiB, 'GiB')],
          ['esx-01', 'esx-02', p.vms, measured(p.memoryGiB, 'GiB')],
        ],
      },
      modelOfMigration,
    ],
  }),
  word: (outcome) => inSeconds(Number(outcome)),
  wrong(p, evidence, play) {
    const right = atOnceIn(evidence)
    return [
      { mistake: 'M1', outcome: withAtOnce(p, play, p.vms) },
      ...(p.asked === 'first' ? [{ mistake: 'M2', outcome: withAtOnce(p, play, right - p.others) }] : []),
      { mistake: 'M3', outcome: withAtOnce(p, play, right === SLOW ? FAST : SLOW) },
      { mistake: 'M4', outcome: withAtOnce(p, play, right, false) },
    ]
  },
  vary: (p) => ({ ...p, vms: 1 }),
  explain: (p, evidence) => stepsOf(p, evidence),
  momentMs: ({ asked }, evidence) => (asked === 'first' ? Math.min(...arrivals(evidence)) : Math.max(...arrivals(evidence))),
})

function stepsOf(p: Batch, evidence: Evidence): ReturnType<Parameters<typeof defineFamily<Batch>>[0]['explain']> {
  const atOnce = atOnceIn(evidence)
  const waves = wavesOf(p.vms, atOnce)
  const [round] = eventsOf(evidence.events, 'vmotion.round', { vm: 'vm-01' })
  const copySeconds = round === undefined ? 0 : Number(fieldOf(round, 'durationMs')) / 1000
  const ends = [...new Set(arrivals(evidence))].map((t) => formatNumber(t / 1000, 1))
  const each = formatNumber(copySeconds / atOnce, 2)
  return [
    {
      text: [
        `A network of ${p.gbps} Gb/s lets ${atOnce} vMotions run at once on each host; this counts for each host, so the other batch is in nobody's way. Of the ${p.vms} VMs ${atOnce} begin and ${p.vms - atOnce} wait.`,
        `${p.gbps}Gb/s 네트워크에서는 호스트당 vMotion ${atOnce}개가 동시에 실행됩니다. 제한은 호스트별로 적용되므로 다른 묶음은 영향을 주지 않습니다. VM ${p.vms}개 중 ${atOnce}개가 시작되고 ${p.vms - atOnce}개는 대기합니다.`,
      ],
      facts: ['VM-060', 'VM-061'],
    },
    {
      text: [
        `Those that run share the bandwidth equally: one alone would take ${each} s to copy, ${atOnce} at once take ${formatNumber(copySeconds, 2)} s each.`,
        `실행 중인 마이그레이션은 대역폭을 똑같이 나눕니다. 하나만 복사하면 ${each}초가 걸리고, ${atOnce}개가 동시에 복사되면 각각 ${formatNumber(copySeconds, 2)}초가 걸립니다.`,
      ],
      facts: ['VM-037'],
    },
    {
      text: [
        `Each wave (${waves.join(' + ')}) takes its set-up of 2 s, its copies and the stun of 0.1 s: done after ${ends.join(' s, ')} s.`,
        `차례(${waves.join(' + ')})마다 준비 2초, 복사 시간, 정지 0.1초가 걸립니다. 완료 시각: ${ends.join('초, ')}초.`,
      ],
      facts: ['VM-060', 'VM-030'],
    },
  ]
}
