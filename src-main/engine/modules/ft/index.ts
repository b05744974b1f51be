/** Fault Tolerance: pairs, their states, takeover. */
import { defineModule } from '../../core/module.ts'

export const ft = defineModule({
  name: 'ft',
  owns: ['ftPairs'],
  commands: {},
  requests: {},
  signals: {},
  timers: {},
  invariants: [],
})
