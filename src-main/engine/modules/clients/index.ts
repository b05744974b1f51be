/** What an outside client sees of a VM: where switches send its frames, outages, lost pings. */
import { defineModule } from '../../core/module.ts'

export const clients = defineModule({
  name: 'clients',
  owns: ['clients'],
  commands: {},
  requests: {},
  signals: {},
  timers: {},
  invariants: [],
})
