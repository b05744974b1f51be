import type { Phrase } from '../../../contract/texts/language.ts'
import type { Evidence, LabFile } from '../../kit/evidence.ts'
import { defineFamily } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'

interface ToHosts {
  readonly what: 'fails' | 'maintenance' | 'added'
  readonly hosts: number
}
type Happening = ToHosts | { readonly what: 'retreat' }

interface AgentCase {
  readonly product: '7.0' | '8.0'
  readonly hosts: number
  readonly happenings: readonly Happening[]
}

/** Agents, and hosts that have one. */
type Agents = readonly [count: number, onHosts: number]

const namesFrom = (from: number, count: number): readonly string[] => Array.from({ length: count }, (_, at) => hostName(from + at))

interface Told {
  readonly commands: readonly LabFile[]
  readonly text: Phrase
}

/** What happens to which hosts: the last ones leave, new ones come after them. */
function tell({ hosts, happenings }: AgentCase): readonly Told[] {
  let [last, next] = [hosts, hosts]
  return happenings.map((happening): Told => {
    if (happening.what === 'retreat')
      return {
        commands: [{ do: 'cluster.configure', vcls: { retreatMode: true } }],
        text: ['retreat mode is switched on for the cluster', '클러스터에서 Retreat 모드를 켭니다'],
      }
    const count = happening.hosts
    if (happening.what === 'added') {
      const names = namesFrom(next, count)
      next += count
      return {
        commands: names.map((name) => ({ do: 'host.add', ...entryOf(name) })),
        text: [`${names.join(', ')} ${count > 1 ? 'are' : 'is'} added to the cluster`, `${names.join(', ')}을(를) 클러스터에 추가합니다`],
      }
    }
    last -= count
    const names = namesFrom(last, count)
    return happening.what === 'fails'
      ? {
          commands: names.map((host) => ({ do: 'host.powerOff', host })),
          text: [`${names.join(', ')} ${count > 1 ? 'lose' : 'loses'} power`, `${names.join(', ')}의 전원이 끊깁니다`],
        }
      : {
          commands: names.map((host) => ({ do: 'host.enterMaintenance', host })),
          text: [
            `${names.join(', ')} ${count > 1 ? 'are' : 'is'} put into maintenance mode`,
            `${names.join(', ')}을(를) 유지 보수 모드로 전환합니다`,
          ],
        }
  })
}

const entryOf = (name: string): LabFile => hostEntry({ name, sockets: 2, cores: 16, mhz: 2600, memoryMiB: 262_144 })

function labOf(p: AgentCase): LabFile {
  const told = tell(p)
  return labFile('How many agent VMs does vCLS have?', {
    product: p.product,
    hosts: namesFrom(0, p.hosts).map(entryOf),
    timeline: told.flatMap(({ commands }, at) => commands.map((command) => ({ at: `${(at + 1) * 60}s`, ...command }))),
    until: `${(told.length + 2) * 60}s`,
  })
}

function solve({ state }: Evidence): Agents {
  const agents = state.vcls?.agents ?? []
  return [agents.length, new Set(agents).size]
}

/** Hosts that are left to run something. */
const usableHosts = ({ state }: Evidence): number =>
  Object.values(state.hosts).filter(({ power, mode }) => power === 'on' && mode === 'normal').length

