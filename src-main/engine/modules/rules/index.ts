/** Groups and rules of the cluster (HA-093, HA-169 to HA-171). Owns them; placement and restarts read them through `reads/rules.ts`. */
import { defineModule } from '../../core/module.ts'

export const rules = defineModule({
  name: 'rules',
  owns: ['rules', 'ruleGroups'],
  commands: {},
  requests: {},
  signals: {},
  timers: {},
  invariants: [],
})
