/** What a design lacks, each a rule over the lab and the state of the engine, with the commands that play what comes of it. */
import type { Finding, FindingRule, SweepCommand } from '../../contract/api-sweep.ts'
import type { FactId } from '../../contract/fact-id.ts'
import { productAtLeast, type LabHost } from '../../contract/lab/index.ts'
import { isVcls } from '../../contract/vcls.ts'
import { busiestHost, hasNetworks, mustRulesAllow, reachesDatastores, type Design, type RunningVm } from './design.ts'

type Found = Omit<Finding, 'rule' | 'severity' | 'facts'>
interface Rule {
  readonly rule: FindingRule
  readonly severity: Finding['severity']
  readonly facts: readonly FactId[]
  /** Null: there is nothing to find. */
  find(design: Design): Found | null
}

const powerOff = (...hosts: readonly string[]): readonly SweepCommand[] => hosts.map((host) => ({ command: 'host.powerOff', arguments: { host } }))

function busiestFails(design: Design): readonly SweepCommand[] {
  const host = busiestHost(design)
  return host === null ? [] : powerOff(host)
}

const aboutCluster = (design: Design): Found => ({ about: 'cluster', names: [], figures: {}, play: busiestFails(design) })

/** The management network of a host fails; a secondary, so that the cluster keeps its primary. */
function cutOff({ state, networks, hosts, vms }: Design, among: readonly string[]): readonly SweepCommand[] {
  const network = networks.find(({ kind }) => kind === 'management')?.name
  const primaries = state?.primaries ?? []
  const secondaries = hosts.map(({ name }) => name).filter((name) => among.includes(name) && !primaries.includes(name))
  const host = secondaries.find((name) => vms.some((vm) => vm.host === name)) ?? secondaries[0] ?? among[0]
  return network === undefined || host === undefined ? [] : [{ command: 'network.disconnect', arguments: { host, network } }]
}

/** Hosts with a configuration issue of the engine. */
function issue(name: string): Rule['find'] {
  return (design) => {
    const names = (design.state?.issues ?? []).flatMap((one) => (one.issue === name && one.host !== null ? [one.host] : []))
    return names.length === 0 ? null : { about: 'host', names, figures: {}, play: cutOff(design, names) }
  }
}

/** VMs for which something holds; the host of the first fails. */
function vmsWhere(isSo: (design: Design, vm: RunningVm) => boolean): Rule['find'] {
  return (design) => {
    const found = design.vms.filter((vm) => isSo(design, vm))
    const [first] = found
    return first === undefined ? null : { about: 'vm', names: found.map(({ name }) => name), figures: {}, play: powerOff(first.host) }
  }
}

const others = ({ hosts }: Design, vm: RunningVm): readonly LabHost[] => hosts.filter(({ name }) => name !== vm.host)
const isProtectedByHa = ({ ha }: Design, { cfg }: RunningVm): boolean => ha !== null && (cfg.ha.restartPriority ?? ha.restartPriority) !== 'disabled'

/** Somebody else could run it, as far as rules and access go. */
const candidates = (design: Design, vm: RunningVm): readonly LabHost[] =>
  others(design, vm).filter((host) => reachesDatastores(design, host, vm) && hasNetworks(host, vm) && mustRulesAllow(design, host.name, vm.name))

const fitsIntoEmpty = ({ vmCapacity }: LabHost, vm: RunningVm): boolean => vm.cpuMHz <= vmCapacity.cpuMHz && vm.memoryMiB <= vmCapacity.memoryMiB

function fitsNow({ vms }: Design, { name, vmCapacity }: LabHost, vm: RunningVm): boolean {
  let { cpuMHz, memoryMiB } = vmCapacity
  for (const other of vms) {
    if (other.host !== name) continue
    cpuMHz -= other.cpuMHz
    memoryMiB -= other.memoryMiB
  }
  return vm.cpuMHz <= cpuMHz && vm.memoryMiB <= memoryMiB
}

