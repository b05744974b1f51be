import type { ExplainedStep } from '../../../contract/practice/question.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import type { Rng } from '../../kit/draw.ts'
import { eventsOf, fieldOf, firstEvent, type Evidence, type LabFile, type Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome, type WrongOutcome } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'
import { secondsOf } from '../../kit/settings.ts'

interface Partition {
  /** Hosts of each part, in order of their names. */
  readonly sizes: readonly number[]
  /** Part with vCenter. */
  readonly vcenter: number
  /** Host (position) that was the primary before. */
  readonly primary: number
  /** Host (position) of the VM. */
  readonly host: number
  /** all: every host has the datastore of the VM mounted · part: only those of the part where the VM runs. */
  readonly datastore: 'all' | 'part'
  readonly event: 'hostFails' | 'vmFails' | 'nothing'
}

const PARTS = ['A', 'B', 'C']
const CUT_MS = 10_000
const EVENT_MS = 60_000
const VM = 'vm-1'

const hostsOf = ({ sizes }: Partition): readonly (readonly string[])[] =>
  sizes.map((size, part) => {
    const before = sizes.slice(0, part).reduce((sum, each) => sum + each, 0)
    return Array.from({ length: size }, (_, at) => hostName(before + at))
  })
const partOf = (p: Partition, at: number): number => hostsOf(p).findIndex((hosts) => hosts.includes(hostName(at)))
const letterOf = (part: number): string => PARTS[part] ?? ''

function labOf(p: Partition): LabFile {
  const parts = hostsOf(p)
  const names = parts.flat()
  const event = p.event === 'vmFails' ? { do: 'vm.processCrash', vm: VM } : { do: 'host.powerOff', host: hostName(p.host) }
  return labFile('A partition', {
    cluster: { ha: {} },
    datastores: [{ name: 'ds-all' }, ...parts.map((hosts, part) => ({ name: `ds-${letterOf(part).toLowerCase()}`, hosts }))],
    hosts: names.map((name, at) => ({
      ...hostEntry({ name, cores: 16, mhz: 2600, memoryMiB: 131_072 }),
      moid: `host-${at === p.primary ? 90 : 11 + at}`,
    })),
    vms: [
      {
        name: VM,
        host: hostName(p.host),
        vcpus: 2,
        memoryMiB: 4096,
        datastore: p.datastore === 'all' ? 'ds-all' : `ds-${letterOf(partOf(p, p.host)).toLowerCase()}`,
      },
    ],
    timeline: [
      {
        at: `${CUT_MS / 1000}s`,
        do: 'network.partition',
        network: 'management',
        groups: parts.map((hosts, part) => (part === p.vcenter ? [...hosts, 'vcenter'] : hosts)),
      },
      ...(p.event === 'nothing' ? [] : [{ at: `${EVENT_MS / 1000}s`, ...event }]),
    ],
    // A VM that is gone from its host is read of within 30 s, and 10 s later it is restarted; a power-on takes 10 s.
    until: `${EVENT_MS / 1000 + (p.event === 'nothing' ? 0 : 55)}s`,
  })
}

/** Letters of the parts whose hosts started the VM: `none`, `A`, `A B`. */
function startedIn({ events }: Evidence, p: Partition): Outcome {
  const parts = hostsOf(p)
  const hosts = eventsOf(events, 'vm.poweredOn', { vm: VM, cause: 'ha' }).map((event) => String(fieldOf(event, 'host')))
  const letters = parts.flatMap((members, part) => (members.some((name) => hosts.includes(name)) ? [letterOf(part)] : []))
  return letters.length === 0 ? 'none' : letters.join(' ')
}

function wordOf(outcome: Outcome): Phrase {
  const letters = String(outcome).split(' ')
  if (outcome === 'none') return ['In no partition', '어느 파티션에서도 다시 시작되지 않음']
  if (letters.length === 1) return [`In partition ${letters[0] ?? ''} only`, `파티션 ${letters[0] ?? ''}에서만 다시 시작됨`]
  return [`In partitions ${letters.join(' and ')}, once in each`, `파티션 ${letters.join(', ')}에서 각각 한 번씩 다시 시작됨`]
}

function* mistakesOf(p: Partition, evidence: Evidence, play: Play): Generator<WrongOutcome> {
  const own = partOf(p, p.host)
  const right = startedIn(evidence, p)
  // Two parts that could both do it: where it ran, and where it is restarted, or the next one.
  const other = PARTS.findIndex(
    (letter, part) => part !== own && (letter === right || (own === PARTS.indexOf(String(right)) && part < p.sizes.length)),
  )
  if (p.event === 'nothing') {
    const failed = { ...p, event: 'hostFails' as const }
    yield { mistake: 'M5', outcome: startedIn(play(labOf(failed)), failed) }
  }
  yield { mistake: 'M4', outcome: letterOf(own) }
  yield { mistake: 'M3', outcome: letterOf(p.vcenter) }
  const both = [own, other < 0 ? p.vcenter : other].filter((part, at, all) => all.indexOf(part) === at).sort((a, b) => a - b)
  if (both.length > 1) yield { mistake: 'M1', outcome: both.map(letterOf).join(' ') }
  yield { mistake: 'M2', outcome: 'none' }
  // The primary of before, whether or not it still sees the datastore.
  yield { mistake: 'M6', outcome: letterOf(partOf(p, p.primary)) }
}

