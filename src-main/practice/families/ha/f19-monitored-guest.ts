import type { ExplainedStep } from '../../../contract/practice/question.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import type { Rng } from '../../kit/draw.ts'
import { eventsOf, firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Asked, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { durationOf, label, secondsOf, settingsTable } from '../../kit/settings.ts'

type Preset = 'low' | 'medium' | 'high'

/** When is it reset after one failure? */
interface Once {
  readonly asks: 'when'
  readonly failure: 'hang' | 'toolsStop' | 'appCrash'
  /** The guest goes on writing to its disk after Tools or the application stopped; it did before a hang. */
  readonly hasIo: boolean
  readonly monitoring: 'vm' | 'vmAndApplication'
  readonly preset: Preset
  /** Uptime at the failure; null: days. */
  readonly uptimeSeconds: number | null
}

/** How often is it reset if it fails after each boot? */
interface Often {
  readonly asks: 'howOften'
  readonly maxResets: number
  /** Null: no window. */
  readonly windowMinutes: number | null
  readonly minutes: number
}

type Monitored = Once | Often

const VM = 'vm-1'
const POWER_ON_SECONDS = 10
const BIN_MS = 30_000
const presets: { readonly [P in Preset]: { readonly interval: number; readonly uptime: number } } = {
  low: { interval: 120, uptime: 480 },
  medium: { interval: 60, uptime: 240 },
  high: { interval: 30, uptime: 120 },
}

const failsAtSeconds = (p: Monitored): number => (p.asks === 'when' && p.uptimeSeconds !== null ? POWER_ON_SECONDS + p.uptimeSeconds : 5)

function labOf(p: Monitored): LabFile {
  const isYoung = p.asks === 'when' && p.uptimeSeconds !== null
  const failure =
    p.asks === 'howOften' ? { do: 'vm.guestHang', vm: VM, everyBoot: true } : { do: `vm.${p.failure === 'hang' ? 'guestHang' : p.failure}`, vm: VM }
  return labFile('A guest that is monitored', {
    cluster: {
      ha: {
        vmMonitoring: p.asks === 'when' ? p.monitoring : 'vm',
        vmMonitoringSensitivity:
          p.asks === 'when'
            ? p.preset
            : { failureInterval: '30s', minUptime: '120s', maxResets: p.maxResets, window: p.windowMinutes === null ? null : `${p.windowMinutes}m` },
      },
    },
    hosts: [0, 1].map((at) => hostEntry({ name: hostName(at), cores: 8, mhz: 2600, memoryMiB: 65_536 })),
    vms: [
      {
        name: VM,
        host: hostName(0),
        vcpus: 1,
        memoryMiB: 2048,
        application: p.asks === 'when' && p.failure === 'appCrash',
        bootTime: '20s',
        ...(isYoung && { power: 'off' }),
        ...(p.asks === 'when' && p.hasIo && { demand: { writeMBps: 5 } }),
      },
    ],
    timeline: [...(isYoung ? [{ at: '0s', do: 'vm.powerOn', vm: VM, host: hostName(0) }] : []), { at: `${failsAtSeconds(p)}s`, ...failure }],
    until: p.asks === 'when' ? `${failsAtSeconds(p) + 720}s` : `${failsAtSeconds(p) + p.minutes * 60}s`,
  })
}

/** when: number of whole 30 s from the failure to the reset, null: none · howOften: resets. */
function verdictOf({ events }: Evidence, p: Monitored): Outcome {
  const resets = eventsOf(events, 'vm.reset', { vm: VM })
  if (p.asks === 'howOften') return resets.length
  const first = resets[0]
  return first === undefined ? null : Math.floor((first.t - failsAtSeconds(p) * 1000) / BIN_MS)
}

function wordOf(outcome: Outcome, p: Monitored): Phrase {
  if (p.asks === 'howOften') return [`${String(outcome)} ${outcome === 1 ? 'time' : 'times'}`, `${String(outcome)}번`]
  if (outcome === null) return ['It is not reset', '재설정되지 않음']
  if (outcome === 'elsewhere') return ['It is restarted on another host', '다른 호스트에서 다시 시작됨']
  const from = Number(outcome) * (BIN_MS / 1000)
  return [`It is reset after ${from} to ${from + BIN_MS / 1000} s`, `${from}~${from + BIN_MS / 1000}초 후 재설정됨`]
}

function* mistakesOf(p: Monitored, play: Play): Generator<WrongOutcome> {
  const verdict = (other: Monitored): Outcome => verdictOf(play(labOf(other)), other)
  if (p.asks === 'howOften') {
    yield { mistake: 'M3', outcome: verdict({ ...p, maxResets: 100 }) }
    yield p.windowMinutes === null
      ? { mistake: 'M8', outcome: verdict({ ...p, windowMinutes: 60 }) }
      : { mistake: 'M9', outcome: verdict({ ...p, windowMinutes: null }) }
    yield { mistake: 'M10', outcome: verdict({ ...p, maxResets: 1 }) }
    return
  }
  if (p.hasIo && p.failure !== 'appCrash') yield { mistake: 'M1', outcome: verdict({ ...p, hasIo: false }) }
  if (p.uptimeSeconds !== null) yield { mistake: 'M2', outcome: verdict({ ...p, uptimeSeconds: null }) }
  if (p.failure === 'appCrash') yield { mistake: 'M6', outcome: verdict({ ...p, monitoring: p.monitoring === 'vm' ? 'vmAndApplication' : 'vm' }) }
  yield { mistake: 'M7', outcome: 'elsewhere' }
  yield { mistake: 'M4', outcome: presets[p.preset].interval / (BIN_MS / 1000) }
  yield {
    mistake: 'M5',
    outcome: verdict({ ...p, preset: p.preset === 'medium' ? 'high' : 'medium', failure: 'hang', hasIo: false, uptimeSeconds: null }),
  }
}

function draw(rng: Rng): Monitored {
  if (rng.chance(1, 4)) {
    const windowMinutes = rng.chance(1, 4) ? null : rng.pick([30, 40, 50, 60])
    const maxResets = rng.between(2, 4)
    // Well within a window, after its resets.
    const windows = rng.between(1, 2)
    return {
      asks: 'howOften',
      maxResets,
      windowMinutes,
      minutes: windowMinutes === null ? rng.pick([90, 100, 120, 150]) : windows * windowMinutes + windowMinutes * rng.pick([0.6, 0.8]),
    }
  }
  const failure = rng.pick(['hang', 'hang', 'toolsStop', 'toolsStop', 'appCrash'] as const)
  const preset = rng.pick(['low', 'medium', 'high'] as const)
  const isYoung = failure !== 'appCrash' && preset !== 'high' && rng.chance(1, 2)
  // Not on the edge of a range of 30 s.
  const uptimeSeconds = isYoung ? 30 * rng.between(1, presets[preset].uptime / 30 - 4) + rng.pick([10, 20]) : null
  return { asks: 'when', failure, hasIo: rng.chance(1, 2), monitoring: rng.chance(1, 2) ? 'vm' : 'vmAndApplication', preset, uptimeSeconds }
}

export const monitoredGuest = defineFamily<Monitored>({
  id: 'F19',
  title: ['VM monitoring: reset or not?', 'VM 모니터링: 재설정 여부'],
  topics: ['HA'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['HA-110', 'HA-112'],
  mistakes: {
    M1: ['Left out the disk and network I/O', '디스크 및 네트워크 I/O를 무시함'],
    M2: ['Left out the minimum uptime', '최소 가동 시간을 무시함'],
    M3: ['Left out the maximum of resets', '최대 재설정 횟수를 무시함'],
    M4: ['Took the failure interval alone', '실패 간격만 계산함'],
    M5: ['Took the times of another sensitivity', '다른 모니터링 민감도의 시간을 적용함'],
    M6: ['Mixed up VM monitoring and application monitoring', 'VM 모니터링과 애플리케이션 모니터링을 혼동함'],
    M7: ['Thought that VM monitoring restarts a VM elsewhere', 'VM 모니터링이 다른 호스트에서 VM을 다시 시작한다고 생각함'],
    M8: ['Took a window of 1 hour for granted', '1시간의 재설정 기간을 전제로 함'],
    M9: ['Thought that the maximum holds for all time', '최대 재설정 횟수가 전체 기간에 적용된다고 생각함'],
    M10: ['Thought that there is one reset in a window', '재설정 기간마다 한 번만 재설정된다고 생각함'],
  },
  draw,
  lab: labOf,
  solve: verdictOf,
  ask: (p) => (p.asks === 'when' ? askWhen(p) : askHowOften(p)),
  word: wordOf,
  wrong: (p, _evidence, play) => mistakesOf(p, play),
  nearby: (right, p) => (p.asks === 'howOften' ? [Number(right) + p.maxResets, Number(right) + 1] : [null, 3, 4, 6]),
  vary(p) {
    if (p.asks === 'howOften') return { ...p, maxResets: p.maxResets + 1 }
    if (p.failure === 'appCrash') return { ...p, monitoring: p.monitoring === 'vm' ? 'vmAndApplication' : 'vm' }
    return { ...p, failure: p.failure === 'toolsStop' && p.hasIo ? 'hang' : 'toolsStop', hasIo: true }
  },
  explain: (p, evidence) => (p.asks === 'when' ? explainWhen(p, evidence) : explainHowOften(p, evidence)),
  momentMs: (p, { events }) => firstEvent(events, 'vm.reset')?.t ?? failsAtSeconds(p) * 1000,
})

const failures: { readonly [F in Once['failure']]: (hasIo: boolean) => Phrase } = {
  hang: (hasIo) => [
    `The guest OS of ${VM} hangs: heartbeats and I/O stop. Until then it ${hasIo ? 'wrote to its disk all the time' : 'had done no disk or network I/O for some minutes'}.`,
    `${VM}의 게스트 운영 체제가 응답하지 않아 하트비트와 I/O가 중단됩니다. 그 전까지 ${hasIo ? '계속 디스크에 쓰고 있었습니다' : '몇 분 동안 디스크 및 네트워크 I/O가 없었습니다'}.`,
  ],
  toolsStop: (hasIo) => [
    `VMware Tools stops in ${VM}, so its heartbeats cease; the guest ${hasIo ? 'goes on writing to its disk' : 'does no disk or network I/O before or after'}.`,
    `${VM}에서 VMware Tools가 중지되어 하트비트가 끊깁니다. 게스트는 ${hasIo ? '계속 디스크에 씁니다' : '그 전후로 디스크 및 네트워크 I/O가 없습니다'}.`,
  ],
  appCrash: (hasIo) => [
    `The application in ${VM}, which sends application heartbeats, crashes; the guest ${hasIo ? 'goes on writing to its disk' : 'is idle otherwise'}.`,
    `애플리케이션 하트비트를 보내던 ${VM}의 애플리케이션이 중단됩니다. 게스트는 ${hasIo ? '계속 디스크에 씁니다' : '그 밖에는 유휴 상태입니다'}.`,
  ],
}

function askWhen(p: Once): Asked {
  const [en, ko] = failures[p.failure](p.hasIo)
  return {
    stem: [`${en} What does vSphere HA do, counted from that moment?`, `${ko} 이 시점부터 vSphere HA는 어떻게 동작합니까?`],
    given: [
      settingsTable([
        [['VM monitoring', 'VM 모니터링'], label('vmMonitoring', p.monitoring)],
        [
          ['Monitoring sensitivity', '모니터링 민감도'],
          [
            `${label('priority', p.preset)[0]}: failure interval ${presets[p.preset].interval} s, minimum uptime ${presets[p.preset].uptime} s, 3 resets`,
            `${label('priority', p.preset)[1]}: 실패 간격 ${presets[p.preset].interval}초, 최소 가동 시간 ${presets[p.preset].uptime}초, 최대 3회`,
          ],
        ],
        [
          [`Uptime of ${VM} at that moment`, `해당 시점의 ${VM} 가동 시간`],
          p.uptimeSeconds === null ? ['days', '며칠'] : secondsOf(p.uptimeSeconds * 1000),
        ],
      ]),
    ],
  }
}

function askHowOften(p: Often): Asked {
  const [en, ko] = durationOf(p.minutes * 60_000)
  return {
    stem: [
      `The guest OS of ${VM} hangs, and again right after each boot. How often is it reset within ${en} of the first hang?`,
      `${VM}의 게스트 운영 체제가 응답하지 않으며, 부팅할 때마다 곧바로 다시 응답하지 않습니다. 처음 응답하지 않은 시점부터 ${ko} 동안 몇 번 재설정됩니까?`,
    ],
    given: [
      settingsTable([
        [['VM monitoring', 'VM 모니터링'], label('vmMonitoring', 'vm')],
        [
          ['Failure interval; minimum uptime', '실패 간격, 최소 가동 시간'],
          ['30 s; 120 s', '30초, 120초'],
        ],
        [['Maximum per-VM resets', '최대 VM당 재설정 횟수'], p.maxResets],
        [
          ['Maximum resets time window', '최대 재설정 기간'],
          p.windowMinutes === null ? ['no window', '기간 없음'] : durationOf(p.windowMinutes * 60_000),
        ],
      ]),
    ],
  }
}

function explainWhen(p: Once, { events }: Evidence): readonly ExplainedStep[] {
  const reset = firstEvent(events, 'vm.reset', { vm: VM })
  const after = secondsOf(Math.round(((reset?.t ?? 0) - failsAtSeconds(p) * 1000) / 1000) * 1000)
  const { interval, uptime } = presets[p.preset]
  if (p.failure === 'appCrash')
    return [
      reset === null
        ? {
            text: [
              'The level is "VM Monitoring Only": application heartbeats are not looked at.',
              '"VM 모니터링만" 수준에서는 애플리케이션 하트비트를 확인하지 않습니다.',
            ],
            facts: ['HA-110', 'HA-122'],
          }
        : {
            text: [
              `Application heartbeats are monitored, without a look at I/O: 30 s until they count as lost, the failure interval of ${interval} s and up to 29 s of jitter; here after ${after[0]}.`,
              `애플리케이션 하트비트는 I/O와 관계없이 모니터링됩니다. 손실로 판단하기까지 30초, 실패 간격 ${interval}초에 최대 29초의 편차가 더해져 여기서는 ${after[1]} 후 재설정됩니다.`,
            ],
            facts: ['HA-122', 'HA-115'],
          },
    ]
  const steps: ExplainedStep[] = []
  if (reset === null)
    return [
      {
        text: [
          'All three must be missing: Tools heartbeats, disk I/O and network I/O (within the last 120 s). The guest goes on writing, so it is not reset.',
          'Tools 하트비트, 디스크 I/O, 네트워크 I/O(최근 120초)가 모두 없어야 재설정됩니다. 게스트가 계속 디스크에 쓰므로 재설정되지 않습니다.',
        ],
        facts: ['HA-111'],
      },
    ]
  steps.push({
    text: [
      `Missing heartbeats: 60 s until they count as lost, the failure interval of ${interval} s and 1 to 29 s of jitter: ${61 + interval} to ${89 + interval} s.`,
      `하트비트 손실 판단 60초, 실패 간격 ${interval}초, 편차 1~29초: ${61 + interval}~${89 + interval}초.`,
    ],
    facts: ['HA-115', 'HA-117'],
  })
  if (p.hasIo)
    steps.push({
      text: [
        'The guest did I/O until the hang; that has to be 120 s ago, up to 20 s more until the statistics show it. The later of both counts.',
        '멈추기 직전까지 I/O가 있었으므로 마지막 I/O 후 120초(통계 지연 최대 20초)가 지나야 합니다. 둘 중 늦은 시점이 적용됩니다.',
      ],
      facts: ['HA-116', 'HA-111'],
    })
  if (p.uptimeSeconds !== null)
    steps.push({
      text: [
        `Nothing is reset before an uptime of ${uptime} s, which is reached ${uptime - p.uptimeSeconds} s after the failure.`,
        `가동 시간이 ${uptime}초가 되기 전에는 재설정되지 않으며, 이는 장애 ${uptime - p.uptimeSeconds}초 후입니다.`,
      ],
      facts: ['HA-113'],
    })
  return [
    ...steps,
    { text: [`Here it is reset after ${after[0]}, on its host.`, `여기서는 ${after[1]} 후 같은 호스트에서 재설정됩니다.`], facts: ['HA-110'] },
  ]
}

function explainHowOften(p: Often, { events }: Evidence): readonly ExplainedStep[] {
  const resets = eventsOf(events, 'vm.reset', { vm: VM })
  const at = (language: 0 | 1): string => resets.map(({ t }) => durationOf(Math.round(t / 1000 - failsAtSeconds(p)) * 1000)[language]).join(', ')
  return [
    {
      text: [`Resets, counted from the first hang, after: ${at(0)}.`, `처음 응답하지 않은 시점부터 재설정 시점: ${at(1)}.`],
      facts: ['HA-115'],
    },
    {
      text:
        p.windowMinutes === null
          ? [`Without a window the ${p.maxResets} are all there will ever be.`, `기간이 없으면 ${p.maxResets}번이 전부입니다.`]
          : [
              `After ${p.maxResets} resets none follows until the window of ${p.windowMinutes} min, which the first of them opened, is over; then it may be reset ${p.maxResets} times again. In all ${resets.length}.`,
              `${p.maxResets}번 재설정된 후에는 첫 재설정으로 시작된 ${p.windowMinutes}분 기간이 끝날 때까지 재설정되지 않으며, 그 후 다시 ${p.maxResets}번까지 가능합니다. 총 ${resets.length}번입니다.`,
            ],
      facts: [p.windowMinutes === null ? 'HA-114' : 'HA-118'],
    },
  ]
}
