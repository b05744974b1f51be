/** The faults that a person can put on an object: only those that the engine acts on in full for the lab that is open. Pure. */
import type { LabSummary } from '../../../src-main/contract/api.ts'
import type { MessageKey } from '../../i18n/en.ts'
import type { ObjectRef } from '../../stores/selection.ts'

export const faultTargets = ['host', 'vm', 'datastore', 'network', 'vcenter'] as const
export type FaultTarget = (typeof faultTargets)[number]

interface FaultRow {
  readonly command: string
  readonly target: FaultTarget
  /** What `data-testid` says. */
  readonly testid: string
  readonly hint: MessageKey
  /** False: it mends something. */
  readonly grave: boolean
  /** What the fault sets off that the engine does not do yet: the beginning of a line of `LabSummary.notModelled`. */
  readonly partOf?: string
  /** On a host: one entry for each management network. On a network: management networks only. */
  readonly management?: true
  /** Answers are needed before it can be sent. */
  readonly ask?: 'groups'
}

const isolation = 'cluster.ha.isolationResponse'
const vmMonitoring = 'cluster.ha.vmMonitoring'
const vmcp = 'cluster.ha.pdlResponse'
const admission = 'cluster.ha.admissionControl'

const table: readonly FaultRow[] = [
  { command: 'host.powerOff', target: 'host', testid: 'fault-powerOff', hint: 'faults.powerOffHint', grave: true },
  { command: 'host.crash', target: 'host', testid: 'fault-crash', hint: 'faults.crashHint', grave: true },
  { command: 'host.powerOn', target: 'host', testid: 'fault-powerOn', hint: 'faults.powerOnHint', grave: false },
  {
    command: 'network.disconnect',
    target: 'host',
    testid: 'fault-disconnect',
    hint: 'faults.disconnectHint',
    grave: true,
    partOf: isolation,
    management: true,
  },
  { command: 'network.reconnect', target: 'host', testid: 'fault-reconnect', hint: 'faults.reconnectHint', grave: false, management: true },
  { command: 'host.agentFail', target: 'host', testid: 'fault-agentFail', hint: 'faults.agentFailHint', grave: true },
  { command: 'host.agentRestore', target: 'host', testid: 'fault-agentRestore', hint: 'faults.agentRestoreHint', grave: false },
  { command: 'vm.guestCrash', target: 'vm', testid: 'fault-guestCrash', hint: 'faults.guestCrashHint', grave: true, partOf: vmMonitoring },
  { command: 'vm.guestHang', target: 'vm', testid: 'fault-guestHang', hint: 'faults.guestHangHint', grave: true, partOf: vmMonitoring },
  { command: 'vm.processCrash', target: 'vm', testid: 'fault-processCrash', hint: 'faults.processCrashHint', grave: true },
  { command: 'vm.powerOff', target: 'vm', testid: 'fault-vmPowerOff', hint: 'faults.vmPowerOffHint', grave: true },
  { command: 'vm.powerOn', target: 'vm', testid: 'fault-vmPowerOn', hint: 'faults.vmPowerOnHint', grave: false, partOf: admission },
  { command: 'datastore.apd', target: 'datastore', testid: 'fault-apd', hint: 'faults.apdHint', grave: true, partOf: vmcp },
  { command: 'datastore.pdl', target: 'datastore', testid: 'fault-pdl', hint: 'faults.pdlHint', grave: true, partOf: vmcp },
  { command: 'datastore.restore', target: 'datastore', testid: 'fault-restore', hint: 'faults.restoreHint', grave: false },
  {
    command: 'network.partition',
    target: 'network',
    testid: 'fault-partition',
    hint: 'faults.partitionHint',
    grave: true,
    partOf: isolation,
    management: true,
    ask: 'groups',
  },
  {
    command: 'network.down',
    target: 'network',
    testid: 'fault-networkDown',
    hint: 'faults.networkDownHint',
    grave: true,
    partOf: isolation,
    management: true,
  },
  { command: 'network.heal', target: 'network', testid: 'fault-heal', hint: 'faults.healHint', grave: false, management: true },
  { command: 'vcenter.down', target: 'vcenter', testid: 'fault-vcenterDown', hint: 'faults.vcenterDownHint', grave: true },
  { command: 'vcenter.up', target: 'vcenter', testid: 'fault-vcenterUp', hint: 'faults.vcenterUpHint', grave: false },
  { command: 'vcenter.disconnect', target: 'vcenter', testid: 'fault-vcenterCut', hint: 'faults.vcenterCutHint', grave: true },
  { command: 'vcenter.reconnect', target: 'vcenter', testid: 'fault-vcenterBack', hint: 'faults.vcenterBackHint', grave: false },
]

