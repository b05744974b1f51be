import type { RuleState } from '../../contract/state.ts'
import type { LabRule } from '../../contract/lab/index.ts'
import type { Kernel } from '../core/simulation.ts'

export function ruleState({ world }: Kernel, name: string): RuleState {
  const { rule, conflictsWith } = world.rules.need(name)
  const groups = world.ruleGroups.get('groups')
  const ofGroups = 'vmGroup' in rule
  return {
    type: rule.type,
    enabled: rule.enabled,
    inCompliance: isKept(world, rule),
    conflictsWith,
    vms: ofGroups ? (groups?.vms[rule.vmGroup] ?? []) : rule.vms,
    hosts: ofGroups ? (groups?.hosts[rule.hostGroup] ?? []) : [],
    dependsOn: rule.type === 'restartDependency' ? rule.dependsOn : [],
  }
}

/** Whether the VMs that run stand as the rule wants it, be it on or off. A dependency only says in which order VMs are restarted. */
function isKept(world: Kernel['world'], rule: LabRule): boolean {
  if (rule.type === 'restartDependency') return true
  const hostsOf = (vm: string): readonly string[] => world.vms.get(vm)?.instances.map((instance) => instance.host) ?? []
  if ('vmGroup' in rule) {
    const groups = world.ruleGroups.get('groups')
    const hosts = groups?.hosts[rule.hostGroup]
    const run = rule.type === 'mustRunOn' || rule.type === 'shouldRunOn'
    return hosts === undefined || (groups?.vms[rule.vmGroup] ?? []).flatMap(hostsOf).every((host) => hosts.includes(host) === run)
  }
  if (rule.type === 'keepTogether') return new Set(rule.vms.flatMap(hostsOf)).size <= 1
  const all = rule.vms.flatMap((vm) => [...new Set(hostsOf(vm))])
  return new Set(all).size === all.length
}
