/** `vms[].demand`: what VMs ask for at the time of the export. */
import type { Phrase } from '../../contract/texts/language.ts'
import type { SourceHost, SourceVm } from '../model.ts'
import type { DraftVm, Plain, Workshop } from './draft.ts'

export class DemandOf {
  readonly #shop: Workshop
  readonly #vcpusOn = new Map<SourceHost, number>()
  readonly #meanUse: number | null
  #byHost = 0
  #byNobody = 0
  #memoryUnknown = 0
  #on = 0

  constructor(shop: Workshop) {
    this.#shop = shop
    for (const vm of shop.source.vms)
      if (vm.host !== null && vm.info.text('powerstate').toLowerCase() === 'poweredon')
        this.#vcpusOn.set(vm.host, (this.#vcpusOn.get(vm.host) ?? 0) + (vm.info.number('cpus') ?? 0))
    const uses = shop.source.hosts.map(({ row }) => row?.number('cpu usage %') ?? null).filter((use) => use !== null)
    this.#meanUse = uses.length === 0 ? null : uses.reduce((a, b) => a + b, 0) / uses.length
  }

  /** null: nothing is known, or it is off. */
  of(vm: SourceVm, made: DraftVm, isOn: boolean): Plain | null {
    if (!isOn) return null
    this.#on += 1
    const demand: Plain = {}
    const cpuMHz = this.#cpuOf(vm)
    if (cpuMHz > 0) demand['cpuMHz'] = cpuMHz
    const within = (value: number | null): number | null => (value === null || value < 0 ? null : Math.min(made.memoryMiB, Math.round(value)))
    const active = within(vm.memory?.number('active') ?? vm.info.number('active memory'))
    if (active === null) this.#memoryUnknown += 1
    else demand['memoryMiB'] = active
    for (const [key, column] of [
      ['consumedMiB', 'consumed'],
      ['balloonedMiB', 'ballooned'],
      ['swappedMiB', 'swapped'],
    ] as const) {
      const value = within(vm.memory?.number(column) ?? null)
      if (value !== null && (value > 0 || key === 'consumedMiB')) demand[key] = value
    }
    return Object.keys(demand).length === 0 ? null : demand
  }

  /** What had to be taken from elsewhere, once for the lab. */
  noteFallbacks(): void {
    const { assumptions, where } = this.#shop
    const note = (field: string, value: string | number, reason: Phrase): void => assumptions.note(where, `vms[].demand.${field}`, value, reason)
    if (this.#byHost > 0)
      note('cpuMHz', 'CPU usage % of the host, spread by vCPU', [
        `vCPU says nothing of ${this.#byHost} of ${this.#on} running VMs`,
        `실행 중인 가상 시스템 ${this.#on}개 중 ${this.#byHost}개의 값이 vCPU에 없습니다`,
      ])
    if (this.#byNobody > 0)
      note('cpuMHz', 0, [
        `neither vCPU nor a host says what ${this.#byNobody} of ${this.#on} running VMs use`,
        `실행 중인 가상 시스템 ${this.#on}개 중 ${this.#byNobody}개의 사용량이 vCPU에도 호스트에도 없습니다`,
      ])
    if (this.#memoryUnknown > 0)
      note('memoryMiB', '25% of the configured memory', [
        `the export has no active memory of ${this.#memoryUnknown} of ${this.#on} running VMs`,
        `실행 중인 가상 시스템 ${this.#on}개 중 ${this.#memoryUnknown}개의 활성 메모리가 내보내기에 없습니다`,
      ])
    if (this.#on > 0)
      note('dirtyMBps', 0, [
        'exports do not say how much memory guests write: set it before you look at a vMotion',
        '게스트가 쓰는 메모리양은 내보내기에 없습니다. vMotion을 살펴보기 전에 설정하십시오',
      ])
  }

  #cpuOf(vm: SourceVm): number {
    const overall = vm.cpu?.number('overall') ?? null
    if (overall !== null && overall >= 0) return Math.round(overall)
    const row = vm.host?.row ?? null
    const use = row?.number('cpu usage %') ?? this.#meanUse
    const cores = row?.number('# cores') ?? null
    const speed = row?.number('speed') ?? null
    const vcpus = vm.host === null ? 0 : (this.#vcpusOn.get(vm.host) ?? 0)
    if (use === null || vcpus === 0) {
      this.#byNobody += 1
      return 0
    }
    this.#byHost += 1
    const mine = vm.info.number('cpus') ?? 0
    const mhz = speed ?? 2600
    // A host that vHost does not have: its VMs are as busy as the others'.
    const capacity = cores === null ? vcpus * mhz : cores * mhz
    return Math.round(Math.min((capacity * use * mine) / (100 * vcpus), mine * mhz))
  }
}
