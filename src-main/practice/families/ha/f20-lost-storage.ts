import type { ExplainedStep } from '../../../contract/practice/question.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import { stepped, type Rng } from '../../kit/draw.ts'
import { fieldOf, firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { label, secondsOf, settingsTable } from '../../kit/settings.ts'

interface LostStorage {
  readonly loss: 'apd' | 'pdl'
  readonly apdResponse: 'issueEvents' | 'powerOffAndRestartConservative' | 'powerOffAndRestartAggressive'
  readonly pdlResponse: 'issueEvents' | 'powerOffAndRestart'
  readonly delaySeconds: number
  readonly recovery: 'disabled' | 'resetVms'
  /** From the loss until the paths are back; null: they stay away. */
  readonly backAfterSeconds: number | null
  /** Misc.APDTimeout of the host; null: not set. */
  readonly hostTimeout: number | null
  /** Do the other hosts keep the datastore? */
  readonly othersHaveIt: boolean
  readonly restartPriority: 'medium' | 'disabled'
}

const VM = 'vm-1'
const LOSS_MS = 5_000
/** vSphere's own, where Misc.APDTimeout is not set (HA-129). */
const HOST_TIMEOUT_SECONDS = 140

function labOf(p: LostStorage): LabFile {
  const names = [0, 1, 2].map(hostName)
  const lost = { datastore: 'ds-01', hosts: p.othersHaveIt ? [hostName(0)] : names }
  const timeout = p.hostTimeout ?? HOST_TIMEOUT_SECONDS
  return labFile('A datastore is lost', {
    cluster: {
      ha: { apdResponse: p.apdResponse, pdlResponse: p.pdlResponse, apdResponseDelay: `${p.delaySeconds}s`, apdResponseRecovery: p.recovery },
    },
    datastores: [{ name: 'ds-01' }, { name: 'ds-02' }, { name: 'ds-03' }],
    hosts: names.map((name) => ({
      ...hostEntry({ name, cores: 8, mhz: 2600, memoryMiB: 65_536 }),
      ...(p.hostTimeout !== null && { advancedOptions: { 'Misc.APDTimeout': p.hostTimeout } }),
    })),
    vms: [{ name: VM, host: hostName(0), vcpus: 1, memoryMiB: 2048, datastore: 'ds-01', ha: { restartPriority: p.restartPriority } }],
    timeline: [
      { at: `${LOSS_MS / 1000}s`, do: `datastore.${p.loss}`, ...lost },
      ...(p.backAfterSeconds === null ? [] : [{ at: `${LOSS_MS / 1000 + p.backAfterSeconds}s`, do: 'datastore.restore', ...lost }]),
    ],
    until: `${LOSS_MS / 1000 + Math.max(timeout + p.delaySeconds, p.backAfterSeconds ?? 0) + 25}s`,
  })
}

/** [what is done, ms after the loss]; null: the VM is left alone. */
function actionOf({ events }: Evidence): Outcome {
  const off = firstEvent(events, 'vm.poweredOff', { vm: VM, cause: 'vmcp' })
  if (off !== null) return ['restarted', off.t - LOSS_MS]
  const reset = firstEvent(events, 'vm.reset', { vm: VM, cause: 'apdRecovery' })
  return reset === null ? null : ['reset', reset.t - LOSS_MS]
}

function wordOf(outcome: Outcome): Phrase {
  if (!Array.isArray(outcome)) return ['It is neither powered off nor reset', '전원이 꺼지거나 재설정되지 않음']
  const [what, ms] = outcome as readonly unknown[] as readonly [string, number]
  if (ms === 0) return ['It is powered off at once and restarted on another host', '즉시 전원이 꺼지고 다른 호스트에서 다시 시작됨']
  const [en, ko] = secondsOf(ms)
  return what === 'reset'
    ? [`It is reset on its host after ${en}`, `${ko} 후 같은 호스트에서 재설정됨`]
    : [`It is powered off after ${en} and restarted on another host`, `${ko} 후 전원이 꺼지고 다른 호스트에서 다시 시작됨`]
}

function* mistakesOf(p: LostStorage, evidence: Evidence, play: Play): Generator<WrongOutcome> {
  const action = (change: Partial<LostStorage>): Outcome => actionOf(play(labOf({ ...p, ...change })))
  const timeout = (p.hostTimeout ?? HOST_TIMEOUT_SECONDS) * 1000
  if (p.loss === 'pdl') {
    yield { mistake: 'M4', outcome: action({ loss: 'apd', apdResponse: 'powerOffAndRestartAggressive', backAfterSeconds: null }) }
  } else {
    if (p.backAfterSeconds !== null && p.recovery === 'resetVms') yield { mistake: 'M3', outcome: action({ recovery: 'disabled' }) }
    if (p.backAfterSeconds !== null) yield { mistake: 'M5', outcome: ['reset', p.backAfterSeconds * 1000] }
    yield { mistake: 'M1', outcome: action({ loss: 'pdl', pdlResponse: 'powerOffAndRestart', othersHaveIt: true, restartPriority: 'medium' }) }
  }
  if (p.restartPriority === 'disabled') yield { mistake: 'M6', outcome: action({ restartPriority: 'medium' }) }
  if (!p.othersHaveIt) yield { mistake: 'M7', outcome: action({ othersHaveIt: true }) }
  if (p.loss === 'apd' && p.backAfterSeconds !== null) yield { mistake: 'M8', outcome: action({ backAfterSeconds: null }) }
  yield { mistake: 'M2', outcome: ['restarted', timeout] }
  if (p.delaySeconds > 0) yield { mistake: 'M9', outcome: ['restarted', p.delaySeconds * 1000] }
  if (actionOf(evidence) !== null) yield { mistake: 'M10', outcome: action({ apdResponse: 'issueEvents', pdlResponse: 'issueEvents' }) }
  yield { mistake: 'M4', outcome: ['restarted', timeout + p.delaySeconds * 1000] }
}

function draw(rng: Rng): LostStorage {
  const loss = rng.chance(3, 4) ? 'apd' : 'pdl'
  const hostTimeout = rng.chance(1, 3) ? stepped(rng, 60, 240, 20) : null
  const delaySeconds = rng.chance(1, 8) ? 0 : stepped(rng, 60, 300, 30)
  const timeout = hostTimeout ?? HOST_TIMEOUT_SECONDS
  const back = rng.pick(['never', 'never', 'early', 'between', 'between'] as const)
  const isHindered = rng.chance(1, 5)
  return {
    loss,
    apdResponse: rng.chance(1, 8) ? 'issueEvents' : rng.pick(['powerOffAndRestartConservative', 'powerOffAndRestartAggressive'] as const),
    pdlResponse: rng.pick(['issueEvents', 'powerOffAndRestart', 'powerOffAndRestart'] as const),
    delaySeconds,
    recovery: rng.chance(2, 3) ? 'resetVms' : 'disabled',
    backAfterSeconds:
      loss === 'pdl' || back === 'never'
        ? null
        : back === 'early'
          ? stepped(rng, 30, timeout - 10, 10)
          : timeout + (delaySeconds === 0 ? 60 : stepped(rng, 10, delaySeconds - 10, 10)),
    hostTimeout,
    othersHaveIt: !(isHindered && rng.chance(1, 2)),
    restartPriority: isHindered && rng.chance(1, 2) ? 'disabled' : 'medium',
  }
}

export const lostStorage = defineFamily<LostStorage>({
  id: 'F20',
  title: ['APD and PDL: what becomes of the VM?', 'APD 및 PDL: VM은 어떻게 됩니까?'],
  topics: ['HA'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['HA-126'],
  mistakes: {
    M1: ['Treated an APD like a PDL', 'APD를 PDL처럼 취급함'],
    M2: ['Took the APD timeout of the host alone', '호스트의 APD 시간 초과만 계산함'],
    M3: ['Left out the response for recovery', 'APD 복구에 대한 응답을 무시함'],
    M4: ['Treated it like an APD that ends in a restart', '다시 시작으로 이어지는 APD로 취급함'],
    M5: ['Thought that the end of every APD resets the VM', 'APD가 끝나면 항상 VM이 재설정된다고 생각함'],
    M6: ['Left out that the restart priority is Disabled', '다시 시작 우선 순위가 사용 안 함이라는 점을 무시함'],
    M7: ['Left out that no other host has the datastore', '다른 호스트에도 데이터스토어가 없다는 점을 무시함'],
    M8: ['Left out that the paths come back', '경로가 복구된다는 점을 무시함'],
    M9: ['Took the response delay alone', '응답 지연만 계산함'],
    M10: ['Thought that only events are issued', '이벤트만 발생한다고 생각함'],
  },
  draw,
  lab: labOf,
  solve: actionOf,
  ask(p) {
    const isApd = p.loss === 'apd'
    const back = p.backAfterSeconds === null ? null : secondsOf(p.backAfterSeconds * 1000)
    const verb = isApd ? 'loses' : 'sees'
    const what = isApd ? 'all paths (APD) to' : 'a permanent device loss (PDL) of'
    return {
      stem: [
        `${p.othersHaveIt ? hostName(0) : 'Every host of the cluster'} ${verb} ${what} the datastore of ${VM}, which runs on ${hostName(0)}${back === null ? '' : `; the paths are back after ${back[0]}`}. What does vSphere HA do with ${VM}, counted from the loss?`,
        `${p.othersHaveIt ? `${hostName(0)}에서` : '클러스터의 모든 호스트에서 동시에'} ${VM}의 데이터스토어에 ${isApd ? '모든 경로 다운(APD)' : '영구 디바이스 손실(PDL)'}이 발생했습니다${back === null ? '' : `(${back[1]} 후 경로 복구)`}. ${VM}은 ${hostName(0)}에서 실행 중입니다. 이 시점부터 vSphere HA는 ${VM}에 대해 어떻게 동작합니까?`,
      ],
      given: [
        settingsTable([
          [['Datastore with PDL', 'PDL 상태의 데이터스토어'], label('storageResponse', p.pdlResponse)],
          [['Datastore with APD', 'APD 상태의 데이터스토어'], label('storageResponse', p.apdResponse)],
          [['Response delay', '응답 지연'], secondsOf(p.delaySeconds * 1000)],
          [['Response recovery', '응답 복구'], p.recovery === 'resetVms' ? ['Reset VMs', 'VM 재설정'] : ['Disabled', '사용 안 함']],
          [['Misc.APDTimeout of the hosts', '호스트의 Misc.APDTimeout'], p.hostTimeout ?? ['not set', '설정 안 함']],
          [[`Restart priority of ${VM}`, `${VM}의 다시 시작 우선 순위`], label('priority', p.restartPriority)],
        ]),
      ],
    }
  },
  word: wordOf,
  wrong: (p, evidence, play) => mistakesOf(p, evidence, play),
  nearby: (_right, p) => [
    ['reset', ((p.hostTimeout ?? HOST_TIMEOUT_SECONDS) + p.delaySeconds) * 1000],
    ['restarted', 0],
    ['reset', (p.hostTimeout ?? HOST_TIMEOUT_SECONDS) * 1000],
  ],
  vary(p) {
    const isLeftAlone = actionIsNone(p)
    const restarts = {
      apdResponse: 'powerOffAndRestartConservative',
      pdlResponse: 'powerOffAndRestart',
      othersHaveIt: true,
      restartPriority: 'medium',
      backAfterSeconds: null,
    } as const
    return isLeftAlone ? { ...p, ...restarts } : { ...p, apdResponse: 'issueEvents', pdlResponse: 'issueEvents' }
  },
  explain,
  momentMs: (_p, { events }) => {
    const last = firstEvent(events, 'vmcp.response', { vm: VM }) ?? firstEvent(events, 'vmcp.apdCleared', { host: hostName(0) })
    return last?.t ?? LOSS_MS
  },
})

/** Whether `vary` has to bring an action about, or to take it away; a wrong guess makes the draw insensitive, no more. */
const actionIsNone = (p: LostStorage): boolean =>
  (p.loss === 'pdl' ? p.pdlResponse : p.apdResponse) === 'issueEvents' ||
  !p.othersHaveIt ||
  p.restartPriority === 'disabled' ||
  (p.backAfterSeconds !== null && (p.recovery === 'disabled' || p.backAfterSeconds < (p.hostTimeout ?? HOST_TIMEOUT_SECONDS)))

function explain(p: LostStorage, evidence: Evidence): readonly ExplainedStep[] {
  const { events } = evidence
  const at = (event: ReturnType<typeof firstEvent>): Phrase => secondsOf((event?.t ?? LOSS_MS) - LOSS_MS)
  const host = hostName(0)
  const [timeout, cleared, response] = [
    firstEvent(events, 'vmcp.apdTimeout', { host }),
    firstEvent(events, 'vmcp.apdCleared', { host }),
    firstEvent(events, 'vmcp.response', { vm: VM }),
  ]
  const word = response === null ? '' : String(fieldOf(response, 'response'))
  const steps: ExplainedStep[] = []
  if (p.loss === 'pdl')
    steps.push({
      text: ['A PDL is final: the array says so, and nothing is waited for.', 'PDL은 어레이가 알린 영구 손실이므로 기다리지 않고 응답합니다.'],
      facts: ['HA-125', 'HA-127'],
    })
  else if (timeout === null)
    return [
      {
        text: [
          `The paths are back after ${at(cleared)[0]}, before the APD timeout of ${p.hostTimeout ?? HOST_TIMEOUT_SECONDS} s: VMCP does nothing, and no recovery response applies.`,
          `APD 시간 초과 ${p.hostTimeout ?? HOST_TIMEOUT_SECONDS}초 전인 ${at(cleared)[1]} 후에 경로가 복구되었으므로 VMCP는 아무 작업도 하지 않으며 복구 응답도 적용되지 않습니다.`,
        ],
        facts: ['HA-131', 'HA-129'],
      },
    ]
  else
    steps.push({
      text: [`The host declares the APD timeout after ${at(timeout)[0]}.`, `호스트는 ${at(timeout)[1]} 후 APD 시간 초과를 선언합니다.`],
      facts: ['HA-129'],
    })
  const settled = response === null ? cleared : response
  switch (word) {
    case 'powerOffAndRestart':
      steps.push({
        text: [
          p.loss === 'pdl'
            ? 'The VM is powered off at once and restarted on a host that has the datastore.'
            : `The delay of ${p.delaySeconds} s follows: powered off after ${at(response)[0]}, restarted on a host that has the datastore.`,
          p.loss === 'pdl'
            ? 'VM의 전원을 즉시 끄고 데이터스토어가 있는 호스트에서 다시 시작합니다.'
            : `이어서 응답 지연 ${p.delaySeconds}초가 지나면 ${at(response)[1]} 후 VM의 전원을 끄고 데이터스토어가 있는 호스트에서 다시 시작합니다.`,
        ],
        facts: p.loss === 'pdl' ? ['HA-127'] : ['HA-129', 'HA-130'],
      })
      break
    case 'resetVms':
      steps.push({
        text: [
          `The paths are back within the delay, after ${at(cleared)[0]}: the recovery response resets the VM.`,
          `응답 지연 중인 ${at(cleared)[1]} 후 경로가 복구되어 복구 응답에 따라 VM이 재설정됩니다.`,
        ],
        facts: ['HA-132'],
      })
      break
    case 'none':
      steps.push({
        text: [
          `After ${at(settled)[0]} no other host could run it: the VM is not powered off, conservative or aggressive.`,
          `${at(settled)[1]} 시점에 VM을 실행할 수 있는 다른 호스트가 없으므로 보수적이든 적극적이든 전원을 끄지 않습니다.`,
        ],
        facts: ['HA-133'],
      })
      break
    case 'issueEvents':
      steps.push(
        p.restartPriority === 'disabled'
          ? {
              text: ['Its restart priority is Disabled: only events are issued.', '다시 시작 우선 순위가 사용 안 함이므로 이벤트만 발생합니다.'],
              facts: ['HA-134'],
            }
          : {
              text: [
                'The response is "Issue events": nothing else is done, and the recovery response does not apply.',
                '응답이 "이벤트 발생"이므로 그 밖의 작업은 하지 않으며 복구 응답도 적용되지 않습니다.',
              ],
              facts: ['HA-126', 'HA-128'],
            },
      )
      break
    default:
      steps.push({
        text: [
          `The paths are back after ${at(cleared)[0]}, within the delay, and the recovery response is Disabled: nothing is done.`,
          `응답 지연 중인 ${at(cleared)[1]} 후 경로가 복구되었고 응답 복구가 사용 안 함이므로 아무 작업도 하지 않습니다.`,
        ],
        facts: ['HA-132'],
      })
  }
  return steps
}
