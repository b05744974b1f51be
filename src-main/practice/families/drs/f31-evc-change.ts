import type { EvcMode } from '../../../contract/lab/evc.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import { refusalText } from '../../../contract/texts/refusals.ts'
import { eventsOf, fieldOf, type Evidence, type LabFile } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { hostEntry, labFile } from '../../kit/labs.ts'
import { amdModes, evcName, intelModes, modeFrom } from './evc-words.ts'

/**
 * What is wanted: another mode of the cluster (which a host may not offer, or a VM be above of), the features of a raised mode for a VM, a move to an
 * older host outside of the cluster (before and after what was done since the mode was raised), a power-on with a mode of the VM's own.
 */
const wishes = [
  'raise',
  'raiseTooHigh',
  'lower',
  'lowerOwnMode',
  'features',
  'moveAsBefore',
  'moveRestarted',
  'moveCycled',
  'ownModeAbove',
  'ownModeBelow',
] as const
type Wish = (typeof wishes)[number]

/** What has to be done first. */
type Need = 'now' | 'guestRestart' | 'powerCycle' | 'never'

interface EvcChange {
  readonly wish: Wish
  readonly low: EvcMode
  readonly high: EvcMode
  /** Of the two hosts; the second may be older. */
  readonly models: readonly [EvcMode, EvcMode]
}

const VM = 'vm-1'
const CLUSTER_HOSTS = ['esx-01', 'esx-02'] as const
const OUTSIDE = 'esx-old'
const STEP_SECONDS = 30

/** At instants 0, 1, 2 …: what is wanted, a restart of the guest, again, a power cycle, again. */
function timelineOf(wanted: LabFile, isOff: boolean, from: number): readonly LabFile[] {
  const cycle = isOff ? [] : [{ do: 'vm.powerOff', vm: VM }]
  const steps: readonly (readonly LabFile[])[] = [
    [wanted],
    isOff ? [] : [{ do: 'vm.rebootGuest', vm: VM }],
    [wanted],
    cycle,
    [wanted],
    isOff ? [] : [{ do: 'vm.powerOn', vm: VM }],
    [wanted],
  ]
  return steps.flatMap((commands, at) => commands.map((command) => ({ at: `${from + at * STEP_SECONDS}s`, ...command })))
}

function labOf({ wish, low, high, models }: EvcChange): LabFile {
  const host = (name: string, model: EvcMode, more: LabFile = {}): LabFile => ({
    name,
    cpu: { ...(hostEntry({ name, cores: 16, mhz: 2600, memoryMiB: 131_072 })['cpu'] as object), model },
    memoryMiB: 131_072,
    ...more,
  })
  const vm = (name: string, more: LabFile = {}): LabFile => ({
    name,
    host: 'esx-01',
    vcpus: 1,
    memoryMiB: 1024,
    powerOnTime: '1s',
    bootTime: '1s',
    ...more,
  })
  const lowers = wish === 'lower' || wish === 'lowerOwnMode'
  const own = wish === 'lowerOwnMode' || wish === 'ownModeBelow' ? low : wish === 'ownModeAbove' ? high : null
  const isOff = wish === 'ownModeAbove' || wish === 'ownModeBelow'
  const steps = stepsFor(wish, low, high)
  return labFile('EVC: what is possible, and what has to be done first?', {
    cluster: { evcMode: lowers || wish === 'ownModeBelow' ? high : low },
    networks: [
      { name: 'mgmt', kind: 'management' },
      { name: 'vmotion', kind: 'vmotion' },
    ],
    hosts: [
      ...CLUSTER_HOSTS.map((name, at) => host(name, models[at] ?? high)),
      ...(wish.startsWith('move') ? [host(OUTSIDE, low, { standalone: true })] : []),
    ],
    vms: [
      vm(VM, { ...(own !== null && { evcMode: own }), ...(isOff && { power: 'off' }) }),
      // Its twins show what a restart and a power cycle would do.
      ...(wish === 'features' ? [vm('vm-1-restarted'), vm('vm-1-cycled')] : []),
    ],
    timeline: steps,
    until: `${(wish === 'features' ? 1 : 8) * STEP_SECONDS + 30}s`,
  })
}

