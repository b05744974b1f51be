import type { Phrase } from '../../../contract/texts/language.ts'
import { stepped, type Rng } from '../../kit/draw.ts'
import { fieldOf, firstEvent, type Evidence, type LabFile } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { measured } from '../../kit/words.ts'

interface LoadedHost {
  readonly name: string
  readonly cpuPercent: number
  readonly vms: number
  /** Memory that can be reserved; all the rest is reserved by the VMs that run there. */
  readonly freeGiB: number
}

interface Placement {
  readonly automation: 'manual' | 'partiallyAutomated' | 'fullyAutomated'
  readonly hosts: readonly LoadedHost[]
  /** The new VM must not run on these; empty: no rule. */
  readonly forbidden: readonly string[]
  readonly reservationGiB: number
}

const VM = 'new-vm'
const ASKS = 'asks'
const [CORES, MHZ, MEMORY_GIB] = [32, 2500, 256]

function labOf(p: Placement): LabFile {
  return labFile('Where does DRS start it?', {
    cluster: {
      drs: {
        automation: p.automation,
        ...(p.forbidden.length > 0 && {
          vmGroups: { new: [VM] },
          hostGroups: { others: p.forbidden },
          rules: [{ name: 'licences', type: 'mustNotRunOn', vmGroup: 'new', hostGroup: 'others' }],
        }),
      },
    },
    hosts: p.hosts.map(({ name }) => hostEntry({ name, cores: CORES, mhz: MHZ, memoryMiB: MEMORY_GIB * 1024 })),
    vms: [
      ...p.hosts.flatMap((host) => runningOn(host)),
      { name: VM, power: 'off', vcpus: 2, memoryMiB: 16_384, memoryReservationMiB: p.reservationGiB * 1024, overheadMiB: 0, powerOnTime: '1s' },
    ],
    timeline: [{ at: '1s', do: 'vm.powerOn', vm: VM }],
    until: '3s',
  })
}

/** VMs that make up its load between them, alike. */
function runningOn({ name, cpuPercent, vms, freeGiB }: LoadedHost): readonly LabFile[] {
  const memoryMiB = Math.floor(((MEMORY_GIB - freeGiB) * 1024) / vms)
  return Array.from({ length: vms }, (_, at) => ({
    name: `${name}-${at + 1}`,
    host: name,
    vcpus: CORES,
    memoryMiB,
    memoryReservationMiB: memoryMiB,
    overheadMiB: 0,
    demand: { cpuMHz: Math.round((CORES * MHZ * cpuPercent) / 100 / vms) },
  }))
}

function solve({ events }: Evidence): Outcome {
  const started = firstEvent(events, 'vm.poweredOn', { vm: VM })
  if (started !== null) return String(fieldOf(started, 'host'))
  return firstEvent(events, 'drs.recommendation', { vm: VM, kind: 'powerOn' }) === null ? null : ASKS
}

/** Loads apart by at least 5 points; the least loaded host is often forbidden, and the next one often too full. */
function drawHosts(rng: Rng): readonly LoadedHost[] {
  const count = rng.between(4, 5)
  const used = new Set<number>()
  return Array.from({ length: count }, (_, at) => {
    let cpuPercent = stepped(rng, 52, 88, 6)
    while (used.has(cpuPercent)) cpuPercent = stepped(rng, 52, 88, 6)
    used.add(cpuPercent)
    return { name: hostName(at), cpuPercent: cpuPercent + rng.between(0, 1), vms: rng.between(1, 3), freeGiB: stepped(rng, 20, 120, 4) }
  })
}

const byLoad = (hosts: readonly LoadedHost[]): readonly LoadedHost[] =>
  [...hosts].sort((a, b) => a.cpuPercent - b.cpuPercent || (a.name < b.name ? -1 : 1))
const least = (hosts: readonly LoadedHost[], measure: (host: LoadedHost) => number): string =>
  [...hosts].sort((a, b) => measure(a) - measure(b) || (a.name < b.name ? -1 : 1))[0]?.name ?? ''

