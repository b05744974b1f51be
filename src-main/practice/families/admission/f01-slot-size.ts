import type { Phrase } from '../../../contract/texts/language.ts'
import { stepped, type Rng } from '../../kit/draw.ts'
import type { Evidence, LabFile } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { hostEntry, hostName, labFile } from '../../kit/labs.ts'

interface SlotVm {
  readonly name: string
  readonly isOn: boolean
  readonly vcpus: number
  readonly memoryMiB: number
  readonly cpuReservationMHz: number
  readonly memoryReservationMiB: number
  readonly overheadMiB: number
}

interface SlotSize {
  /** Which of the two is asked for. */
  readonly resource: 'cpu' | 'memory'
  readonly vms: readonly SlotVm[]
  /** das.vmcpuminmhz and das.vmmemoryminmb where they are set. */
  readonly minimum: number | null
}

function drawVm(rng: Rng, at: number): SlotVm {
  const vcpus = rng.pick([1, 2, 4])
  const memoryMiB = rng.pick([2048, 4096, 8192, 16384])
  return {
    name: `vm-${at + 1}`,
    isOn: rng.chance(3, 4),
    vcpus,
    memoryMiB,
    cpuReservationMHz: rng.chance(1, 3) ? 0 : stepped(rng, 100, 2000, 50),
    memoryReservationMiB: rng.chance(1, 3) ? 0 : stepped(rng, 256, memoryMiB, 128),
    overheadMiB: stepped(rng, 40, 180, 5),
  }
}

/** The lab with some other truth about its VMs: what a mistake takes for granted. */
function labWith({ vms, minimum, resource }: SlotSize, change: (vm: SlotVm) => Partial<SlotVm> = () => ({})): LabFile {
  const option = resource === 'cpu' ? 'das.vmcpuminmhz' : 'das.vmmemoryminmb'
  return labFile('What is a slot?', {
    cluster: {
      ha: {
        admissionControl: { policy: 'slotPolicy', hostFailuresToTolerate: 1 },
        ...(minimum !== null && { advancedOptions: { [option]: minimum } }),
      },
    },
    hosts: [0, 1, 2].map((at) => hostEntry({ name: hostName(at), sockets: 2, cores: 16, mhz: 2600, memoryMiB: 524_288 })),
    vms: vms.map((vm, at) => {
      const { isOn, ...entry } = { ...vm, ...change(vm) }
      return { ...entry, host: hostName(at % 3), power: isOn ? 'on' : 'off' }
    }),
    until: '1s',
  })
}

const slotOf = ({ state }: Evidence, resource: SlotSize['resource']): number => {
  const slot = state.ha?.admission?.slot
  return (resource === 'cpu' ? slot?.cpuMHz : slot?.memoryMiB) ?? 0
}

const unitOf = ({ resource }: SlotSize): string => (resource === 'cpu' ? 'MHz' : 'MiB')
const neededBy = ({ resource }: SlotSize, vm: SlotVm): number =>
  resource === 'cpu' ? vm.cpuReservationMHz : vm.memoryReservationMiB + vm.overheadMiB

function averageOf(p: SlotSize): number {
  const on = p.vms.filter(({ isOn }) => isOn)
  return Math.round(on.reduce((sum, vm) => sum + neededBy(p, vm), 0) / on.length)
}

const resourceName = ({ resource }: SlotSize): Phrase => (resource === 'cpu' ? ['CPU', 'CPU'] : ['memory', '메모리'])

