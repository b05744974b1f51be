import type { Phrase } from '../../../contract/texts/language.ts'
import { formatNumber } from '../../../contract/texts/format.ts'
import { shuffled } from '../../kit/draw.ts'
import { fieldOf, firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { measured, yesOrNo } from '../../kit/words.ts'

type Failure = 'primaryHost' | 'secondaryHost' | 'bothHosts' | 'primaryProcess' | 'guestCrash' | 'vmNetwork'
/** How the VM came through it. */
type Course = 'tookOver' | 'restarted' | 'reset' | 'unaffected' | 'down'

interface FtFailure {
  readonly failure: Failure
  /** By role; without a third one the cluster has two hosts. */
  readonly primary: string
  readonly secondary: string
  readonly third: string | null
  /** The third host has an FT logging network. */
  readonly thirdHasFt: boolean
  readonly vcpus: number
  readonly memoryGiB: number
  readonly diskGiB: number
}

/** Host of the VM, how it got there, host of its secondary; null: none. */
type End = readonly [host: string, course: Course, secondary: string | null]

const VM = 'vm-1'
const AT_SECONDS = 60
const MINUTES_AFTER = 10

const commandsOf = ({ failure, primary, secondary }: FtFailure): readonly LabFile[] => {
  switch (failure) {
    case 'primaryHost':
      return [{ do: 'host.powerOff', host: primary }]
    case 'secondaryHost':
      return [{ do: 'host.powerOff', host: secondary }]
    case 'bothHosts':
      return [primary, secondary].map((host) => ({ do: 'host.powerOff', host }))
    case 'primaryProcess':
      return [{ do: 'vm.processCrash', vm: VM }]
    case 'guestCrash':
      return [{ do: 'vm.guestCrash', vm: VM }]
    case 'vmNetwork':
      return [{ do: 'network.disconnect', host: primary, network: 'vm-net' }]
  }
}

function labOf(p: FtFailure, isProtected = true): LabFile {
  const names = [p.primary, p.secondary, ...(p.third === null ? [] : [p.third])].sort((a, b) => (a < b ? -1 : 1))
  return labFile('Fault Tolerance and a failure', {
    cluster: { ha: { vmMonitoring: 'vm' } },
    networks: [
      { name: 'mgmt', kind: 'management' },
      { name: 'vmotion', kind: 'vmotion', gbps: 10 },
      { name: 'ft', kind: 'ft', gbps: 10 },
      { name: 'vm-net', kind: 'vm' },
    ],
    hosts: names.map((name) => ({
      ...hostEntry({ name, sockets: 2, cores: 16, mhz: 2600, memoryMiB: 262_144 }),
      ...(name === p.third && !p.thirdHasFt && { networks: ['mgmt', 'vmotion', 'vm-net'] }),
    })),
    vms: [
      {
        name: VM,
        host: p.primary,
        vcpus: p.vcpus,
        memoryMiB: p.memoryGiB * 1024,
        diskGiB: p.diskGiB,
        ...(isProtected && { faultTolerance: true, ftSecondaryHost: p.secondary }),
      },
    ],
    timeline: commandsOf(p).map((command) => ({ at: `${AT_SECONDS}s`, ...command })),
    until: `${AT_SECONDS + MINUTES_AFTER * 60}s`,
  })
}

function endOf({ events, state }: Evidence): End {
  const vm = state.vms[VM]
  const has = (type: Parameters<typeof firstEvent>[1], fields = {}): boolean => firstEvent(events, type, { vm: VM, ...fields }) !== null
  if (vm?.power !== 'on') return ['', 'down', null]
  const course = has('vm.poweredOn', { cause: 'ha' }) ? 'restarted' : has('ft.failover') ? 'tookOver' : has('vm.reset') ? 'reset' : 'unaffected'
  return [vm.host ?? '', course, vm.ftSecondaryHost]
}

const courses: { readonly [course in Course]: (host: string) => Phrase } = {
  tookOver: (host) => [`goes on without a restart on ${host}`, `다시 시작하지 않고 ${host}에서 이어서 실행됨`],
  restarted: (host) => [`is restarted by vSphere HA on ${host}`, `vSphere HA가 ${host}에서 다시 시작함`],
  reset: (host) => [`is reset on ${host} by VM Monitoring`, `VM 모니터링이 ${host}에서 재설정함`],
  unaffected: (host) => [`runs on ${host} as before, without an interruption`, `중단 없이 이전과 같이 ${host}에서 실행됨`],
  down: () => ['stays powered off', '전원이 꺼진 상태로 남음'],
}

const failures: { readonly [failure in Failure]: (p: FtFailure) => Phrase } = {
  primaryHost: ({ primary }) => [`host ${primary} loses its power`, `호스트 ${primary}의 전원이 끊깁니다`],
  secondaryHost: ({ secondary }) => [`host ${secondary} loses its power`, `호스트 ${secondary}의 전원이 끊깁니다`],
  bothHosts: ({ primary, secondary }) => [
    `hosts ${primary} and ${secondary} lose their power at the same moment`,
    `호스트 ${primary}, ${secondary}의 전원이 동시에 끊깁니다`,
  ],
  primaryProcess: ({ primary }) => [
    `the process of the primary VM dies on ${primary}; the host goes on`,
    `${primary}에서 기본 VM의 프로세스가 종료되며 호스트는 계속 실행됩니다`,
  ],
  guestCrash: () => ['the guest operating system crashes (kernel panic)', '게스트 운영 체제에 크래시(커널 패닉)가 발생합니다'],
  vmNetwork: ({ primary }) => [`${primary} is cut off from the VM network; everything else goes on`, `${primary}에서 VM 네트워크만 끊깁니다`],
}

export const faultToleranceFailures = defineFamily<FtFailure>({
  id: 'F38',
  title: ['Fault Tolerance after a failure', '장애 후의 Fault Tolerance'],
  topics: ['FT', 'HA'],
  level: 3,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['FT-031'],
  mistakes: {
    M1: ['Expected vSphere HA to restart the VM', 'vSphere HA가 VM을 다시 시작한다고 생각함'],
    M2: ['Forgot that a new secondary is started', '새 보조 VM이 시작된다는 것을 잊음'],
    M3: ['Overlooked that no host is left for a secondary', '보조 VM을 배치할 호스트가 없다는 것을 놓침'],
    M4: ['Mixed up what FT takes over and what it does not', 'FT가 인계받는 장애와 그렇지 않은 장애를 혼동함'],
    M5: ['Thought that nobody starts an FT VM again', 'FT VM은 아무도 다시 시작하지 않는다고 생각함'],
    M6: ['Thought that the secondary is lost as well', '보조 VM도 함께 손실된다고 생각함'],
  },
  draw(rng) {
    const failure = rng.pick(['primaryHost', 'primaryHost', 'secondaryHost', 'bothHosts', 'primaryProcess', 'guestCrash', 'vmNetwork'] as const)
    const [primary = '', secondary = '', third = ''] = shuffled(rng, [0, 1, 2]).map(hostName)
    // After a process alone died its own host can take the secondary too: the third one must not, or there are two answers.
    const third2 = failure === 'bothHosts' || rng.chance(3, 4) ? third : null
    const thirdHasFt = third2 !== null && failure !== 'primaryProcess' && rng.chance(2, 3)
    const names = third2 === null ? shuffled(rng, [0, 1]).map(hostName) : [primary, secondary]
    return {
      failure,
      primary: names[0] ?? primary,
      secondary: names[1] ?? secondary,
      third: third2,
      thirdHasFt,
      vcpus: rng.pick([1, 2, 4, 8]),
      memoryGiB: rng.between(2, 24),
      diskGiB: rng.between(8, 60),
    }
  },
  lab: (p) => labOf(p),
  solve: endOf,
  ask: (p) => {
    const [en, ko] = failures[p.failure](p)
    return {
      stem: [
        `${VM} is protected by Fault Tolerance. VM Monitoring is on, and every host has room for it. Now ${en}. What is the state of the VM ${MINUTES_AFTER} minutes later?`,
        `${VM}은 Fault Tolerance로 보호됩니다. VM 모니터링이 켜져 있고 모든 호스트에 여유 리소스가 있습니다. 이제 ${ko}. ${MINUTES_AFTER}분 후 VM의 상태는 어떻습니까?`,
      ],
      given: [tableOf(p)],
    }
  },
  word(outcome) {
    const [host, course, secondary] = outcome as unknown as End
    const [en, ko] = courses[course](host)
    return [
      `It ${en}; ${secondary === null ? 'it has no secondary' : `its secondary is on ${secondary}`}`,
      `${ko}, ${secondary === null ? '보조 VM 없음' : `보조 VM은 ${secondary}에 있음`}`,
    ]
  },
  wrong: (p, evidence, play) => wrongOnes(p, endOf(evidence), play),
  vary: (p) => ({ ...p, failure: p.failure === 'primaryHost' ? 'secondaryHost' : 'primaryHost' }),
  explain: (p, evidence) => stepsOf(p, evidence),
  momentMs(_p, { events }) {
    const decisive = (['ft.failover', 'ft.secondaryLost', 'vm.reset', 'vm.poweredOn'] as const).map((type) => firstEvent(events, type, { vm: VM }))
    return decisive.find((event) => event !== null)?.t ?? AT_SECONDS * 1000
  },
})

interface Wrong {
  readonly mistake: string
  readonly outcome: End
}

function wrongOnes(p: FtFailure, [host, course, left]: End, play: Play): readonly Wrong[] {
  const { failure, primary, secondary, third } = p
  // Where somebody puts the secondary who does not see that nobody can take it: a host without FT logging, or one that has failed.
  const standby: Wrong =
    left === null
      ? { mistake: 'M3', outcome: [host, course, third !== null && host !== third ? third : failure === 'primaryHost' ? primary : secondary] }
      : { mistake: 'M2', outcome: [host, course, null] }
  const lost: Wrong = { mistake: 'M5', outcome: ['', 'down', null] }
  switch (failure) {
    case 'primaryHost':
    case 'primaryProcess': {
      const [restartedOn] = endOf(play(labOf(p, false)))
      return [{ mistake: 'M1', outcome: [restartedOn, 'restarted', left === restartedOn ? null : left] }, standby, lost]
    }
    case 'secondaryHost':
      return [
        { mistake: 'M1', outcome: [primary, 'restarted', left] },
        standby,
        ...(third === null ? [lost] : [{ mistake: 'M4', outcome: [third, 'tookOver', null] as const }]),
      ]
    case 'bothHosts':
      return [{ mistake: 'M4', outcome: [third ?? '', 'tookOver', null] }, standby, lost]
    case 'guestCrash':
    case 'vmNetwork':
      return [
        { mistake: 'M4', outcome: [secondary, 'tookOver', failure === 'vmNetwork' && p.thirdHasFt ? third : primary] },
        { mistake: 'M1', outcome: [primary, 'restarted', secondary] },
        { mistake: 'M6', outcome: [primary, course, null] },
      ]
  }
}

function tableOf(p: FtFailure): ReturnType<Parameters<typeof defineFamily<FtFailure>>[0]['ask']>['given'][number] {
  const roles: readonly (readonly [string, Phrase])[] = [
    [p.primary, [`primary of ${VM}`, `${VM}의 기본 VM`]],
    [p.secondary, [`secondary of ${VM}`, `${VM}의 보조 VM`]],
    ...(p.third === null ? [] : [[p.third, ['no VM', 'VM 없음']] as const]),
  ]
  return {
    title: ['All hosts of the cluster', '클러스터의 모든 호스트'],
    head: [
      ['Name', '이름'],
      ['Runs', '실행 중'],
      ['FT logging network', 'FT 로깅 네트워크'],
      ['Memory', '메모리'],
    ],
    rows: [...roles]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, role]) => [name, role, yesOrNo(name !== p.third || p.thirdHasFt), measured(256, 'GiB')]),
  }
}

