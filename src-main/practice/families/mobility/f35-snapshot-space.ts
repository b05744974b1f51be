import type { Phrase } from '../../../contract/texts/language.ts'
import { BYTES_PER_GIB } from '../../../contract/units.ts'
import { formatNumber } from '../../../contract/texts/format.ts'
import { stepped } from '../../kit/draw.ts'
import { eventsOf, firstEvent, type Evidence, type LabFile } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { hostEntry, labFile } from '../../kit/labs.ts'
import { measured } from '../../kit/words.ts'

interface SnapshotSpace {
  /** What the VM takes on the datastore at the end, or hours until the datastore is full. */
  readonly asked: 'usedGiB' | 'hoursToFull'
  readonly diskGiB: number
  readonly memoryGiB: number
  readonly writeMBps: number
  readonly overwritePercent: number
  /** Snapshots are taken at the start of each interval. */
  readonly hours: readonly number[]
  readonly withMemory: boolean
  readonly capacityGiB: number
}

interface Mistaken {
  readonly diskGiB?: number
  readonly overwritePercent?: number
  readonly withMemory?: boolean
  readonly writeMBps?: number
}

const startsOf = (hours: readonly number[]): readonly number[] => hours.map((_, at) => hours.slice(0, at).reduce((sum, each) => sum + each, 0))
const endOf = (hours: readonly number[]): number => hours.reduce((sum, each) => sum + each, 0)

function labOf(p: SnapshotSpace, mistaken: Mistaken = {}): LabFile {
  const { diskGiB, memoryGiB, writeMBps, overwritePercent, hours, withMemory, capacityGiB, asked } = { ...p, ...mistaken }
  const isBound = asked === 'hoursToFull'
  return labFile('How much space do the snapshots take?', {
    // A disk that is only thought to be larger takes no more of the datastore from the start.
    datastores: [{ name: 'ds-01', capacityGiB: isBound ? capacityGiB + diskGiB - p.diskGiB : 65_536 }],
    hosts: [hostEntry({ name: 'esx-01', sockets: 2, cores: 16, mhz: 2600, memoryMiB: 262_144 })],
    vms: [
      {
        name: 'vm-1',
        host: 'esx-01',
        vcpus: 2,
        memoryMiB: memoryGiB * 1024,
        diskGiB,
        demand: { writeMBps, overwriteFraction: overwritePercent / 100 },
      },
    ],
    timeline: startsOf(hours).map((hour, at) => ({ at: `${hour}h`, do: 'snapshot.create', vm: 'vm-1', name: `snap-${at + 1}`, memory: withMemory })),
    until: `${endOf(hours) + (isBound ? 240 : 0)}h`,
  })
}

const tenths = (value: number): number => Math.round(value * 10) / 10

function solve(evidence: Evidence, { asked, diskGiB }: SnapshotSpace): Outcome {
  if (asked === 'usedGiB') return tenths(usedGiB(evidence, diskGiB))
  const full = firstEvent(evidence.events, 'vm.questionRaised', { question: 'outOfSpace' })
  return full === null ? null : tenths(full.t / 3_600_000)
}

/** Used by all but the base disk, and a disk of the true size. */
function usedGiB({ state, lab }: Evidence, diskGiB: number): number {
  const base = lab.vms[0]?.disks[0]?.sizeGiB ?? 0
  return (state.vms['vm-1']?.usedBytes ?? 0) / BYTES_PER_GIB - base + diskGiB
}

/** Each snapshot a copy of the disk (and the memory) at once. */
function asFullCopies({ asked, hours, diskGiB, memoryGiB, withMemory, capacityGiB }: SnapshotSpace): Outcome {
  const copy = diskGiB + (withMemory ? memoryGiB : 0)
  if (asked === 'usedGiB') return diskGiB + hours.length * copy
  return startsOf(hours).find((_, at) => diskGiB + (at + 1) * copy > capacityGiB) ?? null
}

const GIB_IN_MB = BYTES_PER_GIB / 1e6

