/** VM component protection (HA-125 to HA-138). Hears which host lost which datastore, and terminates or resets the VMs there. */
import { defineModule } from '../../core/module.ts'

export const vmcp = defineModule({
  name: 'vmcp',
  owns: ['vmcp'],
  commands: {},
  requests: {},
  signals: {},
  timers: {},
  invariants: [],
})
