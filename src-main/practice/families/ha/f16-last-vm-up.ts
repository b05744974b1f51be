import type { ExplainedStep } from '../../../contract/practice/question.ts'
import { shuffled, stepped, type Rng } from '../../kit/draw.ts'
import { eventsOf, fieldOf, firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { label, secondsOf, settingsTable } from '../../kit/settings.ts'

const LEVELS = ['highest', 'high', 'medium', 'low', 'lowest'] as const

interface RestartLevel {
  readonly level: (typeof LEVELS)[number]
  readonly count: number
  readonly bootSeconds: number
  /** One of them has no VMware Tools: no heartbeat ever. */
  readonly isSilent: boolean
}

interface LastVmUp {
  /** Highest first. */
  readonly levels: readonly RestartLevel[]
  readonly condition: 'resourcesAllocated' | 'poweredOn' | 'guestHeartbeats'
  readonly delaySeconds: number
  readonly timeoutSeconds: number
  /** das.perhostconcurrentfailoverslimit */
  readonly perHost: number | null
  readonly survivors: number
}

const FAILURE_MS = 10_000

const vmsOf = ({ levels }: LastVmUp): readonly { readonly name: string; readonly of: RestartLevel; readonly isSilent: boolean }[] =>
  levels.flatMap((of) => Array.from({ length: of.count }, (_, at) => ({ name: `${of.level}-${at + 1}`, of, isSilent: of.isSilent && at === 0 })))

function labOf(p: LastVmUp): LabFile {
  const waits = p.levels.reduce(
    (sum, { isSilent, bootSeconds }) => sum + (isSilent ? Math.max(p.timeoutSeconds, bootSeconds) : bootSeconds) + p.delaySeconds,
    0,
  )
  return labFile('Until the last VM is up', {
    cluster: {
      ha: {
        restartCondition: p.condition,
        restartAdditionalDelay: `${p.delaySeconds}s`,
        restartConditionTimeout: `${p.timeoutSeconds}s`,
        ...(p.perHost !== null && { advancedOptions: { 'das.perhostconcurrentfailoverslimit': p.perHost } }),
      },
    },
    hosts: Array.from({ length: p.survivors + 1 }, (_, at) => hostEntry({ name: hostName(at), cores: 16, mhz: 2600, memoryMiB: 131_072 })),
    vms: vmsOf(p).map(({ name, of, isSilent }) => ({
      name,
      host: hostName(0),
      vcpus: 1,
      memoryMiB: 2048,
      bootTime: `${of.bootSeconds}s`,
      ...(isSilent && { tools: false }),
      ha: { restartPriority: of.level },
    })),
    timeline: [{ at: `${FAILURE_MS / 1000}s`, do: 'host.powerOff', host: hostName(0) }],
    until: `${FAILURE_MS / 1000 + 60 + Math.min(waits, 3600) + 10 * vmsOf(p).length}s`,
  })
}

/** Seconds from the power loss until the last of them is powered on; null: one never is. */
function lastUp({ events }: Evidence, p: LastVmUp): Outcome {
  const on = eventsOf(events, 'vm.poweredOn', { cause: 'ha' })
  const last = on.at(-1)
  return last === undefined || on.length < vmsOf(p).length ? null : (last.t - FAILURE_MS) / 1000
}

function* mistakesOf(p: LastVmUp, evidence: Evidence, play: Play): Generator<WrongOutcome> {
  const up = (change: Partial<LastVmUp>): Outcome => {
    const other = { ...p, ...change }
    return lastUp(play(labOf(other)), other)
  }
  const right = lastUp(evidence, p)
  const declared = ((firstEvent(evidence.events, 'ha.restartAttempted')?.t ?? FAILURE_MS) - FAILURE_MS) / 1000
  if (p.condition === 'guestHeartbeats' && p.levels.some(({ isSilent }) => isSilent)) yield { mistake: 'M3', outcome: up({ timeoutSeconds: 86_400 }) }
  if (p.condition !== 'resourcesAllocated') yield { mistake: 'M2', outcome: up({ condition: 'resourcesAllocated', delaySeconds: 0, perHost: null }) }
  if (p.perHost !== null) yield { mistake: 'M5', outcome: up({ perHost: null }) }
  if (typeof right === 'number') yield { mistake: 'M4', outcome: right - declared }
  yield { mistake: 'M1', outcome: up({ perHost: 1, survivors: 1 }) }
  if (p.delaySeconds > 0) yield { mistake: 'M6', outcome: up({ delaySeconds: 0 }) }
}

function draw(rng: Rng): LastVmUp {
  const levels = [...shuffled(rng, LEVELS).slice(0, rng.between(2, 3))].sort((a, b) => LEVELS.indexOf(a) - LEVELS.indexOf(b))
  const condition = rng.pick(['resourcesAllocated', 'poweredOn', 'guestHeartbeats', 'guestHeartbeats', 'guestHeartbeats'] as const)
  const silent = condition === 'guestHeartbeats' && rng.chance(1, 2) ? rng.between(0, levels.length - 2) : -1
  return {
    levels: levels.map((level, at) => ({ level, count: rng.between(1, 4), bootSeconds: stepped(rng, 20, 110, 5), isSilent: at === silent })),
    condition,
    delaySeconds: condition === 'resourcesAllocated' || rng.chance(1, 3) ? 0 : stepped(rng, 10, 90, 5),
    timeoutSeconds: stepped(rng, 180, 600, 30),
    perHost: rng.chance(2, 3) || condition === 'resourcesAllocated' ? rng.between(1, 2) : null,
    survivors: rng.between(2, 3),
  }
}

export const lastVmUp = defineFamily<LastVmUp>({
  id: 'F16',
  title: ['Time until the last VM is up', '마지막 VM이 켜질 때까지의 시간'],
  topics: ['HA'],
  level: 3,
  generations: [7, 8, 9],
  forms: ['number', 'single'],
  facts: ['HA-041', 'HA-089', 'HA-109'],
  mistakes: {
    M1: ['Started one VM after the other', 'VM을 하나씩 차례로 시작함'],
    M2: ['Started all priorities at the same time', '모든 우선 순위를 동시에 시작함'],
    M3: ['Thought that a priority is waited for without end', '상위 우선 순위를 제한 없이 기다린다고 생각함'],
    M4: ['Counted from the declaration, not from the failure', '장애 시점이 아니라 장애 선언 시점부터 계산함'],
    M5: ['Left out the limit of power-ons per host', '호스트당 동시 전원 켜기 제한을 무시함'],
    M6: ['Left out the additional delay', '추가 지연을 빠뜨림'],
  },
  draw,
  lab: labOf,
  solve: lastUp,
  ask(p, _evidence, form) {
    return {
      stem: [
        `${hostName(0)}, a secondary, loses power; heartbeat datastores are in use, and all of its VMs are restarted on the ${p.survivors} hosts that are left, spread evenly. A power-on takes 10 s. How many seconds after the power loss is the last of the VMs powered on?`,
        `보조 호스트인 ${hostName(0)}의 전원이 끊깁니다. 하트비트 데이터스토어를 사용하며, 모든 VM은 남은 호스트 ${p.survivors}개에 고르게 나뉘어 다시 시작됩니다. 전원 켜기에는 10초가 걸립니다. 전원이 끊기고 몇 초 후에 마지막 VM의 전원이 켜집니까?`,
      ],
      given: [
        settingsTable([
          [['VM restart condition', 'VM 다시 시작 조건'], label('restartCondition', p.condition)],
          [['Additional delay', '추가 지연'], secondsOf(p.delaySeconds * 1000)],
          [['Condition timeout', '조건 시간 초과'], secondsOf(p.timeoutSeconds * 1000)],
          [['das.perhostconcurrentfailoverslimit', 'das.perhostconcurrentfailoverslimit'], p.perHost ?? ['not set', '설정 안 함']],
        ]),
        {
          title: ['Virtual machines of the host', '호스트의 가상 시스템'],
          head: [
            ['Restart priority', '다시 시작 우선 순위'],
            ['VMs', 'VM 수'],
            ['Guest boots in', '게스트 부팅 시간'],
            ['Without VMware Tools', 'VMware Tools 없음'],
          ],
          rows: p.levels.map(({ level, count, bootSeconds, isSilent }) => [
            label('priority', level),
            count,
            secondsOf(bootSeconds * 1000),
            isSilent ? 1 : 0,
          ]),
        },
      ],
      ...(form === 'number' && { unit: ['s', '초'] as const, tolerance: 1 }),
    }
  },
  word: (outcome) => (outcome === null ? ['It is never powered on', '전원이 켜지지 않음'] : secondsOf(Number(outcome) * 1000)),
  wrong: (p, evidence, play) => mistakesOf(p, evidence, play),
  nearby: (right) => [Number(right) + 10, Number(right) + 20, Number(right) - 10],
  vary: (p) => ({
    ...p,
    delaySeconds: p.delaySeconds + 25,
    condition: p.condition === 'resourcesAllocated' ? 'poweredOn' : p.condition,
    levels: p.levels.map((level) => ({ ...level, isSilent: false })),
  }),
  explain,
  momentMs: (_p, { events }) => eventsOf(events, 'vm.poweredOn', { cause: 'ha' }).at(-1)?.t ?? FAILURE_MS,
})

function explain(p: LastVmUp, { events }: Evidence): readonly ExplainedStep[] {
  const since = (ms: number | undefined): number => ((ms ?? FAILURE_MS) - FAILURE_MS) / 1000
  const failed = firstEvent(events, 'ha.restartAttempted')
  const steps: ExplainedStep[] = [
    {
      text: [
        `The host is declared failed after ${since(failed?.t)} s; the first restarts are issued then.`,
        `호스트는 ${since(failed?.t)}초 후 장애로 선언되고, 이때 첫 번째 다시 시작이 시작됩니다.`,
      ],
      facts: ['HA-041'],
    },
  ]
  p.levels.forEach((level, at) => {
    const names = vmsOf(p)
      .filter(({ of }) => of === level)
      .map(({ name }) => name)
    const ofLevel = (type: 'ha.restartAttempted' | 'vm.poweredOn') =>
      eventsOf(events, type).filter((event) => names.includes(String(fieldOf(event, 'vm'))))
    const [issued, on] = [ofLevel('ha.restartAttempted'), ofLevel('vm.poweredOn')]
    const [en, ko] = label('priority', level.level)
    const waitsForLimit = (issued.at(-1)?.t ?? 0) > (issued[0]?.t ?? 0)
    steps.push({
      text: [
        `${en}: ${level.count} issued from ${since(issued[0]?.t)} s${waitsForLimit ? ` to ${since(issued.at(-1)?.t)} s, since a host takes ${p.perHost ?? 32} at a time` : ''}; powered on by ${since(on.at(-1)?.t)} s${readyWord(p, level, at)[0]}.`,
        `${ko}: ${level.count}개가 ${since(issued[0]?.t)}초${waitsForLimit ? `~${since(issued.at(-1)?.t)}초에 시작되고(호스트당 동시 ${p.perHost ?? 32}개)` : '에 시작되고'}, ${since(on.at(-1)?.t)}초까지 전원이 켜집니다${readyWord(p, level, at)[1]}.`,
      ],
      facts: [...(waitsForLimit ? (['HA-100'] as const) : []), ...(level.isSilent ? (['HA-090'] as const) : (['HA-089', 'HA-109'] as const))],
    })
  })
  return steps
}

/** What the next level waits for. */
function readyWord(p: LastVmUp, level: RestartLevel, at: number): readonly [string, string] {
  if (at === p.levels.length - 1) return ['', '']
  const delay =
    p.delaySeconds === 0 ? (['', ''] as const) : ([`, then ${p.delaySeconds} s of additional delay`, `, 추가 지연 ${p.delaySeconds}초`] as const)
  switch (p.condition) {
    case 'resourcesAllocated':
      return ['; the next priority does not wait', '. 다음 우선 순위는 기다리지 않습니다']
    case 'poweredOn':
      return [`; that is the condition${delay[0]}`, `(조건 충족${delay[1]})`]
    case 'guestHeartbeats':
      return level.isSilent
        ? [
            `; one never sends heartbeats, so the timeout of ${p.timeoutSeconds} s from the first issue on decides`,
            `. 하트비트가 없는 VM이 있어 첫 시작부터 시간 초과 ${p.timeoutSeconds}초까지 기다립니다`,
          ]
        : [`; heartbeats ${level.bootSeconds} s later${delay[0]}`, `. ${level.bootSeconds}초 후 하트비트 감지${delay[1]}`]
  }
}
