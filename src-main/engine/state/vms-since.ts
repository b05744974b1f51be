/** VMs that may look otherwise than they did (`vmView`), without looking at the others: for frames, which hold what changed. */
import type { ReadonlyTables } from '../core/world.ts'
import { vmColumns } from '../reads/vm-columns.ts'
import { connectionThrough } from './vms.ts'

/** What the view of a VM is read from, beside how it is connected; all by the names of VMs (a migration of a secondary, which has a key of its own, shows in none). */
const tables = ['vms', 'locks', 'protection', 'powerOffRecords', 'chains', 'ftPairs', 'snapshotJobs', 'migrations'] as const

/** An instant of a world. */
export interface VmMark {
  readonly world: ReadonlyTables
  readonly versions: readonly number[]
  /** By host: how VMs there are connected through each datastore. */
  readonly connections: ReadonlyMap<string, string>
}

export interface VmsSince {
  /** In the order of the inventory. */
  readonly names: readonly string[]
  readonly mark: VmMark
}

/** `mark`: of the last answer; null, or of another world: all VMs. */
export function vmsSince(world: ReadonlyTables, mark: VmMark | null): VmsSince {
  const now: VmMark = { world, versions: tables.map((table) => world[table].version), connections: connectionsOf(world) }
  const written = new Set<string>()
  const isKnown = tables.map((table, i) => {
    // Asked in any case: from now on the table remembers what is written.
    const names = world[table].writtenSince(mark?.world === world ? (mark.versions[i] as number) : -1)
    for (const name of names ?? []) written.add(name)
    return names !== null
  })
  if (mark === null || isKnown.includes(false)) return { names: [...world.vms.keys()], mark: now }
  const { placeOf, names, registeredOn, hosts } = vmColumns(world)
  const isNamed = new Uint8Array(names.length)
  for (const name of written) {
    const place = placeOf.get(name)
    if (place !== undefined) isNamed[place] = 1
  }
  const others = hosts.map((host) => now.connections.get(host) !== mark.connections.get(host))
  if (others.includes(true)) registeredOn.forEach((host, place) => others[host] === true && (isNamed[place] = 1))
  return { names: names.filter((_, place) => isNamed[place] === 1), mark: now }
}

function connectionsOf(world: ReadonlyTables): VmMark['connections'] {
  const datastores = [...world.datastores.keys()]
  const through = (host: string): string => datastores.map((datastore) => `${connectionThrough(world, host, datastore)} ${datastore}`).join('\n')
  return new Map([...world.hosts.keys()].map((host) => [host, through(host)]))
}
