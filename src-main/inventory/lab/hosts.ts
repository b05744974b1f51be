/** `hosts` and `cluster.evcMode`: sizes, what of them VMs can use, and what nobody says of hosts that only VMs name. */
import { evcModes, evcOffers } from '../../contract/lab/index.ts'
import type { EvcMode } from '../../contract/lab/index.ts'
import { inBoth, pick } from '../../contract/texts/language.ts'
import type { Phrase } from '../../contract/texts/language.ts'
import type { SourceHost } from '../model.ts'
import { evcOfKey, evcOfName } from './cpu-models.ts'
import { UniqueNames } from './draft.ts'
import type { DraftHost, Workshop } from './draft.ts'
import { isOlder, productOf } from './product.ts'

interface Size {
  readonly sockets: number
  readonly coresPerSocket: number
  readonly mhz: number
  readonly memoryMiB: number
}

const usual: Size = { sockets: 2, coresPerSocket: 16, mhz: 2600, memoryMiB: 262_144 }
/** Of raw capacity, what hosts leave to VMs. */
const USABLE_CPU = 0.93
const USABLE_MEMORY = 0.97

export function makeHosts(shop: Workshop): DraftHost[] {
  const { source } = shop
  const names = new UniqueNames(shop, 'host')
  const moids = new Set<string>()
  const listed = source.hosts.map((host) => sizeOf(host))
  const hosts = source.hosts.map((host, i): DraftHost => {
    const name = names.take(host.name)
    shop.hostNames.set(host, name)
    const size = listed[i] ?? assumedSize(shop, host, name, listed)
    const row = host.row
    const version = productOf(row?.text('esx version') ?? '')
    const moid = row?.text('object id') ?? ''
    const domain = row?.text('vsan fault domain name') ?? ''
    const isFirst = /^host-\d+$/.test(moid) && !moids.has(moid)
    if (isFirst) moids.add(moid)
    return {
      name,
      cpu: { sockets: size.sockets, coresPerSocket: size.coresPerSocket, mhz: size.mhz, model: modelOf(shop, host, name) },
      memoryMiB: size.memoryMiB,
      ...(isFirst && { moid }),
      ...(domain !== '' && { faultDomain: domain }),
      ...(version !== null && isOlder(version, shop.product) && { product: version }),
      ...(row?.truth('in maintenance mode') === true && { maintenance: true }),
    }
  })
  // Ids that were left out count from the position: one of them may be taken.
  if (moids.size > 0 && moids.size < hosts.length)
    for (const [i, host] of hosts.entries()) if (host['moid'] === undefined) host['moid'] = freeMoid(moids, i)
  setUsable(shop, hosts)
  return hosts
}

function freeMoid(taken: Set<string>, position: number): string {
  for (let n = 100_001 + position; ; n += 1) {
    if (taken.has(`host-${n}`)) continue
    taken.add(`host-${n}`)
    return `host-${n}`
  }
}

/** null: a part is missing. */
function sizeOf({ row }: SourceHost): Size | null {
  if (row === null) return null
  const sockets = Math.round(row.number('# cpu') ?? 0)
  const cores = Math.round(row.number('# cores') ?? 0)
  const perSocket = Math.round(row.number('cores per cpu') ?? 0)
  const mhz = Math.round(row.number('speed') ?? 0)
  const memoryMiB = Math.round(row.number('# memory') ?? 0)
  const count = sockets > 0 ? sockets : cores > 0 && perSocket > 0 ? Math.max(1, Math.round(cores / perSocket)) : 1
  const each = perSocket > 0 ? perSocket : Math.round(cores / count)
  if (each < 1 || mhz < 1 || memoryMiB < 1) return null
  return { sockets: Math.min(count, 64), coresPerSocket: Math.min(each, 1024), mhz: Math.min(mhz, 100_000), memoryMiB }
}

