/** Where running VMs stand at the start: those that name a host are checked, with a settled start the others are placed (1.2 of the contract). */
import { inBoth, pick, type Phrase } from '../texts/language.ts'
import type { LabCluster } from './cluster.ts'
import type { LabDatastore } from './datastore.ts'
import { evcOffers } from './evc.ts'
import type { LabHost } from './host.ts'
import type { LabNetwork } from './network.ts'
import { reservedMemoryMiB } from './pool-checks.ts'
import { reaches } from './resolve.ts'
import type { VmEntry } from './vm.ts'

/** One VM to place or check. */
export interface Standing {
  readonly name: string
  readonly entry: VmEntry
}

export interface PlacementInput {
  readonly hosts: readonly LabHost[]
  readonly datastores: readonly LabDatastore[]
  readonly networks: readonly LabNetwork[]
  readonly cluster: LabCluster
  readonly vmsPerHostMax: number
}

interface Load {
  readonly host: LabHost
  /** Configured memory of the VMs that run there. */
  configuredMiB: number
  reservedMHz: number
  reservedMiB: number
  vms: number
}

/** What stands against a VM on a host; `key` is the key of the VM to blame, where it is not its host. */
export interface Objection {
  readonly key: 'host' | 'cpuReservationMHz' | 'memoryReservationMiB' | 'vsanComponents'
  readonly message: Phrase
}

const inNoState = (host: LabHost): Phrase => [
  `${host.name} is in ${host.standby ? 'standby' : 'maintenance mode'} and runs no VMs`,
  `${host.name}은(는) ${host.standby ? '대기 모드' : '유지 보수 모드'}이므로 VM을 실행하지 않습니다`,
]

const amount = (value: number): string => String(Math.round(value * 100) / 100)

export class Placement {
  readonly #input: PlacementInput
  readonly #loads: readonly Load[]
  readonly #byName: ReadonlyMap<string, Load>
  readonly #datastores: ReadonlyMap<string, LabDatastore>
  readonly #networks: ReadonlySet<string>
  readonly #defaultNetwork: string | null
  readonly #rules: PlacementRules
  readonly #standsOn = new Map<string, string>()
  /** Hosts that see every datastore and network that entries of the same wishes name. */
  readonly #candidates = new Map<string, readonly Load[]>()

  constructor(input: PlacementInput) {
    this.#input = input
    this.#loads = input.hosts.map((host) => ({ host, configuredMiB: 0, reservedMHz: 0, reservedMiB: 0, vms: 0 }))
    this.#byName = new Map(this.#loads.map((load) => [load.host.name, load]))
    this.#datastores = new Map(input.datastores.map((datastore) => [datastore.name, datastore]))
    this.#networks = new Set(input.networks.map((network) => network.name))
    this.#defaultNetwork = input.networks.find((network) => network.kind === 'vm')?.name ?? null
    this.#rules = new PlacementRules(input.cluster)
  }

  /** A running VM on the host that it names: takes its room there, or says what is wrong. Unknown hosts are somebody else's problem. */
  stand(vm: Standing, hostName: string): Objection | null {
    const load = this.#byName.get(hostName)
    if (load === undefined) return null
    const objection = this.#stateObjection(load) ?? this.#accessObjection(vm.entry, load.host) ?? this.#roomObjection(vm.entry, load)
    if (objection === null) this.#take(vm, load)
    return objection
  }

