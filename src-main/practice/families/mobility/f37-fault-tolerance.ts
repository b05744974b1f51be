import type { Phrase } from '../../../contract/texts/language.ts'
import { shuffled, type Rng } from '../../kit/draw.ts'
import { fieldOf, firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { hostEntry, labFile } from '../../kit/labs.ts'
import { measured, yesOrNo } from '../../kit/words.ts'

/** Why a host takes no secondary, or that it does. */
type Kind = 'fits' | 'ftVms' | 'ftVcpus' | 'memory' | 'noFtNic'

interface Candidate {
  readonly name: string
  readonly kind: Kind
  /** Memory that can still be reserved, before Fault Tolerance is turned on. */
  readonly freeGiB: number
}

interface Pair {
  readonly primary: string
  readonly secondary: string
  readonly vcpus: number
}

interface FtCase {
  readonly vcpus: number
  readonly memoryGiB: number
  readonly hasSnapshot: boolean
  readonly candidates: readonly Candidate[]
  /** FT VMs that run already. */
  readonly pairs: readonly Pair[]
}

interface Mistaken {
  readonly hasSnapshot?: boolean
  readonly options?: { readonly [name: string]: number }
  /** Hosts of this kind have what they lack. */
  readonly granted?: Kind
}

const PRIMARY = 'esx-01'
const VM = 'vm-1'
const OVERHEAD_MIB = 100
const PAIR_MEMORY_MIB = 1024
const VCPUS_PER_HOST = 8
const VMS_PER_HOST = 4
const REFUSED = 'refused'

const copiesOn = (pairs: readonly Pair[], host: string): readonly Pair[] =>
  pairs.filter(({ primary, secondary }) => primary === host || secondary === host)
const vcpusOn = (pairs: readonly Pair[], host: string): number => copiesOn(pairs, host).reduce((sum, { vcpus }) => sum + vcpus, 0)

function labOf(p: FtCase, { hasSnapshot = p.hasSnapshot, options = {}, granted }: Mistaken = {}): LabFile {
  const host = ({ name, kind, freeGiB }: Candidate): LabFile => ({
    ...hostEntry({
      name,
      sockets: 2,
      cores: 16,
      mhz: 2600,
      memoryMiB:
        (freeGiB + (kind === 'memory' && granted === 'memory' ? 4 * p.memoryGiB : 0)) * 1024 +
        copiesOn(p.pairs, name).length * (PAIR_MEMORY_MIB + OVERHEAD_MIB),
    }),
    ...(kind === 'noFtNic' && granted !== 'noFtNic' && { networks: ['mgmt', 'vmotion'] }),
  })
  return labFile('May Fault Tolerance be turned on?', {
    cluster: { ha: { advancedOptions: options } },
    networks: [
      { name: 'mgmt', kind: 'management' },
      { name: 'vmotion', kind: 'vmotion', gbps: 10 },
      { name: 'ft', kind: 'ft', gbps: 10 },
    ],
    datastores: [{ name: 'ds-01' }],
    hosts: [host({ name: PRIMARY, kind: 'fits', freeGiB: 2 * p.memoryGiB + 8 }), ...p.candidates.map(host)],
    vms: [
      { name: VM, host: PRIMARY, vcpus: p.vcpus, memoryMiB: p.memoryGiB * 1024, overheadMiB: OVERHEAD_MIB },
      ...p.pairs.map(({ primary, secondary, vcpus }, at) => ({
        name: `ft-${at + 1}`,
        host: primary,
        vcpus,
        memoryMiB: PAIR_MEMORY_MIB,
        overheadMiB: OVERHEAD_MIB,
        faultTolerance: true,
        ftSecondaryHost: secondary,
      })),
    ],
    timeline: [...(hasSnapshot ? [{ at: '0s', do: 'snapshot.create', vm: VM, name: 'before' }] : []), { at: '5s', do: 'ft.enable', vm: VM }],
    until: '6s',
  })
}

function solve({ events }: Evidence): Outcome {
  const started = firstEvent(events, 'ft.secondaryStarted', { vm: VM })
  return started === null ? REFUSED : String(fieldOf(started, 'host'))
}

/** Pairs that bring the blocked hosts to their limits and the one that fits right up to them. */
function pairsFor(candidates: readonly Candidate[], vcpus: number): readonly Pair[] {
  const nameOf = (kind: Kind): string | undefined => candidates.find((candidate) => candidate.kind === kind)?.name
  const [full, busy, free] = [nameOf('ftVms'), nameOf('ftVcpus'), nameOf('fits') ?? PRIMARY]
  const pair = (primary: string, secondary: string, count = 1): Pair => ({ primary, secondary, vcpus: count })
  return [
    ...(full === undefined ? [] : [pair(full, PRIMARY), pair(PRIMARY, full), pair(full, PRIMARY), pair(full, busy ?? free)]),
    ...(busy === undefined ? [] : [pair(busy, free, VCPUS_PER_HOST - vcpus), ...(full === undefined ? [pair(PRIMARY, busy)] : [])]),
  ]
}

function drawCandidates(rng: Rng, memoryGiB: number): readonly Candidate[] {
  const blocked = shuffled(rng, ['ftVms', 'ftVcpus', 'memory', 'noFtNic'] as const).slice(0, 3)
  return shuffled(rng, ['fits' as const, ...blocked]).map((kind, at) => ({
    name: `esx-${String(at + 2).padStart(2, '0')}`,
    kind,
    // Those that are blocked by something else would have more room.
    freeGiB: kind === 'memory' ? rng.between(1, memoryGiB - 1) : memoryGiB + (kind === 'fits' ? rng.between(1, 3) : rng.between(4, 40)),
  }))
}

const verdict = (outcome: Outcome): Phrase =>
  outcome === REFUSED
    ? ['It is refused: Fault Tolerance stays off', '거부되며 Fault Tolerance가 켜지지 않습니다']
    : [`It is allowed; secondary VM on ${String(outcome)}`, `허용되며 보조 VM은 ${String(outcome)}에 배치됩니다`]

export const faultToleranceAllowed = defineFamily<FtCase>({
  id: 'F37',
  title: ['Fault Tolerance: allowed, and where?', 'Fault Tolerance: 허용됩니까? 어디에 배치됩니까?'],
  topics: ['FT'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['FT-005', 'FT-006', 'FT-010'],
  mistakes: {
    M1: ['Forgot the limit of 4 FT VMs on each host', '호스트당 FT VM 4개 제한을 잊음'],
    M2: ['Forgot the limit of 8 FT vCPUs on each host', '호스트당 FT vCPU 8개 제한을 잊음'],
    M3: ['Forgot that the full memory is reserved on both hosts', '전체 메모리가 두 호스트에 모두 예약된다는 것을 잊음'],
    M4: ['Forgot that the host needs an FT logging network', '호스트에 FT 로깅 네트워크가 필요하다는 것을 잊음'],
    M5: ['Forgot that a VM with a snapshot is refused', '스냅샷이 있는 VM은 거부된다는 것을 잊음'],
    M6: ['Thought that a limit may not even be reached', '제한에 도달하는 것도 허용되지 않는다고 생각함'],
  },
  draw(rng) {
    const [vcpus, memoryGiB] = [rng.between(2, 4), rng.between(4, 48)]
    const candidates = drawCandidates(rng, memoryGiB)
    return { vcpus, memoryGiB, hasSnapshot: rng.chance(1, 4), candidates, pairs: pairsFor(candidates, vcpus) }
  },
  lab: (p) => labOf(p),
  solve,
  ask: (p) => ({
    stem: [
      `Fault Tolerance is turned on for ${VM}, which runs on ${PRIMARY} (${p.vcpus} vCPUs, ${p.memoryGiB} GiB of memory, ${p.hasSnapshot ? 'one snapshot' : 'no snapshot'}). vSphere HA is on, all advanced options have their defaults, and storage and CPUs suit. What happens?`,
      `${PRIMARY}에서 실행 중인 ${VM}(vCPU ${p.vcpus}개, 메모리 ${p.memoryGiB}GiB, ${p.hasSnapshot ? '스냅샷 1개' : '스냅샷 없음'})에 Fault Tolerance를 켭니다. vSphere HA가 켜져 있고 고급 옵션은 모두 기본값이며 스토리지와 CPU는 조건을 충족합니다. 어떻게 됩니까?`,
    ],
    given: [tableOf(p)],
  }),
  word: verdict,
  wrong: (p, _evidence, play) => wrongOnes(p, play),
  vary: (p) =>
    p.hasSnapshot
      ? { ...p, hasSnapshot: false }
      : { ...p, candidates: p.candidates.map((each) => (each.kind === 'fits' ? { ...each, kind: 'noFtNic' } : each)) },
  explain: (p, evidence) => stepsOf(p, evidence),
  momentMs: () => 5000,
})

const forgotten: { readonly [kind in Exclude<Kind, 'fits'>]: { readonly mistake: string; readonly mistaken: Mistaken } } = {
  ftVms: { mistake: 'M1', mistaken: { options: { 'das.maxftvmsperhost': 0 } } },
  ftVcpus: { mistake: 'M2', mistaken: { options: { 'das.maxftvcpusperhost': 0 } } },
  memory: { mistake: 'M3', mistaken: { granted: 'memory' } },
  noFtNic: { mistake: 'M4', mistaken: { granted: 'noFtNic' } },
}

function* wrongOnes(p: FtCase, play: Play): Iterable<{ readonly mistake: string; readonly outcome: Outcome }> {
  // Whoever forgets a limit of the hosts has not seen the snapshot either, or would answer rightly.
  const of = (mistaken: Mistaken): Outcome => solve(play(labOf(p, { hasSnapshot: false, ...mistaken })))
  const limits = { 'das.maxftvmsperhost': VMS_PER_HOST - 1, 'das.maxftvcpusperhost': VCPUS_PER_HOST - 1 }
  yield { mistake: 'M6', outcome: of({ options: limits }) }
  if (p.hasSnapshot) yield { mistake: 'M5', outcome: of({}) }
  // As the hosts stand in the table, so that each is left out now and then.
  for (const { kind } of p.candidates) if (kind !== 'fits') yield { mistake: forgotten[kind].mistake, outcome: of(forgotten[kind].mistaken) }
}

function tableOf({ candidates, pairs, memoryGiB }: FtCase): ReturnType<Parameters<typeof defineFamily<FtCase>>[0]['ask']>['given'][number] {
  const rows = [{ name: PRIMARY, kind: 'fits' as const, freeGiB: 2 * memoryGiB + 8 }, ...candidates]
  return {
    title: ['Hosts', '호스트'],
    head: [
      ['Name', '이름'],
      ['Memory that can be reserved', '예약 가능한 메모리'],
      ['FT VMs on it, primary or secondary', 'FT VM 수(기본 및 보조)'],
      ['vCPUs of these', '해당 VM의 vCPU 합계'],
      ['FT logging network', 'FT 로깅 네트워크'],
    ],
    rows: rows.map(({ name, kind, freeGiB }) => [
      name,
      measured(freeGiB, 'GiB'),
      copiesOn(pairs, name).length,
      vcpusOn(pairs, name),
      yesOrNo(kind !== 'noFtNic'),
    ]),
  }
}

function stepsOf(p: FtCase, evidence: Evidence): ReturnType<Parameters<typeof defineFamily<FtCase>>[0]['explain']> {
  if (p.hasSnapshot)
    return [
      {
        text: [
          `${VM} has a snapshot: Fault Tolerance is refused before any host is looked at. It has to be deleted first.`,
          `${VM}에 스냅샷이 있으므로 호스트를 확인하기 전에 Fault Tolerance가 거부됩니다. 먼저 스냅샷을 삭제해야 합니다.`,
        ],
        facts: ['FT-007'],
      },
    ]
  return [...p.candidates.map((candidate) => stepOf(p, candidate)), { text: verdict(solve(evidence)), facts: ['FT-011'] }]
}

function stepOf({ memoryGiB, vcpus, pairs }: FtCase, { name, kind, freeGiB }: Candidate): ReturnType<typeof stepsOf>[number] {
  const [vms, used] = [copiesOn(pairs, name).length, vcpusOn(pairs, name)]
  switch (kind) {
    case 'ftVms':
      return {
        text: [
          `${name} has ${vms} FT VMs: one more would exceed ${VMS_PER_HOST}.`,
          `${name}에 FT VM이 ${vms}개 있어 하나 더 배치하면 ${VMS_PER_HOST}개를 초과합니다.`,
        ],
        facts: ['FT-005'],
      }
    case 'ftVcpus':
      return {
        text: [
          `${name}: ${used} + ${vcpus} = ${used + vcpus} FT vCPUs exceed ${VCPUS_PER_HOST}.`,
          `${name}: FT vCPU ${used} + ${vcpus} = ${used + vcpus}개로 ${VCPUS_PER_HOST}개를 초과합니다.`,
        ],
        facts: ['FT-005'],
      }
    case 'memory':
      return {
        text: [
          `${name}: only ${freeGiB} GiB can be reserved, and the secondary reserves all of its ${memoryGiB} GiB.`,
          `${name}: 예약 가능한 메모리는 ${freeGiB}GiB뿐이지만 보조 VM은 ${memoryGiB}GiB 전체를 예약합니다.`,
        ],
        facts: ['FT-010'],
      }
    case 'noFtNic':
      return { text: [`${name} has no FT logging network.`, `${name}에는 FT 로깅 네트워크가 없습니다.`], facts: ['FT-006'] }
    case 'fits':
      return {
        text: [
          `${name} fits: ${vms} + 1 ≤ ${VMS_PER_HOST} FT VMs, ${used} + ${vcpus} ≤ ${VCPUS_PER_HOST} vCPUs, ${freeGiB} GiB for ${memoryGiB} GiB and overhead.`,
          `${name}은(는) 조건을 충족합니다. FT VM ${vms} + 1 ≤ ${VMS_PER_HOST}개, vCPU ${used} + ${vcpus} ≤ ${VCPUS_PER_HOST}개, 메모리 ${memoryGiB}GiB와 오버헤드에 ${freeGiB}GiB.`,
        ],
        facts: ['FT-005', 'FT-010'],
      }
  }
}