function stepsFor(wish: Wish, low: EvcMode, high: EvcMode): readonly LabFile[] {
  const raise = { do: 'cluster.configure', evcMode: high }
  const move = { do: 'vm.migrate', vm: VM, host: OUTSIDE }
  const first = [{ at: '1s', ...raise }]
  switch (wish) {
    case 'raise':
    case 'raiseTooHigh':
      return timelineOf(raise, false, 10)
    case 'lower':
    case 'lowerOwnMode':
      return timelineOf({ do: 'cluster.configure', evcMode: low }, false, 10)
    case 'features':
      return [
        ...first,
        { at: '5s', do: 'vm.rebootGuest', vm: 'vm-1-restarted' },
        { at: '5s', do: 'vm.powerOff', vm: 'vm-1-cycled' },
        { at: '10s', do: 'vm.powerOn', vm: 'vm-1-cycled', host: 'esx-01' },
      ]
    case 'moveAsBefore':
      return [...first, ...timelineOf(move, false, 30)]
    case 'moveRestarted':
      return [...first, { at: '5s', do: 'vm.rebootGuest', vm: VM }, ...timelineOf(move, false, 30)]
    case 'moveCycled':
      return [
        ...first,
        { at: '5s', do: 'vm.powerOff', vm: VM },
        { at: '10s', do: 'vm.powerOn', vm: VM, host: 'esx-01' },
        ...timelineOf(move, false, 30),
      ]
    case 'ownModeAbove':
    case 'ownModeBelow':
      return timelineOf({ do: 'vm.powerOn', vm: VM }, true, 10)
  }
}

/** The command whose fate answers the question, and the first instant at which it is tried. */
const triedOf = (wish: Wish): { readonly command: string; readonly from: number } =>
  wish.startsWith('move') ? { command: 'vm.migrate', from: 30 } : { command: wish.startsWith('own') ? 'vm.powerOn' : 'cluster.configure', from: 10 }

const needs: readonly Need[] = ['now', 'guestRestart', 'powerCycle', 'powerCycle']

function solve({ events, state }: Evidence, { wish, high }: EvcChange): Outcome {
  if (wish === 'features') {
    const at = [VM, 'vm-1-restarted', 'vm-1-cycled'].findIndex((name) => state.vms[name]?.minRequiredEvcMode === high)
    return needs[at] ?? 'never'
  }
  const { command, from } = triedOf(wish)
  const refusedAt = new Set(eventsOf(events, 'command.refused', { command }).map(({ t }) => t / 1000))
  // Tried at every second step.
  const at = needs.findIndex((_, i) => !refusedAt.has(from + 2 * i * STEP_SECONDS))
  return needs[at] ?? 'never'
}

const choices: { readonly [need in Need]: Phrase } = {
  now: ['At once, while the VM keeps running as it is', '즉시 가능하며 VM은 그대로 실행됩니다'],
  guestRestart: ['After a restart of its guest operating system', '게스트 운영 체제를 다시 시작한 후 가능합니다'],
  powerCycle: ['After the VM has been powered off', 'VM의 전원을 끈 후 가능합니다'],
  never: ['Not at all with this mode and these hosts', '이 모드와 호스트로는 불가능합니다'],
}

const poweredOff: { readonly [need in Need]: Phrase } = {
  now: ['At once, with these settings', '현재 설정으로 즉시 가능합니다'],
  guestRestart: ['After the guests of all other VMs have been restarted', '다른 모든 VM의 게스트를 다시 시작한 후 가능합니다'],
  powerCycle: ['After all other VMs have been powered off', '다른 모든 VM의 전원을 끈 후 가능합니다'],
  never: ['Not at all with these settings', '현재 설정으로는 불가능합니다'],
}

const answerOf = (need: Need, { wish }: EvcChange): Phrase => {
  if (wish.startsWith('own')) return poweredOff[need]
  return wish === 'features' && need === 'powerCycle'
    ? ['After the VM has been powered off and on again', 'VM의 전원을 껐다가 다시 켠 후 가능합니다']
    : choices[need]
}

