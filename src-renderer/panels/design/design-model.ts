/** A design as the window reads it: things by kind, what lies where, names that are free. Pure. */
import type { DesignKind, DesignLab } from '../../../src-main/contract/api-design.ts'
import type { Json } from '../../../src-main/contract/events.ts'
import { formBases, type FormId } from '../../../src-main/contract/lab/form.ts'
import { expandedNames } from '../../../src-main/contract/lab/names.ts'

export type DesignEntry = { readonly [key: string]: Json }

/** A thing of the design. One of a `count` is a thing of its own, with the entry of all. */
export interface DesignThing {
  readonly name: string
  readonly entry: DesignEntry
}

export type DesignThings = { readonly [K in DesignKind]: readonly DesignThing[] }

const listKeys = {
  host: 'hosts',
  vm: 'vms',
  datastore: 'datastores',
  network: 'networks',
  pool: 'pools',
  rule: 'rules',
  vmGroup: 'vmGroups',
  hostGroup: 'hostGroups',
} as const satisfies { readonly [K in DesignKind]: keyof DesignLab }

/** The kind whose list stands at a path of the lab: `hosts` → host; null for any other. */
export const kindOfList = (path: string): DesignKind | null => (Object.keys(listKeys) as DesignKind[]).find((kind) => listKeys[kind] === path) ?? null

const textOf = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null)
const numberOf = (value: Json | undefined): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)

function thingsOf(entries: readonly DesignEntry[], counted: boolean): DesignThing[] {
  return entries.flatMap((entry) => {
    const name = textOf(entry['name']) ?? ''
    const count = counted ? numberOf(entry['count']) : 1
    if (!Number.isInteger(count) || count <= 1 || count > 100_000) return [{ name, entry }]
    return expandedNames(name, count).map((each) => ({ name: each, entry: { ...entry, name: each } }))
  })
}

export function designThings(lab: DesignLab): DesignThings {
  const of = (kind: DesignKind): readonly DesignThing[] => thingsOf(lab[listKeys[kind]], kind === 'host' || kind === 'vm')
  const orImplied = (kind: 'network' | 'datastore'): readonly DesignThing[] =>
    thingsOf(isImplied(lab, kind) ? lab.implied[listKeys[kind]] : lab[listKeys[kind]], false)
  return {
    host: of('host'),
    vm: of('vm'),
    datastore: orImplied('datastore'),
    network: orImplied('network'),
    pool: of('pool'),
    rule: of('rule'),
    vmGroup: of('vmGroup'),
    hostGroup: of('hostGroup'),
  }
}

/** Names that something of the kind may be referred to by. */
export const namesOf = (things: DesignThings, kind: DesignKind): readonly string[] => things[kind].map(({ name }) => name)

/** The file names none of the kind: what is there is what a lab has all the same. */
export function isImplied(lab: DesignLab, kind: DesignKind): boolean {
  return (kind === 'network' || kind === 'datastore') && lab[listKeys[kind]].length === 0
}

/** The value at a key of an entry; undefined: left out. */
export function valueAt(entry: Json | undefined, key: readonly (string | number)[]): Json | undefined {
  let at: Json | undefined = entry
  for (const part of key) {
    if (typeof at !== 'object' || at === null) return undefined
    at = Array.isArray(at) ? (at as readonly Json[])[Number(part)] : (at as DesignEntry)[String(part)]
  }
  return at
}

export interface PlacedOn {
  readonly vms: readonly string[]
  readonly vcpus: number
  readonly memoryMiB: number
}

const nothing: PlacedOn = { vms: [], vcpus: 0, memoryMiB: 0 }

/** VMs by the host that they are put on; null: on none. */
export function placements(things: DesignThings): ReadonlyMap<string | null, PlacedOn> {
  const hosts = new Set(things.host.map(({ name }) => name))
  const placed = new Map<string | null, { vms: string[]; vcpus: number; memoryMiB: number }>()
  for (const { name, entry } of things.vm) {
    const wanted = textOf(entry['host'])
    const host = wanted !== null && hosts.has(wanted) ? wanted : null
    let on = placed.get(host)
    if (on === undefined) placed.set(host, (on = { vms: [], vcpus: 0, memoryMiB: 0 }))
    on.vms.push(name)
    if (entry['power'] === 'off') continue
    on.vcpus += numberOf(entry['vcpus'])
    on.memoryMiB += numberOf(entry['memoryMiB'])
  }
  return placed
}

