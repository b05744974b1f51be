import type { ExplainedStep } from '../../../contract/practice/question.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import { firstEvent, type Evidence, type LabFile } from '../../kit/evidence.ts'
import { defineFamily, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { hostName } from '../../kit/labs.ts'
import { clusterLab, DATASTORES, secondsOf } from './failures.ts'

/** What happens to the host; `cutAll`: network and datastores; `cutNetwork`: the management network alone; `agent`: its HA agent dies. */
type How = 'powerOff' | 'crash' | 'cutAll' | 'cutNetwork' | 'agent'

interface Declared {
  readonly how: How
  readonly hosts: number
  readonly heartbeatDatastores: boolean
  /** das.config.fdm.hostTimeout and das.config.fdm.icmpPingTimeout, where they are set. */
  readonly hostTimeoutS: number | null
  readonly pingTimeoutS: number | null
}

const FAILS_AT_S = 1
const FAILING = hostName(0)

function commandsOf(how: How): readonly LabFile[] {
  const at = `${FAILS_AT_S}s`
  const cut = { at, do: 'network.disconnect', host: FAILING, network: 'mgmt' }
  switch (how) {
    case 'powerOff':
      return [{ at, do: 'host.powerOff', host: FAILING }]
    case 'crash':
      return [{ at, do: 'host.crash', host: FAILING }]
    case 'cutAll':
      return [cut, ...DATASTORES.map((datastore) => ({ at, do: 'datastore.apd', datastore, hosts: [FAILING] }))]
    case 'cutNetwork':
      return [cut]
    case 'agent':
      return [{ at, do: 'host.agentFail', host: FAILING }]
  }
}

function labWith({ how, hosts, heartbeatDatastores, hostTimeoutS, pingTimeoutS }: Declared, isPrimary = false): LabFile {
  const advancedOptions = {
    ...(hostTimeoutS !== null && { 'das.config.fdm.hostTimeout': hostTimeoutS }),
    ...(pingTimeoutS !== null && { 'das.config.fdm.icmpPingTimeout': pingTimeoutS }),
  }
  const cluster = { hosts, primary: isPrimary ? FAILING : hostName(hosts - 1), heartbeatDatastores, advancedOptions }
  return clusterLab('When is it declared failed?', cluster, commandsOf(how), FAILS_AT_S + 60)
}

/** Seconds after the failure; null: never. */
function declaredAfter(evidence: Evidence): number | null {
  const at = secondsOf(evidence, 'ha.hostStateChanged', { host: FAILING, to: 'failed', by: 'vcenter' })
  return at === null ? null : at - FAILS_AT_S
}

const story: { readonly [H in How]: Phrase } = {
  powerOff: ['loses power', '보조 호스트 하나의 전원이 끊어집니다'],
  crash: ['stops with a purple diagnostic screen', '보조 호스트 하나가 보라색 진단 화면(PSOD)과 함께 중지됩니다'],
  cutAll: [
    'loses its management network and all its datastores at the same time, and runs on',
    '보조 호스트 하나에서 관리 네트워크와 모든 데이터스토어 연결이 동시에 끊어지지만 호스트는 계속 실행됩니다',
  ],
  cutNetwork: [
    'loses its management network, keeps its datastores, and runs on',
    '보조 호스트 하나에서 관리 네트워크 연결이 끊어지지만 데이터스토어 연결은 유지되고 호스트는 계속 실행됩니다',
  ],
  agent: [
    'loses its HA agent for good: the host itself runs on and answers pings',
    '보조 호스트 하나의 HA 에이전트가 완전히 중지되지만 호스트는 계속 실행되며 ping에 응답합니다',
  ],
}

const lives = (how: How): boolean => how === 'cutNetwork' || how === 'agent'

function* wrongOf(p: Declared, evidence: Evidence, play: (file: LabFile) => Evidence): Iterable<WrongOutcome> {
  const after = (change: Partial<Declared>, isPrimary = false): Outcome => declaredAfter(play(labWith({ ...p, ...change }, isPrimary)))
  const unreachable = secondsOf(evidence, 'ha.hostUnreachable', { host: FAILING })
  if (p.heartbeatDatastores) yield { mistake: 'M1', outcome: after({ heartbeatDatastores: false, ...(p.how === 'agent' && { how: 'powerOff' }) }) }
  else yield { mistake: 'M6', outcome: after({ heartbeatDatastores: true, how: lives(p.how) ? 'powerOff' : p.how }) }
  yield { mistake: 'M7', outcome: after({ hostTimeoutS: null, pingTimeoutS: null }) }
  if (lives(p.how)) yield { mistake: 'M9', outcome: after({ how: 'powerOff' }) }
  else yield { mistake: 'M8', outcome: null }
  if (unreachable !== null) yield { mistake: 'M5', outcome: unreachable - FAILS_AT_S }
  yield { mistake: 'M3', outcome: VM_MONITORING_S }
  yield { mistake: 'M2', outcome: APD_TIMEOUT_S }
  yield { mistake: 'M4', outcome: after({ how: 'powerOff' }, true) }
}

/** HA-112: preset high. */
const VM_MONITORING_S = 30
/** HA-129 */
const APD_TIMEOUT_S = 140

export const declaredFailed = defineFamily<Declared>({
  id: 'F11',
  title: ['When is a failed host declared dead?', '장애 호스트는 언제 장애로 판정됩니까?'],
  topics: ['HA'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['number', 'single'],
  facts: ['HA-041', 'HA-042', 'HA-064'],
  mistakes: {
    M1: ['Left out the check of datastore heartbeats', '데이터스토어 하트비트 확인을 빠뜨림'],
    M2: ['Took the APD timeout', 'APD 시간 초과 값을 적용함'],
    M3: ['Took the failure interval of VM monitoring', 'VM 모니터링의 장애 간격을 적용함'],
    M4: ['Took the timeline of a primary that fails', '기본 호스트 장애의 시간표를 적용함'],
    M5: ['Stopped where the host becomes unreachable', '호스트에 연결할 수 없게 되는 시점까지만 계산함'],
    M6: ['Waited for datastore heartbeats that are not configured', '구성되지 않은 데이터스토어 하트비트를 기다린다고 봄'],
    M7: ['Used the defaults in spite of the advanced options', '고급 옵션을 무시하고 기본값을 사용함'],
    M8: ['Saw a sign of life where there is none', '살아 있다는 신호가 없는데도 있다고 봄'],
    M9: ['Let the missing network heartbeats alone decide', '네트워크 하트비트 중단만으로 판정함'],
  },
  draw(rng) {
    const how = rng.pick(['powerOff', 'powerOff', 'crash', 'crash', 'cutAll', 'cutAll', 'cutNetwork', 'cutNetwork', 'agent'] as const)
    return {
      how,
      hosts: rng.between(3, 6),
      heartbeatDatastores: rng.chance(1, 2),
      hostTimeoutS: rng.chance(2, 3) ? rng.between(6, 28) : null,
      pingTimeoutS: rng.chance(1, 2) ? rng.between(3, 14) : null,
    }
  },
  lab: (p) => labWith(p),
  solve: declaredAfter,
  ask({ how, hosts, heartbeatDatastores, hostTimeoutS, pingTimeoutS }) {
    const [en, ko] = story[how]
    return {
      stem: [
        `A secondary host of a vSphere HA cluster ${en}. How many seconds later does the primary declare it failed?`,
        `vSphere HA 클러스터에서 ${ko}. 기본 호스트는 몇 초 후에 이 호스트를 장애로 판정합니까?`,
      ],
      given: [
        {
          title: ['Cluster', '클러스터'],
          head: [
            ['Setting', '설정'],
            ['Value', '값'],
          ],
          rows: [
            [['Hosts', '호스트'], hosts],
            [['Heartbeat datastores per host', '호스트당 하트비트 데이터스토어'], heartbeatDatastores ? 2 : 0],
            ['das.config.fdm.hostTimeout', hostTimeoutS ?? (['not set', '설정 안 됨'] as const)],
            ['das.config.fdm.icmpPingTimeout', pingTimeoutS ?? (['not set', '설정 안 됨'] as const)],
          ],
        },
      ],
      unit: ['s', '초'],
      tolerance: 0,
    }
  },
  word: (outcome) =>
    outcome === null ? ['It is not declared failed', '장애로 판정하지 않음'] : [`After ${String(outcome)} s`, `${String(outcome)}초 후`],
  wrong: wrongOf,
  // Longer than any that is drawn; who lives has to die.
  vary: (p) => ({ ...p, how: lives(p.how) ? 'powerOff' : p.how, hostTimeoutS: 40 }),
  explain: explained,
  momentMs: (_p, { events, lab }) => firstEvent(events, 'ha.hostStateChanged', { host: FAILING, to: 'failed', by: 'vcenter' })?.t ?? lab.until,
})

function explained({ how, heartbeatDatastores }: Declared, evidence: Evidence): readonly ExplainedStep[] {
  const after = (type: Parameters<typeof secondsOf>[1], fields: Parameters<typeof secondsOf>[2]): number =>
    (secondsOf(evidence, type, fields) ?? 0) - FAILS_AT_S
  const primary = { host: FAILING }
  const lost = after('ha.heartbeatLost', primary)
  const unreachable = after('ha.hostUnreachable', primary)
  const declared = declaredAfter(evidence)
  const steps: ExplainedStep[] = [
    {
      text: [
        `+${lost} s: the primary misses network heartbeats${heartbeatDatastores ? ' and watches the datastore heartbeats' : ''}. +${unreachable} s: the host counts as unreachable and is pinged.`,
        `+${lost}초: 기본 호스트가 네트워크 하트비트 중단을 알게 ${heartbeatDatastores ? '되고 데이터스토어 하트비트를 확인하기 시작합니다' : '됩니다'}. +${unreachable}초: 연결할 수 없는 호스트로 보고 ping을 보냅니다.`,
      ],
      facts: ['HA-041', 'HA-043'],
    },
  ]
  if (how === 'agent')
    steps.push({
      text: [
        'It answers the pings: its agent is unreachable, the host has not failed.',
        'ping에 응답하므로 에이전트에 연결할 수 없는 것일 뿐 호스트 장애가 아닙니다.',
      ],
      facts: ['HA-064'],
    })
  else if (declared === null)
    steps.push({
      text: [
        'Its datastore heartbeats go on: it lives, and is taken for partitioned or isolated.',
        '데이터스토어 하트비트가 계속되므로 살아 있는 호스트이며, 분할되거나 분리된 것으로 봅니다.',
      ],
      facts: ['HA-052', 'HA-064'],
    })
  else
    steps.push({
      text: heartbeatDatastores
        ? [
            `+${after('ha.datastoreHeartbeat', { host: FAILING, alive: false })} s: no datastore heartbeat in all that time. +${declared} s: the pings too have found nothing, and the host is declared failed.`,
            `+${after('ha.datastoreHeartbeat', { host: FAILING, alive: false })}초: 그동안 데이터스토어 하트비트가 없습니다. +${declared}초: ping 응답까지 없으므로 장애로 판정합니다.`,
          ]
        : [
            `No heartbeat datastores are configured: +${declared} s, when the pings have found nothing, the host is declared failed.`,
            `하트비트 데이터스토어가 없으므로 ping 응답을 기다린 후 +${declared}초에 장애로 판정합니다.`,
          ],
      facts: heartbeatDatastores ? ['HA-041', 'HA-043'] : ['HA-042', 'HA-043'],
    })
  return steps
}
