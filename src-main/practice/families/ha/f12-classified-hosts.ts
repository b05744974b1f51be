import type { ExplainedStep } from '../../../contract/practice/question.ts'
import type { FactId } from '../../../contract/fact-id.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import { shuffled, some } from '../../kit/draw.ts'
import { eventsOf, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { hostName } from '../../kit/labs.ts'
import { label } from '../../kit/settings.ts'
import { clusterLab, DATASTORES } from './failures.ts'

/** What happened to a host. `cutAll`: network and datastores; `reaches`: cut, but it reaches its isolation address; `storage`: its datastores alone. */
const kinds = ['powerOff', 'cutAll', 'isolated', 'reaches', 'agent', 'storage'] as const
type Kind = (typeof kinds)[number]

const asked = ['failed', 'networkIsolated', 'networkPartitioned', 'agentUnreachable'] as const
type Asked = (typeof asked)[number]

interface Classified {
  readonly asks: Asked
  /** Of the hosts but the last, which is the primary. */
  readonly hosts: readonly Kind[]
}

const AT = '1s'
/** HA-041: by then the primary has judged every host; HA-053: only the isolated bit is read later, 30 s late at most. */
const [JUDGED_S, BIT_READ_S] = [20, 62]

function commandsOf(host: string, kind: Kind): readonly LabFile[] {
  const cut = { at: AT, do: 'network.disconnect', host, network: 'mgmt' }
  const noStorage = DATASTORES.map((datastore) => ({ at: AT, do: 'datastore.apd', datastore, hosts: [host] }))
  switch (kind) {
    case 'powerOff':
      return [{ at: AT, do: 'host.powerOff', host }]
    case 'cutAll':
      return [cut, ...noStorage]
    case 'isolated':
      return [cut]
    case 'reaches':
      return [{ ...cut, isolationAddresses: 'reachable' }]
    case 'agent':
      return [{ at: AT, do: 'host.agentFail', host }]
    case 'storage':
      return noStorage
  }
}

const primaryOf = ({ hosts }: Classified): string => hostName(hosts.length)

function labWith(p: Classified, hosts: readonly Kind[] = p.hosts): LabFile {
  const cluster = { hosts: hosts.length + 1, primary: primaryOf(p), heartbeatDatastores: true }
  const commands = hosts.flatMap((kind, at) => commandsOf(hostName(at), kind))
  const isCut = hosts.includes('isolated') || hosts.includes('reaches')
  return clusterLab('Failed, isolated or partitioned?', cluster, commands, isCut ? BIT_READ_S : JUDGED_S)
}

const namesIn = ({ state }: Evidence, { asks, hosts }: Classified): Outcome =>
  hosts.map((_kind, at) => hostName(at)).filter((host) => state.hosts[host]?.haState === asks)

/** What would have had to happen for the host to be what is asked for. */
const kindFor: { readonly [A in Asked]: Kind } = {
  failed: 'powerOff',
  networkIsolated: 'isolated',
  networkPartitioned: 'reaches',
  agentUnreachable: 'agent',
}

/** Which of the hosts a mistake takes for what is asked for. */
const confused: { readonly [mistake: string]: readonly Kind[] } = {
  M1: ['isolated', 'reaches'],
  M2: ['agent'],
  M3: ['powerOff', 'cutAll'],
  M4: ['storage'],
}

function* wrongOf(p: Classified, _evidence: Evidence, play: Play): Iterable<WrongOutcome> {
  for (const [mistake, taken] of Object.entries(confused)) {
    const hosts = p.hosts.map((kind) => (taken.includes(kind) ? kindFor[p.asks] : kind))
    if (hosts.some((kind, at) => kind !== p.hosts[at])) yield { mistake, outcome: namesIn(play(labWith(p, hosts)), p) }
  }
}

const yes: Phrase = ['Yes', '예']
const no: Phrase = ['No', '아니요']

/** What the primary has of the host: where it judged it, by what it judged; else as its state says. */
function signsOf({ events, state }: Evidence, host: string): readonly Phrase[] {
  const judged = eventsOf(events, 'ha.hostStateChanged', { host, by: 'vcenter' }).at(-1)?.why?.inputs
  const signs = state.hosts[host]?.heartbeat
  const network = judged === undefined ? signs?.networkAgeMs === 0 : judged['networkHeartbeat'] === true
  const datastore = judged === undefined ? signs?.datastoreAgeMs === 0 : judged['datastoreHeartbeat'] === true
  const ping = judged === undefined ? signs?.ping === true : judged['ping'] === true
  // Read with the poweron file: from a datastore on which the host still writes.
  const bit: Phrase = !datastore ? ['Not readable', '읽을 수 없음'] : judged?.['isolatedBit'] === true ? ['Set', '설정됨'] : ['Not set', '설정 안 됨']
  return [network ? yes : no, datastore ? yes : no, ping ? yes : no, bit]
}

export const classifiedHosts = defineFamily<Classified>({
  id: 'F12',
  title: ['Failed, isolated or partitioned?', '장애, 분리, 파티션 중 무엇입니까?'],
  topics: ['HA'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['multiple'],
  facts: ['HA-064'],
  mistakes: {
    M1: ['Did not look at the datastore heartbeats and the isolated bit', '데이터스토어 하트비트와 분리 비트를 확인하지 않음'],
    M2: ['Did not see that the host answers pings while its agent is silent', '에이전트만 응답하지 않고 호스트는 ping에 응답한다는 점을 놓침'],
    M3: ['Took a host without any sign of life for one that lives', '아무 신호도 없는 호스트를 살아 있다고 봄'],
    M4: [
      'Let missing datastore heartbeats decide although the network heartbeats go on',
      '네트워크 하트비트가 계속되는데도 데이터스토어 하트비트로 판정함',
    ],
  },
  draw(rng) {
    const asks = rng.pick(asked)
    const right = asks === 'failed' ? (['powerOff', 'cutAll'] as const) : ([kindFor[asks]] as const)
    const others = kinds.filter((kind) => !(right as readonly Kind[]).includes(kind))
    const wanted = Array.from({ length: rng.between(2, 3) }, () => rng.pick(right))
    const rest = some(rng, others, rng.between(2, 3))
    return { asks, hosts: shuffled(rng, [...wanted, ...rest]) }
  },
  lab: (p) => labWith(p),
  solve: namesIn,
  ask(p, evidence) {
    const [en, ko] = label('haState', p.asks)
    const primary = primaryOf(p)
    const names = p.hosts.map((_kind, at) => hostName(at))
    const wanted = (namesIn(evidence, p) as readonly string[]).length
    return {
      stem: [
        `${primary} is the primary host of a vSphere HA cluster. The table says what it can tell of the other hosts. Which ${wanted} of them does it judge as "${en}"?`,
        `${primary}은(는) vSphere HA 클러스터의 기본 호스트입니다. 표는 이 호스트가 다른 호스트에 대해 확인할 수 있는 신호입니다. 기본 호스트가 "${ko}" 상태로 판정하는 호스트 ${wanted}개는 무엇입니까?`,
      ],
      given: [
        {
          title: [`Signs that ${primary} has of the other hosts`, `${primary}에서 확인한 다른 호스트의 신호`],
          head: [
            ['Host', '호스트'],
            ['Network heartbeats', '네트워크 하트비트'],
            ['Datastore heartbeats', '데이터스토어 하트비트'],
            ['Answers pings', 'ping 응답'],
            ['Isolated bit', '분리 비트'],
          ],
          rows: names.map((host) => [host, ...signsOf(evidence, host)]),
        },
      ],
      items: names.map((name) => ({ id: name, text: [name, name] })),
    }
  },
  word: (outcome) => {
    const names = (outcome as readonly string[]).join(', ')
    return [names, names]
  },
  wrong: wrongOf,
  // One of them is well again.
  vary: (p) => ({ ...p, hosts: p.hosts.map((kind) => (kind === kindFor[p.asks] || (p.asks === 'failed' && kind === 'cutAll') ? 'storage' : kind)) }),
  explain({ hosts }, evidence) {
    const states = new Map<string, string[]>()
    hosts.forEach((_kind, at) => {
      const state = evidence.state.hosts[hostName(at)]?.haState ?? 'none'
      states.set(state, [...(states.get(state) ?? []), hostName(at)])
    })
    return [...states].map(([state, names]): ExplainedStep => {
      const [en, ko] = label('haState', state)
      const [because, becauseKo] = reasons[state]?.text ?? ['', '']
      return {
        text: [`${names.join(', ')}: ${en}. ${because}`, `${names.join(', ')}: ${ko}. ${becauseKo}`],
        facts: reasons[state]?.facts ?? ['HA-064'],
      }
    })
  },
})

const reasons: { readonly [state: string]: { readonly text: Phrase; readonly facts: readonly FactId[] } } = {
  failed: {
    text: ['No heartbeat of either kind, and no answer to pings.', '두 하트비트가 모두 없고 ping에도 응답하지 않습니다.'],
    facts: ['HA-064', 'HA-065'],
  },
  networkIsolated: {
    text: [
      'Datastore heartbeats without network heartbeats, and the isolated bit is set.',
      '네트워크 하트비트 없이 데이터스토어 하트비트만 있고 분리 비트가 설정되어 있습니다.',
    ],
    facts: ['HA-064', 'HA-052'],
  },
  networkPartitioned: {
    text: [
      'Datastore heartbeats without network heartbeats, and the isolated bit is not set.',
      '네트워크 하트비트 없이 데이터스토어 하트비트만 있고 분리 비트는 설정되어 있지 않습니다.',
    ],
    facts: ['HA-064', 'HA-052'],
  },
  agentUnreachable: {
    text: ['No heartbeat of either kind, but the host answers pings.', '두 하트비트가 모두 없지만 호스트는 ping에 응답합니다.'],
    facts: ['HA-064'],
  },
  secondary: {
    text: ['Network heartbeats go on: the others are not asked about.', '네트워크 하트비트가 계속되므로 다른 신호는 확인하지 않습니다.'],
    facts: ['HA-064', 'HA-031'],
  },
}
