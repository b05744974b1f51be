import type { ExplainedStep } from '../../../contract/practice/question.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import type { Rng } from '../../kit/draw.ts'
import { eventsOf, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { settingsTable } from '../../kit/settings.ts'

type Trait = 'plain' | 'shouldRule' | 'mustRule' | 'noRoom'
type Remediation = 'quarantine' | 'mixed' | 'maintenance'

interface ProactiveHa {
  readonly severity: 'moderate' | 'severe'
  readonly remediation: Remediation
  readonly automation: 'manual' | 'automated'
  readonly drs: 'fullyAutomated' | 'partiallyAutomated'
  /** Of the VMs on the host. */
  readonly traits: readonly Trait[]
}

const HOST = hostName(0)
const DEGRADED_MS = 1000
const GIB = 1024

function labOf(p: ProactiveHa): LabFile {
  const named = (trait: Trait): readonly string[] => p.traits.flatMap((each, at) => (each === trait ? [`vm-${at + 1}`] : []))
  const ruled = (['mustRule', 'shouldRule'] as const).filter((trait) => named(trait).length > 0)
  return labFile('A host is degraded', {
    cluster: {
      ha: { proactiveHa: p.remediation, proactiveHaAutomation: p.automation },
      drs: {
        automation: p.drs,
        vmGroups: Object.fromEntries(ruled.map((trait) => [`${trait} VMs`, named(trait)])),
        hostGroups: { [HOST]: [HOST] },
        rules: ruled.map((trait) => ({
          name: trait,
          type: trait === 'mustRule' ? 'mustRunOn' : 'shouldRunOn',
          vmGroup: `${trait} VMs`,
          hostGroup: HOST,
        })),
      },
    },
    hosts: [0, 1, 2].map((at) => ({
      ...hostEntry({ name: hostName(at), cores: 16, mhz: 2600, memoryMiB: 128 * GIB }),
      ...(at > 0 && { vmCapacity: { memoryMiB: 16 * GIB } }),
    })),
    vms: p.traits.map((trait, at) => ({
      name: `vm-${at + 1}`,
      host: HOST,
      vcpus: 1,
      memoryMiB: trait === 'noRoom' ? 32 * GIB : GIB,
      memoryReservationMiB: trait === 'noRoom' ? 32 * GIB : 0,
    })),
    timeline: [{ at: `${DEGRADED_MS / 1000}s`, do: 'host.degrade', host: HOST, severity: p.severity }],
    until: '30s',
  })
}

/** [mode of the host, VMs that were moved]. */
const resultOf = ({ events, state }: Evidence): Outcome => [state.hosts[HOST]?.mode ?? '', eventsOf(events, 'vmotion.completed').length]

function wordOf(outcome: Outcome, p: ProactiveHa): Phrase {
  const [mode, moved] = outcome as readonly [string, number]
  const of = p.traits.length
  const [en, ko] =
    moved === 0
      ? ['no VM is moved', '이동한 VM 없음']
      : moved === of
        ? [`all ${of} VMs are moved`, `VM ${of}개 모두 이동`]
        : [`${moved} of ${of} VMs ${moved === 1 ? 'is' : 'are'} moved`, `VM ${of}개 중 ${moved}개 이동`]
  const name = modeNames[mode] ?? modeNames.normal
  return [`${name[0]}; ${en}`, `${name[1]}, ${ko}`]
}

const modeNames: { readonly [mode: string]: Phrase; readonly normal: Phrase } = {
  normal: ['It stays in normal operation', '정상 상태 유지'],
  quarantine: ['Quarantine mode', '격리 모드(quarantine)'],
  maintenance: ['Maintenance mode', '유지 보수 모드'],
  enteringMaintenance: ['It stays in "entering maintenance mode"', '유지 보수 모드로 전환 중에 머무름'],
}

const remediations: { readonly [R in Remediation]: Phrase } = {
  quarantine: ['Quarantine mode for all failures', '모든 장애에 격리 모드'],
  mixed: ['Mixed mode: quarantine for moderate, maintenance for severe failures', '혼합 모드: 보통 장애는 격리 모드, 심각한 장애는 유지 보수 모드'],
  maintenance: ['Maintenance mode for all failures', '모든 장애에 유지 보수 모드'],
}

function* mistakesOf(p: ProactiveHa, play: Play): Generator<WrongOutcome> {
  const result = (change: Partial<ProactiveHa>): Outcome => resultOf(play(labOf({ ...p, ...change })))
  const withoutRules = p.traits.map((trait) => (trait === 'mustRule' || trait === 'shouldRule' ? 'plain' : trait))
  if (p.automation === 'automated' && withoutRules.some((trait, at) => trait !== p.traits[at]))
    yield { mistake: 'M5', outcome: result({ traits: withoutRules }) }
  yield { mistake: 'M4', outcome: result({ automation: p.automation === 'manual' ? 'automated' : 'manual' }) }
  if (p.drs === 'partiallyAutomated') yield { mistake: 'M6', outcome: result({ drs: 'fullyAutomated', automation: 'automated' }) }
  if (p.traits.includes('noRoom'))
    yield { mistake: 'M7', outcome: result({ traits: p.traits.map((trait) => (trait === 'noRoom' ? 'plain' : trait)), automation: 'automated' }) }
  const others = { quarantine: 'M1', mixed: 'M2', maintenance: 'M3' } as const
  for (const remediation of ['quarantine', 'mixed', 'maintenance'] as const)
    if (remediation !== p.remediation) yield { mistake: others[remediation], outcome: result({ remediation, automation: 'automated' }) }
  if (p.traits.includes('shouldRule'))
    yield {
      mistake: 'M8',
      outcome: result({ traits: p.traits.map((trait) => (trait === 'shouldRule' ? 'mustRule' : trait)), automation: 'automated' }),
    }
}

function draw(rng: Rng): ProactiveHa {
  const traits: Trait[] = Array.from({ length: rng.between(3, 4) }, () => 'plain')
  const others = rng.between(1, 2)
  for (let at = 0; at < others; at++) traits[at] = rng.pick(['shouldRule', 'shouldRule', 'mustRule', 'noRoom'] as const)
  return {
    severity: rng.pick(['moderate', 'severe'] as const),
    remediation: rng.pick(['quarantine', 'mixed', 'mixed', 'maintenance'] as const),
    automation: rng.chance(4, 5) ? 'automated' : 'manual',
    drs: rng.chance(4, 5) ? 'fullyAutomated' : 'partiallyAutomated',
    traits,
  }
}

const traitText: { readonly [T in Trait]: Phrase } = {
  plain: ['none', '없음'],
  shouldRule: [`should run on ${HOST}`, `${HOST}에서 실행하는 것이 좋음`],
  mustRule: [`must run on ${HOST}`, `${HOST}에서 실행해야 함`],
  noRoom: ['reserves 32 GiB of memory', '메모리 32GiB 예약'],
}

export const proactiveHa = defineFamily<ProactiveHa>({
  id: 'F21',
  title: ['What does Proactive HA do?', 'Proactive HA의 동작'],
  topics: ['HA', 'DRS'],
  level: 3,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['HA-181', 'DRS-085'],
  mistakes: {
    M1: ['Took quarantine for all failures', '모든 장애에 격리 모드를 적용함'],
    M2: ['Took the mixed mode', '혼합 모드를 적용함'],
    M3: ['Took maintenance for all failures', '모든 장애에 유지 보수 모드를 적용함'],
    M4: ['Left out the automation level of Proactive HA', 'Proactive HA의 자동화 수준을 무시함'],
    M5: ['Left out the rules of the VMs', 'VM의 규칙을 무시함'],
    M6: ['Left out the automation level of DRS', 'DRS의 자동화 수준을 무시함'],
    M7: ['Left out that no other host has the room', '다른 호스트에 여유가 없다는 점을 무시함'],
    M8: ['Treated a should rule as a must rule', '권장 규칙을 필수 규칙으로 취급함'],
  },
  draw,
  lab: labOf,
  solve: resultOf,
  ask: (p) => ({
    stem: [
      `The health provider reports a ${p.severity} degradation of ${HOST}. Two other hosts with 16 GiB of unreserved memory each are healthy. In which mode is ${HOST} in the end, if nobody does anything by hand, and what becomes of its VMs?`,
      `상태 공급자가 ${HOST}의 ${p.severity === 'moderate' ? '보통(moderate)' : '심각한(severe)'} 성능 저하를 보고합니다. 예약되지 않은 메모리가 각각 16GiB인 다른 호스트 두 개는 정상입니다. 수동 작업이 없으면 ${HOST}은(는) 최종적으로 어떤 모드가 되고 VM은 어떻게 됩니까?`,
    ],
    given: [
      settingsTable([
        [['Proactive HA automation level', 'Proactive HA 자동화 수준'], p.automation === 'manual' ? ['Manual', '수동'] : ['Automated', '자동']],
        [['Proactive HA remediation', 'Proactive HA 업데이트 적용'], remediations[p.remediation]],
        [
          ['DRS automation level', 'DRS 자동화 수준'],
          p.drs === 'fullyAutomated' ? ['Fully automated', '완전히 자동화됨'] : ['Partially automated', '부분적으로 자동화됨'],
        ],
      ]),
      {
        title: [`Virtual machines on ${HOST}`, `${HOST}의 가상 시스템`],
        head: [
          ['Name', '이름'],
          ['Rule or reservation', '규칙 또는 예약'],
        ],
        rows: p.traits.map((trait, at) => [`vm-${at + 1}`, traitText[trait]]),
      },
    ],
  }),
  word: wordOf,
  wrong: (p, _evidence, play) => mistakesOf(p, play),
  nearby: (right, p) => {
    const [mode, moved] = right as readonly [string, number]
    return [
      [mode, moved === p.traits.length ? moved - 1 : p.traits.length],
      ['normal', 0],
      ['quarantine', 0],
      ['maintenance', p.traits.length],
      ['enteringMaintenance', 0],
    ]
  },
  vary: (p) => ({ ...p, automation: p.automation === 'manual' ? 'automated' : 'manual' }),
  explain,
  momentMs: () => DEGRADED_MS,
})

function explain(p: ProactiveHa, evidence: Evidence): readonly ExplainedStep[] {
  const [mode, moved] = resultOf(evidence) as readonly [string, number]
  if (p.automation === 'manual')
    return [
      {
        text: [
          'The automation level of Proactive HA is Manual: there are only recommendations, until somebody applies them.',
          'Proactive HA의 자동화 수준이 수동이므로 누군가 적용할 때까지 권장 사항만 표시됩니다.',
        ],
        facts: ['HA-181'],
      },
    ]
  const isQuarantine = mode === 'quarantine'
  const steps: ExplainedStep[] = [
    {
      text: [
        `"${remediations[p.remediation][0]}", and the degradation is ${p.severity}: ${isQuarantine ? 'quarantine' : 'maintenance'} mode.`,
        `"${remediations[p.remediation][1]}", ${p.severity === 'moderate' ? '보통' : '심각한'} 장애이므로 ${isQuarantine ? '격리' : '유지 보수'} 모드입니다.`,
      ],
      facts: ['HA-181'],
    },
  ]
  if (p.drs === 'partiallyAutomated')
    return [
      ...steps,
      {
        text: [
          `DRS is partially automated: the moves are only recommended${isQuarantine ? '' : ', and the host waits'}.`,
          `DRS가 부분적으로 자동화되어 있으므로 이동은 권장 사항으로만 표시됩니다${isQuarantine ? '' : '. 호스트는 대기합니다'}.`,
        ],
        facts: isQuarantine ? ['DRS-001'] : ['DRS-001', 'DRS-082'],
      },
    ]
  if (p.traits.includes('mustRule'))
    steps.push({ text: ['A must rule is never broken: the VM stays.', '필수 규칙은 위반되지 않으므로 해당 VM은 남습니다.'], facts: ['DRS-074'] })
  if (p.traits.includes('shouldRule'))
    steps.push({
      text: isQuarantine
        ? [
            'From a host in quarantine VMs leave only as long as no rule breaks, should rules included: the VM stays.',
            '격리 모드에서는 권장 규칙을 포함해 규칙을 위반하지 않는 경우에만 VM이 이동하므로 해당 VM은 남습니다.',
          ]
        : [
            'For maintenance mode a should rule gives way: the VM is moved.',
            '유지 보수 모드에서는 권장 규칙보다 호스트를 비우는 것이 우선하므로 해당 VM은 이동합니다.',
          ],
      facts: isQuarantine ? ['DRS-085'] : ['DRS-075', 'DRS-082'],
    })
  if (p.traits.includes('noRoom'))
    steps.push({
      text: ['No other host has 32 GiB unreserved: the VM stays.', '예약되지 않은 메모리 32GiB를 가진 다른 호스트가 없으므로 해당 VM은 남습니다.'],
      facts: ['DRS-079', 'DRS-097'],
    })
  return [
    ...steps,
    {
      text: [
        `${moved} of ${p.traits.length} are moved by vMotion, none is restarted${mode === 'enteringMaintenance' ? '; with VMs left the host does not get into maintenance mode' : ''}.`,
        `${p.traits.length}개 중 ${moved}개가 vMotion으로 이동하며 다시 시작되는 VM은 없습니다${mode === 'enteringMaintenance' ? '. VM이 남아 있어 유지 보수 모드로 전환이 완료되지 않습니다' : ''}.`,
      ],
      facts: mode === 'enteringMaintenance' ? ['DRS-082'] : ['HA-181'],
    },
  ]
}
