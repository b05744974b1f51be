/** What no single record can get wrong: records against each other, and the maximums. */
import type { Phrase } from '../texts/language.ts'
import type { LabCluster } from './cluster.ts'
import type { LabDatastore } from './datastore.ts'
import { evcOffers } from './evc.ts'
import { checkAdmissionControl } from './failover-checks.ts'
import type { LabHost } from './host.ts'
import type { Maximums } from './maximums.ts'
import type { LabNetwork } from './network.ts'
import { checkPoolReservations, poolDepths } from './pool-checks.ts'
import type { PoolVm } from './pool-checks.ts'
import type { Path, PlainMap, Report } from './problems.ts'
import { isMap } from './problems.ts'
import { productLevels } from './product.ts'
import type { ProductLevel } from './product.ts'
import { checkContradictions, checkDependencies, checkDependencyPriorities } from './rule-checks.ts'
import type { LabVm } from './vm.ts'

/** A lab so far: records that are sound by themselves, each with its place in the file. */
export interface Draft {
  readonly raw: PlainMap
  readonly product: ProductLevel
  readonly networks: readonly LabNetwork[]
  readonly datastores: readonly LabDatastore[]
  readonly hosts: readonly LabHost[]
  readonly hostEntry: readonly number[]
  readonly vms: readonly LabVm[]
  readonly vmEntry: readonly number[]
  readonly cluster: LabCluster
}

export function checkHosts(draft: Draft, report: Report): void {
  const { raw, hosts, hostEntry, cluster } = draft
  if (Array.isArray(raw['hosts']) && raw['hosts'].length === 0) report(['hosts'], ['expected at least one host', '호스트가 하나 이상 필요합니다'])
  if (Array.isArray(raw['networks']) && !raw['networks'].some((network: unknown) => isMap(network) && network['kind'] === 'management')) {
    report(['networks'], ['expected at least one network of kind management', 'kind가 management인 네트워크가 하나 이상 필요합니다'])
  }
  if (Array.isArray(raw['datastores']) && raw['datastores'].length === 0 && draft.vms.length > 0)
    report(
      ['datastores'],
      ['expected at least one datastore: VMs need a place for their files', '데이터스토어가 하나 이상 필요합니다. VM의 파일을 둘 곳이 있어야 합니다'],
    )
  const moids = new Map<string, string>()
  const reported = new Set<number>()
  hosts.forEach((host, i) => {
    const index = hostEntry[i] ?? 0
    const path = ['hosts', index]
    const twin = moids.get(host.moid)
    if (twin !== undefined && !reported.has(index)) {
      report(
        [...path, 'moid'],
        [
          `duplicate: ${JSON.stringify(twin)} has the managed object id ${host.moid}`,
          `중복: ${JSON.stringify(twin)}의 관리 개체 ID가 ${host.moid}입니다`,
        ],
      )
      reported.add(index)
    }
    moids.set(host.moid, host.name)
    if (reported.has(index) || hostEntry[i - 1] === index) return
    if (host.product !== null && productLevels.indexOf(host.product) > productLevels.indexOf(draft.product)) {
      report(
        [...path, 'product'],
        [
          `expected ${draft.product} or older: a host is never newer than the lab's product, got ${host.product}`,
          `${draft.product} 이하여야 합니다. 호스트는 랩의 제품보다 새로울 수 없습니다. 입력된 값: ${host.product}`,
        ],
      )
    }
    if (cluster.evcMode !== null && !host.standalone && !evcOffers(host.cpu.model, cluster.evcMode)) {
      report(
        [...path, 'cpu', 'model'],
        [
          `expected a CPU that offers the EVC mode of the cluster, ${cluster.evcMode}; ${host.cpu.model} does not`,
          `클러스터의 EVC 모드 ${cluster.evcMode}을(를) 제공하는 CPU여야 합니다. ${host.cpu.model}은(는) 제공하지 않습니다`,
        ],
      )
    }
  })
}

