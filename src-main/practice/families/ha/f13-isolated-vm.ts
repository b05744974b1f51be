import type { ExplainedStep } from '../../../contract/practice/question.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import { stepped, type Rng } from '../../kit/draw.ts'
import { fieldOf, firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { label, secondsOf, settingsTable } from '../../kit/settings.ts'

type Response = 'disabled' | 'powerOffAndRestart' | 'shutDownAndRestart'

interface IsolatedVm {
  readonly hosts: number
  readonly role: 'primary' | 'secondary'
  readonly cluster: Response
  /** Of the VM; null: the cluster's. */
  readonly override: Response | null
  /** fabric: of its own · converged: over the NICs of the management network · local: in the host. */
  readonly storage: 'fabric' | 'converged' | 'local'
  readonly shutdownSeconds: number
  /** das.isolationshutdowntimeout */
  readonly timeoutSeconds: number | null
}

const CUT_MS = 10_000
const VM = 'vm-1'
/** vSphere's own, where das.isolationshutdowntimeout is not set (HA-077). */
const TIMEOUT_SECONDS = 300

const responseOf = ({ cluster, override }: IsolatedVm): Response => override ?? cluster
/** Hosts with equal datastores: the last one has the highest id and is the primary. */
const isolatedHost = ({ hosts, role }: IsolatedVm): string => hostName(role === 'primary' ? hosts - 1 : 0)

function labOf(p: IsolatedVm): LabFile {
  const names = Array.from({ length: p.hosts }, (_, at) => hostName(at))
  const host = isolatedHost(p)
  const shutDown = Math.min(p.shutdownSeconds, p.timeoutSeconds ?? TIMEOUT_SECONDS)
  return labFile('A VM on an isolated host', {
    cluster: {
      ha: {
        isolationResponse: p.cluster,
        ...(p.timeoutSeconds !== null && { advancedOptions: { 'das.isolationshutdowntimeout': p.timeoutSeconds } }),
      },
    },
    networks: [
      { name: 'management', kind: 'management' },
      { name: 'production', kind: 'vm' },
    ],
    datastores: [
      ...['ds-01', 'ds-02'].map((name) => ({ name, ...(p.storage === 'converged' && { network: 'management' }) })),
      ...names.map((name) => ({ name: `local-${name}`, type: 'local', hosts: [name] })),
    ],
    hosts: names.map((name) => hostEntry({ name, cores: 16, mhz: 2600, memoryMiB: 131_072 })),
    vms: [
      {
        name: VM,
        host,
        vcpus: 2,
        memoryMiB: 4096,
        datastore: p.storage === 'local' ? `local-${host}` : 'ds-01',
        shutdownTime: `${p.shutdownSeconds}s`,
        ...(p.override !== null && { ha: { isolationResponse: p.override } }),
      },
    ],
    timeline: [{ at: `${CUT_MS / 1000}s`, do: 'network.disconnect', host, network: 'management' }],
    // The response, up to 30 s until a primary reads of it, the power-on.
    until: `${CUT_MS / 1000 + 60 + (responseOf(p) === 'shutDownAndRestart' ? shutDown : 0) + 45}s`,
  })
}

/** [ms from the cut until it stops on its host, or null; whether another host starts it]. */
function endOf({ events }: Evidence): Outcome {
  const off = firstEvent(events, 'vm.poweredOff', { vm: VM, cause: 'isolation' })
  return [off === null ? null : off.t - CUT_MS, firstEvent(events, 'vm.poweredOn', { vm: VM, cause: 'ha' }) !== null]
}

const stopOf = (outcome: Outcome): Outcome => (Array.isArray(outcome) ? ((outcome as readonly Outcome[])[0] ?? null) : null)
const elsewhereOf = (outcome: Outcome): boolean => Array.isArray(outcome) && outcome[1] === true

function wordOf(outcome: Outcome, p: IsolatedVm): Phrase {
  const host = isolatedHost(p)
  const stop = stopOf(outcome)
  const isElsewhere = elsewhereOf(outcome)
  if (typeof stop !== 'number')
    return isElsewhere
      ? [`It keeps running on ${host}, and another host starts it as well`, `${host}에서 계속 실행되고 다른 호스트에서도 시작됨`]
      : [`It keeps running on ${host}, and no other host starts it`, `${host}에서 계속 실행되고 다른 호스트에서는 시작되지 않음`]
  const [en, ko] = secondsOf(stop)
  return isElsewhere
    ? [`It stops on ${host} after ${en}, and another host starts it`, `${ko} 후 ${host}에서 중지되고 다른 호스트에서 시작됨`]
    : [`It stops on ${host} after ${en}, and stays powered off`, `${ko} 후 ${host}에서 중지되고 꺼진 상태로 유지됨`]
}

function* mistakesOf(p: IsolatedVm, evidence: Evidence, play: Play): Generator<WrongOutcome> {
  const end = (other: IsolatedVm): Outcome => endOf(play(labOf(other)))
  const right = endOf(evidence)
  const stop = stopOf(right)
  if (p.override !== null) yield { mistake: 'M1', outcome: end({ ...p, override: null }) }
  if (p.storage !== 'fabric') yield { mistake: 'M2', outcome: end({ ...p, storage: 'fabric' }) }
  if (responseOf(p) === 'shutDownAndRestart') yield { mistake: 'M3', outcome: end({ ...p, timeoutSeconds: 3600 }) }
  if (p.storage === 'local') yield { mistake: 'M8', outcome: [stopOf(end({ ...p, storage: 'fabric' })), false] }
  yield { mistake: 'M6', outcome: [stop, !elsewhereOf(right)] }
  if (typeof stop === 'number') yield { mistake: 'M4', outcome: [stop - waitOf(evidence), elsewhereOf(right)] }
  yield { mistake: 'M7', outcome: end({ ...p, override: 'powerOffAndRestart' }) }
  yield { mistake: 'M5', outcome: end({ ...p, role: p.role === 'primary' ? 'secondary' : 'primary' }) }
}

/** From declared isolated to the response. */
const waitOf = ({ events }: Evidence): number =>
  (firstEvent(events, 'ha.isolationResponse', { vm: VM })?.t ?? 0) - (firstEvent(events, 'ha.isolationDeclared')?.t ?? 0)

function draw(rng: Rng): IsolatedVm {
  const storage = rng.pick(['fabric', 'fabric', 'fabric', 'converged', 'local'] as const)
  const all: readonly Response[] = ['disabled', 'powerOffAndRestart', 'shutDownAndRestart']
  const override = rng.pick<Response | null>([null, ...all])
  const p: IsolatedVm = {
    hosts: rng.between(3, 4),
    role: rng.pick(['primary', 'secondary'] as const),
    cluster: rng.pick(all.filter((response) => response !== override)),
    override,
    storage,
    shutdownSeconds: stepped(rng, 20, 420, 5),
    timeoutSeconds: rng.chance(1, 2) ? null : stepped(rng, 60, 240, 15),
  }
  // What a guest does whose disk is gone is another question; and who leaves everything on needs somebody who thinks otherwise.
  const response = responseOf(p)
  if (storage === 'converged' && response === 'shutDownAndRestart') return { ...p, cluster: 'disabled', override: 'powerOffAndRestart' }
  if (storage === 'fabric' && response === 'disabled') return { ...p, cluster: 'shutDownAndRestart', override: 'disabled' }
  if (storage === 'local' && response === 'disabled')
    return { ...p, cluster: 'disabled', override: rng.pick(['powerOffAndRestart', 'shutDownAndRestart'] as const) }
  return p
}

const storageText: { readonly [S in IsolatedVm['storage']]: Phrase } = {
  fabric: ['Shared, Fibre Channel', '공유(파이버 채널)'],
  converged: ['Shared, over the NICs of the management network', '공유(관리 네트워크와 같은 NIC 사용)'],
  local: ['On a local disk of its host', '호스트의 로컬 디스크'],
}

export const isolatedVm = defineFamily<IsolatedVm>({
  id: 'F13',
  title: ['State of a VM after its host is isolated', '호스트 분리 후 VM의 상태'],
  topics: ['HA'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['HA-075'],
  mistakes: {
    M1: ['Took the response of the cluster although the VM has its own', 'VM 재정의가 있는데도 클러스터의 응답을 적용함'],
    M2: ['Left out that its storage is lost, or local', '스토리지가 끊기거나 로컬이라는 점을 무시함'],
    M3: ['Thought that a guest shutdown is waited for without end', '게스트 종료를 제한 없이 기다린다고 생각함'],
    M4: ['Left out the 30 s from declared isolated to the response', '분리 선언 후 응답까지의 30초를 빠뜨림'],
    M5: ['Took the timeline of a primary for a secondary, or the reverse', '기본 호스트와 보조 호스트의 타임라인을 혼동함'],
    M6: ['Mixed up a host that is isolated with one that failed', '분리된 호스트와 장애가 발생한 호스트를 혼동함'],
    M7: ['Thought that isolation always powers VMs off', '호스트가 분리되면 항상 VM의 전원이 꺼진다고 생각함'],
    M8: [
      'Left out that a VM is stopped only if a live primary owns its datastore',
      '활성 기본 호스트가 데이터스토어를 소유해야 VM을 중지한다는 점을 무시함',
    ],
  },
  draw,
  lab: labOf,
  solve: endOf,
  ask(p) {
    const host = isolatedHost(p)
    return {
      stem: [
        `The management network of ${host} fails; its isolation address no longer answers either. The other hosts are not affected. What becomes of ${VM}, which runs on ${host}?`,
        `${host}의 관리 네트워크에 장애가 발생하여 격리 주소도 응답하지 않습니다. 다른 호스트에는 영향이 없습니다. ${host}에서 실행 중인 ${VM}은 어떻게 됩니까?`,
      ],
      given: [
        settingsTable([
          [
            [`Hosts; role of ${host}`, `호스트 수, ${host}의 역할`],
            [`${p.hosts}; ${p.role}`, `${p.hosts}, ${p.role === 'primary' ? '기본' : '보조'} 호스트`],
          ],
          [['Response for host isolation, cluster', '호스트 격리 응답(클러스터)'], label('isolationResponse', p.cluster)],
          [
            [`Response for host isolation, ${VM}`, `호스트 격리 응답(${VM})`],
            p.override === null ? ['as the cluster', '클러스터 설정 사용'] : label('isolationResponse', p.override),
          ],
          [[`Storage of ${VM}`, `${VM}의 스토리지`], storageText[p.storage]],
          [['Guest shutdown takes', '게스트 종료 소요 시간'], secondsOf(p.shutdownSeconds * 1000)],
          [['das.isolationshutdowntimeout', 'das.isolationshutdowntimeout'], p.timeoutSeconds ?? ['not set', '설정 안 함']],
        ]),
      ],
    }
  },
  word: wordOf,
  wrong: (p, evidence, play) => mistakesOf(p, evidence, play),
  nearby: (_right, p) => [
    [p.role === 'primary' ? 35_000 : 60_000, false],
    [p.role === 'primary' ? 35_000 : 60_000, true],
  ],
  vary: (p) => (p.storage === 'local' ? { ...p, storage: 'fabric', override: 'powerOffAndRestart' } : varied(p)),
  explain,
  momentMs: (_p, { events }) => (firstEvent(events, 'ha.isolationResponse', { vm: VM }) ?? firstEvent(events, 'ha.isolationDeclared'))?.t ?? CUT_MS,
})

const varied = (p: IsolatedVm): IsolatedVm => ({ ...p, override: responseOf(p) === 'disabled' ? 'powerOffAndRestart' : 'disabled' })

function explain(p: IsolatedVm, evidence: Evidence): readonly ExplainedStep[] {
  const { events } = evidence
  const host = isolatedHost(p)
  const declared = firstEvent(events, 'ha.isolationDeclared', { host })
  const response = firstEvent(events, 'ha.isolationResponse', { vm: VM })
  const from = (event: typeof response): Phrase => secondsOf(Math.round(((event?.t ?? CUT_MS) - CUT_MS) / 100) * 100)
  const word = response === null ? '' : String(fieldOf(response, 'response'))
  const effective = label('isolationResponse', responseOf(p))
  const [declaredAt, respondedAt] = [from(declared), from(response)]
  const stop = stopOf(endOf(evidence))
  const stopAt = secondsOf(typeof stop === 'number' ? stop : 0)
  const started = firstEvent(events, 'ha.restartAttempted', { vm: VM })
  const startedAt = from(started)
  const on = firstEvent(events, 'vm.poweredOn', { vm: VM, cause: 'ha' })
  const isTwice = on !== null && (typeof stop !== 'number' || on.t - CUT_MS < stop)
  return [
    {
      text: [
        `${host} is ${p.role === 'primary' ? 'the primary' : 'a secondary'}: it declares itself isolated after ${declaredAt[0]} and applies the response 30 s later, after ${respondedAt[0]}.`,
        `${host}은(는) ${p.role === 'primary' ? '기본' : '보조'} 호스트이므로 ${declaredAt[1]} 후 분리를 선언하고, 30초 뒤인 ${respondedAt[1]} 시점에 응답을 적용합니다.`,
      ],
      facts: [p.role === 'primary' ? 'HA-056' : 'HA-050', 'HA-051'],
    },
    {
      text: [
        p.override === null ? `The VM has no override: "${effective[0]}" of the cluster applies.` : `The override of the VM wins: "${effective[0]}".`,
        p.override === null
          ? `VM 재정의가 없으므로 클러스터의 응답 "${effective[1]}"이(가) 적용됩니다.`
          : `VM 재정의가 우선합니다: "${effective[1]}".`,
      ],
      facts: ['HA-075'],
    },
    ...(word === 'deferred'
      ? [
          {
            text: [
              'The local datastore is reachable, but no live primary owns it (no other host sees it): the host waits and checks again, and the VM is left running.',
              '로컬 데이터스토어에는 액세스할 수 있지만 다른 호스트가 볼 수 없어 이를 소유한 기본 호스트가 없습니다. 호스트는 대기하며 다시 확인하고, VM은 계속 실행됩니다.',
            ] as const,
            facts: ['HA-080'] as const,
          },
        ]
      : []),
    ...(typeof stop === 'number' ? [stoppedStep(p, stopAt)] : []),
    ...(started === null
      ? []
      : [
          p.storage === 'converged'
            ? {
                text: [
                  `With its NICs ${host} lost its storage too: without heartbeats of any kind it counts as failed, and another host starts the VM after ${startedAt[0]}.${isTwice ? ' As long as the old instance runs there are two; only the new one holds the disk lock.' : ''}`,
                  `NIC와 함께 스토리지도 끊겨 하트비트가 모두 사라졌으므로 ${host}은(는) 장애로 간주되고, ${startedAt[1]} 후 다른 호스트에서 VM이 시작됩니다.${isTwice ? ' 이전 인스턴스가 실행되는 동안에는 인스턴스가 두 개이며, 새 인스턴스만 디스크 잠금을 보유합니다.' : ''}`,
                ] as const,
                facts: ['HA-065', 'HA-070'] as const,
              }
            : {
                text: [
                  `The primary reads of it in the poweron file of ${host} within 30 s and starts the VM elsewhere, here after ${startedAt[0]}.`,
                  `기본 호스트는 30초 이내에 ${host}의 poweron 파일에서 이를 확인하고 다른 호스트에서 VM을 시작합니다(여기서는 ${startedAt[1]} 후).`,
                ] as const,
                facts: ['HA-053', 'HA-074'] as const,
              },
        ]),
    ...(started === null && stop === null && word === 'disabled'
      ? [
          {
            text: [
              'The datastore heartbeat of the host goes on: it is not failed, and a VM that runs is not started elsewhere.',
              '호스트의 데이터스토어 하트비트가 계속되므로 장애로 간주되지 않으며, 실행 중인 VM은 다른 호스트에서 시작되지 않습니다.',
            ] as const,
            facts: ['HA-064', 'HA-076'] as const,
          },
        ]
      : []),
  ]
}

function stoppedStep(p: IsolatedVm, [en, ko]: Phrase): ExplainedStep {
  if (responseOf(p) !== 'shutDownAndRestart')
    return { text: [`The VM is powered off at once: after ${en}.`, `VM의 전원이 즉시 꺼집니다: ${ko} 후.`], facts: ['HA-050'] }
  const limit = p.timeoutSeconds ?? TIMEOUT_SECONDS
  return {
    text:
      p.shutdownSeconds > limit
        ? [
            `The guest needs ${p.shutdownSeconds} s and gets ${limit} s: then it is powered off by force, after ${en}.`,
            `게스트 종료에 ${p.shutdownSeconds}초가 필요하지만 ${limit}초까지만 기다린 후 강제로 전원을 끕니다: ${ko} 후.`,
          ]
        : [
            `The guest shuts down in ${p.shutdownSeconds} s, which is within ${limit} s: the VM is off after ${en}.`,
            `게스트가 ${limit}초 이내인 ${p.shutdownSeconds}초 만에 종료되어 VM은 ${ko} 후 꺼집니다.`,
          ],
    facts: ['HA-077'],
  }
}
