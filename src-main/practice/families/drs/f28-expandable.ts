import type { Phrase } from '../../../contract/texts/language.ts'
import { stepped, type Rng } from '../../kit/draw.ts'
import { firstEvent, type Evidence, type LabFile } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { hostEntry, labFile } from '../../kit/labs.ts'
import { yesOrNo } from '../../kit/words.ts'
import { unitOf, type Resource } from './pools.ts'

interface DrawnPool {
  readonly reservation: number
  readonly isExpandable: boolean
  readonly limit: number | null
  /** Reserved by the VMs that run directly in it. */
  readonly running: number
}

interface Expandable {
  readonly resource: Resource
  /** What the hosts have. */
  readonly capacity: number
  /** Reserved by a VM directly in the cluster. */
  readonly outside: number
  readonly parent: DrawnPool
  readonly kid: DrawnPool
  /** Reservation of the VM that is powered on in the kid. */
  readonly wanted: number
}

/** What the kid, its parent and the cluster give; null: refused. */
type Parts = readonly [own: number, parent: number, cluster: number] | null

const CORES = 10
const VM = 'new-vm'

function labOf({ resource, capacity, outside, parent, kid, wanted }: Expandable): LabFile {
  const isCpu = resource === 'cpu'
  const pool = ({ reservation, isExpandable, limit }: DrawnPool): LabFile =>
    isCpu
      ? { cpuReservationMHz: reservation, cpuExpandable: isExpandable, ...(limit !== null && { cpuLimitMHz: limit }) }
      : { memoryReservationMiB: reservation, memoryExpandable: isExpandable, ...(limit !== null && { memoryLimitMiB: limit }) }
  const vm = (name: string, resourcePool: string | null, reserved: number): LabFile => ({
    name,
    host: 'esx-01',
    ...(resourcePool !== null && { resourcePool }),
    vcpus: CORES,
    memoryMiB: 65_536,
    overheadMiB: 0,
    demand: { memoryMiB: 0 },
    ...(isCpu ? { cpuReservationMHz: reserved } : { memoryReservationMiB: reserved }),
  })
  return labFile('Who lends the reservation?', {
    cluster: {
      resourcePools: [
        { name: 'Parent', ...pool(parent) },
        { name: 'Kid', parent: 'Parent', ...pool(kid) },
      ],
    },
    hosts: [hostEntry({ name: 'esx-01', cores: CORES, mhz: isCpu ? capacity / CORES : 3000, memoryMiB: isCpu ? 524_288 : capacity })],
    vms: [
      vm('vm-outside', null, outside),
      vm('vm-parent', 'Parent', parent.running),
      vm('vm-kid', 'Kid', kid.running),
      { ...vm(VM, 'Kid', wanted), power: 'off' },
    ],
    timeline: [{ at: '1s', do: 'vm.powerOn', vm: VM, host: 'esx-01' }],
    until: '2s',
  })
}

/** Of a pool: what is used in it. */
function usedIn({ state }: Evidence, resource: Resource, name: 'Parent' | 'Kid'): number {
  const { cpuReservationUsedMHz = 0, memoryReservationUsedMiB = 0 } = state.resourcePools[name] ?? {}
  return resource === 'cpu' ? cpuReservationUsedMHz : memoryReservationUsedMiB
}

/** Neither pool borrowed anything before: what is used beyond its own reservation was lent for this VM. */
function solve(evidence: Evidence, { resource, parent, kid, wanted }: Expandable): Parts {
  if (firstEvent(evidence.events, 'command.refused', { vm: VM }) !== null) return null
  const lent = Math.max(0, usedIn(evidence, resource, 'Kid') - kid.reservation)
  const byCluster = Math.max(0, usedIn(evidence, resource, 'Parent') - parent.reservation)
  return [wanted - lent, lent - byCluster, byCluster]
}

/**
 * What is missing in the kid is lent; or the parent is fixed, at its limit, or the kid is fixed. What the parent's own VMs reserve would be enough there,
 * so that each way of overlooking something leads elsewhere.
 */
function drawCase(rng: Rng): Expandable {
  const kind = rng.pick(['lent', 'lent', 'lent', 'lent', 'fixedParent', 'fixedParent', 'limit', 'limit', 'fixedKid'] as const)
  const kidReservation = stepped(rng, 1000, 4000, 500)
  const kidRunning = stepped(rng, 500, kidReservation - 500, 500)
  const parentRunning = stepped(rng, 1000, 3500, 500)
  const left = stepped(rng, 0, 2500, 500)
  const reservation = kidReservation + parentRunning + left
  const isLent = kind === 'lent'
  const missing = isLent
    ? stepped(rng, 500, left + 2500, 500)
    : kind === 'fixedKid'
      ? stepped(rng, 500, kidRunning, 500)
      : left + stepped(rng, 500, parentRunning, 500)
  const outside = stepped(rng, 500, 4000, 500)
  // Of the parent: what it would hold is beyond it, or not.
  const needed = Math.max(reservation, reservation - left + missing)
  const limit = kind === 'limit' ? needed - 500 : isLent && rng.chance(1, 3) ? needed + stepped(rng, 0, 2000, 500) : null
  return {
    resource: rng.pick(['cpu', 'cpu', 'memory'] as const),
    capacity: needed + outside + stepped(rng, 0, 4000, 500),
    outside,
    parent: { reservation, isExpandable: kind !== 'fixedParent', limit, running: parentRunning },
    kid: { reservation: kidReservation, isExpandable: kind !== 'fixedKid', limit: null, running: kidRunning },
    wanted: kidReservation - kidRunning + missing,
  }
}