  /** The allowed host with the lowest ratio of configured memory to capacity (ties: file order), or why there is none. */
  place(vm: Standing): LabHost | { readonly nowhere: Phrase } {
    const reservedMiB = reservedMemoryMiB(vm.entry)
    let fits = this.#candidatesFor(vm.entry).filter((load) => this.#hasRoom(vm.entry, reservedMiB, load))
    if (this.#rules.concerns(vm.name)) {
      const allowed = fits.filter((load) => this.#rules.mustAllow(vm.name, load.host.name))
      const kept = allowed.filter((load) => this.#rules.vmRulesAllow(vm.name, load.host.name, this.#standsOn))
      // VM–VM rules are kept where they can be; a start may break them.
      fits = kept.length > 0 ? kept : allowed
    }
    const best = lowest(fits)
    if (best === null) return { nowhere: this.#whyNowhere(vm) }
    this.#take(vm, best)
    return best.host
  }

  #hasRoom(entry: VmEntry, reservedMiB: number, load: Load): boolean {
    const { cpuMHz, memoryMiB } = load.host.vmCapacity
    const mhz = entry.cpuReservationMHz
    return (
      (mhz === 0 || load.reservedMHz + mhz <= cpuMHz) && load.reservedMiB + reservedMiB <= memoryMiB + 1e-9 && load.vms < this.#input.vmsPerHostMax
    )
  }

  #take(vm: Standing, load: Load): void {
    load.configuredMiB += vm.entry.memoryMiB
    load.reservedMHz += vm.entry.cpuReservationMHz
    load.reservedMiB += reservedMemoryMiB(vm.entry)
    load.vms += 1
    const { faultTolerance, ftSecondaryHost } = vm.entry
    const partner = faultTolerance && ftSecondaryHost !== null ? this.#byName.get(ftSecondaryHost) : undefined
    if (partner !== undefined) {
      partner.reservedMiB += reservedMemoryMiB(vm.entry)
      partner.reservedMHz += vm.entry.cpuReservationMHz
      partner.vms += 1
    }
    if (this.#rules.concerns(vm.name)) this.#standsOn.set(vm.name, load.host.name)
  }

  #stateObjection(load: Load): Objection | null {
    const { host } = load
    if (!host.standby && !host.maintenance) return null
    return { key: 'host', message: inNoState(host) }
  }

  /** Names that there are not are told where they stand: what they were to be, nobody knows, and no VM is blamed for it. */
  #mountsAreSound({ hosts, network }: LabDatastore): boolean {
    return (hosts?.every((name) => this.#byName.has(name)) ?? true) && (network === null || this.#networks.has(network))
  }

  #accessObjection(entry: VmEntry, host: LabHost): Objection | null {
    for (const name of this.#datastoresOf(entry)) {
      const datastore = this.#datastores.get(name)
      if (datastore !== undefined && this.#mountsAreSound(datastore) && !reaches(host, datastore))
        return {
          key: 'host',
          message: [
            `host ${JSON.stringify(host.name)} cannot reach datastore ${JSON.stringify(name)}`,
            `호스트 ${JSON.stringify(host.name)}이(가) 데이터스토어 ${JSON.stringify(name)}에 연결할 수 없습니다`,
          ],
        }
    }
    const { datastores } = this.#input
    const hasNone = datastores.length > 0 && datastores.every((datastore) => this.#mountsAreSound(datastore) && !reaches(host, datastore))
    if (entry.datastore === undefined && hasNone) {
      const [en, ko] = [
        `host ${JSON.stringify(host.name)} can reach no datastore`,
        `호스트 ${JSON.stringify(host.name)}이(가) 연결할 수 있는 데이터스토어가 없습니다`,
      ]
      return { key: 'host', message: [en, ko] }
    }
    const vsan = this.#vsanObjection(entry)
    if (vsan !== null) return vsan
    if (!host.networks.every((name) => this.#networks.has(name))) return null
    const network = this.#networksOf(entry).find((name) => this.#networks.has(name) && !host.networks.includes(name))
    if (network === undefined) return null
    return {
      key: 'host',
      message: [
        `host ${JSON.stringify(host.name)} has no network ${JSON.stringify(network)}`,
        `호스트 ${JSON.stringify(host.name)}에 네트워크 ${JSON.stringify(network)}이(가) 없습니다`,
      ],
    }
  }

  /** HA-176: a host in standby mode has no vote. */
  #vsanObjection(entry: VmEntry): Objection | null {
    const { vsanComponents } = entry
    const isOnVsan = this.#datastoresOf(entry).some((name) => this.#datastores.get(name)?.type === 'vsan')
    if (vsanComponents === null || vsanComponents.length === 0 || !isOnVsan) return null
    const there = vsanComponents.filter((name) => this.#byName.get(name)?.host.standby !== true)
    if (there.length * 2 > vsanComponents.length) return null
    return {
      key: 'vsanComponents',
      message: [
        'half of the components or more are on hosts in standby: nobody can run it',
        '구성 요소의 절반 이상이 대기 모드인 호스트에 있으므로 아무도 실행할 수 없습니다',
      ],
    }
  }

  #roomObjection(entry: VmEntry, load: Load): Objection | null {
    const { host } = load
    const mhz = load.reservedMHz + entry.cpuReservationMHz
    if (this.#hasRoom(entry, reservedMemoryMiB(entry), load)) return null
    if (entry.cpuReservationMHz > 0 && mhz > host.vmCapacity.cpuMHz) {
      return {
        key: 'cpuReservationMHz',
        message: [
          `the CPU reservations do not fit on host ${JSON.stringify(host.name)}: ${mhz} MHz of ${host.vmCapacity.cpuMHz} MHz`,
          `CPU 예약이 호스트 ${JSON.stringify(host.name)}에 들어가지 않습니다. 필요한 양 ${mhz}MHz, 용량 ${host.vmCapacity.cpuMHz}MHz`,
        ],
      }
    }
    const mib = load.reservedMiB + reservedMemoryMiB(entry)
    if (mib > host.vmCapacity.memoryMiB + 1e-9) {
      return {
        key: 'memoryReservationMiB',
        message: [
          `memory reservations and overhead do not fit on host ${JSON.stringify(host.name)}: ${amount(mib)} MiB of ${host.vmCapacity.memoryMiB} MiB`,
          `메모리 예약과 오버헤드가 호스트 ${JSON.stringify(host.name)}에 들어가지 않습니다. 필요한 양 ${amount(mib)}MiB, 용량 ${host.vmCapacity.memoryMiB}MiB`,
        ],
      }
    }
    if (load.vms >= this.#input.vmsPerHostMax) {
      return {
        key: 'host',
        message: [
          `more than ${this.#input.vmsPerHostMax} running VMs on host ${JSON.stringify(host.name)} (limits: none lifts the maximums)`,
          `호스트 ${JSON.stringify(host.name)}에서 실행 중인 VM이 ${this.#input.vmsPerHostMax}개를 넘습니다(limits: none으로 최대값을 해제할 수 있습니다)`,
        ],
      }
    }
    return null
  }

  #datastoresOf(entry: VmEntry): readonly string[] {
    if (entry.datastore === undefined && entry.disks === undefined) return []
    const names = (entry.disks ?? []).map((disk) => disk.datastore).filter((name) => name !== undefined)
    return entry.datastore === undefined ? names : [entry.datastore, ...names]
  }

  #networksOf(entry: VmEntry): readonly string[] {
    return entry.nics?.map((nic) => nic.network) ?? (this.#defaultNetwork === null ? [] : [this.#defaultNetwork])
  }

  #candidatesFor(entry: VmEntry): readonly Load[] {
    const wishes = JSON.stringify([
      this.#datastoresOf(entry),
      entry.nics === undefined ? null : this.#networksOf(entry),
      entry.evcMode,
      entry.ftSecondaryHost,
    ])
    const known = this.#candidates.get(wishes)
    if (known !== undefined) return known
    const candidates = this.#loads.filter((load) => this.#hostObjection(entry, load) === null)
    this.#candidates.set(wishes, candidates)
    return candidates
  }

  /** What a host that was not asked for has against a VM, its load aside. */
  #hostObjection(entry: VmEntry, load: Load): Phrase | null {
    const { host } = load
    const failover = this.#input.cluster.ha?.admissionControl
    if (host.standalone) return [`${host.name} is outside the cluster`, `${host.name}은(는) 클러스터 밖에 있습니다`]
    if (failover?.policy === 'dedicatedFailoverHosts' && failover.failoverHosts.includes(host.name))
      return [`${host.name} is kept for failover`, `${host.name}은(는) 페일오버용으로 비워 둔 호스트입니다`]
    if (entry.ftSecondaryHost === host.name) return [`${host.name} is for its secondary`, `${host.name}은(는) 보조 VM용입니다`]
    if (entry.evcMode !== null && !evcOffers(host.cpu.model, entry.evcMode))
      return [`${host.name} does not offer ${entry.evcMode}`, `${host.name}은(는) ${entry.evcMode}을(를) 제공하지 않습니다`]
    return (this.#stateObjection(load) ?? this.#accessObjection(entry, host))?.message ?? null
  }

  #whyNowhere(vm: Standing): Phrase {
    const reasons = this.#loads.map(
      (load): Phrase =>
        this.#hostObjection(vm.entry, load) ??
        this.#roomObjection(vm.entry, load)?.message ?? [`a must rule forbids ${load.host.name}`, `필수 규칙이 ${load.host.name}을(를) 금지합니다`],
    )
    const first = inBoth((language) =>
      reasons
        .slice(0, 3)
        .map((reason) => pick(reason, language))
        .join('; '),
    )
    const none: Phrase = reasons.length === 0 ? ['there is none', '호스트가 없습니다'] : first
    const more: Phrase = reasons.length > 3 ? [`; and ${reasons.length - 3} more`, `; 그 밖에 ${reasons.length - 3}개`] : ['', '']
    return [
      `no host can run ${JSON.stringify(vm.name)} at the start: ${none[0]}${more[0]}`,
      `시작할 때 ${JSON.stringify(vm.name)}을(를) 실행할 수 있는 호스트가 없습니다: ${none[1]}${more[1]}`,
    ]
  }
}

function lowest(loads: readonly Load[]): Load | null {
  let best: Load | null = null
  let bestRatio = Number.POSITIVE_INFINITY
  for (const load of loads) {
    const ratio = load.configuredMiB / load.host.vmCapacity.memoryMiB
    if (best === null || ratio < bestRatio) {
      best = load
      bestRatio = ratio
    }
  }
  return best
}

/** The rules that bind where a VM may be placed, by VM. */
class PlacementRules {
  readonly #allowed = new Map<string, ((host: string) => boolean)[]>()
  readonly #apart = new Map<string, string[]>()
  readonly #together = new Map<string, string[]>()