export const initialPlacement = defineFamily<Placement>({
  id: 'F22',
  title: ['DRS initial placement', 'DRS 초기 배치'],
  topics: ['DRS'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['host', 'single'],
  facts: ['DRS-079', 'DRS-001'],
  mistakes: {
    M1: ['Took the host with the fewest VMs', 'VM 수가 가장 적은 호스트를 선택함'],
    M2: ['Took the host with the most free memory', '여유 메모리가 가장 많은 호스트를 선택함'],
    M3: ['Broke the rule', '규칙을 위반함'],
    M4: ['Overlooked that the reservation does not fit there', '예약이 들어가지 않는 것을 놓침'],
    M5: ['Mixed up the automation levels', '자동화 수준을 혼동함'],
  },
  draw(rng) {
    const hosts = drawHosts(rng)
    const [first, second, ...others] = byLoad(hosts)
    const isForbidden = rng.chance(2, 3)
    const reservationGiB = rng.between(4, 16)
    const full = rng.chance(2, 3) ? (isForbidden ? second : first)?.name : undefined
    const forbidden = isForbidden ? [first?.name ?? '', ...(rng.chance(1, 3) ? others.slice(-1).map(({ name }) => name) : [])] : []
    return {
      automation: rng.pick(['manual', 'partiallyAutomated', 'partiallyAutomated', 'fullyAutomated', 'fullyAutomated'] as const),
      hosts: hosts.map((host) => (host.name === full ? { ...host, freeGiB: rng.between(1, reservationGiB - 1) } : host)),
      forbidden,
      reservationGiB,
    }
  },
  lab: labOf,
  solve,
  ask: (p, _evidence, form) => ({
    stem: [
      `A VM with 2 vCPUs and 16 GiB of memory, of which ${p.reservationGiB} GiB are reserved, is powered on in a DRS cluster of vSphere 7.0 or later. DRS is ${automationWords[p.automation][0]}. ${p.forbidden.length === 0 ? 'There are no rules.' : `A rule says that it must not run on ${p.forbidden.join(', ')}.`} All hosts are alike and can reach its datastore and networks. ${form === 'host' ? 'On which host does it start?' : 'Does it start by itself, and where?'}`,
      `vSphere 7.0 이상의 DRS 클러스터에서 vCPU 2개, 메모리 16GiB(예약 ${p.reservationGiB}GiB)인 VM의 전원을 켭니다. DRS 자동화 수준은 '${automationWords[p.automation][1]}'입니다. ${p.forbidden.length === 0 ? '규칙은 없습니다.' : `규칙에 따라 이 VM은 ${p.forbidden.join(', ')}에서 실행하면 안 됩니다.`} 모든 호스트의 사양이 같고 데이터스토어와 네트워크에 연결할 수 있습니다. ${form === 'host' ? '어느 호스트에서 시작됩니까?' : '자동으로 시작됩니까? 어디에서 시작됩니까?'}`,
    ],
    given: [
      {
        title: ['Hosts', '호스트'],
        head: [
          ['Name', '이름'],
          ['CPU in use', 'CPU 사용률'],
          ['VMs that run', '실행 중인 VM'],
          ['Memory free, and not reserved', '예약되지 않은 여유 메모리'],
        ],
        rows: p.hosts.map(({ name, cpuPercent, vms, freeGiB }) => [name, `${cpuPercent}%`, vms, measured(freeGiB, 'GiB')]),
      },
    ],
    items: p.hosts.map(({ name }) => ({ id: name, text: [name, name] })),
  }),
  word: (outcome) =>
    outcome === ASKS
      ? ['Nowhere yet: DRS recommends a host and waits', '아직 시작되지 않음: DRS가 호스트를 권장하고 대기함']
      : [`It starts on ${String(outcome)}`, `${String(outcome)}에서 시작됨`],
  *wrong(p, _evidence, play) {
    const of = (change: Partial<Placement>): Outcome => solve(play(labOf({ ...p, ...change })))
    const isManual = p.automation === 'manual'
    yield { mistake: 'M5', outcome: isManual ? of({ automation: 'fullyAutomated' }) : ASKS }
    // Whoever overlooks the manual mode may overlook more.
    const automation = isManual ? 'fullyAutomated' : p.automation
    if (p.forbidden.length > 0) yield { mistake: 'M3', outcome: of({ automation, forbidden: [] }) }
    yield { mistake: 'M4', outcome: of({ automation, reservationGiB: 0 }) }
    yield { mistake: 'M1', outcome: least(p.hosts, ({ vms }) => vms) }
    yield { mistake: 'M2', outcome: least(p.hosts, ({ freeGiB }) => -freeGiB) }
  },
  nearby: (_right, { hosts }) => byLoad(hosts).map(({ name }) => name),
  vary: (p) =>
    p.automation === 'manual'
      ? { ...p, automation: 'fullyAutomated' }
      : { ...p, hosts: p.hosts.map((host) => ({ ...host, cpuPercent: 141 - host.cpuPercent })) },
  explain: (p, evidence) => stepsOf(p, evidence),
  momentMs: () => 1000,
})

const automationWords: { readonly [level in Placement['automation']]: Phrase } = {
  manual: ['manual', '수동'],
  partiallyAutomated: ['partially automated', '부분적으로 자동화됨'],
  fullyAutomated: ['fully automated', '완전히 자동화됨'],
}

function stepsOf(p: Placement, evidence: Evidence): ReturnType<Parameters<typeof defineFamily<Placement>>[0]['explain']> {
  const full = p.hosts.filter(({ freeGiB }) => freeGiB < p.reservationGiB).map(({ name, freeGiB }) => `${name} (${freeGiB} GiB)`)
  const right = solve(evidence)
  const order = byLoad(p.hosts).map(({ name, cpuPercent }) => `${name} ${cpuPercent}%`)
  const left: Phrase = [
    [
      p.forbidden.length === 0 ? '' : `The rule leaves out ${p.forbidden.join(', ')}. `,
      full.length === 0 ? '' : `${p.reservationGiB} GiB cannot be reserved on ${full.join(', ')}. `,
    ].join(''),
    [
      p.forbidden.length === 0 ? '' : `규칙에 따라 ${p.forbidden.join(', ')}은(는) 제외됩니다. `,
      full.length === 0 ? '' : `${full.join(', ')}에는 ${p.reservationGiB}GiB를 예약할 수 없습니다. `,
    ].join(''),
  ]
  return [
    {
      text: [
        `${left[0]}Of the hosts that remain the one with the highest predicted score is taken; here CPU load alone differs, and the least loaded one gives it. Order: ${order.join(', ')}.`,
        `${left[1]}남은 호스트 중 예상 DRS 점수가 가장 높은 호스트를 선택합니다. 여기서는 CPU 부하만 다르므로 부하가 가장 낮은 호스트입니다. 순서: ${order.join(', ')}.`,
      ],
      facts: p.forbidden.length === 0 ? ['DRS-079', 'DRS-060'] : ['DRS-079', 'DRS-060', 'DRS-074'],
    },
    {
      text:
        right === ASKS
          ? [
              'In manual mode the power-on too is only recommended: the VM stays off until somebody picks a host.',
              '수동 모드에서는 전원 켜기도 권장만 합니다. 사용자가 호스트를 선택할 때까지 VM은 꺼져 있습니다.',
            ]
          : [
              `Partially and fully automated DRS place a VM by themselves: it starts on ${String(right)}.`,
              `'부분적으로 자동화됨'과 '완전히 자동화됨'에서는 DRS가 직접 배치합니다. ${String(right)}에서 시작됩니다.`,
            ],
      facts: ['DRS-001'],
    },
  ]
}
