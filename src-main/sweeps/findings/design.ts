/** The design as it is at the instant of a keyframe, for rules that look at it. */
import {
  reservedMemoryMiB,
  type LabDatastore,
  type LabHa,
  type LabHost,
  type LabNetwork,
  type LabRule,
  type LabVm,
} from '../../contract/lab/index.ts'
import type { Simulation } from '../../engine/index.ts'
import type { Warm } from '../warm.ts'

interface HostRow {
  readonly name: string
  readonly cfg: LabHost
  readonly power: string
  readonly maintenance: string
}
interface VmRow {
  readonly name: string
  readonly cfg: LabVm
  readonly power: string
  readonly host: string | null
}
interface Groups {
  readonly vms: { readonly [group: string]: readonly string[] }
  readonly hosts: { readonly [group: string]: readonly string[] }
}

/** A VM that runs, with what it holds of its host. */
export interface RunningVm {
  readonly name: string
  readonly host: string
  readonly cfg: LabVm
  readonly cpuMHz: number
  readonly memoryMiB: number
}

export interface Design {
  readonly lab: Warm['lab']
  readonly ha: LabHa | null
  readonly state: ReturnType<Simulation['haState']>
  /** Of the cluster and on, in the order of the inventory. */
  readonly hosts: readonly LabHost[]
  readonly vms: readonly RunningVm[]
  readonly networks: readonly LabNetwork[]
  readonly isolationAddresses: ReturnType<Simulation['isolationAddresses']>
  readonly datastores: readonly LabDatastore[]
  readonly rules: readonly LabRule[]
  readonly groups: Groups
}

export function designOf({ lab, keyframe }: Warm, simulation: Simulation): Design {
  const rows = <T>(table: string): readonly T[] => (keyframe.tables[table] ?? []).map(([, record]) => record as T)
  const hosts = rows<HostRow>('hosts').filter(({ cfg, power, maintenance }) => !cfg.standalone && power === 'on' && maintenance === 'no')
  return {
    lab,
    ha: rows<{ readonly cfg: LabHa }>('ha')[0]?.cfg ?? null,
    state: simulation.haState(),
    hosts: hosts.map(({ cfg }) => cfg),
    vms: rows<VmRow>('vms').flatMap(({ name, cfg, power, host }) =>
      power === 'on' && host !== null && hosts.some((one) => one.name === host) ? [{ name, host, cfg, ...needOf(cfg) }] : [],
    ),
    networks: rows<{ readonly cfg: LabNetwork }>('networks').map(({ cfg }) => cfg),
    isolationAddresses: simulation.isolationAddresses(),
    datastores: rows<{ readonly cfg: LabDatastore }>('datastores').map(({ cfg }) => cfg),
    rules: rows<{ readonly rule: LabRule }>('rules').flatMap(({ rule }) => (rule.enabled ? [rule] : [])),
    groups: rows<Groups>('ruleGroups')[0] ?? { vms: {}, hosts: {} },
  }
}

/** HA-102 */
function needOf(cfg: LabVm): { readonly cpuMHz: number; readonly memoryMiB: number } {
  return { cpuMHz: cfg.cpuReservationMHz, memoryMiB: reservedMemoryMiB(cfg) }
}

export function reachesDatastores(design: Design, host: LabHost, { cfg }: RunningVm): boolean {
  const names = new Set([cfg.datastore, ...cfg.disks.map(({ datastore }) => datastore)])
  return design.datastores.every(
    ({ name, hosts, network }) =>
      !names.has(name) || ((hosts === null || hosts.includes(host.name)) && (network === null || host.networks.includes(network))),
  )
}

export function hasNetworks(host: LabHost, { cfg }: RunningVm): boolean {
  return cfg.nics.every(({ network }) => network === null || host.networks.includes(network))
}

/** Must rules let the VM run there. */
export function mustRulesAllow({ rules, groups }: Design, host: string, vm: string): boolean {
  return rules.every((rule) => {
    if (rule.type !== 'mustRunOn' && rule.type !== 'mustNotRunOn') return true
    if (!(groups.vms[rule.vmGroup] ?? []).includes(vm)) return true
    return (groups.hosts[rule.hostGroup] ?? []).includes(host) === (rule.type === 'mustRunOn')
  })
}

/** The host that most VMs run on. */
export function busiestHost({ hosts, vms }: Design): string | null {
  const counts = hosts.map(({ name }) => vms.filter(({ host }) => host === name).length)
  const most = Math.max(0, ...counts)
  return hosts[counts.indexOf(most)]?.name ?? null
}
