import type { Phrase } from '../../../contract/texts/language.ts'
import { firstEvent, type Evidence, type LabFile } from '../../kit/evidence.ts'
import { defineFamily, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { hostName } from '../../kit/labs.ts'
import { clusterLab, secondsOf } from './failures.ts'

interface PrimaryFails {
  readonly asks: 'elected' | 'restarted'
  readonly hosts: number
  /** Position of the primary among the hosts. */
  readonly primary: number
  readonly heartbeatDatastores: boolean
  readonly how: 'host.powerOff' | 'host.crash'
  /** Run time. */
  readonly atS: number
}

/** `primary`: who is it; the host that fails is the same all the time. */
function labWith(p: PrimaryFails, primary: number): LabFile {
  const failing = hostName(p.primary)
  const { hosts, heartbeatDatastores, atS, how } = p
  const cluster = { hosts, primary: hostName(primary), heartbeatDatastores, vmsOn: [failing] }
  return clusterLab('When is there a new primary?', cluster, [{ at: `${atS}s`, do: how, host: failing }], atS + 36)
}

/** The instant asked for; of a secondary, which nobody follows, that of its failure. */
function instant(evidence: Evidence, { asks }: PrimaryFails): Outcome {
  if (asks === 'restarted') return secondsOf(evidence, 'ha.restartAttempted')
  return secondsOf(evidence, 'ha.primaryElected') ?? secondsOf(evidence, 'ha.hostStateChanged', { to: 'failed' })
}

const failure: { readonly [H in PrimaryFails['how']]: Phrase } = {
  'host.powerOff': ['loses power', '이 호스트의 전원이 끊어집니다'],
  'host.crash': ['stops with a purple diagnostic screen', '이 호스트가 보라색 진단 화면(PSOD)과 함께 중지됩니다'],
}

const seconds = (value: number): Phrase => [`At ${value} s`, `${value}초`]

export const primaryFails = defineFamily<PrimaryFails>({
  id: 'F10',
  title: ['The primary fails: new primary and first restart', '기본 호스트 장애: 새 기본 호스트 선출과 첫 다시 시작'],
  topics: ['HA'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['number', 'single'],
  facts: ['HA-047'],
  mistakes: {
    M1: ['Took the timeline of a secondary that fails', '보조 호스트 장애의 시간표를 적용함'],
    M2: ['Left out the time of the election', '선출에 걸리는 시간을 빠뜨림'],
    M3: ['Added the delay of the isolation response', '격리 응답의 지연 시간을 더함'],
    M4: ['Took the election for the restart, or the other way round', '선출 완료와 다시 시작을 혼동함'],
    M5: ['Left out the time until the silence is noticed', '하트비트 중단을 감지하는 시간을 빠뜨림'],
  },
  draw(rng) {
    const hosts = rng.between(3, 8)
    return {
      asks: rng.pick(['elected', 'restarted']),
      hosts,
      primary: rng.between(0, hosts - 1),
      heartbeatDatastores: rng.chance(1, 2),
      how: rng.pick(['host.powerOff', 'host.crash']),
      atS: rng.between(12, 900),
    }
  },
  lab: (p) => labWith(p, p.primary),
  solve: instant,
  ask({ asks, hosts, primary, heartbeatDatastores, how, atS }) {
    const name = hostName(primary)
    const [en, ko] = failure[how]
    return {
      stem: [
        `${name} is the primary host of a vSphere HA cluster and runs one protected virtual machine. At ${atS} s it ${en}. ${asks === 'elected' ? 'When is the new primary elected?' : 'When is the first restart of that virtual machine issued?'} (vSphere HA defaults)`,
        `${name}은(는) vSphere HA 클러스터의 기본 호스트이며 보호된 가상 시스템 하나를 실행합니다. ${atS}초에 ${ko}. ${asks === 'elected' ? '새 기본 호스트는 몇 초에 선출됩니까?' : '그 가상 시스템의 첫 번째 다시 시작은 몇 초에 실행됩니까?'} (vSphere HA 기본값 사용)`,
      ],
      given: [
        {
          title: ['Hosts', '호스트'],
          head: [
            ['Name', '이름'],
            ['Role', '역할'],
            ['Heartbeat datastores', '하트비트 데이터스토어'],
          ],
          rows: Array.from({ length: hosts }, (_, at) => [
            hostName(at),
            at === primary ? ['Primary', '기본 호스트'] : ['Secondary', '보조 호스트'],
            heartbeatDatastores ? 2 : 0,
          ]),
        },
      ],
      unit: ['s of run time', '초(실행 시간)'],
      tolerance: 1,
    }
  },
  word: (outcome) => seconds(Number(outcome)),
  *wrong(p, evidence, play): Iterable<WrongOutcome> {
    const right = Number(instant(evidence, p))
    const started = secondsOf(evidence, 'ha.electionStarted') ?? 0
    const elected = secondsOf(evidence, 'ha.primaryElected') ?? 0
    const restarted = secondsOf(evidence, 'ha.restartAttempted') ?? 0
    yield { mistake: 'M1', outcome: instant(play(labWith(p, (p.primary + 1) % p.hosts)), p) }
    yield { mistake: 'M2', outcome: right - (elected - started) }
    yield { mistake: 'M4', outcome: p.asks === 'elected' ? restarted : elected }
    yield { mistake: 'M3', outcome: right + ISOLATION_DELAY_S }
    yield { mistake: 'M5', outcome: right - (started - p.atS) }
  },
  vary: (p) => ({ ...p, atS: p.atS + 60 }),
  explain(p, evidence) {
    const { atS, asks } = p
    const started = secondsOf(evidence, 'ha.electionStarted') ?? 0
    const elected = secondsOf(evidence, 'ha.primaryElected') ?? 0
    const restarted = secondsOf(evidence, 'ha.restartAttempted') ?? 0
    return [
      {
        text: [
          `${atS} s: no more heartbeats of the primary. ${started} s (+${started - atS} s): the secondaries start an election.`,
          `${atS}초: 기본 호스트의 하트비트가 끊어집니다. ${started}초(+${started - atS}초): 보조 호스트가 선출을 시작합니다.`,
        ],
        facts: ['HA-047', 'HA-013'],
      },
      {
        text: [
          `${elected} s (+${elected - started} s): the new primary is elected and reads the lists of protected virtual machines.`,
          `${elected}초(+${elected - started}초): 새 기본 호스트가 선출되고 보호된 가상 시스템 목록을 읽습니다.`,
        ],
        facts: ['HA-012', 'HA-047'],
      },
      ...(asks === 'elected'
        ? []
        : [
            {
              text: [
                `${restarted} s (+${restarted - elected} s): it restarts protected virtual machines that do not run. Heartbeat datastores change nothing here.`,
                `${restarted}초(+${restarted - elected}초): 실행 중이 아닌 보호된 가상 시스템을 다시 시작합니다. 하트비트 데이터스토어 유무는 여기에 영향을 주지 않습니다.`,
              ] as const,
              facts: ['HA-047'] as const,
            },
          ]),
    ]
  },
  momentMs: ({ asks }, { events }) => firstEvent(events, asks === 'elected' ? 'ha.primaryElected' : 'ha.restartAttempted')?.t ?? 0,
})

/** HA-051: what an isolation response waits for. */
const ISOLATION_DELAY_S = 30
