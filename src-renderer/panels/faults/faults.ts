/** The faults that a person can put on the objects of the lab that is open, and the commands that they are. Pure. */
import type { LabSummary } from '../../../src-main/contract/api.ts'
import type { ObjectRef } from '../../stores/selection.ts'
import { faultTable, type FaultRow } from './fault-table.ts'

export { faultTargets, type FaultGroup, type FaultTarget } from './fault-table.ts'

export interface Fault extends FaultRow {
  /** Unique in the list. */
  readonly id: string
  /** The network that a host is cut from. */
  readonly network: string | null
  /** The address that answers no more, and the network where it lies. */
  readonly address: { readonly name: string; readonly network: string } | null
}

/** What a dialog asks for besides the object. */
export interface FaultAnswers {
  readonly groups?: readonly (readonly string[])[]
  /** A partition that lets pings pass. */
  readonly agentTraffic?: boolean
  /** Left out: all hosts. */
  readonly hosts?: readonly string[]
  readonly demand?: Readonly<Record<string, number>>
}

/** Whether a command does harm, for the colour of its flag. */
export const graveCommands: ReadonlySet<string> = new Set(faultTable.filter((row) => row.grave).map((row) => row.command))

export type FaultLab = Pick<LabSummary, 'networks'>

export function managementNetworks(lab: FaultLab): readonly string[] {
  return lab.networks.filter((network) => network.kind === 'management').map((network) => network.name)
}

/** Networks over which agents talk or storage is reached: the loss of another one changes nothing that is modelled. */
const faultKinds: readonly string[] = ['management', 'vsan', 'storage']

/** Management networks first: of those the most is asked. */
export function faultNetworks(lab: FaultLab): readonly string[] {
  return faultKinds.flatMap((kind) => lab.networks.filter((network) => network.kind === kind).map((network) => network.name))
}

/** What can be offered for a lab, in the order of the menus. */
export function faultsOf(lab: FaultLab | null): readonly Fault[] {
  if (lab === null) return []
  return faultTable.flatMap((row): Fault[] => {
    const suffix = row.with === undefined ? '' : `:${Object.values(row.with).join()}`
    const plain = { ...row, id: `${row.command}${suffix}`, network: null, address: null }
    if (row.each === 'network') return forNetworks(plain, lab)
    if (row.each === 'address')
      return lab.networks.flatMap(({ name: network, addresses }) =>
        addresses.map((name) => ({ ...plain, id: `${plain.id}:${name}`, testid: `${row.testid}-${name}`, address: { name, network } })),
      )
    return [plain]
  })
}

function forNetworks(row: Fault, lab: FaultLab): Fault[] {
  const answering = (name: string): boolean => (lab.networks.find((network) => network.name === name)?.addresses.length ?? 0) > 0
  return faultNetworks(lab)
    .map((network, at) => ({ ...row, id: `${row.id}:${network}`, network, testid: at === 0 ? row.testid : `${row.testid}-${network}` }))
    .filter((fault) => fault.with === undefined || answering(fault.network))
}

/** Whether a fault can be put on an object. */
export function accepts(fault: Fault, object: ObjectRef, lab: FaultLab): boolean {
  // A load on a host is that of one of its VMs: the dialog asks of which.
  if (fault.ask === 'demand' && object.kind === 'host') return true
  if (object.kind !== fault.target) return false
  if (fault.address !== null) return fault.address.network === object.name
  return fault.target !== 'network' || faultNetworks(lab).includes(object.name)
}

/** Arguments of the command. */
export function argumentsOf(fault: Fault, object: ObjectRef, answers: FaultAnswers = {}): Record<string, unknown> {
  if (fault.target === 'vcenter') return {}
  if (fault.address !== null) return { address: fault.address.name }
  return {
    [fault.target]: object.name,
    ...(fault.network === null ? {} : { network: fault.network }),
    ...fault.with,
    ...(answers.groups === undefined ? {} : { groups: answers.groups }),
    ...(answers.agentTraffic === true ? { blocks: 'agentTraffic' } : {}),
    ...(answers.hosts === undefined ? {} : { hosts: answers.hosts }),
    ...answers.demand,
  }
}

/** The object of a fault dropped where no object is, such as on the timeline: what is selected, or the only one there is. */
export function impliedObject(fault: Fault, selected: ObjectRef | null, lab: FaultLab): ObjectRef | null {
  if (fault.target === 'vcenter') return { kind: 'vcenter', name: 'vcenter' }
  if (fault.address !== null) return { kind: 'network', name: fault.address.network }
  if (selected !== null && accepts(fault, selected, lab)) return selected
  const [first, ...others] = managementNetworks(lab)
  return fault.target === 'network' && first !== undefined && others.length === 0 ? { kind: 'network', name: first } : null
}

/** A first proposal for the parts of a partition: the fault domains, else one half each. */
export function proposedSides(hosts: LabSummary['hosts']): ReadonlyMap<string, number> {
  const domains = [...new Set(hosts.map((host) => host.faultDomain))]
  const half = Math.ceil(hosts.length / 2)
  return new Map(hosts.map((host, at) => [host.name, domains.length > 1 ? Math.min(1, domains.indexOf(host.faultDomain)) : at < half ? 0 : 1]))
}

/** The parts that have hosts, in order. */
export function groupsOf(sides: ReadonlyMap<string, number>): readonly (readonly string[])[] {
  const count = Math.max(-1, ...sides.values()) + 1
  const parts = Array.from({ length: count }, (_, side) => [...sides].filter(([, at]) => at === side).map(([name]) => name))
  return parts.filter((part) => part.length > 0)
}
