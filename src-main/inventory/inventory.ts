/** From tables to an inventory: rows of all tabs find the VM, host and cluster that they speak of. A row that fits nowhere is reported, never fatal. */
import type { Phrase } from '../contract/texts/language.ts'
import { textOf } from './cells.ts'
import { HostNames } from './host-names.ts'
import { InventoryError } from './input-error.ts'
import { shortAssumed, shortSkipped } from './model.ts'
import type { Assumed, Inventory, Skipped, SourceCluster, SourceDatastore, SourceHost, SourceVm, VmkKind } from './model.ts'
import { columnKey, TableSet } from './tables.ts'
import type { TableRow, Tables } from './tables.ts'
import { VmIndex } from './vm-index.ts'

/** Throws InventoryError where the tables are no inventory at all: no VMs, or not their sizes, or no hosts. */
export function inventoryOf(tables: Tables): Inventory {
  const set = new TableSet(tables)
  if (!set.has('vInfo'))
    throw new InventoryError([
      `${tables.source}: has no vInfo, the tab with the VMs`,
      `${tables.source}: 가상 시스템이 들어 있는 vInfo 탭이 없습니다`,
    ])
  const missing = ['VM', 'CPUs', 'Memory'].filter((column) => !set.hasColumn('vInfo', columnKey(column)))
  if (missing.length > 0)
    throw new InventoryError(
      ...missing.map((column): Phrase => [`${tables.source}: vInfo has no column ${column}`, `${tables.source}: vInfo에 ${column} 열이 없습니다`]),
    )
  return new Joiner(set, tables).run()
}

const sdkOf = (row: TableRow): string => row.text('vi sdk uuid') || row.text('vi sdk server')

/** A cluster with what rows said of where it is; empty: not yet. */
interface Known {
  readonly cluster: SourceCluster
  sdk: string
  datacenter: string
}

class Joiner {
  readonly #set: TableSet
  readonly #tables: Tables
  readonly #clusters: SourceCluster[] = []
  readonly #byName = new Map<string, Known[]>()
  readonly #hosts = new HostNames<SourceHost>()
  readonly #vms = new VmIndex()
  readonly #skipped: Skipped[] = []
  readonly #assumed: Assumed[] = []

  constructor(set: TableSet, tables: Tables) {
    this.#set = set
    this.#tables = tables
  }