export function checkCluster(draft: Draft, report: Report): void {
  const { cluster, vms } = draft
  const rules = rulesAt(draft)
  checkContradictions(rules, report)
  checkDependencies(rules, report)
  if (cluster.ha !== null) {
    if (hasAllHosts(draft)) checkAdmissionControl(cluster.ha.admissionControl, draft.hosts, report)
    const fallback = cluster.ha.restartPriority
    const priorities = new Map(
      rules.some(({ rule }) => rule.type === 'restartDependency') ? vms.map((vm) => [vm.name, vm.ha.restartPriority ?? fallback]) : [],
    )
    checkDependencyPriorities(rules, (vm) => priorities.get(vm) ?? null, report)
  }
  checkVms(draft, report)
  const pools = poolsAt(draft)
  const depths = poolDepths(pools, report)
  for (const { pool, path } of pools) checkReservationLimit(pool, path, report)
  if (pools.length === 0) return
  checkPoolReservations(pools, poolVms(draft), depths, capacityOf(draft), onceEach(report))
}

/** No host of the file was refused: where one was, nothing is said about how many there are, or what they have in all. */
function hasAllHosts({ raw, hostEntry }: Draft): boolean {
  return Array.isArray(raw['hosts']) && new Set(hostEntry).size === raw['hosts'].length
}

function capacityOf(draft: Draft): { readonly cpuMHz: number; readonly memoryMiB: number } {
  if (!hasAllHosts(draft)) return { cpuMHz: Number.POSITIVE_INFINITY, memoryMiB: Number.POSITIVE_INFINITY }
  const counted = draft.hosts.filter((host) => !host.standalone && !host.maintenance && !host.standby)
  return { cpuMHz: sum(counted, (host) => host.vmCapacity.cpuMHz), memoryMiB: sum(counted, (host) => host.vmCapacity.memoryMiB) }
}

/** Rules with their place in the file; what a product level does not have is no longer among them. */
function rulesAt(draft: Draft) {
  const cluster = clusterOf(draft)
  const drs = isMap(cluster['drs']) ? cluster['drs'] : {}
  return (draft.cluster.drs?.rules ?? []).map((rule) => ({ rule, path: pathOf(['cluster', 'drs', 'rules'], drs['rules'], rule.name) }))
}

/** Pools likewise. */
function poolsAt(draft: Draft) {
  const written = clusterOf(draft)['resourcePools']
  return draft.cluster.resourcePools.map((pool) => ({ pool, path: pathOf(['cluster', 'resourcePools'], written, pool.name) }))
}

const clusterOf = ({ raw }: Draft): PlainMap => (isMap(raw['cluster']) ? raw['cluster'] : {})

/** Of the entry with that name; those before it may have been refused. */
function pathOf(list: Path, written: unknown, name: string): Path {
  return [...list, Array.isArray(written) ? written.findIndex((entry: unknown) => isMap(entry) && entry['name'] === name) : 0]
}

function poolVms(draft: Draft): readonly PoolVm[] {
  const list: PoolVm[] = []
  draft.vms.forEach((vm, i) => {
    if (vm.power === 'on' && vm.resourcePool !== null) list.push({ ...vm, path: ['vms', draft.vmEntry[i] ?? 0] })
  })
  return list
}

function checkVms(draft: Draft, report: Report): void {
  draft.vms.forEach((vm, i) => {
    const index = draft.vmEntry[i] ?? 0
    if (draft.vmEntry[i - 1] === index) return
    const path = ['vms', index]
    if (vm.memoryReservationMiB > vm.memoryMiB)
      report(
        [...path, 'memoryReservationMiB'],
        [
          `expected at most the configured memory, ${vm.memoryMiB}, got ${vm.memoryReservationMiB}`,
          `구성된 메모리 ${vm.memoryMiB} 이하여야 합니다. 입력된 값: ${vm.memoryReservationMiB}`,
        ],
      )
    if (vm.ftSecondaryHost !== null && vm.ftSecondaryHost === vm.host)
      report(
        [...path, 'ftSecondaryHost'],
        [
          `expected another host than ${JSON.stringify(vm.host)}, which runs the primary`,
          `기본 VM을 실행하는 ${JSON.stringify(vm.host)}이(가) 아닌 다른 호스트여야 합니다`,
        ],
      )
    checkReservationLimit(vm, path, report)
  })
}

