import type { ExplainedStep } from '../../../contract/practice/question.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import { shuffled, some, stepped, type Rng } from '../../kit/draw.ts'
import { eventsOf, fieldOf, firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { gib, hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { label } from '../../kit/settings.ts'
import { measured } from '../../kit/words.ts'

const BLOCKING = ['mustRule', 'tooLarge', 'localDisk', 'otherNetwork', 'separated', 'haDisabled'] as const
const HARMLESS = ['shouldRule', 'largeUnreserved', 'lowest', 'fitsOne', 'datastoreOfOne'] as const
type Trait = (typeof BLOCKING)[number] | (typeof HARMLESS)[number] | 'plain'

interface FailedVm {
  readonly name: string
  readonly trait: Trait
  readonly memoryMiB: number
  readonly reservationMiB: number
}

interface CannotRestart {
  readonly vms: readonly FailedVm[]
  /** Unreserved memory of the hosts that are left, MiB. */
  readonly free: readonly number[]
}

/** What a mistake takes for granted. */
interface Belief {
  readonly trait?: (trait: Trait) => Trait
  readonly reservation?: (vm: FailedVm) => number
  /** Nobody has what one host alone has. */
  readonly isLeast?: boolean
  readonly isStorageEverywhere?: boolean
  readonly isNetworkEverywhere?: boolean
  readonly options?: { readonly [name: string]: boolean }
}

const FAILED = hostName(0)
const FAILURE_MS = 1000
const SHARED = 'ds-shared'
const PARTLY = 'ds-part'

const partnerOf = (at: number): string => `twin-${at + 1}`
const nameOf = (p: CannotRestart, trait: Trait): string | null => p.vms.find((vm) => vm.trait === trait)?.name ?? null
/** The last host that is left has the datastore that only one has, and the most memory. */
const lastOf = ({ free }: CannotRestart): string => hostName(free.length)

function rulesOf(p: CannotRestart, traitOf: (vm: FailedVm) => Trait): LabFile {
  const names = (trait: Trait): readonly string[] => p.vms.filter((vm) => traitOf(vm) === trait).map(({ name }) => name)
  const separated = names('separated')
  const groups = (['mustRule', 'shouldRule'] as const).filter((trait) => names(trait).length > 0)
  return {
    enabled: false,
    vmGroups: Object.fromEntries(groups.map((trait) => [`${trait} VMs`, names(trait)])),
    hostGroups: { [FAILED]: [FAILED] },
    rules: [
      ...groups.map((trait) => ({
        name: trait,
        type: trait === 'mustRule' ? 'mustRunOn' : 'shouldRunOn',
        vmGroup: `${trait} VMs`,
        hostGroup: FAILED,
      })),
      ...(separated.length > 0 ? [{ name: 'separate', type: 'separate', vms: [...separated, ...p.free.map((_free, at) => partnerOf(at))] }] : []),
    ],
  }
}

function labOf(p: CannotRestart, belief: Belief = {}): LabFile {
  const traitOf = ({ trait }: FailedVm): Trait => belief.trait?.(trait) ?? trait
  const left = p.free.map((_free, at) => hostName(at + 1))
  const least = Math.min(...p.free)
  const everywhere = belief.isStorageEverywhere === true
  const hasPartners = p.vms.some((vm) => traitOf(vm) === 'separated')
  const datastoreOf: { readonly [T in Trait]?: string } = { localDisk: `local-${FAILED}`, datastoreOfOne: PARTLY }
  return labFile('Which VMs cannot be restarted?', {
    cluster: { ha: { ...(belief.options && { advancedOptions: belief.options }) }, drs: rulesOf(p, traitOf) },
    networks: [
      { name: 'management', kind: 'management' },
      { name: 'production', kind: 'vm' },
      { name: 'dmz', kind: 'vm' },
    ],
    datastores: [
      { name: SHARED },
      { name: PARTLY, ...(!everywhere && { hosts: belief.isLeast === true ? [FAILED] : [FAILED, lastOf(p)] }) },
      { name: `local-${FAILED}`, ...(everywhere ? {} : { type: 'local', hosts: [FAILED] }) },
      // The hosts that are left see as many, so that the one that fails is not the primary.
      ...left.flatMap((name) => [1, 2].map((at) => ({ name: `local-${name}-${at}`, type: 'local', hosts: [name] }))),
    ],
    hosts: [
      hostEntry({ name: FAILED, cores: 16, mhz: 2600, memoryMiB: 524_288 }),
      ...left.map((name, at) => ({
        ...hostEntry({ name, cores: 16, mhz: 2600, memoryMiB: 524_288 }),
        vmCapacity: { memoryMiB: belief.isLeast === true ? least : (p.free[at] ?? 0) },
        ...(belief.isNetworkEverywhere !== true && { networks: ['management', 'production'] }),
      })),
    ],
    vms: [
      ...p.vms.map((vm) => ({
        name: vm.name,
        host: FAILED,
        vcpus: 1,
        memoryMiB: vm.memoryMiB,
        memoryReservationMiB: belief.reservation?.(vm) ?? vm.reservationMiB,
        overheadMiB: 0,
        datastore: datastoreOf[traitOf(vm)] ?? SHARED,
        nics: [{ network: traitOf(vm) === 'otherNetwork' ? 'dmz' : 'production' }],
        ha: { restartPriority: traitOf(vm) === 'haDisabled' ? 'disabled' : traitOf(vm) === 'lowest' ? 'lowest' : 'medium' },
      })),
      ...(hasPartners
        ? left.map((host, at) => ({
            name: partnerOf(at),
            host,
            vcpus: 1,
            memoryMiB: 1024,
            overheadMiB: 0,
            datastore: SHARED,
            nics: [{ network: 'production' }],
          }))
        : []),
    ],
    timeline: [{ at: `${FAILURE_MS / 1000}s`, do: 'host.powerOff', host: FAILED }],
    until: '30s',
  })
}

function stillOff({ events }: Evidence, p: CannotRestart): Outcome {
  const on = new Set(eventsOf(events, 'vm.poweredOn', { cause: 'ha' }).map((event) => String(fieldOf(event, 'vm'))))
  return p.vms.map(({ name }) => name).filter((name) => !on.has(name))
}

function* mistakesOf(p: CannotRestart, play: Play): Generator<WrongOutcome> {
  const off = (belief: Belief): Outcome => stillOff(play(labOf(p, belief)), p)
  const has = (trait: Trait): boolean => nameOf(p, trait) !== null
  if (has('shouldRule')) yield { mistake: 'M1', outcome: off({ trait: (trait) => (trait === 'shouldRule' ? 'mustRule' : trait) }) }
  if (has('largeUnreserved')) yield { mistake: 'M4', outcome: off({ reservation: ({ memoryMiB }) => memoryMiB }) }
  if (has('fitsOne') || has('datastoreOfOne')) yield { mistake: 'M5', outcome: off({ isLeast: true }) }
  if (has('lowest')) yield { mistake: 'M6', outcome: off({ trait: (trait) => (trait === 'lowest' ? 'haDisabled' : trait) }) }
  if (has('tooLarge')) yield { mistake: 'M2', outcome: off({ reservation: () => 0 }) }
  if (has('localDisk')) yield { mistake: 'M3', outcome: off({ isStorageEverywhere: true }) }
  if (has('otherNetwork')) yield { mistake: 'M7', outcome: off({ isNetworkEverywhere: true }) }
  if (has('separated')) yield { mistake: 'M8', outcome: off({ options: { 'das.respectvmvmantiaffinityrules': false } }) }
  if (has('mustRule')) yield { mistake: 'M9', outcome: off({ trait: (trait) => (trait === 'mustRule' ? 'shouldRule' : trait) }) }
}

function draw(rng: Rng): CannotRestart {
  const hosts = rng.between(2, 3)
  const low = stepped(rng, 8, 16, 2) * 1024
  const free = [...Array.from({ length: hosts - 1 }, () => low + 1024 * rng.between(0, 2)), low + 1024 * rng.between(8, 12)]
  const most = Math.max(...free)
  const second = [...free].sort((a, b) => b - a)[1] ?? low
  const blocking = some(rng, BLOCKING, rng.between(2, 3))
  const harmless = some(rng, HARMLESS, 3)
  const drawn = (trait: Trait): Omit<FailedVm, 'name'> => {
    switch (trait) {
      case 'tooLarge': {
        const reservationMiB = most + 1024 * rng.between(1, 8)
        return { trait, reservationMiB, memoryMiB: reservationMiB + 1024 * rng.between(0, 4) }
      }
      case 'largeUnreserved':
        return { trait, reservationMiB: 1024 * rng.between(0, 1), memoryMiB: most + 1024 * rng.between(4, 24) }
      case 'fitsOne': {
        const reservationMiB = second + 1024 * rng.between(1, 3)
        return { trait, reservationMiB, memoryMiB: reservationMiB + 1024 * rng.between(0, 2) }
      }
      default:
        return { trait, reservationMiB: 0, memoryMiB: 1024 * rng.pick([1, 2]) }
    }
  }
  return { free, vms: shuffled(rng, [...blocking, ...harmless]).map((trait, at) => ({ name: `vm-${at + 1}`, ...drawn(trait) })) }
}

function ruleText(p: CannotRestart, { trait }: FailedVm): string | Phrase {
  const partners = p.free.map((_free, at) => `${partnerOf(at)} (${hostName(at + 1)})`).join(', ')
  switch (trait) {
    case 'mustRule':
      return [`must run on ${FAILED}`, `${FAILED}에서 실행해야 함`]
    case 'shouldRule':
      return [`should run on ${FAILED}`, `${FAILED}에서 실행하는 것이 좋음`]
    case 'separated':
      return [`separate from ${partners}`, `${partners}와(과) 따로 유지`]
    default:
      return '–'
  }
}

const tablesOf = (
  p: CannotRestart,
): readonly { readonly title: Phrase; readonly head: readonly Phrase[]; readonly rows: readonly (readonly (string | Phrase)[])[] }[] => [
  {
    title: [`Virtual machines on ${FAILED}`, `${FAILED}의 가상 시스템`],
    head: [
      ['Name', '이름'],
      ['Memory', '메모리'],
      ['Memory reservation', '메모리 예약'],
      ['Datastore', '데이터스토어'],
      ['Network', '네트워크'],
      ['Rule', '규칙'],
      ['Restart priority', '다시 시작 우선 순위'],
    ],
    rows: p.vms.map((vm) => [
      vm.name,
      measured(gib(vm.memoryMiB), 'GiB'),
      measured(gib(vm.reservationMiB), 'GiB'),
      vm.trait === 'localDisk' ? `local-${FAILED}` : vm.trait === 'datastoreOfOne' ? PARTLY : SHARED,
      vm.trait === 'otherNetwork' ? 'dmz' : 'production',
      ruleText(p, vm),
      label('priority', vm.trait === 'haDisabled' ? 'disabled' : vm.trait === 'lowest' ? 'lowest' : 'medium'),
    ]),
  },
  {
    title: ['Hosts that are left', '남은 호스트'],
    head: [
      ['Name', '이름'],
      ['Unreserved memory', '예약되지 않은 메모리'],
      ['Datastores', '데이터스토어'],
      ['Networks', '네트워크'],
    ],
    rows: p.free.map((free, at) => [
      hostName(at + 1),
      measured(gib(free), 'GiB'),
      hostName(at + 1) === lastOf(p) ? `${SHARED}, ${PARTLY}` : SHARED,
      'production',
    ]),
  },
]

export const cannotRestart = defineFamily<CannotRestart>({
  id: 'F17',
  title: ['Which VMs cannot be restarted?', '다시 시작할 수 없는 VM'],
  topics: ['HA'],
  level: 3,
  generations: [7, 8, 9],
  forms: ['multiple'],
  facts: ['HA-101'],
  mistakes: {
    M1: ['Treated a should rule as a must rule', '권장 규칙을 필수 규칙으로 취급함'],
    M2: ['Left out the reservation', '예약을 무시함'],
    M3: ['Left out that nobody else sees the datastore', '다른 호스트가 데이터스토어에 액세스할 수 없다는 점을 무시함'],
    M4: ['Took the configured size instead of the reservation', '예약이 아니라 구성된 크기를 사용함'],
    M5: ['Thought that every host that is left has to be able to take it', '남은 모든 호스트가 VM을 받을 수 있어야 한다고 생각함'],
    M6: ['Took the lowest priority for Disabled', '가장 낮은 우선 순위를 사용 안 함으로 착각함'],
    M7: ['Left out that its network is missing', '네트워크가 없다는 점을 무시함'],
    M8: ['Thought that HA does not obey VM-VM anti-affinity', 'HA가 VM-VM 반선호도 규칙을 따르지 않는다고 생각함'],
    M9: ['Treated a must rule as a should rule', '필수 규칙을 권장 규칙으로 취급함'],
  },
  draw,
  lab: (p) => labOf(p),
  solve: stillOff,
  ask: (p) => ({
    stem: [
      `${FAILED} fails. Which of its virtual machines can vSphere HA NOT restart on the hosts that are left? (vSphere 8.0, no advanced options; memory overhead is negligible)`,
      `${FAILED}에 장애가 발생했습니다. vSphere HA가 남은 호스트에서 다시 시작할 수 없는 가상 시스템을 모두 고르십시오. (vSphere 8.0, 고급 옵션 없음, 메모리 오버헤드는 무시)`,
    ],
    given: tablesOf(p),
    items: p.vms.map(({ name }) => ({ id: name, text: [name, name] })),
  }),
  word: (outcome) => [String(outcome), String(outcome)],
  wrong: (p, _evidence, play) => mistakesOf(p, play),
  vary(p) {
    // The lab of a mistake, where there is one: it is played anyway.
    if (p.vms.some(({ trait }) => trait === 'shouldRule'))
      return { ...p, vms: p.vms.map((vm) => (vm.trait === 'shouldRule' ? { ...vm, trait: 'mustRule' } : vm)) }
    const first = p.vms.find(({ trait }) => (BLOCKING as readonly Trait[]).includes(trait))
    return { ...p, vms: p.vms.map((vm) => (vm === first ? { ...vm, trait: 'plain', reservationMiB: 0 } : vm)) }
  },
  explain,
  momentMs: (_p, { events }) => firstEvent(events, 'ha.restartQueued')?.t ?? FAILURE_MS,
})

const reasons: { readonly [T in Trait]: (p: CannotRestart, vm: FailedVm) => ExplainedStep } = {
  mustRule: (_p, { name }) => ({
    text: [
      `${name} cannot: its must rule allows ${FAILED} only, and HA never breaks a must rule.`,
      `${name} 불가: 필수 규칙이 ${FAILED}만 허용하며 HA는 필수 규칙을 위반하지 않습니다.`,
    ],
    facts: ['HA-169'],
  }),
  tooLarge: (p, { name, reservationMiB }) => ({
    text: [
      `${name} cannot: it reserves ${gib(reservationMiB)} GiB, and no host has more than ${gib(Math.max(...p.free))} GiB unreserved.`,
      `${name} 불가: ${gib(reservationMiB)}GiB를 예약하지만 예약되지 않은 메모리는 호스트당 최대 ${gib(Math.max(...p.free))}GiB입니다.`,
    ],
    facts: ['HA-102', 'HA-099'],
  }),
  localDisk: (_p, { name }) => ({
    text: [`${name} cannot: its datastore is local to ${FAILED}.`, `${name} 불가: 데이터스토어가 ${FAILED}의 로컬 디스크입니다.`],
    facts: ['HA-101'],
  }),
  otherNetwork: (_p, { name }) => ({
    text: [`${name} cannot: no host that is left has the network dmz.`, `${name} 불가: 남은 호스트에 dmz 네트워크가 없습니다.`],
    facts: ['HA-101'],
  }),
  separated: (_p, { name }) => ({
    text: [
      `${name} cannot: on every host that is left runs a VM that it must be kept apart from, which HA obeys from 6.5 on.`,
      `${name} 불가: 남은 모든 호스트에 따로 유지해야 하는 VM이 실행 중이며, HA는 6.5부터 이 규칙을 따릅니다.`,
    ],
    facts: ['HA-170'],
  }),
  haDisabled: (_p, { name }) => ({
    text: [`${name} is not: its restart priority is Disabled.`, `${name} 불가: 다시 시작 우선 순위가 사용 안 함입니다.`],
    facts: ['HA-104'],
  }),
  shouldRule: (_p, { name }) => ({
    text: [`${name} can: a should rule is followed only where that is possible.`, `${name} 가능: 권장 규칙은 가능한 경우에만 적용됩니다.`],
    facts: ['HA-169'],
  }),
  largeUnreserved: (_p, { name, memoryMiB, reservationMiB }) => ({
    text: [
      `${name} can: of its ${gib(memoryMiB)} GiB it reserves ${gib(reservationMiB)}, and the configured size does not matter.`,
      `${name} 가능: 구성된 ${gib(memoryMiB)}GiB 중 ${gib(reservationMiB)}GiB만 예약하며 구성된 크기는 고려되지 않습니다.`,
    ],
    facts: ['HA-102'],
  }),
  lowest: (_p, { name }) => ({
    text: [`${name} can: Lowest comes last, but it comes.`, `${name} 가능: 우선 순위가 가장 낮으면 마지막에 시작될 뿐입니다.`],
    facts: ['HA-087'],
  }),
  fitsOne: (p, { name, reservationMiB }) => ({
    text: [
      `${name} can: ${lastOf(p)} alone has the ${gib(reservationMiB)} GiB that it reserves, and one host is enough.`,
      `${name} 가능: ${lastOf(p)}에 예약된 ${gib(reservationMiB)}GiB를 수용할 메모리가 있으며, 호스트 하나면 충분합니다.`,
    ],
    facts: ['HA-102'],
  }),
  datastoreOfOne: (p, { name }) => ({
    text: [
      `${name} can: ${lastOf(p)} has its datastore mounted, and one host is enough.`,
      `${name} 가능: ${lastOf(p)}에 데이터스토어가 마운트되어 있으며, 호스트 하나면 충분합니다.`,
    ],
    facts: ['HA-101'],
  }),
  plain: (_p, { name }) => ({ text: [`${name} can: nothing is against it.`, `${name} 가능: 제약 조건이 없습니다.`], facts: ['HA-101'] }),
}

function explain(p: CannotRestart, evidence: Evidence): readonly ExplainedStep[] {
  const off = stillOff(evidence, p) as readonly string[]
  return [
    ...p.vms.map((vm) => reasons[vm.trait](p, vm)),
    { text: [`Not restarted: ${off.join(', ')}.`, `다시 시작되지 않는 VM: ${off.join(', ')}.`], facts: ['HA-099'] },
  ]
}
