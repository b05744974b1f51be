/** From the data of a lab file to a resolved lab, or to everything that is wrong with it. */
import { asSubject, type Phrase } from '../texts/language.ts'
import { A_LIST, refWords } from './fields.ts'
import type { ClusterEntry, LabCluster } from './cluster.ts'
import { clusterSchema } from './cluster.ts'
import { checkCluster, checkHosts, checkMaximums } from './checks.ts'
import type { DatastoreEntry, LabDatastore } from './datastore.ts'
import { checkPings, finishDemand } from './demand-rules.ts'
import type { LabDrs } from './drs.ts'
import { fallbackOf, parseEntries, parseOne, parseParts } from './entries.ts'
import { readExpectation } from './expectation-rules.ts'
import type { AnySchema } from './fields.ts'
import type { HostEntry, LabHost } from './host.ts'
import { labHeadShape, labKeys, labListKeys, labListShape } from './lab.ts'
import type { Lab, LabHead, LabListKey, LabWarning } from './lab.ts'
import { maximums } from './maximums.ts'
import { LabNames, checkReferences, expandedNames } from './names.ts'
import type { LabNetwork, NetworkEntry } from './network.ts'
import { Placement } from './placement.ts'
import type { Standing } from './placement.ts'
import { gateCluster, gateDatastore, gateVm } from './product-gates.ts'
import type { Warn } from './product-gates.ts'
import type { Path, PlainMap, Report } from './problems.ts'
import { clipped, isMap, pathText, refusal, expectedGot, missing, unknownKey } from './problems.ts'
import { defaultDatastores, defaultNetworks, resolveDatastore, resolveDrs, resolveHa, resolveHost, resolveNetwork, resolveVm } from './resolve.ts'
import { namesOf, readTimeline } from './timeline.ts'
import { Traces } from './traces.ts'
import type { ReadTrace } from './traces.ts'
import type { LabVm, VmEntry } from './vm.ts'
import { warnAboutOptions } from './warnings.ts'

export interface Problem {
  readonly path: Path
  readonly message: Phrase
}

export interface Validated {
  /** null where there are problems. */
  readonly lab: Lab | null
  readonly problems: readonly Problem[]
  readonly warnings: readonly (Problem & { readonly reason: LabWarning['reason'] })[]
}

/** More than any lab needs: guards the memory against a `count`. */
const RECORDS_MAX = 200_000
/** Where the maximums of vSphere count, what is far beyond them is refused without being looked at one by one. */
const FAR_BEYOND = { hosts: 1000, vms: 20_000 } as const
const AFTER_LAST_COMMAND_MS = 15 * 60_000

export function validateLab(raw: unknown, readTrace: ReadTrace | null): Validated {
  const problems: Problem[] = []
  const warnings: (Problem & { readonly reason: LabWarning['reason'] })[] = []
  const report: Report = (path, message) => problems.push({ path, message: clipped(message) })
  if (!isMap(raw)) {
    report([], expectedGot(['a lab: a map with the keys hostdown, name and hosts', '랩: hostdown, name, hosts 키가 있는 맵'], raw))
    return { lab: null, problems, warnings }
  }
  const warn: Warn = (reason, path, message) => warnings.push({ reason, path, message: clipped(message) })
  const lab = new Validator(raw, new Traces(readTrace), report, warn, () => problems.length > 0).run()
  if (lab === null || problems.length > 0) return { lab: null, problems, warnings }
  return {
    lab: { ...lab, warnings: warnings.map(({ reason, path, message: [text, textKo] }) => ({ reason, path: pathText(path), text, textKo })) },
    problems,
    warnings,
  }
}

/** An entry that parsed, with its place in the file's list. */
interface At<E> {
  readonly entry: E
  readonly index: number
}

class Validator {
  readonly #raw: PlainMap
  readonly #traces: Traces
  readonly #report: Report
  readonly #warn: Warn
  readonly #failed: () => boolean
  readonly #names = new LabNames()

  constructor(raw: PlainMap, traces: Traces, report: Report, warn: Warn, failed: () => boolean) {
    this.#raw = raw
    this.#traces = traces
    this.#report = report
    this.#warn = warn
    this.#failed = failed
  }

