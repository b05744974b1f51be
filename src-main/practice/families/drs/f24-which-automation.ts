import type { ExplainedStep } from '../../../contract/practice/question.ts'
import { describeEvent } from '../../../contract/texts/events.ts'
import { formatTime } from '../../../contract/texts/format.ts'
import { inBoth, type Phrase } from '../../../contract/texts/language.ts'
import { shuffled, stepped, type Rng } from '../../kit/draw.ts'
import { eventsOf, fieldOf, firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type WrongOutcome } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { durationOf } from '../../kit/settings.ts'

const SETTINGS = ['manual', 'partiallyAutomated', 'fullyAutomated', 'conservative', 'override', 'off'] as const
/** conservative: fully automated with threshold 1 · override: fully automated, the VM that is powered on manual. */
type Setting = (typeof SETTINGS)[number]

interface WhichAutomation {
  readonly setting: Setting
  readonly others: readonly Setting[]
  readonly hosts: number
  /** VMs of the host that has too many, and what each of them asks for, MHz. */
  readonly busy: number
  readonly demandMHz: number
  readonly powerOnSeconds: number
  /** Host (position) that is asked to enter maintenance mode, and when; null: none. */
  readonly maintenance: { readonly host: number; readonly seconds: number } | null
  readonly names: readonly string[]
}

const HOST_MHZ = 20_000
const NAMES = ['app', 'db', 'erp', 'files', 'mail', 'proxy', 'queue', 'shop', 'wiki']
/** Of the DRS pass that balances. */
const PASS_SECONDS = 60

const newOf = ({ names, busy }: WhichAutomation): string => names[busy] ?? ''

function labOf(p: WhichAutomation, setting: Setting = p.setting): LabFile {
  const automation = setting === 'manual' || setting === 'partiallyAutomated' ? setting : 'fullyAutomated'
  const started = newOf(p)
  return labFile('Which automation level?', {
    cluster: { drs: { enabled: setting !== 'off', automation, migrationThreshold: setting === 'conservative' ? 1 : 3 } },
    hosts: Array.from({ length: p.hosts }, (_, at) => hostEntry({ name: hostName(at), cores: 10, mhz: HOST_MHZ / 10, memoryMiB: 65_536 })),
    vms: [
      ...p.names.slice(0, p.busy).map((name) => ({ name, host: hostName(0), vcpus: 4, memoryMiB: 1024, demand: { cpuMHz: p.demandMHz } })),
      {
        name: started,
        host: hostName(p.hosts - 1),
        power: 'off',
        vcpus: 1,
        memoryMiB: 1024,
        ...(setting === 'override' && { drs: { automation: 'manual' } }),
      },
    ],
    timeline: [
      { at: `${p.powerOnSeconds}s`, do: 'vm.powerOn', vm: started },
      ...(p.maintenance === null ? [] : [{ at: `${p.maintenance.seconds}s`, do: 'host.enterMaintenance', host: hostName(p.maintenance.host) }]),
    ],
    until: `${p.maintenance === null ? PASS_SECONDS + 10 : p.maintenance.seconds + 10}s`,
  })
}

/** What the log shows to whom it is shown. */
const SHOWN = [
  'command.received',
  'drs.recommendation',
  'drs.applied',
  'vm.poweredOn',
  'vmotion.completed',
  'host.maintenanceEntering',
  'host.maintenanceEntered',
] as const

const shownOf = ({ events }: Evidence): Evidence['events'] => events.filter(({ type }) => (SHOWN as readonly string[]).includes(type))
const rowsOf = (evidence: Evidence): readonly (readonly [string, Phrase])[] =>
  shownOf(evidence).map((event) => [formatTime(event.t), inBoth((language) => describeEvent(event, language))])

/** As the design of the run has it. */
function settingOf({ lab, state }: Evidence, p: WhichAutomation): Setting {
  if (state.drs === null) return 'off'
  const { automation, migrationThreshold } = state.drs
  if (automation === 'manual' || automation === 'partiallyAutomated') return automation
  if (lab.vms.some(({ name, drs }) => name === newOf(p) && drs?.automation === 'manual')) return 'override'
  return migrationThreshold === 1 ? 'conservative' : 'fullyAutomated'
}