/** What the totals of the cluster leave for it, else as most hosts of the cluster are. */
function assumedSize(shop: Workshop, host: SourceHost, name: string, listed: readonly (Size | null)[]): Size {
  const known = listed.filter((size) => size !== null)
  const { size, because }: { readonly size: Size; readonly because: Phrase } =
    fromTotals(shop, known) ??
    (known.length > 0
      ? { size: mostCommon(known), because: ['as most hosts of the cluster', '클러스터의 다른 호스트와 같게 합니다'] }
      : { size: usual, because: ['a usual size', '일반적인 크기로 합니다'] })
  const gap: Phrase =
    host.row === null ? ['vHost does not have this host: ', 'vHost에 이 호스트가 없습니다. '] : ['vHost does not say it: ', 'vHost에 값이 없습니다. ']
  const reason = inBoth((language) => pick(gap, language) + pick(because, language))
  const where = `${shop.where}/${name}`
  const ask = (field: string, value: number, max: number): number => shop.assumptions.number(where, field, value, reason, { min: 1, max })
  return {
    sockets: ask('cpu.sockets', size.sockets, 64),
    coresPerSocket: ask('cpu.coresPerSocket', size.coresPerSocket, 1024),
    mhz: ask('cpu.mhz', size.mhz, 100_000),
    memoryMiB: ask('memoryMiB', size.memoryMiB, 100_000_000),
  }
}

function fromTotals({ source }: Workshop, known: readonly Size[]): { readonly size: Size; readonly because: Phrase } | null {
  const row = source.settings
  const missing = source.hosts.length - known.length
  const cpu = (row?.number('totalcpu') ?? 0) - sum(known, (size) => size.sockets * size.coresPerSocket * size.mhz)
  const memory = (row?.number('totalmemory') ?? 0) - sum(known, (size) => size.memoryMiB)
  const cores = (row?.number('numcpucores') ?? 0) - sum(known, (size) => size.sockets * size.coresPerSocket)
  if (row === null || cores < missing || cpu < cores * 500 || memory < missing * 1024) return null
  const each = Math.max(1, Math.round(cores / missing))
  const sockets = each % 2 === 0 ? 2 : 1
  const size = { sockets, coresPerSocket: each / sockets, mhz: Math.round(cpu / cores), memoryMiB: Math.floor(memory / missing) }
  return {
    size,
    because:
      known.length > 0
        ? ["its part of the cluster's totals beyond the other hosts", '클러스터 합계에서 다른 호스트를 뺀 몫입니다']
        : ["its part of the cluster's totals", '클러스터 합계의 몫입니다'],
  }
}

function mostCommon<T>(list: readonly T[]): T {
  const counts = new Map<string, { readonly item: T; n: number }>()
  for (const item of list) {
    const key = JSON.stringify(item)
    const entry = counts.get(key) ?? { item, n: 0 }
    entry.n += 1
    counts.set(key, entry)
  }
  return [...counts.values()].reduce((a, b) => (b.n > a.n ? b : a)).item
}

const sum = <T>(list: readonly T[], of: (item: T) => number): number => list.reduce((total, item) => total + of(item), 0)

function modelOf(shop: Workshop, host: SourceHost, name: string): EvcMode {
  const where = `${shop.where}/${name}`
  const key = host.row?.text('max evc') ?? ''
  const byKey = evcOfKey(key)
  if (byKey?.exact === true) return byKey.mode
  if (byKey !== null) {
    shop.assumptions.note(where, 'cpu.model', byKey.mode, [`the nearest to ${key} that a lab has`, `랩에 있는 것 중 ${key}에 가장 가까운 세대입니다`])
    return byKey.mode
  }
  const text = host.row?.text('cpu model') ?? ''
  const byName = evcOfName(text)
  const current = evcOfKey(host.row?.text('current evc') ?? '')?.mode
  const likeOthers = host.row === null ? commonModel(shop) : null
  const model = byName !== null && (current === undefined || evcOffers(byName, current)) ? byName : (current ?? likeOthers ?? 'intel-cascade-lake')
  const reason: Phrase =
    byName === model
      ? [`no Max EVC: by its name, ${text}`, `Max EVC가 없어 이름 ${text}(으)로 판단합니다`]
      : current === model
        ? ['no Max EVC: its EVC mode of now', 'Max EVC가 없어 현재 EVC 모드를 사용합니다']
        : likeOthers === model
          ? ['vHost does not have this host: as most hosts of the cluster', 'vHost에 이 호스트가 없어 클러스터의 다른 호스트와 같게 합니다']
          : ['nothing says which CPU it is', 'CPU를 알 수 없습니다']
  return shop.assumptions.choice(where, 'cpu.model', model, reason, evcModes)
}