export const vclsAgents = defineFamily<AgentCase>({
  id: 'F39',
  title: ['How many vCLS agent VMs, and where?', 'vCLS 에이전트 VM은 몇 개이며 어디에 있습니까?'],
  topics: ['vCLS'],
  level: 1,
  generations: [7, 8],
  forms: ['single'],
  facts: ['DRS-096', 'HA-183'],
  mistakes: {
    M1: ['Thought that every host has an agent', '모든 호스트에 에이전트가 있다고 생각함'],
    M2: ['Thought that there are always three agents', '에이전트가 항상 세 개라고 생각함'],
    M3: ['Overlooked what happened last', '마지막에 일어난 일을 놓침'],
    M4: ['Thought that agents share a host', '여러 에이전트가 한 호스트에 함께 있다고 생각함'],
    M5: ['Thought that a majority of the hosts needs an agent', '호스트의 과반수에 에이전트가 필요하다고 생각함'],
    M6: ['Thought that one agent is enough', '에이전트 하나로 충분하다고 생각함'],
  },
  draw(rng) {
    const hosts = rng.between(2, 9)
    const leaving = (): ToHosts => ({
      what: rng.pick(['fails', 'maintenance'] as const),
      hosts: rng.between(1, Math.max(1, Math.min(hosts - 1, 3))),
    })
    const first: ToHosts = rng.chance(1, 4) ? { what: 'added', hosts: rng.between(1, 2) } : leaving()
    const rest = hosts - (first.what === 'added' ? 0 : first.hosts)
    const second: readonly Happening[] = rng.chance(1, 6)
      ? [{ what: 'retreat' }]
      : rng.chance(1, 3)
        ? [
            rest > 1 && rng.chance(1, 2)
              ? { what: rng.pick(['fails', 'maintenance'] as const), hosts: rng.between(1, rest - 1) }
              : { what: 'added', hosts: 1 },
          ]
        : []
    return { product: rng.pick(['7.0', '8.0'] as const), hosts, happenings: [first, ...second] }
  },
  lab: labOf,
  solve,
  ask(p) {
    const told = tell(p)
    return {
      stem: [
        `A cluster of vSphere ${p.product} (${p.product === '7.0' ? 'last update' : 'agent VMs, not embedded'}) has ${p.hosts} hosts, ${hostName(0)} to ${hostName(p.hosts - 1)}, all of them running, with room for everything. ${told.map(({ text }, at) => `${at === 0 ? 'Then' : 'Later'} ${text[0]}.`).join(' ')} How many agent VMs of vSphere Cluster Services (vCLS) are there afterwards?`,
        `vSphere ${p.product}(${p.product === '7.0' ? '최신 업데이트' : '내장형이 아닌 에이전트 VM'}) 클러스터에 호스트 ${p.hosts}개(${hostName(0)} ~ ${hostName(p.hosts - 1)})가 있으며 모두 실행 중이고 리소스는 충분합니다. ${told.map(({ text }, at) => `${at === 0 ? '이제' : '이후'} ${text[1]}.`).join(' ')} 그 후 vSphere 클러스터 서비스(vCLS)의 에이전트 VM은 몇 개입니까?`,
      ],
      given: [],
    }
  },
  word(outcome) {
    const [count, onHosts] = outcome as unknown as Agents
    if (count === 0) return ['None', '없음']
    return [
      `${count} agent VM${count > 1 ? 's' : ''} on ${onHosts} host${onHosts > 1 ? 's' : ''}`,
      onHosts > 1 ? `호스트 ${onHosts}개에 에이전트 VM ${count}개` : `호스트 1개에 에이전트 VM ${count}개`,
    ]
  },
  *wrong(p, evidence, play) {
    const [count] = solve(evidence)
    const usable = usableHosts(evidence)
    yield { mistake: 'M1', outcome: [usable, usable] }
    yield { mistake: 'M3', outcome: solve(play(labOf({ ...p, happenings: p.happenings.slice(0, -1) }))) }
    yield { mistake: 'M2', outcome: [3, Math.min(3, usable)] }
    if (count > 1) yield { mistake: 'M4', outcome: [count, 1] }
    const majority = Math.floor(usable / 2) + 1
    yield { mistake: 'M5', outcome: [majority, majority] }
    yield { mistake: 'M6', outcome: [1, 1] }
  },
  nearby: () => [[2, 2]],
  vary: (p) =>
    p.happenings.some(({ what }) => what === 'retreat')
      ? { ...p, happenings: p.happenings.slice(0, -1) }
      : { ...p, happenings: [...p.happenings, { what: 'retreat' }] },
  explain(p, evidence) {
    const [count] = solve(evidence)
    const usable = usableHosts(evidence)
    if (p.happenings.some(({ what }) => what === 'retreat'))
      return [
        {
          text: [
            'Retreat mode removes all agent VMs, however many hosts there are. DRS stops with them; vSphere HA goes on.',
            'Retreat 모드는 호스트 수와 관계없이 모든 에이전트 VM을 제거합니다. DRS는 중지되고 vSphere HA는 계속 작동합니다.',
          ],
          facts: ['DRS-096'],
        },
      ]
    const all = Object.keys(evidence.state.hosts).length
    return [
      {
        text: [
          'vCLS has one agent VM in a cluster of one host, two with two hosts, and three from three hosts on, each on another host.',
          'vCLS 에이전트 VM은 호스트가 1개이면 1개, 2개이면 2개, 3개 이상이면 3개이며 서로 다른 호스트에 있습니다.',
        ],
        facts: ['DRS-096', 'HA-183'],
      },
      {
        text: [
          `Of ${all} hosts ${usable} can run one: ${count} agent VM${count === 1 ? '' : 's'} (${evidence.state.vcls?.agents.join(', ') ?? ''}).`,
          `호스트 ${all}개 중 ${usable}개에서 실행할 수 있으므로 에이전트 VM은 ${count}개입니다(${evidence.state.vcls?.agents.join(', ') ?? ''}).`,
        ],
        facts: ['DRS-096'],
      },
    ]
  },
  momentMs: ({ happenings }) => happenings.length * 60_000,
})
