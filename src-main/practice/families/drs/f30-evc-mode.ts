import type { EvcMode } from '../../../contract/lab/evc.ts'
import { some, shuffled, type Rng } from '../../kit/draw.ts'
import { eventsOf, type Evidence, type LabFile } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { amdModes, evcName, intelModes, modeFrom } from './evc-words.ts'

interface CpuList {
  readonly models: readonly EvcMode[]
}

/** Every mode is asked for, oldest first: the cluster keeps the last one that it accepts. */
function labOf({ models }: CpuList): LabFile {
  const modes = [
    ...(models.some((model) => intelModes.includes(model)) ? intelModes : []),
    ...(models.some((model) => amdModes.includes(model)) ? amdModes : []),
  ]
  return labFile('Which EVC mode is the highest?', {
    hosts: models.map((model, at) => {
      const host = hostEntry({ name: hostName(at), sockets: 2, cores: 16, mhz: 2600, memoryMiB: 262_144 })
      return { ...host, cpu: { ...(host['cpu'] as object), model } }
    }),
    timeline: modes.map((evcMode, at) => ({ at: `${at + 1}s`, do: 'cluster.configure', evcMode })),
    until: `${modes.length + 1}s`,
  })
}

const solve = ({ state }: Evidence): Outcome => state.cluster.evcMode

const modesOf = (models: readonly EvcMode[], vendor: readonly EvcMode[]): readonly EvcMode[] => models.filter((model) => vendor.includes(model))
const oldest = (models: readonly EvcMode[]): EvcMode | undefined => inOrder(models)[0]
const newest = (models: readonly EvcMode[]): EvcMode | undefined => inOrder(models)[models.length - 1]
const inOrder = (models: readonly EvcMode[]): readonly EvcMode[] =>
  [...intelModes, ...amdModes].filter((mode) => models.includes(mode)).flatMap((mode) => models.filter((model) => model === mode))

function drawModels(rng: Rng): readonly EvcMode[] {
  const [own, other] = rng.chance(2, 3) ? [intelModes, amdModes] : [amdModes, intelModes]
  const kinds = some(rng, own, rng.between(2, 4))
  const models = Array.from({ length: rng.between(3, 6) }, (_, at) => kinds[at] ?? rng.pick(kinds))
  // One host of the other vendor among them.
  return shuffled(rng, rng.chance(1, 5) ? [...models, rng.pick(other)] : models)
}

export const highestEvcMode = defineFamily<CpuList>({
  id: 'F30',
  title: ['EVC: the highest mode possible', 'EVC: 가능한 가장 높은 모드'],
  topics: ['EVC'],
  level: 1,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['DRS-092', 'DRS-093'],
  mistakes: {
    M1: ['Took the newest host', '가장 최신 호스트를 기준으로 함'],
    M2: ['Took the mode above it', '한 단계 높은 모드를 선택함'],
    M3: ['Mixed vendors in one EVC cluster', '한 EVC 클러스터에 서로 다른 벤더를 섞음'],
    M4: ['Thought that CPUs of different generations cannot be together at all', '세대가 다른 CPU는 함께 사용할 수 없다고 생각함'],
    M5: ['Overlooked the oldest host', '가장 오래된 호스트를 놓침'],
  },
  draw: (rng) => ({ models: drawModels(rng) }),
  lab: labOf,
  solve,
  ask: ({ models }) => ({
    stem: [
      'EVC is to be enabled for a new cluster of these hosts; no VM runs yet. Which is the highest EVC mode that can be set?',
      '다음 호스트로 구성한 새 클러스터에서 EVC를 사용하도록 설정하려고 합니다. 실행 중인 VM은 없습니다. 설정할 수 있는 가장 높은 EVC 모드는 무엇입니까?',
    ],
    given: [
      {
        title: ['Hosts', '호스트'],
        head: [
          ['Name', '이름'],
          ['CPU', 'CPU'],
        ],
        rows: models.map((model, at) => [hostName(at), evcName(model)]),
      },
    ],
  }),
  word: (outcome) =>
    outcome === null ? ['None: EVC cannot be enabled', '없음: EVC를 사용할 수 없음'] : [evcName(outcome as EvcMode), evcName(outcome as EvcMode)],
  *wrong({ models }, evidence, play) {
    const right = solve(evidence)
    const of = (kept: readonly EvcMode[]): Outcome => (kept.length === 0 ? null : solve(play(labOf({ models: kept }))))
    const top = newest(models)
    if (right === null) {
      const vendors = [modesOf(models, intelModes), modesOf(models, amdModes)]
      for (const hosts of vendors) yield { mistake: 'M3', outcome: of(hosts) }
      for (const hosts of vendors) yield { mistake: 'M1', outcome: newest(hosts) ?? null }
      return
    }
    if (top !== undefined) yield { mistake: 'M1', outcome: of([top]) }
    yield { mistake: 'M5', outcome: of(models.filter((model) => model !== oldest(models))) }
    yield { mistake: 'M4', outcome: null }
    yield { mistake: 'M2', outcome: modeFrom(right as EvcMode, 1) }
  },
  nearby: (right) => (right === null ? [] : [modeFrom(right as EvcMode, -1)]),
  vary({ models }) {
    // Without the oldest; of two vendors without one of them.
    const [first, ...more] = [modesOf(models, intelModes), modesOf(models, amdModes)].filter((hosts) => hosts.length > 0)
    return { models: more.length > 0 ? (first ?? models) : models.filter((model) => model !== oldest(models)) }
  },
  explain({ models }, evidence) {
    const right = solve(evidence)
    const refused = eventsOf(evidence.events, 'command.refused').length
    if (right === null)
      return [
        {
          text: [
            `The hosts are of two vendors: each of the ${refused} modes is refused, since an EVC cluster has one vendor only.`,
            `호스트의 CPU 벤더가 두 종류이므로 모드 ${refused}개가 모두 거부됩니다. EVC 클러스터는 한 벤더의 CPU만 사용할 수 있습니다.`,
          ],
          facts: ['DRS-093', 'VM-007'],
        },
      ]
    const low = oldest(models)
    const names = models.flatMap((model, at) => (model === low ? [hostName(at)] : [])).join(', ')
    return [
      {
        text: [
          'A CPU offers the mode of its own generation and every older one of its vendor; the mode has to be offered by every host.',
          'CPU는 자체 세대와 같은 벤더의 이전 세대 모드를 모두 제공합니다. 설정할 모드는 모든 호스트가 제공해야 합니다.',
        ],
        facts: ['DRS-092', 'DRS-093'],
      },
      {
        text: [
          `The oldest CPU decides: ${names}. Everything up to ${evcName(right as EvcMode)} is accepted, ${refused === 0 ? 'which is the newest mode' : `the ${refused} above it refused`}.`,
          `가장 오래된 CPU가 결정합니다: ${names}. ${evcName(right as EvcMode)}까지 허용되며 ${refused === 0 ? '이것이 최신 모드입니다' : `그보다 높은 모드 ${refused}개는 거부됩니다`}.`,
        ],
        facts: ['DRS-092'],
      },
    ]
  },
})
