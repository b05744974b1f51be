import type { LabProblem, LabSummary } from '../contract/api.ts'
import type { Lab } from '../contract/lab/index.ts'

/** What a window shows of a lab whatever the instant. */
export function summarize(lab: Lab, notModelled: readonly string[]): LabSummary {
  const hostNames = lab.hosts.map(({ name }) => name)
  return {
    name: lab.name,
    description: lab.description,
    nameKo: lab.nameKo,
    descriptionKo: lab.descriptionKo,
    product: lab.product,
    cluster: lab.cluster.name,
    haEnabled: lab.cluster.ha?.enabled ?? false,
    drsEnabled: lab.cluster.drs?.enabled ?? false,
    startsAt: lab.startsAt,
    hosts: lab.hosts.map(({ name, faultDomain, vmCapacity, memoryMiB }) => ({ name, faultDomain, cpuCapacityMHz: vmCapacity.cpuMHz, memoryMiB })),
    vms: lab.vms.map(({ name, vcpus, memoryMiB, clientPing }) => ({
      name,
      vcpus,
      memoryMiB,
      clientPing: clientPing === null ? null : { intervalMs: clientPing.interval, phaseMs: clientPing.phase },
    })),
    networks: networksOf(lab),
    datastores: lab.datastores.map(({ name, type, array, hosts }) => ({ name, type, array, hosts: hosts ?? hostNames })),
    timeline: lab.timeline.map((entry) => ({ t: entry.at, command: entry.do, target: targetOf(entry.args) })),
    bookmarks: lab.bookmarks.map(({ at, note, noteKo, pause, host, vm, tab }) => ({
      t: at,
      note,
      noteKo,
      pause,
      object: vm !== null ? { kind: 'vm', name: vm } : host !== null ? { kind: 'host', name: host } : null,
      tab,
    })),
    until: lab.until,
    warnings: lab.warnings.map(({ path, text, textKo }): LabProblem => ({ path, line: null, message: text, messageKo: textKo })),
    notModelled,
  }
}

/** An isolation address that no network lists lies on the first management network. */
function networksOf(lab: Lab): LabSummary['networks'] {
  const listed = new Set(lab.networks.flatMap((network) => network.isolationAddresses))
  const options = Object.entries(lab.cluster.ha?.advancedOptions ?? {})
  const others = new Set(options.filter(([option]) => /^das\.isolationaddress\d*$/.test(option)).map(([, address]) => String(address)))
  const loose = [...others].filter((address) => !listed.has(address))
  const first = lab.networks.find((network) => network.kind === 'management')
  return lab.networks.map((network) => ({
    name: network.name,
    kind: network.kind,
    addresses: network === first ? [...network.isolationAddresses, ...loose] : network.isolationAddresses,
    gbps: network.gbps,
    nics: network.nics,
  }))
}

/** Names of what a command is about, in the order of its fields. */
export function targetsOf(args: object): readonly string[] {
  const fields = args as { readonly [field: string]: unknown }
  const targets = ['vm', 'vms', 'host', 'hosts', 'datastore', 'network', 'address', 'pool', 'name', 'id'].flatMap((field) => fields[field] ?? [])
  return targets.filter((target) => typeof target === 'string')
}

/** The same as one text: `VM1, Host B`. */
export const targetOf = (args: object): string => targetsOf(args).join(', ')
