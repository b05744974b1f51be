/**
 * Which events of a run are asked about, and what else could have come in their place: the one list of them. What is offered comes from the run as
 * it stands just before: its hosts, its VMs, the settings that the product has.
 */
import { fieldOf, type EventType, type LabEvent } from '../../contract/events.ts'
import { inBoth, type Phrase } from '../../contract/texts/language.ts'
import { labelWords, stateLabel } from '../../contract/texts/states.ts'
import type { Simulation } from '../../engine/index.ts'
import { event, inputOf, instead, nameIn, said, words, type Outcome } from './outcome.ts'

export interface Posing {
  readonly stem: Phrase
  /** What comes. */
  readonly right: Phrase
  /** What could have come; those that came true as well are left out later. */
  readonly others: readonly Outcome[]
}
/** Null: nothing to ask about this one. `before`: the run just before it. */
export type Pose = (event: LabEvent, before: Simulation) => Posing | null

/** Of a large inventory, so many VMs are looked at for others that could have been meant. */
const VMS_LOOKED_AT = 200

const hostsOn = (before: Simulation): readonly string[] => before.hostNames().filter((name) => before.hostState(name)?.power === 'on')
const hostsBut = (before: Simulation, ...not: readonly string[]): readonly string[] => hostsOn(before).filter((name) => !not.includes(name))
const vmsOn = (before: Simulation, host: string): readonly string[] =>
  before
    .vmNames()
    .slice(0, VMS_LOOKED_AT)
    .filter((name) => {
      const vm = before.vmView(name)
      return vm?.host === host && vm.power === 'on'
    })
const restarts = (before: Simulation, vm: string, ...not: readonly string[]): readonly Outcome[] =>
  hostsBut(before, ...not).map((host) => event('ha.restartAttempted', { vm, host, attempt: 1 }))
const pendings = (vm: string, but: string): readonly Outcome[] =>
  labelWords('pendingReason')
    .filter((reason) => reason !== but)
    .map((reason) => event('ha.restartPending', { vm, reason }))

/** Ends of a stun, ms, that tell what it does to a client apart (VM-034, SN-024). */
const stunEnds = [100, 1_000, 10_000] as const
const stunTexts: readonly Phrase[] = [
  ['Less than 0.1 s', '0.1초 미만'],
  ['0.1 s to 1 s', '0.1초~1초'],
  ['1 s to 10 s', '1초~10초'],
  ['10 s or longer', '10초 이상'],
]

const migrationFails = (reason: string): Outcome => {
  const [en, ko] = inBoth((language) => stateLabel('migrationFailure', reason, language))
  return words(`It fails: ${en}`, `실패합니다: ${ko}`, (other) => other.type === 'vmotion.failed' && nameIn(other, 'reason') === reason)
}
const migrationEnds = (vm: string): Outcome =>
  words(
    'It completes, without an interruption that ends a connection',
    '연결이 끊기지 않고 완료됩니다',
    (other) => other.type === 'vmotion.completed' && nameIn(other, 'vm') === vm,
  )
/** Those that a person may expect of any migration under way. */
const likelyFailures = ['noConvergence', 'networkTimeout', 'maxSwitchoverTime', 'destinationHostFailed']
const migrationStem = (vm: string): Phrase => [`${vm} is being migrated. How does it end?`, `${vm}을(를) 마이그레이션하고 있습니다. 어떻게 끝납니까?`]

const move = (vm: string, from: string, to: string): Outcome =>
  words(
    `Move ${vm} from ${from} to ${to}`,
    `${vm}을(를) ${from}에서 ${to}(으)로 이동`,
    (other) => other.type === 'drs.recommendation' && nameIn(other, 'vm') === vm && nameIn(other, 'to') === to,
  )

const restartStem = (vm: string): Phrase => [
  `vSphere HA has ${vm} to restart. What comes next of it?`,
  `vSphere HA가 ${vm}을(를) 다시 시작해야 합니다. 다음에 어떻게 됩니까?`,
]