export const snapshotSpace = defineFamily<SnapshotSpace>({
  id: 'F35',
  title: ['Size of a snapshot chain and free space', '스냅샷 체인의 크기와 여유 공간'],
  topics: ['Snapshots'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['number', 'single'],
  facts: ['SN-013', 'SN-004'],
  mistakes: {
    M1: ['Thought that each snapshot is a full copy of the disk', '스냅샷마다 디스크 전체가 복사된다고 생각함'],
    M2: ['Let a delta grow beyond the size of its disk', '델타 디스크가 기본 디스크보다 커질 수 있다고 생각함'],
    M3: ['Left out the memory files', '메모리 파일을 빠뜨림'],
    M4: ['Counted blocks that are written again as new ones', '다시 쓰는 블록까지 새 블록으로 계산함'],
  },
  draw(rng) {
    const diskGiB = stepped(rng, 20, 120, 10)
    const writeMBps = stepped(rng, 2, 20, 1) / 2
    const overwritePercent = rng.chance(1, 2) ? stepped(rng, 20, 60, 10) : 0
    const fillHours = (diskGiB * GIB_IN_MB) / (writeMBps * (1 - overwritePercent / 100)) / 3600
    const depth = rng.between(2, 4)
    const capped = rng.between(0, depth - 2)
    const hours = Array.from({ length: depth }, (_, at) =>
      Math.max(1, Math.round((fillHours * (at === capped ? rng.between(125, 200) : rng.between(25, 80))) / 100)),
    )
    const memoryGiB = rng.pick([4, 8, 12, 16, 24])
    // Full somewhere in the last interval.
    const deltas = hours.slice(0, -1).reduce((sum, each) => sum + Math.min(1, each / fillHours), 0) * diskGiB
    const withMemory = rng.chance(2, 3)
    const capacityGiB = Math.round(diskGiB + deltas + (withMemory ? depth * memoryGiB : 0) + (diskGiB * rng.between(15, 70)) / 100)
    return { asked: rng.pick(['usedGiB', 'hoursToFull'] as const), diskGiB, memoryGiB, writeMBps, overwritePercent, hours, withMemory, capacityGiB }
  },
  lab: (p) => labOf(p),
  solve,
  ask(p, evidence, form) {
    const right = Number(solve(evidence, p))
    return {
      stem: stemOf(p),
      given: [tableOf(p)],
      ...(form === 'number' && {
        unit: p.asked === 'usedGiB' ? (['GiB', 'GiB'] as const) : (['hours', '시간'] as const),
        tolerance: Math.max(0.1, tenths(right * 0.01)),
      }),
    }
  },
  word(outcome, { asked }) {
    if (outcome === null) return ['It never runs full', '가득 차지 않습니다']
    return asked === 'usedGiB' ? measured(Number(outcome), 'GiB', 'GiB', 1) : measured(Number(outcome), 'h', '시간', 1)
  },
  wrong(p, evidence, play) {
    const right = Number(solve(evidence, p))
    const of = (mistaken: Mistaken): Outcome => solve(play(labOf(p, mistaken)), p)
    return [
      { mistake: 'M1', outcome: asFullCopies(p) },
      // So large a disk that no delta reaches its size.
      { mistake: 'M2', outcome: of({ diskGiB: p.diskGiB * 10 }) },
      ...(p.withMemory ? [{ mistake: 'M3', outcome: of({ withMemory: false }) }] : []),
      ...(p.overwritePercent > 0 ? [{ mistake: 'M4', outcome: of({ overwritePercent: 0 }) }] : []),
    ].filter(({ outcome }) => outcome === null || Math.abs(Number(outcome) - right) > Math.max(0.2, right * 0.02))
  },
  vary: (p) => ({ ...p, writeMBps: p.writeMBps / 2 }),
  explain: (p, evidence) => stepsOf(p, evidence),
  momentMs: (p, evidence) => firstEvent(evidence.events, 'vm.questionRaised')?.t ?? endOf(p.hours) * 3_600_000,
})

function stemOf({ asked, hours, withMemory, capacityGiB, diskGiB }: SnapshotSpace): Phrase {
  const times = startsOf(hours)
  const memory: Phrase = withMemory ? ['with the memory', '메모리 포함'] : ['without the memory', '메모리 제외']
  const taken: Phrase = [
    `Snapshots of a running VM are taken ${memory[0]} at ${times.map((hour) => `${hour} h`).join(', ')}; none is deleted.`,
    `실행 중인 VM의 스냅샷을 ${times.map((hour) => `${hour}시간`).join(', ')} 시점에 만들며(${memory[1]}) 삭제하지 않습니다.`,
  ]
  return asked === 'usedGiB'
    ? [
        `${taken[0]} How much space do the disk and the snapshots take at ${endOf(hours)} h? Swap and log files do not count.`,
        `${taken[1]} ${endOf(hours)}시간 시점에 디스크와 스냅샷이 사용하는 공간은 얼마입니까? 스왑 파일과 로그 파일은 제외합니다.`,
      ]
    : [
        `${taken[0]} Its datastore has ${capacityGiB} GiB and holds only this VM (base disk: ${diskGiB} GiB). When is the datastore full, so that the VM is paused with a question? Swap and log files do not count.`,
        `${taken[1]} 데이터스토어의 용량은 ${capacityGiB}GiB이고 이 VM만 있습니다(기본 디스크 ${diskGiB}GiB). 데이터스토어가 가득 차서 VM이 질문과 함께 일시 중지되는 시점은 언제입니까? 스왑 파일과 로그 파일은 제외합니다.`,
      ]
}

function tableOf(p: SnapshotSpace): ReturnType<Parameters<typeof defineFamily<SnapshotSpace>>[0]['ask']>['given'][number] {
  return {
    title: ['The VM', '가상 시스템'],
    head: [
      ['Disk (thick)', '디스크(씩 프로비저닝)'],
      ['Memory', '메모리'],
      ['Written by the guest', '게스트 쓰기'],
      ['Of it to blocks already in the newest delta', '그중 최신 델타에 이미 있는 블록에 쓰는 비율'],
    ],
    rows: [[measured(p.diskGiB, 'GiB'), measured(p.memoryGiB, 'GiB'), measured(p.writeMBps, 'MB/s', 'MB/s', 1), `${p.overwritePercent}%`]],
  }
}

function stepsOf(p: SnapshotSpace, evidence: Evidence): ReturnType<Parameters<typeof defineFamily<SnapshotSpace>>[0]['explain']> {
  const vm = evidence.state.vms['vm-1']
  // The layer that a snapshot froze belongs to the interval before it; the last one is still written to.
  const deltas = [...(vm?.snapshots.slice(1).map(({ deltaBytes }) => deltaBytes) ?? []), vm?.deltaBytes ?? 0]
  const sizes = deltas.map((bytes) => `${formatNumber(bytes / BYTES_PER_GIB, 1)} GiB`)
  const rate = p.writeMBps * (1 - p.overwritePercent / 100)
  const perHour = formatNumber((rate * 3600) / GIB_IN_MB, 2)
  const images = eventsOf(evidence.events, 'snapshot.created').length
  const memory = p.withMemory ? images * p.memoryGiB : 0
  const sum = [`${p.diskGiB}`, ...sizes.map((size) => size.replace(' GiB', '')), ...(memory > 0 ? [`${images} × ${p.memoryGiB}`] : [])].join(' + ')
  const right = solve(evidence, p)
  return [
    {
      text: [
        `New blocks: ${formatNumber(p.writeMBps, 1)} MB/s × ${formatNumber(1 - p.overwritePercent / 100, 1)} = ${perHour} GiB an hour; they go into the delta of the newest snapshot.`,
        `새 블록: ${formatNumber(p.writeMBps, 1)}MB/s × ${formatNumber(1 - p.overwritePercent / 100, 1)} = 시간당 ${perHour}GiB. 최신 스냅샷의 델타 디스크에 기록됩니다.`,
      ],
      facts: ['SN-004', 'SN-013'],
    },
    {
      text: [
        `A delta never grows beyond its disk of ${p.diskGiB} GiB, and the next snapshot begins a new one. The deltas have${p.asked === 'hoursToFull' ? ' when the datastore is full' : ''}: ${sizes.join(', ')}.`,
        `델타 디스크는 기본 디스크 ${p.diskGiB}GiB보다 커지지 않으며, 다음 스냅샷에서 새 델타가 시작됩니다. ${p.asked === 'hoursToFull' ? '데이터스토어가 가득 찰 때의 ' : ''}델타 크기: ${sizes.join(', ')}.`,
      ],
      facts: ['SN-013'],
    },
    {
      text: [
        `${p.withMemory ? `Each snapshot with memory adds a file of ${p.memoryGiB} GiB. ` : ''}Disk + deltas${memory > 0 ? ' + memory' : ''} = ${sum} = ${formatNumber((vm?.usedBytes ?? 0) / BYTES_PER_GIB, 1)} GiB${p.asked === 'hoursToFull' ? `, all of the datastore, after ${String(right)} h` : ''}.`,
        `${p.withMemory ? `메모리를 포함한 스냅샷마다 ${p.memoryGiB}GiB 파일이 추가됩니다. ` : ''}디스크 + 델타${memory > 0 ? ' + 메모리' : ''} = ${sum} = ${formatNumber((vm?.usedBytes ?? 0) / BYTES_PER_GIB, 1)}GiB${p.asked === 'hoursToFull' ? `. ${String(right)}시간 후 데이터스토어가 가득 찹니다` : ''}.`,
      ],
      facts: p.asked === 'hoursToFull' ? ['SN-016', 'SN-015'] : ['SN-001', 'SN-015'],
    },
  ]
}
