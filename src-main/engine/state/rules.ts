import type { RuleState } from '../../contract/state.ts'
import type { Kernel } from '../core/simulation.ts'
import { breakersOf } from '../reads/rules.ts'

export function ruleState({ world }: Kernel, name: string): RuleState {
  const { rule, conflictsWith } = world.rules.need(name)
  const groups = world.ruleGroups.get('groups')
  const ofGroups = 'vmGroup' in rule
  const brokenBy = breakersOf(world, rule)
  return {
    type: rule.type,
    enabled: rule.enabled,
    inCompliance: brokenBy.length === 0,
    conflictsWith,
    brokenBy,
    vms: ofGroups ? (groups?.vms[rule.vmGroup] ?? []) : rule.vms,
    hosts: ofGroups ? (groups?.hosts[rule.hostGroup] ?? []) : [],
    dependsOn: rule.type === 'restartDependency' ? rule.dependsOn : [],
  }
}

export function ruleStates(kernel: Kernel): { readonly [name: string]: RuleState } {
  return Object.fromEntries([...kernel.world.rules.keys()].map((name) => [name, ruleState(kernel, name)]))
}