/** Of the hosts that vHost has; null: it says of none. */
function commonModel({ source }: Workshop): EvcMode | null {
  const models = source.hosts.flatMap(({ row }) =>
    row === null ? [] : (evcOfKey(row.text('max evc'))?.mode ?? evcOfName(row.text('cpu model')) ?? []),
  )
  return models.length === 0 ? null : mostCommon(models)
}

/** What Effective says of the hosts that count, else the usual part. */
function setUsable(shop: Workshop, hosts: readonly DraftHost[]): void {
  const row = shop.source.settings
  const counted = hosts.filter((host) => host.maintenance !== true)
  const shares = [
    { key: 'cpuMHz', column: 'effective cpu', usual: USABLE_CPU, raw: rawCpu },
    { key: 'memoryMiB', column: 'effective memory', usual: USABLE_MEMORY, raw: (host: DraftHost) => host.memoryMiB },
  ] as const
  const [cpu, memory] = shares.map(({ key, column, usual, raw }) => {
    const said = row?.number(column) ?? null
    const label = column === 'effective cpu' ? 'Effective Cpu' : 'Effective Memory'
    const share = said === null ? null : said / sum(counted, raw)
    // More than there is, or next to nothing, is a figure of something else.
    if (share !== null && share > 0.4 && share <= 1.0001) return Math.min(1, share)
    shop.assumptions.note(
      shop.where,
      `hosts[].vmCapacity.${key}`,
      `${Math.round(usual * 100)}%`,
      said === null
        ? [`no ${label} of the cluster`, `클러스터에 ${label}이(가) 없습니다`]
        : [`the cluster's figure, ${said}, does not fit its hosts`, `클러스터의 값 ${said}이(가) 호스트와 맞지 않습니다`],
    )
    return usual
  })
  for (const host of hosts)
    host.vmCapacity = { cpuMHz: Math.floor(rawCpu(host) * (cpu ?? 1) + 1e-6), memoryMiB: Math.floor(host.memoryMiB * (memory ?? 1) + 1e-6) }
}

const rawCpu = ({ cpu }: DraftHost): number => cpu.sockets * cpu.coresPerSocket * cpu.mhz

/** The mode that all hosts are in; null: none, or several. */
export function evcModeOfCluster(shop: Workshop, hosts: readonly DraftHost[]): EvcMode | null {
  const keys = shop.source.hosts.map(({ row }) => row?.text('current evc') ?? '').filter((key) => key !== '')
  const modes = new Set(keys.map((key) => evcOfKey(key)?.mode ?? null))
  const [mode] = modes
  if (shop.source.isStandalone || mode === undefined) return null
  if (modes.size > 1 || mode === null) {
    shop.assumptions.note(
      shop.where,
      'cluster.evcMode',
      null,
      modes.size > 1
        ? ['hosts are in different EVC modes: that is no EVC of the cluster', '호스트의 EVC 모드가 서로 달라 클러스터 EVC로 볼 수 없습니다']
        : [`a lab has no mode ${keys[0]}`, `랩에는 ${keys[0]} 모드가 없습니다`],
    )
    return null
  }
  for (const host of hosts) {
    if (evcOffers(host.cpu.model as EvcMode, mode)) continue
    shop.assumptions.note(`${shop.where}/${host.name}`, 'cpu.model', mode, [
      `it is in a cluster of EVC mode ${mode}, which ${host.cpu.model} does not offer`,
      `EVC 모드가 ${mode}인 클러스터에 있으나 ${host.cpu.model}에는 이 모드가 없습니다`,
    ])
    host.cpu.model = mode
  }
  return mode
}