  constructor(cluster: LabCluster) {
    for (const rule of cluster.drs?.rules ?? []) {
      if (!rule.enabled) continue
      if (rule.type === 'mustRunOn' || rule.type === 'mustNotRunOn') {
        const hosts = new Set(cluster.drs?.hostGroups[rule.hostGroup] ?? [])
        const on = rule.type === 'mustRunOn'
        for (const vm of cluster.drs?.vmGroups[rule.vmGroup] ?? []) append(this.#allowed, vm, (host: string) => hosts.has(host) === on)
      } else if (rule.type === 'separate' || rule.type === 'keepTogether') {
        const table = rule.type === 'separate' ? this.#apart : this.#together
        for (const vm of rule.vms) for (const other of rule.vms) if (other !== vm) append(table, vm, other)
      }
    }
  }

  concerns(vm: string): boolean {
    return this.#apart.has(vm) || this.#together.has(vm) || this.#allowed.has(vm)
  }

  mustAllow(vm: string, host: string): boolean {
    return this.#allowed.get(vm)?.every((allows) => allows(host)) ?? true
  }

  vmRulesAllow(vm: string, host: string, standsOn: ReadonlyMap<string, string>): boolean {
    const apart = this.#apart.get(vm) ?? []
    const together = this.#together.get(vm) ?? []
    return apart.every((other) => standsOn.get(other) !== host) && together.every((other) => (standsOn.get(other) ?? host) === host)
  }
}

function append<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