function draw(rng: Rng): Partition {
  const sizes = rng.pick([
    [2, 2],
    [2, 3],
    [3, 2],
    [1, 3],
    [1, 2, 2],
    [2, 1, 2],
    [2, 2, 1],
    [2, 2, 2],
  ])
  const count = sizes.reduce((sum, size) => sum + size, 0)
  const base = { sizes, vcenter: rng.between(0, sizes.length - 1), primary: rng.between(0, count - 1), host: rng.between(0, count - 1) }
  const event = rng.pick(['hostFails', 'hostFails', 'hostFails', 'vmFails', 'vmFails', 'nothing'] as const)
  const datastore = rng.chance(2, 3) ? 'all' : 'part'
  // The primary's own host fails: that is another story, of an election.
  const primary = base.primary === base.host ? (base.primary + 1) % count : base.primary
  const p: Partition = { ...base, primary, datastore, event }
  // Where everything is in one part, vCenter is better in another: else few things could be mistaken.
  const isOnePart = p.vcenter === partOf(p, p.host) && (datastore === 'part' || event === 'nothing' || p.vcenter === partOf(p, primary))
  return isOnePart ? { ...p, vcenter: (p.vcenter + 1) % sizes.length } : p
}

export const partition = defineFamily<Partition>({
  id: 'F14',
  title: ['Partition: who restarts what?', '파티션: 어디에서 VM을 다시 시작합니까?'],
  topics: ['HA'],
  level: 3,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['HA-058', 'HA-060'],
  mistakes: {
    M1: ['Thought that each partition restarts it for itself', '각 파티션이 따로 다시 시작한다고 생각함'],
    M2: ['Thought that nothing is restarted in a partition', '파티션 상태에서는 아무것도 다시 시작되지 않는다고 생각함'],
    M3: ['Thought that only the partition with vCenter restarts VMs', 'vCenter가 있는 파티션만 다시 시작한다고 생각함'],
    M4: ['Thought that a VM is restarted where it ran', 'VM이 실행되던 파티션에서 다시 시작된다고 생각함'],
    M5: ['Mixed up a partition with a host failure', '파티션을 호스트 장애로 착각함'],
    M6: ['Thought that the old primary stays responsible for everything', '이전 기본 호스트가 계속 모든 것을 담당한다고 생각함'],
  },
  draw,
  lab: labOf,
  solve: startedIn,
  ask(p) {
    const host = hostName(p.host)
    const then: { readonly [E in Partition['event']]: Phrase } = {
      hostFails: [
        `${EVENT_MS / 1000 - CUT_MS / 1000} s later ${host} loses power. Where does vSphere HA restart ${VM}?`,
        `50초 후 ${host}의 전원이 끊깁니다. vSphere HA는 ${VM}을 어디에서 다시 시작합니까?`,
      ],
      vmFails: [
        `50 s later the VMX process of ${VM} dies on ${host}. Where does vSphere HA restart ${VM}?`,
        `50초 후 ${host}에서 ${VM}의 VMX 프로세스가 중단됩니다. vSphere HA는 ${VM}을 어디에서 다시 시작합니까?`,
      ],
      nothing: [
        `Nothing else happens. Where does vSphere HA restart ${VM}?`,
        `그 밖에는 아무 일도 일어나지 않습니다. vSphere HA는 ${VM}을 어디에서 다시 시작합니까?`,
      ],
    }
    const [en, ko] = then[p.event]
    return {
      stem: [
        `The management network splits into ${p.sizes.length} partitions, in each of which an isolation address still answers. Storage is on a fabric of its own. ${en}`,
        `관리 네트워크가 ${p.sizes.length}개의 파티션으로 분할되며 각 파티션에서 격리 주소가 응답합니다. 스토리지는 별도의 패브릭에 있습니다. ${ko}`,
      ],
      given: [
        {
          title: ['Partitions', '파티션'],
          head: [
            ['Partition', '파티션'],
            ['Hosts', '호스트'],
            ['vCenter', 'vCenter'],
            ['Primary before the split', '파티션 전 기본 호스트'],
            [`${VM} runs on`, `${VM} 실행 호스트`],
            [`Has the datastore of ${VM}`, `${VM}의 데이터스토어 마운트`],
          ],
          rows: hostsOf(p).map((hosts, part) => [
            letterOf(part),
            hosts.join(', '),
            part === p.vcenter ? ['here', '여기'] : '–',
            part === partOf(p, p.primary) ? hostName(p.primary) : '–',
            part === partOf(p, p.host) ? host : '–',
            p.datastore === 'all' || part === partOf(p, p.host) ? ['all its hosts', '모든 호스트'] : ['none', '없음'],
          ]),
        },
      ],
    }
  },
  word: wordOf,
  wrong: (p, evidence, play) => mistakesOf(p, evidence, play),
  nearby: (_right, { sizes }) => [...sizes.map((_size, part) => letterOf(part)), sizes.map((_size, part) => letterOf(part)).join(' ')],
  vary(p) {
    if (p.event === 'nothing') return { ...p, event: 'hostFails' }
    const now = p.datastore === 'all' ? partOf(p, p.primary) : partOf(p, p.host)
    const parts = hostsOf(p)
    const names = parts.flat()
    const elsewhere = names.findIndex((name, at) => at !== p.host && parts[now]?.includes(name) !== true)
    return { ...p, datastore: 'all', primary: elsewhere }
  },
  explain,
  momentMs: (p, { events }) => firstEvent(events, 'ha.restartAttempted', { vm: VM })?.t ?? (p.event === 'nothing' ? CUT_MS : EVENT_MS),
})