export const slotSize = defineFamily<SlotSize>({
  id: 'F01',
  title: ['CPU and memory slot size', 'CPU 및 메모리 슬롯 크기'],
  topics: ['Admission control'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['number', 'single'],
  facts: ['HA-144', 'HA-142'],
  mistakes: {
    M1: ['Took what is configured instead of what is reserved', '예약이 아니라 구성된 크기를 사용함'],
    M2: ['Left out the memory overhead', '메모리 오버헤드를 빠뜨림'],
    M3: ['Counted virtual machines that are powered off', '전원이 꺼진 가상 시스템까지 포함함'],
    M4: ['Took the average instead of the largest', '최댓값이 아니라 평균을 사용함'],
  },
  draw(rng) {
    const resource = rng.pick(['cpu', 'memory'] as const)
    const count = rng.between(4, 12)
    const minimum = rng.chance(1, 4) ? (resource === 'cpu' ? stepped(rng, 64, 512, 64) : stepped(rng, 128, 1024, 128)) : null
    return { resource, minimum, vms: Array.from({ length: count }, (_, at) => drawVm(rng, at)) }
  },
  lab: (p) => labWith(p),
  solve: (evidence, p) => slotOf(evidence, p.resource),
  ask(p, _evidence, form) {
    const [en, ko] = resourceName(p)
    const minimum = p.minimum === null ? null : `${p.resource === 'cpu' ? 'das.vmcpuminmhz' : 'das.vmmemoryminmb'} = ${p.minimum}`
    return {
      stem: [
        `Admission control of a vSphere HA cluster uses the slot policy${minimum === null ? '; no advanced option is set' : ` with ${minimum}`}. What is the ${en} slot size?`,
        `vSphere HA 클러스터의 승인 제어에 슬롯 정책을 사용합니다. ${minimum === null ? '고급 옵션은 설정되어 있지 않습니다.' : `고급 옵션은 ${minimum}입니다.`} ${ko} 슬롯 크기는 얼마입니까?`,
      ],
      given: [
        {
          title: ['Virtual machines', '가상 시스템'],
          head: [
            ['Name', '이름'],
            ['Power', '전원'],
            ['vCPUs', 'vCPU'],
            ['CPU reservation, MHz', 'CPU 예약(MHz)'],
            ['Memory, MiB', '메모리(MiB)'],
            ['Memory reservation, MiB', '메모리 예약(MiB)'],
            ['Overhead, MiB', '오버헤드(MiB)'],
          ],
          rows: p.vms.map((vm) => [
            vm.name,
            vm.isOn ? ['On', '켜짐'] : ['Off', '꺼짐'],
            vm.vcpus,
            vm.cpuReservationMHz,
            vm.memoryMiB,
            vm.memoryReservationMiB,
            vm.overheadMiB,
          ]),
        },
      ],
      ...(form === 'number' && { unit: [unitOf(p), unitOf(p)], tolerance: 0 }),
    }
  },
  word: (outcome, p) => [`${String(outcome)} ${unitOf(p)}`, `${String(outcome)}${unitOf(p)}`],
  wrong(p, _evidence, play) {
    const slot = (change: (vm: SlotVm) => Partial<SlotVm>): Outcome => slotOf(play(labWith(p, change)), p.resource)
    const configured = (vm: SlotVm): Partial<SlotVm> =>
      p.resource === 'cpu' ? { cpuReservationMHz: vm.vcpus * 2600 } : { memoryReservationMiB: vm.memoryMiB }
    return [
      { mistake: 'M1', outcome: slot(configured) },
      ...(p.resource === 'memory' ? [{ mistake: 'M2', outcome: slot(() => ({ overheadMiB: 0 })) }] : []),
      { mistake: 'M3', outcome: slot(() => ({ isOn: true })) },
      { mistake: 'M4', outcome: averageOf(p) },
    ]
  },
  nearby: (outcome, p) => (p.resource === 'cpu' ? [256, 32, Number(outcome) * 2] : [Number(outcome) * 2, 0, 64]),
  vary(p) {
    // What the largest VM that runs reserves decides.
    const largest = p.vms.filter(({ isOn }) => isOn).reduce((most, vm) => Math.max(most, neededBy(p, vm)), 0)
    return { ...p, vms: p.vms.map((vm) => (vm.isOn && neededBy(p, vm) === largest ? { ...vm, isOn: false } : vm)) }
  },
  explain(p, evidence) {
    const slot = slotOf(evidence, p.resource)
    const on = p.vms.filter(({ isOn }) => isOn)
    const off = p.vms.filter(({ isOn }) => !isOn).map(({ name }) => name)
    const decides = on.find((vm) => Math.round(neededBy(p, vm)) === slot)
    const [en, ko] = resourceName(p)
    const sum = (vm: SlotVm): string =>
      p.resource === 'cpu'
        ? `${vm.cpuReservationMHz} MHz`
        : `${vm.memoryReservationMiB} + ${vm.overheadMiB} = ${vm.memoryReservationMiB + vm.overheadMiB} MiB`
    return [
      {
        text: [
          `Only virtual machines that are powered on count: ${on.map(({ name }) => name).join(', ')}${off.length === 0 ? '' : `; not ${off.join(', ')}`}.`,
          `전원이 켜진 가상 시스템만 포함됩니다. 해당 VM: ${on.map(({ name }) => name).join(', ')}${off.length === 0 ? '' : ` (제외: ${off.join(', ')})`}.`,
        ],
        facts: ['HA-144'],
      },
      {
        text:
          decides === undefined
            ? [
                `None reserves more than the minimum, so the minimum of ${slot} ${unitOf(p)} is the slot.`,
                `최솟값보다 큰 예약이 없으므로 최솟값 ${slot}${unitOf(p)}이(가) 슬롯 크기가 됩니다.`,
              ]
            : [
                `The largest ${en} reservation${p.resource === 'memory' ? ' with its overhead' : ''} decides: ${decides.name} with ${sum(decides)}.`,
                `가장 큰 ${ko} 예약${p.resource === 'memory' ? '(오버헤드 포함)' : ''}이 슬롯 크기를 결정합니다. ${decides.name}: ${sum(decides)}.`,
              ],
        facts: ['HA-144', 'HA-142'],
      },
    ]
  },
})