export const evcModeChange = defineFamily<EvcChange>({
  id: 'F31',
  title: ['EVC: can it move or change now?', 'EVC: 지금 이동하거나 변경할 수 있습니까?'],
  topics: ['EVC', 'vMotion'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['DRS-093'],
  mistakes: {
    M1: ['Thought that a restart of the guest is enough', '게스트를 다시 시작하면 충분하다고 생각함'],
    M2: ['Thought that it is always allowed, upward and downward', '올리거나 내리는 것이 항상 허용된다고 생각함'],
    M3: ['Thought that a VM has to be powered off for it', '이를 위해 VM의 전원을 꺼야 한다고 생각함'],
    M4: ['Thought that it is not possible at all', '전혀 불가능하다고 생각함'],
  },
  draw(rng) {
    const wish = rng.pick(wishes)
    const sequence = rng.chance(2, 3) ? intelModes : amdModes
    const at = rng.between(0, sequence.length - 2)
    const low = sequence[at] ?? 'intel-haswell'
    const high = sequence[rng.between(at + 1, sequence.length - 1)] ?? low
    const above = (): EvcMode => modeFrom(high, rng.between(0, 2)) ?? high
    return { wish, low, high, models: [above(), wish === 'raiseTooHigh' ? (modeFrom(high, -1) ?? low) : above()] }
  },
  lab: labOf,
  solve,
  ask: (p) => ({
    stem: stemOf(p),
    given: [
      {
        title: ['Hosts', '호스트'],
        head: [
          ['Name', '이름'],
          ['CPU', 'CPU'],
          ['In the EVC cluster', 'EVC 클러스터에 포함'],
        ],
        rows: rowsOf(p),
      },
    ],
  }),
  word: (outcome, p) => answerOf(outcome as Need, p),
  wrong: () => [
    { mistake: 'M1', outcome: 'guestRestart' },
    { mistake: 'M2', outcome: 'now' },
    { mistake: 'M3', outcome: 'powerCycle' },
    { mistake: 'M4', outcome: 'never' },
  ],
  vary: (p) => ({ ...p, ...otherOf(p) }),
  explain: (p, evidence) => [reasonOf(p), outcomeOf(p, evidence)],
  momentMs: ({ wish }) => (wish === 'features' ? 10_000 : triedOf(wish).from * 1000),
})

/** Something else that is wanted of the same hosts, with another answer. */
function otherOf({ wish, low, high }: EvcChange): Partial<EvcChange> {
  if (wish === 'raise') return { wish: 'raiseTooHigh', models: [high, modeFrom(high, -1) ?? low] }
  if (wish === 'raiseTooHigh') return { wish: 'raise', models: [high, high] }
  const others: { readonly [of in Wish]?: Wish } = {
    lower: 'lowerOwnMode',
    lowerOwnMode: 'lower',
    moveCycled: 'moveAsBefore',
    ownModeAbove: 'ownModeBelow',
    ownModeBelow: 'ownModeAbove',
  }
  return { wish: others[wish] ?? (wish === 'features' ? 'raise' : 'moveCycled') }
}

function rowsOf({ wish, low, models }: EvcChange): readonly (readonly (string | Phrase)[])[] {
  const [yes, no]: readonly [Phrase, Phrase] = [
    ['Yes', '예'],
    ['No', '아니요'],
  ]
  return [
    ...CLUSTER_HOSTS.map((name, at) => [name, evcName(models[at] ?? low), yes]),
    ...(wish.startsWith('move') ? [[OUTSIDE, evcName(low), no]] : []),
  ]
}

function stemOf({ wish, low, high }: EvcChange): Phrase {
  const [l, h] = [evcName(low), evcName(high)]
  const raised: Phrase = [
    `A VM runs in a cluster whose EVC mode was raised from ${l} to ${h} while it ran.`,
    `VM이 실행되는 동안 클러스터의 EVC 모드를 ${l}에서 ${h}(으)로 올렸습니다.`,
  ]
  const move: Phrase = [
    `It is to be moved to ${OUTSIDE}, which is in the same vCenter but outside of the cluster. When is that possible?`,
    `이 VM을 같은 vCenter에 있지만 클러스터 밖에 있는 ${OUTSIDE}(으)로 이동하려고 합니다. 언제 가능합니까?`,
  ]
  const since = (en: string, ko: string): Phrase => [`${raised[0]} ${en}${move[0]}`, `${raised[1]} ${ko}${move[1]}`]
  switch (wish) {
    case 'raise':
    case 'raiseTooHigh':
      return [
        `A VM runs in a cluster of EVC mode ${l}. The mode is to be raised to ${h}. When is that possible?`,
        `EVC 모드가 ${l}인 클러스터에서 VM이 실행 중입니다. 모드를 ${h}(으)로 올리려고 합니다. 언제 가능합니까?`,
      ]
    case 'lower':
      return [
        `A VM has been running in a cluster of EVC mode ${h} since it was powered on there; it has no EVC mode of its own. The mode of the cluster is to be lowered to ${l}. When is that possible?`,
        `EVC 모드가 ${h}인 클러스터에서 전원을 켠 VM이 실행 중이며 VM별 EVC는 설정되어 있지 않습니다. 클러스터의 모드를 ${l}(으)로 내리려고 합니다. 언제 가능합니까?`,
      ]
    case 'lowerOwnMode':
      return [
        `In a cluster of EVC mode ${h} only one VM runs, and it has per-VM EVC with the mode ${l}. The mode of the cluster is to be lowered to ${l}. When is that possible?`,
        `EVC 모드가 ${h}인 클러스터에서 VM 하나만 실행 중이며 VM별 EVC 모드가 ${l}(으)로 설정되어 있습니다. 클러스터의 모드를 ${l}(으)로 내리려고 합니다. 언제 가능합니까?`,
      ]
    case 'features':
      return [`${raised[0]} When does the VM see the CPU features of ${h}?`, `${raised[1]} 이 VM은 언제 ${h}의 CPU 기능을 사용할 수 있습니까?`]
    case 'moveAsBefore':
      return since('', '')
    case 'moveRestarted':
      return since('Since then its guest operating system was restarted. ', '그 후 게스트 운영 체제를 다시 시작했습니다. ')
    case 'moveCycled':
      return since('Since then the VM was powered off and on again. ', '그 후 VM의 전원을 껐다가 다시 켰습니다. ')
    case 'ownModeAbove':
      return [
        `A VM that is powered off has per-VM EVC with the mode ${h}. The EVC mode of its cluster is ${l}. When can it be powered on?`,
        `전원이 꺼진 VM의 VM별 EVC 모드가 ${h}(으)로 설정되어 있고 클러스터의 EVC 모드는 ${l}입니다. 이 VM의 전원을 언제 켤 수 있습니까?`,
      ]
    case 'ownModeBelow':
      return [
        `A VM that is powered off has per-VM EVC with the mode ${l}. The EVC mode of its cluster is ${h}. When can it be powered on?`,
        `전원이 꺼진 VM의 VM별 EVC 모드가 ${l}(으)로 설정되어 있고 클러스터의 EVC 모드는 ${h}입니다. 이 VM의 전원을 언제 켤 수 있습니까?`,
      ]
  }
}

type Step = ReturnType<Parameters<typeof defineFamily<EvcChange>>[0]['explain']>[number]

function reasonOf({ wish, low, high }: EvcChange): Step {
  if (wish === 'raise' || wish === 'raiseTooHigh')
    return {
      text: [
        'Raising needs every host to offer the mode; running VMs do not matter, they keep what they were powered on with.',
        '모드를 올리려면 모든 호스트가 그 모드를 제공해야 합니다. 실행 중인 VM은 전원을 켤 때의 기준선을 유지하므로 관계없습니다.',
      ],
      facts: ['DRS-093', 'DRS-092'],
    }
  if (wish === 'lower' || wish === 'lowerOwnMode')
    return {
      text: [
        `Lowering needs every running VM to be at ${evcName(low)} or below. A VM is at what it was powered on with, its own mode included; only a power-off ends that.`,
        `모드를 내리려면 실행 중인 모든 VM이 ${evcName(low)} 이하여야 합니다. VM은 전원을 켤 때의 모드(VM별 EVC 포함)를 유지하며 전원을 꺼야만 해제됩니다.`,
      ],
      facts: wish === 'lower' ? ['DRS-093', 'VM-008'] : ['DRS-093', 'DRS-094', 'VM-009'],
    }
  if (wish.startsWith('own'))
    return {
      text: [
        'The mode of a VM may be below that of its cluster, never above it.',
        'VM별 EVC 모드는 클러스터의 모드보다 낮을 수는 있지만 높을 수는 없습니다.',
      ],
      facts: ['DRS-094', 'VM-009'],
    }
  return {
    text: [
      `A running VM keeps its baseline ${evcName(low)} when the mode is raised. A restart of the guest changes nothing; a power-off and power-on gives it ${evcName(high)}.`,
      `모드를 올려도 실행 중인 VM은 기준선 ${evcName(low)}을(를) 유지합니다. 게스트를 다시 시작해도 바뀌지 않으며, 전원을 껐다가 켜면 ${evcName(high)}이(가) 됩니다.`,
    ],
    facts: ['VM-008', 'DRS-093'],
  }
}

/** What the engine said to it, and after what it went. */
function outcomeOf(p: EvcChange, evidence: Evidence): Step {
  const { command, from } = triedOf(p.wish)
  const first = eventsOf(evidence.events, 'command.refused', { command }).find(({ t }) => t === from * 1000)
  const answer = answerOf(solve(evidence, p) as Need, p)
  const facts: Step['facts'] = p.wish.startsWith('move') ? ['VM-008', 'VM-007'] : ['DRS-093']
  if (first === undefined) return { text: [`${answer[0]}.`, `${answer[1]}.`], facts }
  const code = String(fieldOf(first, 'reason'))
  return {
    text: [
      `Tried at once it is refused: ${refusalText(code, 'en')}. ${answer[0]}.`,
      `바로 시도하면 거부됩니다: ${refusalText(code, 'ko')}. ${answer[1]}.`,
    ],
    facts,
  }
}