/** A setting that would give the very same log is no wrong choice. */
function* mistakesOf(p: WhichAutomation, evidence: Evidence, play: Play): Generator<WrongOutcome> {
  const log = JSON.stringify(rowsOf(evidence))
  for (const setting of p.others) {
    if (setting === p.setting || JSON.stringify(rowsOf(play(labOf(p, setting)))) === log) continue
    yield { mistake: `M${SETTINGS.indexOf(setting) + 1}`, outcome: setting }
  }
}

function draw(rng: Rng): WhichAutomation {
  const hosts = rng.chance(3, 4) ? 2 : 3
  const busy = rng.between(3, 4)
  return {
    setting: rng.pick(['manual', 'partiallyAutomated', 'fullyAutomated', 'conservative', 'override', 'off'] as const),
    others: shuffled(rng, SETTINGS),
    hosts,
    busy,
    // Well above what one host has; the other one takes two of them.
    demandMHz: busy === 4 ? stepped(rng, 5200, 6400, 100) : stepped(rng, 6800, 8000, 100),
    powerOnSeconds: stepped(rng, 5, 40, 5),
    maintenance: rng.chance(2, 3) ? { host: rng.between(0, hosts - 1), seconds: stepped(rng, 75, 100, 5) } : null,
    names: shuffled(rng, NAMES).slice(0, busy + 1),
  }
}

const settingNames: { readonly [S in Setting]: (p: WhichAutomation) => Phrase } = {
  manual: () => ['Manual', '수동'],
  partiallyAutomated: () => ['Partially automated', '부분적으로 자동화됨'],
  fullyAutomated: () => ['Fully automated, migration threshold 3', '완전히 자동화됨, 마이그레이션 임계값 3'],
  conservative: () => ['Fully automated, migration threshold 1 (conservative)', '완전히 자동화됨, 마이그레이션 임계값 1(보수적)'],
  override: (p) => [`Fully automated, with ${newOf(p)} set to Manual`, `완전히 자동화됨, ${newOf(p)}만 수동으로 재정의`],
  off: () => ['DRS is off', 'DRS 사용 안 함'],
}

