import type { ExplainedStep } from '../../../contract/practice/question.ts'
import { shuffled, type Rng } from '../../kit/draw.ts'
import { eventsOf, fieldOf, firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { label } from '../../kit/settings.ts'

const LEVELS = ['highest', 'high', 'medium', 'low', 'lowest'] as const
type Level = (typeof LEVELS)[number]

interface RestartedVm {
  readonly name: string
  readonly level: Level
  /** Host (position) that it ran on: 0 fails first. */
  readonly host: number
  readonly needs: string | null
  readonly isAgent: boolean
}

interface RestartOrder {
  /** In the order in which they stand in the inventory. */
  readonly vms: readonly RestartedVm[]
  /** From the failure of the first host to that of the second; null: only one fails. */
  readonly secondAfterSeconds: number | null
}

const FAILURE_MS = 10_000
const NAMES = ['ad', 'app', 'backup', 'billing', 'db', 'dns', 'erp', 'files', 'mail', 'proxy', 'queue', 'web']

function labOf({ vms, secondAfterSeconds }: RestartOrder): LabFile {
  const failing = secondAfterSeconds === null ? [0] : [0, 1]
  return labFile('In which order?', {
    cluster: {
      ha: {},
      drs: {
        enabled: false,
        rules: vms.flatMap(({ name, needs }) =>
          needs === null ? [] : [{ name: `${name} after ${needs}`, type: 'restartDependency', vms: [name], dependsOn: [needs] }],
        ),
      },
    },
    hosts: Array.from({ length: failing.length + 2 }, (_, at) => hostEntry({ name: hostName(at), cores: 16, mhz: 2600, memoryMiB: 131_072 })),
    vms: vms.map(({ name, level, host, isAgent }) => ({
      name,
      host: hostName(host),
      vcpus: 1,
      memoryMiB: 2048,
      ha: { restartPriority: level },
      ...(isAgent && { agentVm: true }),
    })),
    timeline: failing.map((at) => ({
      at: `${FAILURE_MS / 1000 + (at === 0 ? 0 : (secondAfterSeconds ?? 0))}s`,
      do: 'host.powerOff',
      host: hostName(at),
    })),
    until: `${FAILURE_MS / 1000 + (secondAfterSeconds ?? 0) + 20}s`,
  })
}

const orderOf = ({ events }: Evidence): Outcome => eventsOf(events, 'ha.restartAttempted').map((event) => String(fieldOf(event, 'vm')))

/** One VM of each level, and further ones that need the one before: so there is one order only. */
function drawHost(rng: Rng, host: number, count: number, names: readonly string[]): readonly RestartedVm[] {
  const levels = [...shuffled(rng, LEVELS).slice(0, Math.min(rng.between(2, 4), count))].sort((a, b) => LEVELS.indexOf(a) - LEVELS.indexOf(b))
  const further = Array.from({ length: count - levels.length }, () => rng.pick(levels))
  return levels.flatMap((level) => {
    const chain = 1 + further.filter((each) => each === level).length
    const from = levels.slice(0, levels.indexOf(level)).reduce((sum, each) => sum + 1 + further.filter((other) => other === each).length, 0)
    return Array.from({ length: chain }, (_, at) => ({
      name: names[from + at] ?? '',
      level,
      host,
      needs: at === 0 ? null : (names[from + at - 1] ?? null),
      isAgent: false,
    }))
  })
}

function draw(rng: Rng): RestartOrder {
  const names = shuffled(rng, NAMES)
  const isTwo = rng.chance(1, 3)
  const count = rng.between(5, 8)
  const first = isTwo ? rng.between(2, 3) : count
  const vms = [...drawHost(rng, 0, first, names), ...(isTwo ? drawHost(rng, 1, count - first, names.slice(first)) : [])]
  const agent = rng.chance(1, 3) ? [{ name: 'agent-vm', level: rng.pick(['low', 'lowest'] as const), host: 0, needs: null, isAgent: true }] : []
  return { vms: shuffled(rng, [...vms, ...agent]), secondAfterSeconds: isTwo ? rng.between(2, 8) : null }
}

function* mistakesOf(p: RestartOrder, play: Play): Generator<WrongOutcome> {
  const order = (change: (vm: RestartedVm) => Partial<RestartedVm>): Outcome =>
    orderOf(play(labOf({ ...p, vms: p.vms.map((vm) => ({ ...vm, ...change(vm) })) })))
  yield { mistake: 'M1', outcome: p.vms.map(({ name }) => name).sort((a, b) => (a < b ? -1 : 1)) }
  yield { mistake: 'M2', outcome: order(() => ({ needs: null })) }
  yield { mistake: 'M3', outcome: order(({ level }) => ({ level: LEVELS[LEVELS.length - 1 - LEVELS.indexOf(level)] ?? level })) }
  if (p.secondAfterSeconds !== null) yield { mistake: 'M4', outcome: order(() => ({ host: 0 })) }
  if (p.vms.some(({ isAgent }) => isAgent)) yield { mistake: 'M5', outcome: order(() => ({ isAgent: false })) }
}

export const restartOrder = defineFamily<RestartOrder>({
  id: 'F15',
  title: ['Restart order', '다시 시작 순서'],
  topics: ['HA'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['order'],
  facts: ['HA-088', 'HA-091'],
  mistakes: {
    M1: ['Put them in the order of their names', '이름 순서로 배열함'],
    M2: ['Left out the dependencies', '종속성을 무시함'],
    M3: ['Began with the lowest priority', '가장 낮은 우선 순위부터 시작함'],
    M4: ['Did not put the VMs of the host that failed first in front', '먼저 장애가 발생한 호스트의 VM을 앞에 두지 않음'],
    M5: ['Ordered the agent VM by its priority', '에이전트 VM을 우선 순위에 따라 배열함'],
  },
  draw,
  lab: labOf,
  solve: orderOf,
  ask(p) {
    const isTwo = p.secondAfterSeconds !== null
    const second = String(p.secondAfterSeconds ?? 0)
    return {
      stem: [
        `${hostName(0)} loses power${isTwo ? `, and ${hostName(1)} ${second} s later` : ''}; two hosts with room enough are left. The restart condition is "Resources allocated". In which order does vSphere HA issue the restarts?`,
        `${hostName(0)}의 전원이 ${isTwo ? `끊기고 ${second}초 후 ${hostName(1)}의 전원도 끊깁니다` : '끊깁니다'}. 여유가 충분한 호스트 두 개가 남아 있고 다시 시작 조건은 "리소스 할당됨"입니다. vSphere HA는 어떤 순서로 VM을 다시 시작합니까?`,
      ],
      given: [
        {
          title: ['Virtual machines', '가상 시스템'],
          head: [
            ['Name', '이름'],
            ['Host', '호스트'],
            ['Restart priority', '다시 시작 우선 순위'],
            ['Depends on', '종속 대상'],
            ['Agent VM', '에이전트 VM'],
          ],
          rows: p.vms.map(({ name, host, level, needs, isAgent }) => [
            name,
            hostName(host),
            label('priority', level),
            needs ?? '–',
            isAgent ? ['yes', '예'] : '–',
          ]),
        },
      ],
      items: p.vms.map(({ name }) => ({ id: name, text: [name, name] })),
    }
  },
  word: (outcome) => [String(outcome), String(outcome)],
  wrong: (p, _evidence, play) => mistakesOf(p, play),
  vary: (p) => ({ ...p, vms: p.vms.map((vm) => ({ ...vm, level: LEVELS[LEVELS.length - 1 - LEVELS.indexOf(vm.level)] ?? vm.level })) }),
  explain,
  momentMs: (_p, { events }) => firstEvent(events, 'ha.restartAttempted')?.t ?? FAILURE_MS,
})

/** Host by host, what each priority has: `Highest: ad; Low: db`. */
function byPriority(p: RestartOrder, order: readonly string[], language: 0 | 1): string {
  const hosts = p.secondAfterSeconds === null ? [0] : [0, 1]
  const ofHost = (host: number): string =>
    LEVELS.flatMap((level) => {
      const names = order.filter((name) => p.vms.some((vm) => vm.name === name && vm.level === level && vm.host === host && !vm.isAgent))
      return names.length === 0 ? [] : [`${label('priority', level)[language]}: ${names.join(', ')}`]
    }).join('; ')
  return hosts.map((host) => (hosts.length > 1 ? `${hostName(host)} (${ofHost(host)})` : ofHost(host))).join(', ')
}

function explain(p: RestartOrder, evidence: Evidence): readonly ExplainedStep[] {
  const order = orderOf(evidence) as readonly string[]
  const steps: ExplainedStep[] = []
  const agent = p.vms.find(({ isAgent }) => isAgent)
  if (p.secondAfterSeconds !== null)
    steps.push({
      text: [
        `The VMs of the host that failed first come first: those of ${hostName(0)}, then those of ${hostName(1)}.`,
        `먼저 장애가 발생한 호스트의 VM이 먼저 처리됩니다: ${hostName(0)}, 그다음 ${hostName(1)}.`,
      ],
      facts: ['HA-095'],
    })
  if (agent !== undefined)
    steps.push({
      text: [`Agent VMs go before all priorities: ${agent.name}.`, `에이전트 VM은 모든 우선 순위보다 먼저 시작됩니다: ${agent.name}.`],
      facts: ['HA-088'],
    })
  steps.push({
    text: [
      `${steps.length > 0 ? 'Then by' : 'By'} priority: ${byPriority(p, order, 0)}.`,
      `${steps.length > 0 ? '그다음은 ' : ''}우선 순위 순서입니다. ${byPriority(p, order, 1)}.`,
    ],
    facts: ['HA-087', 'HA-088'],
  })
  const needing = p.vms.filter(({ needs }) => needs !== null).sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
  if (needing.length > 0)
    steps.push({
      text: [
        `Within a priority the dependencies decide: ${needing.map(({ name, needs }) => `${name} after ${needs ?? ''}`).join(', ')}.`,
        `우선 순위가 같으면 종속성이 순서를 정합니다: ${needing.map(({ name, needs }) => `${needs ?? ''} → ${name}`).join(', ')}.`,
      ],
      facts: ['HA-093'],
    })
  return [...steps, { text: [`Order: ${order.join(', ')}.`, `순서: ${order.join(', ')}.`], facts: ['HA-091'] }]
}
