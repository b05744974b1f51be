/** 'Replace names' in what a report shows: the same name becomes the same pseudonym wherever it stands. */
import type { Lab } from '../contract/lab/index.ts'

type Mapped = string | number | boolean | null | undefined | readonly Mapped[] | { readonly [key: string]: Mapped }

export type Rename = <T>(value: T) => T

/** What a pseudonym begins with. */
const stems = ['host', 'vm', 'datastore', 'network', 'pool', 'rule', 'vm-group', 'host-group', 'domain', 'array', 'address', 'moid', 'mac'] as const

/** Names of a lab by kind; those that commands of a run added come by `others`. */
function namesOf({ hosts, vms, datastores, networks, cluster }: Lab): { readonly [S in (typeof stems)[number]]: readonly (string | null)[] } {
  return {
    host: hosts.map(({ name }) => name),
    vm: vms.map(({ name }) => name),
    datastore: datastores.map(({ name }) => name),
    network: networks.map(({ name }) => name),
    pool: cluster.resourcePools.map(({ name }) => name),
    rule: cluster.drs?.rules.map(({ name }) => name) ?? [],
    'vm-group': Object.keys(cluster.drs?.vmGroups ?? {}),
    'host-group': Object.keys(cluster.drs?.hostGroups ?? {}),
    domain: hosts.map(({ faultDomain }) => faultDomain),
    array: datastores.map(({ array }) => array),
    address: networks.flatMap(({ isolationAddresses }) => isolationAddresses),
    moid: hosts.map(({ moid }) => moid),
    mac: vms.flatMap(({ nics }) => nics.map(({ mac }) => mac)),
  }
}

export const asTheyAre: Rename = (value) => value

/** Of several labs: a name that they share has one pseudonym. */
export const renamingOf = (labs: readonly Lab[]): Rename => renamingBy(labs.map(namesOf), { hosts: [], vms: [] })

/** A function that puts pseudonyms into any plain data: into texts that are a name, and keys that are one. `others`: names that are not of the lab. */
export function renaming(lab: Lab, others: { readonly hosts: readonly string[]; readonly vms: readonly string[] }): Rename {
  return renamingBy([namesOf(lab)], others)
}

function renamingBy(
  labs: readonly ReturnType<typeof namesOf>[],
  others: { readonly hosts: readonly string[]; readonly vms: readonly string[] },
): Rename {
  const pseudonyms = new Map<string, string>()
  for (const stem of stems) {
    const list = [...labs.flatMap((names) => names[stem]), ...(stem === 'host' ? others.hosts : stem === 'vm' ? others.vms : [])]
    const distinct = [...new Set(list.filter((name) => name !== null && name !== ''))] as string[]
    const digits = Math.max(2, String(distinct.length).length)
    distinct.forEach((name, i) => {
      if (!pseudonyms.has(name)) pseudonyms.set(name, `${stem}-${String(i + 1).padStart(digits, '0')}`)
    })
  }
  const rename = (value: Mapped): Mapped => {
    if (typeof value === 'string') return pseudonyms.get(value) ?? value
    if (Array.isArray(value)) return (value as readonly Mapped[]).map(rename)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [pseudonyms.get(key) ?? key, fixed.has(key) ? inner : rename(inner)]))
  }
  return (value) => rename(value as Mapped) as typeof value
}

/** Words of the engine, which a name may equal by chance. */
const fixed: ReadonlySet<string> = new Set(['type', 'decision', 'facts', 'standing', 'text'])