export const poses: { readonly [T in EventType]?: Pose } = {
  'ha.heartbeatLost': (e, before) => {
    const [host, by] = [nameIn(e, 'host'), nameIn(e, 'by')]
    const [vm] = vmsOn(before, host)
    const [target] = hostsBut(before, host)
    return {
      stem: ['Which of these comes first?', '다음 중 가장 먼저 일어나는 것은 무엇입니까?'],
      right: said(e),
      others: [
        event('ha.hostStateChanged', { host, to: 'failed', by }),
        event('host.connectionChanged', { host, from: 'connected', to: 'notResponding' }),
        event('ha.hostUnreachable', { host, by }),
        ...(vm === undefined || target === undefined ? [] : [event('ha.restartAttempted', { vm, host: target, attempt: 1 })]),
      ],
    }
  },
  'ha.hostStateChanged': (e, before) => {
    const [host, by, to, from] = [nameIn(e, 'host'), nameIn(e, 'by'), nameIn(e, 'to'), nameIn(e, 'from')]
    const conclusions = ['failed', 'networkIsolated', 'networkPartitioned']
    if (!before.hostNames().includes(by) && by !== 'vcenter') return null
    if (!conclusions.includes(to) || by === host) return null
    // vCenter Server shows what the primary concluded: who that was is in the reason.
    const observer = String(inputOf(e, 'observer') ?? by)
    return {
      stem: [
        `${observer} does not hear ${host} any more. What is concluded about ${host}?`,
        `${observer}이(가) ${host}의 하트비트를 받지 못합니다. ${host}을(를) 어떤 상태로 판단합니까?`,
      ],
      right: said(e),
      others: [...conclusions, 'agentUnreachable'].filter((state) => state !== to && state !== from).map((state) => instead(e, { to: state })),
    }
  },
  'ha.isolationDeclared': (e) => {
    const host = nameIn(e, 'host')
    const addresses = inputOf(e, 'addresses')
    const address = Array.isArray(addresses) && typeof addresses[0] === 'string' ? addresses[0] : null
    return {
      stem: [
        `${host} hears no other host, and pings its isolation addresses. What comes of it?`,
        `${host}이(가) 다른 호스트의 하트비트를 받지 못해 격리 주소를 ping합니다. 결과는 무엇입니까?`,
      ],
      right: said(e),
      others: [
        ...(address === null ? [] : [event('ha.isolationPing', { host, address, answered: true })]),
        event('ha.hostStateChanged', { host, to: 'secondary', by: 'self' }),
        event('ha.electionStarted', { candidates: null }),
      ],
    }
  },
  'ha.isolationResponse': (e) => {
    const [vm, host] = [nameIn(e, 'vm'), nameIn(e, 'host')]
    return {
      stem: [`${host} is isolated. What does it do with ${vm}?`, `${host}이(가) 분리되었습니다. ${vm}은(는) 어떻게 됩니까?`],
      right: said(e),
      others: labelWords('isolationResponse')
        .filter((response) => response !== nameIn(e, 'response'))
        .map((response) => instead(e, { response })),
    }
  },
  'ha.primaryElected': (e, before) => {
    const partition = fieldOf(e, 'partition')
    const members = Array.isArray(partition) ? partition.filter((name): name is string => typeof name === 'string') : []
    if (members.length < 2) return null
    return {
      stem: [
        'A primary host is elected. Which of these hosts does it become?',
        '기본 호스트를 선출합니다. 다음 중 어느 호스트가 기본 호스트가 됩니까?',
      ],
      right: said(e),
      others: members.filter((name) => name !== nameIn(e, 'host') && hostsOn(before).includes(name)).map((host) => instead(e, { host })),
    }
  },
  'ha.restartAttempted': (e, before) => {
    const [vm, host] = [nameIn(e, 'vm'), nameIn(e, 'host')]
    const rejected = (e.why?.rejected ?? []).map(({ option }) => option).filter((name) => before.hostNames().includes(name))
    return {
      stem: [
        `vSphere HA has ${vm} to restart. On which host does it start it?`,
        `vSphere HA가 ${vm}을(를) 다시 시작해야 합니다. 어느 호스트에서 시작합니까?`,
      ],
      right: said(e),
      others: [...new Set([...hostsBut(before, host), ...rejected])].filter((name) => name !== host).map((name) => instead(e, { host: name })),
    }
  },
  'ha.restartPending': (e, before) => {
    const [vm, reason] = [nameIn(e, 'vm'), nameIn(e, 'reason')]
    return { stem: restartStem(vm), right: said(e), others: [...restarts(before, vm), ...pendings(vm, reason)] }
  },
  'ha.restartFailed': (e) => {
    const [vm, host] = [nameIn(e, 'vm'), nameIn(e, 'host')]
    return {
      stem: [`vSphere HA is starting ${vm}. How does the attempt end?`, `vSphere HA가 ${vm}을(를) 시작하고 있습니다. 이 시도는 어떻게 끝납니까?`],
      right: said(e),
      others: [
        event('vm.poweredOn', { vm, host, cause: 'ha' }),
        ...labelWords('restartFailure')
          .filter((reason) => reason !== nameIn(e, 'reason'))
          .map((reason) => instead(e, { reason })),
      ],
    }
  },
  'ha.failoverGaveUp': (e, before) => {
    const vm = nameIn(e, 'vm')
    return {
      stem: restartStem(vm),
      right: said(e),
      others: [...hostsOn(before).map((host) => event('vm.poweredOn', { vm, host, cause: 'ha' })), ...pendings(vm, '')],
    }
  },
  'admission.checked': (e) => {
    const vm = nameIn(e, 'vm')
    const operation = nameIn(e, 'operation')
    const what: Phrase =
      operation === 'migrateIn'
        ? [`${vm} is to be moved into the cluster`, `${vm}을(를) 클러스터로 이동하려고 합니다`]
        : operation === 'reservation'
          ? [`More is to be reserved for ${vm}`, `${vm}의 예약을 늘리려고 합니다`]
          : [`${vm} is to be powered on`, `${vm}의 전원을 켜려고 합니다`]
    return {
      stem: [`${what[0]}. What does admission control say?`, `${what[1]}. 승인 제어는 어떻게 합니까?`],
      right: said(e),
      others: [instead(e, { result: nameIn(e, 'result') === 'refused' ? 'allowed' : 'refused' })],
    }
  },
  'vmcp.response': (e) => {
    const [vm, host] = [nameIn(e, 'vm'), nameIn(e, 'host')]
    return {
      stem: [
        `${host} has lost the datastore of ${vm}. What does VM Component Protection do?`,
        `${host}이(가) ${vm}의 데이터스토어를 잃었습니다. VM 구성 요소 보호는 무엇을 합니까?`,
      ],
      right: said(e),
      others: labelWords('vmcpResponse')
        .filter((response) => response !== nameIn(e, 'response'))
        .map((response) => instead(e, { response })),
    }
  },
  'drs.recommendation': (e, before) => {
    const [vm, from, to] = [nameIn(e, 'vm'), nameIn(e, 'from'), nameIn(e, 'to')]
    if (nameIn(e, 'kind') !== 'migrate') return null
    return {
      stem: ['DRS looks at the cluster. What does it recommend?', 'DRS가 클러스터를 검사합니다. 무엇을 권장합니까?'],
      right: move(vm, from, to).text,
      others: [
        ...hostsBut(before, from, to).map((host) => move(vm, from, host)),
        ...vmsOn(before, from)
          .filter((name) => name !== vm)
          .map((name) => move(name, from, to)),
        words('Nothing: no move gains enough', '아무것도 권장하지 않음: 이득이 충분한 이동이 없습니다'),
      ],
    }
  },
  'vmotion.completed': (e) => {
    if (nameIn(e, 'kind') === 'cold' || nameIn(e, 'role') !== '') return null
    const vm = nameIn(e, 'vm')
    return { stem: migrationStem(vm), right: migrationEnds(vm).text, others: likelyFailures.map(migrationFails) }
  },
  'vmotion.failed': (e) => {
    if (nameIn(e, 'role') !== '') return null
    const [vm, reason] = [nameIn(e, 'vm'), nameIn(e, 'reason')]
    return {
      stem: migrationStem(vm),
      right: migrationFails(reason).text,
      others: [migrationEnds(vm), ...likelyFailures.filter((other) => other !== reason).map(migrationFails)],
    }
  },
  'ft.failover': (e, before) => {
    const [vm, from, to] = [nameIn(e, 'vm'), nameIn(e, 'from'), nameIn(e, 'to')]
    return {
      stem: [`${vm} is protected by Fault Tolerance. What comes next for it?`, `${vm}은(는) Fault Tolerance로 보호됩니다. 다음에 어떻게 됩니까?`],
      right: said(e),
      others: [
        ...restarts(before, vm, from).slice(0, 2),
        event('ft.secondaryLost', { vm, host: to }),
        event('ft.stateChanged', { vm, from: 'running', to: 'disabled', reason: 'lostConnection' }),
      ],
    }
  },
  'ft.secondaryStarted': (e, before) => {
    const [vm, host] = [nameIn(e, 'vm'), nameIn(e, 'host')]
    return {
      stem: [`${vm} needs a new secondary VM. Where is it built?`, `${vm}에 새 보조 VM이 필요합니다. 어느 호스트에 만듭니까?`],
      right: said(e),
      others: hostsBut(before, host).map((name) => instead(e, { host: name })),
    }
  },
  'snapshot.consolidated': (e) => {
    const vm = nameIn(e, 'vm')
    const stun = fieldOf(e, 'stunMs')
    const right = typeof stun === 'number' ? stunTexts[placeOf(stun)] : undefined
    if (right === undefined) return null
    return {
      stem: [
        `Snapshot data of ${vm} are being merged. How long does the VM stand still at the end?`,
        `${vm}의 스냅샷 데이터를 병합하고 있습니다. 마지막에 VM이 얼마 동안 멈춥니까?`,
      ],
      right,
      others: stunTexts.filter((text) => text !== right).map(([en, ko]) => words(en, ko)),
    }
  },
  'snapshot.failed': (e) => {
    const [vm, name] = [nameIn(e, 'vm'), nameIn(e, 'name')]
    return {
      stem: [`A snapshot of ${vm} is being taken. How does it end?`, `${vm}의 스냅샷을 생성하고 있습니다. 어떻게 끝납니까?`],
      right: said(e),
      others: [
        words(
          `Snapshot ${name} is taken`,
          `스냅샷 ${name}이(가) 생성됩니다`,
          (other) => other.type === 'snapshot.created' && nameIn(other, 'vm') === vm,
        ),
        ...labelWords('snapshotFailure')
          .filter((reason) => reason !== nameIn(e, 'reason'))
          .map((reason) => instead(e, { reason })),
      ],
    }
  },
  'vm.reset': (e, before) => {
    const [vm, host, cause] = [nameIn(e, 'vm'), nameIn(e, 'host'), nameIn(e, 'cause')]
    if (cause !== 'vmMonitoring' && cause !== 'appMonitoring') return null
    return {
      stem: [`The guest of ${vm} is silent. What does vSphere HA do?`, `${vm}의 게스트에서 하트비트가 오지 않습니다. vSphere HA는 무엇을 합니까?`],
      right: said(e),
      others: [
        ...restarts(before, vm, host).slice(0, 2),
        event('ha.failoverGaveUp', { vm }),
        words('Nothing: its disk and network I/O shows that it lives', '아무것도 하지 않음: 디스크 및 네트워크 I/O가 있어 살아 있는 것으로 봅니다'),
      ],
    }
  },
}

const placeOf = (stunMs: number): number => {
  const at = stunEnds.findIndex((end) => stunMs < end)
  return at === -1 ? stunEnds.length : at
}