  run(): Inventory {
    for (const row of this.#set.records('vHost')) this.#addHost(row)
    for (const row of this.#set.records('vInfo')) this.#addVm(row)
    this.#addSettings()
    this.#addVmRows()
    this.#addDatastores()
    this.#addPools()
    this.#addAdapters()
    const clusters = this.#clustersWithHosts()
    for (const { name, reason } of this.#tables.notes) this.#skipped.push({ what: 'file', name, reason })
    const meta = this.#set.records('vMetaData')[0]
    const text = (column: string): string | null => meta?.text(column) || null
    const firstVm = this.#set.records('vInfo')[0]
    return {
      source: this.#tables.source,
      release: text('rvtools version') ?? text('rvtools major version'),
      exportedAt: meta?.date('xlsx creation datetime') ?? null,
      server: text('server') ?? (firstVm?.text('vi sdk server') || null),
      apiVersion: (this.#set.records('vSource')[0]?.text('api version') ?? '') || firstVm?.text('vi sdk api version') || null,
      clusters,
      rows: this.#tables.tables.map(({ tab, rows }) => ({ tab, read: rows.length })),
      has: { tab: (tab) => this.#set.has(tab), column: (tab, column) => this.#set.hasColumn(tab, column) },
      skipped: this.#skipped.map(shortSkipped),
      assumed: this.#assumed.map(shortAssumed),
    }
  }

  /** A lab has at least one host. */
  #clustersWithHosts(): readonly SourceCluster[] {
    for (const { name, hosts, vms } of this.#clusters)
      if (hosts.length === 0 && vms.length > 0)
        this.#skip('cluster', name, [
          `none of its hosts is known, neither by vHost nor by its VMs: ${vms.length} VMs have nowhere to run`,
          `vHost에도 가상 시스템에도 호스트가 없어 가상 시스템 ${vms.length}개를 실행할 곳이 없습니다`,
        ])
    const clusters = this.#clusters.filter(({ hosts }) => hosts.length > 0)
    if (clusters.length > 0) return clusters
    throw new InventoryError([
      `${this.#tables.source}: names no host, neither in vHost nor in vInfo: there is nothing that VMs could run on`,
      `${this.#tables.source}: vHost에도 vInfo에도 호스트가 없어 가상 시스템을 실행할 곳이 없습니다`,
    ])
  }

  /** The cluster of a name, of that datacenter and vCenter as far as both are known; made where there is none. */
  #cluster(name: string, row: TableRow): SourceCluster {
    const [sdk, datacenter] = [sdkOf(row), row.text('datacenter')]
    const alike = (a: string, b: string): boolean => a === '' || b === '' || a === b
    const known = (this.#byName.get(name) ?? []).find((each) => alike(each.sdk, sdk) && alike(each.datacenter, datacenter))
    if (known !== undefined) {
      known.sdk ||= sdk
      known.datacenter ||= datacenter
      return known.cluster
    }
    const cluster = this.#newCluster(name, false)
    this.#byName.set(name, [...(this.#byName.get(name) ?? []), { cluster, sdk, datacenter }])
    return cluster
  }

  #named(name: string, row: TableRow): readonly SourceCluster[] {
    const sdk = sdkOf(row)
    return (this.#byName.get(name) ?? []).filter((each) => each.sdk === '' || sdk === '' || each.sdk === sdk).map(({ cluster }) => cluster)
  }

  #newCluster(name: string, isStandalone: boolean): SourceCluster {
    const cluster = {
      name,
      isStandalone,
      hosts: [],
      vms: [],
      leftOut: { templates: 0, placeholders: 0 },
      datastores: [],
      pools: [],
      settings: null,
    }
    this.#clusters.push(cluster)
    return cluster
  }

  #addHost(row: TableRow): void {
    const name = row.text('host')
    if (name === '') return this.#skip('host', '', ['a row of vHost has no name', 'vHost에 이름이 없는 행이 있습니다'])
    if (this.#hosts.find(name)?.name.toLowerCase() === name.toLowerCase())
      return this.#skip('host', name, ['it comes twice in vHost', 'vHost에 두 번 나옵니다'])
    const cluster = row.text('cluster')
    const home = cluster === '' ? this.#newCluster(name, true) : this.#cluster(cluster, row)
    const host: SourceHost = { name, row, cluster: home, adapters: new Map() }
    this.#hosts.add(name, host)
    home.hosts.push(host)
  }

  #skip(what: string, name: string, reason: Phrase): void {
    this.#skipped.push({ what, name, reason })
  }

  #addVm(row: TableRow): void {
    const name = row.text('vm')
    if (name === '') return this.#skip('VM', '', ['a row of vInfo has no name', 'vInfo에 이름이 없는 행이 있습니다'])
    const cluster = this.#clusterOfVm(row, name)
    if (cluster === null) return this.#skip('VM', name, ['neither its host nor its cluster is known', '호스트도 클러스터도 알 수 없습니다'])
    if (row.truth('template') === true) {
      cluster.leftOut.templates += 1
      return this.#skip('template', name, ['a lab has no templates', '랩에는 템플릿이 없습니다'])
    }
    if (row.truth('srm placeholder') === true) {
      cluster.leftOut.placeholders += 1
      return this.#skip('placeholder', name, [
        'a placeholder of Site Recovery Manager runs nowhere',
        'Site Recovery Manager의 자리 표시자는 실행되지 않습니다',
      ])
    }
    if (!((row.number('cpus') ?? 0) >= 1 && (row.number('memory') ?? 0) >= 1))
      return this.#skip('VM', name, [
        `its size is missing: CPUs ${shown(row, 'cpus')}, Memory ${shown(row, 'memory')}`,
        `크기가 없습니다: CPUs ${shown(row, 'cpus')}, Memory ${shown(row, 'memory')}`,
      ])
    const vm: SourceVm = {
      name,
      info: row,
      host: this.#hosts.find(row.text('host')),
      cpu: null,
      memory: null,
      disks: [],
      networks: [],
      snapshots: [],
    }
    if (!this.#vms.add(vm)) return this.#skip('VM', name, ['its VM ID comes twice', 'VM ID가 두 번 나옵니다'])
    cluster.vms.push(vm)
  }

  /** By its host where that is known, else as the row says. A host that only VMs speak of is taken up. */
  #clusterOfVm(row: TableRow, name: string): SourceCluster | null {
    const hostName = row.text('host')
    const clusterName = row.text('cluster')
    const host = hostName === '' ? null : this.#hosts.find(hostName)
    if (host !== null) {
      if (clusterName !== '' && clusterName !== host.cluster.name)
        this.#assume(`${host.cluster.name}/${name}`, 'cluster', host.cluster.name, [
          `vInfo says ${clusterName}, but vHost has its host in another`,
          `vInfo에는 ${clusterName}이지만 vHost에는 호스트가 다른 클러스터에 있습니다`,
        ])
      return host.cluster
    }
    if (hostName === '') return clusterName === '' ? null : this.#cluster(clusterName, row)
    const home = clusterName === '' ? this.#newCluster(hostName, true) : this.#cluster(clusterName, row)
    const made: SourceHost = { name: hostName, row: null, cluster: home, adapters: new Map() }
    this.#hosts.add(hostName, made)
    home.hosts.push(made)
    return home
  }

  #assume(where: string, field: string, value: Assumed['value'], reason: Phrase): void {
    this.#assumed.push({ where, field, value, reason })
  }

  /** vCluster has no datacenter: of several clusters with one name, each row takes the next. */
  #addSettings(): void {
    for (const row of this.#set.records('vCluster')) {
      const name = row.text('name')
      const named = this.#named(name, row)
      const cluster = named.find(({ settings }) => settings === null)
      if (cluster !== undefined) cluster.settings = row
      else
        this.#skip(
          'cluster',
          name,
          named.length === 0
            ? ['it has no hosts and no VMs', '호스트와 가상 시스템이 없습니다']
            : ['it comes more often in vCluster than it has hosts elsewhere', '호스트가 있는 것보다 vCluster에 더 많이 나옵니다'],
        )
    }
  }

  #addVmRows(): void {
    const lost = new Map<string, number>()
    const gone = new Set(this.#skipped.map((each) => each.name))
    const each = (tab: 'vCPU' | 'vMemory' | 'vDisk' | 'vNetwork' | 'vSnapshot', take: (vm: SourceVm, row: TableRow) => void): void => {
      for (const row of this.#set.records(tab)) {
        const vm = this.#vms.find(row)
        if (vm !== null) take(vm, row)
        else if (row.text('vm') !== '' && !gone.has(row.text('vm'))) lost.set(tab, (lost.get(tab) ?? 0) + 1)
      }
    }
    each('vCPU', (vm, row) => void (vm.cpu ??= row))
    each('vMemory', (vm, row) => void (vm.memory ??= row))
    each('vDisk', (vm, row) => void vm.disks.push(row))
    each('vNetwork', (vm, row) => void vm.networks.push(row.text('network')))
    each('vSnapshot', (vm, row) => void vm.snapshots.push(row))
    for (const [tab, count] of lost)
      this.#skip('rows', tab, [
        `${count} speak of a VM that vInfo does not have, or has more than once`,
        `${count}개가 vInfo에 없거나 여러 번 나오는 가상 시스템에 관한 행입니다`,
      ])
  }

  #addDatastores(): void {
    const knowsHosts = this.#set.hasColumn('vDatastore', 'hosts')
    for (const row of this.#set.records('vDatastore')) {
      const name = row.text('name')
      if (name === '') continue
      const listed = textOf(row.cell('hosts'))
        .split(',')
        .map((host) => host.trim())
        .filter((host) => host !== '')
      const hosts = listed.map((host) => this.#hosts.find(host)).filter((host) => host !== null)
      const datastore: SourceDatastore = { name, row, hosts: knowsHosts && listed.length > 0 ? [...new Set(hosts)] : null }
      const clusters = datastore.hosts === null ? this.#clustersThatUse(name, row) : [...new Set(datastore.hosts.map((host) => host.cluster))]
      if (clusters.length === 0)
        this.#skip(
          'datastore',
          name,
          listed.length > 0
            ? ['none of its hosts is known', '알려진 호스트가 없습니다']
            : ['nothing says which hosts reach it', '어느 호스트가 액세스하는지 알 수 없습니다'],
        )
      for (const cluster of clusters) cluster.datastores.push(datastore)
    }
  }

  #clustersThatUse(name: string, row: TableRow): readonly SourceCluster[] {
    return this.#clusters.filter(({ vms }) =>
      vms.some((vm) => sdkOf(vm.info) === sdkOf(row) && [vm.info, ...vm.disks].some((each) => datastoreIn(each.text('path')) === name)),
    )
  }

  #addPools(): void {
    for (const row of this.#set.records('vRP')) {
      const cluster = poolPath(row.text('resource pool path'))?.cluster ?? ''
      const [found] = this.#named(cluster, row)
      if (found !== undefined) found.pools.push(row)
      else this.#skip('resource pool', row.text('resource pool name'), ['its cluster is not known', '클러스터를 알 수 없습니다'])
    }
  }

  #addAdapters(): void {
    const unknown = new Set<string>()
    for (const row of this.#set.records('vSC_VMK')) {
      const host = this.#hosts.find(row.text('host'))
      const portGroup = row.text('port group')
      const kind = vmkKindOf(portGroup)
      if (kind === null) unknown.add(portGroup)
      else if (host !== null && !host.adapters.has(kind)) host.adapters.set(kind, { portGroup, gateway: row.text('gateway') })
    }
    for (const portGroup of unknown)
      this.#skip('VMkernel adapter', portGroup, ['its name does not say what it is for', '이름으로 용도를 알 수 없습니다'])
  }
}