type Limited = Pick<LabVm, 'cpuReservationMHz' | 'cpuLimitMHz' | 'memoryReservationMiB' | 'memoryLimitMiB'>

const atMostTheLimit = (limit: number, value: number): Phrase => [
  `expected at most the limit, ${limit}, got ${value}`,
  `제한 ${limit} 이하여야 합니다. 입력된 값: ${value}`,
]

function checkReservationLimit(record: Limited, path: Path, report: Report): void {
  if (record.cpuLimitMHz !== null && record.cpuReservationMHz > record.cpuLimitMHz) {
    report([...path, 'cpuReservationMHz'], atMostTheLimit(record.cpuLimitMHz, record.cpuReservationMHz))
  }
  if (record.memoryLimitMiB !== null && record.memoryReservationMiB > record.memoryLimitMiB) {
    report([...path, 'memoryReservationMiB'], atMostTheLimit(record.memoryLimitMiB, record.memoryReservationMiB))
  }
}

/** `counts`: hosts of the cluster and VMs of the file; the draft may hold fewer. */
export function checkMaximums(draft: Draft, counts: { readonly hosts: number; readonly vms: number }, limits: Maximums, report: Report): void {
  const over = (path: Path, [what, whatKo]: Phrase, count: number, max: number): void => {
    if (count <= max) return
    report(path, [
      `expected at most ${max} ${what} with product ${draft.product} (limits: none lifts the maximums), got ${count}`,
      `제품 ${draft.product}에서 ${whatKo}은(는) 최대 ${max}입니다(limits: none으로 최대값을 해제할 수 있습니다). 입력된 값: ${count}`,
    ])
  }
  const { cluster } = draft
  over(
    ['hosts'],
    cluster.vsan ? ['hosts in a vSAN cluster', 'vSAN 클러스터의 호스트 수'] : ['hosts in a cluster', '클러스터의 호스트 수'],
    counts.hosts,
    cluster.vsan ? limits.hostsPerVsanCluster : limits.hostsPerCluster,
  )
  over(['vms'], ['VMs in a cluster', '클러스터의 VM 수'], counts.vms, limits.vmsPerCluster)
  draft.vms.forEach((vm, i) => {
    if (vm.vcpus <= limits.vcpusPerVm && vm.memoryMiB <= limits.memoryMiBPerVm && vm.nics.length <= limits.nicsPerVm) return
    const path = ['vms', draft.vmEntry[i] ?? 0]
    if (draft.vmEntry[i - 1] === draft.vmEntry[i]) return
    over([...path, 'vcpus'], ['vCPUs', 'vCPU 수'], vm.vcpus, limits.vcpusPerVm)
    over([...path, 'memoryMiB'], ['MiB of memory', '메모리(MiB)'], vm.memoryMiB, limits.memoryMiBPerVm)
    over([...path, 'nics'], ['NICs', 'NIC 수'], vm.nics.length, limits.nicsPerVm)
  })
  const pools = poolsAt(draft)
  over(['cluster', 'resourcePools'], ['resource pools', '리소스 풀 수'], pools.length, limits.poolsPerCluster)
  const depths = poolDepths(pools, () => {})
  const children = new Map<string | null, number>()
  pools.forEach(({ pool, path }) => {
    over([...path, 'parent'], ['levels of resource pools', '리소스 풀의 단계 수'], depths.get(pool.name) ?? 0, limits.poolDepth)
    const siblings = (children.get(pool.parent) ?? 0) + 1
    children.set(pool.parent, siblings)
    if (siblings === limits.childrenPerPool + 1)
      over([...path, 'parent'], ['children of a resource pool', '리소스 풀의 하위 개체 수'], siblings, limits.childrenPerPool)
  })
}

const sum = <T>(list: readonly T[], of: (item: T) => number): number => list.reduce((total, item) => total + of(item), 0)

/** A reporter that says each path once. */
function onceEach(report: Report): Report {
  const said = new Set<string>()
  return (path, message) => {
    const key = JSON.stringify(path)
    if (said.has(key)) return
    said.add(key)
    report(path, message)
  }
}
