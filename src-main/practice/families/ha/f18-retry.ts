import type { ExplainedStep } from '../../../contract/practice/question.ts'
import { stepped, type Rng } from '../../kit/draw.ts'
import { eventsOf, firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { durationOf } from '../../kit/settings.ts'

interface Retry {
  /** powerOnFails: each attempt fails at once · noRoom: no host has what it reserves. */
  readonly cause: 'powerOnFails' | 'noRoom'
  /** From the first attempt, or from when it could not be placed, until the cause is gone. */
  readonly goneAfterSeconds: number
  /** das.maxvmrestartcount; null: not set. */
  readonly attemptsMax: number | null
}

const VM = 'vm-1'
const FAILURE_MS = 1000
/** Heartbeat datastores are in use: when the host is declared failed. */
const DECLARED_MS = FAILURE_MS + 18_000
const GIB = 1024

function labOf({ cause, goneAfterSeconds, attemptsMax }: Retry): LabFile {
  const isRoom = cause === 'noRoom'
  const gone = `${DECLARED_MS / 1000 + goneAfterSeconds}s`
  return labFile('When is it tried again?', {
    cluster: { ha: { ...(attemptsMax !== null && { advancedOptions: { 'das.maxvmrestartcount': attemptsMax } }) } },
    hosts: [0, 1].map((at) => hostEntry({ name: hostName(at), cores: 8, mhz: 2600, memoryMiB: 32 * GIB })),
    vms: [
      { name: VM, host: hostName(0), vcpus: 1, memoryMiB: 16 * GIB, memoryReservationMiB: isRoom ? 16 * GIB : 0 },
      ...(isRoom ? [{ name: 'other', host: hostName(1), vcpus: 1, memoryMiB: 24 * GIB, memoryReservationMiB: 24 * GIB }] : []),
    ],
    timeline: [
      ...(isRoom ? [] : [{ at: '0s', do: 'vm.failPowerOn', vm: VM, on: true }]),
      { at: `${FAILURE_MS / 1000}s`, do: 'host.powerOff', host: hostName(0) },
      isRoom ? { at: gone, do: 'vm.powerOff', vm: 'other' } : { at: gone, do: 'vm.failPowerOn', vm: VM, on: false },
    ],
    // Sixteen minutes are the longest wait between two attempts.
    until: `${DECLARED_MS / 1000 + goneAfterSeconds + 17 * 60}s`,
  })
}

/** Milliseconds from the first attempt (or from being left without a place) to the attempt that succeeds. */
function successOf({ events }: Evidence): Outcome {
  const on = firstEvent(events, 'vm.poweredOn', { vm: VM, cause: 'ha' })
  const attempt = on === null ? undefined : eventsOf(events, 'ha.restartAttempted', { vm: VM }).findLast(({ t }) => t <= on.t)
  return attempt === undefined ? null : attempt.t - DECLARED_MS
}

function* mistakesOf(p: Retry, play: Play): Generator<WrongOutcome> {
  const gone = p.goneAfterSeconds * 1000
  if (p.cause === 'noRoom') {
    yield { mistake: 'M5', outcome: successOf(play(labOf({ ...p, cause: 'powerOnFails' }))) }
    yield { mistake: 'M6', outcome: null }
  } else {
    yield { mistake: 'M3', outcome: gone }
    yield { mistake: 'M7', outcome: successOf(play(labOf({ ...p, attemptsMax: 20 }))) }
  }
  yield { mistake: 'M1', outcome: Math.ceil(gone / 120_000) * 120_000 }
  // 2, 4, 8, 16 minutes after the first attempt instead of after the former one.
  const doubled = [2, 4, 8, 16, 32].map((minutes) => minutes * 60_000).find((at) => at >= gone)
  if (doubled !== undefined) yield { mistake: 'M4', outcome: doubled }
  yield { mistake: 'M2', outcome: null }
}

function draw(rng: Rng): Retry {
  const cause = rng.chance(2, 3) ? 'powerOnFails' : 'noRoom'
  // Not within 20 s of an attempt: who mistakes those is not asked here.
  const [lo, hi] = rng.pick([
    [20, 100],
    [140, 340],
    [380, 820],
    [860, 1780],
    [1820, 2300],
  ] as const)
  return { cause, goneAfterSeconds: stepped(rng, lo, hi, 20), attemptsMax: rng.chance(1, 2) ? null : rng.between(2, 4) }
}

export const retry = defineFamily<Retry>({
  id: 'F18',
  title: ['Retry schedule', '다시 시작 재시도 일정'],
  topics: ['HA'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['HA-096'],
  mistakes: {
    M1: ['Took a fixed interval of 2 minutes', '2분 고정 간격으로 재시도한다고 생각함'],
    M2: ['Thought that there is one attempt only', '한 번만 시도한다고 생각함'],
    M3: ['Thought that it is started as soon as the cause is gone', '원인이 해소되는 즉시 시작된다고 생각함'],
    M4: ['Counted the doubled waits from the first attempt', '두 배로 늘어나는 대기 시간을 첫 시도부터 계산함'],
    M5: ['Counted a lack of room as a failed attempt', '리소스 부족을 실패한 시도로 계산함'],
    M6: ['Thought that HA gives up a VM for which there is no room', '리소스가 부족하면 HA가 포기한다고 생각함'],
    M7: ['Left out that the attempts are limited', '시도 횟수 제한을 무시함'],
  },
  draw,
  lab: labOf,
  solve: successOf,
  ask(p) {
    const [en, ko] = durationOf(p.goneAfterSeconds * 1000)
    const option = `das.maxvmrestartcount = ${p.attemptsMax ?? 5}`
    const options =
      p.attemptsMax === null
        ? (['No advanced option is set.', '고급 옵션은 설정되어 있지 않습니다.'] as const)
        : ([`${option} is set.`, `${option}(으)로 설정되어 있습니다.`] as const)
    return p.cause === 'noRoom'
      ? {
          stem: [
            `A host fails. When vSphere HA wants to restart ${VM}, no host has enough unreserved memory for it. ${en} later a VM that is powered off on one of the hosts frees enough. ${options[0]} How long after HA first wanted to restart it does HA start ${VM}?`,
            `호스트에 장애가 발생했습니다. vSphere HA가 ${VM}을 다시 시작하려 할 때 예약되지 않은 메모리가 충분한 호스트가 없습니다. ${ko} 후 한 호스트에서 다른 VM의 전원이 꺼져 메모리가 충분해집니다. ${options[1]} HA가 처음 다시 시작하려 한 시점부터 ${VM}을 시작할 때까지 걸리는 시간은 얼마입니까?`,
          ],
          given: [],
        }
      : {
          stem: [
            `A host fails. Each attempt of vSphere HA to power on ${VM} elsewhere fails at once, until ${en} after the first attempt the cause is removed. ${options[0]} How long after the first attempt is the attempt that succeeds?`,
            `호스트에 장애가 발생했습니다. vSphere HA가 다른 호스트에서 ${VM}의 전원을 켜려는 시도는 매번 즉시 실패하며, 첫 시도 ${ko} 후에 원인이 해소됩니다. ${options[1]} 첫 시도부터 성공하는 시도까지 걸리는 시간은 얼마입니까?`,
          ],
          given: [],
        }
  },
  word: (outcome) =>
    outcome === null ? ['HA never starts it', 'HA가 시작하지 않음'] : outcome === 0 ? ['0 min', '0분'] : durationOf(Number(outcome)),
  wrong: (p, _evidence, play) => mistakesOf(p, play),
  nearby: (right) => [120_000, 360_000, 840_000, 1_800_000].filter((at) => at !== right),
  vary: (p) =>
    p.cause === 'noRoom'
      ? { ...p, goneAfterSeconds: p.goneAfterSeconds + 60 }
      : { ...p, goneAfterSeconds: p.goneAfterSeconds < 120 ? 200 : 60, attemptsMax: null },
  explain,
  momentMs: (_p, { events }) => eventsOf(events, 'ha.restartAttempted', { vm: VM }).at(-1)?.t ?? DECLARED_MS,
})

function explain(p: Retry, { events }: Evidence): readonly ExplainedStep[] {
  const attempts = eventsOf(events, 'ha.restartAttempted', { vm: VM })
  const failed = eventsOf(events, 'ha.restartFailed', { vm: VM })
  const gaveUp = firstEvent(events, 'ha.failoverGaveUp', { vm: VM })
  const at = (language: 0 | 1): string => attempts.map(({ t }) => (t === DECLARED_MS ? '0' : durationOf(t - DECLARED_MS)[language])).join(', ')
  const gone = durationOf(p.goneAfterSeconds * 1000)
  if (p.cause === 'noRoom')
    return [
      {
        text: [
          'No capacity is not a failed attempt: the VM waits as pending, no attempt is used up and no time runs out.',
          '용량 부족은 실패한 시도가 아닙니다. VM은 보류 상태로 대기하며 시도 횟수가 줄지 않고 시간 제한도 없습니다.',
        ],
        facts: ['HA-099'],
      },
      {
        text: [
          `It is tried again when a host reports more unreserved capacity: after ${gone[0]}.`,
          `호스트의 예약되지 않은 용량이 늘어나면 다시 시도합니다: ${gone[1]} 후.`,
        ],
        facts: ['HA-099'],
      },
    ]
  return [
    {
      text: [
        `The waits after a failed attempt are 2, 4, 8 and 16 minutes; ${p.attemptsMax ?? 5} attempts in all. Attempts here: ${at(0)}.`,
        `실패한 시도 후 2분, 4분, 8분, 16분을 기다리며 총 ${p.attemptsMax ?? 5}번 시도합니다. 시도 시점: ${at(1)}.`,
      ],
      facts: ['HA-096'],
    },
    gaveUp === null
      ? {
          text: [
            `${failed.length} failed; the cause is gone after ${gone[0]}, and the next one succeeds.`,
            `${failed.length}번 실패했고, ${gone[1]} 후 원인이 해소되어 그다음 시도가 성공합니다.`,
          ],
          facts: ['HA-096'],
        }
      : {
          text: [
            `All ${failed.length} failed before the cause was gone after ${gone[0]}: HA has given up, and the VM has to be started by hand.`,
            `${gone[1]} 후 원인이 해소되기 전에 ${failed.length}번 모두 실패하여 HA가 포기했으므로 수동으로 시작해야 합니다.`,
          ],
          facts: ['HA-096', 'HA-179'],
        },
  ]
}
