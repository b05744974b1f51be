import type { ExplainedStep } from '../../../contract/practice/question.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import { some, type Rng } from '../../kit/draw.ts'
import { firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { durationOf } from '../../kit/settings.ts'

type VmRule = 'keepTogether' | 'separate'
type HostRule = 'mustRunOn' | 'mustNotRunOn' | 'shouldRunOn' | 'shouldNotRunOn'

interface Rule {
  readonly type: VmRule | HostRule
  /** Of a VM-VM rule its VMs; of a VM-Host rule those of its VM group. */
  readonly vms: readonly string[]
  /** Hosts of its host group; empty for a VM-VM rule. */
  readonly hosts: readonly string[]
}

interface RuleConflict {
  /** The older one first. */
  readonly rules: readonly [Rule, Rule]
  readonly minutesBetween: number
  /** What is done afterwards: nothing · the older is off while the newer is made, and switched on then · the older is deleted · and the newer switched on. */
  readonly then: 'nothing' | 'olderOnAgain' | 'olderDeleted' | 'olderDeletedNewerOn' | 'newerOn'
}

const NAMES = ['rule-1', 'rule-2'] as const
const VMS = ['app-1', 'app-2', 'db-1', 'db-2']
const HOSTS = [0, 1, 2].map(hostName)

const groupOf = (members: readonly string[]): string => members.join(' ')

function entryOf(rule: Rule, name: string): LabFile {
  return rule.hosts.length === 0
    ? { name, type: rule.type, vms: rule.vms }
    : { name, type: rule.type, vmGroup: groupOf(rule.vms), hostGroup: groupOf(rule.hosts) }
}

function labOf({ rules, minutesBetween, then }: RuleConflict, names: readonly [string, string] = NAMES): LabFile {
  const ofHosts = rules.filter(({ hosts }) => hosts.length > 0)
  const second = 10 + minutesBetween * 60
  const after = { at: `${second + 20}s` }
  return labFile('Two rules', {
    cluster: {
      drs: {
        enabled: false,
        vmGroups: Object.fromEntries(ofHosts.map(({ vms }) => [groupOf(vms), vms])),
        hostGroups: Object.fromEntries(ofHosts.map(({ hosts }) => [groupOf(hosts), hosts])),
      },
    },
    hosts: HOSTS.map((name) => hostEntry({ name, cores: 8, mhz: 2600, memoryMiB: 32_768 })),
    vms: VMS.map((name, at) => ({ name, host: HOSTS[at % HOSTS.length], vcpus: 1, memoryMiB: 1024 })),
    timeline: [
      { at: '10s', do: 'rule.add', ...entryOf(rules[0], names[0]) },
      ...(then === 'olderOnAgain' ? [{ at: '20s', do: 'rule.disable', name: names[0] }] : []),
      { at: `${second}s`, do: 'rule.add', ...entryOf(rules[1], names[1]) },
      ...(then === 'olderOnAgain' ? [{ ...after, do: 'rule.enable', name: names[0] }] : []),
      ...(then === 'olderDeleted' || then === 'olderDeletedNewerOn' ? [{ ...after, do: 'rule.remove', name: names[0] }] : []),
      ...(then === 'olderDeletedNewerOn' || then === 'newerOn' ? [{ at: `${second + 40}s`, do: 'rule.enable', name: names[1] }] : []),
    ],
    until: `${second + 50}s`,
  })
}

/** Names of the rules that are on, as one text. */
const activeOf = ({ state }: Evidence): Outcome => NAMES.filter((name) => state.rules[name]?.enabled === true).join(' ')

function wordOf(outcome: Outcome): Phrase {
  if (outcome === '') return ['Neither of them is on', '둘 다 사용되지 않음']
  const names = String(outcome).split(' ')
  return names.length > 1 ? ['Both are on', '둘 다 사용됨'] : [`Only ${names[0] ?? ''} is on`, `${names[0] ?? ''}만 사용됨`]
}

/** The same with VMs, groups and types that contradict each other. */
function contradicting({ rules: [older, newer], ...p }: RuleConflict): RuleConflict {
  const opposite: { readonly [type: string]: Rule['type'] } = {
    keepTogether: 'separate',
    separate: 'keepTogether',
    mustRunOn: 'mustNotRunOn',
    mustNotRunOn: 'mustRunOn',
    shouldRunOn: 'shouldNotRunOn',
    shouldNotRunOn: 'shouldRunOn',
  }
  return { ...p, rules: [older, { ...newer, type: opposite[older.type] ?? older.type, vms: older.vms, hosts: older.hosts }] }
}

function* mistakesOf(p: RuleConflict, evidence: Evidence, play: Play): Generator<WrongOutcome> {
  const isDeleted = p.then === 'olderDeleted' || p.then === 'olderDeletedNewerOn'
  if (isDeleted) yield { mistake: 'M5', outcome: activeOf(play(labOf({ ...contradicting(p), then: 'nothing' }))) }
  if (p.then === 'olderDeleted') yield { mistake: 'M6', outcome: activeOf(play(labOf({ ...p, then: 'olderDeletedNewerOn' }))) }
  if (activeOf(evidence) === NAMES.join(' ')) yield { mistake: 'M4', outcome: activeOf(play(labOf(contradicting(p)))) }
  // The newer one wins: as if it had been there first.
  const { rules, ...rest } = contradicting(p)
  yield { mistake: 'M1', outcome: activeOf(play(labOf({ ...rest, rules: [rules[1], rules[0]], then: 'nothing' }, [NAMES[1], NAMES[0]]))) }
  yield { mistake: 'M2', outcome: NAMES.join(' ') }
  yield { mistake: 'M3', outcome: '' }
}

const isConflict = (evidence: Evidence): boolean => firstEvent(evidence.events, 'rule.conflict') !== null

function draw(rng: Rng): RuleConflict {
  const then = rng.pick(['nothing', 'nothing', 'nothing', 'olderOnAgain', 'olderDeleted', 'olderDeletedNewerOn', 'newerOn'] as const)
  const minutesBetween = rng.between(1, 90)
  if (rng.chance(1, 2)) {
    const types: readonly VmRule[] = ['keepTogether', 'separate']
    const older: Rule = { type: rng.pick(types), vms: some(rng, VMS, rng.between(2, 3)), hosts: [] }
    const isOpposed = rng.chance(4, 5)
    const type = (older.type === 'separate') === isOpposed ? 'keepTogether' : 'separate'
    return { rules: [older, { type, vms: some(rng, VMS, rng.between(2, 3)), hosts: [] }], minutesBetween, then }
  }
  const vms = some(rng, VMS, 2)
  const hosts = some(rng, HOSTS, rng.between(1, 2))
  const [older, newer] = rng.pick([
    ['mustRunOn', 'mustNotRunOn'],
    ['mustNotRunOn', 'mustRunOn'],
    ['shouldRunOn', 'shouldNotRunOn'],
    ['mustRunOn', 'shouldNotRunOn'],
    ['mustRunOn', 'mustRunOn'],
  ] as const)
  const otherHosts = HOSTS.filter((name) => !hosts.includes(name)).slice(0, 1)
  const isSame = older !== newer && rng.chance(2, 3)
  return {
    rules: [
      { type: older, vms, hosts },
      { type: newer, vms: isSame || rng.chance(1, 2) ? vms : some(rng, VMS, 2), hosts: isSame ? hosts : otherHosts },
    ],
    minutesBetween,
    then,
  }
}

const typeNames: { readonly [T in Rule['type']]: Phrase } = {
  keepTogether: ['Keep Virtual Machines Together', '가상 시스템을 함께 유지'],
  separate: ['Separate Virtual Machines', '가상 시스템을 따로 유지'],
  mustRunOn: ['Must run on hosts in group', '그룹의 호스트에서 실행해야 함'],
  mustNotRunOn: ['Must Not run on hosts in group', '그룹의 호스트에서 실행하지 않아야 함'],
  shouldRunOn: ['Should run on hosts in group', '그룹의 호스트에서 실행하는 것이 좋음'],
  shouldNotRunOn: ['Should Not run on hosts in group', '그룹의 호스트에서 실행하지 않는 것이 좋음'],
}

const thenText: { readonly [T in RuleConflict['then']]: Phrase } = {
  nothing: ['', ''],
  olderOnAgain: [
    ' rule-1 is switched off before rule-2 is made, and switched on again afterwards.',
    ' rule-2를 만들기 전에 rule-1을 사용하지 않도록 설정했다가 나중에 다시 사용하도록 설정합니다.',
  ],
  olderDeleted: [' Afterwards rule-1 is deleted; nothing else is done.', ' 그 후 rule-1을 삭제하고 다른 작업은 하지 않습니다.'],
  olderDeletedNewerOn: [
    ' Afterwards rule-1 is deleted, and rule-2 is switched on by hand.',
    ' 그 후 rule-1을 삭제하고 rule-2를 수동으로 사용하도록 설정합니다.',
  ],
  newerOn: [' Afterwards somebody tries to switch rule-2 on by hand.', ' 그 후 rule-2를 수동으로 사용하도록 설정하려고 시도합니다.'],
}

export const ruleConflict = defineFamily<RuleConflict>({
  id: 'F25',
  title: ['Rule conflict', '규칙 충돌'],
  topics: ['DRS'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['DRS-070'],
  mistakes: {
    M1: ['Thought that the newer rule wins', '새 규칙이 우선한다고 생각함'],
    M2: ['Thought that both stay active', '둘 다 활성 상태로 유지된다고 생각함'],
    M3: ['Thought that a conflict switches both off', '충돌하면 둘 다 사용되지 않는다고 생각함'],
    M4: ['Took for a conflict what is none', '충돌이 아닌 것을 충돌로 생각함'],
    M5: ['Left out that the older rule is deleted', '이전 규칙이 삭제되었다는 점을 무시함'],
    M6: ['Thought that the newer rule comes on by itself', '새 규칙이 자동으로 다시 사용된다고 생각함'],
  },
  draw,
  lab: (p) => labOf(p),
  solve: activeOf,
  ask(p) {
    const between = durationOf(p.minutesBetween * 60_000)
    return {
      stem: [
        `An administrator makes rule-1, and ${between[0]} later rule-2.${thenText[p.then][0]} Which of the two rules is on in the end?`,
        `관리자가 rule-1을 만들고 ${between[1]} 후 rule-2를 만듭니다.${thenText[p.then][1]} 최종적으로 두 규칙 중 어느 것이 사용됩니까?`,
      ],
      given: [
        {
          title: ['Rules', '규칙'],
          head: [
            ['Name', '이름'],
            ['Type', '유형'],
            ['VMs', 'VM'],
            ['Hosts', '호스트'],
          ],
          rows: p.rules.map(({ type, vms, hosts }, at) => [
            NAMES[at] ?? '',
            typeNames[type],
            vms.join(', '),
            hosts.length === 0 ? '–' : hosts.join(', '),
          ]),
        },
      ],
    }
  },
  word: wordOf,
  wrong: (p, evidence, play) => mistakesOf(p, evidence, play),
  vary(p) {
    // Two of one type contradict each other never, two opposite ones about the same always.
    const [older, newer] = p.rules
    const isOpposed = older.type !== newer.type
    return isOpposed ? { ...p, then: 'nothing', rules: [older, { ...newer, type: older.type }] } : { ...contradicting(p), then: 'nothing' }
  },
  explain,
  momentMs: (p, { events }) => firstEvent(events, 'rule.conflict')?.t ?? (10 + p.minutesBetween * 60) * 1000,
})

function explain(p: RuleConflict, evidence: Evidence): readonly ExplainedStep[] {
  const [older, newer] = p.rules
  const common = older.vms.filter((name) => newer.vms.includes(name))
  const isOfHosts = older.hosts.length > 0
  const steps: ExplainedStep[] = []
  if (isConflict(evidence))
    steps.push({
      text: isOfHosts
        ? [
            'Both rules say the opposite about the same VM group and the same host group: a conflict. The older stays, the newer is switched off.',
            '두 규칙이 같은 VM 그룹과 같은 호스트 그룹에 대해 반대되므로 충돌합니다. 이전 규칙이 유지되고 새 규칙은 사용되지 않습니다.',
          ]
        : [
            `Both rules are about ${common.join(' and ')}, which cannot be together and apart: a conflict. The older stays, the newer is switched off.`,
            `두 규칙 모두 ${common.join(', ')}에 적용되는데 함께이면서 따로 유지할 수 없으므로 충돌합니다. 이전 규칙이 유지되고 새 규칙은 사용되지 않습니다.`,
          ],
      facts: isOfHosts ? ['DRS-073'] : ['DRS-070'],
    })
  else if (older.type === newer.type && isOfHosts)
    steps.push({
      text: [
        'Must rules combine by intersection. Host groups without a common host are not noticed when the rule is made: both stay on, and a VM of both has no host.',
        '필수 규칙은 교집합으로 결합됩니다. 공통 호스트가 없어도 규칙을 만들 때는 감지되지 않으므로 둘 다 사용되며, 두 규칙에 모두 속한 VM은 실행할 호스트가 없습니다.',
      ],
      facts: ['DRS-072', 'DRS-073'],
    })
  else if (isOfHosts)
    steps.push({
      text: [
        'A conflict is noticed only between two opposite rules of the same strength with the same VM group and the same host group. These two differ, so both stay on.',
        '충돌은 같은 VM 그룹과 같은 호스트 그룹에 대해 강도가 같은 반대 규칙 사이에서만 감지됩니다. 이 두 규칙은 그렇지 않으므로 둘 다 사용됩니다.',
      ],
      facts: ['DRS-073'],
    })
  else
    steps.push({
      text:
        older.type === newer.type
          ? ['Two rules of one type do not contradict each other.', '같은 유형의 두 규칙은 서로 충돌하지 않습니다.']
          : [
              `The rules have ${common.length === 1 ? `only ${common[0] ?? ''} in common` : 'no VM in common'}; a contradiction takes two VMs.`,
              `두 규칙에 공통된 VM이 ${common.length === 1 ? `${common[0] ?? ''} 하나뿐` : '없으'}${common.length === 1 ? '이' : ''}므로 충돌하지 않습니다. 충돌하려면 VM 두 개가 공통이어야 합니다.`,
            ],
      facts: ['DRS-070', 'DRS-071'],
    })
  if (p.then === 'olderOnAgain' && isConflict(evidence))
    steps.push({
      text: [
        'Age counts by when a rule was made, not by when it was switched on: rule-1 comes back and rule-2 goes off.',
        '규칙의 순서는 사용하도록 설정한 시점이 아니라 만든 시점으로 정해집니다. rule-1이 다시 사용되고 rule-2는 사용되지 않습니다.',
      ],
      facts: ['DRS-070'],
    })
  if (p.then === 'newerOn' && isConflict(evidence))
    steps.push({
      text: [
        'As long as rule-1 is on, rule-2 cannot be: it is switched off again.',
        'rule-1이 사용되는 동안 rule-2는 사용할 수 없으므로 다시 사용되지 않습니다.',
      ],
      facts: ['DRS-070'],
    })
  if (p.then === 'olderDeleted' || p.then === 'olderDeletedNewerOn')
    steps.push({
      text: isConflict(evidence)
        ? [
            'rule-1 is gone; a rule that was switched off stays off until somebody switches it on.',
            'rule-1은 삭제되었습니다. 사용되지 않게 된 규칙은 누군가 사용하도록 설정할 때까지 그대로입니다.',
          ]
        : ['rule-1 is gone, rule-2 was on all the time.', 'rule-1은 삭제되었고 rule-2는 계속 사용되고 있었습니다.'],
      facts: ['DRS-070'],
    })
  return steps
}