export const placedOn = (placed: ReadonlyMap<string | null, PlacedOn>, host: string | null): PlacedOn => placed.get(host) ?? nothing

export interface HostSize {
  readonly cores: number
  readonly mhz: number
  readonly memoryMiB: number
}

export function hostSize(entry: DesignEntry): HostSize {
  const cores = numberOf(valueAt(entry, ['cpu', 'sockets'])) * numberOf(valueAt(entry, ['cpu', 'coresPerSocket']))
  return { cores, mhz: cores * numberOf(valueAt(entry, ['cpu', 'mhz'])), memoryMiB: numberOf(entry['memoryMiB']) }
}

/** What a VM asks for beyond all that its host has; null: it is within it. Memory may be overcommitted, one VM larger than the host is a slip. */
export function beyondHost(things: DesignThings, entry: DesignEntry, key: string): { readonly host: string; readonly has: number } | null {
  const host = things.host.find(({ name }) => name === entry['host'])
  if (host === undefined || (key !== 'vcpus' && key !== 'memoryMiB')) return null
  const size = hostSize(host.entry)
  const has = key === 'vcpus' ? size.cores : size.memoryMiB
  return numberOf(entry[key]) > has ? { host: host.name, has } : null
}

export interface FaultDomain {
  /** Null: hosts without one. */
  readonly name: string | null
  readonly hosts: readonly DesignThing[]
}

/** In the order in which they are first named; hosts without one last. */
export function faultDomains(things: DesignThings): readonly FaultDomain[] {
  const domains = new Map<string | null, DesignThing[]>()
  for (const host of things.host) {
    const domain = textOf(host.entry['faultDomain'])
    domains.set(domain, [...(domains.get(domain) ?? []), host])
  }
  const named = [...domains].filter(([name]) => name !== null)
  const rest = domains.get(null)
  return [...named, ...(rest === undefined ? [] : [[null, rest] as const])].map(([name, hosts]) => ({ name, hosts }))
}

const firstNames: { readonly [K in DesignKind]: string } = {
  host: 'esx01',
  vm: 'vm01',
  datastore: 'datastore01',
  network: 'network01',
  pool: 'pool01',
  rule: 'rule01',
  vmGroup: 'vm-group01',
  hostGroup: 'host-group01',
}

/** `esx09` → `esx10`, `Host C` → `Host D`, `db` → `db2`. */
export function nameAfter(name: string): string {
  const number = /^(.*?)(\d+)$/.exec(name)
  if (number !== null) {
    const [, before = '', digits = ''] = number
    return before + String(Number(digits) + 1).padStart(digits.length, '0')
  }
  const letter = /^(.* )([A-Ya-y])$/.exec(name)
  if (letter !== null) return (letter[1] ?? '') + String.fromCharCode((letter[2] ?? '').charCodeAt(0) + 1)
  return `${name}2`
}

/** Names that nothing of the kind has, going on from the last; with a name that was asked for, from that. */
export function freeNames(things: DesignThings, kind: DesignKind, count = 1, wanted?: string): readonly string[] {
  const taken = new Set(namesOf(things, kind))
  const last = things[kind].at(-1)?.name
  const free: string[] = []
  let next = wanted ?? (last === undefined || last === '' ? firstNames[kind] : nameAfter(last))
  // Two digits are enough for some; more where there are more.
  if (wanted !== undefined && count > 1 && !/\d$/.test(wanted)) next = `${wanted}${'1'.padStart(Math.max(2, String(count).length), '0')}`
  while (free.length < count) {
    if (!taken.has(next)) free.push(next)
    taken.add(next)
    next = nameAfter(next)
  }
  return free
}