const domainsOf = (hosts: readonly LabHost[]): ReadonlySet<string> => new Set(hosts.flatMap(({ faultDomain }) => faultDomain ?? []))

export const rules: readonly Rule[] = [
  { rule: 'haDisabled', severity: 'critical', facts: ['HA-073'], find: (design) => (design.ha === null ? aboutCluster(design) : null) },
  {
    rule: 'hostMonitoringDisabled',
    severity: 'critical',
    facts: ['HA-027'],
    find: (design) => (design.ha !== null && !design.ha.hostMonitoring ? aboutCluster(design) : null),
  },
  {
    rule: 'reservationFitsNowhere',
    severity: 'critical',
    facts: ['HA-102'],
    find: (design) => {
      const found = vmsWhere((_, vm) => {
        const hosts = candidates(design, vm)
        return isProtectedByHa(design, vm) && hosts.length > 0 && !hosts.some((host) => fitsIntoEmpty(host, vm))
      })(design)
      return found === null ? null : { ...found, figures: neededBy(design, found.names[0]) }
    },
  },
  {
    rule: 'mustRuleLeavesNoHost',
    severity: 'critical',
    facts: ['HA-169'],
    find: vmsWhere(
      (design, vm) =>
        isProtectedByHa(design, vm) &&
        others(design, vm).length > 0 &&
        !others(design, vm).some((host) => mustRulesAllow(design, host.name, vm.name)),
    ),
  },
  {
    rule: 'datastoreOfOneHost',
    severity: 'critical',
    facts: ['HA-028', 'HA-101'],
    find: vmsWhere(
      (design, vm) =>
        isProtectedByHa(design, vm) && others(design, vm).length > 0 && !others(design, vm).some((host) => reachesDatastores(design, host, vm)),
    ),
  },
  {
    rule: 'networkOfOneHost',
    severity: 'critical',
    facts: ['HA-101'],
    find: vmsWhere(
      (design, vm) => isProtectedByHa(design, vm) && others(design, vm).length > 0 && !others(design, vm).some((host) => hasNetworks(host, vm)),
    ),
  },
  {
    rule: 'reservationHasNoRoom',
    severity: 'warning',
    facts: ['HA-102', 'HA-161'],
    find: (design) => {
      const found = vmsWhere((_, vm) => {
        const hosts = candidates(design, vm).filter((host) => fitsIntoEmpty(host, vm))
        return isProtectedByHa(design, vm) && hosts.length > 0 && !hosts.some((host) => fitsNow(design, host, vm))
      })(design)
      return found === null ? null : { ...found, figures: neededBy(design, found.names[0]) }
    },
  },
  {
    rule: 'admissionControlShort',
    severity: 'critical',
    facts: ['HA-140'],
    find: (design) => (design.state?.admission?.ok === false ? aboutCluster(design) : null),
  },
  {
    rule: 'admissionControlDisabled',
    severity: 'warning',
    facts: ['HA-168'],
    find: (design) => (design.ha?.admissionControl.policy === 'disabled' ? aboutCluster(design) : null),
  },
  { rule: 'isolationAddressMissing', severity: 'warning', facts: ['HA-083'], find: issue('hostHasNoIsolationAddrsDefined') },
  {
    rule: 'isolationAddressSilent',
    severity: 'warning',
    facts: ['HA-082', 'HA-084'],
    find: (design) => {
      const all = design.isolationAddresses
      const silent = all.flatMap(({ address, isUp }) => (isUp ? [] : [address]))
      if (design.ha === null || silent.length === 0) return null
      const play = cutOff(design, design.hosts.map(({ name }) => name)) // prettier-ignore
      return { about: 'address', names: silent, figures: { addresses: all.length }, play }
    },
  },
  { rule: 'heartbeatDatastoresTooFew', severity: 'warning', facts: ['HA-032', 'HA-035'], find: issue('heartbeatDatastoreNotSufficient') },
  { rule: 'managementNetworkNotRedundant', severity: 'warning', facts: ['HA-028'], find: issue('noRedundantManagementNetwork') },
  {
    rule: 'singleFaultDomain',
    severity: 'warning',
    facts: ['HA-025'],
    find: ({ hosts }) => {
      const domains = [...domainsOf(hosts)]
      if (domains.length !== 1 || hosts.length < 2 || hosts.some(({ faultDomain }) => faultDomain === null)) return null
      return { about: 'faultDomain', names: domains, figures: { hosts: hosts.length }, play: powerOff(...hosts.map(({ name }) => name)) }
    },
  },
  {
    rule: 'mustRuleInOneFaultDomain',
    severity: 'warning',
    facts: ['HA-169'],
    find: (design) => {
      if (domainsOf(design.hosts).size < 2) return null
      const allowed = (vm: RunningVm): readonly LabHost[] => design.hosts.filter(({ name }) => mustRulesAllow(design, name, vm.name))
      const found = design.vms.filter((vm) => {
        const hosts = allowed(vm)
        return (
          isProtectedByHa(design, vm) && hosts.length > 1 && domainsOf(hosts).size === 1 && hosts.every(({ faultDomain }) => faultDomain !== null)
        )
      })
      const [first] = found
      if (first === undefined) return null
      const domain = allowed(first)[0]?.faultDomain ?? ''
      const play = powerOff(...design.hosts.filter(({ faultDomain }) => faultDomain === domain).map(({ name }) => name))
      return { about: 'vm', names: found.map(({ name }) => name), figures: { faultDomain: domain }, play }
    },
  },
  {
    rule: 'separationNeedsAllHosts',
    severity: 'warning',
    facts: ['HA-170'],
    find: (design) => {
      const found = design.rules.flatMap((rule) => {
        if (rule.type !== 'separate') return []
        const running = design.vms.filter(({ name }) => rule.vms.includes(name))
        return running.length >= 2 && running.length >= design.hosts.length ? [{ rule, running }] : []
      })
      const [first] = found
      const host = first?.running[0]?.host
      if (first === undefined || host === undefined) return null
      return {
        about: 'rule',
        names: found.map(({ rule }) => rule.name),
        figures: { vms: first.running.length, hosts: design.hosts.length },
        play: powerOff(host),
      }
    },
  },
  {
    rule: 'restartDisabled',
    severity: 'warning',
    facts: ['HA-104'],
    find: vmsWhere((design, vm) => design.ha !== null && !isVcls(vm.name) && !isProtectedByHa(design, vm)),
  },
  {
    rule: 'storageLossNotAnswered',
    severity: 'info',
    facts: ['HA-125', 'HA-126'],
    find: (design) => {
      const { ha, vms, datastores, lab } = design
      if (ha === null || !productAtLeast(lab.product, '6.0')) return null
      const found = vms.filter(
        ({ cfg }) => (cfg.ha.pdlResponse ?? ha.pdlResponse) === 'disabled' && (cfg.ha.apdResponse ?? ha.apdResponse) === 'disabled',
      )
      const used = datastores
        .filter(({ type }) => type !== 'vsan')
        .map(({ name }) => ({ name, vms: found.filter(({ cfg }) => cfg.datastore === name).length }))
      const most = used.reduce<(typeof used)[number] | null>((best, one) => (one.vms > (best?.vms ?? 0) ? one : best), null)
      if (most === null) return null
      const play = [{ command: 'datastore.pdl', arguments: { datastore: most.name } }]
      return { about: 'vm', names: found.map(({ name }) => name), figures: { datastore: most.name, vms: most.vms }, play }
    },
  },
]

function neededBy({ vms }: Design, name: string | undefined): Found['figures'] {
  const vm = vms.find((one) => one.name === name)
  return vm === undefined ? {} : { vm: vm.name, cpuMHz: vm.cpuMHz, memoryMiB: Math.ceil(vm.memoryMiB) }
}