const shown = (row: TableRow, column: string): string => JSON.stringify(row.text(column)).slice(0, 40)

/** `[ds-01] vm/vm.vmx` lies on ds-01. */
export const datastoreIn = (path: string): string => /^\s*\[([^\]]+)\]/.exec(path)?.[1]?.trim() ?? ''

/** `/dc/cluster/Resources/a/b`: the pools below the hidden root. null: none of a cluster. */
export function poolPath(path: string): { readonly cluster: string; readonly pools: readonly string[] } | null {
  const parts = path.split('/').filter((part) => part !== '')
  const root = parts.indexOf('Resources')
  return root < 1 ? null : { cluster: parts[root - 1] ?? '', pools: parts.slice(root + 1).map(unescapedName) }
}

/** vCenter writes strokes and percents of names in this way. */
export const unescapedName = (name: string): string => name.replace(/%2f/gi, '/').replace(/%5c/gi, '\\').replace(/%25/g, '%')

export function vmkKindOf(portGroup: string): VmkKind | null {
  const name = portGroup.toLowerCase()
  if (/v-?motion/.test(name)) return 'vmotion'
  if (/(^|[^a-z])ft([^a-z]|$)|fault|ft-?log/.test(name)) return 'ft'
  if (/v-?san/.test(name)) return 'vsan'
  if (/iscsi|nfs|storage/.test(name)) return 'storage'
  return /manage|mgmt|service console/.test(name) ? 'management' : null
}