export const whichAutomation = defineFamily<WhichAutomation>({
  id: 'F24',
  title: ['Which automation level was set?', '어떤 자동화 수준이 설정되어 있었습니까?'],
  topics: ['DRS'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['DRS-001'],
  mistakes: {
    M1: [
      'Thought that Manual carries placements out by itself, or shows nothing',
      '수동에서도 초기 배치가 자동으로 적용되거나 아무것도 표시되지 않는다고 생각함',
    ],
    M2: [
      'Thought that Partially automated moves running VMs, or only recommends placements',
      '부분적으로 자동화됨에서 실행 중인 VM을 이동하거나 배치를 권장만 한다고 생각함',
    ],
    M3: ['Thought that Fully automated leaves something to be applied by hand', '완전히 자동화됨에서도 수동 적용이 필요하다고 생각함'],
    M4: ['Thought that threshold 1 balances load, or does nothing at all', '임계값 1에서도 로드 밸런싱을 하거나 아무것도 하지 않는다고 생각함'],
    M5: ['Left out that an override is for one VM only', 'VM 재정의가 해당 VM에만 적용된다는 점을 무시함'],
    M6: ['Thought that there are recommendations while DRS is off', 'DRS가 꺼져 있어도 권장 사항이 생긴다고 생각함'],
  },
  draw,
  lab: (p) => labOf(p),
  solve: settingOf,
  ask: (_p, evidence) => ({
    stem: [
      `${hostName(0)} has more load than it can carry, ${hostName(1)} hardly any. This is the log of the run; nobody applied a recommendation by hand. How was DRS set?`,
      `${hostName(0)}은(는) 처리할 수 있는 것보다 로드가 많고 ${hostName(1)}은(는) 거의 없습니다. 다음은 실행 로그이며, 권장 사항을 수동으로 적용한 사람은 없습니다. DRS는 어떻게 설정되어 있었습니까?`,
    ],
    given: [
      {
        title: ['Event log', '이벤트 로그'],
        head: [
          ['Time', '시간'],
          ['Event', '이벤트'],
        ],
        rows: rowsOf(evidence),
      },
    ],
  }),
  word: (outcome, p) => settingNames[outcome as Setting](p),
  wrong: (p, evidence, play) => mistakesOf(p, evidence, play),
  vary: (p) => ({ ...p, setting: p.setting === 'manual' ? 'fullyAutomated' : 'manual' }),
  explain,
  momentMs: (p, { events }) => firstEvent(events, 'drs.recommendation')?.t ?? p.powerOnSeconds * 1000,
})

function explain(p: WhichAutomation, { events }: Evidence): readonly ExplainedStep[] {
  const applied = new Set(eventsOf(events, 'drs.applied').map((event) => String(fieldOf(event, 'id'))))
  const recommended = eventsOf(events, 'drs.recommendation')
  const [placements, moves] = [
    recommended.filter((event) => fieldOf(event, 'kind') === 'powerOn'),
    recommended.filter((event) => fieldOf(event, 'kind') === 'migrate'),
  ]
  const isApplied = (list: typeof recommended): boolean => list.some((event) => applied.has(String(fieldOf(event, 'id'))))
  const steps: ExplainedStep[] = []
  steps.push(
    placements.length === 0
      ? {
          text: [
            `${newOf(p)} starts where it is registered, without a recommendation: nobody chooses a host.`,
            `${newOf(p)}은(는) 권장 사항 없이 등록된 호스트에서 시작됩니다. 호스트를 선택하지 않습니다.`,
          ],
          facts: ['DRS-079'],
        }
      : isApplied(placements)
        ? {
            text: [
              `The placement of ${newOf(p)} is carried out by DRS: not Manual, for the cluster or for this VM.`,
              `${newOf(p)}의 배치가 DRS에 의해 실행되었으므로 클러스터도 이 VM도 수동이 아닙니다.`,
            ],
            facts: ['DRS-001'],
          }
        : {
            text: [
              `The placement of ${newOf(p)} is only recommended: Manual, for the cluster or for this VM.`,
              `${newOf(p)}의 배치는 권장만 되었으므로 클러스터 또는 이 VM이 수동입니다.`,
            ],
            facts: ['DRS-001', 'DRS-002'],
          },
  )
  const balancing = moves.filter((event) => event.t === PASS_SECONDS * 1000)
  const [en, ko] = durationOf(PASS_SECONDS * 1000)
  steps.push(
    balancing.length === 0
      ? {
          text: [
            `The pass after ${en} recommends no move although ${hostName(0)} is overloaded: threshold 1 never balances, nor does DRS while it is off.`,
            `${ko} 후의 패스에서 ${hostName(0)}의 과부하에도 이동을 권장하지 않습니다. 임계값 1에서는 로드 밸런싱을 하지 않으며, DRS가 꺼져 있어도 마찬가지입니다.`,
          ],
          facts: ['DRS-005'],
        }
      : isApplied(balancing)
        ? {
            text: [
              `Moves that balance the load are carried out: fully automated.`,
              '로드 밸런싱을 위한 이동이 실행되었으므로 완전히 자동화됨입니다.',
            ],
            facts: ['DRS-001', 'DRS-004'],
          }
        : {
            text: [
              `Moves that balance the load are only recommended: not fully automated.`,
              '로드 밸런싱을 위한 이동이 권장만 되었으므로 완전히 자동화됨이 아닙니다.',
            ],
            facts: ['DRS-001'],
          },
  )
  if (p.maintenance !== null) {
    const evacuating = moves.filter((event) => event.t >= (p.maintenance?.seconds ?? 0) * 1000)
    if (evacuating.length > 0)
      steps.push(
        isApplied(evacuating)
          ? {
              text: [
                `${hostName(p.maintenance.host)} is emptied without anybody's doing, at every threshold: fully automated.`,
                `${hostName(p.maintenance.host)}이(가) 임계값과 관계없이 자동으로 비워지므로 완전히 자동화됨입니다.`,
              ],
              facts: ['DRS-082', 'DRS-005'],
            }
          : {
              text: [
                `${hostName(p.maintenance.host)} waits until somebody applies the moves: not fully automated.`,
                `${hostName(p.maintenance.host)}은(는) 이동이 적용될 때까지 대기하므로 완전히 자동화됨이 아닙니다.`,
              ],
              facts: ['DRS-082'],
            },
      )
  }
  const [settingEn, settingKo] = settingNames[p.setting](p)
  return [...steps, { text: [`So it was: ${settingEn}.`, `따라서 설정은 다음과 같습니다: ${settingKo}.`], facts: ['DRS-001'] }]
}