function stepsOf(p: FtFailure, evidence: Evidence): ReturnType<Parameters<typeof defineFamily<FtFailure>>[0]['explain']> {
  const since = (type: Parameters<typeof firstEvent>[1]): string => {
    const event = firstEvent(evidence.events, type, { vm: VM })
    return event === null ? '' : formatNumber((event.t - AT_SECONDS * 1000) / 1000, 1)
  }
  const [host, course, left] = endOf(evidence)
  const rule = rules[p.failure]
  const time = { tookOver: since('ft.failover'), restarted: since('vm.poweredOn'), reset: since('vm.reset'), unaffected: '', down: '' }[course]
  const started = firstEvent(evidence.events, 'ft.secondaryStarted', { vm: VM })
  const [en, ko] = courses[course](host)
  const after: Phrase = time === '' ? ['', ''] : [` (${time} s after the failure)`, `(장애 ${time}초 후)`]
  const second: Phrase =
    started !== null
      ? [
          `A new secondary is started on ${String(fieldOf(started, 'host'))} after ${since('ft.secondaryStarted')} s.`,
          `${since('ft.secondaryStarted')}초 후 ${String(fieldOf(started, 'host'))}에서 새 보조 VM이 시작됩니다.`,
        ]
      : left === null
        ? [
            'No host is left that could take a secondary: it runs, but nobody stands by.',
            '보조 VM을 배치할 수 있는 호스트가 없으므로 보조 VM 없이 실행됩니다.',
          ]
        : ['The secondary stays where it is.', '보조 VM은 그대로 유지됩니다.']
  return [
    { text: rule.text, facts: rule.facts },
    {
      text: [`${VM} ${en}${after[0]}. ${second[0]}`, `${VM}: ${ko}${after[1]}. ${second[1]}`],
      facts: started === null && left === null ? ['FT-006'] : rule.facts,
    },
  ]
}

