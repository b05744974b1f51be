import { some, shuffled, stepped } from '../../kit/draw.ts'
import { firstEvent, fieldOf, type LabFile } from '../../kit/evidence.ts'
import { defineFamily } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { measured } from '../../kit/words.ts'

interface Candidate {
  readonly name: string
  readonly moid: string
  readonly memoryGiB: number
  /** How many of the datastores it has mounted. */
  readonly datastores: number
}

interface Election {
  readonly hosts: readonly Candidate[]
}

const DATASTORES = 5

function labOf({ hosts }: Election): LabFile {
  return labFile('Who becomes primary?', {
    start: 'cold',
    cluster: { ha: {} },
    datastores: Array.from({ length: DATASTORES }, (_, at) => ({
      name: `ds-${at + 1}`,
      hosts: hosts.filter(({ datastores }) => datastores > at).map(({ name }) => name),
    })),
    hosts: hosts.map(({ name, moid, memoryGiB }) => ({
      ...hostEntry({ name, sockets: 2, cores: 16, mhz: 2600, memoryMiB: memoryGiB * 1024 }),
      moid,
    })),
    until: '60s',
  })
}

const numberIn = (moid: string): number => Number(moid.replace('host-', ''))
/** The first of the list by a measure. */
const mostBy = (hosts: readonly Candidate[], measure: (host: Candidate) => number): string =>
  [...hosts].sort((a, b) => measure(b) - measure(a) || (a.name < b.name ? -1 : 1))[0]?.name ?? ''

export const whoBecomesPrimary = defineFamily<Election>({
  id: 'F09',
  title: ['Who becomes primary?', '어느 호스트가 기본 호스트가 됩니까?'],
  topics: ['HA'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['host', 'single'],
  facts: ['HA-008', 'HA-010'],
  mistakes: {
    M1: ['Compared the managed object ids as numbers', '관리 개체 ID를 숫자로 비교함'],
    M2: ['Took the host with the most memory', '메모리가 가장 큰 호스트를 선택함'],
    M3: ['Took the host that has been in the cluster longest', '클러스터에 가장 오래 있던 호스트를 선택함'],
    M4: ['Took the lowest managed object id', '가장 작은 관리 개체 ID를 선택함'],
  },
  draw(rng) {
    const count = rng.between(4, 8)
    // Ids on both sides of 100, where text and number part.
    const ids = shuffled(rng, [...some(rng, [94, 95, 96, 97, 98, 99], rng.between(2, 3)), ...some(rng, [100, 101, 102, 104, 107, 110], count)]).slice(
      0,
      count,
    )
    const most = rng.between(3, DATASTORES)
    return {
      hosts: ids.map((id, at) => ({
        name: hostName(at),
        moid: `host-${id}`,
        memoryGiB: stepped(rng, 128, 1024, 64),
        datastores: rng.chance(3, 5) ? most : rng.between(2, most),
      })),
    }
  },
  lab: labOf,
  solve(evidence) {
    const elected = firstEvent(evidence.events, 'ha.primaryElected')
    return elected === null ? null : String(fieldOf(elected, 'host'))
  },
  ask: ({ hosts }) => ({
    stem: [
      'vSphere HA is being enabled on these hosts, all of which take part in the first election. Which host becomes the primary?',
      '다음 호스트에서 vSphere HA를 사용하도록 설정하며, 모든 호스트가 첫 선출에 참여합니다. 어느 호스트가 기본 호스트가 됩니까?',
    ],
    given: [
      {
        title: ['Hosts, in the order in which they were added', '호스트(추가된 순서)'],
        head: [
          ['Name', '이름'],
          ['Managed object id', '관리 개체 ID'],
          ['Memory', '메모리'],
          ['Datastores mounted', '마운트된 데이터스토어'],
        ],
        rows: hosts.map(({ name, moid, memoryGiB, datastores }) => [name, moid, measured(memoryGiB, 'GiB'), datastores]),
      },
    ],
    items: hosts.map(({ name }) => ({ id: name, text: [name, name] })),
  }),
  word: (outcome) => [String(outcome), String(outcome)],
  wrong({ hosts }) {
    const most = Math.max(...hosts.map(({ datastores }) => datastores))
    const seeing = hosts.filter(({ datastores }) => datastores === most)
    return [
      { mistake: 'M1', outcome: mostBy(seeing, ({ moid }) => numberIn(moid)) },
      { mistake: 'M2', outcome: mostBy(hosts, ({ memoryGiB }) => memoryGiB) },
      { mistake: 'M3', outcome: hosts[0]?.name ?? null },
      { mistake: 'M4', outcome: mostBy(hosts, ({ moid }) => -numberIn(moid)) },
    ]
  },
  nearby: (_right, { hosts }) => hosts.map(({ name }) => name),
  vary(p) {
    // The winner loses its datastores but two: somebody else sees more, or has the higher id.
    const most = Math.max(...p.hosts.map(({ datastores }) => datastores))
    const first = [...p.hosts].filter(({ datastores }) => datastores === most).sort((a, b) => (a.moid < b.moid ? 1 : -1))[0]
    return { hosts: p.hosts.map((host) => (host === first ? { ...host, datastores: 1 } : host)) }
  },
  explain({ hosts }, evidence) {
    const elected = firstEvent(evidence.events, 'ha.primaryElected')
    const winner = elected === null ? '' : String(fieldOf(elected, 'host'))
    const most = Math.max(...hosts.map(({ datastores }) => datastores))
    const seeing = hosts.filter(({ datastores }) => datastores === most)
    const ids = seeing.map(({ name, moid }) => `${name} (${moid})`).join(', ')
    return [
      {
        text: [
          `The host that has the most datastores mounted wins. ${most} are mounted by: ${ids}.`,
          `마운트된 데이터스토어가 가장 많은 호스트가 선출됩니다. ${most}개를 마운트한 호스트: ${ids}.`,
        ],
        facts: ['HA-008'],
      },
      ...(seeing.length < 2
        ? []
        : [
            {
              text: [
                `Among these the managed object ids are compared as text, character by character, and the highest wins: ${winner}.`,
                `그중에서는 관리 개체 ID를 문자열로 한 글자씩 비교하여 가장 큰 값이 이깁니다. 결과: ${winner}.`,
              ] as const,
              facts: ['HA-010'] as const,
            },
          ]),
    ]
  },
  momentMs: (_p, { events }) => firstEvent(events, 'ha.primaryElected')?.t ?? 0,
})