export function freeDomain(things: DesignThings): string {
  const taken = new Set(faultDomains(things).map(({ name }) => name))
  for (let n = 0; ; n++) {
    const name = n < 26 ? `Site ${String.fromCharCode(65 + n)}` : `Site ${String(n + 1)}`
    if (!taken.has(name)) return name
  }
}

const firstHost: DesignEntry = { cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 262_144 }
/** What makes a host that one and no other. */
const ownOfHost = new Set(['name', 'count', 'moid', 'maintenance', 'standby'])

/** An entry to begin with: of a host, the values of the last. */
export function newEntry(things: DesignThings, kind: DesignKind, selectedVms: readonly string[] = []): DesignEntry {
  const [name = ''] = freeNames(things, kind)
  switch (kind) {
    case 'host': {
      const last = things.host.at(-1)?.entry
      const like = last === undefined ? firstHost : Object.fromEntries(Object.entries(last).filter(([key]) => !ownOfHost.has(key)))
      return { name, ...like }
    }
    case 'vm':
      return { name, vcpus: 2, memoryMiB: 4096 }
    case 'datastore':
      return { name, type: 'vmfs' }
    case 'network':
      return { name, kind: 'vm' }
    case 'pool':
      return { name }
    case 'rule':
      return { name, type: 'separate', vms: selectedVms }
    case 'vmGroup':
      return { name, members: selectedVms }
    case 'hostGroup':
      return { name, members: [] }
  }
}

export const vmSizes = [
  { id: 'small', vcpus: 1, memoryMiB: 2048 },
  { id: 'medium', vcpus: 2, memoryMiB: 4096 },
  { id: 'large', vcpus: 4, memoryMiB: 16_384 },
  { id: 'huge', vcpus: 8, memoryMiB: 65_536 },
] as const
export type VmSize = (typeof vmSizes)[number]['id']

/** `auto`: placed at power-on; `spread`: one after the other. */
export type VmPlace = { readonly by: 'auto' | 'spread' } | { readonly by: 'host'; readonly host: string }

export interface NewVms {
  readonly name: string
  readonly count: number
  readonly vcpus: number
  readonly memoryMiB: number
  readonly cpuMHz: number
  readonly place: VmPlace
}

export function newVms(things: DesignThings, { name, count, vcpus, memoryMiB, cpuMHz, place }: NewVms): readonly DesignEntry[] {
  const hosts = things.host.filter(({ entry }) => entry['standby'] !== true && entry['maintenance'] !== true && entry['standalone'] !== true)
  return freeNames(things, 'vm', count, name).map((each, at) => {
    const host = place.by === 'host' ? place.host : place.by === 'spread' ? hosts[at % Math.max(1, hosts.length)]?.name : undefined
    return {
      name: each,
      vcpus,
      memoryMiB,
      ...(host !== undefined && { host }),
      ...(cpuMHz > 0 && { demand: { cpuMHz } }),
    }
  })
}

/** Forms of a block of the file, the inner ones first: a key of vSphere HA is one of the cluster too. */
const blocks = ['ha', 'drs', 'cluster', 'head'] as const
export type BlockForm = (typeof blocks)[number]

/** Which block or kind of thing a form is of. */
export const isBlock = (form: FormId): form is BlockForm => blocks.some((block) => block === form)

/** Where the keys of a block's form begin in the file. */
export const baseOf = (form: BlockForm): readonly string[] => formBases[form] ?? []

/** The block that holds a key of the file. */
export const blockAt = (key: readonly (string | number)[]): BlockForm =>
  blocks.find((form) => baseOf(form).every((part, at) => key[at] === part)) ?? 'head'

/** The plain data of a block; undefined: it is not there. */
export function blockOf(lab: DesignLab, form: BlockForm): DesignEntry | undefined {
  if (form === 'head') return lab.head
  if (form === 'cluster') return lab.cluster
  const service = lab.cluster[form]
  return typeof service === 'object' && service !== null && !Array.isArray(service) ? (service as DesignEntry) : undefined
}