type Rule = ReturnType<typeof stepsOf>[number]

const rules: { readonly [failure in Failure]: Rule } = {
  primaryHost: {
    text: [
      'The secondary misses the FT heartbeats (1 s), wins the tie-break on the shared datastore and goes live; the guest does not boot.',
      '보조 VM은 FT 하트비트 손실(1초)을 감지하고 공유 데이터스토어에서 우선권을 얻어 실행을 이어받습니다. 게스트는 다시 부팅되지 않습니다.',
    ],
    facts: ['FT-017'],
  },
  secondaryHost: {
    text: [
      'The loss of the secondary interrupts nothing. vSphere HA starts a new one on another suitable host once it has declared the host failed.',
      '보조 VM이 손실되어도 중단되지 않습니다. vSphere HA가 호스트 장애를 선언한 후 조건을 충족하는 다른 호스트에서 새 보조 VM을 시작합니다.',
    ],
    facts: ['FT-018'],
  },
  bothHosts: {
    text: [
      'Nothing is left to take over: vSphere HA restarts the VM like any other, and its guest boots.',
      '인계받을 VM이 없으므로 vSphere HA가 일반 VM처럼 다시 시작하며 게스트가 부팅됩니다.',
    ],
    facts: ['FT-019'],
  },
  primaryProcess: {
    text: [
      'The death of the process of the primary is a failover as well; its host stays in the cluster and may take the new secondary.',
      '기본 VM의 프로세스가 종료되어도 페일오버가 발생합니다. 해당 호스트는 클러스터에 남아 새 보조 VM을 받을 수 있습니다.',
    ],
    facts: ['FT-022'],
  },
  guestCrash: {
    text: [
      'A crash inside the guest is replicated: both copies crash, and Fault Tolerance does not help. VM Monitoring resets the VM.',
      '게스트 내부의 크래시는 복제되어 두 VM 모두 크래시되므로 Fault Tolerance가 도움이 되지 않습니다. VM 모니터링이 VM을 재설정합니다.',
    ],
    facts: ['FT-023'],
  },
  vmNetwork: {
    text: [
      'The loss of the VM network is no trigger of a failover: clients are cut off, the pair stays as it is.',
      'VM 네트워크 손실로는 페일오버가 발생하지 않습니다. 클라이언트 연결만 끊기고 두 VM은 그대로 유지됩니다.',
    ],
    facts: ['FT-021'],
  },
}