function explain(p: Partition, { events, state }: Evidence): readonly ExplainedStep[] {
  const parts = hostsOf(p)
  const elected = eventsOf(events, 'ha.primaryElected').filter((event) => event.t < EVENT_MS)
  const primaries = [hostName(p.primary), ...elected.map((event) => String(fieldOf(event, 'host')))].sort((a, b) => (a < b ? -1 : 1))
  const datastore = state.vms[VM]?.datastore ?? ''
  const owner = state.datastores[datastore]?.protectedListOwner ?? null
  const attempt = firstEvent(events, 'ha.restartAttempted', { vm: VM })
  const started = firstEvent(events, 'vm.poweredOn', { vm: VM, cause: 'ha' })
  const steps: ExplainedStep[] = [
    {
      text: [
        `Each partition has a primary; one without a primary elects it, ready 25 s after the split: ${primaries.join(', ')}.`,
        `파티션마다 기본 호스트가 있습니다. 기본 호스트가 없는 파티션은 파티션이 생긴 지 25초 후까지 새로 선출합니다: ${primaries.join(', ')}.`,
      ],
      facts: ['HA-058'],
    },
  ]
  if (p.event === 'nothing')
    return [
      ...steps,
      {
        text: [
          `The hosts still write their datastore heartbeats, so the other partitions count them as partitioned, not as failed: ${VM} runs on and is not restarted.`,
          `호스트가 데이터스토어 하트비트를 계속 기록하므로 다른 파티션에서는 장애가 아니라 네트워크 파티션으로 봅니다. ${VM}은 계속 실행되며 다시 시작되지 않습니다.`,
        ],
        facts: ['HA-052', 'HA-064'],
      },
    ]
  if (owner !== null)
    steps.push({
      text: [
        `The protected list of the datastore of ${VM} is locked by one primary only: ${owner}, partition ${letterOf(parts.findIndex((hosts) => hosts.includes(owner)))}. ${p.datastore === 'all' ? 'It is the primary of before, which has kept the lock.' : 'No other partition reaches that datastore.'}`,
        `${VM}의 데이터스토어에 있는 보호 목록은 하나의 기본 호스트만 잠급니다: ${owner}, 파티션 ${letterOf(parts.findIndex((hosts) => hosts.includes(owner)))}. ${p.datastore === 'all' ? '이전 기본 호스트가 잠금을 유지하고 있습니다.' : '다른 파티션은 이 데이터스토어에 액세스할 수 없습니다.'}`,
      ],
      facts: ['HA-018', 'HA-060'],
    })
  if (attempt === null || started === null)
    steps.push({
      text: [
        `No host that is left has the datastore of ${VM}: it waits and is not restarted.`,
        `${VM}의 데이터스토어에 액세스할 수 있는 호스트가 남아 있지 않으므로 대기 상태가 되고 다시 시작되지 않습니다.`,
      ],
      facts: ['HA-101', 'HA-099'],
    })
  else {
    const [en, ko] = secondsOf(Math.round((attempt.t - EVENT_MS) / 100) * 100)
    const by = String(fieldOf(attempt, 'host'))
    steps.push({
      text: [
        `That primary learns of the failure and restarts the VM once, on ${by}, after ${en}; the lock keeps everybody else from starting it again.`,
        `이 기본 호스트가 장애를 감지하고 ${ko} 후 ${by}에서 VM을 한 번만 다시 시작합니다. 잠금 때문에 다른 파티션에서는 다시 시작되지 않습니다.`,
      ],
      facts: ['HA-060', 'HA-068'],
    })
  }
  return steps
}