export const expandableReservation = defineFamily<Expandable>({
  id: 'F28',
  title: ['Pool admission with expandable reservation', '확장 가능한 예약과 리소스 풀 승인'],
  topics: ['Resource pools'],
  level: 3,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['DRS-021', 'DRS-022'],
  mistakes: {
    M1: ['Treated every reservation as fixed', '모든 예약을 고정된 것으로 생각함'],
    M2: ['Left the limit out of account', '제한을 고려하지 않음'],
    M3: ['Looked at what is used instead of what is reserved', '예약이 아니라 실제 사용량을 확인함'],
    M4: ['Treated every reservation as expandable', '모든 예약을 확장 가능한 것으로 생각함'],
    M5: ['Thought that the whole reservation is lent, not what is missing', '부족한 양이 아니라 예약 전체를 빌린다고 생각함'],
    M6: ['Forgot what the running VMs of the parent reserve', '상위 풀에서 실행 중인 VM의 예약을 잊음'],
  },
  draw: drawCase,
  lab: labOf,
  solve,
  ask(p) {
    const unit = unitOf(p.resource)
    const what: Phrase = p.resource === 'cpu' ? ['CPU', 'CPU'] : ['memory', '메모리']
    return {
      stem: [
        `A VM that reserves ${p.wanted} ${unit} of ${what[0]} is powered on in the pool Kid. The cluster has ${p.capacity} ${unit}, of which a VM directly in the cluster reserves ${p.outside} ${unit}; memory overhead does not count here. Is it allowed, and from where does its reservation come?`,
        `풀 Kid에서 ${what[1]} ${p.wanted}${unit}를 예약하는 VM의 전원을 켭니다. 클러스터의 용량은 ${p.capacity}${unit}이며, 그중 클러스터 바로 아래의 VM이 ${p.outside}${unit}를 예약합니다. 메모리 오버헤드는 계산하지 않습니다. 허용됩니까? 예약은 어디에서 제공됩니까?`,
      ],
      given: [
        {
          title: ['Resource pools', '리소스 풀'],
          head: [
            ['Name', '이름'],
            ['Parent', '상위'],
            [`Reservation, ${unit}`, `예약(${unit})`],
            ['Expandable', '확장 가능'],
            [`Limit, ${unit}`, `제한(${unit})`],
            [`Reserved by VMs that run directly in it, ${unit}`, `풀에서 직접 실행 중인 VM의 예약(${unit})`],
          ],
          rows: [rowOf('Parent', ['cluster', '클러스터'], p.parent), rowOf('Kid', ['Parent', 'Parent'], p.kid)],
        },
      ],
    }
  },
  word(outcome, { resource }) {
    if (outcome === null) return ['Refused: it stays off', '거부되며 전원이 켜지지 않음']
    const unit = unitOf(resource)
    const givers: readonly Phrase[] = [
      ['Kid itself', 'Kid 자체'],
      ['Parent', 'Parent'],
      ['the cluster', '클러스터'],
    ]
    const parts = (outcome as readonly number[]).flatMap((amount, at) => (amount > 0 ? [{ amount, giver: givers[at] ?? ['', ''] }] : []))
    return [
      `Allowed: ${parts.map(({ amount, giver }) => `${amount} ${unit} from ${giver[0]}`).join(', ')}`,
      `허용됨: ${parts.map(({ amount, giver }) => `${giver[1]}에서 ${amount}${unit}`).join(', ')}`,
    ]
  },
  *wrong(p, _evidence, play) {
    const of = (change: Partial<Expandable>): Outcome => {
      const mistaken = { ...p, ...change }
      return solve(play(labOf(mistaken)), mistaken)
    }
    const { parent, kid } = p
    if (parent.limit !== null || kid.limit !== null)
      yield { mistake: 'M2', outcome: of({ parent: { ...parent, limit: null }, kid: { ...kid, limit: null } }) }
    yield { mistake: 'M3', outcome: of({ parent: { ...parent, running: 0 }, kid: { ...kid, running: 0 }, outside: 0 }) }
    yield { mistake: 'M4', outcome: of({ parent: { ...parent, isExpandable: true }, kid: { ...kid, isExpandable: true } }) }
    yield { mistake: 'M1', outcome: of({ parent: { ...parent, isExpandable: false }, kid: { ...kid, isExpandable: false } }) }
    yield { mistake: 'M5', outcome: of({ kid: { ...kid, reservation: kid.running } }) }
    yield { mistake: 'M6', outcome: of({ parent: { ...parent, running: 0 } }) }
  },
  nearby: (_right, { kid, wanted }) => {
    const own = kid.reservation - kid.running
    return [
      [own, wanted - own, 0],
      [0, wanted, 0],
      [own, 0, wanted - own],
    ]
  },
  vary: (p) => ({ ...p, wanted: 0 }),
  explain: (p, evidence) => stepsOf(p, evidence),
  momentMs: () => 1000,
})

