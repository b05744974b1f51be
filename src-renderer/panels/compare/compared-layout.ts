/** One layout for two labs: what both have stands at the same place on both sides. Pure. */
import type { LabSummary } from '../../../src-main/contract/api.ts'
import { layoutTopology, type TopologyLayout } from '../../graph/layout.ts'

export interface Inhabited {
  readonly lab: LabSummary
  /** Where the VMs were at the start, by name. */
  readonly homes: { readonly [vm: string]: string }
}

function union<T extends { readonly name: string }>(a: readonly T[], b: readonly T[]): T[] {
  const known = new Set(a.map(({ name }) => name))
  return [...a, ...b.filter(({ name }) => !known.has(name))]
}

function countByHost(homes: Inhabited['homes']): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const host of Object.values(homes)) counts.set(host, (counts.get(host) ?? 0) + 1)
  return counts
}

export function sharedLayout(a: Inhabited, b: Inhabited): TopologyLayout {
  const [ofA, ofB] = [countByHost(a.homes), countByHost(b.homes)]
  return layoutTopology({
    hosts: union(a.lab.hosts, b.lab.hosts).map(({ name, faultDomain }) => ({
      name,
      faultDomain,
      vms: Math.max(ofA.get(name) ?? 0, ofB.get(name) ?? 0),
    })),
    vmCount: Math.max(a.lab.vms.length, b.lab.vms.length),
    datastores: union(a.lab.datastores, b.lab.datastores).map(({ name }) => name),
    networks: union(a.lab.networks, b.lab.networks),
  })
}

/** What a lab has of a layout; the places of the others stay empty. */
export function layoutOf(layout: TopologyLayout, lab: LabSummary): TopologyLayout {
  const names = (list: readonly { readonly name: string }[]): ReadonlySet<string> => new Set(list.map(({ name }) => name))
  const [hosts, datastores, networks] = [names(lab.hosts), names(lab.datastores), names(lab.networks)]
  const only = <T>(boxes: ReadonlyMap<string, T>, there: ReadonlySet<string>): ReadonlyMap<string, T> =>
    new Map([...boxes].filter(([name]) => there.has(name)))
  return {
    ...layout,
    hosts: only(layout.hosts, hosts),
    datastores: only(layout.datastores, datastores),
    networks: only(layout.networks, networks),
    buses: layout.buses.filter(({ name }) => networks.has(name)),
    regions: layout.regions
      .map((region) => ({ ...region, hosts: region.hosts.filter((name) => hosts.has(name)) }))
      .filter((region) => region.hosts.length > 0),
  }
}
