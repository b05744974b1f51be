/** Groups and rules of the cluster (HA-093, HA-169 to HA-171, DRS-069 to DRS-073). Owns them; placement and restarts read them through `reads/rules.ts`. */
import { defineModule } from '../../core/module.ts'
import * as changes from './changes.ts'
import { observeVm } from './observe.ts'
import { rulesInvariants } from './invariants.ts'

export const rules = defineModule({
  name: 'rules',
  owns: ['rules', 'ruleGroups'],
  commands: {
    'rule.add': changes.addRule,
    'rule.remove': changes.removeRule,
    'rule.enable': changes.switchRule(true),
    'rule.disable': changes.switchRule(false),
  },
  requests: { 'rules.configure': changes.configure },
  signals: {
    vmRemoved: changes.vmRemoved,
    hostRemoved: changes.hostRemoved,
    vmPoweredOn: observeVm,
    vmPoweredOff: observeVm,
    vmMoved: observeVm,
    // A revert makes it run, or not.
    vmConfigured: observeVm,
  },
  timers: { 'rules.known': changes.becomesKnown },
  invariants: rulesInvariants,
})