export interface Fault extends FaultRow {
  /** Unique in the list. */
  readonly id: string
  /** The network that a host is cut from. */
  readonly network: string | null
}

/** Whether a command does harm, for the colour of its flag. */
export const graveCommands: ReadonlySet<string> = new Set(table.filter((row) => row.grave).map((row) => row.command))

export type FaultLab = Pick<LabSummary, 'networks' | 'notModelled'>

export function managementNetworks(lab: FaultLab): readonly string[] {
  return lab.networks.filter((network) => network.kind === 'management').map((network) => network.name)
}

/** What can be offered for a lab, in the order of the menus. */
export function faultsOf(lab: FaultLab | null): readonly Fault[] {
  if (lab === null) return []
  const management = managementNetworks(lab)
  return table
    .filter(({ partOf }) => partOf === undefined || !lab.notModelled.some((line) => line.startsWith(partOf)))
    .flatMap((row): Fault[] => {
      if (row.management !== true || row.target !== 'host') return [{ ...row, id: row.command, network: null }]
      return management.map((network, at) => ({
        ...row,
        id: `${row.command}:${network}`,
        network,
        testid: at === 0 ? row.testid : `${row.testid}-${network}`,
      }))
    })
}

/** Whether a fault can be put on an object. */
export function accepts(fault: Fault, object: ObjectRef, lab: FaultLab): boolean {
  if (object.kind !== fault.target) return false
  return fault.target !== 'network' || fault.management !== true || managementNetworks(lab).includes(object.name)
}

/** Arguments of the command; `groups` only where the fault asks for them. */
export function argumentsOf(fault: Fault, object: ObjectRef, groups: readonly (readonly string[])[] | null = null): Record<string, unknown> {
  if (fault.target === 'vcenter') return {}
  return {
    [fault.target]: object.name,
    ...(fault.network === null ? {} : { network: fault.network }),
    ...(groups === null ? {} : { groups }),
  }
}

/** The object of a fault dropped where no object is, such as on the timeline: what is selected, or the only one there is. */
export function impliedObject(fault: Fault, selected: ObjectRef | null, lab: FaultLab): ObjectRef | null {
  if (fault.target === 'vcenter') return { kind: 'vcenter', name: 'vcenter' }
  if (selected !== null && accepts(fault, selected, lab)) return selected
  const [first, ...others] = managementNetworks(lab)
  return fault.target === 'network' && first !== undefined && others.length === 0 ? { kind: 'network', name: first } : null
}

/** A first proposal for the two sides of a partition: the fault domains, else one half each. */
export function proposedSides(hosts: LabSummary['hosts']): ReadonlyMap<string, number> {
  const domains = [...new Set(hosts.map((host) => host.faultDomain))]
  const half = Math.ceil(hosts.length / 2)
  return new Map(hosts.map((host, at) => [host.name, domains.length > 1 ? Math.min(1, domains.indexOf(host.faultDomain)) : at < half ? 0 : 1]))
}

export function groupsOf(sides: ReadonlyMap<string, number>): readonly (readonly string[])[] {
  const names = (side: number): string[] => [...sides].filter(([, at]) => at === side).map(([name]) => name)
  return [names(0), names(1)]
}