function rowOf(name: string, parent: Phrase, { reservation, isExpandable, limit, running }: DrawnPool): readonly (string | number | Phrase)[] {
  return [name, parent, reservation, yesOrNo(isExpandable), limit ?? (['unlimited', '무제한'] as const), running]
}

function stepsOf(p: Expandable, evidence: Evidence): ReturnType<Parameters<typeof defineFamily<Expandable>>[0]['explain']> {
  const unit = unitOf(p.resource)
  const { kid, parent, wanted } = p
  const parts = solve(evidence, p)
  const own = kid.reservation - kid.running
  const held = Math.max(kid.reservation, kid.running)
  const left = parent.reservation - held - parent.running
  const missing = Math.max(0, wanted - own)
  const { cpuUnreservedMHz = 0, memoryUnreservedMiB = 0 } = evidence.state.resourcePools['Kid'] ?? {}
  const available = p.resource === 'cpu' ? cpuUnreservedMHz : memoryUnreservedMiB
  return [
    {
      text: [
        `Kid has ${kid.reservation} − ${kid.running} = ${own} ${unit} of its own left${missing === 0 ? '' : `: ${missing} ${unit} are missing`}.`,
        `Kid에 남은 예약: ${kid.reservation} − ${kid.running} = ${own}${unit}${missing === 0 ? '' : `. ${missing}${unit}가 부족합니다`}.`,
      ],
      facts: ['DRS-021'],
    },
    ...(missing === 0 ? [] : [{ text: lendingOf(p, left), facts: ['DRS-022'] as const }]),
    {
      text:
        parts === null
          ? [
              `With what may be lent there are ${available} ${unit}, less than ${wanted}: the power-on is refused.`,
              `빌릴 수 있는 양까지 합해도 ${available}${unit}로 ${wanted}${unit}보다 적으므로 전원 켜기가 거부됩니다.`,
            ]
          : [
              `The power-on is allowed: ${parts[0]} ${unit} from Kid, ${parts[1]} from Parent, ${parts[2]} from the cluster.`,
              `전원 켜기가 허용됩니다. Kid ${parts[0]}${unit}, Parent ${parts[1]}${unit}, 클러스터 ${parts[2]}${unit}.`,
            ],
      facts: ['DRS-022'],
    },
  ]
}

function lendingOf({ resource, kid, parent, capacity, outside }: Expandable, left: number): Phrase {
  const unit = unitOf(resource)
  if (!kid.isExpandable) return ['Kid is not expandable: it asks nobody.', 'Kid는 확장 가능하지 않으므로 상위에 요청하지 않습니다.']
  const limits: Phrase = [
    [
      kid.limit === null ? '' : ` Kid may not go beyond its limit of ${kid.limit} ${unit}.`,
      parent.limit === null ? '' : ` Parent may not go beyond ${parent.limit} ${unit}.`,
    ].join(''),
    [
      kid.limit === null ? '' : ` Kid는 제한 ${kid.limit}${unit}를 넘을 수 없습니다.`,
      parent.limit === null ? '' : ` Parent는 ${parent.limit}${unit}를 넘을 수 없습니다.`,
    ].join(''),
  ]
  const beyond: Phrase = parent.isExpandable
    ? [
        ` It is expandable: the cluster may add up to ${capacity} − ${outside} − ${parent.reservation} = ${capacity - outside - parent.reservation} ${unit}.`,
        ` 확장 가능하므로 클러스터가 최대 ${capacity} − ${outside} − ${parent.reservation} = ${capacity - outside - parent.reservation}${unit}를 더 제공할 수 있습니다.`,
      ]
    : [' It is not expandable: nothing comes from above it.', ' 확장 가능하지 않으므로 그 위에서는 제공되지 않습니다.']
  return [
    `Kid is expandable and asks Parent, which has ${left} ${unit} left: its reservation less what Kid and its own VMs hold.${beyond[0]}${limits[0]}`,
    `Kid는 확장 가능하므로 Parent에 요청합니다. Parent의 예약에서 Kid와 Parent의 VM이 차지한 양을 빼면 ${left}${unit}가 남습니다.${beyond[1]}${limits[1]}`,
  ]
}
