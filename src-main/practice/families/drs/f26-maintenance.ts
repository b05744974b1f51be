import type { ExplainedStep, GivenTable } from '../../../contract/practice/question.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import { shuffled, some, stepped, type Rng } from '../../kit/draw.ts'
import { firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { gib, hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { measured } from '../../kit/words.ts'

const BLOCKING = ['mustRule', 'separated', 'localDisk', 'passthrough', 'tooLarge', 'drsDisabled', 'ftPair', 'hostCdrom'] as const
const HARMLESS = ['shouldRule', 'isoCdrom', 'poweredOff', 'largeUnreserved', 'fitsOne'] as const
type Trait = (typeof BLOCKING)[number] | (typeof HARMLESS)[number] | 'plain'

interface LeavingVm {
  readonly name: string
  readonly trait: Trait
  readonly memoryMiB: number
  readonly reservationMiB: number
}

interface Maintenance {
  readonly vms: readonly LeavingVm[]
  /** Unreserved memory of the other hosts, MiB. */
  readonly free: readonly number[]
}

/** What a mistake takes for granted. */
interface Belief {
  readonly trait?: (trait: Trait) => Trait
  readonly reservation?: (vm: LeavingVm) => number
  /** VMs that are off count as if they ran. */
  readonly isOffOn?: boolean
  /** Nobody has more room than the one that has least. */
  readonly isLeast?: boolean
}

const HOST = hostName(0)
const REQUEST_MS = 1000

const partnerOf = (at: number): string => `twin-${at + 1}`
const lastOf = ({ free }: Maintenance): string => hostName(free.length)

function rulesOf(p: Maintenance, traitOf: (vm: LeavingVm) => Trait): LabFile {
  const names = (trait: Trait): readonly string[] => p.vms.filter((vm) => traitOf(vm) === trait).map(({ name }) => name)
  const groups = (['mustRule', 'shouldRule'] as const).filter((trait) => names(trait).length > 0)
  const separated = names('separated')
  return {
    vmGroups: Object.fromEntries(groups.map((trait) => [`${trait} VMs`, names(trait)])),
    hostGroups: { [HOST]: [HOST] },
    rules: [
      ...groups.map((trait) => ({ name: trait, type: trait === 'mustRule' ? 'mustRunOn' : 'shouldRunOn', vmGroup: `${trait} VMs`, hostGroup: HOST })),
      ...(separated.length > 0 ? [{ name: 'separate', type: 'separate', vms: [...separated, ...p.free.map((_free, at) => partnerOf(at))] }] : []),
    ],
  }
}

function vmEntry(vm: LeavingVm, trait: Trait, belief: Belief): LabFile {
  const cdrom = trait === 'hostCdrom' ? 'hostDevice' : trait === 'isoCdrom' ? 'iso' : null
  // A VM that is off has a device that would keep it there if it ran.
  const hasPassthrough = trait === 'passthrough' || trait === 'poweredOff'
  return {
    name: vm.name,
    host: HOST,
    vcpus: 1,
    memoryMiB: vm.memoryMiB,
    memoryReservationMiB: belief.reservation?.(vm) ?? vm.reservationMiB,
    overheadMiB: 0,
    datastore: trait === 'localDisk' ? `local-${HOST}` : 'ds-shared',
    ...(trait === 'poweredOff' && belief.isOffOn !== true && { power: 'off' }),
    ...(hasPassthrough && { devices: [{ type: 'passthrough' }] }),
    ...(cdrom !== null && { devices: [{ type: 'cdrom', backing: cdrom }] }),
    ...(trait === 'drsDisabled' && { drs: { automation: 'disabled' } }),
    ...(trait === 'ftPair' && { faultTolerance: true, ftSecondaryHost: hostName(1) }),
  }
}

function labOf(p: Maintenance, belief: Belief = {}): LabFile {
  const traitOf = ({ trait }: LeavingVm): Trait => belief.trait?.(trait) ?? trait
  const others = p.free.map((_free, at) => hostName(at + 1))
  const has = (trait: Trait): boolean => p.vms.some((vm) => traitOf(vm) === trait)
  const least = Math.min(...p.free)
  return labFile('Can the host be emptied?', {
    cluster: { drs: rulesOf(p, traitOf), ...(has('ftPair') && { ha: {} }) },
    networks: [
      { name: 'management', kind: 'management' },
      { name: 'vmotion', kind: 'vmotion', gbps: 100 },
      { name: 'ft', kind: 'ft', gbps: 100 },
    ],
    datastores: [{ name: 'ds-shared' }, { name: `local-${HOST}`, type: 'local', hosts: [HOST] }],
    hosts: [
      hostEntry({ name: HOST, cores: 16, mhz: 2600, memoryMiB: 524_288 }),
      ...others.map((name, at) => ({
        ...hostEntry({ name, cores: 16, mhz: 2600, memoryMiB: 524_288 }),
        vmCapacity: { memoryMiB: belief.isLeast === true ? least : (p.free[at] ?? 0) },
      })),
    ],
    vms: [
      ...p.vms.map((vm) => vmEntry(vm, traitOf(vm), belief)),
      ...(has('separated')
        ? others.map((host, at) => ({ name: partnerOf(at), host, vcpus: 1, memoryMiB: 512, overheadMiB: 0, datastore: 'ds-shared' }))
        : []),
    ],
    timeline: [{ at: `${REQUEST_MS / 1000}s`, do: 'host.enterMaintenance', host: HOST }],
    // At 100 Gbit/s all of them have left by then.
    until: '15s',
  })
}

function keeping({ state }: Evidence, p: Maintenance): Outcome {
  return p.vms.map(({ name }) => name).filter((name) => state.vms[name]?.host === HOST && state.vms[name].power === 'on')
}

const insteadOf =
  (from: Trait, to: Trait): ((trait: Trait) => Trait) =>
  (trait) =>
    trait === from ? to : trait

/** Those that take somebody for an obstacle who is none come first: they lead to a wrong choice. */
function* mistakesOf(p: Maintenance, play: Play): Generator<WrongOutcome> {
  const kept = (belief: Belief): Outcome => keeping(play(labOf(p, belief)), p)
  const has = (trait: Trait): boolean => p.vms.some((vm) => vm.trait === trait)
  if (has('shouldRule')) yield { mistake: 'M9', outcome: kept({ trait: insteadOf('shouldRule', 'mustRule') }) }
  if (has('isoCdrom')) yield { mistake: 'M10', outcome: kept({ trait: insteadOf('isoCdrom', 'hostCdrom') }) }
  if (has('poweredOff')) yield { mistake: 'M11', outcome: kept({ isOffOn: true }) }
  if (has('largeUnreserved')) yield { mistake: 'M12', outcome: kept({ reservation: ({ memoryMiB }) => memoryMiB }) }
  if (has('fitsOne')) yield { mistake: 'M13', outcome: kept({ isLeast: true }) }
  for (const [at, trait] of BLOCKING.entries())
    if (has(trait))
      yield { mistake: `M${at + 1}`, outcome: kept(trait === 'tooLarge' ? { reservation: () => 0 } : { trait: insteadOf(trait, 'plain') }) }
}

function draw(rng: Rng): Maintenance {
  const others = rng.between(1, 2)
  const low = stepped(rng, 8, 14, 2) * 1024
  const free = others === 1 ? [low] : [low, low + 1024 * rng.between(6, 10)]
  const most = Math.max(...free)
  const blocking = some(
    rng,
    BLOCKING.filter((trait) => trait !== 'ftPair' || others === 1),
    rng.between(2, 3),
  )
  const harmless = some(
    rng,
    HARMLESS.filter((trait) => trait !== 'fitsOne' || others === 2),
    3,
  )
  const drawn = (trait: Trait): Omit<LeavingVm, 'name'> => {
    switch (trait) {
      case 'tooLarge': {
        const reservationMiB = most + 1024 * rng.between(1, 8)
        return { trait, reservationMiB, memoryMiB: reservationMiB }
      }
      case 'largeUnreserved':
        return { trait, reservationMiB: 0, memoryMiB: most + 1024 * rng.between(2, 8) }
      case 'fitsOne': {
        const reservationMiB = low + 1024 * rng.between(1, 4)
        return { trait, reservationMiB, memoryMiB: reservationMiB }
      }
      default:
        return { trait, reservationMiB: 0, memoryMiB: 1024 * rng.pick([1, 2]) }
    }
  }
  return { free, vms: shuffled(rng, [...blocking, ...harmless]).map((trait, at) => ({ name: `vm-${at + 1}`, ...drawn(trait) })) }
}

function noteOf(p: Maintenance, { trait }: LeavingVm): Phrase {
  const partners = p.free.map((_free, at) => `${partnerOf(at)} (${hostName(at + 1)})`).join(', ')
  const notes: { readonly [T in Trait]?: Phrase } = {
    mustRule: [`Rule: must run on ${HOST}`, `규칙: ${HOST}에서 실행해야 함`],
    shouldRule: [`Rule: should run on ${HOST}`, `규칙: ${HOST}에서 실행하는 것이 좋음`],
    separated: [`Rule: separate from ${partners}`, `규칙: ${partners}와(과) 따로 유지`],
    localDisk: [`Disks on the local datastore of ${HOST}`, `${HOST}의 로컬 데이터스토어에 디스크 있음`],
    passthrough: ['PCI passthrough device', 'PCI 패스스루 디바이스'],
    drsDisabled: ['VM override: DRS automation disabled', 'VM 재정의: DRS 자동화 사용 안 함'],
    hostCdrom: [`CD-ROM connected to the drive of ${HOST}`, `${HOST}의 드라이브에 연결된 CD-ROM`],
    isoCdrom: ['CD-ROM connected to an ISO file on ds-shared', 'ds-shared의 ISO 파일에 연결된 CD-ROM'],
    poweredOff: ['Powered off; PCI passthrough device', '전원 꺼짐, PCI 패스스루 디바이스'],
    ftPair: [`Fault Tolerance, secondary VM on ${hostName(1)}`, `Fault Tolerance, 보조 VM은 ${hostName(1)}`],
  }
  return notes[trait] ?? ['–', '–']
}

const tablesOf = (p: Maintenance): readonly GivenTable[] => [
  {
    title: [`Virtual machines on ${HOST}`, `${HOST}의 가상 시스템`],
    head: [
      ['Name', '이름'],
      ['Memory', '메모리'],
      ['Memory reservation', '메모리 예약'],
      ['Note', '비고'],
    ],
    rows: p.vms.map((vm) => [vm.name, measured(gib(vm.memoryMiB), 'GiB'), measured(gib(vm.reservationMiB), 'GiB'), noteOf(p, vm)]),
  },
  {
    title: ['Other hosts of the cluster', '클러스터의 다른 호스트'],
    head: [
      ['Name', '이름'],
      ['Unreserved memory', '예약되지 않은 메모리'],
    ],
    rows: p.free.map((free, at) => [hostName(at + 1), measured(gib(free), 'GiB')]),
  },
]

export const maintenanceMode = defineFamily<Maintenance>({
  id: 'F26',
  title: ['Maintenance mode: can the host be emptied?', '유지 보수 모드: 호스트를 비울 수 있습니까?'],
  topics: ['DRS'],
  level: 3,
  generations: [7, 8, 9],
  forms: ['multiple'],
  facts: ['DRS-082'],
  mistakes: {
    M1: ['Left out the must rule', '필수 규칙을 무시함'],
    M2: ['Left out the anti-affinity rule', '반선호도 규칙을 무시함'],
    M3: ['Left out that its disks are local', '디스크가 로컬에 있다는 점을 무시함'],
    M4: ['Left out the passthrough device', '패스스루 디바이스를 무시함'],
    M5: ['Left out the reservation', '예약을 무시함'],
    M6: ['Left out that DRS is disabled for the VM', 'VM의 DRS가 사용 안 함이라는 점을 무시함'],
    M7: ['Left out that both copies of an FT VM may not share a host', 'FT VM의 두 복사본이 같은 호스트에 있을 수 없다는 점을 무시함'],
    M8: ['Left out that a drive of the host is connected', '호스트의 드라이브가 연결되어 있다는 점을 무시함'],
    M9: ['Treated a should rule as a must rule', '권장 규칙을 필수 규칙으로 취급함'],
    M10: ['Thought that any connected CD-ROM keeps a VM', '연결된 CD-ROM이면 무엇이든 이동을 막는다고 생각함'],
    M11: ['Counted a VM that is powered off', '전원이 꺼진 VM까지 포함함'],
    M12: ['Took the configured size instead of the reservation', '예약이 아니라 구성된 크기를 사용함'],
    M13: ['Thought that every other host has to have the room', '다른 모든 호스트에 여유가 있어야 한다고 생각함'],
  },
  draw,
  lab: (p) => labOf(p),
  solve: keeping,
  ask: (p) => ({
    stem: [
      `DRS is fully automated, and ${HOST} is asked to enter maintenance mode. Which virtual machines keep it from getting there? (All VMs have their disks on ds-shared unless noted; memory overhead is negligible)`,
      `DRS는 완전히 자동화되어 있으며 ${HOST}을(를) 유지 보수 모드로 전환하려고 합니다. 전환이 완료되지 못하게 하는 가상 시스템을 모두 고르십시오. (비고가 없으면 디스크는 ds-shared에 있고, 메모리 오버헤드는 무시)`,
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
  momentMs: (_p, { events }) => firstEvent(events, 'host.maintenanceEntering')?.t ?? REQUEST_MS,
})

const stays = (name: string, en: string, ko: string, facts: ExplainedStep['facts']): ExplainedStep => ({
  text: [`${name} stays: ${en}.`, `${name} 남음: ${ko}.`],
  facts,
})
const leaves = (name: string, en: string, ko: string, facts: ExplainedStep['facts']): ExplainedStep => ({
  text: [`${name} is no obstacle: ${en}.`, `${name} 문제없음: ${ko}.`],
  facts,
})

function stepOf(p: Maintenance, { name, trait, memoryMiB, reservationMiB }: LeavingVm): ExplainedStep {
  const most = gib(Math.max(...p.free))
  switch (trait) {
    case 'mustRule':
      return stays(name, 'a must rule is never broken', '필수 규칙은 위반되지 않음', ['DRS-074'])
    case 'separated':
      return stays(
        name,
        'on every other host runs a VM that it must be kept apart from, and a rule is not broken for an evacuation',
        '다른 모든 호스트에 따로 유지해야 하는 VM이 있으며, 호스트를 비우기 위해 규칙을 위반하지 않음',
        ['DRS-078'],
      )
    case 'localDisk':
      return stays(name, 'no other host sees its datastore', '다른 호스트에서 데이터스토어에 액세스할 수 없음', ['DRS-099', 'DRS-097'])
    case 'passthrough':
      return stays(name, 'a passthrough device cannot be moved by vMotion', '패스스루 디바이스는 vMotion으로 이동할 수 없음', ['DRS-098'])
    case 'tooLarge':
      return stays(
        name,
        `it reserves ${gib(reservationMiB)} GiB, and no other host has more than ${most} GiB`,
        `${gib(reservationMiB)}GiB를 예약하지만 다른 호스트에는 최대 ${most}GiB만 있음`,
        ['DRS-097'],
      )
    case 'drsDisabled':
      return stays(name, 'DRS never moves a VM for which it is disabled', 'DRS는 사용 안 함으로 설정된 VM을 이동하지 않음', ['DRS-003'])
    case 'ftPair':
      return stays(
        name,
        'the only other host runs its secondary VM, and both never share a host',
        '하나뿐인 다른 호스트에서 보조 VM이 실행 중이며 두 VM은 같은 호스트에 있을 수 없음',
        ['DRS-081'],
      )
    case 'hostCdrom':
      return stays(name, 'a drive of the host is connected', '호스트의 드라이브가 연결되어 있음', ['DRS-098'])
    case 'shouldRule':
      return leaves(name, 'a should rule gives way to an evacuation', '호스트를 비울 때는 권장 규칙이 양보됨', ['DRS-075', 'DRS-082'])
    case 'isoCdrom':
      return leaves(name, 'every host reaches the ISO file', '모든 호스트가 ISO 파일에 액세스할 수 있음', ['DRS-098'])
    case 'poweredOff':
      return leaves(name, 'only VMs that are powered on count', '전원이 켜진 VM만 해당됨', ['DRS-082'])
    case 'largeUnreserved':
      return leaves(name, `of its ${gib(memoryMiB)} GiB nothing is reserved`, `${gib(memoryMiB)}GiB 중 예약된 메모리가 없음`, ['DRS-079'])
    case 'fitsOne':
      return leaves(
        name,
        `${lastOf(p)} alone has the ${gib(reservationMiB)} GiB, and one host is enough`,
        `${lastOf(p)}에 ${gib(reservationMiB)}GiB의 여유가 있으며 호스트 하나면 충분함`,
        ['DRS-079'],
      )
    case 'plain':
      return leaves(name, 'nothing keeps it', '제약 조건이 없음', ['DRS-082'])
  }
}

function explain(p: Maintenance, evidence: Evidence): readonly ExplainedStep[] {
  const left = keeping(evidence, p) as readonly string[]
  return [
    ...p.vms.map((vm) => stepOf(p, vm)),
    {
      text: [
        `${HOST} stays in "entering maintenance mode" because of ${left.join(', ')}.`,
        `${left.join(', ')} 때문에 ${HOST}은(는) 유지 보수 모드로 전환 중 상태에 머무릅니다.`,
      ],
      facts: ['DRS-082'],
    },
  ]
}
