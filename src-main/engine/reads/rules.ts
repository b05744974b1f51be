/** What the rules of the cluster ask of a VM: where it may run, whom it is kept apart from, what it needs (HA-093, HA-169, HA-170). Pure reads over the world. */
import type { LabRule } from '../../contract/lab/index.ts'
import { checkDependencies, checkDependencyPriorities } from '../../contract/lab/rule-checks.ts'
import { derivedOfWorld } from '../core/derived.ts'
import type { RuleGroupsRecord, RuleRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'

/** A VM–Host rule as it concerns one VM. */
export interface HostRule {
  readonly rule: string
  /** Oldest first. */
  readonly order: number
  /** To run on these hosts, or not to. */
  readonly run: boolean
  readonly hosts: ReadonlySet<string>
  /** HA has heard of it (HA-171). */
  readonly known: boolean
}

export interface VmSet {
  readonly rule: string
  readonly vms: readonly string[]
}

/** Lists are oldest first; only rules that are on. */
export interface RulesOfVm {
  readonly must: readonly HostRule[]
  readonly should: readonly HostRule[]
  readonly apart: readonly VmSet[]
  readonly together: readonly VmSet[]
  /** VMs that have to be ready before HA restarts it, each once. */
  readonly needs: readonly string[]
}

const nothing: RulesOfVm = { must: [], should: [], apart: [], together: [], needs: [] }

interface Collected {
  must: HostRule[]
  should: HostRule[]
  apart: VmSet[]
  together: VmSet[]
  needs: string[]
}

const byVm = derivedOfWorld(['rules', 'ruleGroups'], (world): ReadonlyMap<string, RulesOfVm> => {
  const all = new Map<string, Collected>()
  const of = (vm: string): Collected => {
    const known = all.get(vm) ?? { must: [], should: [], apart: [], together: [], needs: [] }
    all.set(vm, known)
    return known
  }
  for (const record of rulesInOrder(world)) if (record.rule.enabled) collect(record, world.ruleGroups.get('groups'), of)
  return all
})

function collect({ rule, order, known }: RuleRecord, groups: RuleGroupsRecord | undefined, of: (vm: string) => Collected): void {
  if (rule.type === 'restartDependency') {
    for (const vm of rule.vms) for (const needed of rule.dependsOn) if (!of(vm).needs.includes(needed)) of(vm).needs.push(needed)
  } else if ('vmGroup' in rule) {
    const hosts = groups?.hosts[rule.hostGroup]
    const vms = groups?.vms[rule.vmGroup]
    // A group that was taken away takes its rules out of action.
    if (hosts === undefined || vms === undefined) return
    const run = rule.type === 'mustRunOn' || rule.type === 'shouldRunOn'
    const hostRule = { rule: rule.name, order, run, hosts: new Set(hosts), known }
    for (const vm of vms) of(vm)[rule.type === 'mustRunOn' || rule.type === 'mustNotRunOn' ? 'must' : 'should'].push(hostRule)
  } else {
    const set = { rule: rule.name, vms: rule.vms }
    for (const vm of rule.vms) of(vm)[rule.type === 'separate' ? 'apart' : 'together'].push(set)
  }
}

export const rulesInOrder = derivedOfWorld(['rules'], (world): readonly RuleRecord[] => [...world.rules.values()].sort((a, b) => a.order - b.order))

export function rulesOf(world: ReadonlyTables, vm: string): RulesOfVm {
  return world.rules.size === 0 ? nothing : (byVm(world).get(vm) ?? nothing)
}

export function allows(rule: HostRule, host: string): boolean {
  return rule.hosts.has(host) === rule.run
}

/** Hosts where the VM runs, is powered on, or is about to be. */
export function placesOf(world: ReadonlyTables, vm: string): readonly string[] {
  const record = world.vms.get(vm)
  if (record === undefined) return []
  const places = record.instances.map((instance) => instance.host)
  if (record.powerOn !== null) places.push(record.powerOn.host)
  const restart = world.restarts.get(vm)
  if (restart?.state === 'attempted' && restart.target !== null) places.push(restart.target)
  return places
}

/** Hosts where the VM runs; one whose secondary is about to take over runs where it did. */
function runsAt(world: ReadonlyTables, vm: string): readonly string[] {
  const record = world.vms.get(vm)
  if (record === undefined) return []
  if (record.awaitsTakeover && record.host !== null) return [record.host]
  return [...new Set(record.instances.map((instance) => instance.host))]
}

/**
 * VMs that break the rule by where they run, be it on or off: those that stand where they should not, that share a host, or that are not all
 * together. A dependency only says in which order VMs are restarted.
 */
export function breakersOf(world: ReadonlyTables, rule: LabRule): readonly string[] {
  if (rule.type === 'restartDependency') return []
  if ('vmGroup' in rule) {
    const groups = world.ruleGroups.get('groups')
    const hosts = groups?.hosts[rule.hostGroup]
    const run = rule.type === 'mustRunOn' || rule.type === 'shouldRunOn'
    if (hosts === undefined) return []
    return (groups?.vms[rule.vmGroup] ?? []).filter((vm) => runsAt(world, vm).some((host) => hosts.includes(host) !== run))
  }
  const places = rule.vms.map((vm) => ({ vm, hosts: runsAt(world, vm) }))
  if (rule.type === 'keepTogether') {
    const isOne = new Set(places.flatMap(({ hosts }) => hosts)).size <= 1
    return isOne ? [] : places.filter(({ hosts }) => hosts.length > 0).map(({ vm }) => vm)
  }
  const taken = new Map<string, number>()
  for (const { hosts } of places) for (const host of hosts) taken.set(host, (taken.get(host) ?? 0) + 1)
  return places.filter(({ hosts }) => hosts.some((host) => (taken.get(host) ?? 0) > 1)).map(({ vm }) => vm)
}

/** VMs that the rule is about and that run. */
export function runningVmsOf(world: ReadonlyTables, rule: LabRule): readonly string[] {
  const vms = 'vmGroup' in rule ? (world.ruleGroups.get('groups')?.vms[rule.vmGroup] ?? []) : rule.vms
  return vms.filter((vm) => runsAt(world, vm).length > 0)
}

/** Names of the rules of DRS that are on and concern the VM. */
export function rulesAbout(world: ReadonlyTables, vm: string): readonly string[] {
  const { must, should, apart, together } = rulesOf(world, vm)
  return [...must, ...should, ...apart, ...together].map(({ rule }) => rule)
}

/** Hosts that VMs of one set with this one occupy: those that `separate` forbids, or `keepTogether` wants. */
export function placesOfOthers(world: ReadonlyTables, vm: string, sets: readonly VmSet[]): ReadonlySet<string> {
  const places = new Set<string>()
  for (const { vms } of sets) for (const other of vms) if (other !== vm) for (const host of placesOf(world, other)) places.add(host)
  return places
}

export interface DependencyTrouble {
  readonly reason: 'dependencyCycle' | 'dependencyPriority'
  readonly rule: string
}

interface Planned {
  /** Default: the rules as they are. */
  readonly rules?: readonly LabRule[]
  /** The cluster's restart priority; default: as it is. Null: HA is off. */
  readonly clusterPriority?: string | null
  readonly vm?: { readonly name: string; readonly restartPriority: string | undefined }
}

/** HA-093: dependencies that go round, or lead to a VM of lower restart priority, in what is planned. Null: neither. */
export function dependencyTrouble(world: ReadonlyTables, planned: Planned): DependencyTrouble | null {
  const rules = planned.rules ?? rulesInOrder(world).map((record) => record.rule)
  if (!rules.some((rule) => rule.type === 'restartDependency' && rule.enabled)) return null
  const listed = rules.map((rule, i) => ({ rule, path: [i] }))
  const found: DependencyTrouble[] = []
  const report = (reason: DependencyTrouble['reason']) => (path: readonly (string | number)[]) =>
    void found.push({ reason, rule: rules[Number(path[0])]?.name ?? '' })
  checkDependencies(listed, report('dependencyCycle'))
  const clusterPriority = planned.clusterPriority === undefined ? (world.ha.get('ha')?.cfg.restartPriority ?? null) : planned.clusterPriority
  const priorityOf = (vm: string): string | null => {
    const own = vm === planned.vm?.name ? planned.vm.restartPriority : world.vms.get(vm)?.cfg.ha.restartPriority
    return own ?? clusterPriority
  }
  if (clusterPriority !== null) checkDependencyPriorities(listed, priorityOf, report('dependencyPriority'))
  return found[0] ?? null
}
