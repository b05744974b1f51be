import type { RuleState } from '../../contract/state.ts'
import type { Kernel } from '../core/simulation.ts'
import { breakersOf } from '../reads/rules.ts'

export function ruleState({ world }: Kernel, name: string): RuleState {
  const { rule, conflictsWith } = world.rules.need(name)
  const groups = world.ruleGroups.get('groups')
  const ofGroups = 'vmGroup' in rule
  return {
    type: rule.type,
    enabled: rule.enabled,
    inCompliance: breakersOf(world, rule).length === 0,
    conflictsWith,
    vms: ofGroups ? (groups?.vms[rule.vmGroup] ?? []) : rule.vms,
    hosts: ofGroups ? (groups?.hosts[rule.hostGroup] ?? []) : [],
    dependsOn: rule.type === 'restartDependency' ? rule.dependsOn : [],
  }
}
