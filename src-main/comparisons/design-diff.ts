/** How two labs differ in design: objects that one side alone has, and settings with both values. Pure. */
import type { DesignArea, DesignDifference, SettingDifference } from '../contract/api-compare.ts'
import type { Json } from '../contract/events.ts'
import type { Lab } from '../contract/lab/index.ts'
import { same } from '../runs/same.ts'

type Settings = { readonly [path: string]: Json }
type Source = { readonly [key: string]: unknown }

/** Keys that say nothing of their own: positions, names, and what other keys were made into. */
const left: { readonly [area in DesignArea]?: readonly string[] } = {
  host: ['name', 'count', 'moid'],
  vm: ['name', 'count', 'demand.traceSamples', 'demand.memoryTraceSamples', 'demand.traceIntervalMs'],
  datastore: ['name'],
  network: ['name', 'nicsGiven'],
  pool: ['name'],
  rule: ['name'],
}

/** What is told of an object that one side alone has. */
const telling: { readonly [area in DesignArea]?: readonly string[] } = {
  host: ['cpu.sockets', 'cpu.coresPerSocket', 'cpu.mhz', 'memoryMiB', 'faultDomain'],
  vm: ['vcpus', 'memoryMiB', 'host', 'power'],
  datastore: ['type', 'capacityGiB'],
  network: ['kind', 'gbps', 'nics'],
  pool: ['parent', 'cpuShares', 'cpuReservationMHz', 'memoryShares', 'memoryReservationMiB'],
  rule: ['type', 'enabled', 'vms', 'vmGroup', 'hostGroup', 'dependsOn'],
  vmGroup: ['members'],
  hostGroup: ['members'],
}

/** Objects by name, in the order of the lab. */
type Objects = ReadonlyMap<string, Source>

function objectsOf(lab: Lab, area: DesignArea): Objects {
  const byName = (list: readonly (object & { readonly name: string })[]): Objects =>
    new Map(list.map((item) => [item.name, item as unknown as Source]))
  const groups = (of: { readonly [name: string]: readonly string[] } | undefined): Objects =>
    new Map(Object.entries(of ?? {}).map(([name, members]) => [name, { members: [...members].sort() }]))
  switch (area) {
    case 'host':
      return byName(lab.hosts)
    case 'vm':
      return byName(lab.vms)
    case 'datastore':
      return byName(lab.datastores)
    case 'network':
      return byName(lab.networks)
    case 'pool':
      return byName(lab.cluster.resourcePools)
    case 'rule':
      return byName(lab.cluster.drs?.rules ?? [])
    case 'vmGroup':
      return groups(lab.cluster.drs?.vmGroups)
    case 'hostGroup':
      return groups(lab.cluster.drs?.hostGroups)
    default:
      return new Map()
  }
}

/** Blocks that there is one of. A service without a block is off: its other settings mean nothing. */
function blocksOf({ product, limits, start, seed, vcenter, cluster }: Lab): readonly (readonly [DesignArea, Source])[] {
  const { haSettings, drs } = cluster
  return [
    ['head', { product, limits, start, seed, vcenter }],
    ['cluster', { evcMode: cluster.evcMode, vsan: cluster.vsan, vcls: cluster.vcls }],
    ['ha', { ...haSettings, enabled: haSettings?.enabled ?? false }],
    ['drs', { ...drs, enabled: drs?.enabled ?? false, rules: undefined, vmGroups: undefined, hostGroups: undefined }],
  ]
}

/** Leaves by path. A list is one leaf. */
function flat(source: Source, leftOut: readonly string[] = []): Settings {
  const found: [string, Json][] = []
  const walk = (value: unknown, path: string): void => {
    if (value === undefined || leftOut.includes(path)) return
    if (typeof value !== 'object' || value === null || Array.isArray(value)) found.push([path, value as Json])
    else for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`)
  }
  walk(source, '')
  return Object.fromEntries(found)
}

/** `shared`: only the paths that both have. */
function settingsThatDiffer(a: Settings, b: Settings, shared = false): readonly SettingDifference[] {
  const paths = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...paths]
    .filter((path) => !shared || (path in a && path in b))
    .map((path) => ({ path, a: a[path] ?? null, b: b[path] ?? null }))
    .filter((setting) => !same(setting.a, setting.b))
}

function ofBlocks(a: Lab, b: Lab): readonly DesignDifference[] {
  const others = new Map(blocksOf(b))
  return blocksOf(a).flatMap(([area, block]) => {
    const [mine, other] = [flat(block), flat(others.get(area) ?? {})]
    // Where one side has no block of a service, what the other says about its details is not a difference of its own.
    const settings = settingsThatDiffer(mine, other, Object.keys(mine).length === 1 || Object.keys(other).length === 1)
    return settings.length === 0 ? [] : [{ area, names: [], change: 'changed' as const, settings }]
  })
}

function alone(area: DesignArea, object: Source, side: 'a' | 'b'): readonly SettingDifference[] {
  const settings = flat(object, left[area])
  return (telling[area] ?? []).flatMap((path) => {
    const value = settings[path] ?? null
    return value === null ? [] : [{ path, a: side === 'a' ? value : null, b: side === 'b' ? value : null }]
  })
}

function ofObjects(a: Lab, b: Lab, area: DesignArea): readonly DesignDifference[] {
  const [mine, others] = [objectsOf(a, area), objectsOf(b, area)]
  const found: DesignDifference[] = []
  for (const [name, object] of mine) {
    const other = others.get(name)
    if (other === undefined) found.push({ area, names: [name], change: 'removed', settings: alone(area, object, 'a') })
    else if (!same(object, other)) {
      const settings = settingsThatDiffer(flat(object, left[area]), flat(other, left[area]))
      if (settings.length > 0) found.push({ area, names: [name], change: 'changed', settings })
    }
  }
  for (const [name, object] of others) if (!mine.has(name)) found.push({ area, names: [name], change: 'added', settings: alone(area, object, 'b') })
  return merged(found)
}

/** What differs in the same way is one difference with several names. */
function merged(differences: readonly DesignDifference[]): readonly DesignDifference[] {
  const byWay = new Map<string, DesignDifference>()
  for (const difference of differences) {
    const key = JSON.stringify([difference.change, difference.settings])
    const known = byWay.get(key)
    byWay.set(key, known === undefined ? difference : { ...known, names: [...known.names, ...difference.names] })
  }
  return [...byWay.values()]
}

const kinds = ['host', 'vm', 'datastore', 'network', 'pool', 'rule', 'vmGroup', 'hostGroup'] as const

/** Nothing where the labs are the same but for their names, descriptions, timelines and expectations. */
export function designDifferences(a: Lab, b: Lab): readonly DesignDifference[] {
  return a === b ? [] : [...ofBlocks(a, b), ...kinds.flatMap((area) => ofObjects(a, b, area))]
}
