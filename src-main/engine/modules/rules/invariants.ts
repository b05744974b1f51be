import { contradict } from '../../../contract/lab/rule-checks.ts'
import type { Invariant } from '../../core/module.ts'
import { breakersOf, dependencyTrouble, rulesInOrder } from '../../reads/rules.ts'

/** DRS-070, DRS-073: rules that are on do not contradict each other directly. */
const noContradictions: Invariant = {
  name: 'noContradictions',
  reads: ['rules'],
  check(world) {
    const on = rulesInOrder(world).filter((record) => record.rule.enabled)
    for (const { rule: a } of on)
      for (const { rule: b } of on) if (a !== b && contradict(a, b)) return `the rules ${a.name} and ${b.name} are both on and contradict each other`
    return null
  },
}

/** HA-093 */
const dependenciesEnd: Invariant = {
  name: 'dependenciesEnd',
  reads: ['rules', 'vms', 'ha'],
  check(world) {
    const trouble = dependencyTrouble(world, {})
    return trouble === null
      ? null
      : `the rule ${trouble.rule} has ${trouble.reason === 'dependencyCycle' ? 'a cycle' : 'a VM that needs one of lower priority'}`
  },
}

/** What the log says of a rule is so. */
const violationsAreTold: Invariant = {
  name: 'violationsAreTold',
  reads: ['rules', 'ruleGroups', 'vms'],
  check(world, _now, { constants }) {
    if (!constants['DRS-069'].rulesAreWatched) return null
    for (const { rule, violated } of rulesInOrder(world)) {
      const isBroken = rule.enabled && breakersOf(world, rule).length > 0
      if (isBroken !== violated) return `the rule ${rule.name} is ${isBroken ? '' : 'not '}violated, and the log says something else`
    }
    return null
  },
}

export const rulesInvariants = [noContradictions, dependenciesEnd, violationsAreTold]