  /** Reports on the way; what it returns is a lab only when nothing was reported. */
  run(): Omit<Lab, 'warnings'> | null {
    const raw = this.#raw
    for (const key of Object.keys(raw)) if (!labKeys.includes(key)) this.#report([key], unknownKey(key, labKeys))
    const head = this.#head()
    const entries = {
      networks: this.#list('networks') as readonly At<NetworkEntry>[],
      datastores: this.#list('datastores') as readonly At<DatastoreEntry>[],
      hosts: this.#list('hosts') as readonly At<HostEntry>[],
      vms: this.#list('vms') as readonly At<VmEntry>[],
    }
    this.#collectNames()
    this.#checkReferences()
    const records = this.#records(head, entries)
    const timeline = readTimeline(this.#rawList('timeline'), this.#names, this.#traces, this.#report)
    const expect = this.#rawList('expect').map((entry, i) => readExpectation(entry, i, ['expect', i], this.#names, this.#report))
    warnAboutOptions(raw, this.#warn)
    if (head.limits === 'none')
      this.#warn('limitsLifted', ['limits'], ['the configuration maximums of vSphere are lifted', 'vSphere의 구성 최대값이 해제되어 있습니다'])
    const until = head.until ?? (timeline.at(-1)?.at ?? 0) + AFTER_LAST_COMMAND_MS
    for (const [i, { at }] of head.bookmarks.entries())
      if (at > until)
        this.#report(['bookmarks', i, 'at'], [`after the end of the run (${until / 1000} s)`, `실행이 끝난 뒤입니다(${until / 1000}초)`])
    if (this.#failed()) return null
    const { cluster: _, vcenter, until: __, bookmarks, ...rest } = head
    const network = vcenter.network ?? records.networks.find((each) => each.kind === 'management')?.name ?? ''
    return {
      ...rest,
      vcenter: { vm: vcenter.vm, network },
      ...records,
      timeline,
      expect: expect.filter((entry) => entry !== null),
      bookmarks: [...bookmarks].sort((a, b) => a.at - b.at),
      until,
    }
  }

  /** The keys that are no lists, each by itself, so that one bad key hides no other; a refused key is as if left out. */
  #head(): LabHead {
    const head: { [key: string]: unknown } = {}
    for (const [key, schema] of Object.entries<AnySchema>(labHeadShape)) {
      const value = this.#raw[key]
      if (key === 'cluster') head[key] = this.#cluster(value)
      else if (value !== undefined) head[key] = parseOne(schema, value, [key], this.#report) ?? fallbackOf(schema)
      else if (key === 'hostdown' || key === 'name') this.#report([key], refusal(schema, undefined))
      else head[key] = fallbackOf(schema)
    }
    for (const key of Object.keys(head)) if (head[key] === undefined) delete head[key]
    return head as unknown as LabHead
  }

  /** The cluster likewise, down to the entries of its lists. */
  #cluster(raw: unknown): ClusterEntry {
    const parsed = raw === undefined ? null : parseParts(clusterSchema, raw, ['cluster'], this.#report)
    return (parsed ?? parseParts(clusterSchema, {}, ['cluster'], this.#report)) as ClusterEntry
  }

  #rawList(key: string): readonly unknown[] {
    const value = this.#raw[key]
    if (Array.isArray(value)) return value
    if (value !== undefined) this.#report([key], expectedGot(A_LIST, value))
    return []
  }

  /** The entries of a list that parse; the others are reported. */
  #list(key: LabListKey): readonly At<unknown>[] {
    const raw = this.#raw[key]
    if (raw === undefined && key === 'hosts') this.#report([key], missing(['a list of hosts', '호스트 목록']))
    const list = this.#rawList(key)
    const parsed = parseEntries(labListShape[key], list, [key], this.#report)
    const sound: At<unknown>[] = []
    parsed.forEach((entry, index) => {
      if (entry !== null) sound.push({ entry, index })
    })
    return sound
  }

  /** Every name of the file, those of refused entries too, so that nothing is called missing because it has another fault. */
  #collectNames(): void {
    const names = this.#names
    for (const key of labListKeys) {
      const kind = key.slice(0, -1) as 'network' | 'datastore' | 'host' | 'vm'
      const list = this.#raw[key]
      if (list === undefined && key === 'networks') for (const network of defaultNetworks) names.byKind.network.add(network.name)
      if (list === undefined && key === 'datastores') for (const datastore of defaultDatastores) names.byKind.datastore.add(datastore.name)
      if (Array.isArray(list)) this.#collect(kind, list, [key])
    }
    const cluster = isMap(this.#raw['cluster']) ? this.#raw['cluster'] : {}
    const drs = isMap(cluster['drs']) ? cluster['drs'] : {}
    if (Array.isArray(cluster['resourcePools'])) this.#collect('pool', cluster['resourcePools'], ['cluster', 'resourcePools'])
    if (Array.isArray(drs['rules'])) this.#collect('rule', drs['rules'], ['cluster', 'drs', 'rules'])
    if (isMap(drs['vmGroups'])) for (const group of Object.keys(drs['vmGroups'])) names.byKind.vmGroup.add(group)
    if (isMap(drs['hostGroups'])) for (const group of Object.keys(drs['hostGroups'])) names.byKind.hostGroup.add(group)
    this.#collectAddresses(cluster)
  }

  #collect(kind: 'network' | 'datastore' | 'host' | 'vm' | 'pool' | 'rule', list: readonly unknown[], path: Path): void {
    const known = this.#names.byKind[kind]
    for (const [index, entry] of list.entries()) {
      const names = namesOf(entry)
      const written = isMap(entry) ? String(entry['name']) : ''
      if (names.length > 1) this.#names.expanded.set(written, [names[0] ?? '', names.at(-1) ?? ''])
      if (known.size + names.length > RECORDS_MAX) {
        this.#report([...path, index, 'count'], [`expected at most ${RECORDS_MAX} in all`, `모두 합쳐 최대 ${RECORDS_MAX}개입니다`])
        return
      }
      const taken = names.find((name) => known.has(name)) ?? null
      for (const name of names) known.add(name)
      if (taken !== null)
        this.#report(
          [...path, index, 'name'],
          [
            `duplicate: there is already a ${refWords[kind][0]} named ${JSON.stringify(taken)}`,
            `중복: 이름이 ${JSON.stringify(taken)}인 ${asSubject(refWords[kind][1])} 이미 있습니다`,
          ],
        )
    }
  }

  /** What a partition may group beside hosts: addresses of the networks, those that options name, and a vCenter that is no VM of the lab. */
  #collectAddresses(cluster: PlainMap): void {
    const { addresses } = this.#names
    const networks = Array.isArray(this.#raw['networks']) ? (this.#raw['networks'] as readonly unknown[]) : defaultNetworks
    for (const network of networks) {
      if (!isMap(network)) continue
      const listed = network['isolationAddresses']
      if (Array.isArray(listed)) for (const address of listed) addresses.add(String(address))
      else if (network['kind'] === 'management') addresses.add(`${String(network['name'])}-gateway`)
    }
    const timeline = Array.isArray(this.#raw['timeline']) ? (this.#raw['timeline'] as readonly unknown[]) : []
    for (const block of [cluster, ...timeline]) {
      const ha = isMap(block) && isMap(block['ha']) ? block['ha'] : {}
      const options = isMap(ha['advancedOptions']) ? ha['advancedOptions'] : {}
      for (const [name, value] of Object.entries(options)) if (/^das\.isolationaddress\d*$/i.test(name)) addresses.add(String(value))
    }
    const vcenter = isMap(this.#raw['vcenter']) ? this.#raw['vcenter'] : {}
    if (typeof vcenter['vm'] !== 'string') addresses.add('vcenter')
  }

  #checkReferences(): void {
    const check = (schema: AnySchema, value: unknown, path: Path): void => checkReferences(schema, value, path, this.#names, this.#report)
    for (const [key, schema] of Object.entries<AnySchema>(labHeadShape)) check(schema, this.#raw[key], [key])
    for (const key of labListKeys) {
      const list = this.#raw[key]
      if (Array.isArray(list)) list.forEach((entry: unknown, i) => check(labListShape[key], entry, [key, i]))
    }
  }

  /** The records of the lab, as far as entries are sound, checked against each other. */
  #records(head: LabHead, entries: Entries): Pick<Lab, 'networks' | 'datastores' | 'hosts' | 'vms' | 'cluster'> {
    const { product } = head
    const networks = (this.#raw['networks'] === undefined ? defaultNetworks : entries.networks.map(({ entry }) => entry)).map(resolveNetwork)
    const datastores =
      this.#raw['datastores'] === undefined
        ? defaultDatastores.map((entry) => resolveDatastore(entry, product))
        : entries.datastores.map(({ entry, index }) => gateDatastore(resolveDatastore(entry, product), product, ['datastores', index], this.#warn))
    const limits = head.limits === 'none' ? null : maximums[product]
    const { hosts, hostEntry } = expandHosts(entries.hosts, networks, limits === null ? RECORDS_MAX : FAR_BEYOND.hosts)
    const cluster = gateCluster(resolveCluster(head.cluster, head, datastores), product, this.#warn)
    const placed = this.#vms(head, entries.vms, { networks, datastores, hosts, cluster })
    const draft = { raw: this.#raw, product, networks, datastores, hosts, hostEntry, vms: placed.vms, vmEntry: placed.vmEntry, cluster }
    checkHosts(draft, this.#report)
    checkCluster(draft, this.#report)
    const counts = {
      hosts: total(entries.hosts.filter(({ entry }) => !entry.standalone)),
      vms: total(entries.vms),
    }
    if (limits !== null) checkMaximums(draft, counts, limits, this.#report)
    return { networks, datastores, hosts, vms: placed.vms, cluster }
  }

  #vms(
    head: LabHead,
    entries: readonly At<VmEntry>[],
    world: { networks: readonly LabNetwork[]; datastores: readonly LabDatastore[]; hosts: readonly LabHost[]; cluster: LabCluster },
  ) {
    const { speaks, standings, entryOf } = this.#standings(entries, head.limits === 'none' ? RECORDS_MAX : FAR_BEYOND.vms)
    const placement = new Placement({
      ...world,
      vmsPerHostMax: head.limits === 'none' ? Number.POSITIVE_INFINITY : maximums[head.product].vmsPerHost,
    })
    const hosts = new Map(world.hosts.map((host) => [host.name, host]))
    const blamed = new Set<number>()
    const blame = (i: number, key: string, message: Phrase): void => {
      const index = entryOf[i] ?? 0
      // One line for each entry, however many VMs its count makes.
      if (!blamed.has(index)) this.#report(['vms', index, key], message)
      blamed.add(index)
    }
    const hostOf: (LabHost | null)[] = standings.map(({ entry }, i) => {
      if (entry.host !== null && entry.power === 'on') {
        const objection = placement.stand(standings[i] as Standing, entry.host)
        if (objection !== null) blame(i, objection.key, objection.message)
      }
      return entry.host === null ? null : (hosts.get(entry.host) ?? null)
    })
    // What stands nowhere because of another fault is not reported twice.
    if (head.start === 'settled' && !this.#failed()) {
      standings.forEach((standing, i) => {
        if (standing.entry.host !== null || standing.entry.power !== 'on') return
        const host = placement.place(standing)
        if ('nowhere' in host) blame(i, 'host', host.nowhere)
        else hostOf[i] = host
      })
    }
    const vms: LabVm[] = standings.map(({ name, entry }, i) => {
      const path = ['vms', entryOf[i] ?? 0]
      const named = entry.name === name ? entry : { ...entry, name }
      const report = speaks[i] === true ? this.#report : ignore
      const demand = finishDemand(entry.demand, name, false, this.#traces, [...path, 'demand'], report)
      checkPings(entry, path, report)
      const host = hostOf[i] ?? null
      const vm = resolveVm({ ...named, host: host === null ? entry.host : host.name, demand }, { ...world, position: i + 1, host })
      return gateVm(vm, head.product, path, speaks[i] === true ? this.#warn : ignore)
    })
    return { vms, vmEntry: entryOf }
  }

  /** One standing for each VM that an entry stands for. Those that speak are reported about: the first of an entry, and each with a trace, whose column may be missing. */
  #standings(
    entries: readonly At<VmEntry>[],
    most: number,
  ): {
    readonly speaks: readonly boolean[]
    readonly standings: readonly Standing[]
    readonly entryOf: readonly number[]
  } {
    const standings: Standing[] = []
    const entryOf: number[] = []
    const speaks: boolean[] = []
    for (const { entry, index } of entries) {
      const traced = entry.demand.trace !== undefined || entry.demand.memoryTrace !== undefined
      for (const [i, name] of expandedNames(entry.name, entry.count).entries()) {
        if (standings.length >= most) break
        standings.push({ name, entry })
        entryOf.push(index)
        speaks.push(i === 0 || traced)
      }
    }
    return { speaks, standings, entryOf }
  }
}

interface Entries {
  readonly networks: readonly At<NetworkEntry>[]
  readonly datastores: readonly At<DatastoreEntry>[]
  readonly hosts: readonly At<HostEntry>[]
  readonly vms: readonly At<VmEntry>[]
}

const ignore = (): void => {}

/** Records that entries stand for. */
const total = (entries: readonly At<{ readonly count: number }>[]): number => entries.reduce((sum, { entry }) => sum + entry.count, 0)

function expandHosts(
  entries: readonly At<HostEntry>[],
  networks: readonly LabNetwork[],
  most: number,
): { readonly hosts: readonly LabHost[]; readonly hostEntry: readonly number[] } {
  const hosts: LabHost[] = []
  const hostEntry: number[] = []
  for (const { entry, index } of entries) {
    for (const name of expandedNames(entry.name, entry.count)) {
      if (hosts.length >= most) break
      hosts.push(resolveHost({ ...entry, name }, hosts.length + 1, networks))
      hostEntry.push(index)
    }
  }
  return { hosts, hostEntry }
}

function resolveCluster(entry: ClusterEntry, head: LabHead, datastores: readonly LabDatastore[]): LabCluster {
  const { ha, drs, vsan, ...rest } = entry
  const haSettings = ha === null ? null : resolveHa(ha)
  const resolvedDrs: LabDrs | null = drs === null ? null : resolveDrs(drs, head.product)
  return {
    ...rest,
    ha: haSettings?.enabled === true ? haSettings : null,
    haSettings,
    drs: resolvedDrs,
    vsan: vsan ?? datastores.some((datastore) => datastore.type === 'vsan'),
  }
}
